"""Writes the certificates of a run, and says which refuted claims have none and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from proofs_check.certificates.build import NoCertificateError
from proofs_check.certificates.points import representatives
from proofs_check.certificates.refutations import refutation
from proofs_check.language.verdict import Verdict
from proofs_check.running.runner import Report, Result
from proofs_check.scopes.critical_points import EveryCriticalPoint
from symdln.errors import SymdlnError
from symdln.files import write_json


def save(report: Report, folder: Path) -> Iterator[str]:
    """Write ``refuted/<id>.json`` and ``points/<family and class>.json`` below the folder; yield reports."""
    yield from save_refutations([found for found in report.results if found.verdict is Verdict.REFUTED], folder)
    verified = any(
        found.verdict in (Verdict.VERIFIED, Verdict.DERIVED) and isinstance(found.claim.over, EveryCriticalPoint)
        for found in report.results
    )
    if verified:
        yield from save_points(report.settings.size, folder)
    certified = sum(found.verdict is Verdict.CERTIFIED for found in report.results)
    if certified:
        yield f"Claims that ended CERTIFIED ({certified}) have none: the kernel does not read irrational numbers."


def save_refutations(refuted: list[Result], folder: Path) -> Iterator[str]:
    """One certificate for each refuted claim, or the reason why there is none."""
    missing = []
    for found in refuted:
        try:
            certificate = refutation(found.claim, found.witness or {})
        except NoCertificateError as reason:
            missing.append(f"    no certificate for {found.claim.id}: {reason}")
        except SymdlnError as error:
            missing.append(f"    no certificate for {found.claim.id}: its witness cannot be read: {error}")
        else:
            write_json(certificate, folder / "refuted" / f"{found.claim.id}.json")
    if refuted:
        written = len(refuted) - len(missing)
        yield f"{written} of {len(refuted)} refuted claims have a certificate in {folder / 'refuted'}."
    yield from missing


def save_points(size: str, folder: Path) -> Iterator[str]:
    """One critical point for each family and class.  None of them proves a claim about all points."""
    missing, written = [], 0
    for name, point, certificate in representatives(size):
        if certificate is None:
            missing.append(f"    no certificate for {name}: {point}")
        else:
            write_json(certificate, folder / "points" / f"{name}.json")
            written += 1
    yield (
        f"{written} critical points, one for each class in each family of problems, have a certificate of their class "
        f"in {folder / 'points'}: examples of what claims about every critical point mean, not a proof of them."
    )
    yield from missing
