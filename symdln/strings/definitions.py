"""The relations between strings that the lemmas use, as texts in the language of :mod:`symdln.strings.parser`."""

from __future__ import annotations

_PAIR = ("sigma", "string"), ("tau", "string")

# name -> (parameters with their sorts, formula)
DEFINITIONS: dict[str, tuple[tuple[tuple[str, str], ...], str]] = {
    # The product e_j[sigma, tau] e_k[tau, sigma] occurs in the Hessian form.
    "product": (
        (*_PAIR, ("j", "integer"), ("k", "integer")),
        "1 <= j < k <= H and sigma contains j..k-1 and tau contains k..H,0..j-1",
    ),
    # The entry e_j[sigma, tau] occurs in the squared matrix at (sigma at H, tau at 0).
    "square": (
        (*_PAIR, ("j", "integer")),
        "1 <= j <= H and tau contains 0..j-1 and sigma contains j..H",
    ),
    # The ordered pair gives one negative and one positive direction of the Hessian.
    "pair": (
        _PAIR,
        "tau closes and (sigma does not close and start(sigma) <= end(tau)+1 and start(tau) <= end(sigma)+1"
        " or sigma closes and start(sigma) <= end(tau)+1)",
    ),
}
