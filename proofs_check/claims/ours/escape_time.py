"""How long the flow needs, at least, to leave a neighbourhood of zero, and that rays need hardly longer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, isqrt

import symdln as dln
from proofs_check.claims.ours.descent_imbalance import OURS_FLOW
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from symdln.dynamics import Mode, certified_flow, escape_time, time_to_reach

Small = tuple[tuple[int, ...], int, str]
"""Widths, a number from which the direction of the start is made, and its size."""

WIDTHS = ((1, 1, 1), (2, 2, 2), (1, 1, 1, 1), (2, 1, 2, 1), (2, 2, 2, 2), (1, 1, 1, 1, 1))
GROWTH = 2
SCALE = 10**12


def small_starts(size: str, seed: int) -> Iterator[Small]:
    yield from itertools.product(WIDTHS[: 4 if size == "small" else None], (1, 2), ("1/4", "1/2"))


def start_of(case: Small) -> dln.Point:
    """Small weights for the target ``diag(2, 1)``, of which the largest singular value is 2."""
    widths, number, scale = case
    problem = dln.Problem.canonical((2, 1)[: min(widths[0], widths[-1])], widths)
    layers = [
        dln.Matrix.from_entries(n, m, [Fraction((number + 2 * j + 3 * k) % 5 - 1, 2) for k in range(n * m)])
        for j, (n, m) in enumerate(problem.shapes)
    ]
    return dln.Point(problem, [Fraction(scale) * (layer) for layer in layers])


def radius(point: dln.Point) -> Fraction:
    """A rational number a little above the norm of the weights."""
    square = sum((layer.norm_squared() for layer in point.weights), Fraction(0))
    return Fraction(isqrt(ceil(square * SCALE**2)) + 1, SCALE)


def largest_square(point: dln.Point, time: Fraction) -> Fraction:
    """A bound of the squared norm of the weights at the time, from an enclosed trajectory."""
    (state,) = certified_flow(point.problem, point, at=[time], until=time).states
    entries = (entry for layer in state.weights for row in layer for entry in row)
    return sum((max(low * low, high * high) for low, high in entries), Fraction(0))


@claim(
    "ours.escape-time",
    source=OURS.at(OURS_FLOW),
    statement=r"|W(0)| = \varrho_0, \, |W(t)| = \varrho_1 > \varrho_0 \Rightarrow t \ge "
    r"\frac{\log(\varrho_1 / \varrho_0)}{2 f s_1} \; (H = 2), \quad "
    r"t \ge \frac{\varrho_0^{2-H} - \varrho_1^{2-H}}{2 f s_1 (H - 2) H^{1 - H/2}} \; (H \ge 3)",
    over=cases(
        "small starts",
        small_starts,
        sentence="two directions at two distances from zero for each of six architectures of depth 2 to 4 (small "
        "scope: 4), X = I and Y = diag(2, 1): the enclosed trajectory has not doubled its norm at the least time in "
        "which that is allowed",
        strength=Verdict.CERTIFIED,
        fields=("widths", "start", "scale"),
    ),
    made_precise="any data; |W| is the Frobenius norm of all layers together, s_1 the largest singular value of Y X^T",
    written=written.ESCAPE_TIME,
)
def escape(case: Small) -> Outcome:
    """The flow leaves zero in a time at least logarithmic at depth 2, and a power at greater depth."""
    point = start_of(case)
    inner = radius(point)
    time = escape_time(point.problem, inner, GROWTH * inner)[0]
    most = largest_square(point, time)
    return at_most(most, (GROWTH * inner) ** 2, "the squared norm, and four times that of the start")


Ray = tuple[int, str, str]
"""The depth, and the entries a of all layers at the start and at the end."""

RAYS: tuple[Ray, ...] = tuple((H, f"1/{10 * n}", f"1/{n}") for H in (2, 3, 4, 5) for n in (2, 4, 10))


def rays(size: str, seed: int) -> Iterator[Ray]:
    yield from RAYS


@claim(
    "ours.escape-time.rays",
    source=OURS.at(OURS_FLOW),
    statement=r"t_{\min} \le t \le \frac{t_{\min}}{1 - k a_1^H / s_1} \text{ on the balanced ray of rank one}",
    over=cases(
        "rays",
        rays,
        sentence=f"{len(RAYS)} rays of depth 2 to 5 for the target 1 with k = 1, by the enclosed closed form",
        strength=Verdict.CERTIFIED,
        fields=("depth", "first entry", "last entry"),
    ),
    made_precise="S_xx = k I; all layers are a times the outer product of unit vectors along the first singular "
    "vectors, a grows from a_0 to a_1 = varrho_1 / sqrt H, and t_min is the bound of ours.escape-time",
    written=written.ESCAPE_TIME,
)
def escape_on_rays(ray: Ray) -> Outcome:
    """The least time is almost attained on the balanced ray of rank one: the bound is sharp near zero."""
    H, first, last = ray[0], Fraction(ray[1]), Fraction(ray[2])
    low, high = time_to_reach(Mode(1, first**H, H), last**H)
    problem = dln.Problem.canonical((1,), (1,) * (H + 1))
    # the norm is sqrt(H) a: numbers that bound sqrt(H) make the least time smaller, and larger
    root = Fraction(isqrt(H * SCALE**2), SCALE)
    above = root + Fraction(1, SCALE)
    least = escape_time(problem, above * first, above * last)[0]
    most = escape_time(problem, root * first, root * last)[1]
    return all_of(
        is_true(least <= low, "the ray takes at least the least time", least=least, time=low),
        is_true(high * (1 - last**H) <= most, "and hardly more", most=most, time=high),
    )
