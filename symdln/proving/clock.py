"""Limits that every loop of a search checks: seconds for the whole search, a number of checks for each part."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

REPORT_EVERY = 2.0


class OutOfTimeError(Exception):
    """The time of an attempt is over; it says nothing about the question."""


class Clock:
    """Counts seconds on the monotonic clock; a clock made within another one never outlives it.

    ``looks`` is how often :meth:`check` lets a search continue: a measure of work that is the same on every machine, so
    that answers do not depend on its speed.  ``report`` is called with the seconds so far, every two seconds.
    """

    def __init__(
        self,
        seconds: float = math.inf,
        within: Clock | None = None,
        looks: int | None = None,
        report: Callable[[float], None] | None = None,
    ):
        self.start = time.monotonic()
        self.looks = looks
        self.end = self.start + seconds
        self.within, self.report = within, report
        self.next_report = self.start + REPORT_EVERY
        if within is not None:
            self.end = min(self.end, within.end)

    def elapsed(self) -> float:
        return time.monotonic() - self.start

    def is_over(self) -> bool:
        now = time.monotonic()
        self._look(now)
        return now >= self.end

    def check(self) -> None:
        """Raise :class:`OutOfTimeError` when the time or the number of looks is over."""
        if self.looks is not None:
            self.looks -= 1
            if self.looks < 0:
                raise OutOfTimeError
        self.check_time()

    def check_time(self) -> None:
        """Raise :class:`OutOfTimeError` when the time is over; for loops that are limited otherwise."""
        if self.is_over():
            raise OutOfTimeError

    def _look(self, now: float) -> None:
        if self.within is not None:
            self.within._look(now)
        elif self.report is not None and now >= self.next_report:
            self.next_report = now + REPORT_EVERY
            self.report(now - self.start)
