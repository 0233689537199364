"""The critical values of a problem in decreasing order: all of them, or the largest of very many."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from functools import cmp_to_key, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from symdln.algebra.spectrum import compare_sums
from symdln.errors import InputError, shown

if TYPE_CHECKING:
    from symdln.landscape.regression import CriticalValue, Regression

MOST_SELECTIONS = 1 << 16
"""The most values that are computed and sorted when all are requested."""


def critical_values_of(problem: Regression, limit: int | None) -> tuple[CriticalValue, ...]:
    """All critical values, largest first, or the ``limit`` largest; equal values by their selections."""
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 1):
        raise InputError(f"limit={shown(limit)} was passed; pass a whole number from 1 on, or None for all values.")
    total = sum(problem.selection_numbers)
    if total <= MOST_SELECTIONS:
        values = map(problem.critical_value, problem.selections())
        return tuple(sorted(values, key=cmp_to_key(lambda one, other: _descending(problem, one, other))))[:limit]
    if limit is None:
        raise InputError(
            f"There are {total:,} critical values for {len(problem.positions)} singular values, and at most "
            f"{MOST_SELECTIONS:,} are listed at once; ask for the largest with problem.critical_values(limit=100), or "
            "for one with problem.critical_value(S)."
        )
    return tuple(map(problem.critical_value, islice(_by_kept_sum(problem), limit)))


def _descending(problem: Regression, first: CriticalValue, second: CriticalValue) -> int:
    if first.value is None or second.value is None:
        return _ascending_sums(problem, first.selection, second.selection)
    S, T = first.selection, second.selection
    return (second.value > first.value) - (second.value < first.value) or (S > T) - (S < T)


def _ascending_sums(problem: Regression, S: tuple[int, ...], T: tuple[int, ...]) -> int:
    return compare_sums(problem.spectrum, S, T) or (S > T) - (S < T)


def _by_kept_sum(problem: Regression) -> Iterator[tuple[int, ...]]:
    """The selections by the sum of the selected eigenvalues, the least first, one at a time.

    Every selection but the empty one comes from one of a smaller sum: its least eigenvalue is replaced by the next
    smaller one, or left out if it is the least of all.  So all selections that come from it are behind it in the order.
    """
    nonzero = [value.multiplicity for value in problem.spectrum if not value.is_zero]
    order: Any = cmp_to_key(partial(_ascending_sums, problem))
    waiting: list[Any] = [(order(()), (), (0,) * len(nonzero))]
    while waiting:
        _, selection, counts = heapq.heappop(waiting)
        yield selection
        for following in _followers(counts, nonzero, problem.best_rank):
            chosen = problem.selection_of_counts(following)
            heapq.heappush(waiting, (order(chosen), chosen, following))


def _followers(counts: Sequence[int], sizes: Sequence[int], most: int) -> Iterator[tuple[int, ...]]:
    """The selections that come from one, each as its multiplicities of the nonzero eigenvalues, the largest first.

    >>> list(_followers((0, 1, 0), (1, 1, 2), 2))  # one more of the least; the middle one replaced by the largest
    [(0, 1, 1), (1, 0, 0)]
    """
    if counts[-1] < sizes[-1] and sum(counts) < most:
        yield (*counts[:-1], counts[-1] + 1)
    least = max((k for k, count in enumerate(counts) if count), default=0)
    if least > 0 and counts[least] == 1 and counts[least - 1] < sizes[least - 1]:
        yield (*counts[: least - 1], counts[least - 1] + 1, 0, *counts[least + 1 :])
