"""From many rational starts until convergence is proved, and starts that pass close to a saddle."""

from __future__ import annotations

import itertools
import random
import statistics
import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import harness
from harness import Section, duration

import symdln as dln
from symdln.dynamics import CertifiedFlow, certified_flow

Weights = list[list[list[Fraction]]]

CASES = (
    ((3, 3, 3), (3, 2, 1), 100),
    ((2, 2, 2, 2), (2, 1), 100),
    ((3, 2, 3), (3, 2, 1), 100),
    ((3, 3, 3, 3), (3, 2, 1), 25),
    ((2, 2, 2, 2, 2), (2, 1), 25),
)
SHORT = 5
"""A short run takes the first of so many starts."""
DENOMINATOR = 97
TINY = Fraction(1, 10**12)
SADDLE = ((1, 0), (0, 0))


def numbers(random_state: random.Random, rows: int, columns: int) -> list[list[Fraction]]:
    """Entries ``k / 97`` in [-1, 1]."""
    return [
        [Fraction(random_state.randint(-DENOMINATOR, DENOMINATOR), DENOMINATOR) for _ in range(columns)]
        for _ in range(rows)
    ]


def starts(widths: tuple[int, ...], count: int) -> Iterator[Weights]:
    state = random.Random(7)
    for _ in range(count):
        yield [numbers(state, m, n) for n, m in itertools.pairwise(widths)]


def near_a_saddle(count: int, most: Fraction) -> Iterator[Weights]:
    """Three layers ``diag(1, 0)`` plus entries up to ``most``."""
    for start in starts((2, 2, 2, 2), count):
        yield [
            [
                [s + most * x for s, x in zip(saddle, row, strict=True)]
                for saddle, row in zip(SADDLE, layer, strict=True)
            ]
            for layer in start
        ]


def row(section: Section, name: str, problem: dln.Problem, points: Iterator[Weights]) -> None:
    seconds, runs = [], []
    for point in points:
        begin = time.process_time()
        runs.append(certified_flow(problem, point))
        seconds.append(time.process_time() - begin)
    done = [run for run in runs if run.convergence is not None]
    cells = [
        name,
        f"{len(done)} of {len(runs)}",
        duration(statistics.median(seconds)),
        duration(max(seconds)),
        f"{max((float(run.end.radius) for run in done), default=0):.0e}",
        f"{max((time_of(run) for run in done), default=0):.0f}",
    ]
    section.add(cells, start=name, certified=len(done), runs=len(runs), seconds=statistics.median(seconds))


def time_of(run: CertifiedFlow) -> float:
    proof: Any = run.convergence
    return float(proof.time_until(TINY))


def measure(long: bool) -> Section:
    section = Section(
        "Certified convergence from many starts",
        f"Random rational starts with entries k / {DENOMINATOR} in [-1, 1], each until convergence to a global minimum "
        "is proved; and three layers diag(1, 0) with other entries up to 1/10, which pass close to a saddle. The "
        "radius is that of the enclosure of all weights where the proof begins; from the time of the last column on "
        "the excess loss is proved to be below 1e-12, at all certified starts.",
        ["widths", "certified", "seconds, median", "largest", "radius, at most", "excess below 1e-12 from the time"],
    )
    share = SHORT if harness.short else 1
    for widths, values, count in CASES:
        problem = dln.Problem.canonical(values, widths)
        row(section, ",".join(map(str, widths)), problem, starts(widths, count // share))
    problem = dln.Problem.canonical((2, 1), (2, 2, 2, 2))
    row(section, "2,2,2,2, near a saddle", problem, near_a_saddle(10 // share, Fraction(1, 10)))
    return section
