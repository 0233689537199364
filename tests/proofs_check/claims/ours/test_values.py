"""The critical values by elimination of the weights: cases by hand and planted faults."""

import itertools

import flint
import pytest
import sympy

import symdln as dln
from proofs_check.claims.ours import values
from proofs_check.facts import elimination
from proofs_check.facts.elimination import critical_equations, critical_polynomial, monic, real_roots_of
from proofs_check.facts.subset_sums import squarefree_part, subset_sum_polynomial
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.verdict import Verdict
from symdln.algebra.rational import to_fmpq
from symdln.algebra.words import rewrite, trace
from tests.proofs_check.settling import first_failure, planted, settle, small_cases

CLAIM = values.values_complete

IRRATIONAL = dln.Problem.from_data([[1, 2], [0, 1]], [[1, 1], [0, 1]], (1,))


def test_verdict_on_the_small_scope_rests_on_cases() -> None:
    (result,) = settle(CLAIM)
    assert result.error is None
    assert result.tally.cases > 10
    assert result.verdict is Verdict.VERIFIED


def test_the_scope_has_what_it_says() -> None:
    small = {problem.widths for problem in small_cases(CLAIM)}
    assert {(1, 1, 1), (1, 1, 1, 1), (1, 2, 1), (2, 1, 2)} <= small
    assert all(sum(a * b for a, b in itertools.pairwise(widths)) <= 4 for widths in small)
    assert "(2, 2, 2, 2) (3, 2)" in values.covered("default")
    assert "(2, 2, 2, 2)" not in values.covered("small")


@pytest.mark.parametrize(
    "problem",
    [IRRATIONAL, dln.Problem.canonical((2, 2), (2, 2, 2)), dln.Problem.from_data([[0]], [[1]], (1,))],
    ids=["irrational", "repeated", "constant"],
)
def test_claim_at_boundary_cases(problem) -> None:
    assert CLAIM.check(problem).holds


def test_a_missing_and_a_foreign_value_are_noticed() -> None:
    problem = dln.Problem.canonical((3, 2), (2, 1, 2))  # values 13/2, 9/2, 2
    roots = real_roots_of(critical_polynomial(critical_equations(problem)))
    assert values.listed_values_are(roots, problem).holds
    assert values.taken_at_representatives(roots, problem).holds
    assert values.listed_values_are(roots[1:], problem).fails
    assert values.taken_at_representatives(roots[:-1], problem).fails
    more = real_roots_of(flint.fmpq_poly([-1, 1]))  # the value 1
    assert values.listed_values_are((*roots, *more), problem).fails


# -- planted faults ----------------------------------------------------------------------------------------------------


def against(problem: dln.Problem, sizes: range, *, of_the_product: bool = False) -> Outcome:
    """Elimination against values that are sums over sets of these sizes, or of these sums' negatives."""
    sums = squarefree_part(subset_sum_polynomial(problem.sigma, sizes))
    factor = to_fmpq(problem.loss_factor)
    constant = flint.fmpq(0) if of_the_product else to_fmpq(problem.Syy.trace())
    expected = monic(sums(flint.fmpq_poly([constant, (1 if of_the_product else -1) / factor])))
    found = squarefree_part(critical_polynomial(critical_equations(problem)))
    return equal(str(found), str(expected), "planted")


def any_rank(problem: dln.Problem) -> Outcome:
    return against(problem, range(problem.output_width + 1))


def full_rank_only(problem: dln.Problem) -> Outcome:
    return against(problem, range(problem.least_width, problem.least_width + 1))


def kept_for_lost(problem: dln.Problem) -> Outcome:
    return against(problem, range(problem.least_width + 1), of_the_product=True)


def without_zero_weights(problem: dln.Problem) -> Outcome:
    return against(problem, range(1, problem.least_width + 1))


@pytest.mark.parametrize(
    ("fault", "widths"),
    [
        (any_rank, (2, 1, 2)),  # both singular values do not fit through one unit
        (full_rank_only, (1, 1, 1)),
        (without_zero_weights, (1, 1, 1)),
        (kept_for_lost, (2, 1, 2)),  # 0, 2, 9/2 for 13/2, 9/2, 2; at (1, 1, 1) both are {0, 2}
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_planted_faults_are_found(fault, widths) -> None:
    assert first_failure(planted(CLAIM, check=fault)).widths == widths


def test_with_weight_decay_the_values_are_others() -> None:
    def decayed(problem: dln.Problem) -> Outcome:
        found = squarefree_part(critical_polynomial(critical_equations(problem, dln.rational("1/10"))))
        return equal(str(found), str(elimination.theorem_polynomial(problem)), "planted")

    assert first_failure(planted(CLAIM, check=decayed)).widths == (1, 1, 1)


# -- complex weights ---------------------------------------------------------------------------------------------------


def test_complex_weights_have_the_values_of_the_theorem() -> None:
    (result,) = settle(values.values_complex)
    assert result.error is None
    assert result.verdict is Verdict.PROVED


def test_a_complex_critical_point_by_hand() -> None:
    # X = Y = I_2, W_1 = u^T and W_2 = u with u = (sqrt 2, i), u^T u = 1: P = u u^T, P^T (P - I) = 0, tr A = 1,
    # so the loss is (tr Syy - 1) / 2 = 1/2
    u = sympy.Matrix([sympy.sqrt(2), sympy.I])
    P, one = u * u.T, sympy.eye(2)
    assert sympy.expand(u.T * (P - one)) == sympy.zeros(1, 2)
    A = sympy.expand(P * P.T)
    assert sympy.expand(A * A) == A
    assert A.trace() == 1
    assert sympy.expand(((P - one) * (P - one).T).trace() / 2) == sympy.Rational(1, 2)


@pytest.mark.parametrize("kept", [0, 1], ids=["P^T P = P^T M", "P P^T = M P^T"])
def test_one_of_the_two_equations_is_not_enough(monkeypatch, kept) -> None:
    def with_one(value, relations):
        return rewrite(value, dict([list(relations.items())[kept]]))

    monkeypatch.setattr(values, "rewrite", with_one)
    outcome = values.values_complex.check(("any depth", "any widths"))
    assert not outcome.holds
    assert not outcome.fails


def test_a_loss_of_the_other_sign_is_not_proved(monkeypatch) -> None:
    monkeypatch.setattr(values, "trace", lambda matrix: -trace(matrix))
    assert not values.values_complex.check(("any depth", "any widths")).holds
