"""Data whose singular value decomposition is rational, for the reduction (2)-(3) in exact arithmetic."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

import symdln as dln
from proofs_check.scopes.rational_data import DATA, Reduction, orthogonal


@pytest.mark.parametrize("data", DATA, ids=str)
def test_data_have_the_stated_decomposition(data: Any) -> None:
    r = Reduction(data)
    assert r.X @ r.X.T == r.U_X @ r.S_X @ r.S_X @ r.U_X.T
    assert r.original.Syx == r.U_Y @ r.target @ r.V_Y.T @ r.S_X @ r.U_X.T
    assert r.original.samples == data[3]
    for Q in (r.U_X, r.U_Y, r.V_Y):
        assert dln.Matrix.identity(Q.shape[0]) == Q @ Q.T
    weights = next(itertools.islice(r.weights(), 1, None))
    assert r.unbarred(r.barred(weights)) == weights


def test_orthogonal_matrices_are_turned_and_not_symmetric() -> None:
    # (I - A)(I + A)^-1 with A = [[0, 1], [-1, 0]]: 1/2 [[1, -1], [1, 1]]^2 = [[0, -1], [1, 0]]
    assert orthogonal(2, 1) == dln.Matrix([[0, -1], [1, 0]])
    assert orthogonal(2, 0) == dln.Matrix.identity(2)
    assert orthogonal(3, 1) != orthogonal(3, 1).T
