"""The command ``proofs-check verify``: run the kernel on certificates, offline and without the rest of the package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from proofs_check import kernel

if TYPE_CHECKING:
    from proofs_check.running.runner import Report


@click.command("verify")
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(exists=True, path_type=Path))
def command(paths: tuple[Path, ...]) -> int:
    """Check certificates by proofs_check/kernel.py alone; of a folder, every .json file in it and below it.

    Prints one line a certificate.  Exit code 0 when all are accepted, 1 when one is rejected, 2 when a file cannot be
    read (or is a pipe or a device, which are not opened) and for wrong use.
    """
    files = certificates_in(paths)
    if not files:
        raise click.UsageError(f"there is no .json file in {', '.join(map(str, paths))}.")
    codes = []
    for file in files:
        code, sentence = kernel.answer(file)
        codes.append(code)
        click.echo(kernel.line(file, code, sentence))
    click.echo(f"{codes.count(kernel.ACCEPTED)} of {len(files)} certificates accepted.")
    return kernel.exit_code(codes)


def certificates_in(paths: Sequence[Path]) -> list[Path]:
    """The files, and what is called *.json and is no folder in and below the folders, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(file for file in sorted(path.rglob("*.json")) if not file.is_dir())
        else:
            found[path] = None
    return list(found)


def save(report: Report, folder: Path) -> None:
    """Write the certificates of a run and print what was written and what has none."""
    from proofs_check.certificates.save import save as write  # imports all claims

    for sentence in write(report, folder):
        click.echo(sentence)
