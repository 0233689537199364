"""Section 4.1, the proof of Proposition 5: the Hessian form in the new variables, its splitting (28) and signs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

import symdln as dln
from proofs_check.claims.chitour.prop5 import ALL_OLD, BOUND, COORDINATES, linear_map, tangent_left_sides
from proofs_check.claims.chitour.shallow_chart import (
    Chart,
    NewVariables,
    Variation,
    relations,
    word_chart,
    word_variables,
)
from proofs_check.claims.chitour.shallow_frames import (
    AT_FRAMES,
    HALF,
    Frame,
    frame,
    frames,
    frames_and_words,
)
from proofs_check.claims.chitour.strata import nullity, tangent_vectors
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.source import CHITOUR
from proofs_check.networks.words import Subject, follows, order, same, t, where
from symdln.algebra import words
from symdln.algebra.inertia import Inertia, inertia_of
from symdln.algebra.matrix import hstack
from symdln.algebra.words import Expression, Scalar, Symbol, identity, rewrite, scalar, zero

ALL_NEW = tuple(field.name for field in fields(NewVariables))
SPECTRAL = "eigenspaces of a symmetric matrix are orthogonal and span the space"
NEGATIVE_DETERMINANT = "a symmetric 2 x 2 matrix of negative determinant has a positive and a negative eigenvalue"

Form = Callable[[Chart, NewVariables], Any]


# -- the complement of the tangent space -------------------------------------------------------------------------------


@claim(
    "chitour.prop5.orthogonal",
    source=CHITOUR.at("proof of Prop. 5, after eq. (31)"),
    statement=r"(T_{\bar W} I_l^r)^\perp = \{a_1 = 0, a_2 = 0, b_2 = 0, c_2 = 0\}",
    over=frames,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; orthogonal for the Frobenius inner product of X, which the coordinates keep",
)
def complement_is_orthogonal(subject: Subject) -> Outcome:
    """The orthogonal complement of the tangent space is where a_1, a_2, b_2 and c_2 are zero."""
    f = frame(subject)
    products = f.new_columns(*BOUND).T @ tangent_vectors(f.point)
    largest = max(products.entries(), key=abs, default=0)
    return all_of(
        is_complement(f),
        equal(largest, 0, "largest inner product of a basis of the subspace with tangent vectors", **named(f)),
    )


@claim(
    "chitour.prop5.orthogonal.corrected",
    source=CHITOUR.at("proof of Prop. 5, after eq. (31)"),
    statement=r"\mathcal{X} = T_{\bar W} I_l^r \oplus \{a_1 = 0, a_2 = 0, b_2 = 0, c_2 = 0\}, \; H_{\bar W} \text{ has "
    r"no zero eigenvalue on the second}",
    over=frames,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; a direct sum, not orthogonal: all that the proof uses",
    corrects="chitour.prop5.orthogonal",
)
def complement_is_direct(subject: Subject) -> Outcome:
    """The subspace where a_1, a_2, b_2 and c_2 are zero is a complement of the tangent space, on which the Hessian is
    not degenerate.
    """
    f = frame(subject)
    restricted = f.second_order(f.new_columns(*BOUND))
    return all_of(
        is_complement(f),
        equal(restricted.rank(), restricted.shape[0], "rank of the Hessian on the complement, and its dimension"),
    )


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


# -- (31) and (28) -----------------------------------------------------------------------------------------------------

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


@claim(
    "chitour.prop5.splitting",
    source=CHITOUR.at("Prop. 5, eq. (28), with (31)"),
    statement=r"\mathcal{X} = E^+(W) \oplus T_W I_l^r \oplus E^-(W) \text{ orthogonally}; \; " + FORM_31,
    over=frames,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; {HALF_HESSIAN}; the inertia by the exact Hessian and by the ranks of the inertia "
    "theorem",
    axioms=(SPECTRAL,),
)
def splitting(subject: Subject) -> Outcome:
    """In the new variables the exact Hessian is (31); its kernel is the tangent space, so X splits orthogonally into
    eigenspaces.
    """
    f = frame(subject)
    tangent, inertia = tangent_vectors(f.point), f.point.inertia_by_hessian
    return all_of(
        has_form_31(f),
        equal(f.new_columns(*ALL_NEW).rank(), f.problem.parameters, "rank of the change of variables"),
        is_true((f.point.hessian @ tangent).is_zero(), "tangent vectors lie in the kernel of the Hessian"),
        equal(tangent.rank(), nullity(f.point), "dimensions of the tangent space and of the kernel"),
        equal(inertia, f.point.inertia_by_ranks, "inertia by the Hessian and by ranks"),
    )


@claim(
    "chitour.prop5.splitting.form",
    source=CHITOUR.at("proof of Prop. 5, eq. (31)"),
    statement=FORM_31,
    over=frames_and_words,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; {HALF_HESSIAN}",
    axioms=("||U^T X U|| = ||X|| and ||U^T X|| = ||X|| for orthogonal U",),
)
def splitting_form(subject: Subject) -> Outcome:
    """In the new variables the second-order term of the loss is (31)."""
    if where(subject) is None:
        return has_form_31(frame(subject))
    chart, y = word_chart(), word_variables(NewVariables)
    exact = twice_second_order_in_words(chart, chart.old_variables(y), relations(chart))
    return follows(exact, rewrite(twice_form(chart, y), relations(chart)), "twice (31)")


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


# -- Q_1 and Q_2 -------------------------------------------------------------------------------------------------------

Q_1, Q_2 = ("delta_1", "epsilon_1"), ("delta_2", "e_2")
ALL_PARTS = "Q_1, Q_2 and the squares of beta_1 and gamma_1 together have the inertia that the inertia theorem gives"


@claim(
    "chitour.prop5.q1",
    source=CHITOUR.at("proof of Prop. 5, eq. (32) and below"),
    statement=r"Q_1(\delta_1, \epsilon_1) \text{ is the sum of } r (d_y - r) \text{ forms } \tfrac12 (x^2 + y^2) - "
    r"\tfrac{[E_Y]_{jj}}{[D_Y]_{ii}} x y, \; 1 \le i \le r, 1 \le j \le d_y - r, \text{ with two positive eigenvalues, "
    r"or (if } \tfrac{[E_Y]_{jj}}{[D_Y]_{ii}} \ge 1 \text{) one positive and one negative}",
    over=frames,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; Q_1 is (32), and the exact Hessian on the variables delta_1, epsilon_1; {ALL_PARTS}",
)
def q_1(subject: Subject) -> Outcome:
    """Q_1 is a sum of r (d_y - r) forms in two variables, each with two positive eigenvalues if E_jj / D_ii < 1, and
    else with one of each sign.
    """
    f = frame(subject)
    matrix, count = f.second_order(f.new_columns(*Q_1)), f.r * f.k
    D, E = f.chart.D_Y, f.chart.E_Y
    ratios = [E[j, j] / D[i, i] for i in range(f.r) for j in range(f.k)]
    pairs = [dln.Matrix([[HALF, -ratio * HALF], [-ratio * HALF, HALF]]) for ratio in ratios]
    signs = [Inertia(2, 0, 0) if ratio < 1 else Inertia(1, 1, 0) for ratio in ratios]
    return all_of(
        equal(matrix, form_matrix(f, twice_q_1, Q_1), "the Hessian on delta_1, epsilon_1, and Q_1"),
        equal(matrix.shape[0], 2 * count, "number of variables, and of those of r (d_y - r) forms"),
        equal(in_pairs(matrix), pairs, "the forms in two variables"),
        equal([inertia_of(pair) for pair in pairs], signs, "the inertia of the forms"),
        equal(inertia_of(matrix), sum(signs, Inertia(0, 0, 0)), "the inertia of Q_1"),
        adds_up(f),
    )


def in_pairs(matrix: dln.Matrix) -> list[dln.Matrix] | None:
    """The 2 x 2 blocks on the variables number p and count + p of 2 count; None if other entries are not zero."""
    count = matrix.shape[0] // 2
    others = (matrix[i, j] for i in range(2 * count) for j in range(2 * count) if (i - j) % count)
    if any(others):
        return None
    return [matrix.block((p, count + p), (p, count + p)) for p in range(count)]


@claim(
    "chitour.prop5.q2",
    source=CHITOUR.at("proof of Prop. 5, below eq. (32)"),
    statement=r"Q_2(\delta_2, e_2) \text{ is the sum of } (d_y - r)^2 \text{ forms } \tfrac{\alpha_i}{2} x^2 - "
    r"[E_Y]_{jj} x y, \; 1 \le i, j \le d_y - r, \text{ each with one positive and one negative eigenvalue}",
    over=frames,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; Q_2 is (32), and the exact Hessian on the variables delta_2, e_2; {ALL_PARTS}",
    axioms=(NEGATIVE_DETERMINANT, SPECTRAL),
)
def q_2(subject: Subject) -> Outcome:
    """Q_2 is a sum of (d_y - r)^2 forms in two variables, each with one eigenvalue of each sign."""
    f = frame(subject)
    return q_2_is_sum_of(f, f.k**2, "(d_y - r)^2")


@claim(
    "chitour.prop5.q2.corrected",
    source=CHITOUR.at("proof of Prop. 5, below eq. (32)"),
    statement=r"Q_2(\delta_2, e_2) \text{ is the sum of } (d_1 - r)(d_y - r) \text{ forms } \tfrac{\alpha_i}{2} x^2 - "
    r"[E_Y]_{jj} x y, \; 1 \le i \le d_1 - r, 1 \le j \le d_y - r, \text{ each with one positive and one negative "
    r"eigenvalue}",
    over=frames,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; Q_2 is (32), and the exact Hessian on the variables delta_2, e_2; {ALL_PARTS}",
    axioms=(NEGATIVE_DETERMINANT, SPECTRAL),
    corrects="chitour.prop5.q2",
)
def q_2_corrected(subject: Subject) -> Outcome:
    """Q_2 is a sum of (d_1 - r)(d_y - r) forms in two variables, each with one eigenvalue of each sign."""
    f = frame(subject)
    return q_2_is_sum_of(f, f.n * f.k, "(d_1 - r)(d_y - r)")


def q_2_is_sum_of(f: Frame, count: int, printed: str) -> Outcome:
    """Whether Q_2 has the variables and the signs of so many forms with one eigenvalue of each sign."""
    matrix = f.second_order(f.new_columns(*Q_2))
    return all_of(
        equal(matrix, form_matrix(f, twice_q_2, Q_2), "the Hessian on delta_2, e_2, and Q_2"),
        equal(matrix.shape[0], 2 * count, f"number of variables, and of those of {printed} forms", **named(f)),
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
    alpha, s = scalar("alpha"), scalar("s")
    corner, side = alpha / 2, -s / 2  # alpha x^2 / 2 - s x y has the matrix [[alpha/2, -s/2], [-s/2, 0]]
    return all_of(
        follows(rewrite(before, rules), rewrite(after, rules), "Q_2 in epsilon_2 and U_K delta_2"),
        same(corner * 0 - side * side, -(s * s) / 4, "the determinant of a form"),
    )


def adds_up(f: Frame) -> Outcome:
    """Whether Q_1, Q_2, the squares of beta_1 and gamma_1, and zeros for a_1, a_2, b_2 and c_2 have the inertia by
    ranks.
    """
    forms = [inertia_of(f.second_order(f.new_columns(*names))) for names in (Q_1, Q_2)]
    squares = Inertia(f.r * f.r + f.r * f.e, 0, f.r * (f.r + f.n) + f.n * f.r + f.n * f.e)
    return equal(sum(forms, squares), f.point.inertia_by_ranks, "the inertia of the parts, and by ranks")


# -- Remark 7 ----------------------------------------------------------------------------------------------------------

rank_is_zero = Hypothesis("r = 0", "r = 0", lambda subject: where(subject) is not None or frame(subject).r == 0)


@claim(
    "chitour.remark7",
    source=CHITOUR.at("Remark 7"),
    statement=r"r = 0: \; (29) \text{ reduces to } d_2 = e_2 = 0, \; (31) \text{ to } H_{\bar W} = "
    r"-\operatorname{tr}(E_Y e_2 \delta_2) + \tfrac12 (\|\epsilon_1\|_F^2 + \|e_2 C_2\|_F^2)",
    over=frames_and_words,
    assuming=(*AT_FRAMES, rank_is_zero),
    made_precise=f"{COORDINATES}; for r = 0 the matrix epsilon_1 has no rows and its norm is zero, and delta_2 = d_2; "
    f"{HALF_HESSIAN}",
)
def remark_7(subject: Subject) -> Outcome:
    """For r = 0 the tangent space is d_2 = e_2 = 0 and the Hessian form is that of Q_2."""
    if where(subject) is not None:
        return remark_7_in_words()
    f = frame(subject)
    tangent = f.columns(*ALL_OLD).T @ tangent_vectors(f.point)
    printed = linear_map(f, lambda chart, x: [x.d_2, x.e_2])
    return all_of(
        equal(linear_map(f, tangent_left_sides), printed, "(29) and d_2 = e_2 = 0"),
        is_true((printed @ tangent).is_zero(), "tangent vectors satisfy d_2 = e_2 = 0"),
        equal(f.problem.parameters - printed.rank(), tangent.rank(), "dimensions of the solutions and of T"),
        equal(f.second_order(f.new_columns(*ALL_NEW)), form_matrix(f, twice_form_7, ALL_NEW), "H_W and the form"),
        equal(nullity(f.point), tangent.rank(), "nullity of the Hessian, and dimension of the tangent space"),
    )


def twice_form_7(chart: Chart, y: NewVariables) -> Any:
    """Twice the form of Remark 7."""
    norm, trace = _norm_and_trace(chart)
    return norm(y.epsilon_1) + norm(y.e_2 @ chart.C_2) - 2 * trace(chart.E_Y @ y.e_2 @ y.delta_2)


def remark_7_in_words() -> Outcome:
    """For any widths: the same expansion of the loss where all blocks with an index 1 are empty, so all zero."""
    chart = Chart(**{name: _emptied(block) for name, block in vars(word_chart()).items()})
    x = Variation(**{name: _emptied(block) for name, block in vars(word_variables(Variation)).items()})
    y = NewVariables(**{name: _emptied(block) for name, block in vars(word_variables(NewVariables)).items()})
    rules = {chart.U_2.T @ chart.U_2: identity("k"), chart.V_2 @ chart.V_2.T: identity("n")}
    w_11, _, w_2 = chart.direction(x)
    exact = twice_second_order_in_words(chart, chart.old_variables(y), rules)
    return all_of(
        follows(rewrite(chart.V_2 @ w_11 @ chart.U_2, rules), x.d_2, "the derivative of W_{1,1,2} = 0"),
        follows(rewrite(chart.U_2.T @ w_2 @ chart.V_2.T, rules), x.e_2, "the derivative of W_{2,2} = 0"),
        follows(exact, rewrite(twice_form_7(chart, y), rules), "twice the form"),
    )


def _emptied(block: Expression) -> Expression:
    """Zero if a side has the size r = 0, for then the block has no entries."""
    return zero(*block.shape) if "r" in block.shape else block
