"""The blocks of the Hessian as sums of Kronecker products, at any depth."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symdln.algebra.words import Symbol, derivative, gradient, identity, norm_squared, product, substitute
from symdln.teaching.derivation import Chain, Derivation, DerivationPart
from symdln.teaching.formulas import matrix
from symdln.teaching.network import (
    FIRST,
    LAST,
    MOMENTS,
    Layer,
    LayerPair,
    Sxx,
    X,
    Y,
    any_layer,
    any_pair,
    layers,
    pairs,
)

HALF = Fraction(1, 2)
E = Symbol("E", "d_y", "m")
A_j, B_k = Symbol("A_j", "d_y", "d_j"), Symbol("B_k", "d_h", "d_x")


def derive(depth: int | None = None) -> Derivation:
    """Diagonal blocks ``(A_j^T A_j) ⊗ (B_j Sxx B_j^T)`` and blocks j < k."""
    diagonals = [diagonal(layer) for layer in layers(depth)]
    others = [off_diagonal(pair) for pair in pairs(depth)]
    parts = [*diagonals, *others]
    if depth is None:
        P = any_layer().P
        parts += [
            special(diagonals[0], P, ("1", "1"), "B_1 = I", FIRST),
            special(diagonals[0], P, ("H", "H"), "A_H = I", LAST),
        ]
        parts += [special(others[0], P, ("j", "k"), *case) for case in CASES]
    return Derivation(
        name="hessian",
        title="The blocks of the Hessian",
        statement="Row by row, block (j, j) of the Hessian is (A_j^T A_j) ⊗ (B_j Sxx B_j^T), and block "
        "(j, k) for j < k is "
        "(A_j^T A_k) ⊗ (B_j Sxx B_k^T) + (M_kj^T ⊗ (B_j X E^T A_k)) K, where K vec V_k = vec(V_k^T) and "
        "E = P X - Y.",
        source="Kawaguchi 2016, Lemma 4.3 and Baldi and Hornik 1989 in our notation; Chitour, Liao, Couillet 2022, "
        "Remark 6, avoids Kronecker products.",
        holds_for="every depth H >= 1, every pair of layers, all widths and all data; vectors are taken row by row",
        axioms=("The gradient is A_j^T (P X - Y) X^T B_j^T (derivation `gradient`).",),
        parts=tuple(parts),
        depth=depth,
    )


def diagonal(layer: Layer) -> DerivationPart:
    """The block of one layer with itself."""
    name = layer.name
    start = matrix(layer.A.T, layer.P @ X - Y, X.T, layer.B.T)
    chain = Chain(
        f"Block ({name}, {name})",
        f"D(dL/dW_{name})[V_{name}]",
        start,
        {**layer.definitions, **MOMENTS},
        latex=rf"D(\nabla_{{W_{{{name}}}}} L)[V_{{{name}}}]",
    )
    chain.then("open", f"Write P so that W_{name} shows.", symbols=[layer.P])
    chain.then("product rule", f"Only W_{name} moves, along V_{name}.", directions={layer.W: layer.V}, ask=True)
    chain.then("drop brackets", "Products of matrices are associative.")
    chain.then("close", "X X^T is Sxx.", symbols=[Sxx])
    return _read_off(chain, layer.P, (name, name))


def off_diagonal(pair: LayerPair) -> DerivationPart:
    """The block of two layers j < k: how the gradient by W_j changes with W_k."""
    j, k = pair.names
    E_image = product(pair.A, pair.W_k, pair.M, pair.W_j, pair.B, X) - Y
    around = {A_j: pair.A_j, B_k: pair.B_k} if pair.opaque else {}
    definitions = {**pair.definitions, E: E_image, **around, **MOMENTS}
    start = matrix((A_j if pair.opaque else pair.A_j).T, pair.P @ X - Y, X.T, pair.B.T)
    chain = Chain(
        f"Block ({j}, {k})", f"D(dL/dW_{j})[V_{k}]", start, definitions, latex=rf"D(\nabla_{{W_{{{j}}}}} L)[V_{{{k}}}]"
    )
    chain.then("open", f"Write the products so that W_{k} shows.", symbols=[pair.P, A_j] if pair.opaque else [pair.P])
    chain.then(
        "product rule",
        f"W_{k} moves along V_{k}: it occurs in front of the residual and inside it.",
        directions={pair.W_k: pair.V_k},
        ask=True,
    )
    chain.then("drop brackets", "Products of matrices are associative.")
    chain.then("close", "Write E for the residual, and Sxx for X X^T.", symbols=[E, Sxx])
    if pair.opaque:
        chain.then("close", "Close the products again.", symbols=[A_j, B_k])
    return _read_off(chain, pair.P, pair.names)


def special(part: DerivationPart, P: Symbol, names: tuple[str, str], at: str, case: dict[str, Any]) -> DerivationPart:
    """A boundary case of a block, from the derivative before the block is read off."""
    chain = Chain.after(part, "close", f"Block ({names[0]}, {names[1]}), {at}")
    chain.then("boundary case", f"{at}: this product is empty.", ask=True, **case)
    return _read_off(chain, P, names)


def _read_off(chain: Chain, P: Symbol, names: tuple[str, str]) -> DerivationPart:
    """The block, compared with the derivative of the gradient."""
    j, k = names
    V = _letter(chain.stage.values[""], f"V_{k}")
    chain.then(
        "read off the block",
        "What is before V, and what is after it, transposed; K if V is transposed.",
        direction=V,
    )
    image = chain.definitions[P]
    W_j, W_k = _letter(image, f"W_{j}"), _letter(image, f"W_{k}")
    loss = substitute(norm_squared(P @ X - Y) * HALF, {P: image})
    return chain.part(goal=derivative(gradient(loss, W_j), {W_k: V}))


CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("k = j + 1, M_kj = I", {"sizes": {"d_h": "d_j"}, "images": {any_pair().M: identity("d_j")}}),
    ("j = 1, B_1 = I", {"sizes": {"d_i": "d_x"}, "images": {any_pair().B: identity("d_x")}}),
    ("k = H, A_H = I", {"sizes": {"d_k": "d_y"}, "images": {any_pair().A: identity("d_y")}}),
)


def _letter(value: Any, name: str) -> Symbol:
    """The symbol of this name as it stands in the value now, in the sizes of a boundary case."""
    return next(Symbol.of_letter(letter) for letter in value.letters() if letter.name == name)
