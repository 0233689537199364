"""Products of random matrices: Lemmas 10, 12 and 13 and Corollary 11; cases by hand."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.lucchi.parts import random_weights, sizes


def letters_of(net: sizes.SplitNetwork) -> tuple[Any, ...]:
    return tuple(net.algebra[name].rows[0][0] for name in ("x", "y"))


def test_one_and_two_numbers_by_hand():
    # L = 1: dl/dw = (w x - y) x, E = s^2 x^4 + x^2 y^2
    # L = 2, k = 1: dl/da = b (b a x - y) x, E = E b^4 E a^2 x^4 + E b^2 x^2 y^2 = 3 s^6 x^4 + s^2 x^2 y^2
    one, two = sizes.SplitNetwork((1, 1, 1)), sizes.SplitNetwork((1, 2, 1))
    (x, y), v = letters_of(one), one.algebra.variance
    assert random_weights.gradient_norm((1, 1, 1), gaussian=True) == v * x**4 + x**2 * y**2
    (x, y), v, kappa = letters_of(two), two.algebra.variance, two.algebra.kurtosis
    assert random_weights.gradient_norm((1, 2, 1), gaussian=True) == 3 * v**3 * x**4 + v * x**2 * y**2
    assert random_weights.gradient_norm((1, 2, 1)) == kappa * v**3 * x**4 + v * x**2 * y**2
