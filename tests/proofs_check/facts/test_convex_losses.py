"""Deep linear networks under convex losses other than least squares, exactly: cases by hand."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.facts import convex_losses
from proofs_check.facts.convex_losses import SCALARS, ConvexNetwork

GRID = [Fraction(n, 4) for n in range(-12, 13)]


@pytest.mark.parametrize("name", SCALARS)
def test_slopes_are_subgradients(name: str) -> None:
    # phi(s) >= phi(r) + phi'(r) (s - r) for all s is convexity with the right derivative; twice it cuts the graph
    phi = SCALARS[name]
    pairs = list(itertools.product(GRID, GRID))
    assert all(phi.value(s) >= phi.value(r) + phi.slope(r) * (s - r) for r, s in pairs)
    assert not all(phi.value(s) >= phi.value(r) + 2 * phi.slope(r) * (s - r) for r, s in pairs)


def test_way_down_from_zero_by_hand() -> None:
    # L = 1/2 (b a - 2)^2 at a = b = 0: v_1 = 1, so b moves by t and the gradient by a is -2 t
    network = ConvexNetwork("squares", (1, 1, 1))
    zero = (dln.Matrix([[0]]), dln.Matrix([[0]]))
    assert network.is_critical(zero)
    moved = convex_losses.family(zero, dln.Matrix([[-2]]), Fraction(1, 2))
    assert moved is not None
    assert [layer[0, 0] for layer in moved] == [0, Fraction(1, 2)]
    assert [block[0, 0] for block in network.gradient(moved)] == [-1, 0]


def test_no_step_leads_down_from_a_global_minimum() -> None:
    # b a = 2
    network = ConvexNetwork("Huber", (1, 1, 1))
    assert convex_losses.step_down(network, (dln.Matrix([[2]]), dln.Matrix([[1]])), most=8) is None
