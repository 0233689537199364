"""The definition of strict saddles, slides of Achour et al. (2025)."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.classes import ASSUMPTION_H, least_eigenvalue_sign, printed_class
from proofs_check.facts.extrema import ECKART_YOUNG, critical_above_minimum
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.sources import ACHOUR_SLIDES
from proofs_check.scopes.critical_points import every_critical_point
from symdln.landscape.classification import NON_STRICT, STRICT


@claim(
    "achour.strictness-definition",
    source=ACHOUR_SLIDES.at('slide "Critical points"'),
    statement=(
        r"\text{strict: } \sigma_{\min}(\nabla^2 L(\mathbf{W})) < 0, \quad \text{non-strict: } "
        r"\sigma_{\min}(\nabla^2 L(\mathbf{W})) = 0"
    ),
    over=every_critical_point(),
    assuming=(ASSUMPTION_H, critical_above_minimum),
    ill_formed=(
        "sigma_min is not defined on the slide and is the usual symbol of the least singular value, which is never "
        "negative; "
        "read as the least eigenvalue"
    ),
    axioms=(ECKART_YOUNG,),
    written=written.CLASSIFICATION,
    grade=Grade.MISPRINT,
    literal=True,
)
def strictness_definition(point: dln.Point) -> Outcome:
    """At a saddle the least eigenvalue is negative or zero: the strict and the non-strict saddles of the theorem."""
    sign = least_eigenvalue_sign(point)
    return all_of(
        is_true(sign <= 0, "the least eigenvalue is negative or zero", inertia=point.inertia_by_hessian),
        equal(
            STRICT if sign < 0 else NON_STRICT,
            printed_class(point),
            "class by the sign of the least eigenvalue, and by the theorem",
        ),
    )
