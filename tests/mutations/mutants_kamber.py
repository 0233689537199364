"""False neighbours of the claims ``kamber``."""

from __future__ import annotations

from proofs_check.language.outcome import Outcome, equal
from proofs_check.scopes.decayed import Kind, Problem, point_of, spectrum
from tests.mutations.mutants_ours_decay import DOUBLE, EQUAL, smaller_threshold, stretchings
from tests.mutations.planting import Planting, listed

plant = Planting()

plant("kamber.minimisers.spectrum", "lam for hidden stretchings in place of 2 lam")(stretchings)
plant("kamber.minimisers.collapse", "(H - 2) in place of (H - 1)")(smaller_threshold)


@plant("kamber.minimisers.unique", "for all target matrices")
def always_unique(case: Problem) -> Outcome:
    found = spectrum(*case)
    least = min(high for _, high in (kind.change_enclosure() for kind in found.kinds()))
    best = [kind for kind in found.kinds() if kind.change_enclosure()[0] <= least]
    return equal((len(best), best[0].ties), (1, 0), "kinds of least value, and ties")


@plant("kamber.minimisers.norms", "at every point", over=listed(EQUAL, DOUBLE))
def norms_everywhere(case: Kind) -> Outcome:
    sizes = [(W * (j + 1)).norm_squared() for j, W in enumerate(point_of(case).weights)]
    return equal(sizes[0], sizes[1], "the norms of two layers of a point that is not critical")
