"""Architectures with ranks of the product, as cases of claims about fibres in plain integers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from proofs_check.language.scope import Scope, cases
from proofs_check.language.verdict import Verdict

Fibre = tuple[tuple[int, ...], int]
"""Widths, and the rank of the product."""

SIZES = {
    "small": ((2, 3), (3, 2)),
    "default": ((2, 4), (3, 4), (4, 3)),
    "large": ((2, 6), (3, 5), (4, 4), (5, 2)),
}
"""Pairs (depth, largest width).  The default ones are 563 architectures."""


def fibres(size: str, seed: int) -> Iterator[Fibre]:
    """All widths of the size with every rank, smallest first."""
    shapes = [
        (widths, r)
        for depth, most in SIZES[size]
        for widths in itertools.product(range(1, most + 1), repeat=depth + 1)
        for r in range(min(widths) + 1)
    ]
    yield from sorted(shapes, key=lambda fibre: (len(fibre[0]), sum(fibre[0]), fibre))


def in_words_of(size: str) -> str:
    sizes = ", ".join(f"depth {depth} with widths up to {most}" for depth, most in SIZES[size])
    return f"{sizes}, each with every rank of the product"


every_fibre: Scope = cases(
    "architectures and ranks of the product",
    fibres,
    sentence=in_words_of,
    strength=Verdict.VERIFIED,
    fields=("widths", "r"),
)


RESIDUAL = (
    "near weights with a product of rank r the fibre is r (d_0 + d_H - r) coordinates set to zero and, in others, the "
    "fibre over zero at the widths d_j - r (Schur complements)"
)
"""The textbook fact by which :func:`residual` describes fibres over any matrix."""


def residual(fibre: Fibre) -> tuple[tuple[int, ...], int]:
    """The widths less the rank, and the codimension ``r (d_0 + d_H - r)`` of the part of rank r."""
    widths, r = fibre
    return tuple(width - r for width in widths), r * (widths[0] + widths[-1] - r)
