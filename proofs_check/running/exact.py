"""The outcome of a claim at one case, and the float in the check or in a hypothesis that makes it inexact."""

from __future__ import annotations

from typing import Any

from proofs_check.language.claim import Claim
from proofs_check.language.floats import float_uses, watching
from proofs_check.language.hypotheses import Known, first_unmet
from proofs_check.language.outcome import Outcome
from proofs_check.running.claim_file import importing


def floats_in(claim: Claim) -> tuple[str, ...]:
    """The places where the code of the check and of the hypotheses makes or takes floats."""
    predicates = [item.predicate for hypothesis in claim.assuming for item in hypothesis.flat()]
    return tuple(use for function in (claim.check, *predicates) for use in float_uses(function))


def failing(claim: Claim, subject: Any) -> Outcome | None:
    """The outcome where the hypotheses are met and the claim fails with nothing inexact in it; None otherwise."""
    outcome, float_seen = answered(claim, subject)
    return None if outcome is None or not outcome.fails or float_seen else outcome


def answered(claim: Claim, subject: Any) -> tuple[Outcome | None, str]:
    """The outcome at one case, or None where the case does not meet the hypotheses, and what makes it inexact."""
    known = Known()
    with importing(claim):
        unmet = first_unmet(claim.assuming, subject, known)
    if unmet is not None:
        return None, ""
    return exactly(claim, subject, (*floats_in(claim), *known.inexact.values()), always=True)


def exactly(claim: Claim, subject: Any, floats: tuple[str, ...], *, always: bool = False) -> tuple[Outcome, str]:
    """The outcome at a case and what makes it inexact; ``floats`` are those in the code.

    Unless ``always``, nothing is computed outside the exact scopes, because failures elsewhere refute nothing.
    """
    turned: list[str] = []
    with importing(claim):
        if not (claim.over.exact or always):
            return claim.at(subject), ""
        with watching(turned):
            outcome = claim.at(subject)
    return outcome, next(iter((*floats, *turned, outcome.float_seen)), "")
