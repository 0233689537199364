"""The claims ``hardt.residual`` and ``ours.residual``: cases by hand."""

from fractions import Fraction

from proofs_check.claims.hardt.residual import critical, gradient
from proofs_check.claims.ours.residual import sharp
from proofs_check.facts.residual_layers import Residual, gap, least_eigenvalue, network

CASE = Residual(1, "1/2", ("-1", "-1"), fitted=False)


def test_two_layers_one_half_are_the_case_of_equality() -> None:
    # X = (1, 0), Y = (0, 1): f = (a b)^2 + 1 at a = b = 1/2; the gradient is (2 a b^2, 2 a^2 b) = (1/4, 1/4), and its
    # square 1/8; the bound is 4 * 2 * (1/2)^2 * 1 * 1/16 = 1/8
    point = network(CASE)
    assert point.loss == Fraction(17, 16)
    assert gap(point) == Fraction(1, 16)
    assert least_eigenvalue(point) == 1
    assert sum(G.norm_squared() for G in point.gradient) == Fraction(1, 8)
    assert all(claim.at(CASE).holds for claim in (gradient, critical, sharp))


def test_with_other_layers_the_bound_is_not_attained() -> None:
    assert sharp.at(Residual(1, "1/2", ("1", "-1"), fitted=False)).fails
    assert gradient.at(Residual(2, "9/10", ("turn", "shift", "mirror"), fitted=False)).holds


def test_a_fitted_target_is_a_global_minimum_in_spite_of_noise() -> None:
    case = Residual(2, "1/2", ("turn", "shift"), fitted=True)
    assert network(case).loss > 0
    assert network(case).is_critical
    assert critical.at(case).holds
