"""Radhakrishnan, Nichani, Bernstein, Uhler (2020): aligned layers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.extrema import has_least_loss
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import matrices
from proofs_check.language.scope import cases
from proofs_check.language.sources import RADHAKRISHNAN
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.rational_data import orthogonal

INVARIANT = (
    "U: e orth; V: b orth; R: c orth; T: f orth; D: e x b; E: b x c; F: c x f; K: e x f; M: f sym; A := U D V'; W := V "
    "E R'; B := R F T'; Y: e x n; X: f x n; Y X' = U K T'; X X' = T M T' |- A' (A W B X - Y) (B X)' = V (D' (D E F M - "
    "K) F') R'"
)
"""W is a layer, A and B are the products of those after and before it; D, E, F, K and M are diagonal."""

Network = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""Widths, singular values of the target, and those of the inputs."""
NETWORKS: tuple[Network, ...] = (
    ((1, 1, 1), (2,), (1,)),
    ((2, 1, 2), (3, 1), (1, 1)),
    ((2, 2, 2), (2, 1), (1, 1)),
    ((2, 1, 2), (1, 4), (2, 1)),
    ((2, 2, 3, 2), (2, 1), (3, 1)),
    ((3, 2, 2, 2), (2, 1), (1, 2, 1)),
)


def problem(network: Network) -> tuple[dln.Problem, dln.Matrix, dln.Matrix]:
    """Data with ``X = T S V^T`` and ``Y = U D V^T``, and the matrices U and T."""
    widths, target, inputs = network
    d_x, d_y = widths[0], widths[-1]
    U, T, V = orthogonal(d_y, 2), orthogonal(d_x, 1), orthogonal(d_x, 3)
    X = T @ dln.Matrix.diagonal(inputs) @ V.T
    Y = U @ dln.Matrix.diagonal(target, (d_y, d_x)) @ V.T
    return dln.Problem.from_data(X, Y, widths[1:-1]), U, T


def aligned(network: Network, diagonals: list[dln.Matrix]) -> dln.Point:
    """Layers ``U_j D_j U_{j-1}^T`` with these D_j, U_0 and U_H from the data, and other bases between them."""
    widths = network[0]
    posed, U, T = problem(network)
    bases = [T, *(orthogonal(d, j) for j, d in enumerate(widths[1:-1], 1)), U]
    layers = [b @ D @ a.T for (a, b), D in zip(itertools.pairwise(bases), diagonals, strict=True)]
    return dln.Point(posed, layers)


def best(network: Network) -> dln.Point:
    """The best product of the least width, all of it in the first layer, ones in the others."""
    widths, target, inputs = network
    gains = sorted(range(len(target)), key=lambda i: -target[i])[: min(widths)]
    values = [target[i] / dln.Matrix([[inputs[i]]])[0, 0] if i in gains else 0 for i in range(len(target))]
    return placed(network, values)


def placed(network: Network, values: Sequence[Any]) -> dln.Point:
    """Aligned layers whose product has these diagonal entries in the bases of the data."""
    shapes = [(b, a) for a, b in itertools.pairwise(network[0])]
    kept = [i for i, value in enumerate(values) if value]
    diagonals = []
    for j, shape in enumerate(shapes):
        rows = range(len(kept)) if j < len(shapes) - 1 else kept
        columns = kept if j == 0 else range(len(kept))
        entries = {(r, c): (values[k] if j == 0 else 1) for r, c, k in zip(rows, columns, kept, strict=True)}
        diagonals.append(dln.Matrix([[entries.get((r, c), 0) for c in range(shape[1])] for r in range(shape[0])]))
    return aligned(network, diagonals)


def networks(size: str, seed: int) -> Iterator[Network]:
    yield from NETWORKS


OVER = cases(
    "aligned layers",
    networks,
    sentence="six networks of depth 2 and 3 whose data have rational singular vectors",
    strength=Verdict.VERIFIED,
    fields=("widths", "target", "inputs"),
)


@claim(
    "radhakrishnan.alignment.exists",
    source=RADHAKRISHNAN.at("abstract, fully connected networks"),
    statement=r"\text{there is a global minimum } W_j = U_j \Lambda_j U_{j-1}^\mathsf{T} \text{ with orthogonal } U_j "
    r"\text{ and diagonal } \Lambda_j",
    over=OVER,
    made_precise="squared loss, any data, any widths; diagonal up to the order of the singular vectors",
    written=written.ALIGNED,
)
def exists(network: Network) -> Outcome:
    """Some global minimum of a fully connected network is aligned."""
    return is_true(has_least_loss(best(network)), "the aligned layers have the least loss")


@claim(
    "radhakrishnan.alignment.invariant",
    source=RADHAKRISHNAN.at("abstract, when alignment is an invariant"),
    statement=r"W_j = U_j \Lambda_j U_{j-1}^\mathsf{T}, \; U_H^\mathsf{T} Y X^\mathsf{T} U_0 \text{ and } U_0^"
    r"\mathsf{T} X X^\mathsf{T} U_0 \text{ diagonal} \Rightarrow U_j^\mathsf{T} (\nabla_{W_j} L) U_{j-1} \text{ "
    r"diagonal}",
    over=OVER,
    in_print=False,
    made_precise="stated in our words: the abstract says that there are necessary and sufficient conditions, and the "
    "theorem was not at hand; this is one direction. It follows that descent with any steps keeps the layers aligned",
    proof=matrices(INVARIANT, part=True),
    prose=("products and differences of diagonal matrices, and their transposes, are diagonal",),
)
def invariant(network: Network) -> Outcome:
    """Where the data are diagonal in the bases of aligned layers, the gradients are, and descent keeps alignment."""
    widths = network[0]
    values = [[1 + (i + j) % 3 for i in range(min(a, b))] for j, (a, b) in enumerate(itertools.pairwise(widths))]
    shapes = [(b, a) for a, b in itertools.pairwise(widths)]
    point = aligned(network, [dln.Matrix.diagonal(v, shape) for v, shape in zip(values, shapes, strict=True)])
    _, U, T = problem(network)
    bases = [T, *(orthogonal(d, j) for j, d in enumerate(widths[1:-1], 1)), U]
    outcomes = []
    for G, (before, behind) in zip(point.gradient, itertools.pairwise(bases), strict=True):
        inside = behind.T @ G @ before
        diagonal = [inside[i, i] for i in range(min(inside.shape))]
        outcomes.append(equal(inside, dln.Matrix.diagonal(diagonal, inside.shape), "the gradient in these bases"))
    return all_of(*outcomes)
