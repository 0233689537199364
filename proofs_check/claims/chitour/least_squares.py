"""Remark 5 of Chitour et al. (2022): global minima and least squares solutions."""

from __future__ import annotations

from collections.abc import Iterator

import symdln as dln
from proofs_check.claims.chitour.parts.assumptions import Sxx_invertible, factored, least_squares
from proofs_check.facts import written
from proofs_check.facts.extrema import has_least_loss
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis, Level, assumption, on_point
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import matrices
from proofs_check.language.scope import cases
from proofs_check.language.source import CHITOUR
from proofs_check.language.subjects import PROBLEMS
from proofs_check.language.verdict import Verdict
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
    written=written.REDUCTIONS,
)
def product_is_least_squares(point: dln.Point) -> Outcome:
    """At a global minimum the product of the weights is the least square solution."""
    return equal(point.end_to_end, least_squares(point.problem), "the product of the weights and W_LS")


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
    made_precise="L(W) - L(W_LS) = 1/2 ||(W - W_LS) X||^2 for every matrix W; under Assumption 1 every matrix is a "
    "product of weights, so W_LS is the only optimal product too",
    prose=(
        "the loss is convex, as s (1 - s) times the squared norm of (A - B) X is not negative for 0 <= s <= 1",
        (
            "W_LS is optimal, as the squared norm of (W - W_LS) X is not negative; where it vanishes the third "
            "formal statement gives W = W_LS"
        ),
        (
            "under Assumption 1 every matrix is a product of weights, so W_LS is the only optimal product too (a "
            "factorisation of W_LS is built at the exact data)"
        ),
    ),
    proof=matrices(
        (
            "X: dx x m; Y: dy x m; W: dy x dx; N = inv(X X'); V := Y X' N |- tr((Y - W X)' (Y - W X)) - tr((Y - V "
            "X)' (Y - V X)) = tr((W - V) X X' (W - V)')"
        ),
        (
            "X: dx x m; Y: dy x m; A B: dy x dx; s: scalar; C := s A + (1 - s) B |- s tr((Y - A X)' (Y - A X)) + (1 "
            "- s) tr((Y - B X)' (Y - B X)) - tr((Y - C X)' (Y - C X)) = s (1 - s) tr((A - B) X X' (A - B)')"
        ),
        "X: dx x m; W V D: dy x dx; N = inv(X X'); D = W - V; tr(D X X' D') = 0 |- W = V",
        part=True,
    ),
)
def least_squares_is_unique(subject: Subject) -> Outcome:
    """Over all matrices, and over all products of the weights, the least square solution is the only minimiser."""
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
    return all_of(
        equal(best @ problem.Sxx, problem.Syx, "W_LS X X^T and Y X^T"),
        equal((inertia.negative, inertia.zero), (0, 0), "eigenvalues of X X^T that are negative, that are zero"),
        equal(factored(problem, best).end_to_end, best, "the product of (I, ..., I, [W_LS; 0]) and W_LS"),
    )
