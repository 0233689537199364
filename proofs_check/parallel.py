"""Runs a function over many items in several processes: the only place in the project that starts processes."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from symdln.errors import SymdlnError

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 8
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def available_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_items(
    function: Callable[[Item], Result], items: Iterable[Item], jobs: int, deadline: float | None = None
) -> Generator[Result]:
    """Yield ``function(item)`` for every item, as each is done; with ``jobs=1`` that is the order of the items.

    With ``jobs=1`` everything happens in this process.  Otherwise items go to ``jobs`` fresh processes (with one thread
    each for linear algebra), a bounded number of them at a time, so ``items`` may be endless.
    Closing the iterator, or an exception such as Ctrl-C in the caller, ends the processes.

    Raises ``TimeoutError`` once ``time.monotonic()`` passes ``deadline`` (with ``jobs=1``, after the item at work), and
    ``SymdlnError`` when a process is killed from outside.
    """
    if jobs == 1:
        for item in items:
            _remaining(deadline)
            yield function(item)
        return
    before = set(multiprocessing.active_children())
    with _one_thread_each():
        pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_ignore_interrupts)
        finished = False
        try:
            yield from _as_done(pool, function, items, AHEAD * jobs, deadline)
            finished = True
        finally:
            pool.shutdown(wait=finished, cancel_futures=True)
            if not finished:
                for process in set(multiprocessing.active_children()) - before:
                    process.terminate()


def _as_done(
    pool: ProcessPoolExecutor,
    function: Callable[[Item], Result],
    items: Iterable[Item],
    ahead: int,
    deadline: float | None,
) -> Iterator[Result]:
    waiting: set[Future[Result]] = set()
    stream = iter(items)
    try:
        while True:
            waiting |= {pool.submit(function, item) for item in itertools.islice(stream, ahead - len(waiting))}
            if not waiting:
                return
            done, waiting = wait(waiting, _remaining(deadline), FIRST_COMPLETED)
            if not done:
                raise TimeoutError
            yield from (future.result() for future in done)
    except BrokenProcessPool:
        raise SymdlnError("a worker process was killed, perhaps for lack of memory; use fewer jobs.") from None


def _remaining(deadline: float | None) -> float | None:
    """The seconds left; ``TimeoutError`` if none."""
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _ignore_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; only the parent answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started inside inherit one thread for linear algebra; the environment of this process is put back."""
    saved = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in saved.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
