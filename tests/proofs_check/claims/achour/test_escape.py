"""Figure (b) of the slides of Achour et al. (2025): escape from strict and from non-strict saddles."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.achour import escape
from proofs_check.facts.classes import exact_class
from proofs_check.language.outcome import Outcome
from proofs_check.language.verdict import Verdict
from symdln.landscape.classification import NON_STRICT, STRICT
from symdln.numeric.dynamics.escape import NEVER
from tests.proofs_check.settling import planted, settle, settle_planted


def test_escape_is_supported_and_its_reverse_is_not() -> None:
    def later(case: Any) -> Outcome:
        return escape.sooner(case[5], case[4])

    (result,) = settle(escape.escape)
    assert (result.verdict, result.tally.cases) == (Verdict.SUPPORTED, 2 * escape.RUNS["small"])
    reverse = settle_planted({"later": planted(escape.escape, check=later)})["later"]
    assert (reverse.verdict, reverse.tally.failures) == (Verdict.UNDECIDED, 2 * escape.RUNS["small"])


def test_saddles_of_the_experiment_are_of_either_class_with_one_product() -> None:
    for widths in escape.NETWORKS:
        strict, other = escape.pair(widths)
        assert [exact_class(strict.point), exact_class(other.point)] == [STRICT, NON_STRICT]
        assert strict.point.end_to_end == other.point.end_to_end
        assert (strict.order, other.order) == (2, 3)


def test_never_and_ties_are_no_sooner_escape() -> None:
    assert escape.sooner(5, NEVER).holds
    assert escape.sooner(5, 6).holds
    assert escape.sooner(5, 5).fails
    assert escape.sooner(NEVER, NEVER).fails
    assert escape.sooner(NEVER, 7).fails
