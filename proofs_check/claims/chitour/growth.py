"""Equation (10) of Chitour et al. (2022): the squared norm of the last layer along the flow."""

from __future__ import annotations

from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.indeterminates import Network, polynomials_agree
from proofs_check.networks.polynomials import inner, norm_squared
from proofs_check.networks.words import LAYER, MarkedChain, Subject, any_depth, same, where
from symdln.algebra import words
from symdln.algebra.words import derivative, trace

last_layer = any_depth("any depth, last layer", {"the last layer": LAYER["the last layer"]})


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
    chain = MarkedChain(LAYER[marked])
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
