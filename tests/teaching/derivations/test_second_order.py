"""The derived second-order term, compared with the exact landscape code at random points."""

import pytest

import symdln as dln
from symdln.algebra.words import Symbol, evaluate
from tests.teaching.derivations.support import WIDTHS, Case, derive


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
