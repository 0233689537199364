"""tr(A^m) and tr(A)^m, end of the proof of Lemma 2.4 of Chitour et al. (2022)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import flint

import symdln as dln
from proofs_check.claims.chitour.parts.convergence import MOST, gamma_0, gram_grid
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at

PowerCase = tuple[str, int, int]


def powers(size: str, seed: int) -> Iterator[PowerCase]:
    """(route, k, l): an identity of polynomials in k eigenvalues, or all ``S = V^T V`` with V of k rows from a grid."""
    for k, power in itertools.product(range(1, MOST[size] + 1), repeat=2):
        yield ("eigenvalues", k, power)
        if k <= 2:
            yield ("matrices", k, power)


@claim(
    "chitour.trace-power",
    source=CHITOUR.at("end of the proof of Lemma 2.4"),
    statement=r"\gamma_0 (\operatorname{tr}(S))^l \le \operatorname{tr}(S^l) \le (\operatorname{tr}(S))^l, \; S \ge 0",
    over=cases(
        "eigenvalues as symbols",
        powers,
        sentence="S of size k and powers l, both up to 5 (small: 3; large: 7), by polynomials in the eigenvalues; "
        "and by "
        "a second route all S = V^T V with V of size 1 or 2 and entries in {-1, 0, 1, 2}",
        strength=Verdict.PROVED,
        fields=("route", "size", "power"),
    ),
    made_precise="gamma_0 = min(1/2, k^(1-l)); k^(1-l) itself is attained at S = I, and 1/2 only makes it less than 1",
    formal=(
        "gamma tr(S)^(m+1) <= tr(S^(m+1)) if S psd, m >= 0, gamma >= 0, gamma r^m <= 1",
        "tr(S^l) <= tr(S)^l if S psd, l >= 1",
    ),
    proof=logic("chitour.trace-power"),
)
def trace_power(case: PowerCase) -> Outcome:
    """The trace of the power of a nonnegative matrix lies between gamma_0 times the power of the trace and that
    power.
    """
    route, k, power = case
    gamma = gamma_0(k, power)
    sharp = gamma == Fraction(1, 2) or gamma * k**power == k
    return all_of(power_bounds(route, k, power, gamma), is_true(sharp, "gamma_0 is 1/2, or attained at S = I"))


def power_bounds(route: str, k: int, power: int, gamma: Fraction) -> Outcome:
    """Both bounds with a given constant."""
    if route == "matrices":
        return all_of(*(power_bounds_at(V.T @ V, power, gamma) for V in gram_grid((k,), (-1, 0, 1, 2))))
    ring = flint.fmpz_mpoly_ctx.get([f"x_{i}" for i in range(k)], "degrevlex")
    x = ring.gens()
    whole = sum(x, ring.constant(0)) ** power
    rest = whole - sum((one**power for one in x), ring.constant(0))
    # weighted means for every product: (sum x)^l <= sum over monomials of (coefficient) sum_i (a_i / l) x_i^l
    shares = [Fraction(0)] * k
    for exponents, coefficient in whole.to_dict().items():
        for i, exponent in enumerate(exponents):
            shares[i] += Fraction(int(exponent) * int(coefficient), power)
    return all_of(
        is_true(
            all(int(c) >= 0 for c in rest.coeffs()), "(sum x)^l - sum x^l has nonnegative coefficients", k=k, l=power
        ),
        at_most(gamma * max(shares), Fraction(1), f"gamma_0 times the bound of weighted means, k = {k}, l = {power}"),
        equal(power_bounds_at(dln.Matrix.identity(k), power, gamma).holds, True, "at S = I"),
    )


def power_bounds_at(S: dln.Matrix, power: int, gamma: Fraction) -> Outcome:
    """Both bounds at one matrix."""
    whole = S.trace() ** power
    powered = S
    for _ in range(power - 1):
        powered = powered @ S
    return all_of(
        formal_at("chitour.trace-power", S=S, r=S.shape[0], m=power - 1, l=power, gamma=gamma),
        is_true(gamma * S.shape[0] ** (power - 1) <= 1, "gamma_0 k^(l-1) <= 1, as the formal statement assumes"),
        at_most(gamma * whole, powered.trace(), "gamma_0 tr(S)^l", S=S, l=power),
        at_most(powered.trace(), whole, "tr(S^l)", S=S, l=power),
    )
