"""How all benchmarks measure and report: interleaved rounds, medians, paired ratios, equal answers, one page."""

from __future__ import annotations

import gc
import importlib
import json
import math
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sympy.external.gmpy import GROUND_TYPES

PACKAGES = ("symdln", "python-flint", "numpy", "scipy", "sympy", "symengine")
_SHORTEST = 0.01  # seconds that one timed run lasts at least, by repetition
_SLOW = 0.5  # seconds from which a first call counts as warm
_ROUNDS = 3, 15
share = 1.0
"""The part of every budget that a run takes: a short one takes a sixth, a full one a third."""
short = False
"""Whether one round is enough where it fills the budget, and slow peers and most starts are left out."""


@dataclass(frozen=True)
class Timing:
    """What one contender took: the seconds of one call in every round, in the order of the rounds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def ratio(self, other: Timing) -> float:
        """How many times faster this contender is: the median over rounds of (seconds of the other) / (own seconds)."""
        return statistics.median(b / a for a, b in zip(self.seconds, other.seconds, strict=True))


@dataclass(frozen=True)
class Goal:
    """A target and what was measured; nothing fails when it is missed.

    ``dropped`` says, for a target that is no longer pursued, why nobody who uses symdln loses by that.
    """

    text: str
    wanted: float
    measured: float
    unit: str = "times"
    most: bool = False  # whether the target is an upper bound
    dropped: str = ""

    @property
    def met(self) -> bool:
        return self.measured <= self.wanted if self.most else self.measured >= self.wanted


@dataclass
class Section:
    """One benchmark's part of the report."""

    title: str
    words: str
    header: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    data: list[dict[str, Any]] = field(default_factory=list)

    def add(self, cells: Sequence[str], **data: Any) -> None:
        """One row of the table and the numbers behind it; printed at once, since the next one may take a minute."""
        self.rows.append(cells)
        self.data.append(data)
        print("  " + " | ".join(cells), flush=True)

    def markdown(self) -> str:
        lines = [f"## {self.title}", "", self.words, "", *table(self.header, self.rows)]
        return "\n".join([*lines, *(f"\n{note}" for note in self.notes), ""])


def race(
    contenders: Mapping[str, Callable[[], Any]], answer: Callable[[Any], Any] | None = None, budget: float = 3.0
) -> dict[str, Timing]:
    """Time the contenders in turn, A B A B ..., after one round that warms up and sets the repetitions.

    The rounds, between 3 and 15 (in a short run from 1), fill about ``budget`` seconds, or :data:`share` of them.
    ``answer`` maps each returned value to a normal form; all contenders must return equal ones in every round, else
    ``AssertionError``.  Garbage collection is off inside the clock.
    """
    warm = {name: _clocked(run, 1) for name, run in contenders.items()}
    _require_equal({name: value for name, (_, value) in warm.items()}, answer)
    once = {name: _clocked(run, 1)[0] if warm[name][0] < _SLOW else warm[name][0] for name, run in contenders.items()}
    repeats = {name: math.ceil(_SHORTEST / seconds) for name, seconds in once.items()}
    total = sum(once[name] * repeats[name] for name in contenders)
    rounds = min(max(int(share * budget / total), 1 if short else _ROUNDS[0]), _ROUNDS[1])
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    gc.freeze()  # or every collection walks through all that large libraries have loaded, a fifth of a second
    for _ in range(rounds):
        values = {}
        for name, run in contenders.items():
            spent, values[name] = _clocked(run, repeats[name])
            seconds[name].append(spent)
        _require_equal(values, answer)
    gc.unfreeze()
    return {name: Timing(tuple(spent)) for name, spent in seconds.items()}


