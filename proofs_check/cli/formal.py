"""The command ``proofs-check formal``: have Coq check the theorems behind the claims, now and from the sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from proofs_check.coq import check, theorems
from proofs_check.coq.exports import export_files
from symdln.cli.options import DecimalNumber
from symdln.files import write_json


@click.command("formal")
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@click.option(
    "--exports",
    is_flag=True,
    help="Also check what is written for Coq: derivations, matrix proofs, proofs of the logic.",
)
@click.option("--list", "only_list", is_flag=True, help="Show the claims that have a theorem; nothing is checked.")
@click.option(
    "--json", "json_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the results to this file."
)
@click.option("--seconds", type=DecimalNumber(min=1), default=300, show_default=True, help="Time limit for one file.")
@click.option("--memory", type=click.IntRange(min=1), default=6, show_default=True, help="Memory limit in GiB.")
def command(
    ids: tuple[str, ...], exports: bool, only_list: bool, json_path: Path | None, seconds: float, memory: int
) -> int:
    """Have Coq check the theorems behind the claims, and print for each claim its theorem as Coq prints it.

    All Coq files are compiled in a fresh folder; an ID, or the beginning of ids, chooses what is printed.  Exit code 0
    when Coq accepts everything and no axiom is used, 2 when it does not, or when Coq is not installed.
    """
    chosen = theorems.selected(ids)
    if only_list:
        for id, found in chosen.items():
            click.echo(f"{id:42} {', '.join(theorem.name + _scope(theorem, id) for theorem in found)}")
        click.echo(f"{len(chosen)} claims have a Coq theorem; nothing was checked.")
        return 0
    if json_path is not None and not json_path.absolute().parent.is_dir():
        raise click.UsageError(f"there is no folder {str(json_path.parent)!r} for the results file; make it first.")
    limits = check.Limits(seconds, memory * 2**30)
    written = export_files() if exports else {}
    checked = check.check(lambda line: click.echo(line, err=True), limits, exports=written)
    for id, found in chosen.items():
        for theorem in found:
            click.echo(f"\n{id}: {theorem.verdict(id)}\n{theorem.words}")
            if theorem.narrower:
                click.echo(f"Narrower than the claim: {theorem.narrower}")
            click.echo(f"  {checked.statements[theorem.name]}")
    if exports:
        from proofs_check.coq.logic_exports import logic_exports

        click.echo(f"\n{checked.exported} exported lemmas and theorems in {len(written)} files, no axioms.")
        click.echo(logic_exports().summary())
    click.echo(f"\nCoq {checked.version}: {len(chosen)} claims, {len(checked.statements)} theorems in all, no axioms.")
    if json_path is not None:
        write_json(as_data(checked), json_path)
    return 0


def _scope(theorem: theorems.CoqTheorem, id: str) -> str:
    return " (a part)" if theorem.narrower else " (the negation)" if id in theorem.refutes else ""


def as_data(checked: check.Checked) -> dict[str, Any]:
    """What was checked, as JSON."""
    return {
        "kernel": f"Coq {checked.version}",
        "axioms": [],
        "seconds": checked.seconds,
        "exported": checked.exported,
        "theorems": [
            {
                "theorem": theorem.name,
                "claims": list(theorem.claims),
                "refutes": list(theorem.refutes),
                "words": theorem.words,
                "narrower": theorem.narrower,
                "statement": checked.statements[theorem.name],
            }
            for theorem in theorems.all_theorems()
        ],
    }
