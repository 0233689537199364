"""The string lemmas: for every depth by solvers, exhaustively at small depth without one, and all their neighbours."""

from __future__ import annotations

import collections
import itertools
from dataclasses import replace

import pytest

from symdln.errors import InputError
from symdln.landscape.strings import String, all_strings, pair_table, square_table
from symdln.strings import decide as decide_module
from symdln.strings import neighbours as mistakes
from symdln.strings import smtlib, solvers
from symdln.strings.decide import HOLDS, REFUTED, UNKNOWN, decide, settle
from symdln.strings.evaluate import counterexample, holds, strings_of, visited
from symdln.strings.lemmas import COROLLARIES, LEMMAS, lemma
from symdln.strings.neighbours import neighbours
from symdln.strings.parser import definition, parse_statement
from symdln.strings.syntax import Closes, Iff, Implies, Not, Or, Quantified, Statement

ALL = (*LEMMAS, *COROLLARIES)
NAMED = pytest.mark.parametrize("found", ALL, ids=lambda found: found.name)


@NAMED
def test_it_holds_for_every_depth(found):
    assert decide(found.statement).status == HOLDS


@NAMED
def test_a_second_solver_agrees(found):
    pytest.importorskip("cvc5", reason="the second solver is not installed")
    assert settle(found.statement, ("z3", "cvc5")).status == HOLDS


@NAMED
@pytest.mark.parametrize("depth", range(2, 5))
def test_it_holds_for_every_string_of_small_depth(found, depth):
    assert counterexample(found.statement, depth) is None


@pytest.mark.slow
@NAMED
@pytest.mark.parametrize("depth", range(5, 8))
def test_it_holds_for_every_string_of_larger_depth(found, depth):
    assert counterexample(found.statement, depth) is None


# -- negative controls -------------------------------------------------------------------------------------------------


def with_body(statement: Statement, change) -> Statement:
    """The statement with another formula behind its quantifiers and its condition."""

    def rebuilt(formula):
        if isinstance(formula, Quantified) and formula.every:
            return replace(formula, body=rebuilt(formula.body))
        if isinstance(formula, Implies):
            return Implies(formula.premise, change(formula.conclusion))
        return change(formula)

    return replace(statement, formula=rebuilt(statement.formula))


@NAMED
def test_its_conditions_can_be_met(found):
    """With "false" for the conclusion it is refuted: no lemma holds because nothing fulfils its conditions."""
    assert decide(with_body(found.statement, lambda _: Or(()))).status == REFUTED


@pytest.mark.parametrize("name", ["S3", "S3n", "S3m", "S4", "S6b", "S6c", "S7", "S8", "S10", "S13", "gap"])
def test_both_sides_of_an_equivalence_occur(name):
    """The left side of "A iff B" alone is refuted, and so is its negation."""
    statement = lemma(name).statement

    def left(formula):
        assert isinstance(formula, Iff)
        return formula.left

    assert decide(with_body(statement, left)).status == REFUTED
    assert decide(with_body(statement, lambda formula: Not(left(formula)))).status == REFUTED


# Refuted by hand: a text, a depth, and strings (start, length) at which it fails.
FALSE = [
    # S5 with one closing string: 1-2 starts at end(2-0) + 1 = 1, and end(1-2) + 1 = 3 is not below start(2-0) = 2.
    (
        "every pair of strings with tau closes: if start(sigma) <= end(tau)+1 then end(sigma)+1 < start(tau)",
        2,
        {"sigma": (1, 1), "tau": (2, 1)},
    ),
    # The gap of 2-0 at depth 2 is {1}: end + 1 = start - 1.
    ("every string tau with tau closes: end(tau)+1 < start(tau)-1", 2, {"tau": (2, 1)}),
    # S13 at depth 3: 1 visits 1 but not 2, and the gap of 3-0 is {1, 2}.
    (
        "at depth H = 3, every pair of strings sigma, tau with tau closes: pair(sigma, tau) iff sigma visits 1",
        3,
        {"sigma": (1, 0), "tau": (3, 1)},
    ),
    # S14 at depth 2: 1 and 2-0 are a pair.
    (
        "at depth H >= 2, every pair of strings sigma, tau with start(tau) = H and length(tau) = 1 and length(sigma)"
        " = 0: not pair(sigma, tau)",
        2,
        {"sigma": (1, 0), "tau": (2, 1)},
    ),
    # S8 without touching ends: 1-2 and 0 at depth 2 touch, start(1-2) = end(0) + 1, and x_1 is in the square.
    (
        "every pair of strings with tau does not close and sigma does not close, every integer j: square(sigma, tau, j)"
        " iff end(sigma) = H and start(tau) = 0 and start(sigma) <= j <= end(tau)",
        2,
        {"sigma": (1, 1), "tau": (0, 0), "j": 1},
    ),
]


