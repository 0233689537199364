"""Kunin et al. (2021), Neural mechanics: what a symmetry says of the gradient and of the Hessian."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import matrices
from proofs_check.language.sources import KUNIN_MECHANICS
from proofs_check.scopes.any_weights import INTEGER_WEIGHTS, small_matrix

GRADIENT = "A: e x b; V: b x a; W: a x c; B: c x f; G: e x f |- (A V)' G B' W' = V' A' G (W B)'"
"""V = W_{j+1}, W = W_j, A the layers after them, B those before, G the gradient of any loss by the product."""
HESSIAN = (
    "A: e x b; V: b x a; W: a x c; B: c x f; G: e x f; M: a x a; s: scalar |- (V - s V M) (W + s M W) = V W - s^2 V M "
    "M W, (A (V - s V M))' G B' = (A V)' G B' - s M' (A V)' G B', A' G ((W + s M W) B)' = A' G (W B)' "
    "+ s A' G (W B)' M'"
)
CENTRAL = ((1, Fraction(3, 4)), (2, Fraction(-3, 20)), (3, Fraction(1, 60)))
"""``f'(0)`` is the sum of ``c (f(k) - f(-k))``, for polynomials f of degree at most 6."""


def generators(size: int) -> Iterator[dln.Matrix]:
    """The identity, which is the rescaling of the paper, and two matrices that are not symmetric."""
    yield dln.Matrix.identity(size)
    yield from (small_matrix(size, size, start) for start in (1, 2))


def moved(point: dln.Point, directions: Sequence[dln.Matrix], t: int) -> dln.Point:
    weights = [W + t * D for W, D in zip(point.weights, directions, strict=True)]
    return dln.Point(point.problem, weights)


def hessian_times(point: dln.Point, directions: Sequence[dln.Matrix]) -> list[dln.Matrix]:
    """The derivative of the gradient along a direction, from its values at six other points; depth at most 3."""
    total = [dln.Matrix.zeros(*W.shape) for W in point.weights]
    for k, c in CENTRAL:
        ahead, behind = moved(point, directions, k).gradient, moved(point, directions, -k).gradient
        total = [old + c * (a - b) for old, a, b in zip(total, ahead, behind, strict=True)]
    return total


@claim(
    "kunin.identities.gradient",
    source=KUNIN_MECHANICS.at("abstract, constraints on gradients"),
    statement=r"W_j \mapsto g W_j, \; W_{j+1} \mapsto W_{j+1} g^{-1}: \; (\nabla_{W_j} L) W_j^\mathsf{T} = "
    r"W_{j+1}^\mathsf{T} (\nabla_{W_{j+1}} L)",
    over=INTEGER_WEIGHTS,
    assuming=(depth_at_least(2),),
    in_print=False,
    made_precise="stated in our words, the abstract was read: the symmetries of a linear network, for every "
    "differentiable loss of the product; the rescaling of the paper is g = e^s I, and gives the traces of both sides",
    proof=matrices(GRADIENT),
)
def gradient(point: dln.Point) -> Outcome:
    """The symmetry of two neighbouring layers gives one identity for their gradients."""
    G, W = point.gradient, point.weights
    return all_of(
        *(
            equal(G[j] @ W[j].T, W[j + 1].T @ G[j + 1], f"the identity of layers {j + 1} and {j + 2}")
            for j in range(point.problem.depth - 1)
        )
    )


@claim(
    "kunin.identities.hessian",
    source=KUNIN_MECHANICS.at("abstract, constraints on Hessians"),
    statement=r"\nabla^2 L(W) \, [M W_j, -W_{j+1} M] = [-M^\mathsf{T} \nabla_{W_j} L, (\nabla_{W_{j+1}} L) "
    r"M^\mathsf{T}] \text{, and } 0 \text{ in all other layers}",
    over=INTEGER_WEIGHTS,
    assuming=(depth_at_least(2),),
    in_print=False,
    made_precise="stated in our words, the abstract was read: for every matrix M and every differentiable loss of the "
    "product; M = I is the rescaling of the paper. The part of order one in s of the gradients: the product, and so "
    "the gradient by it and by the other layers, changes by order two only",
    proof=matrices(HESSIAN),
)
def hessian(point: dln.Point) -> Outcome:
    """The symmetry of two neighbouring layers gives one identity for the Hessian along its directions."""
    G, W = point.gradient, point.weights
    outcomes = []
    for j in range(point.problem.depth - 1):
        for M in generators(W[j].shape[0]):
            along = [dln.Matrix.zeros(*each.shape) for each in W]
            wanted = list(along)
            along[j], along[j + 1] = M @ W[j], -1 * (W[j + 1] @ M)
            wanted[j], wanted[j + 1] = -1 * (M.T @ G[j]), G[j + 1] @ M.T
            outcomes += [
                equal(a, b, f"layer {k} along the symmetry of layers {j + 1} and {j + 2}")
                for k, (a, b) in enumerate(zip(hessian_times(point, along), wanted, strict=True), 1)
            ]
    return all_of(*outcomes)
