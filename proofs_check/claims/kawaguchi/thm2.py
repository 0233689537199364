"""Kawaguchi (2016), Theorem 2.3: deep linear networks, with the hypotheses of the theorem."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.facts.classes import WEAK_ASSUMPTIONS
from proofs_check.facts.extrema import (
    ECKART_YOUNG,
    SECOND_ORDER,
    critical_above_minimum,
    is_no_local_maximum,
    is_no_local_minimum,
)
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least, on_point
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import KAWAGUCHI
from proofs_check.networks.formal_letters import formal_at_minimum, formal_at_weights
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import general_problems

HYPOTHESES = (
    "hypotheses as later papers quote them: XX^T and XY^T of full rank, d_y <= d_x, distinct eigenvalues of Sigma; "
    "lucchi.thm8 prints the same without them"
)
GENERAL = (
    r"\operatorname{rank} X X^\mathsf{T} = d_x, \operatorname{rank} X Y^\mathsf{T} = d_y \le d_x, \; \Sigma "
    r"\text{ has distinct eigenvalues} \Rightarrow "
)
"""The hypotheses of the theorem, before each of its parts."""

hidden_rank = on_point(
    "rank(W_H...W_2) = p",
    r"\operatorname{rank}(W_H \cdots W_2) = p, \; p = \min(d_H, \dots, d_1)",
    lambda point: KAWAGUCHI.conventions.rank_of(point) == min(point.problem.hidden),
)


def at_layers(a: int, b: int) -> str:
    """The loss where the first layer is a u_1 u_0^T, the second b u_2 u_1^T, all others u_j u_{j-1}^T, as a text."""
    loss = f"Top[n] ({b} ray[2] ray[1]') ({a} ray[1] ray[0]') Data - Target"
    return f"tr(({loss})' ({loss}))"


def on_plane(problem: dln.Problem, a: Fraction | int, b: Fraction | int) -> Fraction:
    """The loss where the first layer is a in one entry, the second b, all others 1, at an input that is not zero."""
    width, squares = problem.input_width, list(problem.Sxx.entries())
    i = next(i for i in range(width) if squares[i * width + i] != 0)
    weights = []
    for j, (rows, columns) in enumerate(problem.shapes):
        place, value = i if j == 0 else 0, {0: a, 1: b}.get(j, 1)
        weights.append(dln.Matrix.from_entries(rows, columns, [value * (k == place) for k in range(rows * columns)]))
    return dln.loss(problem, weights)


@claim(
    "kawaguchi.thm2.3.i",
    source=KAWAGUCHI.at("abstract, 1), with the hypotheses of Theorem 2.3 as later papers quote them"),
    statement=GENERAL + r"\mathcal{L} \text{ is non-convex and non-concave}",
    over=general_problems(),
    assuming=(
        depth_at_least(2),
        WEAK_ASSUMPTIONS,
    ),
    made_precise=f"{HYPOTHESES}; X != 0 is all that is needed. In the formal statement convexity on two segments, and "
    "concavity on another one, give 1/2 <= 0",
    formal=(
        f"1/2 <= 0 if n >= 2, {at_layers(1, 1)} <= 1/2 {at_layers(2, 0)} + 1/2 {at_layers(0, 2)}, "
        f"{at_layers(1, -1)} <= 1/2 {at_layers(2, 0)} + 1/2 {at_layers(0, -2)}",
        f"1/2 <= 0 if n >= 2, 1/2 {at_layers(-1, 1)} + 1/2 {at_layers(1, 1)} <= {at_layers(0, 1)}",
    ),
    proof=logic("kawaguchi.thm2.3.i"),
)
def theorem_i(problem: dln.Problem) -> Outcome:
    """The loss of a deep linear network is neither convex nor concave."""
    right, top, bottom = (2, 0), (0, 2), (0, -2)
    ends = [on_plane(problem, *ab) for ab in (right, top, bottom)]
    middles = [on_plane(problem, Fraction(right[0] + a, 2), Fraction(right[1] + b, 2)) for a, b in (top, bottom)]
    zero, up, down = (on_plane(problem, a, 1) for a in (0, 1, -1))
    return all_of(
        formal_at_weights("kawaguchi.thm2.3.i", problem),
        is_true(ends == [zero] * 3, "the loss is the same at the ends of two segments"),
        equal(middles, [up, down], "the loss at their midpoints, where the product is that of (1, 1) and of (-1, 1)"),
        is_true(max(up, down) > zero, "at a midpoint the loss is larger, so it is not convex"),
        is_true(up + down > 2 * zero, "on another segment the midpoint is lower, so it is not concave"),
    )


@claim(
    "kawaguchi.thm2.3.ii",
    source=KAWAGUCHI.at("abstract, 2), with the hypotheses of Theorem 2.3 as later papers quote them"),
    statement=GENERAL + r"\text{every local minimum is a global minimum}",
    over=every_critical_point(),
    assuming=(WEAK_ASSUMPTIONS, critical_above_minimum),
    made_precise=f"{HYPOTHESES}; said of critical points, as every local minimum is one",
    axioms=(ECKART_YOUNG, SECOND_ORDER),
    formal="tr((Path[n, 0] X - Y)' (Path[n, 0] X - Y)) <= tr((Way[n, 0] X - Y)' (Way[n, 0] X - Y)) if side >= 0",
    proof=logic("kawaguchi.thm2.3.ii"),
)
def theorem_ii(point: dln.Point) -> Outcome:
    """A critical point that is not a global minimum is not a local minimum."""
    return all_of(is_no_local_minimum(point), formal_at_minimum("kawaguchi.thm2.3.ii", point))


@claim(
    "kawaguchi.thm2.3.iii",
    source=KAWAGUCHI.at("abstract, 3), with the hypotheses of Theorem 2.3 as later papers quote them"),
    statement=GENERAL + r"\text{every critical point that is not a global minimum is a saddle point}",
    over=every_critical_point(),
    assuming=(WEAK_ASSUMPTIONS, critical_above_minimum),
    made_precise=f"{HYPOTHESES}; a saddle is a critical point that is neither a local minimum nor a local maximum",
    axioms=(ECKART_YOUNG, SECOND_ORDER),
    formal="tr((Path[n, 0] X - Y)' (Path[n, 0] X - Y)) <= tr((Way[n, 0] X - Y)' (Way[n, 0] X - Y))",
    proof=logic("kawaguchi.thm2.3.iii"),
)
def theorem_iii(point: dln.Point) -> Outcome:
    """A critical point that is not a global minimum is neither a local minimum nor a local maximum."""
    formal = formal_at_minimum("kawaguchi.thm2.3.iii", point)
    return all_of(is_no_local_minimum(point), is_no_local_maximum(point), formal)


@claim(
    "kawaguchi.thm2.3.iv",
    source=KAWAGUCHI.at("abstract, 4), with the hypotheses of Theorem 2.3 as later papers quote them"),
    statement=r"\operatorname{rank}(W_H \cdots W_2) = p \Rightarrow \text{the Hessian at any saddle point has at least "
    r"one (strictly) negative eigenvalue}",
    over=every_critical_point(),
    assuming=(WEAK_ASSUMPTIONS, critical_above_minimum, hidden_rank),
    made_precise=f"{HYPOTHESES}; the condition on the rank as in lucchi.thm8.4, for one hidden layer the product is "
    "the identity; p is the least hidden width",
    in_print=False,
    axioms=(ECKART_YOUNG,),
    formal="tr((Path[n, 0] X - Y)' (Path[n, 0] X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y)) if n >= 2, Path[n-1, 1] = "
    "Hidden Rest, Hiddenleft Hidden = I, Rest Restright = I, W2 = W[n] Hidden, W1 = Rest W[1]",
    proof=logic("kawaguchi.thm2.3.iv"),
)
def theorem_iv(point: dln.Point) -> Outcome:
    """If W_H...W_2 has rank p, the Hessian at every saddle has a negative eigenvalue."""
    found = point.inertia_by_hessian
    return all_of(
        is_true(found.negative > 0, "the Hessian has a negative eigenvalue", inertia=found),
        formal_at_minimum("kawaguchi.thm2.3.iv", point),
    )
