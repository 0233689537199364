"""The outputs at the end of a command: each is written, even where another one fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from proofs_check.cli import PROGRAM
from symdln.cli.top import OutputError, complain, say
from symdln.errors import SymdlnError


def say_recalled(store: Path | None, number: int) -> None:
    """Say, after a run with a store, how many work items were in it."""
    if store is not None:
        say(f"{number:,} work items were in {store} already; new ones are recorded there.")


def each(*steps: Callable[[], object]) -> None:
    """Do all the steps; the failure of one does not keep the others from being done.

    All failures but the first are printed here, and the first is raised at the end.
    """
    failures: list[Exception] = []
    for step in steps:
        try:
            step()
        except (OutputError, SymdlnError, OSError) as error:
            failures.append(error)
    for error in failures[1:]:
        complain(PROGRAM, str(error))
    if failures:
        raise failures[0]
