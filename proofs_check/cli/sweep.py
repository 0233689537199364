"""The command ``proofs-check sweep``: the big run, all kinds up to a size and kinds drawn beyond it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from proofs_check.cli import options
from proofs_check.cli.outputs import each
from proofs_check.language.verdict import Verdict
from proofs_check.report import results, terminal
from proofs_check.running import parallel, witness
from proofs_check.running.runner import Ending, Settings
from proofs_check.running.store import opened
from proofs_check.running.sweep import CLAIMS, Extent, Plan, SweepPart, sweep
from symdln.cli.top import say
from symdln.files import write_json

FORMAT = "proofs-check sweep 1"
REFUTED, WRONG, INTERRUPTED = 1, 2, 130

_extent = click.Tuple([click.IntRange(min=2), click.IntRange(min=1)])


@click.command("sweep")
@click.option("--points", type=click.IntRange(min=1), default=1_000_000, show_default=True, help="Points in all.")
@click.option(
    "--exhaust",
    type=_extent,
    default=(4, 4),
    show_default=True,
    metavar="DEPTH WIDTH",
    help="The size up to which every kind is checked.",
)
@click.option(
    "--sample",
    type=_extent,
    default=(6, 5),
    show_default=True,
    metavar="DEPTH WIDTH",
    help="The size up to which kinds are drawn.",
)
@options.jobs
@options.seed
@options.budget(help="Stop after this time, such as 5m or 8h.")
@options.store
@options.json
@options.witnesses
def command(
    points: int,
    exhaust: tuple[int, int],
    sample: tuple[int, int],
    jobs: int | None,
    seed: int,
    budget: float | None,
    store_path: Path | None,
    json_path: Path | None,
    witnesses: Path | None,
) -> int:
    """Check the theorems on kinds at very many exact points, by the rank route and by the exact Hessian.

    First every kind of critical point up to the size of --exhaust is checked at two points; the remaining points belong
    to kinds drawn uniformly from all up to the size of --sample, one point each.  docs/big-run.md has the results.

    Exit code 0 when no claim is refuted, 1 when one is, 2 for wrong use or a check that raised an error, 130 after
    Ctrl-C.
    """
    plan = Plan(points, Extent(*exhaust), Extent(*sample))
    settings = Settings(seed=seed, jobs=jobs or parallel.available_cores(), budget=budget)
    out = terminal.console()
    _print_plan(out, plan)
    parts = []
    with opened(store_path) as store, terminal.progress(out, plan.points) as bar:
        for part in sweep(plan, settings, lambda answer: bar.advance(bar.task_ids[0], answer.cases), store):
            parts.append(part)
            _print_part(out, part, witnesses)
    each(*_writers(plan, settings, parts, json_path, witnesses))
    return exit_code(parts)


def _writers(
    plan: Plan, settings: Settings, parts: Sequence[SweepPart], json_path: Path | None, witnesses: Path | None
) -> Iterator[Callable[[], object]]:
    """A function for each output that is to be written."""
    if json_path is not None:
        yield lambda: say(f"The results are in {write_json(as_data(plan, settings, parts), json_path)}.")
    if witnesses is not None:
        for entry in _witnesses(parts):
            yield lambda entry=entry: witness.save(entry, witnesses)


def exit_code(parts: Sequence[SweepPart]) -> int:
    if any(part.report.ending is Ending.INTERRUPTED for part in parts):
        return INTERRUPTED
    if any(part.report.errors for part in parts):
        return WRONG
    return REFUTED if _witnesses(parts) else 0


def _witnesses(parts: Sequence[SweepPart]) -> list[dict[str, Any]]:
    """The first failing case of every refuted claim."""
    found: dict[str, dict[str, Any]] = {}
    for result in (result for part in parts for result in part.report.results):
        if result.verdict is Verdict.REFUTED and result.witness is not None:
            found.setdefault(result.claim.id, result.witness)
    return list(found.values())


# -- what is printed ---------------------------------------------------------------------------------------------------


def _print_plan(out: Console, plan: Plan) -> None:
    for extent in dict.fromkeys((plan.exhaust, plan.sample)):
        out.print(
            f"{extent}: {extent.architectures:,} architectures, {extent.kinds:,} kinds of critical points.",
            soft_wrap=True,
        )
    out.print(
        f"Checking {', '.join(CLAIMS)} at {plan.points:,} points: two of every kind up to depth {plan.exhaust.depth} "
        f"and width {plan.exhaust.width} ({2 * plan.exhaust.kinds:,}), and {plan.draws:,} of kinds drawn up to depth "
        f"{plan.sample.depth} and width {plan.sample.width}.",
        soft_wrap=True,
    )


def _print_part(out: Console, part: SweepPart, witnesses: Path | None) -> None:
    """Print the report of one scope, the bounds for samples, and the speed."""

    def replay(id: str) -> str:
        return f"proofs-check at {id} {witnesses / id}.json" if witnesses else "kept by --witnesses FOLDER"

    terminal.print_report(out, part.report, replay)
    for result in part.report.results:
        if result.verdict is Verdict.SUPPORTED and result.sample is not None:
            out.print(
                f"{result.claim.id} fails at most at a share of {result.sample.bound:.2g} of the kinds that meet its "
                f"hypotheses, with confidence {result.sample.confidence:.0%}.",
                soft_wrap=True,
            )
    for result in part.report.errors:
        assert result.error is not None
        out.print(witness.raised_text(result.error, result.claim.id), markup=False)
    speed = part.points_per_second
    out.print(
        f"{part.points:,} points, {part.points - part.new_points:,} of them from the store"
        + (f"; {speed:,.0f} new points per second of a core." if speed else "."),
        soft_wrap=True,
    )


def as_data(plan: Plan, settings: Settings, parts: Sequence[SweepPart]) -> dict[str, Any]:
    """The sweep as JSON data; ``results`` of each part has the format of ``proofs-check run --json``."""
    return {
        "format": FORMAT,
        "points": plan.points,
        "seed": settings.seed,
        "parts": [
            {
                "over": part.scope.data(settings.size),
                "points": part.points,
                "new_points": part.new_points,
                "processor_seconds": round(part.processor_seconds, 2),
                "results": results.results_data(part.report),
            }
            for part in parts
        ],
    }
