"""Section 4.1, the proof of Proposition 5: cases by hand and planted faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from proofs_check.claims.chitour.parts import prop5
from proofs_check.claims.chitour.parts.prop5 import Parameters, displacement, linear_map, tangent_left_sides, velocity
from proofs_check.claims.chitour.parts.shallow_chart import Chart, Variation
from proofs_check.claims.chitour.parts.shallow_frames import frame, frame_data
from proofs_check.claims.chitour.parts.strata import tangent_vectors
from proofs_check.language.outcome import Outcome, is_true

AT_FRAMES = tuple(frame_data("small"))

SMALLEST_OF_RANK_1 = ((2, 2, 2), (0,), 0, 0)  # S_Y = diag(2, 1), W_2 = (1 0; 0 0), W_1 = (2 0; 0 0)


# -- (29), (30) and the dimension --------------------------------------------------------------------------------------


def test_tangent_equations_by_hand() -> None:
    # A = 1, B_1 = 2, B_2 = 0, no c: b_1 + 2 a_1 = 0 and d_1 = d_2 = e_1 = e_2 = 0, five equations in 8 unknowns
    f = frame(SMALLEST_OF_RANK_1)
    equations = linear_map(f, tangent_left_sides)
    assert equations.shape == (5, 8)
    assert equations.row(0).entries() == [2, 0, 1, 0, 0, 0, 0, 0]  # a_1, a_2, b_1, b_2, d_1, d_2, e_1, e_2
    assert equations.rank() == 5
    assert tangent_vectors(f.point).rank() == 3


def solutions_are_tangent(left_sides: Callable[[Chart, Variation], list[Any]]) -> Callable[[Any], Outcome]:
    """The claim at the points, with other equations in the place of (29)."""

    def check(data: Any) -> Outcome:
        f = frame(data)
        equations = linear_map(f, left_sides)
        tangent = f.columns(*prop5.ALL_OLD).T @ tangent_vectors(f.point)
        kept = (equations @ tangent).is_zero()
        return is_true(kept and equations.rank() + tangent.rank() == equations.shape[1], "planted equations")

    return check


def other_sign(chart: Chart, x: Variation) -> list[Any]:
    return [chart.A @ x.b_1 - x.a_1 @ chart.B_1 + x.a_2 @ chart.B_2, *tangent_left_sides(chart, x)[1:]]


def without_a_2(chart: Chart, x: Variation) -> list[Any]:
    return [chart.A @ x.b_1 + x.a_1 @ chart.B_1, *tangent_left_sides(chart, x)[1:]]


def without_d_2(chart: Chart, x: Variation) -> list[Any]:
    sides = tangent_left_sides(chart, x)
    return [*sides[:2], *sides[3:]]


def c_1_alone(chart: Chart, x: Variation) -> list[Any]:
    sides = tangent_left_sides(chart, x)
    return [*sides[:3], x.c_1, *sides[4:]]


@pytest.mark.parametrize(
    ("fault", "first"),
    [
        (other_sign, ((2, 2, 2), (0,), 0, 0)),
        (without_a_2, ((2, 2, 2), (0,), 0, 1)),  # B_2 = 0 in the aligned point before
        (without_d_2, ((1, 1, 1), (), 0, 0)),
        (c_1_alone, ((3, 2, 2), (0,), 1, 0)),  # needs C_2 and a_2
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_planted_tangent_equations_are_refuted(fault: Callable[..., list[Any]], first: Any) -> None:
    data = [case for case in AT_FRAMES if solutions_are_tangent(fault)(case).fails]
    assert data[0] == first
    assert all(solutions_are_tangent(tangent_left_sides)(case).holds for case in AT_FRAMES)


# -- the printed map ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("own", [0, 1])
@pytest.mark.parametrize("name", ["a_1", "a_2"])
def test_velocity_is_the_derivative_of_the_map(own: int, name: str) -> None:
    # in a_2 alone the map is linear; in a_1 = t E_{12} too, where A = I: (I + t E)^-1 = I - t E, and E^2 = 0, and C_2
    # is empty
    f = frame(((3, 2, 2), (0,), 1, 1) if name == "a_2" else ((3, 3, 3), (0, 1), 0, 0))
    units = [x for x in f.units(Variation, (name,)) if name == "a_2" or x.a_1[0, 1]]
    assert units
    for x in units:
        p = Parameters(x.a_1, x.a_2, x.b_2, x.c_2)
        assert displacement(f, p, own) == velocity(f, p, own)
