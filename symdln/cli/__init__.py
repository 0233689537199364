"""The command ``symdln``: landscape of data, class of given weights, list of kinds, fixtures, derivations."""

from __future__ import annotations

import difflib
import importlib
import sys
from collections.abc import Sequence

import click

from symdln import __version__
from symdln.errors import SymdlnError, one_line

PROGRAM = "symdln"
WRONG_INPUT, INTERRUPTED = 2, 130


SUBCOMMANDS = {
    "landscape": "Critical values, kinds, classes and inertias of your data.",
    "classify": "Class, selection, inertia and descent direction of one point.",
    "kinds": "All kinds of critical points of a network.",
    "fixtures": "Exact critical points as files for tests of other code.",
    "prove": "Proofs and counterexamples for statements about matrices of any size.",
    "derive": "Derivations whose every step is replayed and checked.",
    "escape": "Gradient descent near strict and non-strict saddles.",
    "plot": "Pictures of the landscape and of the dynamics, by name.",
    "counts": "How many kinds there are, by order and by index.",
    "strings": "Statements about strings, decided for every depth.",
    "explorer": "A page with every kind of every small network.",
}


class Subcommands(click.Group):
    """The subcommands, one module each, imported only when asked for: some of them load scipy or matplotlib."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            if cmd_name.startswith("-") or ctx.resilient_parsing:
                return None
            close = difflib.get_close_matches(cmd_name, SUBCOMMANDS, n=1)
            hint = f"Did you mean {close[0]!r}?" if close else f"There are {', '.join(SUBCOMMANDS)}."
            raise click.UsageError(f"No such command {cmd_name!r}. {hint}")
        return getattr(importlib.import_module(f"symdln.cli.{cmd_name}"), f"{cmd_name}_command")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUBCOMMANDS.items()))


@click.group(cls=Subcommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name=PROGRAM)
def cli() -> None:
    """Exact loss landscapes of deep linear networks.

    Exit code 0 when all is well, 2 for wrong input (one sentence says what is wrong), 130 after Ctrl-C.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit; wrong input ends in one sentence on the error stream, without a traceback."""
    sys.set_int_max_str_digits(
        0
    )  # exact results may have any number of digits; what is read is limited in symdln.files
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = cli.main(args=arguments, prog_name=PROGRAM, standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.exceptions.NoArgsIsHelpError as help_text:  # no subcommand was named: its message is the help page
        click.echo(help_text.format_message(), err=True)
        code = WRONG_INPUT
    except (click.ClickException, SymdlnError) as error:
        message = error.format_message() if isinstance(error, click.ClickException) else str(error)
        click.echo(f"{PROGRAM}: {one_line(message)}", err=True)
        code = WRONG_INPUT
    except (click.Abort, KeyboardInterrupt):
        click.echo(f"{PROGRAM}: interrupted.", err=True)
        code = INTERRUPTED
    sys.exit(code if isinstance(code, int) else 0)
