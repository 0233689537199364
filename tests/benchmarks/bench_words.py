"""Gradient and all Hessian blocks as formulas in matrix words, beside sympy's matrix and elementwise derivatives."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy
from harness import Goal, Section, duration, race, times

import symdln as dln
from symdln.algebra.words import Expression, Symbol, evaluate, gradient, hessian_blocks, norm_squared, product

DEPTH = 8
SMALL = (2, 2, 2, 2, 2)
WORDS = """Derived from `1/2 ||W_H ... W_1 X - Y||^2`, for symbolic sizes: all gradients and all Hessian blocks, printed
as text (Kronecker and trace formulas). sympy, matrices: `diff` of the unexpanded trace by each `MatrixSymbol`, and
`diff` of the result again, which gives array expressions; its gradients must agree with ours at integer weights. sympy,
entries: the loss as a polynomial in single entries and `hessian`, which must agree with our blocks at integer
weights."""


def measure(long: bool) -> Section:
    section = Section("Derivatives as formulas", WORDS, ["task", "symdln", "sympy", "ratio"])
    matrices = race(
        {"symdln": lambda: _ours(DEPTH), "sympy": lambda: _sympy_matrices(DEPTH)}, answer=_gradient_values, budget=20
    )
    _add(section, f"all formulas at depth {DEPTH}, symbolic sizes", matrices, goal=250)
    section.goals.append(
        Goal(f"all formulas at depth {DEPTH}, printed", 0.02, matrices["symdln"].median, "seconds", most=True)
    )
    entries = race({"symdln": _our_hessian, "sympy": _sympy_entries}, answer=lambda rows: rows, budget=10)
    _add(section, f"formulas, then the Hessian at one point, widths {SMALL}", entries)
    return section


def _add(section: Section, task: str, timings: dict[str, Any], goal: float | None = None) -> None:
    own, peer = timings["symdln"], timings["sympy"]
    ratio = own.ratio(peer)
    section.add([task, duration(own.median), duration(peer.median), times(ratio)], task=task, ratio=ratio)
    if goal:
        section.goals.append(Goal(f"{task}, faster than sympy's matrix derivatives", goal, ratio))


def _network(depth: int, sizes: list[Any]) -> tuple[list[Symbol], Symbol, Symbol, Any]:
    layers = [Symbol(f"W_{j}", sizes[j], sizes[j - 1]) for j in range(1, depth + 1)]
    X, Y = Symbol("X", sizes[0], "m"), Symbol("Y", sizes[-1], "m")
    return layers, X, Y, Fraction(1, 2) * norm_squared(product(*reversed(layers), X) - Y)


def _ours(depth: int) -> list[tuple[Symbol, Expression]]:
    layers, _, _, loss = _network(depth, [f"d_{j}" for j in range(depth + 1)])
    gradients = [(W, gradient(loss, W)) for W in layers]
    blocks = hessian_blocks(loss, layers)
    texts = [str(form) for _, form in gradients] + [str(block) for block in blocks.values()]
    assert all(texts)
    return gradients


def _sympy_matrices(depth: int) -> list[tuple[Any, Any]]:
    sizes = [sympy.Symbol(f"d_{j}", integer=True, positive=True) for j in range(depth + 1)]
    m = sympy.Symbol("m", integer=True, positive=True)
    layers = [sympy.MatrixSymbol(f"W_{j}", sizes[j], sizes[j - 1]) for j in range(1, depth + 1)]
    X, Y = sympy.MatrixSymbol("X", sizes[0], m), sympy.MatrixSymbol("Y", sizes[-1], m)
    residual = sympy.MatMul(*reversed(layers), X) - Y
    loss = sympy.Trace(residual.T * residual) / 2
    gradients = [(W, loss.diff(W)) for W in layers]
    texts = [str(form.diff(layers[k])) for j, (_, form) in enumerate(gradients) for k in range(j + 1)]
    assert all(texts)
    return gradients


def _gradient_values(gradients: list[tuple[Any, Any]]) -> list[list[Fraction]]:
    """The gradients at fixed 2 x 2 integer weights and data, for either kind of formula."""
    return [_value(form) for _, form in gradients]


def _integers(name: str) -> list[list[int]]:
    seed = sum(map(ord, name))
    return [[seed % 3 - 1, seed % 5 - 2], [seed % 2 + 1, seed % 7 - 3]]


def _value(form: Any) -> list[Fraction]:
    if isinstance(form, Expression):
        layers, X, Y, _ = _network(DEPTH, [f"d_{j}" for j in range(DEPTH + 1)])
        at = {symbol: dln.Matrix(_integers(symbol.name)) for symbol in [*layers, X, Y]}
        return evaluate(form, at).entries()
    symbols = form.atoms(sympy.MatrixSymbol)
    two = {size: 2 for size in form.free_symbols if isinstance(size, sympy.Symbol)}
    small = {symbol: sympy.MatrixSymbol(symbol.name, 2, 2) for symbol in symbols}
    at = {symbol: sympy.ImmutableMatrix(_integers(symbol.name)) for symbol in small.values()}
    return [Fraction(int(entry)) for entry in sympy.Matrix(form.xreplace(small).xreplace(two).xreplace(at).doit())]


def _our_hessian() -> list[list[Fraction]]:
    depth = len(SMALL) - 1
    layers, X, Y, loss = _network(depth, list(SMALL))
    at = {symbol: dln.Matrix(_integers(symbol.name)) for symbol in [*layers, X, Y]}
    blocks = {place: block.evaluate(at) for place, block in hessian_blocks(loss, layers).items()}
    whole = [[blocks[j, k] if (j, k) in blocks else blocks[k, j].T for k in range(depth)] for j in range(depth)]
    return [[value for block in row for value in block.rows()[i]] for row in whole for i in range(row[0].shape[0])]


def _sympy_entries() -> list[list[Fraction]]:
    depth = len(SMALL) - 1
    names = [[[sympy.Symbol(f"w{j}_{a}{b}") for b in range(2)] for a in range(2)] for j in range(1, depth + 1)]
    P = sympy.eye(2)
    for layer in names:
        P = sympy.Matrix(layer) * P
    X, Y = sympy.Matrix(_integers("X")), sympy.Matrix(_integers("Y"))
    loss = sympy.expand(((P * X - Y).T * (P * X - Y)).trace() / 2)
    variables = [entry for layer in names for row in layer for entry in row]
    values = [value for j in range(1, depth + 1) for row in _integers(f"W_{j}") for value in row]
    table = sympy.hessian(loss, variables).xreplace(dict(zip(variables, map(sympy.Integer, values), strict=True)))
    size = len(variables)
    return [[Fraction(int(table[i, j])) for j in range(size)] for i in range(size)]
