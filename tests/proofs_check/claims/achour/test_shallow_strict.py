"""At depth 2 every saddle is strict, slides of Achour et al. (2025): planted faults."""

from proofs_check.claims.achour import shallow_strict
from proofs_check.language.claim import Claim
from tests.proofs_check.settling import refuted_with_a_small_witness, without

PLANTED: dict[str, Claim] = {
    "deep saddles strict too": without(shallow_strict.shallow_strict, "depth = 2"),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
