"""Proofs of convergence: constants by hand, and points at which there must be none."""

from fractions import Fraction

import flint
import pytest

import symdln as dln
from symdln.dynamics.balls import balls
from symdln.dynamics.convergence import Convergence, bounds_of, convergence, least_positive
from symdln.errors import InputError

CHAIN = dln.Problem.canonical((1,), (1, 1, 1))


def proof_at(problem, weights, radius=0.0):
    with flint.ctx.workprec(128):
        centre = [balls(dln.Matrix(layer)) for layer in weights]
        return convergence(bounds_of(problem).at(centre), Fraction(0), flint.arb(radius))


def test_the_rate_near_a_minimum_by_hand():
    # L = (ab - 1)^2 / 2 at a = b = 1001/1000: m = a^2 + b^2, a little less over the ball of radius about 2e-3
    found = proof_at(CHAIN, [[["1001/1000"]], [["1001/1000"]]])
    assert found is not None
    assert Fraction(198, 100) < found.rate < 2 * Fraction(1001, 1000) ** 2
    # l = (a^2 - 1)^2 / 2 = 2.002e-6
    exact = (Fraction(1001, 1000) ** 2 - 1) ** 2 / 2
    assert exact <= found.excess < exact * Fraction(1001, 1000)


@pytest.mark.parametrize("weights", [[[[0]], [[0]]], [[[1]], [["-1/10"]]], [[["1/10"]], [["1/10"]]]])
def test_far_from_a_minimum_nothing_is_proved(weights):
    assert proof_at(CHAIN, weights) is None


def test_a_wide_enclosure_proves_nothing():
    assert proof_at(CHAIN, [[[1]], [[1]]], radius=1e-3) is not None
    assert proof_at(CHAIN, [[[1]], [[1]]], radius=2) is None


def test_the_saddle_of_a_bottleneck_and_its_minimum():
    # at widths (2, 1, 2) the best product has rank 1, so P Sxx = Syx is out of reach even at the global minimum
    problem = dln.Problem.canonical((2, 1), (2, 1, 2))
    assert proof_at(problem, [[[1, 0]], [[2], [0]]]) is None


def test_least_positive_eigenvalues_by_hand():
    # X X^T = (2, 2; 2, 2) has the eigenvalues 4 and 0; diag(1, 9) has 1
    with flint.ctx.workprec(128):
        singular = least_positive(dln.Problem.from_data([[1, 1], [1, 1]], [[1, 1]], (2,)))
        assert 3.99 < singular <= 4
        assert 0.99 < least_positive(dln.Problem.from_data([[1, 0], [0, 3]], [[1, 1]], (2,))) <= 1


def test_bounds_at_later_times_and_bad_input():
    proof = Convergence(Fraction(1), Fraction(1, 2), Fraction(3), Fraction(1))
    # excess 3 e^(-(t - 1)): below 1 from t = 1 + log 3 on
    assert proof.time_until(5) == 1
    assert 2.0986 < proof.time_until(1) < 2.0987
    assert proof.excess_at(proof.time_until(1)) * (1 + Fraction(1, 10**9)) >= 1
    with pytest.raises(InputError, match="proved from the time 1 on"):
        proof.excess_at(0)
    with pytest.raises(InputError, match="must be positive"):
        proof.time_until(0)
