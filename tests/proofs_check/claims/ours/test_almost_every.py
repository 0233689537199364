"""The claims ``ours.almost-every``: cases by hand."""

from fractions import Fraction

import symdln as dln
from proofs_check.claims.ours import almost_every as claims
from proofs_check.claims.ours.almost_every import Architecture, Equilibrium


def test_zero_with_one_unit_in_each_layer() -> None:
    # L = (c b a - 1)^2 / 2 at a = b = c = 0: C_1 = b^2 - a^2 = 0 has rank 0 < 1
    point = dln.Point(dln.Problem.canonical((1,), (1, 1, 1, 1)), [[[0]], [[0]], [[0]]])
    assert claims.invariants_are_exceptional.at(point).holds


def test_a_common_eigenvalue_by_hand() -> None:
    # four layers of one unit at b = 2 and a = c = d = 0: C_1 = b^2 - a^2 = 4 and - C_2 = b^2 - c^2 = 4
    point = dln.Point(dln.Problem.canonical((1,), (1,) * 5), [[[0]], [[2]], [[0]], [[0]]])
    assert point.is_critical
    assert claims.common_eigenvalue(point, 1).holds
    assert claims.common_eigenvalue(point, 2).fails  # W_3 is zero


def test_architectures_by_hand() -> None:
    assert claims.architecture_is_settled.at(Architecture((1, 1, 1, 1), 1)).holds
    assert claims.wide_layer_is_enough.at(Architecture((2, 2, 3, 2), 2)).holds
    assert claims.one_string_architectures.at(Architecture((3, 2, 2, 2), 2)).holds
    assert claims.one_string_architectures.at(Architecture((4, 4, 4, 4), 4)).fails


def test_equilibria_on_the_round_sphere() -> None:
    # f = - xyz with x^2 + y^2 + z^2 = 3: at (1, 1, -1), grad f = (-yz, -xz, -xy) = (1, 1, -1) = 3 f G theta, f = 1,
    # G = 1/3; the Hessian [[0, 1, -1], [1, 0, -1], [-1, -1, 0]] is -1 across theta, less 3 f G = 1: twice -2
    third = Fraction(1, 3)
    round_one = ((third, 0, 0), (0, third, 0), (0, 0, third))
    assert claims.equilibria_are_unstable.at(Equilibrium((1, 1, -1), round_one)).holds
    assert claims.equilibria_are_unstable.at(Equilibrium((1, 0, 0), round_one)).holds
    assert claims.equilibria_are_unstable.at(Equilibrium((1, 1, 0), round_one)).fails  # not critical


def test_invariants_fill_an_open_set_where_nothing_decides() -> None:
    # widths (2, 2, 2, 2), r = 1: the kind has 6 dimensions, and C_1, C_2 have 3 + 3 entries
    points = list(claims.open_points((2, 2, 2, 2)))
    assert max(map(claims.rank_on_kind, points)) == 6
    assert claims.invariants_alone_do_not_decide.at((2, 2, 2, 2)).holds


def test_a_settled_architecture_has_no_kind_that_is_left() -> None:
    assert not list(claims.open_points((2, 3, 2, 2)))
