"""Single-step changes of a piece of code: comparisons, constants, indices, transposes, signs, orders, negations.

A change that only asks for less (an operand of ``all_of`` dropped, ``any`` for ``all`` in what is asserted) turns a
true claim into a true claim, so no case can refute it and none is made.  In its place what is asserted is turned into
its opposite, which shows whether any case asks it at all.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

OUTCOMES = frozenset({"is_true", "equal", "at_most", "same", "polynomials_agree", "holds", "fails", "undecided"})
"""Functions whose outcome is what a check says; their texts and keyword arguments are wording."""

NEIGHBOURS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OTHER_NAMES = {"min": "max", "max": "min", "any": "all"}


@dataclass(frozen=True)
class Change:
    """One node of a tree exchanged for another; ``line`` is where it stands, ``kind`` which rule made it."""

    kind: str
    line: int
    before: str
    after: str
    place: int
    """The number of the node in the order in which ``ast.walk`` meets the nodes of the statement."""
    replacement: ast.expr

    def applied(self, statement: ast.stmt) -> ast.stmt:
        """A copy of the statement with this one change."""
        return self._exchanged(statement, lambda old: copy.deepcopy(self.replacement))

    def compared(self, statement: ast.stmt, name: str) -> ast.stmt:
        """A copy in which ``name(old, new)`` stands for the node, to see whether the two values ever differ."""
        return self._exchanged(
            statement,
            lambda old: ast.Call(ast.Name(name, ast.Load()), [copy.deepcopy(old), copy.deepcopy(self.replacement)], []),
        )

    def widened(self, statement: ast.stmt) -> Change:
        """The same change, told of the largest expression around it in what is asserted, or in a lambda."""
        nodes = list(ast.walk(statement))
        around = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
        outer = node = nodes[self.place]
        while isinstance(node := around[node], (ast.expr, ast.keyword, ast.comprehension)) and not _ends_here(node):
            outer = node if isinstance(node, ast.expr) and _has_a_value(node) else outer
        place = next(number for number, node in enumerate(nodes) if node is outer)
        after = cast("ast.expr", list(ast.walk(self.applied(statement)))[place])
        return Change(self.kind, self.line, ast.unparse(outer), ast.unparse(after), place, after)

    def _exchanged(self, statement: ast.stmt, new: Callable[[ast.expr], ast.expr]) -> ast.stmt:
        changed = copy.deepcopy(statement)
        old = cast("ast.expr", list(ast.walk(changed))[self.place])
        _Exchange(old, new(old)).visit(changed)
        return ast.fix_missing_locations(changed)


class _Exchange(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.expr):
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def _ends_here(node: ast.AST) -> bool:
    """Whether a function starts here, or an outcome, which says no more than that it holds."""
    return isinstance(node, ast.Lambda) or (isinstance(node, ast.Call) and _name(node) in OUTCOMES | {"all_of"})


def changes(statement: ast.stmt) -> list[Change]:
    """Every single-step change of what a statement computes; wording, annotations and decorators are left alone.

    A number or a name is told, and compared, with the expression in which it stands; changes of a statement that read
    the same are numbered.
    """
    skipped, asserted = _wording(statement), _asserted(statement)
    nodes = list(ast.walk(statement))
    places = {node: place for place, node in enumerate(nodes)}
    around = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
    found: list[Change] = []
    seen: Counter[tuple[str, str]] = Counter()
    for node in nodes:
        if not isinstance(node, ast.expr) or node in skipped or _is_cyclic(node, around):
            continue
        for kind, new in _steps(node, asserted):
            outer, after = _with_its_expression(node, new, around)
            told = ast.unparse(outer), ast.unparse(after)
            if told[0] != told[1]:
                seen[told] += 1
                more = "" if seen[told] == 1 else f" (no. {seen[told]})"
                found.append(Change(kind, node.lineno, told[0], told[1] + more, places[outer], after))
    return found


def _is_cyclic(node: ast.expr, around: dict[ast.AST, ast.AST]) -> bool:
    """Whether the node is a product under a trace, which does not change when the factors are turned round."""
    outer = around.get(node)
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)):
        return False
    return (isinstance(outer, ast.Call) and _name(outer) in ("trace", "tr")) or getattr(outer, "attr", "") == "trace"


def _with_its_expression(node: ast.expr, new: ast.expr, around: dict[ast.AST, ast.AST]) -> tuple[ast.expr, ast.expr]:
    """The node before and after; for numbers, names and signs the expression in which they stand, before and after."""
    outer = node
    while isinstance(outer, (ast.Constant, ast.Name, ast.UnaryOp)) and _has_a_value(around.get(outer)):
        outer = cast("ast.expr", around[outer])
    if outer is node:
        return node, new
    copied = copy.deepcopy(outer)
    changed = list(ast.walk(copied))[list(ast.walk(outer)).index(node)]
    return outer, cast("ast.expr", _Exchange(changed, new).visit(copied))


def _has_a_value(node: ast.AST | None) -> bool:
    """Whether it is an expression that can be evaluated, and no target, as ``u[0]`` is in ``u[0] = 1``."""
    return isinstance(node, ast.expr) and not isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del))


def _below(nodes: list[ast.AST]) -> Iterator[ast.AST]:
    for node in nodes:
        yield from ast.walk(node)


def _wording(statement: ast.stmt) -> set[ast.AST]:
    """The nodes that decide nothing: texts and details of outcomes, sentences of errors, annotations, decorators."""
    found: list[ast.AST] = []
    for node in ast.walk(statement):
        if isinstance(node, (ast.JoinedStr, ast.Raise, ast.Assert)):
            found.append(node)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.extend(node.decorator_list)
            if isinstance(node, ast.FunctionDef):
                found.extend([*([node.returns] if node.returns else []), node.args])
        elif isinstance(node, ast.AnnAssign):
            found.append(node.annotation)
        elif isinstance(node, ast.Call) and _name(node) in {*OUTCOMES, "zip"}:
            found.extend(keyword.value for keyword in node.keywords)
    return set(_below(found))


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", None) or getattr(call.func, "attr", "")


def _asserted(statement: ast.stmt) -> set[ast.AST]:
    """Conditions that a check asserts, with the parts that it asserts one by one: ``and`` and ``all`` ask for all."""
    found: set[ast.AST] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Call) and _name(node) == "is_true" and node.args:
            left = [node.args[0]]
            while left:
                one = left.pop()
                found.add(one)
                if isinstance(one, ast.BoolOp) and isinstance(one.op, ast.And):
                    left.extend(one.values)
                elif isinstance(one, ast.Call) and _name(one) == "all" and isinstance(one.args[0], ast.GeneratorExp):
                    left.append(one.args[0].elt)
    return found


def _steps(node: ast.expr, asserted: set[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Compare):
        yield from _comparisons(node)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.BinOp):
        yield from _operators(node)
    elif isinstance(node, ast.UnaryOp):
        if isinstance(node.op, (ast.USub, ast.Not)):
            yield ("sign" if isinstance(node.op, ast.USub) else "negation"), node.operand
    elif isinstance(node, ast.BoolOp):
        if node not in asserted or isinstance(node.op, ast.Or):
            other = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
            yield "and, or", ast.BoolOp(other, node.values)
    elif isinstance(node, ast.Attribute):
        if node.attr == "T" and isinstance(node.ctx, ast.Load):
            yield "transpose", node.value
    elif isinstance(node, ast.Name):
        if node.id == "HALF" and isinstance(node.ctx, ast.Load):
            yield "constant", ast.Constant(1)
    elif isinstance(node, ast.Subscript):
        yield from _indices(node)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    if node in asserted and not isinstance(node, (ast.Compare, ast.BoolOp, ast.Constant, ast.UnaryOp)):
        yield "opposite", ast.UnaryOp(ast.Not(), node)


def _comparisons(node: ast.Compare) -> Iterator[tuple[str, ast.expr]]:
    for i, op in enumerate(node.ops):
        ops = [*node.ops[:i], NEIGHBOURS[type(op)](), *node.ops[i + 1 :]]
        yield "comparison", ast.Compare(node.left, ops, node.comparators)


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.expr]]:
    if type(node.value) is int:
        yield "constant", ast.Constant(node.value + 1)
        yield "constant", ast.Constant(node.value - 1)


def _operators(node: ast.BinOp) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node.op, ast.MatMult):
        yield "order", ast.BinOp(node.right, node.op, node.left)
    elif isinstance(node.op, (ast.Add, ast.Sub)):
        other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield "sign", ast.BinOp(node.left, other, node.right)


def _moved(node: ast.expr) -> Iterator[ast.expr]:
    """An expression plus and minus one; constants are changed where they stand."""
    if not isinstance(node, (ast.Constant, ast.UnaryOp, ast.Tuple, ast.Slice, ast.Starred)):
        yield ast.BinOp(node, ast.Add(), ast.Constant(1))
        yield ast.BinOp(node, ast.Sub(), ast.Constant(1))


def _indices(node: ast.Subscript) -> Iterator[tuple[str, ast.expr]]:
    if not isinstance(node.ctx, ast.Load):
        return
    index = node.slice
    if isinstance(index, ast.Slice):
        for moved in _moved(index.lower) if index.lower else ():
            yield "slice", ast.Subscript(node.value, ast.Slice(moved, index.upper, index.step), node.ctx)
        for moved in _moved(index.upper) if index.upper else ():
            yield "slice", ast.Subscript(node.value, ast.Slice(index.lower, moved, index.step), node.ctx)
    else:
        for moved in _moved(index):
            yield "index", ast.Subscript(node.value, moved, node.ctx)


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    name = _name(node)
    if name in OTHER_NAMES and isinstance(node.func, ast.Name):
        yield name, ast.Call(ast.Name(OTHER_NAMES[name], ast.Load()), node.args, node.keywords)
    elif name == "range" and len(node.args) == 1:
        for moved in _moved(node.args[0]):
            yield "range", ast.Call(node.func, [moved], node.keywords)
    elif name == "range" and len(node.args) >= 2:
        for i in (0, 1):
            for moved in _moved(node.args[i]):
                yield "range", ast.Call(node.func, [*node.args[:i], moved, *node.args[i + 1 :]], node.keywords)
    elif name == "at_most" and len(node.args) >= 2:
        swapped = [node.args[1], node.args[0], *node.args[2:]]
        yield "opposite", ast.Call(node.func, swapped, node.keywords)
