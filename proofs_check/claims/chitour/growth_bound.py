"""The bound after (10) of Chitour et al. (2022) on the growth of the last layer."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.claims.chitour.lemma2 import lemma_2_4
from proofs_check.claims.chitour.parts.convergence import (
    Bounds,
    Subject,
    growth_rate,
    in_words,
    last_norm,
    tail,
    x_of,
)
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least, not_of_words
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sharing import shared
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.formal import formal_at_point, layers_of, same_constant
from proofs_check.networks.layers import LayerWords, depth_of
from proofs_check.networks.words import WordCase, same
from proofs_check.scopes.weight_grids import white_inputs
from symdln.algebra.words import norm_squared, trace


@claim(
    "chitour.growth-bound",
    source=CHITOUR.at("proof of Prop. 1, after (10)"),
    statement=r"\frac{dg}{dt} \le -2 \gamma_0 g^{H+1} + K_1 (1 + g^H)",
    over=in_words,
    assuming=(
        not_of_words(depth_at_least(2)),
        white_inputs,
    ),
    made_precise="K_1 is the sum of the coefficients of 2 P + 2 sigma (x_1 + x_2)/2 (1 + x_3)/2 ... (1 + x_{H+1})/2 "
    "with "
    "gamma_0, P and x_j of Lemma 2.4 and sigma the sum of the absolute values of the entries of Sigma_Y; it depends on "
    "Sigma_Y as well as on the initial weights",
    formal=("dg <= K1 (1 + g^(n-1)) - 2 gamma0 g^n if n >= 2",),
    proof=logic("chitour.growth-bound"),
)
def growth_bound(subject: Subject) -> Outcome:
    """The squared norm of the last layer grows at most at the printed rate."""
    if isinstance(subject, dln.Point):
        return growth_at(subject)
    return all_of(growth_in_words(subject), lemma_2_4.check(subject))


@shared
def growth_at(point: dln.Point) -> Outcome:
    """The inequality and the formal statement with the constants gamma_0 and K_1."""
    bounds, P = Bounds(point), point.end_to_end
    return all_of(
        equal(growth_rate(point), 2 * P.inner(point.problem.Syx - P), "dg/dt and (10)"),
        grows_at_most(point, bounds.gamma, bounds.K_1),
        same_constant(layers_of(point).K1(), bounds.K_1, "K_1"),
        formal_at_point("chitour.growth-bound", point, gamma0=bounds.gamma, K1=bounds.K_1),
    )


def grows_at_most(point: dln.Point, gamma: Fraction, K_1: Fraction) -> Outcome:
    g, n = last_norm(point), point.problem.depth
    return at_most(growth_rate(point), -2 * gamma * g**n + K_1 * (1 + g ** (n - 1)), "dg/dt", g=g)


def growth_in_words(case: WordCase) -> Outcome:
    """(10), and the squares that bound the norm of the product by a polynomial of degree H.

    ``||Pi||^2 <= x_1 x_2 ... x_{H+1}``, and by the squares ``x_1 x_2 <= ((x_1 + x_2)/2)^2``, ``x <= ((1 + x)/2)^2``.
    """
    layers = LayerWords(depth_of(case))
    n, P = layers.depth, layers.product(1, layers.depth)
    target = layers.M + P
    rate = layers.rate(norm_squared(layers.weight(n)))
    first, second = x_of(layers, 1), x_of(layers, 2)
    bound, covered = (first + second) * Fraction(1, 2), first * second
    outcomes = [
        same(rate, 2 * trace(target @ P.T) - 2 * trace(P.T @ P), "(10)"),
        same(bound**2 - first * second, ((first - second) * Fraction(1, 2)) ** 2, "a square for x_1 x_2"),
    ]
    for j in range(3, n + 1):
        half = (1 + x_of(layers, j)) * Fraction(1, 2)
        outcomes.append(
            same(half**2 - x_of(layers, j), ((1 - x_of(layers, j)) * Fraction(1, 2)) ** 2, f"one for x_{j}")
        )
        bound, covered = bound * half, covered * x_of(layers, j)
    degree = max(dict(monomial).get("g", 0) for monomial in bound.polynomial)
    positive = all(c > 0 for c in bound.polynomial.values())
    return all_of(
        *outcomes,
        same(covered, tail(layers, 0), "what the squares bound and x_1 ... x_{H+1}"),
        equal(degree, n - 1, "degree of the bound in g"),
        is_true(positive, "the bound has nonnegative coefficients"),
    )
