"""The Riccati equation of lambda-balanced weights: the verdict, and the lambda of the starts."""

from proofs_check.claims.domine.riccati import EXACT, riccati, scaled
from proofs_check.language.verdict import Verdict
from symdln.dynamics import balance_of
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(riccati)
    assert result.verdict is Verdict.PROVED


def test_lambda_by_hand() -> None:
    # W_1 = a R, W_2 = b R^T: W_2^T W_2 - W_1 W_1^T = (b^2 - a^2) I
    assert [balance_of(*scaled(case)) for case in EXACT] == [3, -3, 3, 0]
