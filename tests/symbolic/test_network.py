"""The loss as a polynomial of sympy: against its definition, and its derivatives against sympy.diff on expressions."""

import pytest
import sympy

import symdln as dln
from symdln.errors import InputError
from symdln.symbolic import symbolic_network


@pytest.mark.parametrize("widths", [(2, 2, 2), (1, 2, 2, 1), (2, 1, 3)])
def test_the_loss_is_the_sum_of_squares(widths):
    network = symbolic_network(widths=widths)
    symbols = iter(network.symbols)
    product = sympy.eye(widths[0])
    for rows, columns in network.shapes:
        product = sympy.Matrix(rows, columns, [next(symbols) for _ in range(rows * columns)]) * product
    targets = sympy.zeros(widths[-1], widths[0])
    for i in range(min(widths[0], widths[-1])):
        targets[i, i] = sympy.Symbol(f"s_{i + 1}")
    assert sympy.expand(sum(x**2 for x in product - targets) / 2 - network.loss) == 0


def test_derivatives_are_those_of_expressions():
    network = symbolic_network(widths=(2, 2, 2))
    slopes = [sympy.diff(network.loss, x) for x in network.symbols]
    assert [entry for layer in network.gradient for entry in layer] == [sympy.expand(x) for x in slopes]
    expected = sympy.Matrix([[sympy.expand(sympy.diff(slope, x)) for x in network.symbols] for slope in slopes])
    assert network.hessian == expected
    assert [equation.lhs for equation in network.critical_equations] == [sympy.expand(x) for x in slopes]


def test_invariants_do_not_move_along_the_flow_and_others_do():
    network = symbolic_network(widths=(2, 2, 1))
    (matrix,) = network.invariants
    assert matrix[0, 0] == sympy.sympify("w2_11**2 - w1_11**2 - w1_12**2")
    assert all(entry == 0 for table in network.invariant_derivatives for entry in table)
    # with a plus sign it is not an invariant: its derivative at widths 1 is -4 (w1 w2 - s) w1 w2
    scalar = symbolic_network(widths=(1, 1, 1))
    a, b = scalar.ring.gens[:2]
    s = scalar.ring.gens[2]
    assert scalar._along_flow(a**2 + b**2) == -4 * (a * b - s) * a * b


def test_data_enter_by_their_moments():
    # X = 2, Y = 3, f = 1/2: L = 1/2 (2 b a - 3)^2
    network = symbolic_network(dln.Problem.from_data([[2]], [[3]], hidden=(1,)))
    assert network.loss == sympy.sympify("2*w1_11**2*w2_11**2 - 6*w1_11*w2_11 + 9/2")


def test_lambdified_functions_take_the_weights_one_by_one():
    # L = 1/2 (b a - s)^2 at a = 1, b = 2, s = 3: gradient (-2, -1), Hessian [[4, 1], [1, 1]]
    network = symbolic_network(widths=(1, 1, 1))
    assert network.lambdified("loss")(1.0, 2.0, 3.0) == 0.5
    assert network.lambdified("gradient")(1.0, 2.0, 3.0) == [-2.0, -1.0]
    assert network.lambdified("hessian")(1.0, 2.0, 3.0).tolist() == [[4.0, 1.0], [1.0, 1.0]]
    with pytest.raises(InputError, match="There is no 'spectrum' to be lambdified"):
        network.lambdified("spectrum")


def test_names_of_wide_layers_have_a_gap():
    assert str(symbolic_network(widths=(10, 1)).symbols[9]) == "w1_1_10"


def test_what_is_too_large_is_refused():
    with pytest.raises(InputError, match=r"up to 21,611,935 terms, and sympy expands at most 20,000 here"):
        symbolic_network(widths=(9, 9, 9, 9, 9))
    with pytest.raises(InputError, match="takes sympy minutes"):
        _ = symbolic_network(widths=(5, 5, 5, 5)).hessian
    for wrong in ((2,), (2, 0, 2), (2, True), (2, 2.0)):
        with pytest.raises(InputError, match="at least two positive integers"):
            symbolic_network(widths=wrong)
    with pytest.raises(InputError, match="either a problem or widths"):
        symbolic_network()
