"""What checks return."""

from fractions import Fraction

import flint
import numpy as np
import pytest

import symdln as dln
from proofs_check.language.outcome import Finding, all_of, at_most, equal, fails, holds, is_true, plain, undecided
from symdln.errors import InputError


def test_comparisons_say_the_numbers():
    assert equal(2, 2, "rank").holds
    assert equal(Fraction(1, 2), Fraction(1, 3), "loss").sentence == "loss: 1/2 is not equal to 1/3"
    assert at_most(2, 2, "rank").holds
    assert at_most(3, 2, "rank").sentence == "rank: 3 is greater than 2"
    assert is_true(1 < 2, "1 < 2").holds
    assert is_true(2 < 1, "2 < 1").sentence == "it is not true here that 2 < 1"


def test_matrices_compare_by_entries_and_travel_as_texts():
    left, right = dln.Matrix([[1, "1/2"]]), dln.Matrix([[1, 0]])
    outcome = equal(left, right, "W_1")
    assert outcome.fails
    assert outcome.sentence == "W_1: [[1, 1/2]] is not equal to [[1, 0]]"
    assert outcome.details == {"left": [["1", "1/2"]], "right": [["1", "0"]]}


def test_details_are_plain():
    details = fails(
        "x", value=Fraction(3, 2), inertia=dln.Inertia(positive=1, negative=0, zero=2), kinds={(0, 1): 2}
    ).details
    assert details == {"value": "3/2", "inertia": "(n+, n-, n0) = (1, 0, 2)", "kinds": {"(0, 1)": 2}}
    assert plain((1, {"b", "a"}, None, True)) == [1, ["a", "b"], None, True]


@pytest.mark.parametrize(
    ("outcomes", "answer", "sentence"),
    [
        ((holds("a"), holds("b")), Finding.HOLDS, "a; b"),
        ((holds("a"), undecided("b"), fails("c"), fails("d")), Finding.FAILS, "c"),
        ((holds("a"), undecided("b"), undecided("c")), Finding.UNDECIDED, "b"),
    ],
)
def test_all_of_prefers_the_first_failure_then_the_first_undecided(outcomes, answer, sentence):
    joined = all_of(*outcomes)
    assert (joined.answer, joined.sentence) == (answer, sentence)


def test_no_truth_value_by_accident():
    with pytest.raises(InputError, match="no truth value"):
        bool(holds())
    with pytest.raises(InputError, match="needs True or False"):
        is_true(None, "an interval is positive")  # type: ignore[arg-type]


def test_joining_no_outcomes_is_an_error():
    with pytest.raises(InputError, match="none was passed"):
        all_of()
    with pytest.raises(InputError, match="None was passed"):
        all_of(holds(), None)  # type: ignore[arg-type]


# -- numbers of other types, enclosures, floats ------------------------------------------------------------------------


@pytest.mark.parametrize("third", [flint.fmpq(1, 3), Fraction(1, 3)], ids=["fmpq", "Fraction"])
def test_exact_numbers_are_compared_by_value(third):
    assert equal(third, Fraction(1, 3), "a third").holds
    assert equal((third, [flint.fmpz(2)]), (Fraction(1, 3), [2]), "nested").holds
    assert at_most(third, flint.fmpq(1, 4), "a third").fails


def test_a_float_is_named_and_makes_the_outcome_inexact():
    # 0.1 + 0.2 is 0.3000...04 in binary: it "fails", which refutes nothing
    outcome = at_most(0.1 + 0.2, 0.3, "the sum")
    assert outcome.fails
    assert outcome.float_seen == "the float 0.30000000000000004"
    assert all_of(holds(), equal(np.float64(1), 1, "one")).float_seen == "the float 1.0"


def test_enclosures_that_overlap_decide_nothing():
    wide = flint.arb("1 +/- 0.1")
    assert at_most(wide, 1, "x").answer is Finding.UNDECIDED
    assert at_most(wide, 2, "x").holds
    assert at_most(wide, Fraction(1, 2), "x").fails
    assert equal(wide, 1, "x").answer is Finding.UNDECIDED
    assert equal(wide, 2, "x").fails


@pytest.mark.parametrize("value", [(1, 2), [1], "1", None, {1: 2}, True])
def test_only_numbers_have_an_order(value):
    with pytest.raises(InputError, match="compares two numbers"):
        at_most(value, value, "x")
