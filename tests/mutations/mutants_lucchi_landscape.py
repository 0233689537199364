"""False neighbours of the claims of Lucchi's lectures on landscapes: two layers, deep networks, the overview."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.claims.lucchi import overparametrised, relu_spurious, thm6, thm8
from proofs_check.claims.lucchi.overparametrised import System
from proofs_check.claims.lucchi.parts import deep
from proofs_check.claims.lucchi.parts.two_layers import A_LAYER, B_LAYER, minima_are_solutions, solutions_are_minima
from proofs_check.facts.extrema import has_least_loss, is_no_local_maximum, is_no_local_minimum
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, fails, is_true
from tests.mutations.planting import Planting

plant = Planting()
ABOVE = "critical, loss above the minimum"
FEW = 120


# -- two layers --------------------------------------------------------------------------------------------------------


def other_equation_4(point: dln.Point, B: dln.Matrix) -> dln.Matrix:
    """``A^T A B Sxx - 2 A^T Syx``."""
    A, problem = point.weights[A_LAYER - 1], point.problem
    return A.T @ A @ B @ problem.Sxx - 2 * (A.T @ problem.Syx)


def without_inputs_4(point: dln.Point, B: dln.Matrix) -> dln.Matrix:
    """``A^T A B - A^T Syx``."""
    A, problem = point.weights[A_LAYER - 1], point.problem
    return A.T @ A @ B - A.T @ problem.Syx


def transposed_4(point: dln.Point, B: dln.Matrix) -> dln.Matrix:
    """``A^T A B Sxx - A^T Sxy``."""
    A, problem = point.weights[A_LAYER - 1], point.problem
    return A.T @ A @ B @ problem.Sxx - A.T @ problem.Sxy


def other_equation_5(point: dln.Point, A: dln.Matrix) -> dln.Matrix:
    """``A B Sxx B^T + Syx B^T``."""
    B, problem = point.weights[B_LAYER - 1], point.problem
    return A @ B @ problem.Sxx @ B.T + problem.Syx @ B.T


def without_inputs_5(point: dln.Point, A: dln.Matrix) -> dln.Matrix:
    """``A B B^T - Syx B^T``."""
    B, problem = point.weights[B_LAYER - 1], point.problem
    return A @ B @ B.T - problem.Syx @ B.T


for changed, equation in (("2 A^T Syx", other_equation_4), ("without Sxx", without_inputs_4), ("Sxy", transposed_4)):
    plant("lucchi.thm4", changed, first=FEW)(
        lambda point, equation=equation: solutions_are_minima(point, B_LAYER, equation)
    )
    plant("lucchi.thm4.converse", changed, first=FEW)(
        lambda point, equation=equation: minima_are_solutions(point, B_LAYER, equation)
    )
for changed, equation in (("plus Syx B^T", other_equation_5), ("without Sxx", without_inputs_5)):
    plant("lucchi.thm5", changed, first=FEW)(
        lambda point, equation=equation: solutions_are_minima(point, A_LAYER, equation)
    )
    plant("lucchi.thm5.converse", changed, first=FEW)(
        lambda point, equation=equation: minima_are_solutions(point, A_LAYER, equation)
    )


@plant("lucchi.thm4", "concave in place of convex", first=FEW)
def concave(point: dln.Point) -> Outcome:
    block = dln.hessian_block(point.problem, point.weights, B_LAYER, B_LAYER)
    return equal(dln.inertia_of(block).positive, 0, "positive eigenvalues of the Hessian block")


@plant("lucchi.thm6.corrected", "Sxy in place of Syx")
def transposed_moment(point: dln.Point) -> Outcome:
    problem = point.problem
    return equal(point.end_to_end, thm6.projector(point) @ problem.Sxy @ problem.Sxx.inverse(), "W")


@plant("lucchi.thm6.corrected", "without the projection")
def without_projection(point: dln.Point) -> Outcome:
    problem = point.problem
    return equal(point.end_to_end, problem.Syx @ problem.Sxx.inverse(), "W and Syx Sxx^-1")


@plant("lucchi.thm6.corrected", "the projection on the other side")
def projection_of_rows(point: dln.Point) -> Outcome:
    problem = point.problem
    return equal(point.end_to_end, problem.Syx @ problem.Sxx.inverse() @ thm6.projector(point), "W")


plant.without("lucchi.thm7", ABOVE)
plant.without("lucchi.thm7", "depth = 2")
plant.without("lucchi.thm7.general-data", ABOVE)


@plant("lucchi.thm7", "two negative eigenvalues")
@plant("lucchi.thm7.general-data", "two negative eigenvalues")
def two_negative(point: dln.Point) -> Outcome:
    return at_most(2, point.inertia_by_hessian.negative, "two, and the number of negative eigenvalues")


# -- deep networks -----------------------------------------------------------------------------------------------------

plant.without("lucchi.thm8.1.corrected", thm8.data_not_zero.name)


@plant("lucchi.thm8.1.corrected", "convex")
@plant("lucchi.thm8.1.corrected.every-problem", "convex")
def convex(problem: dln.Problem) -> Outcome:
    inertias = [point.inertia_by_hessian for point in thm8.rank_one_points(problem)]
    return is_true(not any(inertia.negative for inertia in inertias), "no negative eigenvalue")


@plant("lucchi.thm8.1.corrected.every-problem", "concave")
def concave_loss(problem: dln.Problem) -> Outcome:
    inertias = [point.inertia_by_hessian for point in thm8.rank_one_points(problem)]
    return is_true(not any(inertia.positive for inertia in inertias), "no positive eigenvalue")


for source in ("lucchi.thm8.2", "lucchi.thm8.2.general-data", "lucchi.thm8.3", "lucchi.thm8.3.general-data"):
    plant.without(source, ABOVE)


@plant("lucchi.thm8.2", "every critical point is a global minimum")
@plant("lucchi.thm8.2.general-data", "every critical point is a global minimum")
def every_point_is_global(point: dln.Point) -> Outcome:
    return is_true(has_least_loss(point), "the loss is the least one")


@plant("lucchi.thm8.3", "a local maximum in place of a saddle")
@plant("lucchi.thm8.3.general-data", "a local maximum in place of a saddle")
def maxima(point: dln.Point) -> Outcome:
    return is_true(is_no_local_maximum(point).fails, "a local maximum")


for source in ("lucchi.thm8.4", "lucchi.thm8.4.general-data"):
    plant.without(source, deep.hidden_rank.name)
for source in ("lucchi.saddle-definition.corrected", "lucchi.saddle-definition.corrected.general-data"):
    plant.without(source, deep.hidden_rank.name)
    plant.without(source, ABOVE)


def least_width_is(change: int) -> Any:
    """Theorem 8, 4. with another bound for the rank: the points it then speaks of have a negative eigenvalue."""

    def check(point: dln.Point) -> Outcome:
        negative = point.inertia_by_hessian.negative
        return at_most(min(point.problem.hidden) + change, negative, "p, and the number of negative eigenvalues")

    return check


plant("lucchi.thm8.4", "p + 1 negative eigenvalues")(least_width_is(1))
plant("lucchi.thm8.4.general-data", "p + 1 negative eigenvalues")(least_width_is(1))


@plant("lucchi.saddle-definition.corrected", "semidefinite in place of indefinite")
def semidefinite(point: dln.Point) -> Outcome:
    return equal(point.inertia_by_hessian.negative, 0, "negative eigenvalues")


@plant("lucchi.thm8.2", "no descent from points above the minimum")
def no_descent(point: dln.Point) -> Outcome:
    return is_true(is_no_local_minimum(point).fails, "a local minimum")


# -- the overview ------------------------------------------------------------------------------------------------------

FEW_SYSTEMS = 400


@plant("lucchi.overparametrised.corrected", "dim = d - n in place of d - rank A", first=FEW_SYSTEMS)
def dimension_by_equations(system: Any) -> Outcome:
    system = System(*system)
    found = overparametrised.solutions(system)
    if found is None:
        return is_true(True, "no solution")
    return equal(found[1].rank(), system.unknowns - len(system.rows), "dimension of the solutions", A=system.A)


@plant("lucchi.overparametrised.corrected", "every system is consistent", first=FEW_SYSTEMS)
def always_consistent(system: Any) -> Outcome:
    system = System(*system)
    return is_true(overparametrised.solutions(system) is not None, "there is a solution", A=system.A, y=list(system.y))


@plant("lucchi.overparametrised.corrected", "the solutions are ker A", first=FEW_SYSTEMS)
def kernel_alone(system: Any) -> Outcome:
    system = System(*system)
    found = overparametrised.solutions(system)
    zero = dln.Matrix.zeros(system.unknowns, 1)
    return is_true(found is None or system.A @ zero == system.right, "w = 0 is a solution", y=list(system.y))


def network(example: Any) -> relu_spurious.ReluNetwork:
    example = relu_spurious.ReluExample(*example)
    return relu_spurious.ReluNetwork(example.X, example.Y, example.U, example.V)


@plant("lucchi.relu-spurious", "a global minimum")
def relu_global(example: Any) -> Outcome:
    example = relu_spurious.ReluExample(*example)
    better = relu_spurious.ReluNetwork(example.X, example.Y, *example.other)
    return at_most(network(example).loss, better.loss, "the loss")


@plant("lucchi.relu-spurious", "loss 0 at the local minimum")
def relu_fits(example: Any) -> Outcome:
    return equal(network(example).loss, 0, "the loss at the local minimum")


@plant("lucchi.relu-spurious", "for linear units too")
def linear_units(example: Any) -> Outcome:
    net = network(example)
    residual = net.V @ net.preactivations - net.Y
    gradients = (net.V.T @ residual @ net.X.T, residual @ net.preactivations.T)
    if not all(gradient.is_zero() for gradient in gradients):
        return fails("the linear network is not critical there", weights=(net.U, net.V))
    return all_of(is_true(residual.norm_squared() > 0, "a positive loss"))
