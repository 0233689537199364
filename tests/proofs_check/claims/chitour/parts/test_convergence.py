"""Section 2.2, Lemma 2.4 and Proposition 1: cases by hand."""

from __future__ import annotations

from fractions import Fraction

import flint

from proofs_check.claims.chitour.parts.convergence import Bounds, growth_rate, last_norm
from tests.proofs_check.claims.chitour.support import point


def test_bounds_of_the_smallest_network_by_hand() -> None:
    # a = 2, b = 1, s = 3: C = -3, c = 3, tau_1 = 3, E_1 = ((g + 3) - g) g = 3 g, gamma_0 = 1/2, norm = (g + 3 + g)/2;
    # K_1 = 2 * 3 + 2 * 3 * 5/2 = 21, K_2 = 42; tr = a^2 b^2 = 4 <= 1 + 3, dg/dt = 2 * 1 * (3 - 2) * 2 = 4
    at = point((1, 1, 1), [[2]], [[1]])
    bounds = Bounds(at)
    assert flint.fmpq_poly([0, 3]) == bounds.P
    assert (bounds.gamma, bounds.K_1, bounds.K_2) == (Fraction(1, 2), 21, 42)
    assert bounds.tau == {1: 3, 2: 0}
    assert (last_norm(at), growth_rate(at)) == (1, 4)


def test_constant_of_the_norms_matters() -> None:
    # the bound x_1 >= ||W_1||^2 needs tau: with tau = 0 and c = 3 the second step of depth 3 would be too small
    at = point((1, 1, 1, 1), [[2]], [[1]], [[1]])
    bounds = Bounds(at)
    assert bounds.tau == {1: 3, 2: 0, 3: 0}
    assert at.weights[0].norm_squared() == last_norm(at) + bounds.tau[1]
