"""The main theorem of Achour, Malgouyres and Gerchinovitz: minima, strict and non-strict saddles."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.classes import ASSUMPTION_H, exact_class, printed_class
from proofs_check.facts.extrema import ECKART_YOUNG, SECOND_ORDER, is_no_local_maximum, is_no_local_minimum
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true, undecided
from proofs_check.language.sources import ACHOUR_PAPER
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import on_general_data
from proofs_check.scopes.irrational_data import (
    MADE_PRECISE,
    Certified,
    assumed,
    certified_point,
    irrational_points,
    kind_of,
)
from symdln.errors import UndecidedError
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT

THEOREM = (
    r"W_H \cdots W_1 = U_S U_S^T \Sigma_{YX} \Sigma_{XX}^{-1}, |S| = r; \quad S = \{1..r\}, r = r_{\max}: \text{ "
    r"global minimizer}; \quad "
    r"S \ne \{1..r\}: \text{ strict saddle}; \quad S = \{1..r\}, r < r_{\max}: \text{ tightened} \Rightarrow "
    r"\text{non-strict saddle}, "
    r"\text{ else strict saddle}"
)


def theorem_holds(point: dln.Point) -> Outcome:
    """S is unique, the product is the printed one, the printed class is the exact one (loss, Hessian), and what is
    called a saddle is not a local extremum.
    """
    exact = exact_class(point)
    same_class = equal(
        printed_class(point), exact, "printed class, and class by loss and Hessian", inertia=point.inertia_by_hessian
    )
    saddle = () if exact == GLOBAL_MINIMISER else (is_no_local_minimum(point), is_no_local_maximum(point))
    return all_of(product_is_printed(point), same_class, *saddle)


def product_is_printed(point: dln.Point) -> Outcome:
    """``P = T Syx Sxx^-1`` with ``T = U_S U_S^T``, said of ``A = P Sxy = T Sigma`` so that nothing is inverted.

    If A is symmetric and ``A A = A Sigma``, A commutes with Sigma, whose eigenvalues are simple, and has the eigenvalue
    0 or that of Sigma in each of its eigenvectors: this is one S.  Its size is the rank of A.  With this T,
    ``P Sxx = T Syx`` is ``Sigma P Sxx = A Syx``, as Sigma is invertible.
    """
    problem, P, Sigma = point.problem, point.end_to_end, point.problem.sigma
    A = P @ problem.Sxy
    is_selection = A.is_symmetric() and A @ Sigma == A @ A and Sigma @ P @ problem.Sxx == A @ problem.Syx
    return is_true(
        is_selection and A.rank() == len(point.selection), "the product is U_S U_S^T Syx Sxx^-1 with |S| = r", product=P
    )


classification = claim(
    "achour.classification",
    source=ACHOUR_PAPER.at("main theorem"),
    statement=THEOREM,
    over=every_critical_point(),
    assuming=(ASSUMPTION_H,),
    axioms=(ECKART_YOUNG, SECOND_ORDER),
    written=written.CLASSIFICATION,
)(theorem_holds)


classification_general = on_general_data(classification)


@claim(
    "achour.classification.irrational",
    source=ACHOUR_PAPER.at("main theorem"),
    statement=THEOREM,
    over=irrational_points(),
    assuming=(assumed("achour.H"),),
    made_precise=MADE_PRECISE + "; that saddles are not local extrema is not asked here",
    axioms=(ECKART_YOUNG,),
    written=written.CLASSIFICATION,
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
        certified_product_is_printed(point),
        equal(printed_class(point), found, "printed class, and class by loss and Hessian", kind=kind_of(case)),
    )


def certified_product_is_printed(point: dln.CertifiedPoint) -> Outcome:
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
