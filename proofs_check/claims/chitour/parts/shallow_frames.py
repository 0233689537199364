"""Section 4.1: exact critical points of one hidden layer with rational coordinates, two for every kind.

Notations:

    FrameData         widths, selection, rank of C_2 and whether mixed: a frame as plain data
    HALF              1/2
    Frame             a critical point with rational coordinates, and its Hessian in them
    from_columns      the matrix with these columns, which may be none
    frame             the Frame of some FrameData, shared
    LARGEST           the largest width and the most weights, by the size of the scope
    frame_data        the data of two points of every kind, smallest networks first
    frames            the scope over them
    frames_and_words  the same with the cases in words
    at_frame          a hypothesis on points, asked of the point of a frame
    AT_FRAMES         the hypotheses of Proposition 5, asked of frames
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import fields
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

import symdln as dln
from proofs_check.claims.chitour.parts.notation import permutation_matrix
from proofs_check.claims.chitour.parts.shallow_chart import SHAPES, Blocks, Chart, NewVariables, Variation
from proofs_check.claims.chitour.parts.strata import PROP_5
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.scope import cases
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import Subject, where
from proofs_check.scopes.rational_data import orthogonal
from symdln.algebra.matrix import hstack

FrameData = tuple[tuple[int, int, int], tuple[int, ...], int, int]
"""Widths (d_x, d_1, d_y), the places of the r selected singular values (from 0), rank C_2, and 1 if mixed, else 0."""


HALF = Fraction(1, 2)


class Frame:
    """A critical point with rational coordinates, built from plain data, and its exact Hessian in these coordinates."""

    def __init__(self, data: FrameData):
        self.widths, self.chosen, self.rank_C_2, self.mixed = data
        d_x, hidden, d_y = self.widths
        self.r = len(self.chosen)
        self.n, self.k, self.e = hidden - self.r, d_y - self.r, d_x - d_y
        self.problem = dln.Problem.canonical(range(d_y, 0, -1), self.widths)

    @cached_property
    def chart(self) -> Chart:
        r, n, k, mixed = self.r, self.n, self.k, self.mixed
        left = tuple(i for i in range(r + k) if i not in self.chosen)
        U, V = permutation_matrix((*self.chosen, *left)), orthogonal(r + n, 2 * mixed)
        A = dln.Matrix.from_entries(
            r, r, [1 + mixed * (i + 1) if i == j else mixed * (i > j) for i, j in _places(r, r)]
        )
        B_2 = dln.Matrix.from_entries(n, r, [mixed * (1 + i + 2 * j) for i, j in _places(n, r)])
        C_2 = dln.Matrix.diagonal([1] * self.rank_C_2, (n, self.e))
        C_2 = _ones_below(n, mixed) @ C_2 @ _ones_below(self.e, mixed).T
        if C_2.rank() != self.rank_C_2:
            raise ArithmeticError(f"C_2 has rank {C_2.rank()} in place of {self.rank_C_2}")
        diagonal = [self.problem.Syx[i, i] for i in (*self.chosen, *left)]
        D_Y, E_Y = dln.Matrix.diagonal(diagonal[:r]), dln.Matrix.diagonal(diagonal[r:])
        rows = range(r + k)
        return Chart(
            A=A,
            A_inverse=A.inverse(),
            B_2=B_2,
            C_2=C_2,
            D_Y=D_Y,
            D_inverse=dln.Matrix.diagonal([1 / value for value in diagonal[:r]]),
            E_Y=E_Y,
            U_1=U.block(rows, range(r)),
            U_2=U.block(rows, range(r, r + k)),
            V_1=V.block(range(r), range(r + n)),
            V_2=V.block(range(r, r + n), range(r + n)),
        )

    @cached_property
    def point(self) -> dln.Point:
        W_11, W_12, W_2 = self.chart.weights
        return dln.Point(self.problem, [hstack([W_11, W_12]), W_2])

    @cached_property
    def shapes(self) -> dict[str, tuple[int, int]]:
        """The shapes of the blocks, by name."""
        size = {"r": self.r, "n": self.n, "k": self.k, "e": self.e}
        return {name: (size[rows], size[columns]) for name, (rows, columns) in SHAPES.items()}

    def filled(self, kind: type[Blocks], **blocks: dln.Matrix) -> Blocks:
        """The variation of this kind with these blocks, all others being zero."""
        zeros = {field.name: dln.Matrix.zeros(*self.shapes[field.name]) for field in fields(kind)}
        return kind(**zeros | blocks)

    def units(self, kind: type[Blocks], names: tuple[str, ...]) -> Iterator[Blocks]:
        """Every variation of this kind with a single entry 1, in the named blocks."""
        for name in names:
            rows, columns = self.shapes[name]
            for place in range(rows * columns):
                entries = [int(i == place) for i in range(rows * columns)]
                yield self.filled(kind, **{name: dln.Matrix.from_entries(rows, columns, entries)})

    def matrix(self, variations: Iterable[Variation]) -> dln.Matrix:
        """The variations as columns, in the order of the entries of the Hessian."""
        columns = []
        for x in variations:
            w_11, w_12, w_2 = self.chart.direction(x)
            columns.append([*hstack([w_11, w_12]).entries(), *w_2.entries()])
        return from_columns(columns, self.problem.parameters)

    def columns(self, *names: str) -> dln.Matrix:
        """The subspace of these blocks, all other blocks of the old variables being zero."""
        return self.matrix(self.units(Variation, names))

    def new_columns(self, *names: str) -> dln.Matrix:
        """The subspace of these new variables, all other new variables being zero."""
        return self.matrix(self.chart.old_variables(y) for y in self.units(NewVariables, names))

    def second_order(self, directions: dln.Matrix) -> dln.Matrix:
        """The matrix of ``H_W`` on these directions: half of that of the exact Hessian."""
        return directions.T @ self.point.hessian @ directions * HALF


def from_columns(columns: list[list[Any]], rows: int) -> dln.Matrix:
    """The matrix with these columns, which may be none."""
    return dln.Matrix.from_entries(len(columns), rows, [entry for column in columns for entry in column]).T


@lru_cache(maxsize=256)
def frame(data: FrameData) -> Frame:
    """The point of the data; claims at the same point share it."""
    return Frame(data)


def _places(rows: int, columns: int) -> Iterator[tuple[int, int]]:
    return itertools.product(range(rows), range(columns))


def _ones_below(size: int, mixed: int) -> dln.Matrix:
    """The identity or, if mixed, the matrix with ones on and below the diagonal."""
    return dln.Matrix.from_entries(size, size, [int(i == j or (mixed and i > j)) for i, j in _places(size, size)])


LARGEST = {"small": (3, 12), "default": (3, 18), "large": (4, 32)}
"""For every size the largest width and the most weights."""


def frame_data(size: str) -> list[FrameData]:
    """The data of two points of every kind, smallest networks first."""
    largest, most = LARGEST[size]
    every = [widths for widths in itertools.product(range(1, largest + 1), repeat=3) if min(widths) == widths[2]]
    kept = [(d_x, d_1, d_y) for d_x, d_1, d_y in every if d_1 * (d_x + d_y) <= most]
    return [
        ((d_x, d_1, d_y), chosen, rank, mixed)
        for d_x, d_1, d_y in sorted(kept, key=lambda widths: (widths[1] * (widths[0] + widths[2]), widths))
        for r in range(d_y)
        for chosen in itertools.combinations(range(d_y), r)
        for rank in range(min(d_1 - r, d_x - d_y) + 1)
        for mixed in (0, 1)
    ]


def _frames_sentence(size: str) -> str:
    largest, most = LARGEST[size]
    return (
        "for every architecture of depth 2 that meets Assumption 1, with widths up to "
        f"{largest} and at most {most} weights, S_Y = diag(d_y, ..., 1), every set of r < d_y selected singular values "
        "and every rank of C_2, two critical points with rational coordinates: V = I, A = I, B_2 = 0 and C_2 with ones "
        "on its diagonal; and a rational orthogonal V, a triangular A, B_2 without zeros and C_2 mixed"
    )


def _only_frames(size: str, seed: int) -> list[Subject]:
    return [*frame_data(size)]


def _frames_and_words(size: str, seed: int) -> list[Subject]:
    return [*frame_data(size), ("any widths", "in words")]


frames = cases(
    "coordinates",
    _only_frames,
    sentence=_frames_sentence,
    strength=Verdict.VERIFIED,
    fields=("widths", "selection", "rank C_2", "mixed"),
)


frames_and_words = cases(
    "coordinates, words",
    _frames_and_words,
    sentence=lambda size: "any widths, in matrix words; and by a second route " + _frames_sentence(size),
    strength=Verdict.PROVED,
    fields=("widths", "selection", "rank C_2", "mixed"),
)


def at_frame(hypothesis: Hypothesis) -> Hypothesis:
    """The hypothesis, asked of the point of a frame; in words it is what the letters satisfy."""

    def met(subject: Subject) -> bool:
        return where(subject) is not None or hypothesis.met_by(frame(subject).point)

    return Hypothesis(hypothesis.name, hypothesis.statement, met)


AT_FRAMES = tuple(at_frame(hypothesis) for hypothesis in PROP_5)
