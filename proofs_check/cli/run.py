"""The command ``proofs-check run``: check claims, print their verdicts, write results, pages and certificates."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from proofs_check.cli import PROGRAM, options
from proofs_check.cli.chosen import chosen
from proofs_check.cli.interrupts import INTERRUPTS
from proofs_check.cli.outputs import each, say_recalled
from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict
from proofs_check.report import results, terminal
from proofs_check.running import claim_file, expected, parallel, runner, witness
from proofs_check.running.store import opened
from symdln.cli.top import say
from symdln.files import write_json

DIFFERS, WRONG_USE, INTERRUPTED = 1, 2, 130
Data = Callable[[], dict[str, Any]]
"""The results as data, made at the first call, which comes after the table is printed."""


@dataclass(frozen=True)
class Outputs:
    """The files that are written besides the table."""

    json: Path | None
    html: Path | None
    witnesses: Path | None
    certificates: Path | None
    store: Path | None


@click.command("run")
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@options.source
@options.claims
@options.scope()
@options.jobs
@options.seed
@options.budget()
@options.store
@options.backend
@options.scheduler
@options.json
@options.html
@options.witnesses
@options.certificates
@click.option(
    "--crossval", "with_crossval", is_flag=True, help="Hold the four arithmetics against each other too (as crossval)."
)
@click.option("--float-classes", "with_floats", is_flag=True, help="Check the float classes too (as float-classes).")
@click.option("--traceback", is_flag=True, help="Show the traceback of a check that raised an error.")
def command(
    ids: tuple[str, ...],
    source: str | None,
    files: tuple[Path, ...],
    size: str,
    jobs: int | None,
    seed: int,
    budget: float | None,
    store_path: Path | None,
    backend: str,
    scheduler: str | None,
    json_path: Path | None,
    html_path: Path | None,
    witnesses: Path | None,
    certificates: Path | None,
    with_crossval: bool,
    with_floats: bool,
    traceback: bool,
) -> int:
    """Check claims and print their verdicts.

    An ID may be the beginning of ids: chitour.prop4 runs all of chitour.prop4.*.  Exit code 0 when every verdict is the
    recorded one, 1 when one differs or a claim of your own is refuted, 2 for wrong use or a check that raised an error,
    130 after Ctrl-C.  Verdicts are recorded for the default scope: another scope, or a run that a budget ended, covers
    other cases, and differs only where it contradicts the record (see proofs_check.running.expected).
    """
    if (backend == "dask") is not bool(scheduler):
        raise click.UsageError(
            "pass --backend dask and --scheduler ADDRESS together; without both, this machine works."
        )
    left = Outputs(json_path, html_path, witnesses, certificates, store_path)
    if html_path is not None:
        from proofs_check.report.page import check_packages  # most runs write no page

        check_packages()
    claims = chosen(ids, source, files)
    if not claims:
        raise click.UsageError("there are no claims to run.")
    settings = runner.Settings(size, seed, jobs or parallel.available_cores(), budget, scheduler)
    report = _checked(claims, settings, store_path)
    out, data = terminal.console(), cache(lambda: results.results_data(report))
    replay = _replay_command(settings, left, files)
    steps: list[Callable[[], object]] = [lambda: terminal.print_report(out, report, replay)]
    if with_crossval and report.ending is not runner.Ending.INTERRUPTED:
        steps.append(lambda: _cross_validate(out, data, settings))
    if with_floats and report.ending is not runner.Ending.INTERRUPTED:
        steps.append(lambda: _check_floats(out, data, settings))
    each(*steps, *_writers(report, data, left))
    return _conclude(report, traceback)


def _checked(claims: Sequence[Claim], settings: runner.Settings, store_path: Path | None) -> runner.Report:
    """Run the claims; Ctrl-C during the preparation leaves a run in which nothing was covered."""
    out = terminal.console()
    with opened(store_path) as store:
        amount = terminal.print_plan(out, claims, settings)
        with terminal.progress(out, amount, settings.budget) as bar:
            if INTERRUPTS.release():
                return runner.not_begun(claims, settings)
            return runner.run(claims, settings, lambda answer: terminal.advance(bar, answer), store)


def _cross_validate(out: Console, data: Data, settings: runner.Settings) -> None:
    """The table of the four arithmetics on some kinds of every problem of the scope."""
    from proofs_check.cli import crossval  # sympy and mpmath take a while to import

    table, ending, _ = crossval.cross_validate(out, settings.size, settings.seed, settings.jobs)
    data()["four_arithmetics"] = crossval.as_data(table, settings.size, settings.seed, ending)
    crossval.print_answer(out, table, settings.size, ending)


def _check_floats(out: Console, data: Data, settings: runner.Settings) -> None:
    """The table of the float classes on the small scope."""
    from proofs_check.cli import float_classes  # the fast path takes a while to import

    table, ending, _ = float_classes.cross_validate(out, "small", settings.seed, settings.jobs)
    data()["float_classes"] = float_classes.as_data(table, "small", settings.seed, ending)
    float_classes.print_answer(out, table, "small", settings.seed, ending)


# -- what is written ---------------------------------------------------------------------------------------------------


def _writers(report: runner.Report, data: Data, left: Outputs) -> list[Callable[[], object]]:
    """A function for each output; it writes the output and says so."""
    steps: list[Callable[[], object]] = []
    if left.json is not None:
        path = left.json
        steps.append(lambda: say(f"The results are in {write_json(data(), path)}."))
    if left.witnesses is not None:
        folder = left.witnesses
        steps.append(lambda: _save_witnesses(report, folder))
    if left.certificates is not None:
        certificates = left.certificates
        steps.append(lambda: _save_certificates(report, certificates))
    if left.html is not None:
        page = left.html
        steps.append(lambda: _save_page(data(), page, left.certificates))
    if left.store is not None:
        steps.append(lambda: say_recalled(left.store, report.recalled))
    return steps


def _save_page(data: dict[str, Any], path: Path, certificates: Path | None) -> None:
    from proofs_check.cli.report import write_page

    write_page(data, path, certificates)


def _save_certificates(report: runner.Report, folder: Path) -> None:
    """Write the certificates of a run, and print what was written and which claims have none."""
    from proofs_check.certificates.save import save  # imports all claims
    from proofs_check.logic import names
    from proofs_check.logic.certificates import certificate

    for sentence in save(report, folder):
        say(sentence)
    formal = [result.claim.id for result in report.results if result.claim.id in names()]
    for id in formal:
        write_json(certificate(id), folder / "proved" / f"{id}.json")
    if formal:
        say(f"Logic proofs of the formal statements of {len(formal)} claims are in {folder / 'proved'}.")


def _save_witnesses(report: runner.Report, folder: Path) -> None:
    saved = [witness.save(found, folder) for found in map(witness_in, report.results) if found is not None]
    say(f"{len(saved)} witness file{' is' if len(saved) == 1 else 's are'} in {folder}.")


def witness_in(result: runner.Result) -> dict[str, Any] | None:
    """The case at which the claim failed, or else the one at which its check raised an error."""
    return result.witness or (result.error or {}).get("witness")


def _replay_command(settings: runner.Settings, left: Outputs, files: Sequence[Path]) -> Callable[[str], str]:
    """The command that checks the witness of a claim again: from the file that the run left, or by a new search."""
    own = "".join(f" --claims {shlex.quote(str(file))}" for file in files)
    scope = "" if settings.size == "default" else f" --scope {settings.size}"
    seed = f" --seed {settings.seed}" if settings.seed else ""

    def replay(id: str) -> str:
        if left.witnesses is not None:
            return f"{PROGRAM} at {id} {shlex.quote(str(left.witnesses / f'{id}.json'))}{own}"
        if left.json is not None:
            return f"{PROGRAM} at {id} {shlex.quote(str(left.json))}{own}"
        return f"{PROGRAM} at {id}{scope}{seed}{own}"

    return replay


# -- how it ends -------------------------------------------------------------------------------------------------------


def _conclude(report: runner.Report, traceback: bool) -> int:
    """Print what is wrong with the run, and return the exit code."""
    for result in report.errors:
        assert result.error is not None
        say(f"{PROGRAM}: {witness.raised_text(result.error, result.claim.id)}", err=True)
        if traceback:
            for line in result.error["traceback"].splitlines():
                say(line, err=True)
    own = [result for result in report.results if claim_file.is_own(result.claim)]
    differing = [found for found in expected.differences(report, expected.recorded()) if not _is_of(own, found.id)]
    for difference in differing:
        say(f"{PROGRAM}: {difference}.", err=True)
    if report.ending is runner.Ending.INTERRUPTED:
        return INTERRUPTED
    if report.errors:
        return WRONG_USE
    if not differing and len(own) < len(report.results):
        say("No verdict contradicts the recorded ones.")
    return DIFFERS if differing or any(result.verdict is Verdict.REFUTED for result in own) else 0


def _is_of(results: Sequence[runner.Result], id: str) -> bool:
    return any(result.claim.id == id for result in results)
