"""Assumption 3 of Chitour et al. (2022) holds for generic data: planted faults."""

import pytest

from proofs_check.claims.chitour import assumption3
from proofs_check.claims.chitour.parts import assumptions
from proofs_check.claims.chitour.parts.assumptions import Inputs
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from tests.proofs_check.settling import first_failure

CLAIMS = (assumption3.assumption_3_generic,)


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


@pytest.mark.parametrize("fault", [holds_everywhere, polynomial_without_zero], ids=lambda fault: fault.__name__)
def test_planted_faults_are_found_at_the_smallest_case(fault) -> None:
    witness = first_failure(assumption3.assumption_3_generic, fault)
    assert witness == Inputs(1, ((1,),))
