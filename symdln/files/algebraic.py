"""Problems and points over a number field as JSON: entries such as "sqrt(2)", or polynomials in a generator t."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from symdln.algebra.algebraic_numbers import element_text
from symdln.algebra.field_extension import MOST_DEGREE
from symdln.algebra.number_field import FieldMatrix, NumberField
from symdln.algebra.rational import rational_text
from symdln.algebra.square_roots import square_of
from symdln.algebraic import AlgebraicPoint, AlgebraicProblem
from symdln.errors import InputError, UndecidedError, cut
from symdln.files.point import (
    check_sizes,
    form_of,
    loss_factor_of,
    parse_problem,
    problem_data,
    refuse_unknown,
    widths_of,
)
from symdln.files.text import MOST_ENTRIES, near
from symdln.landscape.problem import Problem

FORMAT = "symdln algebraic point 1"
_MATRICES = ("X", "Y", "Sxx", "Syx", "Syy")
_SIGNS = ("(", "^", "*")
_KEYS = ("problem", "weights", "format", "note", "exactly", "tolerance")
_FIELD_KEYS = ("modulus", "root")


# -- writing -----------------------------------------------------------------------------------------------------------


def _field_data(field: NumberField) -> dict[str, Any]:
    """The field Q(t): ascending coefficients of the polynomial of t, and the place of t in its decreasing roots."""
    return {"modulus": [str(value) for value in field.modulus], "root": field.root}


def _algebraic_problem_data(problem: AlgebraicProblem) -> dict[str, Any]:
    """The problem as JSON data, by its moments as polynomials in t."""
    return {
        "widths": list(problem.widths),
        "number_field": _field_data(problem.field),
        **{name: _matrix_texts(getattr(problem, name)) for name in ("Sxx", "Syx", "Syy")},
        "loss_factor": rational_text(problem.loss_factor),
        "samples": problem.samples,
    }


def any_problem_data(problem: Problem | AlgebraicProblem) -> dict[str, Any]:
    """A problem as JSON data, over the rationals or a number field.

    >>> problem = parse_algebraic_problem({"X": [["1"]], "Y": [["sqrt(2)"]], "hidden": [1]})
    >>> data = any_problem_data(problem)                                       # t is the first root of t^2 - 2
    >>> data["number_field"], data["Syx"], data["Syy"]
    ({'modulus': ['-2', '0', '1'], 'root': 0}, [['t']], [['2']])
    >>> "number_field" in any_problem_data(Problem.canonical((2,), (1, 1, 1)))
    False
    """
    return _algebraic_problem_data(problem) if isinstance(problem, AlgebraicProblem) else problem_data(problem)


def algebraic_point_data(point: AlgebraicPoint) -> dict[str, Any]:
    """The point as JSON data; :func:`parse_algebraic_point` reads it.

    >>> problem = AlgebraicProblem.canonical(("1 + sqrt(2)",), (1, 1, 1))
    >>> point = AlgebraicPoint.of(problem, [[["sqrt(2)"]], [[1]]])
    >>> parse_algebraic_point(algebraic_point_data(point)).weights == point.weights
    True
    """
    weights = [_matrix_texts(W) for W in point.weights]
    return {"format": FORMAT, "problem": _algebraic_problem_data(point.algebraic), "weights": weights}


def _matrix_texts(matrix: FieldMatrix) -> list[list[str]]:
    """The rows of a matrix as polynomials in t."""
    return [[element_text(entry) for entry in matrix.row(i)] for i in range(matrix.shape[0])]


# -- reading -----------------------------------------------------------------------------------------------------------


def is_algebraic(data: Any) -> bool:
    """Whether JSON data of a point have entries that are written with roots, or a number field.

    >>> [is_algebraic({"problem": {"X": [["1"]], "Y": [[y]], "hidden": [1]}}) for y in ("2", "sqrt(2)")]
    [False, True]
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("problem"), Mapping):
        return False
    problem = data["problem"]
    places = [data.get("weights"), problem.get("singular_values"), *(problem.get(key) for key in _MATRICES)]
    return "number_field" in problem or any(_has_signs(place) for place in places if not _is_plain_spectrum(place))


def _is_plain_spectrum(place: Any) -> bool:
    """Whether it is a list of singular values that :meth:`symdln.Problem.canonical` reads."""
    if not isinstance(place, list) or any(isinstance(entry, list) for entry in place):
        return False
    try:
        for entry in place:
            square_of(str(entry))
    except InputError:
        return False
    return True


def _has_signs(value: Any) -> bool:
    return any(isinstance(text, str) and any(sign in text for sign in _SIGNS) for text in _leaves(value))


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for entry in value:
            yield from _leaves(entry)
    else:
        yield value


