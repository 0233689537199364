"""Theorem 5 of Lucchi's lecture: for fixed B the loss is convex in A."""

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


def normal_equation_5(point: dln.Point, A: Matrix) -> Matrix:
    """``A B Sxx B^T - Syx B^T``, zero if A satisfies (4)."""
    B, problem = point.weights[B_LAYER - 1], point.problem
    return A @ B @ problem.Sxx @ B.T - problem.Syx @ B.T


@claim(
    "lucchi.thm5",
    source=LUCCHI.at("Theorem 5, eq. (4)"),
    statement=(
        r"\forall \mathbf{B}: \mathcal{L}(\cdot, \mathbf{B}) \text{ convex, minimal at any } \mathbf{A} \text{ with } "
        r"\mathbf{A} \mathbf{B} \Sigma_{xx} \mathbf{B}^\top = \Sigma_{yx} \mathbf{B}^\top"
    ),
    over=every_fixed(B_LAYER),
    assuming=(depth_is(2),),
    formal=(
        (
            "tr(((u L + (1 - u) K) R X - Y)' ((u L + (1 - u) K) R X - Y)) <= u tr((L R X - Y)' (L R X - Y)) + (1 - u) "
            "tr((K R X - Y)' (K R X - Y)) if u >= 0, u <= 1"
        ),
        "tr((L R X - Y)' (L R X - Y)) <= tr((K R X - Y)' (K R X - Y)) if L R X X' R' = Y X' R'",
    ),
    proof=logic("lucchi.thm5"),
)
def theorem_5(point: dln.Point) -> Outcome:
    """For fixed B the loss is convex in A and every solution of the equation is a minimum."""
    return all_of(
        solutions_are_minima(point, A_LAYER, normal_equation_5),
        formal_at_solution("lucchi.thm5", point, A_LAYER, normal_equation_5),
    )


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
    assuming=(depth_is(2),),
    formal=(
        (
            "L R X X' R' = Y X' R' if u (1 + norm(R X)^2) = 1, tr((L R X - Y)' (L R X - Y)) <= tr(((L - u (L R X - Y) "
            "X' R') R X - Y)' ((L - u (L R X - Y) X' R') R X - Y))"
        ),
    ),
    proof=logic("lucchi.thm5.converse"),
)
def theorem_5_converse(point: dln.Point) -> Outcome:
    """For fixed B every minimum in A satisfies the equation."""
    return all_of(
        minima_are_solutions(point, A_LAYER, normal_equation_5),
        formal_converse("lucchi.thm5.converse", point, A_LAYER),
    )
