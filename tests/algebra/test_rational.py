"""The entry boundary: what becomes a Fraction, and the sentences for everything else."""

from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy

from symdln.algebra.rational import rational, rational_text, simplest_between, to_fmpq
from symdln.errors import InputError


@pytest.mark.parametrize(
    "value",
    ["3/4", " 0.75 ", "75e-2", "+.75", Fraction(3, 4), sympy.Rational(3, 4), flint.fmpq(3, 4)],
)
def test_every_spelling_of_three_quarters_is_the_same_fraction(value):
    assert rational(value) == Fraction(3, 4)
    assert type(rational(value)) is Fraction


@pytest.mark.parametrize("value", [-2, "-2", flint.fmpz(-2), np.int8(-2), np.int64(-2), sympy.Integer(-2), "-4/2"])
def test_every_spelling_of_minus_two_is_the_same_fraction(value):
    assert rational(value) == Fraction(-2)


@pytest.mark.parametrize("value", [0.5, np.float32(0.5), np.float64(0.5), sympy.Float(0.5)])
def test_a_float_is_refused_with_the_ways_out(value):
    with pytest.raises(InputError, match=r"exactly=True .* tolerance="):
        rational(value)


def test_a_float_is_read_the_way_the_caller_says():
    assert rational(0.1, exactly=True) == Fraction(3602879701896397, 2**55)  # the float nearest to 1/10
    assert rational(0.1, tolerance="1/1000") == Fraction(1, 10)
    assert rational(0.33, tolerance="1/100") == Fraction(1, 3)  # neither 0, 1 nor 1/2 lies in [0.32, 0.34]


def test_the_simplest_rational_of_an_interval_agrees_with_a_search_by_denominator():
    intervals = [("329/1000", "331/1000"), ("-7/5", "-4/3"), ("22/7", "22/7"), ("-1/2", "1/3")]
    for low, high in (map(Fraction, interval) for interval in intervals):
        candidates = (
            Fraction(p, q) for q in range(1, 100) for p in range(-4 * q, 4 * q) if low <= Fraction(p, q) <= high
        )
        assert simplest_between(low, high) == next(candidates)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (True, "truth value"),
        (None, "not an exact rational"),
        (1j, "not an exact rational"),
        (sympy.sqrt(2), "not an exact rational"),
        ("", "not a rational number"),
        ("1/2/3", "not a rational number"),
        ("nan", "not a rational number"),
        ("1_000", "not a rational number"),
        ("1/0", "denominator zero"),
        ("1e999999999", "exponent"),
    ],
)
def test_what_is_no_rational_is_refused_with_a_sentence(value, sentence):
    with pytest.raises(InputError, match=sentence):
        rational(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), np.float64("nan")])
def test_nan_and_infinity_are_refused_even_when_floats_are_allowed(value):
    with pytest.raises(InputError, match="not a finite number"):
        rational(value, exactly=True)


@pytest.mark.parametrize("tolerance", [0, -1])
def test_a_tolerance_must_be_positive(tolerance):
    with pytest.raises(InputError, match="must be positive"):
        rational(0.5, tolerance=tolerance)


def test_texts_and_flint_numbers_round_trip():
    for value in (Fraction(0), Fraction(-7, 3), Fraction(10**40, 3)):
        assert rational(rational_text(value)) == value == rational(to_fmpq(value))
