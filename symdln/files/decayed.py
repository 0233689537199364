"""Points of the decayed loss as JSON, a point file whose problem has the key "decay"; and points of every type."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from symdln.algebraic import AlgebraicPoint
from symdln.decay import DecayedPoint, DecayedProblem
from symdln.errors import InputError
from symdln.files.algebraic import is_algebraic, parse_algebraic_point
from symdln.files.point import parse_point, point_data
from symdln.files.text import number, read_json, write_json
from symdln.landscape.point import Point

_EXPECTED = 'an object with "problem" and "weights"'


def decayed_point_file(point: DecayedPoint, note: str | None = None) -> dict[str, Any]:
    """The point as JSON data: that of the plain point, with the decays in its problem.

    >>> from symdln.decay import made_point
    >>> decayed_point_file(made_point((1, 1, 1), 1, [2]))["problem"]["decay"]
    ['1', '1']
    """
    data = point_data(point.plain, note)
    return {**data, "problem": {**data["problem"], "decay": [str(value) for value in point.decayed.decays]}}


def write_decayed_point(path: str | Path, point: DecayedPoint, note: str | None = None) -> Path:
    """Write a point as JSON; :func:`read_any_point` reads it.

    >>> import tempfile
    >>> from symdln.decay import made_point
    >>> point = made_point((1, 1, 1), 1, [2])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read_any_point(write_decayed_point(f"{folder}/point.json", point)) == point
    True
    """
    return write_json(decayed_point_file(point, note), path)


def read_any_point(path: str | Path) -> Point | DecayedPoint | AlgebraicPoint:
    """The point in a JSON file: one of the decayed loss where its problem has the key "decay", a number or a list; one
    over a number field where entries are written with roots.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     data = {"problem": {"singular_values": ["2"], "widths": [1, 1, 1]}, "weights": [[["2"]], [["1"]]]}
    ...     read_any_point(write_json(data, f"{folder}/point.json")).label
    'global minimiser'
    """
    data = read_json(path, _EXPECTED)
    try:
        return parse_algebraic_point(data) if is_algebraic(data) else parse_any_point(data)
    except InputError as error:
        raise InputError(f"'{path}': {error}") from None


def parse_any_point(data: Any) -> Point | DecayedPoint:
    """The point that JSON data describe.

    >>> found = parse_any_point(
    ...     {"problem": {"singular_values": [5], "widths": [1, 1, 1], "decay": 1}, "weights": [[[2]], [[2]]]}
    ... )
    >>> found.label
    'global minimiser'
    """
    problem = data.get("problem") if isinstance(data, Mapping) else None
    if not isinstance(problem, Mapping) or "decay" not in problem:
        return parse_point(data)
    decay = _decay(problem["decay"])
    plain = parse_point({**data, "problem": {key: value for key, value in problem.items() if key != "decay"}})
    return DecayedPoint(DecayedProblem(plain.problem, decay), plain.weights)


def _decay(value: Any) -> Any:
    values = value if isinstance(value, list) else [value]
    if not values or any(isinstance(entry, bool) or not isinstance(entry, (int, str)) for entry in values):
        raise InputError('"decay" must be a positive number like "1/10", or a list of them, one for each layer.')
    numbers = [number(str(entry)) for entry in values]
    return numbers if isinstance(value, list) else numbers[0]
