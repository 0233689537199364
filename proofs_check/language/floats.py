"""Finds where a check of exact cases uses floats: a float never refutes, and never supports more than SUPPORTED.

There are two tests, as neither finds everything: the code of the check and of all functions that it can call outside
symdln is read for float literals and for names that make floats; and while the check runs, conversions of exact numbers
to floats are noticed, and in the files of a user all inexact numbers (:mod:`proofs_check.language.watched`).  A module
of ours in which floats only propose what exact arithmetic then decides says so by ``NO_FLOAT_DECIDES``, a sentence with
the reason, and is not examined.
"""

from __future__ import annotations

import builtins
import dis
import sys
import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache, partial, wraps
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from proofs_check.language.numbers import CONTAINERS, inexact_in
from symdln.algebra.matrix import Matrix

DECLARATION = "NO_FLOAT_DECIDES"
FLOAT_PACKAGES = (
    *("numpy", "scipy", "mpmath", "cmath", "decimal", "_decimal", "_pydecimal", "statistics"),
    *("symdln.numeric", "torch", "jax", "jaxlib", "tensorflow", "cupy"),
)
EXACT_IN_MATH = ("ceil", "comb", "factorial", "floor", "gcd", "isqrt", "lcm", "perm", "prod", "sumprod")
FLOAT_METHODS = ("to_numpy", "evalf", "as_float", "__float__")
_MOST_FUNCTIONS = 2000


@cache
def float_uses(function: Callable[..., Any]) -> tuple[str, ...]:
    """Where the function, or one that it can call, makes or takes floats: ``"float() in line 3 of draft.py"``."""
    found: dict[str, None] = {}
    seen: set[FunctionType] = set()
    left: list[FunctionType] = list(_functions_in(function))
    while left and len(seen) < _MOST_FUNCTIONS:
        next_one = left.pop()
        if next_one in seen:
            continue
        seen.add(next_one)
        uses, called = _looked_into(next_one)
        found.update(dict.fromkeys(uses))
        left.extend(called)
    return tuple(found)


@cache
def _looked_into(function: FunctionType) -> tuple[tuple[str, ...], tuple[FunctionType, ...]]:
    """The parts of one function's code that make floats, and the functions that it names or holds."""
    if _is_trusted(function.__globals__):
        return (), ()
    uses: dict[str, None] = {}
    called: list[FunctionType] = []
    for value in _closed_over(function):
        called.extend(_functions_in(value))
        if said := inexact_in(value):
            uses[f"{said} of line {function.__code__.co_firstlineno} of {_file_of(function.__code__)}"] = None
    for place, name, value in _named_in(function.__code__, function.__globals__):
        said = _makes_floats(name, value)
        if said is not None:
            uses[f"{said} in line {place} of {_file_of(function.__code__)}"] = None
        else:
            called.extend(_functions_in(value))
    return tuple(uses), tuple(called)


def _file_of(code: CodeType) -> str:
    """The file of the code by its name, with its folder where the name alone says nothing."""
    path = Path(code.co_filename)
    return f"{path.parent.name}/{path.name}" if path.name == "__init__.py" else path.name


def _is_trusted(names: dict[str, Any]) -> bool:
    """Whether code with these global names is exempt: that of symdln, this language, sympy and Python's own library."""
    module = str(names.get("__name__", ""))
    ours = module.partition(".")[0] in ("symdln", "sympy") or module.startswith("proofs_check.language.")
    return ours or _is_pythons_own(names) or DECLARATION in names


def _is_pythons_own(names: dict[str, Any]) -> bool:
    return str(names.get("__name__", "")).partition(".")[0] in sys.stdlib_module_names


def _closed_over(function: FunctionType) -> Iterator[Any]:
    yield from function.__defaults__ or ()
    yield from (function.__kwdefaults__ or {}).values()
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # not filled yet
            continue


def _functions_in(value: Any) -> Iterator[FunctionType]:
    """The Python functions behind a value: itself, what it wraps, or the methods of a class."""
    if isinstance(value, partial):
        yield from _functions_in(value.func)
    elif isinstance(value, FunctionType):
        yield value
        if hasattr(value, "__wrapped__"):
            yield from _functions_in(vars(value)["__wrapped__"])
    elif isinstance(value, type) and not str(value.__module__).startswith(("symdln", "sympy", "builtins")):
        for method in vars(value).values():
            if not isinstance(method, type) or method.__qualname__.startswith(f"{value.__qualname__}."):
                yield from _functions_in(getattr(method, "fget", None) or getattr(method, "func", None) or method)
    elif hasattr(value, "__wrapped__") or hasattr(value, "__func__"):
        yield from _functions_in(getattr(value, "__wrapped__", None) or value.__func__)


