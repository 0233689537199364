"""Comparisons by form: of words and polynomials, whose equality holds for all values of their letters.

A claim of a user's file is PROVED without a proof object only where its check compared such things at every case; what
was compared is printed, since that is what is proved.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from symdln.algebra.matrix import Matrix
from symdln.algebra.words import Expression, Scalar, Symbol, symbols_of

_LONGEST = 80


class _Recording(threading.local):
    """The list in which comparisons are noted, while someone listens."""

    found: dict[str, None] | None = None


_listening = _Recording()


class identities_seen:  # noqa: N801  a block, named as one, as proofs_check.language.floats.watching
    """While it is open, add to ``found`` the values that are found equal by form in this thread.

    >>> from symdln.algebra.words import Symbol
    >>> A, found = Symbol("A", "n", "m"), {}
    >>> with identities_seen(found):
    ...     note_identity(A @ A.T, (A @ A.T).T)
    >>> list(found)
    ['A A^T with A: n x m']
    """

    __slots__ = ("before", "found")

    def __init__(self, found: dict[str, None]):
        self.found = found

    def __enter__(self) -> None:
        self.before, _listening.found = _listening.found, self.found

    def __exit__(self, *error: object) -> None:
        _listening.found = self.before


def note_identity(left: Any, right: Any) -> None:
    """Note two equal sides, if letters stand in one of them."""
    if _listening.found is not None:
        for side in (left, right):
            if said := _with_letters(side):
                _listening.found[said] = None
                return


def _with_letters(value: Any) -> str:
    """The value in a few words with its letters; empty where it has none."""
    if isinstance(value, (list, tuple)):
        return next(filter(None, map(_with_letters, value)), "")
    if isinstance(value, Mapping):
        return _with_letters(tuple(value.values()))
    if isinstance(value, (Expression, Scalar)):
        letters = ", ".join(map(_declared, symbols_of(value)))
        constant = isinstance(value, Scalar) and value.is_constant
        return "" if constant else _cut(str(value)) + (f" with {letters}" if letters else "")
    return _cut(str(value)) if _is_polynomial(value) else ""


def _declared(symbol: Symbol) -> str:
    return f"{symbol.name}: {symbol.rows} x {symbol.columns}" + (" symmetric" if symbol.symmetric else "")


def _is_polynomial(value: Any) -> bool:
    """Whether the value is a polynomial, a matrix of polynomials or an expression of sympy with letters."""
    if type(value).__module__.startswith("sympy."):
        return bool(getattr(value, "free_symbols", ())) or "Poly" in type(value).__name__
    return not isinstance(value, Matrix) and "poly" in type(value).__name__


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."
