"""Equation (6) of Chitour et al. (2022): the gradient flow."""

from __future__ import annotations

from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.indeterminates import Network, doubled
from proofs_check.networks.words import LAYER, MarkedChain, Subject, any_depth, same, where

one_layer = any_depth("any depth", LAYER)


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
    chain = MarkedChain(LAYER[marked])
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
