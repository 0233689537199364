"""Continues from a store: recorded answers are taken from it, and new answers are recorded."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from proofs_check.running.evaluate import Tally, Task, TaskAnswer
from proofs_check.running.loop import Ending, work_through
from proofs_check.running.store import Store


def work_on(
    function: Callable[[Any], Any],
    tasks: Iterator[Task],
    take: Callable[[Any], None],
    *,
    store: Store | None,
    codes: Callable[[], Mapping[str, str]],
    jobs: int,
    deadline: float | None = None,
    scheduler: str | None = None,
    enough: Callable[[], bool] | None = None,
    others: Iterable[Any] = (),
) -> tuple[Ending, int]:
    """Run the one loop over tasks, from a store if there is one; return why it ended, and how much was recalled.

    Recalled answers are given to ``take`` like new ones, and are counted in whole work items.
    ``codes`` gives the code that decides each claim, and ``others`` are work items that no store holds, done after the
    tasks; the other arguments are those of ``work_through``.
    """
    recalled = None
    if enough is not None:
        tasks = itertools.takewhile(lambda _: not enough(), tasks)
        others = itertools.takewhile(lambda _: not enough(), others)
    try:
        recalled = None if store is None else Recalled(store, codes(), take)
        left = itertools.chain(tasks if recalled is None else recalled.left(tasks), others)
        done = take if recalled is None else lambda answer: take(recalled.whole(answer))
        ending = work_through(function, left, done, jobs=jobs, deadline=deadline, scheduler=scheduler, enough=enough)
    except KeyboardInterrupt:  # before the first work item
        ending = Ending.INTERRUPTED
    return ending, 0 if recalled is None else recalled.whole_items


class Recalled:
    """One run and a store; ``take`` receives the answers to tasks that are whole.

    ``codes`` holds the code that decides each claim; answers of other code are not recalled.
    """

    def __init__(self, store: Store, codes: Mapping[str, str], take: Callable[[TaskAnswer], None]):
        self.store, self.take, self.codes = store, take, codes
        self.whole_items = 0
        self._begun: dict[tuple[int, int], tuple[Task, dict[str, Tally]]] = {}

    def left(self, tasks: Iterator[Task]) -> Iterator[Task]:
        """The tasks that are still to be done, each only for the claims that are not in the store."""
        for task in tasks:
            known = self.store.tallies(task.unit, {id: self.codes[id] for _, id in task.claims})
            missing = tuple(name for name in task.claims if name[1] not in known)
            if not missing:
                self.whole_items += 1
                self.take(_answer(task, known, finished=True, seconds=0.0))
            else:
                self._begun[task.group, task.number] = task, known
                yield replace(task, claims=missing)

    def whole(self, answer: Any) -> Any:
        """Record an answer and add the part in the store, so that it answers for all claims of its task.

        Items that the deadline cut and claims whose check raised an error are not recorded, but done again.
        The answers to other items stay as they are.
        """
        if not isinstance(answer, TaskAnswer):
            return answer
        new = {id: tally for (_, id), tally in zip(answer.task.claims, answer.tallies, strict=True)}
        if answer.finished:
            settled = ((id, self.codes[id], tally) for id, tally in new.items() if tally.error is None)
            self.store.add(answer.task.unit, settled)
        task, known = self._begun.pop((answer.task.group, answer.task.number))
        whole = _answer(task, known | new, answer.finished, answer.seconds)
        return replace(whole, processor_seconds=answer.processor_seconds)


def _answer(task: Task, tallies: dict[str, Tally], finished: bool, seconds: float) -> TaskAnswer:
    in_order = tuple(tallies[id] for _, id in task.claims)
    return TaskAnswer(task, in_order, max(tally.seen for tally in in_order), finished, seconds)
