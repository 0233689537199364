"""From depth 3 on W = 0 is a non-strict saddle, slides of Achour et al. (2025): planted faults."""

from proofs_check.claims.achour import zero_nonstrict
from proofs_check.facts import classes as theorem
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import depth_at_least
from tests.proofs_check.settling import planted, refuted_with_a_small_witness

PLANTED: dict[str, Claim] = {
    "zero non-strict at depth 2": planted(
        zero_nonstrict.zero_nonstrict, assuming=(theorem.WEAK_ASSUMPTIONS, depth_at_least(2))
    ),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
