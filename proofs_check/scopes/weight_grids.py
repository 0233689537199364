"""All weights from small grids for architectures under Assumption 1, for inequalities along the flow."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Hashable, Iterator
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import symdln as dln
from proofs_check.language.hypotheses import Hypothesis, Level
from proofs_check.language.scope import Scope, cases
from proofs_check.language.subjects import POINTS
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import WordCase
from proofs_check.scopes import families, strata
from proofs_check.scopes.families import Spec, Value

HALF = Fraction(1, 2)


class Grid(NamedTuple):
    """Widths ``(d_x, d_1, ..., d_H, d_y)``, for every layer the set of entries for its weights, and the
    data as in :mod:`proofs_check.scopes.families`.
    """

    widths: tuple[int, ...]
    entries: tuple[tuple[int, ...], ...]
    spectrum: tuple[Value, ...] = (3, 2)
    inputs: str = "white"

    @property
    def size(self) -> int:
        sizes = [a * b for a, b in itertools.pairwise(self.widths)]
        total = 1
        for size, entries in zip(sizes, self.entries, strict=True):
            total *= len(entries) ** size
        return total

    def points(self, numbers: Collection[int] | None = None) -> Iterator[dln.Point]:
        """All points, or those at the given places in the list of all."""
        room = min(self.widths[0], self.widths[-1])
        problem = families.problem(Spec(self.widths, self.spectrum[:room], self.inputs))
        layers = [
            [
                dln.Matrix.from_entries(*shape, values)
                for values in itertools.product(entries, repeat=shape[0] * shape[1])
            ]
            for shape, entries in zip(problem.shapes, self.entries, strict=True)
        ]
        for number, weights in enumerate(itertools.product(*layers)):
            if numbers is None or number in numbers:
                yield dln.Point(problem, weights)


FEW, SIGNED, RISING = (0, 1), (0, 1, -1), (0, 1, 2)
GRIDS: dict[str, tuple[Grid, ...]] = {
    "small": (
        Grid((1, 1, 1), ((0, 1, 2, -1),) * 2),
        Grid((1, 1, 1, 1), (FEW, RISING, (0, 1, 3))),
        Grid((2, 1, 1), (SIGNED, RISING)),
        Grid((1, 2, 1), (SIGNED, RISING)),
        Grid((2, 2, 1), (FEW, RISING)),
        Grid((2, 2, 2), ((0, 1), (0, 2))),
    )
}
GRIDS["default"] = (
    *GRIDS["small"],
    Grid((1, 1, 1, 1), ((0, 1, 2, -1),) * 3),
    Grid((1, 1, 1, 1, 1), (FEW, RISING, RISING, (0, 1, 3))),
    Grid((1, 1, 2, 1), (SIGNED,) * 3),
    Grid((1, 2, 1, 1), (FEW, RISING, RISING)),
    Grid((1, 2, 2, 1), (FEW, FEW, RISING)),
    Grid((2, 2, 1, 1), (FEW, FEW, RISING)),
    Grid((1, 3, 1), (FEW, RISING)),
    Grid((2, 1, 1), (SIGNED, RISING), ("1/3",), "rotated"),
    Grid((2, 2, 1), (FEW, FEW), (3,), "rotated"),
)
GRIDS["large"] = (
    *GRIDS["default"],
    Grid((2, 2, 1), (SIGNED, RISING)),
    Grid((2, 2, 2), (FEW, RISING)),
    Grid((3, 2, 2), (FEW, (0, 2))),
    Grid((1, 3, 2, 1), (FEW, FEW, RISING)),
)


def listed(size: str) -> str:
    """The architectures in words."""
    return ", ".join(str(widths) for widths in dict.fromkeys(grid.widths for grid in GRIDS[size]))


def grid_points(size: str, seed: int) -> Iterator[dln.Point]:
    for grid in GRIDS[size]:
        yield from grid.points()


WHOLE = 30
"""Grids of the small scope with at most so many points are looked at as a whole."""


@cache
def chosen(grid: Grid) -> frozenset[int]:
    """The points of a grid in the thinned scope, by their places in the list of all: of the small scope's grids one of
    every three in a stratum, of the others one of every stratum.
    """
    found = map(stratum, grid.points())
    return strata.one_of_three(found) if grid in GRIDS["small"] else frozenset(strata.one_of_each(found))


def stratum(point: dln.Point) -> Hashable:
    """The rank of every layer and of the product, and the sign of ``tr(W_{j+1}^T W_{j+1} - W_j W_j^T)`` for every j."""
    sizes = [layer.norm_squared() for layer in point.weights]
    signs = tuple((b > a) - (b < a) for a, b in itertools.pairwise(sizes))
    return tuple(layer.rank() for layer in point.weights), point.end_to_end.rank(), signs


def thinned(size: str) -> Iterator[dln.Point]:
    """The grids for claims whose cases are not all the evidence; see :mod:`proofs_check.scopes.strata`."""
    for grid in GRIDS[size]:
        whole = size == "large" or (grid in GRIDS["small"] and grid.size <= WHOLE)
        yield from grid.points(None if whole else chosen(grid))


@cache
def count_thinned(size: str) -> int:
    return sum(1 for _ in thinned(size))


COVERED = (
    "all weights from small grids of integers (entries between -1 and 3, by layer) for singular values (3, 2) and the "
    f"widths {listed('default')} (small: {listed('small')}; large: further widths); beyond the small scope also for "
    "(2, 1, 1) with 1/3 and (2, 2, 1) with 3, Y turned by orthogonal matrices"
)

THINNED = (
    "; in the scopes 'small' and 'default', of the grids that the small one does not hold, one point of every stratum "
    "(of the same ranks of the layers and the product, and the same order of the norms of adjacent layers), and of the "
    f"small one's grids with more than {WHOLE} points one of every {strata.SHARE} points of a stratum, the first of "
    "them among them"
)

on_grids = cases(
    "weights from small grids",
    grid_points,
    sentence=COVERED,
    strength=Verdict.VERIFIED,
    of=POINTS,
    count={size: sum(grid.size for grid in grids) for size, grids in GRIDS.items()},
    per_unit=500,
)


def identities(widths: tuple[int, ...]) -> dln.Point:
    """Weights with ones on the diagonal, for the singular values (3, 2, 1)."""
    problem = dln.Problem.canonical((3, 2, 1)[: widths[-1]], widths)
    return dln.Point(problem, [dln.Matrix.diagonal([1] * min(shape), shape) for shape in problem.shapes])


def derived(name: str, words: tuple[WordCase, ...], which: str, ones: tuple[tuple[int, ...], ...] = ()) -> Scope:
    """The grids, which come first so that a failure has a small witness; identity weights of the widths ``ones``; and
    then derivations, a case for each.
    """

    def make(size: str, seed: int) -> Iterator[dln.Point | WordCase]:
        yield from thinned(size)
        yield from map(identities, ones)
        yield from words

    identical = f"; and identity weights of the widths {', '.join(map(str, ones))}" if ones else ""

    return cases(
        name,
        make,
        sentence=f"a derivation for {which}; and by a second route {COVERED}{THINNED}{identical}",
        strength=Verdict.PROVED,
        of=POINTS,
        count=lambda size: count_thinned(size) + len(ones) + len(words),
        per_unit=250,
    )


def is_pyramidal(problem: dln.Problem) -> bool:
    """``d_1 >= d_2 >= ... >= d_H >= d_y``."""
    return all(a >= b for a, b in itertools.pairwise(problem.widths[1:]))


def _pyramidal(subject: dln.Point | WordCase) -> bool:
    """A derivation takes the hypothesis into account itself, so it is always a case."""
    return not isinstance(subject, dln.Point) or is_pyramidal(subject.problem)


def _white(subject: dln.Point | WordCase) -> bool:
    if not isinstance(subject, dln.Point):
        return True
    problem = subject.problem
    return problem.Sxx == dln.Matrix.identity(problem.input_width) and problem.loss_factor == HALF


white_inputs = Hypothesis(
    "reduced problem: X X^T = I", r"X X^\mathsf{T} = I, L = \tfrac12 \|P X - Y\|_F^2", _white, Level.CASE
)
"""The problem after the reduction (2)-(3), whose target M + P is any matrix; a derivation is made for it."""

pyramidal = Hypothesis("d_1 >= ... >= d_H >= d_y", r"d_1 \ge \dots \ge d_H \ge d_y", _pyramidal, Level.CASE)
