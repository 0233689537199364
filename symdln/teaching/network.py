"""The letters of a deep linear network: layers with opaque products around them, or written out for one depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from symdln.algebra.words import Expression, Symbol, identity, product
from symdln.errors import InputError, shown
from symdln.teaching.formulas import Definitions

MOST_LAYERS = 10

X = Symbol("X", "d_x", "m")
Y = Symbol("Y", "d_y", "m")
Sxx = Symbol("Sxx", "d_x", "d_x", symmetric=True, latex="S_{xx}")
Syx = Symbol("Syx", "d_y", "d_x", latex="S_{yx}")
MOMENTS: dict[Symbol, Expression] = {Sxx: X @ X.T, Syx: Y @ X.T}


@dataclass(frozen=True)
class Layer:
    """One layer seen from the others: ``P = A W B``, with V the direction or velocity of W.

    ``definitions`` define P.  ``opaque`` is false where A and B are written out for a depth.
    """

    name: str
    A: Expression
    W: Symbol
    B: Expression
    V: Symbol
    P: Symbol
    definitions: Definitions
    opaque: bool


@dataclass(frozen=True)
class LayerPair:
    """Two layers j < k: ``P = A W_k M W_j B``.

    ``A_j = A W_k M`` and ``B_k = M W_j B`` are the products around the single layers.
    """

    names: tuple[str, str]
    A: Expression
    W_k: Symbol
    M: Expression
    W_j: Symbol
    B: Expression
    V_k: Symbol
    V_j: Symbol
    P: Symbol
    definitions: Definitions
    opaque: bool

    @property
    def A_j(self) -> Expression:
        return product(self.A, self.W_k, self.M)

    @property
    def B_k(self) -> Expression:
        return product(self.M, self.W_j, self.B)


def any_layer() -> Layer:
    """Layer j of any depth: ``A_j = W_H...W_{j+1}`` and ``B_j = W_{j-1}...W_1`` are opaque, and ``i = j - 1``."""
    A, W, B = Symbol("A_j", "d_y", "d_j"), Symbol("W_j", "d_j", "d_i"), Symbol("B_j", "d_i", "d_x")
    P = Symbol("P", "d_y", "d_x")
    return Layer("j", A, W, B, Symbol("V_j", "d_j", "d_i"), P, {P: A @ W @ B}, True)


def any_pair() -> LayerPair:
    """Layers j < k of any depth: ``M_kj = W_{k-1}...W_{j+1}``, ``i = j - 1``, ``h = k - 1``."""
    A, W_k = Symbol("A_k", "d_y", "d_k"), Symbol("W_k", "d_k", "d_h")
    M = Symbol("M_kj", "d_h", "d_j", latex="M_{kj}")
    W_j, B = Symbol("W_j", "d_j", "d_i"), Symbol("B_j", "d_i", "d_x")
    V_k, V_j = Symbol("V_k", "d_k", "d_h"), Symbol("V_j", "d_j", "d_i")
    P = Symbol("P", "d_y", "d_x")
    return LayerPair(("j", "k"), A, W_k, M, W_j, B, V_k, V_j, P, {P: product(A, W_k, M, W_j, B)}, True)


@dataclass(frozen=True)
class Chainwork:
    """All layers of one depth, ``W_1, ..., W_H`` with sizes ``d_x = d_0, d_1, ..., d_H = d_y``."""

    weights: tuple[Symbol, ...]
    directions: tuple[Symbol, ...]

    @classmethod
    def of_depth(cls, depth: int, least: int = 1, most: int = MOST_LAYERS) -> Chainwork:
        """The layers of this depth; ``InputError`` unless it is an integer from ``least`` to ``most``."""
        if not isinstance(depth, int) or isinstance(depth, bool) or not least <= depth <= most:
            raise InputError(
                f"the depth {shown(depth)} is not possible here; pass an integer from {least} to {most}, "
                "or none for the derivation at any depth."
            )
        sizes = ["d_x", *(f"d_{j}" for j in range(1, depth)), "d_y"]
        shapes = [(sizes[j], sizes[j - 1]) for j in range(1, depth + 1)]
        weights = tuple(Symbol(f"W_{j}", *shape) for j, shape in enumerate(shapes, start=1))
        return cls(weights, tuple(Symbol(f"V_{j}", *shape) for j, shape in enumerate(shapes, start=1)))

    @property
    def P(self) -> Symbol:
        return Symbol("P", "d_y", "d_x")

    @property
    def definitions(self) -> Definitions:
        return {self.P: self.between(len(self.weights), 1)}

    def between(self, k: int, j: int) -> Expression:
        """``W_k ... W_j``, the identity for ``k = j - 1``."""
        if k < j:
            return identity(self.weights[k].columns if k < len(self.weights) else "d_y")
        return product(*reversed(self.weights[j - 1 : k]))

    def layers(self) -> Iterator[Layer]:
        """Every layer with the products around it."""
        H = len(self.weights)
        for j, (W, V) in enumerate(zip(self.weights, self.directions, strict=True), start=1):
            A, B = self.between(H, j + 1), self.between(j - 1, 1)
            yield Layer(str(j), A, W, B, V, self.P, self.definitions, False)

    def pairs(self) -> Iterator[LayerPair]:
        """Every pair of layers j < k."""
        W, V, H = self.weights, self.directions, len(self.weights)
        for j in range(1, H + 1):
            for k in range(j + 1, H + 1):
                around = self.between(H, k + 1), W[k - 1], self.between(k - 1, j + 1), W[j - 1], self.between(j - 1, 1)
                yield LayerPair((str(j), str(k)), *around, V[k - 1], V[j - 1], self.P, self.definitions, False)


def layers(depth: int | None) -> list[Layer]:
    """The layers to derive for: one symbolic layer, or all layers of the depth."""
    return [any_layer()] if depth is None else list(Chainwork.of_depth(depth).layers())


def pairs(depth: int | None) -> list[LayerPair]:
    """The pairs of layers to derive for: one symbolic pair, or all pairs of the depth."""
    return [any_pair()] if depth is None else list(Chainwork.of_depth(depth).pairs())


FIRST: dict[str, Any] = {
    "sizes": {"d_i": "d_x", "d_j": "d_1"},
    "images": {
        Symbol("A_j", "d_y", "d_j"): Symbol("A_1", "d_y", "d_1"),
        Symbol("W_j", "d_j", "d_i"): Symbol("W_1", "d_1", "d_x"),
        Symbol("V_j", "d_j", "d_i"): Symbol("V_1", "d_1", "d_x"),
        Symbol("B_j", "d_i", "d_x"): identity("d_x"),
    },
}
"""The boundary case j = 1: ``B_1 = I``."""

LAST: dict[str, Any] = {
    "sizes": {"d_j": "d_y"},
    "images": {
        Symbol("A_j", "d_y", "d_j"): identity("d_y"),
        Symbol("W_j", "d_j", "d_i"): Symbol("W_H", "d_y", "d_i"),
        Symbol("V_j", "d_j", "d_i"): Symbol("V_H", "d_y", "d_i"),
        Symbol("B_j", "d_i", "d_x"): Symbol("B_H", "d_i", "d_x"),
    },
}
"""The boundary case j = H: ``A_H = I``; i = H - 1."""
