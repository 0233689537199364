"""``symdln strings``: decide a statement about the strings of critical points for every depth."""

from __future__ import annotations

import sys
from typing import Any

import click

from symdln.cli.options import check_json_target, deliver, json_option
from symdln.cli.watch import stage
from symdln.errors import InputError
from symdln.strings.decide import HOLDS, REFUTED, SECONDS, SOLVERS, UNKNOWN, Decision, settle
from symdln.strings.evaluate import visited
from symdln.strings.lemmas import COROLLARIES, LEMMAS
from symdln.strings.neighbours import neighbours
from symdln.strings.parser import parse_statement
from symdln.strings.smtlib import refutation_text
from symdln.strings.syntax import Statement
from symdln.tables import Printer

_ALL = (*LEMMAS, *COROLLARIES)
EXIT_CODES = {HOLDS: 0, REFUTED: 1, UNKNOWN: 3}


@click.command("strings")
@click.argument("text", metavar="[STATEMENT]", required=False)
@click.option("--lemmas", is_flag=True, help="Decide the lemmas of the inertia theorem and their corollaries.")
@click.option(
    "--solver",
    "solvers",
    type=click.Choice(list(SOLVERS)),
    multiple=True,
    default=("z3",),
    show_default=True,
    help="The solver; if two are named, both must agree.",
)
@click.option(
    "--seconds", type=click.IntRange(min=1), default=SECONDS, show_default=True, help="Time limit of a solver."
)
@click.option(
    "--up-to",
    type=click.IntRange(min=0, max=9),
    default=4,
    show_default=True,
    metavar="H",
    help="Also check every string of every depth up to this one, without a solver.",
)
@click.option(
    "--neighbours", "with_neighbours", is_flag=True, help="Decide every statement that differs by one mistake."
)
@click.option("--smtlib", is_flag=True, help="Print the question to the solver in SMT-LIB 2 and do nothing else.")
@json_option
def strings_command(
    text: str | None,
    lemmas: bool,
    solvers: tuple[str, ...],
    seconds: int,
    up_to: int,
    with_neighbours: bool,
    smtlib: bool,
    json_target: str | None,
) -> None:
    """Decide a statement about strings for every depth H at once.

    A string is an arc of at most H - 1 arrows on the cycle 0 -> 1 -> ... -> H -> 0.  Example:

    symdln strings "at depth H >= 3, every pair of strings sigma, tau with tau closes and sigma contains 1..H-1:
    pair(sigma, tau)"

    Exit code 0 when the statement holds for every depth, 1 when named strings refute it, 3 when it is undecided, 2 for
    wrong input.
    """
    check_json_target(json_target)
    if (text is None) != lemmas:
        raise InputError("Write one statement in quotes, or --lemmas for those of the inertia theorem, but not both.")
    asked = {"": parse_statement(text)} if text is not None else {found.name: found.statement for found in _ALL}
    if smtlib:
        click.echo("\n".join(refutation_text(statement) for statement in asked.values()), nl=False)
        return
    beside = _neighbours(asked) if with_neighbours else {}
    decisions: dict[str, Decision] = {}
    with click.progressbar({**asked, **beside}.items(), label="Deciding", file=sys.stderr, hidden=not beside) as bar:
        for name, statement in bar:
            stage(f"asking the solvers {' and '.join(solvers)}, at most {seconds} s for a question")
            decisions[name] = settle(statement, solvers, up_to, seconds)
    deliver(json_target, lambda: _data(decisions), lambda printer: _show(printer, decisions))
    raise click.exceptions.Exit(max(EXIT_CODES[decisions[name].status] for name in asked))


def _neighbours(asked: dict[str, Statement]) -> dict[str, Statement]:
    """The neighbours of the statements, each named by its mistake."""
    return {
        f"{name} {number}: {neighbour.mistake}".lstrip(): neighbour.statement
        for name, statement in asked.items()
        for number, neighbour in enumerate(neighbours(statement), start=1)
    }


def _show(printer: Printer, decisions: dict[str, Decision]) -> None:
    if list(decisions) == [""]:
        printer.line(decisions[""].sentence)
        return
    rows = [
        (name or "as written", decision.status, str(decision.witness or decision.reason or ""))
        for name, decision in decisions.items()
    ]
    printer.table(("statement", "every depth", "refuted at"), rows)
    counts = {status: sum(decision.status == status for decision in decisions.values()) for status in EXIT_CODES}
    printer.line(
        f"{counts[HOLDS]} hold for every depth, {counts[REFUTED]} are refuted, {counts[UNKNOWN]} are undecided."
    )


def _data(decisions: dict[str, Decision]) -> dict[str, Any]:
    return {"statements": [_row(name, decision) for name, decision in decisions.items()]}


def _row(name: str, decision: Decision) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "statement": decision.statement.text, "status": decision.status}
    row |= {"solver": decision.solver, "seconds": round(decision.seconds, 3), "reason": decision.reason}
    witness = decision.witness
    if witness is not None:
        strings = {key: list(visited(string, witness.depth)) for key, string in witness.strings.items()}
        row["witness"] = {"depth": witness.depth, "strings": strings, "integers": dict(witness.integers)}
    return row
