"""The cases of a claim in the small scope, and the first one at which it, or a variant of it with a planted fault,
fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import symdln as dln
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Hypothesis, first_unmet
from proofs_check.language.outcome import Outcome


def small_cases(claim: Claim, assuming: tuple[Hypothesis, ...] | None = None) -> Iterator[Any]:
    """The cases of the small scope, smallest first, that meet the claim's hypotheses (or the given ones)."""
    asked = claim.assuming if assuming is None else assuming
    for unit in claim.over.units("small", 0):
        for case in claim.over.cases(unit):
            if first_unmet(asked, case.subject, {}) is None:
                yield case.subject


def first_failure(
    claim: Claim, check: Callable[[Any], Outcome] | None = None, assuming: tuple[Hypothesis, ...] | None = None
) -> Any:
    """The first case at which the claim fails, with its check or its hypotheses exchanged; None if it holds
    everywhere.
    """
    for subject in small_cases(claim, assuming):
        outcome = (check or claim.check)(subject)
        if outcome.fails:
            return subject
        assert outcome.holds, outcome.sentence
    return None


def texts(point: dln.Point) -> list[list[list[str]]]:
    return [weight.texts() for weight in point.weights]
