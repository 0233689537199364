"""Chen, Jiang, Wang (2025): the error bound for the regularised loss."""

from __future__ import annotations

from proofs_check.facts import decay_outcomes as outcomes
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome
from proofs_check.language.sources import CHEN_ERROR_BOUND
from proofs_check.scopes import decayed
from proofs_check.scopes.decayed import Kind, point_of


@claim(
    "chen.error-bound",
    source=CHEN_ERROR_BOUND.at("abstract"),
    statement=r"\text{an error-bound property for all critical points: } \operatorname{dist}(W, "
    r"\operatorname{crit}) \le C "
    r"|\nabla L(W)| \text{ near each of them}",
    over=decayed.WHITE_KINDS,
    assuming=(decayed.aligned,),
    made_precise="the conditions differ between the versions of the abstract; here it holds if and only if no singular "
    "value equals s_min (for H = 2: lam), whatever the widths; in scope the kinds with n_0 = dim, and at all others a "
    "line along which the gradient is of higher order",
    written=written.DECAY_MORSE_BOTT,
)
def error_bound(case: Kind) -> Outcome:
    """The error bound holds near all critical points exactly when no singular value is at the threshold."""
    return outcomes.error_bound(point_of(case))
