"""Strata: a thinner default scope of critical points, for claims whose cases are not all the evidence.

A claim with a proof for all sizes (PROVED, DERIVED) has its cases as a second route, and a statement that fails as
printed is settled by one case.  Such claims are checked at one kind of every stratum of every problem, in turn the
first and the last of it, and at every kind in the scopes "small" and "large".  A claim whose cases are all the evidence
(VERIFIED, and the readings of statements that are ILL-FORMED, where no proof covers them) is checked at every kind in
every scope.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import cache

import symdln as dln
from proofs_check.scopes import families
from proofs_check.scopes.families import Spec

THINNED = "default"
"""The size of scope that is thinned; the other sizes hold every kind."""
WORDS = (
    "one kind of critical point of every stratum of each problem (of one class, one order of the saddle and one choice "
    "of how often each singular value is selected), in turn the first and the last of it, every kind for problems of "
    "the scope 'small'"
)


def stratum(kind: dln.Kind) -> Hashable:
    """The class of a kind, the order of the saddle, and the selection: how often each singular value is selected."""
    return kind.label, kind.order, kind.selection


def one_of_each(strata: Iterable[Hashable]) -> tuple[int, ...]:
    """The position of one member of every stratum, in the order of the strata: in turn the first and the
    last member.

    >>> one_of_each("aabcccab")  # the first a, the last b, the first c
    (0, 3, 7)
    """
    first: dict[Hashable, int] = {}
    last: dict[Hashable, int] = {}
    for position, name in enumerate(strata):
        first.setdefault(name, position)
        last[name] = position
    return tuple(sorted((last if k % 2 else first)[name] for k, name in enumerate(first)))


def chosen(problem: dln.Problem) -> Iterator[tuple[int, dln.Kind]]:
    """One kind of every stratum of a problem, each with its place in the list of all kinds."""
    kinds = list(problem.kinds())
    return ((place, kinds[place]) for place in one_of_each(map(stratum, kinds)))


@cache
def numbers(spec: Spec) -> tuple[int, ...]:
    """The places, in the list of all, of those kinds of a problem of the families that the thinned scope holds."""
    if spec in families.specs("small"):
        return tuple(range(families.count_kinds(spec)))
    return tuple(place for place, _ in chosen(families.problem(spec)))
