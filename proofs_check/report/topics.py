"""Views of the catalog: the same claims by topic, by paper and by symbol, from ``topics.toml`` and the claims.

To put a claim under a topic: ``python -m proofs_check.report.topics ID TOPIC``.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proofs_check.running import index
from symdln.errors import InputError
from symdln.files.text import write_text

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


def with_claim(text: str, id: str, key: str) -> str:
    """The text of the file with the id at the end of the list of the topic with this key.

    >>> print(with_claim('key = "a"\\nclaims = ["x.y"]\\n', "x.z", "a"))
    key = "a"
    claims = ["x.y", "x.z"]
    <BLANKLINE>
    """
    found = re.search(rf'^key = "{re.escape(key)}"\n(?:.*\n)*?claims = \[[^]]*?(?=,?\s*\])', text, re.MULTILINE)
    if found is None:
        keys = ", ".join(re.findall(r'^key = "(.*)"$', text, re.MULTILINE))
        raise InputError(f"There is no topic called {key!r}; choose {keys}.")
    return f'{text[: found.end()]}, "{id}"{text[found.end() :]}'


def main(arguments: Sequence[str]) -> int:
    """Put the claim under the topic."""
    if len(arguments) != 2:
        click.echo("usage: python -m proofs_check.report.topics ID TOPIC", err=True)
        return 2
    try:
        write_text(FILE, with_claim(FILE.read_text(encoding="utf-8"), *arguments))
    except InputError as error:
        click.echo(f"proofs_check.report.topics: {error}", err=True)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
