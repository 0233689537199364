"""Zhu, Soudry, Eldar, Wakin (2019): the regulariser that balances two layers."""

from __future__ import annotations

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_is
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import matrices
from proofs_check.language.sources import ZHU
from proofs_check.scopes.critical_points import every_critical_point

STRENGTHS = (1, 3)
BALANCED = (
    "W: dy x p; V: p x dx; X: dx x m; F: dy x dx; K: p sym; F V' + W K = 0; W' F - K V X X' = 0; "
    "K = W' W - V X X' V' |- K = 0, F V' = 0, W' F = 0"
)
"""W and V are the layers, F the gradient by the product over mu; the gradient of rho is mu W K and -mu K V X X^T."""


def regularised_gradient(point: dln.Point, mu: int) -> tuple[dln.Matrix, dln.Matrix]:
    """The gradient of the loss plus ``mu/4 ||W_2^T W_2 - W_1 Sxx W_1^T||^2`` by W_1 and W_2."""
    (V, W), (of_V, of_W) = point.weights, point.gradient
    K = excess(point)
    return of_V - mu * (K @ V @ point.problem.Sxx), of_W + mu * (W @ K)


def excess(point: dln.Point) -> dln.Matrix:
    """``W_2^T W_2 - W_1 Sxx W_1^T``."""
    V, W = point.weights
    return W.T @ W - V @ point.problem.Sxx @ V.T


@claim(
    "zhu.balanced",
    source=ZHU.at("abstract of the first version: the regulariser shrinks the set of critical points"),
    statement=r"\nabla (L + \rho)(W) = 0 \Leftrightarrow \nabla L(W) = 0 \text{ and } W_2^\mathsf{T} W_2 = W_1 X "
    r"X^\mathsf{T} W_1^\mathsf{T}, \; \rho = \tfrac{\mu}{4} \|W_2^\mathsf{T} W_2 - W_1 X X^\mathsf{T} "
    r"W_1^\mathsf{T}\|_F^2, \; \mu > 0",
    over=every_critical_point(),
    assuming=(depth_is(2),),
    made_precise="stated in our words, with the regulariser on the training samples that the abstract speaks of; for "
    "every differentiable loss of the product, any data, and every mu != 0. The way back is plain, as grad rho has the "
    "factor W_2^T W_2 - W_1 X X^T W_1^T; in scope mu = 1 and 3",
    in_print=False,
    proof=matrices(BALANCED),
)
def balanced(point: dln.Point) -> Outcome:
    """With the balancing regulariser the critical points are exactly the balanced critical points without it."""
    kept = point.is_critical and excess(point).is_zero()
    found = [all(G.is_zero() for G in regularised_gradient(point, mu)) for mu in STRENGTHS]
    return all_of(
        equal(found, [kept] * len(STRENGTHS), "critical with the regulariser, and balanced and critical without"),
        slope_agrees(point),
    )


def slope_agrees(point: dln.Point) -> Outcome:
    """The gradient of rho, mu = 1, against the slope of rho along a line, that of a quartic by four values."""
    line = [dln.Matrix.from_entries(*W.shape, range(1, W.shape[0] * W.shape[1] + 1)) for W in point.weights]
    values = [excess(point.moved(line, t)).norm_squared() / 4 for t in (-2, -1, 1, 2)]
    slope = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / 12
    of_rho = [G - of_loss for G, of_loss in zip(regularised_gradient(point, 1), point.gradient, strict=True)]
    return equal(sum(G.inner(Z) for G, Z in zip(of_rho, line, strict=True)), slope, "the slope of the regulariser")
