"""Trager, Kohn, Bruna (2020): what a critical point says of the loss on the matrices of the rank of its product."""

from __future__ import annotations

import itertools

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import matrices
from proofs_check.language.sources import TRAGER
from proofs_check.scopes.few_critical_points import FEW_CRITICAL_POINTS

TANGENT = (
    "F: e x g; M: g x h; L: h x f; G: e x f; P := F M L; (F M)' G = 0; G (M L)' = 0; Z: e; Y: f |- P' G = 0, G P' = 0, "
    "tr(G' (Z P + P Y)) = 0"
)
"""F and L are the last and the first layer, M the layers between them, G the gradient of any loss by the product; the
tangent space of the matrices of one rank at P consists of all Z P + P Y."""


@claim(
    "trager.pure",
    source=TRAGER.at("pure critical points"),
    statement=r"\nabla L(W) = 0 \Rightarrow \nabla \ell(P) \perp T_P \mathcal{M}_{\operatorname{rank} P}, \quad P = "
    r"W_H \cdots W_1, \; L = \ell \circ \mu",
    over=FEW_CRITICAL_POINTS,
    in_print=False,
    made_precise="stated in our words, the theorem was not at hand: the product at a critical point is a critical "
    "point "
    "of the loss on the matrices of its own rank, for every differentiable loss of the product; so a critical point "
    "whose product has the greatest rank is pure. The tangent space at P of the matrices of its rank is {Z P + P Y}",
    axioms=("the matrices of one rank form a manifold, with the tangent space {Z P + P Y} at P",),
    proof=matrices(TANGENT),
)
def pure(point: dln.Point) -> Outcome:
    """The product at a critical point is a critical point of the loss on the matrices of its rank."""
    P, G = point.end_to_end, point.end_to_end @ point.problem.Sxx - point.problem.Syx
    rows, columns = P.shape
    tangent = [unit(rows, i, j) @ P for i, j in itertools.product(range(rows), repeat=2)]
    tangent += [P @ unit(columns, i, j) for i, j in itertools.product(range(columns), repeat=2)]
    r = P.rank()
    spanned = dln.Matrix([direction.entries() for direction in tangent]).rank()
    return all_of(
        equal(spanned, r * (rows + columns - r), "the dimension of the tangent space"),
        is_true(all(G.inner(direction) == 0 for direction in tangent), "the gradient is normal to the tangent space"),
    )


def unit(size: int, i: int, j: int) -> dln.Matrix:
    return dln.Matrix.from_entries(size, size, [int(k == i * size + j) for k in range(size * size)])
