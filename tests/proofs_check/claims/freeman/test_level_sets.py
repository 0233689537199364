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
    # a turn by 90 degrees has the determinant 1; a reflection -1, so that its last row is turned round
    turn = dln.Matrix([[0, -1], [1, 0]])
    assert level_sets.with_positive_determinant(turn) == turn
    assert level_sets.with_positive_determinant(dln.Matrix([[0, 1], [1, 0]])) == dln.Matrix([[0, 1], [-1, 0]])


def test_a_stage_is_joined_to_the_weights_before_it() -> None:
    # (1, 1) to (2, 1/2) by a base change g = 2; two layers at once, or g = -1, are no path that keeps the product
    before = [dln.Matrix([[1]]), dln.Matrix([[1]])]
    after = [dln.Matrix([[2]]), dln.Matrix([["1/2"]])]
    assert level_sets.leads_to(before, level_sets.Stage(after, (1, dln.Matrix([[2]])))).holds
    assert level_sets.leads_to(before, level_sets.Stage(after, None)).fails
    opposite = [dln.Matrix([[-1]]), dln.Matrix([[-1]])]
    assert level_sets.leads_to(before, level_sets.Stage(opposite, (1, dln.Matrix([[-1]])))).fails


def test_a_hat_by_hand() -> None:
    # r^2 = 1/2, z = 0: 1/2 * (1/2 - 1) = -1/4; on the axis the value is 0
    assert level_sets.hat(Fraction(1, 2), Fraction(1, 2), Fraction(0)) == Fraction(-1, 4)
    assert level_sets.hat(Fraction(0), Fraction(0), Fraction(5)) == 0
    assert level_sets.local_minima.at("a hat").fails
