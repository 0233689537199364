"""Theorem 9 of Lucchi's lecture: the expected squared gradient of Gaussian weights; planted faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from proofs_check.claims.lucchi.parts import random_weights, sizes
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal, is_true
from tests.proofs_check.settling import claims_of, planted, refuted_first_where_said

CLAIMS = claims_of("lucchi", "thm9")


def theorem_9_as(bound: Callable[..., Any], sharp: bool = False) -> Callable[[Any], Outcome]:
    """``bound(v, d, L, k, rho, gamma)`` in place of 3 sigma^2 times the printed one."""

    def check(case: Any) -> Outcome:
        if not isinstance(case[0], int):
            return is_true(True, "numbers only")
        net = sizes.SplitNetwork(case)
        v, (d, depth, k) = net.algebra.variance, case
        right = bound(v, net.algebra.number(d), depth, k, net.rho, net.gamma)
        left = 3 * v * random_weights.gradient_norm(case, gaussian=True)
        return equal(left, right, "3 v E") if sharp else sizes.is_nonnegative(right - left, "bound minus expectation")

    return check


def bound_as(
    first: int = 0, second: int = -1, of_y: int = 1, base: Callable[[Any], Any] = lambda d: d * (d + 2)
) -> Callable[..., Any]:
    """The printed bound times 3 sigma^2, with ``first`` and ``second`` added to L in its exponents."""

    def value(v: Any, d: Any, depth: int, k: int, rho: Any, gamma: Any) -> Any:
        return 2 * rho * (v**2 * base(d)) ** (depth + first) + 6 * of_y * v * gamma * (v * d) ** (depth + second)

    return value


def exact_as(shift: int = 0, other: Callable[[Any], Any] = lambda d: d - 1, power: int = -1) -> Callable[..., Any]:
    """The exact value times 3 sigma^2, with ``shift`` added to L - k + 1 and ``d other(d)`` for ``d (d - 1)``."""

    def value(v: Any, d: Any, depth: int, k: int, rho: Any, gamma: Any) -> Any:
        P, Q, left = v**2 * d * (d + 2), v**2 * d * other(d), depth - k + 1 + shift
        return rho * P ** (depth - left) * (P**left - Q**left) + 3 * v * gamma * (d * v) ** (depth + power)

    return value


def start_without_factors(case: Any) -> Outcome:
    net = sizes.SplitNetwork(case)
    norm, forward = net.algebra.norm, (net.Q @ net.x).T
    a, b = net.B.T @ net.B @ net.W @ net.Q @ net.x @ forward, net.B.T @ net.y @ forward
    return equal(norm(a - b), norm(a) + norm(b), "||a - b||^2")


PLANTED: dict[str, tuple[Claim, Any]] = {
    "theorem 9 with d^2": (
        planted(CLAIMS["lucchi.thm9"], check=theorem_9_as(bound_as(base=lambda d: d * d))),
        [1, 1, 1],
    ),
    "theorem 9 with d (d + 1)": (
        planted(CLAIMS["lucchi.thm9"], check=theorem_9_as(bound_as(base=lambda d: d * (d + 1)))),
        [1, 2, 1],
    ),
    "theorem 9 with L - 1": (planted(CLAIMS["lucchi.thm9"], check=theorem_9_as(bound_as(first=-1))), [1, 1, 1]),
    "theorem 9 with sigma^2 d to the L": (
        planted(CLAIMS["lucchi.thm9"], check=theorem_9_as(bound_as(second=0))),
        [1, 1, 1],
    ),
    "theorem 9 without y": (planted(CLAIMS["lucchi.thm9"], check=theorem_9_as(bound_as(of_y=0))), [1, 1, 1]),
    "sharp: the bound": (planted(CLAIMS["lucchi.thm9.sharp"], check=theorem_9_as(bound_as(), True)), [1, 1, 1]),
    "sharp: k + 1": (planted(CLAIMS["lucchi.thm9.sharp"], check=theorem_9_as(exact_as(shift=-1), True)), [1, 1, 1]),
    "sharp: d^2 in the second eigenvalue": (
        planted(CLAIMS["lucchi.thm9.sharp"], check=theorem_9_as(exact_as(other=lambda d: d), True)),
        [1, 1, 1],
    ),
    "sharp: 0 for the second eigenvalue": (
        planted(CLAIMS["lucchi.thm9.sharp"], check=theorem_9_as(exact_as(other=lambda d: 0 * d), True)),
        [2, 1, 1],
    ),
    "sharp: L in the second term": (
        planted(CLAIMS["lucchi.thm9.sharp"], check=theorem_9_as(exact_as(power=0), True)),
        [1, 1, 1],
    ),
    "start without the cross term": (planted(CLAIMS["lucchi.thm9.start"], check=start_without_factors), [1, 1, 1]),
}


test_planted_faults_are_refuted_at_the_smallest_case = refuted_first_where_said(PLANTED)
