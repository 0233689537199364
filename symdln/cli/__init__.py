"""The command ``symdln``: landscape of data, class of given weights, list of kinds, fixtures, derivations."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from collections.abc import Sequence

import click

from symdln import __version__
from symdln.cli.top import prepare, run_program
from symdln.cli.watch import watched

PROGRAM = "symdln"

SUBCOMMANDS = {
    "landscape": "Critical values, kinds, classes and inertias of your data.",
    "classify": "Class, selection, inertia and descent direction of one point.",
    "kinds": "All kinds of critical points of a network.",
    "fixtures": "Exact critical points as files for tests of other code.",
    "prove": "Proofs and counterexamples for statements about matrices of any size.",
    "derive": "Derivations whose every step is replayed and checked.",
    "expand": "The loss of a small network as a polynomial, with derivatives and expansions.",
    "flow": "One trajectory, enclosed, with a proof of convergence.",
    "escape": "Gradient descent near strict and non-strict saddles.",
    "plot": "Pictures of the landscape and of the dynamics, by name.",
    "counts": "How many kinds there are, by order and by index.",
    "almost-every": "Whether almost every flow reaches a global minimiser, with certificates.",
    "strings": "Statements about strings, decided for every depth.",
    "explorer": "A page with every kind of every small network.",
}


class Subcommands(click.Group):
    """The subcommands, one module each, imported only when they are used: some of them load scipy or matplotlib."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            if cmd_name.startswith("-") or ctx.resilient_parsing:
                return None
            close = difflib.get_close_matches(cmd_name, SUBCOMMANDS, n=1)
            hint = f"Did you mean {close[0]!r}?" if close else f"There are {', '.join(SUBCOMMANDS)}."
            raise click.UsageError(f"No such command {cmd_name!r}. {hint}")
        if cmd_name == "fixtures":  # hundreds of small matrices: a second thread of BLAS costs more than it brings
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is first imported
        name = cmd_name.replace("-", "_")
        return getattr(importlib.import_module(f"symdln.cli.{name}"), f"{name}_command")

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
    # Exact results may have any number of digits; what is read is limited in symdln.files.
    sys.set_int_max_str_digits(0)
    prepare(PROGRAM)
    if arguments is None and sys.argv[1:2] != ["escape"]:  # its journal is locked by the process that the user started
        watched(PROGRAM, lambda: run_program(PROGRAM, cli))
    run_program(PROGRAM, cli, arguments)
