"""Section 4.2.2 of Chitour et al. (2022): the kernel of the Hessian at saddles."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.strata import (
    AT_SADDLES,
    HIRSCH_PUGH_SHUB,
    SECTION_4,
    has_both_signs,
    tangent_vectors,
)
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import is_critical
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.sources import CHITOUR
from proofs_check.scopes.critical_points import every_critical_point


@claim(
    "chitour.normal-hyperbolicity",
    source=CHITOUR.at("Section 4.2.2"),
    statement=r"T_W \mathcal{X} = E^s \oplus T_W I_l^r \oplus E^u, \; m_s, m_u > 0, \; \dim W^{sn}(W) < \dim "
    r"\mathcal{X} "
    r"\text{ at every saddle point}",
    over=every_critical_point(),
    assuming=AT_SADDLES,
    made_precise="E^s and E^u are spanned by the eigenvectors of the Hessian with positive and with negative "
    "eigenvalue; "
    "dim W^{sn} = m_s + n with n the dimension of the stratum (Theorem 4.2)",
    axioms=(HIRSCH_PUGH_SHUB,),
    written=written.REDUCED,
)
def normal_hyperbolicity(point: dln.Point) -> Outcome:
    """At every saddle of a network with one hidden layer the Hessian has positive and negative eigenvalues, its kernel
    is tangent to the stratum, and the stable manifolds have less than full dimension.
    """
    return has_splitting(point)


@claim(
    "chitour.normal-hyperbolicity.range",
    source=CHITOUR.at("Section 4.2.2"),
    statement=r"\text{let us fix } 1 \le j \le 2^{d_y} \dots \; m_s \text{ and } m_u \text{ are positive on } I(j)",
    over=every_critical_point(),
    assuming=(*SECTION_4, is_critical),
    grade=Grade.SLIP,
    literal=True,
)
def normal_hyperbolicity_range(point: dln.Point) -> Outcome:
    """On every one of the 2^{d_y} strata the Hessian has positive and negative eigenvalues."""
    return has_both_signs(point)


@claim(
    "chitour.normal-hyperbolicity.range.corrected",
    source=CHITOUR.at("Section 4.2.2"),
    statement=r"1 \le j < 2^{d_y}: \; m_s \text{ and } m_u \text{ are positive on } I(j)",
    over=every_critical_point(),
    assuming=AT_SADDLES,
    corrects="chitour.normal-hyperbolicity.range",
    written=written.REDUCED,
)
def normal_hyperbolicity_range_corrected(point: dln.Point) -> Outcome:
    """On every stratum but that of the global minima the Hessian has positive and negative eigenvalues."""
    return has_both_signs(point)


def has_splitting(point: dln.Point) -> Outcome:
    """Both signs, kernel = tangent vectors of the stratum, and ``m_s + n < dim X``."""
    inertia, tangent = point.inertia_by_hessian, tangent_vectors(point)
    n = tangent.rank()
    return all_of(
        has_both_signs(point),
        is_true((point.hessian @ tangent).is_zero(), "tangent vectors lie in the kernel of the Hessian"),
        equal(n, inertia.zero, "dimensions of the tangent space and of the kernel"),
        is_true(inertia.positive + n < point.problem.parameters, "m_s + n is less than the dimension of X"),
    )
