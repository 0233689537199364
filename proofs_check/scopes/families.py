"""Which problems a run looks at: every architecture up to a size under stated spectra and inputs, smallest first."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import symdln as dln

SIZES = ("small", "default", "large")

DISTINCT = ((3, 2, 1),)
TIED = ((3, 2, 2), (3, 3, 2), (3, 3, 3), (3, 2, 0), (3, 3, 0), (3, 0, 0), (0, 0, 0))
"""With DISTINCT, every pattern of ties and zeros that three singular values can have."""
DISTINCT_4 = ((4, 3, 2, 1),)
SAMPLE = ((3, 2, 1), (3, 3, 0))

INPUTS = {
    "white": "X = I",
    "sheared": "X the upper triangle of ones (Sxx invertible)",
    "deficient": "X the upper triangle of ones and below it the sum of its rows (rank Sxx = d_x - 1)",
    "padded": "X the same with a sample of zeros (rank Sxx = d_x - 1, m = d_x)",
}
DEFICIENT = ("deficient", "padded")


class Spec(NamedTuple):
    """A problem by plain values, which travel between processes: widths, singular values and the name of its inputs."""

    widths: tuple[int, ...]
    spectrum: tuple[int, ...]
    inputs: str = "white"

    @property
    def parameters(self) -> int:
        return sum(a * b for a, b in itertools.pairwise(self.widths))


@dataclass(frozen=True)
class Family:
    """All architectures of these depths with widths up to ``largest_width``, each under all truncations of spectra.

    A spectrum is cut to ``min(rank X, d_y)`` singular values; ``smallest_largest`` leaves out the architectures whose
    widths are all below it.
    """

    depths: tuple[int, ...]
    largest_width: int
    spectra: tuple[tuple[int, ...], ...]
    inputs: str = "white"
    smallest_largest: int = 1

    def specs(self) -> Iterator[Spec]:
        for depth in self.depths:
            for widths in itertools.product(range(1, self.largest_width + 1), repeat=depth + 1):
                if max(widths) >= self.smallest_largest:
                    yield from self._under_spectra(widths)

    def _under_spectra(self, widths: tuple[int, ...]) -> Iterator[Spec]:
        if self.inputs != "white" and widths[0] == 1:
            return  # one input direction leaves nothing to shear or to lose
        rank = widths[0] - (self.inputs in DEFICIENT)
        room = min(rank, widths[-1])
        for spectrum in dict.fromkeys(values[:room] for values in self.spectra):
            yield Spec(widths, spectrum, self.inputs)

    @property
    def sentence(self) -> str:
        depths = f"depth {self.depths[0]}" + (f" to {self.depths[-1]}" if len(self.depths) > 1 else "")
        least = f" and at least one width {self.smallest_largest}" if self.smallest_largest > 1 else ""
        spectra = ", ".join(str(values) for values in self.spectra)
        widths = f"widths up to {self.largest_width}{least}"
        return f"{depths}, {widths}, singular values {spectra} and their truncations, {INPUTS[self.inputs]}"

    def data(self) -> dict[str, object]:
        return {
            "depths": list(self.depths),
            "widths": [1, self.largest_width],
            "some_width_at_least": self.smallest_largest,
            "spectra": [list(values) for values in self.spectra],
            "inputs": self.inputs,
        }


_DEFAULT = (
    Family((2, 3, 4), 3, DISTINCT),
    Family((2, 3), 3, TIED),
    Family((2,), 3, SAMPLE, "sheared"),
    Family((2,), 3, SAMPLE, "deficient"),
    Family((3,), 2, SAMPLE, "sheared"),
    Family((3,), 2, SAMPLE, "deficient"),
)
FAMILIES: dict[str, tuple[Family, ...]] = {
    "small": (Family((2, 3), 2, DISTINCT),),
    "default": _DEFAULT,
    "large": (
        *_DEFAULT,
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


@lru_cache(maxsize=64)
def problem(spec: Spec) -> dln.Problem:
    """The problem of a spec.  Whatever the inputs, ``Syx Sxx^+ Sxy`` has the squares of the spectrum as eigenvalues.

    For X of full column rank and ``Y = [diag(s) 0]``, ``Syx Sxx^+ Sxy = Y X^T (X X^T)^+ X Y^T = Y Y^T``.
    """
    widths, spectrum, inputs = spec
    if inputs == "white":
        return dln.Problem.canonical(spectrum, widths)
    columns = widths[0] - (inputs in DEFICIENT)
    X = [[int(j >= i) for j in range(columns)] for i in range(columns)]
    if inputs in DEFICIENT:
        X.append([sum(column) for column in zip(*X, strict=True)])
    if inputs == "padded":
        X, columns = [[*row, 0] for row in X], columns + 1
    Y = dln.Matrix.diagonal(spectrum, (widths[-1], columns))
    return dln.Problem.from_data(X, Y, hidden=widths[1:-1])


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
