"""Expansions around numbers and around symbols."""

import pytest
import sympy

import symdln as dln
from symdln.errors import InputError
from symdln.symbolic import expansion, symbolic_network


def test_the_parts_add_up_to_the_moved_loss():
    network = symbolic_network(widths=(1, 2, 1))
    found = expansion(network, order=4)
    moved = {w: w + v for w, v in zip(network.symbols, found.directions, strict=True)}
    assert sympy.expand(sum(found.parts) - network.loss.xreplace(moved)) == 0


def test_the_second_order_is_half_the_hessian_form():
    network = symbolic_network(widths=(2, 2, 1))
    found = expansion(network)
    v = sympy.Matrix(found.directions)
    assert sympy.expand(found.parts[2] - (v.T * network.hessian * v)[0] / 2) == 0
    slopes = sympy.Matrix([entry for layer in network.gradient for entry in layer])
    assert sympy.expand(found.parts[1] - (v.T * slopes)[0]) == 0


@pytest.mark.parametrize(("widths", "first"), [((1, 1, 1), 2), ((2, 2, 2), 2), ((1, 1, 1, 1), 3), ((2, 1, 2, 1, 2), 4)])
def test_at_zero_the_first_order_that_does_not_vanish_is_the_depth(widths, first):
    network = symbolic_network(widths=widths)
    zero = [[[0] * columns for _ in range(rows)] for rows, columns in network.shapes]
    assert expansion(network, zero, order=2 * network.depth).first == first == network.depth


def test_points_are_read_with_their_numbers():
    # L = 1/2 (b a - 2)^2 at a = 1, b = 1/2: b a = 1/2, so L = 9/8, and the slope by b is -3/2, by a -3/4
    problem = dln.Problem.canonical((2,), (1, 1, 1))
    found = expansion(symbolic_network(problem), dln.Point(problem, [[[1]], [["1/2"]]]), order=1)
    assert [str(part) for part in found.parts] == ["9/8", "-3*v1_11/4 - 3*v2_11/2"]


def test_what_does_not_fit_is_refused():
    network = symbolic_network(widths=(1, 1, 1))
    for order in (-1, 5, True, 2.0):
        with pytest.raises(InputError, match="order must be an integer from 0 to 4"):
            expansion(network, order=order)
    with pytest.raises(InputError, match=r"has up to 134,145 terms, and at most 60,000"):
        expansion(symbolic_network(widths=(4, 4, 4, 4)))
    with pytest.raises(InputError, match="need 2 matrices, but 1 were passed"):
        expansion(network, [[[1]]])
    with pytest.raises(InputError, match=r"W_2 must have shape \(1, 1\)"):
        expansion(network, [[[1]], [[1, 2]]])
