"""The assumptions that the sources make on widths and data, each as a predicate decided exactly."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from symdln.algebra.spectrum import sums_of_subsets_distinct
from symdln.errors import InputError, UndecidedError
from symdln.landscape.regression import Regression

Predicate = Callable[[Regression], bool]


@dataclass(frozen=True)
class Condition:
    """One condition of an assumption: its statement, and the predicate that decides it.

    >>> from symdln import Problem
    >>> ENOUGH_SAMPLES.holds(Problem.from_data([[1], [2]], [[1]], hidden=(1,)))
    False
    """

    statement: str
    holds: Predicate


@dataclass(frozen=True)
class Assumption:
    """A hypothesis of a source: its permanent name, its statement, and its items; a problem must meet all of them.

    >>> from symdln import Problem
    >>> one = Assumption("mine", "Sxx is invertible", (Condition("Sxx is invertible", data_has_full_rank),))
    >>> one.holds(Problem.canonical((2, 1), (2, 2, 2)))
    True
    """

    name: str
    statement: str
    items: tuple[Condition, ...]

    def holds(self, problem: Regression) -> bool:
        """Whether the problem meets every item."""
        return all(item.holds(problem) for item in self.items)


def enough_samples(problem: Regression) -> bool:
    """m >= d_x; where only moments are given, some data with d_x + d_y samples have them, so nothing is excluded.

    >>> from symdln import Problem
    >>> enough_samples(Problem.from_data([[1], [2]], [[1]], hidden=(1,)))         # one sample, two inputs
    False
    """
    return problem.samples is None or problem.samples >= problem.input_width


def data_has_full_rank(problem: Regression) -> bool:
    """Sxx is invertible.

    >>> from symdln import Problem
    >>> data_has_full_rank(Problem.from_data([[1, 2], [2, 4]], [[1, 0]], hidden=(1,)))
    False
    """
    return problem.data_rank == problem.input_width


def cross_moment_has_full_rank(problem: Regression) -> bool:
    """rank Sxy = d_y.

    >>> from symdln import Problem
    >>> [cross_moment_has_full_rank(Problem.canonical(values, (2, 1, 2))) for values in ((2, 1), (2, 0))]
    [True, False]
    """
    return problem.cross_rank == problem.output_width


def eigenvalues_are_distinct(problem: Regression) -> bool:
    """The d_y eigenvalues of Syx Sxx^+ Sxy are pairwise distinct.

    >>> from symdln import Problem
    >>> [eigenvalues_are_distinct(Problem.canonical(values, (2, 1, 2))) for values in ((2, 1), (2, 2))]
    [True, False]
    """
    return all(value.multiplicity == 1 for value in problem.spectrum)


def targets_have_full_rank(problem: Regression) -> bool:
    """rank Y = d_y.

    >>> from symdln import Problem
    >>> targets_have_full_rank(Problem.from_data([[1, 0], [0, 1]], [[1, 2], [2, 4]], hidden=(1,)))
    False
    """
    return problem.Syy.rank() == problem.output_width


ENOUGH_SAMPLES = Condition("m >= d_x", enough_samples)
OUTPUTS_AT_MOST_INPUTS = Condition("d_y <= d_x", lambda problem: problem.output_width <= problem.input_width)
WIDE_HIDDEN = Condition(
    "every hidden width is at least d_y", lambda problem: all(width >= problem.output_width for width in problem.hidden)
)
SXX_INVERTIBLE = Condition("Sxx invertible", data_has_full_rank)
SXY_FULL_RANK = Condition("rank Sxy = d_y", cross_moment_has_full_rank)
DISTINCT = Condition("eigenvalues of Sigma distinct", eigenvalues_are_distinct)
Y_FULL_RANK = Condition("rank Y = d_y", targets_have_full_rank)
DISTINCT_SUMS = Condition(
    "different sets of the d_y eigenvalues of Sigma have different sums",
    lambda problem: sums_of_subsets_distinct(problem.spectrum),
)
SHALLOW = Condition("depth = 2", lambda problem: problem.depth == 2)
SQUARE = Condition("d_x = d_y", lambda problem: problem.input_width == problem.output_width)
NARROW = Condition("d_1 <= d_x", lambda problem: problem.widths[1] <= problem.input_width)

ASSUMPTIONS = {
    assumption.name: assumption
    for assumption in (
        Assumption(
            "chitour.1",
            "m >= d_x >= d_y and every hidden width is at least d_y",
            (ENOUGH_SAMPLES, OUTPUTS_AT_MOST_INPUTS, WIDE_HIDDEN),
        ),
        Assumption("chitour.2", "X has rank d_x and Y has rank d_y", (SXX_INVERTIBLE, Y_FULL_RANK)),
        Assumption(
            "chitour.3",
            "the eigenvalues of Y V_X^1 (Y V_X^1)^T = Syx Sxx^-1 Sxy are distinct and positive",
            (SXX_INVERTIBLE, DISTINCT, SXY_FULL_RANK),
        ),
        Assumption(
            "chitour.4",
            "Sxx invertible; different sets of the d_y singular values (zeros included) have different sums of squares",
            (SXX_INVERTIBLE, DISTINCT_SUMS),
        ),
        Assumption(
            "achour.H",
            "d_y <= d_x <= m, Sxx invertible, rank Sxy = d_y, eigenvalues of Syx Sxx^-1 Sxy distinct",
            (OUTPUTS_AT_MOST_INPUTS, ENOUGH_SAMPLES, SXX_INVERTIBLE, SXY_FULL_RANK, DISTINCT),
        ),
        Assumption(
            "baldi-hornik",
            "depth 2, d_x = d_y >= d_1, Sxx invertible, Syx Sxx^-1 Sxy of full rank with distinct eigenvalues",
            (SHALLOW, SQUARE, NARROW, SXX_INVERTIBLE, SXY_FULL_RANK, DISTINCT),
        ),
        Assumption(
            "kawaguchi",
            "d_y <= d_x, Sxx and Sxy of full rank, eigenvalues of Syx Sxx^-1 Sxy distinct",
            (OUTPUTS_AT_MOST_INPUTS, SXX_INVERTIBLE, SXY_FULL_RANK, DISTINCT),
        ),
    )
}


def every_assumption(problem: Regression) -> dict[str, bool | None]:
    """Whether each assumption holds, by name; None where this remains undecided.

    >>> from symdln import Problem
    >>> all(every_assumption(Problem.canonical((2, 1), (2, 2, 2))).values())
    True
    """

    def decided(holds: Callable[[Regression], bool]) -> bool | None:
        try:
            return holds(problem)
        except UndecidedError:
            return None

    return {name: decided(assumption.holds) for name, assumption in ASSUMPTIONS.items()}


def assumption(name: str) -> Assumption:
    """The assumption of this name; ``InputError`` with the nearest names if there is none.

    >>> from symdln import Problem
    >>> wide = assumption("chitour.1")
    >>> wide.statement
    'm >= d_x >= d_y and every hidden width is at least d_y'
    >>> wide.holds(Problem.canonical((2, 1), (2, 2, 2))), wide.holds(Problem.canonical((2, 1), (2, 1, 2)))
    (True, False)
    """
    if name not in ASSUMPTIONS:
        near = difflib.get_close_matches(name, ASSUMPTIONS, n=3) or list(ASSUMPTIONS)
        raise InputError(f"{name!r} names no assumption; did you mean {', '.join(near)}?")
    return ASSUMPTIONS[name]
