"""Small pictures for the report, as SVG that can stand inside a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from proofs_check.language.verdict import Verdict


@dataclass(frozen=True)
class Bar:
    """One part of a stacked bar: x and width in percent of the whole."""

    verdict: Verdict
    count: int
    x: float
    width: float


def stacked(counts: Mapping[str, int], largest: int) -> list[Bar]:
    """The parts of a bar, in the order of the verdicts; a bar of ``largest`` claims fills the width.

    >>> [(bar.verdict.value, bar.x, bar.width) for bar in stacked({"REFUTED": 1, "PROVED": 3}, 8)]
    [('PROVED', 0.0, 37.5), ('REFUTED', 37.5, 12.5)]
    """
    bars: list[Bar] = []
    x = 0.0
    for verdict in Verdict:
        count = counts.get(verdict.value, 0)
        if count:
            width = 100 * count / largest
            bars.append(Bar(verdict, count, x, width))
            x += width
    return bars
