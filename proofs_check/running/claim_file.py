"""Claim files: a user's own claims in a Python file, loaded by its path, here and in worker processes alike."""

from __future__ import annotations

import ast
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from proofs_check.language import watched
from proofs_check.language.claim import Claim, validate
from proofs_check.language.hypotheses import refuse_clashes
from proofs_check.language.scope import refuse_changing
from symdln.errors import InputError
from symdln.files.disk import read_bytes

PREFIX = "claim file "
_EXAMPLE = "docs/check-your-own-lemma.md has an example"


def load(path: Path) -> dict[str, Claim]:
    """The claims of a file by id, in the order in which they are written.

    The file is a Python program, and it is run: load only what you would run.  ``InputError`` names the file, and the
    line where there is one, for a missing file, a syntax error, an error while it runs, names or ids used twice, and a
    file without claims.
    """
    name = PREFIX + os.path.realpath(path)
    loaded = _modules[name] = _run(path, name)
    claims: dict[str, Claim] = {}
    for value in vars(loaded).values():
        if isinstance(value, Claim) and value.module == name:
            if value.id in claims and claims[value.id] is not value:
                raise _at(
                    path,
                    _line(value),
                    f"the id {value.id} already belongs to the claim in line {_line(claims[value.id])}; "
                    "rename one of the two.",
                )
            claims[value.id] = value
            try:
                validate(value)  # also where a Claim is built by hand
                refuse_changing(value.over)
            except InputError as error:
                raise _at(path, _line(value), str(error)) from None
    try:
        refuse_clashes(hypothesis for claim in claims.values() for hypothesis in claim.assuming)
    except InputError as error:
        raise InputError(f"'{path}': {error}") from None
    if not claims:
        raise InputError(f"'{path}' holds no claims; a claim is a function under the decorator @pc.claim ({_EXAMPLE}).")
    return claims


def is_own(claim: Claim) -> bool:
    """Whether the claim stands in a claim file, for which no verdicts are recorded."""
    return claim.module.startswith(PREFIX)


_modules: dict[str, ModuleType] = {}


def module(name: str) -> ModuleType | None:
    """The module of a claim file, loaded once per process; None for every other module name."""
    if not name.startswith(PREFIX):
        return None
    if name not in _modules:
        load(Path(name.removeprefix(PREFIX)))
    return _modules[name]


def _run(path: Path, name: str) -> ModuleType:
    """Run the file as a module of this name."""
    text = _text(path)
    try:
        tree = ast.parse(text, str(path))
        code = watched.compiled(text, str(path))
    except (SyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        said = error.msg if isinstance(error, SyntaxError) else str(error)
        raise _at(path, line, f"this is not Python: {said}.") from None
    _check_names(path, tree)
    made = ModuleType(name)
    made.__file__ = str(path)
    watched.prepare(made)
    sys.modules[name] = made  # dataclasses look up the module in which they stand
    try:
        with _beside(Path(os.path.realpath(path))):
            exec(code, vars(made))
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:  # a file may even call sys.exit
        del sys.modules[name]
        said = str(error) if isinstance(error, InputError) else f"{type(error).__name__}: {error}"
        raise _at(path, _line_of(error, path), said) from error
    return made


def _text(path: Path) -> str:
    if path.is_dir():
        raise InputError(f"'{path}' is a folder; pass the claim file in it, a Python file.")
    if not path.exists():
        raise InputError(f"there is no claim file '{path}'; pass the path of a Python file with claims ({_EXAMPLE}).")
    if path.suffix != ".py":  # a table or a point by mistake is not run
        raise InputError(
            f"'{path}' does not end in .py, and a claim file is run as Python; pass a Python file with claims "
            f"({_EXAMPLE})."
        )
    try:
        return read_bytes(path, "claims in Python").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"'{path}' is not a text in UTF-8, so it is not a claim file.") from None


def _check_names(path: Path, tree: ast.Module) -> None:
    """Refuse two decorated functions of one name: the claim of the first would be lost without a word."""
    seen: dict[str, int] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            if node.name in seen:
                raise _at(
                    path,
                    node.lineno,
                    f"the name {node.name} is that of the function in line {seen[node.name]} "
                    "already, so that claim would be lost; rename one of the two.",
                )
            seen[node.name] = node.lineno


@contextmanager
def importing(claim: Claim) -> Iterator[None]:
    """Modules beside the file of a user's claim can be imported while its check runs, too."""
    if not is_own(claim):
        yield
        return
    with _beside(Path(claim.module.removeprefix(PREFIX))):
        yield


_folder: Path | None = None
"""The folder whose modules are known to Python."""


@contextmanager
def _beside(path: Path) -> Iterator[None]:
    """Modules beside the file, whose real path is given, can be imported, as when Python runs it."""
    global _folder
    folder = path.parent
    if folder != _folder:
        watched.forget_others(folder)
        _folder = folder
    finder = watched.ModulesBeside(folder)
    sys.path.insert(0, str(folder))
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        sys.path.remove(str(folder))


def _line_of(error: BaseException, path: Path) -> int | None:
    """The last line of the file that was being run when the error was raised."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return lines[-1] if lines else None


def _line(found: Claim) -> int:
    return found.check.__code__.co_firstlineno


def _at(path: Path, line: int | None, said: str) -> InputError:
    return InputError(f"'{path}'" + (f", line {line}" if line else "") + f": {said}")
