"""The flow of the product of balanced weights: it keeps its rank, and it is a gradient flow of a Riemannian metric."""

from __future__ import annotations

from collections.abc import Iterator

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.source import BAH
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.balanced_points import EXACT, Balanced, BalancedPoint

MORE: tuple[Balanced, ...] = (*EXACT, ((2, 2, 2), (0, 0), 1), ((3, 3, 3), (2, 1, 0), 1), ((3, 2, 3), (1, 0), 1))


def subjects(size: str, seed: int) -> Iterator[Balanced]:
    yield from MORE[: 6 if size == "small" else None]


BALANCED = cases(
    "balanced points",
    subjects,
    sentence=f"{len(MORE)} exact balanced points of depth 2 to 4 with known singular values, some of them zero (small "
    "scope: 6)",
    strength=Verdict.VERIFIED,
)


def outside(matrix: dln.Matrix) -> dln.Matrix:
    """The projection onto the complement of the image."""
    return dln.Matrix.identity(matrix.shape[0]) - matrix @ matrix.pseudoinverse()


def metric(exact: BalancedPoint) -> dln.Matrix:
    """The matrix of ``Z -> sum_j (P P^T)^((N-j)/N) Z (P^T P)^((j-1)/N)`` in the unit matrices."""
    rows, columns = exact.F.shape
    images = []
    for place in range(rows * columns):
        Z = dln.Matrix.from_entries(rows, columns, [int(k == place) for k in range(rows * columns)])
        total = 0 * Z
        for j in range(1, exact.N + 1):
            total = total + exact.power(exact.Q[-1], exact.N - j) @ Z @ exact.power(exact.Q[0], j - 1)
        images.append(list(total.entries()))
    return dln.Matrix(images)


def tangent_dimension(rank: int, rows: int, columns: int) -> int:
    """The dimension of the manifold of matrices of this rank."""
    return rank * (rows + columns - rank)


@claim(
    "bah.riemannian.rank",
    source=BAH.at("the flow on matrices of rank r"),
    statement=r"W_{j+1}^\mathsf{T} W_{j+1} = W_j W_j^\mathsf{T} \Rightarrow \operatorname{rank} P(t) = "
    r"\operatorname{rank} "
    r"P(0) \; \forall t, \quad P'(t) \in T_{P(t)} \mathcal{M}_r",
    over=BALANCED,
    made_precise="the flow of any differentiable loss of the product, depth N >= 2, at all times at which it exists; "
    "tangent "
    "says (I - P P^+) P' (I - P^+ P) = 0",
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


@claim(
    "bah.riemannian.metric",
    source=BAH.at("the flow is a Riemannian gradient flow"),
    statement=r"Z \mapsto \sum_{j=1}^{N} (P P^\mathsf{T})^{(N-j)/N} Z (P^\mathsf{T} P)^{(j-1)/N} \text{ is symmetric, "
    r"positive definite on } T_P \mathcal{M}_r, \text{ and zero on its complement}",
    over=BALANCED,
    made_precise="N >= 2, r = rank P; so its inverse on the tangent space is a metric for which the flow of the "
    "product is "
    "the gradient flow of the loss",
    written=written.RIEMANNIAN,
)
def riemannian(case: Balanced) -> Outcome:
    """The flow of the product of balanced weights is a gradient flow for a metric on the matrices of its rank."""
    exact = BalancedPoint(case)
    A, P = metric(exact), exact.point.end_to_end
    inertia = dln.inertia_of(A)
    return all_of(
        equal(A, A.T, "the matrix and its transpose"),
        is_true(inertia.negative == 0, "it has no negative eigenvalue"),
        equal(inertia.positive, tangent_dimension(P.rank(), *P.shape), "its rank, and the dimension of the manifold"),
    )
