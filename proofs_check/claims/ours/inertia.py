"""The inertia theorem: the whole inertia of the Hessian from ranks, and its converse on strictness."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.classes import ASSUMPTION_H, printed_class
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, holds, is_true, undecided
from proofs_check.language.sources import OURS
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import general_critical_points, on_general_data
from proofs_check.scopes.irrational_data import MADE_PRECISE, Certified, certified_point, irrational_points, kind_of
from symdln.errors import UndecidedError
from symdln.landscape.classification import STRICT

FLOATING_UP_TO = 12  # weights, for the independent look by mpmath


MOST_DIGITS = 120


INERTIA = (
    r"n_- = \operatorname{inv}(S) + \text{pairs}, \quad n_+ = r^2 + r(\operatorname{rank} X - r) + r(d_y - r) - "
    r"\operatorname{inv}(S) "
    r"- \operatorname{ties}(S) + \text{pairs} + \text{squares}, \quad n_0 = N - n_+ - n_-"
)


@claim(
    "ours.inertia.irrational",
    source=OURS.at("the inertia theorem"),
    statement=INERTIA,
    over=irrational_points(),
    made_precise=MADE_PRECISE
    + f"; up to {FLOATING_UP_TO} weights mpmath's eigenvalues at two precisions, which prove nothing, must agree",
    written=written.INERTIA,
)
def inertia_irrational(case: Any) -> Outcome:
    """The inertia by the theorem is the certified inertia of the Hessian, where no point of the kind is rational."""
    case = Certified(*case)
    kind, point = kind_of(case), certified_point(case)
    if not point.is_critical:
        return is_true(False, "the point is critical", kind=kind)
    try:
        certified = point.certified_inertia.inertia
    except UndecidedError as error:
        return undecided(str(error), kind=kind)
    return all_of(
        equal((point.selection, point.multiplicities), (kind.selection, kind.multiplicities), "S and strings"),
        equal(point.inertia_by_ranks, certified, "inertia by ranks, and of the Hessian, certified", kind=kind),
        floating_agrees(case, point, certified),
    )


def floating_agrees(case: Certified, point: dln.CertifiedPoint, certified: dln.Inertia) -> Outcome:
    """Whether mpmath's signs, once the same at two precisions, are the proved ones; a difference leaves it open."""
    if case.which != 1 or point.problem.parameters > FLOATING_UP_TO:
        return holds("not asked")
    digits, seen = 15, None
    while seen is None and digits < MOST_DIGITS:
        digits *= 2
        seen = point.independent(digits).inertia
    if seen == certified:
        return holds("mpmath's eigenvalues agree")
    return undecided(f"mpmath's eigenvalues say {seen}, the certificate {certified}", case=case)


def routes_agree(point: dln.Point) -> Outcome:
    """The inertia from path ranks and the order of the singular values is that of the exact Hessian."""
    return equal(point.inertia_by_ranks, point.inertia_by_hessian, "inertia by ranks, and by the Hessian")


inertia = claim(
    "ours.inertia",
    source=OURS.at("the inertia theorem"),
    statement=INERTIA,
    over=every_critical_point(),
    written=written.INERTIA,
)(routes_agree)


inertia_general = on_general_data(inertia)


def strict_by_pivots(point: dln.Point) -> Outcome:
    """The theorem's n_- is positive exactly where the classification by pivots says strict saddle."""
    return equal(
        point.inertia_by_ranks.negative > 0,
        printed_class(point) == STRICT,
        "n_- > 0 by the theorem, and strict by pivots",
    )


STRICTNESS = r"n_- > 0 \iff S \ne \{1..r\} \text{ or } (r < r_{\max} \text{ and some pivot is not tightened})"


strictness = claim(
    "ours.inertia.strictness",
    source=OURS.at("the inertia theorem, corollaries"),
    statement=STRICTNESS,
    over=every_critical_point(),
    assuming=(ASSUMPTION_H,),
    written=written.STRICTNESS,
)(strict_by_pivots)


strictness_general = claim(
    "ours.inertia.strictness.general-data",
    source=OURS.at("the inertia theorem, corollaries"),
    statement=STRICTNESS,
    over=general_critical_points(),
    made_precise="no assumption on the data: r = rank(P Sxx), and S takes the first of equal singular values",
    written=written.STRICTNESS,
)(strict_by_pivots)
