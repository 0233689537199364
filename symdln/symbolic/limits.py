"""The largest size of a loss for sympy; known before sympy is imported."""

from __future__ import annotations

import math
from collections.abc import Sequence

from symdln.errors import InputError

MOST_TERMS = 20_000


def most_terms(widths: Sequence[int], *, is_diagonal: bool) -> int:
    """A bound of the terms of the loss: with h paths between any input and output, h (h + 1) / 2 squares for each.

    If inputs are correlated, the square of a row of P mixes all its entries.

    >>> most_terms((1, 2, 1), is_diagonal=True)                                # (a b + c d - s)^2 / 2: 3 + 2 + 1
    6
    >>> most_terms((2, 1, 1), is_diagonal=True), most_terms((2, 1, 1), is_diagonal=False)          # and p11 p12
    (5, 6)
    """
    paths, inputs, outputs = math.prod(widths[1:-1]), widths[0], widths[-1]
    if is_diagonal:
        return outputs * inputs * (paths * (paths + 1) // 2 + paths) + 1
    row = inputs * paths
    return outputs * (row * (row + 1) // 2 + row) + 1


def check_terms(widths: Sequence[int], *, is_diagonal: bool) -> None:
    """Raise ``InputError`` where the loss may have more than MOST_TERMS terms.

    >>> check_terms((2, 2, 2), is_diagonal=True)
    >>> check_terms((9, 9, 9, 9), is_diagonal=True)                            # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    symdln.errors.InputError: The loss of widths (9, 9, 9, 9) has up to 275,563 terms, ...
    """
    terms = most_terms(widths, is_diagonal=is_diagonal)
    if terms > MOST_TERMS:
        raise InputError(
            f"The loss of widths {tuple(widths)} has up to {terms:,} terms, and sympy expands at most {MOST_TERMS:,} "
            "here; choose smaller widths, or exact numbers at a point with symdln.hessian."
        )
