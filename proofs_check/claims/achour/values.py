"""The values of the loss at critical points, Achour et al. (2022)."""

from __future__ import annotations

import itertools

import symdln as dln
from proofs_check.claims.achour.parts.formal_values import formal_at_selections, formal_at_value
from proofs_check.facts import written
from proofs_check.facts.classes import ASSUMPTION_H, exact_class, loss_without_half
from proofs_check.facts.extrema import ECKART_YOUNG, value_of
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, fails, is_true, undecided
from proofs_check.language.proofs import logic
from proofs_check.language.sources import ACHOUR_ABSTRACT
from proofs_check.scopes.critical_points import every_critical_point, every_problem
from proofs_check.scopes.general_data import has_rational_points, on_general_data
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT

VALUES = (
    r"\nabla L(\mathbf{W}) = 0 \Rightarrow L(\mathbf{W}) = \operatorname{tr}(\Sigma_{YY}) - \sum_{i \in S} "
    r"\lambda_i, \quad "
    r"\lambda_i \text{ eigenvalues of } \Sigma_{YX} \Sigma_{XX}^{-1} \Sigma_{XY}, \quad |S| \le r_{\max}"
)


def value_is_printed(point: dln.Point) -> Outcome:
    """The loss at a critical point is tr Syy less the sum of a set S of at most r_max eigenvalues."""
    problem, S = point.problem, point.selection
    value = value_of(problem, S)
    return all_of(
        formal_at_value("achour.values", point),
        at_most(len(S), problem.least_width, "size of S"),
        equal(
            loss_without_half(point),
            None if value is None else value / problem.loss_factor,
            "loss, and tr Syy less the sum over S",
        ),
    )


values = claim(
    "achour.values",
    source=ACHOUR_ABSTRACT.at("abstract; formula from arXiv:2107.13289"),
    statement=VALUES,
    over=every_critical_point(),
    assuming=(ASSUMPTION_H,),
    formal=(
        "chosen[i]^2 = chosen[i] if 1 <= i <= d[n], n >= 1",
        "count[d[n]] <= real(d[j]) if 1 <= j <= n",
        "count[d[n]] <= real(d[0]) if n >= 1",
        "tr((Path[n, 0] X - Y)' (Path[n, 0] X - Y)) = tr(Y' Y) - total[d[n]] if n >= 1",
    ),
    proof=logic("achour.values"),
)(value_is_printed)


values_general = on_general_data(values)


@claim(
    "achour.values.attained",
    source=ACHOUR_ABSTRACT.at('abstract ("we enumerate")'),
    statement=r"\forall S \subseteq \{1..d_y\}, |S| \le r_{\max}: \exists \mathbf{W}, \nabla L(\mathbf{W}) = 0, "
    r"L(\mathbf{W}) = \operatorname{tr}(\Sigma_{YY}) - \sum_{i \in S} \lambda_i",
    over=every_problem(),
    assuming=(
        depth_at_least(2),
        ASSUMPTION_H,
    ),
    formal=(
        "Drop[1]' (Raise[n] X - Y) X' Raise[0]' = 0 if n >= 2",
        "Drop[j]' (Raise[n] X - Y) X' Raise[j-1]' = 0 if 2 <= j <= n",
        "tr((Raise[n] X - Y)' (Raise[n] X - Y)) = tr(Y' Y) - tr(Selected' Sigma Selected) if n >= 1",
    ),
    proof=logic("achour.values.attained"),
)
def values_attained(problem: dln.Problem) -> Outcome:
    """Every set S of at most r_max eigenvalues gives a critical value."""
    for size in range(problem.least_width + 1):
        for S in itertools.combinations(range(problem.output_width), size):
            if not has_rational_points(problem, S):
                return undecided(f"no rational point has S = {S}; it is a matter of achour.classification.irrational")
            point = next(problem.kinds(S)).representative()
            wanted = value_of(problem, S)
            if not (point.is_critical and point.loss == wanted):
                return fails(
                    f"the point built for S = {S} does not have this critical value",
                    wanted=wanted,
                    weights=point.weights,
                )
    every = is_true(True, "every S has a critical point with its value")
    return all_of(every, formal_at_selections("achour.values.attained", problem))


@claim(
    "achour.values.classes",
    source=ACHOUR_ABSTRACT.at('abstract ("we enumerate the associated critical values")'),
    statement=r"\text{minimum: } S = \{1..r_{\max}\}; \quad \text{non-strict saddles: } H \ge 3, \; S = \{1..r\}, \; r "
    r"< r_{\max}; \quad \text{strict saddles: every } S \ne \{1..r_{\max}\} \text{ with } |S| \le r_{\max}",
    over=every_problem(),
    assuming=(
        depth_at_least(2),
        ASSUMPTION_H,
    ),
    made_precise="the sets S, hence the values, that each class takes; in scope a point of every class and S that "
    "occurs is exhibited, with its class by loss and Hessian, and no kind has another class",
    axioms=(ECKART_YOUNG,),
    written=written.CLASSIFICATION,
)
def values_by_class(problem: dln.Problem) -> Outcome:
    """The critical values of minima, of strict and of non-strict saddles are those of three lists of sets S."""
    best = problem.least_width
    for size in range(best + 1):
        for S in itertools.combinations(range(problem.output_width), size):
            first = tuple(range(size)) == S
            classes = {STRICT} if size < best or not first else {GLOBAL_MINIMISER}
            classes |= {NON_STRICT} if first and size < best and problem.depth >= 3 else set()
            found = {kind.label: kind for kind in problem.kinds(S)}
            if not has_rational_points(problem, S):
                return undecided(f"no rational point has S = {S}; it is a matter of achour.classification.irrational")
            exact = {exact_class(kind.representative()) for kind in found.values()}
            if not set(found) == exact == classes:
                return fails(
                    f"S = {S} has other classes", wanted=sorted(classes), found=sorted(found), exact=sorted(exact)
                )
    return is_true(True, "every S has points of exactly these classes")
