"""Section 4.1, the proof of Proposition 5: the Hessian form in the new variables, its splitting (28) and signs.

Notations:

    ALL_NEW                      the names of the new variables
    SPECTRAL                     textbook fact: eigenspaces are orthogonal and span
    NEGATIVE_DETERMINANT         textbook fact: the signs of a 2 x 2 matrix
    Form                         a quadratic form in the new variables
    named                        what a reader needs to see a failing case
    is_complement                a subspace and the tangent space add up directly
    FORM_31                      the form (31) as printed
    HALF_HESSIAN                 how H_W(w) is read
    twice_form                   twice (31)
    twice_q_1                    twice Q_1 of (32)
    twice_q_2                    twice Q_2 of (32)
    form_matrix                  the symmetric matrix of a quadratic form
    has_form_31                  the exact Hessian in the new variables is (31)
    twice_second_order_in_words  2 H_W(w), for any widths
    Q_1                          the variables of Q_1
    Q_2                          the variables of Q_2
    ALL_PARTS                    the statement on the inertia of all parts
    in_pairs                     the 2 x 2 blocks of a matrix on pairs of variables
    q_2_is_sum_of                Q_2 is a sum of so many forms of both signs
    in_eigenvectors_of_k         Q_2 in eigenvectors, for any widths
    adds_up                      all parts together have the inertia of the Hessian
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

import symdln as dln
from proofs_check.claims.chitour.parts.prop5 import BOUND
from proofs_check.claims.chitour.parts.shallow_chart import Chart, NewVariables, Variation
from proofs_check.claims.chitour.parts.shallow_frames import HALF, Frame
from proofs_check.claims.chitour.parts.strata import tangent_vectors
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.networks.words import follows, order, same, t
from symdln.algebra import words
from symdln.algebra.inertia import Inertia, inertia_of
from symdln.algebra.matrix import hstack
from symdln.algebra.words import Expression, Scalar, Symbol, identity, rewrite, scalar

ALL_NEW = tuple(field.name for field in fields(NewVariables))


SPECTRAL = "eigenspaces of a symmetric matrix are orthogonal and span the space"


NEGATIVE_DETERMINANT = "a symmetric 2 x 2 matrix of negative determinant has a positive and a negative eigenvalue"


Form = Callable[[Chart, NewVariables], Any]


def named(f: Frame) -> dict[str, object]:
    """What a reader needs to see a failing case."""
    return {"widths": f.widths, "S_Y": f.problem.Syx, "W_1": f.point.weights[0], "W_2": f.point.weights[1]}


def is_complement(f: Frame) -> Outcome:
    """Whether the subspace and the tangent space add up to X, without a common vector."""
    subspace, tangent = f.new_columns(*BOUND), tangent_vectors(f.point)
    whole = f.problem.parameters
    return all_of(
        equal(subspace.rank() + tangent.rank(), whole, "sum of the dimensions, and dimension of X"),
        equal(hstack([subspace, tangent]).rank(), whole, "dimension of the sum, and of X"),
    )


FORM_31 = (
    r"H_{\bar W} = \tfrac12 (\|\beta_1\|_F^2 + \|\gamma_1\|_F^2 + \|\delta_1\|_F^2 + \|\epsilon_1\|_F^2 + \|e_2 "
    r"C_2\|_F^2) - \operatorname{tr}(E_Y \epsilon_1^\mathsf{T} D_Y^{-1} \delta_1) - \operatorname{tr}(E_Y e_2 \delta_2)"
)


HALF_HESSIAN = "H_W(w) is the part of order two in w of L(W + w), half the quadratic form of the Hessian"


def twice_form(chart: Chart, y: NewVariables) -> Any:
    """Twice (31)."""
    norm, trace = _norm_and_trace(chart)
    first = norm(y.beta_1) + norm(y.gamma_1) + norm(y.delta_1) + norm(y.epsilon_1) + norm(y.e_2 @ chart.C_2)
    crossed = chart.E_Y @ y.epsilon_1.T @ chart.D_inverse @ y.delta_1
    return first - 2 * trace(crossed) - 2 * trace(chart.E_Y @ y.e_2 @ y.delta_2)


def twice_q_1(chart: Chart, y: NewVariables) -> Any:
    """Twice Q_1 of (32)."""
    norm, trace = _norm_and_trace(chart)
    crossed = trace(chart.E_Y @ y.epsilon_1.T @ chart.D_inverse @ y.delta_1)
    return norm(y.delta_1) + norm(y.epsilon_1) - 2 * crossed


def twice_q_2(chart: Chart, y: NewVariables) -> Any:
    """Twice Q_2 of (32)."""
    norm, trace = _norm_and_trace(chart)
    return norm(y.e_2 @ chart.C_2) - 2 * trace(chart.E_Y @ y.e_2 @ y.delta_2)


def _norm_and_trace(chart: Chart) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    if isinstance(chart.E_Y, Expression):
        return words.norm_squared, words.trace
    return dln.Matrix.norm_squared, dln.Matrix.trace


def form_matrix(f: Frame, twice: Form, names: tuple[str, ...]) -> dln.Matrix:
    """The symmetric matrix of a quadratic form in these blocks, from its values on the units and on their sums."""
    units = list(f.units(NewVariables, names))
    alone = [twice(f.chart, unit) for unit in units]
    size = len(units)
    rows = [[value if i == j else None for j in range(size)] for i, value in enumerate(alone)]
    for i, j in itertools.combinations(range(size), 2):
        both = NewVariables(*(getattr(units[i], name) + getattr(units[j], name) for name in ALL_NEW))
        rows[i][j] = rows[j][i] = (twice(f.chart, both) - alone[i] - alone[j]) * HALF
    return dln.Matrix.from_entries(size, size, [entry for row in rows for entry in row]) * HALF


def has_form_31(f: Frame) -> Outcome:
    """Whether the exact Hessian in the new variables is (31)."""
    return equal(f.second_order(f.new_columns(*ALL_NEW)), form_matrix(f, twice_form, ALL_NEW), "H_W and (31)")


def twice_second_order_in_words(chart: Chart, x: Variation, rules: Mapping[Expression, Expression]) -> Scalar:
    """``2 H_W(w)``: the coefficient of t^2 in ``||U^T (S_Y - ...) U||^2 + ||U^T W_2 W_{1,2}||^2`` at W + t w."""
    W_11, W_12, W_2 = (W + t * w for W, w in zip(chart.weights, chart.direction(x), strict=True))
    residual, rest = chart.S_Y - W_2 @ W_11, W_2 @ W_12
    U = (chart.U_1, chart.U_2)
    blocks = [left.T @ residual @ right for left in U for right in U] + [left.T @ rest for left in U]
    total = sum((words.norm_squared(rewrite(block, rules)) for block in blocks), Scalar(0))
    return rewrite(order(total, 2), rules)


Q_1, Q_2 = ("delta_1", "epsilon_1"), ("delta_2", "e_2")


ALL_PARTS = "Q_1, Q_2 and the squares of beta_1 and gamma_1 together have the inertia that the inertia theorem gives"


def in_pairs(matrix: dln.Matrix) -> list[dln.Matrix] | None:
    """The 2 x 2 blocks on the variables number p and count + p of 2 count; None if other entries are not zero."""
    count = matrix.shape[0] // 2
    others = (matrix[i, j] for i in range(2 * count) for j in range(2 * count) if (i - j) % count)
    if any(others):
        return None
    return [matrix.block((p, count + p), (p, count + p)) for p in range(count)]


def q_2_is_sum_of(f: Frame, count: int, printed: str) -> Outcome:
    """Whether Q_2 has the variables and the signs of so many forms with one eigenvalue of each sign."""
    matrix = f.second_order(f.new_columns(*Q_2))
    return all_of(
        equal(matrix, form_matrix(f, twice_q_2, Q_2), "the Hessian on delta_2, e_2, and Q_2"),
        equal(
            matrix.shape[0],
            2 * count,
            "the number of variables of Q_2",
            but=f"that of {printed} forms in two variables",
            **named(f),
        ),
        equal(inertia_of(matrix), Inertia(count, count, 0), f"the inertia of Q_2, and of {printed} forms"),
        in_eigenvectors_of_k(),
        adds_up(f),
    )


@cache
def in_eigenvectors_of_k() -> Outcome:
    """For any widths, Q_2 in epsilon_2 = U_K e_2^T and U_K delta_2, where C_2 C_2^T = U_K^T D_K U_K; and the
    determinant of a form.
    """
    C_2, U_K = Symbol("C_2", "n", "e"), Symbol("U_K", "n", "n")
    D_K, E_Y = Symbol("D_K", "n", "n", symmetric=True), Symbol("E_Y", "k", "k", symmetric=True)
    e_2, delta_2 = Symbol("e_2", "k", "n"), Symbol("delta_2", "n", "k")
    epsilon_2, delta = U_K @ e_2.T, U_K @ delta_2
    rules = {C_2 @ C_2.T: U_K.T @ D_K @ U_K, U_K.T @ U_K: identity("n")}
    before = words.norm_squared(e_2 @ C_2) / 2 - words.trace(E_Y @ e_2 @ delta_2)
    after = words.trace(epsilon_2.T @ D_K @ epsilon_2) / 2 - words.trace(E_Y @ epsilon_2.T @ delta)
    alpha, s, x, y = (scalar(name) for name in ("alpha", "s", "x", "y"))
    corner, side = alpha / 2, -s / 2
    return all_of(
        follows(rewrite(before, rules), rewrite(after, rules), "Q_2 in epsilon_2 and U_K delta_2"),
        same(
            alpha * x * x / 2 - s * x * y, corner * x * x + 2 * side * x * y, "a form and [[alpha/2, -s/2], [-s/2, 0]]"
        ),
        same(corner * 0 - side * side, -(s * s) / 4, "the determinant of a form"),
    )


def adds_up(f: Frame) -> Outcome:
    """Whether Q_1, Q_2, the squares of beta_1 and gamma_1, and zeros for a_1, a_2, b_2 and c_2 have the inertia by
    ranks.
    """
    forms = [inertia_of(f.second_order(f.new_columns(*names))) for names in (Q_1, Q_2)]
    squares = Inertia(f.r * f.r + f.r * f.e, 0, f.r * (f.r + f.n) + f.n * f.r + f.n * f.e)
    return equal(sum(forms, squares), f.point.inertia_by_ranks, "the inertia of the parts, and by ranks")
