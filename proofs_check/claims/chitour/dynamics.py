"""Section 2: the first variation of the loss, the gradient flow (6), and what the flow keeps, Lemma 2.3."""

from __future__ import annotations

from typing import Any

from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.source import CHITOUR
from proofs_check.networks.indeterminates import (
    Network,
    doubled,
    polynomials_agree,
)
from proofs_check.networks.polynomials import PolynomialMatrix, inner, norm_squared
from proofs_check.networks.words import (
    FEW,
    FIRST_AND_OTHER,
    LAYER,
    NEIGHBOURS,
    Chain,
    Subject,
    any_depth,
    few_weights,
    same,
    where,
)
from symdln.algebra import words
from symdln.algebra.words import Scalar, Symbol, derivative, trace

CONSTANT = "a differentiable function on an interval whose derivative vanishes is constant"
SUM_OVER_LAYERS = "the derivative along a motion of all layers is the sum of those along the motions of single layers"

one_layer = any_depth("any depth", LAYER)
one_layer_varied = any_depth("any depth, varied", LAYER, few_weights, FEW)
layers_in_motion = any_depth("any depth, in motion", {**LAYER, **NEIGHBOURS}, few_weights, FEW)
last_layer = any_depth("any depth, last layer", {"the last layer": LAYER["the last layer"]})
neighbours = any_depth("any depth, neighbours", NEIGHBOURS)
first_and_other = any_depth("any depth, first layer", FIRST_AND_OTHER)


# -- the gradient ------------------------------------------------------------------------------------------------------


@claim(
    "chitour.first-variation",
    source=CHITOUR.at("before eq. (6)"),
    statement=r"L(W+w) = L(W) - \sum_{j=1}^{H+1} \operatorname{tr}(P_j^1(W, w) M^\mathsf{T}) + O(\|w\|^2) "
    r"= L(W) - \sum_{j=1}^{H+1} \operatorname{tr}(w_j (\Pi W)_1^{j-1} M^\mathsf{T} (\Pi W)_{j+1}^{H+1}) + O(\|w\|^2)",
    over=one_layer_varied,
    made_precise="O(||w||^2) is printed as the terms of order two and more in w, so what is checked are the terms of "
    "order one; in words layer by layer",
    axioms=(SUM_OVER_LAYERS,),
)
def first_variation(subject: Subject) -> Outcome:
    """The first-order term of L(W + w) is minus the sum of tr(P_j^1 M^T), in both printed forms."""
    marked = where(subject)
    if marked is None:
        return first_variation_in_symbols(Network(subject, varied=True))
    chain = Chain(LAYER[marked])
    w = Symbol("w", *chain.W[0].shape)
    exact = derivative(chain.loss, {chain.W[0]: w})
    return all_of(
        same(exact, -trace(chain.outer() @ w @ chain.inner() @ chain.M.T), "the first form"),
        same(exact, -trace(w @ chain.inner() @ chain.M.T @ chain.outer()), "the second form"),
    )


def first_variation_in_symbols(network: Network) -> Outcome:
    """Both printed forms against the derivatives of the expanded loss by every entry."""
    M, H = network.residual, network.H
    first, second = network.zero, network.zero
    for j in range(1, H + 2):
        outer, w, before = network.product(j + 1, H + 1), network.w[j - 1], network.product(1, j - 1)
        first -= 2 * (outer @ w @ before @ M.T).trace()
        second -= 2 * (w @ before @ M.T @ outer).trace()
    exact = network.twice_first_variation
    return all_of(
        polynomials_agree(exact, first, "twice the first-order term and the first form", network),
        polynomials_agree(exact, second, "twice the first-order term and the second form", network),
    )


@claim(
    "chitour.gradient",
    source=CHITOUR.at("eq. (6)"),
    statement=r"\frac{dW_j}{dt} = \left[(\Pi W)_{j+1}^{H+1}\right]^\mathsf{T} M \left[(\Pi "
    r"W)_1^{j-1}\right]^\mathsf{T}, \; 1 \le j \le H+1",
    over=one_layer,
)
def gradient(subject: Subject) -> Outcome:
    """The flow of W_j is the transposed outer product, times the residual, times the transposed inner product."""
    marked = where(subject)
    if marked is None:
        return gradient_in_symbols(Network(subject))
    chain = Chain(LAYER[marked])
    return same(chain.flow(), chain.outer().T @ chain.M @ chain.inner().T, f"(6) for {marked}")


def gradient_in_symbols(network: Network) -> Outcome:
    """(6) against the derivatives of the expanded loss by every entry."""
    H, M = network.H, network.residual
    outcomes = []
    for j in range(1, H + 2):
        printed = network.product(j + 1, H + 1).T @ M @ network.product(1, j - 1).T
        flow_and_gradient = doubled(printed) + network.twice_gradient[j - 1]  # dW_j/dt = - grad
        sentence = f"(6) is minus the derivative of the loss by W_{j}"
        outcomes.append(is_true(flow_and_gradient.is_zero, sentence, widths=network.widths))
    return all_of(*outcomes)


# -- what the flow keeps -----------------------------------------------------------------------------------------------


@claim(
    "chitour.invariant",
    source=CHITOUR.at("Lemma 2.3, eq. (7)"),
    statement=r"\frac{d}{dt}\left(W_{j+1}^\mathsf{T} W_{j+1} - W_j W_j^\mathsf{T}\right) = 0, \; 1 \le j \le H",
    over=neighbours,
    made_precise="constant along every trajectory: its derivative along the flow -grad L vanishes identically in the "
    "weights and the target",
    axioms=(CONSTANT,),
)
def invariant(subject: Subject) -> Outcome:
    """The difference of neighbouring Gram matrices stays constant along the gradient flow."""
    marked = where(subject)
    if marked is None:
        return invariant_in_symbols(Network(subject))
    return balance_is_kept(Chain(NEIGHBOURS[marked]), marked)


