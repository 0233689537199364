"""Remark 5 of Chitour et al. (2022): global minima and least squares solutions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.claims.chitour.parts.assumptions import Sxx_invertible, factored, least_squares
from proofs_check.facts.extrema import has_least_loss
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis, Level, assumption, on_point
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.subjects import PROBLEMS
from proofs_check.language.verdict import Verdict
from proofs_check.logic.minimal_layers import MinimalLayers
from proofs_check.networks.formal import formal_at, formal_at_layers
from proofs_check.networks.words import WordCase, follows
from proofs_check.scopes import general_data
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import on_general_data
from symdln.algebra.inertia import inertia_of
from symdln.algebra.words import Symbol, identity, norm_squared, rewrite

global_minimum = on_point("global minimum", r"L(W) = \min L", has_least_loss)


FIRST = assumption("chitour.1")


@claim(
    "chitour.least-squares",
    source=CHITOUR.at("Remark 5"),
    statement=r"W_{H+1} \cdots W_1 = Y X^\mathsf{T} (X X^\mathsf{T})^{-1} \text{ at every global minimum}",
    over=every_critical_point(),
    assuming=(FIRST, Sxx_invertible, global_minimum),
    made_precise="a global minimum has at most the loss of certain other weights, which the formal statement names and "
    "whose product is the least squares solution, as all hidden widths are at least d_y",
    formal=("U[n] = Y X' N if n >= 1",),
    proof=logic("chitour.least-squares"),
)
def product_is_least_squares(point: dln.Point) -> Outcome:
    """At a global minimum the product of the weights is the least square solution."""
    found = equal(point.end_to_end, least_squares(point.problem), "the product of the weights and W_LS")
    data = samples_of(point.problem)
    if data is None or not FIRST.met_by(point.problem):  # through a bottleneck the theorem says nothing
        return found
    return all_of(found, formal_at_layers("chitour.least-squares", MinimalLayers(point.weights, *data)))


def samples_of(problem: dln.Problem) -> tuple[dln.Matrix, dln.Matrix] | None:
    """Data with the moments of the problem: X = I where Sxx = I, or data of the list; None if there are none."""
    if problem.Sxx == dln.Matrix.identity(problem.input_width):
        return problem.Sxx, problem.Syx
    return general_data.samples((problem.Sxx, problem.Syx))


product_is_least_squares_general = on_general_data(product_is_least_squares)


Subject = dln.Problem | WordCase


WORDS: WordCase = ("any sizes", "one matrix")


def _problems(size: str, seed: int) -> Iterator[Subject]:
    yield from map(general_data.problem, general_data.listed(size))
    yield WORDS


problems_and_words = cases(
    "problems, and words",
    _problems,
    sentence="a derivation for all sizes in matrix words; and by a second route the exact data of "
    "proofs_check/scopes/general_data.py",
    strength=Verdict.PROVED,
    of=PROBLEMS,
)


def _on_problems(name: str, like: Hypothesis) -> Hypothesis:
    """The hypothesis on problems; a derivation takes it for itself, so it is always asked."""

    def met(subject: Subject) -> bool:
        return not isinstance(subject, dln.Problem) or like.met_by(subject)

    return Hypothesis(name, like.statement, met, Level.CASE)


@claim(
    "chitour.least-squares.unique",
    source=CHITOUR.at("Remark 5"),
    statement=r"\text{the optimization problem } \min_W \tfrac12 \|Y - W X\|_F^2 \text{ is convex and the only "
    r"optimal } W \text{ is } Y X^\mathsf{T} (X X^\mathsf{T})^{-1} \text{ for invertible } X X^\mathsf{T}",
    over=problems_and_words,
    assuming=(_on_problems("invertible X X^T", Sxx_invertible), _on_problems("Assumption 1", FIRST)),
    made_precise="W is any matrix of its shape, not a product of weights: for those see chitour.least-squares",
    formal=(
        (
            "1/2 tr((Y - (u W + (1 - u) V) X)' (Y - (u W + (1 - u) V) X)) <= 1/2 u tr((Y - W X)' (Y - W X)) + 1/2 (1 "
            "- u) tr((Y - V X)' (Y - V X)) if u >= 0, u <= 1"
        ),
        "1/2 tr((Y - Y X' N X)' (Y - Y X' N X)) <= 1/2 tr((Y - W X)' (Y - W X)) if X X' N = I",
        "W = Y X' N if X X' N = I, 1/2 tr((Y - W X)' (Y - W X)) <= 1/2 tr((Y - Y X' N X)' (Y - Y X' N X))",
    ),
    proof=logic("chitour.least-squares.unique"),
)
def least_squares_is_unique(subject: Subject) -> Outcome:
    """The least squares problem over all matrices is convex, and the least squares solution is its only minimiser."""
    return unique_at(subject) if isinstance(subject, dln.Problem) else unique_in_words()


def unique_in_words() -> Outcome:
    """``L(W) - L(W_LS) = 1/2 ||(W - W_LS) X||^2``, with the inverse of ``X X^T`` as a symbol and its relation."""
    X, Y, W = Symbol("X", "d_x", "m"), Symbol("Y", "d_y", "m"), Symbol("W", "d_y", "d_x")
    inverse = Symbol("N", "d_x", "d_x", symmetric=True)
    best = Y @ X.T @ inverse
    gap = norm_squared(Y - W @ X) / 2 - norm_squared(Y - best @ X) / 2
    relations = {X @ X.T @ inverse: identity("d_x")}
    square = norm_squared((W - best) @ X) / 2
    return follows(rewrite(gap, relations), rewrite(square, relations), "L(W) - L(W_LS) and 1/2 ||(W - W_LS) X||^2")


def unique_at(problem: dln.Problem) -> Outcome:
    """The gradient ``W X X^T - Y X^T`` vanishes at W_LS, the Hessian ``X X^T (x) I`` is positive definite, and W_LS is
    a product of weights.
    """
    best = least_squares(problem)
    inertia = inertia_of(problem.Sxx)
    data = general_data.samples((problem.Sxx, problem.Syx))
    letters = {} if data is None else {"X": data[0], "Y": data[1], "N": problem.Sxx.inverse(), "V": 0 * best}
    formal = [
        formal_at("chitour.least-squares.unique", **letters, W=W, u=Fraction(1, 3))
        for W in (best, 2 * best, 0 * best)
        if letters
    ]
    return all_of(
        *formal,
        equal(best @ problem.Sxx, problem.Syx, "W_LS X X^T and Y X^T"),
        equal((inertia.negative, inertia.zero), (0, 0), "eigenvalues of X X^T that are negative, that are zero"),
        equal(factored(problem, best).end_to_end, best, "the product of (I, ..., I, [W_LS; 0]) and W_LS"),
    )
