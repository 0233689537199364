"""Theorems 4 to 8 of Lucchi's slides: cases by hand, non-vacuity, and planted false neighbours."""

import pytest
from settling import claims_of, planted, settle, settle_planted, without

import symdln as dln
from proofs_check.claims.lucchi import saddle_definition, thm4, thm5, thm6, thm7, thm8
from proofs_check.claims.lucchi.parts import deep, two_layers
from proofs_check.facts import extrema
from proofs_check.language import source
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import on_point
from proofs_check.language.outcome import Outcome, equal, is_true
from proofs_check.language.verdict import Verdict
from symdln.algebra.matrix import Matrix

CLAIMS = claims_of("lucchi", "saddle-definition", "thm4", "thm5", "thm6", "thm7", "thm8")
SMALL = {
    "lucchi.saddle-definition": Verdict.REFUTED,
    "lucchi.saddle-definition.general-data": Verdict.REFUTED,
    "lucchi.saddle-definition.corrected": Verdict.DERIVED,
    "lucchi.saddle-definition.corrected.general-data": Verdict.DERIVED,
    "lucchi.thm4": Verdict.VERIFIED,
    "lucchi.thm4.converse": Verdict.VERIFIED,
    "lucchi.thm5": Verdict.VERIFIED,
    "lucchi.thm5.converse": Verdict.VERIFIED,
    "lucchi.thm6": Verdict.REFUTED,
    "lucchi.thm6.corrected": Verdict.VERIFIED,
    "lucchi.thm7": Verdict.DERIVED,
    "lucchi.thm7.general-data": Verdict.DERIVED,
    "lucchi.thm8.1": Verdict.REFUTED,
    "lucchi.thm8.1.corrected": Verdict.VERIFIED,
    "lucchi.thm8.1.corrected.every-problem": Verdict.VERIFIED,
    "lucchi.thm8.2": Verdict.DERIVED,
    "lucchi.thm8.2.general-data": Verdict.DERIVED,
    "lucchi.thm8.3": Verdict.DERIVED,
    "lucchi.thm8.3.general-data": Verdict.DERIVED,
    "lucchi.thm8.4": Verdict.DERIVED,
    "lucchi.thm8.4.general-data": Verdict.DERIVED,
}
WITNESSES = {
    "lucchi.saddle-definition": [1, 1, 1, 1],  # L = (c b a - y)^2 / 2 at 0: zero Hessian
    "lucchi.thm6": [2, 1, 2],  # at d = 1 Sxy = Syx
    "lucchi.thm8.1": [1, 1, 1],  # X = 0: the loss is constant
}


def test_every_claim_is_listed_here():
    assert set(CLAIMS) == set(SMALL)


@pytest.fixture(scope="module")
def results():
    return {result.claim.id: result for result in settle(*CLAIMS.values())}


@pytest.mark.parametrize("id", SMALL)
def test_verdicts_on_the_small_scope_rest_on_cases(results, id):
    assert results[id].error is None
    assert results[id].tally.cases > 0
    assert results[id].verdict is SMALL[id]


@pytest.mark.parametrize("id", WITNESSES)
def test_what_is_refuted_fails_first_at_the_smallest_network(results, id):
    assert results[id].witness["problem"]["widths"] == WITNESSES[id]


# -- by hand -----------------------------------------------------------------------------------------------------------


def two_by_two(A, B, X=((1, 0), (0, 1)), Y=((0, 1), (0, 0))) -> dln.Point:
    """Widths (2, p, 2), the loss without 1/2."""
    problem = dln.Problem.from_data(X, Y, (len(B),), loss_factor=1)
    return dln.Point(problem, [B, A])


def test_the_printed_theorem_6_by_hand():
    # X = I, Y = [[0, 1], [0, 0]]: A = e_1, B = (0, 1) reaches W = Y.  P_A Sxy = diag(1, 0) Y^T = 0, P_A Syx = Y.
    point = two_by_two([[1], [0]], [[0, 1]])
    assert point.is_critical
    assert point.loss == 0
    assert thm6.projector(point) == Matrix([[1, 0], [0, 0]])
    assert thm6.theorem_6.check(point).fails
    assert thm6.theorem_6_corrected.check(point).holds


def test_solutions_of_the_normal_equation_by_hand():
    # A = (1, 0)^T, X = diag(1, 0), Y = [[2, 0], [0, 0]]: the equation reads (b_1, 0) = (2, 0), so B = (2, anything).
    point = two_by_two([[1], [0]], [[0, 0]], X=((1, 0), (0, 0)), Y=((2, 0), (0, 0)))
    found = two_layers.solutions(point, thm4.normal_equation_4, (1, 2))
    assert found == [Matrix([[2, 0]]), Matrix([[2, 1]])]
    assert two_layers.solutions(point, lambda _, B: B @ Matrix([[1, 0], [0, 0]]) - Matrix([[1, 1]]), (1, 2)) == []


def test_a_loss_that_is_not_quadratic_in_a_factor_is_noticed():
    # at depth 2 each factor enters quadratically; the block of A at fixed B = (1, 0) is 2 Sxx_11 on each entry of A
    point = two_by_two([[1], [0]], [[1, 0]])
    assert two_layers.is_convex(point, two_layers.A_LAYER).holds
    assert dln.hessian_block(point.problem, point, 2, 2) == Matrix([[2, 0], [0, 2]])


