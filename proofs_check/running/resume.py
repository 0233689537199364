"""Goes on from a store: what is recorded there is taken from it, and what is new is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from proofs_check.language.claim import Claim
from proofs_check.running import fingerprint
from proofs_check.running.evaluate import Tally, Task, TaskAnswer
from proofs_check.running.store import Store


class Recalled:
    """The claims of one run and a store; ``take`` receives the answers to tasks of which nothing is left to do."""

    def __init__(self, store: Store, claims: Sequence[Claim], take: Callable[[TaskAnswer], None]):
        self.store, self.take = store, take
        self.codes = {claim.id: fingerprint.of_claim(claim) for claim in claims}
        self.whole_items = 0
        self._begun: dict[tuple[int, int], tuple[Task, dict[str, Tally]]] = {}

    def left(self, tasks: Iterator[Task]) -> Iterator[Task]:
        """The tasks that are still to be done, each for those claims alone that are not in the store."""
        for task in tasks:
            known = self.store.tallies(task.unit, {id: self.codes[id] for _, id in task.claims})
            missing = tuple(name for name in task.claims if name[1] not in known)
            if not missing:
                self.whole_items += 1
                self.take(_answer(task, known, finished=True, seconds=0.0))
            else:
                self._begun[task.group, task.number] = task, known
                yield replace(task, claims=missing)

    def whole(self, answer: TaskAnswer) -> TaskAnswer:
        """Record an answer and add what was in the store, so that it answers for all claims of its task.

        What the deadline cut and claims whose check raised an error are not recorded: they are done again.
        """
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
