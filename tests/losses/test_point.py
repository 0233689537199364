"""Other losses at a point: against the squared error, against differences, and classes by hand."""

import random

import pytest

import symdln as dln
from symdln import InputError, Matrix
from symdln.losses import LossPoint, PolynomialLoss, masked, measured, weighted


def random_layers(widths, seed):
    rng = random.Random(seed)
    return [
        [[rng.randint(-2, 2) for _ in range(c)] for _ in range(r)] for r, c in zip(widths[1:], widths, strict=False)
    ]


@pytest.mark.parametrize("widths", [(2, 2), (2, 1, 2), (2, 3, 2), (1, 2, 2, 2), (2, 1, 2, 1, 2)])
def test_the_squared_error_agrees_with_the_problem(widths):
    """X = I: three ways to write 1/2 ||P - Y||^2, against the calculus of problems."""
    rows, columns = widths[-1], widths[0]
    Y = Matrix.from_entries(rows, columns, range(1, rows * columns + 1))
    problem = dln.Problem.from_data(Matrix.identity(columns), Y, widths[1:-1])
    layers = random_layers(widths, 5)
    exact = dln.Point(problem, layers)
    unit = [
        [[int((i, j) == (a, b)) for j in range(columns)] for i in range(rows)]
        for a in range(rows)
        for b in range(columns)
    ]
    text = " + ".join(f"(p{i + 1}{j + 1} - {Y[i, j]})^2/2" for i in range(rows) for j in range(columns))
    for loss in (masked([[1] * columns] * rows, Y), measured(unit, Y.entries()), PolynomialLoss(text, (rows, columns))):
        point = LossPoint(loss, widths, layers)
        assert point.loss == exact.loss
        assert point.gradient == exact.gradient
        assert point.hessian == exact.hessian


def test_a_quartic_loss_agrees_with_differences():
    """At depth 2 a quartic of P has degree 4 in each weight: central differences at 1 and 2 are exact."""
    loss = PolynomialLoss("p11^4 - 3*p11^2*p12 + p12^2/2 + p11", (1, 2))
    widths, flat = (2, 2, 1), [1, -1, 2, 0, 1, 3]

    def value(v):
        return LossPoint(loss, widths, [[v[:2], v[2:4]], [v[4:]]]).loss

    point = LossPoint(loss, widths, [[flat[:2], flat[2:4]], [flat[4:]]])
    gradient = [x for layer in point.gradient for x in layer.entries()]
    for i in range(6):
        f = {t: value([x + t * (k == i) for k, x in enumerate(flat)]) for t in (-2, -1, 0, 1, 2)}
        assert gradient[i] == (8 * (f[1] - f[-1]) - (f[2] - f[-2])) / 12
        assert point.hessian[i, i] == (16 * (f[1] + f[-1]) - (f[2] + f[-2]) - 30 * f[0]) / 12


def test_matrix_completion_by_hand():
    # 2 x 2, the entry (1, 2) not seen, Y = [[1, 0], [1, 1]] on the rest: rank 1 fits exactly with P = [[1, 1], [1, 1]]
    loss = masked([[1, 0], [1, 1]], [[1, 0], [1, 1]])
    fit = LossPoint(loss, (2, 1, 2), [[[1, 1]], [[1], [1]]])
    assert (fit.loss, fit.label) == (0, "global minimiser")
    # 4 weights, 3 squares, and one direction of the hidden scale: n_+ = 3, n_0 = 1
    assert (str(fit.inertia), fit.symmetry_dimension) == ("(n+, n-, n0) = (3, 0, 1)", 1)


def test_a_local_minimum_that_is_not_known_to_be_global():
    # (p - 1)^2 (p + 1)^2 + p at P = p, depth 1: no lower bound is known; the derivative 4 p^3 - 4 p + 1 has no rational
    # root, so take p^4 - 2 p^2, whose minima are 1 and -1: second derivative 12 - 4 = 8
    loss = PolynomialLoss("p11^4 - 2*p11^2", (1, 1))
    assert LossPoint(loss, (1, 1), [[[1]]]).label == "local minimum"
    assert LossPoint(loss, (1, 1), [[[0]]]).label == "strict saddle"
    assert LossPoint(loss, (1, 1), [[[2]]]).label == "not critical"
    # at depth 2, a b = 1: the Hessian vanishes along the orbit only; a = b = 0: -2 (ab)^2 starts at order 4
    assert LossPoint(loss, (1, 1, 1), [[[2]], [["1/2"]]]).label == "local minimum"
    assert LossPoint(loss, (1, 1, 1), [[[0]], [[0]]]).label == "undecided"


def test_the_invariants_are_conserved_for_every_loss():
    """Along -gradient the derivative of W_2^T W_2 - W_1 W_1^T vanishes."""
    loss = PolynomialLoss("p11^3 + p12*p21 - p22^2*p11", (2, 2))
    point = LossPoint(loss, (2, 3, 2), random_layers((2, 3, 2), 1))
    (dW, dV), (W, V) = point.gradient, point.weights
    half = W @ dW.T - V.T @ dV
    assert (half + half.T).is_zero()
    assert point.invariants == (V.T @ V - W @ W.T,)


REFUSED = {
    "a mask holds 0": lambda: masked([[2]], [[1]]),
    "pass equal shapes": lambda: weighted([[1, 1]], [[1]]),
    "pass as many, at least one": lambda: measured([], []),
    "they must be equal": lambda: measured([[[1]], [[1, 2]]], [1, 2]),
    "must be positive": lambda: masked([[1]], [[1]], loss_factor=0),
    "does not belong in a polynomial": lambda: PolynomialLoss("exp(p11)", (1, 1)),
    "is not a polynomial": lambda: PolynomialLoss("1/p11", (1, 1)),
    "an exponent other than a number": lambda: PolynomialLoss("9^9^9", (1, 1)),
    "is too long": lambda: PolynomialLoss("p11 + " * 500 + "1", (1, 1)),
    "at most 9 rows": lambda: PolynomialLoss("p11", (10, 1)),
    "give a 1x2 product": lambda: LossPoint(masked([[1]], [[1]]), (2, 1), [[[1, 1]]]),
    "need weights of the shapes": lambda: LossPoint(masked([[1]], [[1]]), (1, 1), [[[1, 1]]]),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_used_is_refused_with_a_sentence(words):
    with pytest.raises(InputError) as caught:
        REFUSED[words]()
    assert words in str(caught.value)
