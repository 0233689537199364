"""The diagonal blocks of Hessian and Gauss-Newton matrix are Kronecker products: K-FAC is exact on them."""

from __future__ import annotations

import random
from collections.abc import Iterator

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import LAYER, MarkedChain, Subject, WordCase, follows, where
from symdln.algebra.words import Symbol, inner, mixed_derivative, norm_squared
from symdln.curvature import kronecker, kronecker_factors

AtWeights = tuple[tuple[int, ...], int]
"""Widths, and a seed for small integer weights and data with noise."""

WIDTHS = {
    "small": ((1, 1), (1, 2, 1), (2, 2, 2)),
    "default": ((1, 1), (1, 2, 1), (2, 1, 2), (3, 2, 2), (2, 2, 3), (2, 1, 2, 1), (2, 3, 2, 2), (1, 2, 2, 1, 2)),
}


def at_integers(case: AtWeights) -> dln.Point:
    """Weights, inputs and targets of small integers, and the loss factor 1/3."""
    widths, seed = case
    rng = random.Random(f"{widths} {seed}")

    def table(rows: int, columns: int) -> list[list[int]]:
        return [[rng.randint(-2, 2) for _ in range(columns)] for _ in range(rows)]

    samples = widths[0] + 1
    problem = dln.Problem.from_data(
        table(widths[0], samples), table(widths[-1], samples), widths[1:-1], loss_factor="1/3"
    )
    return dln.Point(problem, [table(*shape) for shape in problem.shapes])


def points_and_words(size: str, seed: int) -> Iterator[AtWeights | WordCase]:
    yield from ((widths, n) for widths in WIDTHS["small" if size == "small" else "default"] for n in range(3))
    yield from (("any depth", name) for name in LAYER)


def block_in_words(chain: MarkedChain) -> Outcome:
    """The Hessian form of ``||P X - Y||^2`` at two directions in one layer is ``<U, 2 A^T A V B X X^T B^T>``."""
    X, Y = Symbol("X", "d_x", "m"), Symbol("Y", "d_y", "m")
    U, V = Symbol("U", *chain.W[0].shape), Symbol("V", *chain.W[0].shape)
    form = mixed_derivative(norm_squared(chain.P @ X - Y), {chain.W[0]: U}, {chain.W[0]: V})
    A, B = chain.outer(), chain.inner()
    return follows(form, 2 * inner(U, A.T @ A @ V @ B @ X @ X.T @ B.T), "the block of a layer")


def blocks_at(point: dln.Point) -> Outcome:
    outcomes = []
    for j, (left, right) in enumerate(kronecker_factors(point.problem, point), 1):
        block, product = dln.hessian_block(point.problem, point, j, j), kronecker(left, right)
        outcomes.append(
            equal(product, block, f"the Kronecker product, and block {j} of the Hessian", weights=point.weights)
        )
    return all_of(*outcomes)


@claim(
    "ours.kronecker-factors",
    source=OURS.at("exact curvature"),
    statement=r"\nabla^2_{W_j W_j} L = G_{jj} = (2 f A_j^\mathsf{T} A_j) \otimes (B_j S_{xx} B_j^\mathsf{T}), \quad "
    r"A_j = "
    r"W_H \cdots W_{j+1}, \; B_j = W_{j-1} \cdots W_1",
    over=cases(
        "any depth, all weights",
        points_and_words,
        sentence="any depth and any widths, in matrix words: a layer at each place of the product; and by a second "
        "route "
        "the exact Hessians at integer weights and noisy data, of depth 1 to 4",
        strength=Verdict.PROVED,
        fields=("widths", "start"),
    ),
    made_precise="entries of W_j row by row; where they are taken column by column, the factors change places. G is "
    "the "
    "Gauss-Newton matrix, the Fisher matrix of a Gaussian model; at all weights, critical or not",
    prose=(
        "row by row, the bilinear form <U, M V N> with symmetric M and N has the matrix M (x) N",
        "the second derivative of P by one layer is zero, so the functional part has no diagonal blocks",
    ),
)
def kronecker_blocks(subject: Subject) -> Outcome:
    """Each diagonal block of the Hessian is the Kronecker product of the two factors of K-FAC with the exact Fisher
    matrix.
    """
    marked = where(subject)
    return blocks_at(at_integers(subject)) if marked is None else block_in_words(MarkedChain(LAYER[marked]))
