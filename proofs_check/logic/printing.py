"""Theorems as text, in the written form that the checker reads; it serves people, and nothing depends on it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from proofs_check.logic.indices import ONE, Index, whole
from proofs_check.logic.rules import Theorem
from proofs_check.logic.terms import Fact, Matrix, MatrixLetter, Scalar, thaw


def written(theorem: Theorem) -> str:
    """A theorem as one line; hypotheses about indices come first, each kind in alphabetic order.

    >>> from proofs_check.logic import theorem
    >>> written(theorem("chitour.trace-power").replay()[1])
    'tr(S)^l - tr(S^l) >= 0 if l - 1 >= 0, S psd'
    """
    ordered = sorted(theorem.hypotheses, key=lambda fact: (fact.kind != "index", fact_text(fact)))
    hypotheses = [fact_text(fact) for fact in ordered]
    return fact_text(theorem.conclusion) + (" if " + ", ".join(hypotheses) if hypotheses else "")


def fact_text(fact: Fact) -> str:
    """One fact, all of it on the left side."""
    match fact.kind:
        case "index":
            return f"{_index(fact.body)} >= 0"
        case "eq":
            return f"{_matrix(fact.matrix, fact.rows)} = 0"
        case "psd":
            return f"{_matrix(fact.matrix, fact.rows)} psd"
        case kind:
            constant = not any(monomial for monomial in fact.scalar)
            left = _sum(_monomials(fact.scalar))
            return f"{f'real({left})' if constant else left} {'=' if kind == 'zero' else '>='} 0"


def _sum(terms: Iterable[tuple[Fraction, str]]) -> str:
    """A sum of products with rational factors; positive terms first, each kind in alphabetic order."""
    text = ""
    for factor, product in sorted(terms, key=lambda term: (term[0] < 0, term[1])):
        size = abs(factor)
        one = product if size == 1 and product else f"{size} {product}".strip()
        text += f"{' - ' if factor < 0 else ' + '}{one}" if text else ("-" if factor < 0 else "") + one
    return text or "0"


def _power(base: str, exponent: Index) -> str:
    if exponent == ONE:
        return base
    return f"{base}^{text}" if (text := _index(exponent)).isalnum() else f"{base}^({text})"


def _index(term: Index) -> str:
    terms = [(Fraction(coefficient), _index_atom(atom)) for atom, coefficient in term[1]]
    return _sum([*terms, (Fraction(term[0]), "")] if term[0] else terms)


def _index_atom(atom: Any) -> str:
    return atom if isinstance(atom, str) else _indexed(*atom)


def _indexed(name: str, indices: tuple[Index, ...]) -> str:
    return name + (f"[{', '.join(map(_index, indices))}]" if indices else "")


def _monomials(scalar: Scalar) -> list[tuple[Fraction, str]]:
    found = []
    for monomial, value in scalar.items():
        found.append((value, " ".join(sorted(_power(_atom(atom), exponent) for atom, exponent in monomial))))
    return found


def _atom(atom: tuple[Any, ...]) -> str:
    match atom:
        case ("scalar", name, indices):
            return _indexed(name, indices)
        case ("whole", inner):
            return f"real({_index_atom(inner)})"
        case ("tr", word):
            return f"tr({_word(word, whole(1))})"
        case ("norm", frozen, rows, _):
            return f"norm({_matrix(thaw(frozen), rows)})"
        case (_, frozen, size, place):
            return f"eig({_matrix(thaw(frozen), size)}, {_index(place)})"
    return ""


def _word(word: tuple[tuple[MatrixLetter, Index], ...], size: Index) -> str:
    return " ".join(_power(_letter(letter), exponent) for letter, exponent in word) or f"I[{_index(size)}]"


def _letter(letter: MatrixLetter) -> str:
    return _indexed(letter.name, letter.indices) + ("'" if letter.turned else "")


def _matrix(matrix: Matrix, rows: Index) -> str:
    """A sum of words, each with its scalar multiplied out; a zero matrix is written as such."""
    terms = []
    for word, scalar in matrix.items():
        text = _word(word, rows)
        terms += [(value, f"{monomial} {text}".strip()) for value, monomial in _monomials(scalar)]
    return _sum(terms) if terms else f"0 I[{_index(rows)}]"
