"""What a command leaves at its end: every part is written, whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Callable

from proofs_check.cli import PROGRAM
from symdln.cli.top import OutputError, complain
from symdln.errors import SymdlnError


def each(*steps: Callable[[], object]) -> None:
    """Do all the steps; the failure of one does not keep the others from being done.

    All failures but the first are said here, and the first is raised in the end.
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
