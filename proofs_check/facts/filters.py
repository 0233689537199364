"""One-dimensional linear convolutions as polynomials: a filter of k entries is a polynomial of degree k - 1 at most.

Layers with filters w_j and strides s_j compose to a layer with the filter ``w_1(x) w_2(x^{s_1}) w_3(x^{s_1 s_2})...``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import reduce
from math import prod

import flint

import symdln as dln

Filter = tuple[int, ...]
Layers = tuple[tuple[Filter, ...], tuple[int, ...]]
"""The filters, nearest to the input first, and the strides."""


def times(one: Sequence[int], other: Sequence[int]) -> list[int]:
    """The coefficients of a product.

    >>> times([1, 2], [3, 0, 1])
    [3, 6, 1, 2]
    """
    found = [0] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            found[i + j] += a * b
    return found


def spread(filter: Sequence[int], by: int) -> list[int]:
    """``w(x^by)``."""
    found = [0] * ((len(filter) - 1) * by + 1)
    found[::by] = filter
    return found


def end_to_end(filters: Sequence[Sequence[int]], strides: Sequence[int]) -> list[int]:
    """The filter of the composition."""
    wide = [spread(w, prod(strides[:j])) for j, w in enumerate(filters)]
    return reduce(times, wide)


def derivative(layers: Layers) -> dln.Matrix:
    """The derivative of the filter of the composition by all entries of the filters, a column each."""
    filters, strides = layers
    columns = []
    for j, w in enumerate(filters):
        for i in range(len(w)):
            changed = [list(f) for f in filters]
            changed[j] = [int(k == i) for k in range(len(w))]
            columns.append(end_to_end(changed, strides))
    return dln.Matrix(columns).T


def convolution(filter: Sequence[int], stride: int, outputs: int) -> dln.Matrix:
    """The matrix of the layer with this many outputs: row i has the filter from column ``i stride`` on."""
    width = (outputs - 1) * stride + len(filter)
    rows = [[0] * width for _ in range(outputs)]
    for i, row in enumerate(rows):
        row[i * stride : i * stride + len(filter)] = filter
    return dln.Matrix(rows)


def share_a_root(one: Filter, other: Filter) -> bool:
    """Whether two nonzero polynomials have a common complex root, one at infinity counted for a leading zero."""
    if one[-1] == other[-1] == 0:
        return True
    return flint.fmpz_poly(list(one)).gcd(flint.fmpz_poly(list(other))).degree() > 0


FILTERS: tuple[Filter, ...] = (
    (1, 1),
    (2, -1),
    (1, 0),
    (0, 1),
    (1, 3, 2),
    (1, 0, 1),
    (2, 1, 0),
    (0, 0, 1),
    (1, -1, 0, 2),
)
"""(1, 3, 2) is (1 + x)(1 + 2 x), (1, 0, 1) has no real root, and filters that end in zeros have roots at infinity."""


def networks(strides: Sequence[tuple[int, ...]], most: int) -> Iterator[Layers]:
    """All choices of filters for each tuple of strides; for more than two layers the first ``most`` choices."""
    for stride in strides:
        chosen = itertools.product(FILTERS, repeat=len(stride))
        yield from ((filters, stride) for filters in itertools.islice(chosen, None if len(stride) < 3 else most))
