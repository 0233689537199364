"""Equation (25) of Chitour et al. (2022): the Hessian form with one hidden layer; planted faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from proofs_check.claims.chitour import hessian_shallow
from proofs_check.claims.chitour.parts import expansion
from proofs_check.networks import words
from tests.proofs_check.settling import first_failure


def test_short_form_fails_away_from_critical_points() -> None:
    # widths (2, 1, 1), W_2 = 1, W_1 = (0, 1): W_2 W_{1,2} = 1 is not zero, and w_2 = w_{1,2} = 1 meets what is left out
    network = expansion.varied((2, 1, 1))
    a = expansion.letters(network)
    left_out = network.twice_second_derivative - 2 * hessian_shallow.twice_shallow(a)
    assert left_out != 0
    assert left_out == 4 * (a.w_last @ a.w_12 @ (a.W_last @ a.W_12).T).trace()


@pytest.mark.parametrize(
    "fault",
    [
        lambda a: variation_shallow(a) + 4 * a.trace(a.w_last @ a.w_11 @ a.M.T),
        lambda a: variation_shallow(a) + a.norm_squared(a.w_last @ a.W_12 + a.W_last @ a.w_12),
        lambda a: (
            variation_shallow(a) - a.norm_squared(a.w_last @ a.W_11 + a.W_last @ a.w_11) / 2
            if isinstance(a.Z, words.Expression)
            else a.M.zero
        ),
    ],
    ids=["sign", "square twice", "half a square"],
)
def test_planted_short_form_is_not_shown(fault: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hessian_shallow, "twice_shallow", fault)
    assert first_failure(hessian_shallow.hessian_shallow) in [(1, 1, 1), (2, 1, 1)]
    assert not hessian_shallow.hessian_shallow.check(("any widths", expansion.ONE_HIDDEN)).holds


variation_shallow = hessian_shallow.twice_shallow
