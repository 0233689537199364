"""No spurious minima and no maxima, slides of Achour et al. (2025): planted faults."""

from proofs_check.claims.achour import no_spurious
from proofs_check.facts import extrema
from proofs_check.language.claim import Claim
from tests.proofs_check.settling import planted, refuted_with_a_small_witness, without

PLANTED: dict[str, Claim] = {
    "no minimiser either": planted(no_spurious.no_spurious, check=extrema.is_no_local_minimum),
    "constant losses allowed": planted(
        without(no_spurious.no_spurious_general, "kawaguchi"), check=extrema.is_no_local_maximum
    ),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
