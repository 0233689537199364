"""Whether the zeros that a class needs are within reach of the stated error, in the weights as they were given.

The error of an arrow in other bases is bounded by one number, which can be far too large in some of its directions: a
string of tiny weights, scaled to size one, takes its error along.  So a rank that was decided in such bases is only a
proposal.  For every path ``M = W_k ... W_i`` of proposed rank r, the singular vectors of M in those bases beyond the
first r, carried back and made orthonormal, are vectors x and covectors y between which M should vanish.  To first order
a change of the layers changes ``y^T M x`` by the sum over h of ``(y^T W_k ... W_{h+1}) dW_h (W_{h-1} ... W_i x)``;
hence a point of the class within reach of the errors e_h needs

    |y^T M x| <= sum over h of  e_h |y^T W_k ... W_{h+1}| |W_{h-1} ... W_i x|,

whatever the bases.  All such pairs have a share of this bound.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from symdln.numeric.classes.gauge import InBases
from symdln.numeric.classes.ranks import PathRanks


def zeros_within(
    placed: InBases,
    layers: Sequence[np.ndarray],
    errors: np.ndarray,
    closing: np.ndarray,
    closing_error: float,
    ranks: PathRanks,
) -> np.ndarray:
    """Where every pair is within ``errors`` (H, B): a mask ``(B,)``.

    ``layers`` are the weights restricted to the inputs that the data use, ``placed`` the same in some bases, and
    ``ranks`` those of the paths in these bases; arrow H -> 0 is ``closing``.
    """
    depth, size = len(layers), len(layers[0])
    arrows = [*layers, closing[None]]
    noise = [*errors, np.full(size, closing_error)]
    inside = np.ones(size, dtype=bool)
    for (start, length), (left, right) in ranks.vectors.items():
        x, y, rank = right.swapaxes(1, 2), left, ranks.decided[start, length]
        if (rank >= min(x.shape[1], y.shape[1])).all():
            continue
        end = (start + length) % (depth + 1)
        if placed.bases and 0 < start < depth:
            x = _turned(placed.bases[start - 1] @ x)
        if placed.bases and 0 < end < depth:
            y = _turned(placed.duals[end - 1].swapaxes(1, 2) @ y)
        least = int(rank.min())
        places = [(start + step) % (depth + 1) for step in range(length)]
        value, room = reached([arrows[h] for h in places], [noise[h] for h in places], x[:, :, least:], y[:, :, least:])
        zeros = [np.arange(least, vectors.shape[2]) >= rank[:, None] for vectors in (y, x)]
        inside &= ((value <= room) | ~zeros[0][:, :, None] | ~zeros[1][:, None, :]).all(axis=(1, 2))
    return inside


def _turned(vectors: np.ndarray) -> np.ndarray:
    """Orthonormal vectors of which the last k span what the last k vectors do: no direction is hidden by long ones."""
    sizes = _lengths(vectors)
    units = vectors / np.where(sizes > 0, sizes, 1.0)[:, None, :]
    return np.linalg.qr(units[:, :, ::-1])[0][:, :, ::-1]


def reached(
    arrows: Sequence[np.ndarray], noise: Sequence[np.ndarray], x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """``|y^T M x|`` and the most that it changes over the ball, to first order, for all columns of y and x."""
    images = [x]
    for arrow in arrows:
        images.append(arrow @ images[-1])
    room, back = np.zeros((1, 1, 1)), y
    for arrow, error, image in zip(reversed(arrows), reversed(noise), reversed(images[:-1]), strict=True):
        room = room + error[:, None, None] * _lengths(back)[:, :, None] * _lengths(image)[:, None, :]
        back = arrow.swapaxes(1, 2) @ back
    return abs(y.swapaxes(1, 2) @ images[-1]), room


def _lengths(columns: np.ndarray) -> np.ndarray:
    return np.sqrt(np.einsum("bij,bij->bj", columns, columns))
