"""When two arithmetics agree."""

from fractions import Fraction

import numpy as np

from proofs_check.arithmetics.values import OPEN, Exact, Within, Word, agree, disagreements, first_difference

THIRD = Exact.of([Fraction(1, 3), Fraction(2)])


def within(*numbers, bound):
    return Within(np.array(numbers), np.full(len(numbers), bound))


def test_exact_numbers_agree_only_if_they_are_equal():
    assert agree(THIRD, Exact.of([Fraction(1, 3), Fraction(2)]))
    assert not agree(THIRD, Exact.of([Fraction(1, 3), Fraction(2) + Fraction(1, 10**50)]))
    assert not agree(THIRD, Exact.of([Fraction(1, 3)]))


def test_floats_agree_within_their_bounds_and_no_further():
    assert agree(THIRD, within(1 / 3, 2.0, bound=0.0))  # 1/3 rounds by less than a unit of it
    assert agree(within(1.0, 2.0, bound=0.6), within(2.0, 3.0, bound=0.5))
    assert not agree(within(1.0, 2.0, bound=0.4), within(2.0, 3.0, bound=0.5))
    assert not agree(THIRD, within(1 / 3, 2.0 + 1e-14, bound=1e-15))
    assert not agree(THIRD, within(1 / 3, bound=1.0))
    assert not agree(THIRD, within(1 / 3, float("nan"), bound=1.0))
    assert first_difference(THIRD, within(1 / 3, 5.0, bound=0.1)) == 1


def test_words_agree_with_equal_words_alone():
    assert agree(Word((1, 2)), Word((1, 2)))
    assert not agree(Word(None), Word(2))
    assert not agree(Word(2), Exact.of([2]))


def test_what_is_open_or_not_asked_contradicts_nothing():
    columns = {"a": {"x": Word(1), "y": OPEN}, "b": {"x": OPEN, "y": Word(3)}, "c": {"x": Word(2)}}
    (found,) = disagreements(columns)
    assert (found.quantity, found.left, found.right) == ("x", "a", "c")
    assert found.sentence == "x: a has 1, c has 2"