@pytest.mark.parametrize(("text", "depth", "values"), FALSE)
def test_a_false_neighbour_is_refuted_by_hand_by_a_solver_and_by_looking(text, depth, values):
    statement = parse_statement(text)
    _, body = statement.prefix
    assert not holds(body, {"H": depth, **values})
    decision = decide(statement)
    assert decision.status == REFUTED
    assert decision.witness is not None
    assert decision.witness.depth == depth  # the least depth: below it, looking at everything finds nothing
    assert all(counterexample(statement, lower) is None for lower in range(2, depth))
    assert counterexample(statement, depth) is not None


FEW = [found for found in ALL if len(neighbours(found.statement)) <= 40]
MANY = [pytest.param(found, marks=pytest.mark.slow) for found in ALL if found not in FEW]


@pytest.mark.parametrize("found", [*FEW, *MANY], ids=lambda found: found.name)
def test_every_neighbour_is_decided_as_looking_decides_it(found):
    """What a solver refutes is confirmed at the strings that it names; what it finds true has no counterexample up to
    depth 3; and of the mistakes that can be made in the lemma, some are refuted.
    """
    refuted: collections.Counter[str] = collections.Counter()
    for neighbour in neighbours(found.statement):
        decision = decide(neighbour.statement)
        if decision.status == HOLDS:
            assert all(counterexample(neighbour.statement, depth) is None for depth in (2, 3)), neighbour
        else:
            assert decision.status == REFUTED
            assert decision.witness is not None
            values = decision.witness.values
            assert not holds(neighbour.statement.prefix[1], values), neighbour
            refuted[neighbour.mistake] += 1
    assert sum(refuted.values()) >= 3
    assert len(refuted) >= 2


def test_every_mistake_is_refuted_in_some_lemma():
    refuted = {
        neighbour.mistake
        for name in ("S3", "S8", "S13", "S14", "S15", "S16")
        for neighbour in neighbours(lemma(name).statement)
        if decide(neighbour.statement).status == REFUTED
    }
    assert refuted == {
        mistakes.OFF_BY_ONE,
        mistakes.STRICTNESS,
        mistakes.CLOSING,
        mistakes.EXCHANGED,
        mistakes.OMITTED,
        mistakes.DEPTH,
    }


# -- routes that contradict each other ---------------------------------------------------------------------------------


def test_a_refutation_that_looking_does_not_confirm_is_no_refutation(monkeypatch):
    """A translation in which a string closes one arrow too early finds false witnesses, and says "unknown"."""
    right = smtlib.smt

    def wrong(formula):
        if isinstance(formula, Closes):
            return f"(<= H (+ {formula.string}.start {formula.string}.length))"
        return right(formula)

    monkeypatch.setattr(smtlib, "smt", wrong)
    decision = decide(lemma("S16").statement)
    assert decision.status == UNKNOWN
    assert "but there the statement holds by direct evaluation" in decision.reason


def test_a_wrong_proof_is_found_by_looking(monkeypatch):
    """A solver that refutes every negation is contradicted at the first depth at which the statement fails."""
    monkeypatch.setitem(decide_module.SOLVERS, "z3", lambda text, seconds: ("unsat", {}))
    statement = parse_statement("every pair of strings with tau closes: pair(sigma, tau) iff sigma visits 1")
    assert settle(statement, up_to=2).status == HOLDS  # S13: true at depth 2, and nobody looks further
    assert settle(statement, up_to=3).status == UNKNOWN


