"""Puts changed code into the functions that a claim's check reaches, and takes it out with all that it left behind.

A function object keeps its identity and only its code is exchanged, so that everything that refers to it (closures,
imports, classes, decorators) sees the change.  What the changed code has computed and some cache has kept is forgotten.
"""

from __future__ import annotations

import ast
import functools
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import symdln as dln
from proofs_check import claims
from proofs_check.language.claim import Claim

CLAIMS = Path(claims.__file__).parent
FUTURE = 0x1000000  # from __future__ import annotations, as in every module of the claims


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement at the top of a module of claims."""

    file: Path
    tree: ast.stmt

    @property
    def code(self) -> CodeType:
        return compiled(self.tree, self.file)


def compiled(tree: ast.stmt, file: Path) -> CodeType:
    """The code of a statement after the imports of its file: without them ``dln.loss(...)`` is compiled otherwise."""
    module = ast.Module([*(made for made in imports(file) if made is not tree), tree], type_ignores=[])
    return compile(module, str(file), "exec", flags=FUTURE, dont_inherit=True)


@cache
def statements(file: Path) -> tuple[Statement, ...]:
    return tuple(Statement(file, tree) for tree in ast.parse(file.read_text(encoding="utf-8")).body)


@cache
def imports(file: Path) -> tuple[ast.stmt, ...]:
    """The statements at the top of the file that import."""
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return tuple(made for made in body if isinstance(made, (ast.Import, ast.ImportFrom)))


@cache
def lines(file: Path) -> tuple[str, ...]:
    return tuple(file.read_text(encoding="utf-8").splitlines())


# -- what a check reaches ----------------------------------------------------------------------------------------------


def is_own(file: Path, module: Path) -> bool:
    """Whether a function of this file belongs to the claims of a module: the module itself and the parts it shares."""
    return file == module or file.parent == module.parent / "parts"


def reached(claim: Claim) -> set[FunctionType]:
    """The functions of the claim's own module and parts that its check and its hypotheses can call."""
    module = Path(claim.check.__code__.co_filename)
    found: set[FunctionType] = set()
    left: list[Any] = [claim.check, *(hypothesis.predicate for hypothesis in claim.assuming)]
    while left:
        for function in functions_in(left.pop()):
            if function not in found and is_own(Path(function.__code__.co_filename), module):
                found.add(function)
                left.extend(named_in(function))
    return found


def functions_in(value: Any, depth: int = 0) -> Iterator[FunctionType]:
    """The Python functions behind a value: itself, what it wraps, its methods, its entries."""
    if isinstance(value, FunctionType):
        yield value
        yield from functions_in(vars(value).get("__wrapped__"))
    elif isinstance(value, functools.partial):
        yield from functions_in((value.func, *value.args, *value.keywords.values()))
    elif isinstance(value, types.MethodType):
        yield from functions_in(value.__func__)
    elif isinstance(value, Claim):
        yield from functions_in(value.check)
    elif isinstance(value, type):
        if value.__module__.startswith("proofs_check.claims"):
            for method in [method for base in value.__mro__[:-1] for method in vars(base).values()]:
                yield from functions_in(method)
    elif isinstance(value, (tuple, list, dict)) and depth < 3:
        for entry in value.values() if isinstance(value, dict) else value:
            yield from functions_in(entry, depth + 1)
    else:
        for name in ("__wrapped__", "fget", "func", "__func__"):
            inner = getattr(value, name, None)
            if isinstance(inner, FunctionType):
                yield from functions_in(inner)


def named_in(function: FunctionType) -> Iterator[Any]:
    """What the code of a function can refer to: its globals by name, entries of modules, closures and defaults."""
    names = set(_names(function.__code__))
    for name in names:
        value = function.__globals__.get(name)
        if isinstance(value, ModuleType):
            if value.__name__.startswith("proofs_check.claims"):
                yield from (vars(value)[attribute] for attribute in names if attribute in vars(value))
        elif value is not None:
            yield value
    for cell in function.__closure__ or ():
        yield cell.cell_contents
    yield from function.__defaults__ or ()


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in inner_codes(code):
        yield from _names(inner)


# -- where a function's code stands in its statement -------------------------------------------------------------------


def inner_codes(code: CodeType) -> list[CodeType]:
    return [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def path_to(code: CodeType, wanted: CodeType) -> tuple[int, ...] | None:
    """Which of the inner codes, step by step, leads to the wanted one."""
    for number, inner in enumerate(inner_codes(code)):
        if inner == wanted:
            return (number,)
        below = path_to(inner, wanted)
        if below is not None:
            return (number, *below)
    return None


def follow(code: CodeType, path: tuple[int, ...]) -> CodeType | None:
    for number in path:
        inner = inner_codes(code)
        if number >= len(inner):
            return None
        code = inner[number]
    return code


def places(functions: set[FunctionType]) -> dict[Statement, dict[FunctionType, tuple[int, ...]]]:
    """The statements in which the functions stand, and where in them."""
    found: dict[Statement, dict[FunctionType, tuple[int, ...]]] = {}
    for function in functions:
        code = function.__code__
        for statement in statements(Path(code.co_filename)):
            if _first_line(statement.tree) <= code.co_firstlineno <= (statement.tree.end_lineno or 0):
                path = path_to(statement.code, code)
                if path is not None:
                    found.setdefault(statement, {})[function] = path
    return found


def _first_line(tree: ast.stmt) -> int:
    decorators = getattr(tree, "decorator_list", [])
    return min([tree.lineno, *(decorator.lineno for decorator in decorators)])


def new_codes(
    changed: ast.stmt, statement: Statement, at: Mapping[FunctionType, tuple[int, ...]]
) -> dict[FunctionType, CodeType]:
    """The code of each function whose code the change touches; a function whose closure would differ is left out."""
    code = compiled(changed, statement.file)
    found = {}
    for function, path in at.items():
        new = follow(code, path)
        if new is not None and new != function.__code__ and new.co_freevars == function.__code__.co_freevars:
            found[function] = new
    return found


# -- exchanging --------------------------------------------------------------------------------------------------------


@contextmanager
def exchanged(codes: Mapping[FunctionType, CodeType], forget: Callable[[], None]) -> Iterator[None]:
    """While it lasts the functions have the new codes; ``forget`` is called before and after."""
    old = {function: function.__code__ for function in codes}
    forget()
    try:
        for function, code in codes.items():
            function.__code__ = code
        yield
    finally:
        for function, code in old.items():
            function.__code__ = code
        forget()


@cache
def caches_in(module: str) -> tuple[Any, ...]:
    """The caches (``functools.cache``) at the top of a module of claims."""
    return tuple(value for value in vars(sys.modules[module]).values() if hasattr(value, "cache_clear"))


def forget_shared(subject: Any) -> None:
    """Take from a case what functions of the claims have kept with it."""
    if isinstance(subject, tuple):
        for part in subject:
            forget_shared(part)
    elif isinstance(subject, (dln.Point, dln.Problem)):
        kept = vars(subject).get("_shared", {})
        for function in [key for key in kept if key.__module__.startswith("proofs_check.claims")]:
            del kept[function]
        if isinstance(subject, dln.Point):
            forget_shared(subject.problem)
    elif type(subject).__module__.startswith("proofs_check.claims") and hasattr(subject, "__dict__"):
        for name, value in list(vars(type(subject)).items()):
            if isinstance(value, functools.cached_property):
                vars(subject).pop(name, None)
