"""The law of the singular values of the product: a case by hand."""

from proofs_check.claims.arora2019.modes import BalancedWeights, modes
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(modes)
    assert result.verdict is Verdict.DERIVED


def test_by_hand() -> None:
    # a = b = 2, X = 1, Y = 1: L = (ab - 1)^2 / 2,
    # slope ab - 1 = 3, P' = -(a^2 + b^2) 3 = -24 = -N sigma^(2 - 2/N) slope = -2 * 4 * 3
    exact = BalancedWeights(((1, 1, 1), (2,)))
    assert (exact.slope[0, 0], exact.rate[0, 0]) == (3, -24)
    assert modes.check(((1, 1, 1), (2,))).holds
