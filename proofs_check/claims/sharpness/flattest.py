"""The least sharpness of all minima that fit the linear regression, with whitened data."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import SHARPNESS
from proofs_check.language.verdict import Verdict
from symdln.curvature import compare, is_balanced, least_sharpness, sharpness

Gauge = tuple[tuple[int, ...], int, str]
"""Widths (the first hidden one is 2), the root t of the larger singular value t^H, a change of the hidden basis."""

CHANGES = {
    "none": ((1, 0), (0, 1)),
    "rotation": ((Fraction(3, 5), Fraction(4, 5)), (Fraction(-4, 5), Fraction(3, 5))),
    "scaled": ((2, 0), (0, 2)),
    "sheared": ((1, 1), (0, 1)),
    "squeezed": ((Fraction(1, 3), 0), (2, 1)),
}
WIDTHS = {
    "small": ((2, 2, 2), (2, 2, 2, 2)),
    "default": ((2, 2, 2), (3, 2, 2), (2, 2, 3), (2, 2, 2, 2), (2, 2, 3, 2), (2, 2, 2, 2, 2)),
}


def gauges(size: str, seed: int) -> Iterator[Gauge]:
    yield from itertools.product(WIDTHS["small" if size == "small" else "default"], (2, 3), CHANGES)


def minimum(case: Gauge) -> dln.Point:
    """The balanced minimum with the singular values t^H and 1, in another basis of the first hidden layer."""
    widths, root, change = case
    H = len(widths) - 1
    target = dln.Matrix.diagonal([root**H, 1], (widths[-1], widths[0]))
    problem = dln.Problem.from_data(dln.Matrix.identity(widths[0]), target, widths[1:-1])
    first, second, *rest = (dln.Matrix.diagonal([root, 1], shape) for shape in problem.shapes)
    g = dln.Matrix(CHANGES[change])
    return dln.Point(problem, [g @ first, second @ g.inverse(), *rest])


@claim(
    "sharpness.flattest",
    source=SHARPNESS.at("minima with zero residual, whitened data"),
    statement=r"P = P^* \Rightarrow \lambda_{\max}(\nabla^2 L(W)) \ge 2 f k H s_1^{2-2/H}, \text{ with equality at "
    r"balanced "
    r"weights}",
    over=cases(
        "minima in other hidden bases",
        gauges,
        sentence="balanced minima of depth 2 to 4 with two singular values, and the same in four other bases of the "
        "first "
        "hidden layer, one of them orthogonal",
        strength=Verdict.VERIFIED,
        fields=("widths", "t", "change of basis"),
    ),
    made_precise="Sxx = k I, and s_1 is the largest singular value of P* = Syx / k; the bound is proved by hand for "
    "all "
    "such minima in docs/curvature.md; in scope the exact largest eigenvalue is compared with it",
)
def flattest(case: Gauge) -> Outcome:
    """Every minimum that fits has at least this sharpness, and balanced ones have exactly this one."""
    return compared(minimum(case), least_sharpness(minimum(case).problem).lower)


def compared(point: dln.Point, bound: Fraction) -> Outcome:
    """Sharpness and bound: never below it, and equal at balanced points."""
    sign = compare(sharpness(point.problem, point), bound)
    allowed = sign == 0 if is_balanced(point.problem, point) else sign >= 0
    return is_true(allowed, "the sharpness is at least the bound, and equal to it if balanced", weights=point.weights)
