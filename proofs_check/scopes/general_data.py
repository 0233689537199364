"""General data: fixed problems that distinguish Sxy from Syx, Sxx from its inverse, d_x from m; and scopes over them.

The canonical problems of :mod:`proofs_check.scopes.families` have Sxx near I and diagonal targets.  These have
moments that are neither symmetric nor diagonal, singular or zero; more or fewer samples than inputs; d_x below and
above d_y; repeated and irrational spectra.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar, NamedTuple

import symdln as dln
from proofs_check.language.claim import Claim
from proofs_check.language.scope import Case, Scope, Unit, slices
from proofs_check.language.subjects import CRITICAL_POINTS, PROBLEMS, Subject
from proofs_check.language.verdict import Verdict
from proofs_check.scopes import strata
from proofs_check.scopes.critical_points import KINDS_PER_UNIT, representatives

Rows = tuple[tuple[int | str, ...], ...]
SHEAR: Rows = ((1, 2), (0, 1))
SHEAR_3: Rows = ((1, 1, 0), (0, 1, 2), (0, 0, 1))
ROTATED: Rows = ((6, -4), (8, 3))
"""``[[3, -4], [4, 3]] diag(2, 1)``: orthogonal columns of norms 10 and 5, so Y Y^T has the eigenvalues 100 and 25."""


@dataclass(frozen=True)
class NamedData:
    """Data under a name that says their purpose; with ``moments_only`` the number of samples is not given."""

    name: str
    X: Rows
    Y: Rows
    moments_only: bool = False
    loss_factor: str = "1/2"

    def problem(self, hidden: tuple[int, ...]) -> dln.Problem:
        X, Y = dln.Matrix(self.X), dln.Matrix(self.Y)
        if self.moments_only:
            return dln.Problem.from_moments(X @ X.T, Y @ X.T, Y @ Y.T, hidden, loss_factor=self.loss_factor)
        return dln.Problem.from_data(X, Y, hidden, loss_factor=self.loss_factor)

    @property
    def widest(self) -> int:
        """max(d_x, d_y)."""
        return max(len(self.X), len(self.Y))


# If X has full column rank, Sigma = Y X^T (X X^T)^+ X Y^T = Y Y^T: so the spectra below can be read off Y.
DATA = (
    NamedData("X = 0, d_x = d_y = 1", ((0,),), ((1,),)),
    NamedData("X = Y = 1", ((1,),), ((1,),)),
    NamedData("one input, one output", ((2,),), ((3,),)),
    NamedData("uncorrelated", ((1, 1),), ((1, -1),)),  # Syx = 0, X and Y are not
    NamedData("Sxx = I, distinct", ((1, 0), (0, 1)), ((2, 0), (0, 1))),
    NamedData("Sxx = I, repeated", ((1, 0), (0, 1)), ((1, 0), (0, 1))),
    NamedData("Sxx = I, Syx not symmetric", ((1, 0), (0, 1)), ((0, 1), (0, 0))),  # Sigma: 1, 0
    NamedData("Sxx = I, turned", ((1, 0), (0, 1)), ROTATED),  # Sigma: 100, 25, not diagonal
    NamedData("small targets", SHEAR, (("3/20", "-1/10"), ("1/5", "3/40"))),  # ROTATED / 40: 1/16, 1/64
    NamedData("X = 0", ((0, 0), (0, 0)), ROTATED),
    NamedData("Y = 0", SHEAR, ((0, 0), (0, 0))),
    NamedData("Syx not symmetric", SHEAR, ROTATED),
    NamedData(
        "targets with a residual", ((1, 2, 0), (0, 1, 0)), ((3, -8, 1), (4, 6, 2))
    ),  # Sigma: 100, 25; Syy is larger
    NamedData(
        "moments only, loss without 1/2",
        ((1, 2, 0), (0, 1, 0)),
        ((3, -8, 1), (4, 6, 2)),
        moments_only=True,
        loss_factor="1",
    ),
    NamedData("repeated", SHEAR, ((1, 1), (1, -1))),  # Sigma = 2 I, singular values irrational
    NamedData("irrational", SHEAR, ((1, 1), (0, 1))),  # Sigma = [[2, 1], [1, 1]]: (3 +- sqrt 5) / 2
    NamedData("Sxy of rank 1", SHEAR, ((3, 0), (4, 0))),  # Sigma: 25, 0
    NamedData("singular Sxx", ((1, 2), (1, 2)), ((5, 0), (5, 5))),  # rank X = 1
    NamedData("d_x > d_y", SHEAR_3, ((6, -4, 0), (8, 3, 0))),  # Sigma: 100, 25
    NamedData("d_x < d_y", SHEAR, ((2, 2), (4, 1), (4, -2))),  # orthogonal columns: 36, 9
    NamedData("fewer samples than inputs", ((1, 0), (1, 1), (0, 2)), ROTATED),  # d_x = 3, m = rank X = 2
    NamedData("repeated once, three inputs", SHEAR_3, ((2, 4, 2), (4, 2, -2), (4, -4, 1))),  # Sigma: 36, 36, 9
    NamedData(
        "irrational and rational", SHEAR_3, ((1, 1, 0), (0, 1, 0), (0, 0, 1))
    ),  # 1 lies between the two irrational eigenvalues
    NamedData(
        "irrational twice",
        ((1, 1, 0, 0), (0, 1, 0, 1), (0, 0, 1, 0), (0, 0, 0, 1)),
        ((1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 1, 1), (0, 0, 0, 1)),
    ),
)
_BY_NAME = {data.name: data for data in DATA}

HIDDEN = {
    1: ((1,), (2,), (1, 1), (1, 2), (2, 2)),
    2: ((1,), (2,), (3,), (1, 1), (1, 2), (2, 1), (2, 2), (2, 3)),
    3: ((1,), (2,), (3,), (1, 2), (2, 1), (2, 2)),
    4: ((2,), (3,)),
}
"""The hidden widths of the problems, by max(d_x, d_y)."""
SMALL_HIDDEN = {1: HIDDEN[1], 2: ((1,), (2,), (1, 1))}


class Named(NamedTuple):
    """A problem of the list, by plain values that travel between processes."""

    data: str
    hidden: tuple[int, ...]


@cache
def listed(size: str) -> tuple[Named, ...]:
    """The problems of a size, smallest first."""
    hidden = SMALL_HIDDEN if size == "small" else HIDDEN
    every = [Named(data.name, widths) for data in DATA for widths in hidden.get(data.widest, ())]
    return tuple(sorted(every, key=lambda named: problem(named).parameters))


@cache
def in_turn(size: str) -> tuple[Named, ...]:
    """The problems of the thinned scope, smallest first."""
    every = listed(size)
    if size != strata.THINNED:
        return every
    taken = strata.one_of_three((named.data, len(named.hidden)) for named in every)
    small = set(listed("small"))
    return tuple(named for place, named in enumerate(every) if place in taken or named in small)


IN_TURN = (
    f"of every {strata.SHARE} of them with the same data and depth one, the first of them and all of the scope 'small' "
    "among them"
)


def thinly(size: str) -> str:
    """What stands after the problems where they are thinned; empty for the other sizes.

    >>> thinly("small")
    ''
    """
    return f" ({IN_TURN})" if size == strata.THINNED else ""


@cache
def problem(named: Named) -> dln.Problem:
    """The problem of this name."""
    return _BY_NAME[named.data].problem(named.hidden)


@cache
def samples(moments: tuple[dln.Matrix, dln.Matrix]) -> tuple[dln.Matrix, dln.Matrix] | None:
    """Data X and Y of the list with ``X X^T`` and ``Y X^T`` equal to these moments; None if there are none."""
    for data in DATA:
        X, Y = dln.Matrix(data.X), dln.Matrix(data.Y)
        if moments == (X @ X.T, Y @ X.T):
            return X, Y
    return None


@cache
def rational_selections(named: Named) -> tuple[tuple[int, ...], ...]:
    """The selections that rational weights can have: all except those that separate conjugate eigenvalues."""
    return tuple(S for S in problem(named).selections() if has_rational_points(problem(named), S))


def has_rational_points(problem: dln.Problem, selection: tuple[int, ...]) -> bool:
    """Whether some rational weights are a critical point with this selection."""
    try:
        next(problem.kinds(selection)).representative()
    except dln.NotRationalError:
        return False
    return True


def rational_kinds(named: Named) -> Iterator[dln.Kind]:
    """The kinds of a problem that have rational points."""
    return itertools.chain.from_iterable(problem(named).kinds(S) for S in rational_selections(named))


@cache
def chosen(named: Named) -> tuple[int, ...]:
    """The places of those kinds that the thinned scope holds."""
    if named in listed("small"):
        return tuple(range(count_kinds(named)[0]))
    return strata.one_of_each(map(strata.stratum, rational_kinds(named)))


def count_kinds(named: Named) -> tuple[int, int]:
    """How many kinds of critical points the problem has: with rational points, and in all."""
    return sum(problem(named).count_kinds(S) for S in rational_selections(named)), problem(named).count_kinds()


@dataclass(frozen=True)
class GeneralCriticalPoints(Scope):
    """Every kind of critical point with rational points, of every problem of the list; cases are Points."""

    strength: Verdict = Verdict.VERIFIED
    exact: bool = True
    subject: Subject = CRITICAL_POINTS
    noun: ClassVar[str] = "kinds"

    @property
    def short(self) -> str:
        return "general data"

    def thinned(self) -> Scope:
        return GeneralOneOfEachStratum()

    def which(self, size: str) -> str:
        """The kinds of the representatives, in words."""
        return "every kind of critical point"

    def sentence(self, size: str) -> str:
        rational, every = self.counted(size)
        return (
            "the standard representatives (aligned with the singular vectors; mixed and disguised) of "
            f"{self.which(size)}, of {self.of_which(size)}; {rational} of {every} kinds have rational points: the "
            f"other {every - rational} select some but not all of several conjugate irrational eigenvalues and are "
            "left out"
        )

    def of_which(self, size: str) -> str:
        """The problems, in words."""
        return _problems(size)

    def named(self, size: str) -> tuple[Named, ...]:
        """The problems."""
        return listed(size)

    def counted(self, size: str) -> tuple[int, int]:
        """How many kinds the problems have: with rational points, and in all."""
        counts = [count_kinds(named) for named in self.named(size)]
        return sum(rational for rational, _ in counts), sum(every for _, every in counts)

    def summary(self, size: str) -> str:
        return f"every kind of critical point with rational points of {_problems_in_short(listed(size))}"

    def data(self, size: str) -> dict[str, Any]:
        rational, every = self.counted(size)
        return {
            "over": "critical points under general data",
            "problems": _names(size),
            "kinds": every,
            "kinds_left_out": every - rational,
        }

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        for named in listed(size):
            yield from slices(tuple(named), count_kinds(named)[0], KINDS_PER_UNIT, seed)

    def problem(self, unit: Unit) -> dln.Problem:
        return problem(Named(*unit.part))

    def kinds(self, unit: Unit) -> Iterator[tuple[int, dln.Kind]]:
        """The kinds of a work item, each with its place in the list of those with rational points."""
        return enumerate(itertools.islice(rational_kinds(Named(*unit.part)), unit.start, unit.stop), unit.start)

    def cases(self, unit: Unit) -> Iterator[Case]:
        for number, kind in self.kinds(unit):
            for which, point in enumerate(representatives(kind, unit.seed + number), 1):
                yield Case(
                    point, {"data": unit.part[0], "kind": str(kind), "class": kind.label, "representative": which}
                )


@dataclass(frozen=True)
class GeneralOneOfEachStratum(GeneralCriticalPoints):
    """One kind of every stratum of every problem of the default size, every kind of the others (:mod:`.strata`)."""

    def thinned(self) -> Scope:
        return self

    def which(self, size: str) -> str:
        return strata.WORDS if size == strata.THINNED else super().which(size)

    def summary(self, size: str) -> str:
        if size != strata.THINNED:
            return super().summary(size)
        short = _problems_in_short(self.named(size))
        return f"a kind of critical point with rational points of every stratum of {short}"

    def of_which(self, size: str) -> str:
        return super().of_which(size) + thinly(size)

    def named(self, size: str) -> tuple[Named, ...]:
        return in_turn(size)

    def data(self, size: str) -> dict[str, Any]:
        chosen = {"chosen": strata.WORDS, "problems chosen": IN_TURN} if size == strata.THINNED else {}
        return super().data(size) | chosen

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        if size != strata.THINNED:
            yield from super().units(size, seed)
            return
        for named in in_turn(size):
            numbers = chosen(named)
            if numbers:
                yield Unit((*named, numbers), 0, len(numbers), seed)

    def problem(self, unit: Unit) -> dln.Problem:
        return problem(Named(*unit.part[:2]))

    def kinds(self, unit: Unit) -> Iterator[tuple[int, dln.Kind]]:
        if len(unit.part) == len(Named._fields):
            return super().kinds(unit)
        numbers = set(unit.part[-1])
        kinds = enumerate(rational_kinds(Named(*unit.part[:2])))
        return ((number, kind) for number, kind in kinds if number in numbers)


@dataclass(frozen=True)
class GeneralProblems(Scope):
    """Every problem of the list, once; cases are Problems."""

    strength: Verdict = Verdict.VERIFIED
    exact: bool = True
    subject: Subject = PROBLEMS
    noun: ClassVar[str] = "problems"

    @property
    def short(self) -> str:
        return "general problems"

    def thinned(self) -> Scope:
        return GeneralProblemsInTurn()

    def sentence(self, size: str) -> str:
        return _problems(size)

    def summary(self, size: str) -> str:
        return _problems_in_short(listed(size))

    def data(self, size: str) -> dict[str, Any]:
        return {"over": "problems with general data", "problems": _names(size)}

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        return (Unit(tuple(named), 0, 1, seed) for named in listed(size))

    def problem(self, unit: Unit) -> dln.Problem:
        return problem(Named(*unit.part))

    def cases(self, unit: Unit) -> Iterator[Case]:
        yield Case(self.problem(unit), {"data": unit.part[0], "hidden": list(unit.part[1])})


@dataclass(frozen=True)
class GeneralProblemsInTurn(GeneralProblems):
    """One of every three problems of the default size with the same data and depth, every problem of the others."""

    def thinned(self) -> Scope:
        return self

    def sentence(self, size: str) -> str:
        return super().sentence(size) + thinly(size)

    def summary(self, size: str) -> str:
        return _problems_in_short(in_turn(size))

    def data(self, size: str) -> dict[str, Any]:
        return super().data(size) | ({"problems chosen": IN_TURN} if size == strata.THINNED else {})

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        return (Unit(tuple(named), 0, 1, seed) for named in in_turn(size))


def general_critical_points() -> Scope:
    """Every kind of critical point under general data; the check receives a Point.

    >>> scope = general_critical_points()
    >>> unit = next(scope.units("small", 0))
    >>> next(scope.cases(unit)).label["data"]
    'X = 0, d_x = d_y = 1'
    """
    return GeneralCriticalPoints()


def general_problems() -> Scope:
    """Every problem with general data; the check receives a Problem.

    >>> scope = general_problems()
    >>> unit = next(scope.units("small", 0))
    >>> next(scope.cases(unit)).subject.Sxx
    Matrix([[0]])
    """
    return GeneralProblems()


def on_general_data(made: Claim) -> Claim:
    """The same claim over every kind of critical point under general data, as ``<id>.general-data``."""
    over = general_critical_points()
    over = over if made.rests_on_cases else over.thinned()
    return replace(made, id=f"{made.id}.general-data", over=over, corrects=None)


def _names(size: str) -> list[str]:
    return list(dict.fromkeys(named.data for named in listed(size)))


def _problems(size: str) -> str:
    hidden = sorted({named.hidden for named in listed(size)}, key=lambda widths: (len(widths), widths))
    return (
        f"{len(listed(size))} problems with general data ({'; '.join(_names(size))}) and hidden widths among "
        + ", ".join("-".join(map(str, widths)) for widths in hidden)
    )


def _problems_in_short(every: tuple[Named, ...]) -> str:
    largest, sorts = max(max(named.hidden) for named in every), len({named.data for named in every})
    return f"{len(every)} problems with general data of {sorts} sorts, hidden widths up to {largest}"
