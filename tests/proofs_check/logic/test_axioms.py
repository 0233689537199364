"""The textbook facts are tried on exact matrices, and planted false ones must be caught by the same trials."""

from __future__ import annotations

import random
import re

import pytest

import symdln as dln
from proofs_check.logic import formal, replay, syntax
from proofs_check.logic.evaluate import Evaluator
from symdln.algebra.matrix import hstack
from tests.proofs_check.logic.support import ROTATION, instance

TEXTBOOK = syntax.theory_text(replay.text_of("textbook")).lines
EXISTENCE = [line for line in TEXTBOOK if line.role == "existence"]
ONE = dln.Matrix.identity(1)
AXIOMS = [line for line in TEXTBOOK if line.role == "axiom"]


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


PROVED_FROM_LESS = {
    "eig.least": "S - eig(S, 1) I psd",
    "eig.nonnegative": "eig(S, i) >= 0 if S psd, 1 <= i <= r",
    "eig.monotone": "eig(S, i) <= eig(S + Q, i) if Q psd, 1 <= i <= r",
    "eig.shift": "eig(S + u I, i) = eig(S, i) + u if 1 <= i <= r",
    "eig.minus": "eig(-S, i) = -eig(S, r + 1 - i) if 1 <= i <= r",
    "eig.gram": "eig(A' A, i + s - r) = eig(A A', i) if s >= r, 1 <= i <= r",
    "eig.gram-zeros": "eig(A' A, i) = 0 if 1 <= i <= s - r",
    "inverse.sides": "Zinv Z = I if Z Zinv = I",
}


@pytest.mark.parametrize("name", PROVED_FROM_LESS)
def test_a_fact_about_eigenvalues_is_proved_and_holds_at_exact_instances(name: str):
    made = replay.shipped("traces").get(name)
    hypotheses, conclusion = replay.theory("traces").reading.statement(PROVED_FROM_LESS[name])
    assert (made.hypotheses, made.conclusion) == (hypotheses, conclusion)
    answers = tried(PROVED_FROM_LESS[name], seed=7, draws=150)
    assert False not in answers
    assert answers.count(True) >= 10


PLANTED = [
    "eig(S, r + 1 - span) - b >= 0 if Span' S Span - b Span' Span psd, span <= r",
    "a (eig(S, r + 1 - span) - b) >= 0 if Span' S Span - b Span' Span psd, a >= 0, span <= r",
    "a (eig(S, r + 1 - span) - b) >= 0 if Span' Span - a I psd, a >= 0, span <= r",
    "a (eig(S, r - span) - b) >= 0 if Span' S Span - b Span' Span psd, Span' Span - a I psd, a >= 0, span <= r - 1",
    "a (b - eig(S, span)) >= 0 if b Span' Span - Span' S Span psd, a >= 0, span <= r",
    "a (b - eig(S, span + 1)) >= 0 if b Span' Span - Span' S Span psd, Span' Span - a I psd, a >= 0, span <= r - 1",
    "a <= 0 if Span' Span - a I psd, r <= span",
    "a <= 0 if Span' Span - a I psd",
    "Ainv A = I if A Ainv = I",
    "Ainv A = I if A Ainv = I, r <= s",
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


def eigenvectors(text: str, values: list[int], span: int, turned: dln.Matrix) -> list[bool | None]:
    """The facts of an existence line for ``S = Q diag(values) Q'`` and the columns of Q that it speaks of."""
    r, S = len(values), turned @ dln.Matrix.diagonal(values) @ turned.T
    columns = range(r - span, r) if "r + 1 - span" in text else range(span)
    known = {"r": r, "span": span, "S": S, "Span": hstack([turned.column(k) for k in columns])}
    evaluator = Evaluator({name: (lambda value=value: value) for name, value in known.items()})
    return [evaluator.holds(fact) for fact in syntax.existence(text).facts]


@pytest.mark.parametrize("line", EXISTENCE, ids=lambda line: line.name)
def test_what_is_said_to_exist_is_exhibited(line: syntax.Line):
    for values, turned in (([-1, 2], ROTATION), ([0, 0], ROTATION), ([-2, -2, 3], dln.Matrix.identity(3)), ([1], ONE)):
        for span in range(1, len(values) + 1):
            assert eigenvectors(line.text, values, span, turned) == [True] * 3


@pytest.mark.parametrize("line", EXISTENCE, ids=lambda line: line.name)
@pytest.mark.parametrize("turned", [ROTATION, dln.Matrix.identity(2)])
def test_eigenvectors_of_other_eigenvalues_are_not(line: syntax.Line, turned: dln.Matrix):
    # A square Span is orthogonal, so Span' S Span has the trace 1: neither at least 2 nor at most 0.
    false = line.text.replace("eig(S, r + 1 - span)", "eig(S, r + 2 - span)").replace(
        "eig(S, span)", "eig(S, span - 1)"
    )
    assert false != line.text
    text = false.replace("r + 2 - span", "r + 1 - span + 1")
    assert eigenvectors(text, [0, 1], 2, turned)[-1] is False


def test_every_textbook_fact_has_a_reference_or_is_about_reals():
    for axiom in (*AXIOMS, *EXISTENCE):
        assert axiom.name.startswith("real.") or re.search(r"Horn, Johnson", axiom.remark), axiom.name
        assert axiom.remark


def test_every_textbook_fact_is_used():
    used = {line.name for name in formal.names() for line in formal.theorem(name).textbook}
    assert used == {line.name for line in (*AXIOMS, *EXISTENCE)}


def test_no_textbook_fact_is_a_theorem():
    for name in formal.names():
        theorem = formal.theorem(name)
        reading = replay.theory(theorem.theory).reading
        proved = [reading.statement(part.text)[1] for part in theorem.parts]
        assert not {reading.statement(axiom.text)[1] for axiom in AXIOMS} & set(proved)
