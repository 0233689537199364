"""Section 4.1, the proof of Proposition 5: cases by hand."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.claims.chitour.parts import prop5_forms
from proofs_check.claims.chitour.parts.lemma3 import block_diagonal
from proofs_check.claims.chitour.parts.prop5_forms import ALL_NEW, form_matrix
from proofs_check.claims.chitour.parts.shallow_frames import frame

# -- (31) and (28) -----------------------------------------------------------------------------------------------------


def test_form_31_by_hand() -> None:
    # widths (1, 1, 1), W = 0, s = 1: L = 1/2 (1 - e d)^2, so H = - e_2 delta_2, with matrix -1/2 off the diagonal
    f = frame(((1, 1, 1), (), 0, 0))
    half = Fraction(-1, 2)
    assert form_matrix(f, prop5_forms.twice_form, ALL_NEW) == dln.Matrix([[0, half], [half, 0]])
    assert f.point.hessian == dln.Matrix([[0, -1], [-1, 0]])


# -- Q_1 ---------------------------------------------------------------------------------------------------------------


def test_pairs_of_variables_are_seen_only_where_the_others_vanish() -> None:
    matrix = dln.Matrix([[1, 0, 5, 0], [0, 2, 0, 6], [5, 0, 3, 0], [0, 6, 0, 4]])
    assert prop5_forms.in_pairs(matrix) == [dln.Matrix([[1, 5], [5, 3]]), dln.Matrix([[2, 6], [6, 4]])]
    assert prop5_forms.in_pairs(block_diagonal(dln.Matrix([[1, 1], [1, 1]]), dln.Matrix([[1, 1], [1, 1]]))) is None
    assert prop5_forms.in_pairs(dln.Matrix.zeros(0, 0)) == []
