"""False neighbours of the claims of Chitour, Liao and Couillet on one hidden layer: strata, Proposition 5, Remark 7."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.chitour import remark7, strata_count, strata_values
from proofs_check.claims.chitour.parts import prop5, prop5_forms
from proofs_check.claims.chitour.parts import strata as strata_parts
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.claims.chitour.parts.prop5 import ALL_OLD, linear_map, tangent_left_sides
from proofs_check.claims.chitour.parts.prop5_forms import ALL_NEW, form_matrix
from proofs_check.claims.chitour.parts.shallow_chart import Chart, NewVariables, Variation, word_chart, word_variables
from proofs_check.claims.chitour.parts.shallow_frames import Frame, frame
from proofs_check.claims.chitour.parts.strata import dimension_is, moved_by_shear, nullity, tangent_vectors
from proofs_check.language.outcome import Outcome, at_most, equal, is_true
from proofs_check.networks.words import same
from symdln.algebra import words
from symdln.algebra.inertia import Inertia, inertia_of
from tests.mutations.planting import Planting, at_sizes, in_words

plant = Planting()
BELOW = "rank(W_{H+1}...W_2) < d_y"


# -- (24) --------------------------------------------------------------------------------------------------------------


@plant("chitour.critical-shallow.corrected", "W_{1,1,2} of shape (d_y - r) x d_1")
def transposed_shape(point: dln.Point) -> Outcome:
    b, d_1 = blocks(point), point.problem.widths[1]
    return equal(b.W_112.shape, (b.d_y - b.r, d_1), "shape of W_{1,1,2}")


@plant("chitour.critical-shallow.corrected", "W_{1,2} = 0 in place of W_{2,1} W_{1,2} = 0")
def rest_vanishes(point: dln.Point) -> Outcome:
    return is_true(blocks(point).W_12.is_zero(), "W_{1,2} = 0")


@plant("chitour.critical-shallow.corrected", "E_Y in place of D_Y")
def other_block(point: dln.Point) -> Outcome:
    b = blocks(point)
    return equal(b.W_last_1 @ b.W_111, b.E_Y, "W_{2,1} W_{1,1,1} and E_Y")


@plant("chitour.critical-shallow.corrected", "Z = 0 in place of the identity")
def zero_z(point: dln.Point) -> Outcome:
    return is_true(blocks(point).Z.is_zero(), "Z = 0")


# -- strata ------------------------------------------------------------------------------------------------------------


@plant("chitour.strata-values.corrected", "the selected in place of the other singular values")
def selected_values(problem: dln.Problem) -> Outcome:
    return strata_values.values_are(problem, lambda chosen, left: chosen)


@plant("chitour.strata-values.corrected", "s in place of s^2 / 2")
def values_without_squares(problem: dln.Problem) -> Outcome:
    every = {sum((problem.Syx[i, i] for i in left), Fraction(0)) for _, left in strata_values.subsets(problem, 0)}
    return equal(strata_parts.values_by_rank(problem)[0], every, "values on Crit_0")


@plant("chitour.strata-count.corrected", "r < d_y in place of r <= d_y")
def without_minima(problem: dln.Problem) -> Outcome:
    return strata_count.strata_are(problem, range(problem.output_width))


@plant("chitour.strata-count.corrected", "2^{d_y} - 1 strata")
def one_stratum_fewer(problem: dln.Problem) -> Outcome:
    strata = sum(len(values) for values in strata_parts.values_by_rank(problem).values())
    return equal(strata, 2**problem.output_width - 1, "number of strata")


plant.without("chitour.normal-hyperbolicity", BELOW)
plant.without("chitour.normal-hyperbolicity.range.corrected", BELOW)
plant.without("chitour.hyperbolic-splitting", BELOW)


@plant("chitour.normal-hyperbolicity", "m_s + n = dim X")
def stable_manifold_is_full(point: dln.Point) -> Outcome:
    n = tangent_vectors(point).rank()
    return equal(point.inertia_by_hessian.positive + n, point.problem.parameters, "m_s + n and dim X")


@plant("chitour.normal-hyperbolicity", "m_u = 0")
def without_unstable_directions(point: dln.Point) -> Outcome:
    return equal(point.inertia_by_hessian.negative, 0, "m_u")


@plant("chitour.normal-hyperbolicity.range.corrected", "m_s >= 2")
def two_positive(point: dln.Point) -> Outcome:
    return at_most(2, point.inertia_by_hessian.positive, "two, and m_s")


@plant("chitour.hyperbolic-splitting", "m_s + n = m - m_s")
def other_complement(point: dln.Point) -> Outcome:
    here, n = point.inertia_by_hessian, tangent_vectors(point).rank()
    return equal(here.positive + n, point.problem.parameters - here.positive, "m_s + n and m - m_s")


@plant("chitour.hyperbolic-splitting", "another inertia at another point of the stratum")
def inertia_changes(point: dln.Point) -> Outcome:
    there = moved_by_shear(point)
    return is_true(there.inertia_by_hessian != point.inertia_by_hessian, "another inertia")


def dimension(change: Any) -> Any:
    """The dimension of a stratum with another formula in r, d_1, d_x and d_y."""

    def check(point: dln.Point) -> Outcome:
        b, d_1 = blocks(point), point.problem.widths[1]
        return dimension_is(point, change(b.r, d_1, b.d_x, b.d_y))

    return check


plant("chitour.prop5.dimension.corrected", "d_y - r in place of d_1 - r")(
    dimension(lambda r, d_1, d_x, d_y: r * d_1 + (d_y - r) * r + (d_y - r) * (d_x - d_y))
)
plant("chitour.prop5.dimension.corrected", "d_x in place of d_x - d_y")(
    dimension(lambda r, d_1, d_x, d_y: r * d_1 + (d_1 - r) * r + (d_1 - r) * d_x)
)
plant("chitour.prop5.dimension.corrected", "(d_1 - r) r once more")(
    dimension(lambda r, d_1, d_x, d_y: r * d_1 + 2 * (d_1 - r) * r + (d_1 - r) * (d_x - d_y))
)


@plant("chitour.prop5.tangent", "the range in place of the kernel")
def tangent_in_range(point: dln.Point) -> Outcome:
    return equal(tangent_vectors(point).rank(), point.inertia_by_hessian.rank, "dimensions of T and of the range")


@plant("chitour.prop5.tangent", "one dimension fewer")
def tangent_is_smaller(point: dln.Point) -> Outcome:
    return at_most(tangent_vectors(point).rank(), nullity(point) - 1, "dimension of the tangent space")


# -- the proof of Proposition 5 ----------------------------------------------------------------------------------------


def equations_are(change: Any) -> Any:
    """(29) with a left side changed: its solutions are to be the tangent vectors."""

    @at_sizes
    def check(subject: Any) -> Outcome:
        f = frame(subject)
        tangent = f.columns(*ALL_OLD).T @ tangent_vectors(f.point)
        first = linear_map(f, lambda chart, x: change(chart, x, tangent_left_sides(chart, x)))
        return is_true((first @ tangent).is_zero(), "tangent vectors satisfy the equations")

    return check


plant("chitour.prop5.tangent-equations", "minus a_1 A^-1 D_Y")(
    equations_are(lambda chart, x, sides: [sides[0] - 2 * (x.a_1 @ chart.A_inverse @ chart.D_Y), *sides[1:]])
)
plant("chitour.prop5.tangent-equations", "A c_1 = 0 in place of A c_1 + a_2 C_2 = 0")(
    equations_are(lambda chart, x, sides: [*sides[:3], chart.A @ x.c_1, *sides[4:]])
)
plant("chitour.prop5.tangent-equations", "b_2 = 0 as well")(equations_are(lambda chart, x, sides: [*sides, x.b_2]))


@plant("chitour.prop5.tangent-equations", "without d_2 = 0")
@at_sizes
def without_d_2(subject: Any) -> Outcome:
    f = frame(subject)
    first = linear_map(f, lambda chart, x: [s for i, s in enumerate(tangent_left_sides(chart, x)) if i != 2])
    return equal(f.problem.parameters - first.rank(), tangent_vectors(f.point).rank(), "dimension of the solutions")


def map_with(b_sign: int, c_factor: int) -> Any:
    """The image of the map with other signs in b_1 and c_1."""

    def moved(f: Frame, p: prop5.Parameters) -> Variation:
        right = prop5.displacement(f, p, 0)
        return replace(right, b_1=b_sign * right.b_1, c_1=c_factor * right.c_1)

    @at_sizes
    def check(subject: Any) -> Outcome:
        f = frame(subject)
        for p in prop5.displacements(f):
            w = f.matrix([moved(f, p)]).entries()
            split = f.problem.shapes[0][0] * f.problem.shapes[0][1]
            parts = zip(f.problem.shapes, (w[:split], w[split:]), strict=True)
            point = f.point.moved([dln.Matrix.from_entries(*shape, part) for shape, part in parts])
            if not point.is_critical:
                return is_true(False, "the image is critical", weights=point.weights)
        return is_true(True, "the image is critical")

    return check


plant("chitour.prop5.chart.corrected", "plus in b_1")(map_with(-1, 1))
plant("chitour.prop5.chart.corrected", "plus in c_1")(map_with(1, -1))


@plant("chitour.prop5.chart.corrected", "with A c_1 on the right, as an equation for c_1")
@at_sizes
def with_own(subject: Any) -> Outcome:
    return prop5.parametrises(frame(subject), own=1)


@plant("chitour.prop5.orthogonal.corrected", "orthogonal")
def orthogonal(subject: Any) -> Outcome:
    f = frame(subject)
    products = f.new_columns(*prop5.BOUND).T @ tangent_vectors(f.point)
    return is_true(products.is_zero(), "the subspace is orthogonal to the tangent space")


@plant("chitour.prop5.orthogonal.corrected", "the Hessian is positive on the complement")
def positive_complement(subject: Any) -> Outcome:
    f = frame(subject)
    return equal(inertia_of(f.second_order(f.new_columns(*prop5.BOUND))).negative, 0, "negative eigenvalues")


def form_is(twice: Any, names: tuple[str, ...] = ALL_NEW) -> Any:
    """The exact Hessian in the new variables is another form."""

    @at_sizes
    def check(subject: Any) -> Outcome:
        f = frame(subject)
        return equal(f.second_order(f.new_columns(*names)), form_matrix(f, twice, names), "H_W and the form")

    return check


def with_trace_sign(chart: Chart, y: NewVariables) -> Any:
    return prop5_forms.twice_form(chart, y) + 4 * (chart.E_Y @ y.e_2 @ y.delta_2).trace()


def without_epsilon(chart: Chart, y: NewVariables) -> Any:
    return prop5_forms.twice_form(chart, y) - y.epsilon_1.norm_squared()


def without_inverse(chart: Chart, y: NewVariables) -> Any:
    crossed = chart.E_Y @ y.epsilon_1.T @ (chart.D_inverse - chart.D_Y) @ y.delta_1
    return prop5_forms.twice_form(chart, y) + 2 * crossed.trace()


FEW = 32
for claim in ("chitour.prop5.splitting", "chitour.prop5.splitting.form"):
    plant(claim, "plus tr(E_Y e_2 delta_2)", first=FEW)(form_is(with_trace_sign))
    plant(claim, "without ||epsilon_1||^2", first=FEW)(form_is(without_epsilon))
    plant(claim, "D_Y in place of D_Y^-1", first=FEW)(form_is(without_inverse))


@plant("chitour.prop5.splitting", "without E^-(W)", first=FEW)
def without_negative_part(subject: Any) -> Outcome:
    return equal(frame(subject).point.inertia_by_hessian.negative, 0, "dimension of E^-(W)")


@plant("chitour.prop5.splitting.form", "in words: without the factor 1/2")
@in_words
def form_without_half(name: str) -> Outcome:
    chart, y = word_chart(), word_variables(NewVariables)
    twice = prop5_forms.twice_form(chart, y)
    return same(words.norm_squared(y.beta_1) + twice, twice, "twice (31)")


@plant("chitour.prop5.q1", "(d_y - r)^2 forms in place of r (d_y - r)")
def other_number_of_pairs(subject: Any) -> Outcome:
    f = frame(subject)
    matrix = f.second_order(f.new_columns(*prop5_forms.Q_1))
    return equal(matrix.shape[0], 2 * f.k**2, "number of variables")


@plant("chitour.prop5.q1", "positive definite")
def q_1_is_positive(subject: Any) -> Outcome:
    f = frame(subject)
    found = inertia_of(f.second_order(f.new_columns(*prop5_forms.Q_1)))
    return equal(found, Inertia(2 * f.r * f.k, 0, 0), "the inertia of Q_1")


@plant("chitour.prop5.q1", "D_ii / E_jj in place of E_jj / D_ii")
def inverse_ratios(subject: Any) -> Outcome:
    f = frame(subject)
    D, E = f.chart.D_Y, f.chart.E_Y
    ratios = [D[i, i] / E[j, j] for i in range(f.r) for j in range(f.k)]
    signs = [Inertia(2, 0, 0) if ratio < 1 else Inertia(1, 1, 0) for ratio in ratios]
    found = inertia_of(f.second_order(f.new_columns(*prop5_forms.Q_1)))
    return equal(found, sum(signs, Inertia(0, 0, 0)), "the inertia of Q_1")


@plant("chitour.prop5.q2.corrected", "(d_y - r)^2 forms")
def square_number(subject: Any) -> Outcome:
    f = frame(subject)
    return equal(f.second_order(f.new_columns(*prop5_forms.Q_2)).shape[0], 2 * f.k**2, "number of variables")


@plant("chitour.prop5.q2.corrected", "negative definite")
def q_2_is_negative(subject: Any) -> Outcome:
    f = frame(subject)
    found = inertia_of(f.second_order(f.new_columns(*prop5_forms.Q_2)))
    return equal(found.positive, 0, "positive eigenvalues of Q_2")


plant.without("chitour.remark7", "r = 0")


@plant("chitour.remark7", "without C_2")
@at_sizes
def remark_7_without_c_2(subject: Any) -> Outcome:
    f = frame(subject)

    def twice(chart: Chart, y: NewVariables) -> Any:
        return remark7.twice_form_7(chart, y) - (y.e_2 @ chart.C_2).norm_squared()

    return equal(f.second_order(f.new_columns(*ALL_NEW)), form_matrix(f, twice, ALL_NEW), "H_W and the form")


@plant("chitour.remark7", "d_2 = 0 alone")
@at_sizes
def remark_7_one_equation(subject: Any) -> Outcome:
    f = frame(subject)
    printed = linear_map(f, lambda chart, x: [x.d_2])
    return equal(f.problem.parameters - printed.rank(), tangent_vectors(f.point).rank(), "dimension of the solutions")
