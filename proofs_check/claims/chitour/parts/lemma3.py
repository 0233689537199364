"""Lemmas 3.1 and 3.2: hypotheses, blocks, and what shows that (20) is necessary and is sufficient at depth 2 only.

Notations:

    EVERY_CRITICAL                  the hypotheses of Lemma 3.2, at critical points
    WITHOUT_ASSUMPTION_3            those of Section 3 alone, at critical points
    WITH_ITEM_2                     how (20) is read
    EVERY_KIND                      the claim on which necessity rests
    symbolic_networks_of_section_3  networks in indeterminates with d_x >= d_y and hidden widths at least d_y
    truncated_identity              diag(I_r, 0)
    block_diagonal                  diag(first, second)
    permutation_matrices            all permutation matrices of a size
    item_2_and_20                   2) and (20) for one permutation
    is_necessary                    2) and (20) at a critical point of one kind of every stratum
    is_not_sufficient               a point with 2) and (20) that is not critical
    with_second_layer_zero          that point
    is_sufficient_at_depth_2        2) and (20) imply criticality for H = 1
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import cache

import symdln as dln
from proofs_check.claims.chitour.parts.notation import LEMMA_3_2, SECTION_3, Blocks, blocks, permutation_matrix
from proofs_check.language.hypotheses import is_critical
from proofs_check.language.outcome import Outcome, all_of, equal, fails, holds, is_true, undecided
from proofs_check.language.scope import cases
from proofs_check.language.sharing import shared
from proofs_check.language.verdict import Verdict
from proofs_check.networks.indeterminates import Network, Widths, every_widths
from proofs_check.scopes import strata
from symdln.algebra.matrix import hstack, vstack

EVERY_CRITICAL = (*LEMMA_3_2, is_critical)


WITHOUT_ASSUMPTION_3 = (*SECTION_3, is_critical)


WITH_ITEM_2 = "(20) together with 2), which defines its blocks; D_Y as in chitour.lemma3.2.blocks.corrected"


EVERY_KIND = "every critical point is of one of the listed kinds: ours.kinds"


def _ordered_widths(size: str, seed: int) -> Iterator[Widths]:
    return every_widths(size, seed, ordered=True)


symbolic_networks_of_section_3 = cases(
    "symbols, ordered",
    _ordered_widths,
    sentence="all weights and all S_Y at once, as indeterminates, for every architecture of depth 2 to 4 with d_x >= "
    "d_y, hidden widths at "
    "least d_y, and widths up to 2 (beyond the small scope up to 3)",
    strength=Verdict.PROVED,
    fields="widths",
)


def truncated_identity(b: Blocks) -> dln.Matrix:
    """``diag(I_r, 0)`` of size d_y."""
    return dln.Matrix.diagonal([1] * b.r, (b.d_y, b.d_y))


def block_diagonal(first: dln.Matrix, second: dln.Matrix) -> dln.Matrix:
    """``diag(first, second)``."""
    upper = hstack([first, dln.Matrix.zeros(first.shape[0], second.shape[1])])
    return vstack([upper, hstack([dln.Matrix.zeros(second.shape[0], first.shape[1]), second])])


@cache
def permutation_matrices(size: int) -> tuple[dln.Matrix, ...]:
    """All permutation matrices of a size."""
    return tuple(permutation_matrix(order) for order in itertools.permutations(range(size)))


def item_2_and_20(point: dln.Point, order: Sequence[int], D_Y: dln.Matrix) -> Outcome:
    """2) and (20) for the permutation U whose column j is the unit vector number ``order[j]``."""
    b = blocks(point)
    first, last = order[: b.r], order[b.r :]
    W_1, W_last = point.weights[0], point.weights[-1]
    outer = W_last.block(first, range(W_last.shape[1])) @ b.Z
    return all_of(
        is_true((W_last.block(last, range(W_last.shape[1])) @ b.Z).is_zero(), "W_{H+1,2} Z = 0"),
        equal(outer.rank(), b.r, "rank of W_{H+1,1} Z"),
        equal(outer @ W_1.block(range(W_1.shape[0]), first), D_Y, "W_{H+1,1} Z W_{1,1,1}"),
        is_true((b.Z @ W_1.block(range(W_1.shape[0]), last)).is_zero(), "Z W_{1,1,2} = 0"),
        is_true((outer @ b.W_12).is_zero(), "W_{H+1,1} Z W_{1,2} = 0"),
    )


@shared
def is_necessary(problem: dln.Problem) -> Outcome:
    """2) and (20) at an aligned critical point of one kind of every stratum; chitour.lemma3.2.blocks.corrected takes
    all representatives of the kinds of its scope.
    """
    points = (kind.representative() for _, kind in strata.chosen(problem))
    pairs = ((point, blocks(point)) for point in points)
    return all_of(*(item_2_and_20(point, b.order, b.D_Y) for point, b in pairs))


def is_not_sufficient(problem: dln.Problem) -> Outcome:
    """A point that satisfies 2) and (20) and is not critical; at depth 2, whether there is none."""
    if problem.depth == 2:
        sufficient = is_sufficient_at_depth_2(problem)
        return fails(sufficient.sentence, widths=problem.widths) if sufficient.holds else undecided(sufficient.sentence)
    point = with_second_layer_zero(problem)
    b = blocks(point)
    return all_of(
        item_2_and_20(point, b.order, b.D_Y), is_true(not point.is_critical, "a point with 2) and (20) is not critical")
    )


def with_second_layer_zero(problem: dln.Problem) -> dln.Point:
    """``W_2 = 0`` and ones on the diagonals of all other layers: for H >= 2, Z = 0 and r = 0, so (20) holds."""
    weights = [dln.Matrix.diagonal([1] * min(shape), shape) for shape in problem.shapes]
    weights[1] = dln.Matrix.zeros(*problem.shapes[1])
    return dln.Point(problem, weights)


def is_sufficient_at_depth_2(problem: dln.Problem) -> Outcome:
    """With H = 1, 2) and (20) imply criticality: a proof in indeterminates for these widths.

    With Z = I, 2) says ``W_{2,2} = 0`` and (20) says ``W_{1,1,2} = 0``; up to the order of the singular values, which
    are indeterminates too, the first r are the selected ones.  The rest of (20) is that the first r rows of the
    residual vanish, and both gradients are combinations of these rows.
    """
    _, d_1, d_y = problem.widths
    for r in range(d_y + 1):
        W_22 = {(1, i, j) for i in range(r, d_y) for j in range(d_1)}
        W_112 = {(0, i, j) for i in range(d_1) for j in range(r, d_y)}
        n = Network(problem.widths, diagonal=True, blank=frozenset(W_22 | W_112))
        top = n.residual.with_rows(range(r))
        gradients = (n.W[1].T @ n.residual - n.W[1].T @ top, n.residual @ n.W[0].T - top @ n.W[0].T)
        if not (top.columns(r, d_y).is_zero and all(gradient.is_zero for gradient in gradients)):
            return fails(f"the gradient does not follow from (20) at r = {r}", widths=problem.widths, r=r)
    return holds(
        f"for the widths {problem.widths}, 2) and (20) make both gradients vanish identically, so (20) is sufficient"
    )
