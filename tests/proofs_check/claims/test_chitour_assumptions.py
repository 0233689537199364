"""Assumptions 3 and 4: smallest cases by hand, and false neighbours that must be refuted."""

import pytest
from chitour_cases import first_failure, small_cases

import symdln as dln
from proofs_check.claims.chitour import assumption3, assumption4
from proofs_check.claims.chitour.assumption4 import IDENTITY_3
from proofs_check.claims.chitour.parts import assumptions
from proofs_check.claims.chitour.parts.assumptions import Inputs
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from symdln.algebra.matrix import Matrix

CLAIMS = (assumption3.assumption_3_generic, assumption4.assumption_4)
SQUARE = Inputs(2, ((1, 0), (0, 1)))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_claims_hold_in_the_small_scope_and_say_something_there(claim: Claim) -> None:
    assert next(small_cases(claim), None) is not None
    assert first_failure(claim) is None


def test_inputs_are_counted_by_hand() -> None:
    # entries in {0, 1}: m = 1: one X; m = 2: 3 of one row, 6 invertible ones of two; every d_y = 1..m with each
    listed = assumptions.every_inputs("small")
    assert len(listed) == 1 + 2 * (3 + 6)
    assert len({inputs for inputs in listed if len(inputs.X) == 2}) == 2 * 6


def test_explicit_target_by_hand() -> None:
    # rows of X = [[1, 1], [0, 1]] orthogonalised: (1, 1), (-1/2, 1/2), of squares 2 and 1/2.
    # c_1 = 1: Sigma_11 = 2; c_2^2 / 2 > 2 first at c_2 = 3: Sigma_22 = 9/2.
    inputs = Inputs(2, ((1, 1), (0, 1)))
    target = assumptions.target_off_the_zero_set(inputs)
    assert target == Matrix([[1, 1], ["-3/2", "3/2"]])
    assert inputs.problem(target).sigma == Matrix([[2, 0], [0, "9/2"]])


@pytest.mark.parametrize(
    ("values", "third", "fourth"),
    [((2, 1), True, True), ((1, 1), False, False), ((1, 0), False, False)],
    ids=["distinct", "repeated", "zero"],
)
def test_assumptions_at_two_singular_values_are_equivalent(values, third, fourth) -> None:
    problem = SQUARE.problem(Matrix.diagonal(values))
    assert (problem.satisfies("chitour.3"), problem.satisfies("chitour.4")) == (third, fourth)
    assert assumptions.polynomial_decides(problem, "chitour.3").holds
    assert assumptions.polynomial_decides(problem, "chitour.4").holds


def test_three_squares_with_a_sum_meet_assumption_3_only() -> None:
    inputs = Inputs(3, IDENTITY_3)
    problem = inputs.problem(Matrix.diagonal([5, 4, 3]))  # 25 = 16 + 9
    assert assumptions.polynomial_decides(problem, "chitour.4").holds
    assert assumption4.not_conversely(inputs).holds
    assert assumption4.assumption_4.check(inputs).holds


def test_cases_are_read_back_from_plain_tuples() -> None:
    for claim in CLAIMS:
        assert claim.check(tuple(SQUARE)).holds
        assert all(hypothesis.met_by(tuple(SQUARE)) for hypothesis in claim.assuming)


# -- false neighbours --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_with_more_outputs_than_inputs_neither_ever_holds(claim: Claim) -> None:
    witness = first_failure(claim, assuming=())
    assert (witness.d_y, len(witness.X)) == (2, 1)


def holds_everywhere(inputs: Inputs) -> Outcome:
    return all_of(*(is_true(p.satisfies("chitour.3"), "planted") for p in assumptions.problems(inputs)))


def polynomial_without_zero(inputs: Inputs) -> Outcome:
    """det(v - Sigma) alone does not see a zero eigenvalue."""
    from proofs_check.facts.subset_sums import is_squarefree, subset_sum_polynomial

    return all_of(
        *(
            equal(is_squarefree(subset_sum_polynomial(p.sigma, (1,))), p.satisfies("chitour.3"), "planted")
            for p in assumptions.problems(inputs)
        )
    )


def converse(inputs: Inputs) -> Outcome:
    problems = [*assumptions.problems(inputs)]
    if len(inputs.X) == 3 == inputs.d_y:
        problems.append(inputs.problem(Matrix.diagonal([5, 4, 3])))
    return all_of(*(is_true(p.satisfies("chitour.4") or not p.satisfies("chitour.3"), "planted") for p in problems))


@pytest.mark.parametrize("fault", [holds_everywhere, polynomial_without_zero], ids=lambda fault: fault.__name__)
def test_planted_faults_are_found_at_the_smallest_case(fault) -> None:
    witness = first_failure(assumption3.assumption_3_generic, fault)
    assert witness == Inputs(1, ((1,),))


def test_planted_converse_is_found_at_three_outputs_only() -> None:
    assert first_failure(assumption4.assumption_4, converse) is None  # two columns at most
    assert converse(Inputs(3, IDENTITY_3)).fails


def test_a_degenerate_explicit_target_would_be_noticed(monkeypatch) -> None:
    monkeypatch.setattr(assumptions, "target_off_the_zero_set", lambda inputs: dln.Matrix.zeros(inputs.d_y, 2))
    assumptions.problems.cache_clear()
    assert assumptions.fails_on_a_zero_set(SQUARE, "chitour.3").fails
    assumptions.problems.cache_clear()
