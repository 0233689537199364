"""Pictures of landscapes and of dynamics, readable in grey: every curve differs by line style and not by colour alone.

Every function returns a matplotlib ``Figure``; :func:`save` writes it.  matplotlib comes with the extra ``[plot]``.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np

from symdln.errors import InputError
from symdln.files.disk import will_write, write_bytes
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT
from symdln.landscape.descent import Curve
from symdln.landscape.point import Point
from symdln.landscape.problem import Problem
from symdln.numeric import NumericProblem, hessian
from symdln.numeric.dynamics.escape import floats, run, setup
from symdln.numeric.dynamics.statistics import gathered
from symdln.teaching.drawing import SERIES, Watch, counter, figure, unwatched, widths_of
from symdln.teaching.dynamics_plots import (
    cycles_of_two,
    enclosed_loss,
    escape_histogram,
    invariant_drift,
    learned_modes,
    leaving_zero,
    trajectories,
)

if TYPE_CHECKING:
    from matplotlib.collections import PathCollection
    from matplotlib.figure import Figure

SPAN = 0.5  # largest change of the loss along a drawn curve
MOST_KINDS = 40
UNDATED: dict[str, dict[str, None]] = {".png": {}, ".pdf": {"CreationDate": None}, ".svg": {"Date": None}}


def check_picture(path: Path) -> None:
    """Refuse, before any work, a name without the suffix of a picture and a place that cannot be written."""
    if path.suffix.lower() not in UNDATED:
        raise InputError(f"'{path}' is not the name of a picture; use the suffix .png, .pdf or .svg.")
    will_write(path)


def save(made: Figure, path: Path) -> Path:
    """Write a figure; the suffix gives the format (png, pdf, svg).  No time is written, so files are reproducible."""
    check_picture(path)
    return write_bytes(path, drawn(made, path.suffix.lower()))


def drawn(made: Figure, suffix: str) -> bytes:
    """A figure as the content of a file with the suffix .png, .pdf or .svg, the same each time that it is drawn.

    >>> from matplotlib.figure import Figure
    >>> drawn(Figure(figsize=(1, 1)), ".png")[1:4]
    b'PNG'
    """
    from matplotlib import rc_context  # there is a figure, so matplotlib is installed

    written = io.BytesIO()
    with rc_context({"svg.hashsalt": "symdln"}):
        made.savefig(written, format=suffix.removeprefix("."), dpi=150, metadata=UNDATED[suffix])
    return written.getvalue()


# -- slices ------------------------------------------------------------------------------------------------------------


def loss_slices(problem: Problem, *, stacked: bool = False, watch: Watch = unwatched) -> Figure:
    """The loss along exact curves through a strict saddle, a non-strict saddle and a global minimiser.

    The panels stand side by side or, ``stacked``, one below the other, for a small screen.
    """
    labels = (STRICT, NON_STRICT, GLOBAL_MINIMISER)
    points = {label: _first_of(problem, label) for label in watch(labels, "classes of points", len(labels))}
    shown = [(label, point) for label, point in points.items() if point is not None]
    made, panels = (
        figure(len(shown), 1, 4, 2.1 * len(shown)) if stacked else figure(1, len(shown), 2.9 * len(shown), 3.0)
    )
    for axes, (label, point) in zip(panels, watch(shown, "panels", len(shown)), strict=True):
        for name, curve, style in (("descent", point.descent_curve, "-"), ("ascent", point.ascent_curve, "--")):
            if curve is not None:
                t, change = _slice(curve)
                text = rf"{name}: ${_leading(curve)}$"
                axes.plot(t, change, style, color="black" if style == "-" else "0.45", label=text)
        axes.axhline(0, color="0.75", linewidth=0.8)
        axes.plot([0], [0], "o", color="black", markersize=5)
        axes.set(title=label, xlabel="t", ylim=(-1.9 * SPAN, 1.1 * SPAN))
        axes.locator_params(axis="x", nbins=5)
        axes.legend(loc="lower center", fontsize=8)
        if stacked or axes is panels[0]:
            axes.set_ylabel("L(W(t)) - L(W(0))")
    made.suptitle(f"Loss along exact curves, widths {widths_of(problem)}")
    return made


def _first_of(problem: Problem, label: str) -> Point | None:
    return next((kind.representative() for kind in problem.kinds() if kind.label == label), None)


def _slice(curve: Curve) -> tuple[np.ndarray, np.ndarray]:
    """t and the loss change, on the widest range within 1.5 on which the change stays within SPAN."""
    coefficients = [float(value) for value in curve.loss_change]
    t = np.linspace(-1.5, 1.5, 2 * SERIES + 1)
    change = np.polynomial.polynomial.polyval(t, coefficients)
    outside = np.abs(t[np.abs(change) > SPAN])
    kept = np.abs(t) < (outside.min() if outside.size else np.inf)
    return t[kept], change[kept]


def _leading(curve: Curve) -> str:
    value: Fraction = curve.loss_change[curve.order]
    sign, size = "-" if value < 0 else "", "" if abs(value) == 1 else str(abs(value)) + r"\,"
    return (
        f"{sign}{size}t^{{{curve.order}}} + \\ldots"
        if len(curve.loss_change) > curve.order + 1
        else f"{sign}{size}t^{{{curve.order}}}"
    )


# -- spectra -----------------------------------------------------------------------------------------------------------


def hessian_spectra(problem: Problem, *, watch: Watch = unwatched) -> Figure:
    """Eigenvalues of the Hessian at the plain representative of each kind; marks differ by the class of the kind."""
    numeric, kinds = NumericProblem.of(problem), list(itertools.islice(problem.kinds(), MOST_KINDS + 1))
    if len(kinds) > MOST_KINDS:
        raise InputError(f"more than {MOST_KINDS} kinds do not fit into one picture; choose smaller widths.")
    made, (axes,) = figure(1, 1, max(4.8, 0.32 * len(kinds) + 2), 3.8)
    marks = {GLOBAL_MINIMISER: "o", STRICT: "x", NON_STRICT: "s"}
    named: set[str] = set()
    for place, kind in enumerate(watch(kinds, "kinds", len(kinds)), start=1):
        values = np.linalg.eigvalsh(hessian(numeric, floats(kind.representative())))
        rounded, counts = np.unique(values.round(9), return_counts=True)
        label = kind.label if kind.label not in named else None
        named.add(kind.label)
        filled = "none" if kind.label != STRICT else None
        options: dict[str, Any] = {"facecolors": filled, "edgecolors": "black"} if filled else {"color": "black"}
        axes.scatter(
            np.full(len(rounded), place), rounded, s=10 + 8 * counts, marker=marks[kind.label], label=label, **options
        )
    axes.axhline(0, color="0.7", linewidth=0.8, zorder=0)
    axes.set_yscale("symlog", linthresh=1)
    axes.yaxis.set_major_formatter("{x:g}")
    axes.set(xlabel="number of the kind in the list of symdln kinds", ylabel="Hessian eigenvalue (symmetric log scale)")
    axes.set_title(f"Hessian spectra of all kinds, widths {widths_of(problem)}\n(larger marks: multiple eigenvalues)")
    axes.set_xticks(range(1, len(kinds) + 1))
    axes.tick_params(axis="x", labelsize=7)
    low, high = axes.get_ylim()
    axes.set_ylim(low * 1.5, high * 1.5)
    legend = made.legend(loc="outside lower center", ncols=3, fontsize=8)
    for mark in legend.legend_handles:
        cast("PathCollection", mark).set_sizes([30.0])  # the marks of the picture have many sizes
    return made


def _small_escape(problem: Problem, *, watch: Watch = unwatched) -> Figure:
    experiment = setup(problem, runs=200, epsilons=(0.2, 0.1))
    reach = counter(watch, "parts of the experiment", len(experiment.items))
    found = run(experiment, progress=lambda done, _: reach(done))
    return escape_histogram(experiment, gathered(experiment, found))


class Draw(Protocol):
    """A function that draws a picture of a problem; ``watch`` reports the progress."""

    def __call__(self, problem: Problem, *, watch: Watch = ...) -> Figure: ...


PLOTS: dict[str, tuple[str, Draw, Sequence[int]]] = {
    "slices": ("the loss through a strict saddle, a non-strict saddle and a minimum", loss_slices, (2, 2, 2, 2)),
    "slices-stacked": (
        "the same three panels one below the other",
        partial(loss_slices, stacked=True),
        (2, 2, 2, 2),
    ),
    "trajectories": ("the loss along gradient flows, with critical values", trajectories, (3, 3, 3, 3)),
    "modes": ("singular values learned one by one, with exact times", learned_modes, (3, 3, 3)),
    "enclosures": ("a certified trajectory and its proved rate", enclosed_loss, (3, 3, 3)),
    "cycles": ("cycles of two steps beyond the edge of stability, exact", cycles_of_two, (1, 1, 1)),
    "leaving": ("the time to leave W = 0: proved, on rays, and measured", leaving_zero, (2, 2, 2, 2)),
    "drift": ("drift of the balancedness invariants", invariant_drift, (3, 3, 3, 3)),
    "escape": (
        "escape epochs near saddles of each order (`symdln escape` has the options)",
        _small_escape,
        (2, 2, 2, 2),
    ),
    "spectra": ("Hessian eigenvalues at every kind", hessian_spectra, (2, 2, 2, 2)),
}
