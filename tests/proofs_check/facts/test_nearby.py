"""Exact critical points near given weights: exact, near, and of the kind that is stated."""

import numpy as np

import symdln as dln
from proofs_check.facts import nearby


def test_exhibited_points_are_exact_near_and_of_the_kind():
    # W_2 = diag(1, 1e-9) between W_1 = 0 and W_3 = 0: two strings 1-2, one of which breaks within 1e-8.
    problem = dln.Problem.canonical((3,), (1, 2, 2, 1))
    weights = [[[0], [0]], [[1, 0], [0, "1e-9"]], [[0, 0]]]
    start = dln.Point(problem, weights)
    broken = dln.Point(problem, [[[0], [0]], [[1, 0], [0, 0]], [[0, 0]]])
    floats = [layer.to_numpy() for layer in start.weights]
    near = nearby.Neighbourhood(start)
    found = near.exhibited(floats, 1e-8, 0, broken.multiplicities)
    assert found is not None
    assert found.is_critical
    assert found.multiplicities == broken.multiplicities
    assert near.exhibited(floats, 1e-10, 0, broken.multiplicities) is None


def test_moves_inside_a_kind_find_the_nearest_point():
    # (a, b) with a b = 3: from (1, 3) to (1 + 1e-6, 3 - 3e-6), whose product is 3 - 3e-12.
    problem = dln.Problem.canonical((3,), (1, 1, 1))
    start = dln.Point(problem, [[[1]], [[3]]])
    floats = [np.array([[1 + 1e-6]]), np.array([[3 - 3e-6]])]
    near = nearby.Neighbourhood(start)
    found = near.exhibited(floats, 1e-11, 1, start.multiplicities)
    assert found is not None
    assert found.end_to_end[0, 0] == 3
    assert near.exhibited(floats, 1e-14, 1, start.multiplicities) is None


def test_a_layer_is_lowered_by_the_smallest_change_that_keeps_its_neighbours():
    # W_2 = [[1, 0], [1, e]] after W_1 = (1, 0)^T: keeping W_2 W_1, its rank falls by dropping e alone, and the change
    # -s t^T has t orthogonal to W_1, so t = (0, 1) and, with W_2^-1 = [[1, 0], [-1/e, 1/e]], t^T W_2^-1 s / |s| is
    # largest for s = (-1, 1) / 2^(1/2): the change is (e / 2) [[0, 1], [0, -1]].
    problem = dln.Problem.canonical((), (1, 2, 2, 1))
    e = dln.rational("1/1000")
    point = dln.Point(problem, [[[1], [0]], [[1, 0], [1, e]], [[0, 0]]])
    wanted = dln.Matrix([[1, e / 2], [1, e / 2]]).to_numpy()
    found = [weights[1] for weights in nearby._lowered(point) if weights[1].rank() == 1]
    kept = [layer for layer in found if layer @ point.weights[0] == point.weights[1] @ point.weights[0]]
    assert kept
    assert any(np.allclose(layer.to_numpy(), wanted, rtol=0, atol=1e-15) for layer in kept)


def test_one_vector_of_a_path_is_killed_where_that_changes_least():
    # W_2 = diag(3, 1) takes e_1 and e_2 from a path: killing e_2 changes least, and leaves diag(3, 0).  Of (1, 1) alone
    # nothing but that vector can be killed: W - W w w^T / 2 with w = (1, 1).
    layer = dln.Matrix([[3, 0], [0, 1]])
    assert np.allclose(nearby._without(layer, dln.Matrix.identity(2)).to_numpy(), [[3, 0], [0, 0]], atol=1e-14)
    half = dln.rational("1/2")
    only = nearby._without(layer, dln.Matrix([[1], [1]]))
    assert only == dln.Matrix([[3 * half, -3 * half], [-half, half]])
