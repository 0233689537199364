"""What one step of gradient descent does to the imbalance of neighbouring layers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TypeVar

from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.source import OURS
from proofs_check.networks.indeterminates import Network, Widths, every_widths
from proofs_check.networks.polynomials import PolynomialMatrix
from proofs_check.networks.words import CHAIN_RULE, NEIGHBOURS, MarkedChain, Subject, any_depth, any_loss, same, where
from symdln.algebra.words import Expression, scalar

Block = TypeVar("Block", Expression, PolynomialMatrix)

OURS_FLOW = "gradient flow and gradient descent, descent as it is run"
MOST = 8
"""The largest number of weights at named sizes."""


def few(size: str, seed: int) -> Iterator[Widths]:
    """Architectures with at most :data:`MOST` weights."""
    for widths in every_widths(size, seed):
        if sum(a * b for a, b in itertools.pairwise(widths)) <= MOST:
            yield widths


neighbours = any_depth("any depth, one step", NEIGHBOURS, few, f"with at most {MOST} weights and ")


def difference(after: Block, before: Block) -> Block:
    """``W_{j+1}^T W_{j+1} - W_j W_j^T``, of two layers or of their gradients."""
    return after.T @ after - before @ before.T


def in_symbols(widths: Widths) -> Outcome:
    """The statement with the derivatives of the expanded loss, for the steps 2 and -2: ``W -+ d(2 L)/dW``."""
    network, outcomes = Network(widths), []
    layers = list(zip(network.W, network.twice_gradient, strict=True))
    for (before, low), (after, high) in itertools.pairwise(layers):
        for new in (difference(after - high, before - low), difference(after + high, before + low)):
            rest = new - difference(after, before) - difference(high, low)
            outcomes.append(is_true(rest.is_zero, "the imbalance after a step", widths=widths))
    return all_of(*outcomes)


@claim(
    "ours.descent-imbalance",
    source=OURS.at(OURS_FLOW),
    statement=r"W_j^+ = W_j - \eta G_j, \; G_j = \frac{\partial L}{\partial W_j}: \; W_{j+1}^{+\mathsf{T}} W_{j+1}^+ - "
    r"W_j^+ W_j^{+\mathsf{T}} = W_{j+1}^\mathsf{T} W_{j+1} - W_j W_j^\mathsf{T} + \eta^2 \bigl(G_{j+1}^\mathsf{T} "
    r"G_{j+1} - G_j G_j^\mathsf{T}\bigr)",
    over=neighbours,
    made_precise="any differentiable loss of the product in words; at named sizes the squared loss with Sxx = I and "
    "the steps 2 and -2, which with the step 0 decide a polynomial of degree 2 in the step",
    axioms=(CHAIN_RULE,),
)
def descent_imbalance(subject: Subject) -> Outcome:
    """One step of descent changes an imbalance by the square of the step times the imbalance of the gradients."""
    name = where(subject)
    if name is None:
        return in_symbols(subject)
    chain, eta = MarkedChain(NEIGHBOURS[name]), scalar("eta")
    after, before = chain.W
    flows = chain.flows(any_loss(chain.P))
    new = difference(after + eta * flows[after], before + eta * flows[before])
    return same(
        new,
        difference(after, before) + eta * eta * difference(flows[after], flows[before]),
        "the imbalance after a step",
    )
