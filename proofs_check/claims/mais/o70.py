"""Learning coefficients of two-layer linear networks by the ranks of both factors: a candidate solution of MAIS-O70."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from proofs_check.facts.level_ranks import growth_at_zero
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import MAIS
from proofs_check.language.verdict import Verdict
from symdln.strings.singularity import least_cost

Factorisation = tuple[tuple[int, int, int], int, int, int]
"""Widths (M, H, N), and the ranks a of A (H x M), b of B (N x H) and r of B A."""

LOCAL = (
    "at a fitted point 2 lambda is r (M + N - r) plus the least codimension of an orbit of weights with a vanishing "
    "residual product whose closure has the point (docs/learning-coefficients.md, a proof by hand)"
)
REDUCED = (
    "near A, B the loss is s squares and, in other coordinates, the loss of a vanishing target at the widths q, h, p "
    "(Schur complements in both factors)"
)
VOLUMES = (
    "the volume of factors over the 2-adic integers whose product vanishes up to 2^m shrinks like m^(k-1) 2^(-C m), "
    "where C is twice the learning coefficient at zero and k its order"
)
MOST = {"small": 3, "default": 5, "large": 6}


def factorisations(size: str, seed: int) -> Iterator[Factorisation]:
    """All widths up to a bound with all ranks that occur, smallest first."""
    found = []
    for widths in itertools.product(range(1, MOST[size] + 1), repeat=3):
        M, H, N = widths
        for a, b in itertools.product(range(min(M, H) + 1), range(min(H, N) + 1)):
            found += [(widths, a, b, r) for r in range(max(0, a + b - H), min(a, b) + 1)]
    yield from sorted(found, key=lambda case: (sum(case[0]), case))


FACTORISATIONS = cases(
    "factorisations into two",
    factorisations,
    sentence=lambda size: f"all widths (M, H, N) up to {MOST[size]} with all ranks of A, B and B A that occur",
    strength=Verdict.VERIFIED,
    fields=("widths", "a", "b", "r"),
)


def zero_target(q: int, h: int, p: int) -> tuple[Fraction, int]:
    """(Lambda_0, m_0): the table of Aoyagi and Watanabe for widths (q, h, p) and the target 0.

    >>> [tuple(map(str, zero_target(*widths))) for widths in ((1, 1, 1), (2, 1, 2), (2, 2, 2), (1, 3, 1), (3, 1, 1))]
    [('1/2', '2'), ('1', '2'), ('3/2', '1'), ('1/2', '1'), ('1/2', '1')]
    """
    if q + p < h:
        return Fraction(q * p, 2), 1
    if q + h < p:
        return Fraction(h * q, 2), 1
    if p + h < q:
        return Fraction(h * p, 2), 1
    odd = (q + h + p) % 2
    return Fraction(2 * h * q + 2 * h * p + 2 * q * p - h * h - q * q - p * p + odd, 8), 1 + odd


@cache
def volumes_at_zero(q: int, h: int, p: int) -> tuple[Fraction, int]:
    """The same from exact volumes; no weights are left where a width is 0."""
    if not q * h * p:
        return Fraction(0), 1
    codimension, order = growth_at_zero((q, h, p))
    return Fraction(codimension, 2), order


@claim(
    "mais.o70",
    source=MAIS.at("issue 3, as quoted in issue 12"),
    statement=r"(\lambda(A, B), m(A, B)) = \bigl(\tfrac s2 + \Lambda_0(p, q, h), m_0(p, q, h)\bigr), \; p = N - b, "
    r"q = M - a, h = H - a - b + r, s = N M - p q",
    over=FACTORISATIONS,
    made_precise="A is H x M of rank a, B is N x H of rank b, and B A of rank r is the target; Lambda_0, m_0 are the "
    "table of Aoyagi and Watanabe for a vanishing target, compared with exact volumes, and lambda with the least "
    "codimension at the point; the reduction of the order to a vanishing target is a textbook fact here",
    axioms=(LOCAL, REDUCED, VOLUMES),
)
def o70(case: Factorisation) -> Outcome:
    """The learning coefficient and its order at a factorisation into two depend on the ranks of both factors."""
    (M, H, N), a, b, r = case
    p, q, h = N - b, M - a, H - a - b + r
    value, order = zero_target(q, h, p)
    residual = (M - r, H - r, N - r)
    local = least_cost(residual, {(0, 1): a - r, (1, 2): b - r}).codimension
    return all_of(
        equal(
            Fraction(N * M - p * q, 2) + value,
            Fraction(r * (M + N - r) + local, 2),
            "lambda by the table, and half the codimension at the point",
        ),
        equal((value, order), volumes_at_zero(q, h, p), "the table for a vanishing target, and exact volumes"),
    )
