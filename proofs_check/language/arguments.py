"""The arguments of claims, hypotheses and scopes: an argument of the wrong kind is refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

from symdln.errors import InputError

Right = Callable[[Any], bool]


def need(where: str, name: str, value: Any, right: bool, wanted: str) -> None:
    """Raise ``InputError`` unless the argument is right; it names the place, the argument, and what to pass."""
    if not right:
        raise InputError(f"{where}: {name} is {shown(value)}; pass {wanted}.")


def shown(value: Any) -> str:
    """The value as an error names it: functions and classes by their names, other values by their shortened text."""
    if isinstance(value, (FunctionType, type)):
        return f"the {'class' if isinstance(value, type) else 'function'} {value.__name__}"
    try:
        text = " ".join(repr(value).split())
    except Exception:  # a repr that raises must not hide what is wrong
        text = f"a {type(value).__name__}"
    return text if len(text) <= 60 else f"{text[:57]}..."


def is_text(value: Any) -> bool:
    """Whether it is a nonempty text."""
    return isinstance(value, str) and bool(value.strip())


def is_text_or_none(value: Any) -> bool:
    return value is None or is_text(value)


def is_list(value: Any, of: type | Right) -> bool:
    """Whether it is a tuple or a list of these, not a text, and not an iterator, which can be read only once."""
    right = (lambda entry: isinstance(entry, of)) if isinstance(of, type) else of
    return isinstance(value, (tuple, list)) and all(right(entry) for entry in value)


def is_whole(value: Any, least: int = 0) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def is_count(value: Any) -> bool:
    """Whether it is a number of cases, one for each size of a scope (a table, or a function of size), or None."""
    return value is None or is_whole(value) or isinstance(value, (Mapping, FunctionType))


TEXTS = 'a tuple of texts, such as ("a fact",), with the comma'
