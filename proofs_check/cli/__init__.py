"""The command ``proofs-check``: list claims, show one, run them, replay a witness."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from proofs_check.cli.interrupts import INTERRUPTS, answered
from symdln import __version__
from symdln.cli.top import WholeLines, run_program

PROGRAM = "proofs-check"

COMMANDS = {
    "list": "claims.list_claims",
    "show": "claims.show",
    "topics": "topics.command",
    "tables": "tables.command",
    "run": "run.command",
    "at": "at.command",
    "hunt": "hunt.command",
    "ablate": "ablate.command",
    "report": "report.command",
    "verify": "verify.command",
    "store": "store.group",
    "sweep": "sweep.command",
    "crossval": "crossval.command",
    "float-classes": "float_classes.command",
    "values": "values.command",
    "formal": "formal.command",
    "new": "new.command",
}
"""The module of each command; it is imported only when the command is called, since some modules load much."""


class Commands(WholeLines):
    """The commands, one module each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            if cmd_name.startswith("-") or ctx.resilient_parsing:
                return None
            close = difflib.get_close_matches(cmd_name, COMMANDS, n=1)
            hint = f"Did you mean {close[0]!r}?" if close else f"There are {', '.join(COMMANDS)}."
            raise click.UsageError(f"No such command {cmd_name!r}. {hint}")
        module, name = COMMANDS[cmd_name].split(".")
        command = getattr(import_module(f"proofs_check.cli.{module}"), name)
        if cmd_name != "run" and INTERRUPTS.release():  # an interrupted preparation still prints a table
            raise KeyboardInterrupt
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name=PROGRAM)
def cli() -> None:
    """Settle what papers print about deep linear networks, claim by claim, with evidence."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit; an error is reported in one sentence, without a traceback."""
    sys.set_int_max_str_digits(0)  # exact results may have any number of digits; what is read is limited by its reader
    with answered():
        run_program(PROGRAM, cli, arguments)
