"""The table of conventions by source, made from the data of the sources, for the page ``docs/conventions.md``.

To write it anew: ``python -m proofs_check.report.conventions``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from proofs_check.language.source import IN_OUR_WORDS, Source, SourceConventions
from proofs_check.language.sources import SOURCES
from symdln.errors import InputError
from symdln.files import write_text

FILE = Path(__file__).resolve().parents[2] / "docs" / "conventions.md"
BEGIN = "<!-- the table of conventions: written by `python -m proofs_check.report.conventions` -->"
END = "<!-- end of the table of conventions -->"
_HEAD = (
    "| source | loss | depth (number of weight matrices) | first layer | shape of layer $j$ | the product, output | "
    "$r$ is the rank of |"
)


def table(sources: Iterable[Source] = SOURCES) -> str:
    """A row for symdln and one for every source, or part of one, of which the formulas were read."""
    rows = [_HEAD, "|" + "---|" * 7, _row("symdln", IN_OUR_WORDS)]
    found: dict[tuple[str, str], SourceConventions] = {}
    for source in sources:
        if source.as_printed:
            found.setdefault((source.key, source.conventions.part), source.conventions)
    rows += [_row(f"`{key}`{', ' if part else ''}{part}", conventions) for (key, part), conventions in found.items()]
    return "\n".join(rows)


def in_our_words(sources: Iterable[Source] = SOURCES) -> str:
    """The sentence about all other sources."""
    keys = dict.fromkeys(
        f"`{source.key}` ({source.year})" for source in sources if not source.as_printed and not source.own
    )
    return (
        "The formulas of these were not read, or only in quotations; their statements stand in the catalog in symdln's "
        f"way: {', '.join(keys)}."
    )


def _row(name: str, found: SourceConventions) -> str:
    cells = (
        name,
        f"${found.loss}$",
        _depth(found),
        f"${_latex(found.first_layer)}$",
        ", ".join(_shapes(found)),
        "on the right" if found.input_is_left else "on the left",
        f"${_latex(found.rank_product)}$",
    )
    return f"| {' | '.join(cells)} |"


def _depth(found: SourceConventions) -> str:
    if found.depth_symbol.startswith("("):
        return f"${found.extra_layers}$"
    return f"${found.depth_symbol}{f' + {found.extra_layers}' if found.extra_layers else ''}$"


def _shapes(found: SourceConventions) -> Iterator[str]:
    yield "$d_j \\times d_{j-1}$"
    for number in found.transposed:
        yield f"transposed for layer {number}"


def _latex(text: str) -> str:
    return text.replace("...", r"\cdots ").replace("^T", r"^\top")


def page(text: str) -> str:
    """The page with its table made anew between the two marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise InputError(f"the page has no place for the table; it needs the lines '{BEGIN}' and '{END}'.")
    return f"{before}{BEGIN}\n\n{table()}\n\n{in_our_words()}\n\n{END}{after}"


def main() -> int:
    """Write the table into the page."""
    write_text(FILE, page(FILE.read_text(encoding="utf-8")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
