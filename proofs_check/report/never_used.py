"""Which hypotheses of a claim the proof that is replayed never uses.

What a proof uses is computed: the lines of the theory that its theorem rests on, the conditions on indices that it
needs, or the equations of the question that its certificate names.  How a formal statement expresses the hypotheses of
a claim is read by a person and kept in ``never_used.toml``.  Only proofs of whole claims without a step in prose count.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from proofs_check.language.claim import Claim
from proofs_check.language.proofs import LogicProof, MatrixProof, certificate_of, path_of
from proofs_check.logic import FormalTheorem
from proofs_check.logic.indices import RefusedError
from proofs_check.logic.replay import Replay, Step, shipped
from proofs_check.logic.rules import Theorem
from proofs_check.logic.syntax import Line
from proofs_check.logic.terms import Fact
from proofs_check.matrix_proofs import hypotheses_used
from proofs_check.matrix_questions import QuestionReader
from symdln.errors import InputError
from symdln.files.inline import as_markdown
from symdln.files.markup import code

FILE = Path(__file__).with_name("never_used.toml")
WORDS = ("form", "follows")
ROLES = ("assumption", "definition")
Expressed = list[str] | str


@cache
def expressed(path: Path = FILE) -> Mapping[str, Mapping[str, Expressed]]:
    """How the formal statements express the hypotheses, by section and name."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def never_used(claim: Claim) -> tuple[str, ...]:
    """The names of the hypotheses in ``claim.assuming`` that the formal statement leaves out or the proof never uses.

    Those that are built into the formal statement, or follow from others, are not asked about.  Empty without a proof
    of the whole claim; ``InputError`` for a hypothesis of which ``never_used.toml`` says nothing.
    """
    if not _is_settled(claim):
        return ()
    used = _lines_used(claim.proof.theorem) if isinstance(claim.proof, LogicProof) else frozenset()
    names = dict.fromkeys(one.name for each in claim.assuming for one in each.items or (each,))
    return tuple(name for name in names if _is_unused(_lines(claim, name), used))


def _is_settled(claim: Claim) -> bool:
    """Whether the whole claim is proved without a step in prose; else another step may use what the proof does not."""
    return claim.proof is not None and claim.proof.is_whole and not claim.prose and claim.refusal() is None


def _is_unused(lines: Expressed, used: frozenset[str]) -> bool:
    return not isinstance(lines, str) and used.isdisjoint(lines)


def _lines_used(theorem: FormalTheorem) -> frozenset[str]:
    return frozenset(line.name for role in ROLES for line in theorem.uses(role))


def _lines(claim: Claim, name: str) -> Expressed:
    """How the formal statement of the claim expresses the hypothesis of this name."""
    theory = claim.proof.theorem.theory if isinstance(claim.proof, LogicProof) else "matrices"
    for section in (claim.id, theory, "any"):
        found: Any = expressed().get(section, {}).get(name)
        if found is not None and (found in WORDS or isinstance(found, list)):
            return found
    raise InputError(f"claim {claim.id}: say in never_used.toml how its formal statement expresses {name!r}.")


class _Hypothesis(QuestionReader):
    """A question that also keeps the text of the statement behind each of its facts."""

    def __init__(self, text: str):
        self.texts: list[str] = []
        super().__init__(text)

    def statement(self) -> None:
        start, before = self.at, len(self.facts)
        super().statement()
        text, made = _joined(self.tokens[start : self.at]), len(self.facts) - before
        self.texts += [text if made == 1 else f"{text} (equation {n} of {made})" for n in range(1, made + 1)]


def _joined(tokens: list[str]) -> str:
    text = " ".join(tokens).replace("( ", "(").replace(" )", ")").replace(" '", "'").replace(" ^ ", "^")
    return text.replace("pinv (", "pinv(").replace("inv (", "inv(").replace("tr (", "tr(")


