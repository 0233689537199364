"""Hessians against the exact path, in every memory layout, chunk and tile."""

import itertools

import numpy as np
import pytest

import symdln as dln
from symdln.numeric import (
    NumericProblem,
    Workspace,
    gradient,
    hessian,
    hessian_block,
    hessian_vector_product,
    rounding_bound,
)
from symdln.numeric.derivatives import hessians
from tests.numeric.support import (
    WIDTHS,
    exact_ratio,
    flat,
    floats,
    random_batch,
    random_layers,
    random_problem,
    stacked,
)


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_hessians_lie_within_the_derived_bound_of_the_exact_ones(widths):
    exact = random_problem(widths, 0)
    problem = NumericProblem.of(exact)
    points = [random_layers(exact, seed) for seed in range(3)]
    batch = stacked([floats(W) for W in points])
    computed, bounds = hessian(problem, batch), rounding_bound(problem, "hessian", batch, inputs_rounded=True)
    for W, H, bound in zip(points, computed, bounds, strict=True):
        assert exact_ratio(H, dln.hessian(exact, W).entries(), bound) <= 1


@pytest.mark.parametrize("widths", [(2, 3, 2), (2, 1, 3, 2), (1, 2, 3, 2, 1)], ids=str)
def test_planted_faults_leave_the_bound(widths):
    exact = random_problem(widths, 0)
    problem, W = NumericProblem.of(exact), random_layers(exact, 0)
    w = floats(W)
    entries, bound = dln.hessian(exact, W).entries(), rounding_bound(problem, "hessian", w, inputs_rounded=True)
    good = hessian(problem, w)
    largest = np.unravel_index(abs(good).argmax(), good.shape)
    wrong = good.copy()
    wrong[largest] *= 1 + 1e-11  # one entry, in its eleventh digit
    assert exact_ratio(wrong, entries, bound) > 1
    order = np.arange(problem.parameters)
    rows, columns = problem.shapes[0]
    if min(rows, columns) > 1:  # the first layer column by column
        order[: rows * columns] = np.arange(rows * columns).reshape(rows, columns).T.ravel()
        assert exact_ratio(good[np.ix_(order, order)], entries, bound) > 1
    half = NumericProblem(problem.widths, problem.Sxx, problem.Syx / 2, problem.Syy, problem.loss_factor)
    assert exact_ratio(hessian(half, w), entries, bound) > 1  # a wrong second term of the blocks j != k


def test_hessian_of_a_cubic_by_hand():
    # L = 1/2 (abc - 1)^2 at (1, 2, 3): L_aa = (bc)^2 = 36, L_bb = (ac)^2 = 9, L_cc = 4, L_ab = (bc)(ac) + 5c = 18 + 15,
    # L_ac = (bc)(ab) + 5b = 12 + 10, L_bc = (ac)(ab) + 5a = 6 + 5.
    problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1, 1)))
    point = [np.array([[value]]) for value in (1.0, 2.0, 3.0)]
    assert hessian(problem, point).tolist() == [[36, 33, 22], [33, 9, 11], [22, 11, 4]]


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
@pytest.mark.parametrize("size", [1, 5])
def test_layouts_tiles_and_workspaces_change_no_bit(widths, size, monkeypatch):
    problem = NumericProblem.of(random_problem(widths, 1))
    W, N = random_batch(problem, size, 0), problem.parameters
    expected = hessian(problem, W)
    assert np.array_equal(expected, expected.swapaxes(1, 2))
    one_panel = problem.shapes[0][0] * problem.shapes[0][1] * size
    for tile, wide in itertools.product((1, one_panel, 1 << 17), (1, 10**6)):  # rows, panels, blocks; by rows or slabs
        monkeypatch.setattr(hessians, "TILE", tile)
        monkeypatch.setattr(hessians, "WIDE", wide)
        for out in (
            np.full((size, N, N), np.nan),
            np.full((N, N, size), np.nan).transpose(2, 0, 1),
            np.full((size, N + 1, N + 2), np.nan)[:, 1:, 2:],
            np.full((2 * size, N, N), np.nan)[::2],
        ):
            assert hessian(problem, W, workspace=Workspace(), out=out) is out
            assert np.array_equal(out, expected)


@pytest.mark.parametrize("order", ["C", "C by rows", "batch last"])
def test_chunks_of_a_batch_join(order, monkeypatch):
    if order == "C by rows":
        monkeypatch.setattr(hessians, "WIDE", 1)
    problem = NumericProblem.of(random_problem((2, 1, 3, 2), 2))
    size, N = 1030, problem.parameters
    W = random_batch(problem, size, 0)
    out = hessian(problem, W, out=np.full((size, N, N), np.nan) if order != "batch last" else None)
    for i in (0, 63, 64, 1023, 1024, 1029):
        point = [layer[i] for layer in W]
        assert (abs(out[i] - hessian(problem, point)) <= 2 * rounding_bound(problem, "hessian", point)).all()
    assert np.isfinite(out).all()


@pytest.mark.parametrize("widths", [(2, 1, 3, 2), (1, 2, 3, 2, 1)], ids=str)
def test_blocks_are_cut_from_the_hessian(widths):
    problem = NumericProblem.of(random_problem(widths, 0))
    for W in (random_batch(problem, 4, 0), [layer[0] for layer in random_batch(problem, 1, 0)]):
        whole = hessian(problem, W)
        ends = np.cumsum([0] + [rows * columns for rows, columns in problem.shapes])
        for j in range(1, problem.depth + 1):
            for k in range(1, problem.depth + 1):
                rows, columns = slice(*ends[j - 1 : j + 1]), slice(*ends[k - 1 : k + 1])
                assert np.array_equal(hessian_block(problem, W, j, k), whole[..., rows, columns])
    with pytest.raises(dln.InputError, match=r"layers run from 1 to \d, but the block \(0, 1\) was passed"):
        hessian_block(problem, W, 0, 1)


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_hessian_times_direction_is_the_hessian_vector_product(widths):
    problem = NumericProblem.of(random_problem(widths, 3))
    W, V = ([layer[0] for layer in random_batch(problem, 1, seed)] for seed in (0, 1))
    H, v = hessian(problem, W), flat(V)
    room = flat(rounding_bound(problem, "hessian_vector_product", W, V))
    room = 2 * room + problem.parameters * 2**-52 * (rounding_bound(problem, "hessian", W) * 2**53 @ abs(v))
    assert (abs(H @ v - flat(hessian_vector_product(problem, W, V))) <= room).all()


@pytest.mark.parametrize("widths", [(2, 1, 3, 2), (3, 2, 2)], ids=str)
def test_hessian_agrees_with_differences_of_the_gradient(widths):
    problem = NumericProblem.of(random_problem(widths, 4))
    W = [layer[0] / 4 for layer in random_batch(problem, 1, 0)]
    h, columns = 1e-5, []
    for j, (rows, width) in enumerate(problem.shapes):
        for i in range(rows * width):
            step = np.zeros(rows * width)
            step[i] = h
            moved = [[w + s * step.reshape(rows, width) if k == j else w for k, w in enumerate(W)] for s in (1, -1)]
            columns.append((flat(gradient(problem, moved[0])) - flat(gradient(problem, moved[1]))) / (2 * h))
    assert np.allclose(np.stack(columns, axis=1), hessian(problem, W), rtol=1e-6, atol=1e-6)
