"""Ji and Telgarsky (2019): with one output all layers stay nearly of rank one."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.eigenvalues import compare
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import on_problem
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.source import JI
from proofs_check.scopes.any_weights import INTEGER_WEIGHTS

one_output = on_problem("one output", r"d_L = 1", lambda problem: problem.output_width == 1)


def wider(C: dln.Matrix) -> tuple[dln.Matrix, int]:
    """``(C, n)`` or ``(-C, n)``: the one whose largest eigenvalue is the spectral norm of the symmetric matrix C."""
    size = C.shape[0]
    return (C, size) if compare([(C, size)], [(-1 * C, size)]) >= 0 else (-1 * C, size)


@claim(
    "ji.alignment",
    source=JI.at("introduction, and the lemma behind it"),
    statement=r"d_L = 1: \; \|W_k\|_F^2 - \|W_k\|_2^2 \le \|W_k(0)\|_F^2 - \|W_L(0)\|_F^2 + \sum_{j=k}^{L-1} "
    r"\|W_j(0) W_j(0)^\mathsf{T} - W_{j+1}(0)^\mathsf{T} W_{j+1}(0)\|_2",
    over=INTEGER_WEIGHTS,
    assuming=(one_output,),
    made_precise="the introduction says that layers are asymptotically of rank one; the bound in our words, for every "
    "differentiable loss of the product. The right-hand side is conserved (chitour.invariant), so it is that of the "
    "same weights; the bound for all k has the maximum over k on the right",
    in_print=False,
    written=written.ALIGNMENT,
)
def alignment(point: dln.Point) -> Outcome:
    """With one output every layer is within a number of the start alone of its part of rank one, in squared norm."""
    W, depth = point.weights, point.problem.depth
    outcomes = []
    for k in range(depth - 1):
        C = [W[j] @ W[j].T - W[j + 1].T @ W[j + 1] for j in range(k, depth - 1)]
        last = (W[-1] @ W[-1].T, 1)  # ||W_L||_F^2, which must be at most ||W_k||_2^2 + sum_j ||C_j||_2
        sign = compare([last], [(W[k] @ W[k].T, W[k].shape[0]), *map(wider, C)])
        outcomes.append(is_true(sign <= 0, f"the bound for layer {k + 1}", weights=W))
    return all_of(*outcomes)
