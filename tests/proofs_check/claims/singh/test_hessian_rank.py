"""Bounds on the rank of the Hessian and of its two parts: cases by hand and planted faults."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import sympy

import symdln as dln
from proofs_check.claims.singh import hessian_rank
from proofs_check.language.outcome import Finding
from proofs_check.language.verdict import Verdict
from symdln.algebra.words import Symbol, derivative, gradient, inner
from tests.proofs_check.settling import first_failure, verdicts_on_cases

test_claims_hold_in_the_small_scope_and_say_something_there = verdicts_on_cases(
    {
        hessian_rank.bound: Verdict.DERIVED,
        hessian_rank.hessian_rank: Verdict.VERIFIED,
    },
    more_than=20,
)


def test_parts_of_the_smallest_hessian_by_hand() -> None:
    # L = 1/2 (b a - 5)^2 at a = 2, b = 3: (b, a) (b, a)^T and (b a - 5) [[0, 1], [1, 0]]
    point = dln.Point(dln.Problem.from_data([[1]], [[5]], [1]), [[[2]], [[3]]])
    assert hessian_rank.outer_part(point) == dln.Matrix([[9, 6], [6, 4]])
    assert point.hessian - hessian_rank.outer_part(point) == dln.Matrix([[0, 1], [1, 0]])
    assert hessian_rank.ranks(point) == hessian_rank.printed((1, 1, 1), 1) == (1, 2, 2)


def test_formulas_give_the_ranks_that_the_authors_print() -> None:
    # the output of their notebook: 25 inputs, widths 5 and 10, 10 classes, 50 samples
    assert hessian_rank.printed((25, 5, 10, 10), 25) == hessian_rank.contained((25, 5, 10, 10), 25) == (150, 175, 250)


def test_parts_against_the_elementwise_derivatives_of_sympy() -> None:
    case = (3, 2, 2), 2
    point = hessian_rank.at_integers(case, 4, 0)
    X = hessian_rank.inputs(3, 2).to_sympy()
    names = sympy.symbols(f"w:{point.problem.parameters}")
    W_1, W_2 = sympy.Matrix(2, 3, names[:6]), sympy.Matrix(2, 2, names[6:])
    values = dict(zip(names, [x for W in point.weights for x in W.to_sympy()], strict=True))
    outer = sympy.zeros(len(names), len(names))
    for output in W_2 * W_1 * X:
        slope = sympy.Matrix([output.diff(name) for name in names]).subs(values)
        outer += slope * slope.T
    assert hessian_rank.outer_part(point).to_sympy() == sympy.ImmutableMatrix(outer)
    assert hessian_rank.jacobian(point).rank() == outer.rank()


def test_inputs_have_the_rank_of_the_case() -> None:
    for d, r in ((1, 1), (3, 1), (3, 2), (4, 4)):
        assert hessian_rank.inputs(d, r).rank() == r


def test_a_residual_of_lower_rank_lowers_the_functional_rank() -> None:
    # widths (2, 1, 2): for Y = 0 the residual is P, of rank 1, and the functional part of a layer of width 1 has rank
    # 2 x 1; for a residual of rank 2 it is 2 x 2
    widths = (2, 1, 2)
    weights = [[[1, 2]], [[1], [3]]]
    X = dln.Matrix.identity(2)
    at_zero_targets = dln.Point(dln.Problem.from_data(X, dln.Matrix.zeros(2, 2), [1]), weights)
    elsewhere = dln.Point(dln.Problem.from_data(X, [[5, 0], [0, 7]], [1]), weights)
    assert hessian_rank.ranks(at_zero_targets).functional == 2
    assert hessian_rank.ranks(elsewhere).functional == hessian_rank.printed(widths, 2).functional == 4


def test_no_rank_is_left_at_zero_weights_of_three_layers_or_where_the_targets_are_met() -> None:
    case = (2, 2, 2, 2), 2
    zero = hessian_rank.at_integers(case, 0, 0)
    assert hessian_rank.ranks(zero) == (0, 0, 0)
    met = dln.Problem.from_data([[1, 0], [0, 1]], [[3, 1], [1, 2]], [2])
    point = dln.Point(met, [[[1, 0], [0, 1]], [[3, 1], [1, 2]]])
    assert point.loss == 0
    assert hessian_rank.ranks(point).functional == 0
    assert hessian_rank.ranks(point).outer == hessian_rank.ranks(point).loss == 4


def with_layers(widths: tuple[int, ...], r: int, L: int, q: int, s: int) -> hessian_rank.Ranks:
    K, M = widths[-1], sum(widths[1:-1])
    return hessian_rank.Ranks(q * (r + K - q), 2 * q * M + 2 * q * s - L * q * q, 2 * q * M - L * q * q + q * (r + K))


def hidden_layers_counted(widths: tuple[int, ...], r: int) -> hessian_rank.Ranks:
    return with_layers(widths, r, len(widths) - 2, min(r, *widths[1:]), min(r, widths[-1]))


def all_inputs_counted(widths: tuple[int, ...], r: int) -> hessian_rank.Ranks:
    return with_layers(widths, widths[0], len(widths) - 1, min(widths), min(widths[0], widths[-1]))


def hidden_widths_forgotten(widths: tuple[int, ...], r: int) -> hessian_rank.Ranks:
    q = min(r, widths[-1])
    return with_layers(widths, r, len(widths) - 1, q, q)


def residual_as_thin_as_the_network(widths: tuple[int, ...], r: int) -> hessian_rank.Ranks:
    q = min(r, *widths[1:])
    return with_layers(widths, r, len(widths) - 1, q, q)


@pytest.mark.parametrize(
    ("planted", "witness"),
    [
        (hidden_layers_counted, ((1, 1, 1), 1)),  # L = 1 gives functional rank 3 of two weights
        (all_inputs_counted, ((2, 1, 1), 1)),  # the first with a rank below d_0
        (hidden_widths_forgotten, ((2, 1, 2), 2)),  # the first whose hidden layer is the narrowest
        (residual_as_thin_as_the_network, ((2, 1, 2), 2)),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_false_formulas_for_ranks_are_refuted(monkeypatch: pytest.MonkeyPatch, planted: Any, witness: Any) -> None:
    monkeypatch.setattr(hessian_rank, "printed", planted)
    assert first_failure(hessian_rank.hessian_rank) == witness


def test_points_that_stay_below_the_bound_decide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hessian_rank, "at_integers", lambda case, most, seed: at_zero(case))
    assert hessian_rank.hessian_rank.check(((1, 1, 1), 1)).answer is Finding.UNDECIDED


def test_points_beyond_the_bound_refute_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hessian_rank, "contained", lambda widths, r: hessian_rank.Ranks(0, 2, 2))
    assert hessian_rank.hessian_rank.check(((1, 1, 1), 1)).answer is Finding.FAILS
    monkeypatch.undo()
    monkeypatch.setattr(hessian_rank, "printed", lambda widths, r: hessian_rank.Ranks(1, 2, 1))
    monkeypatch.setattr(hessian_rank, "contained", lambda widths, r: hessian_rank.Ranks(1, 2, 1))
    assert hessian_rank.bound.check(((1, 1, 1), 1)).answer is Finding.FAILS


def at_zero(case: hessian_rank.Shape) -> dln.Point:
    widths, r = case
    zeros = [dln.Matrix.zeros(m, n) for n, m in itertools.pairwise(widths)]
    X = hessian_rank.inputs(widths[0], r)
    return dln.Point(dln.Problem.from_data(X, dln.Matrix.zeros(widths[-1], r), widths[1:-1]), zeros)


@pytest.mark.parametrize("step", [hessian_rank.LATER, hessian_rank.BETWEEN, hessian_rank.EARLIER])
def test_neither_space_alone_holds_the_range(step: str) -> None:
    path, F = hessian_rank.Path(step), Symbol("F", "K", "r")
    nothing = Symbol("nothing", "q", "q")
    only_columns, only_rows = 0, 0
    for W in path.moves:
        C, R = path.spaces(W, F)
        value = derivative(gradient(inner(F, path.P), W), {F: Symbol("F_dot", "K", "r"), **path.moves})
        assert hessian_rank.is_contained(value, C, R)
        only_columns += hessian_rank.is_contained(value, C, nothing @ R)
        only_rows += hessian_rank.is_contained(value, C @ nothing, R)
    assert only_columns < 2
    assert only_rows < 2


@pytest.mark.parametrize("step", [hessian_rank.LATER, hessian_rank.BETWEEN, hessian_rank.EARLIER])
def test_a_layer_at_the_wrong_place_is_noticed(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    right = hessian_rank.Path.spaces

    def swapped(self: hessian_rank.Path, W: Symbol, F: Any) -> Any:
        other = next((move for move in self.moves if move != W), W)
        return right(self, other, F)

    monkeypatch.setattr(hessian_rank.Path, "spaces", swapped)
    assert hessian_rank.step_in_words(step).answer is Finding.FAILS


def test_a_space_that_contains_the_moving_layer_does_not_hold_the_range_of_the_product() -> None:
    path = hessian_rank.Path(hessian_rank.PRODUCT_LATER)
    A, D, W, B = path.factors
    moved = derivative(path.P, path.moves)
    assert hessian_rank.is_contained(moved, A, W @ B)
    assert not hessian_rank.is_contained(moved, A @ D @ W, W @ B)
