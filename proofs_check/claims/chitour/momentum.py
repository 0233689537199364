"""Remark 2 of Chitour et al. (2022): what becomes of (7) with momentum."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.verdict import Verdict

Start = tuple[int, int, int, int]
"""``(a, b, s, gamma)``: the weights at rest, the target, and the friction."""

ORDER = 5


def starts(size: str, seed: int) -> Iterator[Start]:
    most = 3 if size == "large" else 2
    yield from itertools.product(range(-most, most + 1), range(-most, most + 1), range(1, most + 1), (0, 1, 2))


@claim(
    "chitour.momentum",
    source=CHITOUR.at("Remark 2"),
    statement=r"W'' = -\gamma W' - \nabla L(W), \; W'(0) = 0: \; W_2^2 - W_1^2 = C_1 + "
    r"\tfrac{1}{6} m^2 (a^2 - b^2) t^4 + O(t^5), \; m = s - a b: \text{ (7) is kept only where } m^2 (a^2 - b^2) = 0",
    over=cases(
        "heavy ball",
        starts,
        sentence="widths (1, 1, 1), weights a, b from -2 to 2 (large: -3 to 3) at rest, targets 1 and 2 (large: to 3), "
        "friction 0, 1 and 2; the Taylor series to order 5",
        strength=Verdict.VERIFIED,
        fields=("a", "b", "s", "gamma"),
    ),
    in_print=False,
    made_precise="print says that the line of argument may be similarly followed for momentum and Adam; the argument "
    "rests on (7), which the heavy ball does not keep",
    written=written.HEAVY_BALL,
)
def momentum(start: Start) -> Outcome:
    """From rest, the heavy ball changes W_2^2 - W_1^2 at the fourth order in time, unless |a| = |b| or a b = s."""
    a, b, s, _ = map(Fraction, start)
    first, second = series(start)
    kept = [x - y for x, y in zip(times(second, second), times(first, first), strict=True)]
    fourth = (s - a * b) ** 2 * (a * a - b * b) / 6
    return all_of(
        *(equal(entry, 0, "W'' + gamma W' - m V below t^4") for entry in left_over(start, first, second)),
        equal(kept[:4], [b * b - a * a, 0, 0, 0], "the series of W_2^2 - W_1^2 below t^4"),
        equal(kept[4], fourth, "its coefficient of t^4"),
        is_true((kept[4] == 0) == (a * a == b * b or a * b == s), "it vanishes only there"),
    )


def series(start: Start) -> tuple[list[Fraction], list[Fraction]]:
    """The Taylor coefficients of both weights: ``(n + 2)(n + 1) w_{n+2} = -gamma (n + 1) w_{n+1} + (m v)_n``."""
    a, b, s, gamma = map(Fraction, start)
    first, second = [a, Fraction(0)], [b, Fraction(0)]
    for n in range(ORDER - 1):
        product = times(first, second)[: n + 1]
        m = [s - product[0], *(-entry for entry in product[1:])]
        forces = times(m, second[: n + 1])[n], times(m, first[: n + 1])[n]
        for weight, force in zip((first, second), forces, strict=True):
            weight.append((force - gamma * (n + 1) * weight[n + 1]) / ((n + 2) * (n + 1)))
    return first, second


def left_over(start: Start, first: list[Fraction], second: list[Fraction]) -> list[Fraction]:
    """The coefficients of ``W'' + gamma W' - m V`` for both weights W, where V is the other one and m = s - W V."""
    _, _, s, gamma = map(Fraction, start)
    product = times(first, second)
    m = [s - product[0], *(0 - entry for entry in product[1:])]
    found = []
    for weight, other in ((first, second), (second, first)):
        speed = slope(weight)
        found += [x + gamma * y - z for x, y, z in zip(slope(speed), speed, times(m, other), strict=False)]
    return found


def slope(series: list[Fraction]) -> list[Fraction]:
    """The Taylor coefficients of the derivative."""
    return [n * entry for n, entry in enumerate(series)][1:]


def times(left: list[Fraction], right: list[Fraction]) -> list[Fraction]:
    """The product of two series, to the order that both have."""
    return [sum((left[i] * right[n - i] for i in range(n + 1)), Fraction(0)) for n in range(min(len(left), len(right)))]
