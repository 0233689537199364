"""Baldi and Hornik (1989): the critical points of full rank of two linear layers."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts.eigenvalues import spectrum
from proofs_check.facts.extrema import (
    ECKART_YOUNG,
    critical_above_minimum,
    is_no_local_maximum,
    is_no_local_minimum,
    value_of,
)
from proofs_check.facts.textbook import SIMPLE_SPECTRUM
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_is, is_critical, on_point, on_problem
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic, matrices
from proofs_check.language.sources import BALDI
from proofs_check.networks.formal_letters import formal_at_pair
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import general_critical_points

NECESSARY = (
    "A: dy x p; B: p x dx; X: dx x m; Y: dy x m; G = pinv(A); H = pinv(X); X H = I; A' (A B X - Y) X' = 0; "
    "(A B X - Y) X' B' = 0 |- A B = A G Y H, commute A G with Y H X Y'"
)
"""H = X^T Sxx^{-1}, A G is the projection onto the range of A, and Y H X Y^T is Sigma."""
SUFFICIENT = (
    "U: dy x p col; C: p x p; D = inv(C); X: dx x m; Y: dy x m; H = pinv(X); commute U U' with Y H X Y'; A := U C; "
    "B := D U' Y H |- A' (A B X - Y) X' = 0, (A B X - Y) X' B' = 0"
)

invertible_inputs = on_problem(
    "Sxx invertible",
    r"\Sigma_{xx} \text{ is invertible}",
    lambda problem: problem.Sxx.rank() == problem.input_width,
)
simple = on_problem(
    "distinct eigenvalues",
    r"\Sigma = \Sigma_{yx} \Sigma_{xx}^{-1} \Sigma_{xy} \text{ has distinct eigenvalues}",
    lambda problem: all(eigenvalue.multiplicity == 1 for eigenvalue in spectrum(problem.sigma)),
)
full_rank = on_point(
    "A of full column rank",
    r"\operatorname{rank} A = p",
    lambda point: point.weights[1].rank() == point.problem.hidden[0],
)


@claim(
    "baldi.critical.forms",
    source=BALDI.at("the description of critical points behind the abstract"),
    statement=r"\operatorname{rank} A = p, \; \nabla L(A, B) = 0 \Leftrightarrow A = U_S C, \; B = C^{-1} "
    r"U_S^\mathsf{T} \Sigma_{yx} \Sigma_{xx}^{-1} \text{ for some } S, |S| = p; \; L = \operatorname{tr} \Sigma_{yy} - "
    r"\sum_{i \in S} \lambda_i",
    over=general_critical_points(),
    assuming=(depth_is(2), invertible_inputs, simple, is_critical, full_rank),
    made_precise="stated in our words: of the paper the abstract was read. U_S has the eigenvectors of Sigma with "
    "numbers in S as columns, C is any invertible matrix, 0 may be an eigenvalue of Sigma; the loss has no factor 1/2. "
    "Only A needs full rank",
    in_print=False,
    axioms=(SIMPLE_SPECTRUM,),
    prose=(
        "the projection onto the range of A commutes with Sigma, so by the textbook fact it is U_S U_S^T for some S, "
        "and A has the range of U_S, so A = U_S C with C invertible and A^+ = C^{-1} U_S^T",
        "the loss: A B X is the projection of Y X^+ X, so ||A B X - Y||^2 = tr Syy - tr U_S U_S^T Sigma",
    ),
    proof=matrices(NECESSARY, SUFFICIENT, part=True),
)
def forms(point: dln.Point) -> Outcome:
    """Critical points of full rank are the regressions onto p of the eigenvectors of Sigma, and have these losses."""
    problem, (_, A) = point.problem, point.weights
    projection, S = A @ A.pseudoinverse(), point.selection
    return all_of(
        equal(projection @ problem.sigma, problem.sigma @ projection, "P Sigma and Sigma P"),
        equal(point.end_to_end, projection @ problem.Syx @ problem.Sxx.inverse(), "A B, and P Syx Sxx^{-1}"),
        equal(projection.rank(), problem.hidden[0], "the rank of P, and p"),
        equal(point.loss, value_of(problem, S), "the loss, and tr Syy less the selected eigenvalues"),
    )


@claim(
    "baldi.critical.saddles",
    source=BALDI.at("abstract"),
    statement=r"\text{all the additional critical points of } E \text{ are saddle points}",
    over=every_critical_point(),
    assuming=(depth_is(2), invertible_inputs, simple, critical_above_minimum),
    made_precise="additional to the global minima; a saddle is neither a local minimum nor a local maximum. Critical "
    "points of deficient rank are among them, and the eigenvalues of Sigma may contain 0. The theorem says it the "
    "other way round: a critical point that is a local minimum or maximum has the least loss",
    axioms=(ECKART_YOUNG,),
    formal="tr((W2 W1 X - Y)' (W2 W1 X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y))",
    proof=logic("baldi.critical.saddles"),
)
def saddles(point: dln.Point) -> Outcome:
    """Every critical point of two linear layers that is not a global minimum is a saddle."""
    return all_of(
        is_no_local_minimum(point),
        is_no_local_maximum(point),
        formal_at_pair("baldi.critical.saddles", point),
    )
