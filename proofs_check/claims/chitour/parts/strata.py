"""Section 4: with one hidden layer, the strata of critical points, their values, their number, and hyperbolicity."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.chitour.parts.notation import SECTION_3, aligned_points, below_full_rank, blocks
from proofs_check.language.given import Details, Given, at, letters
from proofs_check.language.hypotheses import assumption, depth_is, is_critical
from proofs_check.language.outcome import Outcome, all_of, equal, holds, is_true, undecided
from proofs_check.language.sharing import shared


def first_layer_free(subject: Any, details: Details) -> Given:
    """f: W_2 = 0, and W_1 has letters in the columns beyond d_y, or for d_x = d_y everywhere."""
    problem = subject.problem if isinstance(subject, dln.Point) else subject
    d_x, _, d_y = problem.widths
    first, second = letters(problem)
    rows = [["0" if j < d_y < d_x else entry for j, entry in enumerate(row)] for row in first]
    return at(subject, points={"f": [rows, [["0"] * len(row) for row in second]]})


SECTION_4 = (*SECTION_3, assumption("chitour.4"), depth_is(2))


AT_SADDLES = (*SECTION_4, is_critical, below_full_rank)


HIRSCH_PUGH_SHUB = "Theorem 4.2 (Hirsch, Pugh, Shub), imported"


def values_by_rank(problem: dln.Problem) -> dict[int, set[Fraction]]:
    """The losses of the critical points of each rank r of R: one point of every kind, its loss from its weights."""
    found: dict[int, set[Fraction]] = {}
    for point in aligned_points(problem):
        found.setdefault(blocks(point).r, set()).add(point.loss)
    return found


def has_both_signs(point: dln.Point) -> Outcome:
    inertia = point.inertia_by_hessian
    return all_of(
        is_true(
            inertia.positive > 0,
            "m_s is positive",
            otherwise=f"the Hessian has no positive eigenvalue, m_s = 0: {inertia}",
            inertia=str(inertia),
        ),
        is_true(
            inertia.negative > 0,
            "m_u is positive",
            otherwise=f"the Hessian has no negative eigenvalue, m_u = 0: {inertia}",
            inertia=str(inertia),
        ),
    )


PROP_5 = (*SECTION_3, assumption("chitour.4"), depth_is(2), is_critical, below_full_rank)


PARAMETRISED = (
    "a map into I_l^r whose differential at a preimage of W has rank k puts a k-dimensional submanifold through W "
    "into I_l^r (rank theorem), "
    "and near W the zeros of the gradient lie in a submanifold whose dimension is the nullity of the Hessian "
    "(implicit functions); where the "
    "two dimensions agree, the three sets agree near W, and I_l^r is an embedded submanifold there"
)


AT_POINTS = (
    "I_l^r near each of its points looked at, where it is an embedded submanifold by the two dimensions; it is closed, "
    "as L takes finitely many values on Crit(L)"
)


@shared
def stays_in_stratum(point: dln.Point) -> Outcome:
    """Whether the parametrisation, at a point of it other than W, gives a critical point with the same product."""
    moved = moved_by_shear(point)
    if moved.is_critical and moved.end_to_end == point.end_to_end:
        return holds("the parametrisation stays in the set of critical points with this selection")
    return undecided("the parametrisation leaves the set of critical points with this selection", weights=moved.weights)


def dimension_is(point: dln.Point, printed: int) -> Outcome:
    """Whether the dimension at W, once both bounds for it agree, is the printed one."""
    parametrised = stays_in_stratum(point)
    if not parametrised.holds:
        return parametrised
    lower, upper = tangent_vectors(point).rank(), nullity(point)
    if lower != upper:
        return undecided(f"the dimension is between {lower} and {upper}", printed=printed)
    return equal(lower, printed, "the dimension of the critical points with this selection", but="the formula")


def nullity(point: dln.Point) -> int:
    """The dimension of the kernel of the exact Hessian, the Jacobian of the gradient."""
    return point.inertia_by_hessian.zero


def moved_along_stratum(point: dln.Point, G: dln.Matrix, F: dln.Matrix) -> dln.Point:
    """``(G (W_1 + [0 | K F]), W_2 G^-1)``: a critical point with the same product, where the columns of K span ker W_2.

    Indeed ``W_2 K = 0``, so the product and the residual ``M = [S_Y - W_2 W_{1,1} | 0]`` stay the same; the gradients
    ``W_2^T M`` and ``M W_1^T`` are multiplied by ``G^-T`` and ``G^T``, and ``M [0 | K F]^T = 0``.
    """
    W_1, W_2 = point.weights
    return dln.Point(point.problem, [G @ (W_1 + _behind(point, F)), W_2 @ G.inverse()])


def moved_by_shear(point: dln.Point) -> dln.Point:
    """The point moved along its stratum by G with ones on and above the diagonal, and F full of ones."""
    d_x, d_1, d_y = point.problem.widths
    free = point.weights[1].nullspace().shape[1]
    G = dln.Matrix.from_entries(d_1, d_1, [int(j >= i) for i in range(d_1) for j in range(d_1)])
    return moved_along_stratum(point, G, dln.Matrix.from_entries(free, d_x - d_y, [1] * (free * (d_x - d_y))))


def tangent_vectors(point: dln.Point) -> dln.Matrix:
    """The differential of :func:`moved_along_stratum` at G = I, F = 0, column by column in the order of the Hessian.

    In the direction (C, F) it is ``(C W_1 + [0 | K F], - W_2 C)``.
    """
    d_x, d_1, d_y = point.problem.widths
    columns = [[*(C @ point.weights[0]).entries(), *(-(point.weights[1] @ C)).entries()] for C in _units(d_1, d_1)]
    free = point.weights[1].nullspace().shape[1]
    still = [Fraction(0)] * (d_y * d_1)
    columns += [[*_behind(point, F).entries(), *still] for F in _units(free, d_x - d_y)]
    return dln.Matrix.from_entries(
        len(columns), point.problem.parameters, [entry for column in columns for entry in column]
    ).T


def _behind(point: dln.Point, F: dln.Matrix) -> dln.Matrix:
    """``[0 | K F]``: zero in the d_y columns of W_{1,1}, and K F in those of W_{1,2}."""
    d_x, d_1, d_y = point.problem.widths
    KF = point.weights[1].nullspace() @ F
    return dln.Matrix.from_entries(
        d_1, d_x, [Fraction(0) if j < d_y else KF[i, j - d_y] for i in range(d_1) for j in range(d_x)]
    )


def _units(rows: int, columns: int) -> list[dln.Matrix]:
    """The matrices with a single entry 1."""
    size = rows * columns
    return [dln.Matrix.from_entries(rows, columns, [int(i == place) for i in range(size)]) for place in range(size)]
