"""A claim that is recorded as true holds at every foreign point and problem, or names the hypothesis that it misses.

A claim that is refuted may fail there, in a sentence, and never raises.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from foreign import points, problems

import symdln as dln
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Known, first_unmet
from proofs_check.language.verdict import Verdict
from proofs_check.running import expected, registry
from proofs_check.scopes.strata import one_of_three

TRUE = (Verdict.PROVED, Verdict.DERIVED, Verdict.VERIFIED, Verdict.CERTIFIED, Verdict.SUPPORTED, Verdict.ILL_FORMED)
RECORDED = expected.recorded()
LARGEST = {
    "ours.values.complete": 8,
    "ours.kinds": 6,
    "ours.arithmetics.values": 8,
    "ours.arithmetics.zero": 16,
    "ours.arithmetics.invariants": 8,
}
"""The most weights for claims whose checks search or eliminate, and would take minutes beyond them."""
LONG = {
    "chitour.dissipation",
    "chitour.growth-bound",
    "chitour.lemma2.4",
    "chitour.prop1.bounded",
    "chitour.weyl",
    "chitour.weyl.spectrum.corrected",
    "kunin.identities.hessian",
    "kunin.identities.gradient",
    "wendin.block",
}
"""Claims with a proof whose checks take milliseconds at a point: of every three points of a problem one is looked at,
and all of them by `make slow`.
"""
CLAIMS = [claim for claim in registry.all_claims().values() if RECORDED.get(claim.id) in TRUE]
REFUTED = [claim for claim in registry.all_claims().values() if RECORDED.get(claim.id) is Verdict.REFUTED]
OF_PROBLEMS = [claim for claim in CLAIMS if claim.over.subject.cases is dln.Problem]
OF_POINTS = [claim for claim in CLAIMS if claim.over.subject.cases is dln.Point]


@cache
def foreign_problems() -> tuple[tuple[str, dln.Problem], ...]:
    return tuple(problems())


@cache
def foreign_points() -> tuple[tuple[str, dln.Point], ...]:
    return tuple((f"{name}, {what}", point) for name, problem in foreign_problems() for what, point in points(problem))


@cache
def foreign_points_in_turn() -> tuple[tuple[str, dln.Point], ...]:
    """Of every three points of a problem one, and of every sort the first."""
    named = [(name, what) for name, problem in foreign_problems() for what, _ in points(problem)]
    first = {what: place for place, (_, what) in reversed(list(enumerate(named)))}
    taken = one_of_three(name for name, _ in named) | set(first.values())
    return tuple(case for place, case in enumerate(foreign_points()) if place in taken)


def complaints(claim: Claim, cases: tuple[tuple[str, Any], ...], *, may_fail: bool = False, most: int = 3) -> list[str]:
    """The first cases at which the claim neither holds (nor fails, where it may) nor says that it does not speak of
    them.
    """
    found: list[str] = []
    for name, case in cases:
        if len(found) == most:
            break
        problem = case.problem if isinstance(case, dln.Point) else case
        if problem.parameters > LARGEST.get(claim.id, problem.parameters):
            continue
        if claim.over.subject.why_not(case) is not None or first_unmet(claim.assuming, case, Known()) is not None:
            continue
        try:
            outcome = claim.at(case)
        except dln.UndecidedError:
            continue
        except Exception as error:
            found.append(f"{name}: raised {type(error).__name__}: {error}")
        else:
            if outcome.fails and not (may_fail and outcome.sentence):
                found.append(f"{name}: {outcome.sentence}")
    return found


CASES = {dln.Problem: foreign_problems, dln.Point: foreign_points}


@pytest.mark.parametrize("claim", OF_PROBLEMS, ids=lambda claim: claim.id)
def test_a_true_claim_about_problems_holds_at_foreign_ones_or_names_a_hypothesis(claim: Claim) -> None:
    assert complaints(claim, foreign_problems()) == []


@pytest.mark.parametrize("claim", OF_POINTS, ids=lambda claim: claim.id)
def test_a_true_claim_about_points_holds_at_foreign_ones_or_names_a_hypothesis(claim: Claim) -> None:
    assert complaints(claim, foreign_points_in_turn() if claim.id in LONG else foreign_points()) == []


@pytest.mark.slow
@pytest.mark.parametrize("id", sorted(LONG))
def test_a_claim_with_a_long_check_holds_at_all_foreign_points(id: str) -> None:
    assert complaints(next(claim for claim in OF_POINTS if claim.id == id), foreign_points()) == []


def test_points_in_turn_are_of_every_sort_and_every_problem() -> None:
    every, taken = ({name for name, _ in cases()} for cases in (foreign_points, foreign_points_in_turn))
    assert taken < every
    assert len(taken) < len(every) / 2
    assert all(any(point.startswith(f"{name}, ") for point in taken) for name, _ in foreign_problems())
    sorts = {what for _, problem in foreign_problems() for what, _ in points(problem)}
    assert all(any(point.endswith(f", {what}") for point in taken) for what in sorts)


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("claim", [claim for claim in REFUTED if claim.over.subject.cases in CASES], ids=lambda c: c.id)
def test_a_refuted_claim_fails_in_a_sentence_at_foreign_cases(claim: Claim, step: int) -> None:
    assert complaints(claim, CASES[claim.over.subject.cases]()[::step], may_fail=True) == []
