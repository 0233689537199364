"""Lemma 2.3 of Chitour et al. (2022): what the gradient flow conserves."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.dynamics import norms_are_kept
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.formal import formal_at_point
from proofs_check.networks.indeterminates import Network, Widths
from proofs_check.networks.polynomials import PolynomialMatrix
from proofs_check.networks.words import (
    FIRST_AND_OTHER,
    NEIGHBOURS,
    MarkedChain,
    Subject,
    any_depth,
    balance_is_kept,
    where,
)

neighbours = any_depth("any depth, neighbours", NEIGHBOURS)


first_and_other = any_depth("any depth, first layer", FIRST_AND_OTHER)


@claim(
    "chitour.invariant",
    source=CHITOUR.at("Lemma 2.3, eq. (7)"),
    statement=r"\frac{d}{dt}\left(W_{j+1}^\mathsf{T} W_{j+1} - W_j W_j^\mathsf{T}\right) = 0, \; 1 \le j \le H",
    over=neighbours,
    made_precise="constant along every trajectory: its derivative along the flow -grad L vanishes identically in the "
    "weights and the target",
    formal=("dW[j+1]' W[j+1] + W[j+1]' dW[j+1] = dW[j] W[j]' + W[j] dW[j]' if 1 <= j <= n-1",),
    proof=logic("chitour.invariant"),
)
def invariant(subject: Subject) -> Outcome:
    """The difference of neighbouring Gram matrices stays constant along the gradient flow."""
    marked = where(subject)
    if marked is None:
        return all_of(
            invariant_in_symbols(Network(subject)), formal_at_point("chitour.invariant", at_integers(subject))
        )
    return balance_is_kept(MarkedChain(NEIGHBOURS[marked]), marked)


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
    formal=("tr(W[j]' W[j]) - tr(W[1]' W[1]) = tr(W0[j]' W0[j]) - tr(W0[1]' W0[1]) if lam = 0, 1 <= j <= n",),
    proof=logic("chitour.invariant.norms"),
)
def invariant_norms(subject: Subject) -> Outcome:
    """The squared norms of all layers differ from that of the first by constants along the flow."""
    marked = where(subject)
    if marked is None:
        return all_of(
            norms_in_symbols(Network(subject)), formal_at_point("chitour.invariant.norms", at_integers(subject))
        )
    return norms_are_kept(MarkedChain(FIRST_AND_OTHER[marked]), marked)


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


def at_integers(widths: Widths) -> dln.Point:
    """Small integers as weights and as target, for X = I."""
    d_x, *hidden, d_y = widths

    def matrix(rows: int, columns: int, start: int) -> dln.Matrix:
        return dln.Matrix.from_entries(rows, columns, [(start + 3 * i + i * i) % 5 - 2 for i in range(rows * columns)])

    problem = dln.Problem.from_data(dln.Matrix.identity(d_x), matrix(d_y, d_x, 1), hidden)
    return dln.Point(problem, [matrix(*shape, j) for j, shape in enumerate(problem.shapes, start=2)])


def gram_rate(network: Network, j: int) -> PolynomialMatrix:
    """``-2 d/dt (W_j^T W_j)`` along the flow."""
    half = network.W[j - 1].T @ network.twice_gradient[j - 1]
    return half + half.T


def co_gram_rate(network: Network, j: int) -> PolynomialMatrix:
    """``-2 d/dt (W_j W_j^T)`` along the flow."""
    half = network.W[j - 1] @ network.twice_gradient[j - 1].T
    return half + half.T
