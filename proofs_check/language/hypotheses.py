"""Hypotheses: named predicates; a case that fails one is counted as excluded and never as support."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import symdln as dln
from symdln.landscape import assumptions


class Level(Enum):
    """What a hypothesis speaks about: it is evaluated once for each of these."""

    PROBLEM = "problems"
    CASE = "cases"


@dataclass(frozen=True)
class Hypothesis:
    """A named condition.  ``predicate`` receives the problem (``Level.PROBLEM``) or the case itself.

    Two hypotheses with the same name are the same hypothesis and are evaluated once; so the name says everything,
    parameters included.  ``items`` are the conditions of a compound one, which ``proofs-check ablate`` drops singly;
    it is met where all of them are.
    """

    name: str
    statement: str
    predicate: Callable[[Any], bool] = field(compare=False)
    level: Level = Level.CASE
    items: tuple[Hypothesis, ...] = field(default=(), compare=False)

    def __hash__(self) -> int:
        return hash(self.name)

    def met_by(self, subject: Any) -> bool:
        """Whether the case meets it; a hypothesis on the problem is asked of a point's problem."""
        of_problem = self.level is Level.PROBLEM and isinstance(subject, dln.Point)
        answer = self.predicate(subject.problem if of_problem else subject)
        if not isinstance(answer, bool):
            raise TypeError(f"hypothesis {self.name!r} returned {answer!r}; a predicate must return True or False")
        return answer


def first_unmet(hypotheses: Iterable[Hypothesis], subject: Any, known: dict[Hypothesis, bool]) -> Hypothesis | None:
    """The first hypothesis that the case does not meet; ``known`` keeps the answers for this case, shared by claims."""
    for hypothesis in hypotheses:
        if hypothesis not in known:
            known[hypothesis] = hypothesis.met_by(subject)
        if not known[hypothesis]:
            return hypothesis
    return None


def on_problem(name: str, statement: str, predicate: Callable[[dln.Problem], bool]) -> Hypothesis:
    """A hypothesis on the problem alone (widths, data): evaluated before any point is built."""
    return Hypothesis(name, statement, predicate, Level.PROBLEM)


def on_point(name: str, statement: str, predicate: Callable[[dln.Point], bool]) -> Hypothesis:
    """A hypothesis on the point."""
    return Hypothesis(name, statement, predicate, Level.CASE)


def assumption(name: str) -> Hypothesis:
    """One of the assumptions that :meth:`symdln.Problem.satisfies` decides, such as ``"chitour.3"``."""
    known = assumptions.assumption(name)
    items = tuple(on_problem(item.statement, item.statement, item.holds) for item in known.items)
    return Hypothesis(name, known.statement, known.holds, Level.PROBLEM, items)


def all_of_items(name: str, statement: str, items: tuple[Hypothesis, ...]) -> Hypothesis:
    """A compound hypothesis: met where all its items are, which are asked in turn up to the first that is not."""
    level = Level.PROBLEM if all(item.level is Level.PROBLEM for item in items) else Level.CASE
    return Hypothesis(name, statement, lambda subject: all(item.met_by(subject) for item in items), level, items)


def not_of_words(hypothesis: Hypothesis) -> Hypothesis:
    """The hypothesis for a claim that has derivations in words among its cases: these take it for themselves."""

    def met(subject: Any) -> bool:
        return not isinstance(subject, (dln.Point, dln.Problem)) or hypothesis.met_by(subject)

    return Hypothesis(hypothesis.name, hypothesis.statement, met, Level.CASE)


def depth_is(depth: int) -> Hypothesis:
    return on_problem(
        f"depth = {depth}", f"the network has {depth} weight matrices", lambda problem: problem.depth == depth
    )


def depth_at_least(depth: int) -> Hypothesis:
    return on_problem(
        f"depth >= {depth}", f"the network has at least {depth} weight matrices", lambda problem: problem.depth >= depth
    )


is_critical = on_point("critical", r"\nabla L(W) = 0", lambda point: point.is_critical)
