"""The answer to a question: proved, refuted or open, with the finding and the attempts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from symdln.algebra.rational import rational_text
from symdln.proving.proof import Proof, certificate
from symdln.proving.question import Question
from symdln.proving.refute import Counterexample

Verdict = Literal["proved", "refuted", "open"]


@dataclass(frozen=True)
class Tried:
    """The result of one kind of search."""

    what: str
    result: str


@dataclass(frozen=True)
class Answer:
    """The result of :func:`symdln.prove`.

    ``verdict`` is ``"proved"`` (with a ``proof``), ``"refuted"`` (with a ``counterexample``) or ``"open"``,
    which says nothing about the truth of the claims; ``tried`` lists the attempts.  ``contradictory`` says that the
    hypotheses were found to contradict each other; ``instances`` counts random exact matrices that met them all.

    >>> import symdln as dln
    >>> answer = dln.prove("A: m x n; A' A = 0 |- A = 0")
    >>> answer.verdict
    'proved'
    >>> answer.hypotheses_used, answer.hypotheses_unused, answer.rules
    (("A' A = 0",), (), ('combination', 'squares'))
    >>> answer.to_data()["certificate"] == answer.certificate, "a sum of squares" in answer.to_latex()
    (True, True)
    """

    question: Question
    verdict: Verdict
    proof: Proof | None
    counterexample: Counterexample | None
    tried: tuple[Tried, ...]
    contradictory: bool
    instances: int
    seconds: float

    def __bool__(self) -> bool:
        raise TypeError("an answer is proved, refuted or open; use answer.verdict.")

    @property
    def hypotheses_used(self) -> tuple[str, ...]:
        """The hypotheses that the proof uses, in the order of the question."""
        if self.proof is None:
            return ()
        facts = self.proof.question.hypotheses
        return tuple(facts[n].text for n in self.proof.used_hypotheses())

    @property
    def hypotheses_unused(self) -> tuple[str, ...]:
        """The hypotheses of the question that this proof does not use; another proof may."""
        if self.proof is None:
            return ()
        used = set(self.proof.used_hypotheses())
        return tuple(fact.text for n, fact in enumerate(self.question.hypotheses) if n not in used)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that the proof uses: all except ``combination`` need real matrices of finite size."""
        return () if self.proof is None else tuple(self.proof.rules())

    @property
    def certificate(self) -> dict[str, Any] | None:
        """The proof or the counterexample as data that a checker reads; ``None`` for an open question."""
        if self.proof is not None:
            return certificate(self.proof)
        return None if self.counterexample is None else counterexample_data(self.question, self.counterexample)

    def to_data(self) -> dict[str, Any]:
        """The whole answer for JSON; ``certificate`` inside it is what a checker reads."""
        return {
            "verdict": self.verdict,
            "question": self.question.text,
            "hypotheses_used": list(self.hypotheses_used),
            "rules": list(self.rules),
            "tried": [{"what": one.what, "result": one.result} for one in self.tried],
            "certificate": self.certificate,
        }

    def __str__(self) -> str:
        from symdln.proving.pages import answer_text

        return answer_text(self)

    def to_latex(self) -> str:
        """The steps of the proof, or the counterexample, in LaTeX (amsmath)."""
        from symdln.proving.pages import answer_latex

        return answer_latex(self)

    def _repr_latex_(self) -> str:
        return self.to_latex()


def counterexample_data(question: Question, found: Counterexample) -> dict[str, Any]:
    """The counterexample as data for JSON; numbers are texts."""
    instance = found.instance
    return {
        "format": "matrix counterexample 1",
        "question": question.text,
        "sizes": dict(instance.sizes),
        "matrices": {name: M.texts() for name, M in instance.matrices.items()},
        "scalars": {name: rational_text(x) for name, x in instance.scalars.items()},
        "claim": found.claim,
    }
