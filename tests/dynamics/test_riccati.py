"""The Riccati solution at depth 2: against Taylor series in another arithmetic, its equation, and false neighbours."""

import flint
import pytest

import symdln as dln
from symdln.algebra.matrix import Matrix
from symdln.dynamics import riccati
from symdln.errors import InputError
from symdln.numeric.dynamics.referee import referee_flow

WHITE = dln.Problem.from_data([[1, 1], [1, -1]], [[3, 1], [1, 2]], (2,))
BALANCED = [[["3/5", "4/5"], ["-4/5", "3/5"]], [[1, 0], [0, 1]]]
LAMBDA = [[["3/5", "4/5"], ["-4/5", "3/5"]], [[2, 0], [0, 2]]]
WIDE = [[[1, 0], [0, 1], [0, 0]], [[1, 0, 0], [0, 1, 0]]]


def distance(problem, weights, time):
    """The largest distance of the enclosed product from that of the referee."""
    run, other = riccati.riccati_flow(problem, weights, time), referee_flow(problem, weights, time, dps=16)
    first, second = other.weights
    gaps = []
    for i, row in enumerate(second):
        for j in range(len(first[0])):
            value = sum(a * b[j] for a, b in zip(row, first, strict=True))
            gaps.append(abs(float(value) - float(run.product[i][j][0])))
    return max(gaps)


@pytest.mark.parametrize(("weights", "value"), [(BALANCED, 0), (LAMBDA, 3)])
def test_the_product_agrees_with_taylor_series(weights, value):
    assert riccati.balance_of(WHITE, weights) == value
    assert distance(WHITE, weights, "1/3") < 1e-13


def test_a_hidden_layer_that_is_wider():
    problem = dln.Problem.canonical((2, 1), (2, 3, 2))
    first, second = (Matrix(layer) for layer in WIDE)
    with pytest.raises(InputError, match="not a multiple of the identity"):
        riccati.balance_of(problem, [first, 2 * second])
    assert distance(problem, WIDE, "1/2") < 1e-13


def test_a_generator_without_the_imbalance_is_noticed(monkeypatch):
    # the planted fault: F with lambda = 0 for weights that are not balanced
    plain = riccati.generator(WHITE, BALANCED)
    monkeypatch.setattr(riccati, "generator", lambda *_: plain)
    assert distance(WHITE, LAMBDA, "1/3") > 1e-3


def test_a_late_time_takes_more_bits_and_tends_to_the_target():
    run = riccati.riccati_flow(dln.Problem.canonical((2,), (1, 1, 1)), [[["1/2"]], [["1/2"]]], 200)
    low, high = run.product[0][0]
    assert abs(low - 2) < 1e-15
    assert high - low < 1e-15
    assert flint.ctx.prec == 53


def test_bad_input_is_a_sentence():
    with pytest.raises(InputError, match="depth 2"):
        riccati.balance_of(dln.Problem.canonical((2,), (1, 1, 1, 1)), [[[1]]] * 3)
    with pytest.raises(InputError, match="must not be negative"):
        riccati.riccati_flow(WHITE, BALANCED, -1)
    with pytest.raises(InputError, match="white inputs"):
        riccati.riccati_flow(dln.Problem.from_data([[1, 0], [0, 2]], [[1, 0], [0, 1]], (2,)), BALANCED, 1)
