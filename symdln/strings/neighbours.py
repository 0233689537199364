"""Neighbours of a statement: every statement that differs from it by one small mistake.

A decision procedure that finds a lemma true must refute the false ones among its neighbours by strings that
show it.  The mistakes are: bounds off by one at each end, ``<`` for ``<=`` and back, an open string for a closing one,
start and end exchanged, a condition left out, a depth too many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symdln.strings.syntax import (
    LEAST_DEPTH,
    And,
    Closes,
    Compare,
    Contains,
    Formula,
    Iff,
    Implies,
    Not,
    Number,
    Or,
    Part,
    Quantified,
    Statement,
    Sum,
    Term,
    total,
)
from symdln.strings.text import written

OFF_BY_ONE, STRICTNESS, CLOSING, EXCHANGED, OMITTED, DEPTH = (
    "a bound is off by one",
    "< stands for <= or the other way round",
    "an open string stands for a closing one or the other way round",
    "start and end of a string are exchanged",
    "a condition is left out",
    "the depth is off by one",
)
_SWAPPED = {"<=": "<", "<": "<=", ">=": ">", ">": ">="}


@dataclass(frozen=True)
class Neighbour:
    """A statement and the mistake that leads to it."""

    mistake: str
    statement: Statement


def neighbours(statement: Statement) -> list[Neighbour]:
    """Every statement that one mistake leads to, without repetitions and without the statement itself."""
    seen, found = {written(statement)}, []
    for mistake, changed in _changed(statement):
        text = written(changed)
        if text not in seen:
            seen.add(text)
            found.append(Neighbour(mistake, replace(changed, text=text)))
    return found


def _changed(statement: Statement) -> Iterator[tuple[str, Statement]]:
    for depth in (statement.depth - 1, statement.depth + 1):
        if depth >= LEAST_DEPTH:
            yield DEPTH, replace(statement, depth=depth)
    for mistake, formula in _formulas(statement.formula):
        yield mistake, replace(statement, formula=formula)


def _formulas(formula: Formula) -> Iterator[tuple[str, Formula]]:
    """The formulas that differ from this one by one mistake somewhere inside it."""
    yield from _here(formula)
    match formula:
        case Not(body):
            yield from ((mistake, Not(changed)) for mistake, changed in _formulas(body))
        case And(parts) | Or(parts):
            for at, part in enumerate(parts):
                for mistake, changed in _formulas(part):
                    yield mistake, type(formula)((*parts[:at], changed, *parts[at + 1 :]))
        case Implies(left, right) | Iff(left, right):
            yield from ((mistake, type(formula)(changed, right)) for mistake, changed in _formulas(left))
            yield from ((mistake, type(formula)(left, changed)) for mistake, changed in _formulas(right))
        case Quantified(body=body):
            yield from ((mistake, replace(formula, body=changed)) for mistake, changed in _formulas(body))


def _here(formula: Formula) -> Iterator[tuple[str, Formula]]:
    """The mistakes at the root of a formula."""
    match formula:
        case Compare(relation, left, right):
            if relation in _SWAPPED:
                yield STRICTNESS, Compare(_SWAPPED[relation], left, right)
            for step in (1, -1):
                yield OFF_BY_ONE, Compare(relation, left, _shifted(right, step))
            yield from ((EXCHANGED, Compare(relation, changed, right)) for changed in _exchanged(left))
            yield from ((EXCHANGED, Compare(relation, left, changed)) for changed in _exchanged(right))
        case Contains(first=first, last=last):
            for step in (1, -1):
                yield OFF_BY_ONE, replace(formula, first=_shifted(first, step))
                yield OFF_BY_ONE, replace(formula, last=_shifted(last, step))
        case Closes():
            yield CLOSING, Not(formula)
        case And(parts) if len(parts) > 1:
            for at in range(len(parts)):
                left = (*parts[:at], *parts[at + 1 :])
                yield OMITTED, left[0] if len(left) == 1 else And(left)
        case Implies(_, conclusion):
            yield OMITTED, conclusion


def _shifted(term: Term, step: int) -> Term:
    """The term plus 1 or minus 1, its constants added up."""
    parts = term.terms if isinstance(term, Sum) else ((1, term),)
    constant = step + sum(factor * inner.value for factor, inner in parts if isinstance(inner, Number))
    others = tuple((factor, inner) for factor, inner in parts if not isinstance(inner, Number))
    if constant == 0 and others:
        return total(*others)
    return total(*others, (1 if constant >= 0 else -1, Number(abs(constant))))


def _exchanged(term: Term) -> Iterator[Term]:
    match term:
        case Part("start", string):
            yield Part("end", string)
        case Part("end", string):
            yield Part("start", string)
        case Sum(parts):
            for at, (factor, inner) in enumerate(parts):
                for changed in _exchanged(inner):
                    yield Sum((*parts[:at], (factor, changed), *parts[at + 1 :]))
