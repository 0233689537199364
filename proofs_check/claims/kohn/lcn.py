"""Kohn and others (2022, 2023): one-dimensional linear convolutional networks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import reduce

from proofs_check.facts import filters, written
from proofs_check.facts.filters import Layers
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.scope import cases
from proofs_check.language.source import KOHN, KOHN_STRIDES
from proofs_check.language.verdict import Verdict

STRIDES = ((1, 1), (2, 1), (3, 2), (1, 1, 1), (2, 3, 1))


def any_filters(size: str, seed: int) -> Iterator[Layers]:
    yield from filters.networks(STRIDES, 40)


def stride_one(size: str, seed: int) -> Iterator[Layers]:
    yield from filters.networks(((1, 1), (1, 1, 1)), 200)


ANY = cases(
    "filters and strides",
    any_filters,
    sentence=f"nine filters with two to four entries in every order, for the strides {STRIDES}; of three layers 40 "
    "choices",
    strength=Verdict.VERIFIED,
)


def is_full(layers: Layers) -> bool:
    """Whether the derivative has the greatest rank, the number of entries less L - 1."""
    weights = sum(map(len, layers[0]))
    return filters.derivative(layers).rank() == weights - (len(layers[0]) - 1)


@claim(
    "kohn.lcn.product",
    source=KOHN_STRIDES.at("abstract, sparse factorizations"),
    statement=r"\text{layers with filters } w_j \text{ and strides } s_j \text{ compose to one with the filter } "
    r"w_1(x) \, w_2(x^{s_1}) \, w_3(x^{s_1 s_2}) \cdots \text{ and the stride } s_1 s_2 \cdots s_L",
    over=ANY,
    made_precise="the abstract says that the function spaces are families of polynomials with sparse factorizations; "
    "the filter (w_0, w_1, ...) is the polynomial w_0 + w_1 x + ..., layer 1 is next to the input, and there is no "
    "padding",
    written=written.CONVOLUTIONS,
)
def product(layers: Layers) -> Outcome:
    """The composition of convolutions is the convolution whose filter is the product of the spread polynomials."""
    found, strides = layers
    outputs, matrices = 2, []
    for w, stride in zip(reversed(found), reversed(strides), strict=True):
        matrices.append(filters.convolution(w, stride, outputs))
        outputs = matrices[-1].shape[1]
    composed = reduce(lambda A, B: A @ B, matrices)
    stride = reduce(int.__mul__, strides)
    return equal(composed, filters.convolution(filters.end_to_end(found, strides), stride, 2), "the composed layer")


@claim(
    "kohn.lcn.critical",
    source=KOHN.at("critical points in parameter space"),
    statement=r"s_j = 1, \; w_j \ne 0: \; d \mu(w_1, \dots, w_L) \text{ has the greatest rank } \Leftrightarrow "
    r"\text{ no two of } w_1, \dots, w_L \text{ have a common complex root}",
    over=cases(
        "filters, stride one",
        stride_one,
        sentence="all pairs of nine filters with two to four entries, and 200 triples: common factors, roots that are "
        "not real, and roots at infinity",
        strength=Verdict.VERIFIED,
    ),
    in_print=False,
    made_precise="stated in our words, the theorem was not at hand; a filter of k entries is a form of degree k - 1, "
    "with a root at infinity for each leading zero",
    written=written.CONVOLUTION_CRITICAL,
)
def critical(layers: Layers) -> Outcome:
    """The map from filters to their composition degenerates exactly where two filters share a root."""
    shared = any(filters.share_a_root(a, b) for a, b in itertools.combinations(layers[0], 2))
    return equal(is_full(layers), not shared, "whether the rank is the greatest, and whether no root is shared")


@claim(
    "kohn.lcn.norms",
    source=KOHN.at("abstract, dynamical invariants"),
    statement=r"\frac{d}{dt} \bigl(\|w_{j+1}\|^2 - \|w_j\|^2\bigr) = 0",
    over=ANY,
    in_print=False,
    made_precise="stated in our words, the abstract speaks of invariants only; for every differentiable loss of the "
    "filter of the composition and any strides, along the gradient flow",
    written=written.CONVOLUTION_NORMS,
)
def norms(layers: Layers) -> Outcome:
    """Along the gradient flow the differences of the squared norms of the filters do not change."""
    found, strides = layers
    jacobian = filters.derivative(layers)
    residual = [c - (k % 3) for k, c in enumerate(filters.end_to_end(found, strides))]
    gradient = [sum(a * b for a, b in zip(column, residual, strict=True)) for column in jacobian.T.rows()]
    rates, start = [], 0
    for w in found:
        rates.append(sum(a * b for a, b in zip(w, gradient[start : start + len(w)], strict=True)))
        start += len(w)
    return equal(rates, [rates[0]] * len(rates), "the rates of the squared norms")
