"""The command ``proofs-check verify``: check certificates of every kind, offline and by small programs alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from proofs_check import kernel
from symdln.cli.top import put

MATRIX_FORMATS = ("matrix proof 1", "matrix counterexample 1")
LOGIC_FORMAT = "logic proof 1"
DERIVATION_FORMAT = "derivation proof 1"
FLOW_FORMAT = "almost every trajectory 1"


@click.command("verify")
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(exists=True, path_type=Path))
def command(paths: tuple[Path, ...]) -> int:
    """Check certificates, each with the program for its format; a folder means every .json file in it and below it.

    Refutations and critical points are checked by proofs_check/kernel.py alone, proofs and counterexamples about
    matrices of any size by proofs_check/matrix_proofs.py alone, the steps of `symdln derive --format proof` by
    proofs_check/derivation_proofs.py alone, what `symdln almost-every` wrote by
    proofs_check/almost_every.py alone, and logic proofs by the rules of proofs_check.logic.
    Prints one line per certificate.  Exit code 0 when all are accepted, 1 when one is rejected, 2 when a file cannot be
    read (or is a pipe or a device, which are not opened) and for wrong use.
    """
    files = certificates_in(paths)
    if not files:
        raise click.UsageError(f"there is no .json file in {', '.join(map(str, paths))}.")
    codes = []
    for file in files:
        code, sentence = answer(file)
        codes.append(code)
        put(kernel.line(file, code, sentence) + "\n")
    put(f"{codes.count(kernel.ACCEPTED)} of {len(files)} certificates accepted.\n")
    return kernel.exit_code(codes)


def answer(file: Path) -> tuple[int, str]:
    """``ACCEPTED`` and what the certificate proves, or ``REJECTED`` or ``UNREAD`` and why, in a printable sentence."""
    form = _format(file)
    if form == LOGIC_FORMAT:
        return _of_logic(file)
    if form == DERIVATION_FORMAT:
        return _of_derivations(file)
    if form == FLOW_FORMAT:
        return _of_flows(file)
    return _of_matrices(file) if form in MATRIX_FORMATS else kernel.answer(file)


def _format(file: Path) -> str | None:
    """The format that a file states; an answer of ``symdln prove`` has the format of the certificate in it."""
    try:
        data = json.loads(kernel.read(file))
    except (kernel.UnreadError, ValueError, RecursionError):
        return None  # the kernel says what is wrong with it
    if isinstance(data, dict) and "format" not in data and "question" in data and "certificate" in data:
        data = data["certificate"] or {"format": MATRIX_FORMATS[0]}
    found = data.get("format") if isinstance(data, dict) else None
    return found if isinstance(found, str) else None


def _of_matrices(file: Path) -> tuple[int, str]:
    from proofs_check import matrix_proofs

    try:
        sentence = matrix_proofs.check_file(str(file)).removesuffix(".")
        question = kernel.parsed(kernel.read(file))["question"]
        return kernel.ACCEPTED, kernel.printable(f"{sentence}; the question is {question}.")
    except (matrix_proofs.MatrixProofRefusedError, kernel.CertificateRefusedError) as refused:
        return kernel.REJECTED, kernel.printable(str(refused))[:400]


def _of_derivations(file: Path) -> tuple[int, str]:
    from proofs_check import derivation_proofs

    try:
        return kernel.ACCEPTED, kernel.printable(derivation_proofs.check(kernel.parsed(kernel.read(file))))
    except (derivation_proofs.DerivationRefusedError, kernel.CertificateRefusedError) as refused:
        return kernel.REJECTED, kernel.printable(str(refused))[:400]


def _of_flows(file: Path) -> tuple[int, str]:
    from proofs_check import almost_every

    try:
        return kernel.ACCEPTED, kernel.printable(almost_every.check(kernel.parsed(kernel.read(file))))
    except kernel.CertificateRefusedError as refused:
        return kernel.REJECTED, kernel.printable(str(refused))[:400]


def _of_logic(file: Path) -> tuple[int, str]:
    from proofs_check.logic.certificates import checked
    from proofs_check.logic.indices import RefusedError

    try:
        return kernel.ACCEPTED, kernel.printable(checked(kernel.parsed(kernel.read(file))))
    except (RefusedError, kernel.CertificateRefusedError) as refused:
        return kernel.REJECTED, kernel.printable(str(refused))[:400]


def certificates_in(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, and all files named *.json in and below the folders, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(file for file in sorted(path.rglob("*.json")) if not file.is_dir())
        else:
            found[path] = None
    return list(found)
