"""The expansion of the loss to second order, at any depth: the form of the Hessian."""

from __future__ import annotations

from fractions import Fraction

from symdln.algebra.words import Expression, Symbol, derivative, inner, norm_squared, scalar, taylor
from symdln.teaching.derivation import Chain, Derivation, DerivationPart
from symdln.teaching.formulas import Formula, matrix, norm, traced
from symdln.teaching.network import Chainwork, X, Y, any_layer, any_pair

HALF = Fraction(1, 2)
E = Symbol("E", "d_y", "m")
P = Symbol("P", "d_y", "d_x")
P_1, P_2 = Symbol("P_1", "d_y", "d_x"), Symbol("P_2", "d_y", "d_x")
RESIDUAL = {E: P @ X - Y}


def derive(depth: int | None = None) -> Derivation:
    """``L(W + t V) = L + t sum_j tr(E^T A_j V_j B_j X) + t^2 (1/2 ||P_1 X||^2 + tr(E^T P_2 X)) + O(t^3)``."""
    product_parts = symbolic_product() if depth is None else written_product(Chainwork.of_depth(depth))
    return Derivation(
        name="second-order",
        title="The loss to second order",
        statement="L(W + t V) has the t-coefficient tr(E^T P_1 X) and the t^2-coefficient H_W(V) = 1/2 ||P_1 X||^2 + "
        "tr(E^T P_2 X), where P_1 = sum_j A_j V_j B_j, P_2 = sum_{j<k} A_k V_k M_kj V_j B_j and E = P X - Y. "
        "The Hessian's quadratic form is 2 H_W(V).",
        source="Chitour, Liao, Couillet 2022, Proposition 3, written for any data and for W_1 undivided, "
        "with each pair "
        "of layers counted once.",
        holds_for="every depth H >= 1, all widths and all data",
        axioms=(
            "Every W_j occurs once in P, so P(W + t V) is of degree at most one in each V_j: its "
            "t-coefficient is the sum "
            "over the layers, its t^2-coefficient the sum over the pairs of layers.",
        ),
        parts=(*product_parts, first_order(), quadratic(), *inserted(depth)),
        depth=depth,
    )


def symbolic_product() -> tuple[DerivationPart, DerivationPart]:
    """The coefficients of P(W + t V) from one layer and from one pair of layers."""
    layer, pair = any_layer(), any_pair()
    one = Chain("The product to first order", "P_1", matrix(P), layer.definitions)
    one.then("open", "One layer j at a time.", symbols=[P])
    one.then(
        "product rule", "W_j moves along V_j; all layers are summed.", directions={layer.W: layer.V}, over="j", ask=True
    )
    two = Chain("The product to second order", "P_2", matrix(P), pair.definitions)
    two.then("open", "One pair of layers j < k at a time.", symbols=[P])
    two.then("product rule", "Both must move to give a term in t^2; first W_k.", directions={pair.W_k: pair.V_k})
    two.then("product rule", "Then W_j; all pairs are summed.", directions={pair.W_j: pair.V_j}, over="j<k", ask=True)
    opened = pair.definitions[P]
    mixed = taylor(opened, {pair.W_k: pair.V_k, pair.W_j: pair.V_j}, 2)[2]
    layer_term = derivative(layer.definitions[P], {layer.W: layer.V})
    return one.part(goal={"j": layer_term}), two.part(goal={"j<k": mixed})


def written_product(network: Chainwork) -> tuple[DerivationPart, ...]:
    """The same for a given depth, by differentiating the whole product once and twice."""
    moves = dict(zip(network.weights, network.directions, strict=True))
    series = taylor(network.definitions[P], moves, 2)
    one = Chain("The product to first order", "P_1", matrix(P), network.definitions)
    one.then("open", "P is the product of all layers.", symbols=[P])
    one.then("product rule", "Every layer moves in turn.", directions=moves, ask=True)
    two = Chain("The product to second order", "P_2", matrix(P, coefficient=HALF), network.definitions)
    two.then("open", "The t^2-coefficient is half of the second derivative.", symbols=[P])
    two.then("product rule", "The first derivative.", directions=moves)
    two.then("product rule", "The second one: W_j does not move twice.", directions=moves)
    two.then("add like terms", "Each pair of layers came twice.", ask=True)
    return one.part(goal=series[1]), two.part(goal=series[2])


def _expanded(title: str, subject: str) -> Chain:
    t = scalar("t")
    chain = Chain(title, subject, norm(P @ X - Y, coefficient=HALF), RESIDUAL)
    chain.then("insert", "P(W + t V) = P + t P_1 + t^2 P_2 + O(t^3).", images={P: P + t * P_1 + t**2 * P_2})
    chain.then("close", "Write E for the residual at W.", symbols=[E])
    chain.then("norm as trace", "The squared Frobenius norm is a trace.")
    chain.then("expand", "Multiply out.")
    return chain


def first_order() -> DerivationPart:
    """The t-coefficient of the loss."""
    chain = _expanded("The loss to first order", "DL[V]")
    chain.then("take the coefficient", "Of t.", name="t", power=1)
    chain.then("transpose under trace", "Bring both terms to the same form.", term=0)
    chain.then("add like terms", "They are equal.", ask=True)
    return chain.part(goal=inner(P @ X - Y, P_1 @ X))


def quadratic() -> DerivationPart:
    """The t^2-coefficient of the loss."""
    chain = _expanded("The loss to second order", "H_W(V)")
    chain.then("take the coefficient", "Of t^2.", name="t", power=2, ask=True)
    chain.then("transpose under trace", "Bring the terms with P_2 to the same form.", term=1)
    chain.then("add like terms", "They are equal.", ask=True)
    chain.then("trace as norm", "The term with P_1 twice is a squared norm.", term=0, ask=True)
    t = scalar("t")
    loss = HALF * norm_squared((P + t * P_1 + t**2 * P_2) @ X - Y)
    two = [(monomial, c) for monomial, c in loss.terms if dict(monomial).get("t") == 2]
    goal = type(loss).from_terms((tuple(f for f in monomial if f[0] != "t"), c) for monomial, c in two)
    return chain.part(goal=goal)


def inserted(depth: int | None) -> tuple[DerivationPart, DerivationPart]:
    """P_1 and P_2 put into the two coefficients."""
    if depth is None:
        layer, pair = any_layer(), any_pair()
        first: Expression = layer.A @ layer.V @ layer.B
        second: Expression = pair.A @ pair.V_k @ pair.M @ pair.V_j @ pair.B
        ranges = "j", "j<k"
    else:
        network = Chainwork.of_depth(depth)
        moves = dict(zip(network.weights, network.directions, strict=True))
        _, first, second = taylor(network.definitions[P], moves, 2)
        ranges = "", ""
    one = Chain("The differential, layer by layer", "DL[V]", traced(E.T, P_1, X), RESIDUAL)
    one.then("insert", "P_1 enters linearly.", images={P_1: first}, over=ranges[0], ask=True)
    one.then("expand", "Multiply out.")
    whole = Formula((*norm(P_1, X, coefficient=HALF).terms, *traced(E.T, P_2, X).terms))
    two = Chain("Pair by pair", "H_W(V)", whole, RESIDUAL)
    two.then(
        "insert",
        "P_2 enters linearly; P_1 = sum_j A_j V_j B_j stays inside the square.",
        images={P_2: second},
        over=ranges[1],
        ask=True,
    )
    return one.part(), two.part()
