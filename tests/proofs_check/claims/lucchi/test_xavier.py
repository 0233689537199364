"""Stability in depth of Xavier initialisation: limits, planted faults."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from proofs_check.claims.lucchi import xavier
from proofs_check.claims.lucchi.parts import gradient_norm, initialisation
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, at_most, equal, is_true
from symdln.algebra.moments import gaussian_gradient_norm
from symdln.algebra.words import scalar
from tests.proofs_check.settling import claims_of, planted, refuted_first_where_said

CLAIMS = claims_of("lucchi", "xavier")


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_the_limit_of_wide_networks_agrees_with_wide_networks():
    # rho = gamma = 1, c = 1, d = 10^6: the distance to (L - k + 1) + 1 is of order 1/d
    d = 10**6
    for depth, k in [(1, 1), (3, 1), (5, 4)]:
        found = gaussian_gradient_norm(d, depth, k, Fraction(1, d), 1, 1)
        assert abs(found - (depth - k + 2)) < Fraction(1, 10**4)


# -- planted faults ----------------------------------------------------------------------------------------------------


def stable_at(variance: Callable[[int], Fraction]) -> Callable[[Any], Outcome]:
    def check(case: Any) -> Outcome:
        if isinstance(case[0], str):
            return is_true(True, "numbers only")
        d, depth = int(case[0]), int(case[1])
        return at_most(xavier.prediction_part((d, depth, 1), variance(d)), 1, "the expectation at k = 1")

    return check


def limit_as(case: Any) -> Outcome:
    if isinstance(case[0], str):
        return is_true(True, "numbers only")
    depth, k = case
    found = xavier.bracket(scalar("z"), 0, depth - k + 1)
    return equal(found, (depth - k) * scalar("z") ** (depth - k), "the bracket at infinite width")


PLANTED: dict[str, tuple[Claim, Any]] = {
    "stable at 1/sqrt(d)": (
        planted(CLAIMS["lucchi.xavier.corrected"], check=stable_at(lambda d: Fraction(1, d))),
        [1, 1, 1],
    ),
    "stable at 1/sqrt(d + 1/2)": (
        planted(CLAIMS["lucchi.xavier.corrected"], check=stable_at(lambda d: Fraction(2, 2 * d + 1))),
        [1, 1, 1],
    ),
    "limit L - k": (planted(CLAIMS["lucchi.xavier.infinite-width"], check=limit_as), [1, 1]),
}


test_planted_faults_are_refuted_at_the_smallest_case = refuted_first_where_said(PLANTED)


# -- planted faults in the derivation with symbols ---------------------------------------------------------------------


def test_a_wrong_step_of_the_derivation_is_noticed(monkeypatch):
    case = ("d", "L", "k")
    assert gradient_norm.derivation(case).holds
    right = gradient_norm.next_layer
    with monkeypatch.context() as patch:  # one pairing lost
        patch.setattr(gradient_norm, "next_layer", lambda t, u, d, v: (v**2 * d * (d * t + u), right(t, u, d, v)[1]))
        assert gradient_norm.backward_step().fails
        assert gradient_norm.backward_chain().fails
    with monkeypatch.context() as patch:
        patch.setattr(gradient_norm, "eigenvalues", lambda d, v: (v**2 * d * (d + 1), v**2 * d * (d - 1)))
        assert gradient_norm.forward_step().fails
        assert gradient_norm.backward_chain().fails
        for module in (initialisation, xavier):
            patch.setattr(module, "eigenvalues", gradient_norm.eigenvalues)
        assert xavier.split_of_exact_value().fails
        assert initialisation.ratio_by_induction().fails
    with monkeypatch.context() as patch:  # the wrong start: B = 0 rather than I
        patch.setattr(gradient_norm, "gram_powers", lambda p, q, d: (d * (d + 2) * p, d * (d + 2) * p))
        assert gradient_norm.backward_chain().fails
        assert gradient_norm.assembled().fails
