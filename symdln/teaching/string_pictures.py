"""Pictures of the strings of a critical point as SVG: one column for each layer, one row for each string.

``python -m symdln.teaching.string_pictures FOLDER`` writes those of the documentation.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

from symdln.errors import InputError
from symdln.files.disk import write_bytes
from symdln.strings.evaluate import Arc, checked_strings
from symdln.strings.order import closes, gap, runs

STEP, ROW, LEFT, TOP = 64, 34, 60, 46  # distances in units of the picture
RADIUS = 5

PICTURES: dict[str, tuple[int, tuple[Arc, ...], str]] = {
    "strings-zero": (3, ((3, 1), (1, 0), (2, 0)), "W = 0 at depth 3: order 3"),
    "strings-strict": (3, ((3, 1), (1, 1)), "A run over the whole gap: strict"),
    "strings-exception": (3, ((3, 1), (0, 1), (2, 1)), "From input to output: order 4"),
    "strings-two-gaps": (5, ((5, 2), (4, 2), (2, 1), (3, 0), (1, 0)), "Two closing strings and their gaps"),
}
"""The pictures of the documentation by name: depth, strings as (start, length), and a title."""


def string_picture(depth: int, strings: Sequence[Arc], title: str = "") -> str:
    """An SVG picture of strings; a copy of a string is a row of its own.

    A dot is a basis vector, an arrow a weight that maps it to the next.  The two dashed arrows of a closing string are
    the same arrow: it leaves at the last layer on the right, and comes in at layer 0 on the left.  Grey marks the gap
    of a closing string, the hidden layers that it misses.  Raises ``InputError`` for strings of other depths.

    >>> string_picture(3, [(3, 1), (1, 0), (2, 0)]).count("<circle")
    4
    """
    if not strings:
        raise InputError("No string was passed, so there is nothing to draw; pass pairs (start, length).")
    checked_strings(depth, strings)
    width, height = 2 * LEFT + depth * STEP, TOP + len(strings) * ROW + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="sans-serif" font-size="13">',
        f"<title>{escape(title or 'Strings')}</title>",
        '<defs><marker id="head" markerWidth="7" markerHeight="7" refX="6" refY="3" orient="auto">'
        '<path d="M0,0 L6,3 L0,6 z"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    if title:
        parts.append(f'<text x="{width // 2}" y="16" text-anchor="middle">{escape(title)}</text>')
    parts += [f'<text x="{_x(v)}" y="36" text-anchor="middle" fill="#555">{v}</text>' for v in range(depth + 1)]
    for row, string in enumerate(strings):
        parts += _drawn(string, depth, TOP + row * ROW + ROW // 2)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(vertex: int) -> int:
    return LEFT + vertex * STEP


def _drawn(string: Arc, depth: int, y: int) -> list[str]:
    """One row: the gap, the runs, and, if the string closes, its two dashed ends."""
    found = []
    if closes(string, depth):
        first, last = gap(string, depth)
        x, wide = _x(first) - 16, (last - first) * STEP + 32
        found.append(f'<rect x="{x}" y="{y - 12}" width="{wide}" height="24" rx="8" fill="#ddd"/>')
        right = _x(depth)
        found.append(_line(right + RADIUS, right + 40, y, dashed=True))
        found.append(_line(_x(0) - 40, _x(0) - RADIUS - 2, y, dashed=True))
    for begin, end in runs(string, depth):
        found += [_line(_x(v) + RADIUS, _x(v + 1) - RADIUS - 2, y) for v in range(begin, end)]
        found += [f'<circle cx="{_x(v)}" cy="{y}" r="{RADIUS}"/>' for v in range(begin, end + 1)]
    return found


def _line(start: int, stop: int, y: int, *, dashed: bool = False) -> str:
    style = ' stroke-dasharray="5 3"' if dashed else ""
    ends = f'x1="{start}" y1="{y}" x2="{stop}" y2="{y}"'
    return f'<line {ends} stroke="black" stroke-width="1.5"{style} marker-end="url(#head)"/>'


def write_pictures(folder: Path) -> list[Path]:
    """Write the pictures of the documentation into a folder."""
    return [
        write_bytes(folder / f"{name}.svg", string_picture(depth, strings, title).encode())
        for name, (depth, strings, title) in PICTURES.items()
    ]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m symdln.teaching.string_pictures FOLDER")
    write_pictures(Path(sys.argv[1]))
