"""Cases as JSON data and back without loss, so that a witness file holds the case itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.language.arguments import shown
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import plain_number
from proofs_check.language.scope import Cases
from symdln.errors import InputError
from symdln.files import parse_point, parse_problem, problem_data
from symdln.files.text import MOST_DIGITS, WrittenNumber

Types = Mapping[str, type]
"""The named tuples that a claim's cases may be, by name."""
NO_TYPES: Types = {}
_HEXADECIMAL = re.compile(r"-?0x[0-9a-f]+/0x0*[1-9a-f][0-9a-f]*")


class UnwrittenCaseError(InputError):
    """A case holds an object that no witness file can hold."""


def encoded(case: Any) -> Any:
    """The case as JSON data: numbers and texts as they are; rationals, matrices, problems, points, named tuples, and
    whole numbers of more than 1000 digits as objects; tuples as lists.

    >>> encoded((1, Fraction(1, 3), "any depth"))
    [1, {'rational': '1/3'}, 'any depth']
    """
    if isinstance(case, int) and abs(case) >= 10**MOST_DIGITS:
        return {"whole": plain_number(case)}  # a reader of JSON refuses such a number
    if case is None or isinstance(case, (bool, int, float, str)):
        return case
    if isinstance(case, Fraction):
        return {"rational": plain_number(case)}
    if isinstance(case, dln.Matrix):
        return {"matrix": case.texts()}
    if isinstance(case, dln.Point):
        return {"problem": problem_data(case.problem), "weights": [weight.texts() for weight in case.weights]}
    if isinstance(case, dln.Problem):
        return {"problem": problem_data(case)}
    fields: tuple[str, ...] | None = getattr(case, "_fields", None)
    if isinstance(case, tuple) and fields is not None:
        named = zip(fields, case, strict=True)
        return {"type": type(case).__name__, "fields": {name: encoded(value) for name, value in named}}
    if isinstance(case, tuple):
        return [encoded(value) for value in case]
    raise UnwrittenCaseError(
        f"a case holds {shown(case)} of type {type(case).__name__}, which a witness file cannot hold; let the scope "
        "yield Points, Problems, or tuples and named tuples of numbers, texts, Fractions and matrices."
    )


def decoded(data: Any, types: Types) -> Any:
    """The case that :func:`encoded` turned into these data; named tuples are taken from ``types``."""
    if isinstance(data, WrittenNumber):
        return float(data)
    if isinstance(data, list):
        return tuple(decoded(value, types) for value in data)
    if not isinstance(data, Mapping):
        return data
    if "rational" in data:
        return _rational(data["rational"])
    if "whole" in data:
        return _whole(data["whole"])
    if "matrix" in data:
        return dln.Matrix(data["matrix"])
    if "weights" in data:
        return parse_point(data)
    if "problem" in data:
        return parse_problem(data["problem"])
    return _named(data, types)


def _rational(written: Any) -> Fraction:
    """The number that :func:`plain_number` wrote, with the digits of a long one in hexadecimals."""
    if isinstance(written, str) and _HEXADECIMAL.fullmatch(written):
        over, under = (int(part, 16) for part in written.split("/"))
        return dln.rational(over) / under
    return dln.rational(written)


def _whole(written: Any) -> int:
    number = _rational(written)
    if number.denominator != 1:
        raise InputError(f"{shown(written)} is not a whole number; write it as a text of digits.")
    return number.numerator


def _named(data: Mapping[str, Any], types: Types) -> Any:
    name, fields = data.get("type"), data.get("fields")
    made = types.get(name) if isinstance(name, str) else None
    if made is None or not isinstance(fields, Mapping) or set(fields) != set(made._fields):  # type: ignore[attr-defined]
        advice = "Take a file that proofs-check run --witnesses DIR wrote for this claim."
        if not types:
            raise InputError(f"the case in the file has named entries, and no case of this claim has. {advice}")
        said = "does not say its type" if name is None else f"is of the type {shown(name)} or lacks entries of it"
        raise InputError(f"the case in the file {said}; this claim has cases of {', '.join(sorted(types))}. {advice}")
    return made(**{key: decoded(value, types) for key, value in fields.items()})


def types_of(claim: Claim) -> Types:
    """The named tuples known in the modules of the claim's check and of the function that makes its cases."""
    functions = [claim.check, claim.over.make] if isinstance(claim.over, Cases) else [claim.check]
    known = (value for function in functions for value in getattr(function, "__globals__", {}).values())
    return {v.__name__: v for v in known if isinstance(v, type) and issubclass(v, tuple) and hasattr(v, "_fields")}
