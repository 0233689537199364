"""Eq. (2.3) of Hardt and Ma (2017), in the text of ICLR: two exponents are others."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import NamedTuple

from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, at_most, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import HARDT
from proofs_check.language.verdict import Verdict


class Scalars(NamedTuple):
    """Layers 1 + a_j of size 1 with |a_j| <= tau, the target r, and the one input x; numbers as texts."""

    layers: tuple[str, ...]
    r: str
    x: str
    tau: str


def scalars(size: str, seed: int) -> Iterator[Scalars]:
    for depth, x, tau in itertools.product((1, 2, 3), ("1", "2"), ("1/2",)):
        for signs in itertools.combinations_with_replacement(("-1/2", "0", "1/2"), depth):
            for r in ("0", "2"):
                yield Scalars(signs, r, x, tau)


SCALARS = cases(
    "scalar residual layers",
    scalars,
    sentence="one to three layers of size 1 with a_j = -1/2, 0 or 1/2, inputs 1 and 2, and targets 0 and 2",
    strength=Verdict.VERIFIED,
)


def sides(case: Scalars, power: int, of_sigma: int) -> tuple[Fraction, Fraction]:
    """``4 l (1 - tau)^power sigma^of_sigma (f - C)`` and the squared gradient, by the definition of f.

    f = ((1 + a_l) ... (1 + a_1) - r)^2 sigma + C with sigma = x^2.
    """
    layers, sigma = [1 + Fraction(a) for a in case.layers], Fraction(case.x) ** 2
    error = prod(layers) - Fraction(case.r)
    partial = [2 * error * sigma * prod(layers[:j] + layers[j + 1 :]) for j in range(len(layers))]
    bound = 4 * len(layers) * (1 - Fraction(case.tau)) ** power * sigma**of_sigma * error**2 * sigma
    return bound, sum((g * g for g in partial), Fraction(0))


def one_layer(case: Scalars, details: Details) -> Given:
    """The layer, the target, the input and tau; the rule is about one layer."""
    return at(None, A=Fraction(case.layers[0]), R=Fraction(case.r), X=Fraction(case.x), T=Fraction(case.tau))


@claim(
    "hardt.eq2.3",
    source=HARDT.at("eq. (2.3)"),
    statement=r"\|A_j\| \le \tau < 1 \Rightarrow \|\nabla f(A)\|_F^2 \ge 4 \ell (1 - \tau)^{\ell - 1} "
    r"\sigma_{\min}(\Sigma)^2 (f(A) - C^*)",
    over=SCALARS,
    made_precise="in scope size 1; the noise adds the same number to f and to the least value, C_opt in print. Both "
    "exponents "
    "come from the proof: the norm of a gradient is squared without the power of 1 - tau, and the squared Frobenius "
    "norm "
    "of the error E is taken for at least tr E Sigma E^T, which is so for Sigma <= I only",
    certify=one_layer,
    grade=Grade.FALSE,
)
def printed(case: Scalars) -> Outcome:
    """The squared gradient is at least 4 l (1 - tau)^(l-1) sigma_min^2 times the excess of the loss."""
    bound, size = sides(case, len(case.layers) - 1, 2)
    return at_most(bound, size, "the bound", but="the squared gradient")


@claim(
    "hardt.eq2.3.corrected",
    source=HARDT.at("eq. (2.3)"),
    statement=r"\|A_j\| \le \tau < 1 \Rightarrow \|\nabla f(A)\|_F^2 \ge 4 \ell (1 - \tau)^{2 \ell - 2} "
    r"\sigma_{\min}(\Sigma) (f(A) - C^*)",
    over=SCALARS,
    made_precise="the norm of a product of l - 1 layers is squared, and one factor Sigma is in f already; both "
    "constants "
    "are the best ones (ours.residual.sharp)",
    written=written.RESIDUAL,
    corrects="hardt.eq2.3",
)
def repaired(case: Scalars) -> Outcome:
    """The squared gradient is at least 4 l (1 - tau)^(2l-2) sigma_min times the excess of the loss.

    For one layer, and where every a_j is -tau, the two sides are equal.
    """
    bound, size = sides(case, 2 * len(case.layers) - 2, 1)
    if len(case.layers) == 1 or all(Fraction(a) == -Fraction(case.tau) for a in case.layers):
        return equal(bound, size, "the bound, and the squared gradient")
    return at_most(bound, size, "the bound", but="the squared gradient")
