"""Files as text and as JSON: unreadable files are refused in one sentence, and no number is rounded."""

from __future__ import annotations

import difflib
import json
import math
import re
from collections.abc import Collection, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from symdln.algebra.rational import rational
from symdln.errors import InputError, cut, shown
from symdln.files.disk import read_bytes, write_text

MOST_DIGITS = 1000
MOST_ENTRIES = 1_000_000
MOST_NESTING = 100
MOST_LONG = 1_000_000
_SHORT_DIGITS = 20
_LONGEST_NAME = 200  # the longest names for which similar ones are sought

_MISSING = {"na", "nan", "n/a", "null", "none", "?", "inf", "infinity"}
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([,'_ \u00a0\u2009\u202f]\d{3})+(\.\d+)?")


class WrittenNumber(str):
    """A JSON number with a point or an exponent, as it is written in the file.

    >>> written = WrittenNumber("0.10")
    >>> written, number(written)                                               # no digit is lost, and 1/10 is exact
    ('0.10', Fraction(1, 10))
    """

    __slots__ = ()


def read_text(path: str | Path, expected: str = "text") -> str:
    """The text of a UTF-8 file; a byte order mark is dropped.

    Raises ``InputError`` as :func:`symdln.files.disk.read_bytes` does, and for a file that is empty, binary or in
    another encoding; ``expected`` says in the message what the file should hold.

    >>> import tempfile
    >>> from symdln.files.disk import write_bytes
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read_text(write_bytes(f"{folder}/a.txt", bytes([0xEF, 0xBB, 0xBF]) + b"text"))           # a byte order mark
    'text'
    """
    path = Path(path)
    raw = read_bytes(path, expected)
    text = _decoded(raw, path, expected)
    if not text.strip():
        raise InputError(f"'{path}' is empty; it should hold {expected}.")
    return text


def _decoded(raw: bytes, path: Path, expected: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"'{path}' is UTF-16 text; save it as UTF-8.")
    if b"\0" in raw:
        raise InputError(f"'{path}' is a binary file; it should hold {expected}.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"'{path}' is not UTF-8 text (byte 0x{raw[error.start]:02x} at position {error.start}): "
            f"it is binary or in another encoding; save {expected} as UTF-8."
        ) from None


def number(text: str) -> Fraction:
    """A number in a file as an exact rational: an integer, a decimal or ``p/q``, of at most 1000 digits.

    Raises ``InputError`` for anything else, with the reason where the text is a known way to write a number.

    >>> number(" -0.125 ") == number("-1/8")
    True
    """
    stripped = text.strip()
    if not stripped:
        raise InputError("the entry is empty; fill it in or remove it.")
    if len(stripped) > MOST_DIGITS:
        raise InputError(
            f"{stripped[:20]!r}... has {len(stripped)} characters, and numbers may have {MOST_DIGITS}; round it."
        )
    if stripped.lstrip("+-").lower() in _MISSING:
        raise InputError(f"{shown(stripped)} is a missing or infinite value, not a number; fill it in or remove it.")
    if _THOUSANDS.fullmatch(stripped):
        raise InputError(
            f"{shown(stripped)} has a sign between thousands (or a decimal comma); write digits and a decimal point "
            "only."
        )
    if re.fullmatch(r"[+-]?\d*,\d+", stripped):
        raise InputError(f"{shown(stripped)} has a decimal comma; write a decimal point.")
    value = rational(stripped)
    if max(abs(value.numerator), value.denominator) >= 10**MOST_DIGITS:
        raise InputError(f"{shown(stripped)} has more than {MOST_DIGITS} digits when written out; rescale it.")
    return value


def read_json(path: str | Path, expected: str = "JSON") -> Any:
    """The JSON value of a file.  Numbers with a point or an exponent come as :class:`WrittenNumber`, integers as int.

    Raises ``InputError`` as :func:`read_text` does, and for broken JSON (with line and column), a key given twice, NaN,
    infinities, numbers of more than 1000 digits and nesting too deep to read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read_json(write_text(f"{folder}/a.json", '{"a": 0.50, "b": [1, "1/3"]}'))
    {'a': '0.50', 'b': [1, '1/3']}
    """
    text = read_text(path, expected)
    try:
        value = json.loads(
            text,
            parse_float=WrittenNumber,
            parse_int=integer,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
        check_nesting(value)
        return value
    except json.JSONDecodeError as error:
        raise InputError(
            f"'{path}' is not JSON: {error.msg} in line {error.lineno}, column {error.colno}; correct it there."
        ) from None
    except RecursionError:
        raise InputError(f"'{path}' is nested too deeply to be read; it should hold {expected}.") from None
    except InputError as error:
        raise InputError(f"'{path}': {error}") from None


def integer(text: str) -> int:
    """An integer as JSON writes it, of at most 1000 digits; ``InputError`` for a longer one.

    >>> integer("-12"), len(str(integer("7" * 1000)))
    (-12, 1000)
    """
    return int(text) if len(text) <= MOST_DIGITS else int(number(text))


def check_nesting(value: Any) -> None:
    """Raise ``InputError`` for JSON data of more than 100 levels, on which recursion may fail.

    >>> value = 1
    >>> for _ in range(100):
    ...     value = [value]
    >>> check_nesting(value)
    >>> check_nesting([value])
    Traceback (most recent call last):
        ...
    symdln.errors.InputError: it is nested too deeply, in more than 100 levels; write it flatter.
    """
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(MOST_NESTING):
        inside = (entry for item in level for entry in (item.values() if isinstance(item, dict) else item))
        level = [entry for entry in inside if isinstance(entry, (dict, list))]
    if level:
        raise InputError(f"it is nested too deeply, in more than {MOST_NESTING} levels; write it flatter.")


def check_entries(values: Collection[Any], name: str, size: int | None = None) -> None:
    """Raise ``InputError`` where exact arithmetic on these entries would take hours and gigabytes.

    At most a million entries; a common denominator of at most 1000 digits; and for long numbers, of L > 20 digits over
    and under it together, ``size * (L - 20)`` at most a million, with ``size`` entries in the computation.

    >>> check_entries([1, Fraction(1, 3)], "X")
    >>> check_entries([Fraction(1, 10**600), Fraction(1, 3**900)], "X")                   # 601 and 430 digits multiply
    Traceback (most recent call last):
        ...
    symdln.errors.InputError: the common denominator of the entries of X has more than 1000 digits; round them.
    """
    if len(values) > MOST_ENTRIES:
        raise InputError(f"{name} has {len(values)} entries, and the most is {MOST_ENTRIES}; use fewer samples.")
    common, most, excess = 1, 10**MOST_DIGITS, 0
    for value in values:
        if not isinstance(value, (int, Fraction)):
            continue  # a text or a list, which is refused later
        common = math.lcm(common, value.denominator)
        if common >= most:
            raise InputError(
                f"the common denominator of the entries of {name} has more than {MOST_DIGITS} digits; round them."
            )
        excess = max(excess, value.numerator.bit_length() - value.denominator.bit_length() + 1)
    digits = math.ceil((2 * common.bit_length() + excess) * math.log10(2))
    if (len(values) if size is None else size) * (digits - _SHORT_DIGITS) > MOST_LONG:
        raise InputError(
            f"the entries of {name} have about {digits} digits over their common denominator, too many for a matrix of "
            "this size; round them."
        )


def _refuse_constant(name: str) -> NoReturn:
    raise InputError(f"{name} is not a finite number; remove or replace the entry.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise InputError(f'the key "{cut(key)}" is given twice; keep one of the two.')
        found[key] = value
    return found


def write_json(data: Any, path: str | Path) -> Path:
    """Write JSON data as UTF-8, whole or not at all, and return the path; missing folders are made.

    Raises ``InputError`` where that fails.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(read_text(write_json({"hidden": [2, 3]}, f"{folder}/new/a.json")))
    {
     "hidden": [2, 3]
    }
    <BLANKLINE>
    """
    return write_text(path, json_text(data) + "\n", folders=True)


def json_text(data: Any, indent: str = "") -> str:
    """The data as JSON: a vector or a matrix in one line, everything else one entry a line.

    >>> print(json_text({"hidden": [2], "weights": [[["1", "1/2"]], [["0"]]]}))
    {
     "hidden": [2],
     "weights": [
      [["1", "1/2"]],
      [["0"]]
     ]
    }
    """
    inner = indent + " "
    if isinstance(data, dict) and data:
        entries = [f"{_quoted(str(key))}: {json_text(value, inner)}" for key, value in data.items()]
        return "{\n" + ",\n".join(inner + entry for entry in entries) + f"\n{indent}}}"
    if isinstance(data, (list, tuple)) and _levels(data) > 2:
        return "[\n" + ",\n".join(inner + json_text(value, inner) for value in data) + f"\n{indent}]"
    return _quoted(data)


def _quoted(data: Any) -> str:
    """JSON in one line, in which every character prints as itself or is escaped, as a terminal needs it."""
    text = json.dumps(data, ensure_ascii=False)
    return (
        text if text.isprintable() else "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)
    )


def _levels(data: Any) -> int:
    """How deep lists are nested in the data: 1 for a vector, 2 for a matrix, more wherever an object is inside."""
    if isinstance(data, dict):
        return 3
    return 1 + max(map(_levels, data), default=0) if isinstance(data, (list, tuple)) else 0


def near(name: str, names: Iterable[str]) -> str:
    """``did you mean a or b`` for the nearest names, else ``there are a, b, c`` (at most 20 of them).

    >>> near("Shalow", ["shallow", "deep"]), near("x", ["shallow", "deep"])
    ("did you mean 'shallow'?", "there are 'shallow', 'deep'.")
    """
    known = list(names)
    folded = {entry.casefold(): entry for entry in reversed(known) if len(entry) <= _LONGEST_NAME}
    compared = name.casefold() if len(name) <= _LONGEST_NAME else ""
    close = [folded[entry] for entry in difflib.get_close_matches(compared, folded, n=3)]
    if close:
        return f"did you mean {' or '.join(map(shown, close))}?"
    listed = ", ".join(map(shown, known[:20])) + (", ..." if len(known) > 20 else "")
    return f"there {'is' if len(known) == 1 else 'are'} {listed}."
