"""Views of the catalog: the same claims by topic, by paper and by symbol, from ``topics.toml`` and the claims."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs_check.running import index

if TYPE_CHECKING:
    from proofs_check.language.claim import Claim
    from proofs_check.running.index import Entry

FILE = Path(__file__).with_name("topics.toml")


@dataclass(frozen=True)
class View:
    """Claims that are looked up together: ``key`` is what one types, ``title`` what one reads, ``about`` a sentence."""

    key: str
    title: str
    about: str
    ids: tuple[str, ...]


@cache
def data() -> dict[str, list[dict[str, Any]]]:
    """The file of topics and symbols."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def by_topic(ids: Iterable[str]) -> list[View]:
    """The topics in the order of the file; a claim may belong to several.

    >>> next(view.key for view in by_topic(["saddle.order"]) if view.ids)
    'saddles'
    """
    known = list(ids)
    return [
        View(one["key"], one["title"], one["about"], tuple(id for id in known if _names(one["claims"], id)))
        for one in data()["topic"]
    ]


def _names(beginnings: Iterable[str], id: str) -> bool:
    return any(index.begins(id, beginning) for beginning in beginnings)


def by_paper(entries: Mapping[str, Entry]) -> list[View]:
    """One view for each document from which claims are taken, by key, with its authors, year and title."""
    found: dict[tuple[str, str, int], list[Entry]] = {}
    for entry in entries.values():
        source = entry.source
        found.setdefault((source.key, source.title, source.year), []).append(entry)
    return [
        View(key, f"{each[0].source.authors} ({year})", title, tuple(entry.id for entry in each))
        for (key, title, year), each in sorted(found.items())
    ]


def by_symbol(claims: Mapping[str, Claim]) -> list[View]:
    """The symbols of the file, with the claims in whose statements the pattern of the symbol is found."""
    return [
        View(one["name"], one["name"], one["latex"], _with(re.compile(one["pattern"]), claims))
        for one in data()["symbol"]
    ]


def _with(pattern: re.Pattern[str], claims: Mapping[str, Claim]) -> tuple[str, ...]:
    return tuple(id for id, claim in claims.items() if pattern.search(claim.statement))
