"""Answers: what is reported with a proof, a counterexample or an open question, and that budgets are kept."""

import time
from dataclasses import replace
from fractions import Fraction

import pytest

import symdln as dln
from proofs_check import matrix_proofs
from symdln.proving.clock import Clock, OutOfTimeError
from symdln.proving.language import read
from symdln.proving.proof import Combination, ProofTerm, Squares, Swap, WrongProofError, certificate, verify
from symdln.proving.refute import Refuter
from symdln.proving.search import attempt

PENROSE = "A B A = A; B A B = B; (A B)' = A B; (B A)' = B A; A C A = A; C A C = C; (A C)' = A C; (C A)' = C A"
UNIQUE = f"A: m x n; B C: n x m; {PENROSE} |- B = C"


def long_question(words: int) -> str:
    """A question on which completion goes on for ever: relations without end among long words."""
    hypotheses = "; ".join(f"A B^{k} A C = C A B^{k + 1} A A" for k in range(1, words))
    return f"A B C: 7 x 7; {hypotheses} |- A B C A = C B A C"


def test_the_hypotheses_that_a_proof_uses_are_reported():
    answer = dln.prove(f"A: m x n; B C: n x m; D: n; D D = D; {PENROSE} |- B = C")
    assert len(answer.hypotheses_used) == 8
    assert answer.hypotheses_unused == ("D D = D",)


@pytest.mark.parametrize(
    ("question", "rules"),
    [
        (UNIQUE, ("combination",)),
        ("A: m x n; A' A = 0 |- A = 0", ("combination", "squares")),
        ("A B: n; A B = I |- B A = I", ("combination", "swap")),
        ("A: m x n; X Y: n x k; A' A X = A' A Y |- A X = A Y", ("combination", "squares")),
    ],
)
def test_the_rules_that_a_proof_uses_are_reported(question, rules):
    assert dln.prove(question).rules == rules


def test_a_counterexample_is_evaluated_from_the_text():
    answer = dln.prove("A B: n sym |- sym A B")
    assert answer.verdict == "refuted"
    assert answer.proof is None
    found = answer.counterexample
    A, B = found.instance.matrices["A"], found.instance.matrices["B"]
    assert A.T == A
    assert B.T == B
    assert A @ B != B @ A
    assert found.instance.sizes == {"n": 2}  # 1 x 1 matrices commute, so there is no smaller one


def test_an_open_question_says_what_was_tried_and_is_not_false():
    answer = dln.prove("A B C: n; (A + B) C = I |- C (A + B) = I", budget=0.5)
    assert answer.verdict == "open"
    assert answer.certificate is None
    assert answer.rules == () == answer.hypotheses_used
    assert any("no combination of them gives the claims" in one.result for one in answer.tried)
    assert "does not mean that the statement is false" in str(answer)
    with pytest.raises(TypeError, match=r"use answer\.verdict"):
        bool(answer)


def test_contradictory_hypotheses_are_reported():
    answer = dln.prove("P: n proj; P = 2 I |- P = 7 P")
    assert answer.verdict == "proved"
    assert answer.contradictory
    assert answer.instances == 0
    assert "contradict each other: they imply" in str(answer)
    assert not dln.prove(UNIQUE).contradictory


def test_a_pseudo_inverse_may_be_introduced():
    """A X = A Z A X = (A Z)' A X = Z' A' A X = 0 with the pseudo-inverse Z of A, without any sum of squares."""
    question = read("A: m x n; X: n x k; A' A X = 0 |- A X = 0")
    assert attempt(question, Clock(60), real=False).proof is None
    proof = attempt(question, Clock(60), real=False, pseudo_inverses=(("Z1", ("A",)),)).proof
    assert proof.rules() == ["combination", "pseudo-inverse"]
    verify(proof)
    assert matrix_proofs.check(certificate(proof)) == "proved with 1 of 1 hypotheses by combination, pseudo-inverse."


def test_the_same_question_gets_the_same_answer():
    one, other = dln.prove(UNIQUE), dln.prove(UNIQUE)
    assert one.certificate == other.certificate


# -- time --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("budget", [0.2, 1.0])
@pytest.mark.parametrize("words", [4, 9])
def test_the_budget_is_kept(words, budget):
    """Measured in the processor time of this process, which other programs do not lengthen."""
    start = time.process_time()
    answer = dln.prove(long_question(words), budget=budget)
    assert answer.verdict == "open"
    assert time.process_time() - start < budget + 0.5


