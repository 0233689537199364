"""Sentences in a terminal of 40 columns: the lines of a case keep their indentation, and commands are not broken."""

import io

from rich.console import Console
from rich.text import Text

from proofs_check.report import terminal


def told(text: str, *, is_terminal: bool) -> list[str]:
    out = Console(file=io.StringIO(), width=40, force_terminal=is_terminal, color_system=None)
    terminal.tell(out, Text(text))
    return [line.rstrip() for line in out.file.getvalue().splitlines()]  # pyright: ignore[reportAttributeAccessIssue]


def test_the_lines_of_a_case_are_broken_under_their_indentation():
    lines = told("    " + "12345 " * 12, is_terminal=True)
    assert lines == ["    " + " ".join(["12345"] * 6)] * 2  # 4 + 6 * 6 - 1 = 39 columns
    assert len(told("    " + "12345 " * 12, is_terminal=False)) == 1


def test_a_command_is_not_broken():
    assert len(told("    replay: proofs-check at " + "a-file " * 12, is_terminal=True)) == 1
