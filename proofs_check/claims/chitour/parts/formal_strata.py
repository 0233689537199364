"""The formal statements of the theory "strata" at exact critical points, and at explicit ones with every selection.

Notations:

    SELECTED           what they say of critical points: the loss by the selection
    ATTAINED           what they say of explicit weights: for every selection a critical point with that loss
    ONE_STRATUM        that strata with one hidden layer are disjoint and closed
    formal_at_strata   whether the first two are true at these points of a problem
    at_selection       whether they are at the explicit weights of a selection
    formal_at_closed   whether the third is true at its critical points and beside them
    beside             the letters of weights in a stratum, and beside it
    not_selected       partial sums of the squares that are not selected
    layer_letters      the letters of the depth, the widths and the matrices J[j]
    chosen_letters     the letters of the explicit weights with a selection
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.chitour.parts.formal_blocks import letters
from proofs_check.claims.chitour.parts.notation import Blocks, aligned_points, blocks
from proofs_check.language.outcome import Outcome, all_of, equal, holds
from proofs_check.logic import theorem
from proofs_check.networks.formal_letters import (
    MOST_WEIGHTS,
    formal_at_letters,
    meets_definitions,
    product,
    speaking_at,
)

SELECTED = (
    "1/2 tr(M' M) + 1/2 tr((R W12)' R W12) = 1/2 Left[dy]",
    "tr(e[i]' DW e[i])^2 = tr(e[i]' DW e[i]) if 1 <= i <= dy",
)


ATTAINED = (
    "Above[1]' (SY - Above[1] First) = 0 if n >= 2",
    "Above[j]' (SY - Above[1] First) Below[j-1]' = 0 if 2 <= j <= n-1, n >= 2",
    "(SY - Above[1] First) Below[n-1]' = 0 if n >= 2",
    "1/2 tr((SY - Above[1] First)' (SY - Above[1] First)) = 1/2 Rest[dy] if n >= 2",
)


ONE_STRATUM = (
    "R = DW R",
    "W11 = W11 DW if Zleft Middle = I",
    "R W11 = SY DW",
    "R W12 = 0",
    "P2' (SY - P2 P11) = 0 if P2 = Choice P2, P2 P11 = SY Choice",
    "P2' P2 P12 = 0 if P2 P12 = 0",
    "(SY - P2 P11) P11' = P2 P12 P12' if P11 = P11 Choice, P2 P11 = SY Choice, P2 P12 = 0",
    "SYinverse P2 P11 = Choice if P2 P11 = SY Choice",
    "Choice = Chosen if P2 P11 = SY Choice, P2 P11 = SY Chosen",
    "P2 = Choice P2 if V2 = Choice V2, norm(P2 - V2) <= near, "
    "near (1 + norm(I[dy] - Choice)) <= 1/2 norm(P2 - Choice P2)",
    "P11 = P11 Choice if V11 = V11 Choice, norm(P11 - V11) <= near, "
    "near (1 + norm(I[dy] - Choice)) <= 1/2 norm(P11 - P11 Choice)",
    "P2 P11 = SY Choice if V2 V11 = SY Choice, norm(P2 - V2) <= near, norm(P11 - V11) <= near, "
    "near (norm(P2) + norm(P11) + near) <= 1/2 norm(P2 P11 - SY Choice)",
    "P2 P12 = 0 if V2 V12 = 0, norm(P2 - V2) <= near, norm(P12 - V12) <= near, "
    "near (norm(P2) + norm(P12) + near) <= 1/2 norm(P2 P12)",
)


def formal_at_strata(id: str, problem: dln.Problem) -> Outcome:
    """Whether the formal statements are true at a critical point of every kind, and at weights of every selection."""
    if problem.parameters > MOST_WEIGHTS:
        return holds("the formal statements are evaluated at problems with fewer weights")
    if min(problem.widths) < problem.output_width:
        return holds("the formal statements are about widths of at least d_y")
    points = [blocks(point) for point in aligned_points(problem)]
    most = max(problem.depth, problem.output_width)
    selections = itertools.product((0, 1), repeat=problem.output_width)
    return all_of(
        *(formal_at_letters(id, letters(b) | {"Left": not_selected(b)}, most) for b in points),
        *(at_selection(id, points[0], one, most) for one in selections),
    )


def at_selection(id: str, b: Blocks, selection: tuple[int, ...], most: int) -> Outcome:
    """Whether the explicit weights have the hidden widths of the problem and meet the definitions, and the formal
    statements are true for them.
    """
    known, hidden = letters(b) | chosen_letters(b, selection), b.problem.hidden
    return all_of(
        equal([known["J"](j).shape for j, _ in enumerate(hidden, start=1)], [(d, b.d_y) for d in hidden], "the widths"),
        meets_definitions(id, known, most),
        formal_at_letters(id, known, most),
    )


def formal_at_closed(id: str, problem: dln.Problem) -> Outcome:
    """Whether the statements about one stratum all speak of a critical point of every kind, and are true there and at
    weights beside it.
    """
    if problem.parameters > MOST_WEIGHTS:
        return holds("the formal statements are evaluated at problems with fewer weights")
    found = []
    for b in map(blocks, aligned_points(problem)):
        known = letters(b) | chosen_letters(b, tuple(int(b.D_W[k, k]) for k in range(b.d_y)))
        there, near = (known | beside(b, known, shift) for shift in (Fraction(0), Fraction(1, 2)))
        found += [
            equal(len(speaking_at(id, there)), len(theorem(id).parts), "how many formal statements speak, and all"),
            formal_at_letters(id, there, b.d_y),
            formal_at_letters(id, near, b.d_y),
        ]
    return all_of(*found)


def beside(b: Blocks, known: dict[str, Any], shift: Fraction) -> dict[str, Any]:
    """The letters P for the weights with all entries larger by ``shift``, and V for the weights themselves."""
    found: dict[str, Any] = {"near": 2 * shift * b.problem.parameters, "Chosen": known["Choice"]}
    for name, of in (("2", "W"), ("11", "W11"), ("12", "W12")):
        weights = known[of]()
        rows, columns = weights.shape
        found[f"V{name}"] = weights
        found[f"P{name}"] = weights + dln.Matrix.from_entries(rows, columns, [shift] * (rows * columns))
    return found


def not_selected(b: Blocks) -> Callable[[int], Fraction]:
    """``i -> sum over k <= i of (1 - c_k) s_k^2`` with the diagonal entries c_k of D_W."""
    return _sums((1 - b.D_W[k, k]) * b.S_Y[k, k] ** 2 for k in range(b.d_y))


def layer_letters(b: Blocks) -> dict[str, Any]:
    """The depth, the widths d[j], of which the first and the last are d_y, and the matrices J[j] with ones on the
    diagonal.
    """
    widths, n = b.problem.widths, b.problem.depth

    def d(j: int) -> int:
        return widths[j] if 1 <= j < n else b.d_y

    def frame(j: int) -> dln.Matrix:
        return dln.Matrix.diagonal([1] * min(d(j), b.d_y), (d(j), b.d_y))

    return {"n": n, "d": d, "J": frame}


def chosen_letters(b: Blocks, selection: tuple[int, ...]) -> dict[str, Any]:
    """The explicit weights for the selected singular values; without one no factorisation of rank r >= 1."""
    layers = layer_letters(b)
    n, d, frame = layers["n"], layers["d"], layers["J"]
    choice = dln.Matrix.diagonal(selection)

    def middle(j: int) -> dln.Matrix:
        return frame(j) @ frame(j - 1).T

    first, last = frame(1) @ b.S_Y @ choice, choice @ frame(n - 1).T

    def above(j: int) -> dln.Matrix:
        return last @ product([middle(i) for i in range(j + 1, n)], d(j))

    found: dict[str, Any] = {
        **layers,
        **{"Choice": choice, "First": first, "Mid": middle, "Last": last},
        "chi": lambda i: Fraction(selection[i - 1]),
        "Above": above,
        "Below": lambda j: product([middle(i) for i in range(2, j + 1)], d(1)) @ first,
        "Rest": _sums((1 - Fraction(c)) * b.S_Y[k, k] ** 2 for k, c in enumerate(selection)),
    }
    rank = sum(selection)
    if rank:
        columns = choice.block(range(b.d_y), [k for k, c in enumerate(selection) if c])
        found |= {"Cols": columns, "Rws": columns.T @ above(1), "ColsLeft": columns.T, "rs": rank}
        found["RwsRight"] = found["Rws"].pseudoinverse()
    return found


def _sums(summands: Iterable[Fraction]) -> Callable[[int], Fraction]:
    known = list(itertools.accumulate(summands, initial=Fraction(0)))
    return lambda i: known[i]
