"""The one loop of runs, hunts, ablations, cross-validations and sweeps, with one way to end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import Generic, TypeVar

from proofs_check.running import parallel

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def seconds_left(deadline: float | None) -> float | None:
    """The time until a deadline of ``time.monotonic()``, which does not depend on the setting of the clock."""
    return None if deadline is None else max(deadline - time.monotonic(), 0.0)


class Ending(Enum):
    """Why a run stopped."""

    COMPLETE = "complete"
    FOUND = "found"
    BUDGET = "budget"
    INTERRUPTED = "interrupted"

    @property
    def sentence(self) -> str:
        """What is printed after the totals; empty where all was done."""
        return _SENTENCES[self]


_SENTENCES = {
    Ending.COMPLETE: "",
    Ending.FOUND: "Stopped at the first refutation.",
    Ending.BUDGET: "The budget ended.",
    Ending.INTERRUPTED: "Interrupted.",
}


def work_through(
    function: Callable[[Item], Answer],
    items: Iterable[Item],
    take: Callable[[Answer], None],
    *,
    jobs: int,
    deadline: float | None = None,
    scheduler: str | None = None,
    enough: Callable[[], bool] | None = None,
) -> Ending:
    """Give ``function(item)`` for every item to ``take``, each as it is done, and say why it ended.

    ``deadline`` is a time of ``time.monotonic()``.  When it passes, at Ctrl-C, and once ``enough()`` holds after an
    answer, the answers taken so far stay; the processes end in every case, also after an exception.
    """
    answers = parallel.map_items(function, items, jobs, deadline, scheduler=scheduler)
    try:
        for answer in answers:
            take(answer)
            if enough is not None and enough():
                return Ending.FOUND
    except TimeoutError:
        return Ending.BUDGET
    except KeyboardInterrupt:
        return Ending.INTERRUPTED
    finally:
        answers.close()
    return Ending.FOUND if enough is not None and enough() else Ending.COMPLETE


class InOrder(Generic[Answer]):
    """Holds back answers that arrive before those of smaller cases, so that all are added up in order.

    >>> kept = InOrder[str]()
    >>> list(kept.take(1, "b")), list(kept.take(0, "a")), list(kept.take(3, "d")), list(kept.rest())
    ([], ['a', 'b'], [], ['d'])
    """

    def __init__(self) -> None:
        self.due = 0
        self._early: dict[int, Answer] = {}

    def take(self, number: int, answer: Answer) -> Iterator[Answer]:
        """The answers, in their order, that no longer wait for an earlier one."""
        self._early[number] = answer
        while self.due in self._early:
            self.due += 1
            yield self._early.pop(self.due - 1)

    def rest(self) -> Iterator[Answer]:
        """The answers that were still held back when the run ended early, in their order."""
        for number in sorted(self._early):
            yield self._early.pop(number)
