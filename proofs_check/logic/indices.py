"""Index terms: whole numbers that are linear in index variables and in sizes, and consequences of ``>= 0``.

Python's standard library only.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any


class RefusedError(Exception):
    """A step of a proof, a term or a text that the checker does not accept; the text says why."""


def need(condition: bool, why: str) -> None:
    """Refuse with a reason unless the condition holds."""
    if not condition:
        raise RefusedError(why)


Index = tuple[int, tuple[tuple[Any, int], ...]]
"""``(constant, ((atom, coefficient), ...))``; an atom is a variable's name or ``(size, indices)``, which is >= 1."""


def whole(value: int) -> Index:
    return (value, ())


def index_atom(atom: Any) -> Index:
    return (0, ((atom, 1),))


ZERO, ONE = whole(0), whole(1)


def plus(first: Index, second: Index, times: int = 1) -> Index:
    """``first + times * second``."""
    if not second[1]:
        return (first[0] + times * second[0], first[1])
    total = dict(first[1])
    for atom, coefficient in second[1]:
        total[atom] = total.get(atom, 0) + times * coefficient
    return (first[0] + times * second[0], tuple(sorted(((a, c) for a, c in total.items() if c), key=repr)))


def minus(first: Index, second: Index) -> Index:
    return plus(first, second, -1)


@lru_cache(maxsize=65536)
def entails(known: frozenset[Index], term: Index) -> bool:
    """Whether ``term >= 0`` is a number >= 0 plus a sum of at most four of the terms known to be >= 0.

    That a size is at least 1 is always known.
    """
    facts = list(known)
    for size in {atom for one in (term, *facts) for atom, _ in one[1] if not isinstance(atom, str)}:
        facts.append((-1, ((size, 1),)))

    def search(rest: Index, depth: int, first: int) -> bool:
        if not rest[1]:
            return rest[0] >= 0
        return depth > 0 and any(search(minus(rest, facts[k]), depth - 1, k) for k in range(first, len(facts)))

    return search(term, 4, 0)
