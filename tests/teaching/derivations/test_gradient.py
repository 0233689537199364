"""The derived gradient, compared with the exact landscape code at random points."""

import pytest

import symdln as dln
from tests.teaching.derivations.support import WIDTHS, Case, derive, value_of


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
