"""Layers of a network with scalar output stay close to rank one along the flow."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, fails, holds, undecided
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import JI
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at_point
from symdln.algebra.eigenvalue import Interval
from symdln.algebra.spectrum import spectrum_of
from symdln.dynamics import imbalances

Weighted = tuple[tuple[int, ...], int]
"""Widths that end in 1, and a number from which small integer weights are made."""

WIDTHS = ((1, 1, 1), (2, 2, 1), (2, 2, 2, 1), (3, 2, 2, 1), (2, 3, 2, 1), (2, 2, 2, 2, 1))
DIGITS = 20


def weighted(size: str, seed: int) -> Iterator[Weighted]:
    yield from itertools.product(WIDTHS[: 4 if size == "small" else None], range(1, 5))


def point_of(case: Weighted) -> dln.Point:
    """Small integer weights."""
    widths, start = case
    problem = dln.Problem.canonical((1,), widths)
    return dln.Point(
        problem,
        [
            dln.Matrix.from_entries(n, m, [(start * (j + 2) + 3 * k + k * k) % 7 - 3 for k in range(n * m)])
            for j, (n, m) in enumerate(problem.shapes)
        ],
    )


def largest(symmetric: dln.Matrix) -> Interval:
    """The largest eigenvalue, isolated exactly and refined."""
    return spectrum_of(symmetric)[0].enclosure(DIGITS)


def misalignment(layer: dln.Matrix) -> Interval:
    """``||W||_F^2 - ||W||_op^2``."""
    low, high = largest(layer @ layer.T)
    return layer.norm_squared() - high, layer.norm_squared() - low


def allowance(point: dln.Point, k: int) -> Interval:
    """``sum_{j >= k} (lambda_max(C_j) - tr C_j)``, k from 1."""
    low = high = Fraction(0)
    for C in imbalances(point.problem, point)[k - 1 :]:
        least, most = largest(C)
        low, high = low + least - C.trace(), high + most - C.trace()
    return low, high


def compared(left: Interval, right: Interval) -> Outcome:
    """Whether a number in the first interval is at most one in the second."""
    if left[1] <= right[0]:
        return holds("the bound holds")
    if left[0] > right[1]:
        return fails("||W_k||_F^2 - ||W_k||_op^2 is above the bound", left=left[0], right=right[1])
    return undecided("the enclosures of both sides overlap")


@claim(
    "ji.alignment",
    source=JI.at("the layers stay close to rank one"),
    statement=r"d_H = 1: \; \|W_k\|_F^2 - \|W_k\|_2^2 \le \sum_{j=k}^{H-1} \bigl(\lambda_{\max}(C_j) - "
    r"\operatorname{tr} C_j\bigr), \; C_j = W_{j+1}^\mathsf{T} W_{j+1} - W_j W_j^\mathsf{T} \text{ at the start}",
    over=cases(
        "scalar output",
        weighted,
        sentence="four sets of small integer weights at each of six architectures of depth 2 to 4 with scalar output "
        "(small scope: 4), every layer but the last; largest eigenvalues isolated exactly",
        strength=Verdict.VERIFIED,
        fields=("widths", "start"),
    ),
    made_precise="for the flow of any loss of the product, which keeps the C_j; print bounds the left-hand side by a "
    "number of the start, and this is one such number; at k = H both sides are zero",
    formal="tr(W[j]' W[j]) - eig(W[j] W[j]', d[j]) <= Allow[j] if d[n] <= 1, 1 <= j <= n",
    proof=logic("ji.alignment"),
)
def alignment(case: Weighted) -> Outcome:
    """How far each layer is from rank one is bounded by the imbalances of the start alone."""
    point = point_of(case)
    layers = point.weights[:-1]
    return all_of(
        *(compared(misalignment(layer), allowance(point, k)) for k, layer in enumerate(layers, 1)),
        formal_at_point("ji.alignment", point),
    )
