"""Commands from start to end, each in a process of its own: what a person waits for."""

from __future__ import annotations

import csv
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from harness import Goal, Section, duration

ROUNDS = 3
SAMPLES, COLUMNS = 300, 100
RUN = "every claim over the default scope"
DROPPED = (
    "Every claim over the default scope in 60 seconds of processor time: less would need fewer cases where cases are "
    "the evidence. After an edit a run with `--store` repeats only what the edit can change."
)
KINDS = ("symdln", "kinds", "--widths", "50,50,50", "--total")


def measure(long: bool) -> Section:
    section = Section(
        "Commands from start to end",
        "Processor time of a new process and its children, all imports included; the median of three, and one run of "
        f"what may take ten seconds. The landscape is that of {SAMPLES} random samples with {COLUMNS} inputs and "
        f"{COLUMNS} outputs: its singular values are found, "
        "and of its critical values the number, the formula, the hundred largest and the least. With "
        "`--long` also every claim over the default scope.",
        ["command", "processor time"],
    )
    with tempfile.TemporaryDirectory() as folder:
        inputs, targets = _samples(Path(folder) / "samples.csv")
        landscape = ("symdln", "landscape", "samples.csv", "--inputs", inputs, "--targets", targets)
        fixtures = ("symdln", "fixtures", "--widths", "10,10,10", "--kinds", "strict", "--total", "20")
        commands = [
            ("import proofs_check", 0.15, ("-c", "import proofs_check"), 0),
            ("proofs-check show ID", 0.3, ("-m", "proofs_check", "show", "ours.inertia"), 0),
            ("kinds of widths (50, 50, 50) counted, one listed", 1, ("-m", *KINDS, "1"), 0),
            ("kinds of widths (50, 50, 50), a hundred listed", 2, ("-m", *KINDS, "100"), 0),
            ("20 strict saddles of widths (10, 10, 10) as fixtures", 2, ("-m", *fixtures, "--out", "points.json"), 0),
            ("landscape, values only", 10, ("-m", *landscape, "--hidden", "50", "--values-only"), 0),
        ]
        if long:
            commands.append((RUN, 60, ("-m", "proofs_check", "run", "--jobs", "2"), 0))
        for name, goal, arguments, code in commands:
            rounds = 1 if goal >= 10 else ROUNDS
            seconds = statistics.median(_processor_seconds(arguments, code, Path(folder)) for _ in range(rounds))
            section.add([name, duration(seconds)], command=name, seconds=seconds)
            dropped = DROPPED if name == RUN else ""
            section.goals.append(Goal(name, goal, seconds, "seconds", most=True, dropped=dropped))
    section.notes.append(
        "`proofs-check show` says what the scope of the claim covers and what its hypotheses are, so it loads the "
        "claim and with it numpy and FLINT, which alone take two fifths of the time that it was to take. `list`, "
        "which reads the files of the claims without running them, does without."
    )
    section.notes.append(
        "`make check` settles every claim over the default scope. Its goal is 60 seconds of processor time, so 30 "
        "seconds on two cores; `--long` measures it. On 1 December 2026 it took 67 seconds of processor time, 34 "
        "seconds on two idle cores. Where a proof covers all sizes, [one of every three problems of a "
        "sort](verdicts.md) is looked at; with one of six the run takes 31 seconds, which was not found worth the "
        "cases. What is left is spread over small Python objects in several hundred claims."
    )
    return section


def _processor_seconds(arguments: tuple[str, ...], code: int, folder: Path) -> float:
    """What one run takes; a run that does not end as it should is an error."""
    used: Callable[[], float] = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])  # noqa: E731
    before = used()
    ended = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if ended.returncode != code:
        raise RuntimeError(f"{' '.join(arguments)} ended with {ended.returncode}: {ended.stderr[-500:]}")
    return used() - before


def _samples(path: Path) -> tuple[str, str]:
    """A file of small random integers, and the names of its inputs and targets."""
    rng, names = random.Random(1), [[f"{letter}{i}" for i in range(COLUMNS)] for letter in "xy"]
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(names[0] + names[1])
        rows.writerows([rng.randint(-9, 9) for _ in range(2 * COLUMNS)] for _ in range(SAMPLES))
    return ",".join(names[0]), ",".join(names[1])
