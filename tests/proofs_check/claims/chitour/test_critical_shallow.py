"""Equation (24) of Chitour et al. (2022): cases by hand and planted faults."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.chitour import critical_shallow
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.language.outcome import Outcome, equal, is_true
from tests.proofs_check.settling import first_failure


def test_relations_24_by_hand() -> None:
    # s = (3, 2), W_2 = (1 0; 0 0), W_1 = (3 0; 4 0): W_{2,1} = (1 0), W_{1,1,1} = (3; 4), and 1*3 + 0*4 = 3
    problem = dln.Problem.canonical((3, 2), (2, 2, 2))
    point = dln.Point(problem, [[[3, 0], [4, 0]], [[1, 0], [0, 0]]])
    assert critical_shallow.critical_shallow_corrected.check(point).holds


def test_relations_24_need_distinct_singular_values() -> None:
    # s = (3, 3): P = 3/2 (1 1; 1 1) is a critical product whose D_W = 1/2 (1 1; 1 1) is not diagonal
    problem = dln.Problem.canonical((3, 3), (2, 2, 2))
    half = Fraction(3, 2)
    point = dln.Point(problem, [[[half, half], [0, 0]], [[1, 0], [1, 0]]])
    assert point.is_critical
    assert not problem.satisfies("chitour.4")
    assert critical_shallow.satisfies_24(point).fails


def printed_shape(point: dln.Point) -> Outcome:
    b = blocks(point)
    return equal(b.W_112.shape, (b.d_y - b.r, point.problem.widths[1]), "planted: the printed shape of W_{1,1,2}")


def without_permutation(point: dln.Point) -> Outcome:
    b = blocks(point)
    first = b.S_Y.block(range(b.r), range(b.r))
    return equal(b.W_last_1 @ b.W_111, first, "planted: D_Y holds the first entries of S_Y")


def first_block_vanishes(point: dln.Point) -> Outcome:
    return is_true(blocks(point).W_111.is_zero(), "planted: W_{1,1,1} = 0")


def second_part_vanishes(point: dln.Point) -> Outcome:
    return is_true(blocks(point).W_12.is_zero(), "planted: W_{1,2} = 0")


@pytest.mark.parametrize(
    ("fault", "widths"),
    [
        (printed_shape, (1, 2, 1)),  # r = 0: W_{1,1,2} is 2 x 1, printed 1 x 2
        (without_permutation, (2, 2, 2)),
        (first_block_vanishes, (2, 2, 2)),  # below, r = 0
        (second_part_vanishes, (2, 1, 1)),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_planted_fault_in_24_is_found(fault: Callable[[Any], Outcome], widths: tuple[int, ...]) -> None:
    assert first_failure(critical_shallow.critical_shallow_corrected, fault).problem.widths == widths
