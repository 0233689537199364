"""Printed tables: nothing is lost in a pipe or a narrow terminal."""

import io
import os
import re
import subprocess
import sys

import pytest

from symdln.tables import Printer


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_piped_output_is_plain_and_unabridged(repository, tmp_path, encoding):
    names = ["größe_" + "x" * 90, "y" * 90]
    path = tmp_path / "data.csv"
    path.write_text(",".join(names) + "\n1,2\n3,5\n", encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(repository),
        "PYTHONIOENCODING": encoding,
        "TERM": "xterm-256color",
    }
    for name in ("NO_COLOR", "COLUMNS"):
        environment.pop(name, None)
    command = [
        sys.executable,
        "-m",
        "symdln",
        "landscape",
        path,
        "--inputs",
        names[0],
        "--targets",
        names[1],
        "--hidden",
        "1",
    ]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    line = next(line for line in done.stdout.decode(encoding).splitlines() if line.startswith("data"))
    assert names[1] in line
    assert ("größe" if encoding == "utf-8" else "gr\\xf6\\xdfe") in line


def test_a_pipe_is_as_wide_as_the_environment_asks(monkeypatch):
    unbroken = len("c") * 50 + 2 + len("value")
    for columns, widest in (("30", 30), ("", unbroken), ("wide", unbroken)):
        monkeypatch.setenv("COLUMNS", columns)
        out = io.StringIO()
        Printer(out).table(("name", "value"), [("b " * 9, 1), ("c" * 50, 2)])
        assert max(map(len, out.getvalue().splitlines())) == widest
        assert (out.getvalue().count("b"), out.getvalue().count("c")) == (9, 50)


def test_a_narrow_terminal_folds_cells_and_loses_nothing(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setenv("COLUMNS", "30")
    out = Terminal()
    Printer(out).table(("name", "value"), [("a" * 50, "[bold]")])
    assert out.getvalue().count("a") >= 50
    assert "[bold]" in out.getvalue()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue())
    assert max(map(len, plain.splitlines())) <= 30


@pytest.mark.parametrize("on_terminal", [True, False])
def test_no_word_is_broken_where_there_is_room(monkeypatch, on_terminal):
    """At 60 columns a long statement beside short columns takes what is left, and `non-strict` stays whole."""

    class Output(io.StringIO):
        def isatty(self):
            return on_terminal

    monkeypatch.setenv("COLUMNS", "60")
    out = Output()
    heads = ("kind", "class", "epsilon", "order", "escaped", "strings")
    Printer(out).table(heads, [(1, "non-strict saddle", "0.02", 3, 10, "0-1, 2 x 1, 3 x 2, 2-0, 2 x 3-0, 4 x 3")])
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue())
    assert max(map(len, plain.splitlines())) <= 60
    assert all(re.search(rf"(?<!\S){word}(?!\S)", plain) for word in (*heads, "non-strict", "saddle", "0.02"))
