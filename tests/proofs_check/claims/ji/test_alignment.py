"""Layers close to rank one: the verdict, and a case by hand."""

import symdln as dln
from proofs_check.claims.ji.alignment import alignment, allowance, misalignment
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(alignment)
    assert result.verdict is Verdict.PROVED


def test_by_hand() -> None:
    # W_1 = diag(2, 1), W_2 = (1, 1): ||W_1||_F^2 - ||W_1||_op^2 = 5 - 4; C = (1, 1; 1, 1) - diag(4, 1) = (-3, 1; 1, 0)
    # has the trace -3 and the largest eigenvalue (-3 + sqrt 13) / 2 = 0.302..., so the bound is 3.302...
    point = dln.Point(dln.Problem.canonical((1,), (2, 2, 1)), [[[2, 0], [0, 1]], [[1, 1]]])
    low, high = misalignment(point.weights[0])
    assert low <= 1 <= high
    low, high = allowance(point, 1)
    assert low**2 - 3 * low - 1 <= 0 <= high**2 - 3 * high - 1  # (3 + sqrt 13) / 2 is the root of x^2 - 3 x - 1
    assert high - low < 1e-15