def parse_algebraic_point(data: Any) -> AlgebraicPoint:
    """The point that JSON data describe, with entries as :class:`symdln.algebra.algebraic_numbers.FieldReader` reads.

    The problem takes the forms of :func:`symdln.files.point.parse_problem`, and may have "number_field", the field of
    the letter t in its entries and in those of the weights.  Singular values that are not square roots of rationals
    belong to ``X = I``.  Raises ``InputError`` for data of another form, and where the field would be too large.

    >>> problem = {"X": [["1"]], "Y": [["sqrt(2)"]], "hidden": [1]}                        # L = 1/2 (b a - sqrt(2))^2
    >>> point = parse_algebraic_point({"problem": problem, "weights": [[["sqrt(2)"]], [["1"]]]})
    >>> point.label, parse_algebraic_point({"problem": problem, "weights": [[["0"]], [["0"]]]}).label
    ('global minimiser', 'strict saddle')
    """
    if not str(data.get("format", "")).startswith("symdln"):
        _check_keys(data)
    if "weights" not in data or not isinstance(data["weights"], list):
        raise InputError('"weights" must be the list of the matrices W_1, ..., W_H.')
    if "exactly" in data or "tolerance" in data:
        raise InputError('"exactly" and "tolerance" round decimals, which goes with rational entries only.')
    if sum(1 for _ in _leaves(data["weights"])) > MOST_ENTRIES:
        raise InputError(f"the weights have more than {MOST_ENTRIES} entries.")
    if "number_field" not in data["problem"] and any(
        re.search(r"\bt\b", str(text)) for text in _leaves(data["weights"])
    ):
        raise InputError('the letter t stands for the generator of "number_field", which this problem does not have.')
    try:
        problem = parse_algebraic_problem(data["problem"])
        return AlgebraicPoint.of(problem, data["weights"])
    except UndecidedError as error:
        raise InputError(f"{error} Use numbers of a smaller field.") from None


def _check_keys(data: Mapping[str, Any]) -> None:
    unknown = next((key for key in data if key not in _KEYS), None)
    if unknown is not None:
        raise InputError(f'the file has the unknown key "{cut(unknown)}"; {near(unknown, _KEYS)}')


def parse_algebraic_problem(data: Mapping[str, Any]) -> AlgebraicProblem:
    """The problem of such a point; ``InputError`` as there.

    >>> problem = parse_algebraic_problem({"singular_values": ["1 + sqrt(2)"], "widths": [1, 1, 1]})
    >>> problem.widths, problem.field.degree
    ((1, 1, 1), 2)
    """
    if "decay" in data:
        raise InputError("With weight decay all entries must be rational; write rational weights and data.")
    refuse_unknown({key: data[key] for key in data if key != "number_field"})
    form, given = form_of(data), _field_of(data.get("number_field"))
    if form == "spectrum" and _is_plain_spectrum(data["singular_values"]):
        return AlgebraicProblem.of(parse_problem({key: data[key] for key in data if key != "number_field"}))
    widths, hidden = widths_of(data)
    factor = loss_factor_of(data)
    if form == "spectrum":
        if widths is None or hidden is not None:
            raise InputError('a problem by "singular_values" needs "widths", all of them from d_0 to d_H.')
        return AlgebraicProblem.canonical(data["singular_values"], check_sizes(widths), loss_factor=factor)
    if hidden is None and widths is None:
        raise InputError('"problem" needs "hidden" (the hidden widths) or "widths" (all widths from d_0 to d_H).')
    inner = hidden if hidden is not None else cast("list[int]", widths)[1:-1]
    if form == "data":
        found = AlgebraicProblem.from_data(data["X"], data["Y"], inner, loss_factor=factor, field=given)
    else:
        Sxx, Syx, Syy = (data[key] for key in ("Sxx", "Syx", "Syy"))
        found = AlgebraicProblem.from_moments(Sxx, Syx, Syy, inner, loss_factor=factor, field=given)
    check_sizes(found.widths)
    if widths is not None and found.widths != tuple(widths):
        raise InputError(f'"widths" is {widths}, but the matrices belong to widths {list(found.widths)}.')
    return _with_samples(found, data.get("samples"))


def _with_samples(problem: AlgebraicProblem, samples: Any) -> AlgebraicProblem:
    """The problem of moments with the number of samples that is given."""
    if samples is None or samples == problem.samples:
        return problem
    if isinstance(samples, bool) or not isinstance(samples, int) or problem.samples is not None:
        raise InputError('"samples" must be an integer, and goes with moments only, not with X and Y.')
    if samples < problem.samples_needed:
        raise InputError(f'"samples" is {samples}, but these moments need at least {problem.samples_needed}.')
    return replace(problem, samples=samples)


def _field_of(data: Any) -> NumberField | None:
    if data is None:
        return None
    expected = 'like {"modulus": ["-2", "0", "1"], "root": 0}, the coefficients of the polynomial of t, constant first'
    if not isinstance(data, Mapping) or set(data) != set(_FIELD_KEYS) or not isinstance(data["modulus"], list):
        raise InputError(f'"number_field" must be {expected}.')
    try:
        modulus = tuple(int(value) for value in data["modulus"])
        root = int(data["root"])
    except (TypeError, ValueError):
        raise InputError(f'"number_field" must be {expected}.') from None
    if len(modulus) - 1 > MOST_DEGREE:
        raise InputError(f"the number field has degree {len(modulus) - 1}, and the most is {MOST_DEGREE}.")
    return NumberField(modulus, root)
