"""The claims ``du.balance``: cases by hand."""

import symdln as dln
from proofs_check.claims.du.balance import norms


def test_two_numbers() -> None:
    # L = (a b - 1)^2 / 2 at a = 2, b = 3: the flow is -5 (3, 2), and a a' = -30 = b b'
    assert norms.at(dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[[2]], [[3]]])).holds
