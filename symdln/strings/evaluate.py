"""The truth of a statement at given depths, by checking every string: plain Python on lists of vertices.

It shares the tree of a statement with the translation to a solver (:mod:`symdln.strings.smtlib`) and nothing else: here
a string is the list of the vertices it visits, there it is a pair of integers under inequalities.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from symdln.errors import InputError, shown
from symdln.strings.syntax import (
    LEAST_DEPTH,
    And,
    Closes,
    Compare,
    Contains,
    Extreme,
    Formula,
    Iff,
    Implies,
    Not,
    Number,
    Or,
    Part,
    Quantified,
    Same,
    Statement,
    Sum,
    Term,
    Variable,
)

Arc = tuple[int, int]  # start and length
Values = Mapping[str, Any]  # an Arc or an integer by name; the depth under "H"
RELATIONS = {
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
    "!=": operator.ne,
}


def strings_of(depth: int) -> list[Arc]:
    """The H (H + 1) strings of a depth as (start, length).

    >>> strings_of(2)
    [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    """
    return list(itertools.product(range(depth + 1), range(depth)))


def checked_strings(depth: int, strings: Iterable[Arc]) -> tuple[Arc, ...]:
    """The different strings among those passed; ``InputError`` for anything that is not a string of this depth.

    >>> checked_strings(2, [(2, 1), (0, 0), (2, 1)])
    ((2, 1), (0, 0))
    """
    known, found = set(strings_of(depth)), tuple(dict.fromkeys(strings))
    for string in found:
        if string not in known:
            raise InputError(
                f"{shown(string)} was passed as a string, but at depth {depth} a string is a pair (start, length) with "
                f"start from 0 to {depth} and length from 0 to {depth - 1}; pass pairs of that kind."
            )
    return found


@lru_cache(maxsize=1 << 12)
def visited(string: Arc, depth: int) -> tuple[int, ...]:
    """The vertices of a string in order.

    >>> visited((2, 2), 3)
    (2, 3, 0)
    """
    return tuple((string[0] + step) % (depth + 1) for step in range(string[1] + 1))


def values_of(sort: str, depth: int) -> Sequence[Any]:
    """The values over which a name of this sort runs at a depth; for integers those from -2 to H + 2.

    >>> list(values_of("vertex", 2)), list(values_of("layer", 2)), list(values_of("integer", 2))
    ([0, 1, 2], [1, 2], [-2, -1, 0, 1, 2, 3, 4])
    """
    ranges = {"integer": range(-2, depth + 3), "vertex": range(depth + 1), "layer": range(1, depth + 1)}
    return strings_of(depth) if sort == "string" else ranges[sort]


def search_size(formula: Formula, depth: int) -> int:
    """The largest number of assignments of names that are tried to evaluate a formula at a depth.

    >>> search_size(Quantified(True, "string", ("s", "t"), Same("s", "t")), 2)          # 6 strings
    36
    """
    match formula:
        case Quantified(sort=sort, names=names, body=body):
            return len(values_of(sort, depth)) ** len(names) * search_size(body, depth)
        case Not(body):
            return search_size(body, depth)
        case And(parts) | Or(parts):
            return sum(search_size(part, depth) for part in parts)
        case Implies(left, right) | Iff(left, right):
            return search_size(left, depth) + search_size(right, depth)
        case _:
            return 1


def is_finite(formula: Formula) -> bool:
    """Whether no quantifier in a formula ranges over all integers, so that its truth can be checked.

    >>> from symdln.strings.parser import parse_statement
    >>> is_finite(parse_statement("every string s: (some layer j: start(s) = j)").formula)
    True
    >>> is_finite(parse_statement("every string s: (some integer j: start(s) = j)").formula)
    False
    """
    match formula:
        case Quantified(sort=sort, body=body):
            return sort != "integer" and is_finite(body)
        case Not(body):
            return is_finite(body)
        case And(parts) | Or(parts):
            return all(map(is_finite, parts))
        case Implies(left, right) | Iff(left, right):
            return is_finite(left) and is_finite(right)
        case _:
            return True


def counterexample(statement: Statement, depth: int) -> dict[str, Any] | None:
    """Values of the leading names that refute a statement at one depth; None if none were found.

    Leading integers run only over -2, ..., H + 2, all other names over all their values.  So returned values
    refute the statement, and without leading integers None means that it holds at this depth.  Raises ``InputError``
    for a statement with a quantifier over all integers behind the leading ones (:func:`is_finite`).

    >>> from symdln.strings.parser import parse_statement
    >>> counterexample(parse_statement("every string s: not s closes"), 2)         # the string 2-0
    {'H': 2, 's': (2, 1)}
    >>> counterexample(parse_statement("every string s: length(s) < H"), 2) is None
    True
    """
    if not is_finite(statement.prefix[1]):
        raise InputError("A quantifier inside the statement ranges over all integers, so no search ends; use layers.")
    if depth < LEAST_DEPTH or not holds(statement.depth_condition, {"H": depth}):
        return None
    prefix, _ = statement.prefix
    return _search(prefix, statement.formula, {"H": depth})


def _search(prefix: tuple[Quantified, ...], formula: Formula, values: Values) -> dict[str, Any] | None:
    if not prefix:
        return None if holds(formula, values) else dict(values)
    first, *rest = prefix
    for chosen in _assignments(first, values):
        found = _search(tuple(rest), first.body, chosen)
        if found is not None:
            return found
    return None


def _assignments(quantified: Quantified, values: Values) -> Iterator[Values]:
    for chosen in itertools.product(values_of(quantified.sort, values["H"]), repeat=len(quantified.names)):
        yield {**values, **dict(zip(quantified.names, chosen, strict=True))}


def holds(formula: Formula, values: Values) -> bool:
    """Whether a formula holds for these values of its free names.

    >>> holds(Closes("s"), {"H": 2, "s": (2, 1)}), holds(Closes("s"), {"H": 2, "s": (0, 1)})      # 2-0 and 0-1
    (True, False)
    """
    match formula:
        case Compare(relation, left, right):
            return RELATIONS[relation](value(left, values), value(right, values))
        case Closes(string):
            return _visits(values[string], values["H"], 0, True, values["H"])
        case Contains(string, first, last, wraps):
            return _visits(values[string], value(first, values), value(last, values), wraps, values["H"])
        case Same(left, right):
            return values[left] == values[right]
        case Not(body):
            return not holds(body, values)
        case And(parts):
            return all(holds(part, values) for part in parts)
        case Or(parts):
            return any(holds(part, values) for part in parts)
        case Implies(premise, conclusion):
            return not holds(premise, values) or holds(conclusion, values)
        case Iff(left, right):
            return holds(left, values) == holds(right, values)
        case Quantified(every, _, _, body):
            return (all if every else any)(holds(body, chosen) for chosen in _assignments(formula, values))


@lru_cache(maxsize=1 << 16)
def _visits(string: Arc, first: int, last: int, wraps: bool, depth: int) -> bool:
    """Whether a string visits the vertices of a path one after the other."""
    path, vertices = _path(first, last, depth, wraps), visited(string, depth)
    return bool(path) and any(vertices[at : at + len(path)] == path for at in range(len(vertices)))


def _path(first: int, last: int, depth: int, wraps: bool) -> tuple[int, ...]:
    """The vertices of a path; empty where there is no such path on the cycle."""
    if wraps:
        return (*range(first, depth + 1), *range(last + 1)) if 0 <= first <= depth and 0 <= last <= depth else ()
    return tuple(range(first, last + 1)) if first >= 0 and last <= depth else ()


def value(term: Term, values: Values) -> int:
    """The value of a term.

    >>> [value(Part(part, "s"), {"H": 2, "s": (2, 1)}) for part in ("start", "end", "length")]    # the string 2-0
    [2, 0, 1]
    """
    match term:
        case Number(number):
            return number
        case Variable(name):
            return values[name]
        case Part(part, string):
            arc = values[string]
            return visited(arc, values["H"])[-1] if part == "end" else arc[part == "length"]
        case Sum(parts):
            return sum(factor * value(inner, values) for factor, inner in parts)
        case Extreme(which, parts):
            return (max if which == "max" else min)(value(inner, values) for inner in parts)
