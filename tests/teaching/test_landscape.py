"""The results of the derivations are what the exact landscape code computes, at random points of many shapes."""

import functools
import random
from fractions import Fraction
from math import prod

import pytest

import symdln as dln
from symdln.algebra import moments
from symdln.algebra.words import Symbol, evaluate, scalar, symbols_of
from symdln.teaching import derive as derive_anew
from symdln.teaching.derivations import balancedness, gaussian, splitting
from symdln.teaching.network import Sxx, Syx, X, Y

derive = functools.cache(derive_anew)

WIDTHS = [(3, 2, 2), (2, 1, 3), (2, 2, 3, 2), (1, 2, 1, 2), (3, 2, 2, 2, 2)]


def random_matrix(rng, rows, columns):
    return dln.Matrix([[Fraction(rng.randint(-4, 4), rng.randint(1, 3)) for _ in range(columns)] for _ in range(rows)])


class Case:
    """Random data and weights of given widths, and the values of the letters."""

    def __init__(self, widths, seed=0):
        rng = random.Random(f"{widths}{seed}")
        self.widths, self.depth = widths, len(widths) - 1
        self.X, self.Y = random_matrix(rng, widths[0], 4), random_matrix(rng, widths[-1], 4)
        self.weights = [random_matrix(rng, widths[j], widths[j - 1]) for j in range(1, len(widths))]
        self.directions = [random_matrix(rng, *W.shape) for W in self.weights]
        self.problem = dln.Problem.from_data(self.X, self.Y, hidden=widths[1:-1])
        self.point = dln.Point(self.problem, self.weights)

    def data(self):
        return {X: self.X, Y: self.Y, Sxx: self.X @ self.X.T, Syx: self.Y @ self.X.T}

    def letters(self, symbols, around=None):
        """The values of the symbols of a formula: weights, directions, products around the layers of ``around``."""
        found = {}
        for symbol in symbols:
            value = self.value(symbol.name, around or {})
            if value is not None:
                found[symbol] = value
        return found

    def value(self, name, around):
        letter, _, index = name.partition("_")
        j = around.get(index, int(index) if index.isdecimal() else None)
        P, point = self.point.end_to_end, self.point
        if name == "P":
            return P
        if name == "E":
            return P @ self.X - self.Y
        if letter == "M":
            return point.product(around["k"] - 1, around["j"] + 1) if "k" in around else None
        simple = {"X": self.X, "Y": self.Y, "Sxx": self.X @ self.X.T, "Syx": self.Y @ self.X.T}
        if name in simple or j is None:
            return simple.get(name)
        values = {
            "W": lambda: self.weights[j - 1],
            "V": lambda: self.directions[j - 1],
            "A": lambda: point.product(self.depth, j + 1),
            "B": lambda: point.product(j - 1, 1),
        }
        return values[letter]() if letter in values else None


def value_of(stage, case, symbols, around=None):
    (value,) = stage.values.values()
    return evaluate(value, case.letters(symbols, around))


def letters_of(part):
    return symbols_of(part.result.values[""])


@pytest.mark.parametrize("widths", WIDTHS)
def test_the_gradient_is_that_of_the_landscape(widths):
    case, general = Case(widths), derive("gradient")
    written = derive("gradient", len(widths) - 1)
    expected = dln.gradient(case.problem, case.weights)
    for j in range(1, case.depth + 1):
        assert value_of(written.parts[j - 1].result, case, written.symbols()) == expected[j - 1]
        assert value_of(general.parts[0].result, case, general.symbols(), {"j": j}) == expected[j - 1]
    for part, j in zip(general.parts[1:], (1, case.depth), strict=True):
        around = {"1": 1, "H": case.depth}
        assert value_of(part.result, case, general.symbols(), around) == expected[j - 1]


