"""The formal statements of the theory "sorted" at exact critical points: a permutation matrix that sorts D_W.

Notations:

    IS_PERMUTATION     what they say of U = [Ones Zeros]
    ARE_BLOCKS         2) and (20) for this U
    NOT_SUFFICIENT     weights that satisfy them and are not critical, from two hidden layers on
    SUFFICIENT         that they are sufficient for one hidden layer
    READ_SORTED        how the claims read them
    formal_at_sorted   whether they are true at a critical point
    formal_at_problem  whether they are at three critical points of a problem
    sorted_letters     the letters of the permutation matrix
    bad_letters        the letters of the weights that are not critical
"""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.claims.chitour.parts.formal_blocks import letters
from proofs_check.claims.chitour.parts.formal_strata import layer_letters
from proofs_check.claims.chitour.parts.notation import Blocks, aligned_points, blocks
from proofs_check.language.outcome import Outcome, all_of, holds
from proofs_check.networks.formal_letters import MOST_WEIGHTS, formal_at_letters, product, unit

IS_PERMUTATION = (
    "e[i]' Ones = tr(e[i]' DW e[i]) onevector[ones[i-1]]' if 1 <= i <= dy",
    "e[i]' Zeros = (1 - tr(e[i]' DW e[i])) zerovector[zeros[i-1]]' if 1 <= i <= dy",
    "Ones' Ones = I",
    "Zeros' Zeros = I",
    "Ones' Zeros = 0",
)


ARE_BLOCKS = (
    "Ones' SY Zeros = 0",
    "Zeros' W Middle = 0",
    "Ones' W Middle (W11 Ones (Ones' SYinverse Ones)) = I",
    "Ones' W Middle W11 Ones = Ones' SY Ones",
    "Middle W11 Zeros = 0",
    "Ones' W Middle W12 = 0",
)


NOT_SUFFICIENT = (
    "BadMiddle[n-1] = 0 if n >= 3",
    "J[2]' (BadAbove[2]' (SY - BadLast BadMiddle[n-1] BadFirst) BadFirst') J[1] SYinverse = I if n >= 3",
)


SUFFICIENT = (
    "P2' (SY - P2 P11) = 0 if U1 U1' + U2 U2' = I, U1' SY U2 = 0, U2' P2 = 0, P11 U2 = 0, U1' P2 P11 U1 = U1' SY U1",
    "P2' P2 P12 = 0 if U1 U1' + U2 U2' = I, U2' P2 = 0, U1' P2 P12 = 0",
    "(SY - P2 P11) P11' = P2 P12 P12' if U1 U1' + U2 U2' = I, U1' SY U2 = 0, U2' P2 = 0, P11 U2 = 0, "
    "U1' P2 P11 U1 = U1' SY U1, U1' P2 P12 = 0",
    "P2 = 0 if U2 U2' = I, U2' P2 = 0",
    "P11 = 0 if U2 U2' = I, P11 U2 = 0",
    "P2 P11 = SY if U1 U1' = I, U1' P2 P11 U1 = U1' SY U1",
    "P2 P12 = 0 if U1 U1' = I, U1' P2 P12 = 0",
)


READ_SORTED = (
    "in the formal statement U = [Ones Zeros] is written down; where r = 0 or r = d_y one block has no columns, and "
    "what is said of it says nothing"
)


def formal_at_sorted(id: str, b: Blocks) -> Outcome:
    """Whether the formal statements are true at a critical point with few weights."""
    if b.problem.parameters > MOST_WEIGHTS:
        return holds("the formal statements are evaluated at smaller points")
    known = letters(b) | layer_letters(b) | bad_letters(b) | sorted_letters(b)
    known |= {"P2": known["R"], "P11": known["W11"], "P12": known["W12"]}
    return formal_at_letters(id, known, max(b.problem.depth, b.d_y))


def formal_at_problem(id: str, problem: dln.Problem) -> Outcome:
    """The same at critical points of the first, the middle and the last kind of a problem with few weights.

    Between them the selection has both ones and zeros, so that U has both blocks.
    """
    if problem.parameters > MOST_WEIGHTS:
        return holds("the formal statements are evaluated at smaller problems")
    points = aligned_points(problem)
    chosen = (points[0], points[len(points) // 2], points[-1])
    return all_of(*(formal_at_sorted(id, blocks(point)) for point in chosen))


def sorted_letters(b: Blocks) -> dict[str, Any]:
    """The letters of U; those of a block without columns are left out."""
    found: dict[str, Any] = {}
    if b.r:
        found |= _block("one", "Ones", "OneRows", b.r, [int(b.D_W[k, k]) for k in range(b.d_y)])
    if b.r < b.d_y:
        found |= _block("zero", "Zeros", "ZeroRows", b.d_y - b.r, [1 - int(b.D_W[k, k]) for k in range(b.d_y)])
        found["nz"] = b.d_y - b.r
    return found


def _block(name: str, whole: str, part: str, size: int, entries: list[int]) -> dict[str, Any]:
    height = len(entries)

    def count(i: int) -> int:
        return 1 + sum(entries[:i])

    def vector(k: int) -> dln.Matrix:
        return unit(size, k - 1) if 1 <= k <= size else dln.Matrix.zeros(size, 1)

    def rows(i: int) -> dln.Matrix:
        total = dln.Matrix.zeros(height, size)
        for k in range(min(i, height)):
            total = total + entries[k] * unit(height, k) @ vector(count(k)).T
        return total

    def total(k: int) -> dln.Matrix:
        return dln.Matrix.diagonal([int(m < k) for m in range(size)])

    return {f"{name}s": count, f"{name}vector": vector, f"{name}sum": total, part: rows, whole: rows(height)}


def bad_letters(b: Blocks) -> dict[str, Any]:
    """Weights with ``W_2 = 0``, and ones on the diagonals of all other layers but in the columns of W_{1,2}."""
    layers = layer_letters(b)
    n, d, frame = layers["n"], layers["d"], layers["J"]

    def bad(j: int) -> dln.Matrix:
        return 0 * frame(j) @ frame(j - 1).T if j == 2 else frame(j) @ frame(j - 1).T

    def above(j: int) -> dln.Matrix:
        return frame(n - 1).T @ product([bad(i) for i in range(j + 1, n)], d(j))

    def middle(j: int) -> dln.Matrix:
        return product([bad(i) for i in range(2, j + 1)], d(1))

    return {"Bad": bad, "BadFirst": frame(1), "BadLast": frame(n - 1).T, "BadAbove": above, "BadMiddle": middle}
