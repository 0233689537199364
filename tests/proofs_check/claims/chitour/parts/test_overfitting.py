"""Proposition 1 and Conjecture 1, simulated: cases by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

import symdln as dln
from proofs_check.claims.chitour.parts import overfitting


def test_bound_of_the_path_by_hand() -> None:
    # a = 2, b = 1, s = 3: g = 1, K_2 = 42, tau = (3, 0): ||W||^2 <= (42 + 3) + 42
    at = dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), [[[2]], [[1]]])
    assert overfitting.path_bound(at) == 87


def test_targets_meet_assumption_4() -> None:
    values = overfitting.target((3, 3, 3), np.random.default_rng(0))
    assert dln.Problem.canonical(values, (3, 3, 3)).satisfies("chitour.4")
    assert all(Fraction(1, 2) <= value <= 3 for value in values)
