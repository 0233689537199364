"""Section 2.3 of Chitour et al. (2022): critical points by the rank of W_{H+1}...W_2; planted faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.chitour import crit_strata
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal
from tests.proofs_check.settling import first_failure


def indexed_by_z(point: dln.Point) -> Outcome:
    at_top = blocks(point).r_Z >= point.problem.output_width
    return equal(point.loss == 0, at_top, "planted: Crit_r indexed by the rank of Z")


@pytest.mark.parametrize(
    ("claim", "fault", "widths"),
    [
        (crit_strata.crit_strata, indexed_by_z, (1, 1, 1)),  # Z = I always at depth 2
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_planted_fault_is_found(claim: Claim, fault: Callable[[Any], Outcome], widths: tuple[int, ...]) -> None:
    witness = first_failure(claim, fault)
    assert witness is not None
    assert witness.problem.widths == widths
