"""Finds the claims: every :class:`Claim` that stands in a module below ``proofs_check.claims``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from functools import cache
from types import ModuleType

from proofs_check.language.claim import Claim
from proofs_check.running import claim_file
from proofs_check.running.index import PACKAGE, begins, unknown
from symdln.errors import InputError


@cache
def in_module(name: str) -> dict[str, Claim]:
    """The claims of one module, or of a claim file, by id, in the order in which they are written."""
    module = claim_file.module(name) or importlib.import_module(name)
    return _by_id(value for value in vars(module).values() if _written_in(value, name))


@cache
def all_claims(package: str = PACKAGE) -> dict[str, Claim]:
    """The claims of a package by id: modules in alphabetical order, claims as they are written."""
    return _by_id(found for module in modules(package) for found in in_module(module).values())


def modules(package: str = PACKAGE) -> tuple[str, ...]:
    """The names of all modules of a package, itself included."""
    root: ModuleType = importlib.import_module(package)
    below = pkgutil.walk_packages(root.__path__, package + ".")
    return (package, *sorted(found.name for found in below))


def select(claims: dict[str, Claim], prefixes: Sequence[str] = (), source: str | None = None) -> tuple[Claim, ...]:
    """The claims named by ids or prefixes of ids (``chitour.prop4`` names all of ``chitour.prop4.*``), and of a source.

    Raises ``InputError`` with close matches for a name that selects nothing.
    """
    keys = {found.source.source.key for found in claims.values()}
    if source is not None and source not in keys:
        raise InputError(f"no claim has the source {source!r}; the sources are {', '.join(sorted(keys)) or 'none'}.")
    wanted = [found for found in claims.values() if source in (None, found.source.source.key)]
    for prefix in prefixes:
        if not any(begins(found.id, prefix) for found in wanted):
            if any(begins(id, prefix) for id in claims):
                raise InputError(f"no claim of the source {source!r} is called {prefix!r}; leave out one of the two.")
            raise unknown(prefix, [found.id for found in wanted])
    return tuple(found for found in wanted if not prefixes or any(begins(found.id, prefix) for prefix in prefixes))


def find(claims: dict[str, Claim], id: str) -> Claim:
    """The claim with exactly this id."""
    if id not in claims:
        raise unknown(id, list(claims))
    return claims[id]


def _written_in(value: object, module: str) -> bool:
    return isinstance(value, Claim) and value.module == module


def _by_id(claims: Iterable[Claim]) -> dict[str, Claim]:
    table: dict[str, Claim] = {}
    for found in claims:
        if found.id in table:
            raise InputError(
                f"two claims are called {found.id}, in {table[found.id].module} and {found.module}; rename one."
            )
        table[found.id] = found
    return table
