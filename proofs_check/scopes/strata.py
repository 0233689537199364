"""Strata: a thinner default scope of critical points, for claims of which the cases are not all the evidence.

A claim with a proof for all sizes (PROVED, DERIVED) has its cases as a second route, and a statement that fails as
printed is settled by one case.  Such claims look at the first and the last kind of every stratum of every problem, and
at every kind in the scopes "small" and "large".  A claim whose cases are all the evidence (VERIFIED,
and the readings of statements that are ILL-FORMED) looks at every kind in every scope.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import cache

import symdln as dln
from proofs_check.scopes import families
from proofs_check.scopes.families import Spec

THINNED = "default"
"""The size that is thinned; the others hold every kind."""
WORDS = (
    "the first and the last kind of critical point of every stratum of each problem (of one class, one order of the "
    "saddle and one choice of how often each singular value is selected), every kind for problems of the scope 'small'"
)


def stratum(kind: dln.Kind) -> Hashable:
    """The class of a kind, the order of the saddle, and the selection: how often each singular value is selected."""
    return kind.label, kind.order, kind.selection


def ends(strata: Iterable[Hashable]) -> tuple[int, ...]:
    """The positions of the first and the last member of every stratum, in order.

    >>> ends("aabcccab")
    (0, 2, 3, 5, 6, 7)
    """
    first: dict[Hashable, int] = {}
    last: dict[Hashable, int] = {}
    for position, name in enumerate(strata):
        first.setdefault(name, position)
        last[name] = position
    return tuple(sorted({*first.values(), *last.values()}))


def chosen(problem: dln.Problem) -> Iterator[tuple[int, dln.Kind]]:
    """The first and the last kind of every stratum of a problem, each with its place in the list of all kinds."""
    kinds = list(problem.kinds())
    return ((place, kinds[place]) for place in ends(map(stratum, kinds)))


@cache
def numbers(spec: Spec) -> tuple[int, ...]:
    """Which kinds of a problem of the families the thinned scope holds, by their places in the list of all."""
    if spec in families.specs("small"):
        return tuple(range(families.count_kinds(spec)))
    return tuple(place for place, _ in chosen(families.problem(spec)))
