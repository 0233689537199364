"""Texts of numbers: only certain digits are shown."""

from fractions import Fraction

import pytest

from symdln.cli.texts import enclosure_text


@pytest.mark.parametrize(
    ("lower", "upper", "shown"),
    [
        ("1.41421356237309", "1.41421356237310", "1.414213562..."),  # cut after ten digits, not rounded to ...563
        ("-1.41421356237310", "-1.41421356237309", "-1.414213562..."),
        ("123456789012.3", "123456789012.4", "123456789012..."),
        ("0.000012345678901234", "0.000012345678901235", "0.00001234567890..."),
        ("3.9999999999999", "4.0000000000001", "[3.999999999, 4.000000001]"),
        ("-0.001", "0.001", "[-0.001000000000, 0.001000000000]"),
    ],
)
def test_only_certain_digits_are_shown(lower, upper, shown):
    assert enclosure_text(Fraction(lower), Fraction(upper)) == shown
