"""What the tests of the landscape share: families of problems, evaluated points, and independent references."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from symdln import Inertia, InputError, Kind, Matrix, NotRationalError, Point, Problem

Rows = list[list[Fraction]]

# -- families of problems ----------------------------------------------------------------------------------------------

SPECTRA = {
    1: ((1,), (0,)),
    2: ((2, 1), (1, 1), (1, 0), (0, 0)),
    3: ((3, 2, 1), (2, 2, 1), (2, 1, 1), (1, 1, 1), (3, 1, 0), (1, 1, 0), (0, 0, 0)),
}


def canonical_problems(depths: Sequence[int], most: int) -> Iterator[Problem]:
    """Every architecture of these depths with widths up to ``most``, under every pattern in SPECTRA."""
    for depth in depths:
        for widths in itertools.product(range(1, most + 1), repeat=depth + 1):
            for values in SPECTRA[min(widths[0], widths[-1])]:
                yield Problem.canonical(values, widths)


# Rotations with rational entries, to turn singular vectors away from the coordinate axes.
TURN = Matrix([["3/5", "-4/5"], ["4/5", "3/5"]])
OTHER_TURN = Matrix([["5/13", "12/13"], ["-12/13", "5/13"]])
SKEWED = Matrix([[1, 1], [0, 2]])  # Sxx = SKEWED SKEWED^T is not diagonal


def turned(values: Sequence[int], hidden: Sequence[int]) -> Problem:
    """Syx = Q diag(values) V^T R^T, Sxx = R R^T with rational rotations Q, V: Sigma = Q diag(values)^2 Q^T."""
    Syx = TURN @ Matrix.diagonal(values) @ OTHER_TURN.T @ SKEWED.T
    bound = 1 + max(values) ** 2  # Syy = bound I leaves a positive residual
    return Problem.from_moments(SKEWED @ SKEWED.T, Syx, bound * Matrix.identity(2), hidden)


def general_problems() -> list[Problem]:
    """Data with Sxx != I, singular Sxx, X = 0, d_x < d_y, fewer samples than inputs, and irrational singular values."""
    golden = [[1, 1], [1, 0]]  # Sigma = [[2, 1], [1, 1]]: eigenvalues (3 +- sqrt 5) / 2
    twice = [[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 0]]
    singular = Matrix([[1, 1], [0, 2], [1, 3]])  # rank 2, three inputs
    wide = TURN @ Matrix.diagonal((2, 1)) @ singular.T
    return [
        turned((2, 1), (1,)),
        turned((2, 1), (2, 2)),
        turned((1, 1), (2,)),
        turned((1, 0), (1, 2)),
        Problem.from_data(
            [[2, 1], [1, 0]], [[2, 1]], (1, 1)
        ),  # Syx = (5, 2), Sxx = [[5, 2], [2, 1]], so P = (1, 0) fits exactly
        Problem.from_data([[2, 1], [1, 0]], [[0, 3]], (2,)),
        Problem.from_data([[1], [1]], [[2]], (1,)),
        Problem.from_data([[1], [2]], [[3]], (1, 1)),  # one sample, two inputs: Sxx singular
        Problem.from_data([[1, 0]], [[1, 1], [1, -1]], (2,)),  # d_x < d_y
        Problem.from_data([[1, 0]], [[1, 1], [1, -1]], (1, 2)),
        Problem.from_data([[1, 0, 0], [0, 0, 0]], [[2, 1, 0], [0, 1, 1]], (2, 1)),  # an input that is always zero
        Problem.from_data([[0, 0]], [[1, 2]], (1,)),  # X = 0
        Problem.from_data([[0], [0]], [[1], [2]], (1, 2)),
        Problem.from_data([[1, 0], [0, 1]], golden, (2,)),
        Problem.from_data([[1, 0], [0, 1]], golden, (2, 2)),
        Problem.from_moments(singular @ singular.T, wide, Matrix.identity(2) * 9, (2,)),
        Problem.from_moments(singular @ singular.T, wide, Matrix.identity(2) * 9, (1, 2)),
        Problem.from_data(Matrix.identity(4), twice, (2,)),  # both golden eigenvalues twice
        Problem.from_data(
            Matrix.identity(3), [[1, 1, 0], [1, 0, 0], [0, 0, 1]], (3,)
        ),  # 1 lies between the golden eigenvalues
        Problem.from_data(Matrix.identity(3), [[1, 1, 0], [1, 0, 0], [0, 0, 1]], (2, 3), loss_factor=1),
    ]


def is_galois_closed(kind: Kind) -> bool:
    """Whether conjugate eigenvalues are selected equally often: exactly then U_S U_S^T can be rational."""
    counts = kind.problem.selection_counts(kind.selection)
    by_factor: dict[tuple[int, ...], set[int]] = {}
    for value, count in zip(kind.problem.spectrum, counts, strict=True):
        by_factor.setdefault(value.factor, set()).add(count)
    return all(len(found) == 1 for found in by_factor.values())


@dataclass(frozen=True)
class Case:
    """A kind, one of its representatives, and the inertia of the exact Hessian there."""

    kind: Kind
    point: Point
    hessian: Inertia


def cases_of(problem: Problem, seeds: Sequence[int | None] = (None, 1)) -> Iterator[Case]:
    """Every kind that has rational points, with a representative for every seed (None: aligned and plain)."""
    for kind in problem.kinds():
        try:
            points = [kind.representative(seed) for seed in seeds]
        except NotRationalError:
            assert not is_galois_closed(kind)
            continue
        assert is_galois_closed(kind)
        yield from (Case(kind, point, point.inertia_by_hessian) for point in points)


def error_of(action) -> str:
    """The sentence of the InputError that the action raises."""
    try:
        action()
    except InputError as error:
        return str(error)
    raise AssertionError("no InputError was raised")


# -- independent references --------------------------------------------------------------------------------------------


def times(left: Rows, right: Rows) -> Rows:
    return [
        [sum((a * b for a, b in zip(row, column, strict=True)), Fraction(0)) for column in zip(*right, strict=True)]
        for row in left
    ]


def plain_loss(X: Rows, Y: Rows, weights: Sequence[Rows], factor: Fraction) -> Fraction:
    """f ||W_H ... W_1 X - Y||^2, entry by entry, from the data themselves and with nothing but fractions."""
    product = X
    for weight in weights:
        product = times(weight, product)
    return factor * sum(
        ((a - b) ** 2 for row, target in zip(product, Y, strict=True) for a, b in zip(row, target, strict=True)),
        Fraction(0),
    )


def difference_hessian(X: Rows, Y: Rows, weights: Sequence[Rows], factor: Fraction) -> Rows:
    """The Hessian by central differences with step 1.

    They are exact: L is a polynomial of degree at most 2 in each single weight, so (L(1) - 2 L(0) + L(-1)) and
    (L(1,1) - L(1,-1) - L(-1,1) + L(-1,-1)) / 4 have no error.
    """
    places = [(j, r, c) for j, weight in enumerate(weights) for r in range(len(weight)) for c in range(len(weight[0]))]

    def at(*moves: tuple[tuple[int, int, int], int]) -> Fraction:
        moved = [[list(row) for row in weight] for weight in weights]
        for (j, r, c), step in moves:
            moved[j][r][c] += step
        return plain_loss(X, Y, moved, factor)

    def entry(p: tuple[int, int, int], q: tuple[int, int, int]) -> Fraction:
        if p == q:
            return at((p, 1)) - 2 * at() + at((p, -1))
        return (at((p, 1), (q, 1)) - at((p, 1), (q, -1)) - at((p, -1), (q, 1)) + at((p, -1), (q, -1))) / 4

    return [[entry(p, q) for q in places] for p in places]


def brute_force(depth: int, room: tuple[int, ...], closing: int) -> set[tuple[int, ...]]:
    """All multiplicity vectors with entries up to max(room), tried one by one."""
    paths = [
        [(start + i) % (depth + 1) for i in range(length + 1)] for start in range(depth + 1) for length in range(depth)
    ]
    visits = np.array([[vertex in path for vertex in range(depth + 1)] for path in paths], dtype=np.int8)
    closes = np.array(
        [len(path) > 1 and any(b < a for a, b in itertools.pairwise(path)) for path in paths], dtype=np.int8
    )
    most = [
        min(room[v] for v in path) for path in paths
    ]  # a string occurs at most as often as its tightest vertex allows
    grid = np.stack(np.meshgrid(*(np.arange(m + 1, dtype=np.int8) for m in most), indexing="ij"), axis=-1).reshape(
        -1, len(paths)
    )
    fits = (grid @ visits == np.array(room, dtype=np.int8)).all(axis=1) & (grid @ closes == closing)
    return {tuple(map(int, row)) for row in grid[fits]}


def vector(direction: Sequence[Matrix]) -> Matrix:
    """The layers as one column, W_1 first, each row by row: the order of the Hessian's rows."""
    return Matrix([[value] for layer in direction for value in layer.entries()])


def form(hessian: Matrix, direction: Sequence[Matrix]) -> Fraction:
    """v^T Hess v."""
    v = vector(direction)
    return (v.T @ hessian @ v)[0, 0]
