"""Problems and points as JSON: three ways to give a problem, weights W_1 first, rationals as "p/q" texts."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Any

from symdln.algebra.matrix import Matrix, hstack, vstack
from symdln.algebra.rational import rational_text, simplest_between
from symdln.errors import InputError, cut
from symdln.files.text import WrittenNumber, check_entries, near, number, read_json, write_json
from symdln.landscape.checks import checked_widths
from symdln.landscape.point import Point
from symdln.landscape.problem import Problem

FORMAT = "symdln point 1"
MOST_DEPTH = 30
MOST_WIDTH = 1000
MOST_PARAMETERS = 1_000_000

_EXPECTED = 'an object with "problem" and "weights"'
_WITH_MORE = ("symdln witness", "symdln classification")  # formats with further keys that a point does not need
_KEYS = ("problem", "weights", "exactly", "tolerance", "format", "note")
_FORMS = {"moments": ("Sxx", "Syx", "Syy"), "data": ("X", "Y"), "spectrum": ("singular_values",)}
_PROBLEM_KEYS = (*(key for keys in _FORMS.values() for key in keys), "widths", "hidden", "loss_factor", "samples")


# -- writing -----------------------------------------------------------------------------------------------------------


def problem_data(problem: Problem) -> dict[str, Any]:
    """The problem as JSON data, by its moments."""
    return {
        "widths": list(problem.widths),
        "Sxx": problem.Sxx.texts(),
        "Syx": problem.Syx.texts(),
        "Syy": problem.Syy.texts(),
        "loss_factor": rational_text(problem.loss_factor),
        "samples": problem.samples,
    }


def point_data(point: Point, note: str | None = None) -> dict[str, Any]:
    """The point as JSON data: its problem and its weights, W_1 first; ``note`` is free text for people."""
    named = {} if note is None else {"note": note}
    weights = [weight.texts() for weight in point.weights]
    return {"format": FORMAT, **named, "problem": problem_data(point.problem), "weights": weights}


def write_point(path: str | Path, point: Point, note: str | None = None) -> Path:
    """Write a point as JSON; :func:`read_point` reads it.  ``InputError`` where the file cannot be written."""
    return write_json(point_data(point, note), path)


# -- reading -----------------------------------------------------------------------------------------------------------


def read_point(path: str | Path) -> Point:
    """Read the point in a JSON file (docs/file-formats.md); witness files of ``proofs-check`` are such files.

    Raises ``InputError``, one sentence with the file's name, for anything that is not a point.
    """
    data = read_json(path, _EXPECTED)
    try:
        return parse_point(data)
    except InputError as error:
        raise InputError(f"'{path}': {error}") from None


def parse_point(data: Any) -> Point:
    """The point that JSON data describe; rationals are ints, ``"p/q"`` or decimal texts.

    >>> point = parse_point({"problem": {"singular_values": [2], "widths": [1, 1, 1]}, "weights": [[[1]], [["4/2"]]]})
    >>> point.is_global_minimiser
    True
    """
    if not isinstance(data, Mapping):
        raise InputError(f"the file must hold {_EXPECTED}, but it holds {_kind(data)}.")
    if not str(data.get("format", "")).startswith(_WITH_MORE):
        _refuse_unknown(data, _KEYS, "the file")
    for key in ("problem", "weights"):
        if key not in data:
            raise InputError(f'"{key}" is missing: the file must hold {_EXPECTED}.')
    reading = Reading.of(data)
    problem = parse_problem(data["problem"], reading)
    weights = data["weights"]
    if not isinstance(weights, list):
        raise InputError(
            f'"weights" must be the list of the matrices W_1, ..., W_{problem.depth}, but it is {_kind(weights)}.'
        )
    return Point(problem, [reading.rows(layer, f"W_{j}") for j, layer in enumerate(weights, start=1)])


@dataclasses.dataclass(frozen=True)
class Reading:
    """The way in which JSON numbers with a point or an exponent are read.

    They are read as the written decimals; with ``exactly`` as the binary floats nearest to these; with ``tolerance`` t
    as the rationals of least denominator within t of these.
    """

    exactly: bool = False
    tolerance: Fraction | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Reading:
        """The reading that the keys "exactly" and "tolerance" of a file request."""
        exactly, tolerance = data.get("exactly", False), data.get("tolerance")
        if not isinstance(exactly, bool):
            raise InputError(f'"exactly" must be true or false, but it is {_kind(exactly)}.')
        if tolerance is None:
            return cls(exactly)
        if exactly:
            raise InputError('"exactly" and "tolerance" exclude each other; keep one of them.')
        width = _scalar(tolerance, '"tolerance"')
        if width <= 0:
            raise InputError(f'"tolerance" must be positive, but it is {width}.')
        return cls(False, width)

    def entry(self, value: Any) -> Any:
        """One entry of a matrix: texts and written numbers as Fractions; other values are left for Matrix to refuse."""
        if not isinstance(value, str):
            return value
        exact = number(value)
        if isinstance(value, WrittenNumber) and self.exactly:
            nearest = float(value)
            if not isfinite(nearest):
                raise InputError(f"{value!s} is beyond the range of floats, so it cannot be read exactly as one.")
            return Fraction(nearest)
        if isinstance(value, WrittenNumber) and self.tolerance is not None:
            return simplest_between(exact - self.tolerance, exact + self.tolerance)
        return exact

    def rows(self, rows: Any, name: str) -> Any:
        """The rows of one matrix with every text read; anything but a list of lists is left for Matrix to refuse."""
        if not isinstance(rows, list):
            return rows
        read = [self._row(row, i, name) if isinstance(row, list) else row for i, row in enumerate(rows, start=1)]
        size = len(read) ** 2 if name in _FORMS["data"] else None  # X and Y are used by their moments
        check_entries([value for row in read if isinstance(row, list) for value in row], name, size)
        return read

    def _row(self, row: list[Any], i: int, name: str) -> list[Any]:
        read = []
        for j, value in enumerate(row, start=1):
            try:
                read.append(self.entry(value))
            except InputError as error:
                raise InputError(f"{name}, row {i}, column {j}: {error}") from None
        return read


def parse_problem(data: Any, reading: Reading | None = None) -> Problem:
    """The problem that JSON data describe, by moments (Sxx, Syx, Syy), by data (X, Y) or by singular values.

    Raises ``InputError`` for unknown, missing or contradictory keys, and as the constructors of ``Problem`` do.
    """
    reading = reading or Reading()
    if not isinstance(data, Mapping):
        raise InputError(f'"problem" must be an object, but it is {_kind(data)}.')
    refuse_unknown(data)
    form, factor = form_of(data), loss_factor_of(data)
    widths, hidden = widths_of(data)
    matrices = [reading.rows(data[key], key) for key in _FORMS[form] if form != "spectrum"]
    if widths is not None:
        check_sizes(widths)
    if form == "spectrum":
        if widths is None or hidden is not None:
            raise InputError(
                'a problem by "singular_values" needs "widths", all of them from d_0 to d_H, and no "hidden".'
            )
        return Problem.canonical(_values(data["singular_values"], reading), widths, loss_factor=factor)
    if hidden is None:
        if widths is None:
            raise InputError('"problem" needs "hidden" (the hidden widths) or "widths" (all widths from d_0 to d_H).')
        hidden = widths[1:-1]
    check_sizes((_rows(matrices[0]), *hidden, _rows(matrices[-1])))
    if form == "data":
        problem = Problem.from_data(matrices[0], matrices[1], hidden, loss_factor=factor)
    else:
        problem = Problem.from_moments(matrices[0], matrices[1], matrices[2], hidden, loss_factor=factor)
    if widths is not None and problem.widths != tuple(widths):
        raise InputError(
            f'"widths" is {widths}, but the matrices belong to widths {list(problem.widths)}; correct one of them.'
        )
    return _with_samples(problem, data.get("samples"))


def form_of(data: Mapping[str, Any]) -> str:
    """The one of the three forms that is used; none, two, or an incomplete form is refused."""
    used = [form for form, keys in _FORMS.items() if any(key in data for key in keys)]
    if len(used) != 1:
        found = "several at once" if used else "none of them"
        raise InputError(f'"problem" must give Sxx, Syx and Syy, or X and Y, or singular_values, but it gives {found}.')
    missing = [key for key in _FORMS[used[0]] if key not in data]
    if missing:
        raise InputError(f'"problem" lacks {" and ".join(missing)}; it needs all of {", ".join(_FORMS[used[0]])}.')
    return used[0]


def loss_factor_of(data: Mapping[str, Any]) -> Fraction:
    """The factor of the loss, 1/2 where none is given."""
    return _scalar(data.get("loss_factor", "1/2"), '"loss_factor"')


def widths_of(data: Mapping[str, Any]) -> tuple[list[int] | None, list[int] | None]:
    """``widths`` and ``hidden``, None for what is not given."""
    widths, hidden = (_integers(data[key], key) if key in data else None for key in ("widths", "hidden"))
    return widths, hidden


def refuse_unknown(data: Mapping[str, Any]) -> None:
    """Raise ``InputError`` for a key that no problem has."""
    _refuse_unknown(data, _PROBLEM_KEYS, '"problem"')


def _with_samples(problem: Problem, samples: Any) -> Problem:
    if samples is None or samples == problem.samples:
        return problem
    if isinstance(samples, bool) or not isinstance(samples, int):
        raise InputError(f'"samples" must be an integer or null, but it is {_kind(samples)}.')
    if problem.samples is not None:
        raise InputError(f'"samples" is {samples}, but X and Y have {problem.samples} columns; leave out "samples".')
    needed = vstack([hstack([problem.Sxx, problem.Sxy]), hstack([problem.Syx, problem.Syy])]).rank()
    if samples < needed:
        raise InputError(
            f'"samples" is {samples}, but these moments need at least {needed}; correct it or leave it out.'
        )
    return dataclasses.replace(problem, samples=samples)


# -- small things ------------------------------------------------------------------------------------------------------


def check_sizes(widths: Sequence[int]) -> tuple[int, ...]:
    """The widths; ``InputError`` beyond depth 30, width 1000 or a million weights, or where they are not widths."""
    checked = checked_widths(widths)
    if len(checked) - 1 > MOST_DEPTH:
        raise InputError(
            f"{len(checked) - 1} weight matrices are more than {MOST_DEPTH}, the most that is read; use fewer widths."
        )
    if max(checked) > MOST_WIDTH:
        raise InputError(
            f"the width {max(checked)} is more than {MOST_WIDTH}, the most that is read; use smaller widths."
        )
    parameters = sum(a * b for a, b in zip(checked[1:], checked[:-1], strict=True))
    if parameters > MOST_PARAMETERS:
        raise InputError(
            f"widths {checked} have {parameters} weights, and the most is {MOST_PARAMETERS}; use smaller widths."
        )
    return checked


def _refuse_unknown(data: Mapping[str, Any], known: Sequence[str], place: str) -> None:
    unknown = next((key for key in data if key not in known), None)
    if unknown is not None:
        raise InputError(f'{place} has the unknown key "{cut(unknown)}"; {near(unknown, known)}')


def _integers(value: Any, key: str) -> list[int]:
    if not isinstance(value, list) or not all(
        isinstance(entry, int) and not isinstance(entry, bool) for entry in value
    ):
        raise InputError(f'"{key}" must be a list of integers like [3, 2, 2], but it is {_kind(value)}.')
    return value


def _rows(matrix: Any) -> int:
    """The number of rows of a JSON matrix; 1 for anything else, which Matrix then refuses."""
    return max(1, len(matrix)) if isinstance(matrix, list) else 1


def _values(value: Any, reading: Reading) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(f'"singular_values" must be a list of numbers like [3, "5/2"], but it is {_kind(value)}.')
    roots = {i: entry for i, entry in enumerate(value) if isinstance(entry, str) and "sqrt" in entry}
    numbers = [0 if i in roots else entry for i, entry in enumerate(value)]
    read = Matrix(reading.rows([numbers], "singular_values"), name="singular_values").entries() if value else []
    return [roots.get(i, entry) for i, entry in enumerate(read)]


def _scalar(value: Any, name: str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise InputError(f'{name} must be a number like "1/2", but it is {_kind(value)}.')
    try:
        return number(str(value))
    except InputError as error:
        raise InputError(f"{name}: {error}") from None


def _kind(value: Any) -> str:
    """A description of a JSON value for messages, which shows short values."""
    shown = str(value) if isinstance(value, WrittenNumber) else repr(value)
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value", type(None): "null"}
    named = names.get(type(value), "a number")
    return f"{named} ({shown})" if len(shown) <= 40 and value is not None else named
