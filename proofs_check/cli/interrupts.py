"""Ctrl-C and the end of the terminal: both end a run with what was covered, also while it is being prepared."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name))


class Interrupts:
    """While ``held``, as a run is prepared, the first Ctrl-C is noted in ``came``; any other interrupts as usual."""

    def __init__(self) -> None:
        self.held = True
        self.came = False

    def answer(self, number: int, frame: FrameType | None) -> None:
        again, self.came = self.came, True
        if again or not self.held:
            raise KeyboardInterrupt

    def release(self) -> bool:
        """From now on Ctrl-C interrupts; whether it came before."""
        self.held = False
        return self.came


@contextmanager
def interrupts() -> Iterator[Interrupts]:
    """Within it SIGINT and SIGHUP are answered alike; what the parent of this process has ignored stays so."""
    made = Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield made
        return
    before = {one: signal.getsignal(one) for one in _SIGNALS}
    try:
        for one, old in before.items():
            if old != signal.SIG_IGN:
                signal.signal(one, made.answer)
        yield made
    finally:
        for one, old in before.items():
            signal.signal(one, old)
