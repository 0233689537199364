"""Menon and Yu (2025): the dimension of the balanced manifold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.source import MENON
from proofs_check.language.verdict import Verdict

TURNS = {
    2: ((Fraction(3, 5), Fraction(4, 5)), (Fraction(-4, 5), Fraction(3, 5))),
    3: tuple(tuple(Fraction(x, 3) for x in row) for row in ((1, 2, 2), (2, 1, -2), (2, -2, 1))),
}


class Balanced(NamedTuple):
    """The depth, the singular values of every layer, and whether the bases of the hidden layers are turned."""

    depth: int
    values: tuple[int, ...]
    turned: bool


def points(size: str, seed: int) -> Iterator[Balanced]:
    for depth, values in itertools.product((2, 3), ((1,), (2, 1), (1, 1), (2, 0), (3, 2, 1), (2, 1, 1))):
        if size == "large" or depth * len(values) < 9:
            yield from (Balanced(depth, values, turned) for turned in (False, True))


def layers(case: Balanced) -> list[dln.Matrix]:
    """Balanced layers ``Q_j diag(values) Q_{j-1}^T``."""
    d = len(case.values)
    turn = dln.Matrix(TURNS[d]) if case.turned and d in TURNS else dln.Matrix.identity(d)
    middle = dln.Matrix.diagonal(case.values, (d, d))
    bases = [dln.Matrix.identity(d), *[turn] * (case.depth - 1), dln.Matrix.identity(d)]
    return [after @ middle @ before.T for before, after in itertools.pairwise(bases)]


def change(weights: list[dln.Matrix], moved: int, by: dln.Matrix) -> list[Fraction]:
    """The first-order changes of all ``W_{j+1}^T W_{j+1} - W_j W_j^T`` where one layer moves."""
    found: list[Fraction] = []
    for j in range(len(weights) - 1):
        rate = dln.Matrix.zeros(*by.shape)
        if moved == j + 1:
            rate = by.T @ weights[moved] + weights[moved].T @ by
        elif moved == j:
            rate = -1 * (by @ weights[moved].T + weights[moved] @ by.T)
        found += list(rate.entries())
    return found


def tangent_dimension(weights: list[dln.Matrix]) -> int:
    """The dimension of the kernel of the derivative of the equations of balance."""
    d, rows = weights[0].shape[0], []
    for moved in range(len(weights)):
        for k in range(d * d):
            unit = dln.Matrix.from_entries(d, d, [int(i == k) for i in range(d * d)])
            rows.append(change(weights, moved, unit))
    return len(rows) - dln.Matrix(rows).rank()


full_rank = Hypothesis("the product has full rank", r"\operatorname{rank} W = d", lambda case: 0 not in case.values)


@claim(
    "menon.balanced.dimension",
    source=MENON.at("the balanced manifold"),
    statement=r"\dim \{W : W_{j+1}^\mathsf{T} W_{j+1} = W_j W_j^\mathsf{T}, \; \operatorname{rank} W_N \cdots W_1 = "
    r"d\} = d^2 + (N - 1) \frac{d (d - 1)}{2}",
    over=cases(
        "balanced layers",
        points,
        sentence="balanced layers of size 1 to 3, depth 2 and 3, with distinct and with tied singular values, the "
        "bases of the hidden layers turned or not; the kernel of the derivative of the equations",
        strength=Verdict.VERIFIED,
    ),
    assuming=(full_rank,),
    made_precise="square layers of size d; stated in our words, of the paper the abstract was read, which describes "
    "the manifold and does not print its dimension",
    in_print=False,
    written=written.BALANCED_DIMENSION,
)
def dimension(case: Balanced) -> Outcome:
    """The balanced weights of full rank form a manifold of dimension d^2 + (N - 1) d (d - 1) / 2."""
    weights, d = layers(case), len(case.values)
    pairs = itertools.pairwise(weights)
    return all_of(
        is_true(all(after.T @ after == before @ before.T for before, after in pairs), "the layers are balanced"),
        equal(tangent_dimension(weights), d * d + (case.depth - 1) * d * (d - 1) // 2, "the dimension"),
    )
