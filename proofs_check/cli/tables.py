"""The command ``proofs-check tables``: numbers that papers print, beside the numbers computed here."""

from __future__ import annotations

import click

from symdln.cli.top import say
from symdln.tables import Printer


@click.command("tables")
@click.argument("name", required=False)
def command(name: str | None) -> int:
    """List the tables of the field that are reproduced, or print the table NAME: printed value, ours, equal or not.

    The exit code is 1 if an entry of the table NAME differs from what is printed.
    """
    from proofs_check.report import tables  # imports the claims whose numbers it compares

    if name is None:
        rows = [(table.key, f"{table.source.authors} ({table.source.year})", table.title) for table in tables.TABLES]
        Printer().table(("table", "source", "what it is"), rows)
        return 0
    table = tables.find(name)
    Printer().table(("architecture", "printed", "ours", "equal"), [row.cells for row in table.rows], title=table.title)
    say(f"Printed: {table.printed}.")
    say(f"Ours: {table.ours}.")
    say(table.summary)
    return 0 if all(row.equal for row in table.rows) else 1
