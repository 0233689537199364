"""The rate of descent: the factor by hand."""

from fractions import Fraction

import symdln as dln
from symdln.dynamics import enclosed_descent


def test_the_factor_by_hand() -> None:
    # L = (ab - 1)^2 / 2 at a = b = 1: m = a^2 + b^2 = 2, the largest curvature is 2, so with eta = 1/4 theta = 3/4 and
    # the factor is 1 - 2 (1/4) (3/4) 2 = 1/4; nearby it is a little larger
    problem = dln.Problem.canonical((1,), (1, 1, 1))
    proof = enclosed_descent(problem, [[["1001/1000"]], [[1]]], "1/4").convergence
    assert proof is not None
    assert proof.steps == 0
    assert Fraction(1, 4) < proof.factor < Fraction(27, 100)
