"""Deciding a statement about strings for every depth, by a solver of linear integer arithmetic."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from symdln.errors import InputError
from symdln.strings.evaluate import Arc, counterexample, holds, is_finite, visited
from symdln.strings.smtlib import refutation_text
from symdln.strings.syntax import LEAST_DEPTH, Statement

HOLDS, REFUTED, UNKNOWN = "holds", "refuted", "unknown"
SECONDS = 60
MOST_SEARCHED, MOST_LOOKED_AT = 12, 4


@dataclass(frozen=True)
class Witness:
    """A depth, strings as (start, length) and integers by name at which a statement fails."""

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
    """``status`` is ``holds`` (for every depth), ``refuted`` (by ``witness``) or ``unknown`` (for the ``reason``)."""

    statement: Statement
    status: str
    solver: str
    seconds: float
    witness: Witness | None = None
    reason: str = ""

    @property
    def sentence(self) -> str:
        """What was found, in one sentence."""
        if self.status == HOLDS:
            return f"The statement holds for every depth that it speaks of (its negation is refuted by {self.solver})."
        if self.status == REFUTED:
            return f"The statement is refuted at {self.witness} (found by {self.solver})."
        return f"The statement is undecided: {self.reason}."


def decide(statement: Statement, solver: str = "z3", seconds: int = SECONDS) -> Decision:
    """Decide a statement for every depth by ``z3`` or ``cvc5``.

    A statement that is refuted is evaluated once more at the depth and the strings found, in plain Python, wherever
    the quantifiers inside it have finite ranges; where this does not confirm the refutation the decision is unknown.
    Raises ``InputError`` for an unknown or missing solver.

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
    if not _confirmed(statement, witness):
        reason = f"{solver} names {witness}, but there the statement holds when every string is looked at"
        return Decision(statement, UNKNOWN, solver, spent, witness, reason)
    return Decision(statement, REFUTED, solver, spent, witness)


def _least(statement: Statement, solver: str, seconds: int, model: Mapping[str, int]) -> Mapping[str, int]:
    """A model of the least depth, where that is found among the depths that are searched."""
    for depth in range(LEAST_DEPTH, min(model["H"], MOST_SEARCHED)):
        if holds(statement.depth_condition, {"H": depth}):
            text = refutation_text(replace(statement, relation="=", depth=depth))
            answer, smaller = SOLVERS[solver](text, seconds)
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
    the witness itself where the depth is larger than what is searched or nothing is found.
    """
    if witness.depth > MOST_LOOKED_AT or not is_finite(statement.prefix[1]):
        return witness
    values = counterexample(statement, witness.depth)
    if values is None:
        return witness
    strings = {name: values[name] for name in witness.strings}
    return Witness(witness.depth, strings, {name: values[name] for name in witness.integers})


def _confirmed(statement: Statement, witness: Witness) -> bool:
    _, body = statement.prefix
    if not holds(statement.depth_condition, witness.values):
        return False
    return not is_finite(body) or not holds(body, witness.values)


def settle(statement: Statement, solvers: Sequence[str] = ("z3",), up_to: int = 0, seconds: int = SECONDS) -> Decision:
    """Decide a statement by several solvers, and look at every string of every depth up to ``up_to`` as well.

    The decision is that of the first solver; it is unknown where two routes contradict each other.
    """
    decisions = [decide(statement, solver, seconds) for solver in solvers]
    first = decisions[0]
    if len({decision.status for decision in decisions}) > 1:
        said = "; ".join(f"{decision.solver} says that it is {decision.status}" for decision in decisions)
        return replace(first, status=UNKNOWN, reason=f"the solvers differ ({said})".replace("is holds", "holds"))
    if first.status == HOLDS and is_finite(statement.prefix[1]):
        for depth in range(LEAST_DEPTH, up_to + 1):
            values = counterexample(statement, depth)
            if values is not None:
                reason = f"{first.solver} says that it holds, but it fails at depth {depth} for {values}"
                return replace(first, status=UNKNOWN, reason=reason)
    return replace(first, solver=" and ".join(solvers))


# -- solvers: from a text to "sat", "unsat" or a reason, and the values of the declared symbols ------------------------


def _module(name: str, package: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(f"The solver {name} is not installed: install it with `pip install {package}`.") from error


def _by_z3(text: str, seconds: int) -> tuple[str, dict[str, int]]:
    z3 = _module("z3", "'symdln[strings]'")
    solver = z3.Solver(ctx=z3.Context())
    solver.set("timeout", 1000 * seconds)
    solver.from_string(text)
    answer = solver.check()
    if answer != z3.sat:
        return ("unsat" if answer == z3.unsat else solver.reason_unknown()), {}
    model = solver.model()
    names = _declared(text)
    values = (model.eval(z3.Int(name, ctx=solver.ctx), model_completion=True).as_long() for name in names)
    return "sat", dict(zip(names, values, strict=True))


def _by_cvc5(text: str, seconds: int) -> tuple[str, dict[str, int]]:
    cvc5 = _module("cvc5", "cvc5")
    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("produce-models", "true")
    solver.setOption("tlimit-per", str(1000 * seconds))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "statement")
    symbols = parser.getSymbolManager()
    while not (command := parser.nextCommand()).isNull():
        command.invoke(solver, symbols)
    answer = solver.checkSat()
    if not answer.isSat():
        return ("unsat" if answer.isUnsat() else str(answer)), {}
    terms = symbols.getDeclaredTerms()
    return "sat", {str(term): int(solver.getValue(term).getIntegerValue()) for term in terms}


def _declared(text: str) -> list[str]:
    return [line.split()[1] for line in text.splitlines() if line.startswith("(declare-const ")]


SOLVERS: dict[str, Callable[[str, int], tuple[str, dict[str, int]]]] = {"z3": _by_z3, "cvc5": _by_cvc5}
