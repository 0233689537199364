"""Numbers of very many digits in texts for people: their first and last digits, and how many they have."""

from __future__ import annotations

import math
import re

MOST_DIGITS, _ENDS = 60, 10
KEPT = "(numbers of many digits are shortened here; results and witness files hold them whole)"
_LONG = re.compile(rf"0x[0-9a-f]{{{MOST_DIGITS - 10},}}|\d{{{MOST_DIGITS + 1},}}")


def shortened(text: str) -> str:
    """The text with the numbers of more than 60 digits shortened; a number may be written in hexadecimal digits.

    >>> shortened("n = " + "1" + 98 * "0" + "7")
    'n = 1000000000…0000000007 (100 digits)'
    >>> shortened(f"{16**100:#x} / 2") == shortened(f"{16**100} / 2"), shortened("60 digits: " + 60 * "1")[-3:]
    (True, '111')
    """
    return _LONG.sub(lambda found: _short(found.group()), text)


def _short(digits: str) -> str:
    if not digits.startswith("0x"):
        return f"{digits[:_ENDS]}…{digits[-_ENDS:]} ({len(digits):,} digits)"
    number = int(digits, 16)
    count = _count(number)
    return f"{number // 10 ** (count - _ENDS)}…{number % 10**_ENDS:0{_ENDS}} ({count:,} digits)"


def _count(number: int) -> int:
    """How many decimal digits a positive whole number has; Python writes none of more than some 4,300."""
    least = math.floor((number.bit_length() - 1) * math.log10(2))
    return least + 1 if number < 10 ** (least + 1) else least + 2
