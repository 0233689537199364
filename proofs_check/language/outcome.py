"""The result of a check: whether the statement holds at one case, and if not, a sentence with the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction
from typing import Any

from proofs_check.language.arguments import is_text, shown
from proofs_check.language.identities import note_identity
from proofs_check.language.long_numbers import shortened
from proofs_check.language.numbers import as_enclosure, real, refuse_foreign, side, symbolic_in
from proofs_check.language.word_values import confirm, why_open
from symdln.algebra.matrix import Matrix
from symdln.errors import InputError
from symdln.files.text import MOST_DIGITS

_PLAIN = (bool, int, str, Fraction, Matrix)
"""The types whose equal values need no further test, since they hold neither letters, nor floats, nor enclosures."""
_MOST_BITS = 10_000
"""Python writes whole numbers of at most about 4,300 decimal digits."""


class Finding(Enum):
    """The three things a check can find at one case."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Outcome:
    """The answer at one case; ``details`` are plain values (rationals as ``"p/q"`` texts) for the witness file.

    ``float_seen`` names a float that was compared: then the answer is not an exact one, and refutes nothing.

    >>> outcome = equal(2, 3, "rank of W_1")
    >>> outcome.sentence, outcome.holds, outcome.fails, outcome.details
    ('rank of W_1: 2 is not equal to 3', False, True, {'left': 2, 'right': 3})
    """

    answer: Finding
    sentence: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    float_seen: str = ""

    @property
    def holds(self) -> bool:
        """Whether the answer is that the statement holds; False where it is undecided."""
        return self.answer is Finding.HOLDS

    @property
    def fails(self) -> bool:
        """Whether the answer is that the statement fails; False where it is undecided."""
        return self.answer is Finding.FAILS

    def __bool__(self) -> bool:
        raise InputError(
            "an Outcome has no truth value, as it may be undecided; use .holds or .fails, or join outcomes by all_of()."
        )


def holds(sentence: str = "the statement holds") -> Outcome:
    """The statement holds at this case.

    >>> import proofs_check as pc
    >>> pc.holds("the ranks agree").holds
    True
    """
    return Outcome(Finding.HOLDS, sentence)


def fails(sentence: str, **details: Any) -> Outcome:
    """The statement fails at this case; the sentence gives the numbers, ``details`` the objects.

    >>> import proofs_check as pc
    >>> pc.fails("the rank is 1, not 2", rank=1).sentence
    'the rank is 1, not 2'
    """
    _need_words(sentence)
    return Outcome(Finding.FAILS, sentence, {name: plain(value) for name, value in details.items()})


def undecided(sentence: str, **details: Any) -> Outcome:
    """A rigorous method gave no answer at this case (an enclosure that did not separate).

    >>> import proofs_check as pc
    >>> outcome = pc.undecided("the enclosures overlap")
    >>> outcome.holds, outcome.fails
    (False, False)
    """
    _need_words(sentence)
    return Outcome(Finding.UNDECIDED, sentence, {name: plain(value) for name, value in details.items()})


def is_true(condition: bool, sentence: str, *, otherwise: str = "", **details: Any) -> Outcome:
    """Holds if ``condition`` is ``True``; ``sentence`` states it, and ``otherwise`` states what is true
    where it fails, with the numbers.

    >>> import proofs_check as pc
    >>> pc.is_true(1 > 2, "1 is greater than 2").sentence
    'it is not true here that 1 is greater than 2'
    """
    if condition is True:
        return holds(sentence)
    if condition is False:
        _need_words(sentence)
        return fails(otherwise or f"it is not true here that {sentence}", **details)
    raise InputError(
        f"is_true() needs True or False, but {condition!r} ({type(condition).__name__}) was passed; compare explicitly."
    )


def _need_words(sentence: Any) -> None:
    if not is_text(sentence):
        raise InputError(
            f"an outcome needs words for what holds or fails, as in pc.fails('the rank is 1, not 2'), but "
            f"{shown(sentence)} was passed."
        )


def equal(left: Any, right: Any, what: str, *, but: str = "", **details: Any) -> Outcome:
    """Holds if ``left == right``; ``what`` names the quantity.  Words and their traces are also evaluated.

    If ``but`` names the right side, the sentence of a failure reads "``what`` is 1, but ``but`` is 2".
    Words with different normal forms fail only where their values differ at random matrices, and are undecided where
    relations rewrote them.  Numbers of all exact types are compared by value; values of different kinds, such as a
    text and a number, raise ``InputError``.  Enclosures that overlap are undecided.  A float on either side makes the
    outcome inexact.

    >>> import proofs_check as pc
    >>> pc.equal(2, 2, "the rank").holds
    True
    >>> pc.equal(1, 2, "the rank").sentence
    'the rank: 1 is not equal to 2'
    """
    if type(left) is type(right) and type(left) in _PLAIN and left == right:
        return Outcome(Finding.HOLDS, f"{what}: equal")
    _need_words(what)
    confirm(left, right, what)
    refuse_foreign(left, right)
    a, b = side(left), side(right)
    if a.enclosed or b.enclosed:
        outcome = _equal_enclosures(a.value, b.value, what)
    elif a.value == b.value:
        note_identity(left, right)
        outcome = holds(f"{what}: equal")
    elif symbolic_in(left) or symbolic_in(right):
        outcome = undecided(f"{what}: sympy compares {text(left)} and {text(right)} by their form only")
    elif reason := why_open(left, right):
        outcome = undecided(f"{what}: {text(left)} and {text(right)}: {reason}")
    else:
        outcome = fails(_unequal(left, right, what, but), left=left, right=right, **details)
    return _with_float(outcome, a.float_seen or b.float_seen)


