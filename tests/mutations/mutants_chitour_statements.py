"""False neighbours of the smaller statements of the sources: blocks, strata, the Hessian at every depth, remarks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.chitour import (
    hessian_deep,
    minima_stratum,
    momentum,
    original_weights,
    reduced_data,
    relu_diagonal,
    summed_invariant,
    weaker_condition,
)
from proofs_check.claims.chitour.parts.notation import aligned_points, blocks
from proofs_check.claims.chitour.parts.strata import tangent_vectors
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.subjects import POINTS
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import same
from symdln.algebra.words import Symbol, derivative, gradient, norm_squared, trace
from tests.mutations.planting import Planting

plant = Planting()


# -- blocks at a critical point ----------------------------------------------------------------------------------------


def form_with(change: Any) -> Any:
    def check(point: dln.Point) -> Outcome:
        chosen = list(hessian_deep.directions(point.problem))
        return all_of(*(equal(point.second_order(w), change(point, w), "H_W(w)") for w in chosen))

    return check


def over_ordered_pairs(point: dln.Point, w: Any) -> Fraction:
    """Q^2_{k,j} = Q^2_{j,k}, and the sum over j != k: every pair counts twice."""
    b, W, H = blocks(point), point.weights, point.problem.depth - 1
    pairs = [hessian_deep.inner(W, w, pair) for pair in itertools.combinations(range(2, H + 1), 2)]
    more = sum(((W[-1] @ Q @ b.W_11 @ b.M.T).trace() for Q in pairs), Fraction(0))
    return hessian_deep.printed(point, w) - more


def depth_4(size: str, seed: int) -> Iterator[dln.Point]:
    """(1, 0, 0, 1): the least depth with a pair j < k between the first layer and the last."""
    yield dln.Point(dln.Problem.canonical([3], (1,) * 5), [dln.Matrix([[entry]]) for entry in (1, 0, 0, 1)])


one_pair = cases("one pair", depth_4, sentence="one point of depth 4", strength=Verdict.VERIFIED, of=POINTS)


def starts_at_two(point: dln.Point) -> Outcome:
    W, last = point.weights, point.problem.depth - 1
    total = sum(summed_invariant.invariant(point, k).trace() for k in range(2, last + 1))
    return equal(total, W[last].norm_squared() - W[0].norm_squared(), "the sum from C_2 on")


@plant("chitour.reduced-blocks", "W_{1,1,2} = 0 at every depth")
def rest_of_first_layer_vanishes(point: dln.Point) -> Outcome:
    return is_true(blocks(point).W_112.is_zero(), "W_{1,1,2} = 0")


@plant("chitour.reduced-blocks", "bar R W_{1,1,1} = D_Y^2")
def squared_target(point: dln.Point) -> Outcome:
    b = blocks(point)
    return equal(b.W_last_1 @ b.Z @ b.W_111, b.D_Y @ b.D_Y, "bar R W_{1,1,1} and D_Y^2")


@plant("chitour.split-equations", "E_Y in place of D_Y on the left")
def other_block_on_the_left(point: dln.Point) -> Outcome:
    b = blocks(point)
    gram = b.W_111 @ b.W_111.T + b.W_112 @ b.W_112.T
    right = b.Z @ gram @ b.Z.T @ b.W_last_1.T
    return is_true(b.D_Y.shape == b.E_Y.shape and right == b.Z @ b.W_111 @ b.E_Y, "the two sides with E_Y")


@plant("chitour.split-equations", "without Z Z^T")
def without_the_product(point: dln.Point) -> Outcome:
    b = blocks(point)
    if b.Z.shape[0] != b.Z.shape[1]:
        return is_true(True, "asked for square Z")
    gram = b.W_111 @ b.W_111.T + b.W_112 @ b.W_112.T
    return equal(b.W_111 @ b.D_Y, gram @ b.W_last_1.T, "the two sides without Z")


# -- conditions and strata ---------------------------------------------------------------------------------------------


@plant("chitour.weaker-condition", "r = r_Z at the point")
def ranks_agree(problem: dln.Problem) -> Outcome:
    b = blocks(weaker_condition.one_path(problem))
    return equal(b.r, b.r_Z, "r and r_Z")


plant.without("chitour.weaker-condition", "every hidden width is at least 2")


@plant("chitour.minima-stratum", "the dimension d_1 d_x + d_1 d_y")
def all_products(point: dln.Point) -> Outcome:
    d_x, d_1, d_y = point.problem.widths
    return equal(point.inertia_by_hessian.zero, d_1 * d_x + d_1 * d_y, "dimension of the kernel")


@plant("chitour.minima-stratum", "the formula (27) at r = d_y")
def formula_27(point: dln.Point) -> Outcome:
    d_1, d_y = point.problem.widths[1:]
    return equal(minima_stratum.differential(point).nullspace().shape[1], d_y * d_1, "dimension and r d_1")


plant("chitour.hessian-deep.corrected", "the sum over j != k, every pair twice", over=one_pair)(
    form_with(over_ordered_pairs)
)


plant("chitour.hessian-deep.corrected", "the whole second derivative")(
    form_with(lambda point, w: 2 * hessian_deep.printed(point, w))
)


@plant("chitour.tangent-splitting.corrected", "the tangent space alone is the whole space")
def stratum_is_everything(point: dln.Point) -> Outcome:
    return equal(tangent_vectors(point).rank(), point.problem.parameters, "dimension of the tangent space")


@plant("chitour.tangent-splitting.corrected", "E^+ and the tangent space alone")
def without_the_unstable_space(point: dln.Point) -> Outcome:
    positive = point.inertia_by_hessian.positive
    return equal(positive + tangent_vectors(point).rank(), point.problem.parameters, "sum of two dimensions")


@plant("chitour.strata-disjoint", "strata of one rank have one value")
def one_value_for_a_rank(problem: dln.Problem) -> Outcome:
    values: dict[int, set[Fraction]] = {}
    for point in aligned_points(problem):
        values.setdefault(len(point.selection), set()).add(point.loss)
    return all_of(*(equal(len(found), 1, f"values of rank {r}") for r, found in values.items()))


@plant("chitour.strata-disjoint", "two points of one stratum differ in the loss")
def values_differ(problem: dln.Problem) -> Outcome:
    losses = [point.loss for point in aligned_points(problem)]
    return equal(len(set(losses)), len(losses), "number of values and of kinds")


# -- sums, data and flows ----------------------------------------------------------------------------------------------


@plant("chitour.summed-invariant.corrected", "without the trace of C_1")
def without_the_first(subject: Any) -> Outcome:
    if not isinstance(subject, dln.Point):
        return is_true(True, "asked at points")
    return summed_invariant.adds_up(subject, 1, 1) if subject.problem.depth == 2 else starts_at_two(subject)


@plant("chitour.reduced-data", "as many zero eigenvalues as before")
def no_new_zeros(point: dln.Point) -> Outcome:
    there = reduced_data.with_a_dependent_input(point)
    return equal(there.inertia_by_hessian.zero, point.inertia_by_hessian.zero, "n_0")


@plant("chitour.reduced-data", "the velocity of W_1 E is that of W_1'")
def same_flow(point: dln.Point) -> Outcome:
    """Away from critical points the image of the gradient is multiplied by E^T E."""
    moved = dln.Point(
        point.problem, [W + dln.Matrix.from_entries(*W.shape, [1] * (W.shape[0] * W.shape[1])) for W in point.weights]
    )
    there = reduced_data.with_a_dependent_input(moved)
    d_x = point.problem.input_width
    E = dln.Matrix.from_entries(d_x + 1, d_x, [int(i in (j, d_x)) for i in range(d_x + 1) for j in range(d_x)])
    return equal(there.gradient[0] @ E, moved.gradient[0], "the two velocities")


@plant("chitour.polynomial-rate", "an exponential rate")
def exponential(case: tuple[int]) -> Outcome:
    """Then x' / x would not vanish as x tends to 0; at x = 1/8 it is already less than 1/4."""
    (n,) = case
    x = Fraction(1, 8)
    return is_true(x ** (n - 2) * (1 + x**n) >= Fraction(1, 4), "x' <= -x/4")


