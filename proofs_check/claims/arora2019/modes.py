"""The law of the singular values of the product of balanced weights, for any loss."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import ARORA2019
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.rational_data import orthogonal

Balanced = tuple[tuple[int, ...], tuple[int, ...]]
"""Widths, and the positive, distinct singular values of every layer."""

EXACT: tuple[Balanced, ...] = (
    ((1, 1, 1), (2,)),
    ((2, 2, 2), (2, 1)),
    ((2, 1, 2), (2,)),
    ((1, 1, 1, 1), (2,)),
    ((2, 3, 2), (3, 1)),
    ((2, 2, 2, 2), (2, 1)),
    ((3, 2, 2, 2), (3, 1)),
    ((2, 2, 3, 2, 2), (2, 1)),
)


class BalancedWeights:
    """``W_j = Q_j D_j Q_{j-1}^T`` with orthogonal Q_j and equal diagonals, data that are not white, and dP/dt."""

    def __init__(self, case: Balanced):
        widths, self.values = case
        self.N = len(widths) - 1
        self.Q = [orthogonal(width, j + 1) for j, width in enumerate(widths)]
        layers = [dln.Matrix.diagonal(self.values, (m, n)) for n, m in itertools.pairwise(widths)]
        weights = [self.Q[j + 1] @ D @ self.Q[j].T for j, D in enumerate(layers)]
        d_x, d_y = widths[0], widths[-1]
        X = dln.Matrix([[int(j >= i) for j in range(d_x)] for i in range(d_x)])
        Y = dln.Matrix.from_entries(d_y, d_x, [1 + 3 * k % 5 for k in range(d_y * d_x)])
        self.point = dln.Point(dln.Problem.from_data(X, Y, widths[1:-1]), weights)
        self.slope = (self.point.end_to_end @ X - Y) @ X.T
        self.rate = 0 * self.slope
        for j, block in enumerate(self.point.gradient, 1):
            self.rate = self.rate - self.point.product(self.N, j + 1) @ block @ self.point.product(j - 1, 1)

    def along(self, matrix: dln.Matrix, r: int):
        """``u_r^T matrix v_r``."""
        return (self.Q[-1].column(r).T @ matrix @ self.Q[0].column(r))[0, 0]


def subjects(size: str, seed: int) -> Iterator[Balanced]:
    yield from EXACT[: 4 if size == "small" else None]


@claim(
    "arora2019.modes",
    source=ARORA2019.at("the dynamics of the singular values of the product"),
    statement=r"\sigma_r' = -N (\sigma_r^2)^{1 - 1/N} \langle \nabla f(P), u_r v_r^\mathsf{T} \rangle",
    over=cases(
        "balanced weights with distinct singular values",
        subjects,
        sentence=f"{len(EXACT)} exact balanced points of depth 2 to 4 with distinct positive singular values (small "
        "scope: 4), with data that are not white: u_r^T P' v_r by the product rule from the exact gradient",
        strength=Verdict.VERIFIED,
        fields=("widths", "singular values"),
    ),
    made_precise="sigma_r > 0 is a simple singular value of P = W_N ... W_1; N is the depth; balanced weights",
    written=written.MODE_LAW,
)
def modes(case: Balanced) -> Outcome:
    """A simple singular value of the product moves along the gradient at a speed that its own size sets."""
    exact = BalancedWeights(case)
    return all_of(
        *(
            equal(
                exact.along(exact.rate, r),
                -exact.N * value ** (2 * exact.N - 2) * exact.along(exact.slope, r),
                "the rate of a singular value",
                weights=exact.point.weights,
            )
            for r, value in enumerate(exact.values)
        )
    )
