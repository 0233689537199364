"""Hypotheses: named predicates; a case that fails one is counted as excluded and never as support."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from types import FunctionType
from typing import Any

import symdln as dln
from proofs_check.language.arguments import is_list, is_text, need, shown
from proofs_check.language.floats import watching
from symdln.errors import InputError
from symdln.landscape import assumptions


class Level(Enum):
    """The level of a hypothesis, which is evaluated once for each problem or case."""

    PROBLEM = "problems"
    CASE = "cases"


@dataclass(frozen=True, eq=False)
class Hypothesis:
    """A named condition.  ``predicate`` receives the problem (``Level.PROBLEM``) or the case itself.

    Equal hypotheses, with one name and statement and with predicates of the same code and values, are evaluated once
    for a case.  Different hypotheses of one name are refused (:func:`refuse_clashes`).  ``items`` are the conditions
    of a compound hypothesis, which is met where all of them are; ``proofs-check ablate`` drops them singly.

    >>> import symdln as dln
    >>> import proofs_check as pc
    >>> ties = pc.assumption("achour.H")
    >>> [item.name for item in ties.flat()] == [item.name for item in ties.items], ties.level.value
    (True, 'problems')
    >>> ties.met_by(dln.Problem.canonical(singular_values=(2, 1), widths=(2, 2, 2)))
    True
    """

    name: str
    statement: str
    predicate: Callable[[Any], bool]
    level: Level = Level.CASE
    items: tuple[Hypothesis, ...] = ()

    def __post_init__(self) -> None:
        need("a hypothesis", "its name", self.name, is_text(self.name), "a text, such as 'H >= 2'")
        where = f"hypothesis {self.name!r}"
        need(where, "its statement", self.statement, is_text(self.statement), "the statement as a text, words or LaTeX")
        wanted = "a function of a point, a problem or a case that returns True or False"
        right = callable(self.predicate) and not isinstance(self.predicate, type)
        need(where, "its predicate", self.predicate, right, wanted)
        need(where, "its level", self.level, isinstance(self.level, Level), "Level.PROBLEM or Level.CASE")
        need(where, "items", self.items, is_list(self.items, Hypothesis), "a tuple of hypotheses")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Hypothesis):
            return NotImplemented
        said = (self.name, self.statement, self.level) == (other.name, other.statement, other.level)
        return self is other or (said and _same_code(self.predicate, other.predicate))

    def __hash__(self) -> int:
        return hash(self.name)

    def flat(self) -> Iterator[Hypothesis]:
        """The conditions that it consists of; the hypothesis itself if it is not compound."""
        for item in self.items:
            yield from item.flat()
        if not self.items:
            yield self

    def met_by(self, subject: Any) -> bool:
        """Whether the case meets it; a hypothesis on the problem is evaluated at a point's problem."""
        of_problem = self.level is Level.PROBLEM and isinstance(subject, dln.Point)
        answer = self.predicate(subject.problem if of_problem else subject)
        if not isinstance(answer, bool):
            raise TypeError(f"hypothesis {self.name!r} returned {answer!r}; a predicate must return True or False")
        return answer


def _same_code(one: Any, other: Any) -> bool:
    """Whether two values are equal, or are functions of the same code with equal values in it."""
    if one is other:
        return True
    if not (isinstance(one, FunctionType) and isinstance(other, FunctionType)):
        return isinstance(one, Hypothesis) is isinstance(other, Hypothesis) and bool(one == other)
    cells = [[cell.cell_contents for cell in function.__closure__ or ()] for function in (one, other)]
    inside = len(cells[0]) == len(cells[1]) and all(map(_same_code, *cells))
    named = all(_same_code(one.__globals__.get(name), other.__globals__.get(name)) for name in one.__code__.co_names)
    return one.__code__ == other.__code__ and one.__defaults__ == other.__defaults__ and inside and named


def refuse_clashes(hypotheses: Iterable[Hypothesis]) -> None:
    """Raise ``InputError`` where two different hypotheses have one name: counts by name would mix them."""
    known: dict[str, Hypothesis] = {}
    for hypothesis in hypotheses:
        if known.setdefault(hypothesis.name, hypothesis) != hypothesis:
            raise InputError(
                f"two different hypotheses are called {hypothesis.name!r}; their statements or their predicates "
                "differ, so rename one of them."
            )


class Known(dict[Hypothesis, bool]):
    """The answers of hypotheses at one case, shared by claims; ``inexact`` names the float that took part in each."""

    def __init__(self) -> None:
        super().__init__()
        self.inexact: dict[Hypothesis, str] = {}

    def float_in(self, hypotheses: Iterable[Hypothesis]) -> str:
        """The first float that took part in one of these; empty where none did."""
        return next((self.inexact[each] for each in hypotheses if each in self.inexact), "")


