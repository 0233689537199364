"""Loss, gradient, Hessian and expansions against the expanded polynomial, and against exact differences."""

import itertools
import random
from fractions import Fraction

import pytest
from sympy import QQ
from sympy.polys.rings import ring

import symdln as dln
from symdln.landscape.calculus import loss_polynomial
from tests.landscape.support import difference_hessian, error_of, form, plain_loss, vector

FACTORS = (Fraction(1, 2), Fraction(1), Fraction(1, 3))
SMALL = [widths for depth in (2, 3) for widths in itertools.product((1, 2), repeat=depth + 1)]
WIDER = [(3, 2, 3), (2, 3, 1, 2), (3, 1, 2), (1, 2, 1, 2, 1), (2, 2, 2, 2, 2)]


def fractions(rng: random.Random, rows: int, columns: int) -> list[list[Fraction]]:
    return [[Fraction(rng.randint(-4, 4), rng.choice((1, 1, 2, 3))) for _ in range(columns)] for _ in range(rows)]


def random_case(widths: tuple[int, ...], samples: int):
    """Random rational data (singular Sxx for one sample and two inputs) and random rational weights."""
    rng = random.Random(repr((widths, samples)))
    X, Y = fractions(rng, widths[0], samples), fractions(rng, widths[-1], samples)
    weights = [fractions(rng, rows, columns) for rows, columns in zip(widths[1:], widths[:-1], strict=True)]
    return X, Y, weights, rng


def polynomial_derivatives(X, Y, weights, factor):
    """(loss, gradient, Hessian) by expanding the loss in indeterminates and differentiating it term by term."""
    shapes = [(len(weight), len(weight[0])) for weight in weights]
    names = [f"w{j}_{r}_{c}" for j, (rows, columns) in enumerate(shapes) for r in range(rows) for c in range(columns)]
    R, *unknowns = ring(names, QQ)
    supply = iter(unknowns)
    product = [[R(QQ(x.numerator, x.denominator)) for x in row] for row in X]
    for rows, columns in shapes:
        layer = [[next(supply) for _ in range(columns)] for _ in range(rows)]
        product = [
            [sum((layer[r][k] * product[k][c] for k in range(columns)), R(0)) for c in range(len(X[0]))]
            for r in range(rows)
        ]
    residuals = [
        p - QQ(y.numerator, y.denominator)
        for row, target in zip(product, Y, strict=True)
        for p, y in zip(row, target, strict=True)
    ]
    loss = sum((e**2 for e in residuals), R(0)) * QQ(factor.numerator, factor.denominator)
    place = [
        (x, QQ(v.numerator, v.denominator))
        for x, v in zip(unknowns, (v for W in weights for row in W for v in row), strict=True)
    ]

    def at(polynomial) -> Fraction:
        value = polynomial.evaluate(place)
        return Fraction(int(value.numerator), int(value.denominator))

    first = [loss.diff(x) for x in unknowns]
    return at(loss), [at(d) for d in first], [[at(d.diff(x)) for x in unknowns] for d in first]


@pytest.mark.parametrize("widths", SMALL + WIDER[:2], ids=str)
def test_loss_gradient_and_hessian_are_the_derivatives_of_the_expanded_polynomial(widths):
    for samples, factor in zip((1, 2, 3), FACTORS, strict=True):
        X, Y, weights, _ = random_case(widths, samples)
        problem = dln.Problem.from_data(X, Y, widths[1:-1], loss_factor=factor)
        loss, gradient, hessian = polynomial_derivatives(X, Y, weights, factor)
        assert dln.loss(problem, weights) == loss
        assert vector(dln.gradient(problem, weights)).entries() == gradient
        assert dln.hessian(problem, weights) == dln.Matrix(hessian)


@pytest.mark.parametrize("widths", [*WIDER, (2, 2, 2)], ids=str)
def test_hessian_agrees_with_exact_central_differences_of_the_plain_loss(widths):
    X, Y, weights, _ = random_case(widths, 2)
    problem = dln.Problem.from_data(X, Y, widths[1:-1], loss_factor="1/3")
    assert dln.loss(problem, weights) == plain_loss(X, Y, weights, Fraction(1, 3))
    assert dln.hessian(problem, weights) == dln.Matrix(difference_hessian(X, Y, weights, Fraction(1, 3)))


@pytest.mark.parametrize("bits", [14, 15, 16, 20, 30, 31, 32, 62, 64, 100])
def test_large_integers_do_not_overflow(bits):
    # Products of up to six such entries occur: 64-bit integers are left behind on the way.
    big = 2**bits
    X, Y, weights = [[1, big], [-big, 3]], [[big, -1], [5, big]], [[[big, -big], [1, big]], [[-big, 2], [big, big]]]
    problem = dln.Problem.from_data(X, Y, (2,))
    exact_X, exact_Y, exact_weights = _fractions(X), _fractions(Y), [_fractions(W) for W in weights]
    expected = difference_hessian(exact_X, exact_Y, exact_weights, Fraction(1, 2))
    assert dln.hessian(problem, weights) == dln.Matrix(expected)


def _fractions(rows):
    return [[Fraction(value) for value in row] for row in rows]


