"""Remark 6 of Chitour et al. (2022): saddles at which r_Z > r; cases by hand."""

from __future__ import annotations

import pytest

import symdln as dln
from proofs_check.claims.chitour import remark6
from tests.proofs_check.settling import first_failure, small_cases, without


def test_remark_6_by_hand() -> None:
    # widths (1, 2, 1) at W = 0: Z = I_2, so r_Z = 2 = min d_j, and r = 0
    point = dln.Point(dln.Problem.canonical((3,), (1, 2, 1)), [[[0], [0]], [[0, 0]]])
    assert all(hypothesis.met_by(point) for hypothesis in remark6.remark_6.assuming)
    assert remark6.remark_6.check(point).holds


@pytest.mark.parametrize(
    ("dropped", "widths"),
    [
        ("chitour.1", (2, 1, 2)),  # one hidden unit, the smaller singular value: r = r_Z = 1 = d_1 < d_y
        (remark6.saddle.name, (1, 1, 1)),  # the global minimum: r = r_Z = 1
        (remark6.kawaguchi.name, (1, 1, 1, 1)),  # W = 0: r = r_Z = 0
    ],
)
def test_remark_6_needs_its_hypotheses(dropped: str, widths: tuple[int, ...]) -> None:
    claim = remark6.remark_6
    assert first_failure(claim, assuming=without(claim, dropped).assuming).problem.widths == widths


def test_saddles_of_remark_6_are_the_critical_points_of_positive_loss() -> None:
    claim = remark6.remark_6
    for point in small_cases(claim, assuming=without(claim, remark6.saddle.name).assuming):
        assert remark6.saddle.met_by(point) == (point.loss > 0)
