"""Networks of a named depth and any widths in matrix words: every layer is a symbol."""

from __future__ import annotations

from functools import cached_property

from proofs_check.networks.words import WordCase
from symdln.algebra.words import Expression, Scalar, Symbol, derivative, gradient, identity, norm_squared, product

DEPTHS: tuple[WordCase, ...] = (("depth", "2"), ("depth", "3"), ("depth", "4"))
"""The depths for which derivations go layer by layer, as cases of claims."""
IN_WORDS = "depth 2, 3 and 4 and any widths, in matrix words"


class LayerWords:
    """``W_1, ..., W_n`` with a size of its own for every width, the target S, and ``M = S - W_n ... W_1``."""

    def __init__(self, depth: int):
        self.depth = depth
        self.W = [Symbol(f"W_{k}", f"d_{k}", f"d_{k - 1}") for k in range(1, depth + 1)]

    def weight(self, k: int) -> Symbol:
        """``W_k``, k from 1."""
        return self.W[k - 1]

    def product(self, first: int, last: int) -> Expression:
        """The paper's ``(Pi W)_first^last = W_last ... W_first``, the identity if last < first."""
        if last < first:
            return identity(f"d_{last}")
        return product(*reversed(self.W[first - 1 : last]))

    @cached_property
    def M(self) -> Expression:
        return Symbol("S", f"d_{self.depth}", "d_0") - self.product(1, self.depth)

    @cached_property
    def flows(self) -> dict[Symbol, Expression]:
        """``dW_k/dt = - grad L``, differentiated from the loss."""
        loss = norm_squared(self.M) / 2
        return {W: -gradient(loss, W) for W in self.W}

    def rate(self, value: Scalar) -> Scalar:
        """The derivative along the flow."""
        return derivative(value, self.flows)

    def invariant(self, k: int) -> Expression:
        """``C_k = W_{k+1}^T W_{k+1} - W_k W_k^T`` of (7)."""
        upper, lower = self.weight(k + 1), self.weight(k)
        return upper.T @ upper - lower @ lower.T


def depth_of(case: WordCase) -> int:
    return int(case[1])
