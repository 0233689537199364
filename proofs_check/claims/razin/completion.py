"""Completion of a 2 x 2 matrix by a deep linear network: the determinant keeps its sign, so an entry grows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import flint

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.enclosures import ball, below
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, holds, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.source import RAZIN
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at
from proofs_check.scopes.rational_data import orthogonal
from symdln.algebra.eigenvalue import Interval, interval_of
from symdln.algebra.square_roots import rational_root

Balanced = tuple[int, int, int]
"""The depth, and both singular values of every layer; the second may be zero."""


def balanced_starts(size: str, seed: int) -> Iterator[Balanced]:
    yield from itertools.product((2, 3) if size == "small" else (2, 3, 4), (1, 2), (0, 1))


def layers(case: Balanced) -> list[dln.Matrix]:
    N, a, b = case
    Q = [orthogonal(2, j + 1) for j in range(N + 1)]
    return [after @ dln.Matrix.diagonal((a, b)) @ before.T for before, after in itertools.pairwise(Q)]


def product(matrices: list[dln.Matrix]) -> dln.Matrix:
    P = dln.Matrix.identity(2)
    for matrix in matrices:
        P = matrix @ P
    return P


def slope(P: dln.Matrix) -> dln.Matrix:
    """The gradient of ``((p_12 - 1)^2 + (p_21 - 1)^2 + p_22^2) / 2``."""
    return dln.Matrix([[0, P[0, 1] - 1], [P[1, 0] - 1, P[1, 1]]])


def rate(W: list[dln.Matrix]) -> dln.Matrix:
    """dP/dt by the product rule."""
    total = dln.Matrix.zeros(2, 2)
    for j in range(len(W)):
        A, B = product(W[j + 1 :]), product(W[:j])
        total = total - A @ A.T @ slope(product(W)) @ B.T @ B
    return total


def determinant(P: dln.Matrix) -> Fraction:
    return P[0, 0] * P[1, 1] - P[0, 1] * P[1, 0]


def change(W: list[dln.Matrix]) -> Fraction:
    """The derivative of the determinant of the product."""
    P, D = product(W), rate(W)
    return D[0, 0] * P[1, 1] + P[0, 0] * D[1, 1] - D[0, 1] * P[1, 0] - P[0, 1] * D[1, 0]


@claim(
    "razin.completion.sign",
    source=RAZIN.at("the determinant does not change its sign"),
    statement=r"W_{j+1}^\mathsf{T} W_{j+1} = W_j W_j^\mathsf{T}, \, N \ge 2: \; \operatorname{sign} \det P(t) = "
    r"\operatorname{sign} \det P(0) \text{ along the flow of any loss of } P",
    over=cases(
        "balanced, 2 x 2",
        balanced_starts,
        sentence="exact balanced weights of size 2 and depth 2 to 4 (small scope: 3), of rank 1 and 2: the exact "
        "derivative of "
        "the determinant for the loss of three observed entries vanishes where the determinant does",
        strength=Verdict.VERIFIED,
    ),
    made_precise="square layers of any size, at all times at which the flow exists",
    written=written.RANK_IS_KEPT,
)
def sign(case: Balanced) -> Outcome:
    """The determinant of the product of balanced weights never changes its sign."""
    W = layers(case)
    inner = [b.T @ b == a @ a.T for a, b in itertools.pairwise(W)]
    if case[2] != 0:
        return is_true(all(inner) and determinant(product(W)) != 0, "the weights are balanced and invertible")
    return all_of(
        is_true(all(inner), "the weights are balanced"),
        equal(determinant(product(W)), 0, "the determinant"),
        equal(change(W), 0, "its derivative"),
    )


Entries = tuple[str, str, str, str]
"""``p_12, p_21, p_22``, and by how much the determinant is positive."""


def entries(size: str, seed: int) -> Iterator[Entries]:
    near = ("4/5", "1", "9/8") if size == "small" else ("2/3", "4/5", "1", "9/8")
    yield from itertools.product(near, near, ("1/100", "-1/10", "1/4"), ("1/1000", "1"))


def least(root: flint.arb) -> Interval:
    """``(1 - x)^2 / x`` at ``x = sqrt(2 l)``."""
    return interval_of((1 - root) ** 2 / root)


@claim(
    "razin.completion.growth",
    source=RAZIN.at("the unobserved entry grows without bound as the loss vanishes"),
    statement=r"\ell = \tfrac12 \bigl((p_{12} - 1)^2 + (p_{21} - 1)^2 + p_{22}^2\bigr) < \tfrac12, \; \det P > 0 "
    r"\Rightarrow |p_{11}| \ge \frac{(1 - \sqrt{2 \ell})^2}{\sqrt{2 \ell}}",
    over=cases(
        "2 x 2 matrices",
        entries,
        sentence="observed entries near 1, 1 and 0 at several distances, with a determinant just above 0 and 1; the "
        "root is "
        "enclosed",
        strength=Verdict.CERTIFIED,
    ),
    made_precise="the constant is our reading; print bounds every norm of P from below by a / sqrt(l) - b; the formal "
    "statement is the same by squares, with root = sqrt(2 l)",
    formal=(
        "(1 - root)^4 <= root^2 corner^2 if root >= 0, root <= 1, root^2 = (upper - 1)^2 + (lower - 1)^2 + last^2, "
        "corner last >= upper lower",
    ),
    proof=logic("razin.completion.growth"),
)
def growth(case: Entries) -> Outcome:
    """With a positive determinant, the entry that is not observed grows without bound as the loss vanishes."""
    a, b, d, more = map(Fraction, case)
    first = (a * b + more) / d
    loss = ((a - 1) ** 2 + (b - 1) ** 2 + d**2) / 2
    with flint.ctx.workprec(128):
        bound = least(ball(2 * loss).sqrt())
    return all_of(
        is_true(loss < Fraction(1, 2), "the loss is below 1/2"),
        below(bound, (abs(first),) * 2, "the entry"),
        formal_where_rational(corner=first, upper=a, lower=b, last=d),
    )


def formal_where_rational(**letters: Fraction) -> Outcome:
    """The formal statement at the case, where the root of twice the loss is rational."""
    square = (letters["upper"] - 1) ** 2 + (letters["lower"] - 1) ** 2 + letters["last"] ** 2
    root = rational_root(square)
    if root is None:
        return holds("the root is irrational here")
    return formal_at("razin.completion.growth", **letters, root=root)
