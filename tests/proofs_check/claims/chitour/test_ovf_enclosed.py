"""Enclosed trajectories of Conjecture 1: the verdict, and a start that stays at a saddle."""

import symdln as dln
from proofs_check.claims.chitour.ovf import ovf_deep_enclosed, rational_start
from proofs_check.language.verdict import Verdict
from symdln.dynamics import certified_flow
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(ovf_deep_enclosed)
    assert result.verdict is Verdict.CERTIFIED


def test_a_saddle_is_not_called_a_minimum() -> None:
    # W = 0 is critical at depth 3, so the trajectory rests there, with loss 1/2 (4 + 1)
    problem = rational_start(((2, 2, 2, 2), 0)).problem
    run = certified_flow(problem, [dln.Matrix.zeros(2, 2)] * 3, until=2)
    assert run.convergence is None
    assert run.end.loss[0] <= 5 / 2 <= run.end.loss[1]
