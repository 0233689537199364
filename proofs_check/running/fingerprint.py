"""Fingerprints of the code that decides an answer: what was computed by other code is never taken for an answer."""

from __future__ import annotations

import ast
import hashlib
import platform
import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module, metadata
from pathlib import Path

import proofs_check
import symdln
from proofs_check.language.claim import Claim
from proofs_check.running import claim_file, registry

ARITHMETIC = ("python-flint", "sympy", "mpmath", "numpy", "scipy")
NEVER_DECIDE = ("report/*", "cli/*", "__main__.py", "running/expected.*")
"""Files of proofs_check that only show or compare what was decided."""


@cache
def of_packages() -> str:
    """Everything in both packages, with the versions of Python and of the packages that compute."""
    return _digest(_files(symdln.__name__, symdln.__file__), _files(proofs_check.__name__, proofs_check.__file__))


def of_claim(claim: Claim) -> str:
    """What decides the claim at a case: its module, the claim modules that this imports, and what all claims share."""
    return of_module(claim.module)


def of_module(name: str) -> str:
    """The same for all claims of a module."""
    return _digest([(f"module {found}", path) for found, path in sorted(_modules_of(name).items())], _shared())


@cache
def _shared() -> tuple[tuple[str, Path], ...]:
    """The files of both packages but for the claims themselves."""
    own = _files(proofs_check.__name__, proofs_check.__file__)
    claims = registry.PACKAGE.replace(".", "/") + "/"
    kept = (entry for entry in own if not entry[0].startswith(claims) and not _only_shows(entry[0]))
    return (*_files(symdln.__name__, symdln.__file__), *kept)


def _only_shows(name: str) -> bool:
    return any(fnmatchcase(name.partition("/")[2], pattern) for pattern in NEVER_DECIDE)


def _files(package: str, init: str | None) -> tuple[tuple[str, Path], ...]:
    """The files of a package by name, compiled ones left out."""
    assert init is not None
    root = Path(init).parent
    found = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return tuple(sorted((f"{package}/{path.relative_to(root).as_posix()}", path) for path in found))


@cache
def _modules_of(module: str) -> dict[str, Path]:
    """The file of a claim's module, of the packages in which it stands, and of the claim modules that these import."""
    found: dict[str, Path] = {}
    left = [module]
    while left:
        name = left.pop()
        file = getattr(claim_file.module(name) or import_module(name), "__file__", None)
        if name in found or file is None:
            continue
        found[name] = Path(file)
        left += [name.rpartition(".")[0]] if name.startswith(registry.PACKAGE + ".") else []
        left += _claim_modules(ast.parse(found[name].read_bytes()))
    return found


def _claim_modules(tree: ast.Module) -> Iterator[str]:
    """The claim modules that a module imports, with the packages in which they stand."""
    known = set(registry.modules(registry.PACKAGE))
    for node in ast.walk(tree):
        names: Iterable[str] = ()
        if isinstance(node, ast.Import):
            names = (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = (str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names))
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[:i]) for i in range(1, len(parts) + 1) if ".".join(parts[:i]) in known)


def _digest(*parts: Iterable[tuple[str, Path]]) -> str:
    made = hashlib.sha256(_versions().encode())
    for entries in parts:
        for name, path in entries:
            made.update(f"\n{name}\n{_digest_of(path)}".encode())
    return made.hexdigest()[:32]


@cache
def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _versions() -> str:
    named = (f"{name} {metadata.version(name)}" for name in ARITHMETIC)
    return "\n".join((f"{sys.implementation.name} {platform.python_version()}", *named))
