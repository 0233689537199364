"""The spectrum of the Hessian at minima with zero residual."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import SHARPNESS
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import LAYER, Gaps, MarkedChain, Subject, WordCase, follows, same, where
from symdln.algebra.words import Symbol, inner, jacobian, mixed_derivative, norm_squared, rewrite

ZERO, ORTHOGONAL, OTHER = "zero residual", "residual orthogonal to the inputs", "another residual"


AtFit = tuple[tuple[int, ...], tuple[int, str]]
"""Widths, a number from which small integer weights are made, and which residual the targets leave."""


PAIRS: dict[str, Gaps] = {
    "two layers, and others "
    + (
        ", ".join(place for place, is_open in zip(("after", "between", "before"), gaps, strict=True) if is_open)
        or "none"
    ): gaps
    for gaps in itertools.product((True, False), repeat=3)
}


def block_is_gram(chain: MarkedChain, j: int, k: int) -> Outcome:
    """The block of layers j and k of the Hessian of ``1/2 ||P X - Y||^2`` is ``J_j^T J_k``, J_j = d(P X)/dW_j, where
    ``Y X^T = P X X^T``.
    """
    X, Y = Symbol("X", "d_x", "m"), Symbol("Y", "d_y", "m")
    U, V = Symbol("U", *chain.W[j].shape), Symbol("V", *chain.W[k].shape)
    form = mixed_derivative(norm_squared(chain.P @ X - Y) / 2, {chain.W[j]: U}, {chain.W[k]: V})
    at_fit = rewrite(form, {Y @ X.T: chain.P @ X @ X.T})
    first, second = chain.outer(j) @ U @ chain.inner(j) @ X, chain.outer(k) @ V @ chain.inner(k) @ X
    return follows(at_fit, inner(first, second), "a block of the Hessian")


def jacobian_of_layer(chain: MarkedChain) -> Outcome:
    """``J_j = A_j (x) (B_j X)^T``, so ``J_j J_j^T = A_j A_j^T (x) X^T B_j^T B_j X``."""
    X = Symbol("X", "d_x", "m")
    (term,) = jacobian(chain.P @ X, chain.W[0]).terms
    A, B = chain.outer(), chain.inner()
    return all_of(
        same(term.left @ term.left.T, A @ A.T, "the left factor of J_j J_j^T"),
        same(term.right @ term.right.T, X.T @ B.T @ B @ X, "the right factor of J_j J_j^T"),
    )


def numbers(rows: int, columns: int, seed: int) -> dln.Matrix:
    """A matrix of small integers."""
    return dln.Matrix.from_entries(rows, columns, [(seed + 3 * k + k * k) % 5 - 1 for k in range(rows * columns)])


class Fit:
    """Weights and inputs of small integers, with targets that leave the residual of the case."""

    def __init__(self, case: AtFit):
        widths, (seed, residual) = case
        layers = enumerate(itertools.pairwise(widths), start=seed)
        weights = [numbers(rows, columns, j) for j, (columns, rows) in layers]
        d_x, d_y = widths[0], widths[-1]
        self.X = dln.Matrix([[int(i == j) + seed * (j == d_x) for j in range(d_x + 1)] for i in range(d_x)])
        P = weights[0]
        for W in weights[1:]:
            P = W @ P
        R = self.residual(residual, d_y)
        self.point = dln.Point(dln.Problem.from_data(self.X, P @ self.X - R, widths[1:-1]), weights)

    def residual(self, which: str, d_y: int) -> dln.Matrix:
        """``P X - Y``: zero, the kernel of X in every row, or ones."""
        m = self.X.shape[1]
        if which == ORTHOGONAL:
            return dln.Matrix([self.X.nullspace().column(0).entries()] * d_y)
        return dln.Matrix.from_entries(d_y, m, [int(which == OTHER)] * (d_y * m))

    def outputs_matrix(self) -> dln.Matrix:
        """``sum_j A_j A_j^T (x) X^T B_j^T B_j X``."""
        H, point = self.point.problem.depth, self.point
        size = self.point.problem.output_width * self.X.shape[1]
        total = dln.Matrix.zeros(size, size)
        for j in range(1, H + 1):
            A, B = point.product(H, j + 1), point.product(j - 1, 1) @ self.X
            total = total + kronecker(A @ A.T, B.T @ B)
        return total


def kronecker(left: dln.Matrix, right: dln.Matrix) -> dln.Matrix:
    """``left (x) right`` of two square matrices."""
    n, m = left.shape[0], right.shape[0]
    places = itertools.product(range(n), range(m), range(n), range(m))
    return dln.Matrix.from_entries(n * m, n * m, [left[a, b] * right[i, k] for a, i, b, k in places])


def same_nonzero_eigenvalues(first: dln.Matrix, second: dln.Matrix) -> bool:
    """Whether ``det(t I - A) t^m = det(t I - B) t^n`` for A of size n and B of size m."""
    left, right = (list(matrix.flint.charpoly().coeffs()) for matrix in (first, second))
    return [0] * second.shape[0] + left == [0] * first.shape[0] + right


WIDTHS = {
    "small": ((1, 1, 1), (2, 1, 2)),
    "default": ((1, 1, 1), (2, 1, 2), (2, 2, 2), (1, 1, 1, 1), (2, 1, 2, 1), (2, 2, 2, 2), (1, 2, 2, 2, 1)),
}


def fits(size: str, seed: int) -> Iterator[AtFit | WordCase]:
    widths = WIDTHS["small" if size == "small" else "default"]
    for each in widths:
        yield from ((each, leaves) for leaves in itertools.product((1, 2), (ZERO, ORTHOGONAL, OTHER)))
    yield from (("any depth", name) for name in (*LAYER, *PAIRS))


orthogonal = Hypothesis(
    "(P X - Y) X^T = 0",
    r"(P X - Y) X^\mathsf{T} = 0",
    lambda case: where(case) is not None or case[1][1] != OTHER,
)


@claim(
    "sharpness.minimum",
    source=SHARPNESS.at("minima with zero residual"),
    statement=r"P X = Y \Rightarrow \lambda_{\max}(\nabla^2 L(W)) = \lambda_{\max}\Bigl(\sum_{j=1}^{H} A_j "
    r"A_j^\mathsf{T} \otimes X^\mathsf{T} B_j^\mathsf{T} B_j X\Bigr), \; A_j = W_H \cdots W_{j+1}, \, "
    r"B_j = W_{j-1} \cdots W_1",
    over=cases(
        "any depth, zero residual",
        fits,
        sentence="any depth and any widths, in matrix words with opaque products of layers: one layer (the first, the "
        "last, an inner one) and every position of two; and by a second route the characteristic polynomials at exact "
        "points of depth 2 to 4",
        strength=Verdict.PROVED,
        fields=("widths", "start and residual"),
    ),
    assuming=(orthogonal,),
    made_precise="the loss is 1/2 ||P X - Y||^2, else both sides are multiplied by 2f; all nonzero eigenvalues agree, "
    "with multiplicities; of the zero residual only (P X - Y) X^T = 0 is used, which holds at every least-squares fit",
    prose=(
        (
            "the Hessian consists of its blocks, which are J_j^T J_k, so it is J^T J with J = (J_1, ..., J_H), and J "
            "J^T is the sum of J_j J_j^T over the layers"
        ),
        (
            "(A (x) B)(C (x) D) = (A C) (x) (B D) and (A (x) B)^T = A^T (x) B^T, so J_j J_j^T = A_j A_j^T (x) X^T "
            "B_j^T B_j X"
        ),
        "J^T J and J J^T have the same nonzero eigenvalues, with multiplicities",
    ),
)
def sharpness(subject: Subject) -> Outcome:
    """At zero residual the Hessian and the sum of A_j A_j^T (x) X^T B_j^T B_j X have the same nonzero eigenvalues, so
    the same largest one.
    """
    marked = where(subject)
    if marked is None:
        fit = Fit(subject)
        same_ones = same_nonzero_eigenvalues(fit.point.hessian, fit.outputs_matrix())
        return is_true(same_ones, "the nonzero eigenvalues are the same", weights=fit.point.weights, X=fit.X)
    if marked in LAYER:
        chain = MarkedChain(LAYER[marked])
        return all_of(block_is_gram(chain, 0, 0), jacobian_of_layer(chain))
    return block_is_gram(MarkedChain(PAIRS[marked]), 0, 1)
