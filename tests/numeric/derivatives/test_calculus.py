"""Loss, gradient and Hessian-vector products against the exact path and against finite differences."""

import numpy as np
import pytest

import symdln as dln
from symdln.numeric import (
    NumericProblem,
    criticality_residual,
    gradient,
    hessian_vector_product,
    invariants,
    loss,
    rounding_bound,
    unit_bound,
)
from symdln.numeric.derivatives.calculus import chunks
from tests.landscape.support import vector
from tests.numeric.support import (
    WIDTHS,
    exact_ratio,
    flat,
    floats,
    random_batch,
    random_layers,
    random_problem,
    stacked,
)


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_values_lie_within_the_derived_bound_of_the_exact_ones(widths):
    exact = random_problem(widths, 0)
    problem = NumericProblem.of(exact)
    for seed in range(4):
        W, V = random_layers(exact, seed), random_layers(exact, seed + 100)
        w, v = floats(W), floats(V)
        bound = rounding_bound(problem, "loss", w, inputs_rounded=True)
        assert exact_ratio(loss(problem, w), [dln.loss(exact, W)], bound) <= 1
        bound = flat(rounding_bound(problem, "gradient", w, inputs_rounded=True))
        assert exact_ratio(flat(gradient(problem, w)), vector(dln.gradient(exact, W)).entries(), bound) <= 1
        bound = flat(rounding_bound(problem, "hessian_vector_product", w, v, inputs_rounded=True))
        product = vector(dln.hessian_vector_product(exact, W, V)).entries()
        assert exact_ratio(flat(hessian_vector_product(problem, w, v)), product, bound) <= 1


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_small_integers_give_exact_values(widths):
    # Integers of this size stay far below 2^53 at every step, so nothing is rounded; the loss factor is 1/2.
    rng = np.random.default_rng(1)
    X, Y = rng.integers(-2, 3, (widths[0], 3)), rng.integers(-2, 3, (widths[-1], 3))
    exact = dln.Problem.from_data(X, Y, widths[1:-1])
    W, V = ([rng.integers(-2, 3, shape) for shape in exact.shapes] for _ in range(2))
    problem = NumericProblem.of(exact)
    assert loss(problem, W) == dln.loss(exact, W)
    assert flat(gradient(problem, W)).tolist() == vector(dln.gradient(exact, W)).entries()
    assert (
        flat(hessian_vector_product(problem, W, V)).tolist()
        == vector(dln.hessian_vector_product(exact, W, V)).entries()
    )


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_derivatives_agree_with_central_differences(widths):
    # A central difference with step h is off by h^2/6 times the third derivative, and by eps/h times the terms.
    problem = NumericProblem.of(random_problem(widths, 1))
    W, V = ([layer / 4 for layer in random_batch(problem, 3, seed)] for seed in (0, 1))
    h = 1e-5
    plus, minus = ([w + sign * h * v for w, v in zip(W, V, strict=True)] for sign in (1, -1))
    slope = sum((g * v).sum(axis=(1, 2)) for g, v in zip(gradient(problem, W), V, strict=True))
    assert np.allclose((loss(problem, plus) - loss(problem, minus)) / (2 * h), slope, rtol=1e-6, atol=1e-6)
    for forward, backward, product in zip(
        gradient(problem, plus), gradient(problem, minus), hessian_vector_product(problem, W, V), strict=True
    ):
        assert np.allclose((forward - backward) / (2 * h), product, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("widths", [(2, 1, 3, 2), (4, 4, 4)], ids=str)
def test_every_point_of_a_batch_is_treated_alike_across_chunks(widths):
    problem = NumericProblem.of(random_problem(widths, 2))
    size = 1030
    assert len(list(chunks(problem, size))) == 2
    W, V = random_batch(problem, size, 3), random_batch(problem, size, 4)
    values, slopes, products = loss(problem, W), gradient(problem, W), hessian_vector_product(problem, W, V)
    for i in (0, 1, 500, 1023, 1024, 1029):
        w, v = [layer[i] for layer in W], [layer[i] for layer in V]
        assert abs(loss(problem, w) - values[i]) <= 2 * rounding_bound(problem, "loss", w)
        gap = abs(flat(gradient(problem, w)) - flat([g[i] for g in slopes]))
        assert (gap <= 2 * flat(rounding_bound(problem, "gradient", w))).all()
        gap = abs(flat(hessian_vector_product(problem, w, v)) - flat([p[i] for p in products]))
        assert (gap <= 2 * flat(rounding_bound(problem, "hessian_vector_product", w, v))).all()


def test_out_is_filled_and_returned_for_batches_and_single_points():
    problem = NumericProblem.of(random_problem((2, 3, 2), 0))
    for W in (random_batch(problem, 4, 0), [layer[0] for layer in random_batch(problem, 1, 0)]):
        out = [np.full_like(layer, np.nan) for layer in W]
        for function in (gradient, lambda p, w, **k: hessian_vector_product(p, w, w, **k)):
            assert function(problem, W, out=out) is out
            assert all(np.array_equal(a, b) for a, b in zip(out, function(problem, W), strict=True))
        value = np.full(W[0].shape[:-2], np.nan)
        assert loss(problem, W, out=value) is value
        assert np.array_equal(value, loss(problem, W))


def test_weights_are_never_written_to():
    problem = NumericProblem.of(random_problem((2, 3, 2), 0))
    W = random_batch(problem, 3, 0)
    before = [layer.copy() for layer in W]
    gradient(problem, W)
    hessian_vector_product(problem, W, W)
    loss(problem, W)
    assert all(np.array_equal(a, b) for a, b in zip(W, before, strict=True))


def test_invariants_by_hand():
    # W_1 = (1, 2)^T, W_2 = (3, 4): W_2^T W_2 - W_1 W_1^T = [[9, 12], [12, 16]] - [[1, 2], [2, 4]].
    problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 2, 1)))
    (value,) = invariants(problem, [np.array([[1.0], [2.0]]), np.array([[3.0, 4.0]])])
    assert value.tolist() == [[8, 10], [10, 12]]