@pytest.mark.parametrize("budget", [0, -1, float("nan"), float("inf"), "10", True, None])
def test_a_budget_that_is_not_a_time_is_refused(budget):
    with pytest.raises(dln.InputError, match="pass seconds between 0 and 86400"):
        dln.prove(UNIQUE, budget=budget)


def test_progress_is_told_every_two_seconds(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    told: list[float] = []
    clock = Clock(10, report=told.append)
    inner = Clock(100, within=clock)
    for second in (1, 3, 4, 6, 9):
        now[0] = second
        inner.check()
    assert told == [3, 6, 9]
    now[0] = 10  # the inner clock would have gone on
    with pytest.raises(OutOfTimeError):
        inner.check()


def test_the_clock_does_not_follow_the_time_of_day(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1e12)
    assert dln.prove(UNIQUE, budget=5).verdict == "proved"


# -- the expansion that stands before every PROVED ---------------------------------------------------------------------


def damaged(proof):
    """Proofs with one term changed in one place: in a step, or in a claim."""
    for number, step in enumerate(proof.steps):
        first, *rest = step.terms
        terms = (replace(first, coefficient=first.coefficient + 1), *rest)
        yield replace(proof, steps=(*proof.steps[:number], replace(step, terms=terms), *proof.steps[number + 1 :]))
    for number, terms in enumerate(proof.claims):
        yield replace(proof, claims=(*proof.claims[:number], terms[1:], *proof.claims[number + 1 :]))


@pytest.mark.parametrize(
    "question",
    [
        UNIQUE,
        "A: m x n; tr(A' A) = 0 |- A = 0",
        "A B: n; A B = I |- B A = I",
        "U: n orth; A: n; tr(U A U') = 2 |- tr(A) = 2",
    ],
)
def test_a_damaged_proof_is_noticed(question):
    proof = dln.prove(question).proof
    verify(proof)
    count = 0
    for wrong in damaged(proof):
        with pytest.raises(WrongProofError, match="add up to"):
            verify(wrong)
        count += 1
    assert count == len(proof.steps) + 1


def test_unsound_steps_are_noticed():
    question = read("A: m x n; B: n x n; tr(A' A) = 0 |- A = 0")
    proof = dln.prove("A: m x n; B: n x n; tr(A' A) = 0 |- A = 0").proof
    trace = ProofTerm(Fraction(1), (), ("A",), 0, False, ())
    with pytest.raises(WrongProofError, match="an equation of traces is multiplied"):
        verify(replace(proof, question=question, steps=(Combination((trace,), {}, ("m", "n")),)))
    negative = Squares((), ((Fraction(-1), {((), ("A",)): Fraction(1)}, ("m", "n")),), None)
    with pytest.raises(WrongProofError, match="not positive"):
        verify(replace(proof, steps=(negative,)))
    with pytest.raises(WrongProofError, match="add up to 0"):
        verify(replace(proof, steps=(Swap((), ("B",), ("B",), "n"),)))


# -- counterexamples ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "sizes"),
    [
        ("A: m x n; A A' = I |- A' A = I", {"m": 1, "n": 2}),  # m <= n, and equality would make A orthogonal
        ("A: n; A A = 0 |- A = 0", {"n": 2}),  # a 1 x 1 matrix is not nilpotent
        ("A: n sym; B: n sym; A B = 0 |- A = 0", {"n": 1}),
        ("A: 2 x 2 |- A = A'", {}),
    ],
)
def test_counterexamples_are_small(question, sizes):
    assert dln.prove(question).counterexample.instance.sizes == sizes


def test_large_literal_sizes_are_left_to_the_search_for_proofs():
    refuter = Refuter(read("A: 50 x 50 |- A = A'"))
    assert refuter.search(Clock(0.05)) is None
    assert refuter.tried == 0
    answer = dln.prove("A: 50 x 50 |- A = A'", budget=3600)  # ends at once, for nothing else can come of it
    assert answer.verdict == "open"
    assert answer.tried[-1].result == "none, for a size is too large"


def test_draws_meet_all_hypotheses():
    question = read("S: n sym; N = inv(S); V: n x k col; P: n proj; G = pinv(V' S); t: scalar; t S = P t |- S = 0")
    refuter = Refuter(question, seed=3)
    sizes, met = refuter.all_sizes(), 0
    for _ in range(200):
        instance = refuter.draw(next(sizes), Clock(60))
        if instance is not None:
            met += 1
            assert all(instance.holds(fact) for fact in question.hypotheses)
            assert instance.matrices["S"].is_symmetric()
    assert met >= 5
