"""tr(A A^T B B^T) and least eigenvalues, proof of Proposition 2 of Chitour et al. (2022)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import symdln as dln
from proofs_check.facts.eigenvalues import smallest_is_at_most
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, holds, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at
from proofs_check.networks.words import same
from symdln.algebra.words import Symbol, identity, scalar, trace

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
        fields=("n", "p", "q"),
    ),
    formal=("tr(A' A D D') >= eig(A' A, 1) tr(D D')",),
    proof=logic("chitour.trace-inequality"),
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
    """Both sides divided by ``tr(B B^T)``, which is not a restriction for B other than 0."""
    weight = B.norm_squared()
    if weight == 0:
        return holds("B = 0")
    ratio = (A.T @ B).norm_squared() / weight
    return all_of(
        is_true(smallest_is_at_most(A @ A.T, ratio), f"lambda_min(A A^T) <= {ratio}", A=A, B=B),
        formal_at("chitour.trace-inequality", A=A.T, D=B),
    )


def pairs(shape: Shapes) -> Iterator[tuple[dln.Matrix, dln.Matrix]]:
    """All pairs of matrices of these shapes with entries in {-1, 0, 1}."""
    n, p, q = shape
    for a in itertools.product((0, 1, -1), repeat=n * p):
        for b in itertools.product((0, 1, -1), repeat=n * q):
            yield dln.Matrix.from_entries(n, p, a), dln.Matrix.from_entries(n, q, b)
