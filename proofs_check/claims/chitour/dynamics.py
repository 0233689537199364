"""Section 2: the gradient (6) and the quantities that the gradient flow keeps, Lemma 2.3."""

from __future__ import annotations

from proofs_check.claim import claim
from proofs_check.claims.chitour.symbols import Network, PolynomialMatrix, Widths, doubled, every_widths
from proofs_check.outcome import Outcome, all_of, is_true
from proofs_check.scope import cases
from proofs_check.source import CHITOUR
from proofs_check.verdict import Verdict

symbolic_networks = cases(
    "symbols",
    every_widths,
    sentence="all weights and all targets at once, as indeterminates, for every architecture of depth 2 to 4 with "
    "widths up to 2 "
    "(beyond the small scope up to 3)",
    strength=Verdict.PROVED,
)


@claim(
    "chitour.gradient",
    source=CHITOUR.at("eq. (6)"),
    statement=r"\frac{dW_j}{dt} = \left[(\Pi W)_{j+1}^{H+1}\right]^\mathsf{T} M \left[(\Pi "
    r"W)_1^{j-1}\right]^\mathsf{T}, \; 1 \le j \le H+1",
    over=symbolic_networks,
)
def gradient(widths: Widths) -> Outcome:
    """The flow of W_j is the transposed outer product, times the residual, times the transposed inner product."""
    network = Network(widths)
    H, M = network.H, network.residual
    outcomes = []
    for j in range(1, H + 2):
        printed = network.product(j + 1, H + 1).T @ M @ network.product(1, j - 1).T
        flow_and_gradient = doubled(printed) + network.twice_gradient[j - 1]  # dW_j/dt = - grad
        outcomes.append(
            is_true(flow_and_gradient.is_zero, f"(6) is minus the derivative of the loss by W_{j}", widths=widths)
        )
    return all_of(*outcomes)


@claim(
    "chitour.invariant",
    source=CHITOUR.at("Lemma 2.3, eq. (7)"),
    statement=r"\frac{d}{dt}\left(W_{j+1}^\mathsf{T} W_{j+1} - W_j W_j^\mathsf{T}\right) = 0, \; 1 \le j \le H",
    over=symbolic_networks,
    made_precise="constant along every trajectory: its derivative along the flow -grad L vanishes identically in the "
    "weights and the target",
    axioms=("a differentiable function on an interval whose derivative vanishes is constant",),
)
def invariant(widths: Widths) -> Outcome:
    """The difference of neighbouring Gram matrices stays constant along the gradient flow."""
    network = Network(widths)
    rates = [gram_rate(network, j + 1) - co_gram_rate(network, j) for j in range(1, network.H + 1)]
    return all_of(
        *(
            is_true(rate.is_zero, f"W_{j + 1}^T W_{j + 1} - W_{j} W_{j}^T is constant", widths=widths)
            for j, rate in enumerate(rates, 1)
        )
    )


@claim(
    "chitour.invariant.norms",
    source=CHITOUR.at("Lemma 2.3, eq. (8)"),
    statement=r"\|W_{j+1}\|_F^2 = \|W_1\|_F^2 + c_{j+1}",
    over=symbolic_networks,
    made_precise="print has constants c_1, ..., c_H and no range of j in (8); read for j = 1, ..., H, which takes "
    "c_2, ..., c_{H+1}",
    axioms=("a differentiable function on an interval whose derivative vanishes is constant",),
)
def invariant_norms(widths: Widths) -> Outcome:
    """The squared norms of all layers differ from that of the first by constants along the flow."""
    network = Network(widths)
    first = co_gram_rate(network, 1).trace()
    rates = [gram_rate(network, j + 1).trace() - first for j in range(1, network.H + 1)]
    return all_of(
        *(
            is_true(rate == network.zero, f"||W_{j + 1}||^2 - ||W_1||^2 is constant", widths=widths)
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
