"""Deciding a statement about strings for every depth, by a solver of linear integer arithmetic."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symdln.errors import InputError
from symdln.strings.evaluate import (
    Arc,
    counterexample,
    holds,
    is_finite,
    search_size,
    strings_of,
    values_of,
    visited,
)
from symdln.strings.smtlib import refutation_text
from symdln.strings.solvers import SOLVERS
from symdln.strings.syntax import LEAST_DEPTH, Statement

HOLDS, REFUTED, UNKNOWN = "holds", "refuted", "unknown"
SECONDS = 60
MOST_SEARCHED, MOST_LOOKED_AT, MOST_EVALUATIONS = 12, 4, 3_000_000


@dataclass(frozen=True)
class Witness:
    """A depth, strings as (start, length) and integers by name at which a statement fails.

    >>> witness = Witness(2, {"s": (2, 1)}, {"j": 1})
    >>> print(witness)
    depth H = 2 with s = 2-0, j = 1
    >>> witness.vertices("s"), witness.values
    ('2-0', {'H': 2, 's': (2, 1), 'j': 1})
    """

    depth: int
    strings: Mapping[str, Arc]
    integers: Mapping[str, int]

    def __str__(self) -> str:
        named = [f"{name} = {self.vertices(name)}" for name in self.strings]
        named += [f"{name} = {value}" for name, value in self.integers.items()]
        return f"depth H = {self.depth}" + (f" with {', '.join(named)}" if named else "")

    def vertices(self, name: str) -> str:
        """The vertices of a string, as in 3-0-1."""
        return "-".join(map(str, visited(self.strings[name], self.depth)))

    @property
    def values(self) -> dict[str, Any]:
        """The values by name, with the depth under ``H``."""
        return {"H": self.depth, **self.strings, **self.integers}


@dataclass(frozen=True)
class Decision:
    """``status`` is ``holds`` (for every depth), ``refuted`` (by ``witness``) or ``unknown`` (for the ``reason``).

    ``looked`` says what was checked without a solver: for a statement that holds, the depth up to which every string
    was checked; for a refuted one, the depth at which the failure was confirmed; 0 if nothing was checked.

    >>> from symdln.strings.parser import parse_statement
    >>> print(decide(parse_statement("every string s: not s closes")).sentence)
    The statement is refuted at depth H = 2 with s = 2-0 (found by z3, confirmed by evaluation).
    """

    statement: Statement
    status: str
    solver: str
    seconds: float
    witness: Witness | None = None
    reason: str = ""
    looked: int = 0

    @property
    def sentence(self) -> str:
        """The decision in one sentence."""
        if self.status == HOLDS:
            looked = f"; every string up to depth {self.looked} agrees" if self.looked else ""
            return f"The statement holds for every depth (its negation is refuted by {self.solver}{looked})."
        if self.status == REFUTED:
            looked = ", confirmed by evaluation" if self.looked else ""
            return f"The statement is refuted at {self.witness} (found by {self.solver}{looked})."
        return f"The statement is undecided: {self.reason}."


def decide(statement: Statement, solver: str = "z3", seconds: int = SECONDS) -> Decision:
    """Decide a statement for every depth by ``z3`` or ``cvc5``.

    A refutation is evaluated once more at the depth and the strings found, in plain Python, unless a quantifier inside
    the statement has an infinite or a very large range; where this does not confirm the refutation the decision is
    unknown.  Raises ``InputError`` for an unknown or missing solver.

    >>> from symdln.strings.parser import parse_statement
    >>> decide(parse_statement("every string s with s closes: end(s) + 1 < start(s)")).status
    'holds'
    >>> print(decide(parse_statement("every string s with s closes: end(s) + 2 < start(s)")).witness)
    depth H = 2 with s = 2-0
    """
    if solver not in SOLVERS:
        raise InputError(f"There is no solver called {solver!r}; choose {' or '.join(SOLVERS)}.")
    started = time.perf_counter()
    answer, model = SOLVERS[solver](refutation_text(statement), seconds)
    spent = time.perf_counter() - started
    if answer == "unsat":
        return Decision(statement, HOLDS, solver, spent)
    if answer != "sat":
        return Decision(statement, UNKNOWN, solver, spent, reason=f"{solver} gave up ({answer}) within {seconds} s")
    witness = _simplest(_witness(statement, _least(statement, solver, seconds, model)), statement)
    if not _can_be_looked_at(statement, witness.depth, behind=True):
        return Decision(statement, REFUTED, solver, spent, witness)
    if not _confirmed(statement, witness):
        reason = f"{solver} names {witness}, but there the statement holds by direct evaluation"
        return Decision(statement, UNKNOWN, solver, spent, witness, reason)
    return Decision(statement, REFUTED, solver, spent, witness, looked=witness.depth)


def _least(statement: Statement, solver: str, seconds: int, model: Mapping[str, int]) -> Mapping[str, int]:
    """A model of the least depth, if it is found among the depths that are searched."""
    for depth in range(LEAST_DEPTH, min(model["H"], MOST_SEARCHED)):
        if holds(statement.depth_condition, {"H": depth}):
            text = refutation_text(replace(statement, relation="=", depth=depth))
            answer, smaller = SOLVERS[solver](text, max(1, seconds // MOST_SEARCHED))
            if answer == "sat":
                return smaller
    return model


def _witness(statement: Statement, model: Mapping[str, int]) -> Witness:
    strings: dict[str, Arc] = {}
    integers: dict[str, int] = {}
    for quantified in statement.prefix[0]:
        for name in quantified.names:
            if quantified.sort == "string":
                strings[name] = model[f"{name}.start"], model[f"{name}.length"]
            else:
                integers[name] = model[f"{name}.value"]
    return Witness(model["H"], strings, integers)


def _simplest(witness: Witness, statement: Statement) -> Witness:
    """The first strings, in the order of their starts and lengths, that refute the statement at the depth of a witness;
    the witness itself where the depth is too large to be searched or nothing is found.
    """
    if witness.depth > MOST_LOOKED_AT or not _can_be_looked_at(statement, witness.depth):
        return witness
    values = counterexample(statement, witness.depth)
    if values is None:
        return witness
    strings = {name: values[name] for name in witness.strings}
    return Witness(witness.depth, strings, {name: values[name] for name in witness.integers})


def _can_be_looked_at(statement: Statement, depth: int, *, behind: bool = False) -> bool:
    """Whether the statement, or only the part behind its first quantifiers, is evaluated quickly at a depth."""
    body = statement.prefix[1]
    return is_finite(body) and search_size(body if behind else statement.formula, depth) <= MOST_EVALUATIONS


def _confirmed(statement: Statement, witness: Witness) -> bool:
    """Whether the statement speaks of this depth, the witness is made of strings and integers of the right ranges, and
    what stands behind the first quantifiers fails there.
    """
    prefix, body = statement.prefix
    if not holds(statement.depth_condition, witness.values):
        return False
    if not set(witness.strings.values()) <= set(strings_of(witness.depth)):
        return False
    for quantified in prefix:
        if quantified.sort in ("vertex", "layer"):
            allowed = values_of(quantified.sort, witness.depth)
            if any(witness.integers[name] not in allowed for name in quantified.names):
                return False
    return not holds(body, witness.values)


def settle(statement: Statement, solvers: Sequence[str] = ("z3",), up_to: int = 0, seconds: int = SECONDS) -> Decision:
    """Decide a statement by several solvers, and also check every string of every depth up to ``up_to``.

    The check ends before the first depth at which it would take more than some millions of evaluations.  The decision
    is that of the first solver; it is unknown where two routes contradict each other.

    >>> from symdln.strings.parser import parse_statement
    >>> decision = settle(parse_statement("every string s: length(s) < H"), up_to=4)
    >>> decision.status, decision.looked
    ('holds', 4)
    """
    decisions = [decide(statement, solver, seconds) for solver in solvers]
    first = replace(decisions[0], solver=" and ".join(solvers))
    if len({decision.status for decision in decisions}) > 1:
        said = "; ".join(f"{decision.solver}: {decision.status}" for decision in decisions)
        return replace(first, status=UNKNOWN, reason=f"the solvers differ ({said})")
    if first.status != HOLDS:
        return first
    for depth in range(LEAST_DEPTH, up_to + 1):
        if not _can_be_looked_at(statement, depth):
            break
        values = counterexample(statement, depth)
        if values is not None:
            reason = f"{first.solver} finds that it holds, but it fails at depth {depth} for {values}"
            return replace(first, status=UNKNOWN, reason=reason)
        if holds(statement.depth_condition, {"H": depth}):
            first = replace(first, looked=depth)
    return first
