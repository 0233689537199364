"""The claims ``marcotte.residual``: cases by hand."""

import symdln as dln
from proofs_check.claims.marcotte.residual import differences, fields, residual

POINT = dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[[2]], [[3]]])


def test_the_fields_of_two_numbers_are_multiples_of_one() -> None:
    # the gradient of (3 * 2 + s - t)^2 / 2 by (a, b) is (6 + s - t) (3, 2)
    rows = list(fields(POINT, dln.Matrix([[1]])))
    assert rows == [[21, 14], [18, 12]]
    assert dln.Matrix(differences(rows)).rank() == 1
    assert residual.at(POINT).holds
