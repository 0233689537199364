"""Answers at a critical point in high precision: ranks of partial products, signature, selection, value, descent.

Every function takes a ``Point`` (rational weights; floats are read as dyadic rationals) or a
``CertifiedPoint`` (algebraic weights).  Products are exact in Python's integers; ranks and signs come from mpmath's
factors with bounds (:mod:`symdln.precise.slices`).  FLINT is not used.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from symdln.errors import InputError, UndecidedError
from symdln.precise.network import IntegerNetwork, network_of
from symdln.precise.numbers import INTEGERS
from symdln.precise.slices import BITS, MOST_DIGITS, Signature, rank_of, signature_of
from symdln.precise.spectra import Interval, distinct, eigenvalues_of, proposed_eigenvectors


def checked_digits(dps: int | None) -> int | None:
    """The number of digits; ``InputError`` unless it is an integer from 10 to 4000."""
    if dps is not None and (isinstance(dps, bool) or not isinstance(dps, int) or not 10 <= dps <= MOST_DIGITS):
        raise InputError(f"dps must be an integer from 10 to {MOST_DIGITS}, but {dps!r} was passed.")
    return dps


def as_network(point: Any) -> IntegerNetwork:
    """The network of a point; a network is returned as it is, with its cached values."""
    return point if isinstance(point, IntegerNetwork) else network_of(point)


def signature(point: Any, *, dps: int | None = 50) -> Signature:
    """The signature of the Hessian, at any point.

    ``dps`` digits are tried first and then twice as many, up to 4000; None begins with a number that always suffices
    for rational weights.  Raises ``UndecidedError`` where they do not separate the eigenvalues from zero.

    >>> from symdln import Point, Problem
    >>> zero = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])       # L = 1/2 (b a - 2)^2: Hessian -2 ab
    >>> signature(zero)
    Signature(positive=1, negative=1, zero=0, digits=50)
    """
    network = as_network(point)
    return signature_of(network.integer_hessian, network.ring, dps=checked_digits(dps))


def path_ranks(point: Any, *, dps: int | None = 50) -> dict[tuple[int, int], int]:
    """The ranks of all paths of length below H on the cycle, keyed by (start vertex, length), as
    ``Point.path_ranks`` has them: of all partial products, with Sxx on the right where they start at 0, and Sxy
    between.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])
    >>> path_ranks(point) == point.path_ranks
    True
    """
    network = as_network(point)
    keys = [(start, length) for start in range(network.depth + 1) for length in range(network.depth)]
    return {key: rank_of(network.path(*key), network.ring, dps=checked_digits(dps)) for key in keys}


def product_rank(point: Any, *, dps: int | None = 50) -> int:
    """The rank of ``P Sxx``.

    >>> from symdln import Point, Problem
    >>> product_rank(Point(Problem.canonical((2,), (1, 1, 1)), [[["3/2"]], [["4/3"]]]))
    1
    """
    network = as_network(point)
    return rank_of(network.path(0, network.depth), network.ring, dps=checked_digits(dps))


def singular_values(point: Any, last: int, first: int, *, dps: int = 50) -> list[Interval]:
    """Enclosures of the singular values of ``W_last ... W_first``, largest first, min(rows, columns) many.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[["3/2"]], [["4/3"]]])
    >>> [(low <= 2 <= high) for low, high in singular_values(point, 2, 1)]
    [True]
    """
    network = as_network(point)
    if not 1 <= first <= last <= network.depth:
        raise InputError(f"layers run from 1 to {network.depth}, but the product passed is W_{last} ... W_{first}.")
    matrix = network.product(last, first)
    gram = matrix.T @ matrix if matrix.shape[1] <= matrix.shape[0] else matrix @ matrix.T
    clear = math.prod(network.clearing[first - 1 : last])
    places = 2 * math.ceil(dps * BITS)
    squares = eigenvalues_of(gram, network.ring, dps=2 * dps)
    roots = (_root(low, high, places) for low, high in squares)
    return [(low / clear, high / clear) for low, high in roots]


def _root(low: Fraction, high: Fraction, places: int) -> Interval:
    """An enclosure of the square root of a number between low and high that is not negative."""
    down, up = (math.floor(max(end, Fraction(0)) * (1 << 2 * places)) for end in (low, high))
    return Fraction(math.isqrt(down), 1 << places), Fraction(math.isqrt(up) + 1, 1 << places)


def value(point: Any, *, dps: int = 50) -> Interval:
    """An enclosure of the loss, of one point where the weights are rational.

    >>> from symdln import Point, Problem
    >>> low, high = value(Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]]))     # 1/2 (b a - 2)^2
    >>> low <= 2 <= high
    True
    """
    network = as_network(point)
    trace = network.need_rational_data()
    scaled, q = network.scaled_loss()
    if network.ring is INTEGERS:
        return network.loss(), network.loss()
    places = math.ceil(dps * BITS)
    near = int(network.ring.embedded(np.array([[scaled]], dtype=object), places)[0, 0])
    low, high = (network.loss_factor * (Fraction(end, q << places) + trace) for end in (near - 2, near + 2))
    return low, high


# -- selections --------------------------------------------------------------------------------------------------------


def spectrum(point: Any, *, dps: int = 50) -> list[tuple[Interval, int]]:
    """The distinct eigenvalues of ``Sigma = Syx Sxx^+ Sxy``, largest first, with multiplicities; zero is left out.

    >>> from symdln import Point, Problem
    >>> [((low, high), times)] = spectrum(Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]]))
    >>> low <= 4 <= high, times
    (True, 1)
    """
    network = as_network(point)
    network.need_rational_data()
    return list(_spectrum(tuple(map(tuple, network.Sxx)), tuple(map(tuple, network.Syx)), network.scale, dps))


@lru_cache(maxsize=64)
def _spectrum(Sxx: Any, Syx: Any, scale: int, dps: int) -> tuple[tuple[Interval, int], ...]:
    sigma = _sigma([list(row) for row in Sxx], [list(row) for row in Syx], scale)
    clear = math.lcm(*(entry.denominator for row in sigma for entry in row))
    table = np.array([[int(entry * clear) for entry in row] for row in sigma], dtype=object)
    rank = rank_of(table)
    groups = distinct(table, dps=dps)
    kept, left = [], rank  # the eigenvalues are not negative, so the zeros are the last ones
    for (low, high), count in groups:
        if left <= 0:
            break
        kept.append(((low / clear, high / clear), count))
        left -= count
    return tuple(kept)


def _sigma(Sxx: list[list[int]], Syx: list[list[int]], scale: int) -> list[list[Fraction]]:
    """``Syx G Sxy`` with a generalised inverse G of Sxx; the product is the same for each, as im Sxy is in im Sxx.

    G is the inverse of a principal block of full rank, found by elimination, and zero elsewhere.
    """
    places = _independent_rows(Sxx)
    block = [[Fraction(Sxx[i][j], scale) for j in places] for i in places]
    right = [[Fraction(row[i], scale) for row in Syx] for i in places]  # the rows of Sxy at these places
    solved = _solved(block, right)
    outputs = range(len(Syx))
    return [
        [sum((Fraction(Syx[a][i], scale) * solved[n][b] for n, i in enumerate(places)), Fraction(0)) for b in outputs]
        for a in outputs
    ]


def _independent_rows(matrix: list[list[int]]) -> list[int]:
    """The places of the first maximal set of independent rows."""
    kept: list[tuple[int, list[Fraction]]] = []
    places = []
    for i, row in enumerate(matrix):
        left = [Fraction(x) for x in row]
        for pivot, other in kept:
            factor = left[pivot] / other[pivot]
            left = [x - factor * y for x, y in zip(left, other, strict=True)]
        pivot = next((j for j, x in enumerate(left) if x), None)
        if pivot is not None:
            kept.append((pivot, left))
            places.append(i)
    return places


def _solved(matrix: list[list[Fraction]], right: list[list[Fraction]]) -> list[list[Fraction]]:
    """The solution of ``matrix X = right`` for an invertible matrix, by Gauss and Jordan."""
    n = len(matrix)
    table = [[*row, *more] for row, more in zip(matrix, right, strict=True)]
    for i in range(n):
        k = next(k for k in range(i, n) if table[k][i])
        table[i], table[k] = table[k], table[i]
        table[i] = [x / table[i][i] for x in table[i]]
        for j in range(n):
            if j != i and table[j][i]:
                table[j] = [x - table[j][i] * y for x, y in zip(table[j], table[i], strict=True)]
    return [row[n:] for row in table]


def selected_counts(point: Any, *, dps: int = 50) -> tuple[int, ...]:
    """How often each distinct nonzero eigenvalue of Sigma is selected at a critical point, largest first.

    There the nonzero eigenvalues of ``P Sxx P^T`` are selected eigenvalues of Sigma; each of them meets the enclosure
    of exactly one, or digits are doubled.  Raises ``InputError`` where the point is not critical.

    >>> from symdln import Point, Problem
    >>> problem = Problem.canonical((3, 2), (2, 2, 2))                         # the eigenvalues of Sigma are 9 and 4
    >>> selected_counts(Point(problem, [[[0, 0], [0, 2]], [[0, 0], [0, 1]]]))
    (0, 1)
    """
    network = as_network(point)
    if not network.is_critical:
        raise InputError("a selection exists at critical points only, and the gradient of this point is not zero.")
    rank = product_rank(network, dps=None)
    P = network.product(network.depth, 1)
    unit = network.denominator**2 * network.scale
    while dps <= MOST_DIGITS // 4:
        groups = spectrum(network, dps=dps)
        found = [
            (low / unit, high / unit) for low, high in eigenvalues_of(P @ network.Sxx @ P.T, network.ring, dps=dps)
        ]
        counts = [0] * len(groups)
        met = [
            [k for k, (near, _) in enumerate(groups) if near[0] <= high and low <= near[1]]
            for low, high in found[:rank]
        ]
        if all(len(places) == 1 for places in met):
            for (place,) in met:
                counts[place] += 1
            return tuple(counts)
        dps *= 2
    raise UndecidedError("1000 digits do not separate the selected eigenvalues of Sigma.")


# -- descent -----------------------------------------------------------------------------------------------------------


def descent_direction(point: Any, *, dps: int = 50) -> tuple[Fraction, ...] | None:
    """A rational vector x, weights in the order of the Hessian, with ``x^T Hess x < 0``; None if there is none.

    It is mpmath's eigenvector of the least eigenvalue, rounded to a few digits, then to twice as many and so on until
    it is confirmed exactly.  For rational weights only.

    >>> from symdln import Point, Problem
    >>> problem = Problem.canonical((2,), (1, 1, 1))                           # L = 1/2 (b a - 2)^2: -2 a b near 0
    >>> a, b = descent_direction(Point(problem, [[[0]], [[0]]]))
    >>> a == b, descent_direction(Point(problem, [[[2]], [[1]]]))
    (True, None)
    """
    network = as_network(point)
    if network.ring is not INTEGERS:
        raise InputError("directions of descent are found at rational weights; pass a Point.")
    if not signature(network, dps=dps).negative:
        return None
    H = network.integer_hessian
    places = math.ceil(dps * BITS)
    V, values = proposed_eigenvectors(H * (1 << places), places)
    lowest = min(range(len(values)), key=values.__getitem__)
    for bits in (8, 16, 32, places):
        x = V[:, lowest] >> max(places - bits, 0)
        if int(x @ H @ x) < 0:
            return tuple(Fraction(int(v) * network.clearing[j]) for v, j in zip(x, network.layer_of_entry, strict=True))
    raise UndecidedError(f"no direction with {dps} digits was confirmed; pass more.")
