"""The textbook facts are tried on exact matrices, and planted false ones must be caught by the same trials."""

from __future__ import annotations

import random
import re

import pytest

from proofs_check.logic import formal, replay, syntax
from proofs_check.logic.evaluate import Evaluator
from tests.proofs_check.logic.support import instance

AXIOMS = [line for line in syntax.theory_text(replay.text_of("textbook")).lines if line.role == "axiom"]


def tried(text: str, seed: int, draws: int) -> list[bool | None]:
    """What a statement says at the draws that meet its hypotheses."""
    rng, statement, found = random.Random(seed), syntax.statement(text), []
    for _ in range(draws):
        evaluator = Evaluator(instance(rng, text))
        if evaluator.hypotheses(statement):
            found.append(evaluator.statement(statement))
    return found


@pytest.mark.parametrize("axiom", AXIOMS, ids=lambda line: line.name)
def test_a_textbook_fact_holds_at_exact_instances(axiom: syntax.Line):
    answers = tried(axiom.text, seed=7, draws=300)
    assert False not in answers
    assert answers.count(True) >= 40


PLANTED = [
    "norm(A) + norm(B) <= norm(A + B)",
    "norm(A) = tr(A' A)",
    "norm(A)^2 = tr(A' A) + 1",
    "norm(A) norm(B) <= tr(A' B)",
    "norm(A D) = norm(A) norm(D)",
    "S^m psd if m >= 0",
    "tr(S) I - 2 S psd if S psd",
    "S - tr(S) I psd if S psd",
    "tr(S) I - S psd",
    "tr(S Q) >= 0 if S psd",
    "tr(S Q) >= tr(S) tr(Q) if S psd, Q psd",
    "S - eig(S, r) I psd",
    "eig(S, i) >= 0 if 1 <= i <= r",
    "eig(S, i) <= 0 if S psd, 1 <= i <= r",
    "eig(S, i) <= eig(S + Q, i) if 1 <= i <= r",
    "eig(S, i) + eig(Q, i) <= eig(S + Q, i) if 1 <= i <= r",
    "eig(S + Q, i) <= eig(S, i) if Q psd, 1 <= i <= r",
    "eig(S + u I, i) = eig(S, i) - u if 1 <= i <= r",
    "eig(A' A, i) = 0 if 1 <= i <= s",
    "eig(A' A, i) = eig(A A', i) if 1 <= i <= r, i <= s",
    "A = 0 if tr(A' A) <= 1",
    "A = 0 if tr(A' B) <= 0",
    "S = Q if S^m = Q^m, m >= 1",
    "S = Q if S psd, Q psd, S^m = Q^m, m >= 0",
    "S = Q if S psd, Q psd, tr(S) = tr(Q)",
    "Zinv Z = I if Z Zinv = Zinv Z",
    "Zinv = Z if Z Zinv = I",
    "a <= b if a^2 <= b^2",
    "a <= b if b >= 0, a^2 <= b^2 + 1",
    "b >= 0 if a b >= 0",
    "b >= 0 if a >= 0, a b >= 0",
    "tr(S)^m <= tr(S^m) if S psd, m >= 1",
    "1/2 tr(S)^m <= tr(S^m) if S psd, m >= 1",
    "a = b if a <= b",
    "Z = tr(Z) I",
    "Z = tr(Z) I if r <= 2",
    "s <= r if A Ainv = I",
    "r <= s if Ainv A = I",
    "r + 1 <= s if A Ainv = I",
]


@pytest.mark.parametrize("text", PLANTED)
def test_a_false_fact_is_caught(text: str):
    assert False in tried(text, seed=7, draws=300)


def test_every_textbook_fact_has_a_reference_or_is_about_reals():
    for axiom in AXIOMS:
        assert axiom.name.startswith("real.") or re.search(r"Horn, Johnson", axiom.remark), axiom.name
        assert axiom.remark


def test_every_textbook_fact_is_used():
    used = {line.name for name in formal.names() for line in formal.theorem(name).uses("axiom")}
    assert used == {axiom.name for axiom in AXIOMS}


def test_no_textbook_fact_is_a_theorem():
    for name in formal.names():
        theorem = formal.theorem(name)
        reading = replay.theory(theorem.theory).reading
        proved = [reading.statement(part.text)[1] for part in theorem.parts]
        assert not {reading.statement(axiom.text)[1] for axiom in AXIOMS} & set(proved)
