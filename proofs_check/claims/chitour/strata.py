"""Section 4.1: with one hidden layer, dimension and tangent space of the critical sets I_l^r, Proposition 5."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.claims.chitour.notation import SECTION_3, below_full_rank, blocks
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import assumption, depth_is, is_critical
from proofs_check.language.outcome import Outcome, all_of, equal, holds, is_true, undecided
from proofs_check.language.sharing import shared
from proofs_check.language.source import CHITOUR
from proofs_check.scopes.critical_points import every_critical_point

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


@claim(
    "chitour.prop5.dimension",
    source=CHITOUR.at("Prop. 5, eq. (27)"),
    statement=r"I_l^r \text{ is a closed embedded submanifold}, \; \dim I_l^r = d(r) = r d_1 + (d_y - r) r + (d_y - "
    r"r)(d_x - d_y), \; 0 \le r \le d_y - 1",
    over=every_critical_point(),
    assuming=PROP_5,
    made_precise=AT_POINTS,
    axioms=(PARAMETRISED,),
)
def prop_5_dimension(point: dln.Point) -> Outcome:
    """With one hidden layer, the critical points with the selection of W form a closed embedded submanifold of the
    dimension (27).
    """
    b = blocks(point)
    d_1 = point.problem.widths[1]
    return dimension_is(point, b.r * d_1 + (b.d_y - b.r) * b.r + (b.d_y - b.r) * (b.d_x - b.d_y))


@claim(
    "chitour.prop5.dimension.corrected",
    source=CHITOUR.at("Prop. 5, eq. (27)"),
    statement=r"I_l^r \text{ is a closed embedded submanifold}, \; \dim I_l^r = r d_1 + (d_1 - r) r + (d_1 - r)(d_x - "
    r"d_y), \; 0 \le r \le d_y - 1",
    over=every_critical_point(),
    assuming=PROP_5,
    made_precise=AT_POINTS,
    axioms=(PARAMETRISED,),
    corrects="chitour.prop5.dimension",
)
def prop_5_dimension_corrected(point: dln.Point) -> Outcome:
    """The dimension is (27) with d_1 - r in place of d_y - r, twice: the number of entries of a_1, a_2, b_2 and c_2 in
    (30).
    """
    b = blocks(point)
    d_1 = point.problem.widths[1]
    return dimension_is(point, b.r * d_1 + (d_1 - b.r) * b.r + (d_1 - b.r) * (b.d_x - b.d_y))


@claim(
    "chitour.prop5.tangent",
    source=CHITOUR.at("Prop. 5"),
    statement=r"T_W I_l^r = \ker \operatorname{Hess} L(W)",
    over=every_critical_point(),
    assuming=PROP_5,
    axioms=(PARAMETRISED,),
)
def prop_5_tangent(point: dln.Point) -> Outcome:
    """With one hidden layer, the tangent space at W of the critical points with its selection is the kernel of the
    Hessian.
    """
    differential = tangent_vectors(point)
    return all_of(
        stays_in_stratum(point),
        is_true((point.hessian @ differential).is_zero(), "tangent vectors lie in the kernel of the Hessian"),
        equal(differential.rank(), nullity(point), "dimensions of the tangent space and of the kernel"),
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
    return equal(
        lower, printed, f"dimension of the critical points with this selection, d_1 = {point.problem.widths[1]}"
    )


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
