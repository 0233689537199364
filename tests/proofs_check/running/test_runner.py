"""The runner on planted claims: verdicts, counts and witnesses, the same for any number of processes."""

import itertools
from dataclasses import replace
from unittest import mock

import planted_claims
import planted_errors
import pytest
from planted_errors import fine, maybe, nothing, raises, slow, slow_refuted, truth_value

from proofs_check.language.scope import cases
from proofs_check.language.verdict import Verdict
from proofs_check.report.results import results_data
from proofs_check.running import registry
from proofs_check.running.evaluate import Tally, TaskAnswer
from proofs_check.running.runner import Ending, Settings, decide, grouped, in_turn, run, total, upper_bound
from proofs_check.scopes import families
from proofs_check.scopes.critical_points import every_critical_point
from symdln.errors import InputError

SMALL = Settings("small")

TIMES = ("seconds", "jobs")


@pytest.fixture(scope="module")
def report():
    return run(planted_claims.SUITE, SMALL)


def without_times(data):
    if isinstance(data, dict):
        return {key: without_times(value) for key, value in data.items() if key not in TIMES}
    return [without_times(entry) for entry in data] if isinstance(data, list) else data


def test_planted_claims_end_as_they_must(report):
    assert {result.claim.id: str(result.verdict) for result in report.results} == planted_claims.EXPECTED
    assert report.ending is Ending.COMPLETE
    assert not report.errors


def test_two_processes_give_the_same_report(report):
    again = run(planted_claims.SUITE, Settings("small", jobs=2))
    assert without_times(results_data(again)) == without_times(results_data(report))


def test_claims_chosen_alone_have_the_same_evidence(report):
    for result in report.results:
        (alone,) = run([result.claim], SMALL).results
        assert (alone.verdict, alone.witness) == (result.verdict, result.witness)
        assert (alone.tally.cases, alone.tally.failures) == (result.tally.cases, result.tally.failures)
        assert alone.tally.excluded_problems == result.tally.excluded_problems
        assert alone.tally.excluded_cases == result.tally.excluded_cases


def by_id(report, id):
    return next(result for result in report.results if result.claim.id == id)


def test_the_first_witness_is_the_smallest_case(report):
    # The smallest deep problem is (1, 1, 1, 1): L = 1/2 (abc - 3)^2 has zero Hessian at W = 0.
    strict = by_id(report, "toy.all-strict").witness
    assert strict["problem"]["widths"] == [1, 1, 1, 1]
    assert strict["weights"] == [[["0"]], [["0"]], [["0"]]]
    # A rank-one bottleneck hurts as soon as both ends have width two: (2, 1, 2), where s_2 = 2 is lost: 1/2 2^2.
    loss = by_id(report, "toy.zero-loss").witness
    assert loss["problem"]["widths"] == [2, 1, 2]
    assert loss["details"] == {"left": "2", "right": "0"}
    assert "weights" not in loss


def test_counts_are_what_a_plain_loop_counts(report):
    points = [
        point
        for spec in families.specs("small")
        for kind in families.problem(spec).kinds()
        for point in kind.representatives() * (2 if kind.problem.parameters <= 6 else 1)  # scaled ones: the same class
    ]
    saddles = [point for point in points if point.label.endswith("saddle")]
    tally = by_id(report, "toy.all-strict").tally
    assert tally.cases == len(saddles)
    assert tally.failures == sum(point.label == "non-strict saddle" for point in saddles)
    assert sum(tally.excluded_cases.values()) == len(points) - len(saddles)


def test_excluded_problems_are_counted_once_each(report):
    shallow = sum(len(spec.widths) == 3 for spec in families.specs("small"))
    assert by_id(report, "toy.rank").tally.excluded_problems == {"depth = 3": shallow}
    assert by_id(report, "toy.vacuous").tally.excluded_problems == {"depth >= 9": len(families.specs("small"))}


def test_every_scope_is_evaluated_once_for_all_its_claims(report):
    covered = {group.scope.short: (group.done, len(group.claims)) for group in report.groups}
    assert covered["critical points"] == (total(every_critical_point(), SMALL), 5)
    assert covered["sampled"] == (10, 2)


def test_samples_carry_a_confidence_bound(report):
    sample = by_id(report, "toy.sampled").sample
    assert (sample.cases, sample.failures) == (10, 0)
    assert sample.bound == pytest.approx(1 - (1 - sample.confidence) ** 0.1)
    assert by_id(report, "toy.rank").sample is None


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_in_a_check_is_named_and_never_support(jobs):
    report = run([fine, raises, truth_value, nothing, maybe], Settings("small", jobs=jobs))
    verdicts = {result.claim.id: str(result.verdict) for result in report.results}
    assert verdicts.pop("bad.fine") == "VERIFIED"
    assert set(verdicts.values()) == {"ERROR"}
    sentences = {result.claim.id: result.error["sentence"] for result in report.errors}
    assert sentences["bad.raises"] == "ZeroDivisionError: division by zero"
    assert "bad.truth-value returned True (bool); it must return an Outcome" in sentences["bad.truth-value"]
    assert "bad.none returned None" in sentences["bad.none"]
    assert "'maybe' returned None" in sentences["bad.hypothesis"]
    assert "kind: S =" in by_id(report, "bad.raises").error["case"]


