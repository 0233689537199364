"""Non-strict saddles and rank-constrained least squares, slides of Achour et al. (2025): planted faults."""

from proofs_check.claims.achour import rank_constrained
from proofs_check.facts import classes as theorem
from proofs_check.facts.extrema import has_least_loss
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import is_true
from tests.proofs_check.settling import planted, refuted_with_a_small_witness, without

PLANTED: dict[str, Claim] = {
    "rank at most r + 1": planted(
        rank_constrained.rank_constrained, check=lambda p: is_true(has_least_loss(p, p.rank + 1), "least loss")
    ),
    "strict saddles too": without(rank_constrained.rank_constrained, "n_- = 0"),
    "non-strict saddles at depth 2": planted(
        rank_constrained.rank_constrained_attained, assuming=(theorem.ASSUMPTION_H,)
    ),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
