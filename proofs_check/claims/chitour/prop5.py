"""Proposition 5 of Chitour et al. (2022): the strata of critical points with one hidden layer."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.claims.chitour.parts.formal_forms import formal_forms
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.claims.chitour.parts.prop5 import (
    ALL_OLD,
    BOUND,
    COORDINATES,
    DISPLACED,
    FREE,
    IMAGE,
    MAP,
    chart_in_words,
    free_places,
    linear_map,
    new_left_sides,
    parametrises,
    tangent_equations_in_words,
    tangent_left_sides,
)
from proofs_check.claims.chitour.parts.prop5_forms import (
    ALL_NEW,
    ALL_PARTS,
    FORM_31,
    HALF_HESSIAN,
    NEGATIVE_DETERMINANT,
    Q_1,
    SPECTRAL,
    adds_up,
    form_matrix,
    has_form_31,
    in_pairs,
    is_complement,
    named,
    q_2_is_sum_of,
    twice_form,
    twice_q_1,
    twice_second_order_in_words,
)
from proofs_check.claims.chitour.parts.shallow_chart import NewVariables, relations, word_chart, word_variables
from proofs_check.claims.chitour.parts.shallow_frames import AT_FRAMES, HALF, frame, frames, frames_and_words
from proofs_check.claims.chitour.parts.strata import (
    AT_POINTS,
    PARAMETRISED,
    PROP_5,
    dimension_is,
    first_layer_free,
    nullity,
    stays_in_stratum,
    tangent_vectors,
)
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at, zero_is_critical
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.words import Subject, follows, where
from proofs_check.scopes.critical_points import every_critical_point
from symdln.algebra.inertia import Inertia, inertia_of
from symdln.algebra.matrix import vstack
from symdln.algebra.words import rewrite


def zero_of_widths(data: Any, details: Details) -> Given:
    """p = 0 for the widths of a frame, where r = 0 and the coordinates of Prop. 5 are the weights themselves."""
    widths = data[0]
    return zero_is_critical(dln.Problem.canonical(range(widths[-1], 0, -1), widths), details)


def frame_of_rank_one(data: Any, details: Details) -> Given:
    """p = (2 E_11, E_11) for the singular values 2 and 1, tangent and normal directions v and s there, and points
    f = (a E_11, b E_11) near it.
    """
    widths, selection = tuple(data[0]), tuple(data[1])
    if selection != (0,) or widths != (2, 2, 2):
        raise ValueError(f"widths {widths} and selection {selection}")
    problem = dln.Problem.canonical((2, 1), widths)
    first, second = (dln.Matrix.diagonal([1], shape) for shape in problem.shapes)
    pairs = {"v": [2 * first, -second], "s": [first, 0 * second]}
    points = {name: dln.Point(problem, weights) for name, weights in pairs.items()}
    family = [[["a", "0"], ["0", "0"]], [["b", "0"], ["0", "0"]]]
    return at(dln.Point(problem, [2 * first, second]), points=points | {"f": family})


@claim(
    "chitour.prop5.dimension",
    source=CHITOUR.at("Prop. 5, eq. (27)"),
    statement=r"I_l^r \text{ is a closed embedded submanifold}, \; \dim I_l^r = d(r) = r d_1 + (d_y - r) r + (d_y - "
    r"r)(d_x - d_y), \; 0 \le r \le d_y - 1",
    over=every_critical_point(),
    assuming=PROP_5,
    made_precise=AT_POINTS,
    axioms=(PARAMETRISED,),
    certify=first_layer_free,
    grade=Grade.FALSE,
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
    written=written.TANGENT,
)
def prop_5_dimension_corrected(point: dln.Point) -> Outcome:
    """The dimension is (27) with d_1 - r in place of d_y - r, twice: the number of entries of a_1, a_2, b_2 and c_2 in
    (30).
    """
    b = blocks(point)
    d_1 = point.problem.widths[1]
    return dimension_is(point, b.r * d_1 + (d_1 - b.r) * b.r + (d_1 - b.r) * (b.d_x - b.d_y))


@claim(
    "chitour.prop5.splitting",
    source=CHITOUR.at("Prop. 5, eq. (28), with (31)"),
    statement=r"\mathcal{X} = E^+(W) \oplus T_W I_l^r \oplus E^-(W) \text{ orthogonally}; \; " + FORM_31,
    over=frames,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; {HALF_HESSIAN}; the inertia by the exact Hessian and by the ranks of the inertia "
    "theorem",
    axioms=(SPECTRAL,),
    written=written.TANGENT,
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
    "chitour.prop5.tangent-equations",
    source=CHITOUR.at("proof of Prop. 5, eq. (29) and (30)"),
    statement=r"w \in T_W I_l^r \Leftrightarrow A b_1 + a_1 A^{-1} D_Y + a_2 B_2 = 0, \; d_1 = d_2 = 0, \; A c_1 + a_2 "
    r"C_2 = 0, \; e_1 = e_2 = 0 \Leftrightarrow \beta_1 = 0, \; \gamma_1 = 0, \; \delta_1 = \delta_2 = 0, \; "
    r"\epsilon_1 = e_2 = 0, \; \text{ with no constraint on } a_1, a_2, b_2, c_2",
    over=frames_and_words,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; in words (29) is the derivative of (24) along w, and (29) and (30) are combinations "
    "of each other; (29) determines b_1 and c_1 by the free blocks, and is solved by the velocity of the curve that "
    "chitour.prop5.chart.corrected puts into I_l^r. At the points the solutions of (29) are the tangent vectors. The "
    "dimension that the paper counts here is chitour.prop5.dimension",
    prose=(
        (
            "the tangent space is the set of velocities of curves in I_l^r: by the chart of "
            "chitour.prop5.chart.corrected every solution of (29) is one, and by differentiating (24) every velocity "
            "solves (29)"
        ),
    ),
)
def tangent_equations(subject: Subject) -> Outcome:
    """Differentiating (24) gives (29), the change of variables turns (29) into (30), and the solutions are the tangent
    vectors, with a_1, a_2, b_2 and c_2 free.
    """
    if where(subject) is not None:
        return tangent_equations_in_words()
    f = frame(subject)
    first, second = linear_map(f, tangent_left_sides), linear_map(f, new_left_sides)
    tangent = f.columns(*ALL_OLD).T @ tangent_vectors(f.point)
    solutions = f.problem.parameters - first.rank()
    free = f.columns(*FREE).shape[1]
    return all_of(
        equal(second.rank(), first.rank(), "ranks of (30) and of (29)"),
        equal(vstack([first, second]).rank(), first.rank(), "rank of (29) and (30) together, and of (29)"),
        is_true((first @ tangent).is_zero(), "tangent vectors satisfy (29)"),
        equal(solutions, tangent.rank(), "dimensions of the solutions of (29) and of the tangent space"),
        equal(solutions, free, "dimension of the solutions, and number of entries of a_1, a_2, b_2, c_2"),
        equal(tangent.block(free_places(f), range(tangent.shape[1])).rank(), free, "rank of the free entries"),
    )


@claim(
    "chitour.prop5.chart",
    source=CHITOUR.at("proof of Prop. 5, after eq. (30)"),
    statement=IMAGE + MAP + r"c_1 = -(A + a_1)^{-1} (A c_1 + a_2 C_2 + a_2 c_2)",
    over=frames,
    assuming=AT_FRAMES,
    ill_formed="c_1 stands on both sides of the formula that is to define it, in the text we have; read with C_1, "
    "which is zero, for the second c_1 (solved as an equation for c_1, the formula makes the image miss W_{2,1} "
    "W_{1,2} = 0 by - A c_1)",
    made_precise=f"{COORDINATES}; {DISPLACED}; a_1, a_2, b_2 and c_2 in all matrices of their shapes",
    grade=Grade.MISPRINT,
)
def chart_printed(subject: Subject) -> Outcome:
    """The printed map stays in I_l^r, and its differential at the origin is onto the tangent space."""
    return parametrises(frame(subject), own=0)


@claim(
    "chitour.prop5.chart.corrected",
    source=CHITOUR.at("proof of Prop. 5, after eq. (30)"),
    statement=IMAGE + MAP + r"c_1 = -(A + a_1)^{-1} (a_2 C_2 + a_2 c_2)",
    over=frames_and_words,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; a_1, a_2, b_2 and c_2 in all matrices of their shapes. In words: the image is "
    "critical and has the product of W, and a point that satisfies (24) with A + a_1 invertible is the image of its "
    f"own blocks; {DISPLACED}",
    corrects="chitour.prop5.chart",
    prose=(
        "invertible matrices form an open set, so A + a_1 is invertible near the point",
        "every point of I_l^r near W satisfies (24) (Lemma 3.2), so it is the image of its own blocks under the map",
    ),
)
def chart_corrected(subject: Subject) -> Outcome:
    """With c_1 = -(A + a_1)^{-1} (a_2 C_2 + a_2 c_2) the map parametrises I_l^r near W."""
    return chart_in_words() if where(subject) is not None else parametrises(frame(subject), own=0)


@claim(
    "chitour.prop5.orthogonal",
    source=CHITOUR.at("proof of Prop. 5, after eq. (31)"),
    statement=r"(T_{\bar W} I_l^r)^\perp = \{a_1 = 0, a_2 = 0, b_2 = 0, c_2 = 0\}",
    over=frames,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; orthogonal for the Frobenius inner product of X, which the coordinates keep",
    certify=frame_of_rank_one,
    grade=Grade.SLIP,
)
def complement_is_orthogonal(subject: Subject) -> Outcome:
    """The orthogonal complement of the tangent space is where a_1, a_2, b_2 and c_2 are zero."""
    f = frame(subject)
    products = f.new_columns(*BOUND).T @ tangent_vectors(f.point)
    largest = max(products.entries(), key=abs, default=0)
    return all_of(
        is_complement(f),
        is_true(
            largest == 0,
            "the subspace and the tangent space are orthogonal",
            otherwise=f"a vector of the subspace has the inner product {largest} with a tangent vector",
            **named(f),
        ),
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
    written=written.FORMS,
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


@claim(
    "chitour.prop5.splitting.form",
    source=CHITOUR.at("proof of Prop. 5, eq. (31)"),
    statement=FORM_31,
    over=frames_and_words,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; {HALF_HESSIAN}; for r = 0 all blocks with an index 1 are empty, and for d_x = d_y a "
    "column of zeros stands for the block W_{1,2} without columns",
    formal=(
        "1/2 tr((SY - (W2 + step w2) (W11 + step w11))' (SY - (W2 + step w2) (W11 + step w11))) + 1/2 tr(((W2"
        " + step w2) (W12 + step w12))' (W2 + step w2) (W12 + step w12)) = 1/2 tr((SY - W2 W11)' (SY - W2 "
        "W11)) + 1/2 tr((W2 W12)' W2 W12) + step^2 (1/2 (tr(beta' beta) + tr(gam' gam) + tr(del1' del1) + "
        "tr(eps' eps) + tr((e2 C2)' e2 C2)) - tr(EY eps' DYinv del1) - tr(EY e2 del2)) + step^3 (tr((W2 w11 +"
        " w2 W11)' w2 w11) + tr((W2 w12 + w2 W12)' w2 w12)) + step^4 (1/2 tr((w2 w11)' w2 w11) + 1/2 tr((w2 "
        "w12)' w2 w12))",
        "1/2 tr((So - step Uo eo Vo (step Vo' do Uo'))' (So - step Uo eo Vo (step Vo' do Uo'))) + 1/2 "
        "tr((step Uo eo Vo (Vo' Co + step Vo' co))' step Uo eo Vo (Vo' Co + step Vo' co)) = 1/2 tr(So' So) + "
        "step^2 (1/2 tr((eo Co)' eo Co) - tr(Eo eo do)) + step^3 tr((eo Co)' eo co) + step^4 (1/2 tr((eo do)'"
        " eo do) + 1/2 tr((eo co)' eo co))",
    ),
    proof=logic("chitour.prop5.splitting.form"),
)
def splitting_form(subject: Subject) -> Outcome:
    """In the new variables the second-order term of the loss is (31)."""
    if where(subject) is None:
        f = frame(subject)
        return all_of(has_form_31(f), formal_forms("chitour.prop5.splitting.form", f))
    chart, y = word_chart(), word_variables(NewVariables)
    exact = twice_second_order_in_words(chart, chart.old_variables(y), relations(chart))
    return follows(exact, rewrite(twice_form(chart, y), relations(chart)), "twice (31)")


@claim(
    "chitour.prop5.q1",
    source=CHITOUR.at("proof of Prop. 5, eq. (32) and below"),
    statement=r"Q_1(\delta_1, \epsilon_1) \text{ is the sum of } r (d_y - r) \text{ forms } \tfrac12 (x^2 + y^2) - "
    r"\tfrac{[E_Y]_{jj}}{[D_Y]_{ii}} x y, \; 1 \le i \le r, 1 \le j \le d_y - r, \text{ with two positive eigenvalues, "
    r"or (if } \tfrac{[E_Y]_{jj}}{[D_Y]_{ii}} \ge 1 \text{) one positive and one negative}",
    over=frames,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; Q_1 is (32), and the exact Hessian on the variables delta_1, epsilon_1; {ALL_PARTS}",
    formal=(
        "1/2 (tr(del1' del1) + tr(eps' eps)) - tr(EY eps' DYinv del1) = Total[rr]",
        "(1/2 px px' + 1/2 py py' - 1/2 Ev[j] Dinv[i] (px py' + py px')) (px - py) = 1/2 (1 + Ev[j] Dinv[i]) "
        "(px - py) if 1 <= i <= rr, 1 <= j <= kk",
        "(1/2 px px' + 1/2 py py' - 1/2 Ev[j] Dinv[i] (px py' + py px')) (px + py) = 1/2 (1 - Ev[j] Dinv[i]) "
        "(px + py) if 1 <= i <= rr, 1 <= j <= kk",
        "1/2 (1 + Ev[j] Dinv[i]) >= 1/2 if 1 <= i <= rr, 1 <= j <= kk",
        "1/2 (1 - Ev[j] Dinv[i]) (2 Dv[i] gap[i, j]) = 1 if 1 <= i <= rr, 1 <= j <= kk",
        "1/2 (1 - Ev[j] Dinv[i]) <= 0 if Ev[j] Dinv[i] >= 1, 1 <= i <= rr, 1 <= j <= kk",
    ),
    proof=logic("chitour.prop5.q1"),
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
        formal_forms("chitour.prop5.q1", f),
    )


@claim(
    "chitour.prop5.q2",
    source=CHITOUR.at("proof of Prop. 5, below eq. (32)"),
    statement=r"Q_2(\delta_2, e_2) \text{ is the sum of } (d_y - r)^2 \text{ forms } \tfrac{\alpha_i}{2} x^2 - "
    r"[E_Y]_{jj} x y, \; 1 \le i, j \le d_y - r, \text{ each with one positive and one negative eigenvalue}",
    over=frames,
    assuming=AT_FRAMES,
    made_precise=f"{COORDINATES}; Q_2 is (32), and the exact Hessian on the variables delta_2, e_2; {ALL_PARTS}",
    axioms=(NEGATIVE_DETERMINANT, SPECTRAL),
    certify=zero_of_widths,
    grade=Grade.SLIP,
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
    written=written.FORMS,
)
def q_2_corrected(subject: Subject) -> Outcome:
    """Q_2 is a sum of (d_1 - r)(d_y - r) forms in two variables, each with one eigenvalue of each sign."""
    f = frame(subject)
    return q_2_is_sum_of(f, f.n * f.k, "(d_1 - r)(d_y - r)")


@claim(
    "chitour.prop5.tangent",
    source=CHITOUR.at("Prop. 5"),
    statement=r"T_W I_l^r = \ker \operatorname{Hess} L(W)",
    over=every_critical_point(),
    assuming=PROP_5,
    axioms=(PARAMETRISED,),
    written=written.TANGENT,
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
