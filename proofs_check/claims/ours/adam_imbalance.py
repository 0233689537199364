"""What the first step of Adam does to the imbalance of two scalar layers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.claims.ours.descent_imbalance import OURS_FLOW
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at

Start = tuple[int, int, int]
"""``(a, b, s)``: the weights, neither of them zero, and the target."""

STEPS = (Fraction(1, 10), Fraction(1, 3))
BETAS = (Fraction(9, 10), Fraction(999, 1000))


def starts(size: str, seed: int) -> Iterator[Start]:
    values = [n for n in range(-3, 4) if n]
    yield from ((a, b, s) for a, b, s in itertools.product(values, values, (1, 7)) if a * b != s)


def sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def adam_step(gradient: Fraction, step: Fraction) -> Fraction:
    """Adam's first step without its small constant: ``step m / sqrt(v)`` with the bias-corrected moments m and v.

    ``m = (1 - b_1) g / (1 - b_1)`` and ``v = (1 - b_2) g^2 / (1 - b_2)``, so it is ``step g / |g|``.
    """
    first, second = (
        (1 - beta) * power / (1 - beta) for beta, power in zip(BETAS, (gradient, gradient**2), strict=True)
    )
    assert second == abs(gradient) ** 2  # so its root is rational
    return step * first / abs(gradient)


@claim(
    "ours.adam-imbalance",
    source=OURS.at(OURS_FLOW),
    statement=r"L = \tfrac12 (a b - s)^2, \; m = a b - s \ne 0: \; \text{the first step of Adam changes } b^2 - a^2 "
    r"\text{ by } -2 \eta \operatorname{sign}(m a b) \, (|b| - |a|)",
    over=cases(
        "two scalars",
        starts,
        sentence="weights from -3 to 3 without zero, targets 1 and 7 that are not met, steps 1/10 and 1/3",
        strength=Verdict.VERIFIED,
        fields=("a", "b", "s"),
    ),
    made_precise="Adam without its small constant (epsilon = 0), whatever its two decay rates are; a and b not zero; "
    "in the formal "
    "statement a = alpha size and b = beta other with the signs alpha and beta, and mu is the sign of m",
    formal=(
        "(beta other - eta mu alpha)^2 - (alpha size - eta mu beta)^2 = (beta other)^2 - (alpha size)^2 - 2 eta mu "
        "alpha beta (other - size) if alpha^2 = 1, beta^2 = 1",
    ),
    proof=logic("ours.adam-imbalance"),
)
def adam_imbalance(start: Start) -> Outcome:
    """The first step of Adam changes the imbalance of two scalar layers in proportion to the step."""
    a, b, s = map(Fraction, start)
    point = dln.Point(dln.Problem.canonical((s,), (1, 1, 1)), [[[a]], [[b]]])
    first, second = (block[0, 0] for block in point.gradient)
    outcomes = []
    letters = {"alpha": sign(a), "size": abs(a), "beta": sign(b), "other": abs(b), "mu": sign(a * b - s)}
    for eta in STEPS:
        changed = (b - adam_step(second, eta)) ** 2 - (a - adam_step(first, eta)) ** 2 - (b**2 - a**2)
        printed = -2 * eta * sign((a * b - s) * a * b) * (abs(b) - abs(a))
        mu, signs = letters["mu"], (letters["beta"], letters["alpha"])
        outcomes += [
            equal(changed, printed, "the change of b^2 - a^2", step=eta),
            equal([adam_step(g, eta) for g in (first, second)], [eta * mu * one for one in signs], "the steps"),
            formal_at("ours.adam-imbalance", **letters, eta=eta),
        ]
    return all_of(*outcomes)
