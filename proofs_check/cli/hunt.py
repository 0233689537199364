"""The command ``proofs-check hunt``: hunt for counterexamples to the claims in a user's own file."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from proofs_check.cli import options
from proofs_check.cli.hunt_table import by_stratum, counted, print_hunt, print_strata
from proofs_check.cli.outputs import say_recalled
from proofs_check.hunting import draws, hunt
from proofs_check.hunting.hunt import Hunt, Hunted
from proofs_check.hunting.problems import DEEPEST, WIDEST, DrawLimits
from proofs_check.language.verdict import Verdict
from proofs_check.report import results, terminal
from proofs_check.running import claim_file, parallel, registry, witness
from proofs_check.running.evaluate import Tally
from proofs_check.running.runner import Ending, Report, Result, Settings
from proofs_check.running.store import opened
from symdln.cli.options import Rational
from symdln.files.text import write_json

REFUTED, WRONG, INTERRUPTED = 1, 2, 130


@click.command("hunt")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@options.scope(help="Covered first.")
@options.budget("60s", help="Time for all claims together.")
@click.option("--draws", "most_draws", type=click.IntRange(min=0), help="At most this many random cases per claim.")
@options.jobs
@options.seed
@options.store
@click.option("--first", is_flag=True, help="Stop at the first counterexample to any of the claims.")
@click.option(
    "--max-depth",
    type=click.IntRange(min=2),
    default=DEEPEST,
    show_default=True,
    help="Depth of random cases at most; above 4 with widths 1 and 2 only.",
)
@click.option(
    "--max-width",
    type=click.IntRange(min=1),
    default=WIDEST,
    show_default=True,
    help="Widths of random cases at most.",
)
@click.option(
    "--scale",
    "scales",
    type=Rational(),
    multiple=True,
    metavar="RATIONAL",
    help="Multiply the targets of random cases by a number like 1/8; of several, one is drawn per case.",
)
@click.option(
    "--strata",
    "with_strata",
    is_flag=True,
    help="Print how many random cases of each stratum were drawn, met the hypotheses, and failed; without FILE, "
    "list the strata.",
)
@options.json
@options.witnesses
def command(
    file: Path | None,
    ids: tuple[str, ...],
    size: str,
    budget: float,
    most_draws: int | None,
    jobs: int | None,
    seed: int,
    store_path: Path | None,
    first: bool,
    max_depth: int,
    max_width: int,
    scales: tuple[Fraction, ...],
    with_strata: bool,
    json_path: Path | None,
    witnesses: Path | None,
) -> int:
    """Hunt for counterexamples to the claims in FILE, a Python file of your own.

    FILE is a program and is run: hunt only in files that you would run.  The scope of each claim is covered first, then
    random exact cases are drawn from all strata in turn, until the budget or the draws end.  A failing case is made
    smaller while it fails.  The page docs/check-your-own-lemma.md shows a file and the output for it.

    Exit code 0 when no claim is refuted, 1 when one is, 2 for wrong use or a check that raised an error, 130 after
    Ctrl-C.
    """
    out = terminal.console()
    if file is None:
        if not with_strata:
            raise click.UsageError("name the file with your claims: proofs-check hunt FILE.py.")
        print_strata(out)
        return 0
    limits = DrawLimits(max_depth, max_width, _positive(scales))
    claims = registry.select(claim_file.load(file), ids)
    settings = Settings(size, seed, jobs or parallel.available_cores(), budget)
    terminal.print_plan(out, claims, settings)
    with opened(store_path) as store, terminal.progress(out, None, budget) as bar:
        ended = hunt.hunt(
            claims,
            settings,
            most_draws,
            lambda answer: bar.advance(bar.task_ids[0], answer.cases),
            limits,
            store,
            first=first,
        )
    if json_path is not None:
        write_json(as_data(ended, file), json_path)
    found = [one.find.witness for one in ended.hunted if one.find is not None]
    if witnesses is not None:
        for entry in found:
            witness.save(entry, witnesses)
        click.echo(f"{counted(len(found), 'witness file')} in {witnesses}.")
    print_hunt(out, ended, file, witnesses, with_strata)
    say_recalled(store_path, ended.recalled)
    return exit_code(ended)


def exit_code(ended: Hunt) -> int:
    if ended.ending is Ending.INTERRUPTED:
        return INTERRUPTED
    if any(one.error for one in ended.hunted):
        return WRONG
    return REFUTED if any(one.verdict is Verdict.REFUTED for one in ended.hunted) else 0


def _positive(scales: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    for scale in scales:
        if scale <= 0:
            raise click.UsageError(f"--scale {scale} was passed; it must be positive, such as 1/8.")
    return scales


# -- as JSON -----------------------------------------------------------------------------------------------------------


def as_data(ended: Hunt, file: Path) -> dict[str, Any]:
    """The hunt as the results of a run, which `proofs-check report` reads; the key "hunt" holds the rest."""
    data = results.results_data(_as_report(ended))
    for entry, one in zip(data["claims"], ended.hunted, strict=True):
        if one.by_stratum:
            drawn = draws.RandomCases(one.claim.over.subject, ended.limits).sentence("")
            entry["scope"]["sentence"] += f"; and {one.drawn.cases:,} cases that meet the hypotheses, of {drawn}"
    return data | {
        "hunt": {
            "file": str(file),
            "most_draws": ended.most_draws,
            "max_depth": ended.limits.max_depth,
            "max_width": ended.limits.max_width,
            "scales": [str(scale) for scale in ended.limits.scales],
            "claims": [_claim_data(one, ended) for one in ended.hunted],
        }
    }


def _as_report(ended: Hunt) -> Report:
    """The run over the scopes with the verdicts, the cases and the counterexamples of the hunt."""
    hunted = tuple(_as_result(one) for one in ended.hunted)
    return replace(ended.in_scope, settings=ended.settings, results=hunted, seconds=ended.seconds, ending=ended.ending)


def _as_result(one: Hunted) -> Result:
    tally = Tally()
    tally.add(one.in_scope.tally)
    tally.add(one.drawn)
    if one.find is not None:
        tally.witness = one.find.witness
    return replace(one.in_scope, verdict=one.verdict, tally=tally)


def _claim_data(one: Hunted, ended: Hunt) -> dict[str, Any]:
    return {
        "id": one.claim.id,
        "verdict_in_scope": one.in_scope.verdict.value,
        "cases_in_scope": one.in_scope.tally.cases,
        "random_cases": one.drawn.cases,
        "strata": {
            name: {"drawn": drawn, "met": met, "failing": failing}
            for name, (drawn, met, failing) in by_stratum(one, ended).items()
        },
        "float_finds": one.float_finds,
        "found": one.find and one.find.place.value,
        "strata_of_find": list(one.find.strata) if one.find else [],
        "shrunk_from": one.find and one.find.larger,
    }