def _unequal(left: Any, right: Any, what: str, but: str) -> str:
    if but:
        return f"{what} is {text(left)}, but {but} is {text(right)}"
    if isinstance(left, bool) and isinstance(right, bool):
        return f"{what}: {'the first' if left else 'the second'} of the two holds, and the other does not"
    return f"{what}: {text(left)} is not equal to {text(right)}"


def _equal_enclosures(left: Any, right: Any, what: str) -> Outcome:
    a, b = as_enclosure(left), as_enclosure(right)
    if not isinstance(a, tuple) and (a < b or a > b):
        return fails(f"{what}: {text(left)} is not equal to {text(right)}", left=left, right=right)
    return undecided(f"{what}: the enclosures {text(left)} and {text(right)} prove neither equal nor different")


def at_most(left: Any, right: Any, what: str, *, but: str = "", **details: Any) -> Outcome:
    """Holds if ``left <= right``; ``what`` names the left side, and ``but`` the right one, as in :func:`equal`.

    Raises ``InputError`` for what is not a number (compare the entries of tuples one by one, not by the order of
    tuples). Enclosures that overlap are undecided.  A float on either side makes the outcome inexact.

    >>> import proofs_check as pc
    >>> pc.at_most(3, 2, "the rank", but="the width").sentence
    'the rank is 3, but the width is 2'
    """
    _need_words(what)
    a, b = real(left, "left"), real(right, "right")
    enclosed = a.enclosed or b.enclosed
    lower, upper = (as_enclosure(a.value), as_enclosure(b.value)) if enclosed else (a.value, b.value)
    if lower <= upper:
        outcome = holds(f"{what}: at most {text(right)}")
    elif enclosed and not lower > upper:
        outcome = undecided(f"{what}: the enclosures {text(left)} and {text(right)} do not separate")
    else:
        sentence = f"{what} is {text(left)}, but {but} is {text(right)}" if but else f"{what}: {text(left)} is greater "
        outcome = fails(sentence if but else f"{sentence}than {text(right)}", left=left, right=right, **details)
    return _with_float(outcome, a.float_seen or b.float_seen)


def _with_float(outcome: Outcome, seen: str) -> Outcome:
    """The outcome with the float that was found in the compared values, if any."""
    return replace(outcome, float_seen=seen) if seen else outcome


def all_of(*outcomes: Outcome) -> Outcome:
    """Holds if all hold; otherwise the first that fails (an exact one before others), else the first undecided one.

    The sentence joins those of the outcomes; one that several of them have stands once.

    >>> import proofs_check as pc
    >>> pc.all_of(pc.holds("a"), pc.fails("b fails"), pc.holds("c")).sentence
    'b fails'
    """
    if not outcomes:
        raise InputError("all_of() joins outcomes, but none was passed; pass at least one, or return holds().")
    for other in outcomes:
        if not isinstance(other, Outcome):
            raise InputError(
                f"all_of() joins outcomes, such as equal(...), but {other!r:.60} was passed; leave it out."
            )
    answers = {outcome.answer for outcome in outcomes}
    if Finding.FAILS in answers:
        return min((o for o in outcomes if o.fails), key=lambda o: bool(o.float_seen))
    if Finding.UNDECIDED in answers:
        return next(o for o in outcomes if o.answer is Finding.UNDECIDED)
    seen = next((outcome.float_seen for outcome in outcomes if outcome.float_seen), "")
    return _with_float(holds("; ".join(dict.fromkeys(outcome.sentence for outcome in outcomes))), seen)


def text(value: Any) -> str:
    """One line for a value in a sentence; numbers of many digits are shortened, or described by their size."""
    return shortened(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, Fraction)):
        return _number_text(value)
    if hasattr(value, "texts"):
        return "[" + ", ".join("[" + ", ".join(row) + "]" for row in value.texts()) + "]"
    if isinstance(value, (list, tuple)):
        inside = ", ".join(map(_text, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    return str(value)


def _number_text(value: int | Fraction) -> str:
    if not _is_long(value):
        return str(value)
    sign, bits = "a negative" if value < 0 else "a", abs(value.numerator).bit_length() - value.denominator.bit_length()
    return f"{sign} number of a size near 2^{bits}"


def _is_long(value: int | Fraction) -> bool:
    return max(abs(value.numerator), value.denominator).bit_length() > _MOST_BITS


def plain(value: Any) -> Any:
    """The value in a form that JSON can hold: rationals and matrices as ``"p/q"`` texts, unknown values as their texts.

    >>> plain({"loss": Fraction(1, 3), "strings": {(0, 1): 2}})
    {'loss': '1/3', 'strings': {'(0, 1)': 2}}
    """
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return plain_number(value)  # a reader of JSON refuses such a number
    if value is None or isinstance(value, (bool, int, str, float)):
        return value
    if isinstance(value, Fraction):
        return plain_number(value)
    if hasattr(value, "texts"):
        return value.texts()
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(entry) for entry in value), key=str)
    return str(value)


def plain_number(value: int | Fraction) -> str:
    """The text ``"p/q"`` or ``"p"``; with hexadecimal digits where Python writes no number of so many decimal ones.

    >>> plain_number(Fraction(-1, 3)), plain_number(2**20000) == f"0x1{20000 // 4 * '0'}/0x1"
    ('-1/3', True)
    """
    return f"{value.numerator:#x}/{value.denominator:#x}" if _is_long(value) else str(value)
