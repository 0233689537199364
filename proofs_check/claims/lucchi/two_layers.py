"""Theorems 4 to 7: two layers W = A B, A of shape (d, p), B of shape (p, d), p <= d, the loss without 1/2."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from functools import cache

import symdln as dln
from proofs_check.facts.extrema import ECKART_YOUNG, SECOND_ORDER, critical_above_minimum, is_no_local_minimum
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_is, is_critical, on_problem
from proofs_check.language.outcome import Outcome, all_of, equal, fails, holds, is_true
from proofs_check.language.scope import Scope, cases
from proofs_check.language.source import LUCCHI_TWO_LAYERS as LUCCHI
from proofs_check.language.verdict import Verdict
from proofs_check.scopes import general_data
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import general_critical_points, on_general_data
from symdln.algebra.inertia import inertia_of
from symdln.algebra.matrix import Matrix, hstack

B_LAYER, A_LAYER = 1, 2
ENTRIES = (0, 1, -1)
MOST_ENTRIES = 4

Residual = Callable[[dln.Point, Matrix], Matrix]

square = on_problem("d_x = d_y", "x_i, y_i in R^d", lambda problem: problem.input_width == problem.output_width)
narrow = on_problem("p <= d", r"p \le d", lambda problem: problem.hidden[0] <= problem.input_width)
Sxx_invertible = on_problem(
    "Sxx invertible", r"\Sigma_{xx} \text{ invertible}", lambda problem: problem.data_rank == problem.input_width
)
Sxy_full_rank = on_problem(
    "Sxy of full rank",
    r"\Sigma_{xy} \text{ of full rank}",
    lambda problem: problem.cross_rank == min(problem.input_width, problem.output_width),
)
Sigma_full_rank = on_problem(
    "Sigma of full rank",
    r"\Sigma_{yx} \Sigma_{xx}^{-1} \Sigma_{xy} \text{ of full rank}",
    lambda problem: problem.sigma.rank() == problem.output_width,
)
TWO_LAYERS = (depth_is(2), square, narrow)
CONVEX = (
    "a twice differentiable function with positive semidefinite Hessian is convex",
    "a stationary point of a convex function is a minimum, and a minimum is stationary",
)


# -- Theorems 4 and 5: one factor fixed --------------------------------------------------------------------------------


def has_fixed(problem: dln.Problem, layer: int) -> bool:
    """Whether the problem has the shapes of the theorems and few enough entries in this factor to take all values."""
    met = all(hypothesis.met_by(problem) for hypothesis in TWO_LAYERS)
    return met and math.prod(problem.shapes[layer - 1]) <= MOST_ENTRIES


def fixed_factor(layer: int) -> Callable[[str, int], Iterator[dln.Point]]:
    """Points whose factor ``layer`` takes all values with entries in {-1, 0, 1}, the other factor being zero."""

    def points(size: str, seed: int) -> Iterator[dln.Point]:
        for named in general_data.listed(size):
            problem = general_data.problem(named)
            rows, columns = problem.shapes[layer - 1]
            if has_fixed(problem, layer):
                weights = [Matrix.zeros(*shape) for shape in problem.shapes]
                for entries in itertools.product(ENTRIES, repeat=rows * columns):
                    weights[layer - 1] = Matrix.from_entries(rows, columns, entries)
                    yield dln.Point(problem, weights)

    return points


@cache
def every_fixed(layer: int) -> Scope:
    """All values in {-1, 0, 1} of one factor."""
    name = "A" if layer == A_LAYER else "B"

    def sentence(size: str) -> str:
        problems = [named for named in general_data.listed(size) if has_fixed(general_data.problem(named), layer)]
        return (
            f"all {name} with at most {MOST_ENTRIES} entries, each in {{-1, 0, 1}}, for {len(problems)} problems with "
            f"general data ({'; '.join(dict.fromkeys(named.data for named in problems))}) with d_x = d_y = d and one "
            "hidden layer of width p <= d; for each of them all values of the other factor, as equations in it are "
            "affine"
        )

    return cases(
        f"every {name} in {{-1, 0, 1}}",
        fixed_factor(layer),
        sentence=sentence,
        strength=Verdict.VERIFIED,
    )


def normal_equation_4(point: dln.Point, B: Matrix) -> Matrix:
    """``A^T A B Sxx - A^T Syx``, zero if B satisfies (2)."""
    A, problem = point.weights[A_LAYER - 1], point.problem
    return A.T @ A @ B @ problem.Sxx - A.T @ problem.Syx


def normal_equation_5(point: dln.Point, A: Matrix) -> Matrix:
    """``A B Sxx B^T - Syx B^T``, zero if A satisfies (4)."""
    B, problem = point.weights[B_LAYER - 1], point.problem
    return A @ B @ problem.Sxx @ B.T - problem.Syx @ B.T


def with_factor(point: dln.Point, layer: int, factor: Matrix) -> dln.Point:
    """The point with this factor in place of its own."""
    return dln.Point(
        point.problem, [factor if j == layer else weight for j, weight in enumerate(point.weights, start=1)]
    )


def affine_basis(rows: int, columns: int) -> list[Matrix]:
    """Zero and the unit matrices: two affine functions of a matrix that agree on them are equal."""
    size = rows * columns
    return [Matrix.from_entries(rows, columns, [int(i == place) for i in range(size)]) for place in range(-1, size)]


def is_convex(point: dln.Point, layer: int) -> Outcome:
    """The Hessian block of one factor is positive semidefinite and does not depend on that factor."""
    first, *others = (
        dln.hessian_block(point.problem, with_factor(point, layer, factor), layer, layer)
        for factor in affine_basis(*point.problem.shapes[layer - 1])
    )
    return all_of(
        is_true(all(other == first for other in others), "the loss is quadratic in the factor"),
        equal(inertia_of(first).negative, 0, "negative eigenvalues of its Hessian block"),
    )


def solutions(point: dln.Point, residual: Residual, shape: tuple[int, int]) -> list[Matrix]:
    """Matrices whose affine hull is the solution set of ``residual = 0``; none if there is no solution."""
    at_zero, *at_units = (_column(residual(point, factor)) for factor in affine_basis(*shape))
    system = hstack([value - at_zero for value in at_units])
    particular = -(system.pseudoinverse() @ at_zero)
    if system @ particular != -at_zero:
        return []
    kernel = system.nullspace()
    found = [particular, *(particular + kernel.column(k) for k in range(kernel.shape[1]))]
    return [Matrix.from_entries(*shape, vector.entries()) for vector in found]


def _column(matrix: Matrix) -> Matrix:
    return Matrix.from_entries(matrix.shape[0] * matrix.shape[1], 1, matrix.entries())


def solutions_are_minima(point: dln.Point, layer: int, residual: Residual) -> Outcome:
    """Convex; the equation has solutions, and the gradient, affine in the factor, vanishes at all of them."""
    found = solutions(point, residual, point.problem.shapes[layer - 1])
    if not found:
        return fails("the equation has no solution")
    for factor in found:
        if not with_factor(point, layer, factor).gradient[layer - 1].is_zero():
            return fails("the gradient by the factor does not vanish at a solution of the equation", solution=factor)
    return all_of(is_convex(point, layer), holds("the gradient vanishes at all solutions"))


def minima_are_solutions(point: dln.Point, layer: int, residual: Residual) -> Outcome:
    """The gradient by the factor is a positive multiple of the equation's residual: both are affine in the factor."""
    scale = 2 * point.problem.loss_factor
    for factor in affine_basis(*point.problem.shapes[layer - 1]):
        moved = with_factor(point, layer, factor)
        if moved.gradient[layer - 1] != scale * residual(point, factor):
            return fails("the gradient by the factor is not the residual of the equation", factor=factor)
    return holds("the gradient vanishes at solutions only")


