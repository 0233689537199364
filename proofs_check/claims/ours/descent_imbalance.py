"""What one step of gradient descent does to the imbalance of neighbouring layers."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.claims.ours.balance import imbalance, integer_points
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.sources import OURS
from proofs_check.networks.formal import formal_at_point

OURS_FLOW = "gradient flow and gradient descent, descent as it is run"


@claim(
    "ours.descent-imbalance",
    source=OURS.at(OURS_FLOW),
    statement=r"W_j^+ = W_j - a G_j, \; G_j = \nabla_{W_j} L \Rightarrow C_j^+ = C_j + a^2 (G_{j+1}^\mathsf{T} G_{j+1} "
    r"- G_j G_j^\mathsf{T}), \; C_j = W_{j+1}^\mathsf{T} W_{j+1} - W_j W_j^\mathsf{T}",
    over=integer_points,
    made_precise="for every differentiable function of the product, every step length a and every depth; dW = -G",
    formal=(
        "(W[j+1] + a dW[j+1])' (W[j+1] + a dW[j+1]) - (W[j] + a dW[j]) (W[j] + a dW[j])' = W[j+1]' W[j+1] - W[j] W[j]' "
        "+ a^2 (dW[j+1]' dW[j+1] - dW[j] dW[j]') if lam = 0, 1 <= j <= n-1",
    ),
    proof=logic("ours.descent-imbalance"),
)
def descent_imbalance(point: dln.Point) -> Outcome:
    """One step of gradient descent keeps the invariants of the flow up to its length squared."""
    a, G = Fraction(1, 3), list(point.gradient)
    moved = [W - a * gradient for W, gradient in zip(point.weights, G, strict=True)]
    outcomes = [formal_at_point("ours.descent-imbalance", point, a=a)]
    for j in range(1, point.problem.depth):
        change = a * a * (G[j].T @ G[j] - G[j - 1] @ G[j - 1].T)
        outcomes.append(equal(imbalance(moved, j), imbalance(point.weights, j) + change, f"C_{j} after the step"))
    return all_of(*outcomes)
