"""Which theorems of the logic are written for Coq, and why the others are not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from proofs_check.coq.logic_proofs import LogicScript
from proofs_check.coq.logic_text import NotForCoqError
from proofs_check.logic import replay, syntax
from symdln.algebra.coq_text import COMPILE, HEADER, comment

MODULES = "definitions words norms matrix_rules logic_rules logic_textbook"


LOGIC_PROOFS = "export_logic.v"


@dataclass(frozen=True)
class LogicExports:
    """The text for Coq, the theorems in it, and for each of the other theorems the reason."""

    text: str
    covered: tuple[str, ...]
    missing: dict[str, str]

    def summary(self) -> str:
        """How many theorems are exported, and why the others are not, in one paragraph."""
        reasons = list(self.missing.values())
        counted = sorted({(-reasons.count(one), one) for one in reasons})
        others = "; ".join(f"{-count}: {reason}" for count, reason in counted)
        total = len(self.covered) + len(self.missing)
        return f"{len(self.covered)} of {total} theorems of the logic are exported. Why the others are not: {others}."


@cache
def logic_exports() -> LogicExports:
    """All theorems of the logic whose proofs can be unfolded into algebra of moderate size, each with its proof."""
    identities: dict[str, str] = {}
    covered: dict[str, str] = {}
    missing: dict[str, str] = {}
    for shipped in map(replay.shipped, replay.CHAINS):
        for name in _theorems(shipped):
            if name in covered or name in missing:
                continue
            try:
                script = LogicScript(shipped, name, identities)
            except NotForCoqError as refusal:
                missing[name] = str(refusal)
                continue
            identities |= script.identities
            covered[name] = script.script()
    return LogicExports(one_file(identities, list(covered.values())), tuple(covered), missing)


def _theorems(shipped: replay.Replay) -> list[str]:
    lines = shipped.theory.lines.values()
    return [line.name for line in lines if line.role in syntax.GOALS and line.name in shipped.steps]


def one_file(identities: dict[str, str], theorems: list[str]) -> str:
    """The identities as lemmas, then the theorems."""
    lemmas = [f"Lemma {name} {lemma}\nProof. words. Qed." for lemma, name in identities.items()]
    head = [comment(f"Made by proofs-check formal --exports. {COMPILE}"), HEADER.format(modules=MODULES)]
    return "\n".join([*head, *lemmas, *theorems]) + "\n"
