"""Networks in plain integers: against sympy's elementwise derivatives, and by hand."""

import random
from fractions import Fraction

import pytest
import sympy

import symdln as dln
from symdln.precise import network_of


def random_point(widths, seed):
    rng = random.Random(seed)

    def matrix(rows, columns):
        return [[f"{rng.randint(-4, 4)}/{rng.randint(1, 3)}" for _ in range(columns)] for _ in range(rows)]

    samples = widths[0] + 1
    X, Y = matrix(widths[0], samples), matrix(widths[-1], samples)
    problem = dln.Problem.from_data(X, Y, hidden=widths[1:-1], loss_factor="2/3")
    return dln.Point(problem, [matrix(rows, columns) for rows, columns in problem.shapes]), X, Y


@pytest.mark.parametrize("widths", [(2, 3, 1), (1, 2, 2, 1), (2, 1, 2, 1), (2, 1)])
def test_values_and_derivatives_are_those_of_sympy(widths):
    point, X, Y = random_point(widths, 7)
    names = [sympy.symbols(f"w{j}_0:{r * c}") for j, (r, c) in enumerate(point.problem.shapes)]
    product = sympy.eye(widths[0])
    for symbols, (rows, columns) in zip(names, point.problem.shapes, strict=True):
        product = sympy.Matrix(rows, columns, symbols) * product
    residual = product * sympy.Matrix([[sympy.Rational(x) for x in row] for row in X]) - sympy.Matrix(
        [[sympy.Rational(x) for x in row] for row in Y]
    )
    loss = sympy.Rational(2, 3) * sum(x**2 for x in residual)
    every = [s for symbols in names for s in symbols]
    at = dict(zip(every, (sympy.Rational(str(x)) for w in point.weights for x in w.entries()), strict=True))
    network = network_of(point)
    assert network.loss() == Fraction(str(loss.xreplace(at)))
    slopes = [sympy.diff(loss, s) for s in every]
    assert network.gradient() == [Fraction(str(sympy.expand(slope).xreplace(at))) for slope in slopes]
    assert network.hessian() == [
        [Fraction(str(sympy.expand(sympy.diff(slope, s)).xreplace(at))) for s in every] for slope in slopes
    ]


def test_paths_follow_the_cycle():
    # widths (1, 2, 1): from vertex 1 one arrow is W_2, two arrows are Sxy W_2; from 0 no arrow is Sxx
    problem = dln.Problem.from_data([[2]], [[3]], hidden=(2,))
    network = network_of(dln.Point(problem, [[[1], [5]], [[7, 11]]]))
    assert network.path(0, 0).tolist() == [[4]]
    assert network.path(1, 1).tolist() == [[7, 11]]
    assert network.path(1, 2).tolist() == [[42, 66]]  # Sxy = 6
    assert network.path(0, 1).tolist() == [[4], [20]]
    assert network.path(2, 2).tolist() == [[6], [30]]


def test_floats_are_the_dyadic_rationals_that_they_are():
    point = dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[[0.1]], [[10.0]]], exactly=True)
    # 0.1 is not 1/10 as a float: the loss 1/2 (10 * 0.1 - 1)^2 is not zero
    assert network_of(point).loss() == (10 * Fraction(0.1) - 1) ** 2 / 2 != 0
    assert not network_of(point).is_critical
