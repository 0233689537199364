"""docs/architecture.md names every room of both packages, and no room that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGES = ("symdln", "proofs_check")
SOURCES = "proofs_check/claims/"
"""Below it every folder is a source, which the page does not list."""


def rooms(repository: Path) -> set[str]:
    """The packages inside both packages, as the page writes them."""
    inside = (path for package in PACKAGES for path in (repository / package).glob("*/**/__init__.py"))
    names = {f"{path.parent.relative_to(repository).as_posix()}/" for path in inside}
    return {name for name in names if name == SOURCES or not name.startswith(SOURCES)}


def named(page: str) -> set[str]:
    """The rooms that have a line in a table of the page."""
    return set(re.findall(r"^\| `((?:symdln|proofs_check)/[\w/]+/)` \| \S", page, re.MULTILINE))


def test_every_room_has_a_line_on_the_page(repository: Path) -> None:
    page = (repository / "docs" / "architecture.md").read_text(encoding="utf-8")
    without = sorted(rooms(repository) - named(page))
    assert not without, f"add a line with one sentence to a table of docs/architecture.md for {', '.join(without)}"
    gone = sorted(named(page) - rooms(repository))
    assert not gone, f"remove from docs/architecture.md what is not a package any more: {', '.join(gone)}"


def test_a_room_without_a_line_or_without_words_is_found() -> None:
    page = "| `symdln/algebra/` | exact algebra |\n| `symdln/files/` |  |\nand `symdln/cli/` in a sentence\n"
    assert named(page) == {"symdln/algebra/"}


def test_rooms_are_packages_of_any_depth_and_sources_are_not(repository: Path) -> None:
    found = rooms(repository)
    assert {"symdln/algebra/", "symdln/algebra/words/", SOURCES} <= found
    assert not any(name.startswith(SOURCES) and name != SOURCES for name in found)
