"""The degree of the loss as a polynomial in the weights: cases by hand and planted faults."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from proofs_check.claims.chitour import degree
from proofs_check.networks.indeterminates import Network
from tests.proofs_check.settling import first_failure


def test_degree_by_hand() -> None:
    # 2 L = (s - c b a)^2 has the degree 6 in a, b, c, and (H + 1)^2 = 9 for H = 2; for H = 1 both are 4
    assert degree.degree_in_weights(Network((1, 1, 1, 1))) == 6
    assert first_failure(degree.degree) == (1, 1, 1, 1)
    assert all(degree.degree.check(widths).holds for widths in itertools.product((1, 2), repeat=3))


@pytest.mark.parametrize("planted", [lambda H: H + 1, lambda H: 2 * H + 1, lambda H: 2 * H])
def test_planted_degree_is_found(planted: Callable[[int], int]) -> None:
    assert degree.named_sizes((1, 1, 1), planted(1)).fails
