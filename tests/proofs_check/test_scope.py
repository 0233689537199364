"""Scopes: complete, smallest first, the same in every process."""

import itertools

import pytest

import symdln as dln
from proofs_check.language.scope import Unit, cases
from proofs_check.language.verdict import Verdict
from proofs_check.scopes import families
from proofs_check.scopes.critical_points import KINDS_PER_UNIT, every_critical_point, every_problem
from symdln.errors import InputError


def all_cases(scope, size, seed=0):
    return [case for unit in scope.units(size, seed) for case in scope.cases(unit)]


def test_the_default_problems_are_every_architecture_under_every_pattern_of_ties_and_zeros():
    specs = set(families.specs("default"))
    distinct = (3, 2, 1)
    for depth in (2, 3, 4):
        for widths in itertools.product((1, 2, 3), repeat=depth + 1):
            assert (widths, distinct[: min(widths[0], widths[-1])], "white") in specs
    # Three values in decreasing order and then 0: each of the three steps down is either taken or not, so there are 2^3
    # patterns of equal neighbours.
    patterns = {
        tuple(a == b for a, b in itertools.pairwise((*spec.spectrum, 0)))
        for spec in specs
        if spec.widths == (3, 3, 3, 3) and spec.inputs == "white"
    }
    assert len(patterns) == 8
    assert len(families.specs("default")) == len(specs)


def test_problems_come_smallest_first_and_large_contains_default():
    sizes = [spec.parameters for spec in families.specs("default")]
    assert sizes == sorted(sizes)
    assert set(families.specs("small")) < set(families.specs("default")) < set(families.specs("large"))
    assert (4, 4, 4, 4, 4, 4) in {spec.widths for spec in families.specs("large")}


@pytest.mark.parametrize("inputs", families.INPUTS)
def test_every_input_has_the_squares_of_the_spectrum_as_eigenvalues(inputs):
    problem = families.problem(families.Spec((3, 2, 2), (3, 2), inputs))
    # det(Sigma - s^2 I) = 0 at s^2 = 9 and 4, so Sigma has trace 13 and both shifts are singular.
    assert problem.sigma.trace() == 13
    assert [(problem.sigma - dln.Matrix.identity(2) * square).rank() for square in (9, 4)] == [1, 1]
    assert problem.data_rank == (2 if inputs in families.DEFICIENT else 3)
    assert problem.samples == (2 if inputs == "deficient" else 3)
    assert (problem.Sxx == dln.Matrix.identity(3)) == (inputs == "white")


def test_critical_points_are_every_kind_once_by_each_representative():
    scope = every_critical_point()
    kinds = [kind for spec in families.specs("small") for kind in families.problem(spec).kinds()]
    points = [case.subject for case in all_cases(scope, "small")]
    assert all(point.is_critical for point in points)
    assert sum(unit.weight for unit in scope.units("small", 0)) == len(kinds)
    expected = [dln.kind_of(point) for kind in kinds for point in kind.representatives(rng=0)]
    assert [dln.kind_of(point) for point in points] == expected


def test_a_work_item_gives_the_same_cases_in_whatever_order_items_are_done():
    scope = every_critical_point()
    spec = families.Spec((3, 3, 3, 3), (3, 2, 1))
    units = [Unit(spec, start, start + 20, 7) for start in (0, 20, 40)]
    forward = [[(case.label, case.subject.weights) for case in scope.cases(unit)] for unit in units]
    backward = [[(case.label, case.subject.weights) for case in scope.cases(unit)] for unit in reversed(units)]
    assert forward == backward[::-1]
    assert len({str(entry) for part in forward for entry in part}) == sum(len(part) for part in forward)


def test_another_seed_gives_other_disguises_of_the_same_kinds():
    scope = every_critical_point()
    first, second = all_cases(scope, "small", 0), all_cases(scope, "small", 1)
    assert {case.label["kind"] for case in first} == {case.label["kind"] for case in second}
    assert [case.subject.weights for case in first] != [case.subject.weights for case in second]


def test_work_items_stay_small():
    assert max(unit.weight for unit in every_critical_point().units("default", 0)) == KINDS_PER_UNIT


def test_every_problem_is_a_case_once():
    found = [case.subject for case in all_cases(every_problem(), "small")]
    assert found == [families.problem(spec) for spec in families.specs("small")]


def numbers(size, seed):
    return range(seed, seed + 10)


def test_own_cases_are_shared_out_without_loss():
    whole = cases("numbers", numbers, sentence="ten numbers", strength=Verdict.VERIFIED)
    parts = cases(
        "numbers", numbers, sentence="ten numbers", strength=Verdict.VERIFIED, count={"default": 10}, per_unit=4
    )
    assert [case.subject for case in all_cases(parts, "default", 5)] == [
        case.subject for case in all_cases(whole, "default", 5)
    ]
    assert [unit.weight for unit in parts.units("default", 5)] == [4, 4, 2]


def test_a_sentence_may_say_what_each_size_covers():
    scope = cases("numbers", numbers, sentence=lambda size: f"{size} numbers", strength=Verdict.VERIFIED)
    assert [scope.sentence(size) for size in families.SIZES] == ["small numbers", "default numbers", "large numbers"]


def test_a_sample_supports_and_does_not_refute_unless_it_is_exact():
    def made(strength, **options):
        return cases("numbers", numbers, sentence="numbers", strength=strength, **options)

    assert not made(Verdict.SUPPORTED).exact
    assert made(Verdict.SUPPORTED, exact=True).exact
    assert made(Verdict.CERTIFIED).exact
    with pytest.raises(InputError, match="no strength of evidence"):
        made(Verdict.VACUOUS)


@pytest.mark.parametrize("size", families.SIZES)
@pytest.mark.parametrize("scope", [every_critical_point(), every_problem()])
def test_scopes_say_what_they_cover(scope, size):
    deepest = "depth 5" if size == "large" else "depth 2 to 3" if size == "small" else "depth 2 to 4"
    assert deepest in scope.sentence(size)
    assert scope.data(size)["families"]
