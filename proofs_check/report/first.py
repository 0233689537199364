"""The findings that a reader should see first, from ``first.toml``, as far as the run has the verdicts behind them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from proofs_check.report import hypotheses
from symdln.files.inline import as_markdown
from symdln.files.markup import code, formula, words

FILE = Path(__file__).with_name("first.toml")


@cache
def listed() -> Sequence[Mapping[str, Any]]:
    """The findings of the file: title, what it says, and the verdicts without which it is not said."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["finding"]


def lines(verdicts: Mapping[str, str]) -> Iterator[str]:
    """The numbered findings of which the run has all verdicts, under a heading; nothing where there are none."""
    said = [one for one in listed() if all(verdicts.get(id) == word for id, word in one["verdicts"].items())]
    if said:
        yield "## First\n"
    for number, one in enumerate(said, 1):
        rests = ", ".join(f"{code(id)} {word}" for id, word in one["verdicts"].items())
        yield f"{number}. **{as_markdown(one['title'])}.** {as_markdown(one['says'])} ({rests})"
    yield from [""] if said else []


def never_needed(claims: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The hypotheses that no claim of the run was seen to need, in a table."""
    recorded = hypotheses.recorded()
    found = hypotheses.never_needed({one["id"]: recorded[one["id"]] for one in claims if one["id"] in recorded})
    said = {known["name"]: known["statement"] for one in claims for known in one["hypotheses"]}
    if found:
        yield "## Hypotheses that were not seen to be needed\n"
        yield (
            "Each hypothesis was dropped alone. The claims that are counted held at all cases of the small scope that "
            "violate it alone, and no claim with this hypothesis was seen to fail without it. That proves nothing "
            "beyond these cases; it is a question to the author of the statement.\n"
        )
        yield "| hypothesis | claims | cases that violate it alone |"
        yield "|---|---|---|"
        for name, (held, cases) in found.items():
            cell = f"{words(name)}: {_statement(said[name])}" if said.get(name, name) != name else words(name)
            yield f"| {cell} | {held} | {cases:,} |"
        yield ""


def _statement(text: str) -> str:
    """The statement of a hypothesis in a cell of a table."""
    return (formula(text) if "\\" in text else as_markdown(text)).replace("|", r"\|")
