"""Whether the cases of a claim are different: equal ones are counted while there are only a few different ones."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from proofs_check.running.cases_as_data import UnwrittenCaseError, encoded

MOST = 20
"""The greatest number of different cases that are counted; beyond it the count is "many"."""
MANY = "many"


def count(alike: Counter[str], case: Any) -> None:
    """Count a case, by a digest of its data, unless more than MOST different ones were seen."""
    if MANY in alike:
        return
    try:
        digest = hashlib.blake2b(json.dumps(encoded(case)).encode(), digest_size=12).hexdigest()
    except (UnwrittenCaseError, TypeError, ValueError):  # cases that cannot be written are taken as different
        digest = MANY
    _add(alike, {digest: 1})


def merge(alike: Counter[str], later: Mapping[str, int]) -> None:
    """Add the counts of later cases."""
    if MANY not in alike:
        _add(alike, later)


def _add(alike: Counter[str], later: Mapping[str, int]) -> None:
    alike.update(later)
    if MANY in alike or len(alike) > MOST:
        alike.clear()
        alike[MANY] = 1


def warning(alike: Mapping[str, int], cases: int) -> str | None:
    """A sentence where the cases are all equal, or all but one, or are at most MOST different ones, each often.

    >>> warning({"a": 999, "b": 1}, 1000)
    '999 of 1,000 cases are one and the same case.'
    >>> warning({"a": 2, "b": 2, "c": 2}, 6) is None
    True
    """
    if cases < 2 or sum(alike.values()) != cases:  # not counted, by an older version or for too many
        return None
    most = max(alike.values())
    if most == cases:
        return f"All {cases:,} cases are one and the same case."
    if (most == cases - 1 and most > 1) or 10 * most > 9 * cases:
        return f"{most:,} of {cases:,} cases are one and the same case."
    return f"The {cases:,} cases are only {len(alike)} different ones." if cases >= 10 * len(alike) else None
