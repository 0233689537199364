"""The big run, made small: what it asks, what it finds, and that it goes on where it was."""

import json
import math
from collections import Counter

import pytest

from proofs_check.language.verdict import Verdict
from proofs_check.report.results import results_data
from proofs_check.running.runner import Ending, Settings
from proofs_check.running.store import Store
from proofs_check.running.sweep import CLAIMS, AllKinds, DrawnKinds, Extent, Plan, sweep
from symdln.errors import InputError
from symdln.landscape import signature
from symdln.landscape.kinds import kind_of

TINY = Plan(620, Extent(3, 2), Extent(4, 2))  # 202 kinds twice, and 216 draws from 1,353: six work items


def without_times(data):
    if isinstance(data, dict):
        return {key: without_times(value) for key, value in data.items() if key not in ("seconds", "jobs")}
    return [without_times(entry) for entry in data] if isinstance(data, list) else data


def text(parts):
    return json.dumps([without_times(results_data(part.report)) for part in parts])


def cases(scope, seed=0):
    return [case for unit in scope.units("default", seed) for case in scope.cases(unit)]


def test_all_kinds_are_all_kinds_twice():
    scope = AllKinds(Extent(2, 2))
    found = Counter((case.subject.problem.widths, str(kind_of(case.subject))) for case in cases(scope))
    assert len(found) == scope.extent.kinds
    assert set(found.values()) == {2}


def test_draws_do_not_depend_on_how_many_there_are_but_on_the_seed():
    def numbers(draws, seed=0):
        return [case.label["number"] for case in cases(DrawnKinds(Extent(4, 3), draws), seed)]

    assert numbers(25)[:12] == numbers(12)
    assert numbers(12, seed=1) != numbers(12)


def test_draws_are_of_the_kind_that_they_name_and_reach_every_kind():
    # 7 kinds; 100 uniform draws miss a given one with probability (6/7)^100 < 1e-6.
    drawn = cases(DrawnKinds(Extent(3, 1), 100))
    assert {case.label["number"] for case in drawn} == set(range(7))
    assert all(str(kind_of(case.subject)) == case.label["kind"] for case in drawn)


@pytest.fixture(scope="module")
def fresh():
    return list(sweep(TINY, Settings(jobs=1)))


def test_the_whole_scope_is_verified_and_the_draws_are_evidence(fresh):
    exhausted, drawn = fresh
    assert [part.points for part in fresh] == [2 * TINY.exhaust.kinds, TINY.draws]
    assert sum(part.points for part in fresh) == TINY.points
    for result in exhausted.report.results:
        assert (result.verdict, result.tally.failures, result.sample) == (Verdict.VERIFIED, 0, None)
    for result in drawn.report.results:
        assert (result.verdict, result.tally.failures) == (Verdict.SUPPORTED, 0)
        assert result.sample is not None
        # no failure in n cases: the share p with (1 - p)^n = 1 %
        assert math.isclose(result.sample.bound, 1 - 0.01 ** (1 / result.tally.cases), rel_tol=1e-9)
    assert [result.claim.id for result in drawn.report.results] == list(CLAIMS)


def test_two_processes_say_the_same(fresh):
    parts = list(sweep(TINY, Settings(jobs=2)))
    assert text(parts) == text(fresh)
    assert all(part.processor_seconds > 0 and part.points_per_second for part in [*parts, *fresh])


def test_a_sweep_that_was_stopped_goes_on_and_says_the_same(fresh, tmp_path):
    answers = iter(range(4))

    def stop(_):
        if next(answers, None) is None:
            raise KeyboardInterrupt

    with Store(tmp_path / "store.db") as store:
        stopped = list(sweep(TINY, Settings(jobs=1), stop, store))
        assert stopped[-1].report.ending is Ending.INTERRUPTED
        whole = list(sweep(TINY, Settings(jobs=1), store=store))
        again = list(sweep(TINY, Settings(jobs=1), store=store))
    assert text(again) == text(whole) == text(fresh)
    assert 0 < sum(part.new_points for part in whole) < sum(part.points for part in whole) == TINY.points
    assert [(part.new_points, part.points_per_second) for part in again] == [(0, None), (0, None)]


def test_a_wrong_rank_route_that_only_deep_networks_show_is_found(monkeypatch):
    # One pair too few from depth 4 on: all kinds of depth 2 and 3 agree, and the draws find it.
    true = signature.count_pairs
    monkeypatch.setattr(signature, "count_pairs", lambda depth, m: max(true(depth, m) - (depth >= 4), 0))
    exhausted, drawn = sweep(TINY, Settings(jobs=1))
    verdicts = {result.claim.id: result.verdict for result in drawn.report.results}
    assert all(result.verdict is Verdict.VERIFIED for result in exhausted.report.results)
    assert verdicts["ours.inertia"] is Verdict.REFUTED
    assert verdicts["achour.classification"] is Verdict.SUPPORTED  # it does not use the rank route's count of pairs


def test_a_wrong_rank_route_is_found_among_all_kinds(monkeypatch):
    monkeypatch.setattr(signature, "count_pairs", lambda depth, m: 0)
    exhausted, _ = sweep(TINY, Settings(jobs=1))
    inertia, *_ = exhausted.report.results
    assert inertia.verdict is Verdict.REFUTED
    assert inertia.witness is not None


def test_a_budget_leaves_the_claims_undecided_and_no_scope_half_said():
    (part,) = sweep(TINY, Settings(jobs=1, budget=1e-6))
    assert part.report.ending is Ending.BUDGET
    assert {result.verdict for result in part.report.results} == {Verdict.UNDECIDED}


def test_fewer_points_than_two_of_every_kind_are_refused():
    with pytest.raises(InputError, match="request more points"):
        Plan(3, Extent(2, 2), Extent(3, 2))


def test_without_draws_nothing_is_drawn():
    plan = Plan(2 * Extent(2, 1).kinds, Extent(2, 1), Extent(3, 1))
    assert plan.scopes == (AllKinds(Extent(2, 1)),)
