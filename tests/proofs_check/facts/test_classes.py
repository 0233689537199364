"""The main theorem of Achour, Malgouyres, Gerchinovitz as printed, and the same classes by independent exact routes."""

import symdln as dln
from proofs_check.facts import classes as theorem
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT


def scalars(*weights: int, target: int = 3) -> dln.Point:
    """All widths 1, X = 1, Y = target: L = (w_H ... w_1 - target)^2."""
    problem = dln.Problem.canonical((target,), (1,) * (len(weights) + 1), loss_factor=1)
    return dln.Point(problem, [[[weight]] for weight in weights])


def test_classes_of_scalar_networks():
    # L = (b a - 3)^2 at 0: eigenvalues 6, -6.  L = (c b a - 3)^2 at 0: zero Hessian.  At (0, 0, 1): d^2 L / da db = -6.
    for point, expected in (
        (scalars(0, 0), STRICT),
        (scalars(0, 0, 0), NON_STRICT),
        (scalars(0, 0, 1), STRICT),
        (scalars(3, 1), GLOBAL_MINIMISER),
    ):
        assert theorem.printed_class(point) == theorem.exact_class(point) == expected


def test_values_of_scalar_networks():
    assert theorem.loss_without_half(scalars(0, 0)) == 9
    halved = dln.Problem.canonical((3,), (1, 1, 1))
    assert theorem.loss_without_half(dln.Point(halved, [[[0]], [[0]]])) == 9
