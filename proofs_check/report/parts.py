"""The parts into which the catalog divides a paper with many entries, from ``parts.toml``: one page for each."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from proofs_check.running import index

FILE = Path(__file__).with_name("parts.toml")
REST = ("further", "Further statements")


@dataclass(frozen=True)
class PaperPart:
    """Entries that share a page: ``key`` is in the name of the page, ``title`` is its heading."""

    key: str
    title: str
    ids: tuple[str, ...]


@cache
def data() -> list[dict[str, Any]]:
    """The parts of the file."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["part"]


def parts_of(paper: str, ids: Sequence[str]) -> list[PaperPart]:
    """The parts of a paper that have entries, each id in one of them; no parts where the file has none for the paper.

    >>> [(part.key, part.ids) for part in parts_of("chitour", ["chitour.prop4.i", "chitour.new", "chitour.growth"])]
    [('prop1', ('chitour.growth',)), ('prop4', ('chitour.prop4.i',)), ('further', ('chitour.new',))]
    >>> parts_of("baldi", ["baldi.critical"])
    []
    """
    named = [one for one in data() if one["paper"] == paper]
    if not named:
        return []
    left, found = list(ids), []
    for one in named:
        taken = list(dict.fromkeys(id for name in one["claims"] for id in index.below(left, name)))
        left = [id for id in left if id not in taken]
        found.append(PaperPart(one["key"], one["title"], tuple(taken)))
    return [part for part in (*found, PaperPart(*REST, tuple(left))) if part.ids]
