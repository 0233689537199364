"""The output of ``symdln classify`` for a point over a number field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from symdln.algebra.inertia import Inertia
from symdln.algebraic import AlgebraicPoint
from symdln.cli.texts import (
    assumption_lines,
    eigenvalue_data,
    inertia_data,
    selection_text,
    strings_data,
    strings_text,
    widths_text,
)
from symdln.files.algebraic import algebraic_point_data
from symdln.tables import Printer

LARGEST_HESSIAN = 40  # weights: its characteristic polynomial is formed over the field


def _inertias(point: AlgebraicPoint) -> tuple[Inertia | None, Inertia | None]:
    """The inertias by ranks and by the Hessian over the field, where they exist; they must agree."""
    by_ranks = point.inertia_by_ranks if point.is_critical else None
    by_hessian = point.inertia_by_hessian if point.problem.parameters <= LARGEST_HESSIAN else None
    if by_ranks and by_hessian and by_ranks != by_hessian:
        raise AssertionError(
            f"the two routes disagree: ranks give {by_ranks}, the Hessian {by_hessian}. This is an error in symdln; "
            f"please report it with the point {point!r}."
        )
    return by_ranks, by_hessian


def algebraic_classification(point: AlgebraicPoint) -> dict[str, Any]:
    """The answer as JSON data (docs/file-formats.md)."""
    critical, (by_ranks, by_hessian) = point.is_critical, _inertias(point)
    offending = point.offending
    return {
        **algebraic_point_data(point),
        "format": "symdln algebraic classification 1",
        "class": point.label,
        "loss": _number_data(point.loss_value),
        "assumptions": dict(point.algebraic.assumptions),
        "rank": point.rank,
        "selection": list(point.selection) if critical else None,
        "strings": strings_data(point.strings) if critical else None,
        "order": point.order if critical else None,
        "dimension": point.dimension if critical else None,
        "inertia_by_ranks": inertia_data(by_ranks),
        "inertia_by_hessian": inertia_data(by_hessian),
        "gradient_entry": None
        if offending is None
        else dict(zip(("layer", "row", "column"), offending[:3], strict=True))
        | {"derivative": _number_data(offending[3])},
    }


def _number_data(value: Any) -> dict[str, Any]:
    return {key: entry for key, entry in eigenvalue_data(value).items() if key != "multiplicity"}


def show_algebraic_point(printer: Printer, path: Path, point: AlgebraicPoint) -> None:
    """Print the answer."""
    problem, (by_ranks, by_hessian) = point.algebraic, _inertias(point)
    rows: list[tuple[str, object]] = [
        ("point", f"{path}: widths {widths_text(problem.widths)}, N = {problem.parameters} weights"),
        ("numbers", f"in a real number field of degree {point.field.degree}; all decisions are exact in it"),
        ("loss", point.loss_value.text(10)),
        ("class", point.label),
    ]
    if point.offending is not None:
        layer, row, column, value = point.offending
        rows.append(("gradient", f"the derivative by entry ({row}, {column}) of W_{layer} is {value.text(10)}, not 0"))
    else:
        squares = [problem.spectrum[problem.positions[i]].text(10) for i in point.selection]
        rows += [
            ("rank", point.rank),
            ("S", selection_text(point.selection) + (f", s^2 = {', '.join(squares)}" if squares else "")),
            ("strings", strings_text(point.strings)),
            ("order", "none, as the point is a global minimiser" if point.order is None else point.order),
            ("dimension", f"{point.dimension}, of the set of critical points of this kind"),
            ("inertia by ranks", by_ranks),
        ]
    rows.append(("by the Hessian", by_hessian or f"not formed, since N is above {LARGEST_HESSIAN}"))
    printer.pairs([*rows, *assumption_lines(problem)])
