"""Mechanical mutants: what changes are made, that they leave nothing behind, and that every survivor has a reason.

The slow test runs all of them, module by module; the default one a sample, drawn by seed from every module.
"""

from __future__ import annotations

import ast
import random
import time

import numpy as np
import pytest

from tests.mutations import mechanical, reasons, steps, survivors
from tests.mutations.exchange import exchanged
from tests.mutations.mechanical import (
    End,
    Measured,
    Mutant,
    RanAway,
    Values,
    every_mutant,
    limited,
    looked,
    measured,
    settle,
    settled_at,
    small,
    values_at_cases,
)

SAMPLED = 24


def told(code: str) -> set[str]:
    return {f"{change.before} -> {change.after}" for change in steps.changes(ast.parse(code).body[0])}


# -- which changes are made --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a < b", {"a < b -> a <= b"}),
        ("a == b", {"a == b -> a != b"}),
        ("f(x, 2)", {"f(x, 2) -> f(x, 3)", "f(x, 2) -> f(x, 1)"}),
        ("W[j]", {"W[j] -> W[j + 1]", "W[j] -> W[j - 1]"}),
        ("W[:j]", {"W[:j] -> W[:j + 1]", "W[:j] -> W[:j - 1]"}),
        ("A @ B.T", {"A @ B.T -> B.T @ A", "B.T -> B"}),
        ("a + b", {"a + b -> a - b"}),
        ("f(-a)", {"f(-a) -> f(a)"}),
        ("a and not b", {"a and (not b) -> a or not b", "a and (not b) -> a and b"}),
        ("min(a, b)", {"min(a, b) -> max(a, b)"}),
        ("any(a)", {"any(a) -> all(a)"}),
        ("range(n)", {"range(n) -> range(n + 1)", "range(n) -> range(n - 1)"}),
        ("HALF * a", {"HALF * a -> 1 * a"}),
        ("at_most(a, b, 'text')", {"at_most(a, b, 'text') -> at_most(b, a, 'text')"}),
        ("A @ A", set()),  # the same code
        ("is_true(a, f'{k + 1} times', cases=n + 1)", {"is_true(a, f'{k + 1} times', cases=n + 1) -> x"}),
    ],
)
def test_changes(line: str, expected: set[str]) -> None:
    found = told(f"def check(a: int = 3) -> Outcome:\n    return {line}")
    if "cases=n" in line:  # wording is left alone, and what is asserted is turned into its opposite
        assert found == {"is_true(a, f'{k + 1} times', cases=n + 1) -> is_true(not a, f'{k + 1} times', cases=n + 1)"}
    else:
        assert found == expected


def test_what_only_asks_for_less_is_not_a_change() -> None:
    # one operand less, or `or` for `and`, is true wherever the claim is
    assert told("is_true(p(a) and q(b), 'both')") == {
        "p(a) -> not p(a)",
        "q(b) -> not q(b)",
    }


def test_two_changes_that_read_the_same_are_numbered() -> None:
    assert "x[0] -> x[1] (no. 2)" in told("f(x[0], x[0])")


def test_a_number_in_a_target_is_compared_by_itself() -> None:
    # `compare(u[k][0], u[k][1]), v = 1, 2` could not be compiled
    statement = ast.parse("u[k][0], v = 1, 2").body[0]
    found = steps.changes(statement)
    assert "0 -> 1" in {f"{change.before} -> {change.after}" for change in found}
    for change in found:
        for each in (change, change.widened(statement)):
            compile(ast.fix_missing_locations(ast.Module([each.compared(statement, "compare")], [])), "", "exec")


def test_arrays_are_equal_where_all_their_entries_are() -> None:
    one, other = np.array([1, 2]), np.array([1, 3])
    assert mechanical.are_equal(one, one.copy())
    assert not mechanical.are_equal(one, other)
    assert not mechanical.are_equal(one, np.array([1, 2, 3]))
    assert not mechanical.are_equal(1, True)
    assert not mechanical.are_equal(1, 2)


