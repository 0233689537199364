"""``symdln classify``: the class of given weights, with all the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from symdln.algebra.inertia import Inertia
from symdln.algebra.matrix import Matrix
from symdln.algebraic import AlgebraicPoint
from symdln.cli.algebraic_point import algebraic_classification, show_algebraic_point
from symdln.cli.decayed_point import decayed_point_data, show_decayed_point
from symdln.cli.options import Count, check_json_target, deliver, json_option
from symdln.cli.texts import (
    assumption_lines,
    inertia_data,
    selection_text,
    strings_data,
    strings_text,
    value_text,
    widths_text,
)
from symdln.cli.watch import stage
from symdln.curvature.spectrum import Spectrum, check_size
from symdln.curvature.spectrum import eigenvalues as spectrum_by_factors
from symdln.decay import DecayedPoint
from symdln.errors import InputError
from symdln.files.decayed import read_any_point
from symdln.files.point import point_data
from symdln.files.table import read_table
from symdln.files.text import read_text
from symdln.landscape.classification import GLOBAL_MINIMISER, NOT_CRITICAL
from symdln.landscape.classify import LARGEST_HESSIAN, Classification, classify
from symdln.landscape.descent import Curve
from symdln.landscape.kinds import kind_of
from symdln.landscape.point import Point
from symdln.tables import Printer

MOST_SHOWN = 400  # the most entries of a matrix that is printed
DIGITS = 12  # decimals of eigenvalues


def classification_data(point: Point, answer: Classification, spectrum: Spectrum | None = None) -> dict[str, Any]:
    """The answer as JSON data (docs/file-formats.md); with a spectrum, that of the Hessian."""
    critical = answer.label != NOT_CRITICAL
    direction, curve = answer.descent_direction, answer.descent_curve
    return {
        **point_data(point),
        "format": "symdln classification 1",
        "class": answer.label,
        "loss": str(answer.loss),
        "assumptions": dict(point.problem.assumptions),
        "rank": answer.rank,
        "selection": list(answer.selection) if answer.selection is not None else None,
        "strings": strings_data(point.strings) if critical else None,
        "order": point.order if critical else None,
        "dimension": kind_of(point).dimension if critical else None,
        "pivots": [
            {"i": p.i, "j": p.j, "outer_rank": p.outer_rank, "inner_rank": p.inner_rank, "tightened": p.tightened}
            for p in answer.pivots
        ],
        "tightened": point.is_tightened if critical else None,
        "class_by_pivots": answer.by_pivots,
        "inertia_by_ranks": inertia_data(answer.inertia),
        "inertia_by_hessian": inertia_data(answer.inertia_by_hessian),
        "gradient_entry": _offending_data(answer),
        "descent_direction": None
        if direction is None
        else {"weights": [layer.texts() for layer in direction], "second_order": str(point.second_order(direction))},
        "descent_curve": None if curve is None else _curve_data(curve),
        **({} if spectrum is None else {"eigenvalues": _spectrum_data(spectrum)}),
    }


def _spectrum_data(spectrum: Spectrum) -> list[dict[str, Any]]:
    """Each distinct eigenvalue: multiplicity, irreducible factor (ascending coefficients), decimals around it."""
    ends = spectrum.enclosures(DIGITS)
    return [
        {"multiplicity": m, "factor": [str(c) for c in value.factor], "lower": str(low), "upper": str(high)}
        for value, (low, high, m) in zip(spectrum, ends, strict=True)
    ]


def _offending_data(answer: Classification) -> dict[str, Any] | None:
    if answer.offending is None:
        return None
    layer, row, column, value = answer.offending
    return {"layer": layer, "row": row, "column": column, "derivative": str(value)}


def _curve_data(curve: Curve) -> dict[str, Any]:
    return {
        "layers": [[term.texts() for term in layer] for layer in curve.layers],
        "loss_change": [str(coefficient) for coefficient in curve.loss_change],
        "order": curve.order,
        "reach": str(curve.reach),
    }


# -- mpmath ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Precise:
    """The findings of mpmath at the point: the inertia, the digits needed, and whether the path ranks are FLINT's."""

    inertia: Inertia
    digits: int
    ranks_agree: bool | None

    @property
    def data(self) -> dict[str, Any]:
        return {"inertia": inertia_data(self.inertia), "digits": self.digits, "ranks_agree": self.ranks_agree}