@pytest.mark.parametrize("widths", SMALL + WIDER, ids=str)
def test_expansions_agree_with_loss_gradient_and_hessian(widths):
    X, Y, weights, rng = random_case(widths, 2)
    problem = dln.Problem.from_data(X, Y, widths[1:-1], loss_factor=1)
    point = dln.Point(problem, weights)
    direction = [dln.Matrix(fractions(rng, *shape)) for shape in problem.shapes]
    v = vector(direction)
    assert dln.second_order(problem, weights, direction) == form(point.hessian, direction) / 2
    assert point.directional(direction) == vector(point.gradient).inner(v)
    assert vector(dln.hessian_vector_product(problem, weights, direction)) == point.hessian @ v
    coefficients = loss_polynomial(point, [[W, V] for W, V in zip(point.weights, direction, strict=True)])
    assert coefficients[:3] == [point.loss, point.directional(direction), point.second_order(direction)]
    for t in (Fraction(1), Fraction(-2, 3)):  # the whole polynomial, of degree 2H
        moved = [
            [[w + t * d for w, d in zip(*rows, strict=True)] for rows in zip(W, V.rows(), strict=True)]
            for W, V in zip(weights, direction, strict=True)
        ]
        assert sum(c * t**n for n, c in enumerate(coefficients)) == plain_loss(X, Y, moved, Fraction(1))
        assert point.moved(direction, t).loss == plain_loss(X, Y, moved, Fraction(1))


@pytest.mark.parametrize("widths", [(2, 1, 3), (1, 2, 3, 2)], ids=str)
def test_blocks_are_cut_from_the_hessian_layer_by_layer(widths):
    X, Y, weights, _ = random_case(widths, 2)
    problem = dln.Problem.from_data(X, Y, widths[1:-1])
    hessian = dln.hessian(problem, weights)
    ends = [sum(a * b for a, b in zip(widths[1 : j + 1], widths[:j], strict=True)) for j in range(problem.depth + 1)]
    for j, k in itertools.product(range(1, problem.depth + 1), repeat=2):
        rows, columns = range(ends[j - 1], ends[j]), range(ends[k - 1], ends[k])
        assert dln.hessian_block(problem, weights, j, k) == hessian.block(rows, columns)


def test_the_order_of_parameters_is_layer_by_layer_and_row_by_row():
    # L = 1/2 |W_2 W_1 X - Y|^2 with X = diag(1, 2), W_1 = [[1, 0], [0, 3]], W_2 = [[5, 7]], Y = 0: the loss is
    # 1/2 ((5a + 7c)^2 + 4 (5b + 7d)^2) in W_1 = [[a, b], [c, d]], so the block of W_1 in the order a, b, c, d is
    #   aa 25, ac 35, cc 49, bb 100, bd 140, dd 196, and 0 for the pairs ab, ad, bc, cd.
    problem = dln.Problem.from_data([[1, 0], [0, 2]], [[0, 0]], (2,))
    block = dln.hessian_block(problem, [[[1, 0], [0, 3]], [[5, 7]]], 1, 1)
    assert block == dln.Matrix([[25, 0, 35, 0], [0, 100, 0, 140], [35, 0, 49, 0], [0, 140, 0, 196]])


def test_scalar_cubic_by_hand():
    # L = (abc - 1)^2 (factor 1) at a, b, c = 1, 2, 3 with P = 6: L = 25, dL/da = 2 * 5 * bc = 60, dL/db = 2 * 5 * ac
    # = 30, dL/dc = 20; L_aa = 2 (bc)^2 = 72, L_bb = 2 (ac)^2 = 18, L_cc = 8, L_ab = 2 (bc)(ac) + 2 * 5 * c = 36 + 30
    # = 66, L_ac = 24 + 20 = 44, L_bc = 12 + 10 = 22.
    problem = dln.Problem.canonical((1,), (1, 1, 1, 1), loss_factor=1)
    weights = [[[1]], [[2]], [[3]]]
    assert dln.loss(problem, weights) == 25
    assert [block[0, 0] for block in dln.gradient(problem, weights)] == [60, 30, 20]
    assert dln.hessian(problem, weights) == dln.Matrix([[72, 66, 44], [66, 18, 22], [44, 22, 8]])


def test_directions_of_the_wrong_shape_are_refused():
    problem = dln.Problem.canonical((1,), (2, 1, 1))
    zero = [[[0, 0]], [[0]]]
    assert "V_1 has shape (2, 1), but widths (2, 1, 1) need (d_1, d_0) = (1, 2); transpose it." in error_of(
        lambda: dln.second_order(problem, zero, [[[0], [0]], [[0]]])
    )
    assert "1 were passed as direction" in error_of(lambda: dln.hessian_vector_product(problem, zero, [[[0, 0]]]))


def test_planted_faults_in_the_hessian_are_caught_by_the_differences():
    # The cross term M_kj (B_j G^T A_k) of the blocks j < k left out: at widths (1, 1, 1), W = (1, 1), X = 1, Y = 2:
    # L = 1/2 (ba - 2)^2, L_aa = L_bb = 1, L_ab = 2ab - 2 = 0, and [[1, 1], [1, 1]] without the term.
    problem = dln.Problem.from_data([[1]], [[2]], (1,))
    one = [[Fraction(1)]]
    exact = dln.Matrix(difference_hessian(one, [[Fraction(2)]], [one, one], Fraction(1, 2)))
    assert exact == dln.hessian(problem, [one, one]) == dln.Matrix.identity(2)
    assert exact != dln.Matrix([[1, 1], [1, 1]])
    # A swap of columns and rows in the layout: only square layers hide it.
    X, Y, weights, _ = random_case((2, 3, 1, 2), 2)
    straight = dln.Matrix(difference_hessian(X, Y, weights, Fraction(1, 2)))
    order = [r * 2 + c for c in range(2) for r in range(3)] + list(range(6, 11))  # W_1 column by column
    assert straight.block(order, order) != straight
