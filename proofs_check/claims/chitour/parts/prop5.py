"""Section 4.1, the proof of Proposition 5: tangent equations (29)-(30), the printed map, and the complement.

Notations:

    ALL_OLD                       the blocks a_1, ..., e_2 of w
    FREE                          the blocks that parametrise the tangent space
    BOUND                         the new variables that vanish on it
    COORDINATES                   how the coordinates of the proof are read
    tangent_left_sides            the left sides of (29)
    new_left_sides                the left sides of (30)
    linear_map                    the matrix of linear equations in the entries of w
    free_places                   where the free blocks stand among the entries of w
    tangent_equations_in_words    (29) from (24), and (29) and (30) from each other, for any widths
    derivatives_of_24             the derivatives of the left sides of (24) along w
    reduces                       both sides are equal by relations between letters
    STEP                          the displacement 1/8
    IMAGE                         the statement on the printed map, first part
    MAP                           the printed map
    DISPLACED                     what is looked at near a point
    Parameters                    what the map takes, besides the point
    parametrises                  the map leads into the stratum, one to one on tangent vectors
    parameter_units               every choice of parameters with a single entry 1
    displacements                 every displacement by 1/8
    displacement                  where the map leads, less the point
    velocity                      the derivative of that at the origin
    in_stratum                    the image is critical and has the same product
    chart_in_words                the image of the map is the solution set of (24), for any widths
    solutions_of_24_are_critical  what satisfies (24) is critical, for any widths
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import symdln as dln
from proofs_check.claims.chitour.parts.shallow_chart import (
    Chart,
    NewVariables,
    Variation,
    relations,
    word_chart,
    word_variables,
)
from proofs_check.claims.chitour.parts.shallow_frames import Frame, from_columns
from proofs_check.claims.chitour.parts.strata import nullity, tangent_vectors
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.networks.words import follows, matrix_order, t
from symdln.algebra.words import Expression, Symbol, identity, rewrite, zero

ALL_OLD = ("a_1", "a_2", "b_1", "b_2", "c_1", "c_2", "d_1", "d_2", "e_1", "e_2")


FREE = ("a_1", "a_2", "b_2", "c_2")


BOUND = ("beta_1", "gamma_1", "delta_1", "delta_2", "epsilon_1", "e_2")


COORDINATES = "in the coordinates of the proof, V orthogonal and A invertible"


def tangent_left_sides(chart: Chart, x: Variation) -> list[Any]:
    """The left sides of (29)."""
    return list(chart.tangent_equations(x).values())


def new_left_sides(chart: Chart, x: Variation) -> list[Any]:
    """The left sides of (30)."""
    y = chart.new_variables(x)
    return [getattr(y, name) for name in BOUND]


def linear_map(f: Frame, left_sides: Any) -> dln.Matrix:
    """The matrix of linear equations in the entries of a_1, ..., e_2."""
    units = f.units(Variation, ALL_OLD)
    columns = [[v for side in left_sides(f.chart, x) for v in side.entries()] for x in units]
    return from_columns(columns, len(columns[0]))


def free_places(f: Frame) -> list[int]:
    """Where a_1, a_2, b_2 and c_2 stand among the entries of a_1, ..., e_2."""
    places, start = [], 0
    for name in ALL_OLD:
        rows, columns = f.shapes[name]
        places += range(start, start + rows * columns) if name in FREE else ()
        start += rows * columns
    return places


def tangent_equations_in_words() -> Outcome:
    """For any widths: (29) from (24), (30) from (29), and (29) from (30)."""
    chart, x, y = word_chart(), word_variables(Variation), word_variables(NewVariables)
    printed, new = chart.tangent_equations(x), chart.new_variables(x)
    first, d_1, d_2, fourth, e_1, e_2 = printed.values()
    back = chart.tangent_equations(chart.old_variables(y))
    again = chart.old_variables(new)
    B_1, B_2 = chart.B_1, chart.B_2
    from_30 = (
        y.beta_1,
        chart.A_inverse @ y.delta_1,
        y.delta_2 + B_2 @ chart.D_inverse @ y.delta_1,
        y.gamma_1,
        (y.epsilon_1.T - y.e_2 @ B_2) @ chart.D_inverse @ chart.A,
        y.e_2,
    )
    A, B, C = chart.A + t * x.a_1, B_2 + t * x.b_2, chart.C_2 + t * x.c_2
    curve = (A @ (B_1 + t * x.b_1) + t * x.a_2 @ B, A @ (t * x.c_1) + t * x.a_2 @ C)
    return all_of(
        *(reduces(chart, matrix_order(side, 1), z, "a curve") for side, z in zip(curve, (first, fourth), strict=True)),
        *(reduces(chart, side, printed[name], name) for name, side in derivatives_of_24(chart, x).items()),
        reduces(chart, new.beta_1, first, "beta_1 from (29)"),
        reduces(chart, new.gamma_1, fourth, "gamma_1 from (29)"),
        reduces(chart, new.delta_1, chart.A @ d_1, "delta_1 from (29)"),
        reduces(chart, new.delta_2, d_2 - B_2 @ chart.D_inverse @ chart.A @ d_1, "delta_2 from (29)"),
        reduces(chart, new.epsilon_1, (e_1 @ B_1 + e_2 @ B_2).T, "epsilon_1 from (29)"),
        *(reduces(chart, a, b, name) for (name, a), b in zip(back.items(), from_30, strict=True)),
        *(reduces(chart, getattr(again, name), getattr(x, name), f"{name} and back") for name in ALL_OLD),
    )


def derivatives_of_24(chart: Chart, x: Variation) -> dict[str, Any]:
    """The derivatives of the left sides of (24) along w, in the coordinates, in the order of (29)."""
    (W_11, W_12, W_2), (w_11, w_12, w_2) = chart.weights, chart.direction(x)
    U_1, U_2, V_1, V_2 = chart.U_1, chart.U_2, chart.V_1, chart.V_2
    sides = (
        U_1.T @ (w_2 @ W_11 + W_2 @ w_11) @ U_1,  # W_{2,1} W_{1,1,1}
        V_1 @ w_11 @ U_2,  # V W_{1,1,2}
        V_2 @ w_11 @ U_2,
        U_1.T @ (w_2 @ W_12 + W_2 @ w_12),  # W_{2,1} W_{1,2}
        U_2.T @ w_2 @ V_1.T,  # W_{2,2} V^T
        U_2.T @ w_2 @ V_2.T,
    )
    return dict(zip(chart.tangent_equations(x), sides, strict=True))


def reduces(chart: Chart, left: Expression, right: Expression, what: str) -> Outcome:
    """Whether both sides are equal by the relations between the letters."""
    return follows(rewrite(left, relations(chart)), rewrite(right, relations(chart)), what)


STEP = Fraction(1, 8)


IMAGE = r"\text{near } \bar W, \; I_l^r \text{ is the image of a neighbourhood of the origin under } "


MAP = (
    r"(a_1, a_2, b_2, c_2) \mapsto (A + a_1, a_2, B_1 + b_1, B_2 + b_2, c_1, C_2 + c_2, 0, 0, 0, 0), \; b_1 = -(A + "
    r"a_1)^{-1} (a_1 B_1 + a_2 B_2 + a_2 b_2), \; "
)


DISPLACED = (
    "at the points, every displacement of one entry by 1/8, and of all entries, and the differential at the origin"
)


class Parameters(NamedTuple):
    """What the map takes, besides the point."""

    a_1: Any
    a_2: Any
    b_2: Any
    c_2: Any


def parametrises(f: Frame, own: int) -> Outcome:
    """Image in the stratum, and differential at the origin onto the tangent space, one to one."""
    tangent = tangent_vectors(f.point)
    differential = f.matrix(velocity(f, parameters, own) for parameters in parameter_units(f))
    return all_of(
        is_true((f.point.hessian @ differential).is_zero(), "the differential at the origin maps into ker Hess L(W)"),
        equal(differential.rank(), tangent.rank(), "rank of the differential, and dimension of the tangent space"),
        equal(differential.shape[1], nullity(f.point), "number of parameters, and nullity of the Hessian"),
        *(in_stratum(f, parameters, own) for parameters in displacements(f)),
    )


def parameter_units(f: Frame) -> list[Parameters]:
    """Every choice of parameters with a single entry 1."""
    return [Parameters(x.a_1, x.a_2, x.b_2, x.c_2) for x in f.units(Variation, FREE)]


def displacements(f: Frame) -> list[Parameters]:
    """One entry 1/8, for every entry, and then all entries 1/8."""
    units = parameter_units(f)
    every = [tuple(STEP * block for block in unit) for unit in units]
    if units:
        every.append(tuple(sum(blocks[1:], blocks[0]) for blocks in zip(*every, strict=True)))
    return [Parameters(*blocks) for blocks in every]


def displacement(f: Frame, p: Parameters, own: int) -> Variation:
    """Where the map leads, less the point: with ``own = 1`` by the printed equation for c_1, with 0 by the corrected
    formula.

    ``(A + a_1) c_1 = - own A c_1 - a_2 C_2 - a_2 c_2``.
    """
    chart = f.chart
    inverse = (chart.A + p.a_1).inverse()
    b_1 = -inverse @ (p.a_1 @ chart.B_1 + p.a_2 @ chart.B_2 + p.a_2 @ p.b_2)
    c_1 = -(chart.A + p.a_1 + own * chart.A).inverse() @ (p.a_2 @ chart.C_2 + p.a_2 @ p.c_2)
    return f.filled(Variation, a_1=p.a_1, a_2=p.a_2, b_1=b_1, b_2=p.b_2, c_1=c_1, c_2=p.c_2)


def velocity(f: Frame, p: Parameters, own: int) -> Variation:
    """The derivative of :func:`displacement` at the origin.

    ``A b_1 = - a_1 B_1 - a_2 B_2`` and ``(1 + own) A c_1 = - a_2 C_2``.
    """
    chart = f.chart
    b_1 = -chart.A_inverse @ (p.a_1 @ chart.B_1 + p.a_2 @ chart.B_2)
    c_1 = -chart.A_inverse @ (p.a_2 @ chart.C_2) * Fraction(1, 1 + own)
    return f.filled(Variation, a_1=p.a_1, a_2=p.a_2, b_1=b_1, b_2=p.b_2, c_1=c_1, c_2=p.c_2)


def in_stratum(f: Frame, p: Parameters, own: int) -> Outcome:
    """Whether the image is critical and has the same product."""
    w = f.matrix([displacement(f, p, own)]).entries()
    split = f.problem.shapes[0][0] * f.problem.shapes[0][1]
    parts = (w[:split], w[split:])
    moved = f.point.moved(
        [dln.Matrix.from_entries(*shape, part) for shape, part in zip(f.problem.shapes, parts, strict=True)]
    )
    largest = max((entry for block in moved.gradient for entry in block.entries()), key=abs)
    return all_of(
        equal(largest, 0, "largest entry of the gradient at the image", parameters=p._asdict()),
        equal(moved.end_to_end, f.point.end_to_end, "products at the image and at the point"),
    )


def chart_in_words() -> Outcome:
    """For any widths, with J = (A + a_1)^-1: the image satisfies (24), what does is critical, and it is in the image.

    ``B`` and ``C`` are further blocks with ``(A + a_1) B + a_2 (B_2 + b_2) = D_Y`` and ``(A + a_1) C + a_2 (C_2 + c_2)
    = 0``: multiplied by J, these give them.
    """
    base, x = word_chart(), word_variables(Variation)
    J, B, C = Symbol("J", "r", "r"), Symbol("B", "r", "r"), Symbol("C", "r", "e")
    A, B_1, B_2, C_2 = base.A + x.a_1, base.B_1, base.B_2 + x.b_2, base.C_2 + x.c_2
    b_1 = -J @ (x.a_1 @ B_1 + x.a_2 @ base.B_2 + x.a_2 @ x.b_2)
    c_1 = -J @ (x.a_2 @ base.C_2 + x.a_2 @ x.c_2)
    inverse = {base.A @ J: identity("r") - x.a_1 @ J, J @ base.A: identity("r") - J @ x.a_1}

    def reduced(left: Expression, right: Expression, what: str) -> Outcome:
        rules = relations(base) | inverse
        return follows(rewrite(left, rules), rewrite(right, rules), what)

    return all_of(
        reduced(A @ (B_1 + b_1) + x.a_2 @ B_2, base.D_Y, "W_{2,1} W_{1,1,1} = D_Y on the image"),
        reduced(A @ c_1 + x.a_2 @ C_2, zero("r", "e"), "W_{2,1} W_{1,2} = 0 on the image"),
        solutions_of_24_are_critical(),
        reduced(base.A @ B_1, base.D_Y, "A B_1 = D_Y"),
        reduced(J @ (A @ B + x.a_2 @ B_2), B + J @ x.a_2 @ B_2, "J times the first equation: J D_Y = B + ..."),
        reduced(J @ base.A @ B_1 - J @ x.a_2 @ B_2, B_1 + b_1, "B = B_1 + b_1"),
        reduced(J @ (A @ C + x.a_2 @ C_2), C + J @ x.a_2 @ C_2, "J times the second equation: 0 = C + ..."),
        reduced(-J @ x.a_2 @ C_2, c_1, "C = c_1"),
    )


def solutions_of_24_are_critical() -> Outcome:
    """For any widths, what satisfies (24) makes the three gradients vanish, and its product is that of W."""
    base = word_chart()
    W_21, W_111, W_12 = Symbol("W_21", "r", "d_1"), Symbol("W_111", "d_1", "r"), Symbol("W_12", "d_1", "e")
    W_11, W_2 = W_111 @ base.U_1.T, base.U_1 @ W_21
    M = base.S_Y - W_2 @ W_11
    rules = {**relations(base), W_21 @ W_111: base.D_Y, W_21 @ W_12: zero("r", "e")}
    at_base = rewrite(base.weights[2] @ base.weights[0], relations(base))
    return all_of(
        follows(rewrite(W_2.T @ M, rules), zero("d_1", "d_y"), "W_2^T M = 0"),
        follows(rewrite(W_2 @ W_12, rules), zero("d_y", "e"), "W_2 W_{1,2} = 0"),
        follows(rewrite(M @ W_11.T, rules), zero("d_y", "d_1"), "M W_{1,1}^T = 0"),
        follows(rewrite(W_2 @ W_11, rules), at_base, "the product"),
    )
