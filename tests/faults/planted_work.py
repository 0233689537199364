"""Planted claims whose work items take some time, so that a run can be hit in the middle; importable in workers."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, is_true, undecided
from proofs_check.language.scope import cases
from proofs_check.language.source import Source
from proofs_check.language.verdict import Verdict

WORK = Source("work", "Planted work", "Nobody", 2025, "these tests")
NUMBERS, PER_UNIT = 120, 3
UNITS = NUMBERS // PER_UNIT
FIRST_FAILURE = 101
NO_FLOAT_DECIDES = "the float is a time to sleep"
NAP = float(os.environ.get("PLANTED_WORK_NAP", "0.01"))  # seconds a case
DEADLY = 77  # the number at which a worker dies while there is the file named by this variable
DEADLY_FILE = "PLANTED" + "_WORK_DEADLY"
"""Put together from parts: answers depend on the variables that a file names, and no answer depends on this one."""


HELD = 60  # the number from which on cases wait while there is the file named by this variable
HOLD_FILE = "PLANTED" + "_WORK_HOLD"


def nap(number: int) -> None:
    """Take some time; and where a test hits the run in the middle, wait there, on however slow a machine."""
    time.sleep(NAP)
    while number >= HELD and Path(os.environ.get(HOLD_FILE, "/nowhere")).exists():
        time.sleep(0.02)


def numbers(size: str, seed: int) -> range:
    return range(NUMBERS)


def over(name: str, strength: Verdict = Verdict.VERIFIED):
    return cases(
        name, numbers, sentence="the numbers from 0 to 119", strength=strength, count=NUMBERS, per_unit=PER_UNIT
    )


@claim("work.below", source=WORK.at("page 1"), statement="n < 120", over=over("naps"))
def below(number: int) -> Outcome:
    """Every number is below 120."""
    nap(number)
    return is_true(number < NUMBERS, f"{number} < {NUMBERS}")


@claim("work.small", source=WORK.at("page 1"), statement="n \\le 100", over=over("naps"))
def small(number: int) -> Outcome:
    """Every number is at most 100 (false from 101 on)."""
    return is_true(number < FIRST_FAILURE, f"{number} < {FIRST_FAILURE}", number=number)


@claim("work.open", source=WORK.at("page 2"), statement="n \\ne 5", over=over("sampled naps", Verdict.SUPPORTED))
def open_at_five(number: int) -> Outcome:
    """No number is five, as far as was decided."""
    nap(number)
    return undecided("five was not looked at") if number == 5 else is_true(number >= 0, f"{number} >= 0")


@claim("work.deadly", source=WORK.at("page 3"), statement="n < 120", over=over("deadly"))
def deadly(number: int) -> Outcome:
    """Every number is below 120, and one of them is the end of the process that looks at it."""
    if number == DEADLY and Path(os.environ.get(DEADLY_FILE, "/nowhere")).exists():
        os.kill(os.getpid(), signal.SIGKILL)
    return is_true(number < NUMBERS, f"{number} < {NUMBERS}")


SUITE = (below, small, open_at_five)
EXPECTED = {"work.below": "VERIFIED", "work.small": "REFUTED", "work.open": "UNDECIDED", "work.deadly": "VERIFIED"}
EXPECTED["work.many"] = "REFUTED"


SCALES = {"small": 10_000, "default": 100_000, "large": 1_000_000}


def many_numbers(size: str, seed: int) -> range:
    return range(SCALES[size])


@claim(
    "work.many",
    source=WORK.at("page 4"),
    statement="\\nabla L(n, 0) \\ne 0",
    over=cases(
        "many points", many_numbers, sentence="many points", strength=Verdict.VERIFIED, count=SCALES, per_unit=10
    ),
)
def many(number: int) -> Outcome:
    """No point (n, 0) of 1/2 (ab - 3)^2 is critical (false at the first, n = 0)."""
    point = dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), [[[number]], [[0]]])
    return is_true(not point.is_critical, "the gradient does not vanish")
