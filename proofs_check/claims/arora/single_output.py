"""Arora, Cohen, Hazan (2018): the flow of the end-to-end map of a network with one output."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import ARORA
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.balanced_points import Balanced, BalancedPoint

SINGLE: tuple[Balanced, ...] = (
    ((1, 1, 1), (2,), 0),
    ((2, 1, 1), (2,), 1),
    ((3, 2, 1), (3,), 1),
    ((1, 1, 1, 1), (2,), 0),
    ((2, 2, 2, 1), (2,), 1),
    ((3, 1, 2, 1), (3,), 1),
    ((2, 1, 1, 1, 1), (2,), 1),
)


def balanced(size: str, seed: int) -> Iterator[Balanced]:
    yield from SINGLE


@claim(
    "arora.single-output",
    source=ARORA.at("the update of the end-to-end map with a single output"),
    statement=r"d_N = 1: \; \dot w = -\|w\|^{2 - 2/N} \bigl(\nabla \ell(w) + (N - 1) \operatorname{Pr}_w \nabla \ell(w)"
    r"\bigr), \quad \operatorname{Pr}_w g = \frac{\langle g, w \rangle}{\|w\|^2} w, \; w \ne 0",
    over=cases(
        "balanced, one output",
        balanced,
        sentence="seven balanced networks of depth 2 to 4 with one output",
        strength=Verdict.VERIFIED,
        fields=("widths", "singular values", "turn"),
    ),
    in_print=False,
    made_precise="stated in our words, the text was not at hand; for the gradient flow from balanced weights, w = W_N "
    "... W_1 as a row, and every differentiable loss of w",
    written=written.SINGLE_OUTPUT,
)
def single_output(case: Balanced) -> Outcome:
    """With one output the end-to-end map moves along the gradient and N - 1 times its part along the map itself."""
    found = BalancedPoint(case)
    w, N = found.point.end_to_end, found.N
    root = Fraction(found.values[0])  # the norm of w is its N-th power
    along = (found.F.inner(w) / w.norm_squared()) * w
    return equal(found.rate(), -(root ** (2 * N - 2)) * (found.F + (N - 1) * along), "the rate of the end-to-end map")
