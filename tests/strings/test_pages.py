"""The page on strings shows the lemmas, the definitions and the answers of the command as they are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from symdln.cli import main
from symdln.strings.decide import REFUTED, decide
from symdln.strings.definitions import DEFINITIONS
from symdln.strings.lemmas import COROLLARIES, LEMMAS
from symdln.strings.neighbours import neighbours

ALL = (*LEMMAS, *COROLLARIES)


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs/strings.md").read_text(encoding="utf-8")


def test_every_lemma_is_on_the_page(page):
    for found in ALL:
        assert f"\n{found.name}: {found.text}\n" in page
        assert f"\n| {found.name} | {found.sentence} | " in page


def test_every_definition_is_on_the_page(page):
    for name, (parameters, text) in DEFINITIONS.items():
        assert f"    {name}({', '.join(parameter for parameter, _ in parameters)}) = {text}\n" in page


def test_the_commands_answer_as_the_page_says(page, capsys):
    shown = re.findall(r"^\$ symdln (strings .*)\n(.*)$", page, re.MULTILINE)
    assert len(shown) >= 2
    for command, answer in shown:
        with pytest.raises(SystemExit):
            main(shlex.split(command))
        assert capsys.readouterr().out == answer + "\n"


@pytest.mark.slow
def test_the_numbers_of_neighbours_are_those_of_the_page(page):
    for found in ALL:
        near = neighbours(found.statement)
        refuted = sum(decide(neighbour.statement).status == REFUTED for neighbour in near)
        assert f"\n| {found.name} | {found.sentence} | {len(near)} | {refuted} |\n" in page
