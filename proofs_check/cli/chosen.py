"""Which claims a command is about: those of claim files of the user, or those of this project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from proofs_check.language.claim import Claim
from proofs_check.running import claim_file, index, registry
from symdln.errors import InputError


def chosen(ids: Sequence[str], source: str | None, files: Sequence[Path]) -> tuple[Claim, ...]:
    """The claims named by ids or beginnings of ids.

    Without files, and for names that no claim of a file has, the claims of this project are meant; with files and
    without names, all claims of the files.
    """
    own = of_files(files)
    if own and not ids:
        return registry.select(own, (), source)
    in_files = [id for id in ids if index.below(own, id)]
    others = [id for id in ids if id not in in_files]
    found = registry.select(own, in_files, source) if in_files else ()
    if own and not others:
        return found
    return (*found, *registry.select(_all_beside(own) if own else registry.all_claims(), others, source))


def one(id: str, files: Sequence[Path]) -> Claim:
    """The claim with exactly this id, in the files first."""
    own = of_files(files)
    return own[id] if id in own else registry.find(_all_beside(own), id)


def of_files(files: Sequence[Path]) -> dict[str, Claim]:
    """The claims of all these files; no id may stand in two of them."""
    claims: dict[str, Claim] = {}
    for path in dict.fromkeys(files):
        for id, claim in claim_file.load(path).items():
            if id in claims:
                raise InputError(f"the claim {id} is in two claim files, one of them '{path}'; rename one of the two.")
            claims[id] = claim
    return claims


def _all_beside(own: dict[str, Claim]) -> dict[str, Claim]:
    """The claims of the files and those of this project; a claim of a file replaces its namesake."""
    return {**registry.all_claims(), **own}
