"""Definition 3 of Lucchi's lecture, and the saddles of Theorem 8: planted faults."""

from proofs_check.claims.lucchi import saddle_definition
from proofs_check.facts import extrema
from proofs_check.language.claim import Claim
from tests.proofs_check.settling import refuted_with_a_small_witness, without

ABOVE = extrema.critical_above_minimum

PLANTED: dict[str, Claim] = {
    "definition 3 at minima too": without(saddle_definition.saddle_definition_corrected, ABOVE.name),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
