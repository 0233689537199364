"""Which hypotheses of the claims are needed, as ``proofs-check ablate`` found it, kept as data for the catalog.

To write the data anew: ``proofs-check ablate --all --scope small --json ablation.json`` and then
``python -m proofs_check.report.hypotheses ablation.json``; an ablation of some claims replaces what is recorded of
them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click

from proofs_check.hunting.ablate import Need
from proofs_check.running import registry
from proofs_check.running.witness import case_lines
from symdln.errors import InputError
from symdln.files import write_text

FILE = Path(__file__).with_name("hypotheses.json")
FORMAT = "proofs-check hypotheses 1"
MADE_BY = "proofs-check ablate --all --scope small --json FILE, then python -m proofs_check.report.hypotheses FILE"
LONGEST = 240
SCOPE = "small"


@dataclass(frozen=True)
class Dropped:
    """One hypothesis of a claim, and what the claim does without it; ``smallest`` is the smallest case that fails."""

    hypothesis: str
    answer: str
    cases: int
    smallest: str = ""

    @property
    def sentence(self) -> str:
        """What was found, in words that say no more.

        >>> Dropped("Sxx invertible", "not refuted", 90).sentence
        'not seen to be needed (holds in 90 cases that violate it alone)'
        """
        answers = {
            Need.NEEDED.value: f"needed, fails at {self.smallest}",
            Need.NOT_REFUTED.value: f"not seen to be needed (holds in {self.cases:,} cases that violate it alone)",
            Need.NOT_TESTED.value: "not tested alone (no case in scope violates it alone)",
            Need.UNDECIDED.value: "not decided",
        }
        return answers.get(self.answer, "the statement cannot be stated without it")


@cache
def recorded(path: Path = FILE) -> Mapping[str, tuple[Dropped, ...]]:
    """What is recorded, by the id of the claim."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return {id: tuple(Dropped(**row) for row in rows) for id, rows in data["claims"].items()}


def of_ablation(ablation: Mapping[str, Any]) -> dict[str, tuple[Dropped, ...]]:
    """The rows of an ablation in the small scope; of a claim that fails with all its hypotheses there are none."""
    if (ablation.get("ending"), ablation.get("scope")) != ("complete", SCOPE):
        raise InputError(
            f"only a complete ablation in the scope {SCOPE} can be recorded, but this one is "
            f"{ablation.get('ending')}, {ablation.get('scope')}."
        )
    raised = [one["id"] for one in ablation["claims"] if one["with_all_hypotheses"]["unstated"]]
    if raised:
        raise InputError(f"the checks of {', '.join(raised)} raised errors with all hypotheses; correct them first.")
    return {one["id"]: tuple(map(_row, one["dropped"])) for one in ablation["claims"]}


def _row(row: Mapping[str, Any]) -> Dropped:
    needed = row["answer"] == Need.NEEDED.value
    return Dropped(row["hypothesis"], row["answer"], row["cases"], _smallest(row["witness"]) if needed else "")


def _smallest(witness: Mapping[str, Any]) -> str:
    text = "; ".join([*case_lines(witness), witness["sentence"]])
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} ..."


def never_needed(found: Mapping[str, Sequence[Dropped]]) -> dict[str, tuple[int, int]]:
    """Hypotheses that no claim was seen to need, though some were checked without: names, claims, cases.

    >>> row = Dropped("m >= 2", "not refuted", 3)
    >>> never_needed({"a": [row], "b": [row, Dropped("m >= 9", "not tested", 0)]})
    {'m >= 2': (2, 6)}
    """
    rows = [row for each in found.values() for row in each]
    needed = {row.hypothesis for row in rows if row.answer != Need.NOT_REFUTED.value and row.cases}
    names = dict.fromkeys(row.hypothesis for row in rows if row.answer == Need.NOT_REFUTED.value)
    alone = {name: [row.cases for row in rows if row.hypothesis == name and row.cases] for name in names}
    return {name: (len(cases), sum(cases)) for name, cases in alone.items() if name not in needed}


def as_text(found: Mapping[str, Sequence[Dropped]]) -> str:
    """The file, one line for each claim."""
    head = {"format": FORMAT, "made by": MADE_BY, "scope": SCOPE}
    lines = (
        f"  {json.dumps(id)}: {json.dumps([asdict(row) for row in rows], ensure_ascii=False)}"
        for id, rows in sorted(found.items())
    )
    return json.dumps(head)[:-1] + ', "claims": {\n' + ",\n".join(lines) + "\n}}\n"


def main(arguments: Sequence[str]) -> int:
    """Write the data from the ablation that is named."""
    if len(arguments) != 1:
        click.echo("usage: python -m proofs_check.report.hypotheses ABLATION.json", err=True)
        return 2
    found = {**recorded(), **of_ablation(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))}
    claims = registry.all_claims()
    found = {id: rows for id, rows in found.items() if id in claims and claims[id].assuming}
    write_text(FILE, as_text(found))
    click.echo(f"The hypotheses of {len(found)} claims are recorded in {FILE.name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