def balance_is_kept(chain: Chain, marked: str, loss: Scalar | None = None) -> Outcome:
    """Whether ``W_{j+1}^T W_{j+1} - W_j W_j^T`` of two marked neighbours is constant along the flow of a loss."""
    upper, lower = chain.W
    rate = derivative(upper.T @ upper - lower @ lower.T, chain.flows(loss))
    return is_true(not rate, f"W_{{j+1}}^T W_{{j+1}} - W_j W_j^T is constant for {marked}", rate=str(rate))


def invariant_in_symbols(network: Network) -> Outcome:
    """(7) with the derivatives of the expanded loss."""
    rates = [gram_rate(network, j + 1) - co_gram_rate(network, j) for j in range(1, network.H + 1)]
    return all_of(
        *(
            is_true(rate.is_zero, f"W_{j + 1}^T W_{j + 1} - W_{j} W_{j}^T is constant", widths=network.widths)
            for j, rate in enumerate(rates, 1)
        )
    )


@claim(
    "chitour.invariant.norms",
    source=CHITOUR.at("Lemma 2.3, eq. (8)"),
    statement=r"\|W_{j+1}\|_F^2 = \|W_1\|_F^2 + c_{j+1}",
    over=first_and_other,
    made_precise="print has constants c_1, ..., c_H and no range of j in (8); read for j = 1, ..., H, which takes "
    "c_2, ..., c_{H+1}",
    axioms=(CONSTANT,),
)
def invariant_norms(subject: Subject) -> Outcome:
    """The squared norms of all layers differ from that of the first by constants along the flow."""
    marked = where(subject)
    if marked is None:
        return norms_in_symbols(Network(subject))
    return norms_are_kept(Chain(FIRST_AND_OTHER[marked]), marked)


def norms_are_kept(chain: Chain, marked: str, loss: Scalar | None = None) -> Outcome:
    """Whether the squared norms of two marked layers differ by a constant along the flow of a loss."""
    other, first = chain.W
    rate = derivative(words.norm_squared(other) - words.norm_squared(first), chain.flows(loss))
    return is_true(rate == 0, f"||W_{{j+1}}||^2 - ||W_1||^2 is constant for {marked}", rate=str(rate))


def norms_in_symbols(network: Network) -> Outcome:
    """(8) with the derivatives of the expanded loss."""
    first = co_gram_rate(network, 1).trace()
    rates = [gram_rate(network, j + 1).trace() - first for j in range(1, network.H + 1)]
    return all_of(
        *(
            is_true(rate == network.zero, f"||W_{j + 1}||^2 - ||W_1||^2 is constant", widths=network.widths)
            for j, rate in enumerate(rates, 1)
        )
    )


def gram_rate(network: Network, j: int) -> PolynomialMatrix:
    """``-2 d/dt (W_j^T W_j)`` along the flow."""
    half = network.W[j - 1].T @ network.twice_gradient[j - 1]
    return half + half.T


def co_gram_rate(network: Network, j: int) -> PolynomialMatrix:
    """``-2 d/dt (W_j W_j^T)`` along the flow."""
    half = network.W[j - 1] @ network.twice_gradient[j - 1].T
    return half + half.T


# -- what the flow changes ---------------------------------------------------------------------------------------------


@claim(
    "chitour.growth",
    source=CHITOUR.at("proof of Prop. 1, eq. (10)"),
    statement=r"\frac{dg}{dt} = 2 \operatorname{tr}(M [(\Pi W)_1^{H+1}]^\mathsf{T}) = 2 \operatorname{tr}(\Sigma_Y "
    r"[(\Pi W)_1^{H+1}]^\mathsf{T}) - 2 \operatorname{tr}([(\Pi W)_1^{H+1}]^\mathsf{T} (\Pi W)_1^{H+1}), \; g = "
    r"\|W_{H+1}\|_F^2",
    over=last_layer,
)
def growth(subject: Subject) -> Outcome:
    """The squared norm of the last layer grows by 2 tr(M Pi^T) = 2 tr(Sigma_Y Pi^T) - 2 tr(Pi^T Pi)."""
    marked = where(subject)
    if marked is None:
        return growth_in_symbols(Network(subject))
    chain = Chain(LAYER[marked])
    rate = derivative(words.norm_squared(chain.W[0]), chain.flows())
    return all_of(
        same(rate, 2 * trace(chain.M @ chain.P.T), "the first form"),
        same(rate, 2 * trace(chain.target @ chain.P.T) - 2 * trace(chain.P.T @ chain.P), "the second form"),
    )


def growth_in_symbols(network: Network) -> Outcome:
    """(10) with the derivatives of the expanded loss by the entries of the last layer."""
    rate = -inner(network.W[-1], network.twice_gradient[-1])  # d||W||^2/dt = 2 <W, -grad L>
    P = network.product(1, network.H + 1)
    second = 2 * inner(network.target, P) - 2 * norm_squared(P)
    return all_of(
        polynomials_agree(rate, 2 * inner(network.residual, P), "dg/dt and the first form", network),
        polynomials_agree(rate, second, "dg/dt and the second form", network),
    )


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
    axioms=(SUM_OVER_LAYERS,),
)
def residual_flow(subject: Subject) -> Outcome:
    """The residual and its squared norm change along the flow at the printed rates."""
    marked = where(subject)
    if marked is None:
        return residual_flow_in_symbols(Network(subject))
    chain = Chain({**LAYER, **NEIGHBOURS}[marked])
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
    if place == 1:
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