def _precise(point: Point, dps: int) -> Precise:
    """The inertia in high precision, which must be the exact one."""
    from symdln import precise  # few calls need mpmath

    stage(f"counting the signs of the Hessian with {dps} digits or more")
    network = precise.network_of(point)
    *counts, digits = precise.signature(network, dps=dps)
    inertia = Inertia(*counts)
    if inertia != point.inertia:
        raise AssertionError(
            f"mpmath gives {inertia}, and FLINT {point.inertia}. This is an error in symdln; please report it with the "
            f"point {point!r}."
        )
    agree = precise.path_ranks(network, dps=dps) == point.path_ranks if point.is_critical else None
    return Precise(inertia, digits, agree)


def _precise_rows(precise: Precise) -> list[tuple[str, object]]:
    row = ("by mpmath", f"{precise.inertia}, certain with {precise.digits} digits")
    words = {True: "those of FLINT", False: "not those of FLINT: please report this"}
    ranks = [] if precise.ranks_agree is None else [("ranks by mpmath", words[precise.ranks_agree])]
    return [row, *ranks]


# -- tables ------------------------------------------------------------------------------------------------------------


def _show(
    printer: Printer,
    path: Path,
    point: Point,
    answer: Classification,
    precise: Precise | None = None,
    spectrum: Spectrum | None = None,
) -> None:
    problem = point.problem
    rows: list[tuple[str, object]] = [
        ("point", f"{path}: widths {widths_text(problem.widths)}, N = {problem.parameters} weights"),
        ("loss", value_text(answer.loss)),
        ("class", answer.label),
    ]
    if answer.offending is not None:
        layer, row, column, value = answer.offending
        rows.append(
            ("gradient", f"the derivative by entry ({row}, {column}) of W_{layer} is {value_text(value)}, not 0")
        )
    else:
        rows += _critical_rows(point, answer)
    if precise is not None:
        rows += _precise_rows(precise)
    printer.pairs([*rows, *assumption_lines(problem)])
    if answer.pivots:
        printer.line()
        _show_pivots(printer, answer)
    if spectrum is not None:
        printer.line()
        _show_spectrum(printer, spectrum)
    if answer.descent_direction is not None:
        printer.line()
        printer.line(
            f"Descent direction V with H_W(V) = {value_text(point.second_order(answer.descent_direction))} < 0:", "bold"
        )
        _show_layers(printer, "V", answer.descent_direction)
    if answer.descent_curve is not None:
        printer.line()
        _show_curve(printer, answer.descent_curve)


def _critical_rows(point: Point, answer: Classification) -> list[tuple[str, object]]:
    problem = point.problem
    squares = [problem.spectrum[problem.positions[i]].text(10) for i in answer.selection or ()]
    hessian = (
        f"not formed, since N is above {LARGEST_HESSIAN}"
        if answer.inertia_by_hessian is None
        else f"{answer.inertia_by_hessian}"
    )
    return [
        ("rank", answer.rank),
        ("S", selection_text(answer.selection or ()) + (f", s^2 = {', '.join(squares)}" if squares else "")),
        ("strings", strings_text(point.strings)),
        ("order", "none, as the point is a global minimiser" if point.order is None else point.order),
        ("dimension", f"{kind_of(point).dimension}, of the set of critical points of this kind"),
        *_volume_rows(point),
        (
            "by pivots",
            answer.by_pivots or "not decided: the theorem of Achour et al. (2021) needs achour.H, which fails",
        ),
        ("inertia by ranks", answer.inertia),
        ("by the Hessian", hessian),
    ]


def _volume_rows(point: Point) -> list[tuple[str, object]]:
    """The learning coefficient of a minimum; saddles have none."""
    if point.label != GLOBAL_MINIMISER:
        return []
    try:
        found = point.learning_coefficient
    except InputError:
        return [("learning", "not computed: the widths have too many profiles of ranks")]
    order = "its order is not known" if found.order is None else f"order {found.order}"
    return [("learning", f"lambda = {value_text(found.value)} at this point, {order}")]


def _show_pivots(printer: Printer, answer: Classification) -> None:
    tightened = "all of them tightened" if all(pivot.tightened for pivot in answer.pivots) else "not all tightened"
    rows = [(f"({p.i}, {p.j})", p.outer_rank, p.inner_rank, "yes" if p.tightened else "no") for p in answer.pivots]
    headers = ("pivot (i, j)", "outer rank", "inner rank", "tightened")
    printer.table(headers, rows, title=f"Pivots, {tightened} (rank r = {answer.rank})", right=(1, 2))
    printer.paragraph(
        "outer: W_{j-1} ... W_1 Sxy W_H ... W_{i+1}; inner: W_{i-1} ... W_{j+1}; tightened: one of the two has rank r."
    )


