"""False neighbours of the claim of Ji and Telgarsky."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.ji import alignment
from proofs_check.language.outcome import Outcome, all_of
from tests.mutations.planting import Planting

plant = Planting()


@plant("ji.alignment", "the sum begins at k + 1")
def one_term_fewer(case: Any) -> Outcome:
    point = alignment.point_of(case)
    pairs = ((alignment.misalignment(layer), alignment.allowance(point, k + 1)) for k, layer in layers(point))
    return all_of(*(alignment.compared(left, right) for left, right in pairs))


@plant("ji.alignment", "the squared Frobenius norm alone")
def whole_norm(case: Any) -> Outcome:
    point = alignment.point_of(case)
    pairs = ((layer.norm_squared(), alignment.allowance(point, k)) for k, layer in layers(point))
    return all_of(*(alignment.compared((left, left), right) for left, right in pairs))


def layers(point: Any) -> Any:
    return list(enumerate(point.weights[:-1], 1))
