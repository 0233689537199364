"""Remark 4 of Chitour et al. (2022): which eigenvalue, and which sign."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.claims.chitour import remark4
from proofs_check.claims.chitour.parts import rates
from proofs_check.claims.chitour.parts.rates import least_on_row_space, lower
from proofs_check.facts.eigenvalues import compare
from proofs_check.language.outcome import Outcome, is_true
from tests.proofs_check.settling import first_failure, texts

# -- what fails as printed ---------------------------------------------------------------------------------------------


def test_remark_4_needs_the_largest_eigenvalue() -> None:
    # W_1 = (0, 1)^T, W_2 = (0, 1): C_1 = 0, but lambda_1(W_2 W_2^T) - lambda_1(W_1 W_1^T) = 1 - 0
    witness = first_failure(remark4.remark_4)
    assert texts(witness) == [[["0"], ["1"]], [["0", "1"]]]
    assert rates.invariant(witness, 1).is_zero()


# -- alpha needs its hypotheses ----------------------------------------------------------------------------------------


def test_remark_4_corrected_with_the_other_sign_is_refuted() -> None:
    def check(subject: Any) -> Outcome:
        if not isinstance(subject, dln.Point):
            return remark4.remark_4_corrected.check(subject)
        terms = [(lower(subject, 1), subject.problem.widths[1]), (lower(subject, 2), 1)]
        return is_true(compare([least_on_row_space(subject, 1)], terms) >= 0, "plus for minus")

    assert first_failure(remark4.remark_4_corrected, check).problem.widths == (1, 1, 1)
