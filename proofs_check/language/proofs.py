"""Proofs that claims carry: a formal statement as text, and a proof that every run replays.

A proof is named or stored, never searched for: :func:`logic` names a theorem of :mod:`proofs_check.logic`, and
:func:`matrices` a question about matrices of any size whose certificate is shipped.  The replay multiplies out every
step anew and compares the result with the formal statement, hypotheses included.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from symdln.errors import InputError, cut

CERTIFICATES = Path(__file__).parent.parent / "matrix_certificates"
MOST_BYTES = 8 << 20
RING_RULE = "combination"
"""The rule of the matrix checker that holds in every ring with a transpose."""


class ClaimProof(Protocol):
    """The interface of a proof of a claim.

    ``statements`` are the formal statements, ``hypotheses`` the assumptions beyond the conditions in them,
    ``definitions`` what the letters are that the proof speaks about, ``axioms`` the textbook facts used, each with a
    reference, ``rules`` the rules of the checker that are used, and ``is_whole`` says whether the formal statement is
    the whole claim.

    >>> import proofs_check as pc
    >>> pc.proofs.logic("chitour.trace-bound").is_whole, pc.proofs.matrices("A: m x n; A' A = 0 |- A = 0").is_whole
    (True, True)
    """

    @property
    def statements(self) -> tuple[str, ...]:
        """The formal statements."""
        ...

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """The assumptions beyond the conditions in the formal statements."""
        ...

    @property
    def definitions(self) -> tuple[str, ...]:
        """What the letters are that the proof speaks about."""
        ...

    @property
    def axioms(self) -> tuple[str, ...]:
        """The textbook facts used, each with a reference."""
        ...

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of the checker that are used."""
        ...

    @property
    def is_whole(self) -> bool:
        """Whether the formal statements are the whole claim."""
        ...

    def refusal(self, formal: tuple[str, ...]) -> str | None:
        """Why the replay does not prove these formal statements, in one sentence; None where it proves them."""


@dataclass(frozen=True)
class LogicProof:
    """A theorem of :mod:`proofs_check.logic` by its id; build it with :func:`logic`.

    >>> proof = logic("chitour.trace-bound")
    >>> proof.statements == proof.theorem.statements, proof.is_whole, proof.refusal(proof.statements) is None
    (True, True, True)
    >>> proof.definitions
    ()
    >>> proof.rules, proof.hypotheses, proof.axioms[-1]
    (('the eighteen rules of docs/logic.md',), (), 'a <= b if b >= 0, a^2 <= b^2 (the square root is increasing)')
    """

    id: str

    @property
    def theorem(self) -> Any:
        """The :class:`~proofs_check.logic.FormalTheorem`."""
        from proofs_check.logic import theorem

        return theorem(self.id)

    @property
    def statements(self) -> tuple[str, ...]:
        """The formal statements that the theorem concludes."""
        return self.theorem.statements

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """The assumptions of the theorem beyond the conditions in its statements, with their remarks."""
        return tuple(_remarked(line) for line in self.theorem.uses("assumption"))

    @property
    def definitions(self) -> tuple[str, ...]:
        """What the letters are that the theorem defines."""
        return tuple(_remarked(line) for line in self.theorem.uses("definition"))

    @property
    def axioms(self) -> tuple[str, ...]:
        """The textbook facts that the theorem uses, each with a reference."""
        return tuple(f"{line.text} ({line.remark})" for line in self.theorem.textbook)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of the checker, which are the same for every theorem."""
        return ("the eighteen rules of docs/logic.md",)

    @property
    def is_whole(self) -> bool:
        """Whether the formal statements are the whole claim."""
        return self.theorem.is_whole

    def refusal(self, formal: tuple[str, ...]) -> str | None:
        """Why the replay does not prove these formal statements, in one sentence; None where it proves them."""
        from proofs_check.logic.indices import RefusedError

        try:
            self.theorem.replay()
            stated = self.theorem.is_stated_by(formal)
        except RefusedError as refused:
            return f"the proof of {self.id} is refused: {refused}."
        except RecursionError:
            return f"the proof of {self.id} is refused: a formula in it or in the formal statement is nested too deep."
        if not stated:
            return f"the formal statement of the claim is not the conclusion of the proof of {self.id}."
        return None


def _remarked(line: Any) -> str:
    return f"{line.text} ({line.remark})" if line.remark else line.text


@dataclass(frozen=True)
class MatrixProof:
    """Questions about matrices of any size, each with its shipped certificate; build it with :func:`matrices`.

    >>> proof = matrices("A: n |- A = A'")                     # false, so that no certificate is shipped
    >>> proof.statements, proof.is_whole, proof.refusal(proof.statements) is None
    (("A: n |- A = A'",), True, False)
    >>> proof.hypotheses, proof.axioms, proof.definitions
    ((), (), ())
    """

    questions: tuple[str, ...]
    is_whole: bool = True
    is_complex: bool = False

    @property
    def statements(self) -> tuple[str, ...]:
        """The questions that are proved."""
        return self.questions

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """None beyond the equations in the questions."""
        return ()

    @property
    def definitions(self) -> tuple[str, ...]:
        """None: a question declares its letters itself."""
        return ()

    @property
    def axioms(self) -> tuple[str, ...]:
        """Beyond the rules of the checker none."""
        return ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of the rules that occur in the replayed certificates, sorted."""
        sentences = [_replayed(path_of(question), question) for question in self.questions]
        return tuple(
            sorted({rule for said in sentences for rule in said.rpartition(" by ")[2].rstrip(".").split(", ")})
        )

    def refusal(self, formal: tuple[str, ...]) -> str | None:
        """Why the certificates do not prove these formal statements, in one sentence; None where they prove them."""
        from proofs_check.matrix_questions import MatrixProofRefusedError

        if formal != self.statements:
            return "the formal statement of the claim is not the question that is proved."
        try:
            sentences = [_replayed(path_of(question), question) for question in self.questions]
        except MatrixProofRefusedError as refused:
            return f"the proof is refused: {refused}"
        if not all(sentence.startswith("proved") for sentence in sentences):
            return f"a certificate is not a proof: {'; '.join(sentences)}"
        if self.is_complex and self.rules != (RING_RULE,):
            return f"the claim is about complex matrices, and the rules {', '.join(self.rules)} hold for real ones."
        return None


