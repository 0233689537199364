"""Fingerprints of all that an answer depends on: a result of other code or data is never taken for an answer.

The answer of a claim at a case depends on the modules that the claim's own module imports, directly or not, and on
those that evaluate it; on the files that these modules name; on Python and on the packages that compute.  An edit of
anything else, such as a plot, a report or another claim, changes no fingerprint.
"""

from __future__ import annotations

import ast
import fnmatch
import hashlib
import itertools
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import proofs_check
import symdln
from proofs_check.language.claim import Claim
from proofs_check.running import claim_file

ARITHMETIC = ("python-flint", "sympy", "mpmath", "numpy", "scipy")
EVALUATION = "proofs_check.running.evaluate"
_LONGEST_PATH, _MOST_FILES = 300, 2000
_OURS = (symdln.__name__, proofs_check.__name__)


@cache
def of_packages() -> str:
    """Everything in both packages, with the versions of Python and of the packages that compute."""
    files = (*_files(symdln.__name__, symdln.__file__), *_files(proofs_check.__name__, proofs_check.__file__))
    return _digest(files, ARITHMETIC)


def of_claim(claim: Claim, cases: str = EVALUATION) -> str:
    """The code that decides the claim; ``cases`` names the module that makes or examines the cases, if not a scope."""
    return of_module(claim.module, cases)


@cache
def of_module(name: str, cases: str = EVALUATION) -> str:
    """The same for all claims of a module."""
    modules = {**closure(EVALUATION), **closure(cases), **closure(name)}
    files = [(f"module {found}", path) for found, path in sorted(modules.items())]
    named: list[str] = []
    if not name.startswith(f"{proofs_check.__name__}."):  # the claims of this package read no files
        own = [path for found, path in modules.items() if found.partition(".")[0] not in _OURS]
        files += [(f"data {path.name}", path) for path in sorted(_data_files(own, modules[name].resolve().parent))]
        named = [f"{variable}={os.environ.get(variable)}" for path in own for variable in _variables(path)]
    packages = {*ARITHMETIC, *(package for path in modules.values() for package in _packages(path))}
    return _digest(files, sorted(packages), named)


@cache
def closure(name: str) -> dict[str, Path]:
    """The file of a module and those of all modules that it imports, directly or not, installed packages left out.

    An import inside a function or for type checkers counts like any other, at the cost of computing too much again.
    """
    found: dict[str, Path] = {}
    left = [name]
    while left:
        module = left.pop()
        path = _file_of(module, name)
        if module not in found and path is not None:
            found[module] = path
            left += _imported(path)
    return found


def _file_of(module: str, root: str) -> Path | None:
    """The file of a module of ours, of the root's own package, or beside a claim file; None for others."""
    made = claim_file.module(module)
    if made is not None:
        return Path(str(made.__file__))
    if module == root and "." not in root:  # a module that stands alone
        origin = getattr(sys.modules.get(root), "__file__", None)
        return None if origin is None else Path(origin)
    first, *rest = module.split(".")
    ours = first in (symdln.__name__, proofs_check.__name__, root.partition(".")[0])
    folder = _folder_of(first) if ours else None
    beside = claim_file.module(root)
    if folder is None and beside is not None:
        folder = Path(str(beside.__file__)).resolve().parent
        rest = [first, *rest]
    if folder is None:
        return None
    place = folder.joinpath(*rest)
    candidates = (place.with_suffix(".py"), place / "__init__.py") if rest else (folder / "__init__.py",)
    return next((path for path in candidates if path.is_file()), None)


@cache
def _folder_of(package: str) -> Path | None:
    """The folder of a package; for a module that is not a package, the folder in which it lies."""
    module = sys.modules.get(package)
    origin = getattr(module, "__file__", None) or getattr(find_spec(package), "origin", None)
    if origin is None:
        return None
    path = Path(origin)
    return path.parent if path.name == "__init__.py" else None


