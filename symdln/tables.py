"""Prints tables and notes for the command line; in a file or a pipe they are plain and complete."""

from __future__ import annotations

import os
import re
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from symdln.errors import printable

USUAL_WIDTH = 120
UNBOUNDED = 1_000_000  # columns of a pipe or file: no line is broken there and no cell is cut


class Printer:
    """Prints to a terminal in its width, folding long cells.  Elsewhere it prints without colours and each row in one
    line, unless the environment variable COLUMNS limits the width.

    Characters that cannot be printed (control characters in names of files or columns) are printed as escapes.

    >>> Printer().table(("S", "value"), [("{0, 1}", "2"), ("{}", "13/2")], title="Values")
    Values
    S       value
    {0, 1}  2
    {}      13/2
    """

    def __init__(self, stream: TextIO | None = None):
        out: TextIO = sys.stdout if stream is None else stream
        self.on_terminal = out.isatty()
        self.console = Console(
            file=out,
            width=None if self.on_terminal else _asked() or UNBOUNDED,
            force_terminal=self.on_terminal,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def line(self, text: str = "", style: str = "") -> None:
        """One line of text; a terminal breaks it between words.

        >>> Printer().line("A short sentence.", style="bold")
        A short sentence.
        """
        self.console.print(Text(printable(text), style=style))

    def paragraph(self, text: str, indent: str = "") -> None:
        """Sentences, broken between words at the width of the terminal; elsewhere at 120 columns, or at COLUMNS.

        >>> Printer().paragraph("A short sentence.", indent="  ")
          A short sentence.
        """
        for line in textwrap.wrap(
            printable(text), self.width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        ):
            self.line(line)

    @property
    def width(self) -> int:
        """How wide text is set: as the terminal; elsewhere COLUMNS, or 120.

        >>> import unittest.mock
        >>> with unittest.mock.patch.dict("os.environ", COLUMNS="60"):
        ...     Printer().width
        60
        """
        return self.console.width if self.on_terminal else _asked() or USUAL_WIDTH

    def table(
        self, headers: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "", right: Iterable[int] = ()
    ) -> None:
        """A table with a heading; the columns numbered in ``right`` are aligned to the right."""
        aligned = set(right)
        lines = [[printable(str(cell)) for cell in row] for row in rows]
        heads = [printable(header) for header in headers]
        if title:
            self.line(title, "bold")
        drawn = len(heads) + 1 if self.on_terminal else 0  # what the box takes
        gap, widths = fitted([heads, *lines], self.console.width - drawn)
        box_style = box.SIMPLE_HEAD if self.on_terminal else None
        table = Table(box=box_style, pad_edge=False, padding=(0, gap, 0, 0), header_style="bold")
        for place, (header, width) in enumerate(zip(heads, widths, strict=True)):
            side = "right" if place in aligned else "left"
            table.add_column(Text(header), justify=side, overflow="fold", width=width)
        for row in lines:
            table.add_row(*map(Text, row))
        self._print(table)

    def pairs(self, rows: Iterable[tuple[str, object]], *, title: str = "") -> None:
        """Names and values, one pair a line.

        >>> Printer().pairs([("kind", "{0}"), ("order", 2)], title="A point")
        A point
        kind   {0}
        order  2
        """
        if title:
            self.line(title, "bold")
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(style="bold", no_wrap=True)
        grid.add_column(overflow="fold")
        for name, value in rows:
            grid.add_row(Text(printable(name)), Text(printable(str(value))))
        self._print(grid)

    def _print(self, table: Table) -> None:
        """The table without blanks at the ends of lines."""
        with self.console.capture() as captured:
            self.console.print(table)
        self.console.file.write("".join(line.rstrip() + "\n" for line in captured.get().splitlines()))


def ruled(
    heads: Sequence[str],
    rows: Sequence[Sequence[Text | str]],
    columns: int,
    *,
    right: Iterable[int] = (),
    whole: Iterable[int] = (),
) -> Table:
    """A table with a rule below its heading, ``columns`` wide, whose cells may have styles.

    The columns numbered in ``right`` are aligned to the right; in those in ``whole`` no cell is broken between words.

    >>> table = ruled(("kind", "order"), [("{0, 1}", "2")], 40, right=[1])
    >>> [(str(column.header), column.width, column.justify) for column in table.columns]
    [('kind', 6, 'left'), ('order', 5, 'right')]
    """
    aligned, kept = set(right), set(whole)
    plain = [[cell.plain if isinstance(cell, Text) else cell for cell in row] for row in rows]
    measured = [[cell.replace(" ", "_") if k in kept else cell for k, cell in enumerate(row)] for row in plain]
    gap, widths = fitted([heads, *measured], columns - len(heads) - 1)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, gap, 0, 0))
    for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
        table.add_column(Text(head), overflow="fold", width=width, justify="right" if place in aligned else "left")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
    return table


def fitted(rows: Sequence[Sequence[str]], room: int) -> tuple[int, list[int]]:
    """The blanks between columns, two or one, and widths of the columns at which no word is broken if there is room.

    Where there is not even room for the longest words, the longest of them are broken.

    >>> fitted([["class", "strings"], ["strict saddle", "0-1, 2"]], 40)
    (2, [13, 7])
    >>> fitted([["class", "strings"], ["strict saddle", "0-1, 2"]], 18), fitted([["class", "strings"]], 11)
    ((2, [9, 7]), (1, [5, 5]))
    """
    columns = list(zip(*rows, strict=True))
    natural = [max(cell_len(line) for cell in column for line in cell.splitlines() or [""]) for column in columns]
    least = [max(cell_len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    gap = 2 if sum(least) + 2 * (len(columns) - 1) <= room else 1
    left = room - gap * (len(columns) - 1)
    if sum(natural) <= left:
        return gap, natural
    widths = [max(width, 1) for width in least]
    while sum(widths) > max(left, len(widths)):
        widths[widths.index(max(widths))] -= 1
    for _ in range(left - sum(widths)):
        missing = [most - width for most, width in zip(natural, widths, strict=True)]
        widths[missing.index(max(missing))] += 1
    return gap, widths


def _asked() -> int | None:
    """The width that the environment asks for."""
    asked = os.environ.get("COLUMNS", "")
    return max(20, int(asked)) if re.fullmatch(r"[0-9]{1,6}", asked) else None
