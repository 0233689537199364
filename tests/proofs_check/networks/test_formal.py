"""Formal statements at exact values: the outcome says where their hypotheses are not met, so that they say nothing."""

from fractions import Fraction

import symdln as dln
from proofs_check.language.outcome import all_of, holds
from proofs_check.logic.layers import Layers
from proofs_check.networks.formal import SILENT_HERE, TRUE_HERE, formal_at, formal_at_layers
from proofs_check.networks.formal_letters import formal_at_letters

Z = dln.Matrix([[0, 1], [1, 0]])  # norm 1


def test_single_matrices():
    """tr(S Z) <= ||Z|| tr S for S positive semidefinite: 2 <= 3 here.  S = diag(1, -1) is none, and 0 <= 0 not said."""
    assert formal_at("chitour.trace-bound", S=dln.Matrix([[2, 1], [1, 1]]), Z=Z) is TRUE_HERE
    assert formal_at("chitour.trace-bound", S=dln.Matrix.diagonal([1, -1]), Z=Z) is SILENT_HERE


def test_letters():
    """square^(2 n) = 1 if square = 1, the only statement of the theorem with no other letters."""
    assert formal_at_letters("lucchi.xavier", {"n": 1, "square": 1}) is TRUE_HERE
    assert formal_at_letters("lucchi.xavier", {"n": 1, "square": Fraction(1, 2)}) is SILENT_HERE


def test_layers():
    """Lemma 2.4 has at least two layers; one says nothing."""
    one, zero = dln.Matrix.identity(2), dln.Matrix.zeros(2, 2)
    assert formal_at_layers("chitour.lemma2.4.explicit", Layers([one, one], zero)) is TRUE_HERE
    assert formal_at_layers("chitour.lemma2.4.explicit", Layers([one], zero)) is SILENT_HERE


def test_a_sentence_that_several_outcomes_have_stands_once():
    assert all_of(TRUE_HERE, holds("the ranks agree"), TRUE_HERE).sentence == (
        "the formal statement is true here; the ranks agree"
    )
