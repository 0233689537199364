"""Remarks 1 and 5: smallest cases by hand, non-vacuity, and false neighbours that must be refuted."""

from collections.abc import Callable
from typing import Any

import pytest
from chitour_cases import first_failure, small_cases
from settling import without

import symdln as dln
from proofs_check.claims.chitour import least_squares, remark1
from proofs_check.claims.chitour.parts import assumptions
from proofs_check.facts import extrema
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal, is_true
from symdln.algebra.matrix import Matrix

HOLD = (
    remark1.zero_is_reached,
    least_squares.product_is_least_squares,
    least_squares.product_is_least_squares_general,
    least_squares.least_squares_is_unique,
)
BOTTLENECK = dln.Problem.canonical((3, 2), (2, 1, 2))


@pytest.mark.parametrize("claim", HOLD, ids=lambda claim: claim.id)
def test_claims_hold_in_the_small_scope_and_say_something_there(claim: Claim) -> None:
    assert next(small_cases(claim), None) is not None
    assert first_failure(claim) is None


def test_remark_1_speaks_of_wide_and_of_narrow_networks() -> None:
    wide = {min(p.hidden) >= p.output_width for p in small_cases(remark1.zero_is_reached)}
    assert wide == {True, False}


def test_weights_with_a_given_product() -> None:
    problem = dln.Problem.canonical((3, 2), (2, 3, 2, 2))
    point = assumptions.factored(problem, Matrix([[1, 2], [3, 4]]))
    assert point.weights[0] == Matrix([[1, 2], [3, 4], [0, 0]])
    assert point.end_to_end == Matrix([[1, 2], [3, 4]])


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


# -- false neighbours --------------------------------------------------------------------------------------------------


def if_first_width_is_enough(problem: dln.Problem) -> Outcome:
    reached = extrema.value_of(problem, range(problem.best_rank)) == problem.constant
    return equal(problem.widths[1] >= problem.output_width, reached, "planted: d_1 >= d_y, and zero is reached")


def only_if_wider(problem: dln.Problem) -> Outcome:
    reached = extrema.value_of(problem, range(problem.best_rank)) == problem.constant
    return is_true(min(problem.hidden) > problem.output_width or not reached, "planted: min d_i > d_y is required")


def transposed(point: dln.Point) -> Outcome:
    problem = point.problem
    return equal(point.end_to_end, problem.Sxy @ problem.Sxx.inverse(), "planted: X Y^T (X X^T)^-1")


def unwhitened(point: dln.Point) -> Outcome:
    return equal(point.end_to_end, point.problem.Syx, "planted: Y X^T")


@pytest.mark.parametrize(
    ("claim", "fault", "widths"),
    [
        (remark1.zero_is_reached, only_if_wider, (1, 1, 1)),
        (remark1.zero_is_reached, if_first_width_is_enough, (2, 2, 1, 2)),
        (least_squares.product_is_least_squares_general, transposed, (2, 2, 2)),
        (least_squares.product_is_least_squares_general, unwhitened, (1, 1, 1)),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_planted_faults_are_found(claim: Claim, fault: Callable[[Any], Outcome], widths: tuple[int, ...]) -> None:
    witness = first_failure(claim, fault)
    assert getattr(witness, "problem", witness).widths == widths


def test_a_target_of_lower_rank_needs_fewer_widths() -> None:
    problem = dln.Problem.canonical((3, 0), (2, 1, 2))
    assert remark1.zero_is_reached.check(problem).fails
    assert not remark1.full_target.met_by(problem)


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
