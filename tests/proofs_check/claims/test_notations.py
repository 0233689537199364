"""The helpers of a source open with the list of their notations: every public name, once, with a phrase."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import proofs_check.claims

HERE = Path(proofs_check.claims.__file__).parent
FILES = sorted(path for path in HERE.glob("*/parts/*.py") if path.name != "__init__.py")
NAMES = [path.relative_to(HERE).as_posix() for path in FILES]
_ENTRY = re.compile(r"    (\w+)  +(\S.*)")


def listed(text: str) -> dict[str, str]:
    """The list of notations at the end of the docstring of a module: phrases by name."""
    _, _, block = (ast.get_docstring(ast.parse(text)) or "").partition("\nNotations:\n\n")
    entries = [_ENTRY.fullmatch(line) for line in block.split("\n")]
    return {entry[1]: entry[2] for entry in entries if entry}


def provided(text: str) -> list[str]:
    """The public names that the statements of a module bind at its top, imports left out."""
    names: list[str] = []
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
    return [name for name in names if not name.startswith("_")]


def lacking(text: str) -> list[str]:
    """What is to be done about the list of one file."""
    there, wanted = listed(text), provided(text)
    return [
        *(f"add {name} with one phrase to 'Notations:' in the docstring" for name in wanted if name not in there),
        *(f"remove {name} from 'Notations:', the file does not provide it" for name in there if name not in wanted),
    ]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_file_opens_with_its_notations(path: Path) -> None:
    assert lacking(path.read_text(encoding="utf-8")) == []


def test_a_name_that_is_not_listed_or_not_there_is_found() -> None:
    text = (
        '"""Parts.\n\nNotations:\n\n    A      the first\n    gone   the last\n"""\nA, B = 1, 2\n_c = 3\nD: int = 4\n\n'
    )
    text += "def f() -> None: ...\n"
    assert provided(text) == ["A", "B", "D", "f"]
    assert [line.split()[1] for line in lacking(text)] == ["B", "D", "f", "gone"]
