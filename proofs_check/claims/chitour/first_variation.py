"""The first-order term of the loss, Chitour et al. (2022), before (6)."""

from __future__ import annotations

from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.language.source import CHITOUR
from proofs_check.networks.indeterminates import Network, polynomials_agree
from proofs_check.networks.words import FEW, LAYER, MarkedChain, Subject, any_depth, few_weights, same, where
from symdln.algebra.words import Symbol, derivative, trace

one_layer_varied = any_depth("any depth, varied", LAYER, few_weights, FEW)


@claim(
    "chitour.first-variation",
    source=CHITOUR.at("before eq. (6)"),
    statement=r"L(W+w) = L(W) - \sum_{j=1}^{H+1} \operatorname{tr}(P_j^1(W, w) M^\mathsf{T}) + O(\|w\|^2) "
    r"= L(W) - \sum_{j=1}^{H+1} \operatorname{tr}(w_j (\Pi W)_1^{j-1} M^\mathsf{T} (\Pi W)_{j+1}^{H+1}) + O(\|w\|^2)",
    over=one_layer_varied,
    made_precise="O(||w||^2) is printed as the terms of order two and more in w, so what is checked are the terms of "
    "order one; in words layer by layer",
    prose=(
        "the first-order term along a variation of all layers is the sum of those along variations of single layers",
    ),
)
def first_variation(subject: Subject) -> Outcome:
    """The first-order term of L(W + w) is minus the sum of tr(P_j^1 M^T), in both printed forms."""
    marked = where(subject)
    if marked is None:
        return first_variation_in_symbols(Network(subject, varied=True))
    chain = MarkedChain(LAYER[marked])
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
