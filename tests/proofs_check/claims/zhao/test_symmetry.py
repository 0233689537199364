"""The claims ``zhao.symmetry``: cases by hand."""

import symdln as dln
from proofs_check.claims.zhao.symmetry import symmetry


def test_two_numbers() -> None:
    # L = (a b - 1)^2 / 2 at a = 2, b = 3: the flow is -5 (3, 2), and a a' - b b' = -30 + 30 = 0
    point = dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[[2]], [[3]]])
    assert [G.texts() for G in point.gradient] == [[["15"]], [["10"]]]
    assert symmetry.at(point).holds
