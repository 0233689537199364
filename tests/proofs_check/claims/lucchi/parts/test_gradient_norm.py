"""Theorem 9: the expected squared gradient of a Gaussian network, its printed bound and its exact value."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.lucchi.parts import gradient_norm
from symdln.algebra.moments import gaussian_gradient_norm


def test_the_exact_value_at_width_one_is_half_the_bound():
    # d = 1: Q = 0, so E = rho / (3 s^2) (3 s^4)^L + gamma s^(2 L - 2)
    powers = gradient_norm.Powers((1, 3, 2))
    assert powers.bound == 2 * powers.exact
    wide = gradient_norm.Powers((2, 3, 2))
    assert wide.bound != 2 * wide.exact


def test_the_closed_form_of_the_library_is_the_claimed_one():
    for d, depth in [(1, 2), (2, 2), (3, 2), (4, 4), (7, 5)]:
        for k in range(1, depth + 1):
            v, rho, gamma = Fraction(2, 7), 5, 11
            P, Q = gradient_norm.eigenvalues(d, v)
            first = rho / (3 * v) * P ** (k - 1) * (P ** (depth - k + 1) - Q ** (depth - k + 1))
            assert gaussian_gradient_norm(d, depth, k, v, rho, gamma) == first + gamma * (d * v) ** (depth - 1)
