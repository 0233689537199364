"""Kohn and others (2022, 2023): one-dimensional linear convolutional networks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from functools import reduce

from proofs_check.facts import filters, written
from proofs_check.facts.filters import Layers
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import KOHN, KOHN_STRIDES
from proofs_check.language.verdict import Verdict

SMALL: tuple[filters.Filter, ...] = ((2, 1), (-2, -1), (1, 0), (0, 1), (1, 1), (1, -1), (1, 2), (-1, 0), (0, -1))
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
    fields=("filters", "strides"),
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
        fields=("filters", "strides"),
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


Target = tuple[int, int, int]
"""The coefficients of ``w_0 + w_1 x + w_2 x^2``."""


def targets(size: str, seed: int) -> Iterator[Target]:
    some = range(-2, 3)
    yield from itertools.product(some, some, some)


def discriminant(target: Target) -> int:
    return target[1] ** 2 - 4 * target[0] * target[2]


def surd_product(target: Target) -> bool:
    """Whether the factors with the roots of the formula for quadratic equations multiply out to the target, exactly.

    Numbers ``p + q sqrt(D)`` are pairs; at w_2 = 0 the factors are 1 and the linear polynomial itself.
    """
    a, b, c = map(Fraction, target)
    if c == 0:
        return True
    D, half = discriminant(target), Fraction(1, 2)
    one = ((b * half, -half), (c, Fraction(0)))  # (b - sqrt(D)) / 2 + c x
    two = ((b * half / c, half / c), (Fraction(1), Fraction(0)))  # (b + sqrt(D)) / (2 c) + x

    def times(u: tuple[Fraction, Fraction], v: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
        return u[0] * v[0] + D * u[1] * v[1], u[0] * v[1] + u[1] * v[0]

    middle = [x + y for x, y in zip(times(one[0], two[1]), times(one[1], two[0]), strict=True)]
    return (times(one[0], two[0]), tuple(middle), times(one[1], two[1])) == ((a, 0), (b, 0), (c, 0))


def never_vanishes(target: Target) -> bool:
    """Whether ``4 w_2 w(x) = (2 w_2 x + w_1)^2 - D`` with D < 0, so that no real linear factor exists, nor infinity."""
    a, b, c = target
    square = filters.times([b, 2 * c], [b, 2 * c])
    return discriminant(target) < 0 != c and [4 * c * a, 4 * c * b, 4 * c * c] == [
        square[0] - discriminant(target),
        *square[1:],
    ]


@claim(
    "kohn.lcn.semialgebraic",
    source=KOHN.at("abstract, semi-algebraic function spaces"),
    statement=r"\{w_1(x) w_2(x) : w_1, w_2 \text{ real, two entries}\} = \{w : w_{(1)}^2 \ge 4 w_{(0)} w_{(2)}\}",
    over=cases(
        "polynomials of degree 2",
        targets,
        sentence="all 125 filters of three entries from -2 to 2, with factors in exact surds",
        strength=Verdict.VERIFIED,
        fields=("w_0", "w_1", "w_2"),
    ),
    made_precise="the smallest case of the sentence that these function spaces are semi-algebraic, where those of "
    "fully connected linear networks are algebraic: two layers of stride one, two entries each. The set is not "
    "algebraic, as every polynomial that vanishes on it vanishes on an open set",
    written=written.CONVOLUTION_CONE,
)
def semialgebraic(target: Target) -> Outcome:
    """The compositions of two filters with two entries are the quadratic polynomials with real roots."""
    if discriminant(target) >= 0:
        return is_true(surd_product(target), "the polynomial is a product of two real factors")
    return is_true(never_vanishes(target), "the polynomial has no real factor")


def unmet(size: str, seed: int) -> Iterator[tuple[Target, tuple[filters.Filter, filters.Filter]]]:
    """Targets that no two filters meet, and pairs of filters.

    For (-5, -2, -5) the filters (2, 1) and (-2, -1) are critical, for (5, 2, 5) two equal ones.
    """
    some = range(-1, 2)
    found = (t for t in itertools.product(some, some, some) if discriminant(t) < 0)
    yield from itertools.product([(-5, -2, -5), (5, 2, 5), *found], itertools.product(SMALL, SMALL))


@claim(
    "kohn.lcn.repeated",
    source=KOHN.at("abstract, repeated filters"),
    statement=r"t_{(1)}^2 < 4 t_{(0)} t_{(2)}, \; \nabla_{w_1, w_2} \|w_1 w_2 - t\|^2 = 0, \; w_1, w_2 \ne 0 "
    r"\Rightarrow w_1 = c \, w_2",
    over=cases(
        "targets and filters",
        unmet,
        sentence="all targets of three entries from -1 to 1 without real roots, (5, 2, 5) and its negative, with all "
        "pairs of nine filters",
        strength=Verdict.VERIFIED,
        fields=("target", "filters"),
    ),
    made_precise="the abstract says that optimised filters are often repeated; this is the smallest case in which they "
    "always are: two layers of stride one with two entries each, and a target that is not a composition of two filters",
    written=written.CONVOLUTION_CONE,
)
def repeated(case: tuple[Target, tuple[filters.Filter, filters.Filter]]) -> Outcome:
    """For a target that two filters cannot meet, the filters of every nonzero critical point are multiples."""
    target, pair = case
    layers = (pair, (1, 1))
    residual = [w - t for w, t in zip(filters.end_to_end(*layers), target, strict=True)]
    gradient = [
        sum(a * b for a, b in zip(column, residual, strict=True)) for column in filters.derivative(layers).T.rows()
    ]
    multiples = pair[0][0] * pair[1][1] == pair[0][1] * pair[1][0]
    return is_true(any(gradient) or multiples, "the point is not critical, or its filters are multiples")
