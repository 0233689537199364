"""The spectrum of the Hessian at balanced critical points, in closed form."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from symdln.curvature import ClosedEigenvalue, balanced_spectrum, compare, eigenvalues, is_balanced

Balanced = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], int]
"""Widths, the roots t of the singular values t^H of P*, which of them are selected, and k with Sxx = k^2 I."""

SIZES = {
    "small": ((2, 2, 2), (3, 2, 2), (2, 2, 2, 2)),
    "default": (
        (1, 1, 1),
        (2, 2, 2),
        (3, 2, 2),
        (2, 3, 2),
        (2, 2, 3),
        (2, 2, 2, 2),
        (3, 2, 3, 2),
        (2, 1, 1, 2),
        (2,) * 5,
    ),
}


def balanced_points(size: str, seed: int) -> Iterator[Balanced]:
    for widths in SIZES["small" if size == "small" else "default"]:
        most = min(widths[0], widths[-1])
        for roots in ((3, 2)[:most], (2, 2)[:most]):
            for r in range(min(*widths, len(roots)) + 1):
                for chosen in itertools.combinations(range(len(roots)), r):
                    yield from ((widths, roots, chosen, k) for k in (1, 2))


def point_of(case: Balanced) -> dln.Point:
    """The balanced point with the roots of the selected values on partial diagonals."""
    widths, roots, chosen, k = case
    H, r = len(widths) - 1, len(chosen)
    Y = dln.Matrix.diagonal([root**H * k for root in roots], (widths[-1], widths[0]))
    problem = dln.Problem.from_data(dln.Matrix.identity(widths[0]) * k, Y, widths[1:-1], loss_factor="1/3")
    layers = []
    for j, (a, b) in enumerate(problem.shapes, 1):
        table = [[0] * b for _ in range(a)]
        for i in range(r):
            table[chosen[i] if j == H else i][chosen[i] if j == 1 else i] = roots[chosen[i]]
        layers.append(table)
    return dln.Point(problem, layers)


def fits(point: dln.Point, closed: tuple[ClosedEigenvalue, ...]) -> Outcome:
    """Whether the exact eigenvalues lie in these enclosures, in order and with multiplicities."""
    exact = [value for value in eigenvalues(point.hessian) for _ in range(value.multiplicity)]
    listed = sorted((one for one in closed for _ in range(one.multiplicity)), key=lambda one: one.lower, reverse=True)
    inside = len(exact) == len(listed) and all(
        compare(value, one.lower) >= 0 >= compare(value, one.upper) for value, one in zip(exact, listed, strict=True)
    )
    return is_true(inside, "the spectrum is that of the closed form", weights=point.weights)


@claim(
    "ours.balanced-spectrum",
    source=OURS.at("exact curvature, balanced points"),
    statement=r"\operatorname{spec} \nabla^2 L = 2 f k \Bigl\{ \sum_j s_a^{2(H-j)/H} s_b^{2(j-1)/H}, \; "
    r"s_a^{1-2/H}(s_a \pm "
    r"s_i), \; s_a^{2-2/H}, \; \pm s_i \, (H = 2), \; 0 \Bigr\}, \quad a, b \in S, \; i \notin S",
    over=cases(
        "balanced critical points",
        balanced_points,
        sentence="balanced critical points on partial diagonals, depth 2 to 4, every selection, simple and double "
        "singular "
        "values, Sxx = I and 4 I",
        strength=Verdict.VERIFIED,
        fields=("widths", "singular values", "selection", "k"),
    ),
    made_precise="W_{j+1}^T W_{j+1} = W_j W_j^T for all j, and Sxx = k I; s are the singular values of Syx / k; "
    "multiplicities are 1 for each pair of indices, d_x + d_y - 2 rank Syx for the third, d_1 - r for the fourth. The "
    "closed form is enclosed in 10^-30 where it is irrational; the exact eigenvalues lie in the enclosures",
)
def balanced(case: Balanced) -> Outcome:
    """At a balanced critical point with whitened data the spectrum of the Hessian is known in closed form."""
    point = point_of(case)
    return all_of(
        is_true(point.is_critical and is_balanced(point.problem, point), "the point is critical and balanced"),
        fits(point, balanced_spectrum(point.problem, case[2])),
    )
