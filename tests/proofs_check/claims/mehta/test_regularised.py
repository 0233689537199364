"""With weight decay there are local minima that are not global, Mehta et al. (2022): cases by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.claims.mehta import regularised
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import verdicts_on_cases

test_claims_hold_in_the_small_scope_and_say_something_there = verdicts_on_cases(
    {regularised.regularised: Verdict.PROVED}
)


def test_smallest_regularised_network_by_hand() -> None:
    # 1/2 (a b c - 4/3)^2 + 1/6 (a^2 + b^2 + c^2): 8/9 at 0, 1/18 + 1/2 = 5/9 at (1, 1, 1); Hessian at 0: 1/3 I
    net = regularised.network(((1, 1, 1, 1), "1/3"))
    zero, chain = net.zero(), net.chain()
    assert (net.value(zero), net.value(chain)) == (Fraction(8, 9), Fraction(5, 9))
    assert net.hessian(zero) == Fraction(1, 3) * dln.Matrix.identity(3)
    assert net.is_critical(chain)


@pytest.mark.parametrize(
    ("case", "holds"),
    [
        (((1, 1, 1, 1), "99/100"), True),
        (((1, 1, 1, 1), "1"), False),  # values 2 and 1/2 + 3/2: the other point is not lower
        (((1, 1, 1, 1), "0"), False),  # no decay: the Hessian at 0 is 0
        (((1, 1, 1, 1), "-1/3"), False),  # the wrong sign: 0 is a local maximum
        (((1, 1, 1), "1/2"), False),  # depth 2: Hessian [[1/2, -3/2], [-3/2, 1/2]] at 0
        (((2, 2, 2), "1/2"), False),
        (((2, 2, 2, 2), "1/3"), True),
    ],
)
def test_decay_and_depth_decide(case: regularised.Decayed, holds: bool) -> None:
    outcome = regularised.regularised.check(case)
    assert (outcome.holds, outcome.fails) == (holds, not holds)
