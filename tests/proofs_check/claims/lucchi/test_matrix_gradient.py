"""Equations (6) and (7) of Lucchi's lecture: gradients of vector-valued functions; cases by hand and planted faults."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.lucchi import matrix_gradient
from proofs_check.claims.lucchi.parts.sizes import Sizes, Words
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal
from tests.proofs_check.settling import claims_of, planted, refuted_first_where_said, settle_planted_at_sizes

CLAIMS = claims_of("lucchi", "matrix-gradient")


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_the_jacobian_of_two_by_two_by_hand():
    # f = (a x + b y, c x + d y): by columns (a, c, b, d) the Jacobian is [[x, 0, y, 0], [0, x, 0, y]]
    work = matrix_gradient.linear_map((2, 2))
    (x,), (y,) = work["x"].rows
    o = work["x"].zero
    assert matrix_gradient.kronecker(work["x"].T, work.identity(2)) == [(x, o, y, o), (o, x, o, y)]
    assert matrix_gradient.kronecker(work.identity(2), work["x"].T) == [(x, y, o, o), (o, o, x, y)]


# -- planted faults ----------------------------------------------------------------------------------------------------


def jacobian_of_A_transposed(sizes: Sizes) -> Outcome:
    work = matrix_gradient.linear_map(sizes)
    A, x = work["A"], work["x"]
    assert not isinstance(work, Words)
    rows = [tuple(row[0] for row in found.rows) for found in matrix_gradient.entry_derivatives(A @ x, x)]
    return equal(tuple(rows), A.T.rows, "the Jacobian")


def other_row(sizes: Sizes) -> Outcome:
    work = matrix_gradient.linear_map(sizes)
    A, x = work["A"], work["x"]
    assert not isinstance(work, Words)
    blank = (x.zero,) * x.shape[0]
    last = A.shape[0] - 1
    printed = [tuple(x.T.rows[0] if row == last - i else blank for row in range(last + 1)) for i in range(last + 1)]
    return equal(
        [found.rows for found in matrix_gradient.entry_derivatives(A @ x, A)], printed, "the derivatives of f_i"
    )


def kronecker_by_rows(sizes: Sizes) -> Outcome:
    work = matrix_gradient.linear_map(sizes)
    A, x = work["A"], work["x"]
    assert not isinstance(work, Words)
    found = [tuple(e for row in m.rows for e in row) for m in matrix_gradient.entry_derivatives(A @ x, A)]
    return equal(found, matrix_gradient.kronecker(x.T, work.identity(A.shape[0])), "Jacobian")


PLANTED: dict[str, tuple[Claim, Any]] = {
    "A^T for A": (planted(CLAIMS["lucchi.matrix-gradient.x"], check=jacobian_of_A_transposed), [1, 2]),
    "another row": (planted(CLAIMS["lucchi.matrix-gradient.A"], check=other_row), [2, 1]),
    "kron row by row": (planted(CLAIMS["lucchi.matrix-gradient.kron"], check=kronecker_by_rows), [2, 2]),
}


test_planted_faults_are_refuted_at_the_smallest_size = refuted_first_where_said(PLANTED, settle_planted_at_sizes)