@plant("chitour.polynomial-rate", "x' = -x^H")
def without_the_residual(case: tuple[int]) -> Outcome:
    (n,) = case
    problem = dln.Problem.canonical([1], (1,) * (n + 1))
    point = dln.Point(problem, [dln.Matrix([[-1 if j > 0 or n % 2 else 1]]) for j in range(n)])
    return equal(abs(point.gradient[0][0, 0]), 1, "the speed at x = 1")


@plant("chitour.relu-diagonal", "the whole matrix is conserved")
def all_entries(case: relu_diagonal.Weights) -> Outcome:
    return is_true(relu_diagonal.rate_of_invariant(case).is_zero(), "the rate is zero")


@plant("chitour.relu-diagonal", "W_2^T W_2 alone")
def outer_layer_alone(case: relu_diagonal.Weights) -> Outcome:
    frozen = relu_diagonal.rate_of_invariant((*case[:4], 0, 0))
    return equal(frozen[0, 0] + case[4], frozen[0, 0], "a rate that feels W_2")


@plant("chitour.momentum", "(7) is kept")
def kept(start: momentum.Start) -> Outcome:
    first, second = momentum.series(start)
    C = [x - y for x, y in zip(momentum.times(second, second), momentum.times(first, first), strict=True)]
    return equal(C[1:], [0] * (len(C) - 1), "the series of W_2^2 - W_1^2 beyond its value")


@plant("chitour.momentum", "the other sign")
def other_sign(start: momentum.Start) -> Outcome:
    a, b, s, _ = map(Fraction, start)
    first, second = momentum.series(start)
    C = [x - y for x, y in zip(momentum.times(second, second), momentum.times(first, first), strict=True)]
    return equal(C[4], (s - a * b) ** 2 * (b * b - a * a) / 6, "the coefficient of t^4")


@plant("chitour.original-weights", "no E^T E = I is needed for the first step")
def any_factor(case: tuple[str]) -> Outcome:
    slope, E = original_weights.first_slope(), original_weights.E
    return same(slope @ E @ E.T, slope, "the gradient by W_1, projected")


@plant("chitour.original-weights", "half of the growth of the last layer")
def half_of_the_growth(case: tuple[str]) -> Outcome:
    W, B = Symbol("W_n", "d_y", "c"), Symbol("B", "c", "p")
    X, Y = original_weights.X, original_weights.Y
    rate = derivative(norm_squared(W), {W: -gradient(original_weights.half_square(W @ B), W)})
    return same(rate, trace(Y @ X.T @ B.T @ W.T) - norm_squared(W @ B @ X), "dg/dt without the factor 2")


# -- values and minimisers ---------------------------------------------------------------------------------------------
