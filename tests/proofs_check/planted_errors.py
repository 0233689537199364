"""Planted mistakes: checks that raise, answer with something that is not an Outcome, or never end."""

from __future__ import annotations

import time
from collections.abc import Iterator

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import on_point
from proofs_check.language.outcome import Outcome, fails, holds
from proofs_check.language.scope import cases
from proofs_check.language.source import Source
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.critical_points import every_critical_point

BAD = Source("bad", "Planted mistakes", "Nobody", 2025, "these tests")
undecided_hypothesis = on_point("maybe", "perhaps", lambda point: None)  # type: ignore[arg-type, return-value]


def broken_numbers(size: str, seed: int) -> Iterator[int]:
    yield 1
    raise ArithmeticError("no second number")


def slow_numbers(size: str, seed: int) -> range:
    return range(10_000)


BROKEN = cases("broken", broken_numbers, sentence="one number, then an error", strength=Verdict.PROVED)
SLOW = cases("slow", slow_numbers, sentence="10,000 numbers", strength=Verdict.VERIFIED, count=10_000)


@claim("bad.fine", source=BAD.at("1"), statement="1 = 1", over=every_critical_point())
def fine(point: dln.Point) -> Outcome:
    """Nothing is wrong here."""
    return holds()


@claim("bad.raises", source=BAD.at("1"), statement="1/0", over=every_critical_point())
def raises(point: dln.Point) -> Outcome:
    """Divides by the number of layers beyond two (so it raises at depth 2)."""
    return holds() if 1 / (point.problem.depth - 2) else fails("unreachable")


@claim("bad.truth-value", source=BAD.at("2"), statement="true", over=every_critical_point())
def truth_value(point: dln.Point) -> Outcome:
    """Answers True, which is not an Outcome."""
    return True  # type: ignore[return-value]


@claim("bad.none", source=BAD.at("3"), statement="nothing", over=every_critical_point())
def nothing(point: dln.Point) -> Outcome:  # type: ignore[return]
    """Forgets to answer."""


@claim(
    "bad.hypothesis",
    source=BAD.at("4"),
    statement="maybe",
    over=every_critical_point(),
    assuming=(undecided_hypothesis,),
)
def maybe(point: dln.Point) -> Outcome:
    """Has a hypothesis that is neither true nor false."""
    return holds()


@claim("bad.cases", source=BAD.at("5"), statement="n > 0", over=BROKEN)
def bad_cases(number: int) -> Outcome:
    """Is given cases that cannot be made."""
    return holds()


@claim("bad.cases.refuted", source=BAD.at("5"), statement="n > 1", over=BROKEN)
def bad_cases_refuted(number: int) -> Outcome:
    """Fails at a case before the error."""
    return fails("1 is not greater than 1")


@claim("bad.slow", source=BAD.at("6"), statement="n >= 0", over=SLOW)
def slow(number: int) -> Outcome:
    """Takes a tenth of a second a case, a quarter of an hour in all."""
    time.sleep(0.1)
    return holds()


@claim("bad.slow.refuted", source=BAD.at("6"), statement="n > 0", over=SLOW)
def slow_refuted(number: int) -> Outcome:
    """Fails at once, at the first case."""
    return holds() if number else fails("0 is not greater than 0")
