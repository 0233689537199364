"""Statements about strings written out in the language of :mod:`symdln.strings.parser`, definitions expanded."""

from __future__ import annotations

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
)


def written(statement: Statement) -> str:
    """The text of a statement; parsing it gives the same tree.

    >>> from symdln.strings.parser import parse_statement
    >>> written(parse_statement("at depth H >= 3, no string s with s visits 1: length(s) = H"))
    'at depth H >= 3, not (some string s: (s contains 1..1 and length(s) = H))'
    """
    return f"at depth H {statement.relation} {statement.depth}, {_sentence(statement.formula)}"


def _sentence(formula: Formula) -> str:
    """A formula in a place where a quantifier may stand without parentheses."""
    if not isinstance(formula, Quantified):
        return formula_text(formula)
    sort, quantifier = formula.sort, "every" if formula.every else "some"
    if len(formula.names) > 1:
        sort, quantifier = {"vertex": "vertices"}.get(sort, f"{sort}s"), "all" if formula.every else "some"
    return f"{quantifier} {sort} {', '.join(formula.names)}: {_sentence(formula.body)}"


def formula_text(formula: Formula) -> str:
    """A formula that may stand inside another one."""
    match formula:
        case Compare(relation, left, right):
            return f"{term_text(left)} {relation} {term_text(right)}"
        case Closes(string):
            return f"{string} closes"
        case Contains(string, first, last, wraps):
            through = f"..{term_text(last)}" if not wraps else f"..H,0..{term_text(last)}"
            return f"{string} contains {term_text(first)}{through}"
        case Same(left, right):
            return f"{left} is {right}"
        case Not(body):
            return f"not {formula_text(body)}"
        case And(parts):
            return f"({' and '.join(map(formula_text, parts))})"
        case Or(parts):
            return f"({' or '.join(map(formula_text, parts))})"
        case Implies(premise, conclusion):
            return f"(if {formula_text(premise)} then {formula_text(conclusion)})"
        case Iff(left, right):
            return f"({formula_text(left)} iff {formula_text(right)})"
        case Quantified():
            return f"({_sentence(formula)})"


def term_text(term: Term) -> str:
    """A term."""
    match term:
        case Number(value):
            return str(value)
        case Variable(name):
            return name
        case Part(part, string):
            return f"{part}({string})"
        case Extreme(which, parts):
            return f"{which}({', '.join(map(term_text, parts))})"
        case Sum(parts):
            pieces = [_multiple(factor, inner, first=number == 0) for number, (factor, inner) in enumerate(parts)]
            return "".join(pieces)


def _multiple(factor: int, inner: Term, first: bool) -> str:
    sign = "-" if factor < 0 else "" if first else "+"
    times = "" if abs(factor) == 1 else f"{abs(factor)}*"
    return f"{sign}{times}{term_text(inner)}"
