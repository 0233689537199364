"""Critical points under weaker hypotheses than in print: singular inputs, and one equation less."""

from __future__ import annotations

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_is, is_critical, on_point, on_problem
from proofs_check.language.outcome import Outcome, equal, is_true
from proofs_check.language.proofs import matrices
from proofs_check.language.sources import OURS
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import general_critical_points


@claim(
    "ours.critical.commutation",
    source=OURS.at("docs/logic.md"),
    statement=r"H = 2, \; \nabla L(W) = 0 \Rightarrow P_{W_2} \Sigma = \Sigma P_{W_2}, \; \Sigma = \Sigma_{yx} "
    r"\Sigma_{xx}^+ \Sigma_{xy}",
    over=general_critical_points(),
    assuming=(depth_is(2), is_critical),
    made_precise="as Baldi and Hornik (1989) have it for invertible Sxx; here Sxx may be singular, and then the "
    "pseudo-inverse takes the place of the inverse. Sigma = Y X^+ X Y^T",
    proof=matrices(
        "A: dy x p; B: p x dx; X: dx x m; Y: dy x m; G = pinv(A); H = pinv(X); A' (A B X - Y) X' = 0; (A B X - Y) X' "
        "B' = 0 |- commute A G with Y H X Y'"
    ),
)
def commutation(point: dln.Point) -> Outcome:
    """At a critical point of depth 2 the projection onto the range of the last layer commutes with Sigma, also where
    Sxx is singular.
    """
    A, problem = point.weights[1], point.problem
    projection = A @ A.pseudoinverse()
    return equal(projection @ problem.sigma, problem.sigma @ projection, "P Sigma and Sigma P")


def has_zero_columns(problem: dln.Problem) -> bool:
    """Whether ``Sxx = I`` and ``Syx = [S 0]`` with a square S."""
    d_x, d_y = problem.input_width, problem.output_width
    if d_x < d_y or problem.Sxx != dln.Matrix.identity(d_x):
        return False
    return d_x == d_y or problem.Syx.block(range(d_y), range(d_y, d_x)).is_zero()


reduced = on_problem("Sxx = I, Syx = [S 0]", r"\Sigma_{xx} = I, \; \Sigma_{yx} = [S \; 0]", has_zero_columns)


def first_columns(point: dln.Point) -> range:
    return range(point.problem.output_width)


def _first_and_last(point: dln.Point) -> bool:
    first, last = point.gradient[0], point.gradient[-1]
    return first.block(range(first.shape[0]), first_columns(point)).is_zero() and last.is_zero()


first_and_last = on_point(
    "the gradients by W_{1,1} and by the last layer vanish",
    r"\partial L/\partial W_{1,1} = 0, \; \partial L/\partial W_{H+1} = 0",
    _first_and_last,
)


@claim(
    "ours.critical.redundant-equation",
    source=OURS.at("docs/logic.md"),
    statement=r"R^\mathsf{T} M = 0, \; M W_{1,1}^\mathsf{T} Z^\mathsf{T} = R W_{1,2} W_{1,2}^\mathsf{T} Z^\mathsf{T} "
    r"\Rightarrow R W_{1,2} = 0",
    over=every_critical_point(),
    assuming=(reduced, first_and_last),
    made_precise="in Lemma 3.1 of Chitour, Liao and Couillet the equation of W_{1,2} follows from those of W_{1,1} and "
    "of the last layer; S_Y is any square matrix",
    proof=matrices(
        "W: dy x b; Z: b x d1; W11: d1 x dy; W12: d1 x e; S: dy; R := W Z; M := S - R W11; R' M = 0; M W11' Z' - R W12 "
        "W12' Z' = 0 |- R W12 = 0"
    ),
)
def redundant_equation(point: dln.Point) -> Outcome:
    """Where the gradients by W_{1,1} and by the last layer vanish, R W_{1,2} vanishes, and so the one by W_{1,2}."""
    d_x, W = point.problem.input_width, point.weights[0]
    second = W.block(range(W.shape[0]), range(point.problem.output_width, d_x))
    R = point.product(point.problem.depth, 2)
    return is_true(second.shape[1] == 0 or (R @ second).is_zero(), "R W_{1,2} = 0", weights=point.weights)
