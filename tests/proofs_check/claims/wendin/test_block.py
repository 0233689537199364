"""The claims ``wendin.block``: cases by hand."""

import symdln as dln
from proofs_check.claims.wendin.block import block, block_shift, power


def test_two_numbers_as_a_matrix_of_size_three() -> None:
    # A = [[0, 0, 0], [a, 0, 0], [0, b, 0]], A^2 has a b in the corner, A^3 = 0
    A = block_shift([1, 1, 1], 1, [dln.Matrix([[2]]), dln.Matrix([[3]])])
    assert A.texts() == [["0", "0", "0"], ["2", "0", "0"], ["0", "3", "0"]]
    assert power(A, 2).texts() == [["0", "0", "0"], ["0", "0", "0"], ["6", "0", "0"]]
    assert power(A, 3).is_zero()
    assert block.at(dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[[2]], [[3]]])).holds
