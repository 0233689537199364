"""Conditions after "if" of formal statements, left out one at a time: the statement is false then, or listed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

import symdln as dln
from proofs_check.logic import formal, replay, syntax
from proofs_check.logic.evaluate import Evaluator
from proofs_check.logic.indices import RefusedError
from tests.proofs_check.logic.support import instance

THEORIES = ("traces", "squares")
"""The theories whose letters are all variables, so that an instance may be drawn at will."""
NUMBERS = [Fraction(n, d) for n in (-3, -2, -1, 0, 1, 2, 3) for d in (1, 2, 4)]


def conditions() -> Iterator[tuple[str, str]]:
    """The parts of these theories, each with one of its conditions that are not about indices."""
    for id in formal.names():
        theorem = formal.theorem(id)
        reading = replay.theory(theorem.theory).reading
        for part in theorem.parts if theorem.theory in THEORIES else ():
            for text in part.text.partition(" if ")[2].split(", "):
                if text and reading.statement(f"0 = 0 if {text}")[0] and not _about_indices(reading, text):
                    yield part.name, text


def _about_indices(reading: Any, text: str) -> bool:
    return all(fact.kind == "index" for fact in reading.statement(f"0 = 0 if {text}")[0])


def drawn(rng: random.Random, text: str) -> dict[str, Callable[..., Any]]:
    """Values of all letters, which often meet the equations that statements of these theories assume."""
    sizes = {name: rng.randint(1, 2) for name in ("dx", "dy", "p", "f", "q", "d")}
    shapes = {"L": "dy p", "K": "dy p", "R": "p dx", "T": "p dx", "G": "p dx", "X": "dx f", "Y": "dy f", "V": "dy dx",
              "W": "dy dx", "N": "dx dx", "O": "dy q", "M": "q p", "C": "q p"}  # fmt: skip
    values: dict[str, Any] = {
        name: _matrix(rng, *(sizes[one] for one in shape.split())) for name, shape in shapes.items()
    }
    names = (
        "e w x y z rho u v a b gamma first second eta gap imbalance target alpha beta mu size other corner upper lower "
        "last root"
    )
    values |= {name: rng.choice(NUMBERS) for name in names.split()} | sizes | {"n": rng.randint(1, 3)}
    L, R, X = values["L"], values["R"], values["X"]
    for one, other in (("u", "v"), ("w", "x")) if "imbalance" not in text else ():
        if values[one] and rng.random() < 0.7:
            values[other] = 1 / values[one]
    values |= {"y": Fraction(1, sizes["d"])} if rng.random() < 0.7 else {}
    values |= {"e": Fraction(sizes["d"] + 2)} if rng.random() < 0.7 else {}
    if rng.random() < 0.5:
        values |= {"gamma": Fraction(1), "a": values["rho"] * values["v"] * sizes["d"] * values["e"] ** values["n"] / 3}
    if rng.random() < 0.5:
        values["Y"] = L @ R @ X
    if rng.random() < 0.5 and X.rank() == sizes["dx"]:
        values["N"] = (X @ X.T).inverse()
    if "norm(L)^2" in text and rng.random() < 0.8:
        values["u"] = 1 / (1 + L.norm_squared() * X.norm_squared())
    if "norm(R X)^2" in text and rng.random() < 0.8:
        values["u"] = 1 / (1 + (R @ X).norm_squared())
    if rng.random() < 0.5:
        values |= {"alpha": rng.choice((-1, 1)), "beta": rng.choice((-1, 1))}
    if rng.random() < 0.5:
        values |= {"upper": Fraction(1), "lower": Fraction(1), "root": abs(values["last"])}
    if "(S" in text:
        more = {"gamma": rng.choice(NUMBERS), "l": rng.randint(1, 4)}
        return instance(rng, text) | {name: (lambda value=value: value) for name, value in more.items()}
    return {name: (lambda value=value: value) for name, value in values.items()}


def _matrix(rng: random.Random, rows: int, columns: int) -> dln.Matrix:
    return dln.Matrix.from_entries(rows, columns, [rng.randint(-1, 2) for _ in range(rows * columns)])


def is_refuted(part: str, condition: str, draws: int) -> bool:
    """Whether the part without the condition fails at one of these draws."""
    line = next(line for line in replay.theory("squares").lines.values() if line.name == part)
    conclusion, _, hypotheses = line.text.partition(" if ")
    left = [one for one in hypotheses.split(", ") if one != condition]
    text = conclusion + (f" if {', '.join(left)}" if left else "")
    rng, statement = random.Random(5), syntax.statement(text)
    return any(Evaluator(drawn(rng, text)).statement(statement) is False for _ in range(draws))


NOT_SHOWN_FALSE = {
    ("chitour.trace-power/lower", "gamma >= 0"): "true without it, as no power of a trace of a psd matrix is negative",
}
"""Conditions without which no instance is found at which the statement fails, with the reason."""


def test_every_condition_on_matrices_and_numbers_is_needed_or_listed():
    """Drawn anew for each condition; most fail within a few draws."""
    found = {one: is_refuted(*one, 1500) for one in conditions()}
    assert len(found) >= 60
    assert {one for one, refuted in found.items() if not refuted} == set(NOT_SHOWN_FALSE)


@pytest.mark.parametrize(("part", "condition"), [*NOT_SHOWN_FALSE, ("chitour.trace-power/upper", "S psd")])
def test_no_statement_is_proved_without_a_condition(part: str, condition: str):
    """The theorem that was made assumes it, and the same steps make no other."""
    line = replay.theory("traces").lines[part]
    left = [one for one in line.text.partition(" if ")[2].split(", ") if one != condition]
    text = line.text.partition(" if ")[0] + " if " + ", ".join(left)
    with pytest.raises(RefusedError, match="other hypotheses"):
        replay.check(replay.shipped("traces"), line._replace(text=text))
