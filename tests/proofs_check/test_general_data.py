"""General data: what the list must contain, and that its scopes hand out every rational kind once."""

from collections import Counter

import pytest

import symdln as dln
from proofs_check.language.scope import Unit
from proofs_check.scopes import general_data
from proofs_check.scopes.general_data import DATA, Named, general_critical_points, general_problems

PROBLEMS = {named: general_data.problem(named) for named in general_data.listed("default")}
PROPERTIES = {
    "Syx not symmetric": lambda p: not p.Syx.is_symmetric() and p.Syx.shape[0] == p.Syx.shape[1],
    "Sxx is not I": lambda p: p.Sxx != dln.Matrix.identity(p.input_width),
    "Sxx singular and not zero": lambda p: 0 < p.data_rank < p.input_width,
    "X = 0": lambda p: p.Sxx.is_zero() and not p.Syy.is_zero(),
    "Y = 0": lambda p: p.Syy.is_zero() and not p.Sxx.is_zero(),
    "uncorrelated": lambda p: p.Syx.is_zero() and not p.Sxx.is_zero() and not p.Syy.is_zero(),
    "d_x < d_y": lambda p: p.input_width < p.output_width,
    "d_x = d_y": lambda p: p.input_width == p.output_width,
    "d_x > d_y": lambda p: p.input_width > p.output_width,
    "repeated": lambda p: any(value.multiplicity > 1 and not value.is_zero for value in p.spectrum),
    "irrational": lambda p: any(not value.is_rational for value in p.spectrum),
    "fewer samples than inputs": lambda p: p.samples is not None and p.samples < p.input_width,
    "more samples than inputs": lambda p: p.samples is not None and p.samples > p.input_width,
    "samples unknown": lambda p: p.samples is None,
    "a residual": lambda p: p.data_rank == p.input_width and p.constant > 0 and not p.Syx.is_zero(),
    "loss factor 1": lambda p: p.loss_factor == 1,
    "Assumption H": lambda p: p.satisfies("achour.H"),
    "no assumption at all": lambda p: not any(p.assumptions.values()),
}


@pytest.mark.parametrize("depth", [2, 3])
@pytest.mark.parametrize("name", PROPERTIES)
def test_every_property_occurs_at_both_depths(name, depth):
    assert any(PROPERTIES[name](problem) for problem in PROBLEMS.values() if problem.depth == depth)


def test_names_are_unique_and_problems_come_smallest_first():
    assert len({data.name for data in DATA}) == len(DATA)
    sizes = [problem.parameters for problem in PROBLEMS.values()]
    assert sizes == sorted(sizes)
    assert set(general_data.listed("small")) < set(general_data.listed("default")) == set(general_data.listed("large"))


def test_rational_selections_by_hand():
    # Sigma = [[2, 1], [1, 1]]: both roots of t^2 - 3 t + 1 or none
    assert general_data.rational_selections(Named("irrational", (2,))) == ((), (0, 1))
    assert general_data.rational_selections(Named("irrational", (1,))) == ((),)
    # (3 + sqrt 5) / 2 > 1 > (3 - sqrt 5) / 2
    assert general_data.rational_selections(Named("irrational and rational", (3,))) == ((), (1,), (0, 2), (0, 1, 2))
    assert general_data.rational_selections(Named("Syx not symmetric", (2,))) == ((), (0,), (1,), (0, 1))


def test_the_scope_hands_out_every_rational_kind_with_its_representatives():
    scope = general_critical_points()
    for unit in scope.units("small", 0):
        named = Named(*unit.part)
        problem = general_data.problem(named)
        seen = Counter((case.subject.selection, case.subject.multiplicities) for case in scope.cases(unit))
        kinds = {
            (k.selection, k.multiplicities) for S in general_data.rational_selections(named) for k in problem.kinds(S)
        }
        assert set(seen) == kinds
        assert set(seen.values()) == {2}
        assert unit == Unit((named.data, named.hidden), 0, len(kinds), 0)


def test_left_out_kinds_are_counted():
    counts = [general_data.count_kinds(named) for named in general_data.listed("default")]
    every = sum(problem.count_kinds() for problem in PROBLEMS.values())
    left_out = sum(all_ - rational for rational, all_ in counts)
    assert 0 < left_out == general_critical_points().data("default")["kinds_left_out"]
    assert f"{every - left_out} of {every} kinds" in general_critical_points().sentence("default")


def test_the_problem_scope_hands_out_every_problem_once():
    scope = general_problems()
    seen = [case.subject for unit in scope.units("default", 0) for case in scope.cases(unit)]
    assert seen == list(PROBLEMS.values())