def _named_in(code: CodeType, names: dict[str, Any]) -> Iterator[tuple[int, str, Any]]:
    """Every name, attribute and constant that the code loads, with its line and what it stands for, inner code too."""
    line, value = code.co_firstlineno, None
    for step in dis.get_instructions(code):
        line = step.starts_line or line
        if str(step.argval).startswith("@"):  # pytest writes these names into assertions
            value = None
        elif step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            value = names.get(step.argval, getattr(builtins, step.argval, None))
            yield line, step.argval, value
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            value = getattr(value, step.argval, None) if isinstance(value, (ModuleType, type)) else None
            yield line, f".{step.argval}", value
        elif step.opname == "IMPORT_NAME":
            value = sys.modules.get(step.argval)
            yield line, step.argval, value
        elif step.opname == "LOAD_CONST":
            value = None
            yield line, "", step.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _named_in(constant, names)


def _makes_floats(name: str, value: Any) -> str | None:
    """The part that makes a float, in words; None if there is none."""
    if name == "":
        return inexact_in(value) or None
    if any(value is maker for maker in (float, complex, eval, exec)):  # code in a text is not examined
        return f"{name}()"
    if str(getattr(value, "__module__", "")).startswith("sympy.") and name.removeprefix(".") in ("N", "Float"):
        return f"sympy.{name.removeprefix('.')}()"
    if name.removeprefix(".") in FLOAT_METHODS:
        return f"{name.removeprefix('.')}()"
    if isinstance(value, (float, complex)) and not name.startswith("."):
        return f"the float {name}"
    if isinstance(value, CONTAINERS) and (said := inexact_in(value)):
        return f"{said} in {name.removeprefix('.')}"
    if isinstance(value, ModuleType):
        return None if value.__name__ == "math" or not _in_float_package(value.__name__) else value.__name__
    return _of_float_package(value, name.removeprefix("."))


def _of_float_package(value: Any, name: str) -> str | None:
    """The name of a function or a class with its package, if the package computes with floats."""
    module = str(getattr(value, "__module__", "") or "")
    if module in ("math", "_operator", "operator"):
        exact = name in EXACT_IN_MATH if module == "math" else name not in ("truediv", "itruediv", "pow", "ipow")
        return None if exact else f"{module.removeprefix('_')}.{name}"
    return f"{module.removeprefix('_')}.{name}" if _in_float_package(module) else None


def named_float_package(called: Any) -> str | None:
    """The same for a called object, which may belong to a class of such a package, as numpy's ufuncs do."""
    name = str(getattr(called, "__name__", type(called).__name__))
    return _of_float_package(called, name) or _of_float_package(type(called), name)


def _in_float_package(module: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in FLOAT_PACKAGES)


class _Noting(threading.local):
    """The list to which conversions in this thread are added while a check runs."""

    found: list[str] | None = None


_listening = _Noting()


class watching:  # noqa: N801  named as a block; a generator would cost more than most checks
    """While a check runs, add to ``found`` each place outside symdln where an exact number is turned into a float."""

    __slots__ = ("before", "found")

    def __init__(self, found: list[str]):
        self.found = found

    def __enter__(self) -> None:
        _listen_to_conversions()
        self.before, _listening.found = _listening.found, self.found

    def __exit__(self, *error: object) -> None:
        _listening.found = self.before


@cache
def _listen_to_conversions() -> None:
    """Make ``float()`` of a rational and ``Matrix.to_numpy`` report their calls; they work as before."""
    plain, to_numpy = Fraction.__float__, Matrix.to_numpy

    @wraps(plain)
    def noticed(number: Fraction) -> float:
        notice("float() of a rational")
        return plain(number)

    @wraps(to_numpy)
    def noticed_matrix(matrix: Matrix, *args: Any, **kwargs: Any) -> Any:
        notice("to_numpy() of a matrix")
        return to_numpy(matrix, *args, **kwargs)

    Fraction.__float__, Matrix.to_numpy = noticed, noticed_matrix  # type: ignore[method-assign]


def is_listening() -> bool:
    """Whether a check runs in this thread in which nothing inexact has been noticed yet."""
    return _listening.found is not None and not _listening.found


def notice(what: str, depth: int = 2) -> None:
    """Record that something inexact occurred, unless in trusted code; ``depth`` counts the calls below that code."""
    found, frame = _listening.found, sys._getframe(depth)
    while frame.f_back is not None and _is_pythons_own(frame.f_globals):
        frame = frame.f_back
    if found is not None and not found and not _is_trusted(frame.f_globals):
        found.append(f"{what} in line {frame.f_lineno} of {_file_of(frame.f_code)}")
