"""Assumption 3 of Chitour et al. (2022) holds for generic data."""

from __future__ import annotations

from proofs_check.claims.chitour.parts.assumptions import (
    ZERO_SETS,
    Inputs,
    all_inputs,
    fails_on_a_zero_set,
    few_outputs,
)
from proofs_check.claims.chitour.parts.formal_generic import formal_at_diagonal
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR


@claim(
    "chitour.assumption3.generic",
    source=CHITOUR.at("after Assumption 3"),
    statement=r"\text{Assumption 3 holds for an open and dense subset of } \mathbb{R}^{d_y \times m}",
    over=all_inputs,
    assuming=(few_outputs,),
    made_precise="for every X of full row rank the Y at which it fails are the zero set of a polynomial, the "
    "discriminant of v det(v - bar Y bar Y^T), which is not the zero polynomial: so the complement is open, dense and "
    "of full measure.  The formal statement does without the polynomial: around a target whose eigenvalues differ, "
    "those of all targets in a ball do, and beside every target there are some with singular values s_i + i t",
    axioms=ZERO_SETS[:2],
    formal=(
        "eig(Y1 X' N X Y1', i+1) >= eig(Y1 X' N X Y1', i) + 1/2 apart if 1 <= i, i+1 <= dy, "
        "eig(Y X' N X Y', i+1) >= eig(Y X' N X Y', i) + apart, inverseapart apart = 1, inverseapart >= 0, "
        "norm(Y1 X' N X Y1' - Y X' N X Y') <= 1/4 apart",
        "eig(Y1 X' N X Y1', 1) >= 1/2 apart if eig(Y X' N X Y', 1) >= apart, inverseapart apart = 1, "
        "inverseapart >= 0, norm(Y1 X' N X Y1' - Y X' N X Y') <= 1/4 apart",
        "norm(Y1 X' N X Y1' - Y X' N X Y') <= norm(Y1 - Y) norm(V) (norm(Y1 - Y) norm(V) + 2 norm(Y V))",
        "Beside X' N X Beside' out[i] = (s0[i] + step real(i))^2 out[i] if 1 <= i <= dy",
        "out[i]' out[i] = I if 1 <= i <= dy",
        "out[i]' out[j] = 0 if 1 <= i, i+1 <= j, j <= dy",
        "(s0[i] + step real(i))^2 >= step^2 if 1 <= i <= dy, step >= 0",
        "(s0[i+1] + step real(i+1))^2 >= (s0[i] + step real(i))^2 + step^2 if 1 <= i <= dy-1, step >= 0",
        "tr((Beside - Y)' (Beside - Y)) = step^2 total[dy]",
    ),
    proof=logic("chitour.assumption3.generic"),
)
def assumption_3_generic(inputs: Inputs) -> Outcome:
    """The targets for which Assumption 3 holds form an open and dense set."""
    inputs = Inputs(*inputs)  # a witness file holds plain tuples
    shape = inputs.d_y, len(inputs.X), len(inputs.X[0])
    return all_of(fails_on_a_zero_set(inputs, "chitour.3"), formal_at_diagonal("chitour.assumption3.generic", *shape))
