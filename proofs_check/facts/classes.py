"""The main theorem of Achour, Malgouyres, Gerchinovitz as printed, and the same classes by independent exact routes."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.facts.extrema import has_least_loss
from proofs_check.language.hypotheses import assumption
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT

ASSUMPTION_H = assumption("achour.H")
WEAK_ASSUMPTIONS = assumption("kawaguchi")


def loss_without_half(point: dln.Point) -> Fraction:
    """``||W_H ... W_1 X - Y||_F^2``, whatever factor the problem carries."""
    return point.loss / point.problem.loss_factor


def tightened(point: dln.Point | dln.CertifiedPoint) -> bool:
    """Every pivot has a complementary block of rank r: ``W_{j-1}...W_1 Sxy W_H...W_{i+1}`` or ``W_{i-1}...W_{j+1}``."""
    r = len(point.selection)
    return all(r in (pivot.outer_rank, pivot.inner_rank) for pivot in point.pivots)


def selects_first(point: dln.Point | dln.CertifiedPoint) -> bool:
    """``S = {1, ..., r}``: the product keeps the r largest eigenvalues."""
    return point.selection == tuple(range(len(point.selection)))


def printed_class(point: dln.Point | dln.CertifiedPoint) -> str:
    """The class that the theorem gives, from S, r and r_max and the ranks of the pivots' blocks."""
    r, r_max = len(point.selection), point.problem.least_width
    if not selects_first(point):
        return STRICT
    if r == r_max:
        return GLOBAL_MINIMISER
    return NON_STRICT if tightened(point) else STRICT


def exact_class(point: dln.Point) -> str:
    """The class by definition: the value of the loss, then the least eigenvalue of the exact Hessian."""
    if has_least_loss(point):
        return GLOBAL_MINIMISER
    return STRICT if least_eigenvalue_sign(point) < 0 else NON_STRICT


def least_eigenvalue_sign(point: dln.Point) -> int:
    """The sign of the least eigenvalue of the exact Hessian."""
    inertia = point.inertia_by_hessian
    if inertia.negative:
        return -1
    return 0 if inertia.zero else 1
