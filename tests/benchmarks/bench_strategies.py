"""How fast Hypothesis draws problems and points."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import harness
from harness import Goal, Section, duration
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from symdln.strategies import critical_points, non_critical_points, problems, weights

EXAMPLES, ROUNDS = 500, 5
GOAL = 200
WORDS = """Examples that Hypothesis draws in a second, with widths up to 3 and depth 2 or 3, as by default; a test that
does nothing, generation alone, no database. Median of five runs (in a short run: one) after one that warms up.
`integers()` and a list of 9 integers are drawn for comparison: that much is Hypothesis itself."""
DRAWN: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
    "problems()": problems,
    "weights()": weights,
    "critical_points()": critical_points,
    'critical_points("nonstrict")': lambda: critical_points("nonstrict"),
    "non_critical_points()": non_critical_points,
    "integers()": st.integers,
    "lists(integers())": lambda: st.lists(st.integers(), min_size=9, max_size=9),
}


def measure(long: bool) -> Section:
    section = Section("Hypothesis strategies", WORDS, ["strategy", "one example", "examples a second"])
    for name, make in DRAWN.items():
        _seconds(make())
        seconds = statistics.median(_seconds(make()) for _ in range(1 if harness.short else ROUNDS))
        section.add([f"`{name}`", duration(seconds), f"{1 / seconds:,.0f}"], strategy=name, seconds=seconds)
        if name == "critical_points()":
            section.goals.append(Goal("critical points drawn by Hypothesis", GOAL, 1 / seconds, "a second"))
    return section


def _seconds(strategy: st.SearchStrategy[Any]) -> float:
    """Processor seconds of one example."""
    drawn = 0

    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def run(_: Any) -> None:
        nonlocal drawn
        drawn += 1

    start = time.process_time()
    run()
    return (time.process_time() - start) / drawn
