"""Spurious minima of small ReLU networks: cases by hand and planted faults."""

from fractions import Fraction

import pytest

from proofs_check.claims.lucchi import relu_spurious
from proofs_check.claims.lucchi.relu_spurious import EXAMPLES, ReluExample, ReluNetwork
from symdln.algebra.matrix import Matrix

ONE, TWO, BIAS = EXAMPLES


def test_one_unit_by_hand() -> None:
    # f(x) = relu(x) fits (1, 1) and misses (-1, 2): loss 4/2.  Near it 2 loss = (u v - 1)^2 + 4 >= 4.
    # f(x) = 2 relu(-x) fits (-1, 2) and misses (1, 1): loss 1/2.
    here, there = ReluNetwork(*ONE[1:5]), ReluNetwork(*ONE[1:3], *ONE.other)
    assert (here.loss, there.loss) == (2, Fraction(1, 2))
    assert here.least_loss_nearby == 2
    assert here.patterns == {(True,): [0], (False,): [1]}


def test_two_units_reach_zero_elsewhere() -> None:
    assert ReluNetwork(*TWO[1:5]).loss == 2
    assert ReluNetwork(*TWO[1:3], *TWO.other).loss == 0


def test_the_regression_line_by_hand() -> None:
    # (1, 1), (2, 2), (3, 4): residuals -1/6, 1/3, -1/6, their squares sum to 1/6; missed: 3^2 + 6^2 = 45.
    network = ReluNetwork(*BIAS[1:5])
    assert network.residual.entries()[:3] == [Fraction(-1, 6), Fraction(1, 3), Fraction(-1, 6)]
    assert network.loss == Fraction(1, 2) * (Fraction(1, 6) + 45)


def test_gradients_agree_with_differences() -> None:
    """The loss is a polynomial of degree 4 near the weights: a symmetric difference of order 4 is exact."""
    network = ReluNetwork(BIAS.X, BIAS.Y, (("2", "-1/2"),), (("3/4",),))
    h = Fraction(1, 1000)
    for k, unit in enumerate((Matrix([[1, 0]]), Matrix([[0, 1]]))):
        at = [moved(network, unit * (n * h), Matrix([[0]])) for n in (-2, -1, 1, 2)]
        assert (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * h) == network.gradient[0].entries()[k]
    at = [moved(network, Matrix([[0, 0]]), Matrix([[n * h]])) for n in (-1, 1)]
    assert (at[1] - at[0]) / (2 * h) == network.gradient[1][0, 0]


def moved(network: ReluNetwork, dU: Matrix, dV: Matrix) -> Fraction:
    tables = (network.X, network.Y, network.U + dU, network.V + dV)
    return ReluNetwork(*(tuple(map(tuple, table.texts())) for table in tables)).loss


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_no_small_move_lowers_the_loss(example: ReluExample) -> None:
    network, steps = ReluNetwork(*example[1:5]), (Fraction(-1, 50), 0, Fraction(1, 70))
    for k in range(network.U.shape[0]):
        for step in steps:
            for other in steps:
                dU = Matrix.from_entries(*network.U.shape, [step if i == k else 0 for i in range(size(network.U))])
                dV = Matrix.from_entries(*network.V.shape, [other if i == k else 0 for i in range(size(network.V))])
                assert moved(network, dU, dV) >= network.loss


def size(matrix: Matrix) -> int:
    return matrix.shape[0] * matrix.shape[1]


PLANTED = {
    "a preactivation is zero": ONE._replace(X=(("1", "0"),)),
    "a dead unit": TWO._replace(U=(("1",), ("2",)), X=(("-1", "-2"),), V=(("0", "0"),)),
    "not stationary": ONE._replace(V=(("2",),)),
    "no local minimum": ONE._replace(X=(("1", "2", "-1"),), Y=(("1", "1", "2"),)),  # 3/5 would be the minimum
    "the other weights are no better": ONE._replace(other=(ONE.U, ONE.V)),
    "a global minimum": ONE._replace(Y=(("3", "2"),), V=(("3",),), other=((("-1",),), (("2",),))),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted_examples_are_refused(name: str) -> None:
    assert relu_spurious.relu_spurious.check(PLANTED[name]).fails


def test_a_stationary_point_that_is_no_minimum_is_refused() -> None:
    # V = 0, so U moves nothing; V moves the loss by sum of y_i (2, 0) x_i = 2 - 2 = 0.  But A x = (0, 1) x fits both.
    saddle = ReluExample(
        "the unit looks the wrong way",
        X=(("1", "1"), ("1", "-1")),
        Y=(("1", "-1"),),
        U=(("2", "0"),),
        V=(("0",),),
        other=((("1", "0"),), (("0",),)),
    )
    network = ReluNetwork(*saddle[1:5])
    assert all(block.is_zero() for block in network.gradient)
    assert (network.loss, network.least_loss_nearby) == (1, 0)
    assert relu_spurious.relu_spurious.check(saddle).fails
