"""Every hypothesis of a true claim is needed, or stands in the list of those that no case shows to be needed."""

from __future__ import annotations

import tomllib

import pytest

import symdln as dln
from proofs_check.hunting.ablate import Need
from proofs_check.hunting.drops import drops_of
from proofs_check.running import registry
from tests.mutations import hypotheses
from tests.mutations.hypotheses import LIST, dropped
from tests.mutations.mechanical import true_claims

NOT_SHOWN = {
    (claim, hypothesis): answer
    for answer, names in tomllib.loads(LIST.read_text(encoding="utf-8")).items()
    for hypothesis, claims in names.items()
    for claim in claims
}
SAMPLE = ("achour.rank-constrained", "achour.shallow-strict", "chitour.least-squares.unique", "ours.inertia")


def differences(ids: tuple[str, ...] | None = None) -> list[str]:
    """Where what is found and the list differ."""
    claims = [claim for claim in true_claims() if ids is None or claim.id in ids]
    found = {(each.claim, each.hypothesis): each for each in dropped(claims)}
    wrong = [
        f"{claim} without '{name}': {each.need.value}, but listed is {NOT_SHOWN.get((claim, name), 'nothing')}"
        for (claim, name), each in found.items()
        if (None if each.refuted else each.need.value) != NOT_SHOWN.get((claim, name))
    ]
    known = {claim.id for claim in claims}
    gone = [f"{claim} has no '{name}'" for claim, name in NOT_SHOWN if claim in known and (claim, name) not in found]
    return wrong + gone


def test_hypotheses_of_some_claims() -> None:
    assert differences(SAMPLE) == []


@pytest.mark.slow
def test_every_hypothesis_is_needed_or_listed() -> None:
    assert differences() == []


def test_the_list_names_true_claims_and_known_answers() -> None:
    assert {claim for claim, _ in NOT_SHOWN} <= {claim.id for claim in true_claims()}
    assert set(NOT_SHOWN.values()) <= {need.value for need in Need if need is not Need.NEEDED}


def test_a_foreign_point_shows_a_need() -> None:
    # a shallow network has no non-strict saddle; a deep one has, at W = 0
    claim = registry.all_claims()["achour.shallow-strict"]
    (drop,) = [drop for drop in drops_of(claim) if drop.hypothesis.name == "depth = 2"]
    assert hypotheses.failing_case(claim, drop) is not None
    assert hypotheses.met(drop, dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])) is False
