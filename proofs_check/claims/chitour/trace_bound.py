"""tr(A C) <= ||C|| tr(A), proof of Lemma 2.4 of Chitour et al. (2022)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from functools import cache

import flint

import symdln as dln
from proofs_check.claims.chitour.parts.convergence import MOST, gram_grid
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at
from proofs_check.networks.indeterminates import PolynomialMatrix

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
        fields=("route", "size"),
    ),
    formal=(
        "tr(S Z) <= norm(Z) tr(S) if S psd",
        "-norm(Z) tr(S) <= tr(S Z) if S psd",
    ),
    proof=logic("chitour.trace-bound"),
)
def trace_bound(case: BoundCase) -> Outcome:
    """The trace of A C is at most the norm of C times the trace of A, for nonnegative A."""
    route, size = case
    if route == "symbols":
        return norm_is_at_most_trace(size)
    grams = dict.fromkeys(V.T @ V for V in gram_grid((size,), (-1, 0, 1)))
    return all_of(*(trace_bound_at(A, C) for A in grams for C in symmetric_grid(size)))


def trace_bound_at(A: dln.Matrix, C: dln.Matrix) -> Outcome:
    """The squares of both sides, and the formal statement."""
    return all_of(
        at_most(A.inner(C) ** 2, C.norm_squared() * A.trace() ** 2, "tr(A C)^2", A=A, C=C),
        formal_at("chitour.trace-bound", S=A, Z=C),
    )


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