def first_unmet(hypotheses: Iterable[Hypothesis], subject: Any, known: Known) -> Hypothesis | None:
    """The first hypothesis that the case does not meet."""
    for hypothesis in hypotheses:
        if hypothesis not in known:
            noticed: list[str] = []
            with watching(noticed):
                known[hypothesis] = hypothesis.met_by(subject)
            if noticed:
                known.inexact[hypothesis] = noticed[0]
        if not known[hypothesis]:
            return hypothesis
    return None


def on_problem(name: str, statement: str, predicate: Callable[[dln.Problem], bool]) -> Hypothesis:
    """A hypothesis on the problem alone (widths, data): evaluated before any point is built.

    >>> import symdln as dln
    >>> import proofs_check as pc
    >>> square = pc.on_problem("square", r"d_x = d_y", lambda problem: problem.input_width == problem.output_width)
    >>> square.met_by(dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 2)))
    False
    """
    return Hypothesis(name, statement, predicate, Level.PROBLEM)


def on_point(name: str, statement: str, predicate: Callable[[dln.Point], bool]) -> Hypothesis:
    """A hypothesis on the point.

    >>> import symdln as dln
    >>> import proofs_check as pc
    >>> at_zero = pc.on_point("at zero", "W = 0", lambda point: all(layer.is_zero() for layer in point.weights))
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))
    >>> at_zero.met_by(dln.Point(problem, [[[0]], [[1]]]))
    False
    """
    return Hypothesis(name, statement, predicate, Level.CASE)


def assumption(name: str) -> Hypothesis:
    """One of the assumptions that :meth:`symdln.Problem.satisfies` decides, such as ``"chitour.3"``.

    >>> import symdln as dln
    >>> import proofs_check as pc
    >>> pc.assumption("achour.H").met_by(dln.Problem.canonical(singular_values=(2, 2), widths=(2, 2, 2)))  # a tie
    False
    """
    known = assumptions.assumption(name)
    items = tuple(on_problem(item.statement, item.statement, item.holds) for item in known.items)
    return Hypothesis(name, known.statement, known.holds, Level.PROBLEM, items)


def all_of_items(name: str, statement: str, items: tuple[Hypothesis, ...]) -> Hypothesis:
    """A compound hypothesis, met where all its items are; they are evaluated in turn up to the first unmet one.

    >>> import symdln as dln
    >>> import proofs_check as pc
    >>> both = pc.all_of_items("deep", "depth 3 or 4", (pc.depth_at_least(3), pc.on_problem("H <= 4", "H <= 4", lambda
    ...     problem: problem.depth <= 4)))
    >>> both.met_by(dln.Problem.canonical((1,), (1, 1, 1))), [item.name for item in both.flat()]
    (False, ['depth >= 3', 'H <= 4'])
    """
    if not items or not is_list(items, Hypothesis):
        raise InputError(f"hypothesis {name!r} is made of {shown(items)}; pass a tuple of one or more hypotheses.")
    level = Level.PROBLEM if all(item.level is Level.PROBLEM for item in items) else Level.CASE
    return Hypothesis(name, statement, lambda subject: all(item.met_by(subject) for item in items), level, tuple(items))


def not_of_words(hypothesis: Hypothesis) -> Hypothesis:
    """The hypothesis for a claim with derivations in words among its cases, which take it into account themselves."""

    def met(subject: Any) -> bool:
        return not isinstance(subject, (dln.Point, dln.Problem)) or hypothesis.met_by(subject)

    return Hypothesis(hypothesis.name, hypothesis.statement, met, Level.CASE)


def depth_is(depth: int) -> Hypothesis:
    """The hypothesis that a network has this number of weight matrices.

    >>> import symdln
    >>> depth_is(2).met_by(symdln.Problem.canonical((1,), (1, 1, 1)))
    True
    """
    return on_problem(
        f"depth = {depth}", f"the network has {depth} weight matrices", lambda problem: problem.depth == depth
    )


def depth_at_least(depth: int) -> Hypothesis:
    """The hypothesis that a network has at least this number of weight matrices.

    >>> import symdln
    >>> depth_at_least(3).met_by(symdln.Problem.canonical((1,), (1, 1, 1)))
    False
    """
    return on_problem(
        f"depth >= {depth}", f"the network has at least {depth} weight matrices", lambda problem: problem.depth >= depth
    )


is_critical = on_point("critical", r"\nabla L(W) = 0", lambda point: point.is_critical)
