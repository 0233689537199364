"""Kinds over number fields: points of every kind, with the inertia of the exact Hessian by two routes."""

import pytest

import symdln as dln
from symdln.algebraic import AlgebraicProblem

PROBLEMS = {
    "irrational inputs": AlgebraicProblem.from_data([["sqrt(2)", 1], [0, 1]], [["1 + sqrt(2)", 1]], (1,)),
    "a tie": AlgebraicProblem.canonical(("1 + sqrt(2)", "sqrt(3 + 2*sqrt(2))"), (2, 1, 2)),
    "singular inputs": AlgebraicProblem.from_data([[1], ["sqrt(2)"]], [["sqrt(3)"]], (1,)),
    "three layers": AlgebraicProblem.canonical(("1 + sqrt(2)", "1"), (2, 1, 1, 2)),
    "regression": AlgebraicProblem.from_data([["sqrt(2)", 1], [0, 1]], [["1 + sqrt(2)", 1]], ()),
    "a cube root": AlgebraicProblem.from_data([["cbrt(2)", 1]], [["1", "cbrt(2)"]], (2,)),
    "wide": AlgebraicProblem.canonical(("sqrt(2)",), (1, 2, 2)),
}


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("rng", [None, 1])
def test_points_have_the_inertia_of_their_kind(name, rng):
    """By the signs of the characteristic polynomial, by enclosures with the exact rank, and by the theorem."""
    problem = PROBLEMS[name]
    for kind in problem.kinds():
        point = kind.certified_representative(rng)
        assert point.is_critical
        assert (point.selection, point.multiplicities) == (kind.selection, kind.multiplicities)
        assert point.inertia_by_hessian == point.certified_inertia.inertia == point.inertia_by_ranks == kind.inertia
        assert (point.label, point.order, point.dimension) == (kind.label, kind.order, kind.dimension)
        value = problem.critical_value(kind.selection)
        assert value.lower <= point.loss_value.upper
        assert point.loss_value.lower <= value.upper


def test_there_is_no_rational_representative_and_fields_end():
    kind = next(iter(PROBLEMS["irrational inputs"].kinds((0,))))
    with pytest.raises(dln.NotRationalError, match="certified_representative"):
        kind.representative()
    with pytest.raises(dln.UndecidedError, match="the limit for exact ranks is 1"):
        kind.certified_representative(most_degree=1)
