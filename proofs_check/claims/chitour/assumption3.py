"""Assumption 3 of Chitour et al. (2022) holds for generic data."""

from __future__ import annotations

from proofs_check.claims.chitour.parts.assumptions import (
    ZERO_SETS,
    Inputs,
    all_inputs,
    fails_on_a_zero_set,
    few_outputs,
)
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome
from proofs_check.language.sources import CHITOUR


@claim(
    "chitour.assumption3.generic",
    source=CHITOUR.at("after Assumption 3"),
    statement=r"\text{Assumption 3 holds for an open and dense subset of } \mathbb{R}^{d_y \times m}",
    over=all_inputs,
    assuming=(few_outputs,),
    made_precise="for every X of full row rank the Y at which it fails are the zero set of a polynomial, the "
    "discriminant of v det(v - bar Y bar Y^T), which is not the zero polynomial: so the complement is open, dense and "
    "of full measure",
    axioms=ZERO_SETS[:2],
    written=written.GENERIC,
)
def assumption_3_generic(inputs: Inputs) -> Outcome:
    """The targets at which Assumption 3 fails are the zero set of a polynomial that is not the zero polynomial."""
    return fails_on_a_zero_set(Inputs(*inputs), "chitour.3")  # a witness file holds plain tuples
