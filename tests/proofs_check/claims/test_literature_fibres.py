"""Conservation laws, Hessian ranks and fibres: cases by hand, boundaries, and planted faults that must be found."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
import sympy
from chitour_cases import first_failure, small_cases
from settling import settle

import symdln as dln
from proofs_check.claims.marcotte import conservation
from proofs_check.claims.singh import hessian_rank
from proofs_check.claims.trager import fibre
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Answer
from proofs_check.language.verdict import Verdict
from symdln.algebra.words import Symbol, derivative, gradient, inner

VERDICTS = {
    conservation.conservation: Verdict.VERIFIED,
    hessian_rank.bound: Verdict.PROVED,
    hessian_rank.hessian_rank: Verdict.VERIFIED,
    fibre.fibre: Verdict.PROVED,
}


@pytest.mark.parametrize("claim", VERDICTS, ids=lambda claim: claim.id)
def test_claim_holds_in_the_small_scope_and_says_something_there(claim: Claim) -> None:
    (result,) = settle(claim)
    assert result.error is None
    assert result.verdict is VERDICTS[claim]
    assert result.tally.cases == len(list(small_cases(claim))) > 20


# -- conservation laws -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("widths", "algebra", "laws"),
    [
        ((1, 1, 1), 1, 1),  # so(1, 1); the flow of u v keeps u^2 - v^2
        ((2, 1, 1), 3, 1),  # so(2, 1); |u|^2 - v^2
        ((2, 2, 2), 6, 3),  # so(2, 2); the three entries of a symmetric 2 x 2 matrix
        ((1, 3, 1), 1, 5),  # six weights, and the algebra moves them along one curve
    ],
)
def test_laws_of_the_smallest_networks(widths: conservation.Widths, algebra: int, laws: int) -> None:
    n, r, m = widths
    basis = conservation.algebra_of(n, m)
    M = conservation.point(n + m, r, min(n + m, r))
    assert len(basis) == algebra
    assert conservation.conserved(M, basis) == conservation.balances(M, n) == conservation.printed(n, r, m) == laws


def test_fields_are_the_gradients_of_the_entries_of_the_product() -> None:
    # u_1 = (1, 2), u_2 = (3, 4), v = (5, 6): the gradient of u_1 . v is (5, 6) by u_1, zero by u_2 and (1, 2) by v
    M = dln.Matrix([[1, 2], [3, 4], [5, 6]])
    assert conservation.field(2, 1, 0, 0) @ M == dln.Matrix([[5, 6], [0, 0], [1, 2]])


def test_disguised_points_have_the_rank_they_are_made_for() -> None:
    for s, r, rank in ((2, 3, 2), (5, 2, 2), (4, 4, 1), (6, 7, 6)):
        assert conservation.point(s, r, rank, disguised=True).rank() == rank
        assert conservation.point(s, r, rank, disguised=True) != conservation.point(s, r, rank)


def test_below_full_rank_the_two_numbers_differ() -> None:
    # at 0 no field moves and no entry of U^T U - V^T V changes; at u_1 = e_1, v_1 = 0: s = r = 2, the skew multiples of
    # (1, 0) have dimension 1, so 4 - 1 = 3, while u_1^2 - v_1^2 and u_1 u_2 - v_1 v_2 are the entries that move
    basis = conservation.algebra_of(1, 1)
    zero, one = conservation.point(2, 2, 0), conservation.point(2, 2, 1)
    assert (conservation.conserved(zero, basis), conservation.balances(zero, 1)) == (4, 0)
    assert (conservation.conserved(one, basis), conservation.balances(one, 1)) == (3, 2)


@pytest.mark.parametrize(
    ("planted", "witness"),
    [
        (lambda n, r, m: r * (r + 1) // 2, (1, 3, 1)),  # 6 entries, but only 5 laws: the first width with s < r
        (lambda n, r, m: (n + m) * (2 * r + 1 - n - m) // 2, (1, 1, 2)),  # 3 (3 - 3) / 2 = 0, but one law
        (lambda n, r, m: r, (1, 2, 1)),  # the norms of the columns only, as for ReLU
        (lambda n, r, m: max(r * (r + 1) // 2, (n + m) * (2 * r + 1 - n - m) // 2), (1, 3, 1)),
    ],
)
def test_false_counts_of_laws_are_refuted(monkeypatch: pytest.MonkeyPatch, planted: Any, witness: Any) -> None:
    monkeypatch.setattr(conservation, "printed", planted)
    assert first_failure(conservation.conservation) == witness


def test_the_fields_without_their_brackets_count_too_many_laws(monkeypatch: pytest.MonkeyPatch) -> None:
    # n = m = r = 2: four fields at eight weights leave 4, and their brackets make it 3
    fields = conservation.fields(2, 2)
    assert conservation.conserved(conservation.point(4, 2, 2), fields) == 4
    monkeypatch.setattr(conservation, "algebra_of", lambda n, m: tuple(conservation.fields(n, m)))
    assert first_failure(conservation.conservation) == (1, 1, 2)  # so(1, 2) has dimension 3 and two fields


def test_the_sum_of_the_gram_matrices_is_not_conserved() -> None:
    U, V, C = conservation.U, conservation.V, conservation.C
    assert derivative(U.T @ U + V.T @ V, {U: C @ V, V: C.T @ U})


# -- ranks of Hessians -------------------------------------------------------------------------------------------------


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
    assert hessian_rank.hessian_rank.check(((1, 1, 1), 1)).answer is Answer.UNDECIDED


def test_points_beyond_the_bound_refute_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hessian_rank, "contained", lambda widths, r: hessian_rank.Ranks(0, 2, 2))
    assert hessian_rank.hessian_rank.check(((1, 1, 1), 1)).answer is Answer.FAILS
    monkeypatch.undo()
    monkeypatch.setattr(hessian_rank, "printed", lambda widths, r: hessian_rank.Ranks(1, 2, 1))
    monkeypatch.setattr(hessian_rank, "contained", lambda widths, r: hessian_rank.Ranks(1, 2, 1))
    assert hessian_rank.bound.check(((1, 1, 1), 1)).answer is Answer.FAILS


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
    assert hessian_rank.step_in_words(step).answer is Answer.FAILS


def test_a_space_that_contains_the_moving_layer_does_not_hold_the_range_of_the_product() -> None:
    path = hessian_rank.Path(hessian_rank.PRODUCT_LATER)
    A, D, W, B = path.factors
    moved = derivative(path.P, path.moves)
    assert hessian_rank.is_contained(moved, A, W @ B)
    assert not hessian_rank.is_contained(moved, A @ D @ W, W @ B)


# -- fibres ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("widths", "dimension", "components"),
    [
        ((1, 1, 1), 1, 2),  # the hyperbola b a = c
        ((1, 2, 1), 3, 1),  # b_1 a_1 + b_2 a_2 = c, connected
        ((2, 1, 2), 1, 2),  # (k a, b / k) for k != 0
        ((1, 1, 1, 1), 2, 4),  # c b a = d: the signs of a and b a
        ((2, 2, 2), 4, 2),  # W_1 any invertible matrix
        ((1, 2, 1, 1), 4, 2),
        ((1, 1, 2), 1, 2),
        ((2, 3, 1), 9 - 2, 1),  # r is the width of the output, which b does not count
    ],
)
def test_fibres_of_the_smallest_networks(widths: fibre.Widths, dimension: int, components: int) -> None:
    assert fibre.printed_dimension(widths) == dimension
    assert fibre.dimension_at(fibre.start(widths)) == dimension
    assert fibre.pieces(widths) == 2 ** fibre.hidden_of_least_width(widths) == components
    assert fibre.fibre.check(widths).holds


def test_points_lie_in_one_fibre_and_are_of_every_orientation() -> None:
    found = fibre.points((1, 1, 2, 1))
    assert {fibre.end_to_end(weights).entries()[0] for weights in found.values()} == {
        fibre.end_to_end(fibre.start((1, 1, 2, 1)))[0, 0]
    }
    assert {fibre.orientations(weights) for weights in found.values()} == {(1,), (-1,)}
    assert len(found) == 4


def test_retraction_moves_what_the_product_does_not_see() -> None:
    # widths (1, 2, 1), u = (1, 0)^T, W_2 = (2, 1): the part of W_2 off u w goes
    weights = dln.Matrix([[1], [0]]), dln.Matrix([[2, 1]])
    moved = fibre.retracted(weights, 0)
    assert moved == weights  # one hidden layer has nothing to spare: u_1 = W_1 and w_1 = W_2
    weights = dln.Matrix([[1], [0]]), dln.Matrix([[1, 3], [0, 5]]), dln.Matrix([[1, 0]])
    assert fibre.retracted(weights, 1) == weights
    assert fibre.retracted(weights, 0)[1] == dln.Matrix([[1, 3], [0, 0]])
    assert fibre.retracted(weights, Fraction(1, 2))[1] == dln.Matrix([[1, 3], [0, Fraction(5, 2)]])


def test_frame_inverts_the_product_on_its_rank() -> None:
    P = dln.Matrix([[1, 2, 0], [2, 4, 0]])
    L, R = fibre.frame(P)
    assert (L @ P @ R).texts() == [["1"]]
    assert P @ R @ L @ P == P


def test_only_wider_layers_can_turn() -> None:
    # (1 - 2t)^2 + 4t(1 - t) = 1
    assert [fibre.can_turn(d, r) for d, r in ((1, 1), (2, 1), (2, 2), (3, 2), (4, 2))] == [0, 1, 0, 1, 1]


def test_below_the_greatest_rank_both_numbers_can_be_wrong() -> None:
    # widths (1, 1, 1), b a = 0: two lines that cross.  The formula gives 1, at the crossing the kernel has dimension 2;
    # and (t, 0) leads from one arm of a line through the crossing to the other, so there is one component, not 2
    crossing = dln.Matrix([[0]]), dln.Matrix([[0]])
    assert fibre.printed_dimension((1, 1, 1)) == 1
    assert fibre.dimension_at(crossing) == 2
    assert fibre.dimension_at((dln.Matrix([[1]]), dln.Matrix([[0]]))) == 1
    # a path through the crossing from W_1 = 1 to W_1 = -1, all of whose points have the product 0
    assert all(fibre.end_to_end((dln.Matrix([[1 - t]]), crossing[1])).is_zero() for t in (0, 1, 2))


@pytest.mark.parametrize(
    ("planted", "witness"),
    [
        (lambda widths: widths.count(min(widths)), (1, 1, 1)),  # the ends counted too
        (lambda widths: len(widths) - 2, (1, 2, 1)),  # every hidden layer
        (lambda widths: 0, (1, 1, 1)),  # connected
        (lambda widths: min(1, widths[1:-1].count(min(widths))), (1, 1, 1, 1)),  # two components at most
    ],
)
def test_false_numbers_of_components_are_refuted(monkeypatch: pytest.MonkeyPatch, planted: Any, witness: Any) -> None:
    monkeypatch.setattr(fibre, "hidden_of_least_width", planted)
    assert first_failure(fibre.fibre) == witness


def weights_less(widths: fibre.Widths, r: int) -> int:
    total = sum(a * b for a, b in itertools.pairwise(widths))
    return total - r * (widths[0] + widths[-1] - r)


@pytest.mark.parametrize(
    ("planted", "witness"),
    [
        (lambda widths: weights_less(widths, min(widths[0], widths[-1])), (2, 1, 2)),  # the rank of a free product
        (lambda widths: weights_less(widths, 0) - widths[0] * widths[-1], (2, 1, 2)),  # one equation per entry
        (lambda widths: weights_less(widths, min(widths[1:-1])), (1, 2, 1)),  # the ends forgotten
    ],
)
def test_false_dimensions_are_refuted(monkeypatch: pytest.MonkeyPatch, planted: Any, witness: Any) -> None:
    monkeypatch.setattr(fibre, "printed_dimension", planted)
    assert first_failure(fibre.fibre) == witness


@pytest.mark.parametrize("step", [fibre.STEP, fibre.LAST, fibre.ENDS, fibre.FAMILIES, fibre.FRAMES])
def test_without_its_relations_no_step_is_shown(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    monkeypatch.setattr(fibre, "rewrite", lambda value, relations: value)
    assert fibre.IN_WORDS[step]().answer is Answer.UNDECIDED


def test_a_fibre_that_connects_what_determinants_separate_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fibre, "can_turn", lambda d, r: True)
    assert first_failure(fibre.fibre) == (1, 1, 1)
