"""False neighbours of the claims of Chitour, Liao and Couillet on critical points, saddles and the assumptions."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.chitour import assumption4, least_squares, prop4
from proofs_check.claims.chitour.parts import assumptions
from proofs_check.claims.chitour.parts import assumptions as assumptions_parts
from proofs_check.claims.chitour.parts.lemma3 import (
    block_diagonal,
    is_not_sufficient,
    item_2_and_20,
    truncated_identity,
    with_second_layer_zero,
)
from proofs_check.claims.chitour.parts.notation import aligned_points, blocks, is_saddle
from proofs_check.claims.chitour.prop4 import CrossingDirection, is_zero_loss, zero_point
from proofs_check.facts.extrema import value_of
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, holds, is_true
from proofs_check.networks.indeterminates import Network, doubled
from proofs_check.networks.words import same
from symdln.algebra.words import Symbol, norm_squared
from tests.mutations.planting import Planting, listed

plant = Planting()


# -- Lemma 3.1 ---------------------------------------------------------------------------------------------------------


@plant("chitour.lemma3.1", "R R^T in place of R^T R")
def gram_of_rows(point: dln.Point) -> Outcome:
    b = blocks(point)
    return equal(b.R @ b.R.T @ b.S_Y, b.Q @ b.S_Y, "R R^T S_Y and R W_{1,1} S_Y")


@plant("chitour.lemma3.1", "W_{1,2} = 0 in place of R W_{1,2} = 0")
def rest_vanishes(point: dln.Point) -> Outcome:
    return is_true(blocks(point).W_12.is_zero(), "W_{1,2} = 0")


@plant("chitour.lemma3.1", "R W_{1,1} = S_Y")
def product_is_target(point: dln.Point) -> Outcome:
    return equal(blocks(point).Q, blocks(point).S_Y, "R W_{1,1} and S_Y")


@plant("chitour.lemma3.1.equivalence", "the other sign of the residual in the gradient by W_1")
def gradient_sign(widths: Any) -> Outcome:
    n = Network(widths, diagonal=True)
    R, d_y = n.product(2, n.H + 1), widths[-1]
    M = n.residual.columns(0, d_y)
    total = doubled(R.T @ M) - n.twice_gradient[0].columns(0, d_y)
    return is_true(total.is_zero, "R^T M is the gradient by W_{1,1}", widths=widths)


@plant("chitour.lemma3.1.equivalence", "R^T M = 0 alone")
def first_equation_alone(widths: Any) -> Outcome:
    n = Network(widths, diagonal=True)
    return is_true(n.twice_gradient[0].columns(widths[-1], widths[0]).is_zero, "nothing on W_{1,2}", widths=widths)


# -- Lemma 3.2 ---------------------------------------------------------------------------------------------------------


@plant("chitour.lemma3.2.q", "S_Y^2 in place of S_Y")
def squared_target(point: dln.Point) -> Outcome:
    b = blocks(point)
    return is_true(b.Q @ b.Q == b.Q @ b.S_Y @ b.S_Y, "Q^2 and Q S_Y^2")


@plant("chitour.lemma3.2.q", "Q = S_Y")
def full_q(point: dln.Point) -> Outcome:
    return equal(blocks(point).Q.rank(), point.problem.output_width, "rank of Q")


@plant("chitour.lemma3.2.selection", "r - 1 ones in place of r")
def one_fewer(point: dln.Point) -> Outcome:
    b = blocks(point)
    return equal(b.D_W.trace(), max(b.r - 1, 0), "number of ones")


@plant("chitour.lemma3.2.selection", "the first r places")
def first_places(point: dln.Point) -> Outcome:
    b = blocks(point)
    return equal(b.D_W, dln.Matrix.diagonal([1] * b.r, (b.d_y, b.d_y)), "D_W and diag(I_r, 0)")


@plant("chitour.lemma3.2.selection", "R = D_W")
def r_is_selection(point: dln.Point) -> Outcome:
    b = blocks(point)
    return equal(b.R @ b.R.T, b.D_W, "R R^T and D_W")


def half_sums(problem: dln.Problem, power: int, most: int) -> list[Fraction]:
    entries = [problem.Syx[i, i] ** power for i in range(problem.output_width)]
    subsets = (subset for n in range(most + 1) for subset in itertools.combinations(entries, n))
    return sorted({sum(subset, Fraction(0)) / 2 for subset in subsets})


def values_are(power: int, fewer: int) -> Any:
    """The critical values against half sums of other powers, over smaller sets."""

    def check(problem: dln.Problem) -> Outcome:
        found = sorted({point.loss for point in aligned_points(problem)})
        return equal(found, half_sums(problem, power, problem.output_width - fewer), "critical values")

    return check


plant("chitour.lemma3.2.values", "s_i in place of s_i^2")(values_are(1, 0))
plant("chitour.lemma3.2.values", "proper subsets only")(values_are(2, 1))


@plant("chitour.lemma3.2.permutation.corrected", "without the permutation")
def without_permutation(point: dln.Point) -> Outcome:
    b = blocks(point)
    return equal(b.D_W, truncated_identity(b), "D_W and diag(I_r, 0)")


@plant("chitour.lemma3.2.permutation.corrected", "the first r columns vanish")
def first_columns_vanish(point: dln.Point) -> Outcome:
    b = blocks(point)
    transformed = b.R.T @ b.U
    return is_true(transformed.block(range(transformed.shape[0]), range(b.r)).is_zero(), "the first r columns")


@plant("chitour.lemma3.2.blocks.corrected", "E_Y in place of D_Y")
def rest_of_target(point: dln.Point) -> Outcome:
    b = blocks(point)
    if b.D_Y.shape != b.E_Y.shape:
        return holds("asked where both have one size")
    return item_2_and_20(point, b.order, b.E_Y)


@plant("chitour.lemma3.2.blocks.corrected", "W_{H+1,1} Z W_{1,1,1} = D_Y^2")
def squared_block(point: dln.Point) -> Outcome:
    b = blocks(point)
    return item_2_and_20(point, b.order, b.D_Y @ b.D_Y)


@plant("chitour.lemma3.2.blocks.corrected", "W_{H+1,2} = 0 in place of W_{H+1,2} Z = 0")
def last_rows_vanish(point: dln.Point) -> Outcome:
    return is_true(blocks(point).W_last_2.is_zero(), "W_{H+1,2} = 0")


@plant("chitour.lemma3.2.residual.corrected", "D_Y in place of E_Y")
def residual_of_selected(point: dln.Point) -> Outcome:
    b = blocks(point)
    zeros = dln.Matrix.zeros(b.d_y - b.r, b.d_y - b.r)
    return equal(b.U.T @ b.M @ b.U, block_diagonal(b.D_Y, zeros), "U^T M U and diag(D_Y, 0)")


@plant("chitour.lemma3.2.residual.corrected", "the other sign")
def residual_sign(point: dln.Point) -> Outcome:
    b = blocks(point)
    zeros = dln.Matrix.zeros(b.r, b.r)
    return equal(b.U.T @ b.M @ b.U, block_diagonal(zeros, -b.E_Y), "U^T M U and diag(0, -E_Y)")


@plant("chitour.lemma3.2.necessary", "sufficient for every H")
def sufficient_at_every_depth(problem: dln.Problem) -> Outcome:
    if problem.depth == 2:
        return holds("one equation")
    point = with_second_layer_zero(problem)
    b = blocks(point)
    met = item_2_and_20(point, b.order, b.D_Y).holds
    return is_true(not met or point.is_critical, "(20) is sufficient", weights=point.weights)


@plant("chitour.lemma3.2.necessary.every-depth.corrected", "if and only if H >= 2")
def sufficient_when_deep(problem: dln.Problem) -> Outcome:
    return is_not_sufficient(problem)


# -- Proposition 4 -----------------------------------------------------------------------------------------------------


@plant("chitour.prop4.i.corrected", "every critical point is a global minimum")
def every_point_is_global(point: dln.Point) -> Outcome:
    return is_true(is_zero_loss(point), "the loss is zero", loss=point.loss)


@plant("chitour.prop4.i.corrected", "every critical point is a saddle")
def every_point_is_a_saddle(point: dln.Point) -> Outcome:
    return is_saddle(point)


@plant("chitour.prop4.ii", "a negative eigenvalue for every H")
def negative_at_every_depth(problem: dln.Problem) -> Outcome:
    return prop4.has_negative_eigenvalue(zero_point(problem))


@plant("chitour.prop4.ii", "non negative Hessians for H = 1 too")
def non_negative_when_shallow(problem: dln.Problem) -> Outcome:
    return equal(zero_point(problem).inertia_by_hessian.negative, 0, "negative eigenvalues at W = 0")


plant.without("chitour.prop4.iii.saddle", "rank(W_{H+1}...W_2) < d_y")
plant.without("chitour.prop4.iii.rank", "rank(W_{H+1}...W_2) < d_y")
plant.without("chitour.prop4.iii.rank", prop4.more_than_rank_r.name)


@plant("chitour.prop4.iii.saddle", "a strict saddle")
def strict_saddle(point: dln.Point) -> Outcome:
    return prop4.has_negative_eigenvalue(point)


@plant("chitour.prop4.iii.rank", "two negative eigenvalues")
def two_negative(point: dln.Point) -> Outcome:
    return at_most(2, point.inertia_by_hessian.negative, "two, and the number of negative eigenvalues")


plant.without("chitour.prop4.iii.variety.corrected", prop4.not_scalar_and_shallow.name)


@plant("chitour.prop4.iii.variety.corrected", "every weight can be moved")
def every_weight_moves(problem: dln.Problem) -> Outcome:
    zero = zero_point(problem)
    moved = [
        dln.Matrix.from_entries(*s, [1] * (s[0] * s[1])) if j == 0 else dln.Matrix.zeros(*s)
        for j, s in enumerate(problem.shapes)
    ]
    return is_true(zero.moved(moved, 1).is_critical, "critical on the line of W_1")


@plant("chitour.prop4.iii.zero-set.corrected", "with E_Y empty too")
def with_empty_block(point: dln.Point) -> Outcome:
    M = blocks(point).M
    return is_saddle(point) if M.is_zero() else holds("not asked")


@plant("chitour.prop4.iii.zero-set.corrected", "diag(0, D_Y) in place of diag(0, E_Y)")
def with_other_block(point: dln.Point) -> Outcome:
    b = blocks(point)
    other = block_diagonal(dln.Matrix.zeros(b.d_y - b.r, b.d_y - b.r), b.D_Y)
    return is_true(is_zero_loss(point) or other == b.U.T @ b.M @ b.U, "U^T M U = diag(0, D_Y) at a saddle", M=b.M)


def form_is(change: Any) -> Any:
    """The form of the direction with a change, at (1, 0), (0, 1) and (1, 1)."""

    def check(point: dln.Point) -> Outcome:
        w = CrossingDirection(point)
        pairs = ((Fraction(a), Fraction(b)) for a, b in ((1, 0), (0, 1), (1, 1)))
        return all_of(*(equal(w.exact(*at), change(w, *at), f"H_W{at}") for at in pairs))

    return check


plant("chitour.prop4.direction.corrected", "plus in place of minus")(
    form_is(lambda w, lam, mu: w.crossing * lam * mu + w.square * mu**2 / 2)
)
plant("chitour.prop4.direction.corrected", "mu^2 in place of mu^2 / 2")(
    form_is(lambda w, lam, mu: -w.crossing * lam * mu + w.square * mu**2)
)
plant("chitour.prop4.direction.corrected", "without the square")(form_is(lambda w, lam, mu: -w.crossing * lam * mu))


@plant("chitour.crit-strata", "Crit_r for r <= d_y")
def saddles_at_full_rank(point: dln.Point) -> Outcome:
    return is_saddle(point)


@plant("chitour.crit-strata", "r_Z in place of r")
def rank_of_z(point: dln.Point) -> Outcome:
    full = blocks(point).r_Z >= point.problem.output_width
    return equal(point.loss == 0, full, "loss zero, and r_Z >= d_y")


# -- Remarks 1, 5 and 6 ------------------------------------------------------------------------------------------------


@plant("chitour.remark1.zero", "reached whatever the widths")
def zero_always_reached(problem: dln.Problem) -> Outcome:
    reached = value_of(problem, range(problem.best_rank)) == problem.constant
    return is_true(reached, "zero is reached", widths=problem.widths)


@plant("chitour.remark1.zero", "hidden widths > d_y in place of >=")
def strictly_wider(problem: dln.Problem) -> Outcome:
    reached = value_of(problem, range(problem.best_rank)) == problem.constant
    return is_true(min(problem.hidden) > problem.output_width or not reached, "only if min d_i > d_y")


@plant("chitour.least-squares", "twice the least square solution")
def twice_least_squares(point: dln.Point) -> Outcome:
    return equal(point.end_to_end, 2 * assumptions_parts.least_squares(point.problem), "the product and 2 W_LS")


@plant("chitour.least-squares.general-data", "(X X^T)^-1 left out")
def without_inverse(point: dln.Point) -> Outcome:
    return equal(point.end_to_end, point.problem.Syx, "the product and Y X^T")


plant.without("chitour.least-squares", least_squares.global_minimum.name)
plant.without("chitour.least-squares", "chitour.1")
plant.without("chitour.least-squares.general-data", least_squares.global_minimum.name)


@plant("chitour.least-squares.unique", "twice the least square solution")
def twice_the_solution(subject: Any) -> Outcome:
    if not isinstance(subject, dln.Problem):
        return holds("asked of problems")
    return equal(2 * assumptions_parts.least_squares(subject) @ subject.Sxx, subject.Syx, "2 W_LS X X^T and Y X^T")


@plant("chitour.least-squares.unique", "in words: L(W) - L(W_LS) = ||(W - W_LS) X||^2")
def gap_without_half(subject: Any) -> Outcome:
    if isinstance(subject, dln.Problem):
        return holds("asked in words")
    X, Y, W = Symbol("X", "d_x", "m"), Symbol("Y", "d_y", "m"), Symbol("W", "d_y", "d_x")
    gap = norm_squared(Y - W @ X) / 2 - norm_squared(Y) / 2
    return same(gap, norm_squared(W @ X), "the gap")


plant.without("chitour.remark6", "rank(W_H...W_2) = the least hidden width")
plant.without("chitour.remark6", "a saddle point, or not shown to be none")


@plant("chitour.remark6", "r_Z > d_y in place of r_Z > r")
def above_the_output(point: dln.Point) -> Outcome:
    return is_true(blocks(point).r_Z > blocks(point).d_y, "r_Z > d_y")


# -- Assumptions 3 and 4 -----------------------------------------------------------------------------------------------

EYE_3 = assumptions.Inputs(3, assumption4.IDENTITY_3)
plant.without("chitour.assumption3.generic", assumptions.few_outputs.name)
plant.without("chitour.assumption4", assumptions.few_outputs.name)


def at_every_target(name: str) -> Any:
    """The assumption holds without exception."""

    def check(inputs: Any) -> Outcome:
        problems = assumptions.problems(assumptions.Inputs(*inputs))
        return is_true(all(problem.satisfies(name) for problem in problems), "holds at every Y")

    return check


plant("chitour.assumption3.generic", "for every Y")(at_every_target("chitour.3"))
plant("chitour.assumption4", "for every Y")(at_every_target("chitour.4"))


@plant("chitour.assumption3.generic", "fails on a dense set")
def fails_generically(inputs: Any) -> Outcome:
    first, *_ = assumptions.problems(assumptions.Inputs(*inputs))
    return is_true(not first.satisfies("chitour.3"), "fails at the explicit Y")


@plant("chitour.assumption4", "equivalent to Assumption 3", over=listed(EYE_3))
def equivalent_to_3(inputs: Any) -> Outcome:
    problem = assumptions.Inputs(*inputs).problem(dln.Matrix.diagonal([5, 4, 3]))
    return equal(problem.satisfies("chitour.3"), problem.satisfies("chitour.4"), "Assumptions 3 and 4")
