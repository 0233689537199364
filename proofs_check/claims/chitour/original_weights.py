"""Proposition 1 of Chitour et al. (2022) for the loss (1) itself, whatever the rank of the data."""

from __future__ import annotations

from proofs_check.facts.textbook import CONSTANT
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.language.scope import cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import follows, same
from symdln.algebra.words import (
    Expression,
    Scalar,
    Symbol,
    derivative,
    gradient,
    identity,
    norm_squared,
    rewrite,
    trace,
)

X, Y = Symbol("X", "p", "m"), Symbol("Y", "d_y", "m")
E = Symbol("E", "d_x", "p")
ORTHONORMAL = {E.T @ E: identity("p")}
STEPS: tuple[str, ...] = ("what stands still", "the flow of V_1 = W_1 E", "neighbours", "the last layer")


def half_square(product: Expression) -> Scalar:
    """``1/2 ||P X' - Y||^2``."""
    return norm_squared(product @ X - Y) / 2


@claim(
    "chitour.original-weights",
    source=CHITOUR.at("Prop. 1, read for eq. (1)"),
    statement=r"\text{for all } X, Y: \text{ every trajectory of } W' = -\nabla \mathcal{L}(W), \; \mathcal{L} = "
    r"\tfrac12 \|Y - W_{H+1} \cdots W_1 X\|_F^2, \text{ is bounded and converges to a critical point}",
    over=cases(
        "four steps in words",
        lambda size, seed: iter((step,) for step in STEPS),
        sentence="four identities of matrix words, for any depth (opaque products of layers), any widths and any data",
        strength=Verdict.PROVED,
    ),
    made_precise="(1) with X = E X', E^T E = I and X' of full row rank p = rank X, in the weights of the network; "
    "chitour.prop1 is about the reduced problem, whose flow is another one unless X X^T = I (chitour.reduction.flow)",
    axioms=(
        "every matrix X of rank p is E X' with E^T E = I and X' of full row rank p (compact singular value "
        "decomposition)",
        CONSTANT,
        "||A B||^2 >= lambda_min(B B^T) ||A||^2",
        "Cauchy-Schwarz: tr(A^T B) <= ||A||_F ||B||_F",
        "Lojasiewicz: a bounded trajectory of the gradient flow of an analytic function converges",
    ),
    prose=(
        "Lemma 2.4 (chitour.lemma2.4) is about the product P' = W_{H+1} ... W_2 V_1 and the constants W_2^T W_2 - V_1 "
        "V_1^T, C_2, ..., C_H alone, which are constant by the third step",
        "with it the fourth step gives g' <= -2 lambda_min(X' X'^T) ||P'||^2 + 2 ||Y X'^T|| ||P'||, negative for large "
        "g = ||W_{H+1}||^2: so g, all layers and V_1 are bounded; the rest of W_1 stands still by the first step",
    ),
)
def original_weights(case: tuple[str]) -> Outcome:
    """For every X and Y, of any rank, every trajectory of the flow of (1) is bounded and tends to a critical point."""
    return dict(zip(STEPS, (stands_still, flow_of_v, neighbours_are_kept, last_layer), strict=True))[case[0]]()


def stands_still() -> Outcome:
    """``(W_1 (I - E E^T))' = 0``: the gradient by W_1 ends in ``X^T = X'^T E^T``."""
    slope = first_slope()
    return follows(rewrite(slope @ E @ E.T, ORTHONORMAL), slope, "the gradient by W_1, projected on im E")


def first_slope() -> Expression:
    """The gradient by W_1 with an opaque rest R of the network."""
    R, W = Symbol("R", "d_y", "d_1"), Symbol("W_1", "d_1", "d_x")
    return gradient(half_square(R @ W @ E), W)


def flow_of_v() -> Outcome:
    """``V_1 = W_1 E`` moves by the gradient of ``1/2 ||R V_1 X' - Y||^2``, and so do the other layers."""
    R, W, V = Symbol("R", "d_y", "d_1"), Symbol("W_1", "d_1", "d_x"), Symbol("V_1", "d_1", "p")
    A, W_j, B = Symbol("A", "d_y", "d_j"), Symbol("W_j", "d_j", "d_i"), Symbol("B", "d_i", "d_1")
    named = {W @ E: V}
    other = rewrite(gradient(half_square(A @ W_j @ B @ W @ E), W_j), named)
    return all_of(
        follows(
            rewrite(rewrite(first_slope() @ E, ORTHONORMAL), named),
            gradient(half_square(R @ V), V),
            "the gradient by W_1 times E, and that by V_1",
        ),
        follows(other, gradient(half_square(A @ W_j @ B @ V), W_j), "the gradients by another layer"),
    )


def neighbours_are_kept() -> Outcome:
    """``W_{j+1}^T W_{j+1} - W_j W_j^T`` is constant for neighbours between opaque products, V_1 being one of them."""
    A, upper = Symbol("A", "d_y", "c"), Symbol("U", "c", "b")
    lower, B = Symbol("L", "b", "a"), Symbol("B", "a", "p")
    outcomes = []
    for rest in (B, identity("p")):
        below = lower if rest is B else Symbol("L", "b", "p")
        loss = half_square(A @ upper @ below @ rest)
        flows = {layer: -gradient(loss, layer) for layer in (upper, below)}
        rate = derivative(upper.T @ upper - below @ below.T, flows)
        outcomes.append(same(rate, 0 * rate, "the rate of the difference"))
    return all_of(*outcomes)


def last_layer() -> Outcome:
    """``g' = 2 tr(Y X'^T P'^T) - 2 ||P' X'||^2`` for ``g = ||W_{H+1}||^2``."""
    W, B = Symbol("W_n", "d_y", "c"), Symbol("B", "c", "p")
    P = W @ B
    rate = derivative(norm_squared(W), {W: -gradient(half_square(P), W)})
    return same(rate, 2 * trace(Y @ X.T @ P.T) - 2 * norm_squared(P @ X), "dg/dt")
