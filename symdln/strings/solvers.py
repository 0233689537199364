"""The solvers: from a text in SMT-LIB 2 to "sat", "unsat" or a reason, and to the values of the declared symbols."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from symdln.errors import InputError


def _module(name: str, package: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(f"The solver {name} is not installed: install it with `pip install {package}`.") from error


def _by_z3(text: str, seconds: int) -> tuple[str, dict[str, int]]:
    z3 = _module("z3", "z3-solver")
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
