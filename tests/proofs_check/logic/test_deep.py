"""The theory of extrema of any depth: its letters exist at all weights tried, and its hypotheses fail at saddles."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from deep_letters import DeepLetters, IrrationalError

import symdln as dln
from proofs_check.logic import replay, syntax
from proofs_check.logic.evaluate import Evaluator
from proofs_check.logic.layers import free_indices

LINES = replay.theory("deep").lines
OWN = [line for part in ("layers", "cut", "deep") for line in syntax.theory_text(replay.text_of(part)).lines]
EXTREMA = ("extremum.near", "extremum.ends")
MATRIX = dln.Matrix
FARS = [Fraction(sign, 2**k) for sign in (1, -1) for k in (0, 1, 2, 4, 6)]


def constant(value: Any) -> Any:
    return value if callable(value) else lambda: value


def answers(text: str, known: dict[str, Any], most: int) -> Counter[bool | None]:
    found: Counter[bool | None] = Counter()
    functions = {name: constant(value) for name, value in known.items()}
    names, statement = free_indices(text, "deep"), syntax.statement(text)
    for values in itertools.product(range(most + 1), repeat=len(names)):
        evaluator = Evaluator(functions | {n: constant(v) for n, v in zip(names, values, strict=True)})
        if evaluator.hypotheses(statement):
            found[evaluator.statement(statement)] += 1
    return found


def partial(rng: random.Random, rows: int, columns: int) -> MATRIX:
    """At most one entry, 1 or -1, in every row and column."""
    places = list(
        zip(rng.sample(range(rows), min(rows, columns)), rng.sample(range(columns), min(rows, columns)), strict=True)
    )
    entries = {place: rng.choice((1, -1)) for place in places[: rng.randint(0, len(places))]}
    return MATRIX.from_entries(rows, columns, [entries.get((i, j), 0) for i in range(rows) for j in range(columns)])


def networks(count: int) -> Iterator[DeepLetters]:
    rng, found = random.Random(4), 0
    shapes = [
        (1, 1, 1),
        (1, 2, 1),
        (1, 2, 2),
        (2, 1, 2),
        (2, 2, 2),
        (2, 1, 1, 2),
        (2, 2, 1, 2),
        (1, 2, 3, 2),
        (2, 3, 2, 2),
        (1, 1),
    ]
    while found < count:
        widths = rng.choice(shapes)
        weights, other = ([partial(rng, b, a) for a, b in itertools.pairwise(widths)] for _ in range(2))
        Y = partial(rng, widths[-1], widths[0]) * rng.choice((1, 2))
        try:
            yield DeepLetters(weights, other, Y, rng.choice((1, -1)))
        except IrrationalError:
            continue
        found += 1


def variables(letters: DeepLetters) -> Iterator[dict[str, Any]]:
    """Values of the three variables: steps far, and small variations of the first and the last layer."""
    n = letters.n
    rng = random.Random(1)
    for far in FARS:
        last, first = (
            MATRIX.from_entries(
                letters.d(j),
                letters.d(j - 1),
                [rng.choice((0, 1, -1)) * far / 4 for _ in range(letters.d(j) * letters.d(j - 1))],
            )
            for j in (n, 1)
        )
        yield {"far": far, "Vlast": last, "Vfirst": first}


def test_all_definitions_hold_at_every_network_tried():
    """So the letters that the theory defines exist at these weights, whether they are an extremum or not."""
    held: Counter[str] = Counter()
    for letters in networks(60):
        known = letters.letters()
        for line in OWN:
            if line.role in ("definition", "assumption") and line.name not in EXTREMA:
                found = answers(line.text, known, letters.n + 1)
                assert found[False] == found[None] == 0, (line, letters.weights, letters.Y)
                held[line.name] += found[True]
    named = {line.name for line in OWN if line.role in ("definition", "assumption")} - set(EXTREMA)
    assert set(held) == named
    assert min(held.values()) > 0


def seems_extremal(letters: DeepLetters) -> bool:
    known = letters.letters()
    return not any(answers(LINES[name].text, known | more, 0)[False] for more in variables(letters) for name in EXTREMA)


def test_minima_meet_the_hypotheses_and_other_points_do_not():
    """A point that is no minimum has a lower one among the few weights near it that are tried; a minimum has none."""
    seen: Counter[tuple[bool, bool]] = Counter()
    for letters in networks(60):
        if letters.side == 1:
            least = letters.loss(letters.weights) == letters.least_loss
            seen[least, seems_extremal(letters)] += 1
    assert seen[True, False] == 0
    assert seen[True, True] >= 5
    assert seen[False, False] >= 10
    # where the step far goes along kernel vectors, only small steps go down, and some cuts need special variations
    assert seen[False, True] <= seen[False, False] / 4


def test_no_point_is_a_maximum():
    """The data are not 0, so among the weights near by there is one with a larger loss."""
    answers_at = [seems_extremal(letters) for letters in networks(60) if letters.side == -1]
    assert len(answers_at) >= 10
    assert answers_at.count(True) <= len(answers_at) / 4


def test_at_the_saddle_zero_only_the_extremum_fails():
    zero, Y = MATRIX.zeros(1, 1), MATRIX([[1]])
    letters = DeepLetters([zero, zero], [zero, zero], Y, 1)
    # first = 2, Lower = 1, Chain[0] = step = 1/2, and Upper[2] = -1 along the gradient, so that the product at far is
    # -far/2, and the loss (far/2 + 1)^2: 9/16 for far = -1/2, less than 1 at W = 0
    known: dict[str, Any] = letters.letters() | {"far": Fraction(-1, 2)}
    assert answers(LINES["extremum.near"].text, known, 0) == Counter({False: 1})
    changed = zero - Fraction(1, 2) * letters.upper[2] @ letters.lower[1].T
    assert known["Above"](2) @ changed @ known["Below"](1) == MATRIX([[Fraction(1, 4)]])


@pytest.mark.parametrize("goal", ["lucchi.thm8.3", "lucchi.thm8.2/minimum"])
def test_the_theorem_holds_at_minima(goal: str):
    minima = [one for one in networks(60) if one.side == 1 and one.loss(one.weights) == one.least_loss]
    assert len(minima) >= 5
    assert all(answers(LINES[goal].text, one.letters(), 0) == Counter({True: 1}) for one in minima)


def test_the_named_neighbours_are_near():
    """For far = 1, whose square is at most reach = 1."""
    held: Counter[str] = Counter()
    for letters in networks(60):
        for part in ("near-lower", "near-upper", "near-first"):
            found = answers(LINES[f"lucchi.thm8.2/{part}"].text, letters.letters() | {"far": 1}, letters.n)
            assert found[False] == found[None] == 0, (part, letters.weights, letters.Y)
            held[part] += found[True]
    assert min(held.values()) > 0
    assert len(held) == 3
