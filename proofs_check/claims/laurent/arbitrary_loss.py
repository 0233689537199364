"""Laurent and von Brecht (2017), first abstract: without the word convex the statement fails."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, fails, holds
from proofs_check.language.scope import cases
from proofs_check.language.source import LAURENT_FIRST
from proofs_check.language.verdict import Verdict

Loss = tuple[int, ...]
"""The coefficients of a polynomial loss f of one number p, from the constant one on."""

SQUARE: Loss = (1, -2, 1)
TWO_WELLS: Loss = (27, 0, 18, -16, 3)
"""``3 p^4 - 16 p^3 + 18 p^2 + 27``, with ``f' = 12 p (p - 1) (p - 3)``, ``f(0) = 27`` and ``f(3) = 0``."""
REACH = Fraction(1)


def losses(size: str, seed: int) -> Iterator[Loss]:
    yield from (SQUARE, TWO_WELLS)


def value(f: Loss, p: Fraction) -> Fraction:
    """``f(p)``."""
    return sum((c * p**k for k, c in enumerate(f)), Fraction(0))


def is_trap(f: Loss) -> bool:
    """Whether ``f(p) - f(0) = p^2 (c_2 + c_3 p + c_4 p^2)``, c_4 >= 0 and c_2 > |c_3| REACH, so that 0 is a local
    minimum.
    """
    return len(f) == 5 and f[1] == 0 and f[4] >= 0 and f[2] > abs(f[3]) * REACH


@claim(
    "laurent.arbitrary-loss",
    source=LAURENT_FIRST.at("first abstract"),
    statement=r"\text{arbitrary differentiable loss: all local minima are global minima if each hidden layer is wider "
    r"than either the input or output layer}",
    over=cases(
        "losses of one number",
        losses,
        sentence="widths (1, 1, 1), L(a, b) = f(a b) with f = (p - 1)^2 and f = 3 p^4 - 16 p^3 + 18 p^2 + 27",
        strength=Verdict.VERIFIED,
    ),
    made_precise="'wider' is read as 'at least as wide'; with d_1 = 2 the zero weights are a local minimum as well. "
    "The later abstract says 'convex differentiable', and that is laurent.convex-loss; what holds without convexity is "
    "laurent.gradient",
    grade=Grade.MISSING,
)
def arbitrary_loss(f: Loss) -> Outcome:
    """For any differentiable loss every local minimum of a network without a bottleneck is global."""
    zero, lower = value(f, Fraction(0)), value(f, Fraction(3))
    if is_trap(f) and lower < zero:
        return fails(
            f"a = b = 0 is a local minimum with loss {zero}, and at a = 3, b = 1 the loss is {lower}", loss=zero
        )
    return holds("no local minimum above the least value was found")
