"""Replays the proofs that claims carry as work items of a run, so that its processes share them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from proofs_check.language.claim import Claim
from proofs_check.language.proofs import LogicProof
from proofs_check.running import registry
from proofs_check.running.witness import REFUSED


@dataclass(frozen=True)
class Replays:
    """A work item: claims, as (module, id), whose proofs have steps in common, so that one process replays them."""

    claims: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Replayed:
    """The answer to it: by the id of each claim the error of the claim if its proof is refused, and else None."""

    errors: dict[str, dict[str, Any] | None]


def items(claims: Sequence[Claim]) -> Iterator[Replays]:
    """The proofs of the claims: one work item for each theory of the logic, and one for all other proofs."""
    together: dict[str, list[tuple[str, str]]] = {}
    for claim in claims:
        if claim.proof is not None:
            theory = claim.proof.theorem.theory if isinstance(claim.proof, LogicProof) else ""
            together.setdefault(theory, []).append((claim.module, claim.id))
    yield from (Replays(tuple(names)) for names in together.values())


def replay(item: Replays) -> Replayed:
    """Replay the proofs of a work item, in whatever process."""
    return Replayed({id: error_of(registry.in_module(module)[id]) for module, id in item.claims})


def error_of(claim: Claim) -> dict[str, Any] | None:
    """Replay the proof that a claim carries; the error of the claim if it is refused."""
    refusal = claim.refusal()
    if refusal is None:
        return None
    return {
        "sentence": f"{REFUSED}: {re.sub('^the proof.* is refused: ', '', refusal)}",
        "place": "",
        "case": "",
        "traceback": refusal + "\n",
    }
