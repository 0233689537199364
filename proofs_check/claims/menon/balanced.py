"""The dimension of the manifold of balanced invertible weights."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import MENON
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.rational_data import orthogonal

Square = tuple[int, tuple[int, ...]]
"""The number N of layers, and the d singular values of each of them, ties allowed."""

MOST = {"small": (3, 2), "default": (4, 3), "large": (5, 4)}


def squares(size: str, seed: int) -> Iterator[Square]:
    depth, width = MOST[size]
    for N, d in itertools.product(range(2, depth + 1), range(1, width + 1)):
        yield N, tuple(range(d, 0, -1))
        if d > 1:
            yield N, (2,) * d


def balanced(case: Square) -> list[dln.Matrix]:
    """``Q_j D Q_{j-1}^T`` with rational orthogonal Q_j."""
    N, values = case
    Q = [orthogonal(len(values), j) for j in range(N + 1)]
    return [after @ dln.Matrix.diagonal(values) @ before.T for before, after in itertools.pairwise(Q)]


def imbalances(W: list[dln.Matrix]) -> list[Fraction]:
    """The entries of ``W_{j+1}^T W_{j+1} - W_j W_j^T`` for all j."""
    return [
        entry for before, after in itertools.pairwise(W) for entry in (after.T @ after - before @ before.T).entries()
    ]


def derivative(W: list[dln.Matrix]) -> dln.Matrix:
    """The derivative of all imbalances, a row for each entry of a weight: half of a difference, which is exact."""
    d, rows = W[0].shape[0], []
    for layer, place in itertools.product(range(len(W)), range(d * d)):
        E = dln.Matrix.from_entries(d, d, [int(k == place) for k in range(d * d)])
        up, down = (imbalances([A + sign * E if j == layer else A for j, A in enumerate(W)]) for sign in (1, -1))
        rows.append([(a - b) / 2 for a, b in zip(up, down, strict=True)])
    return dln.Matrix(rows)


@claim(
    "menon.balanced",
    source=MENON.at("the dimension of the balanced manifold"),
    statement=r"\dim \{W : W_j \in GL_d, \; W_{j+1}^\mathsf{T} W_{j+1} = W_j W_j^\mathsf{T}\} = d^2 + (N - 1) "
    r"\frac{d (d - 1)}{2}",
    over=cases(
        "balanced square weights",
        squares,
        sentence=lambda size: (
            f"balanced rational weights of 2 to {MOST[size][0]} square layers of size 1 to {MOST[size][1]}, with "
            "distinct and with equal singular values: N d^2 less the exact rank of the derivative of the imbalances"
        ),
        strength=Verdict.VERIFIED,
        fields=("N", "singular values"),
    ),
    made_precise="N layers of size d, over the real numbers; at singular weights the set need not be a manifold",
    written=written.BALANCED_MANIFOLD,
)
def balanced_manifold(case: Square) -> Outcome:
    """Balanced invertible weights form a manifold of a dimension that the size and the depth give."""
    N, values = case
    d, W = len(values), balanced(case)
    moved, entries = derivative(W), dln.Matrix([[entry for A in W for entry in A.entries()]])
    return all_of(
        equal(imbalances(W), [0] * ((N - 1) * d * d), "the imbalances, and zeros"),
        equal(entries @ moved, 0 * moved.row(0), "the derivative along the weights, twice the imbalances by Euler"),
        equal(N * d * d - moved.rank(), d * d + (N - 1) * d * (d - 1) // 2, "dimension by rank, and printed"),
    )
