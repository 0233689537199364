"""The claims ``mulayoff.flat``: cases by hand."""

from proofs_check.claims.mulayoff.flat import coupled, gain, signal, value
from proofs_check.facts.flat_minima import is_flattest, least, minimum

BALANCED, SECOND, SCALED = (((2, 2, 2), 2, change) for change in ("none", "second direction", "scaled"))


def test_numbers_by_hand() -> None:
    # layers diag(2, 1): the singular values are 4 and 1, and the largest eigenvalue is 2 * 4 = 4 + 4 at depth 2
    assert least(BALANCED) == 8
    assert [x.norm_squared() for x in signal(BALANCED)] == [1, 4, 16]
    assert all(claim.at(BALANCED).holds for claim in (value, gain, coupled))


def test_a_flattest_minimum_need_not_be_balanced() -> None:
    # layers diag(2, 3/2) and diag(2, 2/3): the largest eigenvalue is 2^2 + 2^2
    first, second = minimum(SECOND).weights
    assert second.T @ second != first @ first.T
    assert is_flattest(SECOND)
    assert coupled.at(SECOND).holds


def test_a_minimum_that_is_not_flattest() -> None:
    # layers 2 diag(2, 1) and diag(2, 1) / 2: 16 + 1 > 8
    assert not is_flattest(SCALED)
    assert gain.at(SCALED).fails
    assert coupled.at(SCALED).fails