def _clocked(run: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    """Processor seconds of one call, averaged over ``repeats`` calls, and the last value.

    All threads count, since some libraries compute in threads of their own.
    """
    gc.collect()
    _rest()
    gc.disable()
    try:
        start, value = time.process_time(), None
        for _ in range(repeats):
            value = run()
        return (time.process_time() - start) / repeats, value
    finally:
        gc.enable()


def _rest() -> None:
    """Wait until the threads that earlier calls left running have come to rest: at most half a second."""
    for _ in range(100):
        before = time.process_time()
        time.sleep(0.005)
        if time.process_time() - before < 2e-4:
            return


def _require_equal(values: Mapping[str, Any], answer: Callable[[Any], Any] | None) -> None:
    normal = [(name, answer(value)) for name, value in values.items()] if answer else []
    for name, value in normal[1:]:
        if value != normal[0][1]:
            raise AssertionError(f"{normal[0][0]} and {name} give different answers: {normal[0][1]} and {value}.")


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The least-squares slope of log(seconds) against log(size)."""
    return statistics.linear_regression([math.log(n) for n in sizes], [math.log(s) for s in seconds]).slope


# -- the report --------------------------------------------------------------------------------------------------------


def duration(seconds: float) -> str:
    """Three significant digits and a unit."""
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= scale:
            return f"{_digits(seconds / scale)} {unit}"
    return f"{_digits(seconds * 1e9)} ns"


def times(ratio: float) -> str:
    return f"{_digits(ratio)}x"


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table."""
    return [f"| {' | '.join(cells)} |" for cells in (header, ["---"] * len(header), *rows)]


def machine() -> dict[str, str]:
    """What the numbers depend on."""
    return {
        "Python": platform.python_version(),
        **{name: version(name) for name in PACKAGES if name != "symdln"},
        "symdln": importlib.import_module("symdln").__version__,
        "sympy ground types": GROUND_TYPES,
        "system": f"{platform.system()} {platform.machine()}",
    }


def report(sections: Sequence[Section], seconds: float) -> str:
    """The whole page; ratios first, since they depend least on the machine."""
    goals = [goal for section in sections for goal in section.goals]
    rows = [[goal.text, _target(goal), _measured(goal), _ending(goal)] for goal in goals]
    reasons = dict.fromkeys(goal.dropped for goal in goals if goal.dropped and not goal.met)
    versions = ", ".join(f"{name} {value}" for name, value in machine().items())
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench-peers`, which installs jax and torch, measures everything again, in one process",
            "and on one core, and rewrites this page and `docs/benchmarks.json`; `ARGS=--long` adds what takes",
            "minutes. `make bench` takes two minutes, without that large download, beside whatever is installed, with",
            "fewer rounds and starts and without the slowest peers, and writes to the folder `build`. The code is in",
            "`tests/benchmarks/`.",
            "",
            *table(["what", "goal", "measured", "met"], rows),
            "",
            *_dropped(reasons),
            "All times are processor time of one call, in all threads. Contenders run in turn (A B A B ...),",
            "after a warm-up, for 3 to 15 rounds; tables show medians, and a ratio is the median of the ratios within",
            "a round, so it depends less on machine and load than times do. All exact contenders must return equal",
            "answers in every round, or the run stops. No test fails for being slow.",
            "",
            f"This run took {seconds:.0f} s with {versions}.",
            "",
            *(section.markdown() for section in sections),
        ]
    )


def _dropped(reasons: Iterable[str]) -> list[str]:
    listed = [f"- {why}" for why in reasons]
    return ["Goals that are not met and were dropped, and why:", "", *listed, ""] if listed else []


def _ending(goal: Goal) -> str:
    return "yes" if goal.met else "no, dropped" if goal.dropped else "no"


def _target(goal: Goal) -> str:
    return f"at {'most' if goal.most else 'least'} {_digits(goal.wanted)} {goal.unit}"


def _measured(goal: Goal) -> str:
    return f"{_digits(goal.measured)} {goal.unit}"


def write(sections: Sequence[Section], seconds: float, folder: Path) -> None:
    """``benchmarks.md`` and ``benchmarks.json`` in the folder."""
    parts = [asdict(section) for section in sections]
    content = {"machine": machine(), "seconds": round(seconds, 1), "sections": parts}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.md").write_text(report(sections, seconds).rstrip() + "\n", encoding="utf-8")
    (folder / "benchmarks.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
