"""The thinned default scope: what it must still hold, and which claims take it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache

import pytest

from proofs_check.claims.lucchi.parts import two_layers
from proofs_check.language.scope import Scope, cases
from proofs_check.language.verdict import Verdict
from proofs_check.running import registry
from proofs_check.scopes import decayed, families, general_data, irrational_data, strata, weight_grids
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.families import Spec
from proofs_check.scopes.general_data import Named
from tests.proofs_check import planted_claims

WHOLE, THINNED = every_critical_point(), every_critical_point().thinned()


@cache
def numbers(scope: Scope, size: str) -> frozenset[tuple[Spec, int]]:
    """Every kind of a scope, by its problem and its place in the list of all kinds of the problem."""
    units = scope.units(size, 0)
    return frozenset((Spec(*unit.part[:3]), n) for unit in units for n, _ in scope.kinds(unit))  # pyright: ignore[reportAttributeAccessIssue]


def test_one_of_every_stratum_in_turn_the_first_and_the_last():
    # a at 0, 3 and 4, b at 1 and 5, c at 2 and 6: the first a, the last b, the first c
    assert strata.one_of_each("abcaabc") == (0, 2, 5)
    assert strata.one_of_each(()) == ()


def test_the_scopes_are_nested():
    small, thinned, whole = numbers(THINNED, "small"), numbers(THINNED, "default"), numbers(WHOLE, "default")
    assert small == numbers(WHOLE, "small")
    assert small < thinned < whole
    assert 4 * len(thinned) < len(whole)


def test_the_large_scope_holds_every_kind():
    count = itertools.islice(zip(THINNED.units("large", 0), WHOLE.units("large", 0), strict=True), 200)
    assert all(one == other for one, other in count)


def test_one_of_three_of_every_sort_the_first_among_them():
    # seven a and one b in every three consecutive places; b comes too seldom to be drawn twice
    names = "aaabaaaa"
    found = sorted(strata.one_of_three(names))
    assert {0, 3} <= set(found)  # the first a, the first b
    triples = [(0, 1, 2), (4, 5, 6)]  # the places of a, in threes; the seventh a begins a third one
    assert [sum(place in found for place in triple) for triple in triples] == [1, 1]


@pytest.mark.parametrize("period", [2, 3, 4])
def test_what_is_left_out_does_not_follow_a_period(period: int):
    """Places in lists of products repeat with the number of entries; every remainder must be among those drawn."""
    found = strata.one_of_three(["the same"] * 200)
    assert {place % period for place in found} == set(range(period))
    assert 60 <= len(found) <= 67  # one of each of 66 whole triples, at most one of the rest


def test_every_sort_of_problem_is_met():
    """Depth, spectrum, inputs, which end is wider, and the least width, written here again."""

    def sort(spec: Spec):
        first, *hidden, last = spec.widths
        return len(hidden), spec.spectrum, spec.inputs, first < last, first > last, min(first, *hidden, last)

    every, taken = families.specs("default"), strata.specs("default")
    assert set(families.specs("small")) < set(taken) < set(every)
    assert 2 * len(taken) < len(every)
    assert {sort(spec) for spec in taken} == {sort(spec) for spec in every}
    assert strata.specs("large") == families.specs("large")


def test_every_stratum_of_every_problem_is_met():
    """Class, order and selection of every kind of the thinned problems, listed here without the module under test; and
    with the depth and spectrum, but for the architecture, of every kind of all problems.
    """
    met, there, alike, all_alike = set(), set(), set(), set()
    for spec in families.specs("default"):
        thinned = spec in strata.specs("default")
        for number, kind in enumerate(families.problem(spec).kinds()):
            stratum = kind.label, kind.order, kind.selection
            all_alike.add((len(spec.widths), spec.spectrum, *stratum))
            if thinned:
                there.add((spec, *stratum))
            if (spec, number) in numbers(THINNED, "default"):
                met.add((spec, *stratum))
                alike.add((len(spec.widths), spec.spectrum, *stratum))
    assert met == there
    assert alike == all_alike
    assert {order for _, _, order, _ in met} == {None, 2, 3, 4, 5, 6}
    assert {label for _, label, _, _ in met} == {"global minimiser", "strict saddle", "non-strict saddle"}


def test_the_points_are_those_of_the_whole_scope():
    """A kind keeps its place in the list of all, by which its representatives are disguised."""
    spec = Spec((3, 3, 3), (3, 2, 1))
    units = [unit for unit in THINNED.units("default", 7) if Spec(*unit.part[:3]) == spec]
    whole = [unit for unit in WHOLE.units("default", 7) if Spec(*unit.part) == spec]
    assert THINNED.problem(units[0]) == families.problem(spec)
    thinned = {str(case.label): case.subject for unit in units for case in THINNED.cases(unit)}
    every = {str(case.label): case.subject for unit in whole for case in WHOLE.cases(unit)}
    assert thinned
    assert thinned.items() <= every.items()


def test_a_thinned_work_item_has_a_name_of_its_own():
    """Else a store would take its answers for those of the whole scope."""
    parts = {unit.part for unit in WHOLE.units("default", 0)}
    assert not parts & {unit.part for unit in THINNED.units("default", 0)}


@pytest.mark.parametrize("size", families.SIZES)
def test_the_scope_says_that_it_is_thinned(size: str):
    said = [THINNED.sentence(size), str(THINNED.data(size)), THINNED.summary(size)]
    assert all(("stratum" in words) == (size == "default") for words in said)
    assert not any("stratum" in words for words in (WHOLE.sentence(size), str(WHOLE.data(size)), WHOLE.summary(size)))


def test_claims_that_rest_on_their_cases_keep_every_kind():
    for claim in registry.all_claims().values():
        proved = claim.strength in (Verdict.PROVED, Verdict.DERIVED)
        if claim.over in (WHOLE, THINNED):
            assert (claim.over == THINNED) == (proved or (claim.grade is not None and claim.ill_formed is None)), (
                claim.id
            )
    assert planted_claims.two_routes.over == WHOLE


def test_a_proof_of_a_part_leaves_the_scope_whole():
    derived = next(c for c in registry.all_claims().values() if c.over == THINNED and c.strength is Verdict.DERIVED)
    assert not derived.rests_on_cases
    assert replace(derived, restricted="depth 2").rests_on_cases


def test_thinned_grids_hold_the_small_ones_and_every_stratum():
    small, thinned = (set(weight_grids.thinned(size)) for size in ("small", "default"))
    whole = set(weight_grids.grid_points("default", 0))
    assert small < set(weight_grids.grid_points("small", 0))
    assert small < thinned < whole
    assert set(weight_grids.thinned("large")) > whole
    for grid in weight_grids.GRIDS["default"]:
        points = set(grid.points())
        assert {weight_grids.stratum(p) for p in points} == {weight_grids.stratum(p) for p in points & thinned}


def test_general_data_are_thinned_outside_the_small_scope():
    whole = general_data.general_critical_points()
    thinned = whole.thinned()
    found = {
        (scope, size): {
            (Named(*unit.part[:2]), number)
            for unit in scope.units(size, 0)
            for number, _ in scope.kinds(unit)  # pyright: ignore[reportAttributeAccessIssue]
        }
        for scope in (whole, thinned)
        for size in families.SIZES
    }
    assert found[thinned, "small"] == found[whole, "small"] < found[thinned, "default"]
    assert found[thinned, "default"] < found[whole, "default"] == found[thinned, "large"]
    assert {named.data for named in general_data.in_turn("default")} == {data.name for data in general_data.DATA}
    for named in general_data.in_turn("default"):
        kinds = [strata.stratum(kind) for kind in general_data.rational_kinds(named)]
        assert {kinds[n] for problem, n in found[thinned, "default"] if problem == named} == set(kinds)
    over = {claim.over for claim in registry.all_claims().values() if claim.rests_on_cases}
    assert thinned not in over


def test_irrational_kinds_are_thinned_outside_the_small_scope():
    small, default = (irrational_data.listed(size) for size in ("small", "default"))
    assert set(small) < set(default)
    met, there = set(), set()
    for data, hidden in {case[:2] for case in default}:
        kinds = irrational_data.irrational_kinds(data, hidden)
        there |= {(data, hidden, strata.stratum(kind)) for kind in kinds}
        numbers = {case.kind for case in default if case[:2] == (data, hidden)}
        met |= {(data, hidden, strata.stratum(kinds[number])) for number in numbers}
    assert met == there


@pytest.mark.parametrize(
    "whole", [decayed.ALL_KINDS, decayed.ALL_PROBLEMS, two_layers.every_fixed(1)], ids=lambda scope: scope.name
)
def test_scopes_of_a_claims_own_are_thinned_by_their_strata(whole: strata.Thinnable):
    thinned = whole.thinned()

    def looked_at(scope: Scope, size: str) -> dict[int, object]:
        units = scope.units(size, 0)
        return {case.label["case"]: case.subject for unit in units for case in scope.cases(unit)}

    small, default, every = looked_at(thinned, "small"), looked_at(thinned, "default"), looked_at(whole, "default")
    assert default.items() <= every.items()
    assert 2 * len(default) < 2 * len(small) + len(every)
    assert set(small.values()) & set(every.values()) < set(default.values()) < set(every.values())
    assert {whole.stratum(case) for case in default.values()} == {whole.stratum(case) for case in every.values()}
    assert ("small" in whole.thins) or small == looked_at(whole, "small")
    for size in families.SIZES:
        assert ("one, the first" in thinned.sentence(size)) == (size in whole.thins)
        assert ("chosen" in thinned.data(size)) == (size in whole.thins)
    assert list(thinned.units("large", 0)) == list(whole.units("large", 0))
    parts = {unit.part for unit in whole.units("default", 0)}
    assert not parts & {unit.part for unit in thinned.units("default", 0)}  # a store must not take one for the other


def test_a_thinned_scope_that_counts_its_cases_hands_each_out_once():
    counted = cases(
        "numbers", lambda size, seed: range(100), sentence="numbers", strength=Verdict.VERIFIED, count=100, per_unit=7
    )
    thinned = strata.in_turn(counted, lambda number: number % 2, "numbers of one parity").thinned()
    subjects = [case.subject for unit in thinned.units("default", 0) for case in thinned.cases(unit)]
    assert subjects == list(range(100))  # the small scope holds them all, and so must the default one
    few = strata.in_turn(counted, lambda number: number % 2, "numbers of one parity", ("small", "default")).thinned()
    subjects = [case.subject for unit in few.units("default", 0) for case in few.cases(unit)]
    assert subjects == sorted(set(subjects))
    assert {0, 1} < set(subjects)
    assert 32 <= len(subjects) <= 34  # 16 whole triples of each parity, and the first of the rest at most


def test_only_scopes_of_a_claims_own_can_be_thinned_by_strata():
    with pytest.raises(TypeError, match="made by cases"):
        strata.in_turn(WHOLE, type, "alike")
