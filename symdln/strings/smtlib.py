"""Statements about strings in SMT-LIB 2, the input language of solvers: linear integer arithmetic in which the depth is
a variable.

A string is a pair of integers ``s.start`` and ``s.length`` with ``0 <= start <= H`` and ``0 <= length <= H - 1``; an
integer variable j is ``j.value``.  The text is satisfiable if and only if the statement fails at some depth.
"""

from __future__ import annotations

from collections.abc import Sequence

from symdln.strings.syntax import (
    And,
    Closes,
    Compare,
    Contains,
    Extreme,
    Formula,
    Iff,
    Implies,
    Not,
    Number,
    Or,
    Part,
    Quantified,
    Same,
    Statement,
    Sum,
    Term,
    Variable,
    bounds,
)


def refutation_text(statement: Statement) -> str:
    """The text that asks for a depth and for values of the names in front at which the statement fails."""
    prefix, body = statement.prefix
    lines = ["(set-logic LIA)", "(declare-const H Int)", f"(assert {smt(statement.depth_condition)})"]
    for quantified in prefix:
        for name in quantified.names:
            lines += [f"(declare-const {symbol} Int)" for symbol in symbols(quantified.sort, name)]
            lines.append(f"(assert {domain(quantified.sort, name)})")
    lines.append(f"(assert (not {smt(body)}))")
    return "\n".join(lines) + "\n"


def symbols(sort: str, name: str) -> tuple[str, ...]:
    """The integer symbols that stand for a name."""
    return (f"{name}.start", f"{name}.length") if sort == "string" else (f"{name}.value",)


def domain(sort: str, name: str) -> str:
    """The condition under which the symbols stand for something of this sort."""
    if sort != "string":
        return smt(bounds(sort, name))
    return f"(and (<= 0 {name}.start H) (<= 0 {name}.length (- H 1)))"


def smt(formula: Formula) -> str:
    """A formula as a term of sort Bool."""
    match formula:
        case Compare("!=", left, right):
            return f"(not (= {smt_term(left)} {smt_term(right)}))"
        case Compare(relation, left, right):
            return f"({relation} {smt_term(left)} {smt_term(right)})"
        case Closes(string):
            return f"(< H (+ {string}.start {string}.length))"
        case Contains():
            return _contains(formula)
        case Same(left, right):
            return f"(and (= {left}.start {right}.start) (= {left}.length {right}.length))"
        case Not(body):
            return f"(not {smt(body)})"
        case And(parts):
            return _joined("and", "true", parts)
        case Or(parts):
            return _joined("or", "false", parts)
        case Implies(premise, conclusion):
            return f"(=> {smt(premise)} {smt(conclusion)})"
        case Iff(left, right):
            return f"(= {smt(left)} {smt(right)})"
        case Quantified():
            return _quantified(formula)


def _joined(operation: str, empty: str, parts: Sequence[Formula]) -> str:
    return f"({operation} {' '.join(map(smt, parts))})" if parts else empty


def _quantified(formula: Quantified) -> str:
    binders = " ".join(f"({symbol} Int)" for name in formula.names for symbol in symbols(formula.sort, name))
    inside = " ".join(domain(formula.sort, name) for name in formula.names)
    if formula.every:
        return f"(forall ({binders}) (=> (and {inside}) {smt(formula.body)}))"
    return f"(exists ({binders}) (and {inside} {smt(formula.body)}))"


def _contains(formula: Contains) -> str:
    """The path has n arrows from s; the string reaches s either before its arrow H -> 0 or behind it."""
    start, length = f"{formula.string}.start", f"{formula.string}.length"
    s, e = smt_term(formula.first), smt_term(formula.last)
    if formula.wraps:
        arrows, path = f"(+ (- H {s}) 1 {e})", f"(and (<= 0 {s} H) (<= 0 {e} H))"
    else:
        arrows, path = f"(- {e} {s})", f"(and (<= 0 {s} {e}) (<= {e} H))"
    before = f"(and (<= {start} {s}) (<= (+ (- {s} {start}) {arrows}) {length}))"
    behind = f"(and (< {s} {start}) (<= (+ (- {s} {start}) H 1 {arrows}) {length}))"
    return f"(and {path} (or {before} {behind}))"


def smt_term(term: Term) -> str:
    """A term as a term of sort Int."""
    match term:
        case Number(value):
            return str(value) if value >= 0 else f"(- {-value})"
        case Variable(name):
            return "H" if name == "H" else f"{name}.value"
        case Part("end", string):
            last = f"(+ {string}.start {string}.length)"
            return f"(ite (< H {last}) (- {last} (+ H 1)) {last})"
        case Part(part, string):
            return f"{string}.{part}"
        case Sum(parts):
            return f"(+ 0 {' '.join(_scaled(factor, inner) for factor, inner in parts)})"
        case Extreme(which, parts):
            return _extreme(which, [smt_term(inner) for inner in parts])


def _scaled(factor: int, inner: Term) -> str:
    return smt_term(inner) if factor == 1 else f"(* {smt_term(Number(factor))} {smt_term(inner)})"


def _extreme(which: str, terms: Sequence[str]) -> str:
    if len(terms) == 1:
        return terms[0]
    rest = _extreme(which, terms[1:])
    return f"(ite ({'>=' if which == 'max' else '<='} {terms[0]} {rest}) {terms[0]} {rest})"
