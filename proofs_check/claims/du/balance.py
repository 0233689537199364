"""Du, Hu, Lee (2018): gradient flow keeps the differences of the squared norms of the layers."""

from __future__ import annotations

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import matrices
from proofs_check.language.sources import DU
from proofs_check.scopes.any_weights import INTEGER_WEIGHTS

NORMS = "A: e x b; V: b x a; W: a x c; B: c x f; G: e x f |- tr((A' G (W B)') V') = tr(((A V)' G B') W')"
"""V = W_{j+1}, W = W_j, A the layers after them, B those before, G the gradient of any loss by the product."""


@claim(
    "du.balance.norms",
    source=DU.at("abstract, gradient flow"),
    statement=r"\frac{d}{dt} \bigl(\|W_{j+1}\|_F^2 - \|W_j\|_F^2\bigr) = 0",
    over=INTEGER_WEIGHTS,
    assuming=(depth_at_least(2),),
    made_precise="the abstract speaks of linear, ReLU and leaky ReLU networks; this is the linear case, for every "
    "differentiable loss of the product. Neighbouring layers suffice",
    proof=matrices(NORMS),
)
def norms(point: dln.Point) -> Outcome:
    """Along the gradient flow the differences of the squared norms of the layers do not change."""
    rates = [G.inner(W) for G, W in zip(point.gradient, point.weights, strict=True)]
    return all_of(*(equal(rate, rates[0], f"the rate of layer {j}") for j, rate in enumerate(rates[1:], 2)))
