"""Which critical values belong to which class, Achour et al. (2022): "all the associated critical values"."""

from __future__ import annotations

import itertools

import symdln as dln
from proofs_check.facts.classes import ASSUMPTION_H, exact_class
from proofs_check.facts.extrema import value_of
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, undecided
from proofs_check.language.source import ACHOUR_ABSTRACT
from proofs_check.scopes.critical_points import every_problem
from proofs_check.scopes.general_data import has_rational_points
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT

Selection = tuple[int, ...]


@claim(
    "achour.values-by-class",
    source=ACHOUR_ABSTRACT.at('abstract ("all the associated critical values")'),
    statement=r"\text{minimisers: } S = \{1..r_{\max}\}; \; \text{non-strict saddles: } H \ge 3, S = \{1..r\}, r < "
    r"r_{\max}; \; \text{strict saddles: every } S \ne \{1..r_{\max}\}, |S| \le r_{\max}; \; L(\mathbf{W}) = "
    r"\operatorname{tr}(\Sigma_{YY}) - \sum_{i \in S} \lambda_i",
    over=every_problem(),
    assuming=(ASSUMPTION_H,),
    made_precise="the sets S of each class among one representative of every kind, with the class by the exact loss "
    "and Hessian; print enumerates values and classes without saying which belong together",
    axioms=("every critical point is of one of the listed kinds: ours.kinds",),
)
def values_by_class(problem: dln.Problem) -> Outcome:
    """The minimum has the largest eigenvalues, non-strict saddles fewer of the largest, and strict saddles every other
    set and these as well.
    """
    selections = [
        S for size in range(problem.least_width + 1) for S in itertools.combinations(range(problem.output_width), size)
    ]
    if not all(has_rational_points(problem, S) for S in selections):
        return undecided("some selection has no rational point; the classes are those of achour.classification")
    found: dict[str, set[Selection]] = {GLOBAL_MINIMISER: set(), NON_STRICT: set(), STRICT: set()}
    outcomes = []
    for kind in problem.kinds():
        point = kind.representative()
        found[exact_class(point)].add(tuple(kind.selection))
        outcomes.append(equal(point.loss, value_of(problem, kind.selection), "the loss of a kind"))
    return all_of(*outcomes, *(same_sets(found[label], sets, label) for label, sets in by_theorem(problem, selections)))


def by_theorem(problem: dln.Problem, selections: list[Selection]) -> list[tuple[str, set[Selection]]]:
    """The sets S of each class."""
    best = tuple(range(problem.least_width))
    smaller = {S for S in selections if tuple(range(len(S))) == S and best != S}
    return [
        (GLOBAL_MINIMISER, {best}),
        (NON_STRICT, smaller if problem.depth >= 3 else set()),
        (STRICT, set(selections) - {best}),
    ]


def same_sets(found: set[Selection], printed: set[Selection], label: str) -> Outcome:
    return equal(sorted(found), sorted(printed), f"the sets S of the class {label}")
