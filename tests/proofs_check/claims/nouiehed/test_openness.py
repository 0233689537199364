"""The claims ``nouiehed.openness``: cases by hand."""

from proofs_check.claims.nouiehed import openness
from proofs_check.claims.nouiehed.openness import TwoFactors


def test_a_column_times_zero_is_not_open() -> None:
    # X = (1, 2)^T, Y = (0, 0): near products have columns along those near X, and (2, -1)^T (1, 0) / 10 is out of reach
    pair = TwoFactors(((1,), (2,)), ((0, 0),))
    assert openness.common(pair) == (0, 1)
    assert openness.out_of_reach(pair).holds
    assert openness.one_full.at(pair).holds


def test_zero_times_zero_is_open() -> None:
    # every small matrix of rank one is a product of a small column and a small row
    pair = TwoFactors(((0,), (0,)), ((0, 0),))
    assert openness.common(pair) == (0, 0)
    assert openness.narrow_openness.at(pair).holds


def test_completion_of_one_row() -> None:
    # m = n = 1, k = 2: X = (1, 0), Y = (0, 1)^T; N(X) = C(Y) is the second axis, a = 1 <= 2 - 1, and X has rank 1
    pair = TwoFactors(((1, 0),), ((0,), (1,)))
    assert openness.common(pair) == (1, 1)
    assert openness.can_complete_left(pair)
    assert openness.wide.at(pair).holds
