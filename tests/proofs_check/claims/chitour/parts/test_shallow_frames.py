"""Section 4.1: exact critical points of one hidden layer with rational coordinates, two for every kind."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.claims.chitour.parts import prop5
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.claims.chitour.parts.shallow_frames import frame, frame_data
from proofs_check.claims.chitour.parts.strata import PROP_5

AT_FRAMES = tuple(frame_data("small"))


# -- the points in coordinates -----------------------------------------------------------------------------------------


def test_points_in_coordinates_are_those_of_the_setting_and_reach_every_kind_below_full_rank() -> None:
    reached: dict[dln.Problem, set[Any]] = {}
    for data in AT_FRAMES:
        f = frame(data)
        assert all(hypothesis.met_by(f.point) for hypothesis in PROP_5)
        assert blocks(f.point).r == f.r
        reached.setdefault(f.problem, set()).add((f.point.selection, f.point.multiplicities))
    for problem, found in reached.items():
        every = {(kind.selection, kind.multiplicities) for kind in problem.kinds()}
        assert found == {kind for kind in every if len(kind[0]) < problem.output_width}


def test_blocks_are_those_of_the_point() -> None:
    for data in AT_FRAMES:
        f = frame(data)
        chart, b = f.chart, blocks(f.point)
        assert b.W_last_1 == chart.A @ chart.V_1
        assert (b.D_Y, b.E_Y) == (chart.D_Y, chart.E_Y)
        assert chart.V_2 @ b.W_111 == chart.B_2
        assert chart.V_2 @ b.W_12 == chart.C_2
        assert chart.C_2.rank() == f.rank_C_2


def test_coordinates_keep_the_inner_product_and_mixed_points_are_not_aligned() -> None:
    for data in AT_FRAMES:
        f = frame(data)
        columns = f.columns(*prop5.ALL_OLD)
        assert columns.T @ columns == dln.Matrix.identity(f.problem.parameters)
    mixed = frame(((3, 2, 2), (0,), 1, 1))
    assert all(mixed.point.weights[1][0, j] for j in range(2))
    assert all(mixed.chart.B_2.entries())
    assert all(mixed.point.weights[0][i, 2] for i in range(2))


# -- the complement ----------------------------------------------------------------------------------------------------


def test_both_sets_of_variables_describe_the_same_subspace() -> None:
    for data in AT_FRAMES:
        f = frame(data)
        old = f.columns("b_1", "c_1", "d_1", "d_2", "e_1", "e_2")
        new = f.new_columns(*prop5.BOUND)
        both = dln.Matrix([[*a, *b] for a, b in zip(old.rows(), new.rows(), strict=True)])
        assert old.rank() == new.rank() == both.rank() == old.shape[1]
