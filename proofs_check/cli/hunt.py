"""The command ``proofs-check hunt``: hunt for counterexamples to the claims in a user's own file."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from proofs_check.cli.durations import Duration
from proofs_check.hunting import hunt
from proofs_check.hunting.hunt import Hunt, Hunted
from proofs_check.language.verdict import Verdict
from proofs_check.report import terminal
from proofs_check.running import claim_file, parallel, registry, witness
from proofs_check.running.runner import CONFIDENCE, Ending, Settings, upper_bound
from proofs_check.scopes import families
from symdln.files.text import write_json

REFUTED, WRONG, INTERRUPTED = 1, 2, 130


@click.command("hunt")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@click.option(
    "--scope", "size", type=click.Choice(families.SIZES), default="default", show_default=True, help="Covered first."
)
@click.option("--budget", type=Duration(), default="60s", show_default=True, help="Time for all claims together.")
@click.option("--draws", type=click.IntRange(min=0), help="At most this many random cases a claim.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="Processes; by default one a core.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of all random cases.")
@click.option(
    "--json", "json_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the results to this file."
)
@click.option(
    "--witnesses",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a witness file for each refuted claim into this folder.",
)
def command(
    file: Path,
    ids: tuple[str, ...],
    size: str,
    budget: float,
    draws: int | None,
    jobs: int | None,
    seed: int,
    json_path: Path | None,
    witnesses: Path | None,
) -> int:
    """Hunt for counterexamples to the claims in FILE, a Python file of your own.

    FILE is a program and is run: hunt only in files that you would run.  The scope of each claim is covered first, then
    random exact cases are drawn until the budget or the draws end.  What fails is made smaller while it fails.  The
    page docs/check-your-own-lemma.md shows a file and what is printed for it.

    Exit code 0 when no claim is refuted, 1 when one is, 2 for wrong use or a check that raised an error, 130 after
    Ctrl-C.
    """
    if json_path is not None and not json_path.parent.is_dir():
        raise click.UsageError(f"there is no folder {str(json_path.parent)!r} for the results file; make it first.")
    claims = registry.select(claim_file.load(file), ids)
    settings = Settings(size, seed, jobs or parallel.available_cores(), budget)
    out = terminal.console()
    terminal.print_plan(out, claims, settings)
    with terminal.progress(out, None) as bar:
        ended = hunt.hunt(claims, settings, draws, lambda answer: bar.advance(bar.task_ids[0], answer.cases))
    if json_path is not None:
        write_json(as_data(ended, file), json_path)
    found = [one.find.witness for one in ended.hunted if one.find is not None]
    if witnesses is not None:
        for entry in found:
            witness.save(entry, witnesses)
        click.echo(f"{counted(len(found), 'witness file')} in {witnesses}.")
    print_hunt(out, ended, file, witnesses)
    return exit_code(ended)


def exit_code(ended: Hunt) -> int:
    if ended.ending is Ending.INTERRUPTED:
        return INTERRUPTED
    if any(one.error for one in ended.hunted):
        return WRONG
    return REFUTED if any(one.verdict is Verdict.REFUTED for one in ended.hunted) else 0


# -- what is printed ---------------------------------------------------------------------------------------------------


def print_hunt(out: Console, ended: Hunt, file: Path, witnesses: Path | None) -> None:
    """The table, a paragraph for each claim that needs one, and how the hunt ended."""
    out.print(_table(ended))
    for one in ended.hunted:
        for line in _paragraph(one, file, witnesses):
            out.print(line, soft_wrap=True)
    ending = {Ending.BUDGET: " The budget ended before the scope was covered.", Ending.INTERRUPTED: " Interrupted."}
    counts = Counter(one.verdict for one in ended.hunted)
    totals = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
    out.print(f"{counted(len(ended.hunted), 'claim')}: {totals}.{ending.get(ended.ending, '')}", soft_wrap=True)


def counted(number: int, noun: str) -> str:
    """``1 claim``, ``2 claims``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _table(ended: Hunt) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("claim", no_wrap=True, overflow="ignore")
    table.add_column("verdict", no_wrap=True)
    table.add_column("cases in scope", justify="right")
    table.add_column("random cases", justify="right")
    table.add_column("counterexample")
    for one in ended.hunted:
        part = "" if one.in_scope.complete else " (part)"
        table.add_row(
            one.claim.id,
            terminal.word(one.verdict),
            f"{one.in_scope.tally.cases:,}{part}",
            f"{one.drawn.cases:,}",
            one.find.place.value if one.find else "",
        )
    return table