def unused_equations(question: str, certificate: Mapping[str, Any]) -> tuple[str, ...]:
    """The hypotheses of a question that its certificate never names; a proof that names one may still not need it.

    The equations that define an inverse or a pseudo-inverse are counted one by one.  That a letter is symmetric is
    built into it and is not asked about.
    """
    used = hypotheses_used(certificate)
    return tuple(text for n, text in enumerate(_Hypothesis(question).texts) if n not in used)


def equations(claim: Claim) -> tuple[str, ...]:
    """The equations in the questions of the claim that no certificate of it names; empty for other proofs."""
    if not isinstance(claim.proof, MatrixProof) or not _is_settled(claim):
        return ()
    unused = [unused_equations(text, certificate_of(path_of(text), text)) for text in claim.proof.questions]
    several = len(unused) > 1
    return tuple(
        text + (f" in question {n}" if several else "") for n, texts in enumerate(unused, start=1) for text in texts
    )


class _Without(Replay):
    """The replay of the same steps without one condition on indices wherever a step is given it."""

    def __init__(self, replay: Replay, dropped: Fact):
        super().__init__(replay.theory, tuple(step for _, step in replay.steps.values()))
        self.dropped = dropped

    def _run(self, place: int, step: Step) -> Theorem:
        given = [one for one in _conditions(step.get("given", "")) if self.dropped not in self._facts(one)]
        return super()._run(place, {**step, "given": ", ".join(given)})

    def _facts(self, text: str) -> frozenset[Fact]:
        return frozenset(self.reading.index_facts(text))


def _conditions(text: str) -> list[str]:
    """The comparisons one by one: ``1 <= j <= n`` is two."""
    found = []
    for one in text.split(","):
        parts = re.split(r"(<=|>=|=)", one)
        found += ["".join(parts[n : n + 3]).strip() for n in range(0, len(parts) - 2, 2)]
    return found


def unused_conditions(replay: Replay, part: Line) -> tuple[str, ...]:
    """The conditions on indices after ``if`` of a proved line that can be left out of all its steps, one at a time.

    The statement without it is then proved by the same steps.  Conditions on matrices or scalars are not tried: a proof
    assumes one only where a step uses it.
    """
    hypotheses, conclusion = replay.reading.statement(part.text)
    found = []
    for text in _conditions(part.text.partition(" if ")[2]):
        try:
            (dropped,) = replay.reading.index_facts(text)
            made = _Without(replay, dropped).get(part.name)
        except (RefusedError, ValueError):
            continue
        if made.conclusion == conclusion and made.hypotheses <= hypotheses - {dropped}:
            found.append(text)
    return tuple(found)


def conditions(claim: Claim) -> tuple[str, ...]:
    """The unused conditions on indices of the parts of the claim's theorem, each with the name of its part."""
    if not isinstance(claim.proof, LogicProof) or not _is_settled(claim):
        return ()
    theorem = claim.proof.theorem
    return tuple(
        f"{', '.join(texts)} of {part.name.rpartition('/')[2]}"
        for part in theorem.parts
        if (texts := unused_conditions(shipped(theorem.theory), part))
    )


def rows(claim: Claim) -> Iterator[str]:
    """What the proof of the claim never uses, one text each."""
    yield from (f"the hypothesis {name}" for name in never_used(claim))
    yield from (f"the equation {text}" for text in equations(claim))
    yield from (f"the condition {text}" for text in conditions(claim))


def table(claims: Mapping[str, Claim]) -> Iterator[str]:
    """The lines of the table in docs/logic.md, without those conditions on indices that :func:`conditions` finds."""
    yield "| claim | hypotheses of the claim | equations of its question |"
    yield "|---|---|---|"
    for id, claim in claims.items():
        names, texts = never_used(claim), equations(claim)
        if names or texts:
            yield f"| {code(id)} | {as_markdown('; '.join(names))} | {', '.join(map(code, texts))} |"
