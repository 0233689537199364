"""The command ``proofs-check crossval``: compare the four arithmetics, print their table, judge it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table as RichTable

from proofs_check.cli import PROGRAM, options
from proofs_check.cli.outputs import each, say_recalled
from proofs_check.report import terminal
from proofs_check.running import parallel
from proofs_check.running.runner import Ending
from proofs_check.running.store import Store, opened
from symdln.cli.top import say
from symdln.files.text import write_json

if TYPE_CHECKING:
    from proofs_check.crossvalidation.agreement import Answers, Comparison, Table
    from proofs_check.language.scope import Unit

CONTRADICTED, INTERRUPTED = 1, 130


@click.command("crossval")
@options.scope()
@click.option(
    "--kinds", type=click.IntRange(min=1), default=None, help="Number of kinds of every problem.  [default: 4]"
)
@click.option("--every-kind", is_flag=True, help="All kinds of every problem; with --store it can be interrupted.")
@click.option(
    "--decay",
    is_flag=True,
    help="At critical points with weight decay; the selection is then which modes are used, and the invariants are the "
    "balance of the layers.",
)
@options.jobs
@options.seed
@options.budget()
@options.store
@options.json
@click.option(
    "--disagreements",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("disagreements"),
    show_default=True,
    help="The folder for files of contradictory points; it is made only if there are any.",
)
@click.option(
    "--replay",
    "replayed",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Recompute the answers in one of these files.",
)
def command(
    size: str,
    kinds: int | None,
    every_kind: bool,
    decay: bool,
    jobs: int | None,
    seed: int,
    budget: float | None,
    store_path: Path | None,
    json_path: Path | None,
    folder: Path,
    replayed: Path | None,
) -> int:
    """Compare sympy, FLINT, mpmath and numpy at critical points of every problem of a scope.

    Gradient, Hessian, second-order form, ranks, value, selection, inertia, class, order and invariants.  Exit code 0
    when nothing is contradicted, 1 otherwise, 130 after Ctrl-C.
    """
    out = terminal.console()
    if replayed is not None:
        return _replay(out, replayed)
    if every_kind and kinds is not None:
        raise click.UsageError("pass either --kinds N or --every-kind.")
    from proofs_check.crossvalidation import agreement  # sympy and mpmath take a while to import

    wanted = None if every_kind else kinds or agreement.KINDS
    with opened(store_path) as store:
        table, ending, recalled = cross_validate(
            out, size, seed, jobs, kinds=wanted, decay=decay, budget=budget, store=store
        )
    steps: list[Callable[[], object]] = [lambda: print_answer(out, table, size, ending, kinds=wanted, decay=decay)]
    if table.found:
        steps.append(lambda: _say_files(table, folder))
    if json_path is not None:
        steps.append(lambda: say(f"The table is in {write_json(as_data(table, size, seed, ending), json_path)}."))
    steps.append(lambda: say_recalled(store_path, recalled))
    each(*steps)
    if ending is Ending.INTERRUPTED:
        return INTERRUPTED
    return 0 if table.agree else CONTRADICTED


def cross_validate(
    out: Console,
    size: str,
    seed: int,
    jobs: int | None,
    *,
    kinds: int | None = 4,
    decay: bool = False,
    budget: float | None = None,
    store: Store | None = None,
) -> Comparison:
    """Compare with a progress bar."""
    from proofs_check.crossvalidation import agreement

    with terminal.progress(out, agreement.amount(size, kinds, decay)) as bar:

        def advance(unit: Unit) -> None:
            bar.advance(bar.task_ids[0], unit.weight)

        cores = jobs or parallel.available_cores()
        return agreement.run(size, seed, cores, kinds=kinds, decay=decay, budget=budget, store=store, on_item=advance)


def print_answer(
    out: Console, table: Table, size: str, ending: Ending, *, kinds: int | None = 4, decay: bool = False
) -> None:
    """Print the table, the result in words, and how much of the scope it covers where it is not the whole."""
    from proofs_check.crossvalidation import agreement

    if table.points:
        out.print(shown(table))
    for data in table.found:
        terminal.tell(out, f"CONTRADICTED: {data['sentence']}; {data.get('kind', '')}.")
    terminal.tell(out, table.sentence)
    if ending is not Ending.COMPLETE:
        why = "Interrupted" if ending is Ending.INTERRUPTED else "The budget ended"
        say(f"{why}: the table covers {table.points:,} of {agreement.amount(size, kinds, decay):,} points.")


def shown(table: Table) -> RichTable:
    """The table of points at which an arithmetic agrees with all others that decide, by quantity, and of times."""
    from proofs_check.arithmetics.columns import ARITHMETICS
    from proofs_check.crossvalidation import agreement

    made = RichTable(title="points at which each arithmetic agrees with all others", title_justify="left")
    made.add_column("quantity")
    for name in ARITHMETICS:
        made.add_column(name, justify="right")
    for quantity in agreement.ROWS:
        made.add_row(quantity, *(_cell(*table.cell(quantity, name)) for name in ARITHMETICS))
    made.add_section()
    made.add_row("milliseconds per point", *(f"{table.milliseconds(name):.1f}" for name in ARITHMETICS))
    return made


def _cell(agrees: int, undecided: int, contradicted: int) -> str:
    more = [f"{undecided:,} undecided"] * bool(undecided) + [f"{contradicted:,} CONTRADICTED"] * bool(contradicted)
    return f"{agrees:,}" + (f" ({', '.join(more)})" if more else "")


def as_data(table: Table, size: str, seed: int, ending: Ending) -> dict[str, Any]:
    """The table as data."""
    from proofs_check.arithmetics.columns import ARITHMETICS
    from proofs_check.crossvalidation import agreement

    cells = []
    for quantity in agreement.ROWS:
        for name in ARITHMETICS:
            agrees, undecided, contradicted = table.cell(quantity, name)
            counts = {"agrees": agrees, "undecided": undecided, "contradicted": contradicted}
            cells.append({"quantity": quantity, "arithmetic": name, **counts})
    return {
        "scope": size,
        "seed": seed,
        "ending": ending.value,
        "points": table.points,
        "agree": table.agree,
        "sentence": table.sentence,
        "table": cells,
        "milliseconds": {name: round(table.milliseconds(name), 3) for name in ARITHMETICS},
        "disagreements": table.found,
    }


def _say_files(table: Table, folder: Path) -> None:
    from proofs_check.crossvalidation import agreement

    for path in agreement.write_disagreements(table.found, folder):
        say(f"Ask again: {PROGRAM} crossval --replay {path}")


def _replay(out: Console, path: Path) -> int:
    """Print all answers at the point of a file, and the contradictions."""
    from proofs_check.crossvalidation import agreement

    answers = agreement.replay(path)
    out.print(answers_table(answers))
    for found in answers.found:
        terminal.tell(out, f"CONTRADICTED: {found.sentence}.")
    if not answers.found:
        terminal.tell(out, "No two arithmetics contradict each other at this point.")
    return CONTRADICTED if answers.found else 0


def answers_table(answers: Answers) -> RichTable:
    """The table of each arithmetic's answer for each quantity at one point; long lists are cut."""
    from proofs_check.arithmetics.values import quantities_of, text
    from symdln.errors import cut

    made = RichTable(title="answers at this point", title_justify="left")
    made.add_column("quantity")
    for name in answers.columns:
        made.add_column(name)
    for quantity in quantities_of(list(answers.columns.values())):
        row = [column.get(quantity) for column in answers.columns.values()]
        made.add_row(quantity, *("not asked" if value is None else cut(text(value)) for value in row))
    return made
