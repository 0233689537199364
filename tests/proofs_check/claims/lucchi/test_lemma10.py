"""Lemma 10 of Lucchi's lecture: cases by hand and planted faults."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from proofs_check.claims.lucchi import lemma10
from proofs_check.claims.lucchi.parts import random_weights, sizes
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, equal
from tests.proofs_check.settling import claims_of, planted, refuted_first_where_said, without

CLAIMS = claims_of("lucchi", "lemma10")


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_kinds_of_dependence_by_hand():
    two_coins = tuple((a, b) for a in (1, -1) for b in (1, -1))
    assert random_weights.independent(two_coins)
    assert lemma10.uncorrelated(two_coins)
    square = ((0, 0), (1, 1), (-1, 1))  # (w, w^2): E w^3 = 0
    assert lemma10.uncorrelated(square)
    assert not random_weights.independent(square)
    assert not lemma10.uncorrelated(((1, 1), (-1, -1)))


# -- planted faults ----------------------------------------------------------------------------------------------------


def lemma_10_as(right: Callable[[Any, Any, Any], Any]) -> Callable[[Any], Outcome]:
    def check(case: Any) -> Outcome:
        shapes = {"A": ("p", "d"), "W": ("d", "e"), "B": ("e", "q")}
        work = sizes.algebra(shapes, dict(zip(("p", "d", "e", "q"), case, strict=True)))
        A, W, B = work["A"], work["W"], work["B"]
        return equal(work.expect(work.norm(A @ W @ B), W), right(work, A, B), "E ||AWB||^2")

    return check


def independent_of_W(atoms: Any) -> bool:
    """(A, B) has the same conditional law for every outcome of W."""
    values = {atom[0] for atom in atoms}
    rest = [sorted(atom[1:] for atom in atoms if atom[0] == value) for value in values]
    laws = [{pair: Fraction(part.count(pair), len(part)) for pair in part} for part in rest]
    return all(law == laws[0] for law in laws)


W_FREE = Hypothesis("W independent of (A, B)", "W independent of (A, B)", independent_of_W)

LEMMA_10 = CLAIMS["lucchi.lemma10.fixed"]

PLANTED: dict[str, tuple[Claim, Any]] = {
    "lemma 10 with ||A A^T||": (
        planted(LEMMA_10, check=lemma_10_as(lambda w, A, B: w.variance * w.norm(A @ A.T) * w.norm(B))),
        [1, 1, 1, 1],
    ),
    "lemma 10 with sigma^4": (
        planted(LEMMA_10, check=lemma_10_as(lambda w, A, B: w.variance**2 * w.norm(A) * w.norm(B))),
        [1, 1, 1, 1],
    ),
    "lemma 10 with the inner size": (
        planted(LEMMA_10, check=lemma_10_as(lambda w, A, B: w.number(A.shape[1]) * w.variance * w.norm(A) * w.norm(B))),
        [1, 2, 1, 1],
    ),
    "lemma 10 without correlation hypothesis": (
        without(CLAIMS["lucchi.lemma10.random"], lemma10.UNCORRELATED.name),
        [[1, 0, 0], [-1, 1, 1]],
    ),
    "lemma 10 with A and B only uncorrelated": (
        planted(CLAIMS["lucchi.lemma10.random"], assuming=(lemma10.UNCORRELATED, W_FREE)),
        [[1, 0, 0], [1, 1, 1], [1, 1, -1]],  # W = 1, A = B^2: E A^2 B^2 = 2/3, E A^2 E B^2 = 4/9
    ),
}


test_planted_faults_are_refuted_at_the_smallest_case = refuted_first_where_said(PLANTED)
