"""The assumptions that the sources make on widths and data, each as a predicate decided exactly."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from symdln.algebra.spectrum import sums_of_subsets_distinct
from symdln.errors import InputError, UndecidedError
from symdln.landscape.problem import Problem


@dataclass(frozen=True)
class Assumption:
    """A hypothesis of a source: its permanent name, what it says, and the predicate that decides it for a problem."""

    name: str
    statement: str
    holds: Callable[[Problem], bool]


def enough_samples(problem: Problem) -> bool:
    """m >= d_x; where only moments are given, some data with d_x + d_y samples have them, so nothing is excluded."""
    return problem.samples is None or problem.samples >= problem.input_width


def data_has_full_rank(problem: Problem) -> bool:
    """Sxx is invertible."""
    return problem.data_rank == problem.input_width


def cross_moment_has_full_rank(problem: Problem) -> bool:
    """rank Sxy = d_y."""
    return problem.cross_rank == problem.output_width


def eigenvalues_are_distinct(problem: Problem) -> bool:
    """The d_y eigenvalues of Syx Sxx^+ Sxy are pairwise distinct."""
    return all(value.multiplicity == 1 for value in problem.spectrum)


def targets_have_full_rank(problem: Problem) -> bool:
    """rank Y = d_y."""
    return problem.Syy.rank() == problem.output_width


def _chitour_1(problem: Problem) -> bool:
    d_x, d_y = problem.input_width, problem.output_width
    return enough_samples(problem) and d_x >= d_y and min(problem.hidden) >= d_y


def _chitour_2(problem: Problem) -> bool:
    return data_has_full_rank(problem) and targets_have_full_rank(problem)


def _chitour_3(problem: Problem) -> bool:
    return data_has_full_rank(problem) and eigenvalues_are_distinct(problem) and cross_moment_has_full_rank(problem)


def _chitour_4(problem: Problem) -> bool:
    return data_has_full_rank(problem) and sums_of_subsets_distinct(problem.spectrum)


def _achour_h(problem: Problem) -> bool:
    ordered = problem.output_width <= problem.input_width and enough_samples(problem)
    return (
        ordered
        and data_has_full_rank(problem)
        and cross_moment_has_full_rank(problem)
        and eigenvalues_are_distinct(problem)
    )


def _baldi_hornik(problem: Problem) -> bool:
    square = (
        problem.depth == 2 and problem.input_width == problem.output_width and problem.hidden[0] <= problem.input_width
    )
    return (
        square
        and data_has_full_rank(problem)
        and cross_moment_has_full_rank(problem)
        and eigenvalues_are_distinct(problem)
    )


def _kawaguchi(problem: Problem) -> bool:
    ordered = problem.output_width <= problem.input_width
    return (
        ordered
        and data_has_full_rank(problem)
        and cross_moment_has_full_rank(problem)
        and eigenvalues_are_distinct(problem)
    )


ASSUMPTIONS = {
    assumption.name: assumption
    for assumption in (
        Assumption("chitour.1", "m >= d_x >= d_y and every hidden width is at least d_y", _chitour_1),
        Assumption("chitour.2", "X has rank d_x and Y has rank d_y", _chitour_2),
        Assumption(
            "chitour.3", "the eigenvalues of Y V_X^1 (Y V_X^1)^T = Syx Sxx^-1 Sxy are distinct and positive", _chitour_3
        ),
        Assumption(
            "chitour.4",
            "Sxx invertible; different sets of the d_y singular values (zeros included) have different sums of squares",
            _chitour_4,
        ),
        Assumption(
            "achour.H",
            "d_y <= d_x <= m, Sxx invertible, rank Sxy = d_y, eigenvalues of Syx Sxx^-1 Sxy distinct",
            _achour_h,
        ),
        Assumption(
            "baldi-hornik",
            "depth 2, d_x = d_y >= d_1, Sxx invertible, Syx Sxx^-1 Sxy of full rank with distinct eigenvalues",
            _baldi_hornik,
        ),
        Assumption(
            "kawaguchi", "d_y <= d_x, Sxx and Sxy of full rank, eigenvalues of Syx Sxx^-1 Sxy distinct", _kawaguchi
        ),
    )
}


def every_assumption(problem: Problem) -> dict[str, bool | None]:
    """Whether each assumption holds, by name; None where that stays undecided."""

    def decided(holds: Callable[[Problem], bool]) -> bool | None:
        try:
            return holds(problem)
        except UndecidedError:
            return None

    return {name: decided(assumption.holds) for name, assumption in ASSUMPTIONS.items()}


def assumption(name: str) -> Assumption:
    """The assumption of this name; ``InputError`` with the nearest names where there is none."""
    if name not in ASSUMPTIONS:
        near = difflib.get_close_matches(name, ASSUMPTIONS, n=3) or list(ASSUMPTIONS)
        raise InputError(f"{name!r} names no assumption; did you mean {', '.join(near)}?")
    return ASSUMPTIONS[name]
