"""The law of one aligned, balanced mode, and its closed form."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import SAXE
from proofs_check.language.verdict import Verdict
from symdln.algebra.eigenvalue import Interval
from symdln.dynamics import Mode, certified_flow, mode_at

Aligned = tuple[int, tuple[tuple[int, str], ...], str]
"""The depth, for each mode its singular value s and its entry a in every layer (so u = a^N), and a time."""

EXACT: tuple[Aligned, ...] = (
    (2, ((2, "1/2"),), "1/4"),
    (2, ((3, "1/2"), (1, "1/3")), "1/2"),
    (3, ((2, "1/2"),), "1/4"),
    (3, ((3, "1/2"), (1, "2/3")), "1/2"),
    (4, ((2, "3/4"),), "1/4"),
    (5, ((2, "3/4"), (1, "1/2")), "1/5"),
)


def aligned(case: Aligned) -> dln.Point:
    """Equal diagonal layers for the target ``diag(s)``."""
    depth, modes, _ = case
    problem = dln.Problem.canonical([s for s, _ in modes], (len(modes),) * (depth + 1))
    return dln.Point(problem, [dln.Matrix.diagonal([a for _, a in modes])] * depth)


def velocity(depth: int, s: int, a: Fraction) -> Fraction:
    """``a' = a^(N-1) (s - a^N)``, which is ``u' = N u^(2-2/N) (s - u)`` for u = a^N."""
    return a ** (depth - 1) * (s - a**depth)


def enclosed(depth: int, s: int, a: Fraction, time: str) -> Interval:
    """The closed form at the time."""
    return mode_at(Mode(s, a**depth, depth), time)


def subjects(size: str, seed: int) -> Iterator[Aligned]:
    yield from EXACT[: 4 if size == "small" else None]


@claim(
    "saxe.modes",
    source=SAXE.at("the dynamics of one mode, aligned and balanced"),
    statement=r"u' = N u^{2 - 2/N} (s - u); \quad N = 2: \; u(t) = \frac{s e^{2 s t}}{e^{2 s t} - 1 + s / u_0}",
    over=cases(
        "aligned balanced starts",
        subjects,
        sentence=f"{len(EXACT)} exact aligned balanced starts of depth 2 to 5 with one or two modes (small scope: 4): "
        "the exact velocity of every layer, and the enclosed closed form against the enclosed trajectory",
        strength=Verdict.CERTIFIED,
        fields=("depth", "(s, start) of each mode", "time"),
    ),
    made_precise="Sxx = I and f = 1/2, singular vectors of the weights those of the target, equal singular values in "
    "all layers, 0 < u_0 < s; for N >= 3 the closed form is the implicit one of docs/flow.md",
    written=written.MODES,
)
def modes(case: Aligned) -> Outcome:
    """Each mode follows its own scalar law, and the closed form solves it."""
    depth, each, time = case
    point = aligned(case)
    rates = dln.Matrix.diagonal([velocity(depth, s, Fraction(a)) for s, a in each])
    (state,) = certified_flow(point.problem, point, at=[time], until=time).states
    meets = []
    for i, (s, a) in enumerate(each):
        (low, high), (left, right) = state.product[i][i], enclosed(depth, s, Fraction(a), time)
        meets.append(is_true(low <= right and left <= high, "the enclosures of the mode meet", mode=i))
    return all_of(*(equal(-block, rates, "the velocity of a layer") for block in point.gradient), *meets)