def test_invariants_are_conserved_to_first_order_along_the_gradient():
    # The invariant is quadratic in W, so a symmetric difference along the gradient is its derivative without error.
    problem = NumericProblem.of(random_problem((2, 3, 1, 2), 0))
    W = [layer / 4 for layer in random_batch(problem, 5, 0)]
    moves = gradient(problem, W)
    after, before = (invariants(problem, [w + s * g for w, g in zip(W, moves, strict=True)]) for s in (1.0, -1.0))
    scale = max(abs(layer).max() for layer in moves)
    for a, b in zip(after, before, strict=True):
        assert abs(a - b).max() <= 1e-13 * (1 + scale) ** 2
    tilted = [moves[0], 2 * moves[1], moves[2]]  # a planted fault: the middle layer moves twice as fast
    after, before = (invariants(problem, [w + s * g for w, g in zip(W, tilted, strict=True)]) for s in (1.0, -1.0))
    assert abs(after[0] - before[0]).max() > 1e-3


def test_the_residual_separates_critical_points_from_others():
    exact = dln.Problem.canonical((3, 2, 1), (3, 3, 3, 3))
    problem = NumericProblem.of(exact)
    points = [kind.representative(rng=1) for kind in list(exact.kinds())[:40]]
    W = stacked([floats([layer.rows() for layer in point.weights]) for point in points])
    residuals = criticality_residual(problem, W)
    assert (residuals <= unit_bound(problem, "gradient", inputs_rounded=True)).all()
    W[1] = W[1] + 1e-6 * random_batch(problem, len(points), 0)[1]
    moved = criticality_residual(problem, W)
    assert (moved <= 1).all()
    assert moved.max() > 1e-9
    zero = [0 * layer for layer in W]
    assert criticality_residual(problem, zero).tolist() == [0] * len(points)


def test_the_residual_of_a_single_product_by_hand():
    # L = 1/2 (ba - 1)^2 at a = 1, b = 2: gradient (2, 1), terms |2 * 2| + |-2| = 6 and |2 * 1| + |-1| = 3; ratio 1/3.
    problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1)))
    assert criticality_residual(problem, [np.array([[1.0]]), np.array([[2.0]])]) == pytest.approx(1 / 3, rel=1e-15)
