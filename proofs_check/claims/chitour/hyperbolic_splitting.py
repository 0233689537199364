"""Theorem 4.2 of Chitour et al. (2022): the splitting along a stratum of saddles."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.strata import (
    AT_SADDLES,
    HIRSCH_PUGH_SHUB,
    has_both_signs,
    moved_by_shear,
    tangent_vectors,
)
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.sources import CHITOUR
from proofs_check.scopes.critical_points import every_critical_point

FLOW_MAP = "at a critical point W the derivative of the flow map of time T is exp(-T Hess L(W))"


@claim(
    "chitour.hyperbolic-splitting",
    source=CHITOUR.at("Def. 4.1, Theorem 4.2 and Section 4.2.2"),
    statement=r"\lambda_1 \le \|df_{|E^s}\| \le \mu_1 < \lambda_2 \le \|df_{|TN}\| \le \mu_2 < \lambda_3 \le "
    r"\|df_{|E^u}\| \le \mu_3, \; \mu_1 < 1 < \lambda_3; \; \dim W^{sn} = m_s + n = m - m_u, \; \dim W^{un} = m_u + n",
    over=every_critical_point(),
    assuming=AT_SADDLES,
    made_precise="for f the flow map of a time T > 0 near a point of a stratum N: on E^s, TN and E^u it has the "
    "eigenvalues exp(-T lambda) with lambda > 0, = 0 and < 0. At two points of the same stratum m_s, m_u and n = dim N "
    "agree and add up to m, so on a compact neighbourhood in N bounds exist",
    axioms=(FLOW_MAP, "eigenvalues depend continuously on the matrix", HIRSCH_PUGH_SHUB),
    written=written.TANGENT,
)
def hyperbolic_splitting(point: dln.Point) -> Outcome:
    """Along a stratum of saddles the flow map contracts E^s, fixes the tangent space and expands E^u, with dimensions
    that stay the same and add up.
    """
    there = moved_by_shear(point)
    if there.end_to_end != point.end_to_end or not there.is_critical:
        raise ArithmeticError("the shear leaves the stratum; this is an error in proofs_check")
    here, n = point.inertia_by_hessian, tangent_vectors(point).rank()
    m = point.problem.parameters
    return all_of(
        equal(there.inertia_by_hessian, here, "inertia at another point of the stratum"),
        equal(here.positive + n, m - here.negative, "m_s + n and m - m_u"),
        equal(tangent_vectors(there).rank(), n, "dimension of the stratum at another of its points"),
        has_both_signs(point),
    )
