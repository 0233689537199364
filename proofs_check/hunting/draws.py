"""Random exact cases for a hunt: the strata of :mod:`proofs_check.hunting.strata` in turn.

Case ``number`` of a seed is the same in every process and for every number of processes, and its stratum follows from
its number alone.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from proofs_check.hunting.problems import DEEP, LARGEST_VALUE, MOST_WEIGHTS, MOST_WIDE_WEIGHTS, USUAL, DrawLimits
from proofs_check.hunting.strata import Stratum, fitting
from proofs_check.language.scope import Case, Scope, Unit
from proofs_check.language.subjects import Subject
from proofs_check.language.verdict import Verdict

CASES_PER_UNIT = 10


@dataclass(frozen=True)
class RandomCases(Scope):
    """An endless sequence of random exact cases of a claim's subject."""

    subject: Subject
    limits: DrawLimits = USUAL
    strength: Verdict = Verdict.SUPPORTED
    exact: bool = True
    noun: ClassVar[str] = "random cases"

    @property
    def short(self) -> str:
        return f"random {self.subject}"

    def sentence(self, size: str) -> str:
        depth, width = self.limits.max_depth, self.limits.max_width
        scaled = f", targets times {' or '.join(map(str, self.limits.scales))}" if self.limits.scales else ""
        return (
            f"random {self.subject}: depth 2 to {depth} (from depth {DEEP} with widths 1 and 2), widths up to {width}, "
            f"at most {MOST_WEIGHTS} weights (wide ones {MOST_WIDE_WEIGHTS}), "
            f"singular values up to {8 * LARGEST_VALUE}, in {len(fitting(self.limits))} strata in turn{scaled}"
        )

    def data(self, size: str) -> dict[str, Any]:
        return {
            "over": self.short,
            "max_depth": self.limits.max_depth,
            "max_width": self.limits.max_width,
            "scales": [str(scale) for scale in self.limits.scales],
            "strata": [stratum.name for stratum in fitting(self.limits)],
        }

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        of = (self.subject.words, self.limits.max_depth, self.limits.max_width, *map(str, self.limits.scales))
        for start in itertools.count(0, CASES_PER_UNIT):
            yield Unit(of, start, start + CASES_PER_UNIT, seed)

    def cases(self, unit: Unit) -> Iterator[Case]:
        for number in range(unit.start, unit.stop):
            stratum = stratum_of(number, self.limits)
            drawn = stratum.drawn(self.subject, random.Random(f"{unit.seed}.{number}"), self.limits)
            yield Case(drawn, {"draw": number, "stratum": stratum.name})


def stratum_of(number: int, limits: DrawLimits) -> Stratum:
    """The stratum of a draw; the strata are visited in turn."""
    strata = fitting(limits)
    return strata[number % len(strata)]


def drawn_by_stratum(start: int, stop: int, limits: DrawLimits) -> Counter[str]:
    """How many of the draws from ``start`` to ``stop - 1`` belong to each stratum."""
    return Counter(stratum_of(number, limits).name for number in range(start, stop))
