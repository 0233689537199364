"""All weights from small grids for architectures under Assumption 1: where inequalities along the flow are checked."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import symdln as dln
from proofs_check.language.hypotheses import Hypothesis, Level
from proofs_check.language.scope import Scope, cases
from proofs_check.language.subjects import POINTS
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import WordCase
from proofs_check.scopes import families
from proofs_check.scopes.families import Spec, Value

HALF = Fraction(1, 2)


class Grid(NamedTuple):
    """Widths ``(d_x, d_1, ..., d_H, d_y)``, for every layer the entries among which all its weights are taken, and the
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

    def points(self) -> Iterator[dln.Point]:
        room = min(self.widths[0], self.widths[-1])
        problem = families.problem(Spec(self.widths, self.spectrum[:room], self.inputs))
        layers = [
            [
                dln.Matrix.from_entries(*shape, values)
                for values in itertools.product(entries, repeat=shape[0] * shape[1])
            ]
            for shape, entries in zip(problem.shapes, self.entries, strict=True)
        ]
        for weights in itertools.product(*layers):
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


COVERED = (
    "all weights from small grids of integers (entries between -1 and 3, by layer) for singular values (3, 2) and the "
    f"widths {listed('default')} (small: {listed('small')}; large: further widths); beyond the small scope also for "
    "(2, 1, 1) with 1/3 and (2, 2, 1) with 3, Y turned by orthogonal matrices"
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


def derived(name: str, words: tuple[WordCase, ...], which: str) -> Scope:
    """The grids, which come first so that what fails has a small witness; and then derivations, a case for each."""

    def make(size: str, seed: int) -> Iterator[dln.Point | WordCase]:
        yield from grid_points(size, seed)
        yield from words

    return cases(
        name,
        make,
        sentence=f"a derivation for {which}; and by a second route {COVERED}",
        strength=Verdict.PROVED,
        of=POINTS,
        count={size: sum(grid.size for grid in grids) + len(words) for size, grids in GRIDS.items()},
        per_unit=500,
    )


def is_pyramidal(problem: dln.Problem) -> bool:
    """``d_1 >= d_2 >= ... >= d_H >= d_y``."""
    return all(a >= b for a, b in itertools.pairwise(problem.widths[1:]))


def _pyramidal(subject: dln.Point | WordCase) -> bool:
    """A derivation takes the hypothesis for itself, so it is always asked."""
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
