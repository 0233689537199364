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