def test_solvers_that_differ_leave_it_undecided(monkeypatch):
    monkeypatch.setitem(decide_module.SOLVERS, "cvc5", lambda text, seconds: ("unsat", {}))
    decision = settle(parse_statement("every string tau: tau closes"), ("z3", "cvc5"))
    assert decision.status == UNKNOWN
    assert decision.reason == "the solvers differ (z3: refuted; cvc5: holds)"


def test_a_solver_that_gives_up_leaves_it_undecided(monkeypatch):
    monkeypatch.setitem(decide_module.SOLVERS, "z3", lambda text, seconds: ("timeout", {}))
    decision = decide(lemma("S1").statement, seconds=7)
    assert (decision.status, decision.reason) == (UNKNOWN, "z3 gave up (timeout) within 7 s")


def test_a_solver_that_is_missing_or_unknown(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(solvers, "import_module", missing)
    with pytest.raises(InputError, match=r"z3 is not installed: install it with `pip install z3-solver`"):
        decide(lemma("S1").statement)
    with pytest.raises(InputError, match="There is no solver called 'lia'; choose z3 or cvc5"):
        decide(lemma("S1").statement, "lia")


def test_looking_refuses_a_quantifier_that_has_no_end():
    with pytest.raises(InputError, match="ranges over all integers"):
        counterexample(parse_statement("every string s: not (some integer j: j > length(s))"), 2)


def test_an_integer_quantifier_inside_is_left_to_the_solver():
    statement = parse_statement("every string s: (some integer j: j > length(s) + 100)")
    decision = settle(statement, up_to=4)
    assert (decision.status, decision.looked) == (HOLDS, 0)


def test_what_was_looked_at_is_said_and_nothing_more():
    """Depths of which the statement does not speak, and depths at which looking would take too long, do not count."""
    assert settle(lemma("S13").statement, up_to=4).looked == 2
    assert settle(lemma("S14").statement, up_to=2).looked == 0
    many = parse_statement("all strings a, b, c, d, e, f: if a is b then b is a")  # 12^6 at depth 3
    assert settle(many, up_to=9).looked == 2
    inside = parse_statement("every string s: not (some strings a, b, c, d, e, f: s is a and a is not a or s is s)")
    assert decide(inside).looked in (0, 2)
    assert decide(inside).status == REFUTED


def test_a_witness_out_of_range_is_no_refutation(monkeypatch):
    """A solver that names a string of length H, or a layer 0, is not believed."""
    for text, model in (
        ("every string s: length(s) < 2", {"H": 2, "s.start": 0, "s.length": 2}),
        ("every layer j: j > 0", {"H": 2, "j.value": 0}),
        ("at depth H >= 3, every layer j: j = 7", {"H": 2, "j.value": 1}),
    ):
        monkeypatch.setitem(decide_module.SOLVERS, "z3", lambda text, seconds, model=model: ("sat", model))
        assert decide(parse_statement(text)).status == UNKNOWN


# -- the strings of the landscape --------------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", range(2, 8))
def test_the_strings_of_the_landscape_are_these(depth):
    """Same list in the same order; vertices, end and closing agree with the evaluation of the language."""
    assert [(found.start, found.length) for found in all_strings(depth)] == strings_of(depth)
    for arc in strings_of(depth):
        string = String(*arc, depth)
        assert visited(arc, depth) == string.vertices
        assert holds(Closes("s"), {"H": depth, "s": arc}) == string.closing


@pytest.mark.parametrize("depth", range(2, 8))
def test_the_tables_of_pairs_and_squares_are_the_relations_of_the_lemmas(depth):
    """``pair`` is the pair table; the square table is "neither closes, and some layer j has square(sigma, tau, j)"."""
    strings = strings_of(depth)
    ordered = list(itertools.product(enumerate(strings), repeat=2))
    pairs = definition("pair")[1]
    squares = parse_statement(
        "every pair of strings: sigma does not close and tau does not close and (some layer j: square(sigma, tau, j))"
    ).prefix[1]
    for table, formula in ((pair_table(depth), pairs), (square_table(depth), squares)):
        found = {(s, t) for (s, sigma), (t, tau) in ordered if holds(formula, {"H": depth, "sigma": sigma, "tau": tau})}
        assert found == set(table)
