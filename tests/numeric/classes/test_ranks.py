"""Ranks of paths: numerical ranks need the gap and the floor, lower bounds hold over the whole ball."""

import numpy as np
import pytest

from symdln.numeric.classes.ranks import Arrows, decided_rank, path_ranks


def test_decided_rank_needs_the_gap_and_the_floor():
    values = np.array([[1.0, 5e-13]])
    bound, floor = np.array([1e-13]), np.array([1.0])
    assert decided_rank(values, bound, floor, gap=2).tolist() == [2]
    assert decided_rank(values, bound, floor, gap=100).tolist() == [-1]
    assert decided_rank(values, 10 * bound, floor, gap=100).tolist() == [1]
    assert decided_rank(values, 10 * bound, 1e-12 * floor, gap=100).tolist() == [-1]


def test_lower_bounds_hold_at_points_of_less_rank_in_the_ball():
    # Layers of rank 2 whose product loses rank where one singular pair is taken out: W - s u v^T is s away.
    rng, size = np.random.default_rng(0), 200
    layers = [rng.normal(size=(size, 3, 3)) for _ in range(3)]
    errors = [np.zeros(size) for _ in layers]
    for j, W in enumerate(layers):
        left, values, right = np.linalg.svd(W)
        values[:, 2] = np.exp(rng.uniform(-40, 0, size)) * values[:, 0]
        layers[j] = (left * values[:, None, :]) @ right
        errors[j] = values[:, 2] * (1 + 1e-10) + 1e-14 * values[:, 0]
    arrows = Arrows(layers, errors, np.full(size, 3.0), np.eye(3), 0.0, 3)
    ranks = path_ranks(arrows, gap=100.0)
    for (start, length), least in ranks.at_least.items():
        if start + length <= 3:  # every arrow has a point of rank 2 in the ball, so every path has
            assert (least <= 2).all()
    halved = path_ranks(Arrows(layers, [error / 4 for error in errors], arrows.first, np.eye(3), 0.0, 3), gap=100.0)
    assert any((least > 2).any() for (start, length), least in halved.at_least.items() if start + length <= 3)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_an_arrow_that_is_not_finite_decides_nothing_and_spoils_no_other(bad):
    layers = [np.stack([np.eye(2)] * 3) for _ in range(2)]
    layers[0][1, 0, 0] = bad
    with np.errstate(invalid="ignore"):
        ranks = path_ranks(Arrows(layers, [np.full(3, 1e-15)] * 2, np.ones(3), np.eye(2), 0.0, 2), gap=100.0)
    assert ranks.decided[0, 1].tolist() == [2, -1, 2]
    assert ranks.at_least[0, 1].tolist() == [2, 0, 2]
