"""Kostant partitions, their rank patterns and lace diagrams, and the dimension of an orbit by linear algebra.

Notations:

    Widths                     the numbers d_0, ..., d_N
    MOST                       the numbers N and the largest widths, by size
    architectures              all widths of a size
    in_words                   the same in words
    WIDTHS                     the scope of all widths
    partitions                 all Kostant partitions of the widths
    widths_of                  the widths of a Kostant partition
    printed_codimension        the codimension of an orbit, as printed
    laces                      the weights of a lace diagram
    stabiliser                 the dimension of the stabiliser, by a linear system
    codimension_by_stabiliser  the codimension of an orbit by its stabiliser
    largest                    the largest orbits with a product of at most a rank
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import symdln as dln
from proofs_check.facts.orbits import Interval, Multiplicities, orbits, ranks_of
from proofs_check.language.scope import Scope, cases
from proofs_check.language.verdict import Verdict

Widths = tuple[int, ...]

MOST = {"small": ((1, 2), (2, 1)), "default": ((1, 3), (2, 2), (3, 1)), "large": ((1, 5), (2, 3), (3, 2), (4, 1))}
"""Pairs (N, largest width), by size."""


def architectures(size: str, seed: int) -> Iterator[Widths]:
    """All widths of the size, smallest first."""
    for depth, most in MOST[size]:
        yield from sorted(itertools.product(range(1, most + 1), repeat=depth + 1), key=lambda d: (sum(d), d))


def in_words(size: str) -> str:
    return ", ".join(f"N = {depth} with widths up to {most}" for depth, most in MOST[size])


WIDTHS: Scope = cases("widths", architectures, sentence=in_words, strength=Verdict.VERIFIED, fields="widths")


def partitions(widths: Sequence[int]) -> Iterator[Multiplicities]:
    """All Kostant partitions of the widths, by the number of longest intervals."""
    for r in range(min(widths) + 1):
        for orbit in orbits(tuple(d - r for d in widths)):
            yield {**orbit, (0, len(widths) - 1): r} if r else orbit


def widths_of(depth: int, orbit: Mapping[Interval, int]) -> Widths:
    """How many intervals contain each place."""
    return tuple(sum(m for (a, b), m in orbit.items() if a <= k <= b) for k in range(depth + 1))


def printed_codimension(depth: int, orbit: Mapping[Interval, int]) -> int:
    """The sum of ``m_{i-1,j-1} m_{uv}`` over ``1 <= i <= u <= j <= v <= N``."""
    quadruples = itertools.combinations_with_replacement(range(1, depth + 1), 4)
    return sum(orbit.get((i - 1, j - 1), 0) * orbit.get((u, v), 0) for i, u, j, v in quadruples)


def laces(depth: int, orbit: Mapping[Interval, int]) -> list[dln.Matrix]:
    """The weights of a lace diagram: in each column the intervals that contain it, in one order for all columns."""
    threads = [interval for interval, m in sorted(orbit.items()) for _ in range(m)]
    columns = [[t for t, (a, b) in enumerate(threads) if a <= k <= b] for k in range(depth + 1)]
    return [
        dln.Matrix.from_entries(len(right), len(left), [int(s == t) for s in right for t in left])
        for left, right in itertools.pairwise(columns)
    ]


def stabiliser(widths: Sequence[int], weights: Sequence[dln.Matrix]) -> int:
    """The dimension of the base changes ``(P_0, ..., P_N)`` with ``P_j A_j = A_j P_{j-1}``, a linear system."""
    starts = [0, *itertools.accumulate(d * d for d in widths)]
    rows: list[list[int]] = []
    for j, A in enumerate(weights, start=1):
        for x, y in itertools.product(range(widths[j]), range(widths[j - 1])):
            row = [0] * starts[-1]
            for k in range(widths[j]):
                row[starts[j] + x * widths[j] + k] += int(A[k, y])
            for k in range(widths[j - 1]):
                row[starts[j - 1] + k * widths[j - 1] + y] -= int(A[x, k])
            rows.append(row)
    return starts[-1] - (dln.Matrix(rows).rank() if rows else 0)


def codimension_by_stabiliser(widths: Sequence[int], orbit: Mapping[Interval, int]) -> int:
    """The dimension of the space of weights less that of the group, plus that of the stabiliser."""
    space = sum(a * b for a, b in itertools.pairwise(widths))
    return space - sum(d * d for d in widths) + stabiliser(widths, laces(len(widths) - 1, orbit))


def largest(widths: Sequence[int], rank: int) -> list[Multiplicities]:
    """The orbits with a product of at most this rank that lie in the closure of no other such orbit.

    An orbit lies in the closure of another exactly where all of its ranks are at most those of the other.
    """
    depth = len(widths) - 1
    found = [orbit for orbit in partitions(widths) if orbit.get((0, depth), 0) <= rank]
    ranks = [tuple(ranks_of(depth, orbit).values()) for orbit in found]
    return [
        orbit
        for orbit, own in zip(found, ranks, strict=True)
        if not any(own != other and all(a <= b for a, b in zip(own, other, strict=True)) for other in ranks)
    ]
