"""False neighbours of the claims ``kunin``."""

from __future__ import annotations

from proofs_check.language.outcome import Outcome, equal
from proofs_check.scopes.decayed import Kind, kind_of, point_of
from tests.mutations.planting import Planting

plant = Planting()

plant.without("kunin.autoencoder.transposes", "equal decays")


@plant("kunin.autoencoder.index", "without the spare units")
def index_without_spare(case: Kind) -> Outcome:
    return equal(kind_of(case).inversions, point_of(case).inertia_by_hessian.negative, "inversions, and n_-")
