"""From ranks to the class: string multiplicities, whether they belong to a kind, the inertia theorem and the label."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT
from symdln.landscape.strings import all_strings, pair_table, square_table
from symdln.numeric.classes.answer import LABELS
from symdln.numeric.classes.landscape import Landscape


def multiplicities(landscape: Landscape, ranks: Mapping[tuple[int, int], np.ndarray], rank: np.ndarray) -> np.ndarray:
    """String multiplicities ``(B, H (H + 1))`` from path ranks; see
    :func:`symdln.landscape.strings.multiplicities_from_ranks`.
    """
    depth, widths = landscape.problem.depth, landscape.problem.widths

    def rho(vertex: int, length: int) -> Any:
        vertex %= depth + 1
        if length >= depth:
            return 0
        if length == 0:
            return (widths[vertex] if vertex else landscape.data_rank) - rank
        return ranks[vertex, length] - rank

    columns = [rho(a, k) - rho(a - 1, k + 1) - rho(a, k + 1) + rho(a - 1, k + 2) for a, k, _ in all_strings(depth)]
    return np.stack([np.broadcast_to(column, rank.shape) for column in columns], axis=1)


def consistent(landscape: Landscape, strings: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Where the multiplicities are those of a kind: none negative, every vertex filled, the right number closing."""
    problem, listed = landscape.problem, all_strings(landscape.problem.depth)
    good = (strings >= 0).all(axis=1)
    for vertex in range(problem.depth + 1):
        visits = np.array([vertex in string.vertices for string in listed])
        room = (problem.widths[vertex] if vertex else landscape.data_rank) - rank
        good &= strings[:, visits].sum(axis=1) == room
    closing = np.array([string.closing for string in listed])
    return good & (strings[:, closing].sum(axis=1) == landscape.cross_rank - rank)


def inertia_and_label(landscape: Landscape, counts: np.ndarray, strings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The inertia theorem for a batch: ``(B, 3)`` and the codes of the labels."""
    problem = landscape.problem
    left, r = landscape.multiplicities - counts, counts.sum(axis=1)
    larger_left = np.cumsum(left, axis=1) - left
    inverted, ties = (counts * larger_left).sum(axis=1), (counts * left).sum(axis=1)
    pairs, squares = (_count(strings, table(problem.depth)) for table in (pair_table, square_table))
    negative = inverted + pairs
    positive = r * (landscape.data_rank + problem.widths[-1] - r) - inverted - ties + pairs + squares
    inertia = np.stack([positive, negative, problem.parameters - positive - negative], axis=1)
    best = (r == landscape.best_rank) & (inverted == 0)
    saddles = np.where(negative > 0, LABELS.index(STRICT), LABELS.index(NON_STRICT))
    return inertia, np.where(best, LABELS.index(GLOBAL_MINIMISER), saddles)


def _count(strings: np.ndarray, table: tuple[tuple[int, int], ...]) -> np.ndarray:
    if not table:
        return np.zeros(len(strings), dtype=np.int64)
    first, second = np.array(table).T
    return (strings[:, first] * strings[:, second]).sum(axis=1)


@lru_cache(maxsize=64)
def link_table(depth: int) -> tuple[tuple[int, int, int], ...]:
    """Index pairs (sigma, tau) of strings that can be replaced by longer paths, and the arrow that this adds (the layer
    1, ..., H that it takes into use, or 0 for none).

    On the universal cover of the cycle, the line of integers, sigma = [a, b] and tau = [c, d] with ``a < c <= b + 1 <=
    d`` become their union [a, d] and their intersection [c, b], which is empty for c = b + 1: then the two are joined
    by the arrow b -> b + 1.  No path may have length H or more, and the arrow H -> 0 is Sxy, whose rank is given.
    """
    cycle, found = depth + 1, []
    listed = [(string.start, string.start + string.length) for string in all_strings(depth)]
    for sigma, (a, b) in enumerate(listed):
        for tau, (start, end) in enumerate(listed):
            for c, d in ((start, end), (start + cycle, end + cycle)):
                joined = c % cycle if c == b + 1 else 0
                closes = c == b + 1 and not joined
                if a < c <= b + 1 <= d and d - a < depth and not closes:
                    found.append((sigma, tau, joined))
    return tuple(found)


def maximal(depth: int, strings: np.ndarray, zero: np.ndarray) -> np.ndarray:
    """Where no other kind has all path ranks at least as large, for multiplicities ``strings`` and layers that are zero
    at every point of the ball, ``zero`` (H, B).

    Kinds of one selection are nilpotent representations of the cyclic quiver of one dimension.  Where one of them has
    ranks at least those of another one, a chain of the exchanges of :func:`link_table` leads from this to that, each
    and none lowers a rank (Kempken 1982).  The ranks in between lie between those of the ends, so all of the chain
    respects the bounds that both ends respect.  Hence a kind that allows no first exchange has no kind above it.
    """
    highest = np.ones(len(strings), dtype=bool)
    for sigma, tau, joined in link_table(depth):
        possible = (strings[:, sigma] > 0) & (strings[:, tau] > 0)
        if joined:
            possible &= ~zero[joined - 1]
        highest &= ~possible
    return highest
