"""Letters for the entries of weights are all different."""

import symdln as dln
from proofs_check.certificates import letters


def test_letters_are_all_different():
    flat = [entry for weight in letters(dln.Problem.canonical((1,), (6, 6, 6))) for row in weight for entry in row]
    assert len(set(flat)) == len(flat) == 72
    assert flat[:2] == ["a", "b"]
    assert flat[26] == "aa"
