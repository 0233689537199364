"""Points: calculus against second differences, kinds found from weights alone, classes."""

import itertools
from fractions import Fraction

import pytest

import symdln as dln
from symdln import InputError
from symdln.decay import DecayedPoint, DecayedProblem, DecayedSpectrum, made_autoencoder, made_point, point_of_kind


def test_gradient_and_hessian_are_differences_of_the_loss():
    """The loss is a polynomial of degree at most 4 in each weight: central differences at 1 and 2 give its derivatives
    exactly, f' = (8 (f_1 - f_-1) - (f_2 - f_-2)) / 12 and f'' = (16 (f_1 + f_-1) - (f_2 + f_-2) - 30 f_0) / 12."""
    problem = dln.Problem.from_moments([[2, 1], [1, 3]], [[1, -1]], [[2]], (2,), loss_factor=1)
    decayed = DecayedProblem(problem, ("1/3", 2))
    weights = [[[1, 2], [0, -1]], [[3, "1/2"]]]
    point = DecayedPoint(decayed, weights)
    flat = [value for layer in point.weights for value in layer.entries()]

    def loss(values):
        first, second = values[:4], values[4:]
        return DecayedPoint(decayed, [[first[:2], first[2:]], [second]]).loss

    gradient = [value for layer in point.gradient for value in layer.entries()]
    for i in range(6):
        f = {t: loss([x + t * (k == i) for k, x in enumerate(flat)]) for t in (-2, -1, 0, 1, 2)}
        assert gradient[i] == (8 * (f[1] - f[-1]) - (f[2] - f[-2])) / 12
        assert point.hessian[i, i] == (16 * (f[1] + f[-1]) - (f[2] + f[-2]) - 30 * f[0]) / 12


@pytest.mark.parametrize("factors", [None, (2, 1, "1/2")])
def test_the_kind_is_found_from_the_weights_alone(factors):
    # one value with both roots used, 15 = 8 + 14/2 = 1 + 14, and one dropped
    point = made_point((3, 2, 3, 3), 14, [2, 1], [5], rng=3, factors=factors)
    assert str(point.kind) == "large 0, small 1"
    assert point.inertia_by_theorem == point.inertia_by_hessian


def test_kinds_of_conjugate_singular_values_are_told_apart():
    """Y = [[2, 1], [1, 1]] has the singular values (3 +- sqrt 5)/2, so no selection of one of them is rational; but the
    zero point is, and so is the point that uses both at depth 2: W_2 W_1 = Y - lam (polar factor) = Y - I."""
    decayed = DecayedProblem(dln.Problem.from_data([[1, 0], [0, 1]], [[2, 1], [1, 1]], (2,)), "1/10")
    P = dln.Matrix([["19/10", 1], [1, "9/10"]])  # Y - lam I, as Y is positive definite
    assert decayed.kind(large=[0, 1]).rank == 2
    # W_1 = P^(1/2) is irrational; a rotated rational factor P = W_2 W_1 is not balanced, so not critical
    point = DecayedPoint(decayed, [P, dln.Matrix.identity(2)])
    assert not point.is_critical
    with pytest.raises(InputError, match="only critical points have a kind"):
        _ = point.kind


def test_classes_of_a_fold():
    # H = 3, lam = 3, s = 4: w = 1 is a double root, a saddle that is not strict
    point = made_point((1, 1, 1, 1), 3, [1])
    assert (point.label, str(point.inertia_by_hessian)) == ("non-strict saddle", "(n+, n-, n0) = (2, 0, 1)")


def test_an_autoencoder_with_decay():
    # kappa = lam / (1 - w^2) at depth 2: w = 1/2, lam = 3 gives 4; the dropped 6 > 4 makes one negative direction,
    # and with one hidden unit there is no spare one
    point = made_autoencoder((1,), 3, ["1/2"], [6], rng=2)
    assert str(point.inertia_by_hessian) == "(n+, n-, n0) = (3, 1, 0)"
    assert point.kind.inertia == point.inertia_by_hessian
    assert point.weights[1] == point.weights[0].T


@pytest.mark.parametrize("widths", list(itertools.product((1, 2), repeat=3)))
def test_every_kind_of_depth_2_has_its_inertia(widths):
    values = (5, 2)[: min(widths[0], widths[-1])]
    spectrum = DecayedSpectrum.of_singular_values(values, widths, 1)
    for kind in spectrum.kinds():
        point = point_of_kind(kind, 1, rng=7)
        assert point.kind == kind
        assert point.inertia_by_hessian == kind.inertia
        assert point.loss == point.decayed.value(kind).value


def test_a_point_is_a_value():
    import pickle

    point = made_point((1, 1, 1), 1, [2])
    assert pickle.loads(pickle.dumps(point)) == point
    assert point.loss == Fraction(25, 2) - 8  # 1/2 25 - (5 - 1)^2 / 2
