"""Zhao et al. (2023): conserved quantities of linear symmetries."""

from __future__ import annotations

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import matrices
from proofs_check.language.sources import ZHAO
from proofs_check.scopes.any_weights import INTEGER_WEIGHTS, small_matrix

RATE = (
    "A: e x b; V: b x a; W: a x c; B: c x f; G: e x f; S: a sym; D := -A' G (W B)'; E := -(A V)' G B' |- tr(S (E W' + "
    "W E' - D' V - V' D)) = 0"
)
"""V = W_{j+1} and W = W_j move along D and E, the negative gradients of any loss of the product."""


@claim(
    "zhao.symmetry",
    source=ZHAO.at("abstract, conserved quantities associated with linear symmetries"),
    statement=r"Q_M(W) = \operatorname{tr}(W_j^\mathsf{T} M W_j) - \operatorname{tr}(W_{j+1} M W_{j+1}^\mathsf{T}) "
    r"\text{ is conserved along the gradient flow for every symmetric } M",
    over=INTEGER_WEIGHTS,
    assuming=(depth_at_least(2),),
    in_print=False,
    made_precise="stated in our words, the abstract was read: the symmetry W_j -> g W_j, W_{j+1} -> W_{j+1} g^{-1} of "
    "a linear network with M in its Lie algebra; for every differentiable loss of the product and every depth. "
    "For an antisymmetric M the quantity is 0 everywhere",
    proof=matrices(RATE),
)
def symmetry(point: dln.Point) -> Outcome:
    """For every symmetric matrix the linear symmetry of two neighbouring layers gives one conserved quantity."""
    W, V, problem = point.weights, [-1 * G for G in point.gradient], point.problem
    residual = problem.Syx - point.end_to_end @ problem.Sxx
    outcomes = []
    for j in range(point.problem.depth - 1):
        size = W[j].shape[0]
        for M in (dln.Matrix.identity(size), small_matrix(size, size, 1) + small_matrix(size, size, 1).T):
            first = (V[j].T @ M @ W[j]).trace()
            known = residual.inner(point.product(problem.depth, j + 2) @ M @ point.product(j + 1, 1))
            outcomes.append(equal(first, 2 * problem.loss_factor * known, "half the first rate, and by the residual"))
            rate = first - (V[j + 1] @ M @ W[j + 1].T).trace()
            outcomes.append(equal(rate, 0, f"half the rate of Q_M at layer {j + 1}"))
    return all_of(*outcomes)
