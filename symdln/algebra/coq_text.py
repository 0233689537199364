"""Names and numbers as Coq with MathComp reads them, for all exports to Coq."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from symdln.errors import InputError

HEADER = """From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import {modules}.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
"""
COMPILE = (
    "It needs definitions.v and the other files of proofs_check/coq/theories, compiled under the name symdln: "
    "coqc -Q THEIR_FOLDER symdln FILE."
)
_WORDS = frozenset().union(
    ("F", "H", "W", "V", "d", "h", "t", "as", "at", "by", "cofix", "do"),
    ("else", "end", "exists", "exists2", "fix", "for", "forall", "fun", "have", "if", "in", "is"),
    ("let", "match", "move", "nosimpl", "of", "on", "pose", "return", "rewrite", "set"),
    ("struct", "suff", "then", "under", "using", "where", "with", "without", "wlog", "Prop", "SProp", "Set", "Type"),
)
_IDENTIFIER = re.compile(r"[A-Za-z]\w*'*", re.ASCII)


class CoqNames:
    """Gives each thing, known by its kind and its name, an identifier that no other thing has.

    >>> names = CoqNames()
    >>> names("matrix", "W_1"), names("size", "n"), names("matrix", "n"), names("matrix", "in")
    ('W_1', 'n', 'n_', 'in_')
    """

    def __init__(self, taken: Iterable[str] = ()):
        self._taken = set(_WORDS).union(taken)
        self._given: dict[tuple[str, str], str] = {}

    def __call__(self, kind: str, name: str) -> str:
        if (kind, name) not in self._given:
            found = name if _IDENTIFIER.fullmatch(name) else "x"
            while found in self._taken:
                found += "_"
            self._taken.add(found)
            self._given[kind, name] = found
        return self._given[kind, name]


def number(value: Fraction | int) -> str:
    """An integer in a ring; large ones, which Coq would count in units, as powers of ten and digits.

    >>> number(3), number(-2), number(2500)
    ('3%:R', '(- 2%:R)', '(25%:R * 100%:R)')
    """
    value = Fraction(value)
    if value.denominator != 1:
        raise InputError(f"{value} is not a whole number, and a ring contains no other numbers.")
    size = abs(value.numerator)
    if size < 1000:
        digits = f"{size}%:R"
    else:
        high, low = divmod(size, 100)
        digits = f"({number(high)} * 100%:R + {low}%:R)" if low else f"({number(high)} * 100%:R)"
    return digits if value >= 0 else f"(- {digits})"


def comment(text: str) -> str:
    """The text as a comment of Coq that nothing in the text can end.

    >>> print(comment("f(x) (* which is 0 *)"))
    (* f(x) ( * which is 0 * ) *)
    """
    return f"(* {text.replace('(*', '( *').replace('*)', '* )').replace(chr(34), chr(39))} *)"