def path_of(question: str) -> Path:
    """The file of the certificate, named after the question's text.

    >>> path_of("A: n |- A = A'").suffix
    '.json'
    """
    return CERTIFICATES / f"{hashlib.sha256(question.encode()).hexdigest()[:16]}.json"


@cache
def _replayed(path: Path, question: str) -> str:
    """The checker's answer to the certificate of the question; ``MatrixProofRefusedError`` if it settles nothing."""
    from proofs_check.matrix_proofs import check

    return check(certificate_of(path, question))


def certificate_of(path: Path, question: str) -> dict[str, Any]:
    """The certificate in the file; ``MatrixProofRefusedError`` if it is missing or belongs to another question.

    >>> certificate_of(path_of("A: n |- A = A'"), "A: n |- A = A'")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    proofs_check.matrix_questions.MatrixProofRefusedError: no certificate of the question ...
    """
    from proofs_check.matrix_questions import MatrixProofRefusedError

    try:
        raw = path.read_bytes()
        certificate = json.loads(raw) if len(raw) <= MOST_BYTES else None
    except FileNotFoundError:
        raise MatrixProofRefusedError(
            f"no certificate of the question {cut(question)!r} comes with this package; for a question of your own "
            "write one by `symdln prove QUESTION --json FILE` and check it by `proofs-check verify FILE`."
        ) from None
    except (OSError, ValueError, RecursionError):
        certificate = None
    if not isinstance(certificate, dict) or certificate.get("question") != question:
        raise MatrixProofRefusedError(
            f"the file {path.name} is not a certificate of the question that the claim states."
        )
    return certificate


def logic(id: str) -> LogicProof:
    """The theorem with this id in :mod:`proofs_check.logic`.

    >>> from proofs_check.language.proofs import logic
    >>> logic("chitour.trace-bound").is_whole
    True
    >>> logic("chitour.trace-bound").refusal(("tr(S Z) <= norm(Z) tr(S) if S psd",))
    'the formal statement of the claim is not the conclusion of the proof of chitour.trace-bound.'
    """
    return LogicProof(id)


def matrices(*questions: str, part: bool = False, complex: bool = False) -> MatrixProof:
    """Questions in the language of ``symdln prove``, proved by certificates that are shipped for exactly these texts.

    ``part=True`` says that they are a part of the claim only, ``complex=True`` that the claim is about complex matrices
    with plain transposes, for which only sums of multiples of equations are a proof.

    >>> from proofs_check.language.proofs import matrices
    >>> matrices("A: n |- A = A'").refusal(("A: n |- A = A'",))[:36]
    'the proof is refused: no certificate'
    """
    return MatrixProof(questions, not part, complex)


def store(question: str, budget: float = 60) -> Path:
    """Search for a proof of the question and write its certificate to the place where :func:`matrices` finds it.

    Raises ``InputError`` if none is found; it is meant for authors of claims, and no run calls it.
    """
    from symdln import prove
    from symdln.files import write_text

    answer = prove(question, budget=budget)
    if answer.verdict != "proved":
        raise InputError(f"no proof was found: the question is {answer.verdict}.")
    CERTIFICATES.mkdir(exist_ok=True)
    path = path_of(question)
    return write_text(path, json.dumps(answer.certificate, separators=(",", ":")) + "\n")
