"""Spectra at balanced points: a case by hand."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.ours.balanced_spectrum import balanced, point_of
from proofs_check.language.verdict import Verdict
from symdln.curvature import eigenvalues
from tests.proofs_check.settling import settle


def test_the_claim_holds_in_the_small_scope() -> None:
    (result,) = settle(balanced)
    assert result.error is None
    assert result.verdict is Verdict.VERIFIED


def test_a_saddle_by_hand() -> None:
    # depth 2, Sxx = I, f = 1/3, P* = diag(9, 4), nothing selected: W = 0, H(V) = -2/3 <diag(9, 4), V_2 V_1>, so the
    # eigenvalues are +-2/3 * 9 and +-2/3 * 4, each d_1 = 2 times
    point = point_of(((2, 2, 2), (3, 2), (), 1))
    assert [(str(v.value), v.multiplicity) for v in eigenvalues(point.hessian)] == [
        ("6", 2), ("8/3", 2), ("-8/3", 2), ("-6", 2)
    ]  # fmt: skip
    assert all(weight == dln.Matrix.zeros(2, 2) for weight in point.weights)
