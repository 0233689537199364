"""A time limit that every loop of a search looks at."""

from __future__ import annotations

import time


class OutOfTimeError(Exception):
    """The time of an attempt is over; it says nothing about the question."""


class Clock:
    """Counts seconds on the monotonic clock; a clock made from another one never outlives it."""

    def __init__(self, seconds: float, within: Clock | None = None):
        self.start = time.monotonic()
        self.end = self.start + seconds
        if within is not None:
            self.end = min(self.end, within.end)

    def elapsed(self) -> float:
        return time.monotonic() - self.start

    def is_over(self) -> bool:
        return time.monotonic() >= self.end

    def check(self) -> None:
        """Raise :class:`OutOfTimeError` when the time is over."""
        if time.monotonic() >= self.end:
            raise OutOfTimeError
