"""False neighbours of the claims ``arora.single-output``."""

from fractions import Fraction

from proofs_check.language.outcome import Outcome, equal
from proofs_check.scopes.balanced_points import Balanced, BalancedPoint
from tests.mutations.planting import Planting

plant = Planting()


@plant("arora.single-output", "N in place of N - 1")
def one_more(case: Balanced) -> Outcome:
    found = BalancedPoint(case)
    w, N = found.point.end_to_end, found.N
    along = (found.F.inner(w) / w.norm_squared()) * w
    return equal(found.rate(), -(Fraction(found.values[0]) ** (2 * N - 2)) * (found.F + N * along), "the rate")
