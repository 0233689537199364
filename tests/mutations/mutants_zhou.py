"""False neighbours of the claims ``zhou``."""

import symdln as dln
from proofs_check.claims.zhou.forms import Parts
from proofs_check.language.outcome import Outcome, equal, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("zhou.forms.necessary", "without the inverse of Sxx")
def without_the_inverse(point: dln.Point) -> Outcome:
    p = Parts(point)
    return equal(p.B, p.J @ p.Y + p.free @ p.B, "the first layer")


@plant("zhou.forms.sufficient", "any L")
def any_free_part(point: dln.Point) -> Outcome:
    p = Parts(point)
    rows, columns = p.B.shape
    L = dln.Matrix.from_entries(rows, columns, [(2 + 3 * k) % 5 - 2 for k in range(rows * columns)])
    B = p.J @ p.Y @ p.N + p.free @ L
    return is_true(dln.Point(point.problem, [B, p.A]).is_critical, "the weights are critical")


@plant("zhou.forms.value", "without the projection")
def without_the_projection(point: dln.Point) -> Outcome:
    p = Parts(point)
    least = point.problem.loss_factor * (point.problem.Syy.trace() - p.Sigma.trace())
    return equal(point.loss, least, "the loss")
