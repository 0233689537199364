"""Theorem 7 of Lucchi's lecture: two layers have no spurious minima; planted faults."""

from proofs_check.claims.lucchi import thm7
from proofs_check.facts import extrema
from proofs_check.language.claim import Claim
from tests.proofs_check.settling import refuted_with_a_small_witness, without

ABOVE = extrema.critical_above_minimum

PLANTED: dict[str, Claim] = {
    "thm7 at any depth": without(thm7.theorem_7, "depth = 2"),
    "thm7 at minima too": without(thm7.theorem_7, ABOVE.name),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
