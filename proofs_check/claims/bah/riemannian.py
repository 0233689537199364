"""Bah, Rauhut, Terstiege, Westdickenberg (2019): the flow of the product is Riemannian and keeps the rank."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import BAH
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.balanced_points import EXACT, Balanced, BalancedPoint
from proofs_check.scopes.rational_data import orthogonal
from symdln.algebra.inertia import inertia_of

Shape = tuple[int, int, tuple[int, ...], int]
"""Rows and columns of W, the roots t_i of its singular values ``t_i^N``, and N."""
SHAPES: tuple[Shape, ...] = tuple(
    (rows, columns, values, N)
    for rows, columns, values in (
        (1, 1, (2,)),
        (2, 1, (2,)),
        (2, 2, (2, 1)),
        (2, 2, (3, 0)),
        (2, 2, (0, 0)),
        (3, 2, (1, 0)),
        (2, 3, (2, 2)),
    )
    for N in (2, 3, 4)
)


def operator(case: Shape) -> dln.Matrix:
    """The matrix of ``Z -> sum_j (W W^T)^((N-j)/N) Z (W^T W)^((j-1)/N)`` on the entries of Z."""
    rows, columns, values, N = case
    left = [power(rows, values, N - j) for j in range(1, N + 1)]
    right = [power(columns, values, j - 1) for j in range(1, N + 1)]
    images = []
    for place in range(rows * columns):
        Z = dln.Matrix.from_entries(rows, columns, [int(k == place) for k in range(rows * columns)])
        images.append(sum((a @ Z @ b for a, b in zip(left, right, strict=True)), 0 * Z).entries())
    return dln.Matrix(images).T


def power(size: int, values: tuple[int, ...], exponent: int) -> dln.Matrix:
    """``Q diag(t_i^(2 exponent)) Q^T``; the turned basis is that of the rows or of the columns."""
    padded = [*values, *[0] * size][:size]
    Q = orthogonal(size, 1)
    return Q @ dln.Matrix.diagonal([Fraction(t) ** (2 * exponent) for t in padded]) @ Q.T


def matrix(case: Shape) -> dln.Matrix:
    """W, with the singular values ``t_i^N``."""
    rows, columns, values, N = case
    return orthogonal(rows, 1) @ dln.Matrix.diagonal([t**N for t in values], (rows, columns)) @ orthogonal(columns, 1).T


def tangent(case: Shape) -> dln.Matrix:
    """Columns that span the tangent space {Z W + W Y} at W of the matrices of its rank."""
    rows, columns, _, _ = case
    W = matrix(case)
    found = [(unit(rows, i, j) @ W).entries() for i, j in itertools.product(range(rows), repeat=2)]
    found += [(W @ unit(columns, i, j)).entries() for i, j in itertools.product(range(columns), repeat=2)]
    return dln.Matrix(found).T


def unit(size: int, i: int, j: int) -> dln.Matrix:
    return dln.Matrix.from_entries(size, size, [int(k == i * size + j) for k in range(size * size)])


def shapes(size: str, seed: int) -> Iterator[Shape]:
    yield from SHAPES


@claim(
    "bah.riemannian",
    source=BAH.at("abstract, the Riemannian gradient flow"),
    statement=r"\mathcal{A}_W(Z) = \sum_{j=1}^N (W W^\mathsf{T})^{\frac{N-j}{N}} Z (W^\mathsf{T} W)^{\frac{j-1}{N}} "
    r"\text{ is self-adjoint and positive definite on } T_W \mathcal{M}_r, \; \dot W = -\mathcal{A}_W(\nabla "
    r"\ell(W)) = -\operatorname{grad}_g \ell(W), \; g_W(X, Y) = \langle \mathcal{A}_W^{-1} X, Y \rangle",
    over=cases(
        "matrices and depths",
        shapes,
        sentence="W of sizes 1 x 1 to 3 x 2, of full and of deficient rank, N = 2, 3, 4",
        strength=Verdict.VERIFIED,
        fields=("rows", "columns", "singular values", "N"),
    ),
    made_precise="for balanced layers, whose product moves by -A_W(grad l) (arora.end-to-end); the formula of the "
    "metric is in our words. A_W vanishes on the normal space, so that only the tangential part of the gradient counts",
    written=written.RIEMANNIAN,
)
def riemannian(case: Shape) -> Outcome:
    """The flow of the product of balanced layers is a Riemannian gradient flow on the matrices of its rank."""
    A, T = operator(case), tangent(case)
    rank = T.rank()
    both = dln.Matrix([[*a, *t] for a, t in zip(A.rows(), T.rows(), strict=True)])
    found = inertia_of(A)
    rows, columns, values, N = case
    W = matrix(case)
    return all_of(
        equal(power(rows, values, N), W @ W.T, "the power N of the root, and W W^T"),
        equal(power(columns, values, N), W.T @ W, "the power N of the root, and W^T W"),
        equal(A, A.T, "the operator and its transpose"),
        equal((found.positive, found.negative), (rank, 0), "positive and negative eigenvalues, and the tangent space"),
        equal(both.rank(), rank, "dimension of image and tangent space together"),
    )


MORE: tuple[Balanced, ...] = (*EXACT, ((2, 2, 2), (0, 0), 1), ((3, 3, 3), (2, 1, 0), 1), ((3, 2, 3), (1, 0), 1))


def subjects(size: str, seed: int) -> Iterator[Balanced]:
    yield from MORE[: 6 if size == "small" else None]


BALANCED = cases(
    "balanced points",
    subjects,
    sentence=f"{len(MORE)} exact balanced points of depth 2 to 4 with known singular values, some of them zero (small "
    "scope: 6)",
    strength=Verdict.VERIFIED,
    fields=("widths", "singular values", "turn"),
)


def outside(matrix: dln.Matrix) -> dln.Matrix:
    """The projection onto the complement of the image."""
    return dln.Matrix.identity(matrix.shape[0]) - matrix @ matrix.pseudoinverse()


@claim(
    "bah.riemannian.rank",
    source=BAH.at("the flow on matrices of rank r"),
    statement=r"W_{j+1}^\mathsf{T} W_{j+1} = W_j W_j^\mathsf{T} \Rightarrow \operatorname{rank} P(t) = "
    r"\operatorname{rank} P(0) \; \forall t, \quad P'(t) \in T_{P(t)} \mathcal{M}_r",
    over=BALANCED,
    made_precise="the flow of any differentiable loss of the product, depth N >= 2, at all times at which it exists; "
    "tangent says (I - P P^+) P' (I - P^+ P) = 0",
    written=written.RANK_IS_KEPT,
)
def rank_is_kept(case: Balanced) -> Outcome:
    """The product of balanced weights keeps its rank along the flow."""
    exact = BalancedPoint(case)
    P, rate = exact.point.end_to_end, exact.rate()
    normal = outside(P) @ rate @ outside(P.T)
    return all_of(
        equal(normal, 0 * normal, "the part of P' that would change the rank"),
        equal(P.rank(), exact.point.weights[0].rank(), "the ranks of the product and of the first layer"),
    )
