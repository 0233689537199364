"""The gradient of the squared loss by one layer, at any depth."""

from __future__ import annotations

from fractions import Fraction

from symdln.algebra.words import Symbol, gradient, norm_squared, product, substitute
from symdln.teaching.derivation import Chain, Derivation, DerivationPart
from symdln.teaching.formulas import norm
from symdln.teaching.network import FIRST, LAST, MOMENTS, Layer, Sxx, Syx, X, Y, layers

HALF = Fraction(1, 2)
E = Symbol("E", "d_y", "m")


def derive(depth: int | None = None) -> Derivation:
    """``dL/dW_j = A_j^T (P Sxx - Syx) B_j^T``."""
    found = layers(depth)
    parts = [layer_part(layer) for layer in found]
    if depth is None:
        parts += [boundary_part(found[0], "1", FIRST), boundary_part(found[0], "H", LAST)]
    return Derivation(
        name="gradient",
        title="The gradient of the loss by one layer",
        statement="For L = 1/2 ||P X - Y||^2 and P = A_j W_j B_j:  dL/dW_j = A_j^T (P Sxx - Syx) B_j^T, where "
        "A_j = W_H...W_{j+1} and B_j = W_{j-1}...W_1, Sxx = X X^T and Syx = Y X^T.",
        source="Chitour, Liao, Couillet 2022, first-order variation and (6); Lucchi 2024, backward times forward; "
        "Baldi and Hornik 1989 for two layers.",
        holds_for="every depth H >= 1, every layer j, all widths and all data",
        axioms=("W_j occurs once in P = A_j W_j B_j, and neither in A_j nor in B_j.",),
        parts=tuple(parts),
        depth=depth,
    )


def layer_part(layer: Layer) -> DerivationPart:
    """The gradient by one layer, from the loss."""
    j = layer.name
    definitions = {**layer.definitions, E: product(layer.A, layer.W, layer.B, X) - Y, **MOMENTS}
    chain = Chain(
        f"Layer {j}",
        f"dL/dW_{j}",
        norm(layer.P @ X - Y, coefficient=HALF),
        definitions,
        latex=rf"\nabla_{{W_{{{j}}}}} L",
    )
    chain.then(
        "open",
        f"Only W_{j} will move, so write P as the product of what is before W_{j}, W_{j}, and what is after it.",
        symbols=[layer.P],
    )
    chain.then("norm as trace", "The squared Frobenius norm is a trace.")
    chain.then(
        "product rule",
        f"Differentiate along a direction V_{j} of W_{j}: each of the two factors moves once.",
        directions={layer.W: layer.V},
        ask=True,
    )
    chain.then("transpose under trace", "The first trace is the transpose of the second.", term=0)
    chain.then("add like terms", "Both terms are the same, and the factor 1/2 goes.", ask=True)
    chain.then("close", "Write E for the residual.", symbols=[E])
    chain.then("drop brackets", "Products of matrices are associative.")
    place = chain.stage.terms[0].factors.index(layer.V)  # type: ignore[union-attr]
    chain.then("cyclic rotation", f"Rotate until V_{j} is last.", by=place + 1, ask=True)
    chain.then(
        "read off the gradient",
        f"A form tr(G^T V_{j}) has the gradient G: everything before V_{j}, transposed.",
        direction=layer.V,
        ask=True,
    )
    chain.then("open", "Write the residual out.", symbols=[E])
    chain.then("expand", "Multiply out.")
    chain.then("close", "The data enter through Sxx and Syx only.", symbols=[Sxx, Syx], ask=True)
    loss = norm_squared(layer.P @ X - Y) * HALF
    return chain.part(goal=gradient(substitute(loss, layer.definitions), layer.W))


def boundary_part(layer: Layer, at: str, case: dict) -> DerivationPart:
    """The first or the last layer, as a special case of the formula for layer j."""
    general = layer_part(layer)
    chain = Chain.after(general, "close", f"Layer {at}", f"dL/dW_{at}", latex=rf"\nabla_{{W_{{{at}}}}} L")
    identity = "B_j = I" if at == "1" else "A_j = I"
    chain.then(
        "boundary case",
        f"For j = {at} the product on that side is empty, {identity}, and its sizes agree.",
        ask=True,
        **case,
    )
    definitions = chain.definitions
    P = layer.P
    loss = norm_squared(P @ X - Y) * HALF
    weight = next(letter for letter in definitions[P].letters() if letter.name == f"W_{at}")
    goal = gradient(substitute(loss, {P: definitions[P]}), Symbol.of_letter(weight))
    return chain.part(goal=goal)
