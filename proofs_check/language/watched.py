"""Compiles the files of a user's claims so that inexact numbers in them are noticed while a check runs.

Values are examined where floats come from and where they decide: the result of each operation and call, attributes,
entries, keys and names that are passed on, the items of loops, both sides of each comparison and of ``in``, and each
condition.  So ``n / m`` of two whole numbers, a float that an installed package returns and a comparison of
enclosures that is not settled are noticed, which the names in the code do not show.
"""

from __future__ import annotations

import ast
import itertools
import operator
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from proofs_check.language.floats import is_listening, named_float_package, notice
from proofs_check.language.identities import note_identity
from proofs_check.language.numbers import CONTAINERS, MOST_ENTRIES, inexact_in, is_enclosure, is_symbolic, never_equal
from proofs_check.language.word_values import compared_by_form
from symdln.algebra.words.assumed import note_made
from symdln.algebra.words.replay import Value

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
    "In": lambda one, several: one in several,
    "NotIn": lambda one, several: one not in several,
}
_OPPOSITE = {"Eq": "NotEq", "NotEq": "Eq", "Lt": "GtE", "GtE": "Lt", "Gt": "LtE", "LtE": "Gt"}
_ROUNDED = (
    *("mid", "rad", "mid_rad_10exp", "man_exp", "str", "bits", "rel_accuracy_bits", "rel_one_accuracy_bits"),
    *("contains", "contains_integer", "contains_interior", "is_zero", "overlaps", "unique_fmpz", "unique_fmpz_poly"),
)
_MEMBERSHIP = {"In": "Eq", "NotIn": "NotEq"}
_JUDGING = ("all", "any", "bool", "max", "min", "sorted")


def compiled(text: str | bytes, path: str) -> CodeType:
    """The code of a file, which must run in a module that :func:`prepare` has seen."""
    tree = ast.parse(text, path)
    return compile(ast.fix_missing_locations(_Watch().visit(tree)), path, "exec", dont_inherit=True)


def prepare(module: ModuleType) -> None:
    """Put the functions by which its code is watched into a module."""
    vars(module).update(_FUNCTIONS)


# -- the functions that watched code calls -----------------------------------------------------------------------------


def _seen(value: Any) -> Any:
    """The value of an operation or a call."""
    if is_listening() and (said := inexact_in(value)):
        notice(said)
    return value


def _called(function: Any) -> Any:
    """A called object; calls of packages that compute with floats, and calls that round an enclosure, are noticed."""
    if is_listening():
        said = named_float_package(function)
        name = getattr(function, "__name__", "")
        if said is not None:
            notice(said)
        elif name in _ROUNDED and is_enclosure(getattr(function, "__self__", None)):
            notice(f"{name}() of an enclosure")
        elif said := inexact_in(getattr(function, "__self__", None)):
            notice(said)
    return function


def _judged(value: Any) -> Any:
    """A value whose truth decides, or that is one of several to compare."""
    if is_listening():
        several = value if isinstance(value, (list, tuple)) else (value,)
        if any(is_enclosure(one) for one in several):
            notice("the truth value of an enclosure")
        elif any(compared_by_form(one, one * 0) for one in several if isinstance(one, Value)):
            notice("the truth value of a word by its form")
        elif said := inexact_in(value):
            notice(said)
    return value


def _compared(name: str, left: Any, right: Any) -> Any:
    """``left < right``, ``left in right`` and the like."""
    answer = _OPERATORS[name](left, right)
    if is_listening():
        if name not in _MEMBERSHIP:
            _judge(name, left, right, answer)
        elif not isinstance(right, CONTAINERS):
            _judged(left)
        else:
            for one in itertools.islice(right, MOST_ENTRIES):  # of a mapping the keys
                _judge(_MEMBERSHIP[name], left, one, _OPERATORS[_MEMBERSHIP[name]](left, one), noting=False)
    return answer


def _judge(name: str, left: Any, right: Any, answer: Any, *, noting: bool = True) -> None:
    """The inexact part of a comparison; a comparison of enclosures is exact only if it is certain, either way."""
    if is_enclosure(left) or is_enclosure(right):
        if not answer and not _OPERATORS[_OPPOSITE[name]](left, right):
            notice("an undecided comparison of enclosures", 3)
    elif said := inexact_in(left) or inexact_in(right):
        notice(said, 3)
    elif (is_symbolic(left) or is_symbolic(right)) and name in ("Eq", "NotEq"):
        notice("a comparison of sympy expressions by their form", 3)
    elif name in ("Eq", "NotEq") and compared_by_form(left, right):
        notice("a comparison of words by their form; pc.equal() looks at their values", 3)
    elif (name, answer) in (("Eq", False), ("NotEq", True)) and (said := never_equal(left, right)):
        notice(said, 3)
    elif name == "Eq" and answer is True and noting:
        note_identity(left, right)
        note_made(*(side for side in (left, right) if isinstance(side, Value)))


