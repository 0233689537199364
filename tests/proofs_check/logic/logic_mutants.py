"""Mechanical mutants of a statement: one token changed, in its conclusion or in its hypotheses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from proofs_check.logic import syntax
from proofs_check.logic.syntax import Declaration

_TOKEN = re.compile(r"\d+(?:/\d+)?|[A-Za-z]\w*|>=|<=|[-+^'()\[\],=]|\s+")
_FLIPPED = {
    "+": ("-",),
    "-": ("+",),
    "<=": (">=", "="),
    ">=": ("<=", "="),
    "=": ("<=", ">="),
    "'": ("",),
    "psd": ("= 0",),
}


def mutants(text: str, declarations: Sequence[Declaration]) -> Iterator[str]:
    """Texts with one number, sign, relation, transpose, exponent, index or name changed."""
    kinds = {one.name: one for one in declarations}
    tokens = _TOKEN.findall(text)
    seen = {text.replace(" ", "")}
    for place, token in enumerate(tokens):
        for new in _changed(token, tokens[:place], kinds):
            made = "".join([*tokens[:place], new, *tokens[place + 1 :]])
            if made.replace(" ", "") not in seen:
                seen.add(made.replace(" ", ""))
                yield made


def _changed(token: str, before: list[str], kinds: dict[str, Declaration]) -> Iterator[str]:
    if token in _FLIPPED:
        yield from _FLIPPED[token]
    elif token.isdigit():
        yield str(int(token) + 1)
        if token != "0":
            yield str(int(token) - 1)
    elif token in kinds:
        known = kinds[token]
        if known.kind == "index":
            yield from (f"({token}+1)", f"({token}-1)")
        same = [one for one in kinds.values() if _alike(one, known) and one.name != token]
        yield from (one.name for one in same[:3])
        if known.kind == "scalar" and not known.parameters:
            yield f"(2 {token})"
    elif token in syntax.FUNCTIONS and token != "eig":
        yield from (one for one in ("tr", "norm") if one != token)


def _alike(first: Declaration, second: Declaration) -> bool:
    return (first.kind, first.fixed, len(first.parameters)) == (second.kind, second.fixed, len(second.parameters))
