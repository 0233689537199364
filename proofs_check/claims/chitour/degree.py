"""The degree of the loss as a polynomial in the weights, Chitour et al. (2022), after Remark 2."""

from __future__ import annotations

import itertools
from typing import Any

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.indeterminates import Network, Widths
from proofs_check.networks.words import Subject, any_depth, named_widths, order, same, t, where
from symdln.algebra.words import Symbol, norm_squared, trace


def ones_as_target(widths: Any, details: Details) -> Given:
    return at(dln.Problem.canonical([1] * min(widths[0], widths[-1]), widths))


whole_product = any_depth("any depth, degree", {"all layers in one product": None})


def degree_in_weights(network: Network) -> int:
    """The degree of the loss, multiplied out, in the entries of W_1, ..., W_{H+1}; the target is constant."""
    weights = sum(a * b for a, b in itertools.pairwise(network.widths))
    return max(sum(powers[:weights]) for powers in network.twice_loss.monoms())


def named_sizes(widths: Widths, printed: int) -> Outcome:
    degree = degree_in_weights(Network(widths))
    return equal(degree, printed, "the degree of the loss", but="the formula", widths=widths, H=len(widths) - 2)


@claim(
    "chitour.degree",
    source=CHITOUR.at("after Remark 2"),
    statement=r"\deg_W L = (H+1)^2",
    over=named_widths,
    made_precise="the degree as a polynomial in the entries of all weights, for a target of indeterminates; for H >= 1",
    certify=ones_as_target,
    grade=Grade.FALSE,
)
def degree(widths: Widths) -> Outcome:
    """The loss is a polynomial of degree (H + 1)^2 in the weights."""
    return named_sizes(widths, (len(widths) - 1) ** 2)


@claim(
    "chitour.degree.corrected",
    source=CHITOUR.at("after Remark 2"),
    statement=r"\deg_W L = 2(H+1)",
    over=whole_product,
    made_precise="the degree as a polynomial in the entries of all weights, for any target",
    corrects="chitour.degree",
    prose=(
        (
            "a product of H + 1 matrices is homogeneous of degree H + 1 in their entries, so the machine's orders in "
            "t are orders in all weights"
        ),
        (
            "the part of highest degree is not the zero polynomial: where all weights are 1 the product has positive "
            "entries"
        ),
    ),
)
def degree_corrected(subject: Subject) -> Outcome:
    """The loss is a polynomial of degree 2 (H + 1): its part of highest degree is half the squared norm of the product,
    which is not zero where all weights are 1.
    """
    if where(subject) is None:
        return named_sizes(subject, 2 * (len(subject) - 1))
    S, P = Symbol("S", "d_y", "d_x"), Symbol("P", "d_y", "d_x")
    loss = norm_squared(S - t * P) / 2  # t stands for the (H + 1)-st power of a common factor of all weights
    return all_of(
        same(order(loss, 2), norm_squared(P) / 2, "the part of degree 2 (H + 1)"),
        same(order(loss, 1), -trace(S.T @ P), "the part of degree H + 1"),
        same(loss, norm_squared(S) / 2 + order(loss, 1) * t + order(loss, 2) * t**2, "the loss, by degrees"),
    )
