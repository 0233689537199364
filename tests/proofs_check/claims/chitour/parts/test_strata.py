"""Section 4: with one hidden layer, the strata of critical points, their values, their number, and hyperbolicity."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts import strata
from proofs_check.claims.chitour.parts import strata as strata_parts

# -- normal hyperbolicity ----------------------------------------------------------------------------------------------


def test_at_depth_3_some_saddles_have_no_negative_eigenvalue() -> None:
    def at_zero(point: dln.Point) -> bool:
        return all(weight.is_zero() for weight in point.weights)

    zero = dln.Point(dln.Problem.canonical((3,), (1, 1, 1, 1)), [[[0]], [[0]], [[0]]])
    assert at_zero(zero)
    assert strata_parts.has_both_signs(zero).fails


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_points_moved_along_a_stratum_stay_critical_with_the_same_product() -> None:
    problem = dln.Problem.canonical((3, 2), (3, 3, 2))
    for kind in problem.kinds():
        point = kind.representative(1)
        moved = strata.moved_by_shear(point)
        assert moved.is_critical
        assert moved.end_to_end == point.end_to_end
        assert moved.weights != point.weights or point.loss == problem.constant


def test_tangent_vectors_are_derivatives_of_the_parametrisation() -> None:
    # along G = I + t C with C^2 = 0, so G^-1 = I - t C, and F = t F_1, W(t) is a polynomial of degree 2 in t:
    # central differences are exact
    problem = dln.Problem.canonical((3,), (2, 2, 1))
    point = dln.Point(problem, [[[3, 0], [5, 7]], [[1, 0]]])
    C, F = dln.Matrix([[0, 1], [0, 0]]), dln.Matrix([[1]])
    eye = dln.Matrix.identity(2)
    ahead, behind = (strata.moved_along_stratum(point, eye + t * C, t * F) for t in (1, -1))
    slope = [
        x - y
        for a, b in zip(ahead.weights, behind.weights, strict=True)
        for x, y in zip(a.entries(), b.entries(), strict=True)
    ]
    vectors = strata.tangent_vectors(point)  # columns: C = E_11, E_12, E_21, E_22, then F = 1
    assert [x / 2 for x in slope] == (vectors.column(1) + vectors.column(4)).entries()
