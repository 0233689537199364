"""Settles claims that stand in no module: what tests use to plant false neighbours of a claim.

Also the cases of a claim in the small scope, and the first one at which it, or a false neighbour, fails.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any
from unittest import mock

import pytest

import symdln as dln
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Hypothesis, Known, first_unmet
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.verdict import Verdict
from proofs_check.running import registry, runner
from proofs_check.running.runner import Result, Settings


@contextmanager
def _findable(claims: tuple[Claim, ...]) -> Iterator[None]:
    table = {claim.id: claim for claim in claims}
    with mock.patch.object(registry, "in_module", return_value=table):
        yield


def settle(*claims: Claim, size: str = "small") -> tuple[Result, ...]:
    """Run the claims in this process."""
    with _findable(claims):
        return runner.run(claims, Settings(size=size)).results


def settle_planted(claims: Mapping[str, Claim], size: str = "small") -> dict[str, Result]:
    """Run false neighbours, each under its name, so that claims over one scope share its points."""
    named = [replace(claim, id=name) for name, claim in claims.items()]
    return {result.claim.id: result for result in settle(*named, size=size)}


def planted(claim: Claim, **changes: Any) -> Claim:
    """The claim with another check, scope or other hypotheses."""
    return replace(claim, **changes)


def without(claim: Claim, *names: str) -> Claim:
    """The claim with these hypotheses dropped."""
    kept = tuple(hypothesis for hypothesis in claim.assuming if hypothesis.name not in names)
    assert len(kept) == len(claim.assuming) - len(names)
    return replace(claim, assuming=kept)


def claims_of(source: str, *parts: str) -> dict[str, Claim]:
    """The claims whose ids begin with the source and one of these second parts, or all claims of the source."""
    wanted = tuple(f"{source}.{part}" for part in parts) or (source,)
    return {
        id: found
        for id, found in registry.all_claims().items()
        if any(id == name or id.startswith(name + ".") for name in wanted)
    }


def small_cases(claim: Claim, assuming: tuple[Hypothesis, ...] | None = None) -> Iterator[Any]:
    """The cases of the small scope, smallest first, that meet the claim's hypotheses (or the given ones)."""
    asked = claim.assuming if assuming is None else assuming
    for unit in claim.over.units("small", 0):
        for case in claim.over.cases(unit):
            if first_unmet(asked, case.subject, Known()) is None:
                yield case.subject


def first_failure(
    claim: Claim, check: Callable[[Any], Outcome] | None = None, assuming: tuple[Hypothesis, ...] | None = None
) -> Any:
    """The first case at which the claim fails, with its check or its hypotheses exchanged; None if it holds
    everywhere.
    """
    for subject in small_cases(claim, assuming):
        outcome = (check or claim.check)(subject)
        if outcome.fails:
            return subject
        assert outcome.holds, outcome.sentence
    return None


def texts(point: dln.Point) -> list[list[list[str]]]:
    return [weight.texts() for weight in point.weights]


def word_cases(claim: Claim) -> list[Any]:
    """The cases in words, at which any size is meant."""
    return [case for case in small_cases(claim) if not isinstance(case, dln.Problem) and isinstance(case[0], str)]


def named_cases(claim: Claim) -> list[Any]:
    """The cases at named sizes and at given problems."""
    return [case for case in small_cases(claim) if isinstance(case, dln.Problem) or not isinstance(case[0], str)]


def settle_planted_at_sizes(claims: Mapping[str, Claim]) -> dict[str, Result]:
    """The same at sizes that are numbers alone; at sizes of any value nothing is checked."""

    def guarded(claim: Claim) -> Claim:
        def check(case: Any) -> Outcome:
            return claim.check(case) if isinstance(case[0], int) else equal(0, 0, "skipped")

        check.__doc__ = "A planted fault."
        return planted(claim, check=check)

    return settle_planted({name: guarded(claim) for name, claim in claims.items()})


Settle = Callable[[Mapping[str, Claim]], dict[str, Result]]


def refuted_with_a_small_witness(claims: Mapping[str, Claim]) -> Callable[[str], None]:
    """A test that every planted fault is refuted at widths of at most 2."""
    return _refuted(claims, settle_planted, lambda name, witness: max(witness["problem"]["widths"]) <= 2)


def refuted_first_where_said(
    claims: Mapping[str, tuple[Claim, Any]], settled: Settle = settle_planted
) -> Callable[[str], None]:
    """A test that every planted fault is refuted, and fails first at the case beside it."""
    alone = {name: claim for name, (claim, _) in claims.items()}
    return _refuted(alone, settled, lambda name, witness: witness["data"] == claims[name][1])


def _refuted(
    claims: Mapping[str, Claim], settled: Settle, is_expected: Callable[[str, dict[str, Any]], bool]
) -> Callable[[str], None]:
    results = cache(lambda: settled(claims))

    @pytest.mark.parametrize("name", claims)
    def test(name: str) -> None:
        result = results()[name]
        assert result.verdict is Verdict.REFUTED, result.error
        assert result.witness is not None
        assert is_expected(name, result.witness), result.witness

    return test


def best_verdicts(source: str) -> Callable[[str], None]:
    """A test that every claim of a source rests on cases of the small scope and ends as well as it can.

    REFUTED where the source's statement has a grade, PROVED with a proof object, and else DERIVED.
    """
    claims = claims_of(source)
    results = cache(lambda: {result.claim.id: result for result in settle(*claims.values())})

    @pytest.mark.parametrize("id", claims)
    def test(id: str) -> None:
        result = results()[id]
        assert result.error is None
        assert result.tally.cases > 0
        best = Verdict.PROVED if result.claim.proof else Verdict.DERIVED
        assert result.verdict is (Verdict.REFUTED if result.claim.grade else best)

    return test


def verdicts_on_cases(verdicts: Mapping[Claim, Verdict], more_than: int = 0) -> Callable[[Claim], None]:
    """A test that each claim has its verdict in the small scope, where more than so many cases meet its hypotheses."""

    @pytest.mark.parametrize("claim", verdicts, ids=lambda claim: claim.id)
    def test(claim: Claim) -> None:
        (result,) = settle(claim)
        assert result.error is None
        assert result.verdict is verdicts[claim]
        assert result.tally.cases == len(list(small_cases(claim))) > more_than

    return test
