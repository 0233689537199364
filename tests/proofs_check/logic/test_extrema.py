"""The theory of local extrema of two layers at exact points: where it says something, and what fails at a saddle."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

import symdln as dln
from proofs_check.logic import replay, syntax
from proofs_check.logic.evaluate import Evaluator

LINES = replay.theory("extrema").lines
THEOREM = LINES["lucchi.thm7"].text
EQUATIONS = (LINES["equation.first"].text, LINES["equation.second"].text)
EXTREMUM = LINES["extremum"].text
GRID = [Fraction(k, 8) for k in (-2, -1, 0, 1, 2)]


def evaluated(text: str, known: dict[str, Any]) -> bool | None:
    evaluator = Evaluator({name: (lambda value=value: value) for name, value in known.items()})
    tree = syntax.statement(text)
    return evaluator.statement(tree) if evaluator.hypotheses(tree) else None


def at(w1: int, w2: int, x: int, y: int, side: int, kind: Any) -> dict[str, Any]:
    """Weights of width 1 in the loss ``(w2 w1 x - y)^2``, and other weights that fit if x is not 0."""
    numbers = {"W1": w1, "W2": w2, "X": x, "Y": y, "E": w2 * w1 * x - y, "U1": 1, "U2": Fraction(y, x) if x else 0}
    known = {name: dln.Matrix([[value]]) for name, value in numbers.items()}
    return {**known, "side": side, "kind": kind, "reach": Fraction(1, 2), "inverse": 2}


def extremal(known: dict[str, Any]) -> bool:
    """Whether the extremum shows no counterexample on the grid of variations."""
    answers = [
        evaluated(EXTREMUM, {**known, "V1": dln.Matrix([[a]]), "V2": dln.Matrix([[b]])})
        for a, b in product(GRID, repeat=2)
    ]
    assert True in answers
    return False not in answers


def meets(known: dict[str, Any]) -> bool:
    return all(evaluated(text, known) for text in EQUATIONS) and extremal(known)


@pytest.mark.parametrize("kind", [0, 1])
def test_the_hypotheses_hold_at_minima(kind: int):
    # (w2 w1 - 1)^2 is 0 at w1 = w2 = 1, where the Hessian form (v1 + v2)^2 is not negative.
    known = at(1, 1, 1, 1, 1, kind)
    assert meets(known)
    assert evaluated(THEOREM, known) is True
    # It is no local maximum, and (v1 + v2)^2 is positive for some v.
    assert not extremal({**known, "side": -1})


@pytest.mark.parametrize("kind", [0, 1])
def test_where_x_vanishes_every_point_is_a_maximum_too(kind: int):
    for side in (1, -1):
        known = at(1, 2, 0, 3, side, kind)
        assert meets(known)
        assert evaluated(THEOREM, known) is True


@pytest.mark.parametrize(("kind", "side"), [(0, 1), (0, -1), (1, 1), (1, -1)])
def test_a_saddle_meets_the_equations_and_is_no_extremum(kind: int, side: int):
    # At 0 the loss (v2 v1 - 1)^2 - 1 = -2 v1 v2 + (v1 v2)^2 and its Hessian form -2 v1 v2 have both signs nearby.
    known = at(0, 0, 1, 1, side, kind)
    assert all(evaluated(text, known) for text in EQUATIONS)
    assert not extremal(known)
    assert evaluated(THEOREM, known) is False


def test_a_point_that_is_not_critical_misses_the_equations_or_is_no_minimum():
    # The gradient of (w2 w1 - 1)^2 at (2, 1) is (2, 4): both equations fail, and the loss falls along it.
    slope = at(2, 1, 1, 1, 1, 0)
    assert evaluated(EQUATIONS[0], slope) is False
    assert evaluated(EQUATIONS[0], {**slope, "kind": 1}) is True
    assert not extremal({**slope, "kind": 1})
    assert evaluated(THEOREM, slope) is False
