"""Every hypothesis of every true claim dropped: the claim must fail without it, or the hypothesis is not shown needed.

The cases are foreign points and problems, and those of ``proofs-check ablate``, that violate this hypothesis alone.  To
negate a hypothesis is to ask the claim at the same cases, so it is not done a second time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import symdln as dln
from proofs_check.hunting.ablate import Need, ablate
from proofs_check.hunting.drops import Drop, drops_of
from proofs_check.language.claim import Claim
from proofs_check.running.runner import Settings
from tests.mutations.mechanical import true_claims
from tests.proofs_check import foreign

LIST = Path(__file__).with_name("not_shown_needed.toml")
LARGEST = 30
"""The most weights of a foreign problem; beyond it some checks eliminate or search for minutes."""


@dataclass(frozen=True)
class Dropped:
    """A claim, the name of the hypothesis that is dropped, and what was found."""

    claim: str
    hypothesis: str
    need: Need
    where: str

    @property
    def refuted(self) -> bool:
        return self.need is Need.NEEDED


@cache
def foreign_cases(kind: type) -> tuple[tuple[str, object], ...]:
    """Foreign problems, or points on them."""
    problems = [(name, problem) for name, problem in foreign.problems() if problem.parameters <= LARGEST]
    if kind is dln.Problem:
        return tuple(problems)
    return tuple((f"{name}, {what}", point) for name, problem in problems for what, point in foreign.points(problem))


def met(drop: Drop, case: object) -> bool:
    """Whether the case violates the dropped hypothesis and no other."""
    try:
        return not drop.hypothesis.met_by(case) and all(hypothesis.met_by(case) for hypothesis in drop.kept)
    except Exception:  # without the hypothesis another one may have no meaning
        return False


def failing_case(claim: Claim, drop: Drop) -> str | None:
    """The first foreign case at which the claim fails without the hypothesis."""
    kind = claim.over.subject.cases
    if kind not in (dln.Point, dln.Problem) or not claim.over.exact:
        return None
    for name, case in foreign_cases(kind):
        if claim.over.subject.why_not(case) is None and met(drop, case):
            try:
                if claim.at(case).fails:
                    return name
            except Exception:  # an error refutes nothing
                continue
    return None


def dropped(claims: Iterable[Claim] | None = None, jobs: int = 1) -> Iterator[Dropped]:
    """What becomes of each claim without each of its hypotheses."""
    asked = [claim for claim in (true_claims() if claims is None else claims) if claim.assuming]
    found = {each.claim.id: each for each in ablate(asked, Settings(size="small", jobs=jobs)).ablated}
    for claim in asked:
        answers = {drop.hypothesis.name: row.need for drop, row in found[claim.id].rows}
        for drop in drops_of(claim):
            need, where = answers[drop.hypothesis.name], "small scope"
            if need is not Need.NEEDED:
                place = failing_case(claim, drop)
                need, where = (need, "") if place is None else (Need.NEEDED, place)
            yield Dropped(claim.id, drop.hypothesis.name, need, where)


def listed(found: Iterable[Dropped]) -> str:
    """Those that are not shown to be needed, by answer and hypothesis, in TOML."""
    claims: dict[Need, dict[str, list[str]]] = {need: {} for need in Need if need is not Need.NEEDED}
    for each in found:
        if not each.refuted:
            claims[each.need].setdefault(each.hypothesis, []).append(each.claim)
    parts = []
    for need, by_hypothesis in claims.items():
        parts += ["", f'["{need.value}"]']
        for name in sorted(by_hypothesis):
            ids = [f'    "{id}",' for id in by_hypothesis[name]]
            parts += [f"{json.dumps(name, ensure_ascii=False)} = [", *ids, "]"]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    opening = [line for line in LIST.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    LIST.write_text("\n".join(opening) + "\n" + listed(dropped()), encoding="utf-8")
