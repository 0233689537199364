"""The subcommand ``proofs-check report``: pages for people from the results of a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from proofs_check.cli import options
from proofs_check.cli.outputs import each
from proofs_check.report import results
from proofs_check.report.difference import Change, changes
from proofs_check.report.findings import findings_page
from proofs_check.report.page import report_page
from symdln.cli.top import say
from symdln.errors import InputError
from symdln.files import read_json, will_write, write_text


@click.command("report")
@click.argument("run", type=click.Path(path_type=Path))
@options.html
@click.option(
    "--certificates",
    type=click.Path(file_okay=False, path_type=Path),
    help="Put the certificates that the run left in this folder into the page, so that a reader can save them.",
)
@options.findings
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="OTHER.json",
    help="List the claims that ended otherwise than in these results of an earlier run, here and on top of the page.",
)
def command(
    run: Path, html_path: Path | None, certificates: Path | None, findings_path: Path | None, against: Path | None
) -> int:
    """Write pages from RUN, the results that ``proofs-check run --json RUN`` wrote.

    Without an option the page is written beside RUN, with the ending .html.
    """
    if not run.name:
        raise InputError(
            f"'{run}' is a directory (an empty name means the same); name a file with the results of a run."
        )
    if html_path is None and findings_path is None and against is None:
        html_path = run.with_suffix(".html")
        will_write(html_path)
    data = results.read(run)
    changed = None if against is None else changes(results.read(against), data)
    if changed is not None:
        for sentence in [change.sentence for change in changed] or ["No claim ended otherwise."]:
            say(sentence)
    steps: list[Callable[[], object]] = []
    if html_path is not None:
        page = html_path
        steps.append(lambda: write_page(data, page, certificates, changed))
    if findings_path is not None:
        steps.append(lambda: say(f"The findings are in {write_text(findings_path, findings_page(data))}."))
    each(*steps)
    return 0


def write_page(
    data: dict[str, Any], path: Path, certificates: Path | None, changed: list[Change] | None = None
) -> None:
    """Write the page of a run, with the certificates of this folder, and what changed since another run."""
    say(f"The page is in {write_text(path, report_page(data, certificates_in(certificates), changed))}.")


def certificates_in(folder: Path | None) -> dict[str, list[Any]]:
    """The certificates of refuted claims that a run left in a folder, by the id of the claim."""
    if folder is None:
        return {}
    if not folder.is_dir():
        raise click.UsageError(f"there is no folder {str(folder)!r} with certificates; write it by run --certificates.")
    paths = sorted((folder / "refuted").glob("*.json"))
    return {path.stem: [read_json(path, "a certificate")] for path in paths}
