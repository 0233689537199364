"""The claims ``yun.any-loss``: cases by hand."""

from proofs_check.claims.yun import any_loss


def test_two_scalar_layers_at_zero() -> None:
    # (a b - 1)^2 at a = b = 0: critical, and the gradient -2 by the product remains: along a = b = t and a = -b = t
    # the loss is (t^2 - 1)^2 < 1 and (t^2 + 1)^2 > 1
    zero = any_loss.LayersAndLoss("squares", (((0,),), ((0,),)))
    assert any_loss.saddle.at(zero).holds
    assert any_loss.corollary.at(zero).holds
    # two wells (r^2 - 1)^2 at a b = 0: the gradient by the product is 0, and 0 is a maximum of the loss
    wells = any_loss.LayersAndLoss("two wells", (((0,),), ((1,),)))
    assert any_loss.zero_slope.met_by(wells)
    assert any_loss.local.at(wells).holds
    assert any_loss.full_layer(wells) == 1


def test_a_point_that_is_not_critical_is_no_saddle() -> None:
    # (a b - 1)^2 at a = b = 2 has the derivative 2 * 3 * 2 = 12 by each layer; at a = 0, b = 2 it is -4 by a alone
    for layers in ((((2,),), ((2,),)), (((0,),), ((2,),))):
        network = any_loss.LayersAndLoss("squares", layers)
        assert not any_loss.is_critical(network)
        assert any_loss.saddle.check(network).fails
        assert any_loss.corollary.check(network).fails
