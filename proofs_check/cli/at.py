"""The command ``proofs-check at``: check a claim at one case, from a file or found anew."""

from __future__ import annotations

from pathlib import Path

import click

from proofs_check.cli import options
from proofs_check.cli.chosen import one
from proofs_check.language.claim import Claim
from proofs_check.language.long_numbers import shortened
from proofs_check.running import foreign, witness
from proofs_check.running.cases_as_data import types_of
from proofs_check.running.evaluate import first_failure
from symdln.cli.top import say
from symdln.errors import InputError, SymdlnError


@click.command("at")
@click.argument("id")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@options.scope(help="The scope to search without FILE.")
@options.seed
@options.claims
def command(id: str, file: Path | None, size: str, seed: int, files: tuple[Path, ...]) -> int:
    """Check the claim ID at the case in FILE (a witness, the results of a run, or a point), from the file alone.

    Without FILE the cases of the scope are checked, smallest first, up to the first one at which the claim fails.  Exit
    code 0 when the claim holds, 1 when it fails or a case is undecided, 2 when the check raises an error.
    """
    claim = one(id, files)
    if file is None:
        return _search(claim, size, seed)
    data = witness.load(file, id)
    try:
        witness.case_of(data, types_of(claim))
    except InputError as error:
        raise InputError(f"'{file}': {error}") from None
    outcome = witness.replay(claim, data)
    say(f"{claim.id} {outcome.answer.value} at this case: {shortened(outcome.sentence)}")
    number = foreign.compared(claim, witness.case_of(data, types_of(claim)))
    if number:
        say(f"This case equals none of the {number:,} cases of the claim's own scope that were compared with it.")
    return 0 if outcome.holds else 1


def _search(claim: Claim, size: str, seed: int) -> int:
    """Check the claim up to its first failing case, print that case, and give the exit code."""
    tally = first_failure(claim, size, seed)
    if tally.error is not None:
        raise SymdlnError(f"{witness.raised_text(tally.error, claim.id)}.")
    if tally.witness is not None:
        exact = not tally.inexact_failures
        say(f"{claim.id} {'fails' if exact else 'is undecided'} at this case: {shortened(tally.witness['sentence'])}")
        for line in witness.case_lines(tally.witness):
            say(f"    {line}")
        if not exact:
            say(f"A float took part ({tally.float_seen}), and a float refutes nothing.")
        return 1
    undecided = f", {tally.undecided} of them undecided" if tally.undecided else ""
    say(f"{claim.id} fails at none of {tally.cases} cases of the {size} scope{undecided}.")
    return 1 if tally.undecided else 0
