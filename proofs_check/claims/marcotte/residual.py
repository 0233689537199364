"""Marcotte, Gribonval, Peyré (2025): skip connections change no conservation law."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_is
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.sources import MARCOTTE_RESIDUAL
from proofs_check.scopes.any_weights import INTEGER_WEIGHTS


def unit(shape: tuple[int, int], k: int) -> dln.Matrix:
    return dln.Matrix.from_entries(*shape, [int(i == k) for i in range(shape[0] * shape[1])])


def fields(point: dln.Point, skip: dln.Matrix) -> Iterator[list[Fraction]]:
    """The gradients by both layers of ``1/2 ||V W + S - T||^2`` for T = 0 and for every unit matrix T."""
    W, V = point.weights
    product = V @ W + skip
    for T in (0 * skip, *(unit(skip.shape, k) for k in range(skip.shape[0] * skip.shape[1]))):
        G = product - T
        yield [*(V.T @ G).entries(), *(G @ W.T).entries()]


def differences(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The rows and their differences from the first: what losses with these targets span."""
    return [rows[0], *([a - b for a, b in zip(row, rows[0], strict=True)] for row in rows[1:])]


@claim(
    "marcotte.residual",
    source=MARCOTTE_RESIDUAL.at("abstract, for two linear layers"),
    statement=r"\text{residual blocks have the same conservation laws as the same block without a skip connection}",
    over=INTEGER_WEIGHTS,
    assuming=(depth_is(2),),
    made_precise="the block x -> V W x + S x with any fixed matrix S, two linear layers; a law is a differentiable "
    "function of the layers that is constant along the gradient flow of every differentiable loss of the block's "
    "matrix. In scope the gradients of all squared losses span one and the same space with the skip and without",
    written=written.SAME_LAWS,
)
def residual(point: dln.Point) -> Outcome:
    """A skip connection around two linear layers changes no conservation law."""
    shape = point.end_to_end.shape
    skips = [dln.Matrix.from_entries(*shape, [1 + k % 3 for k in range(shape[0] * shape[1])]), 0 * unit(shape, 0)]
    spans = [differences(list(fields(point, skip))) for skip in skips]
    ranks = [dln.Matrix(span).rank() for span in (*spans, [*spans[0], *spans[1]])]
    return all_of(
        equal(ranks[0], ranks[1], "dimensions with the skip and without"),
        equal(ranks[2], ranks[0], "dimension of both together"),
    )
