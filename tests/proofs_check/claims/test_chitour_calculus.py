"""Chitour et al., Sections 2.1, 2.2, Propositions 2 and 3, and Arora et al.: smallest cases by hand, planted faults."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
import sympy
from chitour_cases import first_failure, small_cases
from settling import settle

import symdln as dln
from proofs_check.claims.arora import end_to_end
from proofs_check.claims.chitour import (
    degree,
    first_variation,
    gradient,
    growth,
    hessian_shallow,
    invariant,
    products,
    prop3,
    reduction,
    remark3,
    residual_flow,
    target_positive,
)
from proofs_check.claims.chitour.parts import dynamics, expansion
from proofs_check.claims.chitour.parts.expansion import Letters, increasing_pairs
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Answer, Outcome
from proofs_check.language.verdict import Verdict
from proofs_check.networks import indeterminates as symbols
from proofs_check.networks import words
from proofs_check.networks.indeterminates import Network
from proofs_check.networks.words import FIRST_AND_OTHER, LAYER, NEIGHBOURS, Chain, any_loss
from proofs_check.scopes.rational_data import DATA, Reduction, orthogonal
from symdln.algebra.words import Symbol, derivative, norm_squared, trace
from symdln.errors import InputError

PROVED = (
    first_variation.first_variation,
    gradient.gradient,
    invariant.invariant,
    invariant.invariant_norms,
    growth.growth,
    residual_flow.residual_flow,
    products.products_corrected,
    degree.degree_corrected,
    prop3.prop_3_value,
    prop3.prop_3_first,
    prop3.prop_3_second_corrected,
    prop3.prop_3_hessian_corrected,
    prop3.prop_3_flow,
    hessian_shallow.hessian_shallow,
    reduction.reduction_loss,
    reduction.reduction_landscape,
    reduction.reduction_flow_corrected,
    target_positive.target_positive_corrected,
    remark3.cross_entropy,
    remark3.regularised_corrected,
    remark3.relu,
    end_to_end.end_to_end,
)
REFUTED = (
    degree.degree,
    prop3.prop_3_hessian,
    reduction.reduction_flow,
    target_positive.target_positive,
    remark3.regularised,
)


def word_cases(claim: Claim) -> list[Any]:
    return [case for case in small_cases(claim) if not isinstance(case, dln.Problem) and isinstance(case[0], str)]


def named_cases(claim: Claim) -> list[Any]:
    return [case for case in small_cases(claim) if isinstance(case, dln.Problem) or not isinstance(case[0], str)]


# -- verdicts ----------------------------------------------------------------------------------------------------------


def test_verdicts_in_the_small_scope() -> None:
    results = settle(*PROVED, *REFUTED, products.products, prop3.prop_3_second)
    found = {result.claim.id: result.verdict for result in results}
    assert found == {
        **{claim.id: Verdict.PROVED for claim in PROVED},
        **{claim.id: Verdict.REFUTED for claim in REFUTED},
        "chitour.products": Verdict.ILL_FORMED,
        "chitour.prop3.second": Verdict.ILL_FORMED,
    }


@pytest.mark.parametrize("claim", PROVED, ids=lambda claim: claim.id)
def test_proofs_have_words_for_any_size(claim: Claim) -> None:
    assert word_cases(claim)
    assert all(claim.check(case).holds for case in word_cases(claim))


@pytest.mark.parametrize(
    "claim",
    [claim for claim in PROVED if claim not in (remark3.cross_entropy, remark3.regularised_corrected)],
    ids=lambda claim: claim.id,
)
def test_proofs_have_a_second_route(claim: Claim) -> None:
    assert len(named_cases(claim)) >= 5
    assert all(claim.check(case).holds for case in named_cases(claim))


def test_words_cover_the_boundaries() -> None:
    # j = 1 has nothing before it and j = H + 1 nothing after it; of two neighbours either, both or none may be so
    assert [case[1] for case in word_cases(gradient.gradient)] == list(LAYER)
    assert {LAYER[case[1]] for case in word_cases(gradient.gradient)} == {(True, True), (True, False), (False, True)}
    ends = {(gaps[0], gaps[-1]) for gaps in (NEIGHBOURS[case[1]] for case in word_cases(invariant.invariant))}
    assert ends == set(itertools.product((True, False), repeat=2))
    between = {FIRST_AND_OTHER[case[1]] for case in word_cases(invariant.invariant_norms)}
    assert between == {(a, b, False) for a, b in itertools.product((True, False), repeat=2)}


# -- chains ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gaps", [*LAYER.values(), *NEIGHBOURS.values(), (False, True, False, True, False)])
def test_chain_is_the_product_of_its_layers_and_gaps(gaps: tuple[bool, ...]) -> None:
    chain = Chain(gaps)
    assert len(chain.W) == len(gaps) - 1
    assert chain.P.shape == chain.target.shape == ("d_y", "d_x")
    for place, W in enumerate(chain.W):
        assert chain.outer(place) @ W @ chain.inner(place) == chain.P


def test_wrong_boundary_or_missing_transpose_does_not_fit() -> None:
    chain = Chain(LAYER["an inner layer"])
    with pytest.raises(InputError, match="must be equal"):
        chain.outer() @ chain.M @ chain.inner().T
    with pytest.raises(InputError, match="must be equal"):
        (chain.outer() @ chain.W[0]).T @ chain.M @ chain.inner().T + chain.W[0]  # (Pi W)_j instead of (Pi W)_{j+1}


# -- planted faults in Section 2 ---------------------------------------------------------------------------------------


class WithoutHalf(Chain):
    """A network whose loss lacks the factor 1/2."""

    def __init__(self, gaps: words.Gaps):
        super().__init__(gaps)
        self.loss = 2 * self.loss


class OtherSign(Chain):
    """A residual with the wrong sign."""

    def __init__(self, gaps: words.Gaps):
        super().__init__(gaps)
        self.M = -self.M


class WithoutTheLayersBehind(Chain):
    """``(Pi W)_1^{j-1}`` forgotten wherever the sizes allow it, by another symbol of the same shape."""

    def inner(self, place: int = 0) -> Any:
        true = super().inner(place)
        return Symbol("B", *true.shape)


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        (gradient.gradient, WithoutHalf),
        (gradient.gradient, OtherSign),
        (gradient.gradient, WithoutTheLayersBehind),
        (first_variation.first_variation, WithoutHalf),
        (first_variation.first_variation, OtherSign),
        (first_variation.first_variation, WithoutTheLayersBehind),
        (growth.growth, WithoutHalf),
        (growth.growth, OtherSign),
        (residual_flow.residual_flow, WithoutHalf),
        (residual_flow.residual_flow, WithoutTheLayersBehind),
    ],
)
def test_planted_network_is_refuted_in_words(claim: Claim, fault: type, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (first_variation, gradient, growth, invariant, dynamics, residual_flow):
        monkeypatch.setattr(module, "Chain", fault)
    assert all(claim.check(case).fails for case in word_cases(claim))


def test_sum_of_grams_is_refuted_in_words() -> None:
    for gaps in NEIGHBOURS.values():
        chain = Chain(gaps)
        upper, lower = chain.W
        assert derivative(upper.T @ upper + lower @ lower.T, chain.flows())
        assert derivative(norm_squared(upper) + norm_squared(lower), chain.flows()) != 0
        assert derivative(norm_squared(upper) - 2 * norm_squared(lower), chain.flows()) != 0


def test_grams_of_layers_that_are_no_neighbours_are_refuted_in_words() -> None:
    # W_3^T W_3 - W_1 W_1^T with a square layer W_2 between them
    W_1, W_2, W_3 = Symbol("W_1", "n", "d_x"), Symbol("W_2", "n", "n"), Symbol("W_3", "d_y", "n")
    P = W_3 @ W_2 @ W_1
    F = Symbol("F", "d_y", "d_x")
    flows = {W_3: -F @ (W_2 @ W_1).T, W_1: -((W_3 @ W_2).T @ F)}
    assert P.shape == F.shape
    assert derivative(W_3.T @ W_3 - W_1 @ W_1.T, flows)
    assert derivative(norm_squared(W_3) - norm_squared(W_1), flows) == 0


def planted_sum(network: Network, layers: range, sign: int = 1) -> Any:
    """Twice the second form of the first variation, over some layers only."""
    M, H = network.residual, network.H
    terms = (
        (network.w[j - 1] @ network.product(1, j - 1) @ M.T @ network.product(j + 1, H + 1)).trace() for j in layers
    )
    return -2 * sign * sum(terms, network.zero)


@pytest.mark.parametrize(
    "fault",
    [
        lambda n: planted_sum(n, range(2, n.H + 2)),  # starts at 2
        lambda n: planted_sum(n, range(1, n.H + 1)),  # ends at H
        lambda n: planted_sum(n, range(1, n.H + 2), -1),
    ],
    ids=["first layer", "last layer", "sign"],
)
def test_planted_first_variation_is_found(fault: Callable[[Network], Any]) -> None:
    network = Network((1, 1, 1), varied=True)
    assert network.twice_first_variation == planted_sum(network, range(1, 3))
    outcome = symbols.polynomials_agree(network.twice_first_variation, fault(network), "planted", network, 2)
    assert outcome.fails
    assert set(outcome.details) == {"widths", "W", "w", "target"}


def test_first_variation_by_hand() -> None:
    # L = 1/2 (s - b a)^2: dL = -(s - b a)(b w_a + a w_b)
    n = Network((1, 1, 1), varied=True)
    (a, b), (w_a, w_b), s = (m.rows[0][0] for m in n.W), (m.rows[0][0] for m in n.w), n.target.rows[0][0]
    assert n.twice_first_variation == -2 * (s - b * a) * (b * w_a + a * w_b)


def test_planted_growth_is_refuted_in_words() -> None:
    chain = Chain(LAYER["the last layer"])
    rate = derivative(norm_squared(chain.W[0]), chain.flows())
    grown, damped = trace(chain.target @ chain.P.T), trace(chain.P.T @ chain.P)
    assert rate == 2 * grown - 2 * damped
    for planted in (
        grown - 2 * damped,
        2 * grown - damped,
        2 * grown + 2 * damped,
        2 * trace(chain.M @ chain.P.T) - damped,
    ):
        assert rate != planted


# -- products and degree -----------------------------------------------------------------------------------------------


def test_general_product_by_hand() -> None:
    # H = 2, layers 1 and 3: P^2_{1,3} = w_3 W_2 w_1
    network = Network((1, 1, 1, 1), varied=True)
    entry = products.multiplied(network, products.general_product([("", 1), ("", 3)])).rows[0][0]
    w_1, w_3, W_2 = network.w[0].rows[0][0], network.w[2].rows[0][0], network.W[1].rows[0][0]
    assert entry == w_3 * W_2 * w_1


def test_upper_index_as_printed_is_wrong_already_for_three_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    # with j_{r-1} as upper index the product between two variations is empty: w_3 w_1 instead of w_3 W_2 w_1
    def literally(indices: Any) -> list[Any]:
        factors = true(indices)
        return [
            ("Pi", f[1], products.plus(f[1], -1)) if f[0] == "Pi" and place not in (0, len(factors) - 1) else f
            for place, f in enumerate(factors)
        ]

    true = products.general_product
    monkeypatch.setattr(products, "general_product", literally)
    assert first_failure(products.products_corrected) == (1, 1, 1, 1)
    assert all(products.products_corrected.check(case).fails for case in word_cases(products.products_corrected))


def test_degree_by_hand() -> None:
    # 2 L = (s - c b a)^2 has the degree 6 in a, b, c, and (H + 1)^2 = 9 for H = 2; for H = 1 both are 4
    assert degree.degree_in_weights(Network((1, 1, 1, 1))) == 6
    assert first_failure(degree.degree) == (1, 1, 1, 1)
    assert all(degree.degree.check(widths).holds for widths in itertools.product((1, 2), repeat=3))


@pytest.mark.parametrize("planted", [lambda H: H + 1, lambda H: 2 * H + 1, lambda H: 2 * H])
def test_planted_degree_is_found(planted: Callable[[int], int]) -> None:
    assert degree.named_sizes((1, 1, 1), planted(1)).fails


# -- Proposition 3 -----------------------------------------------------------------------------------------------------


def over_ordered_pairs(widths: symbols.Widths) -> Outcome:
    """The second-order term against H_W(w) with its sums over all ordered pairs j != k, as far as they exist."""
    n = expansion.varied(widths)
    pairs = itertools.permutations(range(2, n.H + 1), 2)
    a = expansion.letters(n)
    a = replace(a, Q_2=expansion.sum_of((expansion.q_2(n, j, k) for j, k in pairs), a.Z))
    return symbols.polynomials_agree(n.twice_second_derivative, 2 * prop3.twice_second_order(a), "H_W(w)", n, 4)


def test_sums_over_ordered_pairs_by_hand() -> None:
    # all W = 1, w_2 = w_3 = 1, w_1 = w_4 = 0, target 0: L(W + t w) = 1/2 (1 + t)^4, whose t^2 has the coefficient 3;
    # M = -1, so each ordered pair gives 1, and with 1/2 (1 + 1)^2 = 2 the sum over ordered pairs gives 4
    outcome = over_ordered_pairs((1, 1, 1, 1, 1))
    weights, variations = "W = [[[1]], [[1]], [[1]], [[1]]]", "w = [[[0]], [[1]], [[1]], [[0]]]"
    assert outcome.sentence == f"H_W(w), at {weights}, {variations}, target = [[0]]: 3 is not equal to 4"
    assert outcome.details["w"] == [[[0]], [[1]], [[1]], [[0]]]
    assert prop3.prop_3_second.check((1, 1, 1, 1, 1)).holds


def test_ordered_and_increasing_pairs_agree_up_to_two_hidden_layers() -> None:
    cases = [widths for widths in named_cases(prop3.prop_3_second) if len(widths) <= 4]
    assert (2, 2, 2) in cases
    assert (2, 1, 1, 1) in cases
    assert all(over_ordered_pairs(widths).holds for widths in cases)


def test_printed_second_order_is_ill_formed_and_read_as_the_corrected_one() -> None:
    assert prop3.prop_3_second.ill_formed is not None
    assert prop3.prop_3_second.assuming == ()
    assert (1, 1, 1, 2, 1) in named_cases(prop3.prop_3_second)  # there Q^2_{3,2} does not exist, as d_1 = 1 < d_3
    assert first_failure(prop3.prop_3_second) is None


def test_printed_products_do_not_exist_for_different_widths() -> None:
    # H = 3: Q^2_{3,2} = W_3 w_2 I w_3 W_2 needs d_1 = d_3
    network = expansion.varied((2, 1, 2, 2, 1))
    with pytest.raises(ValueError, match="do not multiply"):
        expansion.q_2(network, 3, 2)
    assert expansion.q_2(expansion.varied((2, 2, 1, 2, 1)), 3, 2).shape == (2, 2)


def test_printed_hessian_by_hand() -> None:
    # L = 1/2 (s - b a)^2 at a = b = 0, s = 1: Hessian [[0, -1], [-1, 0]], so -2 along (1, 1), and H_W = -1
    assert not prop3.prop_3_hessian.in_print
    assert first_failure(prop3.prop_3_hessian) == (1, 1, 1)
    assert "is -2, but H_W(w) is -1" in prop3.prop_3_hessian.check((1, 1, 1)).sentence
    point = dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[[0]], [[0]]])
    assert point.hessian == dln.Matrix([[0, -1], [-1, 0]])
    assert point.second_order([[[1]], [[1]]]) == -1


@pytest.mark.parametrize("widths", [(3, 2, 2), (3, 2, 3, 2), (2, 2, 3, 2, 1)])
def test_printed_terms_agree_with_the_exact_expansion_at_a_point(widths: tuple[int, ...]) -> None:
    problem = dln.Problem.canonical((3, 2)[: widths[-1]], widths)
    W, w = (
        [
            dln.Matrix.from_entries(n, m, [(k * step + 2 * j) % 7 - 3 for k in range(n * m)])
            for j, (n, m) in enumerate(problem.shapes)
        ]
        for step in (3, 5)
    )
    point = dln.Point(problem, W)
    a = letters_of_matrices(point, w)
    assert expansion.twice_value(a) == 2 * point.loss
    assert prop3.first_order(a) == point.directional(w)
    assert prop3.twice_second_order(a) == 2 * point.second_order(w)


def letters_of_matrices(point: dln.Point, w: list[dln.Matrix]) -> Letters:
    """The letters of Proposition 3 as rational matrices."""
    problem, W, H = point.problem, point.weights, point.problem.depth - 1
    d_y, d_x, rows = problem.output_width, problem.input_width, range(problem.widths[1])
    Q_1 = Q_2 = dln.Matrix.zeros(problem.widths[H], problem.widths[1])
    for j in range(2, H + 1):
        Q_1 = Q_1 + point.product(H, j + 1) @ w[j - 1] @ point.product(j - 1, 2)
    for j, k in increasing_pairs(H):
        middle = point.product(k - 1, j + 1)
        Q_2 = Q_2 + point.product(H, k + 1) @ w[k - 1] @ middle @ w[j - 1] @ point.product(j - 1, 2)
    left, right = range(d_y), range(d_y, d_x)
    first = [M.block(rows, columns) for M in (W[0], w[0]) for columns in (left, right)]
    S_Y = problem.Syx.block(range(d_y), left)
    return Letters(
        S_Y,
        point.product(H, 2),
        Q_1,
        Q_2,
        first[0],
        first[1],
        W[-1],
        first[2],
        first[3],
        w[-1],
        dln.Matrix.trace,
        dln.Matrix.norm_squared,
    )


FAULTS: dict[str, tuple[str, Claim, Callable[[Any], Any]]] = {
    "value, R W_{1,2} forgotten": (
        "twice_value",
        prop3.prop_3_value,
        lambda a, true=expansion.twice_value: true(a) - a.norm_squared(a.R @ a.W_12),
    ),
    "first, sign of w_{1,1}": (
        "first_order",
        prop3.prop_3_first,
        lambda a, true=prop3.first_order: true(a) + 2 * a.trace(a.R @ a.w_11 @ a.M.T),
    ),
    "first, w_{1,2} forgotten": (
        "first_order",
        prop3.prop_3_first,
        lambda a, true=prop3.first_order: true(a) - a.trace(a.R @ a.w_12 @ a.W_12.T @ a.R.T),
    ),
    "first, w_{H+1} counted twice": (
        "first_order",
        prop3.prop_3_first,
        lambda a, true=prop3.first_order: true(a) - a.trace(a.w_last @ a.Z @ a.W_11 @ a.M.T),
    ),
    "second, sign of the crossing term": (
        "twice_second_order",
        prop3.prop_3_second_corrected,
        lambda a, true=prop3.twice_second_order: true(a) + 4 * a.trace(a.w_last @ a.Z @ a.w_11 @ a.M.T),
    ),
    "second, squares without 1/2": (
        "twice_second_order",
        prop3.prop_3_second_corrected,
        lambda a, true=prop3.twice_second_order: true(a) + a.norm_squared(a.w_last @ a.Z @ a.W_11 + a.R @ a.w_11),
    ),
    "second, w_{1,2} forgotten": (
        "twice_second_order",
        prop3.prop_3_second_corrected,
        lambda a, true=prop3.twice_second_order: true(a) - 2 * a.trace(a.w_last @ a.Z @ a.w_12 @ a.W_12.T @ a.R.T),
    ),
    "Hessian, H_W itself": (
        "twice_second_order",
        prop3.prop_3_hessian_corrected,
        lambda a, true=prop3.twice_second_order: true(a) / 2 if isinstance(a.Z, words.Expression) else a.M.zero,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_planted_term_of_proposition_3_is_found_by_both_routes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    attribute, claim, fault = FAULTS[name]
    for module in (prop3, hessian_shallow):
        monkeypatch.setattr(module, attribute, fault, raising=False)
    in_words = [case for case in word_cases(claim) if case[1] != prop3.ONE_MORE]
    assert in_words
    assert not any(claim.check(case).holds for case in in_words)
    assert first_failure(claim) in [(1, 1, 1), (2, 1, 1)]  # a term with W_{1,2} shows for d_x > d_y only


@pytest.mark.parametrize("changed", ["Q_1", "Q_2"])
def test_planted_sum_over_layers_is_found(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # the sum Q_1 is not empty for H >= 2, Q_2 for H >= 3
    true = prop3.twice_second_order
    planted = {"Q_1": lambda a: replace(a, Q_1=a.Q_1 + a.Q_1), "Q_2": lambda a: replace(a, Q_2=a.Q_2 + a.Q_2)}[changed]
    monkeypatch.setattr(prop3, "twice_second_order", lambda a: true(planted(a)))
    claim = prop3.prop_3_second_corrected
    assert first_failure(claim) == ((1, 1, 1, 1) if changed == "Q_1" else (1, 1, 1, 1, 1))
    assert claim.check(("any depth", expansion.ONE_HIDDEN)).holds
    assert claim.check(("any depth", prop3.MORE_HIDDEN)).fails


def test_induction_step_notices_another_recursion(monkeypatch: pytest.MonkeyPatch) -> None:
    true = words.matrix_order
    monkeypatch.setattr(prop3, "matrix_order", lambda value, n: true(value, n) * n)
    assert prop3.one_more_layer().fails  # the terms of order 2 are doubled


def test_planted_flow_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # the part of W_{1,2} with the wrong sign; an inner layer does not use the printed value
    monkeypatch.setattr(prop3, "twice_value", lambda a: a.norm_squared(a.M) - a.norm_squared(a.R @ a.W_12))
    results = {case[1]: prop3.prop_3_flow.check(case) for case in word_cases(prop3.prop_3_flow)}
    assert results["W_{1,1} and W_{1,2}"].fails
    assert results["W_{H+1}, H = 1"].fails
    assert results["W_{H+1}, H >= 2"].fails


# -- one hidden layer --------------------------------------------------------------------------------------------------


def test_short_form_fails_away_from_critical_points() -> None:
    # widths (2, 1, 1), W_2 = 1, W_1 = (0, 1): W_2 W_{1,2} = 1 is not zero, and w_2 = w_{1,2} = 1 meets what is left out
    network = expansion.varied((2, 1, 1))
    a = expansion.letters(network)
    left_out = network.twice_second_derivative - 2 * hessian_shallow.twice_shallow(a)
    assert left_out != 0
    assert left_out == 4 * (a.w_last @ a.w_12 @ (a.W_last @ a.W_12).T).trace()


@pytest.mark.parametrize(
    "fault",
    [
        lambda a: variation_shallow(a) + 4 * a.trace(a.w_last @ a.w_11 @ a.M.T),
        lambda a: variation_shallow(a) + a.norm_squared(a.w_last @ a.W_12 + a.W_last @ a.w_12),
        lambda a: (
            variation_shallow(a) - a.norm_squared(a.w_last @ a.W_11 + a.W_last @ a.w_11) / 2
            if isinstance(a.Z, words.Expression)
            else a.M.zero
        ),
    ],
    ids=["sign", "square twice", "half a square"],
)
def test_planted_short_form_is_not_shown(fault: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hessian_shallow, "twice_shallow", fault)
    assert first_failure(hessian_shallow.hessian_shallow) in [(1, 1, 1), (2, 1, 1)]
    assert not hessian_shallow.hessian_shallow.check(("any widths", expansion.ONE_HIDDEN)).holds


variation_shallow = hessian_shallow.twice_shallow


# -- the reduction -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", DATA, ids=str)
def test_data_have_the_stated_decomposition(data: Any) -> None:
    r = Reduction(data)
    assert r.X @ r.X.T == r.U_X @ r.S_X @ r.S_X @ r.U_X.T
    assert r.original.Syx == r.U_Y @ r.target @ r.V_Y.T @ r.S_X @ r.U_X.T
    assert r.original.samples == data[3]
    for Q in (r.U_X, r.U_Y, r.V_Y):
        assert dln.Matrix.identity(Q.shape[0]) == Q @ Q.T
    weights = next(itertools.islice(r.weights(), 1, None))
    assert r.unbarred(r.barred(weights)) == weights


def test_orthogonal_matrices_are_turned_and_not_symmetric() -> None:
    # (I - A)(I + A)^-1 with A = [[0, 1], [-1, 0]]: 1/2 [[1, -1], [1, 1]]^2 = [[0, -1], [1, 0]]
    assert orthogonal(2, 1) == dln.Matrix([[0, -1], [1, 0]])
    assert orthogonal(2, 0) == dln.Matrix.identity(2)
    assert orthogonal(3, 1) != orthogonal(3, 1).T


def test_flow_is_changed_by_the_data_by_hand() -> None:
    # X = 2, Y = 1, W = (0, 1): dW_1/dt = 2, its image 2 * 2 = 4; the barred flow W_2 (1 - 0) = 1.  For X = 1 both are 1
    assert first_failure(reduction.reduction_flow) == DATA[1]
    outcome = reduction.reduction_flow.check(DATA[1])
    assert outcome.details["X"] == [["2"]]
    assert outcome.details["W"] == [[["0"]], [["1"]]]
    assert (outcome.details["image"], outcome.details["flow"]) == ([["4"]], [["1"]])
    assert reduction.reduction_flow.check(DATA[0]).holds


def test_flow_is_kept_for_white_data_and_never_without_a_singular_value_1() -> None:
    kept = {data: reduction.reduction_flow.check(data).holds for data in DATA}
    assert all(holds for data, holds in kept.items() if set(data[1]) == {1})
    assert not any(holds for data, holds in kept.items() if 1 not in data[1])
    assert {len(set(data[1])) for data, holds in kept.items() if not holds} == {1, 2}


@pytest.mark.parametrize(
    "barred",
    [
        lambda r, W: [W[0] @ r.U_X @ r.S_X @ r.V_Y.T, *W[1:-1], r.U_Y.T @ W[-1]],
        lambda r, W: [W[0] @ r.S_X @ r.U_X @ r.V_Y, *W[1:-1], r.U_Y.T @ W[-1]],
        lambda r, W: [W[0] @ r.U_X @ r.V_Y, *W[1:-1], r.U_Y.T @ W[-1]],
        lambda r, W: [W[0] @ r.U_X @ r.S_X @ r.V_Y, *W[1:-1], r.U_Y @ W[-1]],
    ],
    ids=["V_Y^T", "S_X U_X", "no S_X", "U_Y"],
)
def test_planted_barred_weights_are_found(barred: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reduction, "barred", barred)
    assert any(reduction.reduction_loss.check(data).fails for data in DATA)


@pytest.mark.parametrize("place", ["last", "first"])
def test_planted_barred_weights_are_not_shown_in_words(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    true = reduction.ReductionInWords.barred

    def planted(self: reduction.ReductionInWords, motion: Any) -> Any:
        last, first = self.chain.W[0], self.chain.W[-1]
        if place == "last":
            return {**true(self, motion), last: self.U_Y @ motion[last]}
        return {**true(self, motion), first: motion[first] @ self.U_X @ self.V_Y}

    monkeypatch.setattr(reduction.ReductionInWords, "barred", planted)
    for claim in (reduction.reduction_loss, reduction.reduction_landscape, reduction.reduction_flow_corrected):
        assert not any(claim.check(case).holds for case in word_cases(claim))


@pytest.mark.parametrize(
    "factor",
    [
        lambda r: r.S_X @ r.S_X,
        lambda r: r.V_Y.T @ r.S_X @ r.V_Y,
        lambda r: r.V_Y @ r.S_X @ r.S_X @ r.V_Y.T,
    ],
    ids=["no V_Y", "S_X", "V_Y transposed"],
)
def test_planted_factor_of_the_flow_is_found(factor: Callable[[Reduction], dln.Matrix]) -> None:
    assert any(reduction.image_of_flow(r, factor(r)).fails for r in map(Reduction, DATA))


def test_inertia_depends_on_the_target_so_the_check_can_fail() -> None:
    # with the target scaled by 1/10 the values differ; with another S_Y a critical point is none
    r = Reduction(DATA[8])
    r.__dict__["reduced"] = dln.Problem.from_data([[1, 0], [0, 1]], [[3, 0], [0, 1]], (2,))
    assert reduction.same_landscape(r).fails


def test_target_that_is_not_positive_by_hand() -> None:
    # X = (1, 1), Y = (1, -1): full row ranks, and Y V_X^1 = 0; with one sample x, y not zero Y V_X^1 = y or -y
    problem = first_failure(target_positive.target_positive)
    assert problem.widths == (1, 1, 1)
    assert problem.samples == 2
    assert problem.Sxx.rank() == problem.Syy.rank() == 1
    assert problem.Syx.is_zero()


# -- Remark 3 ----------------------------------------------------------------------------------------------------------


def test_invariant_of_the_cross_entropy_entry_by_entry() -> None:
    # an independent route: sympy differentiates log(e^{z_1} + e^{z_2}) - z_1, z = W_2 W_1 x, by every entry
    W_1, W_2 = sympy.Matrix(2, 1, sympy.symbols("a b")), sympy.Matrix(2, 2, sympy.symbols("c d e f"))
    z = W_2 @ W_1 * 3
    loss = sympy.log(sympy.exp(z[0]) + sympy.exp(z[1])) - z[0]
    V_1, V_2 = (W.applyfunc(lambda entry: -sympy.diff(loss, entry)) for W in (W_1, W_2))
    rate = V_2.T * W_2 + W_2.T * V_2 - V_1 * W_1.T - W_1 * V_1.T
    assert rate.applyfunc(sympy.simplify) == sympy.zeros(2, 2)
    assert sympy.simplify((V_2.T * W_2)[0, 0]) != 0


def test_weight_decay_by_hand() -> None:
    # lambda = 1, W_1 = 0, W_2 = (0, 1)^T: C = 1; the loss does not change C, the decay gives -2 C
    assert first_failure(remark3.regularised) == (1, 0, 0, 1)
    outcome = remark3.regularised.check((1, 0, 0, 1))
    assert outcome.details["rate"] == [["-2"]]
    assert remark3.regularised.check((0, 0, 0, 1)).holds
    assert remark3.regularised.check((1, 1, 0, 0)).fails
    assert remark3.regularised.check((1, 0, 0, 0)).holds  # C = 0 is kept


@pytest.mark.parametrize("gaps", NEIGHBOURS.values())
def test_weight_decay_and_other_terms_break_the_balance_in_words(gaps: words.Gaps) -> None:
    chain = Chain(gaps)
    upper, lower = chain.W
    loss = any_loss(chain.P)
    assert words.balance_is_kept(chain, "planted", loss).holds
    assert words.balance_is_kept(chain, "planted", loss + (norm_squared(upper) + norm_squared(lower)) / 2).fails
    assert words.balance_is_kept(chain, "planted", loss + norm_squared(upper) / 2).fails


@pytest.mark.parametrize("factor", [2, -1, 4])
def test_planted_rate_of_decay_is_refuted_in_words(factor: int) -> None:
    chain = Chain(NEIGHBOURS["two inner layers"])
    decay = words.scalar("lambda")
    upper, lower = chain.W
    loss = any_loss(chain.P) + decay * (norm_squared(upper) + norm_squared(lower)) / 2
    kept = upper.T @ upper - lower @ lower.T
    assert derivative(kept, chain.flows(loss)) == -2 * decay * kept
    assert derivative(kept, chain.flows(loss)) != factor * decay * kept


def test_relu_keeps_norms_and_not_the_matrices() -> None:
    # one sample, D the diagonal matrix of its activations: W_2^T W_2 - W_1 W_1^T moves, its trace does not
    W_1, W_2 = Symbol("W_1", "n", "d_x"), Symbol("W_2", "d_y", "n")
    D = Symbol("D", "n", "n", symmetric=True)
    F = Symbol("F", "d_y", "d_x")
    flows = {W_2: -(F @ W_1.T @ D), W_1: -(D @ W_2.T @ F)}
    rate = derivative(W_2.T @ W_2 - W_1 @ W_1.T, flows)
    assert rate
    assert trace(rate) == 0


def test_no_pre_activation_vanishes_and_all_signs_occur() -> None:
    signs = [remark3.RectifiedNetwork(case).signs() for case in remark3.RECTIFIED]
    assert all(0 not in each for each in signs)
    assert {sign for each in signs for sign in each} == {1, -1}


def test_relu_gradient_by_hand() -> None:
    # slope 0, W_1 = 2, W_2 = 3, x = 1, y = 5: output 6, L = 1/2; dL/dW_2 = 1 * 2, dL/dW_1 = 1 * 3: both pairings are 6
    network = remark3.RectifiedNetwork(((1, 1, 1), "0"))
    network.W = [[[Fraction(2)]], [[Fraction(3)]]]
    network.samples, network.targets = [[Fraction(1)]], [[Fraction(5)]]
    assert network.loss() == Fraction(1, 2)
    assert network.pairing(0) == network.pairing(1) == 6


def test_planted_activation_breaks_the_norms(monkeypatch: pytest.MonkeyPatch) -> None:
    # max(z, 0) + 1 is piecewise linear too, but not homogeneous
    def shifted(self: remark3.RectifiedNetwork, x: list[Fraction]) -> list[list[Fraction]]:
        found, h = [], x
        for W in self.W:
            found.append([sum((a * b for a, b in zip(row, h, strict=True)), Fraction(0)) for row in W])
            h = [max(z, self.slope * z) + 1 for z in found[-1]]
        return found

    monkeypatch.setattr(remark3.RectifiedNetwork, "pre_activations", shifted)
    assert remark3.relu.check(((1, 1, 1), "0")).fails


# -- Arora, Cohen, Hazan -----------------------------------------------------------------------------------------------


def test_balanced_scalar_network_by_hand() -> None:
    # a = b = 2, X = Y = 1: P = 4, F = 3; dP/dt = -(a^2 + b^2) F = -24 = -(16^(1/2) + 16^(1/2)) F
    exact = end_to_end.BalancedPoint(((1, 1, 1), (2,), 0))
    assert exact.point.end_to_end.texts() == [["4"]]
    assert exact.F.texts() == [["3"]]
    assert exact.rate().texts() == exact.printed().texts() == [["-24"]]


@pytest.mark.parametrize("case", end_to_end.EXACT, ids=str)
def test_exact_points_are_balanced_and_their_roots_are_roots(case: end_to_end.Balanced) -> None:
    exact = end_to_end.BalancedPoint(case)
    W, P, N = exact.point.weights, exact.point.end_to_end, exact.N
    assert all(upper.T @ upper == lower @ lower.T for lower, upper in itertools.pairwise(W))
    for Q, gram in ((exact.Q[-1], P @ P.T), (exact.Q[0], P.T @ P)):
        root = exact.power(Q, 1)
        power = dln.Matrix.identity(root.shape[0])
        for _ in range(N):
            power = power @ root
        assert power == gram
        assert root == root.T
    assert not exact.F.is_zero()


@pytest.mark.parametrize(
    "exponents",
    [
        lambda N, j: (j - 1, N - j),  # swapped
        lambda N, j: (N - j, j),
        lambda N, j: (N - j + 1, j - 1),
    ],
    ids=["swapped", "j", "N - j + 1"],
)
def test_planted_exponents_are_found(exponents: Callable[[int, int], tuple[int, int]]) -> None:
    def printed(exact: end_to_end.BalancedPoint) -> dln.Matrix:
        total = 0 * exact.F
        for j in range(1, exact.N + 1):
            outer, inner = exponents(exact.N, j)
            total = total - exact.power(exact.Q[-1], outer) @ exact.F @ exact.power(exact.Q[0], inner)
        return total

    points = [end_to_end.BalancedPoint(case) for case in end_to_end.EXACT]
    wrong = [exact for exact in points if exact.rate() != printed(exact)]
    # the sum over j is symmetric in swapping the exponents: for N = 2 both orders have the terms (1, 0) and (0, 1)
    assert bool(wrong) is (exponents(3, 1) != (0, 2))


def test_flow_of_unbalanced_weights_is_another() -> None:
    # a = 1, b = 2, P = 2: dP/dt = -(a^2 + b^2) F = -5 F, and print gives -(2 + 2) F
    exact = end_to_end.BalancedPoint(((1, 1, 1), (2,), 0))
    exact.point = dln.Point(exact.point.problem, [[[1]], [[2]]])
    exact.F = exact.point.end_to_end - dln.Matrix([[1]])
    assert exact.rate() == -5 * exact.F


def test_steps_of_the_induction_need_the_push_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(end_to_end, "rewrite", lambda value, relations: value)
    for step in (end_to_end.push_through, end_to_end.outer_step, end_to_end.inner_step):
        assert step().answer is Answer.UNDECIDED
    outcome: Outcome = end_to_end.named_depth(3)
    assert outcome.answer is Answer.UNDECIDED
