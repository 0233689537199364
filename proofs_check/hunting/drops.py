"""What an ablation drops from a claim: each item of its hypotheses, and how the others are read without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import symdln as dln
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Hypothesis, on_problem
from symdln.algebra.spectrum import sums_of_subsets_distinct


def _full_rank(problem: dln.Problem) -> bool:
    return problem.cross_rank == min(problem.input_width, problem.output_width)


def _targets_full_rank(problem: dln.Problem) -> bool:
    return problem.Syy.rank() >= min(problem.input_width, problem.output_width)


def _nonzero_distinct(problem: dln.Problem) -> bool:
    return all(value.multiplicity == 1 for value in problem.spectrum if not value.is_zero)


def _nonzero_sums_distinct(problem: dln.Problem) -> bool:
    return sums_of_subsets_distinct(tuple(value for value in problem.spectrum if not value.is_zero))


_RANK = on_problem("rank Sxy = min(d_x, d_y)", "Sxy of full rank", _full_rank)
_RANK_Y = on_problem("rank Y >= min(d_x, d_y)", "rank Y >= min(d_x, d_y)", _targets_full_rank)
_NONZERO = on_problem(
    "nonzero eigenvalues of Sigma distinct", "nonzero eigenvalues of Sigma distinct", _nonzero_distinct
)
_NONZERO_SUMS = on_problem(
    "different sets of nonzero eigenvalues of Sigma have different sums",
    "different sets of nonzero eigenvalues of Sigma have different sums",
    _nonzero_sums_distinct,
)
_DISTINCT, _SUMS = (
    "eigenvalues of Sigma distinct",
    "different sets of the d_y eigenvalues of Sigma have different sums",
)

WITHOUT: Mapping[str, Mapping[str, Hypothesis | None]] = {
    "d_y <= d_x": {
        "rank Sxy = d_y": _RANK,
        "rank Y = d_y": _RANK_Y,
        _DISTINCT: _NONZERO,
        _SUMS: _NONZERO_SUMS,
        "d_x = d_y": None,
    },
    "rank Sxy = d_y": {"rank Y = d_y": None},
    "rank Y = d_y": {"rank Sxy = d_y": None},
    "Sxx = I": {"Y = [S_Y 0]": None},
    "Sxx invertible": {
        "Sxx = I": None,
        "Y = [S_Y 0]": None,
        "Sxy of full rank": None,
        "Sigma of full rank": None,
    },
    "Sxy of full rank": {"Sigma of full rank": None},
    "Sigma of full rank": {"Sxy of full rank": None},
}
"""How other hypotheses that imply a dropped one are then read: in a weaker form, or (None) not at all.

``rank Sxy = d_y`` alone forces ``d_y <= d_x``; without the latter it is read as full rank.
"""

IMPLIED = {"m >= d_x": "Sxx invertible"}
"""Hypotheses that another one implies, so that no case violates them alone."""


@dataclass(frozen=True)
class Drop:
    """A dropped hypothesis, those that are kept, and the changed readings."""

    hypothesis: Hypothesis
    kept: tuple[Hypothesis, ...]
    note: str = ""


@cache
def drops_of(claim: Claim) -> tuple[Drop, ...]:
    """One drop for each item of the hypotheses, in order; an item that two hypotheses share is dropped from both."""
    items: dict[str, Hypothesis] = {}
    for hypothesis in claim.assuming:
        for item in hypothesis.items or (hypothesis,):
            items.setdefault(item.name, item)
    return tuple(_drop(item, tuple(items.values())) for item in items.values())


def _drop(dropped: Hypothesis, items: tuple[Hypothesis, ...]) -> Drop:
    readings = WITHOUT.get(dropped.name, {})
    kept: list[Hypothesis] = []
    notes: list[str] = []
    for item in items:
        if item is dropped:
            continue
        reading = readings.get(item.name, item)
        if reading is not item:
            notes.append(f"without {item.name}" if reading is None else f"{item.name} read as {reading.name}")
        if reading is not None:
            kept.append(reading)
    if IMPLIED.get(dropped.name) in {item.name for item in kept}:
        notes.append(f"implied by {IMPLIED[dropped.name]}")
    return Drop(dropped, tuple(kept), "; ".join(notes))
