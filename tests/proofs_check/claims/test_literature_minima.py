"""Claims of further papers on minima and saddles: smallest cases by hand, boundaries, and false neighbours refuted."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from chitour_cases import first_failure, small_cases, texts
from settling import planted, settle, settle_planted, without

import symdln as dln
from proofs_check.claims.laurent import convex_loss, non_differentiable
from proofs_check.claims.mehta import regularised
from proofs_check.claims.saddle import order as order_claims
from proofs_check.claims.sharpness import minimum
from proofs_check.claims.yun import global_, thm2
from proofs_check.claims.yun.parts import setting
from proofs_check.facts import convex_losses, cubic_form
from proofs_check.facts.convex_losses import SCALARS, ConvexNetwork
from proofs_check.facts.cubic_form import vanishes_on_kernel
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import depth_is
from proofs_check.language.outcome import Answer, Outcome, at_most, equal
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import Chain
from proofs_check.scopes.critical_points import representatives
from proofs_check.scopes.families import Spec, problem
from symdln.algebra.words import Symbol, inner, mixed_derivative, norm_squared
from symdln.landscape.descent import curve_through

PROVED = (convex_loss.convex_loss, non_differentiable.non_differentiable, minimum.sharpness, order_claims.order_at_zero)
DERIVED = (
    thm2.theorem_2_1,
    thm2.theorem_2_2,
    global_.full_rank_products,
    order_claims.order_of_saddle,
    order_claims.order_at_most_depth,
    order_claims.order_at_most_four_or_depth,
    order_claims.order_of_deep_saddle,
)
VERIFIED = (regularised.regularised,)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        *((claim, Verdict.PROVED) for claim in PROVED),
        *((claim, Verdict.DERIVED) for claim in DERIVED),
        *((claim, Verdict.VERIFIED) for claim in VERIFIED),
    ],
    ids=lambda value: value.id if isinstance(value, Claim) else value.name,
)
def test_claim_holds_in_the_small_scope_and_says_something_there(claim: Claim, verdict: Verdict) -> None:
    assert next(small_cases(claim), None) is not None
    (result,) = settle(claim)
    assert result.verdict is verdict


def point(values: tuple[int, ...], widths: tuple[int, ...], weights: list[list[list[int]]]) -> dln.Point:
    return dln.Point(dln.Problem.canonical(values, widths), weights)


# -- Laurent, von Brecht -----------------------------------------------------------------------------------------------

GRID = [Fraction(n, 4) for n in range(-12, 13)]
E_22 = (dln.Matrix([[0, 1]]), dln.Matrix([[0], [1]]))


@pytest.mark.parametrize("name", SCALARS)
def test_slopes_are_subgradients(name: str) -> None:
    # phi(s) >= phi(r) + phi'(r) (s - r) for all s is convexity with the right derivative; twice it cuts the graph
    phi = SCALARS[name]
    pairs = list(itertools.product(GRID, GRID))
    assert all(phi.value(s) >= phi.value(r) + phi.slope(r) * (s - r) for r, s in pairs)
    assert not all(phi.value(s) >= phi.value(r) + 2 * phi.slope(r) * (s - r) for r, s in pairs)


def test_way_down_from_zero_by_hand() -> None:
    # L = 1/2 (b a - 2)^2 at a = b = 0: v_1 = 1, so b moves by t and the gradient by a is -2 t
    network = ConvexNetwork("squares", (1, 1, 1))
    zero = (dln.Matrix([[0]]), dln.Matrix([[0]]))
    assert network.is_critical(zero)
    moved = convex_losses.family(zero, dln.Matrix([[-2]]), Fraction(1, 2))
    assert moved is not None
    assert [layer[0, 0] for layer in moved] == [0, Fraction(1, 2)]
    assert [block[0, 0] for block in network.gradient(moved)] == [-1, 0]


def test_no_step_leads_down_from_a_global_minimum() -> None:
    # b a = 2
    network = ConvexNetwork("Huber", (1, 1, 1))
    assert convex_losses.step_down(network, (dln.Matrix([[2]]), dln.Matrix([[1]])), most=8) is None


def test_way_down_may_need_the_transposed_network() -> None:
    # widths (2, 1, 1), T = (2, 0), W_1 = (0, 1), W_2 = 0: W_1 has rank 1 = d_1, so no v_1; but W_2^T has rank 0
    network = ConvexNetwork("fourth powers", (2, 1, 1))
    W = (dln.Matrix([[0, 1]]), dln.Matrix([[0]]))
    G = network.slope(dln.Matrix([[0, 0]]))
    assert network.is_critical(W)
    assert convex_losses.family(W, G, Fraction(1, 3)) is None
    assert convex_losses.family(convex_losses.transposed(W), G.T, Fraction(1, 3)) is not None
    assert convex_loss.is_left(network, W, dln.Matrix([[0, 0]])).holds


def test_width_hypothesis_is_needed() -> None:
    # widths (2, 1, 2): 1/2 ((b_1 a_1 - 2)^2 + (b_2 a_2 - 1)^2 + 3 (b_1 a_2)^2 + 3 (b_2 a_1)^2)
    # at a = b = (0, 1): loss 2; at a = b = (1, 0): 1/2 (1 + 1) = 1
    (result,) = settle(without(convex_loss.convex_loss, convex_loss.wide.name))
    assert result.verdict is Verdict.REFUTED
    outcome = convex_loss.critical_points_are_no_traps(ConvexNetwork(*convex_loss.NARROW))
    assert outcome.fails
    assert outcome.details["weights"] == [layer.texts() for layer in E_22]
    assert (outcome.details["loss"], outcome.details["smaller"]) == ("2", "1")


def test_trap_by_hand_and_why_plain_squares_have_none() -> None:
    # in the order a_1, a_2, b_1, b_2: d^2/da_1^2 = b_1^2 + w b_2^2 = w, d^2/da_1 db_1 = 2 b_1 a_1 - 2 = -2, ...
    weighted, plain = (ConvexNetwork(loss, (2, 1, 2)) for loss in ("weighted squares", "squares"))

    def hessian(w: int) -> dln.Matrix:
        return dln.Matrix([[w, 0, -2, 0], [0, 1, 0, 1], [-2, 0, w, 0], [0, 1, 0, 1]])

    assert convex_losses.hessian_of_weighted_squares(weighted, E_22) == hessian(3)
    assert convex_losses.hessian_of_weighted_squares(plain, E_22) == hessian(1)  # [[1, -2], [-2, 1]] is indefinite
    assert convex_losses.orbit_dimension(E_22) == 1
    assert convex_loss.is_trap(weighted, E_22).fails
    assert not convex_loss.is_trap(plain, E_22).fails


def test_absolute_loss_is_needed_at_the_corner() -> None:
    # x = b = s, y = -s^4, a = s^5, c = z = 0: P_11 = P_22 = 0, P_21 = -s^4, P_12 = s^6
    s = Fraction(1, 4)
    W = (dln.Matrix([[1, s], [-(s**4), 0]]), dln.Matrix([[s**5, s], [0, 1]]))
    target = dln.Matrix([[0, 1], [0, 0]])
    assert (W[1] @ W[0]).rows() == ((0, s**6), (-(s**4), 0))
    assert non_differentiable.absolute_loss(W, target) > 1
    assert (W[1] @ W[0] - target).norm_squared() < 1


def test_other_targets_leave_the_corner() -> None:
    # target E_11: a = s gives P_11 = s and nothing else
    s = Fraction(1, 100)
    W = (dln.Matrix.diagonal([1, 0]), dln.Matrix([[s, 0], [0, 1]]))
    assert non_differentiable.absolute_loss(W, dln.Matrix([[1, 0], [0, 0]])) == 1 - s


def test_corner_needs_its_neighbourhood(monkeypatch: pytest.MonkeyPatch) -> None:
    # within 3/4 the coefficients reach (3/4) / (1/4) = 3
    monkeypatch.setattr(non_differentiable, "BOX", Fraction(3, 4))
    assert non_differentiable.non_differentiable.check(non_differentiable.CORNER).fails


def test_corner_identity_without_its_last_term_is_false() -> None:
    letters, P = non_differentiable.neighbourhood()
    b, d, e, x = (letters[name] for name in "bdex")
    (p_11, p_12), (_, p_22) = P.rows
    assert (1 + d) * (1 + e) * p_12 != x * (1 + d) * p_11 + b * (1 + e) * p_22


# -- Yun, Sra, Jadbabaie -----------------------------------------------------------------------------------------------


def test_first_two_theorems_share_out_the_architectures() -> None:
    both = [{p.problem.widths for p in small_cases(claim)} for claim in (thm2.theorem_2_1, thm2.theorem_2_2)]
    assert (1, 1, 1) in both[0]
    assert (2, 1, 2) in both[1]
    assert not both[0] & both[1]


def test_set_of_theorem_2_2_by_hand() -> None:
    # widths (2, 1, 2), s = (3, 2): P = diag(3, 0) is the best, P = diag(0, 2) has rank 1 too
    best = point((3, 2), (2, 1, 2), [[[3, 0]], [[1], [0]]])
    other = point((3, 2), (2, 1, 2), [[[0, 2]], [[0], [1]]])
    assert best.is_critical
    assert other.is_critical
    assert thm2.is_in_V_2(best)
    assert not thm2.is_in_V_2(other)
    assert setting.product_has_full_rank(other)
    assert other.inertia_by_hessian.negative == 1  # s_1 > s_2


def rank_alone(at: dln.Point) -> Outcome:
    return thm2.global_or_saddle(at, setting.product_has_full_rank(at))


def every_saddle_is_strict(at: dln.Point) -> Outcome:
    if setting.product_has_full_rank(at):
        return thm2.theorem_2_1.check(at)
    return at_most(1, at.inertia_by_hessian.negative, "planted: strict saddles only")


def never_outside(at: dln.Point) -> Outcome:
    return thm2.global_or_saddle(at, True)


def test_false_neighbours_of_yun_are_refuted() -> None:
    assert first_failure(thm2.theorem_2_2, rank_alone).problem.widths == (2, 1, 2)
    assert first_failure(thm2.theorem_2_1, every_saddle_is_strict).problem.widths == (1, 1, 1, 1)
    assert first_failure(thm2.theorem_2_1, never_outside).problem.widths == (1, 1, 1)


def test_strictness_needs_a_product_of_full_rank() -> None:
    # W = 0 at depth 3: rank 0, Hessian 0, loss 9/2
    claim = global_.full_rank_products
    witness = first_failure(claim, assuming=without(claim, global_.full_rank.name).assuming)
    assert witness.problem.widths == (1, 1, 1, 1)
    assert texts(witness) == [[["0"]]] * 3


def test_strict_saddles_everywhere_are_a_matter_of_depth_2() -> None:
    claim = without(global_.full_rank_products, global_.full_rank.name)
    assert first_failure(claim, assuming=(*claim.assuming, depth_is(2))) is None


# -- Mehta, Chen, Tang, Hauenstein -------------------------------------------------------------------------------------


def test_smallest_regularised_network_by_hand() -> None:
    # 1/2 (a b c - 4/3)^2 + 1/6 (a^2 + b^2 + c^2): 8/9 at 0, 1/18 + 1/2 = 5/9 at (1, 1, 1); Hessian at 0: 1/3 I
    net = regularised.network(((1, 1, 1, 1), "1/3"))
    zero, chain = net.zero(), net.chain()
    assert (net.value(zero), net.value(chain)) == (Fraction(8, 9), Fraction(5, 9))
    assert net.hessian(zero) == Fraction(1, 3) * dln.Matrix.identity(3)
    assert net.is_critical(chain)


@pytest.mark.parametrize(
    ("case", "holds"),
    [
        (((1, 1, 1, 1), "99/100"), True),
        (((1, 1, 1, 1), "1"), False),  # values 2 and 1/2 + 3/2: the other point is not lower
        (((1, 1, 1, 1), "0"), False),  # no decay: the Hessian at 0 is 0
        (((1, 1, 1, 1), "-1/3"), False),  # the wrong sign: 0 is a local maximum
        (((1, 1, 1), "1/2"), False),  # depth 2: Hessian [[1/2, -3/2], [-3/2, 1/2]] at 0
        (((2, 2, 2), "1/2"), False),
        (((2, 2, 2, 2), "1/3"), True),
    ],
)
def test_decay_and_depth_decide(case: regularised.Decayed, holds: bool) -> None:
    outcome = regularised.regularised.check(case)
    assert (outcome.holds, outcome.fails) == (holds, not holds)


# -- sharpness ---------------------------------------------------------------------------------------------------------


def test_sharpness_of_the_smallest_network_by_hand() -> None:
    # 1/2 ||b a X - Y||^2 at Y = b a X: Hessian ||X||^2 [[b^2, a b], [a b, a^2]], largest eigenvalue ||X||^2 (a^2 + b^2)
    fit = minimum.Fit(((1, 1, 1), (1, minimum.ZERO)))
    a, b = (layer[0, 0] for layer in fit.point.weights)
    square = fit.X.norm_squared()
    assert fit.point.loss == 0
    assert fit.point.hessian == square * dln.Matrix([[b * b, a * b], [a * b, a * a]])
    assert fit.outputs_matrix() == (a * a + b * b) * (fit.X.T @ fit.X)  # rank 1, trace ||X||^2 (a^2 + b^2)


def test_residuals_are_what_they_are_called() -> None:
    losses = []
    for which in (minimum.ZERO, minimum.ORTHOGONAL, minimum.OTHER):
        fit = minimum.Fit(((2, 2, 2), (1, which)))
        G = fit.point.end_to_end @ fit.point.problem.Sxx - fit.point.problem.Syx
        losses.append((fit.point.loss > 0, G.is_zero()))
    assert losses == [(False, True), (True, True), (True, False)]


def test_sharpness_needs_a_residual_orthogonal_to_the_inputs() -> None:
    (result,) = settle(without(minimum.sharpness, minimum.orthogonal.name))
    assert result.verdict is Verdict.REFUTED


def test_eigenvalues_are_compared_with_multiplicities() -> None:
    one, two = dln.Matrix([[1]]), dln.Matrix.diagonal([1, 1])
    assert minimum.same_nonzero_eigenvalues(dln.Matrix.diagonal([1, 0]), one)
    assert not minimum.same_nonzero_eigenvalues(two, one)
    assert not minimum.same_nonzero_eigenvalues(2 * one, one)


@pytest.mark.parametrize("fault", ["without the last layer", "without the inputs", "doubled"])
def test_planted_sharpness_is_refuted(fault: str) -> None:
    fit = minimum.Fit(((2, 2, 2), (1, minimum.ZERO)))
    d_y, size = 2, fit.X.shape[1]
    last = fit.point.product(1, 1) @ fit.X  # A_H = I
    wrong = {
        "without the last layer": fit.outputs_matrix() - minimum.kronecker(dln.Matrix.identity(d_y), last.T @ last),
        "without the inputs": sum(
            (
                minimum.kronecker(A @ A.T, B.T @ B)
                for A, B in ((fit.point.product(2, j + 1), fit.point.product(j - 1, 1)) for j in (1, 2))
            ),
            dln.Matrix.zeros(2 * d_y, 2 * d_y),
        ),
        "doubled": 2 * fit.outputs_matrix(),
    }[fault]
    assert minimum.same_nonzero_eigenvalues(fit.point.hessian, fit.outputs_matrix())
    assert size == 3
    assert not minimum.same_nonzero_eigenvalues(fit.point.hessian, wrong)


def test_blocks_are_no_gram_matrix_at_other_residuals() -> None:
    chain = Chain((False, False, False))  # P = W_2 W_1: the mixed derivative holds tr(U^T V^T (P X - Y) X^T)
    X, Y = Symbol("X", "d_x", "m"), Symbol("Y", "d_y", "m")
    U, V = Symbol("U", *chain.W[0].shape), Symbol("V", *chain.W[1].shape)
    form = mixed_derivative(norm_squared(chain.P @ X - Y) / 2, {chain.W[0]: U}, {chain.W[1]: V})
    assert form != inner(U @ chain.W[1] @ X, chain.W[0] @ V @ X)
    assert minimum.block_is_gram(chain, 0, 1).holds


# -- orders of saddles -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "order"),
    [
        (point((3,), (1, 1, 1), [[[0]], [[0]]]), 2),  # 1/2 (b a - 3)^2
        (point((3,), (1, 1, 1, 1), [[[2]], [[0]], [[0]]]), 2),  # strict, by b and c
        (point((3,), (1, 1, 1, 1), [[[0]], [[0]], [[0]]]), 3),  # -3 a b c
        (point((3,), (1, 1, 1, 1, 1), [[[2]], [[0]], [[0]], [[0]]]), 3),  # -6 b c d
        (point((3,), (1, 1, 1, 1, 1), [[[0]], [[0]], [[0]], [[0]]]), 4),
    ],
)
def test_orders_of_scalar_chains_by_hand(at: dln.Point, order: int) -> None:
    assert order_claims.order_bounds(at) == order_claims.OrderBounds(order, order)


FLAT = point((3, 0), (2, 1, 1, 2), [[[0, 1]], [[0]], [[0], [1]]])
"""``P = z (y, 1)^T (x, 1)``: the loss changes by ``-3 x y z + 1/2 z^2 (1 + x^2)(1 + y^2)``; about z = 3 x y this is
``-9/2 x^2 y^2``, its least value: order 4 at depth 3.
"""


def test_order_above_the_depth_where_the_targets_are_singular() -> None:
    assert FLAT.is_critical
    assert FLAT.inertia_by_hessian.negative == 0
    assert vanishes_on_kernel(FLAT)
    assert order_claims.order_bounds(FLAT) == order_claims.OrderBounds(4, 4)
    assert not order_claims.full_cross.met_by(FLAT)
    assert order_claims.order_at_most_depth.check(FLAT).fails
    assert order_claims.order_at_most_four_or_depth.check(FLAT).holds
    assert [order_claims.closed_form_is(FLAT, order).holds for order in (2, 3, 4, 5)] == [False, False, True, False]


def test_order_four_is_not_the_end_at_depth_5() -> None:
    # P = (w, 1)^T q, q the product of four vanishing layers: -3 w q + 1/2 q^2 (1 + w^2), of order 5 with w = t, q = t^4
    at = point((3,), (1, 1, 1, 1, 1, 2), [[[0]], [[0]], [[0]], [[0]], [[0], [1]]])
    assert at.is_critical
    assert not order_claims.at_zero(at)
    assert order_claims.order_bounds(at) == order_claims.OrderBounds(4, 5)
    assert order_claims.order_of_saddle.check(at).holds
    assert order_claims.order_at_most_depth.check(at).holds
    answers = [order_claims.closed_form_is(at, order).answer for order in (3, 4, 5, 6, None)]
    assert answers == [Answer.FAILS, Answer.UNDECIDED, Answer.HOLDS, Answer.FAILS, Answer.FAILS]


def test_second_landing_makes_the_order_three() -> None:
    # a second hidden unit in layer 2, z_2 and w_2 its weights: -3 x z_2 w_2 costs nothing of lower order
    at = point((3, 0), (2, 1, 2, 2), [[[0, 1]], [[0], [0]], [[0, 0], [1, 0]]])
    assert not vanishes_on_kernel(at)
    assert order_claims.order_bounds(at) == order_claims.OrderBounds(3, 3)


def test_smaller_last_jumps_reach_the_order() -> None:
    # strings not aligned with the singular vectors: what z^2 costs outweighs what z gains, unless z is small
    flat = problem(Spec((2, 1, 1, 3), (3, 0)))
    kind = next(kind for kind in flat.kinds() if str(kind) == "S = {}, strings 0-1, 2-3, 3, 3-0")
    points = [representatives(kind, seed)[1] for seed in range(4)]
    assert {order_claims.order_bounds(at) for at in points} == {order_claims.OrderBounds(4, 4)}


def test_a_curve_of_too_high_an_order_leaves_the_claim_undecided() -> None:
    # the curve of FLAT with z one power of t later: order 5, though the point has order 4
    at = dln.Point(FLAT.problem, FLAT.weights)
    assert at.descent_curve is not None
    first, (start, _, last), third = at.descent_curve.layers
    zero = dln.Matrix.zeros(1, 1)
    late = curve_through(at, [first, [start, zero, zero, last], third])
    assert late is not None
    vars(at)["descent_curve"] = late
    assert order_claims.order_bounds(at) == order_claims.OrderBounds(4, 5)
    assert order_claims.order_of_saddle.check(at).answer is Answer.UNDECIDED


@pytest.mark.parametrize("native", [True, False])
def test_cubic_form_by_gradients_is_that_by_products(native: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not native:
        monkeypatch.setattr(cubic_form, "INT64_SAFE", 1)
    problems = [problem(Spec((2, 1, 2, 2), (3, 0))), problem(Spec((2, 2, 1, 1, 1), (3,)))]
    points = [at for each in problems for n, kind in enumerate(each.kinds()) for at in representatives(kind, n)]
    answers = [vanishes_on_kernel(at) for at in points]
    assert answers == [at.cubic_form.vanishes for at in points]
    assert {True, False} == set(answers)


def test_gradients_along_lines_by_hand() -> None:
    # L = 1/2 (abc - 3)^2 at 0: along t (a, b, c) the gradient is -3 t^2 (bc, ac, ab) + ...
    at = point((3,), (1, 1, 1, 1), [[[0]], [[0]], [[0]]])
    basis = np.array([[1, 0, 0], [0, 2, 0], [0, 0, 5]], dtype=object)
    lines = [(1, 0, 0), (0, 2, 0), (0, 0, 5), (1, 2, 0), (1, 0, 5), (0, 2, 5)]  # a, and a + b
    expected = [[-3 * b * c, -3 * a * c, -3 * a * b] for a, b, c in lines]
    assert cubic_form.along_lines(at, basis).tolist() == expected


def order_is_the_depth(at: dln.Point) -> Outcome:
    return equal(order_claims.order_bounds(at).least, at.problem.depth, "planted: the order is the depth")


def order_is_three(at: dln.Point) -> Outcome:
    return equal(order_claims.order_bounds(at).least, 3, "planted: every saddle has order 3")


def test_false_neighbours_of_the_order_are_refuted() -> None:
    results = settle_planted(
        {
            "saddle.depth": planted(order_claims.order_of_saddle, check=order_is_the_depth),
            "saddle.three": planted(order_claims.order_of_saddle, check=order_is_three),
        }
    )
    assert {result.verdict for result in results.values()} == {Verdict.REFUTED}
    deep = point((3,), (1, 1, 1, 1, 1), [[[2]], [[0]], [[0]], [[0]]])  # non-strict, of order 3 at depth 4
    assert order_is_the_depth(deep).fails


def test_zero_has_no_order_without_correlation() -> None:
    # Sxy = 0: the loss is 1/2 ||P||^2
    assert order_claims.explicit_curve(order_claims.point_zero(((1, 1, 1), (0,)))).fails
    (result,) = settle(without(order_claims.order_at_zero, order_claims.nonzero_cross.name))
    assert result.verdict is Verdict.REFUTED


def test_curve_of_a_smaller_order_than_the_depth_would_be_found() -> None:
    # not at W = 0: the order is 3 at depth 4
    deep = point((3,), (1, 1, 1, 1, 1), [[[2]], [[0]], [[0]], [[0]]])
    assert order_claims.explicit_curve(deep).fails
