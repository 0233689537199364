"""Chitour et al., Section 2.2: smallest cases by hand, non-vacuity, and planted faults that must be found."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import flint
import pytest
from chitour_cases import first_failure, small_cases, texts

import symdln as dln
from proofs_check import kernel
from proofs_check.certificates import NoCertificateError, certificate
from proofs_check.certificates.refutations import given_for
from proofs_check.claims.chitour import (
    dissipation,
    growth_bound,
    lemma2,
    prop1,
    prop2,
    remark4,
    trace_bound,
    trace_inequality,
    trace_power,
    weyl,
)
from proofs_check.claims.chitour.dissipation import bounds_of
from proofs_check.claims.chitour.parts import convergence, rates
from proofs_check.claims.chitour.parts.convergence import Bounds, growth_rate, last_norm
from proofs_check.claims.chitour.parts.rates import decreases, invariants, least_on_row_space, lower, upper
from proofs_check.facts.eigenvalues import compare, compare_products, nth, sum_of_products_is_at_most
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import first_unmet
from proofs_check.language.outcome import Outcome, all_of, at_most, is_true
from proofs_check.networks.layers import Layers
from proofs_check.networks.words import same
from proofs_check.running import registry
from proofs_check.running.witness import case_of, replay
from proofs_check.scopes import weight_grids
from symdln.algebra.words import norm_squared, trace

HOLD = (
    trace_power.trace_power,
    trace_bound.trace_bound,
    trace_inequality.trace_inequality,
    dissipation.dissipation,
    dissipation.dissipation_first,
    weyl.weyl,
    weyl.weyl_spectrum_corrected,
    prop2.prop_2_rank_corrected,
    prop2.prop_2_alpha,
    prop2.prop_2_index_corrected,
    prop2.prop_2_corrected,
    remark4.remark_4_corrected,
    remark4.remark_4_choice,
    prop2.prop_2_printed_index_corrected,
    lemma2.lemma_2_4,
    growth_bound.growth_bound,
    prop1.prop_1_bounded,
    prop1.prop_1,
)

GOLDEN = dln.Matrix([[1, 1], [1, 0]])  # eigenvalues (1 +- sqrt 5)/2, about 1.618 and -0.618


def point(widths: tuple[int, ...], *weights: Any) -> dln.Point:
    return dln.Point(dln.Problem.canonical((3, 2, 1)[: widths[-1]], widths), weights)


@pytest.mark.parametrize("claim", HOLD, ids=lambda claim: claim.id)
def test_claim_holds_in_the_small_scope_and_says_something_there(claim: Claim) -> None:
    assert next(small_cases(claim), None) is not None
    assert first_failure(claim) is None


# -- eigenvalues -------------------------------------------------------------------------------------------------------


def test_eigenvalues_are_numbered_from_the_smallest() -> None:
    assert [float(nth(GOLDEN, i)) for i in (1, 2)] == pytest.approx([-0.618033988749895, 1.618033988749895])
    assert compare([(GOLDEN, 1), (GOLDEN, 2)], [(dln.Matrix([[1]]), 1)]) == 0  # they add up to the trace 1
    assert compare([(GOLDEN, 2)], [(dln.Matrix([["8/5"]]), 1)]) == 1
    with pytest.raises(ValueError, match="no eigenvalue number 3"):
        nth(GOLDEN, 3)


def test_products_of_irrational_eigenvalues_are_compared() -> None:
    gram = GOLDEN @ GOLDEN.T  # eigenvalues (3 +- sqrt 5)/2, whose product is 1
    small, large = nth(gram, 1), nth(gram, 2)
    assert compare_products([small, large], [small, large]) == 0
    assert compare_products([large, large], [large]) == 1
    assert sum_of_products_is_at_most([[large]], Fraction(2618034, 1000000))  # 2.61803398...
    assert not sum_of_products_is_at_most([[large]], Fraction(2618033, 1000000))


# -- traces ------------------------------------------------------------------------------------------------------------


def test_identity_attains_the_constant() -> None:
    # S = I_2, l = 2: tr(S)^2 = 4, tr(S^2) = 2 = 4/2
    one = dln.Matrix.identity(2)
    assert trace_power.power_bounds_at(one, 2, Fraction(1, 2)).holds
    assert trace_power.power_bounds_at(one, 2, Fraction(51, 100)).fails


@pytest.mark.parametrize(
    ("fault", "witness"),
    [
        (lambda k, power: Fraction(1), ("eigenvalues", 2, 2)),  # no factor at all
        (
            lambda k, power: min(Fraction(1, 2), Fraction(k) ** (2 - power)),
            ("eigenvalues", 2, 3),
        ),  # 1/2 > 1/4
        (lambda k, power: Fraction(1, 2), ("eigenvalues", 2, 3)),  # whatever l
    ],
)
def test_larger_constants_are_refuted(fault: Callable[[int, int], Fraction], witness: tuple[str, int, int]) -> None:
    assert (
        first_failure(
            trace_power.trace_power,
            lambda case: trace_power.power_bounds(case[0], case[1], case[2], fault(case[1], case[2])),
        )
        == witness
    )


def test_trace_bound_needs_a_nonnegative_matrix_and_the_whole_norm() -> None:
    # A = diag(1, -1), C = A: tr(A C) = 2 but tr(A) = 0; A = ones, C = diag(1, 1): tr(A C) = 2, ||C||^2 tr(A)^2 = 8
    swap = dln.Matrix.diagonal([1, -1])
    assert trace_bound.trace_bound_at(swap, swap).fails
    assert trace_bound.trace_bound_at(dln.Matrix([[1, 1], [1, 1]]), dln.Matrix.identity(2)).holds


def test_trace_inequality_with_another_eigenvalue_or_gram_matrix_is_refuted() -> None:
    def largest(case: Any) -> Outcome:
        return all_of(
            is_true(True, "start"),
            *(
                is_true(compare([(A @ A.T, A.shape[0])], [(dln.Matrix([[ratio]]), 1)]) <= 0, "largest", A=A, B=B)
                for A, B in (trace_inequality.pairs(case) if len(case) == 3 else ())
                if (weight := B.norm_squared())
                for ratio in [(A.T @ B).norm_squared() / weight]
            ),
        )

    assert first_failure(trace_inequality.trace_inequality, largest) == (
        2,
        1,
        1,
    )  # A = (1, 0)^T, B = (0, 1)^T: 0 >= 1 fails
    # A = (1, 0)^T: A^T A = 1 has least eigenvalue 1, A A^T has 0; with B = (0, 1)^T the left side is 0
    A, B = dln.Matrix([[1], [0]]), dln.Matrix([[0], [1]])
    assert trace_inequality.trace_inequality_at(A, B).holds
    assert nth(A.T @ A, 1).value == 1


# -- (11), (12) and Weyl -----------------------------------------------------------------------------------------------


def test_dissipation_of_the_smallest_network_is_an_equality() -> None:
    # a = 1, b = 2, s = 3: M = 1, grad = -(2, 1), so -1/2 d||M||^2/dt = 5 = (b^2 + a^2) M^2
    at = point((1, 1, 1), [[1]], [[2]])
    assert rates.decrease(at) == 5
    products = [bounds_of(at, j) for j in (1, 2)]
    assert [[factor.value for factor in product] for product in products] == [[4], [1]]
    assert decreases(at, products).holds
    assert decreases(at, [*products, products[0]]).fails  # 9 > 5


def swapped(at: dln.Point) -> list[list[Any]]:
    """(11) with the other Gram matrices: W_k W_k^T for k < j and W_l^T W_l for l > j."""
    n = at.problem.depth
    return [
        [nth(lower(at, k), 1) for k in range(1, j)] + [nth(upper(at, last - 1), 1) for last in range(j + 1, n + 1)]
        for j in range(1, n + 1)
    ]


def largest_factors(at: dln.Point) -> list[list[Any]]:
    """(11) with the largest eigenvalue in place of the least."""
    d, n = at.problem.widths, at.problem.depth
    return [
        [nth(upper(at, k - 1), d[k - 1]) for k in range(1, j)]
        + [nth(lower(at, last), d[last]) for last in range(j + 1, n + 1)]
        for j in range(1, n + 1)
    ]


@pytest.mark.parametrize("fault", [swapped, largest_factors])
def test_dissipation_with_planted_faults_is_refuted(fault: Callable[[dln.Point], list[list[Any]]]) -> None:
    def check(subject: Any) -> Outcome:
        return (
            decreases(subject, fault(subject))
            if isinstance(subject, dln.Point)
            else dissipation.dissipation.check(subject)
        )

    witness = first_failure(dissipation.dissipation, check)
    assert witness.problem.parameters <= 6


def test_stripping_in_the_wrong_order_is_no_identity() -> None:
    layers = Layers(3)
    W, K = layers.weight(2), layers.product(3, 3).T @ layers.M
    first = norm_squared(rates.velocity(layers, 1))
    assert same(first, trace(W @ W.T @ K @ K.T), "W_2 first").holds
    assert same(first, 2 * trace(W @ W.T @ K @ K.T), "twice").fails


def test_weyl_with_the_largest_eigenvalue_is_refuted() -> None:
    def check(subject: Any) -> Outcome:
        if not isinstance(subject, dln.Point):
            return weyl.weyl.check(subject)
        d = subject.problem.widths
        return all_of(
            *(
                is_true(
                    compare([(upper(subject, k), i)], [(rates.invariant(subject, k), i), (lower(subject, k), d[k])])
                    >= 0,
                    "largest",
                )
                for k in invariants(subject)
                for i in range(1, d[k] + 1)
            )
        )

    assert first_failure(weyl.weyl, check).problem.widths == (1, 2, 1)


def test_spectrum_without_the_pyramid_is_not_even_defined() -> None:
    # d_1 = 1 < d_2 = 2: the hypothesis leaves such widths out
    wide = point((1, 1, 2, 1), [[1]], [[1], [0]], [[1, 1]])
    assert first_unmet(weyl.weyl_spectrum.assuming, wide, {}) is not None


def test_ill_formed_range_is_read_as_the_corrected_one() -> None:
    assert weyl.weyl_spectrum.ill_formed is not None
    assert first_failure(weyl.weyl_spectrum) is None


# -- what fails as printed ---------------------------------------------------------------------------------------------


def test_rank_of_the_wrong_gram_matrix() -> None:
    # widths (2, 2, 1): W_1 a permutation has W_1 W_1^T = I of rank 2 > d_2 = 1; W_2 = (0, 2) makes C_1 = diag(-1, 3)
    witness = first_failure(prop2.prop_2_rank)
    assert texts(witness) == [[["0", "1"], ["1", "0"]], [["0", "2"]]]
    assert lower(witness, 1) == dln.Matrix.identity(2)
    assert rates.invariant(witness, 1) == dln.Matrix([[-1, 0], [0, 3]])


def test_number_of_the_eigenvalue_is_counted_from_the_other_end() -> None:
    # d_1 = 2, d_2 = 1: lambda_2(C_1) is the largest of two eigenvalues, and not the "1-smallest"; C_1 = diag(0, 1)
    witness = first_failure(prop2.prop_2_index)
    assert texts(witness) == [[["0"], ["0"]], [["0", "1"]]]
    assert least_on_row_space(witness, 1)[1] == 2


@pytest.mark.parametrize("claim", [prop2.prop_2_rank, prop2.prop_2_index], ids=["rank", "index"])
def test_remarks_in_the_proof_are_asked_under_the_hypotheses_of_prop_2(claim: Claim) -> None:
    # W_1 = I, W_2 = 0: C_1 = -I has no positive eigenvalue
    assert claim.assuming == prop2.PROP_2
    at = point((2, 2, 1), [[1, 0], [0, 1]], [[0, 0]])
    assert first_unmet(claim.assuming, at, {}) == prop2.positive_invariants


@pytest.mark.parametrize(
    ("claim", "outside", "inside"),
    [
        # C_1 = -I and diag(-1, 3), where W_1 W_1^T has the rank 2 > 1
        ("chitour.prop2.rank", ((2, 2, 1), [[0, 1], [1, 0]], [[0, 0]]), ((2, 2, 1), [[0, 1], [1, 0]], [[0, 2]])),
        # C_1 = diag(-1, 0) and diag(0, 1), each with two different eigenvalues
        ("chitour.prop2.index", ((1, 2, 1), [[1], [0]], [[0, 0]]), ((1, 2, 1), [[0], [0]], [[0, 1]])),
    ],
)
def test_rules_for_them_ask_for_the_positive_eigenvalues(claim: str, outside: Any, inside: Any) -> None:
    def made(at_weights: Any) -> dict[str, Any]:
        at_point = point(*at_weights)
        return certificate(f"refutes {claim}", given_for(registry.all_claims()[claim], at_point, {}))

    assert kernel.check(made(inside)).startswith(f"refutes {claim}")
    with pytest.raises(NoCertificateError):
        made(outside)


def test_remark_4_needs_the_largest_eigenvalue() -> None:
    # W_1 = (0, 1)^T, W_2 = (0, 1): C_1 = 0, but lambda_1(W_2 W_2^T) - lambda_1(W_1 W_1^T) = 1 - 0
    witness = first_failure(remark4.remark_4)
    assert texts(witness) == [[["0"], ["1"]], [["0", "1"]]]
    assert rates.invariant(witness, 1).is_zero()


def test_rate_is_not_the_product_of_eigenvalues() -> None:
    # L = 1/2 (2 - ab)^2 from (-1, 2): b^2 - a^2 = 3 for ever, the limit is (1, 2), and dM/dt = -(a^2 + b^2) M -> -5 M
    witness = first_failure(prop2.prop_2)
    assert witness == ((-1, 2, 1, 2),)
    assert prop2.rate(witness) == 5
    assert prop2.number_printed(witness) == prop2.number_in_proof(witness) == 3
    assert texts(prop2.start(witness)) == [[["-1"]], [["2"]]]


def test_printed_number_is_no_lower_bound() -> None:
    # two components with C_1 = diag(8, 3); the one with 3 moves at rate 5, below the second smallest eigenvalue 8
    witness = first_failure(prop2.prop_2_printed_index)
    assert len(witness) == 2
    assert prop2.number_printed(witness) == 8
    assert prop2.rate(witness) == 5


def test_wrong_limits_are_not_taken_for_a_refutation() -> None:
    with pytest.raises(ArithmeticError, match="another limit"):
        prop2.prop_2.check(((-1, 2, 2, 1),))  # (2, 1) has C = -3
    with pytest.raises(ArithmeticError, match="another limit"):
        prop2.prop_2.check(((1, -2, 1, 2),))  # b < 0: the other branch
    with pytest.raises(ArithmeticError, match="hypotheses"):
        prop2.prop_2.check(((2, 1, 2, 1),))


def test_witness_replays() -> None:
    witness = {"format": "symdln witness 1", "claim": "chitour.prop2", "data": [[-1, 2, 1, 2]]}
    assert case_of(witness) == ((-1, 2, 1, 2),)
    assert replay(prop2.prop_2, witness).fails


# -- alpha needs its hypotheses ----------------------------------------------------------------------------------------


def test_alpha_without_positive_invariants_fails() -> None:
    # W = (2, 1, 0) at depth 3: C_1 = -3, C_2 = -1 with product 3, but alpha(t) = W_2^2 W_3^2 = 0
    at = point((1, 1, 1, 1), [[2]], [[1]], [[0]])
    assert first_unmet(prop2.prop_2_alpha.assuming, at, {}) is not None
    assert [nth(*least_on_row_space(at, k)).value for k in (1, 2)] == [-3, -1]
    assert prop2.prop_2_alpha.check(at).fails
    assert first_failure(prop2.prop_2_alpha, assuming=(weight_grids.pyramidal,)) is not None
    assert first_failure(prop2.prop_2_corrected, assuming=(weight_grids.pyramidal,)) is not None


def test_alpha_with_other_eigenvalues_is_refuted() -> None:
    def largest(at: dln.Point) -> Outcome:
        d = at.problem.widths
        return decreases(at, [[nth(rates.invariant(at, k), d[k]) for k in invariants(at)]])

    assert first_failure(prop2.prop_2_corrected, largest).problem.widths == (2, 2, 2)


def test_remark_4_corrected_with_the_other_sign_is_refuted() -> None:
    def check(subject: Any) -> Outcome:
        if not isinstance(subject, dln.Point):
            return remark4.remark_4_corrected.check(subject)
        terms = [(lower(subject, 1), subject.problem.widths[1]), (lower(subject, 2), 1)]
        return is_true(compare([least_on_row_space(subject, 1)], terms) >= 0, "plus for minus")

    assert first_failure(remark4.remark_4_corrected, check).problem.widths == (1, 1, 1)


# -- Lemma 2.4 and Proposition 1 ---------------------------------------------------------------------------------------


def test_bounds_of_the_smallest_network_by_hand() -> None:
    # a = 2, b = 1, s = 3: C = -3, c = 3, tau_1 = 3, E_1 = ((g + 3) - g) g = 3 g, gamma_0 = 1/2, norm = (g + 3 + g)/2;
    # K_1 = 2 * 3 + 2 * 3 * 5/2 = 21, K_2 = 42; tr = a^2 b^2 = 4 <= 1 + 3, dg/dt = 2 * 1 * (3 - 2) * 2 = 4
    at = point((1, 1, 1), [[2]], [[1]])
    bounds = Bounds(at)
    assert flint.fmpq_poly([0, 3]) == bounds.P
    assert (bounds.gamma, bounds.K_1, bounds.K_2) == (Fraction(1, 2), 21, 42)
    assert bounds.tau == {1: 3, 2: 0}
    assert (last_norm(at), growth_rate(at)) == (1, 4)


def two_sided(fault: Callable[[Bounds], tuple[Fraction, Any, Any]]) -> Callable[[Any], Outcome]:
    def check(subject: Any) -> Outcome:
        if not isinstance(subject, dln.Point):
            return lemma2.lemma_2_4.check(subject)
        return lemma2.two_sided(subject, *fault(Bounds(subject)))

    return check


@pytest.mark.parametrize(
    ("fault", "widths"),
    [
        (lambda b: (b.gamma, b.P * 0, b.P), (1, 1, 1)),  # no P: a = 0, b = 1 has trace 0 < 1/2
        (lambda b: (b.gamma, b.P, b.P * 0), (1, 1, 1)),  # no Q: a = 2, b = 1 has trace 4 > 1
        (lambda b: (b.gamma, b.P, b.P / 2), (1, 1, 1)),  # half of Q: 4 > 1 + 3/2
        (lambda b: (b.gamma * 2, b.P, b.P), (1, 1, 1)),  # gamma_0 = 1 is not below 1
    ],
)
def test_smaller_polynomials_are_refuted(fault: Any, widths: tuple[int, ...]) -> None:
    assert first_failure(lemma2.lemma_2_4, two_sided(fault)).problem.widths == widths


def test_constant_of_the_norms_matters() -> None:
    # the bound x_1 >= ||W_1||^2 needs tau: with tau = 0 and c = 3 the second step of depth 3 would be too small
    at = point((1, 1, 1, 1), [[2]], [[1]], [[1]])
    bounds = Bounds(at)
    assert bounds.tau == {1: 3, 2: 0, 3: 0}
    assert at.weights[0].norm_squared() == last_norm(at) + bounds.tau[1]


def test_word_bounds_with_a_missing_word_are_refuted() -> None:
    layers = Layers(3)
    assert lemma2.one_step(layers, 2).holds
    closed = convergence.tail(layers, 2)
    assert lemma2.printed_bound(layers, 2, closed).fails


def test_growth_bound_without_a_constant_is_refuted() -> None:
    def check(subject: Any) -> Outcome:
        if not isinstance(subject, dln.Point):
            return growth_bound.growth_bound.check(subject)
        return growth_bound.grows_at_most(subject, Bounds(subject).gamma, Fraction(0))

    # a = b = 1: dg/dt = 2 (3 - 1) = 4 > -2 gamma_0
    assert first_failure(growth_bound.growth_bound, check).problem.widths == (1, 1, 1)


def test_norm_bound_is_met_at_the_scaled_weights_and_can_fail() -> None:
    # a = b = 20: C = 0, g = 400 > K_2 = max(1, 2 * 3 / (1/2)) = 12, dg/dt = 2 * 400 * (3 - 400) < 0
    at = point((1, 1, 1), [[20]], [[20]])
    assert Bounds(at).K_2 == 12
    assert prop1.decreases_beyond(at).holds
    assert growth_rate(at) == 800 * (3 - 400)
    # a = b = 1 lies below it, and g grows there: without the bound the statement is false
    below = point((1, 1, 1), [[1]], [[1]])
    assert at_most(growth_rate(below), Fraction(0), "dg/dt").fails


def test_right_hand_side_needs_the_higher_power() -> None:
    # with g^H in place of g^{H+1} at depth 2: 2 g - K (1 + g) = 2 - 2 K at g = K, which is negative for K > 1
    assert prop1.right_side_is_negative(2).holds
    ring = flint.fmpz_mpoly_ctx.get(["u", "v"], "degrevlex")
    u, v = ring.gens()
    lower_power = 2 * (1 + u + v) - (1 + v) * (1 + (1 + u + v))  # 2 g - K (1 + g)
    assert any(int(c) < 0 for c in lower_power.coeffs())
