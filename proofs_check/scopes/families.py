"""The problems of a run: every architecture up to a size under stated spectra and inputs, smallest first."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

import symdln as dln
from symdln.algebra.matrix import hstack

SIZES = ("small", "default", "large")

DISTINCT = ((3, 2, 1),)
TIED = ((3, 2, 2), (3, 3, 2), (3, 3, 3), (3, 2, 0), (3, 3, 0), (3, 0, 0), (0, 0, 0))
"""Together with DISTINCT, every pattern of ties and zeros of three singular values."""
DISTINCT_4 = ((4, 3, 2, 1),)
SAMPLE = ((3, 2, 1), (3, 3, 0))
SMALL = ((8, "1/8"), ("1/3", "1/8"), ("1/8", "1/8"), ("1/4", 0))
"""Spectra below 1, far apart, tied and with a zero."""
CHAIN = ((1, 1), ("1/64", "1/64"))

INPUTS = {
    "white": "X = I, Y diagonal",
    "rotated": "X = I, Y turned by a rational orthogonal matrix on either side",
    "scaled": "X = I/3",
    "noisy": "X = I and a sample of zeros with targets of ones, which no weights fit",
    "sheared": "X the upper triangle of ones (Sxx invertible)",
    "deficient": "X the upper triangle of ones and below it the sum of its rows (rank Sxx = d_x - 1)",
    "padded": "X the same with a sample of zeros (rank Sxx = d_x - 1, m = d_x)",
}
DEFICIENT = ("deficient", "padded")
ONE_INPUT = ("white", "rotated", "scaled", "noisy")
"""The inputs that are possible at width 1; shearing or losing a direction needs two."""
REFLECTED = {1: ((1,), None), 2: ((1, 2), (2, 3)), 3: ((1, 1, 1), (1, 2, 1)), 4: ((1, 1, 1, 1), (1, 2, 1, 2))}
"""The vectors v, by size, of the reflections ``I - 2 v v^T / v^T v`` that turn Y from the left and from the right."""

Value = int | str
"""A singular value: an integer, or a fraction as ``"p/q"``, which travels between processes and into JSON."""


def plain(values: Iterable[Fraction]) -> tuple[Value, ...]:
    """Rational singular values as plain ones.

    >>> plain((Fraction(3), Fraction(1, 8)))
    (3, '1/8')
    """
    return tuple(int(value) if value.denominator == 1 else str(value) for value in values)


class Spec(NamedTuple):
    """A problem by plain values, which travel between processes: widths, singular values and the name of its inputs."""

    widths: tuple[int, ...]
    spectrum: tuple[Value, ...]
    inputs: str = "white"

    @property
    def parameters(self) -> int:
        return sum(a * b for a, b in itertools.pairwise(self.widths))


@dataclass(frozen=True)
class Family:
    """All architectures of these depths with widths up to ``largest_width``, each under all truncations of spectra.

    A spectrum is cut to ``min(rank X, d_y)`` singular values.  ``smallest_largest`` leaves out the architectures whose
    widths are all below it, and ``most_wide`` those with more than this many widths above 1.
    """

    depths: tuple[int, ...]
    largest_width: int
    spectra: tuple[tuple[Value, ...], ...]
    inputs: str = "white"
    smallest_largest: int = 1
    most_wide: int | None = None

    def specs(self) -> Iterator[Spec]:
        for depth in self.depths:
            for widths in itertools.product(range(1, self.largest_width + 1), repeat=depth + 1):
                wide = sum(width > 1 for width in widths)
                if max(widths) >= self.smallest_largest and (self.most_wide is None or wide <= self.most_wide):
                    yield from self._under_spectra(widths)

    def _under_spectra(self, widths: tuple[int, ...]) -> Iterator[Spec]:
        if self.inputs not in ONE_INPUT and widths[0] == 1:
            return
        rank = widths[0] - (self.inputs in DEFICIENT)
        room = min(rank, widths[-1])
        for spectrum in dict.fromkeys(values[:room] for values in self.spectra):
            yield Spec(widths, spectrum, self.inputs)

    @property
    def sentence(self) -> str:
        depths = f"depth {self.depths[0]}" + (f" to {self.depths[-1]}" if len(self.depths) > 1 else "")
        least = f" and at least one width {self.smallest_largest}" if self.smallest_largest > 1 else ""
        spectra = ", ".join(f"({', '.join(map(str, values))})" for values in self.spectra)
        few = {None: "", 0: "", 1: ", at most one above 1"}.get(self.most_wide, f", at most {self.most_wide} above 1")
        widths = f"widths up to {self.largest_width}{least}{few}"
        return f"{depths}, {widths}, singular values {spectra} and their truncations, {INPUTS[self.inputs]}"

    def data(self) -> dict[str, object]:
        return {
            "depths": list(self.depths),
            "widths": [1, self.largest_width],
            "some_width_at_least": self.smallest_largest,
            "most_widths_above_1": self.most_wide,
            "spectra": [list(values) for values in self.spectra],
            "inputs": self.inputs,
        }


_PLAIN = (
    Family((2, 3, 4), 3, DISTINCT),
    Family((2, 3), 3, TIED),
    Family((2,), 3, SAMPLE, "sheared"),
    Family((2,), 3, SAMPLE, "deficient"),
    Family((3,), 2, SAMPLE, "sheared"),
    Family((3,), 2, SAMPLE, "deficient"),
)
BEYOND = (
    Family((2,), 3, DISTINCT, "rotated"),
    Family((2, 3), 2, ((3, "1/3"), (3, 3), (3, 0), (0, 0)), "rotated"),
    Family((2, 3), 2, SMALL),
    Family((2,), 2, ((3, 2), (3, 0), ("1/3", "1/8")), "scaled"),
    Family((2,), 2, ((3, 2), (3, 0), ("1/3", "1/8")), "noisy"),
    Family((5,), 2, CHAIN, most_wide=1),
    Family((6,), 2, CHAIN[1:], most_wide=1),
    Family((6,), 1, CHAIN[:1]),
    Family((2,), 6, DISTINCT, smallest_largest=6, most_wide=1),
)
"""Where statements that hold for plain data may fail: turned, small, scaled, noisy data; deep and wide networks."""
FAMILIES: dict[str, tuple[Family, ...]] = {
    "small": (Family((2, 3), 2, DISTINCT),),
    "default": (*_PLAIN, *BEYOND),
    "large": (
        *_PLAIN,
        *BEYOND,
        Family((2, 3, 4), 4, DISTINCT_4, smallest_largest=4),
        Family((5,), 3, DISTINCT),
        Family((5,), 4, DISTINCT_4, smallest_largest=4),
    ),
}


@cache
def specs(size: str) -> tuple[Spec, ...]:
    """The problems of a size, each once, smallest first: by parameters, depth, widths, then as listed by families."""
    listed = dict.fromkeys(spec for family in FAMILIES[size] for spec in family.specs())
    return tuple(sorted(listed, key=lambda spec: (spec.parameters, len(spec.widths), spec.widths)))


def sentence(size: str) -> str:
    return "; ".join(family.sentence for family in FAMILIES[size])


def summary(size: str, every: tuple[Spec, ...] = ()) -> str:
    """The problems of a size, or those of ``every``, in a line.

    >>> summary("small")
    '24 problems of depth 2 to 3, widths up to 2, singular values from 2 to 3, white inputs'
    """
    every = every or specs(size)
    depths = sorted({len(spec.widths) - 1 for spec in every})
    values = sorted({Fraction(value) for spec in every for value in spec.spectrum})
    inputs = ", ".join(name for name in INPUTS if any(spec.inputs == name for spec in every))
    return (
        f"{len(every)} problems of depth {depths[0]} to {depths[-1]}, widths up to "
        f"{max(max(spec.widths) for spec in every)}, singular values from {values[0]} to {values[-1]}, {inputs} inputs"
    )


@lru_cache(maxsize=64)
def problem(spec: Spec) -> dln.Problem:
    """The problem of a spec.  Whatever the inputs, ``Syx Sxx^+ Sxy`` has the squares of the spectrum as eigenvalues.

    For X of full column rank and ``Y = [diag(s) 0]``, ``Syx Sxx^+ Sxy = Y X^T (X X^T)^+ X Y^T = Y Y^T``; a sample of
    zeros adds nothing to Syx and Sxx, and orthogonal matrices beside Y keep the eigenvalues.
    """
    widths, spectrum, inputs = spec
    if inputs == "white":
        return dln.Problem.canonical(spectrum, widths)
    X, Y = _data(spec)
    return dln.Problem.from_data(X, Y, hidden=widths[1:-1])


def _data(spec: Spec) -> tuple[dln.Matrix, dln.Matrix]:
    """X and Y for inputs that are not white."""
    d_x, d_y = spec.widths[0], spec.widths[-1]
    one, targets = dln.Matrix.identity(d_x), dln.Matrix.diagonal(spec.spectrum, (d_y, d_x))
    if spec.inputs == "rotated":
        return one, reflection(d_y, 0) @ targets @ reflection(d_x, 1)
    if spec.inputs == "scaled":
        return one * Fraction(1, 3), targets
    if spec.inputs == "noisy":
        ones = dln.Matrix.from_entries(d_y, 1, [1] * d_y)
        return hstack([one, dln.Matrix.zeros(d_x, 1)]), hstack([targets, ones])
    columns = d_x - (spec.inputs in DEFICIENT)
    X = [[int(j >= i) for j in range(columns)] for i in range(columns)]
    if spec.inputs in DEFICIENT:
        X.append([sum(column) for column in zip(*X, strict=True)])
    if spec.inputs == "padded":
        X, columns = [[*row, 0] for row in X], columns + 1
    return dln.Matrix(X), dln.Matrix.diagonal(spec.spectrum, (d_y, columns))


def reflection(size: int, side: int) -> dln.Matrix:
    """The rational orthogonal matrix ``I - 2 v v^T / v^T v`` that turns Y from the left (side 0) or the right (1).

    >>> reflection(2, 0)
    Matrix([['3/5', '-4/5'], ['-4/5', '-3/5']])
    """
    one = dln.Matrix.identity(size)
    vectors = REFLECTED.get(size, (tuple(range(1, size + 1)), (1,) * size))
    vector = vectors[side]
    if vector is None:
        return one
    v = dln.Matrix.from_entries(size, 1, vector)
    return one - v @ v.T * Fraction(2, v.norm_squared())


@cache
def count_kinds(spec: Spec) -> int:
    """The number of kinds of critical points of a problem."""
    return problem(spec).count_kinds()


class KindStream:
    """The kinds of one problem, handed out in slices; going forward costs nothing, going back starts again."""

    def __init__(self, spec: Spec):
        self.problem = problem(spec)
        self._restart()

    def _restart(self) -> None:
        self._kinds, self._position = self.problem.kinds(), 0

    def slice(self, start: int, stop: int) -> list[dln.Kind]:
        if start < self._position:
            self._restart()
        taken = list(itertools.islice(self._kinds, start - self._position, stop - self._position))
        self._position = stop
        return taken


@lru_cache(maxsize=8)
def kind_stream(spec: Spec) -> KindStream:
    """The stream that this process keeps for a problem."""
    return KindStream(spec)
