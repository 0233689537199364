"""The residual along the flow, proof of Proposition 2 of Chitour et al. (2022)."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.chitour.invariant import at_integers
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.formal import formal_at_point
from proofs_check.networks.indeterminates import Network, doubled, polynomials_agree
from proofs_check.networks.polynomials import PolynomialMatrix, inner, norm_squared
from proofs_check.networks.words import (
    FEW,
    LAYER,
    NEIGHBOURS,
    MarkedChain,
    Subject,
    any_depth,
    few_weights,
    same,
    where,
)
from symdln.algebra import words
from symdln.algebra.words import derivative, trace

layers_in_motion = any_depth("any depth, in motion", {**LAYER, **NEIGHBOURS}, few_weights, FEW)


@claim(
    "chitour.residual-flow",
    source=CHITOUR.at("proof of Prop. 2"),
    statement=r"\frac{dM}{dt} = -\sum_{j=1}^{H+1} (\Pi W)_{j+1}^{H+1} [(\Pi W)_{j+1}^{H+1}]^\mathsf{T} M [(\Pi "
    r"W)_1^{j-1}]^\mathsf{T} (\Pi W)_1^{j-1}, \; \frac{d\|M\|_F^2}{dt} = -2 \sum_{j=1}^{H+1} "
    r"\operatorname{RHS}_j, \; \operatorname{RHS}_j = \operatorname{tr}(W_{j+1} W_{j+1}^\mathsf{T} K_j "
    r"K_j^\mathsf{T}), \; K_j = [(\Pi W)_{j+2}^{H+1}]^\mathsf{T} M [(\Pi W)_1^{j-1}]^\mathsf{T}",
    over=layers_in_motion,
    made_precise="the three printed forms of RHS_j, that with K_j for j <= H (K_{H+1} would need a layer H+2); in "
    "words layer by layer",
    formal=(
        "dM = -F[n] if n >= 1",
        "rate = -2 RHS[n] if n >= 1",
        "tr((V[j]' M U[j-1]')' V[j]' M U[j-1]') = tr(V[j] V[j]' M U[j-1]' U[j-1] M') if 1 <= j <= n",
        "tr((V[j]' M U[j-1]')' V[j]' M U[j-1]') = tr(W[j+1] W[j+1]' Inner[j] Inner[j]') if 1 <= j <= n-1",
    ),
    proof=logic("chitour.residual-flow"),
)
def residual_flow(subject: Subject) -> Outcome:
    """The residual and its squared norm change along the flow at the printed rates."""
    marked = where(subject)
    if marked is None:
        point = at_integers(subject)
        return all_of(residual_flow_in_symbols(Network(subject)), formal_at_point("chitour.residual-flow", point))
    chain = MarkedChain({**LAYER, **NEIGHBOURS}[marked])
    place = len(chain.W) - 1  # of two neighbours the lower one moves, and W_{j+1} stands in the formula
    M, outer, before = chain.M, chain.outer(place), chain.inner(place)
    motion = {chain.W[place]: chain.flow(place)}
    rate, half = derivative(M, motion), outer.T @ M @ before.T
    norm_rate = derivative(words.norm_squared(M), motion)
    outcomes = [
        same(rate, -outer @ outer.T @ M @ before.T @ before, "dM/dt"),
        same(norm_rate, -2 * trace(M.T @ outer @ outer.T @ M @ before.T @ before), "d||M||^2/dt"),
        same(norm_rate, -2 * trace(half.T @ half), "d||M||^2/dt and RHS_j"),
    ]
    if marked in NEIGHBOURS:
        K, W = chain.outer(0).T @ M @ before.T, chain.W[0]
        outcomes.append(same(norm_rate, -2 * trace(W @ W.T @ K @ K.T), "d||M||^2/dt and RHS_j with K_j"))
    return all_of(*outcomes)


def residual_flow_in_symbols(network: Network) -> Outcome:
    """The two sums over the layers against the rates of every entry of M, and of ||M||^2, along minus the gradient."""
    M, H, widths = network.residual, network.H, network.widths
    printed = M - M
    norms = {"RHS_j": network.zero, "RHS_j with K_j": network.zero}
    for j in range(1, H + 2):
        outer, before = network.product(j + 1, H + 1), network.product(1, j - 1)
        printed = printed - outer @ outer.T @ M @ before.T @ before
        whole = norm_squared(outer.T @ M @ before.T)
        norms["RHS_j"] -= 4 * whole
        norms["RHS_j with K_j"] -= 4 * (through_next_layer(network, j) if j <= H else whole)
    rates = doubled(printed) - twice_rates(network, M)
    exact = twice_rate(network, network.twice_loss)
    return all_of(
        is_true(rates.is_zero, "the residual changes at the printed rate", widths=widths),
        *(polynomials_agree(exact, total, f"2 d||M||^2/dt and {what}", network) for what, total in norms.items()),
    )


def through_next_layer(network: Network, j: int) -> Any:
    """``tr(W_{j+1} W_{j+1}^T K_j K_j^T)``."""
    W = network.W[j]
    K = network.product(j + 2, network.H + 1).T @ network.residual @ network.product(1, j - 1).T
    return (W @ W.T @ K @ K.T).trace()


def twice_rate(network: Network, polynomial: Any) -> Any:
    """Twice the derivative of a polynomial along the flow - grad L, entry by entry."""
    pairs = zip(network.W, network.twice_gradient, strict=True)
    return -sum((inner(W.derivative(polynomial), gradient) for W, gradient in pairs), network.zero)


def twice_rates(network: Network, matrix: PolynomialMatrix) -> PolynomialMatrix:
    """The same for every entry of a matrix."""
    rows = tuple(tuple(twice_rate(network, entry) for entry in row) for row in matrix.rows)
    return PolynomialMatrix(network.zero, matrix.shape, rows)
