"""The claims ``dang`` on the small scope: their verdicts, and the cases on which they rest."""

from tests.proofs_check.settling import best_verdicts

test_verdicts_on_the_small_scope_rest_on_cases = best_verdicts("dang")
