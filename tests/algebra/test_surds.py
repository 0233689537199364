"""Sums of square roots: what is read, and that sums and products are those of real numbers."""

import math
import random
from fractions import Fraction

import pytest

from symdln import InputError
from symdln.algebra.surds import SurdSum


def value(number):
    return sum(float(c) * math.sqrt(n) for n, c in number.parts)


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("sqrt(2)", 2**0.5),
        ("sqrt(2)+1", 2**0.5 + 1),
        (" 1/3 - 2*sqrt(3) / 5 ", 1 / 3 - 2 * 3**0.5 / 5),
        ("0.5sqrt(8)", 2**0.5),
        ("sqrt(1/2)-sqrt(0.5)", 0.0),
        ("-sqrt(4)", -2.0),
        ("sqrt(0) + 7", 7.0),
    ],
)
def test_texts_are_read_as_the_numbers_they_are(text, real):
    assert value(SurdSum.read(text)) == pytest.approx(real, abs=1e-15)


@pytest.mark.parametrize(
    "text", ["", "sqrt(2", "sqrt(-2)", "2 sqrt", "sqrt(2) 3", "1--sqrt(2)", "cbrt(2)", "sqrt(2)/0", "x"]
)
def test_other_texts_get_one_sentence(text):
    with pytest.raises(InputError):
        SurdSum.read(text)


def test_large_roots_are_refused():
    with pytest.raises(InputError, match="too large"):
        SurdSum.read(f"sqrt({10**13})")


def test_sums_and_products_are_those_of_reals():
    rng = random.Random(5)

    def some():
        terms = [SurdSum.of_root(Fraction(rng.randint(0, 60))).times(Fraction(rng.randint(-4, 4), 3)) for _ in range(3)]
        return terms[0] + terms[1] + terms[2]

    for _ in range(300):
        a, b, c = some(), some(), some()
        assert value(a * b + c) == pytest.approx(value(a) * value(b) + value(c), abs=1e-9)
        assert a * (b + c) == a * b + a * c
        assert SurdSum.read(str(a)) == a
        assert (a.rational is not None) is (not a.parts or [n for n, _ in a.parts] == [1])


def test_products_of_equal_numbers_are_found_rational():
    a = SurdSum.read("sqrt(2) + sqrt(3)")
    assert (a * SurdSum.read("sqrt(3) - sqrt(2)")).rational == 1
    assert (a * a).rational is None  # 5 + 2 sqrt(6)
