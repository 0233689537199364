"""Lemma 2.4 of Chitour et al. (2022): the norm of the product and that of the last layer."""

from __future__ import annotations

import itertools
from fractions import Fraction

import flint

import symdln as dln
from proofs_check.claims.chitour.parts.convergence import (
    Bounds,
    Subject,
    _number,
    in_words,
    last_norm,
    tail,
    x_of,
)
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.formal import formal_at_point, layers_of, same_constant
from proofs_check.networks.layers import LayerWords, depth_of
from proofs_check.networks.words import WordCase, same
from symdln.algebra.words import Expression, Scalar, norm_squared, product, scalar, trace


@claim(
    "chitour.lemma2.4",
    source=CHITOUR.at("Lemma 2.4, eq. (9)"),
    statement=r"\exists \, 0 < \gamma_0 < 1 \text{ that depends on } H \text{ and the widths only: } \forall W \; "
    r"\exists P, Q \text{ of degree} \le H, \text{ with nonnegative coefficients that depend on } H \text{ and the } "
    r"C_j \text{ only: } \gamma_0 \|W_{H+1}\|_F^{2(H+1)} - P(\|W_{H+1}\|_F^2) \le \operatorname{tr}\left([(\Pi "
    r"W)_1^{H+1}]^\mathsf{T} (\Pi W)_1^{H+1}\right) \le \|W_{H+1}\|_F^{2(H+1)} + Q(\|W_{H+1}\|_F^2)",
    over=in_words,
    made_precise="gamma_0 = min(1/2, d_y^{-H}), P(z) = Q(z) = K (1 + z^H) with K the sum of the coefficients of "
    "sum_k ((x_{k+1} + c_k)^k - x_{k+1}^k) x_{k+1} ... x_{H+1}, x_j = z + max(0, -tr C_j - ... - tr C_H) and "
    "c_k the sum "
    "of the absolute values of the entries of C_k; the smaller polynomial itself is checked as well",
    formal=(
        "gamma0 g^n - (sP[n] + sP[n] g^(n-1)) <= tr(V[0]' V[0]) if n >= 2",
        "tr(V[0]' V[0]) <= g^n + (sP[n] + sP[n] g^(n-1)) if n >= 2",
        "sP[n] >= 0 if n >= 1",
        "gammaH d[n]^(n-1) <= 1 if n >= 1",
        "gammaH >= 0 if n >= 1",
        "gammaH <= 1/2 if n >= 1",
    ),
    proof=logic("chitour.lemma2.4"),
)
def lemma_2_4(subject: Subject) -> Outcome:
    """The squared norm of the product of all layers is the power H + 1 of that of the last layer, up to a constant
    factor from below and up to polynomials of degree at most H in it with nonnegative coefficients.
    """
    if isinstance(subject, dln.Point):
        bounds = Bounds(subject)
        return all_of(two_sided(subject, bounds.gamma, bounds.P, bounds.P), formally(subject, bounds))
    return all_of(*(one_step(LayerWords(depth_of(subject)), k) for k in range(1, depth_of(subject))), ends(subject))


def formally(point: dln.Point, bounds: Bounds) -> Outcome:
    """The formal statement with this gamma_0; its formula for P gives the polynomial P at g."""
    g = last_norm(point)
    at = bounds.P(flint.fmpq(g.numerator, g.denominator))
    return all_of(
        same_constant(layers_of(point).P(point.problem.depth), _number(at), "P"),
        same_constant(layers_of(point).at_one("P", point.problem.depth), _number(bounds.P(flint.fmpq(1))), "K"),
        formal_at_point("chitour.lemma2.4", point, gamma0=bounds.gamma),
    )


def two_sided(point: dln.Point, gamma: Fraction, P: flint.fmpq_poly, Q: flint.fmpq_poly) -> Outcome:
    """(9) at a point, and what is said of gamma_0, P and Q."""
    g, n = last_norm(point), point.problem.depth
    at = flint.fmpq(g.numerator, g.denominator)
    whole = point.end_to_end.norm_squared()
    proper = all(max(p.degree(), 0) < n and all(c >= 0 for c in p.coeffs()) for p in (P, Q))
    return all_of(
        is_true(0 < gamma < 1 and proper, "gamma_0 in (0, 1); P, Q of degree at most H with nonnegative coefficients"),
        at_most(gamma * g**n - _number(P(at)), whole, "the lower bound", g=g),
        at_most(whole, g**n + _number(Q(at)), "the trace", g=g),
    )


def one_step(layers: LayerWords, k: int) -> Outcome:
    """``F_k(k) - F_{k+1}(k+1)`` is a sum of traces tr(A w) with A >= 0 and words w in G and C_k, at least one C_k in
    each; their bounds ``tr(A) ||G||^i c_k^(k-i)`` add up to E_k, of degree at most H in g, no coefficient negative.
    """
    n = layers.depth
    V = layers.product(k + 1, n)
    W, U, C = layers.weight(k), layers.weight(k + 1), layers.invariant(k)
    G, A = U.T @ U, V.T @ V
    here = trace(V @ power(W @ W.T, k) @ V.T)
    after = layers.product(k + 2, n)
    there = trace(after @ power(U @ U.T, k + 1) @ after.T)
    words, bound = here * 0, here * 0
    for letters in itertools.product((True, False), repeat=k):
        if not all(letters):
            minus = letters.count(False)
            words += (-1) ** minus * trace(A @ product(*(G if is_gram else C for is_gram in letters)))
            bound += tail(layers, k) * x_of(layers, k + 1) ** letters.count(True) * scalar(f"c_{k}") ** minus
    return all_of(same(here - there, words, f"F_{k}({k}) - F_{k + 1}({k + 1})"), printed_bound(layers, k, bound))


def power(matrix: Expression, exponent: int) -> Expression:
    return product(*([matrix] * exponent))


def printed_bound(layers: LayerWords, k: int, bound: Scalar) -> Outcome:
    """The sum of the bounds against ``E_k``, and what Lemma 2.4 says of P."""
    upper = x_of(layers, k + 1)
    closed = ((upper + scalar(f"c_{k}")) ** k - upper**k) * tail(layers, k)
    degree = max(dict(monomial).get("g", 0) for monomial in bound.polynomial)
    return all_of(
        same(bound, closed, f"sum of the bounds of the words, and E_{k}"),
        at_most(degree, layers.depth - 1, f"degree of E_{k} in g"),
        is_true(all(c > 0 for c in bound.polynomial.values()), f"E_{k} has nonnegative coefficients"),
    )


def ends(case: WordCase) -> Outcome:
    """``F_1(1)`` is the trace of (9), and ``||W_j||^2`` is g minus traces of C."""
    layers = LayerWords(depth_of(case))
    n = layers.depth
    P, W, V = layers.product(1, n), layers.weight(1), layers.product(2, n)
    outcomes = [
        same(trace(P.T @ P), trace(V @ W @ W.T @ V.T), "the trace and F_1(1)"),
        same(x_of(layers, n), scalar("g"), "x_{H+1} and g"),
    ]
    for j in range(1, n + 1):
        after = norm_squared(layers.weight(n)) - sum((trace(layers.invariant(i)) for i in range(j, n)), Scalar(0))
        outcomes.append(same(norm_squared(layers.weight(j)), after, f"||W_{j}||^2 and g"))
    return all_of(*outcomes)
