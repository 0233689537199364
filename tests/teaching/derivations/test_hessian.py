"""The derived blocks of the Hessian, compared with the exact landscape code at random points."""

import pytest

import symdln as dln
from tests.teaching.derivations.support import WIDTHS, Case, derive, letters_of


@pytest.mark.parametrize("widths", WIDTHS)
def test_the_hessian_blocks_are_those_of_the_landscape(widths):
    case, general = Case(widths), derive("hessian")
    written = derive("hessian", case.depth)
    letters = case.letters(written.symbols())
    shown = {part.title: part.result.kronecker for part in written.parts}  # pyright: ignore[reportAttributeAccessIssue]
    diagonal, pair = general.parts[0].result.kronecker, general.parts[1].result.kronecker  # pyright: ignore[reportAttributeAccessIssue]
    for j in range(1, case.depth + 1):
        expected = dln.hessian_block(case.problem, case.weights, j, j)
        assert shown[f"Block ({j}, {j})"].evaluate({**letters, **case.data()}) == expected
        assert diagonal.evaluate(case.letters(letters_of(general.parts[0]), {"j": j})) == expected
        for k in range(j + 1, case.depth + 1):
            expected = dln.hessian_block(case.problem, case.weights, j, k)
            assert shown[f"Block ({j}, {k})"].evaluate({**letters, **case.data()}) == expected
            assert pair.evaluate(case.letters(letters_of(general.parts[1]), {"j": j, "k": k})) == expected
