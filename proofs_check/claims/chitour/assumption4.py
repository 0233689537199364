"""Assumption 4 of Chitour et al. (2022) holds for generic data, and how it compares with Assumption 3."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.assumptions import (
    ZERO_SETS,
    Inputs,
    all_inputs,
    fails_on_a_zero_set,
    few_outputs,
    polynomial_3,
    polynomial_4,
    problems,
)
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, holds, is_true
from proofs_check.language.sources import CHITOUR

IDENTITY_3 = ((1, 0, 0), (0, 1, 0), (0, 0, 1))


@claim(
    "chitour.assumption4",
    source=CHITOUR.at("after Assumption 4"),
    statement=r"\text{Assumption 4 is stronger than Assumption 3, but still it is verified for almost every "
    r"choice of } (X, Y)",
    over=all_inputs,
    assuming=(few_outputs,),
    made_precise="subsets are those of the list of d_y singular values, zero and repeated ones included; stronger: at "
    "every Y looked at Assumption 4 implies Assumption 3, as the polynomial of the one is divisible by that of the "
    "other, and for d_y = 3 singular values 5, 4, 3 meet only Assumption 3 (for d_y <= 2 the two are equivalent: a > b "
    "> 0 have the four different sums 0, b, a, a + b); almost every: for every X of full row rank the Y at which it "
    "fails are the zero set of a polynomial that is not the zero polynomial, and the X of lower rank are the zero set "
    "of det X X^T",
    axioms=ZERO_SETS,
    written=written.GENERIC,
)
def assumption_4(inputs: Inputs) -> Outcome:
    """Assumption 4 implies Assumption 3, not conversely, and fails only on the zero set of a polynomial."""
    inputs = Inputs(*inputs)
    return all_of(
        fails_on_a_zero_set(inputs, "chitour.4"),
        *map(implies_3, problems(inputs)),
        not_conversely(inputs),
    )


def implies_3(problem: dln.Problem) -> Outcome:
    """The polynomial of Assumption 3 divides that of Assumption 4: where this has no multiple root, so has that."""
    _, remainder = divmod(polynomial_4(problem), polynomial_3(problem))
    stronger = problem.satisfies("chitour.3") or not problem.satisfies("chitour.4")
    return is_true(remainder == 0 and stronger, "Assumption 4 implies Assumption 3", Syx=problem.Syx)


def not_conversely(inputs: Inputs) -> Outcome:
    """At X = I_3: ``5^2 = 4^2 + 3^2``, so Assumption 3 holds without Assumption 4."""
    if inputs != Inputs(3, IDENTITY_3):
        return holds("the converse is checked at X = I_3 only")
    problem = inputs.problem(dln.Matrix.diagonal([5, 4, 3]))
    return is_true(
        problem.satisfies("chitour.3") and not problem.satisfies("chitour.4"),
        "singular values 5, 4, 3 meet Assumption 3 and not Assumption 4",
    )
