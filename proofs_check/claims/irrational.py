"""The inertia theorem and the classification at critical points with irrational weights, by certified inertias."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.claims.achour.classification import THEOREM
from proofs_check.claims.ours import INERTIA
from proofs_check.facts.classes import printed_class
from proofs_check.facts.extrema import ECKART_YOUNG
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, holds, is_true, undecided
from proofs_check.language.source import ACHOUR_PAPER, OURS
from proofs_check.scopes.irrational_data import Certified, assumed, certified_point, irrational_points, kind_of
from symdln.errors import UndecidedError
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT

FLOATING_UP_TO = 12  # weights, for the independent look by mpmath
MOST_DIGITS = 120
MADE_PRECISE = (
    "weights in the number field of the selected eigenvalues; the gradient is exactly zero there, ranks and with them "
    "zero eigenvalues are exact, and the signs of the others are proved by FLINT arb enclosures"
)


@claim(
    "ours.inertia.irrational",
    source=OURS.at("the inertia theorem"),
    statement=INERTIA,
    over=irrational_points(),
    made_precise=MADE_PRECISE
    + f"; up to {FLOATING_UP_TO} weights mpmath's eigenvalues at two precisions, which prove nothing, must agree",
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


@claim(
    "achour.classification.irrational",
    source=ACHOUR_PAPER.at("main theorem"),
    statement=THEOREM,
    over=irrational_points(),
    assuming=(assumed("achour.H"),),
    made_precise=MADE_PRECISE + "; that saddles are no local extrema is not asked here",
    axioms=(ECKART_YOUNG,),
)
def classification_irrational(case: Any) -> Outcome:
    """The product is the printed one, and the printed class is that by loss and certified Hessian."""
    case = Certified(*case)
    point = certified_point(case)
    if not point.is_critical:
        return is_true(False, "the point is critical", kind=kind_of(case))
    try:
        found = certified_class(point)
    except UndecidedError as error:
        return undecided(str(error), kind=kind_of(case))
    return all_of(
        product_is_printed(point),
        equal(printed_class(point), found, "printed class, and class by loss and Hessian", kind=kind_of(case)),
    )


def product_is_printed(point: dln.CertifiedPoint) -> Outcome:
    """As for rational points: ``A = P Sxy = U_S U_S^T Sigma``, by exact identities over the number field."""
    problem, P = point.problem, point.end_to_end
    Sigma, Sxy, Sxx, Syx = map(point.lifted, (problem.sigma, problem.Sxy, problem.Sxx, problem.Syx))
    A = P @ Sxy
    is_selection = A.is_symmetric() and A @ Sigma == A @ A and Sigma @ P @ Sxx == A @ Syx
    return is_true(
        is_selection and A.rank() == len(point.selection), "the product is U_S U_S^T Syx Sxx^-1 with |S| = r"
    )


def certified_class(point: dln.CertifiedPoint) -> str:
    """The class by definition: the value of the loss, then the signs of the certified Hessian."""
    if has_least_loss(point):
        return GLOBAL_MINIMISER
    return STRICT if point.certified_inertia.inertia.negative else NON_STRICT


def has_least_loss(point: dln.CertifiedPoint) -> bool:
    """Whether the loss is ``f (tr Syy - the sum of the largest eigenvalues)``: an identity in the field, or proved
    greater by enclosures.

    Raises ``UndecidedError`` where neither is found.
    """
    problem = point.problem
    best = tuple(range(min(problem.least_width, problem.cross_rank)))
    try:
        least = point.critical_value(best)
    except dln.InputError:  # this field does not contain the least value
        least = None
    if least is not None:
        return point.field.sign(point.loss - least) == 0
    upper = problem.critical_value(best).upper
    if point.field.bounds(point.loss)[0] > upper:
        return False
    raise UndecidedError("the loss and the least loss are not separated by their enclosures.")
