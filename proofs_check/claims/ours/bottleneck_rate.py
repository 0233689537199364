"""The inequality by which convergence to the best approximation of a given rank is proved."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import flint

import symdln as dln
from proofs_check.claims.ours.descent_imbalance import OURS_FLOW
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, fails, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from symdln.algebra.eigenvalue import interval_of
from symdln.dynamics.balls import balls
from symdln.dynamics.convergence import bounds_of

Near = tuple[tuple[int, ...], int, str]
"""Widths, a number from which the deviation is made, and its size."""

WIDTHS = ((2, 1, 2), (3, 1, 2), (3, 2, 3), (2, 1, 1, 2), (3, 2, 3, 3), (3, 3, 2, 3))


def nearby(size: str, seed: int) -> Iterator[Near]:
    yield from itertools.product(WIDTHS[: 4 if size == "small" else None], (1, 2), ("1/100", "1/20"))


def point_of(case: Near) -> dln.Point:
    """Weights near unit rectangles that fit the p largest of the singular values 3, 2, 1; p is the least width."""
    widths, number, size = case
    problem = dln.Problem.canonical((3, 2, 1)[: min(widths[0], widths[-1])], widths)
    p = min(widths)
    layers = []
    for j, (m, n) in enumerate(problem.shapes):
        fitted = [(3, 2, 1)[i] if j == 0 else 1 for i in range(p)]
        moved = dln.Matrix.from_entries(m, n, [(number + 2 * j + 3 * k + k * k) % 5 - 2 for k in range(m * n)])
        layers.append(dln.Matrix.diagonal(fitted, (m, n)) + Fraction(size) * moved)
    return dln.Point(problem, layers)


def excess(point: dln.Point) -> Fraction:
    """The loss less the least one, ``f`` times the squares of the singular values that are not among the p largest."""
    problem, p = point.problem, min(point.problem.widths)
    left = [3, 2, 1][: min(problem.output_width, problem.input_width)][p:]
    return point.loss - problem.loss_factor * sum(s * s for s in left)


def rate(point: dln.Point) -> Fraction | None:
    """m at the point, from below; None where the gap or the denominator is not positive."""
    with flint.ctx.workprec(128):
        found = bounds_of(point.problem).at([balls(layer) for layer in point.weights]).rate(flint.arb(0))
    return None if found is None else interval_of(found)[0]


@claim(
    "ours.bottleneck-rate",
    source=OURS.at(OURS_FLOW),
    statement=r"\|\nabla L\|^2 \ge 2 m \ell, \quad m = \frac{2 f}{c} \min\bigl(\lambda \sigma_p(W_k \cdots W_2)^2 "
    r"\sigma_p(A)^2, \, \sigma_p(W_{H-1} \cdots W_{k+1})^2 \sigma_p(B R)^2\bigr), \quad c = 1 + \frac{\|T\|^2 + "
    r"\|E\|^2}"
    r"{(\sigma_p(Q) - \|U^\mathsf{T} E\|)^2 - \|E\|^2}",
    over=cases(
        "near the best approximation",
        nearby,
        sentence="two deviations of two sizes from a best approximation of rank p at each of six architectures whose "
        "narrowest "
        "layer, of width p, is hidden (small scope: 4): the exact gradient and excess, and m from below",
        strength=Verdict.VERIFIED,
        fields=("widths", "start", "distance"),
    ),
    made_precise="l is the excess over the least loss; Sxx = R R^T, T = P* R, Q = P R = A (B R) with A and B on "
    "either side of "
    "the narrow layer k, E = Q - T, U spans the image of Q; norms of T and E are operator norms; sigma_p(Q) > ||U^T "
    "E|| and the denominator is "
    "positive",
    written=written.BOTTLENECK_RATE,
)
def bottleneck_rate(case: Near) -> Outcome:
    """Near the best approximation of its rank, the squared norm of the gradient bounds the excess loss."""
    point = point_of(case)
    gradient = sum((block.norm_squared() for block in point.gradient), Fraction(0))
    m = rate(point)
    if m is None:
        return fails("the gap is not positive", weights=point.weights)
    return all_of(
        is_true(m > 0 and excess(point) >= 0, "the gap is there"),
        at_most(2 * m * excess(point), gradient, "2 m l, and the squared norm of the gradient"),
    )