def test_the_hidden_product_is_the_identity_for_one_hidden_layer():
    problem = dln.Problem.canonical((2, 1), (2, 3, 2))
    zero = dln.Point(problem, [Matrix.zeros(3, 2), Matrix.zeros(2, 3)])
    assert source.LUCCHI_DEEP.conventions.rank_of(zero) == 3
    assert deep.hidden_rank.met_by(zero)
    deeper = dln.Problem.canonical((2, 1), (2, 2, 1, 2))
    W = [Matrix.zeros(2, 2), Matrix([[1, 0]]), Matrix.zeros(2, 1)]
    assert deep.hidden_rank.met_by(dln.Point(deeper, W))  # rank W_2 = 1 = p
    assert not deep.hidden_rank.met_by(dln.Point(deeper, [W[0], Matrix.zeros(1, 2), W[2]]))


def test_the_loss_is_neither_convex_nor_concave_by_hand():
    # L = (b a x)^2 / 2, Y = 0: at a = b = 1 the Hessian is [[1, 2], [2, 1]], eigenvalues 3 and -1
    problem = dln.Problem.from_data([[1]], [[0]], (1,))
    first = next(thm8.rank_one_points(problem))
    assert first.hessian == Matrix([[1, 2], [2, 1]])
    assert thm8.is_not_convex_nor_concave(problem).holds


# -- planted faults ----------------------------------------------------------------------------------------------------


def transposed_4(point: dln.Point, B: Matrix) -> Matrix:
    A, problem = point.weights[1], point.problem
    return A.T @ A @ B @ problem.Sxx - A.T @ problem.Sxy


def unweighted_4(point: dln.Point, B: Matrix) -> Matrix:
    A, problem = point.weights[1], point.problem
    return A.T @ A @ B - A.T @ problem.Syx


def transposed_5(point: dln.Point, A: Matrix) -> Matrix:
    B, problem = point.weights[0], point.problem
    return A @ B @ problem.Sxx @ B.T - problem.Sxy @ B.T


def unweighted_5(point: dln.Point, A: Matrix) -> Matrix:
    B, problem = point.weights[0], point.problem
    return A @ B @ B.T - problem.Syx @ B.T


def strictly_convex(point: dln.Point) -> Outcome:
    block = dln.hessian_block(point.problem, point, 1, 1)
    return equal(block.rank(), block.shape[0], "rank of the Hessian block")


def unwhitened(point: dln.Point) -> Outcome:
    problem = point.problem
    return equal(point.end_to_end, thm6.projector(point) @ problem.Syx, "W")


def unprojected(point: dln.Point) -> Outcome:
    problem = point.problem
    return equal(point.end_to_end, problem.Syx @ problem.Sxx.inverse(), "W")


one_less = on_point(
    "rank(W_H...W_2) >= p - 1",
    "one less",
    lambda point: source.LUCCHI_DEEP.conventions.rank_of(point) >= min(point.problem.hidden) - 1,
)
ABOVE = extrema.critical_above_minimum

PLANTED: dict[str, Claim] = {
    "thm4 with Sxy": planted(thm4.theorem_4, check=lambda p: two_layers.solutions_are_minima(p, 1, transposed_4)),
    "thm4 without Sxx": planted(thm4.theorem_4, check=lambda p: two_layers.solutions_are_minima(p, 1, unweighted_4)),
    "thm4 strictly convex": planted(thm4.theorem_4, check=strictly_convex),
    "thm4 converse with Sxy": planted(
        thm4.theorem_4_converse, check=lambda p: two_layers.minima_are_solutions(p, 1, transposed_4)
    ),
    "thm5 with Sxy": planted(thm5.theorem_5, check=lambda p: two_layers.solutions_are_minima(p, 2, transposed_5)),
    "thm5 without Sxx": planted(thm5.theorem_5, check=lambda p: two_layers.solutions_are_minima(p, 2, unweighted_5)),
    "thm5 converse without Sxx": planted(
        thm5.theorem_5_converse, check=lambda p: two_layers.minima_are_solutions(p, 2, unweighted_5)
    ),
    "thm6 without Sxx^-1": planted(thm6.theorem_6_corrected, check=unwhitened),
    "thm6 without projection": planted(thm6.theorem_6_corrected, check=unprojected),
    "thm6 away from critical points": planted(
        without(thm6.theorem_6_corrected, "critical"), over=two_layers.every_fixed(2)
    ),
    "thm7 at any depth": without(thm7.theorem_7, "depth = 2"),
    "thm7 at minima too": without(thm7.theorem_7, ABOVE.name),
    "thm8.1 with zero data": without(thm8.theorem_8_1_corrected, "X != 0"),
    "thm8.2 at minima too": without(thm8.theorem_8_2, ABOVE.name),
    "thm8.3 at minima too": without(thm8.theorem_8_3, ABOVE.name),
    "thm8.4 with rank p - 1": planted(thm8.theorem_8_4, assuming=(ABOVE, one_less)),
    "thm8.4 at any rank": without(thm8.theorem_8_4, deep.hidden_rank.name),
    "thm8.4 at minima too": without(thm8.theorem_8_4, ABOVE.name),
    "definition 3 at minima too": without(saddle_definition.saddle_definition_corrected, ABOVE.name),
}


@pytest.fixture(scope="module")
def planted_results():
    return settle_planted(PLANTED)


@pytest.mark.parametrize("name", PLANTED)
def test_planted_faults_are_refuted_with_a_small_witness(planted_results, name):
    result = planted_results[name]
    assert result.verdict is Verdict.REFUTED, result.error
    assert max(result.witness["problem"]["widths"]) <= 2


def test_a_point_is_judged_by_its_hessian_and_curves_not_by_its_label():
    # Y = 0: every critical point is a minimiser, so the planted "no local minimum" must fail there
    problem = dln.Problem.from_data([[1]], [[0]], (1, 1))
    zero = dln.Point(problem, [[[0]]] * 3)
    assert thm8.theorem_8_2.check(zero).fails
    assert is_true(zero.inertia_by_hessian.negative == 0, "no negative eigenvalue").holds