@pytest.mark.parametrize("widths", WIDTHS)
def test_the_hessian_blocks_are_those_of_the_landscape(widths):
    case, general = Case(widths), derive("hessian")
    written = derive("hessian", case.depth)
    letters = case.letters(written.symbols())
    shown = {part.title: part.result.kronecker for part in written.parts}
    diagonal, pair = general.parts[0].result.kronecker, general.parts[1].result.kronecker
    for j in range(1, case.depth + 1):
        expected = dln.hessian_block(case.problem, case.weights, j, j)
        assert shown[f"Block ({j}, {j})"].evaluate({**letters, **case.data()}) == expected
        assert diagonal.evaluate(case.letters(letters_of(general.parts[0]), {"j": j})) == expected
        for k in range(j + 1, case.depth + 1):
            expected = dln.hessian_block(case.problem, case.weights, j, k)
            assert shown[f"Block ({j}, {k})"].evaluate({**letters, **case.data()}) == expected
            assert pair.evaluate(case.letters(letters_of(general.parts[1]), {"j": j, "k": k})) == expected


@pytest.mark.parametrize("widths", WIDTHS)
def test_the_second_order_term_is_that_of_the_landscape(widths):
    case = Case(widths)
    written = derive("second-order", case.depth)
    letters = case.letters(written.symbols())
    first, second = (evaluate(part.result.values[""], letters) for part in written.parts[:2])
    P_1, P_2 = Symbol("P_1", "d_y", "d_x"), Symbol("P_2", "d_y", "d_x")
    quadratic = evaluate(written.parts[3].result.values[""], {**letters, P_1: first, P_2: second})
    assert quadratic == dln.second_order(case.problem, case.weights, case.directions)
    linear = evaluate(written.parts[2].result.values[""], {**letters, P_1: first})
    assert linear == case.point.directional(case.directions)


@pytest.mark.parametrize("widths", WIDTHS)
def test_the_second_order_term_of_any_depth_sums_over_layers_and_pairs(widths):
    case, general = Case(widths), derive("second-order")
    first, second = (part.result.values for part in general.parts[:2])
    P_1, P_2 = dln.Matrix.zeros(widths[-1], widths[0]), dln.Matrix.zeros(widths[-1], widths[0])
    for j in range(1, case.depth + 1):
        P_1 = P_1 + evaluate(first["j"], case.letters(general.symbols(), {"j": j}))
        for k in range(j + 1, case.depth + 1):
            P_2 = P_2 + evaluate(second["j<k"], case.letters(general.symbols(), {"j": j, "k": k}))
    letters = {**case.letters(general.symbols()), Symbol("P_1", "d_y", "d_x"): P_1, Symbol("P_2", "d_y", "d_x"): P_2}
    expected = dln.second_order(case.problem, case.weights, case.directions)
    assert evaluate(general.parts[3].result.values[""], letters) == expected


@pytest.mark.parametrize("widths", WIDTHS)
def test_the_flow_of_the_product_is_what_the_gradients_make(widths):
    """dP/dt = sum_j A_j (-dL/dW_j) B_j with the landscape's own gradients; dL/dt = -sum_j ||dL/dW_j||^2."""
    case, general = Case(widths), derive("residual-flow")
    gradients = dln.gradient(case.problem, case.weights)
    G = case.point.end_to_end @ case.X @ case.X.T - case.Y @ case.X.T
    velocity, dissipation = general.parts[0].result.values["j"], general.parts[2].result.values["j"]
    for j in range(1, case.depth + 1):
        letters = {**case.letters(general.symbols(), {"j": j}), Symbol("G", "d_y", "d_x"): G}
        around = case.point.product(case.depth, j + 1), case.point.product(j - 1, 1)
        assert evaluate(velocity, letters) == around[0] @ (gradients[j - 1] * -1) @ around[1]
        assert evaluate(dissipation, letters) == -(gradients[j - 1].T @ gradients[j - 1]).trace()


