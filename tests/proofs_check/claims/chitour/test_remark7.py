"""Remark 7 of Chitour et al. (2022): the case r = 0; cases by hand and planted faults."""

from __future__ import annotations

from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.claims.chitour import remark7
from proofs_check.claims.chitour.parts.prop5_forms import form_matrix
from proofs_check.claims.chitour.parts.shallow_frames import frame
from proofs_check.language.outcome import Finding
from tests.proofs_check.settling import first_failure, without

SMALLEST_OF_RANK_1 = ((2, 2, 2), (0,), 0, 0)  # S_Y = diag(2, 1), W_2 = (1 0; 0 0), W_1 = (2 0; 0 0)


def test_remark_7_by_hand() -> None:
    # widths (2, 1, 1), W_2 = 0, W_1 = (0, 1), s = 1: L = 1/2 ((1 - e d)^2 + e^2 (1 + c)^2), so H = - e d + 1/2 e^2
    f = frame(((2, 1, 1), (), 1, 0))
    assert form_matrix(f, remark7.twice_form_7, ("c_2", "delta_2", "e_2")) == dln.Matrix(
        [[0, 0, 0], [0, 0, Fraction(-1, 2)], [0, Fraction(-1, 2), Fraction(1, 2)]]
    )
    assert remark7.remark_7.check(((2, 1, 1), (), 1, 0)).holds


def test_remark_7_needs_rank_zero() -> None:
    claim = remark7.remark_7
    assert first_failure(claim, assuming=without(claim, "r = 0").assuming) == SMALLEST_OF_RANK_1


def test_planted_form_of_remark_7_is_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    right = remark7.twice_form_7
    monkeypatch.setattr(remark7, "twice_form_7", lambda chart, y: -right(chart, y))
    assert first_failure(remark7.remark_7) == ((1, 1, 1), (), 0, 0)
    assert remark7.remark_7_in_words().answer is Finding.UNDECIDED
