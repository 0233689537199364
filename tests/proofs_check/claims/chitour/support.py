"""What several tests of this source share: points by their weights, and networks in words with a planted fault."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.networks import words
from proofs_check.networks.words import MarkedChain
from symdln.algebra.words import Symbol


def point(widths: tuple[int, ...], *weights: Any) -> dln.Point:
    """A point of the canonical problem with singular values 3, 2, 1, as many as there are outputs."""
    return dln.Point(dln.Problem.canonical((3, 2, 1)[: widths[-1]], widths), weights)


class WithoutHalf(MarkedChain):
    """A network whose loss lacks the factor 1/2."""

    def __init__(self, gaps: words.Gaps):
        super().__init__(gaps)
        self.loss = 2 * self.loss


class OtherSign(MarkedChain):
    """A residual with the wrong sign."""

    def __init__(self, gaps: words.Gaps):
        super().__init__(gaps)
        self.M = -self.M


class WithoutTheLayersBehind(MarkedChain):
    """``(Pi W)_1^{j-1}`` forgotten wherever the sizes allow it, by another symbol of the same shape."""

    def inner(self, place: int = 0) -> Any:
        true = super().inner(place)
        return Symbol("B", *true.shape)
