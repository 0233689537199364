"""The stored matrix proofs as objects: nothing is lost, what is wrong is refused, all but identities are written."""

import copy

import pytest

from proofs_check.coq.exports import MOST_FACTORS, longest_word, matrix_certificates
from proofs_check.coq.stored import stored_proof
from symdln.proving.coq import is_identity, proofs_coq
from symdln.proving.proof import WrongProofError, certificate

STORED = matrix_certificates()
BALANCED = next(one for one in STORED if one["question"].startswith("W: dy x p; V: p x dx; X: dx x m; F: dy x dx"))


def test_every_stored_proof_comes_back_as_it_was_stored():
    assert len(STORED) >= 22
    assert all(certificate(stored_proof(one)) == one for one in STORED)


def test_a_changed_number_is_refused():
    changed = copy.deepcopy(BALANCED)
    changed["steps"][0]["terms"][0]["coefficient"] += "1"
    with pytest.raises(WrongProofError, match="the terms add up to"):
        stored_proof(changed)


def test_a_proof_that_was_written_by_hand_is_written_for_coq():
    """The search leaves this question open, and its stored proof is exported all the same."""
    text = proofs_coq(stored_proof(BALANCED))
    assert text.count("Theorem proved ") == 1
    assert "(sym_K : K^T = K)" in text
    assert "((K) = 0)" in text


def test_some_stored_claims_are_identities_and_these_alone_are_left_out():
    left_out = [one["question"] for one in STORED if is_identity(stored_proof(one))]
    assert 0 < len(left_out) < len(STORED) / 2
    assert all(" |- " in question for question in left_out)


def test_one_proof_is_left_out_for_its_long_words():
    # in U' U D V' V E R' R F T' X X' T F' R' there are 15 factors, and V D' stands before it
    long = [one["question"] for one in STORED if longest_word(stored_proof(one)) > MOST_FACTORS]
    assert [question[:18] for question in long] == ["U: e orth; V: b or"]
    (proof,) = (stored_proof(one) for one in STORED if one["question"] == long[0])
    assert longest_word(proof) == 17
