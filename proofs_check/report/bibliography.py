"""The sources as BibTeX: ``python -m proofs_check.report.bibliography`` writes docs/references.bib."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from proofs_check.language.source import Source
from proofs_check.language.sources import SOURCES
from symdln.files import write_text

FILE = Path(__file__).parents[2] / "docs" / "references.bib"
_ARXIV = re.compile(r"arXiv:(\d{4}\.\d{5})")


def identity(source: Source) -> tuple[str, int, str]:
    """What makes two sources one entry: the conventions of a document may differ from part to part."""
    return source.title, source.year, source.where


def keys(sources: Iterable[Source]) -> Iterator[tuple[str, Source]]:
    """Every document that is not this project's, once, with a key such as ``chitour2022`` or ``lucchi2024b``."""
    documents = {identity(source): source for source in sources if not source.own}
    groups: dict[str, list[Source]] = {}
    for source in documents.values():
        groups.setdefault(f"{source.key}{source.year}", []).append(source)
    for key, group in sorted(groups.items()):
        letters = [""] if len(group) == 1 else list("abcdefgh")
        yield from ((key + letter, source) for letter, source in zip(letters, group, strict=False))


def entry(key: str, source: Source) -> str:
    """One entry; the title is kept in capitals as it is printed, and ``note`` says where and how it was read."""
    fields = {
        "author": source.authors.replace(", ", " and "),
        "title": f"{{{source.title}}}",
        "year": str(source.year),
        "note": source.where,
    }
    number = _ARXIV.search(source.where)
    if number:
        fields |= {"eprint": number[1], "archiveprefix": "arXiv"}
    return "\n".join([f"@misc{{{key},", *(f"  {name} = {{{value}}}," for name, value in fields.items()), "}"])


def bibliography(sources: Iterable[Source] = SOURCES) -> str:
    """All entries, sorted by key."""
    return "\n\n".join(itertools.starmap(entry, keys(sources))) + "\n"


def main() -> None:
    write_text(FILE, bibliography())


if __name__ == "__main__":
    main()
