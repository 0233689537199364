"""Remark 5 of Chitour et al. (2022): global minima and least squares solutions; cases by hand and planted faults."""

from collections.abc import Callable
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.chitour import least_squares
from proofs_check.claims.chitour.parts import assumptions
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal
from symdln.algebra.matrix import Matrix
from tests.proofs_check.settling import first_failure, without

BOTTLENECK = dln.Problem.canonical((3, 2), (2, 1, 2))


def test_least_squares_by_hand() -> None:
    # x = 1, 2 and y = 1, 3: (1 * 1 + 3 * 2) / (1 + 4) = 7/5
    problem = dln.Problem.from_data([[1, 2]], [[1, 3]], hidden=(1,))
    assert assumptions.least_squares(problem) == Matrix([["7/5"]])
    assert least_squares.least_squares_is_unique.check(problem).holds
    minimum = dln.Point(problem, [[["7/5"]], [[1]]])
    assert least_squares.product_is_least_squares.check(minimum).holds
    assert least_squares.product_is_least_squares.check(dln.Point(problem, [[[0]], [[0]]])).fails


def test_words_prove_the_gap_and_nothing_near_it() -> None:
    assert least_squares.unique_in_words().holds


def transposed(point: dln.Point) -> Outcome:
    problem = point.problem
    return equal(point.end_to_end, problem.Sxy @ problem.Sxx.inverse(), "planted: X Y^T (X X^T)^-1")


def unwhitened(point: dln.Point) -> Outcome:
    return equal(point.end_to_end, point.problem.Syx, "planted: Y X^T")


@pytest.mark.parametrize(
    ("claim", "fault", "widths"),
    [
        (least_squares.product_is_least_squares_general, transposed, (2, 2, 2)),
        (least_squares.product_is_least_squares_general, unwhitened, (1, 1, 1)),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_planted_faults_are_found(claim: Claim, fault: Callable[[Any], Outcome], widths: tuple[int, ...]) -> None:
    witness = first_failure(claim, fault)
    assert getattr(witness, "problem", witness).widths == widths


def test_through_a_bottleneck_the_product_is_another_one() -> None:
    claim = without(least_squares.product_is_least_squares, least_squares.FIRST.name)
    assert first_failure(claim).problem.widths == (2, 1, 2)
    assert least_squares.least_squares_is_unique.check(BOTTLENECK).fails  # diag(3, 2) has rank 2
    assert not least_squares.FIRST.met_by(BOTTLENECK)


def test_with_singular_inputs_the_solution_is_not_the_only_one() -> None:
    problem = dln.Problem.from_data([[1, 1], [1, 1]], [[1, 1]], hidden=(1,))
    assert least_squares.least_squares_is_unique.check(problem).fails
    assert not assumptions.Sxx_invertible.met_by(problem)


def test_away_from_the_minimum_the_product_is_another_one() -> None:
    claim = without(least_squares.product_is_least_squares, least_squares.global_minimum.name)
    assert first_failure(claim).problem.widths == (1, 1, 1)
