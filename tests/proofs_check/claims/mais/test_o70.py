"""The table for two factors: its scope, values by hand, and the verdict."""

from __future__ import annotations

from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.claims.mais.o70 import factorisations, o70, zero_target
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(o70)
    assert result.verdict is Verdict.VERIFIED


def test_the_default_scope_has_all_triples_of_ranks() -> None:
    """For M = H = N = 1: (a, b, r) is (0, 0, 0), (1, 0, 0), (0, 1, 0) or (1, 1, 1)."""
    assert [case[1:] for case in factorisations("default", 0) if case[0] == (1, 1, 1)] == [
        (0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("widths", "value", "order"),
    [
        ((1, 1, 1), "1/2", 2),  # x^2 y^2
        ((1, 2, 1), "1/2", 1),  # (x_1 y_1 + x_2 y_2)^2: smooth away from 0, and a quadric of rank 4 there
        ((2, 1, 2), "1", 2),  # |x|^2 |y|^2: both factors have the exponent 1
        ((1, 5, 1), "1/2", 1),  # <x, y>^2: a hypersurface
    ],
)
def test_values_by_hand(widths, value, order) -> None:
    assert zero_target(*widths) == (Fraction(value), order)


def test_points_have_these_coefficients() -> None:
    """point.learning_coefficient at two points of one fibre, where the table gives different numbers."""
    problem = dln.Problem.from_moments([[1, 0], [0, 1]], [[0, 0], [0, 0]], [[0, 0], [0, 0]], hidden=(2,))
    for A, B, ranks in (([[0, 0], [0, 0]], [[0, 0], [0, 0]], (0, 0)), ([[1, 0], [0, 0]], [[0, 0], [0, 0]], (1, 0))):
        found = dln.Point(problem, [A, B]).learning_coefficient
        a, b = ranks
        value, order = zero_target(2 - a, 2 - a - b, 2 - b)
        assert (found.value, found.order) == (value + Fraction(4 - (2 - b) * (2 - a), 2), order)
