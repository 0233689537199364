"""The questions of statements.txt, each with what is true of it."""

from pathlib import Path
from typing import NamedTuple

import pytest


class Stated(NamedTuple):
    """A question and whether it is true; ``name`` says of which statement it is, or is a neighbour."""

    name: str
    holds: bool
    slow: bool
    question: str


def stated() -> list[Stated]:
    found, name = [], ""
    for line in Path(__file__).with_name("statements.txt").read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word == "name":
            name = rest.strip()
        elif word and word != "#":
            assert word in {"true", "false", "slow-true", "slow-false"}, line
            found.append(Stated(name, word.endswith("true"), word.startswith("slow"), rest.strip()))
    return found


def parameters(*, holds: bool | None = None) -> list:
    """The questions for ``pytest.mark.parametrize``, the slow ones marked so."""
    return [
        pytest.param(one, id=f"{number}-{one.name[:40]}", marks=[pytest.mark.slow] if one.slow else [])
        for number, one in enumerate(stated())
        if holds is None or one.holds is holds
    ]
