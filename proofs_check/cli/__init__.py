"""The command ``proofs-check``: list claims, show one, run them, replay a witness."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

import click

import symdln as dln
from proofs_check.cli import ablate as ablate_cli
from proofs_check.cli import crossval as crossval_cli
from proofs_check.cli import formal as formal_cli
from proofs_check.cli import hunt as hunt_cli
from proofs_check.cli import new as new_cli
from proofs_check.cli import report as report_cli
from proofs_check.cli import store as store_cli
from proofs_check.cli import sweep as sweep_cli
from proofs_check.cli import values as values_cli
from proofs_check.cli import verify as verify_cli
from proofs_check.cli.durations import Duration
from proofs_check.language.claim import Claim
from proofs_check.report import page, results, terminal
from proofs_check.running import claim_file, expected, parallel, registry, runner, witness
from proofs_check.running.evaluate import first_failure
from proofs_check.running.store import Store
from proofs_check.scopes.families import SIZES
from symdln.cli.top import WholeLines, run_program
from symdln.errors import SymdlnError
from symdln.files import write_json

PROGRAM = "proofs-check"
DIFFERS, WRONG_USE, INTERRUPTED = 1, 2, 130


@click.group(cls=WholeLines, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(dln.__version__, prog_name=PROGRAM)
def cli() -> None:
    """Settle what papers print about deep linear networks, claim by claim, with evidence."""


@cli.command("list")
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@click.option("--source", metavar="KEY", help="Only claims of this source (the first part of their ids).")
def list_claims(ids: tuple[str, ...], source: str | None) -> None:
    """List the claims; an ID may be the beginning of ids, as for run."""
    chosen = registry.select(registry.all_claims(), ids, source)
    terminal.print_claims(terminal.console(), chosen)
    click.echo(f"{len(chosen)} claims.")


@cli.command()
@click.argument("id")
@click.option("--scope", "size", type=click.Choice(SIZES), default="default", show_default=True)
def show(id: str, size: str) -> None:
    """Show the claim ID: statement, source, hypotheses, scope, recorded verdict."""
    claim = registry.find(registry.all_claims(), id)
    terminal.print_claim(terminal.console(), claim, size, expected.recorded())


@cli.command()
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@click.option("--source", metavar="KEY", help="Only claims of this source.")
@click.option(
    "--scope", "size", type=click.Choice(SIZES), default="default", show_default=True, help="How much is covered."
)
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="Processes; by default one a core.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of disguises and samples.")
@click.option("--budget", type=Duration(), help="Stop after this time, such as 60s or 5m.")
@click.option(
    "--store",
    "store_path",
    type=click.Path(path_type=Path),
    help="Record finished work items in this file, and go on from what is there.",
)
@click.option(
    "--backend",
    type=click.Choice(("loky", "dask")),
    default="loky",
    show_default=True,
    help="Processes of this machine, or the workers of a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Where the Dask scheduler is, such as tcp://192.168.0.7:8786.")
@click.option(
    "--json", "json_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the results to this file."
)
@click.option(
    "--html", "html_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the results as one page."
)
@click.option(
    "--witnesses",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a witness file for each refuted claim into this folder.",
)
@click.option(
    "--certificates",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write certificates for `verify` into this folder.",
)
@click.option(
    "--crossval", "with_crossval", is_flag=True, help="Cross-validate the fast path too; its table joins the report."
)
@click.option("--traceback", is_flag=True, help="Show the traceback of a check that raised an error.")
def run(
    ids: tuple[str, ...],
    source: str | None,
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
    traceback: bool,
) -> int:
    """Check claims and print their verdicts.

    An ID may be the beginning of ids: chitour.prop4 runs all of chitour.prop4.*.  Exit code 0 when every verdict is the
    recorded one, 1 when one differs, 2 for wrong use or a check that raised an error, 130 after Ctrl-C.  Verdicts are
    recorded for the default scope: another scope, or a run that a budget ended, covers other cases, and differs only
    where it contradicts the record (see proofs_check.running.expected).
    """
    chosen = registry.select(registry.all_claims(), ids, source)
    if not chosen:
        raise click.UsageError("there are no claims to run.")
    _check_writable(json_path, witnesses, certificates)
    if html_path is not None:
        report_cli.check_folder(html_path, "page")
        page.check_packages()
    if (backend == "dask") is not bool(scheduler):
        raise click.UsageError(
            "pass --backend dask and --scheduler ADDRESS together; without both, this machine works."
        )
    settings = runner.Settings(size, seed, jobs or parallel.available_cores(), budget, scheduler)
    out = terminal.console()
    with Store(store_path) if store_path else nullcontext() as store:
        amount = terminal.print_plan(out, chosen, settings)
        with terminal.progress(out, amount) as bar:
            report = runner.run(chosen, settings, lambda answer: terminal.advance(bar, answer), store)
    data = results.results_data(report)
    if with_crossval and report.ending is not runner.Ending.INTERRUPTED:
        table, ending = crossval_cli.cross_validate(out, "small", seed, jobs)
        data["crossval"] = crossval_cli.as_data(table, "small", seed, ending)
    if json_path is not None:
        write_json(data, json_path)
    if witnesses is not None:
        _save_witnesses(report, witnesses)
    if certificates is not None:
        verify_cli.save(report, certificates)
    if html_path is not None:
        report_cli.write_page(data, html_path, certificates)
    terminal.print_report(out, report, _replay_command(settings, json_path, witnesses))
    if store_path is not None:
        click.echo(f"{report.recalled:,} work items were in {store_path} already; what is new is recorded there.")
    return _conclude(report, traceback)


@cli.command()
@click.argument("id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option(
    "--scope", "size", type=click.Choice(SIZES), default="default", show_default=True, help="Where to search."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of disguises and samples.")
@click.option("--claims", type=click.Path(path_type=Path), help="A claim file of your own, in which ID is; it is run.")
def at(id: str, file: Path | None, size: str, seed: int, claims: Path | None) -> int:
    """Check the claim ID at the case in FILE (a witness, the results of a run, or a point), from the file alone.

    Without FILE the cases of the scope are checked, smallest first, up to the first one at which the claim fails.  Exit
    code 0 when the claim holds, 1 when it fails or a case is undecided, 2 when the check raises an error.
    """
    claim = registry.find(claim_file.load(claims) if claims else registry.all_claims(), id)
    if file is None:
        return _search(claim, size, seed)
    outcome = witness.replay(claim, witness.load(file, id))
    click.echo(f"{claim.id} {outcome.answer.value} at this case: {outcome.sentence}")
    return 0 if outcome.holds else 1


def _search(claim: Claim, size: str, seed: int) -> int:
    """Check the claim up to its first failing case, print that case, and give the exit code."""
    tally = first_failure(claim, size, seed)
    if tally.error is not None:
        raise SymdlnError(f"the check of {claim.id} raised {tally.error['sentence']} (at {tally.error['case']})")
    if tally.witness is not None:
        click.echo(f"{claim.id} fails at this case: {tally.witness['sentence']}")
        for line in witness.case_lines(tally.witness):
            click.echo(f"    {line}")
        return 1
    undecided = f", {tally.undecided} of them undecided" if tally.undecided else ""
    click.echo(f"{claim.id} fails at none of {tally.cases} cases of the {size} scope{undecided}.")
    return 1 if tally.undecided else 0


cli.add_command(crossval_cli.command)
cli.add_command(formal_cli.command)
cli.add_command(hunt_cli.command)
cli.add_command(ablate_cli.command)
cli.add_command(new_cli.command)
cli.add_command(report_cli.command)
cli.add_command(store_cli.group)
cli.add_command(sweep_cli.command)
cli.add_command(verify_cli.command)
cli.add_command(values_cli.command)


def _check_writable(json_path: Path | None, *folders: Path | None) -> None:
    """What cannot be written is said before the work, not after it."""
    if json_path is not None:
        report_cli.check_folder(json_path, "results file")
    for folder in filter(None, folders):
        file = next((path for path in folder.parents if path.exists() and not path.is_dir()), None)
        if file is not None:
            raise click.UsageError(f"the folder {str(folder)!r} cannot be made: {str(file)!r} is no folder.")
        above = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        if not os.access(above, os.W_OK):
            raise click.UsageError(f"the folder {str(folder)!r} cannot be written; choose another.")


def _replay_command(settings: runner.Settings, json_path: Path | None, witnesses: Path | None) -> Callable[[str], str]:
    """The one command that checks the witness of a claim again: from the file that the run left, or found anew."""
    if witnesses is not None:
        return lambda id: f"{PROGRAM} at {id} {shlex.quote(str(witnesses / f'{id}.json'))}"
    if json_path is not None:
        return lambda id: f"{PROGRAM} at {id} {shlex.quote(str(json_path))}"
    scope = "" if settings.size == "default" else f" --scope {settings.size}"
    seed = f" --seed {settings.seed}" if settings.seed else ""
    return lambda id: f"{PROGRAM} at {id}{scope}{seed}"


def _save_witnesses(report: runner.Report, folder: Path) -> None:
    saved = [witness.save(result.witness, folder) for result in report.results if result.witness is not None]
    click.echo(f"{len(saved)} witness files are in {folder}.")


def _conclude(report: runner.Report, traceback: bool) -> int:
    """Say what is wrong with the run, and the exit code."""
    for result in report.errors:
        assert result.error is not None
        click.echo(
            f"{PROGRAM}: the check of {result.claim.id} raised {result.error['sentence']} (at {result.error['case']})",
            err=True,
        )
        if traceback:
            click.echo(result.error["traceback"], err=True)
    differing = expected.differences(report, expected.recorded())
    for difference in differing:
        click.echo(f"{PROGRAM}: {difference}.", err=True)
    if report.ending is runner.Ending.INTERRUPTED:
        return INTERRUPTED
    if report.errors:
        return WRONG_USE
    if not differing:
        click.echo("No verdict contradicts the recorded ones.")
    return DIFFERS if differing else 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit; what goes wrong is said in one sentence, without a traceback."""
    run_program(PROGRAM, cli, arguments)
