"""The workers of a Dask cluster for the one map; the only module that imports ``distributed`` (extra ``[cluster]``)."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from proofs_check.running.fingerprint import of_packages
from proofs_check.running.parallel import pool_of
from symdln.errors import InputError, SymdlnError

try:
    from distributed import Client, KilledWorker
    from joblib._dask import DaskDistributedBackend
except ImportError as error:
    raise InputError(
        'the package "distributed" is needed for a Dask cluster; install it by: pip install "symdln[cluster]".'
    ) from error

Item = TypeVar("Item")
Result = TypeVar("Result")

ADDRESS = re.compile(r"((tcp|tls|ucx|ws|wss)://)?[^/\s]+:\d+")
CONNECTING, WAITING = 10, 60  # seconds for the scheduler, and for the first worker
_alone = threading.Lock()


@contextmanager
def connected(scheduler: str) -> Iterator[tuple[Any, Callable[..., Any]]]:
    """joblib on the workers of the scheduler at this address, and the function by which it calls others there.

    Raises ``InputError`` where nothing answers, and ``SymdlnError`` when the cluster gives an item up or is lost.
    """
    if not ADDRESS.fullmatch(scheduler):
        raise InputError(f"{scheduler!r} is not the address of a Dask scheduler; write it like tcp://192.168.0.7:8786.")
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # the sentence below says what went wrong
    try:
        client = Client(scheduler, timeout=CONNECTING, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"no Dask scheduler answers at {scheduler!r}: {error}.") from None
    try:
        backend = _Workers(client=client, wait_for_workers_timeout=WAITING)
        yield pool_of(-1, backend=backend), partial(_apply, of_packages())
    except KilledWorker as error:
        raise SymdlnError(
            f"the Dask cluster gave up a work item, at which {error.allowed_failures + 1} workers died, perhaps for "
            "lack of memory; give the workers more."
        ) from None
    except CancelledError:
        raise SymdlnError(f"the Dask scheduler at {scheduler!r} was lost; start it again, and the run.") from None
    finally:
        client.close()


class _Workers(DaskDistributedBackend):
    """joblib's backend, which would wait for ever for an item that the cluster gave up, and skip a cluster of one core.

    joblib learns of the end of an item by ``callback``; its own backend calls that only when the item came back.
    """

    def submit(self, func: Any, callback: Any = None) -> Any:
        future = super().submit(func, callback)
        future.add_done_callback(lambda done: callback(done) if done.exception() is not None else None)
        return future

    def retrieve_result_callback(self, out: Any) -> Any:
        if isinstance(out, Future):
            return out.result()
        if isinstance(out, BaseException):
            raise out
        return super().retrieve_result_callback(out)

    def effective_n_jobs(self, n_jobs: int) -> int:
        try:
            return max(2, super().effective_n_jobs(n_jobs))
        except TimeoutError:
            raise SymdlnError(
                f"no worker came to the Dask scheduler within {WAITING} seconds; start workers, and the run again."
            ) from None


def _apply(code: str, function: Callable[[Item], Result], item: Item) -> Result:
    """In a worker: refuse to answer with code other than that of the run; one item at a time, as caches are shared."""
    if of_packages() != code:
        raise SymdlnError(
            "a Dask worker runs another version of symdln or of what it needs; install the same one there."
        )
    with _alone:
        return function(item)
