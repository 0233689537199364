"""Equations (2) and (3) of Chitour et al. (2022): cases by hand and planted faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.chitour import reduction
from proofs_check.scopes.rational_data import DATA, Reduction
from tests.proofs_check.settling import first_failure, word_cases


def test_flow_is_changed_by_the_data_by_hand() -> None:
    # X = 2, Y = 1, W = (0, 1): dW_1/dt = 2, its image 2 * 2 = 4; the barred flow W_2 (1 - 0) = 1.  For X = 1 both are 1
    assert first_failure(reduction.reduction_flow) == DATA[1]
    outcome = reduction.reduction_flow.check(DATA[1])
    assert outcome.details["X"] == [["2"]]
    assert outcome.details["W"] == [[["0"]], [["1"]]]
    assert (outcome.details["image"], outcome.details["flow"]) == ([["4"]], [["1"]])
    assert reduction.reduction_flow.check(DATA[0]).holds


def test_flow_is_kept_for_white_data_and_never_without_a_singular_value_1() -> None:
    kept = {data: reduction.reduction_flow.check(data).holds for data in DATA}
    assert all(holds for data, holds in kept.items() if set(data[1]) == {1})
    assert not any(holds for data, holds in kept.items() if 1 not in data[1])
    assert {len(set(data[1])) for data, holds in kept.items() if not holds} == {1, 2}


@pytest.mark.parametrize(
    "barred",
    [
        lambda r, W: [W[0] @ r.U_X @ r.S_X @ r.V_Y.T, *W[1:-1], r.U_Y.T @ W[-1]],
        lambda r, W: [W[0] @ r.S_X @ r.U_X @ r.V_Y, *W[1:-1], r.U_Y.T @ W[-1]],
        lambda r, W: [W[0] @ r.U_X @ r.V_Y, *W[1:-1], r.U_Y.T @ W[-1]],
        lambda r, W: [W[0] @ r.U_X @ r.S_X @ r.V_Y, *W[1:-1], r.U_Y @ W[-1]],
    ],
    ids=["V_Y^T", "S_X U_X", "no S_X", "U_Y"],
)
def test_planted_barred_weights_are_found(barred: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reduction, "barred", barred)
    assert any(reduction.reduction_loss.check(data).fails for data in DATA)


@pytest.mark.parametrize("place", ["last", "first"])
def test_planted_barred_weights_are_not_shown_in_words(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    true = reduction.ReductionInWords.barred

    def planted(self: reduction.ReductionInWords, motion: Any) -> Any:
        last, first = self.chain.W[0], self.chain.W[-1]
        if place == "last":
            return {**true(self, motion), last: self.U_Y @ motion[last]}
        return {**true(self, motion), first: motion[first] @ self.U_X @ self.V_Y}

    monkeypatch.setattr(reduction.ReductionInWords, "barred", planted)
    for claim in (reduction.reduction_loss, reduction.reduction_landscape, reduction.reduction_flow_corrected):
        assert not any(claim.check(case).holds for case in word_cases(claim))


@pytest.mark.parametrize(
    "factor",
    [
        lambda r: r.S_X @ r.S_X,
        lambda r: r.V_Y.T @ r.S_X @ r.V_Y,
        lambda r: r.V_Y @ r.S_X @ r.S_X @ r.V_Y.T,
    ],
    ids=["no V_Y", "S_X", "V_Y transposed"],
)
def test_planted_factor_of_the_flow_is_found(factor: Callable[[Reduction], dln.Matrix]) -> None:
    assert any(reduction.image_of_flow(r, factor(r)).fails for r in map(Reduction, DATA))


def test_inertia_depends_on_the_target_so_the_check_can_fail() -> None:
    # with the target scaled by 1/10 the values differ; with another S_Y a critical point is none
    r = Reduction(DATA[8])
    r.__dict__["reduced"] = dln.Problem.from_data([[1, 0], [0, 1]], [[3, 0], [0, 1]], (2,))
    assert reduction.same_landscape(r).fails
