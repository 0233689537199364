"""False neighbours of the claims ``dang``."""

from __future__ import annotations

from proofs_check.claims.dang.collapse import Classes, spectrum_of
from proofs_check.language.outcome import Outcome, equal
from symdln.landscape.classification import GLOBAL_MINIMISER
from tests.mutations.planting import Planting

plant = Planting()


@plant("dang.collapse", "every class is kept")
def every_class(case: Classes) -> Outcome:
    found = spectrum_of(case)
    best = [kind for kind in found.kinds() if kind.label == GLOBAL_MINIMISER]
    return equal(max(kind.rank for kind in best), min(found.least_width, len(case[0])), "classes that are kept")
