"""Theorems 2.1 and 2.2 of Yun, Sra and Jadbabaie (2018): cases by hand and planted faults."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.yun import thm2
from proofs_check.claims.yun.parts import setting
from proofs_check.language.outcome import Outcome, at_most
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import first_failure, small_cases, verdicts_on_cases

test_claims_hold_in_the_small_scope_and_say_something_there = verdicts_on_cases(
    {
        thm2.theorem_2_1: Verdict.DERIVED,
        thm2.theorem_2_2: Verdict.DERIVED,
    }
)


def point(values: tuple[int, ...], widths: tuple[int, ...], weights: list[list[list[int]]]) -> dln.Point:
    return dln.Point(dln.Problem.canonical(values, widths), weights)


def test_first_two_theorems_share_out_the_architectures() -> None:
    both = [{p.problem.widths for p in small_cases(claim)} for claim in (thm2.theorem_2_1, thm2.theorem_2_2)]
    assert (1, 1, 1) in both[0]
    assert (2, 1, 2) in both[1]
    assert not both[0] & both[1]


def test_set_of_theorem_2_2_by_hand() -> None:
    # widths (2, 1, 2), s = (3, 2): P = diag(3, 0) is the best, P = diag(0, 2) has rank 1 too
    best = point((3, 2), (2, 1, 2), [[[3, 0]], [[1], [0]]])
    other = point((3, 2), (2, 1, 2), [[[0, 2]], [[0], [1]]])
    assert best.is_critical
    assert other.is_critical
    assert thm2.is_in_V_2(best)
    assert not thm2.is_in_V_2(other)
    assert setting.product_has_full_rank(other)
    assert other.inertia_by_hessian.negative == 1  # s_1 > s_2


def rank_alone(at: dln.Point) -> Outcome:
    return thm2.global_or_saddle(at, setting.product_has_full_rank(at))


def every_saddle_is_strict(at: dln.Point) -> Outcome:
    if setting.product_has_full_rank(at):
        return thm2.theorem_2_1.check(at)
    return at_most(1, at.inertia_by_hessian.negative, "planted: strict saddles only")


def never_outside(at: dln.Point) -> Outcome:
    return thm2.global_or_saddle(at, True)


def test_false_neighbours_of_yun_are_refuted() -> None:
    assert first_failure(thm2.theorem_2_2, rank_alone).problem.widths == (2, 1, 2)
    assert first_failure(thm2.theorem_2_1, every_saddle_is_strict).problem.widths == (1, 1, 1, 1)
    assert first_failure(thm2.theorem_2_1, never_outside).problem.widths == (1, 1, 1)
