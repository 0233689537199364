"""Scaling by exact powers of two."""

from fractions import Fraction

import numpy as np

import symdln as dln
from symdln.numeric import NumericProblem
from symdln.numeric.classes.scaling import Scaled


def test_balanced_layers_have_the_same_product_exactly():
    W = [np.array([[[2.0**200]], [[3.0]]]), np.array([[[5 * 2.0**-300]], [[7.0]]]), np.array([[[2.0**70]], [[1.0]]])]
    problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1, 1)))
    scaled = Scaled.of(W)
    assert scaled.usable(problem).all()
    layers = scaled.balanced(scaled.usable(problem))
    for point in range(2):
        before, after = ([Fraction(layer[point].item()) for layer in batch] for batch in (W, layers))
        assert before[0] * before[1] * before[2] == after[0] * after[1] * after[2]
        assert max(after) / min(after) <= 4


def test_zero_layers_and_subnormal_numbers():
    W = [np.array([[[0.0]], [[5e-324]]]), np.array([[[2.0**900]], [[2.0**900]]])]
    scaled = Scaled.of(W)
    assert scaled.zero.tolist() == [[True, False], [False, False]]
    assert [layer.ravel().tolist() for layer in scaled.units] == [[0.0, 0.5], [0.5, 0.5]]
    assert scaled.total.tolist() == [0, -1073 + 901]


def test_points_far_out_are_not_usable():
    problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1)))
    W = [np.array([[[2.0**500]], [[1.0]], [[2.0**500]]]), np.array([[[1.0]], [[1.0]], [[2.0**-500]]])]
    assert Scaled.of(W).usable(problem).tolist() == [False, True, True]
