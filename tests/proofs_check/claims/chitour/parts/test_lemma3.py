"""Lemma 3.2, what shows that (20) is necessary and where it is sufficient: cases by hand."""

from __future__ import annotations

import pytest

import symdln as dln
from proofs_check.claims.chitour.parts import lemma3
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.networks.indeterminates import Network
from tests.proofs_check.settling import texts


def test_second_layer_zero_satisfies_20_and_is_not_critical() -> None:
    # widths (1, 1, 1, 1), W = (1, 0, 1): Z = 0, r = 0, and dL/dW_2 = - W_3 s W_1 = -3
    point = lemma3.with_second_layer_zero(dln.Problem.canonical((3,), (1, 1, 1, 1)))
    assert texts(point) == [[["1"]], [["0"]], [["1"]]]
    assert [block[0, 0] for block in point.gradient] == [0, -3, 0]
    assert lemma3.item_2_and_20(point, blocks(point).order, blocks(point).D_Y).holds


def test_sufficiency_proof_fails_once_w_22_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    # with W_{2,2} not zero the gradients contain terms that (20) does not make vanish
    free = lambda widths, diagonal, blank: Network(  # noqa: E731
        widths, diagonal=diagonal, blank=frozenset(entry for entry in blank if entry[0] == 0)
    )
    problem = dln.Problem.canonical((3, 2), (2, 2, 2))
    assert lemma3.is_sufficient_at_depth_2(problem).holds
    monkeypatch.setattr(lemma3, "Network", free)
    assert lemma3.is_sufficient_at_depth_2(problem).fails
