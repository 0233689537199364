"""Remarks 1 and 5: when the effective loss reaches zero, and the least square solution among matrices and products."""

from __future__ import annotations

from collections.abc import Iterator

import symdln as dln
from proofs_check.facts.extrema import ECKART_YOUNG, has_least_loss, value_of
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis, Level, assumption, on_point, on_problem
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.source import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import WordCase, follows
from proofs_check.scopes import general_data
from proofs_check.scopes.critical_points import every_critical_point, every_problem
from proofs_check.scopes.general_data import on_general_data
from symdln.algebra.inertia import inertia_of
from symdln.algebra.words import Symbol, identity, norm_squared, rewrite

Sxx_invertible = on_problem(
    "X X^T invertible",
    r"X X^\mathsf{T} \text{ invertible}",
    lambda problem: problem.data_rank == problem.input_width,
)
full_target = on_problem(
    "bar Y of rank d_y <= d_x",
    r"\operatorname{rank} \bar Y = d_y \le d_x",
    lambda problem: problem.cross_rank == problem.output_width <= problem.input_width,
)
global_minimum = on_point("global minimum", r"L(W) = \min L", has_least_loss)
FIRST = assumption("chitour.1")


def least_squares(problem: dln.Problem) -> dln.Matrix:
    """``W_LS = Y X^T (X X^T)^-1``; with singular ``X X^T`` the pseudoinverse stands for its inverse."""
    return problem.Syx @ problem.Sxx_pseudoinverse


def factored(problem: dln.Problem, target: dln.Matrix) -> dln.Point:
    """The weights ``(I, ..., I, [target; 0])``, whose product is the target if every hidden width is at least d_y."""
    ones = [dln.Matrix.diagonal([1] * min(shape), shape) for shape in problem.shapes[1:]]
    start = dln.Matrix.diagonal([1] * min(problem.widths[1], target.shape[0]), (problem.widths[1], target.shape[0]))
    return dln.Point(problem, [start @ target, *ones])


# -- Remark 1 ----------------------------------------------------------------------------------------------------------


@claim(
    "chitour.remark1.zero",
    source=CHITOUR.at("Remark 1"),
    statement=r"\text{the last part of Assumption 1, } \min(d_1, \ldots, d_H) \ge d_y, \text{ is required if one wants "
    r"to reach the value zero for the effective loss}",
    over=every_problem(),
    assuming=(Sxx_invertible, full_target),
    made_precise="the effective loss reaches zero for a reduced target bar Y of rank d_y (for others fewer widths do) "
    "only if every hidden width is at least d_y; then the weights (I, ..., I, [W_LS; 0]) reach it",
    axioms=(ECKART_YOUNG,),
)
def zero_is_reached(problem: dln.Problem) -> Outcome:
    """The effective loss reaches 0 for a target of full rank only if every hidden width is at least d_y."""
    wide = min(problem.hidden) >= problem.output_width
    reached = value_of(problem, range(problem.best_rank)) == problem.constant
    only_if = is_true(wide or not reached, "zero is reached only if min d_i >= d_y", widths=problem.widths)
    if not wide:
        return only_if
    point = factored(problem, least_squares(problem))
    return all_of(only_if, equal(point.loss, problem.constant, "loss at (I, ..., I, [W_LS; 0]), and the constant part"))


# -- Remark 5 ----------------------------------------------------------------------------------------------------------


@claim(
    "chitour.least-squares",
    source=CHITOUR.at("Remark 5"),
    statement=r"W_{H+1} \cdots W_1 = Y X^\mathsf{T} (X X^\mathsf{T})^{-1} \text{ at every global minimum}",
    over=every_critical_point(),
    assuming=(FIRST, Sxx_invertible, global_minimum),
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
    axioms=("(W - W_LS) X = 0 implies W = W_LS if X X^T is invertible", "a quadratic with nonnegative part is convex"),
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
