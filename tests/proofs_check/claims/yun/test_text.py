"""The claims ``yun.lemma3``, ``yun.prop3`` and ``yun.any-loss``: cases by hand."""

import symdln as dln
from proofs_check.claims.yun import any_loss, lemma3, prop3


def test_norms_of_products_by_hand() -> None:
    # A = (2, 0)^T turned, B = (-1): |A B|^2 = 4 = 2^2 * 1
    pair = lemma3.Pair((2,), 2, ((-1,),))
    assert (pair.A @ dln.Matrix(pair.B)).norm_squared() == 4
    assert lemma3.left.at(pair).holds


def test_two_scalar_layers_at_zero() -> None:
    # (a b - 1)^2 at a = b = 0: critical, and the gradient -2 by the product remains: along a = b = t and a = -b = t
    # the loss is (t^2 - 1)^2 < 1 and (t^2 + 1)^2 > 1
    zero = any_loss.Network("squares", (((0,),), ((0,),)))
    assert any_loss.saddle.at(zero).holds
    assert any_loss.corollary.at(zero).holds
    # two wells (r^2 - 1)^2 at a b = 0: the gradient by the product is 0, and 0 is a maximum of the loss
    wells = any_loss.Network("two wells", (((0,),), ((1,),)))
    assert any_loss.zero_slope.met_by(wells)
    assert any_loss.local.at(wells).holds
    assert any_loss.full_layer(wells) == 1


def test_a_bottleneck_between_two_and_two() -> None:
    # targets diag(2, 1) in white coordinates: the best map of rank one keeps the first
    problem = dln.Problem.canonical((2, 1), (2, 1, 2))
    best = dln.Point(problem, [[[1, 0]], [[2], [0]]])
    other = dln.Point(problem, [[[0, 1]], [[0], [1]]])
    assert best.is_critical
    assert other.is_critical
    assert prop3.critical.at(best).holds
    assert prop3.best_space.at(best).holds
    assert prop3.best_space.at(other).holds