def _paragraph(one: Hunted, file: Path, witnesses: Path | None) -> Iterator[Text]:
    """What was found, or why nothing could be."""
    head = Text.assemble((one.claim.id, "bold"), " ", terminal.word(one.verdict), ": ")
    if one.error is not None:
        yield head + Text(f"its check raised {one.error['sentence']} (at {one.error['case']})")
    elif one.find is not None:
        found = one.find.witness
        yield head + Text(found["sentence"])
        for line in witness.case_lines(found):
            yield Text("    " + line)
        if one.find.larger is not None:
            yield Text(f"    found at {witness.problem_text(one.find.larger)}, and shrunk")
        if witnesses is not None:
            path = shlex.quote(str(witnesses / f"{one.claim.id}.json"))
            yield Text(f"    replay: proofs-check at {one.claim.id} {path} --claims {shlex.quote(str(file))}")
    elif one.verdict is Verdict.VACUOUS:
        yield head + Text(f"its hypotheses are met by no instance; {_excluded(one)}")
    elif one.float_finds:
        yield head + Text(
            f"it fails at {one.float_finds} computed points, and no exact critical point near them was found at which "
            "it does; a float alone refutes nothing"
        )
    elif one.in_scope.tally.failures:
        yield head + Text(f"it fails at {one.in_scope.tally.failures:,} inexact cases; a float alone refutes nothing")
    elif one.in_scope.verdict is Verdict.VACUOUS and one.drawn.cases:
        bound = upper_bound(0, one.drawn.cases, CONFIDENCE)
        yield head + Text(
            f"its hypotheses are met by no instance in scope, and it holds at {one.drawn.cases} random cases (fails at "
            f"a share of at most {bound:.2g}, with confidence {CONFIDENCE:.0%})"
        )
    undecided = one.in_scope.tally.open_sentence or one.drawn.open_sentence
    if undecided is not None and one.find is None:
        yield head + Text(f"undecided, first: {undecided}")


def _excluded(one: Hunted) -> str:
    """Which hypotheses left out how much, the most first."""
    excluded = one.in_scope.tally.excluded_problems + one.drawn.excluded_problems
    problems = [f"{n:,} problems by {name!r}" for name, n in excluded.most_common()]
    points = one.in_scope.tally.excluded_cases + one.drawn.excluded_cases
    return "left out " + ", ".join([*problems, *(f"{n:,} cases by {name!r}" for name, n in points.most_common())])


def as_data(ended: Hunt, file: Path) -> dict[str, Any]:
    """The hunt as JSON data."""
    return {
        "format": "proofs-check hunt 1",
        "file": str(file),
        "scope": ended.settings.size,
        "seed": ended.settings.seed,
        "budget_seconds": ended.settings.budget,
        "most_draws": ended.most_draws,
        "ending": ended.ending.value,
        "claims": [_claim_data(one) for one in ended.hunted],
    }


def _claim_data(one: Hunted) -> dict[str, Any]:
    tally = one.in_scope.tally
    return {
        "id": one.claim.id,
        "statement": one.claim.statement,
        "sentence": one.claim.sentence,
        "verdict": one.verdict.value,
        "cases_in_scope": tally.cases,
        "scope_complete": one.in_scope.complete,
        "random_cases": one.drawn.cases,
        "excluded_problems": dict(tally.excluded_problems + one.drawn.excluded_problems),
        "excluded_cases": dict(tally.excluded_cases + one.drawn.excluded_cases),
        "float_finds": one.float_finds,
        "error": one.error and one.error["sentence"],
        "found": one.find and one.find.place.value,
        "witness": one.find and one.find.witness,
        "shrunk_from": one.find and one.find.larger,
    }
