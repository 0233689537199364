"""Ctrl-C, SIGTERM and the end of the terminal end a run with what was covered, even during its preparation."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Interrupts:
    """While ``held``, as a command is prepared, the first Ctrl-C is noted in ``came``; any other one interrupts."""

    def __init__(self) -> None:
        self.held = self.came = False

    def answer(self, number: int, frame: FrameType | None) -> None:
        again, self.came = self.came, True
        if again or not self.held:
            raise KeyboardInterrupt

    def release(self) -> bool:
        """From now on Ctrl-C interrupts; return whether it came before."""
        self.held = False
        return self.came


INTERRUPTS = Interrupts()
"""The interrupts of this process."""


@contextmanager
def answered() -> Iterator[None]:
    """Treat these signals alike within the block, holding them at first; ignored signals stay ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.getsignal(one) for one in _SIGNALS}
    INTERRUPTS.held, INTERRUPTS.came = True, False
    try:
        for one, old in before.items():
            if old != signal.SIG_IGN:
                signal.signal(one, INTERRUPTS.answer)
        yield
    finally:
        INTERRUPTS.held = False
        for one, old in before.items():
            signal.signal(one, old)
