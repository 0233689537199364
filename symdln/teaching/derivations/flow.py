"""How the end-to-end matrix, the residual and the loss move under gradient flow."""

from __future__ import annotations

from typing import Any

from symdln.algebra.words import Expression, Scalar, Symbol, derivative, gradient, inner, product
from symdln.teaching.derivation import Chain, Derivation, DerivationPart
from symdln.teaching.formulas import letters, matrix, traced
from symdln.teaching.network import FIRST, LAST, Layer, X, Y, layers

E, G = Symbol("E", "d_y", "m"), Symbol("G", "d_y", "d_x")


def derive(depth: int | None = None) -> Derivation:
    """``dP/dt = -sum_j A_j A_j^T G B_j^T B_j`` and ``dl/dt = -sum_j ||A_j^T G B_j^T||^2``."""
    parts: list[DerivationPart] = []
    for layer in layers(depth):
        parts += [velocity(layer), residual(layer), dissipation(layer)]
    if depth is None:
        parts += [outer_velocity(parts[0], "1", FIRST), outer_velocity(parts[0], "H", LAST)]
    return Derivation(
        name="residual-flow",
        title="Residual flow and dissipation",
        statement="Under gradient flow of l(P): dP/dt = -sum_j A_j A_j^T G B_j^T B_j with G = dl/dP, and dl/dt = "
        "-sum_j ||A_j^T G B_j^T||^2 <= 0. For the squared loss, E = P X - Y obeys "
        "dE/dt = -sum_j A_j A_j^T E X^T B_j^T B_j X.",
        source="Chitour, Liao, Couillet 2022, proof of Proposition 2 (M = -E and X = I there); Arora, "
        "Cohen, Hazan 2018.",
        holds_for="every depth H >= 1, all widths; each part shows what one layer contributes, and the "
        "layers are summed",
        axioms=(
            "dW_j/dt = V_j = -A_j^T G B_j^T (derivation `balancedness`, its gradient part).",
            "G = E X^T for l = 1/2 ||P X - Y||^2 (derivation `gradient`).",
            "A derivative along all layers is the sum of the derivatives along single ones.",
        ),
        parts=tuple(parts),
        depth=depth,
    )


def _over(layer: Layer) -> str:
    return "j" if layer.opaque else ""


def _flow(layer: Layer, pull: Expression) -> dict[Symbol, Expression]:
    return {layer.V: -product(layer.A.T, pull, layer.B.T)}


def _goal(layer: Layer, value: Expression | Scalar, loss: Scalar) -> dict[str, Expression | Scalar]:
    """The derivative of the value along minus the gradient of the loss, by the calculus."""
    return {_over(layer): derivative(value, {layer.W: -gradient(loss, layer.W)})}


def velocity(layer: Layer) -> DerivationPart:
    """What one layer contributes to dP/dt."""
    chain = Chain(f"dP/dt, layer {layer.name}", "dP/dt", matrix(layer.P), layer.definitions, latex=r"\frac{dP}{dt}")
    chain.then("open", "One layer at a time.", symbols=[layer.P])
    chain.then(
        "product rule",
        f"W_{layer.name} moves with the velocity V_{layer.name}.",
        directions={layer.W: layer.V},
        over=_over(layer),
    )
    chain.then("insert", "The velocity is minus the gradient.", images=_flow(layer, G), ask=True)
    chain.then("expand", "Without brackets.", ask=True)
    P = layer.definitions[layer.P]
    return chain.part(goal=_goal(layer, P, inner(G, P)))


def outer_velocity(general: DerivationPart, at: str, case: dict[str, Any]) -> DerivationPart:
    """The summand of the first or the last layer."""
    chain = Chain.after(general, "expand", f"dP/dt, the summand j = {at}", f"summand {at} of dP/dt", latex=rf"j={at}:")
    sentence = f"The summand j = {at} alone, where the product on one side is empty."
    chain.then("boundary case", sentence, ask=True, summand=True, **case)
    return chain.part()


def residual(layer: Layer) -> DerivationPart:
    """What one layer contributes to dE/dt, for the squared loss."""
    P = layer.definitions[layer.P]
    definitions = {**layer.definitions, E: P @ X - Y}
    chain = Chain(f"dE/dt, layer {layer.name}", "dE/dt", matrix(E), definitions, latex=r"\frac{dE}{dt}")
    chain.then("open", "E = P X - Y, with P written so that one layer shows.", symbols=[E])
    chain.then("expand", "As a sum of products.")
    chain.then("product rule", "W_j moves, the data do not.", directions={layer.W: layer.V}, over=_over(layer))
    chain.then("insert", "G = E X^T for the squared loss.", images=_flow(layer, E @ X.T), ask=True)
    chain.then("expand", "Without brackets.", ask=True)
    loss = inner(P @ X - Y, P @ X - Y) / 2
    return chain.part(goal=_goal(layer, P @ X - Y, loss))


def dissipation(layer: Layer) -> DerivationPart:
    """What one layer contributes to dl/dt."""
    chain = Chain(
        f"dl/dt, layer {layer.name}", "dl/dt", traced(G.T, layer.P), layer.definitions, latex=r"\frac{d\ell}{dt}"
    )
    chain.then("open", "The differential is tr(G^T dP) with G held fixed.", symbols=[layer.P])
    chain.then("product rule", "W_j moves with the velocity V_j.", directions={layer.W: layer.V}, over=_over(layer))
    chain.then("expand", "Without brackets.")
    chain.then("insert", "The velocity is minus the gradient.", images=_flow(layer, G), ask=True)
    chain.then("expand", "Without brackets.")
    tail = [factor for factor in letters(layer.B) if factor.terms[0][0]]
    if tail:
        chain.then("cyclic rotation", "Bring the trailing factors to the front.", by=-len(tail), ask=True)
    chain.then("trace as norm", "It is minus a squared norm, so the loss never grows.", ask=True)
    P = layer.definitions[layer.P]
    return chain.part(goal=_goal(layer, inner(G, P), inner(G, P)), conclusion="nonpositive")
