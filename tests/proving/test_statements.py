"""Every listed statement is proved and every false neighbour refuted, and a checker that shares no code agrees."""

import json

import pytest
import statement_list

import symdln as dln
from proofs_check import matrix_proofs
from proofs_check.matrix_questions import MatrixProofRefusedError, QuestionReader
from symdln.proving.answer import counterexample_data
from symdln.proving.clock import Clock
from symdln.proving.language import read
from symdln.proving.refute import Counterexample, Refuter

SECONDS = 300  # never reached; so long that a busy machine changes no answer
DRAWS = 40


@pytest.mark.parametrize("stated", statement_list.parameters())
def test_the_answer_is_right_and_its_certificate_is_accepted(stated):
    answer = dln.prove(stated.question, budget=SECONDS)
    assert answer.verdict == ("proved" if stated.holds else "refuted")
    sentence = matrix_proofs.check(json.loads(json.dumps(answer.certificate)))
    assert sentence.startswith(answer.verdict)


@pytest.mark.parametrize("stated", statement_list.parameters())
def test_the_two_readers_agree(stated):
    one, other = read(stated.question), QuestionReader(stated.question)
    assert [(fact.polynomial, fact.shape) for fact in one.hypotheses] == other.facts
    assert [(claim.polynomial, claim.shape) for claim in one.claims] == other.claims
    assert (one.alphabet.shapes, one.alphabet.symmetric) == (other.shapes, other.symmetric)
    assert (one.alphabet.scalars, one.alphabet.sizes) == (other.scalars, other.sizes)


@pytest.mark.parametrize("stated", statement_list.parameters(holds=True))
def test_what_is_proved_holds_at_exact_instances(stated):
    """The checker, told that an instance refutes the statement, evaluates it in fractions and refuses."""
    question = read(stated.question)
    refuter, clock = Refuter(question, seed=7), Clock(SECONDS)
    sizes = refuter.all_sizes()
    for _ in range(DRAWS):
        instance = refuter.draw(next(sizes), clock)
        if instance is None:
            continue
        for claim in range(len(question.claims)):
            with pytest.raises(MatrixProofRefusedError, match="the claim holds at these matrices"):
                matrix_proofs.check(counterexample_data(question, Counterexample(instance, claim)))


def test_there_are_as_many_statements_as_the_documentation_says(repository):
    """Of the true ones, and of the false ones."""
    listed = statement_list.stated()
    counts = [sum(one.holds is holds for one in listed) for holds in (True, False)]
    assert f"{counts[0]} true and {counts[1]} false" in (repository / "docs/prove.md").read_text(encoding="utf-8")


def balanced(depth: int) -> str:
    """The statement that balanced layers make the product's Gram matrices powers, for this depth."""
    layers = "; ".join(f"W{j}: d{j} x d{j - 1}" for j in range(1, depth + 1))
    equal = "; ".join(f"W{j + 1}' W{j + 1} = W{j} W{j}'" for j in range(1, depth))
    product = " ".join(f"W{j}" for j in range(depth, 0, -1))
    return f"{layers}; {equal}; P := {product}; T := W{depth} W{depth}' |- P P' = T^{depth}"


@pytest.mark.parametrize("depth", [2, 6, 12, 20])
def test_balanced_layers_of_any_named_depth(depth):
    answer = dln.prove(balanced(depth), budget=SECONDS)
    assert answer.verdict == "proved"
    assert len(answer.hypotheses_used) == depth - 1
    assert matrix_proofs.check(answer.certificate).startswith("proved")


def decayed(depth: int) -> str:
    """The gradient equations with weight decay give balanced layers."""
    layers = "; ".join(f"W{j}: d{j} x d{j - 1}" for j in range(1, depth + 1))
    equations = []
    for j in range(1, depth + 1):
        after = " ".join(f"W{i}'" for i in range(j + 1, depth + 1))
        before = " ".join(f"W{i}'" for i in range(1, j))
        equations.append(f"{after} E {before} + l W{j} = 0")
    claims = ", ".join(f"l W{j + 1}' W{j + 1} = l W{j} W{j}'" for j in range(1, depth))
    return f"{layers}; E: d{depth} x d0; l: scalar; {'; '.join(equations)} |- {claims}"


@pytest.mark.parametrize("depth", [2, 5, 12])
def test_decayed_layers_are_balanced_at_any_named_depth(depth):
    answer = dln.prove(decayed(depth), budget=SECONDS)
    assert answer.verdict == "proved"
    assert answer.rules == ("combination",)
    assert matrix_proofs.check(answer.certificate).startswith("proved")
