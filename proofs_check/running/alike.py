"""Whether the cases of a claim are different: equal ones are counted while there are only a few different ones."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from proofs_check.running.cases_as_data import UnwrittenCaseError, encoded

MOST = 20
"""The greatest number of different cases that are counted; beyond it the count is "many"."""
MANY = "many"


class Digest:
    """The digest of a case, made when it is first needed, once for all claims that are checked at the case.

    >>> Digest((1, 2)).text == Digest((1, 2)).text, Digest((1, 2)).text == Digest((2, 1)).text, Digest(object()).text
    (True, False, 'many')
    """

    def __init__(self, case: Any):
        self._case = case

    @cached_property
    def text(self) -> str:
        """Equal cases have equal texts; it is MANY for cases that cannot be written, which are taken as different."""
        try:
            return hashlib.blake2b(json.dumps(encoded(self._case)).encode(), digest_size=12).hexdigest()
        except (UnwrittenCaseError, TypeError, ValueError):
            return MANY


def count(alike: Counter[str], case: Digest) -> None:
    """Count a case, unless more than MOST different ones were seen."""
    if MANY not in alike:
        _add(alike, {case.text: 1})


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
