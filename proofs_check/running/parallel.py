"""Runs a function over many items in several processes, here or on a Dask cluster: the one map of the project."""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from multiprocessing import resource_tracker
from typing import Any, Generic, TypeVar

from symdln.errors import SymdlnError

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = (
    2  # items per process, so that all fit into the queue of loky, which ends cleanly only if nothing waits before it
)
SETTLING = 0.05  # seconds; loky fails on an item that it receives while it ends
_maps = itertools.count()


def available_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_items(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    jobs: int,
    deadline: float | None = None,
    *,
    scheduler: str | None = None,
) -> Generator[Result]:
    """Yield ``function(item)`` for every item as each is done, which with ``jobs=1`` is the order of the items.

    With ``jobs=1`` everything happens in this process.  Otherwise joblib hands the items to ``jobs`` fresh processes
    (with one thread each for linear algebra), or with the address of a Dask ``scheduler`` to the workers there.
    Items are drawn only while the reader waits for a result, a bounded number ahead, so they may be endless, and what
    draws them may look at what the reader has done so far.  Closing the iterator, or an exception such as Ctrl-C in the
    caller, ends the processes.

    Raises ``TimeoutError`` once ``time.monotonic()`` passes ``deadline`` (with ``jobs=1``, after the item at work), and
    ``SymdlnError`` when a process is killed from outside.
    """
    if jobs == 1 and scheduler is None:
        for item in items:
            _remaining(deadline)
            yield function(item)
        return
    turns = _Turns(items)
    with ExitStack() as ending:
        pool, apply = ending.enter_context(_local(jobs) if scheduler is None else _cluster(scheduler))
        calls = ((apply, (function, item), {}) for item in turns)
        with _interrupts_held():
            results = pool(calls)
            ending.enter_context(_quietly_closed(results, turns))
        yield from _as_done(pool, results, turns, deadline)


class _Turns(Generic[Item]):
    """The items, handed out in any thread of joblib, but only while the reader waits for a result.

    So what draws items and what reads results never run at the same time, and a reader that stops stops both.
    """

    def __init__(self, items: Iterable[Item]):
        self._items, self._changed = iter(items), threading.Condition()
        self._reader_waits, self._ended = True, False

    def __iter__(self) -> Iterator[Item]:
        return self

    def __next__(self) -> Item:
        with self._changed:
            self._changed.wait_for(lambda: self._reader_waits or self._ended)
            if self._ended:
                raise StopIteration
            return next(self._items)

    def read(self) -> None:
        """The reader has a result: wait for the item that is being drawn; from then on none is drawn."""
        self._reader_waits = False
        with self._changed:
            pass

    def wait(self) -> None:
        """The reader wants the next result."""
        with self._changed:
            self._reader_waits = True
            self._changed.notify_all()

    def end(self) -> None:
        """No item is drawn any more."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()


def _as_done(pool: Any, results: Iterator[Result], turns: _Turns[Any], deadline: float | None) -> Iterator[Result]:
    while True:
        pool.timeout = _remaining(deadline)
        turns.wait()
        try:
            result = next(results)
        except StopIteration:
            return
        except multiprocessing.TimeoutError:
            raise TimeoutError from None
        except BrokenProcessPool:
            raise SymdlnError("a worker process was killed, perhaps for lack of memory; use fewer jobs.") from None
        turns.read()
        yield result


@contextmanager
def _quietly_closed(results: Generator[Any], turns: _Turns[Any]) -> Iterator[None]:
    """Close the results of joblib however the reader ends, without a warning about results that were not read."""
    try:
        yield
    except BaseException:
        turns.end()
        time.sleep(SETTLING)
        raise
    finally:
        with warnings.catch_warnings(), closing(results):
            warnings.simplefilter("ignore")


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C and the end of the terminal wait for the end of this block; processes started in it
    ignore both.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it is started with the first process, and would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _local(jobs: int) -> Iterator[tuple[Any, Callable[..., Any]]]:
    """Fresh processes of this machine: each map has its own, so that no module imported earlier stays in use."""
    from joblib import parallel_config

    with parallel_config(backend="loky", inner_max_num_threads=1):
        pool = pool_of(jobs, initializer=_begin, initargs=(os.getpid(), next(_maps)))
    yield pool, _apply


def _cluster(scheduler: str) -> AbstractContextManager[tuple[Any, Callable[..., Any]]]:
    from proofs_check.running.cluster import connected

    return connected(scheduler)


def pool_of(jobs: int, **options: Any) -> Any:
    """The ``joblib.Parallel`` of a map, which yields each result as it comes."""
    from joblib import Parallel  # takes a quarter of a second to import, and one process does not need it

    ahead: Any = f"{AHEAD} * n_jobs"
    one: Any = 1
    return Parallel(jobs, return_as="generator_unordered", pre_dispatch=ahead, batch_size=one, **options)


def _apply(function: Callable[[Item], Result], item: Item) -> Result:
    return function(item)


def _remaining(deadline: float | None) -> float | None:
    """The seconds left; ``TimeoutError`` if none."""
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _begin(parent: int, number: int) -> None:
    """Start a worker: Ctrl-C reaches every process of the terminal, and only the parent answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.set_int_max_str_digits(0)  # as in the parent
    gc.set_threshold(50_000, 20, 50)  # little of what claims make is garbage, and the usual 700 costs a twentieth
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """See to it that a parent that is killed outright leaves no workers behind."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