@cache
def _imported(path: Path) -> tuple[str, ...]:
    """The names that may be modules in the import statements of a file, and in texts where it imports by name."""
    tree = ast.parse(path.read_bytes())
    by_name = {"import_module", "__import__"} & _identifiers(tree)
    texts = [text for text in _texts(tree) if all(part.isidentifier() for part in text.split("."))] if by_name else []
    return (*_names(tree), *texts)


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _packages(path: Path) -> Iterator[str]:
    """The installed packages that a file imports, by the names under which they were installed."""
    for name in {imported.partition(".")[0] for imported in _imported(path)}:
        if name not in sys.stdlib_module_names and name not in (symdln.__name__, proofs_check.__name__):
            yield from _distributions(name)


@cache
def _distributions(name: str) -> tuple[str, ...]:
    """The installed packages that contain a module; looking for one of the same name first is fast."""
    known = {"flint": "python-flint"}.get(name, name)
    try:
        metadata.version(known)
    except metadata.PackageNotFoundError:
        return tuple(_installed().get(name, ()))
    return (known,)


@cache
def _installed() -> dict[str, list[str]]:
    return {name: sorted(set(found)) for name, found in metadata.packages_distributions().items()}


def _data_files(modules: Iterable[Path], beside: Path) -> set[Path]:
    """The files that texts in a claim's modules name, from its folder or from the working folder.

    A text may name a file by the end of its name, as ``".csv"`` in ``f"{name}.csv"``, by a pattern, or by a folder that
    contains it.  Such files are sought in the folder of the claims and below, up to a limited number of files.
    """
    found: set[Path] = set()
    below = tuple(itertools.islice(_files_below(beside), _MOST_FILES))
    for text in {text for path in modules for text in _texts(ast.parse(path.read_bytes()))}:
        found |= {(folder / text).resolve() for folder in (beside, Path.cwd()) if _is_file(folder / text)}
        found |= {path for path in below if _names_it(text, path.relative_to(beside))}
    return found


def _files_below(folder: Path) -> Iterator[Path]:
    """The files that may hold data: no modules, and nothing in hidden folders."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        yield from (Path(place, name) for name in sorted(names) if not name.endswith((".py", ".pyc")))


def _names_it(text: str, path: Path) -> bool:
    if "*" in text:
        return fnmatch.fnmatch(path.name, text.rpartition("/")[2])
    return text in path.parts[:-1] or (len(text) > 2 and "." in text and path.name.endswith(text))


def _texts(tree: ast.AST) -> Iterator[str]:
    """The short texts of a module, parts of f-strings among them."""
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and 0 < len(text) < _LONGEST_PATH and "\n" not in text and "\0" not in text:
            yield text


def _identifiers(tree: ast.AST) -> set[str]:
    """All names and attributes of a module."""
    return {str(getattr(node, "id", getattr(node, "attr", getattr(node, "name", "")))) for node in ast.walk(tree)}


def _variables(path: Path) -> list[str]:
    """The texts that may name environment variables, where a module reads some."""
    tree = ast.parse(path.read_bytes())
    asks = {"environ", "getenv"} & _identifiers(tree)
    return sorted({text for text in _texts(tree) if text.isidentifier()}) if asks else []


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _files(package: str, init: str | None) -> tuple[tuple[str, Path], ...]:
    """The files of a package by name, compiled ones left out."""
    assert init is not None
    root = Path(init).parent
    found = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return tuple(sorted((f"{package}/{path.relative_to(root).as_posix()}", path) for path in found))


def _digest(files: Iterable[tuple[str, Path]], packages: Iterable[str], named: Iterable[str] = ()) -> str:
    made = hashlib.sha256("\n".join((_versions(tuple(packages)), *named)).encode("utf-8", "surrogateescape"))
    for name, path in files:
        made.update(f"\n{name}\n{_digest_of(path)}".encode())
    return made.hexdigest()[:32]


@cache
def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _versions(packages: tuple[str, ...]) -> str:
    named = (f"{name} {metadata.version(name)}" for name in packages)
    return "\n".join((f"{sys.implementation.name} {platform.python_version()}", *named))
