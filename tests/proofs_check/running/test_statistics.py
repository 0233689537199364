"""What is said of the cases of a claim: their data, trivial ones, and what makes them weak support."""

from collections import Counter
from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.language.scope import Case
from proofs_check.running import alike
from proofs_check.running.statistics import data_traits, of_stratum, sentence, traits, warnings
from proofs_check.scopes import weight_grids
from proofs_check.scopes.critical_points import every_critical_point, every_problem
from proofs_check.scopes.general_data import general_critical_points, general_problems
from proofs_check.scopes.small_weights import every_small_weight

PLAIN, TURNED = "depth=2 width=2 data=diagonal scale=large", "depth=2 width=2 data=white scale=small"
DIAGONAL, LARGE = "All data were diagonal with X = I.", "No entry of the data was between 0 and 1 in size."


def test_a_case_is_described_by_its_problem_its_weights_and_its_labels():
    problem = dln.Problem.canonical(["1/2"], (1, 1, 1))
    zero = dln.Point(problem, [[[0]], [[0]]])
    described = "depth=2 width=1 data=diagonal scale=small"
    assert traits(Case(problem, {})) == described
    assert traits(Case(zero, {"class": "strict saddle"})) == f"{described} trivial=W = 0 class=strict saddle"
    assert traits(Case(zero, {"stratum": "values below 1"})) == f"{described} trivial=W = 0 stratum=values below 1"
    assert traits(Case(3, {})) == ""
    assert data_traits(zero) == data_traits(problem) == "data=diagonal scale=small"
    assert data_traits((1, 2)) == ""


def test_strata_are_counted_with_those_that_fail():
    counts = {f"{PLAIN} stratum=white, any Y": 3, f"{PLAIN} stratum=white, any Y failing=yes": 1, PLAIN: 5}
    assert of_stratum(counts) == {"white, any Y": 4}
    assert of_stratum(counts, failing=True) == {"white, any Y": 1}


def test_warnings_name_one_sided_data():
    assert warnings({PLAIN: 3}, {}, 3) == [DIAGONAL, LARGE]
    assert warnings({PLAIN: 3, TURNED: 1}, {}, 4) == []
    assert warnings({"": 3}, {}, 3) == []  # cases that are not points or problems


def test_data_that_the_hypotheses_themselves_leave_out_are_not_missing():
    assert warnings({PLAIN: 3}, {}, 3, {"data=white scale=large": 2}) == [LARGE]
    assert warnings({PLAIN: 3}, {}, 3, {"data=general scale=small": 2}) == []
    assert warnings({PLAIN: 3}, {}, 3, {"data=diagonal scale=large": 2, "": 1}) == [DIAGONAL, LARGE]


@pytest.mark.parametrize(
    ("zeros", "others", "said"),
    [
        (29, 0, "All cases are trivial and say little: of 29, W = 0 in 29."),
        (95, 5, "Nearly all cases are trivial and say little: of 100, W = 0 in 95."),
        (89, 11, None),
    ],
)
def test_trivial_support_is_said(zeros, others, said):
    counts = Counter({f"{TURNED} trivial=W = 0": zeros, PLAIN: others})
    assert warnings(counts, {}, zeros + others)[:1] == ([said] if said else [])
    assert f"{zeros} with W = 0" in sentence(counts)


def test_several_kinds_of_trivial_cases_count_together():
    counts = {f"{TURNED} trivial=W = 0": 5, f"{TURNED} trivial=X = 0": 5}
    assert warnings(counts, {}, 10) == ["All cases are trivial and say little: of 10, W = 0 in 5, X = 0 in 5."]


@pytest.mark.parametrize(
    "scope",
    [every_critical_point(), every_problem(), general_critical_points(), general_problems(), every_small_weight()],
    ids=lambda scope: scope.short,
)
def test_the_scopes_hold_turned_data_and_small_entries(scope):
    problems = dict.fromkeys(scope.problem(unit) for unit in scope.units("default", 0))
    said = {part for problem in problems for part in data_traits(problem).split()}
    assert {"data=diagonal", "data=white", "scale=small", "scale=large"} <= said


def test_the_grids_of_weights_hold_turned_data_and_small_entries():
    points = weight_grids.grid_points("default", 0)
    assert {"data=white", "scale=small"} <= {part for point in points for part in data_traits(point).split()}


def counted_alike(*cases):
    """The count of equal cases, with a tally for each two of them, as work items have."""
    found = Counter()
    for start in range(0, len(cases), 2):
        part = Counter()
        for case in cases[start : start + 2]:
            alike.count(part, alike.Digest(case))
        alike.merge(found, part)
    return found


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ([7, 7], ["All 2 cases are one and the same case."]),
        ([(1, Fraction(1, 3))] * 40, ["All 40 cases are one and the same case."]),
        ([7, 8, *[7] * 3], ["4 of 5 cases are one and the same case."]),
        ([*[7] * 46, 8, 9, 10, 11], ["46 of 50 cases are one and the same case."]),
        ([1, 2] * 10, ["The 20 cases are only 2 different ones."]),
        ([1, 2], []),
        ([7], []),
        ([], []),
        ([1, True, 1.0], []),
        (range(1000), []),
        ([*range(30), *[5] * 1000], []),  # more than 20 different ones
        ([object(), object()], []),  # these cannot be written, so they count as different
    ],
)
def test_equal_cases_are_said(cases, said):
    cases = tuple(cases)
    assert warnings({}, {}, len(cases), equal_cases=counted_alike(*cases)) == said


def test_a_point_that_is_yielded_again_is_the_same_case():
    point, again = (dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), [[[1]], [[3]]]) for _ in range(2))
    other = dln.Point(point.problem, [[[3]], [[1]]])
    assert "All 2 cases are one" in warnings({}, {}, 2, equal_cases=counted_alike(point, again))[0]
    assert warnings({}, {}, 2, equal_cases=counted_alike(point, other)) == []
