"""False neighbours of the claims of Marcotte, Gribonval and Peyré."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.claims.marcotte import conservation
from proofs_check.language.outcome import Outcome, equal, is_true
from symdln.algebra.words import derivative
from tests.mutations.planting import Planting, at_sizes, in_words

plant = Planting()


def number_is(number: Any) -> Any:
    """The count of the claim against another number."""

    @at_sizes
    def check(case: conservation.Widths) -> Outcome:
        n, r, m = case
        M = conservation.point(n + m, r, min(n + m, r))
        return equal(conservation.balances(M, n), number(*case), "independent entries of U^T U - V^T V")

    return check


plant("marcotte.conservation", "r (r - 1)/2 in place of r (r + 1)/2")(
    number_is(lambda n, r, m: r * (r - 1) // 2 if n + m >= r else conservation.printed(n, r, m))
)
plant("marcotte.conservation", "s = n in place of n + m")(number_is(lambda n, r, m: conservation.printed(n, r, 0)))
plant("marcotte.conservation", "r (r + 1)/2 for s < r too")(number_is(lambda n, r, m: r * (r + 1) // 2))
plant("marcotte.conservation", "s (2 r - 1 - s)/2 for s < r")(
    number_is(lambda n, r, m: (n + m) * (2 * r - 1 - n - m) // 2 if n + m < r else conservation.printed(n, r, m))
)


@plant("marcotte.conservation", "at all points in place of those of full rank")
@at_sizes
def at_zero(case: conservation.Widths) -> Outcome:
    n, r, m = case
    M = conservation.point(n + m, r, 0)
    return equal(
        conservation.conserved(M, conservation.algebra_of(n, m)), conservation.printed(*case), "D - dim Lie at 0"
    )


@plant("marcotte.conservation", "in words: U^T U + V^T V stands still")
@in_words
def sum_of_gram_matrices(name: str) -> Outcome:
    U, V, C = conservation.U, conservation.V, conservation.C
    moved = derivative(U.T @ U + V.T @ V, {U: C @ V, V: C.T @ U})
    return is_true(not moved, "U^T U + V^T V stands still", derivative=str(moved))


@plant("marcotte.residual", "U^T U + V^T V is a law of a residual block")
def sum_with_skip(point: dln.Point) -> Outcome:
    W, V = point.weights
    G = V @ W + dln.Matrix.from_entries(V.shape[0], W.shape[1], [1] * (V.shape[0] * W.shape[1]))
    return is_true((V.T @ G @ W.T).is_zero(), "the sum of both Gram matrices stands still along one field")