@claim(
    "lucchi.thm4",
    source=LUCCHI.at("Theorem 4, eq. (2)"),
    statement=(
        r"\forall \mathbf{A}: \mathcal{L}(\mathbf{A}, \cdot) \text{ convex, minimal at any } \mathbf{B} \text{ with } "
        r"\mathbf{A}^\top \mathbf{A} \mathbf{B} \Sigma_{xx} = \mathbf{A}^\top \Sigma_{yx}"
    ),
    over=every_fixed(A_LAYER),
    axioms=CONVEX,
)
def theorem_4(point: dln.Point) -> Outcome:
    """For fixed A the loss is convex in B and every solution of the equation is a minimum."""
    return solutions_are_minima(point, B_LAYER, normal_equation_4)


@claim(
    "lucchi.thm4.converse",
    source=LUCCHI.at("Theorem 4, eq. (2)"),
    statement=(
        r"\mathbf{B} \in \arg\min \mathcal{L}(\mathbf{A}, \cdot) \Rightarrow "
        r"\mathbf{A}^\top \mathbf{A} \mathbf{B} \Sigma_{xx} = \mathbf{A}^\top \Sigma_{yx}"
    ),
    over=every_fixed(A_LAYER),
    made_precise="the converse",
    in_print=False,
    axioms=CONVEX,
)
def theorem_4_converse(point: dln.Point) -> Outcome:
    """For fixed A every minimum in B satisfies the equation."""
    return minima_are_solutions(point, B_LAYER, normal_equation_4)


