"""The notebooks of the documentation run, from their sources, and are valid notebooks when they are built."""

import ast
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "notebooks"
SOURCES = [path for path in sorted(FOLDER.glob("*.py")) if path.name != "build.py"]


@pytest.fixture(scope="module")
def builder():
    spec = importlib.util.spec_from_file_location("build_notebooks", FOLDER / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_notebook_is_listed(builder):
    assert [path.stem for path in builder.sources()] == [
        "arithmetics",
        "decay",
        "gradient",
        "hessian",
        "invariants",
        "learning",
        "signature",
        "zero",
    ]
    assert builder.sources() == SOURCES


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_notebook_runs_and_every_code_cell_shows_what_it_prints_or_ends_with(builder, source):
    built = json.loads(json.dumps(builder.executed(source)))
    kinds = [cell["cell_type"] for cell in built["cells"]]
    assert kinds[0] == "markdown"
    assert built["cells"][0]["source"].startswith("# ")
    assert kinds.count("code") >= 3
    for cell in built["cells"]:
        if cell["cell_type"] == "code":
            ending = ast.parse(cell["source"]).body[-1]
            assert bool(cell["outputs"]) == (
                "print(" in cell["source"] or "display(" in cell["source"] or isinstance(ending, ast.Expr)
            )
    assert (built["nbformat"], built["nbformat_minor"]) == (4, 5)


def test_the_value_at_the_end_of_a_cell_is_shown_as_a_formula(builder, tmp_path):
    path = tmp_path / "words.py"
    path.write_text(
        "# %%\nfrom symdln.algebra.words import Symbol\n\nSymbol('W', 'k', 'd').T\n# %%\n7\n", encoding="utf-8"
    )
    first, second = (cell["outputs"][0]["data"] for cell in builder.executed(path)["cells"])
    assert first == {"text/plain": "W^T", "text/latex": r"$\displaystyle W^\top$"}
    assert second == {"text/plain": "7"}


def test_what_is_displayed_stands_between_what_is_printed(builder, tmp_path):
    path = tmp_path / "words.py"
    path.write_text(
        "# %%\nfrom symdln import Matrix\nprint(1)\ndisplay(Matrix([[2]]), 3)\nprint(4)\n", encoding="utf-8"
    )
    (cell,) = builder.executed(path)["cells"]
    shown = [
        output.get("text") or output["data"].get("text/latex", output["data"]["text/plain"])
        for output in cell["outputs"]
    ]
    assert shown == ["1\n", r"$\displaystyle \begin{pmatrix} 2 \end{pmatrix}$", "3", "4\n"]


def test_cells_are_read_from_the_percent_format(builder):
    source = '"""Header."""\n# %% [markdown]\n# # Title\n#\n# text\n\n# %%\nprint(1)\n'
    assert builder.cells(source) == [("markdown", "# Title\n\ntext"), ("code", "print(1)")]


def test_a_cell_that_fails_stops_the_build_and_names_itself(builder, tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("# %%\nx = 1\n# %%\nassert x == 2\n", encoding="utf-8")
    with pytest.raises(AssertionError) as stop:
        builder.executed(wrong)
    assert any("wrong.py, cell 2" in str(entry.path) for entry in stop.traceback)


def test_the_script_asks_for_a_folder(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parents[1]))
    done = subprocess.run([sys.executable, FOLDER / "build.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "usage" in done.stderr
