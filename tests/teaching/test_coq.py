"""Derivations written for Coq: every step is there, and the commands say so.  Coq itself: tests/proofs_check/coq."""

from fractions import Fraction

import pytest

from symdln.algebra.coq_text import CoqNames, number
from symdln.errors import InputError
from symdln.teaching import derivation_names, derive
from symdln.teaching.coq import export

DEPTHS = (None, 2, 3)


@pytest.mark.parametrize("name", derivation_names())
def test_every_step_is_a_lemma(name):
    for depth in DEPTHS:
        try:
            derivation = derive(name, depth)
        except InputError:
            continue  # convexity and splitting are for some depths only
        found = export(derivation)
        assert found.missing == ()
        for step, _ in derivation.steps:
            assert f"Lemma {name.replace('-', '_')}_{step.replace('.', '_')}" in found.text


def test_what_the_first_gradient_step_says():
    text = export(derive("gradient")).text
    # 1/2 ||P X - Y||^2 = 1/2 ||A_j W_j B_j X - Y||^2 for P = A_j W_j B_j, multiplied by 2
    lemma = text[text.index("Lemma gradient_1_1") :].split("Proof.")[0]
    assert "(is_P : P = A_j *m W_j *m B_j)" in lemma
    assert lemma.rstrip().endswith("norm2 ((P *m X + - (Y))) = norm2 ((A_j *m W_j *m B_j *m X + - (Y))).")


def test_sums_over_layers_are_sums_of_networks():
    text = export(derive("second-order")).text
    assert r"\sum_(k < H) \sum_(j < k)" in text
    assert "product (moved t W V) H" in text


def test_names_are_not_words_of_coq_and_not_twice():
    names = CoqNames()
    given = [names("matrix", one) for one in ("in", "F", "Ä", "W_1", "W_1'")] + [names("size", "W_1")]
    assert len(set(given)) == len(given)
    assert not {"in", "F"} & set(given)


def test_a_fraction_is_no_number_of_a_ring():
    with pytest.raises(InputError, match="1/2 is not a whole number"):
        number(Fraction(1, 2))
