"""The formal statements that say nothing at any case of their claim, and the definitions that letters do not meet.

A statement ``conclusion if hypotheses`` is true where a hypothesis is false, so that a check at wrong letters passes
unseen.  Here every check is run with the evaluator watched, smallest case first, up to the case at which each part of
the theorem has met its hypotheses and had its conclusion decided.  What is computed once is kept by the process, so
this is a program of its own::

    python -m tests.proofs_check.vacuous_statements [ID ...]
"""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import proofs_check.networks.formal_letters as formal_letters
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Known, first_unmet
from proofs_check.language.proofs import LogicProof
from proofs_check.logic import FormalTheorem, syntax
from proofs_check.logic import theorem as theorem_of
from proofs_check.logic.evaluate import Evaluator
from proofs_check.running import registry

SIZES, MOST_CASES, MOST_DEFINED = ("small", "default"), 400, 4
"""The scopes, the most cases of a claim in each, and how often the definitions of a theorem are tried."""

NEIGHBOURS = "it is about the weights near a local minimum, which tests/proofs_check/logic/test_deep.py builds"
ALLOWED = {
    "achour.no-spurious/maximum": "its hypothesis, a local maximum, holds nowhere unless X = 0, which no case has",
    "kawaguchi.thm2.3.i/not-convex": "1/2 <= 0 is derived from convexity, so its hypotheses hold nowhere",
    "kawaguchi.thm2.3.i/not-concave": "1/2 <= 0 is derived from concavity, so its hypotheses hold nowhere",
    "lucchi.thm8.2/near-lower": NEIGHBOURS,
    "lucchi.thm8.2/near-upper": NEIGHBOURS,
    "lucchi.thm8.2/near-first": NEIGHBOURS,
}
"""The parts of theorems that the cases of their claims leave unsaid, and why."""


class Watch:
    """What the evaluator decided for one claim after another."""

    def __init__(self) -> None:
        self.theorem: FormalTheorem | None = None
        self.decided: set[int] = set()
        self.unmet: dict[str, None] = {}
        self.tried: Counter[str] = Counter()
        self.holds, self.some_false = Evaluator.holds, formal_letters._some_false
        setattr(Evaluator, "holds", lambda evaluator, relation: self.see(relation, self.holds(evaluator, relation)))  # noqa: B010
        formal_letters._some_false = self.see_letters

    def see(self, relation: Any, answer: bool | None) -> bool | None:
        """A conclusion is evaluated only where the hypotheses of its statement hold."""
        if answer is not None:
            self.decided.add(id(relation))
        return answer

    def see_letters(self, text: str, name: str, known: Any, most: int, drawn: Any) -> bool:
        theorem = self.theorem
        if theorem and not drawn and text == theorem.parts[0].text and self.tried[theorem.id] < MOST_DEFINED:
            self.tried[theorem.id] += 1
            for line in theorem.uses("definition"):
                if self.some_false(line.text, name, known, most, ()):
                    self.unmet[f"{theorem.id}: the letters do not meet the definition {line.text}"] = None
        return self.some_false(text, name, known, most, drawn)

    def silent(self, claim: Claim, allowed: frozenset[str]) -> list[str]:
        """The names of the parts that said nothing; those that are allowed to are not waited for."""
        assert isinstance(claim.proof, LogicProof)
        self.theorem = theorem = theorem_of(claim.proof.id)
        self.decided.clear()
        parts = {part.name: id(syntax.statement(part.text).conclusion) for part in theorem.parts}
        some = (itertools.islice(subjects(claim, size), MOST_CASES) for size in SIZES)
        for subject in itertools.chain.from_iterable(some):
            claim.check(subject)
            if all(name in allowed or place in self.decided for name, place in parts.items()):
                break
        return [name for name, place in parts.items() if place not in self.decided]


def subjects(claim: Claim, size: str) -> Iterator[Any]:
    """The subjects of the cases of a claim that meet its hypotheses."""
    for unit in claim.over.units(size, 0):
        problem = claim.over.problem(unit)
        if problem is not None and first_unmet(claim.on_problem, problem, Known()) is not None:
            continue
        left = claim.assuming if problem is None else claim.on_case
        for case in claim.over.cases(unit):
            if first_unmet(left, case.subject, Known()) is None:
                yield case.subject


def main(ids: list[str], allowed: frozenset[str] = frozenset()) -> Iterator[str]:
    """One line for each statement that says nothing, ``claim part``, and for each definition that is not met."""
    watch = Watch()
    for claim in registry.select(registry.all_claims(), ids):
        if isinstance(claim.proof, LogicProof):
            yield from (f"{claim.id} {name}" for name in watch.silent(claim, allowed))
    yield from watch.unmet


if __name__ == "__main__":
    for line in main(sys.argv[1:], frozenset(ALLOWED)):
        sys.stdout.write(line + "\n")