def _show_spectrum(printer: Printer, spectrum: Spectrum) -> None:
    rows = [
        (value.text(DIGITS), value.multiplicity, "rational" if value.is_rational else f"degree {len(value.factor) - 1}")
        for value in spectrum
    ]
    printer.table(("eigenvalue", "times", "over Q"), rows, title="Eigenvalues of the Hessian", right=(0, 1))


def _show_curve(printer: Printer, curve: Curve) -> None:
    leading, reach = value_text(curve.loss_change[curve.order]), value_text(curve.reach)
    change = f"L(W(t)) - L(W) = {leading} t^{curve.order} + ..."
    printer.line(f"Descent curve W(t): {change}, order {curve.order}, below 0 for 0 < t <= {reach}:", "bold")
    for power in range(max(len(layer) for layer in curve.layers)):
        terms = [layer[power] if power < len(layer) else Matrix.zeros(*layer[0].shape) for layer in curve.layers]
        _show_layers(printer, f"t^{power}: W" if power else "W(0): W", terms)


def _show_layers(printer: Printer, letter: str, layers: Sequence[Matrix]) -> None:
    """Print the matrices that are not zero, row by row; large ones by their shape."""
    for j, layer in enumerate(layers, start=1):
        if layer.is_zero():
            continue
        rows, columns = layer.shape
        text = str(layer) if rows * columns <= MOST_SHOWN else f"({rows} x {columns}; --json has the entries)"
        printer.line(f"  {letter}_{j} =")
        for line in text.splitlines():
            printer.line(f"    {line}")
    if all(layer.is_zero() for layer in layers):
        printer.line(f"  {letter}_j = 0 for all j")


def _point_in(file: Path) -> Point | DecayedPoint | AlgebraicPoint:
    """The point in the file; a table is refused with another sentence than broken JSON."""
    try:
        return read_any_point(file)
    except InputError:
        if not _is_table(file):
            raise
    raise InputError(
        f'\'{file}\' is not JSON but a table (CSV), and classify needs a JSON file with "problem" and "weights" '
        "(docs/file-formats.md); `symdln landscape` reads tables."
    )


def _is_table(file: Path) -> bool:
    try:
        read_table(file)
        return read_text(file).lstrip()[:1] not in {"{", "["}
    except InputError:
        return False


@click.command("classify")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.json")
@click.option(
    "--dps",
    type=Count(10, 4000),
    default=None,
    help="Count signs and ranks in mpmath too, with this many digits, or more until they are certain.",
)
@click.option("--eigenvalues", is_flag=True, help="All eigenvalues of the Hessian, exactly, with multiplicities.")
@json_option
def classify_command(file: Path, dps: int | None, eigenvalues: bool, json_target: str | None) -> None:
    """Show the class of the weights in FILE.json, a problem and weights for it, with all the reasons.

    Class, rank, selection S, pivots, inertia by two routes, and where the loss decreases from a saddle.
    """
    check_json_target(json_target, file)
    stage("reading the point")
    point = _point_in(file)
    if isinstance(point, DecayedPoint):
        if eigenvalues or dps is not None:
            raise InputError(
                "--eigenvalues and --dps speak of the loss without weight decay, and the point in this file has decay; "
                "leave them out: the inertia is decided exactly without them."
            )
        stage("classifying a point of the decayed loss")
        decayed = point
        deliver(
            json_target,
            lambda: decayed_point_data(decayed),
            lambda printer: show_decayed_point(printer, file, decayed),
        )
        return
    if isinstance(point, AlgebraicPoint):
        if eigenvalues or dps is not None:
            raise InputError(
                "--eigenvalues and --dps are for rational weights and data, and this point has roots; leave them out: "
                "the inertia is decided exactly without them."
            )
        stage("classifying a point over a number field")
        algebraic = point
        deliver(
            json_target,
            lambda: algebraic_classification(algebraic),
            lambda printer: show_algebraic_point(printer, file, algebraic),
        )
        return
    stage(f"classifying a point with N = {point.problem.parameters:,} weights; exact ranks of large matrices take long")
    if eigenvalues:
        check_size(point.problem.parameters)
    answer = classify(point.problem, point)
    precise = None if dps is None else _precise(point, dps)
    if eigenvalues:
        stage("computing the exact eigenvalues of the Hessian")
    spectrum = spectrum_by_factors(point.hessian) if eigenvalues else None
    deliver(
        json_target,
        lambda: classification_data(point, answer, spectrum) | ({} if precise is None else {"mpmath": precise.data}),
        lambda printer: _show(printer, file, point, answer, precise, spectrum),
    )
