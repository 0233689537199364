"""Section 2.2: the trace inequalities that the proofs of Lemma 2.4 and Proposition 2 quote."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import flint

import symdln as dln
from proofs_check.facts.eigenvalues import smallest_is_at_most
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, holds, is_true
from proofs_check.language.scope import cases
from proofs_check.language.source import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.indeterminates import PolynomialMatrix
from proofs_check.networks.words import same
from symdln.algebra.words import Symbol, identity, scalar, trace

WEIGHTED_MEANS = "weighted means: x_1^{a_1} ... x_k^{a_k} <= sum_i (a_i / l) x_i^l for x >= 0, a_1 + ... + a_k = l"
DIAGONAL = "a real symmetric matrix is orthogonally similar to the diagonal matrix of its eigenvalues"
CAUCHY_SCHWARZ = "Cauchy-Schwarz: |tr(A^T C)| <= ||A||_F ||C||_F"
MINORS = "the principal minors of a matrix A >= 0 are not negative"
SHIFTED = "A A^T - lambda_min(A A^T) I >= 0, and tr(B^T S B) >= 0 for S >= 0"

MOST = {"small": 3, "default": 5, "large": 7}


def gram_grid(sizes: tuple[int, ...], entries: tuple[int, ...]) -> Iterator[dln.Matrix]:
    """All square matrices of these sizes with entries in a set."""
    for size in sizes:
        for values in itertools.product(entries, repeat=size * size):
            yield dln.Matrix.from_entries(size, size, values)


# -- powers ------------------------------------------------------------------------------------------------------------

PowerCase = tuple[str, int, int]


def powers(size: str, seed: int) -> Iterator[PowerCase]:
    """(route, k, l): an identity of polynomials in k eigenvalues, or all ``S = V^T V`` with V of k rows from a grid."""
    for k, power in itertools.product(range(1, MOST[size] + 1), repeat=2):
        yield ("eigenvalues", k, power)
        if k <= 2:
            yield ("matrices", k, power)


def gamma_0(k: int, power: int) -> Fraction:
    """``min(1/2, k^(1-l))``: the constant of print is to be below 1, which ``k^(1-l)`` is not for k = 1 or l = 1."""
    return min(Fraction(1, 2), Fraction(1, k ** (power - 1)))


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
    ),
    made_precise="gamma_0 = min(1/2, k^(1-l)); k^(1-l) itself is attained at S = I, and 1/2 only makes it less than 1",
    axioms=(WEIGHTED_MEANS, DIAGONAL),
)
def trace_power(case: PowerCase) -> Outcome:
    """The trace of the power of a nonnegative matrix lies between gamma_0 times the power of the trace and that
    power.
    """
    route, k, power = case
    return power_bounds(route, k, power, gamma_0(k, power))


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
        at_most(gamma * whole, powered.trace(), "gamma_0 tr(S)^l", S=S, l=power),
        at_most(powered.trace(), whole, "tr(S^l)", S=S, l=power),
    )


# -- tr(A C) -----------------------------------------------------------------------------------------------------------

BoundCase = tuple[str, int]


def bound_cases(size: str, seed: int) -> Iterator[BoundCase]:
    yield from (("grid", n) for n in (1, 2))
    yield from (("symbols", n) for n in range(1, MOST[size] + 1))


@claim(
    "chitour.trace-bound",
    source=CHITOUR.at("proof of Lemma 2.4"),
    statement=r"|\operatorname{tr}(A C)| \le \|C\|_F \operatorname{tr}(A), \; A \ge 0",
    over=cases(
        "matrices as symbols",
        bound_cases,
        sentence="A and C of size up to 5 (small: 3; large: 7) with symbols as entries; and by a second route all "
        "A = V^T V and symmetric C of size 1 or 2 with entries of V in {-1, 0, 1} and of C in {-2, -1, 0, 1, 2}",
        strength=Verdict.PROVED,
    ),
    axioms=(CAUCHY_SCHWARZ, MINORS),
)
def trace_bound(case: BoundCase) -> Outcome:
    """The trace of A C is at most the norm of C times the trace of A, for nonnegative A."""
    route, size = case
    if route == "symbols":
        return norm_is_at_most_trace(size)
    return all_of(*(trace_bound_at(V.T @ V, C) for V in gram_grid((size,), (-1, 0, 1)) for C in symmetric_grid(size)))


def trace_bound_at(A: dln.Matrix, C: dln.Matrix) -> Outcome:
    """The squares of both sides."""
    return at_most(A.inner(C) ** 2, C.norm_squared() * A.trace() ** 2, "tr(A C)^2", A=A, C=C)


def norm_is_at_most_trace(size: int) -> Outcome:
    """``tr(A)^2 - ||A||_F^2`` is twice the sum of the principal 2x2 minors; with Cauchy-Schwarz the bound follows."""
    A = symmetric_symbols(size)
    minors = A.zero
    for i, j in itertools.combinations(range(size), 2):
        minors += A.rows[i][i] * A.rows[j][j] - A.rows[i][j] * A.rows[j][i]
    return is_true(
        A.trace() ** 2 - (A @ A).trace() == 2 * minors, "tr(A)^2 - ||A||^2 is twice the sum of 2x2 minors", size=size
    )


def symmetric_symbols(size: int) -> PolynomialMatrix:
    """A symmetric matrix of indeterminates."""
    names = [f"a_{i}_{j}" for i in range(size) for j in range(i, size)]
    ring = flint.fmpz_mpoly_ctx.get(names, "degrevlex")
    letters = dict(zip(names, ring.gens(), strict=True))
    rows = tuple(tuple(letters[f"a_{min(i, j)}_{max(i, j)}"] for j in range(size)) for i in range(size))
    return PolynomialMatrix(ring.constant(0), (size, size), rows)


@cache
def symmetric_grid(size: int) -> tuple[dln.Matrix, ...]:
    """All symmetric matrices of a size with entries from -2 to 2."""
    made = []
    for values in itertools.product(range(-2, 3), repeat=math.comb(size + 1, 2)):
        places = dict(zip(itertools.combinations_with_replacement(range(size), 2), values, strict=True))
        made.append(
            dln.Matrix.from_entries(
                size, size, [places[min(i, j), max(i, j)] for i in range(size) for j in range(size)]
            )
        )
    return tuple(made)


# -- tr(A A^T B B^T) ---------------------------------------------------------------------------------------------------

Shapes = tuple[int, int, int]


def shapes(size: str, seed: int) -> Iterator[Shapes | tuple[str]]:
    """(rows of both, columns of A, columns of B), smallest first, and the case in words."""
    most = {"small": 4, "default": 6, "large": 8}[size]
    found = [(n, p, q) for n, p, q in itertools.product((1, 2, 3), repeat=3) if n * (p + q) <= most]
    yield from sorted(found, key=lambda shape: (shape[0] * (shape[1] + shape[2]), shape))
    yield ("any size",)


@claim(
    "chitour.trace-inequality",
    source=CHITOUR.at("proof of Prop. 2"),
    statement=r"\operatorname{tr}(A A^\mathsf{T} B B^\mathsf{T}) \ge \lambda_{\min}(A A^\mathsf{T}) "
    r"\operatorname{tr}(B B^\mathsf{T})",
    over=cases(
        "any size",
        shapes,
        sentence="real matrices A, B of any sizes with the same number of rows, in words; and by a second route all "
        "A, B with together at most 6 (small: 4; large: 8) entries from {-1, 0, 1} and at most 3 rows or columns",
        strength=Verdict.PROVED,
    ),
    axioms=(SHIFTED,),
)
def trace_inequality(case: Shapes | tuple[str]) -> Outcome:
    """The trace of A A^T B B^T is at least the least eigenvalue of A A^T times the trace of B B^T."""
    if len(case) == 1:
        A, B, least = Symbol("A", "n", "p"), Symbol("B", "n", "q"), scalar("lambda")
        gap = trace(A @ A.T @ B @ B.T) - least * trace(B @ B.T)
        return same(
            gap, trace(B.T @ (A @ A.T - identity("n") * least) @ B), "the difference is tr(B^T (A A^T - lambda) B)"
        )
    return all_of(*(trace_inequality_at(A, B) for A, B in pairs(case)), holds("all pairs"))


def trace_inequality_at(A: dln.Matrix, B: dln.Matrix) -> Outcome:
    """Both sides divided by ``tr(B B^T)``, which is no restriction for B other than 0."""
    weight = B.norm_squared()
    if weight == 0:
        return holds("B = 0")
    ratio = (A.T @ B).norm_squared() / weight
    return is_true(smallest_is_at_most(A @ A.T, ratio), f"lambda_min(A A^T) <= {ratio}", A=A, B=B)


def pairs(shape: Shapes) -> Iterator[tuple[dln.Matrix, dln.Matrix]]:
    """All pairs of matrices of these shapes with entries in {-1, 0, 1}."""
    n, p, q = shape
    for a in itertools.product((0, 1, -1), repeat=n * p):
        for b in itertools.product((0, 1, -1), repeat=n * q):
            yield dln.Matrix.from_entries(n, p, a), dln.Matrix.from_entries(n, q, b)
