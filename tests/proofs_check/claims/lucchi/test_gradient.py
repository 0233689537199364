"""The gradient by a layer for one sample, Lucchi's lecture, "Setting": planted faults."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check.claims.lucchi.parts.sizes import SYMBOLIC, Network3, SplitNetwork
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal
from tests.proofs_check.settling import claims_of, planted, refuted_first_where_said, settle_planted_at_sizes

CLAIMS = claims_of("lucchi", "gradient")


def gradient_as(form: Any) -> Any:
    def check(case: Network3) -> Outcome:
        net = SplitNetwork(case)
        printed = form(net)
        twice = net.algebra.gradient(net.algebra.norm(net.delta), net.W)
        return equal(twice, printed + printed, "2 dl/dW^k")

    return check


PLANTED: dict[str, tuple[Claim, Any]] = {
    "gradient with the other sign": (
        planted(
            CLAIMS["lucchi.gradient"],
            check=gradient_as(lambda n: n.B.T @ (n.y - n.B @ n.W @ n.Q @ n.x) @ (n.Q @ n.x).T),
        ),
        [1, 1, 1],
    ),
    "forward part with W^k": (
        planted(CLAIMS["lucchi.gradient"], check=gradient_as(lambda n: n.B.T @ n.delta @ (n.W @ n.Q @ n.x).T)),
        [1, 1, 1],
    ),
    "backward part untransposed": (
        planted(CLAIMS["lucchi.gradient"], check=gradient_as(lambda n: n.B @ n.delta @ (n.Q @ n.x).T)),
        [2, 2, 1],
    ),
    "second form with W^{k-1:1}": (
        planted(
            CLAIMS["lucchi.gradient"],
            check=gradient_as(lambda n: n.B.T @ (n.B @ n.W @ n.Q @ n.x @ n.x.T - n.y @ n.x.T) @ n.Q),
        ),
        [2, 2, 2],
    ),
}


test_planted_faults_are_refuted_at_the_smallest_size = refuted_first_where_said(PLANTED, settle_planted_at_sizes)


@pytest.mark.parametrize("case", SYMBOLIC[1:])
def test_planted_gradients_are_refuted_by_words_too(case):
    assert PLANTED["gradient with the other sign"][0].check(case).fails
    assert PLANTED["forward part with W^k"][0].check(case).fails
    has_B, has_Q = case[2] != case[1], case[2] != "1"
    assert PLANTED["backward part untransposed"][0].check(case).fails == has_B
    assert PLANTED["second form with W^{k-1:1}"][0].check(case).fails == has_Q
