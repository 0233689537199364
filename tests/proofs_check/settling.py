"""Settles claims that stand in no module: what tests use to plant false neighbours of a claim."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock

from proofs_check.language.claim import Claim
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
