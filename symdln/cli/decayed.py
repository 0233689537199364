"""The output of ``symdln landscape`` and ``symdln kinds`` with ``--decay``: kinds, values and thresholds."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import click
import flint

from symdln.cli.options import Rationals
from symdln.cli.texts import critical_value_text, enclosure_text, inertia_data, widths_text
from symdln.decay.kinds import DecayedKind
from symdln.decay.point import DecayedPoint
from symdln.decay.problem import MOST_KINDS, DecayedProblem
from symdln.decay.spectrum import DecayedSpectrum
from symdln.errors import InputError
from symdln.landscape.regression import CriticalValue
from symdln.tables import Printer

LISTED = 200


def decay_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--decay LAM``: one number, or one for each layer."""
    text = "Weight decay: adds 1/2 sum lam_j ||W_j||^2 to the loss; one positive number, or one for each layer."
    return click.option("--decay", type=Rationals(), default=None, metavar="LAM[,...]", help=text)(command)


def one_or_each(decay: tuple[Fraction, ...]) -> Fraction | tuple[Fraction, ...]:
    """A single number stands for all layers."""
    return decay[0] if len(decay) == 1 else decay


@dataclass(frozen=True)
class DecayedTables:
    """The list of kinds with decay for a heading, a spectrum, the loss at zero and the unit of the loss."""

    heading: tuple[tuple[str, object], ...]
    spectrum: DecayedSpectrum
    at_zero: Fraction
    unit: Fraction
    limit: int | None = None
    values_only: bool = False

    @cached_property
    def kinds(self) -> list[DecayedKind]:
        """The kinds that are listed."""
        number = self.spectrum.count_kinds()
        if self.limit is None and number > MOST_KINDS:
            raise InputError(
                f"There are {number:,} kinds, and at most {MOST_KINDS:,} are listed at once; pass --limit N for the "
                "first N."
            )
        return list(itertools.islice(self.spectrum.kinds(), self.limit))

    def value(self, kind: DecayedKind) -> CriticalValue:
        """The loss at the points of a kind."""
        low, high = (self.at_zero + self.unit * end for end in kind.change_enclosure())
        return CriticalValue((), low if low == high else None, low, high)

    # -- JSON ----------------------------------------------------------------------------------------------------------

    def data(self) -> dict[str, Any]:
        """The landscape as JSON data (docs/file-formats.md)."""
        found = self.spectrum.thresholds()
        return {
            "format": "symdln decayed landscape 1",
            "widths": list(self.spectrum.widths),
            "data": "white inputs" if self.spectrum.is_white else "autoencoder",
            "product_of_decays": str(self.spectrum.power),
            "kinds_in_total": self.spectrum.count_kinds(),
            "local_ranks": list(found.local_ranks),
            "global_ranks": list(found.global_ranks),
            "collapsed": found.collapsed,
            "product_is_unique": found.product_is_unique,
            "all_saddles_strict": found.all_saddles_strict,
            "nondegenerate": found.morse_bott,
            "kinds": [] if self.values_only else [self._kind_data(kind) for kind in self.kinds],
        }

    def _kind_data(self, kind: DecayedKind) -> dict[str, Any]:
        value = self.value(kind)
        return {
            "used": str(kind),
            "rank": kind.rank,
            "value": None if value.value is None else str(value.value),
            "lower": str(value.lower),
            "upper": str(value.upper),
            "class": kind.label,
            "dimension": kind.orbit_dimension,
            "inertia": inertia_data(kind.inertia),
            "nondegenerate": kind.is_morse_bott,
        }

    # -- tables --------------------------------------------------------------------------------------------------------

    def show(self, printer: Printer) -> None:
        """Print the tables."""
        printer.pairs(self.heading)
        printer.line()
        self._show_modes(printer)
        self._show_thresholds(printer)
        if not self.values_only:
            self._show_kinds(printer)

    def _show_modes(self, printer: Printer) -> None:
        spectrum = self.spectrum
        words = {1: "yes", 0: "at the threshold", -1: "no"}
        rows = []
        for place, value in enumerate(spectrum.values):
            roots = spectrum.levels(place)
            usable = "no" if not roots else " and ".join(level.name.lower() for level in roots)
            lowers = words[spectrum.against_even(place)]
            rows.append((spectrum.first_positions[place], value.text(10), value.multiplicity, usable, lowers))
        name = "s^2" if spectrum.is_white else "kappa"
        what = "Squares of the singular values of Syx / c" if spectrum.is_white else "Eigenvalues of Sxx"
        headers = ("position", name, "multiplicity", "roots", "lowers the loss")
        printer.table(headers, rows, title=f"{what}, and what this decay allows", right=(0, 2))
        printer.line()

    def _show_thresholds(self, printer: Printer) -> None:
        found, deep = self.spectrum.thresholds(), self.spectrum.depth > 2
        name = "s^2" if self.spectrum.is_white else "kappa"
        low, high = (self._root_text(threshold) for threshold in (found.fold, found.even))
        usable = f"A mode can be used where {name} {'>=' if deep else '>'} {low}"
        printer.paragraph(f"{usable}; using it lowers the loss where {name} > {high}.")
        local, best = (", ".join(map(str, ranks)) for ranks in (found.local_ranks, found.global_ranks))
        printer.paragraph(f"Ranks of local minima: {local}; of global minima: {best}.")
        if found.collapsed:
            printer.paragraph("The network collapses: W = 0 is a global minimum.")
        unique = "All global minima have one product." if found.product_is_unique else "Their product is not unique."
        saddles = "Every saddle is strict." if found.all_saddles_strict else "There are non-strict saddles."
        printer.paragraph(f"{unique} {saddles}")
        printer.line()

    def _root_text(self, threshold: Fraction) -> str:
        """``threshold^(1/e)`` by certain decimals."""
        exponent, scale = self.spectrum.exponent, 10**30
        scaled = threshold * scale**exponent
        root = _integer_root(scaled.numerator // scaled.denominator, exponent)
        exact = Fraction(root, scale)
        return str(exact) if exact**exponent == threshold else enclosure_text(exact, exact + Fraction(1, scale))

    def _show_kinds(self, printer: Printer) -> None:
        total = self.spectrum.count_kinds()
        printer.paragraph(
            f"{total:,} kinds of critical points; class, dim and inertia (n+, n-, n0) are given by theorems "
            "(docs/decay.md) and hold at every point of the kind."
        )
        most = self.limit if self.limit is not None else LISTED
        rows = [self._row(kind) for kind in itertools.islice(self.spectrum.kinds(), most)]
        headers = ("used", "value", "class", "rank", "dim", "n+", "n-", "n0")
        printer.table(headers, rows, right=(3, 4, 5, 6, 7))
        if len(rows) < total:
            printer.line(f"{total - len(rows):,} more kinds are not shown; --limit N shows the first N.")
        printer.line()
        printer.paragraph(
            "used: positions of modes at the large, double or small root.  dim: the dimension of the set of all "
            "critical points of the kind; where n0 is larger, the kind is degenerate."
        )

    def _row(self, kind: DecayedKind) -> tuple[object, ...]:
        inertia = kind.inertia
        signs = inertia.positive, inertia.negative, inertia.zero
        value = critical_value_text(self.value(kind))
        return str(kind), value, kind.label, kind.rank, kind.orbit_dimension, *signs


def _integer_root(value: int, degree: int) -> int:
    """The largest integer with ``root^degree <= value``."""
    return int(flint.fmpz(value).root(degree)) if value else 0


def tables_of(decayed: DecayedProblem, data: str, limit: int | None, values_only: bool) -> DecayedTables:
    """The tables of a problem with data."""
    problem = decayed.problem
    heading = (
        ("data", data),
        ("network", _network(problem.widths, problem.parameters)),
        ("loss", f"{problem.loss_factor} ||P X - Y||^2 + 1/2 sum lam_j ||W_j||^2"),
        ("decay", _decay_text(decayed.decays)),
        ("list for", decayed.data_kind),
    )
    spectrum = decayed.spectrum
    return DecayedTables(heading, spectrum, decayed.value_at_zero, decayed.unit, limit, values_only)


def tables_of_spectrum(
    singular_values: tuple[str, ...], widths: tuple[int, ...], decay: tuple[Fraction, ...], limit: int | None
) -> DecayedTables:
    """The tables for X = I and Y = diag(singular values), which may be irrational."""
    spectrum = DecayedSpectrum.of_singular_values(singular_values, widths, one_or_each(decay))
    heading = (
        ("network", _network(widths, spectrum.parameters)),
        ("loss", "1/2 ||P - Y||^2 + 1/2 sum lam_j ||W_j||^2, Y = diag(singular values)"),
        ("decay", _decay_text(decay)),
    )
    at_zero = sum((v.multiplicity * (v.value or Fraction(0)) for v in spectrum.values), Fraction(0)) / 2
    return DecayedTables(heading, spectrum, at_zero, Fraction(1), limit)


def _network(widths: tuple[int, ...], parameters: int) -> str:
    return f"widths {widths_text(widths)}, depth {len(widths) - 1}, N = {parameters} weights"


def _decay_text(decays: tuple[Fraction, ...]) -> str:
    if len(set(decays)) == 1:
        return f"lam = {decays[0]}"
    return f"lam_j = {', '.join(map(str, decays))}; kinds and inertia depend on their product only"


def show_ridge(printer: Printer, decayed: DecayedProblem) -> None:
    """Depth 1: the only critical point."""
    solution = decayed.ridge_solution()
    point = DecayedPoint(decayed, [solution])
    printer.paragraph("Without hidden layers decay gives ridge regression: one critical point, the global minimum.")
    printer.pairs([("loss", str(point.loss)), ("inertia", str(point.inertia))])
    printer.line("W_1 =")
    for line in str(solution).splitlines():
        printer.line(f"  {line}")


def ridge_data(decayed: DecayedProblem) -> dict[str, Any]:
    """Depth 1 as JSON data."""
    point = DecayedPoint(decayed, [decayed.ridge_solution()])
    return {
        "format": "symdln ridge 1",
        "loss": str(point.loss),
        "weights": [layer.texts() for layer in point.weights],
        "inertia": inertia_data(point.inertia),
    }
