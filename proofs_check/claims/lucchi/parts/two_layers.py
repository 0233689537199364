"""Theorems 4 to 7: two layers W = A B, A of shape (d, p), B of shape (p, d), p <= d, the loss without 1/2.

Notations:

    B_LAYER               the number of the layer B
    A_LAYER               the number of the layer A
    ENTRIES               the values that entries take
    MOST_ENTRIES          the most entries of a factor that takes all values
    Residual              what is zero in the equation of a theorem
    square                the hypothesis d_x = d_y
    narrow                the hypothesis p <= d
    Sxx_invertible        the hypothesis that Sxx is invertible
    TWO_LAYERS            the hypotheses of Theorems 4 to 7
    has_fixed             one factor is small enough to take all values
    fixed_factor          points whose one factor takes all values
    every_fixed           the scope over them
    with_factor           the point with another factor
    affine_basis          matrices on which affine functions are decided
    is_convex             the loss is convex in one factor
    solutions             matrices that span the solution set of the equation
    solutions_are_minima  solutions of the equation are minima in the factor
    minima_are_solutions  minima in the factor solve the equation
    formal_at_solution    the formal statement of a theorem at a solution
    formal_converse       the formal statement of a converse
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import symdln as dln
from proofs_check.language.hypotheses import depth_is, on_problem
from proofs_check.language.outcome import Outcome, all_of, equal, fails, holds, is_true
from proofs_check.language.scope import Scope, cases
from proofs_check.language.subjects import POINTS
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at, speaks_at
from proofs_check.scopes import general_data
from proofs_check.scopes.strata import in_turn
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


TWO_LAYERS = (depth_is(2), square, narrow)


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

    whole = cases(
        f"every {name} in {{-1, 0, 1}}",
        fixed_factor(layer),
        sentence=sentence,
        strength=Verdict.VERIFIED,
        of=POINTS,
    )
    return in_turn(
        whole,
        lambda point: (point.problem, point.weights[layer - 1].rank()),
        f"matrices {name} of the same rank for the same problem",
        thins=("small", "default"),
    )


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


def formal_at_solution(id: str, point: dln.Point, layer: int, residual: Residual) -> Outcome:
    """The formal statement of Theorem 4 or 5 at a solution of the equation, the other value being a unit matrix.

    The letters are those of the theory "squares": L and R for A and B, K and T for the other values.  Nothing is
    checked where only the moments of the data are known.
    """
    data = general_data.samples((point.problem.Sxx, point.problem.Syx))
    if data is None:
        return holds("the data are not known, only their moments")
    factor = solutions(point, residual, point.problem.shapes[layer - 1])[0]
    own, other = ("L", "K") if layer == A_LAYER else ("R", "T")
    A, B = point.weights[A_LAYER - 1], point.weights[B_LAYER - 1]
    unit = affine_basis(*point.problem.shapes[layer - 1])[1]
    letters: dict[str, Any] = {"X": data[0], "Y": data[1], "L": A, "R": B, own: factor, other: unit}
    letters["u"] = Fraction(1, 3)
    return all_of(speaks_at(id, **letters), formal_at(id, **letters))


def formal_converse(id: str, point: dln.Point, layer: int) -> Outcome:
    """The formal statement of a converse for a unit matrix as the factor, with the step that its first hypothesis
    names.
    """
    data = general_data.samples((point.problem.Sxx, point.problem.Syx))
    if data is None:
        return holds("the data are not known, only their moments")
    X, Y = data
    moved = with_factor(point, layer, affine_basis(*point.problem.shapes[layer - 1])[1])
    A, B = moved.weights[A_LAYER - 1], moved.weights[B_LAYER - 1]
    bound = (B @ X).norm_squared() if layer == A_LAYER else A.norm_squared() * X.norm_squared()
    letters = {"X": X, "Y": Y, "L": A, "R": B, "u": 1 / (1 + bound)}
    return all_of(speaks_at(id, 1, **letters), formal_at(id, **letters))


def minima_are_solutions(point: dln.Point, layer: int, residual: Residual) -> Outcome:
    """The gradient by the factor is a positive multiple of the equation's residual: both are affine in the factor."""
    scale = 2 * point.problem.loss_factor
    for factor in affine_basis(*point.problem.shapes[layer - 1]):
        moved = with_factor(point, layer, factor)
        if moved.gradient[layer - 1] != scale * residual(point, factor):
            return fails("the gradient by the factor is not the residual of the equation", factor=factor)
    return holds("the gradient vanishes at solutions only")
