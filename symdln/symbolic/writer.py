"""A small network and its expansion as text for people, as LaTeX, and as Python code that sympy runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy

from symdln.symbolic.expansions import Expansion
from symdln.symbolic.network import SymbolicNetwork

ORDERS = ("value", "first order", "second order", "third order")


def text(expansion: Expansion, *, around: str | None) -> str:
    """Loss, critical equations, Hessian and invariants, or around a point the parts of the expansion, as plain text."""
    return "\n".join(f"{title}:\n{body}\n" for title, body in _sections(expansion, around, str, _text_matrix))


def latex(expansion: Expansion, *, around: str | None) -> str:
    """The same as LaTeX: one displayed formula for each part, to be input in a document."""
    pieces = []
    for title, body in _sections(expansion, around, _latex, _latex_matrix):
        formulas = "\n".join(f"\\[ {line} \\]" for line in body.splitlines())
        pieces.append(f"\\paragraph{{{title}.}}\n{formulas}\n")
    return "\n".join(pieces)


def python(expansion: Expansion, *, around: str | None) -> str:
    """A module that names the symbols and gives loss, gradient, Hessian and the parts of the expansion."""
    network = expansion.network
    names = [str(s) for s in network.ring.symbols]
    moves = [str(s) for s in expansion.directions]
    lines = [
        f'"""The loss of a deep linear network of widths {network.widths}, written by symdln expand."""',
        "",
        "import sympy",
        "from sympy import S",
        "",
        f'{", ".join(names)} = sympy.symbols("{" ".join(names)}", seq=True)',
        f'{", ".join(moves)} = sympy.symbols("{" ".join(moves)}", seq=True)',
        "",
        f"weights = [{', '.join(str(s) for s in network.symbols)}]",
        f"loss = {_code(network.loss)}",
        "gradient = [sympy.diff(loss, weight) for weight in weights]",
        "hessian = sympy.hessian(loss, weights)",
        f"directions = [{', '.join(moves)}]",
        f"# L(W + V) around {around or 'W'}, by degrees in V",
        "parts = [",
        *(f"    {_code(part)}," for part in expansion.parts),
        "]",
    ]
    return "\n".join(lines) + "\n"


Writer = Callable[[Any], str]


def _sections(expansion: Expansion, around: str | None, one: Writer, table: Writer) -> Iterator[tuple[str, str]]:
    network = expansion.network
    if around is None:
        yield f"Loss of widths {network.widths}", one(network.loss)
        yield from _derivatives(network, one, table)
    for degree, part in enumerate(expansion.parts):
        name = ORDERS[degree] if degree < len(ORDERS) else f"order {degree}"
        place = "W" if around is None else around
        yield f"L(W + V) around {place}, {name}", one(part)


def _derivatives(network: SymbolicNetwork, one: Writer, table: Writer) -> Iterator[tuple[str, str]]:
    for j, layer in enumerate(network.gradient, 1):
        yield f"Critical equations by W_{j}", "\n".join(f"{one(entry)} = 0" for entry in layer)
    yield "Hessian, in the order " + ", ".join(map(str, network.symbols)), table(network.hessian)
    for j, (matrix, slope) in enumerate(zip(network.invariants, network.invariant_derivatives, strict=True), 1):
        yield f"Invariant W_{j + 1}^T W_{j + 1} - W_{j} W_{j}^T", table(matrix)
        yield "Its derivative along W' = -grad L", table(slope)


def _text_matrix(matrix: sympy.Matrix) -> str:
    rows = [[str(matrix[i, k]) for k in range(matrix.cols)] for i in range(matrix.rows)]
    if matrix.cols > 4:  # wide: entry by entry, the upper triangle, zeros left out
        places = ((i, k) for i in range(matrix.rows) for k in range(i, matrix.cols))
        return "\n".join(f"({i + 1}, {k + 1})  {rows[i][k]}" for i, k in places if rows[i][k] != "0") or "0"
    sizes = [max(len(row[k]) for row in rows) for k in range(matrix.cols)]
    return "\n".join("[ " + "   ".join(x.rjust(n) for x, n in zip(row, sizes, strict=True)) + " ]" for row in rows)


def _latex(expression: sympy.Expr) -> str:
    return str(sympy.latex(expression, symbol_names=_latex_names(expression)))


def _latex_names(expression: Any) -> dict[sympy.Basic, str]:
    """``w1_12`` is set as ``w^{(1)}_{12}``."""
    names: dict[sympy.Basic, str] = {}
    for symbol in expression.free_symbols:
        letter, _, place = str(symbol).partition("_")
        if letter[1:]:
            names[symbol] = f"{letter[0]}^{{({letter[1:]})}}_{{{place.replace('_', ',')}}}"
    return names


def _latex_matrix(matrix: sympy.Matrix) -> str:
    return str(sympy.latex(matrix, symbol_names=_latex_names(matrix)))


def _code(expression: sympy.Expr) -> str:
    return str(sympy.sstr(expression, sympy_integers=True))
