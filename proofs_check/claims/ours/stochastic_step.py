"""What a step of descent on one random sample does in the mean, exactly."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.claims.ours.balance import imbalance
from proofs_check.claims.ours.descent_imbalance import OURS_FLOW
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict

Sampled = tuple[tuple[int, ...], int, str]
"""Widths, a number from which samples and weights are made, and the step."""

WIDTHS = ((1, 1, 1), (2, 1, 2), (2, 2, 1), (2, 2, 2, 1))
SAMPLES = 3


def sampled(size: str, seed: int) -> Iterator[Sampled]:
    yield from itertools.product(WIDTHS[: 3 if size == "small" else None], (1, 2), ("1/5", "1"))


def integers(rows: int, columns: int, start: int) -> dln.Matrix:
    return dln.Matrix.from_entries(rows, columns, [(start + 3 * k + k * k) % 5 - 2 for k in range(rows * columns)])


class Draws:
    """The weights, the gradient of the whole loss, and those of n times the loss of each of the n samples."""

    def __init__(self, case: Sampled):
        widths, number, step = case
        self.eta = Fraction(step)
        X, Y = integers(widths[0], SAMPLES, number), integers(widths[-1], SAMPLES, number + 2)
        shapes = [(m, n) for n, m in itertools.pairwise(widths)]
        self.W = [integers(*shape, number + j) for j, shape in enumerate(shapes)]
        self.whole = list(dln.Point(dln.Problem.from_data(X, Y, widths[1:-1]), self.W).gradient)
        self.draws = []
        for i in range(SAMPLES):
            one = dln.Problem.from_data(X.column(i), Y.column(i), widths[1:-1])
            self.draws.append([SAMPLES * block for block in dln.Point(one, self.W).gradient])

    def moved(self, blocks: list[dln.Matrix]) -> list[dln.Matrix]:
        return [layer - self.eta * block for layer, block in zip(self.W, blocks, strict=True)]


def mean(matrices: list[dln.Matrix]) -> dln.Matrix:
    """The expectation over a sample that is drawn uniformly."""
    total = 0 * matrices[0]
    for matrix in matrices:
        total = total + matrix
    return Fraction(1, len(matrices)) * total


def spread(exact: Draws, j: int) -> dln.Matrix:
    """``E G_{j+1}^T G_{j+1} - E G_j G_j^T``, j from 1."""
    return mean([G[j].T @ G[j] - G[j - 1] @ G[j - 1].T for G in exact.draws])


@claim(
    "ours.stochastic-step",
    source=OURS.at(OURS_FLOW),
    statement=r"W^+ = W - \eta G, \; G = n \nabla L_i, \, i \text{ uniform}: \; \mathbb{E} W^+ = W - \eta \nabla L, "
    r"\quad "
    r"\mathbb{E} C_j^+ = C_j + \eta^2 \bigl(\mathbb{E} G_{j+1}^\mathsf{T} G_{j+1} - \mathbb{E} G_j "
    r"G_j^\mathsf{T}\bigr)",
    over=cases(
        "samples",
        sampled,
        sentence=f"{SAMPLES} integer samples each at {len(WIDTHS)} architectures of depth 2 and 3 (small scope: 3), "
        f"two sets "
        "of weights, steps 1/5 and 1: all draws, one after the other",
        strength=Verdict.VERIFIED,
        fields=("widths", "start", "step"),
    ),
    made_precise="L = L_1 + ... + L_n, one loss for each sample; C_j = W_{j+1}^T W_{j+1} - W_j W_j^T",
    written=written.STOCHASTIC_STEP,
)
def stochastic_step(case: Sampled) -> Outcome:
    """A step on a random sample keeps the imbalances in the mean to first order, and the second is known exactly."""
    exact = Draws(case)
    steps = [exact.moved(G) for G in exact.draws]
    outcomes = [
        equal(mean([step[k] for step in steps]), layer, f"the mean of W_{k + 1}")
        for k, layer in enumerate(exact.moved(exact.whole))
    ]
    for j in range(1, len(exact.W)):
        after = mean([imbalance(step, j) for step in steps])
        expected = imbalance(exact.W, j) + exact.eta**2 * spread(exact, j)
        outcomes.append(equal(after, expected, f"the mean of C_{j}"))
    return all_of(*outcomes)
