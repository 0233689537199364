"""Theorem 4 of Lucchi's lecture: for fixed A the loss is convex in B."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.lucchi.parts.two_layers import (
    A_LAYER,
    B_LAYER,
    every_fixed,
    formal_at_solution,
    formal_converse,
    minima_are_solutions,
    solutions_are_minima,
)
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_is
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.language.proofs import logic
from proofs_check.language.sources import LUCCHI_TWO_LAYERS as LUCCHI
from symdln.algebra.matrix import Matrix


def normal_equation_4(point: dln.Point, B: Matrix) -> Matrix:
    """``A^T A B Sxx - A^T Syx``, zero if B satisfies (2)."""
    A, problem = point.weights[A_LAYER - 1], point.problem
    return A.T @ A @ B @ problem.Sxx - A.T @ problem.Syx


@claim(
    "lucchi.thm4",
    source=LUCCHI.at("Theorem 4, eq. (2)"),
    statement=(
        r"\forall \mathbf{A}: \mathcal{L}(\mathbf{A}, \cdot) \text{ convex, minimal at any } \mathbf{B} \text{ with } "
        r"\mathbf{A}^\top \mathbf{A} \mathbf{B} \Sigma_{xx} = \mathbf{A}^\top \Sigma_{yx}"
    ),
    over=every_fixed(A_LAYER),
    assuming=(depth_is(2),),
    formal=(
        (
            "tr((L (u R + (1 - u) T) X - Y)' (L (u R + (1 - u) T) X - Y)) <= u tr((L R X - Y)' (L R X - Y)) + (1 - u) "
            "tr((L T X - Y)' (L T X - Y)) if u >= 0, u <= 1"
        ),
        "tr((L R X - Y)' (L R X - Y)) <= tr((L T X - Y)' (L T X - Y)) if L' L R X X' = L' Y X'",
    ),
    proof=logic("lucchi.thm4"),
)
def theorem_4(point: dln.Point) -> Outcome:
    """For fixed A the loss is convex in B and every solution of the equation is a minimum."""
    return all_of(
        solutions_are_minima(point, B_LAYER, normal_equation_4),
        formal_at_solution("lucchi.thm4", point, B_LAYER, normal_equation_4),
    )


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
    assuming=(depth_is(2),),
    formal=(
        (
            "L' L R X X' = L' Y X' if u (1 + norm(L)^2 norm(X)^2) = 1, tr((L R X - Y)' (L R X - Y)) <= tr((L (R - u "
            "L' (L R X - Y) X') X - Y)' (L (R - u L' (L R X - Y) X') X - Y))"
        ),
    ),
    proof=logic("lucchi.thm4.converse"),
)
def theorem_4_converse(point: dln.Point) -> Outcome:
    """For fixed A every minimum in B satisfies the equation."""
    return all_of(
        minima_are_solutions(point, B_LAYER, normal_equation_4),
        formal_converse("lucchi.thm4.converse", point, B_LAYER),
    )
