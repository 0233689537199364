"""The claims ``freeman.level-sets``: cases by hand."""

from fractions import Fraction

import symdln as dln
from proofs_check.claims.freeman import level_sets


def test_scalar_layers_have_two_parts() -> None:
    # (a b - 1)^2 / 2 is 0 at (1, 1) and (-1, -1), and 1/2 where a = 0
    assert level_sets.connected.at((1, 1, 1)).fails
    assert level_sets.connected_corrected.at((1, 2, 1)).holds


def test_the_path_from_zero_to_the_normal_form() -> None:
    # (0, 0)(0, 0)^T: the row is completed to a unit vector, and the normal form is (1, 0)(0, 0)^T
    start = [dln.Matrix([[0], [0]]), dln.Matrix([[0, 0]])]
    found = [stage.weights for stage in level_sets.stages(start)][-1]
    assert found[1] == dln.Matrix([[1, 0]])
    assert found[0].is_zero()


def test_signs_of_determinants() -> None:
    assert level_sets.is_positive(dln.Matrix([[0, -1], [1, 0]]))
    assert not level_sets.is_positive(dln.Matrix([[0, 1], [1, 0]]))
    assert not level_sets.is_positive(dln.Matrix([[1, 1], [1, 1]]))


def test_a_hat_by_hand() -> None:
    # r^2 = 1/2, z = 0: 1/2 * (1/2 - 1) = -1/4; on the axis the value is 0
    assert level_sets.hat(Fraction(1, 2), Fraction(1, 2), Fraction(0)) == Fraction(-1, 4)
    assert level_sets.hat(Fraction(0), Fraction(0), Fraction(5)) == 0
    assert level_sets.local_minima.at("a hat").fails
