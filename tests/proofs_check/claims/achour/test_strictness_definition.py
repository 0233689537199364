"""The definition of strict saddles, slides of Achour et al. (2025): planted faults."""

from proofs_check.claims.achour import strictness_definition
from proofs_check.facts import classes as theorem
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import equal
from symdln.landscape.classification import NON_STRICT, STRICT
from tests.proofs_check.settling import planted, refuted_with_a_small_witness

PLANTED: dict[str, Claim] = {
    "least singular value, never negative": planted(
        strictness_definition.strictness_definition,
        check=lambda p: equal(NON_STRICT if p.inertia_by_hessian.zero else "none", theorem.printed_class(p), "class"),
    ),
    "zero counts as strict": planted(
        strictness_definition.strictness_definition,
        check=lambda p: equal(
            STRICT if theorem.least_eigenvalue_sign(p) <= 0 else NON_STRICT, theorem.printed_class(p), "class"
        ),
    ),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