# -- what a change leaves behind ---------------------------------------------------------------------------------------


def find(module: str, before: str, after: str) -> Mutant:
    (mutant,) = [
        each
        for each in every_mutant()
        if (each.module, each.change.before, each.change.after) == (module, before, after)
    ]
    return mutant


def a_killed_one() -> Mutant:
    return find("achour/rank_constrained.py", "least_eigenvalue_sign(point) == 0", "least_eigenvalue_sign(point) == 1")


def test_a_killed_mutant_leaves_the_true_claim_as_it_was() -> None:
    mutant = a_killed_one()
    before = {function: function.__code__ for function in mutant.codes}
    assert settle(mutant).end is End.KILLED
    assert {function: function.__code__ for function in mutant.codes} == before
    for claim in mutant.claims:
        assert looked(claim.id).end() is End.SURVIVED


def test_the_code_comes_back_after_an_error() -> None:
    mutant = a_killed_one()
    before = {function: function.__code__ for function in mutant.codes}

    def fail() -> None:
        assert {function: function.__code__ for function in mutant.codes} != before
        raise KeyError

    with pytest.raises(KeyError), exchanged(mutant.codes, lambda: None):
        fail()
    assert {function: function.__code__ for function in mutant.codes} == before


def test_what_runs_away_is_stopped_by_a_count() -> None:
    def forever() -> None:
        while True:
            time.time()
            (lambda: None)()

    with pytest.raises(RanAway), limited(1000):
        forever()


def test_an_equivalent_mutant_is_measured() -> None:
    # below full rank no critical point has the loss 0, so > and >= say the same; 1 for 0 changes what is compared
    module, before = "chitour/crit_strata.py", "point.loss > 0"
    assert measured(find(module, before, "point.loss >= 0")) is Measured.SAME_VALUE


# -- the survivors -----------------------------------------------------------------------------------------------------


def sample() -> list[Mutant]:
    """One mutant of a module, for as many modules as are asked, the same each time."""
    draw = random.Random(0)
    chosen = []
    for module in sorted(draw.sample(survivors.modules(), SAMPLED)):
        here = [mutant for mutant in every_mutant() if mutant.module == module]
        chosen += [next(mutant for mutant in draw.sample(here, len(here)) if mutant.codes)]
    return chosen


def test_a_sample_of_the_mutants_is_killed_or_has_a_reason() -> None:
    ends = [settled_at(mutant, small(mutant)) for mutant in sample()]
    alive = [a.mutant for a in ends if a.end is End.SURVIVED and a.mutant.module in survivors.reasoned()]
    listed = set(survivors.listed())
    unlisted = [mutant for mutant in alive if listed.isdisjoint({mutant.key, (*mutant.key[:2], survivors.EVERY)})]
    found = [mutant for mutant in unlisted if settle(mutant).end is End.SURVIVED]
    assert [mutant.key for mutant in found if not reasons.reason(mutant, values_at_cases(mutant))] == []
    assert sum(a.end is End.KILLED for a in ends) > len(ends) // 4


@pytest.mark.slow
@pytest.mark.parametrize("module", survivors.reasoned())
def test_every_survivor_has_a_reason(module: str) -> None:
    assert survivors.complaints(survivors.settled(module)) == []


def test_every_listed_survivor_is_a_mutant_and_its_reason_a_sentence() -> None:
    places = {mutant.key for mutant in every_mutant()}
    places |= {(module, function, survivors.EVERY) for module, function, _ in places}
    assert set(survivors.listed()) <= places
    measured = {reason.measured for key, reason in survivors.listed().items() if key[2] != survivors.EVERY}
    assert measured <= {each.value for each in Measured}
    assert all(reason.sentence.endswith(".") and len(reason.sentence) > 20 for reason in survivors.listed().values())


def test_a_survivor_without_a_reason_is_named() -> None:
    new = survivors.Settled("a.py", "f", "line | a -> b", "order", End.SURVIVED.value, "", Measured.DIFFERS.value)
    assert len(survivors.complaints([new])) == 1
    assert survivors.complaints([new._replace(end=End.KILLED.value)]) == []
    assert survivors.complaints([new._replace(reason="It chooses another sample.")]) == []


