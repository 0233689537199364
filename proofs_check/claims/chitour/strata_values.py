"""Equation (26) of Chitour et al. (2022): the values of the loss on strata."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache

import symdln as dln
from proofs_check.claims.chitour.parts.formal_strata import ATTAINED, SELECTED, formal_at_strata
from proofs_check.claims.chitour.parts.notation import NO_VALUE_MISSED
from proofs_check.claims.chitour.parts.strata import SECTION_4, values_by_rank
from proofs_check.language.claim import claim
from proofs_check.language.given import zero_is_critical
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.scopes.critical_points import every_problem


def subsets(problem: dln.Problem, size: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The subsets S with so many of the singular values, as the positions of S and of its complement."""
    every = range(problem.output_width)
    for chosen in itertools.combinations(every, size):
        yield chosen, tuple(i for i in every if i not in chosen)


def half_squares(problem: dln.Problem, positions: tuple[int, ...]) -> Fraction:
    """Half the sum of the squares of the singular values at these positions of S_Y."""
    return sum((problem.Syx[i, i] ** 2 for i in positions), Fraction(0)) / 2


@claim(
    "chitour.strata-values",
    source=CHITOUR.at("eq. (26) and below"),
    statement=r"\operatorname{Crit}_r(L) = \bigcup_{l=1}^{c(r)} I_l^r, \text{ one } I_l^r \text{ for each set } S "
    r"\text{ of } "
    r"r \text{ singular values}, \; L = \tfrac12 \sum_{s \in S} s^2 \text{ on } I_l^r, \; 0 \le r \le d_y - 1",
    over=every_problem(),
    assuming=SECTION_4,
    certify=zero_is_critical,
    grade=Grade.MISPRINT,
)
def strata_values(problem: dln.Problem) -> Outcome:
    """The values of the loss on Crit_r are the half sums of squares over the sets S of r singular values."""
    return values_are(problem, lambda chosen, left: chosen)


@claim(
    "chitour.strata-values.corrected",
    source=CHITOUR.at("eq. (26) and below"),
    statement=r"L = \tfrac12 \sum_{s \notin S} s^2 \text{ on } I_l^r, \; |S| = r, \; 0 \le r \le d_y - 1",
    over=every_problem(),
    assuming=SECTION_4,
    axioms=(NO_VALUE_MISSED,),
    corrects="chitour.strata-values",
    formal=(
        *SELECTED,
        "tr(DW) = real(rk)",
        "DW = 0 if R = 0",
        *ATTAINED,
        "tr(Choice) = real(rs) if Above[1] = Cols Rws, ColsLeft Cols = I, Rws RwsRight = I, n >= 2",
        "Choice = 0 if Above[1] = 0, n >= 2",
    ),
    proof=logic("chitour.strata-values.corrected"),
)
def strata_values_corrected(problem: dln.Problem) -> Outcome:
    """The values of the loss on Crit_r are the half sums of squares over the singular values outside sets S of r of
    them.
    """
    values = values_are(problem, lambda chosen, left: left)
    return all_of(values, formal_at_strata("chitour.strata-values.corrected", problem), at_three_layers())


@cache
def at_three_layers() -> Outcome:
    """The formal statement, which is about any depth, at a network of three layers; Section 4 has two."""
    return formal_at_strata("chitour.strata-values.corrected", dln.Problem.canonical((2,), (2, 1, 1, 1)))


def values_are(problem: dln.Problem, summed: Callable[..., tuple[int, ...]]) -> Outcome:
    """Whether on every Crit_r, r < d_y, the values are half the sums over what ``summed`` takes of S and the rest."""
    found = values_by_rank(problem)
    outcomes = []
    for r in range(problem.output_width):
        printed = [half_squares(problem, summed(*pair)) for pair in subsets(problem, r)]
        outcomes.append(equal(len(set(printed)), len(printed), f"number of distinct values printed for r = {r}"))
        what = f"the list of the values of the loss on Crit_{r}"
        outcomes.append(equal(sorted(found.get(r, ())), sorted(printed), what, but="that of the printed half sums"))
    return all_of(*outcomes)
