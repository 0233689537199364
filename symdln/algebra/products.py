"""Exact products of integer matrices at the speed of float64 matrix multiplication, by splitting entries into limbs."""

from __future__ import annotations

import flint
import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64] | NDArray[np.object_]

_MANTISSA = 53  # integers up to 2**53 in absolute value are exact in float64
_MOST_PRODUCTS = 24  # number of limbs beyond which FLINT's own multiplication is faster


def to_array(matrix: flint.fmpz_mat) -> Integers:
    """The entries as int64, or as Python integers when one of them does not fit."""
    values = list(map(int, matrix.entries()))
    shape = matrix.nrows(), matrix.ncols()
    try:
        return np.array(values, dtype=np.int64).reshape(shape)
    except OverflowError:
        return np.array(values, dtype=object).reshape(shape)


def to_flint(array: Integers) -> flint.fmpz_mat:
    """The same integers as a flint matrix."""
    return flint.fmpz_mat(array.shape[0], array.shape[1], array.ravel().tolist())


def largest(array: Integers) -> int:
    """The largest absolute value of an entry (0 for an empty array), exactly."""
    return max(int(array.max()), -int(array.min())) if array.size else 0


def exact_product(left: Integers, right: Integers) -> Integers:
    """``left @ right`` over the integers, as int64 when the bound on the result allows it.

    With n the inner size, every partial sum of a float64 product of integer matrices is at most ``n max|A| max|B|`` in
    absolute value; where that is at most 2**53, all of them are integers that float64 holds, in whatever order (and
    with whatever fused operations) they are added, so the product is exact.  Larger entries are split into signed limbs
    ``A = sum of 2**(s k) A_k`` with ``|A_k| <= 2**(s-1)``, small enough for that.
    """
    inner = left.shape[1]
    sizes = largest(left), largest(right)
    if 0 in sizes or not inner:
        return np.zeros((left.shape[0], right.shape[1]), dtype=np.int64)
    bound = inner * sizes[0] * sizes[1]
    if bound <= 2**_MANTISSA:
        return (left.astype(float) @ right.astype(float)).astype(np.int64)
    bits = sizes[0].bit_length() + 1, sizes[1].bit_length() + 1
    widths = _limb_widths(*bits, inner)
    if widths is None:
        return to_array(to_flint(left) * to_flint(right))
    kind = np.int64 if 2 * bound < 2**62 else object
    total = np.zeros((left.shape[0], right.shape[1]), dtype=kind)
    lefts, rights = _limbs(left, widths[0]), _limbs(right, widths[1])
    for i, a in enumerate(lefts):
        for j, b in enumerate(rights):
            part = (a @ b).astype(np.int64).astype(kind)
            total += part << (widths[0] * i + widths[1] * j) if i + j else part
    return total


def _limb_widths(left_bits: int, right_bits: int, inner: int) -> tuple[int, int] | None:
    """Limb widths (s, t) with ``inner * 2**(s-1) * 2**(t-1) <= 2**53`` and fewest products, None if that is many."""
    room = _MANTISSA + 2 - (inner - 1).bit_length()
    best = None
    for first in range(2, room - 1):
        second = min(room - first, right_bits)
        width = min(first, left_bits)
        count = -(-left_bits // width) * -(-right_bits // second)
        if best is None or count < best[0]:
            best = count, width, second
    return best[1:] if best is not None and best[0] <= _MOST_PRODUCTS else None


def _limbs(array: Integers, width: int) -> list[NDArray[np.float64]]:
    """Floats holding signed limbs, least significant first: ``array = sum of 2**(width k) limbs[k]``."""
    limbs, half = [], 1 << (width - 1)
    if largest(array) >= 2**62:  # adding half a limb could overflow int64
        array = array.astype(object)
    while largest(array):
        if largest(array) <= half:
            limbs.append(array.astype(float))
            break
        carried = (array + half) >> width
        limbs.append((array - (carried << width)).astype(float))
        array = carried
    return limbs
