"""What gradient flow of a ReLU network conserves, unit by unit, Chitour et al. (2022), Section 1."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.verdict import Verdict

Weights = tuple[int, ...]
"""The entries of W_1 (2 x 2), row by row, and of W_2 (1 x 2)."""

X = dln.Matrix([[1, 1], [1, -1]])
Y = dln.Matrix([[1, -1]])


def weights(size: str, seed: int) -> Iterator[Weights]:
    """All at which no pre-activation vanishes, so that the network is differentiable there."""
    for case in itertools.product((-2, -1, 0, 1, 2) if size == "large" else (-1, 0, 1, 2), repeat=6):
        if all((dln.Matrix([case[:2], case[2:4]]) @ X).entries()):
            yield case


@claim(
    "chitour.relu-diagonal",
    source=CHITOUR.at("Section 1, on ReLU and Leaky ReLU"),
    statement=r"\text{a similar but weaker invariance: } \tfrac{d}{dt} \operatorname{diag}(W_2^\mathsf{T} W_2 - W_1 "
    r"W_1^\mathsf{T}) = 0, \text{ with a possible loss of control over the non-diagonal entries}",
    over=cases(
        "ReLU, two units",
        weights,
        sentence="widths (2, 2, 1), two samples, ReLU, W_1 and W_2 with entries in {-1, 0, 1, 2} (large: -2 to 2) at "
        "which no pre-activation is zero",
        strength=Verdict.VERIFIED,
        fields="the entries of W_1 and of W_2",
    ),
    made_precise="away from kinks; the loss of control is exhibited at one point, where the units see other samples",
)
def relu_diagonal(case: Weights) -> Outcome:
    """The diagonal of W_2^T W_2 - W_1 W_1^T is conserved by the flow of a ReLU network, and the other entry is not."""
    rate, moving = rate_of_invariant(case), rate_of_invariant((1, 0, 0, 1, 1, 1))
    return all_of(
        equal((rate[0, 0], rate[1, 1]), (0, 0), "rates of the diagonal entries"),
        is_true(moving[0, 1] != 0, "at W_1 = I, W_2 = [1 1] the entry (1, 2) changes", rate=moving),
    )


def rate_of_invariant(case: Weights) -> dln.Matrix:
    """``d/dt (W_2^T W_2 - W_1 W_1^T)`` along the flow of ``1/2 ||W_2 relu(W_1 X) - Y||^2``."""
    W_1, W_2 = dln.Matrix([case[:2], case[2:4]]), dln.Matrix([case[4:]])
    before = W_1 @ X
    active = [Fraction(int(z > 0)) for z in before.entries()]
    h = dln.Matrix.from_entries(2, 2, [a * z for a, z in zip(active, before.entries(), strict=True)])
    error = W_2 @ h - Y
    back = dln.Matrix.from_entries(2, 2, [a * b for a, b in zip(active, (W_2.T @ error).entries(), strict=True)])
    V_1, V_2 = -(back @ X.T), -(error @ h.T)
    return V_2.T @ W_2 + W_2.T @ V_2 - V_1 @ W_1.T - W_1 @ V_1.T