@claim(
    "lucchi.thm5",
    source=LUCCHI.at("Theorem 5, eq. (4)"),
    statement=(
        r"\forall \mathbf{B}: \mathcal{L}(\cdot, \mathbf{B}) \text{ convex, minimal at any } \mathbf{A} \text{ with } "
        r"\mathbf{A} \mathbf{B} \Sigma_{xx} \mathbf{B}^\top = \Sigma_{yx} \mathbf{B}^\top"
    ),
    over=every_fixed(B_LAYER),
    axioms=CONVEX,
)
def theorem_5(point: dln.Point) -> Outcome:
    """For fixed B the loss is convex in A and every solution of the equation is a minimum."""
    return solutions_are_minima(point, A_LAYER, normal_equation_5)


@claim(
    "lucchi.thm5.converse",
    source=LUCCHI.at("Theorem 5, eq. (4)"),
    statement=(
        r"\mathbf{A} \in \arg\min \mathcal{L}(\cdot, \mathbf{B}) \Rightarrow \mathbf{A} \mathbf{B} \Sigma_{xx} "
        r"\mathbf{B}^\top = \Sigma_{yx} \mathbf{B}^\top"
    ),
    over=every_fixed(B_LAYER),
    made_precise="the converse",
    in_print=False,
    axioms=CONVEX,
)
def theorem_5_converse(point: dln.Point) -> Outcome:
    """For fixed B every minimum in A satisfies the equation."""
    return minima_are_solutions(point, A_LAYER, normal_equation_5)


# -- Theorems 6 and 7: critical points ---------------------------------------------------------------------------------


def projector(point: dln.Point) -> Matrix:
    """``P_A = A A^+``, the orthogonal projection onto the span of the columns of A."""
    A = point.weights[A_LAYER - 1]
    return A @ A.pseudoinverse()


@claim(
    "lucchi.thm6",
    source=LUCCHI.at("Theorem 6, eq. (5)"),
    statement=(
        r"\mathbf{A}, \mathbf{B} \text{ critical} \Rightarrow \mathbf{W} = P_{\mathbf{A}} \Sigma_{\mathbf{xy}} "
        r"\Sigma_{\mathbf{xx}}^{-1}"
    ),
    over=general_critical_points(),
    assuming=(*TWO_LAYERS, Sxx_invertible, is_critical),
    made_precise="for invertible Sxx; Sxy = sum_i x_i y_i^T, as the slides define it",
)
def theorem_6(point: dln.Point) -> Outcome:
    """At a critical point the global map is the projection onto the span of A times Sxy Sxx^-1."""
    problem = point.problem
    return equal(point.end_to_end, projector(point) @ problem.Sxy @ problem.Sxx.inverse(), "W and P_A Sxy Sxx^-1")


@claim(
    "lucchi.thm6.corrected",
    source=LUCCHI.at("Theorem 6, eq. (5)"),
    statement=(
        r"\mathbf{A}, \mathbf{B} \text{ critical} \Rightarrow \mathbf{W} = P_{\mathbf{A}} \Sigma_{\mathbf{yx}} "
        r"\Sigma_{\mathbf{xx}}^{-1}"
    ),
    over=general_critical_points(),
    assuming=(*TWO_LAYERS, Sxx_invertible, is_critical),
    corrects="lucchi.thm6",
)
def theorem_6_corrected(point: dln.Point) -> Outcome:
    """At a critical point the global map is the projection onto the span of A times Syx Sxx^-1."""
    problem = point.problem
    return equal(point.end_to_end, projector(point) @ problem.Syx @ problem.Sxx.inverse(), "W and P_A Syx Sxx^-1")


@claim(
    "lucchi.thm7",
    source=LUCCHI.at("Theorem 7"),
    statement=(
        r"\Sigma_{\mathbf{xx}}, \Sigma_{\mathbf{xy}}, \Sigma = \Sigma_{\mathbf{yx}} \Sigma_{\mathbf{xx}}^{-1} "
        r"\Sigma_{\mathbf{xy}} \text{ full rank} "
        r"\Rightarrow \text{any local minimum is global and other critical points are saddle points}"
    ),
    over=every_critical_point(),
    assuming=(*TWO_LAYERS, Sxx_invertible, Sxy_full_rank, Sigma_full_rank, critical_above_minimum),
    made_precise=(
        "saddle points are those of Definition 3 (indefinite Hessian); the subscript printed as xx^{-1} is read as "
        "Sxx^{-1}; eigenvalues of Sigma may "
        "repeat, as nothing is said of them"
    ),
    axioms=(ECKART_YOUNG, SECOND_ORDER),
)
def theorem_7(point: dln.Point) -> Outcome:
    """With data of full rank, a critical point that is no global minimum is no local one; its Hessian is indefinite."""
    inertia = point.inertia_by_hessian
    return all_of(
        is_no_local_minimum(point),
        is_true(inertia.positive > 0 and inertia.negative > 0, "the Hessian is indefinite", inertia=inertia),
    )


theorem_7_general = on_general_data(theorem_7)
