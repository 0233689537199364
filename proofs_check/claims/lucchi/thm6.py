"""Theorem 6 of Lucchi's lecture: the global map at critical points."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.lucchi.parts.two_layers import A_LAYER, TWO_LAYERS, Sxx_invertible
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import is_critical
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.proofs import matrices
from proofs_check.language.sources import LUCCHI_TWO_LAYERS as LUCCHI
from proofs_check.scopes.general_data import general_critical_points
from symdln.algebra.matrix import Matrix


def with_projection(point: dln.Point, details: Details) -> Given:
    """P = A A^+ for A = W_2, and C = A^+."""
    A = point.weights[1]
    return at(point, K=point.problem.Sxx.inverse(), C=A.pseudoinverse(), P=A @ A.pseudoinverse())


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
    certify=with_projection,
    grade=Grade.MISPRINT,
)
def theorem_6(point: dln.Point) -> Outcome:
    """At a critical point the global map is the projection onto the span of A times Sxy Sxx^-1."""
    problem = point.problem
    printed = projector(point) @ problem.Sxy @ problem.Sxx.inverse()
    return equal(point.end_to_end, printed, "the global map W = A B", but="P_A Sxy Sxx^-1")


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
    proof=matrices(
        "A: d x p; B: p x d; X: d x m; Y: d x m; N = inv(X X'); G = pinv(A); A' (A B X - Y) X' = 0; (A B X - Y) "
        "X' B' = 0 |- A B = A G Y X' N"
    ),
)
def theorem_6_corrected(point: dln.Point) -> Outcome:
    """At a critical point the global map is the projection onto the span of A times Syx Sxx^-1."""
    problem = point.problem
    return equal(point.end_to_end, projector(point) @ problem.Syx @ problem.Sxx.inverse(), "W and P_A Syx Sxx^-1")
