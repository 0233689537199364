"""Runs the notebooks of this folder and writes them, with what they print, as .ipynb: python build.py FOLDER."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

from symdln.teaching.notebook import (
    as_notebook,
    code_cell,
    displayed,
    markdown_cell,
    printed,
)

HERE = Path(__file__).resolve().parent
_CELL = re.compile(r"^# %%(.*)$", re.MULTILINE)


def sources() -> list[Path]:
    """The notebooks: jupytext sources in the percent format."""
    return sorted(
        path for path in HERE.glob("*.py") if path.name != Path(__file__).name
    )


def cells(source: str) -> list[tuple[str, str]]:
    """The cells of a source as ("markdown" or "code", text), in order; what stands before the first is a header."""
    pieces = _CELL.split(source)
    found = []
    for mark, body in zip(pieces[1::2], pieces[2::2], strict=True):
        if "[markdown]" in mark:
            lines = [
                line.removeprefix("#").removeprefix(" ")
                for line in body.strip().splitlines()
            ]
            found.append(("markdown", "\n".join(lines)))
        else:
            found.append(("code", body.strip()))
    return found


def executed(path: Path) -> dict[str, Any]:
    """The notebook with its outputs; an error in a cell goes through, so a notebook that fails is not built.

    Cells may call ``display``, as in every notebook: values that can be written as formulas are shown as formulas.
    """
    namespace: dict[str, Any] = {"__name__": path.stem}
    built, count = [], 0
    for kind, text in cells(path.read_text(encoding="utf-8")):
        if kind == "markdown":
            built.append(markdown_cell(text))
            continue
        count += 1
        said, outputs = io.StringIO(), []

        def display(
            *values: Any, said: io.StringIO = said, outputs: list[Any] = outputs
        ) -> None:
            outputs.extend([*printed(taken(said)), *map(displayed, values)])

        namespace["display"] = display
        with contextlib.redirect_stdout(said):
            value = last_value(text, f"{path.name}, cell {count}", namespace)
        built.append(
            code_cell(text, [*outputs, *printed(taken(said))], count, value)
        )
    return as_notebook(built)


def taken(said: io.StringIO) -> str:
    """What was printed so far, which is then no longer there."""
    text = said.getvalue()
    said.seek(0)
    said.truncate()
    return text


def last_value(text: str, name: str, namespace: dict[str, Any]) -> Any:
    """Run a cell, and give the value of the expression at its end, as a notebook shows it; None without one."""
    tree = ast.parse(text, name)
    ending = (
        tree.body.pop()
        if tree.body and isinstance(tree.body[-1], ast.Expr)
        else None
    )
    exec(compile(tree, name, "exec"), namespace)
    return (
        None
        if ending is None
        else eval(compile(ast.Expression(ending.value), name, "eval"), namespace)
    )


def build(folder: Path) -> list[Path]:
    """Run every notebook and write it into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sources():
        target = folder / f"{source.stem}.ipynb"
        target.write_text(
            json.dumps(executed(source), indent=1, ensure_ascii=False) + "\n",
            encoding="utf-8",
        )
        written.append(target)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python docs/notebooks/build.py FOLDER")
    for one in build(Path(sys.argv[1])):
        print(f"written: {one}")
