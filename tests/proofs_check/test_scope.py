"""Scopes: complete, smallest first, the same in every process."""

import itertools
from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.language.scope import Unit, cases
from proofs_check.language.verdict import Verdict
from proofs_check.scopes import critical_points, families
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
    assert problem.samples == {"deficient": 2, "noisy": 4}.get(inputs, 3)
    assert (problem.Sxx == dln.Matrix.identity(3)) == (inputs in ("white", "rotated", "noisy"))
    assert (problem.Syy != problem.sigma) == (inputs == "noisy")


def test_turned_targets_are_neither_diagonal_nor_symmetric_on_either_side():
    # Y = U D V^T: Y Y^T = U D^2 U^T and Y^T Y = V D^2 V^T are diagonal only if U and V permute the axes.
    for size in (2, 3):
        problem = families.problem(families.Spec((size, 1, size), (3, 2, 1)[:size], "rotated"))
        Y = problem.Syx
        for matrix in (Y, Y @ Y.T, Y.T @ Y):
            assert any(matrix[i, j] for i in range(size) for j in range(size) if i != j)
        assert Y != Y.T
    assert families.problem(families.Spec((1, 1, 1), (3,), "rotated")).Syx[0, 0] == -3


def strata_of_default():
    """For each stratum a sentence asks of scopes: whether a problem of the default scope is of it."""
    problems = [families.problem(spec) for spec in families.specs("default")]
    white = [problem for problem in problems if problem.Sxx == dln.Matrix.identity(problem.input_width)]
    values = [[value.value for value in problem.spectrum if not value.is_zero] for problem in problems]
    return {
        "X = I and Y not diagonal": any(
            problem.Syx[0, problem.input_width - 1] for problem in white if problem.input_width > 1
        ),
        "all singular values below 1": any(squares and max(squares) < 1 for squares in values),
        "one below 1 and one above": any(squares and min(squares) < 1 < max(squares) for squares in values),
        "far apart": any(len(squares) > 1 and max(squares) >= 4096 * min(squares) for squares in values),
        "depth 6": max(problem.depth for problem in problems) >= 6,
        "depth 6 with a width 2": any(problem.depth == 6 and max(problem.widths) == 2 for problem in problems),
        "width 6": max(max(problem.widths) for problem in problems) >= 6,
        "d_y > d_x, turned": any(p.output_width > p.input_width for p in white if p.Syx[1 % p.output_width, 0]),
        "tied and small": any(value.multiplicity > 1 and 0 < value.upper < 1 for p in problems for value in p.spectrum),
        "zero and small": any(
            p.cross_rank == 1 < min(p.input_width, p.output_width) and p.spectrum[0].upper < 1 for p in problems
        ),
        "Sxx small": any(0 < problem.Sxx[0, 0] < 1 for problem in problems),
        "noise": any(problem.Syy != problem.sigma for problem in problems),
        "singular X": any(problem.data_rank < problem.input_width for problem in problems),
    }


def test_a_default_run_covers_every_stratum():
    assert [name for name, found in strata_of_default().items() if not found] == []


def test_added_problems_are_few_and_small():
    """A default run stays as fast as it was: what is beyond the plain architectures is small."""
    beyond = [s for s in families.specs("default") if s.inputs in ("rotated", "scaled", "noisy") or len(s.widths) > 5]
    assert max(spec.parameters for spec in beyond) <= 18
    assert sum(families.count_kinds(spec) for spec in beyond) < 0.1 * sum(
        map(families.count_kinds, families.specs("default"))
    )


def test_critical_points_are_every_kind_once_by_each_representative():
    scope = every_critical_point()
    kinds = [kind for spec in families.specs("small") for kind in families.problem(spec).kinds()]
    points = [case.subject for case in all_cases(scope, "small")]
    assert all(point.is_critical for point in points)
    assert sum(unit.weight for unit in scope.units("small", 0)) == len(kinds)
    # With at most six weights each kind is there twice more, its layers scaled against each other.
    times = [4 if kind.problem.parameters <= 6 else 2 for kind in kinds]
    expected = [kind for kind, number in zip(kinds, times, strict=True) for _ in range(number)]
    assert [dln.kind_of(point) for point in points] == expected


def test_layers_scaled_against_each_other_have_the_same_product():
    # (1/8, 1, 1) with its last two layers halved and the first times four: the balanced weights 1/2.
    point = dln.Point(dln.Problem.canonical(["1/8"], (1, 1, 1, 1)), [[["1/8"]], [[1]], [[1]]])
    halved, doubled = critical_points.scaled(point)
    assert [layer[0, 0] for layer in halved.weights] == [Fraction(1, 2)] * 3
    assert [layer[0, 0] for layer in doubled.weights] == [Fraction(1, 32), 2, 2]
    assert halved.is_critical
    assert doubled.is_critical
    # (8, 1, 1) with its last two layers doubled and the first divided by four: the balanced weights 2.
    large = dln.Point(dln.Problem.canonical([8], (1, 1, 1, 1)), [[[8]], [[1]], [[1]]])
    assert [layer[0, 0] for layer in critical_points.scaled(large)[1].weights] == [2, 2, 2]
    assert critical_points.scaled(dln.Point(dln.Problem.canonical([1], (1, 7, 1)), [[[1]] * 7, [[1] * 7]])) == ()


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
    with pytest.raises(InputError, match=r"choose pc\.Verdict\.PROVED"):
        made(Verdict.VACUOUS)


@pytest.mark.parametrize("size", families.SIZES)
@pytest.mark.parametrize("scope", [every_critical_point(), every_problem()])
def test_scopes_say_what_they_cover(scope, size):
    deepest = "depth 5" if size == "large" else "depth 2 to 3" if size == "small" else "depth 6"
    assert deepest in scope.sentence(size)
    assert scope.data(size)["families"]