def test_an_open_survivor_is_counted_apart_with_its_numbers_and_is_no_reason() -> None:
    new = survivors.Settled("a.py", "f", "line | a -> b", "order", End.SURVIVED.value, "", Measured.DIFFERS.value)
    new = new._replace(cases=40, evaluations=75, different=3)
    told = survivors.table([new, new._replace(function="g", reason="It chooses another sample.")])
    assert "Open survivors, for which nobody has given a reason: 1." in told
    assert (
        "a.py | f | line | a -> b: the value differs, and the claim holds all the same; not shown false: the "
        "changed statement was evaluated 75 times at 40 cases, with 3 different values, and held at each; "
        "nobody has looked at it."
    ) in told
    assert told.count("nobody has looked at it") == 1
    assert len(survivors.complaints([new])) == 1  # so a module whose survivors are explained gets no new one in silence


def test_an_open_survivor_that_no_case_reaches_says_so() -> None:
    new = survivors.Settled("a.py", "f", "a -> b", "order", End.SURVIVED.value, "", Measured.NOT_REACHED.value)
    assert survivors.open_sentence(new._replace(cases=40)).startswith("not shown false: none of 40 cases reaches")


def test_a_survivor_of_every_module_that_stands_in_the_list_must_have_a_reason() -> None:
    assert set(survivors.reasoned()) <= set(survivors.modules())
    for module in survivors.reasoned():
        new = survivors.Settled(module, "new", "a -> b", "order", End.SURVIVED.value, "", Measured.DIFFERS.value)
        assert any("without a reason" in line for line in survivors.complaints([new]))


def test_reasons_are_given_for_what_is_so_and_for_nothing_else() -> None:
    # below full rank no critical point has the loss 0: > and >= are true at every case; of != 0 for > 0 nothing is said
    # where the values differ, and nothing for an equality that is asserted
    module, before = "chitour/crit_strata.py", "point.loss > 0"
    same = find(module, before, "point.loss >= 0")
    values = values_at_cases(same)
    assert (values.measured, values.evaluations > 0) == (Measured.SAME_VALUE, True)
    assert reasons.reason(same, values)
    killed = a_killed_one()
    differing = Values(Measured.DIFFERS, 10, 3, frozenset({"1", "2", "3"}))
    assert reasons.reason(killed, differing) == ""
    assert reasons.reason(killed, Values(Measured.NOT_REACHED, 0, 0, frozenset())) == ""


@pytest.mark.parametrize(
    ("module", "before", "after", "words"),
    [
        ("hardt/lemma2.py", "::-1", "::1", "a printed statement that is refuted"),  # transposes in the printed order
        ("kohn/dimension.py", "layers[0]", "layers[-1] (no. 2)", "the whole expression around it"),  # as many strides
        ("hardt/thm2.py", "2 * stretched", "3 * stretched", "only sides of inequalities"),  # a looser upper bound
        ("mulayoff/flat.py", "case[2]", "case[1]", ""),  # it asks for less, of truth values, so no machine can say why
    ],
)
def test_reasons_from_what_is_asserted(module: str, before: str, after: str, words: str) -> None:
    mutant = find(module, before, after)
    found = reasons.reason(mutant, values_at_cases(mutant))
    assert words in found
    assert bool(words) == bool(found)


def test_a_listed_one_that_is_killed_is_named() -> None:
    key, reason = next(iter(survivors.listed().items()))
    dead = survivors.Settled(*key, "order", End.KILLED.value, "", "")
    assert any("does not survive" in line for line in survivors.complaints([dead]))
    assert reason.sentence


def test_the_claims_are_true_at_their_own_cases() -> None:
    # a claim without cases would let every mutant of it survive
    ids = [claim.id for claim in mechanical.true_claims()]
    assert len(ids) > 100
    assert all(looked(id).met for id in ids[::12])
