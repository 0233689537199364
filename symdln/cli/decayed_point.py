"""The output of ``symdln classify`` for a point of the decayed loss."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from symdln.algebra.inertia import Inertia
from symdln.cli.texts import inertia_data, value_text, widths_text
from symdln.decay import DecayedKind, DecayedPoint
from symdln.errors import InputError
from symdln.landscape.classify import LARGEST_HESSIAN
from symdln.tables import Printer


def kind_at(point: DecayedPoint) -> DecayedKind | None:
    """The kind of a critical point for data with a list, else None."""
    known = point.decayed.data_kind is not None and point.decayed.problem.depth > 1
    return point.kind if known and point.is_critical else None


def inertias(point: DecayedPoint) -> tuple[Inertia | None, Inertia | None]:
    """The inertias by the theorem and by the exact Hessian, where they exist; they must agree."""
    kind = kind_at(point)
    small = point.decayed.problem.parameters <= LARGEST_HESSIAN
    by_theorem, by_hessian = kind.inertia if kind else None, point.inertia_by_hessian if small else None
    if by_theorem and by_hessian and by_theorem != by_hessian:
        raise AssertionError(
            f"the two routes disagree: the theorem gives {by_theorem}, the Hessian {by_hessian}. "
            f"This is an error in symdln; please report it with the point {point!r}."
        )
    return by_theorem, by_hessian


def decayed_point_data(point: DecayedPoint) -> dict[str, Any]:
    """The answer as JSON data (docs/file-formats.md)."""
    kind, (by_theorem, by_hessian) = kind_at(point), inertias(point)
    return {
        "format": "symdln decayed classification 1",
        "widths": list(point.decayed.problem.widths),
        "decays": [str(value) for value in point.decayed.decays],
        "data": point.decayed.data_kind,
        "class": point.label,
        "loss": str(point.loss),
        "used": str(kind) if kind else None,
        "rank": kind.rank if kind else None,
        "dimension": kind.orbit_dimension if kind else None,
        "nondegenerate": kind.is_morse_bott if kind else None,
        "inertia_by_theorem": inertia_data(by_theorem),
        "inertia_by_hessian": inertia_data(by_hessian),
    }


def show_decayed_point(printer: Printer, path: Path, point: DecayedPoint) -> None:
    """Print the answer."""
    problem, kind, (by_theorem, by_hessian) = point.decayed.problem, kind_at(point), inertias(point)
    rows: list[tuple[str, object]] = [
        ("point", f"{path}: widths {widths_text(problem.widths)}, N = {problem.parameters} weights"),
        ("decay", ", ".join(map(str, dict.fromkeys(point.decayed.decays)))),
        ("loss", value_text(point.loss)),
        ("class", point.label),
    ]
    if not point.is_critical:
        layer, row, column, value = _offending(point)
        rows.append(
            ("gradient", f"the derivative by entry ({row}, {column}) of W_{layer} is {value_text(value)}, not 0")
        )
    if kind is not None:
        rows += [
            ("used", str(kind)),
            ("dimension", f"{kind.orbit_dimension}, of the set of critical points of this kind"),
            ("inertia", f"{by_theorem}, by the theorem"),
        ]
    rows.append(("by the Hessian", by_hessian or f"not formed, since N is above {LARGEST_HESSIAN}"))
    if kind is None and point.is_critical and problem.depth > 1:
        rows.append(("note", "no list of kinds is known for these data; the class is what the Hessian decides"))
    printer.pairs(rows)


def _offending(point: DecayedPoint) -> tuple[int, int, int, Any]:
    """The first entry of the gradient that is not zero, counted from 1."""
    for j, block in enumerate(point.gradient, 1):
        for i, row in enumerate(block.rows(), 1):
            for k, value in enumerate(row, 1):
                if value:
                    return j, i, k, value
    raise InputError("the gradient vanishes, so no entry offends; look at the class instead.")
