"""The conserved matrices of gradient flow at integer weights: characteristic polynomials, and ranks modulo a prime."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from functools import lru_cache

import flint

PRIME = 2_147_483_629  # below 2^31
LARGEST_ENTRY = 9

Layers = tuple[tuple[tuple[int, ...], ...], ...]


@lru_cache(maxsize=256)
def integer_point(widths: tuple[int, ...], number: int = 0) -> Layers:
    """Integer weights for these widths, drawn with a seed; ``number`` distinguishes several points.

    >>> W_1, W_2 = integer_point((1, 3, 2))
    >>> (len(W_1), len(W_1[0])), (len(W_2), len(W_2[0])), integer_point((1, 3, 2)) == integer_point((1, 3, 2), 1)
    ((3, 1), (2, 3), False)
    """
    drawn = random.Random(f"{widths} {number}")
    return tuple(
        tuple(tuple(drawn.randint(-LARGEST_ENTRY, LARGEST_ENTRY) for _ in range(columns)) for _ in range(rows))
        for columns, rows in itertools.pairwise(widths)
    )


def invariant(layers: Layers, j: int) -> flint.fmpz_mat:
    """``C_j = W_{j+1}^T W_{j+1} - W_j W_j^T`` for a hidden layer j.

    >>> invariant((((2,),), ((3,),)), 1)
    [5]
    """
    W, after = flint.fmpz_mat([list(row) for row in layers[j - 1]]), flint.fmpz_mat([list(row) for row in layers[j]])
    return after.transpose() * after - W * W.transpose()


def generic_rank(widths: Sequence[int], j: int) -> int:
    """The rank of C_j at all weights outside a null set, which is the largest that occurs.

    >>> generic_rank((1, 5, 2), 1)
    3
    """
    return min(widths[j], widths[j - 1] + widths[j + 1])


@lru_cache(maxsize=256)
def without_common_eigenvalue(layers: Layers, j: int) -> bool:
    """Whether the polynomials of C_j and of - C_{j+1}, divided by their generic powers of x, are coprime here.

    >>> without_common_eigenvalue((((0,),), ((1,),), ((0,),)), 1)       # C_1 = 1 and - C_2 = 1
    False
    >>> without_common_eigenvalue((((1,),), ((2,),), ((3,),)), 1)       # C_1 = 4 - 1 and - C_2 = 4 - 9
    True
    """
    widths = (len(layers[0][0]), *(len(W) for W in layers))
    parts = []
    for matrix, k in ((invariant(layers, j), j), (-invariant(layers, j + 1), j + 1)):
        coefficients = matrix.charpoly().coeffs()
        parts.append(flint.fmpz_poly(coefficients[widths[k] - generic_rank(widths, k) :]))
    return parts[0].gcd(parts[1]).degree() == 0


@lru_cache(maxsize=256)
def differential_rank(layers: Layers, prime: int = PRIME) -> int:
    """The rank modulo a prime of the derivative of ``(C_1, ..., C_{H-1})`` at integer weights.

    The rank over the rational numbers is at least this, and so is the rank at all weights but those of a null set.

    >>> differential_rank((((2,),), ((3,),)))
    1
    """
    rows = [_changes(layers, place) for place in _places(layers)]
    return flint.nmod_mat(len(rows), len(rows[0]), [entry % prime for row in rows for entry in row], prime).rank()


def _places(layers: Layers) -> list[tuple[int, int, int]]:
    return [(j, a, b) for j, W in enumerate(layers) for a in range(len(W)) for b in range(len(W[0]))]


def _changes(layers: Layers, place: tuple[int, int, int]) -> list[int]:
    """The derivatives of all entries on and above the diagonals of the C_j by one entry of a weight."""
    layer, a, b = place  # the entry (a, b) of W_{layer+1}
    found = []
    for j in range(1, len(layers)):
        W, after, width = layers[j - 1], layers[j], len(layers[j - 1])
        for x in range(width):
            for y in range(x, width):
                if layer == j:  # d(W^T W)[x, y] by W[a, b]
                    found.append((x == b) * after[a][y] + (y == b) * after[a][x])
                elif layer == j - 1:  # - d(W W^T)[x, y] by W[a, b]
                    found.append(-((x == a) * W[y][b] + (y == a) * W[x][b]))
                else:
                    found.append(0)
    return found
