"""Remark 1 of Chitour et al. (2022): when the loss can reach 0; planted faults."""

from collections.abc import Callable
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.chitour import remark1
from proofs_check.facts import extrema
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal, is_true
from tests.proofs_check.settling import first_failure, small_cases


def test_remark_1_speaks_of_wide_and_of_narrow_networks() -> None:
    wide = {min(p.hidden) >= p.output_width for p in small_cases(remark1.zero_is_reached)}
    assert wide == {True, False}


def if_first_width_is_enough(problem: dln.Problem) -> Outcome:
    reached = extrema.value_of(problem, range(problem.best_rank)) == problem.constant
    return equal(problem.widths[1] >= problem.output_width, reached, "planted: d_1 >= d_y, and zero is reached")


def only_if_wider(problem: dln.Problem) -> Outcome:
    reached = extrema.value_of(problem, range(problem.best_rank)) == problem.constant
    return is_true(min(problem.hidden) > problem.output_width or not reached, "planted: min d_i > d_y is required")


@pytest.mark.parametrize(
    ("claim", "fault", "widths"),
    [
        (remark1.zero_is_reached, only_if_wider, (1, 1, 1)),
        (remark1.zero_is_reached, if_first_width_is_enough, (2, 2, 1, 2)),
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
