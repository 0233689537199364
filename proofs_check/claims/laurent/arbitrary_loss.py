"""Laurent and von Brecht (2017), first abstract: without the word convex the statement fails."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from proofs_check.claims.laurent.convex_loss import convex_loss, wide
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, fails, holds
from proofs_check.language.scope import cases
from proofs_check.language.sources import LAURENT_FIRST
from proofs_check.language.subjects import Subject
from proofs_check.language.verdict import Verdict

Loss = tuple[int, int, int, int]
"""C, D, E and R: the loss ``f(p) = C p^2 + D p^3 + E p^4`` of one number p, and where it may be negative."""

SQUARE: Loss = (1, 0, 0, 3)
TWO_WELLS: Loss = (18, -16, 3, 3)
"""``3 p^4 - 16 p^3 + 18 p^2``, with ``f' = 12 p (p - 1) (p - 3)``; with 27 more it is nowhere negative."""


def losses(size: str, seed: int) -> Iterator[Loss]:
    yield from (SQUARE, TWO_WELLS)


def numbers_of(case: Loss, details: Details) -> Given:
    """The numbers of the rule."""
    C, D, E, R = map(Fraction, case)
    return at(None, C=C, D=D, E=E, R=R)


def value(case: Loss, p: Fraction) -> Fraction:
    """``f(p)``."""
    C, D, E, _ = case
    return C * p**2 + D * p**3 + E * p**4


def is_trap(case: Loss) -> bool:
    """Whether ``f(p) = p^2 (C + D p + E p^2)`` is positive for all p from -1 to 1 but 0, by ``C > |D|``, ``E >= 0``."""
    C, D, E, _ = case
    return abs(D) < C and E >= 0


@claim(
    "laurent.arbitrary-loss",
    source=LAURENT_FIRST.at("first abstract"),
    statement=r"\text{arbitrary differentiable loss: all local minima are global minima if each hidden layer is wider "
    r"than either the input or output layer}",
    over=cases(
        "losses of one number",
        losses,
        sentence="widths (1, 2, 1), L(a, b) = f(b^T a) with f = p^2 and f = 3 p^4 - 16 p^3 + 18 p^2",
        strength=Verdict.VERIFIED,
        fields=("C", "D", "E", "R"),
    ),
    made_precise="the hidden layer is wider than both others, and the loss is a function of the product b^T a of the "
    "layers a and b. The later abstract says 'convex differentiable', and that is laurent.convex-loss; what holds "
    "without convexity is laurent.gradient",
    certify=numbers_of,
    grade=Grade.MISSING,
)
def arbitrary_loss(case: Loss) -> Outcome:
    """For any differentiable loss every local minimum of a network without a bottleneck is global."""
    C, D, E, R = case
    lower = value(case, Fraction(R))
    if is_trap(case) and lower < 0:
        return fails(
            f"zero weights are a local minimum with loss 0, and where b^T a = {R} the loss is {lower}",
            at=f"widths (1, 2, 1), L = f(b^T a) with f(p) = {E} p^4 + ({D}) p^3 + {C} p^2",
        )
    return holds("no local minimum above the least value was found")


@claim(
    "laurent.arbitrary-loss.corrected",
    source=LAURENT_FIRST.at("first abstract"),
    statement=r"\text{convex differentiable loss: all local minima are global minima if each hidden layer is at least "
    r"as wide as the input or as the output layer}",
    over=convex_loss.over,
    assuming=(wide,),
    made_precise="with the word of the later abstract; the same as laurent.convex-loss",
    prose=convex_loss.prose,
    corrects="laurent.arbitrary-loss",
)
def arbitrary_loss_corrected(subject: Subject) -> Outcome:
    """For a convex differentiable loss every local minimum of a network without a bottleneck is global."""
    return convex_loss.check(subject)
