"""Section 4 of Chitour et al. (2022): almost every trajectory reaches a global minimum."""

from __future__ import annotations

from dataclasses import replace

import pytest

import symdln as dln
from proofs_check.claims.chitour import ovf, prop1
from proofs_check.claims.chitour.parts import overfitting
from proofs_check.claims.chitour.parts.overfitting import Flow
from proofs_check.language.scope import Cases
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import planted, settle


def test_simulated_claims_are_supported_and_say_how_many() -> None:
    results = settle(prop1.prop_1_simulated, ovf.ovf_shallow_simulated, ovf.ovf_deep_simulated)
    assert [result.verdict for result in results] == [Verdict.SUPPORTED] * 3
    shallow, deep = (len(every) * overfitting.STARTS["small"] for every in (overfitting.SHALLOW, overfitting.DEEP))
    assert [result.tally.cases for result in results] == [shallow + deep, shallow, deep]
    assert all(result.sample is not None and result.sample.failures == 0 for result in results)
    assert results[1].sample is not None
    assert results[1].sample.bound == pytest.approx(1 - 0.01 ** (1 / shallow))  # Clopper-Pearson, none of n, 99 %


def test_inexact_failures_leave_the_claim_undecided() -> None:
    claim = ovf.ovf_deep_simulated
    scope = claim.over
    assert isinstance(scope, Cases)
    stuck = Flow((1, 1, 1, 1), ("2",), 0, True, 2.0, 0.0, 2.0, 10.0)
    changed = planted(claim, over=replace(scope, make=lambda size, seed: [stuck]))
    (result,) = settle(changed)
    assert result.verdict is Verdict.UNDECIDED
    assert result.tally.failures == 1


def test_the_conjecture_is_settled_or_open_architecture_by_architecture() -> None:
    # (1, 1, 1, 1): C_j = 0 at the only non-strict saddle.  (3, 3, 2, 2) is open by the table of docs/almost-every.md
    assert ovf.ovf_deep.at((1, 1, 1, 1)).holds
    assert ovf.ovf_deep.at((2, 2, 2, 2)).holds
    outcome = ovf.ovf_deep.at((3, 3, 2, 2))
    assert not outcome.holds
    assert not outcome.fails


def test_one_hidden_layer_rests_on_strict_saddles() -> None:
    # L = (b a - 1)^2 / 2 at a = b = 0 has the Hessian [[0, -1], [-1, 0]]; at depth 3 zero has a Hessian that vanishes
    assert ovf.ovf_shallow.at(dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[[0]], [[0]]])).holds
    assert ovf.ovf_shallow.at(dln.Point(dln.Problem.canonical((1,), (1, 1, 1, 1)), [[[0]]] * 3)).fails


@pytest.mark.parametrize("size", ["small", "default", "large"])
def test_no_size_leaves_out_what_is_open(size: str) -> None:
    assert (2, 2, 2, 2, 2) in set(ovf.architectures(size, 0))
    assert not ovf.ovf_deep.at((2, 2, 2, 2, 2)).holds
