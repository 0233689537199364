"""proofs_check imports only documented, public names of symdln."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import symdln


def imported(folder: Path) -> Iterator[tuple[str, str]]:
    """Every module of symdln that is imported below the folder, with the name that is taken from it."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] == "symdln":
                yield from ((str(node.module), alias.name) for alias in node.names)


@pytest.fixture(scope="module")
def pairs(repository) -> list[tuple[str, str]]:
    return sorted(set(imported(repository / "proofs_check")))


def test_every_module_stands_in_the_reference(pairs, repository):
    pages = sorted((repository / "docs/reference").glob("*.md"))
    lines = [line for page in pages for line in page.read_text(encoding="utf-8").splitlines()]
    documented = {line.split(":: ")[1].strip() for line in lines if line.startswith(".. automodule::")}
    modules = {module if module != "symdln" else f"symdln.{name}" for module, name in pairs}
    packages = {f"{module}.{name}" for module, name in pairs}
    inside = {module for module in modules if any(name.rpartition(".")[0] == module for name in packages & documented)}
    assert sorted(modules - documented - inside - {f"symdln.{name}" for name in symdln.__all__}) == []


def test_every_name_is_public_and_says_what_it_is(pairs):
    for module, name in pairs:
        assert not name.startswith("_") or name == "__version__", f"{module}.{name} is private"
        value = getattr(importlib.import_module(module), name, None)
        if callable(value):
            assert value.__doc__, f"{module}.{name} has no docstring"
