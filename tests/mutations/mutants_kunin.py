"""False neighbours of the claims ``kunin``."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.kunin.identities import hessian_times
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.scopes.decayed import Kind, kind_of, point_of
from tests.mutations.planting import Planting

plant = Planting()

plant.without("kunin.autoencoder.transposes", "equal decays")


@plant("kunin.autoencoder.index", "without the spare units")
def index_without_spare(case: Kind) -> Outcome:
    return equal(kind_of(case).inversions, point_of(case).inertia_by_hessian.negative, "inversions, and n_-")


@plant("kunin.identities.gradient", "the sign of the second term")
def with_the_other_sign(point: dln.Point) -> Outcome:
    G, W = point.gradient, point.weights
    return all_of(*(equal(a, -1 * b, "the identity") for a, b in zip(_inner(G, W), _outer(G, W), strict=True)))


def _inner(G: list[dln.Matrix], W: list[dln.Matrix]) -> list[dln.Matrix]:
    return [of_layer @ layer.T for of_layer, layer in zip(G[:-1], W[:-1], strict=True)]


def _outer(G: list[dln.Matrix], W: list[dln.Matrix]) -> list[dln.Matrix]:
    return [layer.T @ of_layer for of_layer, layer in zip(G[1:], W[1:], strict=True)]


@plant("kunin.identities.hessian", "the symmetry is in the kernel of the Hessian")
def in_the_kernel(point: dln.Point) -> Outcome:
    W = point.weights
    along = [W[0], -1 * W[1], *(dln.Matrix.zeros(*each.shape) for each in W[2:])]
    return all_of(
        *(equal(H.is_zero(), True, "the Hessian times the direction is zero") for H in hessian_times(point, along))
    )
