"""The claims ``nouiehed.two-layers``: cases by hand."""

import symdln as dln
from proofs_check.claims.nouiehed.two_layers import two_layers


def test_zero_is_a_saddle_unless_there_is_nothing_to_learn() -> None:
    zero = [[[0]], [[0]]]
    assert two_layers.at(dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), zero)).holds
    assert two_layers.at(
        dln.Point(dln.Problem.from_data([[0]], [[1]], [1]), zero)
    ).holds  # no input: all weights are best
