"""Which space the splitting (28) of Chitour et al. (2022) splits in the proof of the conjecture."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.strata import AT_SADDLES, tangent_vectors
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.sources import CHITOUR
from proofs_check.scopes.critical_points import every_critical_point

PLACE = CHITOUR.at("Section 4.2.2, the splitting at w' in N_w")


@claim(
    "chitour.tangent-splitting",
    source=PLACE,
    statement=r"(28) \text{ provides the splitting of } T_{w'} N_w = E^+ \oplus T_{w'} N_w \oplus E^-",
    over=every_critical_point(),
    assuming=AT_SADDLES,
    ill_formed="E^+ and E^- are not subspaces of T_{w'} N_w, and a proper summand of a space is not the space; read "
    "with T_{w'} X, which (28) splits",
    written=written.TANGENT,
    grade=Grade.MISPRINT,
)
def tangent_splitting(point: dln.Point) -> Outcome:
    """At a saddle the tangent space of the stratum and the eigenspaces of both signs make up the whole space."""
    return splits_the_whole_space(point)


@claim(
    "chitour.tangent-splitting.corrected",
    source=PLACE,
    statement=r"(28) \text{ provides the splitting } T_{w'} \mathcal{X} = E^+ \oplus T_{w'} N_w \oplus E^-",
    over=every_critical_point(),
    assuming=AT_SADDLES,
    corrects="chitour.tangent-splitting",
    written=written.TANGENT,
)
def tangent_splitting_corrected(point: dln.Point) -> Outcome:
    """With the tangent space of X in place of that of the stratum, (28) is the splitting at every saddle."""
    return splits_the_whole_space(point)


def splits_the_whole_space(point: dln.Point) -> Outcome:
    """The tangent space is the kernel of the Hessian, so the eigenspaces of both signs have the other dimensions."""
    inertia, tangent = point.inertia_by_hessian, tangent_vectors(point)
    n = tangent.rank()
    return all_of(
        is_true((point.hessian @ tangent).is_zero(), "tangent vectors lie in the kernel of the Hessian"),
        equal(n, inertia.zero, "dimensions of the tangent space and of the kernel"),
        equal(inertia.positive + n + inertia.negative, point.problem.parameters, "sum of the three dimensions"),
        is_true(n < point.problem.parameters, "the tangent space of the stratum is not the whole space"),
    )
