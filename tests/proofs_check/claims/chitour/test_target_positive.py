"""The singular values of the reduced target, Chitour et al. (2022), (2)-(3): cases by hand."""

from __future__ import annotations

from proofs_check.claims.chitour import target_positive
from tests.proofs_check.settling import first_failure


def test_target_that_is_not_positive_by_hand() -> None:
    # X = (1, 1), Y = (1, -1): full row ranks, and Y V_X^1 = 0; with one sample x, y not zero Y V_X^1 = y or -y
    problem = first_failure(target_positive.target_positive)
    assert problem.widths == (1, 1, 1)
    assert problem.samples == 2
    assert problem.Sxx.rank() == problem.Syy.rank() == 1
    assert problem.Syx.is_zero()
