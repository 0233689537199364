"""Assumption 4 of Chitour et al. (2022), and how it compares with Assumption 3: planted faults."""

import pytest

from proofs_check.claims.chitour import assumption4
from proofs_check.claims.chitour.assumption4 import IDENTITY_3
from proofs_check.claims.chitour.parts import assumptions
from proofs_check.claims.chitour.parts.assumptions import Inputs
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, all_of, is_true
from symdln.algebra.matrix import Matrix
from tests.proofs_check.settling import first_failure

CLAIMS = (assumption4.assumption_4,)


def test_three_squares_with_a_sum_meet_assumption_3_only() -> None:
    inputs = Inputs(3, IDENTITY_3)
    problem = inputs.problem(Matrix.diagonal([5, 4, 3]))  # 25 = 16 + 9
    assert assumptions.polynomial_decides(problem, "chitour.4").holds
    assert assumption4.not_conversely(inputs).holds
    assert assumption4.assumption_4.check(inputs).holds


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_with_more_outputs_than_inputs_neither_ever_holds(claim: Claim) -> None:
    witness = first_failure(claim, assuming=())
    assert (witness.d_y, len(witness.X)) == (2, 1)


def converse(inputs: Inputs) -> Outcome:
    problems = [*assumptions.problems(inputs)]
    if len(inputs.X) == 3 == inputs.d_y:
        problems.append(inputs.problem(Matrix.diagonal([5, 4, 3])))
    return all_of(*(is_true(p.satisfies("chitour.4") or not p.satisfies("chitour.3"), "planted") for p in problems))


def test_planted_converse_is_found_at_three_outputs_only() -> None:
    assert first_failure(assumption4.assumption_4, converse) is None  # two columns at most
    assert converse(Inputs(3, IDENTITY_3)).fails
