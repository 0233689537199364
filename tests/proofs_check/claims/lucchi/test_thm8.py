"""Theorem 8 of Lucchi's lecture: deep linear networks; cases by hand and planted faults."""

import symdln as dln
from proofs_check.claims.lucchi import thm8
from proofs_check.claims.lucchi.parts import deep
from proofs_check.facts import extrema
from proofs_check.language import sources
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import on_point
from proofs_check.language.outcome import is_true
from symdln.algebra.matrix import Matrix
from tests.proofs_check.settling import planted, refuted_with_a_small_witness, without

# -- by hand -----------------------------------------------------------------------------------------------------------


def test_the_loss_is_neither_convex_nor_concave_by_hand():
    # L = (b a x)^2 / 2, Y = 0: at a = b = 1 the Hessian is [[1, 2], [2, 1]], eigenvalues 3 and -1
    problem = dln.Problem.from_data([[1]], [[0]], (1,))
    first = next(thm8.rank_one_points(problem))
    assert first.hessian == Matrix([[1, 2], [2, 1]])
    assert thm8.is_not_convex_nor_concave(problem).holds


# -- planted faults ----------------------------------------------------------------------------------------------------


one_less = on_point(
    "rank(W_H...W_2) >= p - 1",
    "one less",
    lambda point: sources.LUCCHI_DEEP.conventions.rank_of(point) >= min(point.problem.hidden) - 1,
)

ABOVE = extrema.critical_above_minimum

PLANTED: dict[str, Claim] = {
    "thm8.2 at minima too": without(thm8.theorem_8_2, ABOVE.name),
    "thm8.3 at minima too": without(thm8.theorem_8_3, ABOVE.name),
    "thm8.4 with rank p - 1": planted(thm8.theorem_8_4, assuming=(ABOVE, one_less)),
    "thm8.4 at any rank": without(thm8.theorem_8_4, deep.hidden_rank.name),
    "thm8.4 at minima too": without(thm8.theorem_8_4, ABOVE.name),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)


def test_a_point_is_judged_by_its_hessian_and_curves_not_by_its_label():
    # Y = 0: every critical point is a minimiser, so the planted "no local minimum" must fail there
    problem = dln.Problem.from_data([[1]], [[0]], (1, 1))
    zero = dln.Point(problem, [[[0]]] * 3)
    assert thm8.theorem_8_2.check(zero).fails
    assert is_true(zero.inertia_by_hessian.negative == 0, "no negative eigenvalue").holds
