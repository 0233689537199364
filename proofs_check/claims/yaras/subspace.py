"""Yaras and others (2023): from an orthogonal start, descent leaves most singular vectors of every layer alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import matrices
from proofs_check.language.scope import cases
from proofs_check.language.sources import YARAS
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.rational_data import orthogonal

STEP = (
    "A: e x b; W: b x c; B: c x f; K: e x n; X: f x n; p: f x m; q: c x m; r: b x m; s: e x m; x y z t: scalar; B p "
    "= x "
    "q; B' q = x p; W q = y r; W' r = y q; A r = z s; A' s = z r; X X' = t I; K X' p = 0; X K' s = 0; G := A' (A W B X "
    "- K) (B X)' |- G q = t x^2 y z^2 r, G' r = t x^2 y z^2 q"
)
"""K are the targets; p, q, r and s hold the frames at the input, before and behind the layer W, and at the output."""

Start = tuple[int, int, int]
"""The size of all layers, the rank of the targets, the depth."""
STARTS: tuple[Start, ...] = ((3, 1, 2), (3, 1, 3), (4, 1, 2), (4, 1, 3), (5, 2, 2))
SCALE, RATE = Fraction(1, 2), Fraction(1, 10)


def orthogonal_start(case: Start) -> dln.Point:
    """Layers that are halves of orthogonal matrices, inputs with ``X X^T = 4 I``, targets of small rank."""
    d, rank, depth = case
    turns = [orthogonal(d, j) for j in range(depth + 1)]
    weights = [SCALE * (turns[j + 1] @ turns[j].T) for j in range(depth)]
    targets = dln.Matrix([[(i + 2 * j) % 3 if i < rank else 0 for j in range(d)] for i in range(d)])
    return dln.Point(dln.Problem.from_data(2 * orthogonal(d, 1), targets, [d] * (depth - 1)), weights)


def frames(point: dln.Point) -> list[dln.Matrix]:
    """Vectors in the kernel of Syx that all layers take into the kernel of its transpose, and their images."""
    chain = point.end_to_end
    both = dln.Matrix([*point.problem.Syx.rows(), *(point.problem.Syx.T @ chain).rows()])
    found = [both.nullspace()]
    for W in point.weights:
        found.append((1 / SCALE) * (W @ found[-1]))
    return found


def descended(point: dln.Point) -> dln.Point:
    return dln.Point(point.problem, [W - RATE * G for W, G in zip(point.weights, point.gradient, strict=True)])


def kept(point: dln.Point, found: list[dln.Matrix]) -> Outcome:
    """Every layer maps each frame to a multiple of the next one, and back by its transpose, with the same factor."""
    outcomes = []
    for W, (before, behind) in zip(point.weights, itertools.pairwise(found), strict=True):
        factor = (W @ before).inner(behind) / behind.norm_squared()
        outcomes += [
            equal(W @ before, factor * behind, "the layer on the frame"),
            equal(W.T @ behind, factor * before, "the transposed layer on the next frame"),
        ]
    return all_of(*outcomes)


def starts(size: str, seed: int) -> Iterator[Start]:
    yield from STARTS[: 2 if size == "small" else None]


@claim(
    "yaras.subspace",
    source=YARAS.at("abstract, the invariant subspaces"),
    statement=r"X X^\mathsf{T} = t I, \; W_j(0) = \varepsilon_j Q_j Q_{j-1}^\mathsf{T} \text{ with orthogonal } Q_j "
    r"\Rightarrow W_j(k) q_{j-1} = \rho_j(k) q_j, \; W_j(k)^\mathsf{T} q_j = \rho_j(k) q_{j-1} \text{ on spaces of "
    r"dimension} \ge d - 2 r",
    over=cases(
        "orthogonal starts",
        starts,
        sentence=f"(size, rank of the targets, depth) in {STARTS}, two exact steps of descent (small scope: the first "
        "two)",
        strength=Verdict.VERIFIED,
        fields=("d", "rank", "depth"),
    ),
    made_precise="the abstract says that descent from an orthogonal start affects only a small part of the singular "
    "vector spaces of all layers; our reading: square layers, white inputs, Y X^T of rank r, any steps. The formal "
    "statement is one step: the gradient maps the frames to multiples of each other, so the next weights do again. The "
    "vectors with Y X^T q_0 = 0 and (Y X^T)^T q_H = 0, where q_H is the image of q_0, have codimension at most 2 r",
    proof=matrices(STEP, part=True),
    prose=(
        "induction over the steps, with the frames q_j = Q_j Q_0^T q_0",
        "the kernels of Y X^T and of its transpose have codimension r, so both conditions leave d - 2 r dimensions",
    ),
)
def subspace(case: Start) -> Outcome:
    """From an orthogonal start, descent only rescales every layer on a subspace of small codimension."""
    point = orthogonal_start(case)
    found = frames(point)
    after = descended(descended(point))
    return all_of(
        is_true(found[0].shape[1] >= case[0] - 2 * case[1], "the subspace has the dimension d - 2 r at least"),
        is_true(after.loss != point.loss, "descent changes the loss"),
        kept(after, found),
    )
