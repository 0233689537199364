"""The conserved matrices at integer weights: against sympy, by hand, and at random weights."""

import itertools
import random

import pytest
import sympy

from symdln.almost_every.invariants import (
    differential_rank,
    generic_rank,
    integer_point,
    invariant,
    without_common_eigenvalue,
)


def test_the_rank_of_the_derivative_by_hand():
    # C_1 = b^2 - a^2 at (a, b) = (0, 0) has the derivative (0, 0), and at (2, 3) it has (-4, 6)
    assert differential_rank((((0,),), ((0,),))) == 0
    assert differential_rank((((2,),), ((3,),))) == 1


@pytest.mark.parametrize("widths", [(2, 2, 2), (1, 2, 3, 2), (2, 1, 2, 1)])
def test_the_rank_of_the_derivative_is_that_of_sympy(widths):
    symbols = [
        sympy.Matrix(d, c, lambda i, j, k=k: sympy.Symbol(f"w{k}_{i}_{j}"))
        for k, (c, d) in enumerate(itertools.pairwise(widths))
    ]
    flat = [x for W in symbols for x in W]
    entries = []
    for j in range(1, len(symbols)):
        C = symbols[j].T * symbols[j] - symbols[j - 1] * symbols[j - 1].T
        entries += [C[a, b] for a in range(C.rows) for b in range(a, C.rows)]
    layers = integer_point(widths)
    values = dict(zip(flat, (x for W in layers for row in W for x in row), strict=True))
    jacobian = sympy.Matrix(entries).jacobian(flat).subs(values)
    assert differential_rank(layers) == jacobian.rank()


def test_the_generic_rank_is_reached_and_no_larger_one():
    drawn = random.Random(1)
    for _ in range(40):
        widths = tuple(drawn.randint(1, 4) for _ in range(4))
        ranks = [invariant(integer_point(widths, number), 1).rank() for number in range(3)]
        assert max(ranks) == generic_rank(widths, 1)


def test_a_common_eigenvalue_by_hand():
    # widths (1, 1, 1, 1): C_1 = b^2 - a^2 and - C_2 = b^2 - c^2 agree exactly if a^2 = c^2
    assert not without_common_eigenvalue((((2,),), ((5,),), ((2,),)), 1)
    assert without_common_eigenvalue((((2,),), ((5,),), ((3,),)), 1)


def test_the_power_of_x_that_is_always_there_is_divided_out():
    # widths (1, 3, 1, 1): C_1 has rank at most 2, so 0 is always an eigenvalue; C_2 = 4^2 - (1 + 4) = 11 is a number
    layers = (((1,), (2,), (3,)), ((1, 0, 2),), ((4,),))
    assert generic_rank((1, 3, 1, 1), 1) == 2
    assert without_common_eigenvalue(layers, 1)
