"""Filters as polynomials: cases by hand."""

import symdln as dln
from proofs_check.facts.filters import convolution, derivative, end_to_end, share_a_root, spread


def test_compositions_by_hand() -> None:
    assert spread([1, 2, 3], 2) == [1, 0, 2, 0, 3]
    assert end_to_end([(1, 2), (3, 4)], (2, 1)) == [3, 6, 4, 8]  # (1 + 2 x)(3 + 4 x^2)
    assert convolution((1, 2), 2, 2) == dln.Matrix([[1, 2, 0, 0], [0, 0, 1, 2]])


def test_the_derivative_by_hand() -> None:
    # of (a c, a d + b c, b d) by a, b, c, d at a = 1, b = 2, c = 3, d = 4
    assert derivative((((1, 2), (3, 4)), (1, 1))) == dln.Matrix([[3, 0, 1, 0], [4, 3, 2, 1], [0, 4, 0, 2]])


def test_common_roots() -> None:
    assert share_a_root((1, 3, 2), (1, 1))  # (1 + x)(1 + 2 x) and 1 + x
    assert share_a_root((1, 0, 1), (2, 0, 2))  # i and -i
    assert share_a_root((1, 0), (2, 1, 0))  # both at infinity
    assert not share_a_root((1, 0), (0, 1))  # infinity and 0
    assert not share_a_root((2, -1), (1, 1))
