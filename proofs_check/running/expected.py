"""The verdicts recorded for regression, and how a run is compared with them.  Only the command line reads this.

To record the verdicts of a complete run of the default scope: ``python -m proofs_check.running.expected RESULTS.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proofs_check.language.verdict import Verdict
from symdln.errors import InputError

if TYPE_CHECKING:
    from proofs_check.running.runner import Report, Result

PATH = Path(__file__).with_name("expected.json")


@dataclass(frozen=True)
class Difference:
    """A verdict that is not the recorded one."""

    id: str
    found: Verdict
    recorded: Verdict | None

    def __str__(self) -> str:
        if self.recorded is None:
            return f"{self.id} is {self.found}, and no verdict is recorded for it"
        return f"{self.id} is {self.found}, but {self.recorded} is recorded"


def recorded(path: Path = PATH) -> dict[str, Verdict]:
    """The recorded verdicts by claim id."""
    if not path.exists():
        return {}
    return {id: Verdict(word) for id, word in json.loads(path.read_text(encoding="utf-8"))["verdicts"].items()}


def differences(report: Report, verdicts: Mapping[str, Verdict]) -> tuple[Difference, ...]:
    """The results that contradict what is recorded.

    Verdicts are recorded for the default scope and compared there word by word.  Another scope, or a run that stopped
    early, covers other cases, so it contradicts the record only by refuting a claim that is recorded otherwise; the
    complete large scope, which contains the default one, also by not refuting a claim that is recorded as refuted.
    """
    found = ((result, verdicts.get(result.claim.id)) for result in report.results)
    return tuple(
        Difference(result.claim.id, result.verdict, word)
        for result, word in found
        if _differs(result, word, report.settings.size)
    )


def _differs(result: Result, word: Verdict | None, size: str) -> bool:
    refuted = result.verdict is Verdict.REFUTED
    if result.complete and size == "default":
        return result.verdict is not word
    if refuted:
        return word not in (Verdict.REFUTED, None)
    return result.complete and size == "large" and word is Verdict.REFUTED


def record(results: Mapping[str, Any], path: Path = PATH) -> int:
    """Write the verdicts of a complete default run into the file and return how many it then holds.

    Verdicts of claims that the run did not contain are kept, and those of ids without a claim are dropped.  Raises
    ``InputError`` for a run that cannot be recorded.
    """
    run, claims = results.get("run"), results.get("claims")
    if not isinstance(run, dict) or not isinstance(claims, list):
        raise InputError("this is not a results file; write one with `proofs-check run --json FILE`.")
    if run.get("scope") != "default" or run.get("ending") != "complete":
        raise InputError(
            "only a complete run of the default scope can be recorded, "
            f"but this one is {run.get('scope')}, {run.get('ending')}."
        )
    broken = [entry["id"] for entry in claims if entry["error"] is not None]
    if broken:
        raise InputError(f"the checks of {', '.join(broken)} raised errors; correct them before recording.")
    from proofs_check.running import registry  # imports all claims, which a reader of the record does without
    from symdln.files import write_text

    words = {id: str(verdict) for id, verdict in recorded(path).items() if id in registry.all_claims()} | {
        entry["id"]: Verdict(entry["verdict"]).value for entry in claims
    }
    text = json.dumps({"scope": "default", "verdicts": dict(sorted(words.items()))}, indent=1)
    write_text(path, text + "\n")
    return len(words)


def main(arguments: list[str] | None = None) -> int:
    names = sys.argv[1:] if arguments is None else arguments
    if len(names) != 1:
        click.echo("usage: python -m proofs_check.running.expected RESULTS.json", err=True)
        return 2
    try:
        count = record(json.loads(Path(names[0]).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        click.echo(f"proofs_check.running.expected: {error}", err=True)
        return 2
    click.echo(f"{count} verdicts are recorded in {PATH.name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
