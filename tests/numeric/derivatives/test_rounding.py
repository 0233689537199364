"""The bounds: their constants, and what they refuse."""

import numpy as np
import pytest

import symdln as dln
from symdln.numeric import NumericProblem, gradient, hessian, loss, rounding_bound, unit_bound
from tests.numeric.support import random_batch, random_problem


def test_constants_by_hand():
    # Widths (2, 3, 2): H = 2, w = 3.  Loss 2*2*3 + 9 + 6 = 27, gradient 12 + 6, Hessian 15 + 6, product 16 + 5.
    problem = NumericProblem.of(dln.Problem.canonical((1,), (2, 3, 2)))
    for quantity, m in (("loss", 27), ("gradient", 18), ("hessian", 21), ("hessian_vector_product", 21)):
        assert unit_bound(problem, quantity) == pytest.approx(m * 2.0**-53, rel=1e-13)
        assert unit_bound(problem, quantity, inputs_rounded=True) == pytest.approx((m + 4) * 2.0**-53, rel=1e-13)


def test_terms_of_one_sign_bound_the_value():
    problem = NumericProblem.of(random_problem((2, 3, 1, 2), 0))
    W = random_batch(problem, 20, 0)
    for quantity, value in (("loss", loss(problem, W)), ("hessian", hessian(problem, W))):
        terms = rounding_bound(problem, quantity, W) / unit_bound(problem, quantity)
        assert (abs(value) <= terms * (1 + 1e-12)).all()
    for layer, bound in zip(gradient(problem, W), rounding_bound(problem, "gradient", W), strict=True):
        assert (abs(layer) <= bound / unit_bound(problem, "gradient") * (1 + 1e-12)).all()


def test_what_is_missing_or_unknown_is_named():
    problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1)))
    point = [np.ones((1, 1)), np.ones((1, 1))]
    with pytest.raises(dln.InputError, match="needs the direction"):
        rounding_bound(problem, "hessian_vector_product", point)
    with pytest.raises(dln.InputError, match="'curl' is unknown; use one of loss, gradient"):
        unit_bound(problem, "curl")  # type: ignore[arg-type]
