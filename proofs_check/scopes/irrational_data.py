"""Problems with irrational spectra, their kinds without rational points, and the scope over these."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

import symdln as dln
from proofs_check.language.hypotheses import Hypothesis, Level
from proofs_check.language.hypotheses import assumption as on_problem
from proofs_check.language.scope import Scope, cases
from proofs_check.language.verdict import Verdict
from proofs_check.scopes import general_data, strata

CASES_PER_UNIT = 10
BOTH = "two representatives"

Rows = tuple[tuple[int | str, ...], ...]
MADE_PRECISE = (
    "weights in the number field of the selected eigenvalues; the gradient is exactly zero there, ranks and with them "
    "zero eigenvalues are exact, and the signs of the others are proved by FLINT arb enclosures"
)


@dataclass(frozen=True)
class Moments:
    """The moments of data under a name, and their hidden widths in a run of each size."""

    name: str
    Sxx: Rows
    Syx: Rows
    Syy: Rows
    small: tuple[tuple[int, ...], ...] = ()
    default: tuple[tuple[int, ...], ...] = ((1,), (2,), (1, 1), (2, 2))
    large: tuple[tuple[int, ...], ...] = ()

    def hidden(self, size: str) -> tuple[tuple[int, ...], ...]:
        if size == "small":
            return self.small
        return self.default + (self.large if size == "large" else ())


def _white(name: str, Y: tuple[tuple[int, ...], ...], **widths: tuple[tuple[int, ...], ...]) -> Moments:
    """X = I: Sxx = I, Syx = Y, Syy = Y Y^T, which is Sigma."""
    size = len(Y[0])
    identity = tuple(tuple(int(i == j) for j in range(size)) for i in range(size))
    square = tuple(tuple(sum(a * b for a, b in zip(p, q, strict=True)) for q in Y) for p in Y)
    return Moments(name, identity, Y, square, **widths)


LINNERUD = Moments(
    "Linnerud, centred",
    (
        ("10619/20", "87441/20", "25533/10"),
        ("87441/20", "1487539/20", "407927/10"),
        ("25533/10", "407927/10", "249791/5"),
    ),
    (("-4832/5", "-72363/5", "-27218/5"), ("-888/5", "-12287/5", "-2987/5"), ("1091/10", "19289/10", "1227/5")),
    (("57914/5", "6536/5", "-6186/5"), ("6536/5", "974/5", "-774/5"), ("-6186/5", "-774/5", "4939/5")),
    large=((3,), (3, 3)),
)
"""Exercises (chin-ups, sit-ups, jumps) and measurements (weight, waist, pulse): docs/examples/linnerud.csv."""

IRIS = Moments(
    "Iris, centred",
    (
        ("61301/600", "-2371/375", "189873/1000", "230773/3000"),
        ("-2371/375", "106151/3750", "-122797/2500", "-33983/1875"),
        ("189873/1000", "-122797/2500", "2321627/5000", "965229/5000"),
        ("230773/3000", "-33983/1875", "965229/5000", "1298549/15000"),
    ),
    (
        ("-628/15", "278/15", "-574/5", "-143/3"),
        ("139/30", "-431/30", "251/10", "19/3"),
        ("1117/30", "-25/6", "897/10", "124/3"),
    ),
    (("100/3", "-50/3", "-50/3"), ("-50/3", "100/3", "-50/3"), ("-50/3", "-50/3", "100/3")),
    large=((3,), (3, 3)),
)
"""Four lengths and the three species as columns of 0 and 1: docs/examples/iris.csv."""

PROBLEMS = (
    _white("golden", ((1, 1), (1, 0)), small=((1,), (2,), (1, 1)), large=((2, 2, 2),)),  # Sigma = [[2, 1], [1, 1]]
    Moments("golden, X sheared", ((5, 2), (2, 1)), ((3, 1), (2, 1)), ((2, 1), (1, 1)), small=((1,),)),
    Moments("golden, singular Sxx", ((1, 0, 1), (0, 1, 1), (1, 1, 2)), ((1, 1, 2), (1, 0, 1)), ((2, 1), (1, 1))),
    _white("golden and 1", ((1, 1, 0), (1, 0, 0), (0, 0, 1)), small=((1,),), large=((3,),)),
    _white("golden twice", ((1, 1, 0, 0), (1, 0, 0, 0), (0, 0, 1, 1), (0, 0, 1, 0)), default=((1,), (2,), (1, 1))),
    _white("cyclic cubic", ((1, 1, 0), (0, 1, 1), (0, 0, 1)), small=((1,),), large=((3,),)),  # x^3 - 5 x^2 + 6 x - 1
    LINNERUD,
    IRIS,
)
_BY_NAME = {moments.name: moments for moments in PROBLEMS}


class Certified(NamedTuple):
    """A case by plain values: the data, the hidden widths, and the numbers of the kind and the representative."""

    data: str
    hidden: tuple[int, ...]
    kind: int
    which: int


@cache
def problem(data: str, hidden: tuple[int, ...]) -> dln.Problem:
    """The problem with these moments and hidden widths."""
    moments = _BY_NAME[data]
    return dln.Problem.from_moments(moments.Sxx, moments.Syx, moments.Syy, hidden)


@cache
def irrational_kinds(data: str, hidden: tuple[int, ...]) -> tuple[dln.Kind, ...]:
    """The kinds without rational points, in the order of the complete list."""
    found = problem(data, hidden)
    torn = (S for S in found.selections() if not general_data.has_rational_points(found, S))
    return tuple(itertools.chain.from_iterable(found.kinds(S) for S in torn))


@lru_cache(maxsize=4)
def certified_point(case: Certified) -> dln.CertifiedPoint:
    """Representative 1 is aligned with the singular vectors, 2 mixed and disguised."""
    return kind_of(case).certified_representative(None if case.which == 1 else case.kind)


def kind_of(case: Certified) -> dln.Kind:
    """The kind of the case."""
    return irrational_kinds(case.data, case.hidden)[case.kind]


@cache
def listed(size: str) -> tuple[Certified, ...]:
    """All cases of a size, smallest problems first."""
    every = [(moments.name, hidden) for moments in PROBLEMS for hidden in moments.hidden(size)]
    every.sort(key=lambda named: problem(*named).parameters)
    small = [(moments.name, hidden) for moments in PROBLEMS for hidden in moments.hidden("small")]
    found: list[Certified] = []
    for named in every:
        kinds = irrational_kinds(*named)
        thinned = size == strata.THINNED and named not in small
        if thinned:
            numbers = strata.one_of_each(map(strata.stratum, kinds))
            found += [Certified(*named, number, 1 + (turn + len(found)) % 2) for turn, number in enumerate(numbers)]
        else:
            found += [Certified(*named, number, which) for number in range(len(kinds)) for which in (1, 2)]
    return tuple(found)


def _make(size: str, seed: int) -> Iterator[Certified]:
    return iter(listed(size))


def _sentence(size: str) -> str:
    named = "; ".join(
        f"{moments.name} ({', '.join('-'.join(map(str, widths)) for widths in moments.hidden(size))})"
        for moments in PROBLEMS
        if moments.hidden(size)
    )
    which = strata.WORDS if size == strata.THINNED else "every kind of critical point"
    points = "one of two representatives in turn, both in the scope 'small'," if size == strata.THINNED else BOTH
    return (
        f"{points} over the number field of the selected eigenvalues (aligned; mixed and disguised) of "
        f"{which}, of those that select some but not all of several conjugate irrational eigenvalues, for these "
        f"data and hidden widths: {named}"
    )


def irrational_points() -> Scope:
    """Every kind without rational points of every problem of the list, in the default size one of each stratum; the
    check receives a :class:`Certified`.
    """
    return cases(
        "irrational spectra",
        _make,
        sentence=_sentence,
        strength=Verdict.CERTIFIED,
        count=lambda size: len(listed(size)),
        per_unit=CASES_PER_UNIT,
    )


def assumed(name: str) -> Hypothesis:
    """A named assumption on the problem of a case."""
    known = on_problem(name)
    return replace(_of_the_case(known), items=tuple(map(_of_the_case, known.items)))


def _of_the_case(known: Hypothesis) -> Hypothesis:
    """The hypothesis on a problem, evaluated at the problem of a case."""
    return replace(
        known, predicate=lambda case: known.predicate(problem(case[0], tuple(case[1]))), level=Level.CASE, items=()
    )
