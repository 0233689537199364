"""The claim ``yun.corollary2.3``: a case by hand."""

from proofs_check.claims.yun.corollary2 import residual_layers
from proofs_check.facts.residual_layers import Residual, gap, network


def test_one_layer_one_half() -> None:
    # 1 + a = 1/2 with the target 0 and x = 1: the gradient is 1, so the point is not critical, and the excess is 1/4
    case = Residual(1, "1/2", ("-1",), fitted=False)
    assert gap(network(case)) * 4 == 1
    assert not network(case).is_critical
    assert residual_layers.at(case).holds
