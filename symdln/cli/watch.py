"""Long work in a process of its own: this one reports its progress, and ends it at once on Ctrl-C.

A call of a library for exact arithmetic can take minutes, during which the Python that made it does nothing else, not
even look at Ctrl-C.  So the program divides itself: the child works, the parent waits.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn, TypeVar

from symdln.cli.top import INTERRUPTED, WRONG_INPUT, complain

Item = TypeVar("Item")

SAID_AFTER = (2, 10, 30)  # seconds after which a line says that the work goes on; later every minute
SAID_AFTER_IN_A_PIPE = (5, 15, 30)
PATIENCE = 1.0  # seconds that the child has to end by itself
_MESSAGE = 4096
_parent: int | None = None  # the pipe in which the child reports its progress


def watched(program: str, work: Callable[[], Any]) -> None:
    """Do the work, which ends in ``sys.exit``, in a child process, and exit with its code.

    Without ``os.fork`` (on Windows) the work is done here, without progress lines, and Ctrl-C is obeyed when
    the running library call returns.
    """
    if not hasattr(os, "fork"):
        work()
        return
    reading, writing = os.pipe()
    signal.pthread_sigmask(signal.SIG_BLOCK, _ends())  # until both processes have installed their handlers
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    sys.exit(_wait(program, child, reading))


def _ends() -> tuple[signal.Signals, ...]:
    """The signals by which a person or a shell ends a program."""
    return signal.SIGINT, signal.SIGTERM, signal.SIGHUP


def stage(text: str) -> None:
    """Report what the program is doing, for the line that a person sees while waiting."""
    if _parent is not None:
        with contextlib.suppress(OSError):  # the line is late, not lost: the next one takes its place
            os.write(_parent, text.encode("utf-8", "replace")[: _MESSAGE - 1] + b"\n")


def counted(items: Iterable[Item], what: str, total: int | None = None) -> Iterator[Item]:
    """Yield the items and report their progress: ``what: 12 of 500 done, about 40 s left``."""
    start, last = time.monotonic(), 0.0
    for place, item in enumerate(items):
        now = time.monotonic()
        if now - last > 0.5:
            of = "" if total is None else f" of {total:,}"
            stage(f"{what}: {place:,}{of} done{_left(now - start, place, total)}")
            last = now
        yield item


def _left(passed: float, done: int, total: int | None) -> str:
    """The time for the rest at the present speed, to two digits; empty as long as little is known."""
    if total is None or not 0 < done <= total or passed < 1:
        return ""
    seconds = passed * (total - done) / done
    return f", about {seconds:.2g} s left" if seconds < 99 else f", about {seconds / 60:,.0f} min left"


# -- the child ---------------------------------------------------------------------------------------------------------


def _work(work: Callable[[], Any], writing: int) -> NoReturn:
    """The child: it dies with its parent, leaves Ctrl-C to it, and ends as if interrupted when the parent says so."""
    global _parent
    _parent = writing
    os.set_blocking(writing, False)
    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    code = WRONG_INPUT
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ends())
        work()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        code = 1
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _stop(*_: Any) -> NoReturn:
    """End without a message, which the parent prints.  Files that are half written are removed on the way out."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(INTERRUPTED)


def _die_with_parent() -> None:
    """On Linux a child need not outlive a parent that was killed."""
    if sys.platform == "linux":
        import ctypes  # commands that do nothing long need not load it

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


# -- the parent --------------------------------------------------------------------------------------------------------


def _wait(program: str, child: int, reading: int) -> int:
    """The exit code of the child, or of what ended it."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _terminated)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ends())
        _tell(program, child, reading)
        return _ending(program, child)
    except KeyboardInterrupt:
        _end(child, reading)
        complain(program, "interrupted.")
        return INTERRUPTED
    except SystemExit:
        _end(child, reading)
        raise


def _terminated(number: int, _: Any) -> NoReturn:
    raise SystemExit(128 + number)


def _tell(program: str, child: int, reading: int) -> None:
    """Print a line from time to time with the last report of the child, until it has closed its end of the pipe.

    On a terminal the seconds are those of the clock.  In a pipe or a file they are those that the child has worked, so
    that what is written there does not depend on how busy the machine is.
    """
    start, last, on_terminal = time.monotonic(), "", sys.stderr.isatty()
    times = _times(SAID_AFTER if on_terminal else SAID_AFTER_IN_A_PIPE)
    due = next(times)
    while True:
        passed = time.monotonic() - start if on_terminal else _worked(child, start)
        if passed >= due:
            complain(program, f"{due} s; {last or 'still working'} (Ctrl-C ends it).")
            due = next(times)
        ready, _, _ = select.select([reading], [], [], max(0.1, min(1.0, due - passed)))
        if ready:
            said = os.read(reading, 1 << 16)
            if not said:
                return
            last = said.decode("utf-8", "replace").splitlines()[-1]


def _times(first: tuple[int, ...]) -> Iterator[int]:
    """The seconds after which a line is printed."""
    yield from first
    yield from itertools.count(60, 60)


def _worked(child: int, start: float) -> float:
    """Seconds of a processor that the child has used (Linux); elsewhere the seconds since the start."""
    try:
        with open(f"/proc/{child}/stat", encoding="ascii", errors="replace") as file:
            found = file.read().rpartition(")")[2].split()
        return (int(found[11]) + int(found[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return time.monotonic() - start


def _ending(program: str, child: int) -> int:
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code >= 0:
        return code
    name = signal.Signals(-code).name
    complain(program, f"the work was ended by the signal {name}, perhaps for lack of memory or time; use smaller data.")
    return WRONG_INPUT


def _end(child: int, reading: int) -> None:
    """Ask the child to stop, and kill it if it does not stop within a second."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while (left := deadline - time.monotonic()) > 0:
            ready, _, _ = select.select([reading], [], [], left)
            if ready and not os.read(reading, 1 << 16):
                break
        else:
            os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
