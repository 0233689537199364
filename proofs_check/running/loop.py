"""The one loop of runs, hunts, ablations, cross-validations and sweeps: answers as they come, and one way to end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from enum import Enum
from typing import TypeVar

from proofs_check.running import parallel

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def seconds_left(deadline: float | None) -> float | None:
    """The time until a deadline of ``time.monotonic()``, which no clock that is set back or forward moves."""
    return None if deadline is None else max(deadline - time.monotonic(), 0.0)


class Ending(Enum):
    """Why a run stopped."""

    COMPLETE = "complete"
    BUDGET = "budget"
    INTERRUPTED = "interrupted"


def work_through(
    function: Callable[[Item], Answer],
    items: Iterable[Item],
    take: Callable[[Answer], None],
    *,
    jobs: int,
    deadline: float | None = None,
    scheduler: str | None = None,
) -> Ending:
    """Give ``function(item)`` for every item to ``take``, each as it is done, and say why it ended.

    ``deadline`` is a time of ``time.monotonic()``.  When it passes, and at Ctrl-C, what was taken stays; the processes
    are ended in every case, an exception included.
    """
    answers = parallel.map_items(function, items, jobs, deadline, scheduler=scheduler)
    try:
        for answer in answers:
            take(answer)
    except TimeoutError:
        return Ending.BUDGET
    except KeyboardInterrupt:
        return Ending.INTERRUPTED
    finally:
        answers.close()
    return Ending.COMPLETE