@pytest.mark.parametrize("widths", WIDTHS)
def test_the_invariants_of_the_landscape_do_not_move_and_decay_with_weight_decay(widths):
    """d/dt C_j along dW_j = -(gradient + lambda W_j) is -2 lambda C_j, exactly."""
    case, decay = Case(widths), Fraction(2, 7)
    gradients = dln.gradient(case.problem, case.weights)
    for j, pair in enumerate(balancedness.neighbours(case.depth)):
        letters = {pair.W_j: case.weights[j], pair.W_k: case.weights[j + 1]}
        C = evaluate(pair.definitions[pair.C], letters)
        for rate in (Fraction(0), decay):
            U_j, U_k = ((gradients[n] + case.weights[n] * rate) * -1 for n in (j, j + 1))
            W_j, W_k = case.weights[j], case.weights[j + 1]
            moved = U_k.T @ W_k + W_k.T @ U_k - U_j @ W_j.T - W_j @ U_j.T
            assert moved == C * (-2 * rate)
    parts = [part for part in derive("weight-decay", case.depth).parts if part.title.startswith("d/dt")]
    assert all(str(part.result).startswith("-2 lambda C_") for part in parts)


@pytest.mark.parametrize("widths", [(2, 2, 2), (3, 2, 2), (2, 3, 2, 2)])
def test_the_critical_point_equations_hold_at_every_kind(widths):
    problem = dln.Problem.canonical((3, 1), widths)
    found = derive("critical-points", len(widths) - 1)
    P, Sxx_, Syx_ = Symbol("P", "d_y", "d_x"), Sxx, Syx
    for kind in problem.kinds():
        point = kind.representative(rng=1)
        letters = {P: point.end_to_end, Sxx_: problem.Sxx, Syx_: problem.Syx}
        for part in found.parts[:2]:
            assert evaluate(part.start.values[""], letters) == evaluate(part.result.values[""], letters)
        value = problem.Syy.trace() / 2 - (point.end_to_end @ problem.Sxy).trace() / 2
        assert point.loss == value


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_theorem_9_agrees_with_the_exact_moments_for_all_widths_tried(layer):
    """symdln.algebra.moments carries numbers from layer to layer; the derivation pairs letters."""
    x, y, variance = (Fraction(1), Fraction(2)), (Fraction(3), Fraction(-1), Fraction(1, 2)), Fraction(2, 3)
    widths = (2, 2, 1, 3)
    expected = moments.expected_gradient_norm(widths, layer, x, y, variance)
    part = derive("gaussian", 3).parts[layer - 1]
    assignment = {
        gaussian.x: [[entry] for entry in x], gaussian.y: [[entry] for entry in y],
        "d_1": 2, "d_2": 1, "d_y": 3, "d_x": 2,
    }  # fmt: skip
    value = part.result.values[""]
    names = {atom for atom in value.atoms() if isinstance(atom, str)}
    # sigma enters in even powers only, so any rational sigma^2 is reached through sigma^2 = variance
    assert names <= {"sigma", "d_1", "d_2", "d_y", "d_x"}
    squared = [(dict(monomial), c) for monomial, c in value.terms]
    total = Fraction(0)
    for monomial, c in squared:
        power = monomial.pop("sigma", 0)
        assert power % 2 == 0
        traces = prod(
            (evaluate(type(value).atom(atom), assignment) ** n for atom, n in monomial.items()), start=Fraction(1)
        )
        total += c * variance ** (power // 2) * traces
    assert total == expected


def test_theorem_9_for_equal_widths_is_the_closed_form_of_the_moments():
    """d = 2, H = 3, k = 2: p = 8, q = 2; 8 (8^2 - 2^2)/3 = 160, and gamma d^2 = 4."""
    value = gaussian.closed_form([scalar("d")] * 3, 2)
    exact = evaluate(value, {gaussian.x: [[1]], gaussian.y: [[1]], "d": 2, "sigma": 1})
    assert exact == 160 + 4 == moments.gaussian_gradient_norm(2, 3, 2, 1, 1, 1)


def test_the_bound_of_theorem_9_is_twice_the_leading_term():
    """rho/3 (d (d+2))^H bounds rho/3 p^(k-1) (p^(H-k+1) - q^(H-k+1)) with q >= 0, for every layer k."""
    for d in range(1, 5):
        for layer in (1, 2, 3):
            exact = moments.gaussian_gradient_norm(d, 3, layer, 1, 1, 0)
            assert exact <= Fraction((d * (d + 2)) ** 3, 3)


# -- the splitting, at normal forms ------------------------------------------------------------------------------------


def normal_form(D, Z):
    """The weights diag(D, Z_1), diag(I, Z_2), ..., diag(I, Z_H)."""
    return [block_diagonal(dln.Matrix.identity(D.shape[0]) if j else D, block) for j, block in enumerate(Z)]


def block_diagonal(one, two):
    (a, b), (c, d) = one.shape, two.shape
    return dln.Matrix(
        [[*(one[i, j] for j in range(b)), *([0] * d)] for i in range(a)]
        + [[*([0] * b), *(two[i, j] for j in range(d))] for i in range(c)]
    )


def test_the_three_lines_are_the_second_order_term_at_critical_points():
    """Depth 3, r = 1, rest widths 2, 2, 2, 2, E = diag(5, 0), and Z = (0, diag(0, 1), diag(0, 1)): every path of
    length 3 in the cyclic quiver vanishes, since Z_1 = 0 kills those with Z_1 and Z_3 Z_2 meets E in a zero."""
    rng = random.Random(5)
    D, E = dln.Matrix([[3]]), dln.Matrix([[5, 0], [0, 0]])
    Z = [dln.Matrix.zeros(2, 2), dln.Matrix([[0, 0], [0, 1]]), dln.Matrix([[0, 0], [0, 1]])]
    weights = normal_form(D, Z)
    problem = dln.Problem.from_moments(
        dln.Matrix.identity(3), block_diagonal(D, E), block_diagonal(D @ D, E @ E), hidden=(3, 3)
    )
    point = dln.Point(problem, weights)
    assert point.is_critical
    directions = [random_matrix(rng, 3, 3) for _ in range(3)]
    assert point.second_order(directions) == three_lines(D, E, Z, directions)


def three_lines(D, E, Z, directions):
    """The statement of the derivation `splitting`, in plain exact arithmetic."""
    H, r = len(Z), D.shape[0]
    size = Z[0].shape[0]
    identity = dln.Matrix.identity(size)

    def path(k, j):
        result = identity
        for n in range(j, k + 1):
            result = Z[n - 1] @ result
        return result

    rest, top = range(r, r + size), range(r)
    a, b = [V.block(top, top) for V in directions], [V.block(top, rest) for V in directions]
    c, e = [V.block(rest, top) for V in directions], [V.block(rest, rest) for V in directions]
    alpha, beta = [path(H, j + 1) for j in range(1, H + 1)], [path(j - 1, 1) for j in range(1, H + 1)]
    inverse = dln.Matrix([[1 / D[0, 0]]])
    s = sum((x @ D for x in a[1:]), a[0])
    p = sum((x @ y for x, y in zip(b[1:], beta[1:], strict=True)), b[0] @ beta[0])
    q = sum((x @ y for x, y in zip(alpha[1:], c[1:], strict=True)), alpha[0] @ c[0] @ inverse)
    z = sum((x @ y @ w for x, y, w in zip(alpha[1:], e[1:], beta[1:], strict=True)), alpha[0] @ e[0] @ beta[0])
    mixed = sum(
        (beta[j - 1] @ E.T @ alpha[k - 1] @ e[k - 1] @ path(k - 1, j + 1) @ e[j - 1]).trace()
        for j in range(1, H + 1)
        for k in range(j + 1, H + 1)
    )
    squares = sum((F.T @ F).trace() for F in (s, p, q @ D, z))
    return squares / 2 - (p @ E.T @ q).trace() - mixed


def test_the_statement_of_the_splitting_names_the_three_lines():
    statement = splitting.derive().statement
    for piece in ("1/2 ||s||^2", "tr(p E^T q)", "tr(beta_j E^T alpha_k e_k gamma_kj e_j)"):
        assert piece in statement