_FUNCTIONS = {f"__watched{function.__name__}__": function for function in (_seen, _called, _judged, _compared)}


# -- the code is made to call them -------------------------------------------------------------------------------------


class _Watch(ast.NodeTransformer):
    """Puts calls of the functions above around the expressions of a file; types and patterns are left alone."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        return _call("seen", node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        judging = isinstance(node.func, ast.Name) and node.func.id in _JUDGING
        self.generic_visit(node)
        node.func = _call("called", _unseen(node.func))
        if judging:
            node.args = [arg if isinstance(arg, ast.Starred) else _call("judged", arg) for arg in node.args]
        node.args = [_call("seen", arg) if isinstance(arg, ast.Name) else arg for arg in node.args]
        return _call("seen", node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        return _call("seen", node) if isinstance(node.ctx, ast.Load) else node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.slice, ast.Name):
            node.slice = _call("seen", node.slice)
        return _call("seen", node) if isinstance(node.ctx, ast.Load) else node

    def visit_Assign(self, node: ast.Assign) -> ast.stmt:
        """A value that is unpacked is examined as a whole."""
        self.generic_visit(node)
        if any(isinstance(target, (ast.Tuple, ast.List)) for target in node.targets):
            node.value = _call("seen", node.value)
        return node

    def visit_For(self, node: ast.For) -> ast.stmt:
        self.generic_visit(node)
        node.iter = _call("seen", node.iter)
        return node

    def visit_Match(self, node: ast.Match) -> ast.stmt:
        self.generic_visit(node)
        node.subject = _call("judged", node.subject)
        return node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.expr:
        self.generic_visit(node)
        node.value = _call("seen", node.value)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        name = type(node.ops[0]).__name__
        if len(node.ops) == 1 and name in _OPERATORS:
            return _call("compared", ast.Constant(name), node.left, node.comparators[0])
        node.left = _call("judged", node.left)
        if len(node.ops) > 1:  # each operand of a chain is looked at by itself
            node.comparators = [_call("judged", each) for each in node.comparators]
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        self.generic_visit(node)
        target = ast.parse(ast.unparse(node.target), mode="eval").body
        return [node, ast.copy_location(ast.Expr(ast.copy_location(_call("seen", target), node)), node)]

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not):
            node.operand = _call("judged", node.operand)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        self.generic_visit(node)
        node.values = [_call("judged", value) for value in node.values]
        return node

    def _visit_test(self, node: Any) -> Any:
        self.generic_visit(node)
        node.test = _call("judged", node.test)
        return node

    visit_If = visit_IfExp = visit_While = _visit_test  # noqa: N815

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        self.generic_visit(node)
        node.iter = _call("seen", node.iter)
        node.ifs = [_call("judged", test) for test in node.ifs]
        return node

    def _visit_function(self, node: Any) -> Any:
        """A function without the types that it is declared to have."""
        returns, node.returns = node.returns, None
        self.generic_visit(node)
        node.returns = returns
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _visit_function  # noqa: N815

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_match_case(self, node: ast.match_case) -> ast.match_case:
        node.guard = None if node.guard is None else _call("judged", self.visit(node.guard))
        node.body = [made for statement in node.body for made in _as_list(self.visit(statement))]
        return node

    def visit_TypeAlias(self, node: Any) -> Any:
        return node


def _as_list(made: Any) -> list[Any]:
    return made if isinstance(made, list) else [made]


def _call(name: str, *args: ast.expr) -> ast.expr:
    made = ast.Call(ast.Name(f"__watched_{name}__", ast.Load()), list(args), [])
    return ast.copy_location(ast.copy_location(made, args[-1]), args[-1])


def _unseen(node: ast.expr) -> ast.expr:
    """The expression inside of ``__watched_seen__(...)``, or the expression itself."""
    seen = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "__watched_seen__"
    return node.args[0] if seen and isinstance(node, ast.Call) else node


# -- modules beside the file -------------------------------------------------------------------------------------------


class _Loader(SourceFileLoader):
    """Loads a watched module of the user; its code is not kept in a cache."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return compiled(self.get_data(path), path)

    def exec_module(self, module: ModuleType) -> None:
        prepare(module)
        super().exec_module(module)


def forget_others(folder: Path) -> None:
    """Forget the modules beside the files of other folders, so that each file gets its own."""
    for name, module in list(sys.modules.items()):
        loader = getattr(getattr(module, "__spec__", None), "loader", None)
        if isinstance(loader, _Loader) and not Path(loader.path).is_relative_to(folder):
            del sys.modules[name]


class ModulesBeside(MetaPathFinder):
    """Finds the modules in a folder, and those in packages in it, so that they are watched as well."""

    def __init__(self, folder: Path):
        self.folder = str(folder)

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> Any:
        places = [self.folder] if path is None else [place for place in path if place.startswith(self.folder)]
        spec: ModuleSpec | None = PathFinder.find_spec(fullname, places) if places else None
        if spec is None or not isinstance(spec.loader, SourceFileLoader):
            return None
        spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec
