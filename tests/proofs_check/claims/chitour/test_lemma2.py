"""Lemma 2.4 of Chitour et al. (2022): smaller polynomials and a missing word are refuted."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.chitour import lemma2
from proofs_check.claims.chitour.parts import convergence
from proofs_check.claims.chitour.parts.convergence import Bounds
from proofs_check.language.outcome import Outcome
from proofs_check.networks.layers import LayerWords
from tests.proofs_check.settling import first_failure


def two_sided(fault: Callable[[Bounds], tuple[Fraction, Any, Any]]) -> Callable[[Any], Outcome]:
    def check(subject: Any) -> Outcome:
        if not isinstance(subject, dln.Point):
            return lemma2.lemma_2_4.check(subject)
        return lemma2.two_sided(subject, *fault(Bounds(subject)))

    return check


@pytest.mark.parametrize(
    ("fault", "widths"),
    [
        (lambda b: (b.gamma, b.P * 0, b.P), (1, 1, 1)),  # no P: a = 0, b = 1 has trace 0 < 1/2
        (lambda b: (b.gamma, b.P, b.P * 0), (1, 1, 1)),  # no Q: a = 2, b = 1 has trace 4 > 1
        (lambda b: (b.gamma, b.P, b.P / 2), (1, 1, 1)),  # half of Q: 4 > 1 + 3/2
        (lambda b: (b.gamma * 2, b.P, b.P), (1, 1, 1)),  # gamma_0 = 1 is not below 1
    ],
)
def test_smaller_polynomials_are_refuted(fault: Any, widths: tuple[int, ...]) -> None:
    assert first_failure(lemma2.lemma_2_4, two_sided(fault)).problem.widths == widths


def test_word_bounds_with_a_missing_word_are_refuted() -> None:
    layers = LayerWords(3)
    assert lemma2.one_step(layers, 2).holds
    closed = convergence.tail(layers, 2)
    assert lemma2.printed_bound(layers, 2, closed).fails
