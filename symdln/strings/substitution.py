"""Substitution of strings and terms for the free names of a formula."""

from __future__ import annotations

from collections.abc import Mapping

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
    Same,
    Sum,
    Term,
    Variable,
    total,
)


def renamed(formula: Formula, strings: Mapping[str, str], terms: Mapping[str, Term]) -> Formula:
    """The quantifier-free formula with ``strings`` and ``terms`` in place of its names."""
    match formula:
        case Compare(relation, left, right):
            return Compare(relation, renamed_term(left, strings, terms), renamed_term(right, strings, terms))
        case Closes(string):
            return Closes(strings.get(string, string))
        case Contains(string, first, last, wraps):
            ends = (renamed_term(end, strings, terms) for end in (first, last))
            return Contains(strings.get(string, string), *ends, wraps=wraps)
        case Same(left, right):
            return Same(strings.get(left, left), strings.get(right, right))
        case Not(body):
            return Not(renamed(body, strings, terms))
        case And(parts) | Or(parts):
            return type(formula)(tuple(renamed(part, strings, terms) for part in parts))
        case Implies(left, right) | Iff(left, right):
            return type(formula)(renamed(left, strings, terms), renamed(right, strings, terms))
    raise TypeError(f"a definition has no quantifiers, but {formula!r} was passed.")


def renamed_term(term: Term, strings: Mapping[str, str], terms: Mapping[str, Term]) -> Term:
    """The term with ``strings`` and ``terms`` in place of its names."""
    match term:
        case Number():
            return term
        case Variable(name):
            return terms.get(name, term)
        case Part(part, string):
            return Part(part, strings.get(string, string))
        case Sum(parts):
            return total(*((factor, renamed_term(inner, strings, terms)) for factor, inner in parts))
        case Extreme(which, parts):
            return Extreme(which, tuple(renamed_term(inner, strings, terms) for inner in parts))
