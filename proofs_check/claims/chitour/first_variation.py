"""The first-order term of the loss, Chitour et al. (2022), before (6)."""

from __future__ import annotations

from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.formal import formal_at_variations
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
    made_precise="O(||w||^2) is at most Second step^2 for all w = step v with ||v_j||_F <= 1 and 0 <= step <= 1, where "
    "Second depends on W and on the target only; in words and at the symbols the terms of order one, layer by layer",
    formal=(
        "L0 - step First[n] - step^2 Second <= Lmoved if n >= 1",
        "Lmoved <= L0 - step First[n] + step^2 Second if n >= 1",
        "tr(w[j] U[j-1] M' V[j]) = tr(V[j] w[j] U[j-1] M') if 1 <= j <= n",
    ),
    proof=logic("chitour.first-variation"),
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
        formal_at_variations("chitour.first-variation"),
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
