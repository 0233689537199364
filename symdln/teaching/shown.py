"""What a cell of a notebook shows besides formulas: tables, in which formulas stand between dollars, and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symdln.errors import InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class MarkdownTable:
    """Rows below their heads.  Each cell is Markdown in which ``$x$`` is a formula; ``print`` aligns the columns.

    Raises ``InputError`` for a row that has not as many cells as there are heads.

    >>> MarkdownTable(["depth", "$s = 3$"], [[2, "1.38"], [10, "0.5"]])._repr_markdown_().splitlines()
    ['| depth | $s = 3$ |', '|---|---|', '| 2 | 1.38 |', '| 10 | 0.5 |']
    >>> print(MarkdownTable(["depth", "$s = 3$"], [[2, "1.38"], [10, "0.5"]]))
    depth  $s = 3$
    2      1.38
    10     0.5
    """

    def __init__(self, heads: Sequence[str], rows: Iterable[Sequence[object]]):
        self.heads = tuple(heads)
        self.rows = tuple(tuple(map(str, row)) for row in rows)
        for row in self.rows:
            if len(row) != len(self.heads):
                raise InputError(f"The row {row} has {len(row)} cells; pass {len(self.heads)}, one below each head.")

    def _repr_markdown_(self) -> str:
        lines = [self.heads, *self.rows]
        written = ["| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines]
        return "\n".join([written[0], "|" + "---|" * len(self.heads), *written[1:]])

    def __str__(self) -> str:
        lines = [self.heads, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


@dataclass(frozen=True)
class Picture:
    """An SVG picture that a notebook shows, and what is said of it where there are no pictures.

    >>> print(Picture("<svg/>", "an empty picture"))
    an empty picture
    """

    svg: str
    alt: str

    @staticmethod
    def of(figure: Figure, alt: str) -> Picture:
        """The picture of a figure of matplotlib, the same each time that it is drawn.

        >>> from matplotlib.figure import Figure
        >>> Picture.of(Figure(figsize=(1, 1)), "nothing").svg.strip()[-6:]
        '</svg>'
        """
        from symdln.teaching.plots import drawn

        return Picture(drawn(figure, ".svg").decode(), alt)

    def _repr_svg_(self) -> str:
        return self.svg

    def __str__(self) -> str:
        return self.alt
