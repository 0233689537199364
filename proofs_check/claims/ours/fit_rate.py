"""The inequality by which convergence to a global minimum is proved from one point on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.claims.ours.descent_imbalance import OURS_FLOW
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict

Weighted = tuple[tuple[int, ...], int, int]
"""Widths, a number from which small integer weights are made, and one for the inputs: 0 white, 1 skewed, 2 singular."""

WIDTHS = (
    *((1, 1, 1), (1, 1, 1, 1), (2, 2, 2), (2, 3, 1), (2, 1, 1), (1, 1, 2)),
    *((1, 2, 2), (2, 2, 2, 2), (3, 2, 2), (2, 2, 3), (2, 1, 2)),
)
"""Among them hidden widths below d_x, below d_y and below both; in the last case m is 0."""


def weighted(size: str, seed: int) -> Iterator[Weighted]:
    yield from itertools.product(WIDTHS[: 6 if size == "small" else None], (1, 2, 3), (0, 1, 2))


def numbers(rows: int, columns: int, start: int) -> dln.Matrix:
    """A matrix of small integers."""
    return dln.Matrix.from_entries(rows, columns, [(start + 5 * k + k * k) % 7 - 2 for k in range(rows * columns)])


def point_of(case: Weighted) -> dln.Point:
    """The weights with data of the kind named."""
    widths, start, kind = case
    d_x, d_y = widths[0], widths[-1]
    rows = [[int(i == j) + (kind == 1) * int(j > i) for j in range(d_x)] for i in range(d_x)]
    X = dln.Matrix(rows) if kind < 2 else dln.Matrix([[1]] * d_x)
    problem = dln.Problem.from_data(X, numbers(d_y, X.shape[1], start + 3), widths[1:-1])
    return dln.Point(problem, [numbers(*shape, start + j) for j, shape in enumerate(problem.shapes)])


def least(matrix: dln.Matrix) -> Fraction:
    """A lower bound of the least eigenvalue of a Gram matrix, within 1/64 of it, proved by exact inertia; or 0."""
    low, high = Fraction(0), matrix.trace() + 1
    while high - low > Fraction(1, 64):
        middle = (low + high) / 2
        shifted = matrix - middle * dln.Matrix.identity(matrix.shape[0])
        low, high = (low, middle) if dln.inertia_of(shifted).negative else (middle, high)
    return low


def rate(point: dln.Point) -> Fraction:
    """``m = 2 f lambda sum_j a_j^2 b_j^2``, from below."""
    problem, H = point.problem, point.problem.depth
    total = Fraction(0)
    for j in range(1, H + 1):
        A, B = point.product(H, j + 1), point.product(j - 1, 1)
        total += least(A @ A.T) * least(B.T @ B)
    return 2 * problem.loss_factor * least_positive(problem.Sxx) * total


def least_positive(Sxx: dln.Matrix) -> Fraction:
    """The least positive eigenvalue of Sxx, from below: on its image, which ``Sxx^+ Sxx`` projects on."""
    kernel = dln.Matrix.identity(Sxx.shape[0]) - Sxx.pseudoinverse() @ Sxx
    return least(Sxx + (Sxx.trace() + 1) * kernel)


def excess(point: dln.Point) -> Fraction:
    """``L - L(P*)`` with ``P* = Syx Sxx^+``."""
    problem = point.problem
    gap = point.end_to_end - problem.Syx @ problem.Sxx_pseudoinverse
    return problem.loss_factor * (gap @ problem.Sxx @ gap.T).trace()


@claim(
    "ours.fit-rate",
    source=OURS.at(OURS_FLOW),
    statement=r"\|\nabla L\|^2 \ge 2 m \ell, \quad m = 2 f \lambda \sum_{j=1}^{H} \lambda_{\min}(A_j A_j^\mathsf{T}) "
    r"\lambda_{\min}(B_j^\mathsf{T} B_j), \quad \ell = L - L(S_{yx} S_{xx}^+)",
    over=cases(
        "small integer weights",
        weighted,
        sentence="three sets of small integer weights at each of 11 architectures of depth 2 and 3 (small scope: 6), "
        "also with hidden widths below d_x, d_y or both, with white, skewed and singular inputs; least eigenvalues "
        "from below within 1/64, by exact inertia",
        strength=Verdict.VERIFIED,
        fields=("widths", "start", "data"),
    ),
    made_precise="A_j = W_H ... W_{j+1}, B_j = W_{j-1} ... W_1, lambda is the least positive eigenvalue of Sxx; empty "
    "products are identities",
    written=written.FIT_RATE,
)
def fit_rate(case: Weighted) -> Outcome:
    """The squared norm of the gradient is at least the excess loss times a number made of least singular values."""
    point = point_of(case)
    gradient = sum((block.norm_squared() for block in point.gradient), Fraction(0))
    return all_of(
        at_most(2 * rate(point) * excess(point), gradient, "2 m l, and the squared norm of the gradient"),
        is_true(excess(point) >= 0, "the excess is not negative"),
    )