def test_cases_that_cannot_be_made_leave_their_claims_open():
    report = run([planted_errors.bad_cases, planted_errors.bad_cases_refuted, fine], SMALL)
    assert [str(result.verdict) for result in report.results] == ["ERROR", "REFUTED", "VERIFIED"]
    assert [result.error["sentence"] for result in report.errors] == ["ArithmeticError: no second number"] * 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_budget_ends_in_undecided_unless_a_witness_was_found(jobs):
    report = run([slow, slow_refuted, fine], Settings("small", jobs=jobs, budget=4.0))
    assert report.ending is Ending.BUDGET
    # How far a budget of seconds leads depends on the machine; what is then said does not.
    assert not by_id(report, "bad.slow").complete  # its cases take a quarter of an hour
    for result in report.results:
        unrefuted = "VERIFIED" if result.complete else "UNDECIDED"
        assert str(result.verdict) == ("REFUTED" if result.tally.failures else unrefuted)
    if jobs == 1:  # no other process has to start
        assert [str(result.verdict) for result in report.results] == ["UNDECIDED", "REFUTED", "VERIFIED"]


def test_a_budget_cuts_a_work_item_and_is_shared_by_claims():
    # Each case of bad.slow takes 0.1 s, and the whole scope is one work item: without a cut, a quarter of an hour.
    whole = cases("uncounted", planted_errors.slow_numbers, sentence="10,000 numbers", strength=Verdict.VERIFIED)
    table = {"bad.slow": replace(slow, over=whole)}
    with mock.patch.object(registry, "in_module", return_value=table):
        report = run([table["bad.slow"]], Settings("small", budget=1.0))
    (result,) = report.results
    assert (report.ending, result.complete, str(result.verdict)) == (Ending.BUDGET, False, "UNDECIDED")
    assert result.tally.cases <= 12


def test_the_next_scope_is_the_one_with_the_least_time_per_claim():
    # Two claims over one scope and one over another, every task taking a second: the turns go two to one.
    groups = grouped([planted_claims.two_routes, planted_claims.rank, planted_claims.zero_loss])
    streams = [group.tasks(index, SMALL, None) for index, group in enumerate(groups)]
    taken = []
    for task in itertools.islice(in_turn(groups, streams), 9):
        taken.append(task.group)
        list(groups[task.group].take(TaskAnswer(task, (), 1, finished=True, seconds=1.0)))
    assert (taken.count(0), taken.count(1)) == (6, 3)


def test_an_interruption_keeps_what_was_covered():
    answers = []

    def interrupt(answer):
        answers.append(answer)
        if len(answers) == 3:
            raise KeyboardInterrupt

    report = run([slow, slow_refuted], SMALL, interrupt)
    assert report.ending is Ending.INTERRUPTED
    assert [str(result.verdict) for result in report.results] == ["UNDECIDED", "REFUTED"]
    assert report.results[0].tally.cases == 3


@pytest.mark.parametrize(
    "wrong", [{"size": "huge"}, {"jobs": 0}, {"budget": 0.0}, {"budget": float("nan")}, {"seed": -1}]
)
def test_wrong_settings_are_refused(wrong):
    with pytest.raises(InputError):
        Settings(**wrong)


def test_answers_are_added_in_the_order_of_the_tasks():
    (group,) = grouped([planted_claims.zero_loss])
    tasks = list(itertools.islice(group.tasks(0, SMALL, None), 4))
    answers = [TaskAnswer(task, (), 1, finished=True, seconds=1.0) for task in tasks]
    due = [[answer.task.number for answer in group.take(answers[i])] for i in (1, 0, 3, 2)]
    assert due == [[], [0, 1], [], [2, 3]]


EXACT, SAMPLED, READ = planted_claims.two_routes, planted_claims.sampled, planted_claims.ill_formed


@pytest.mark.parametrize(
    ("claim", "tally", "complete", "verdict"),
    [
        (EXACT, Tally(cases=5), True, "VERIFIED"),
        (EXACT, Tally(cases=5), False, "UNDECIDED"),  # part of the scope is never rounded up
        (EXACT, Tally(cases=5, failures=1), True, "REFUTED"),
        (EXACT, Tally(cases=5, failures=1), False, "REFUTED"),  # a witness is a witness
        (EXACT, Tally(cases=5, undecided=1), True, "UNDECIDED"),
        (EXACT, Tally(cases=5, undecided=1, failures=1), True, "REFUTED"),
        (EXACT, Tally(cases=5, error={"sentence": "", "case": "", "traceback": ""}), True, "ERROR"),
        (EXACT, Tally(cases=5, inexact=2), True, "SUPPORTED"),  # floats took part, none against
        (EXACT, Tally(cases=5, inexact=2, inexact_failures=1), True, "UNDECIDED"),  # no float refutes
        (EXACT, Tally(cases=0), True, "VACUOUS"),
        (EXACT, Tally(cases=0), False, "UNDECIDED"),
        (SAMPLED, Tally(cases=5), True, "SUPPORTED"),
        (SAMPLED, Tally(cases=5, failures=1), True, "UNDECIDED"),  # no float refutes
        (READ, Tally(cases=5), True, "ILL-FORMED"),
        (READ, Tally(cases=5, failures=1), True, "REFUTED"),
    ],
)
def test_the_verdict_never_says_more_than_was_done(claim, tally, complete, verdict):
    assert str(decide(claim, tally, complete)) == verdict


def test_confidence_bound_against_closed_forms():
    # No failure in n: (1 - p)^n = 1 - c.  n failures in n bound nothing.  One failure in a hundred: the bound p solves
    # (1 - p)^100 + 100 p (1 - p)^99 = 1 - c.
    assert upper_bound(0, 50, 0.95) == pytest.approx(1 - 0.05 ** (1 / 50), rel=1e-9)
    assert upper_bound(3, 3, 0.95) == 1
    p = upper_bound(1, 100, 0.95)
    assert (1 - p) ** 100 + 100 * p * (1 - p) ** 99 == pytest.approx(0.05, rel=1e-9)
