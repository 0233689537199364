"""Enclosures of eigenvalues, and ties that are proved."""

from fractions import Fraction

import numpy as np
import pytest

from symdln.errors import UndecidedError
from symdln.precise import spectra
from symdln.precise.spectra import distinct, eigenvalues_of


def table(*rows):
    made = np.empty((len(rows), len(rows[0])), dtype=object)
    made[:] = rows
    return made


def test_enclosures_hold_the_eigenvalues():
    # [[2, 1, 0], [1, 2, 0], [0, 0, 5]]: 5, 3 and 1
    found = eigenvalues_of(table([2, 1, 0], [1, 2, 0], [0, 0, 5]), dps=40)
    for (low, high), expected in zip(found, (5, 3, 1), strict=True):
        assert low <= expected <= high
        assert high - low < Fraction(1, 10**35)


def test_irrational_eigenvalues_are_enclosed_on_both_sides():
    # [[1, 1], [1, 0]]: (1 +- sqrt 5) / 2, the roots of x^2 - x - 1, which changes its sign between the ends
    for low, high in eigenvalues_of(table([1, 1], [1, 0]), dps=40):
        assert (low**2 - low - 1) * (high**2 - high - 1) < 0


def test_wrong_proposals_widen_the_enclosures_or_decide_nothing(monkeypatch):
    honest = spectra.proposed_eigenvectors

    def shifted(A, places):
        V, values = honest(A, places)
        return V, [value + (1 << (places - 2)) for value in values]

    monkeypatch.setattr(spectra, "proposed_eigenvectors", shifted)
    found = eigenvalues_of(table([2, 1], [1, 2]), dps=20)
    assert all(low <= expected <= high for (low, high), expected in zip(found, (3, 1), strict=True))

    def collapsed(A, places):
        V, values = honest(A, places)
        V[:, 1] = V[:, 0]
        return V, values

    monkeypatch.setattr(spectra, "proposed_eigenvectors", collapsed)
    with pytest.raises(UndecidedError, match="not orthonormal"):
        eigenvalues_of(table([2, 1], [1, 2]), dps=20)


def test_ties_are_proved_and_close_values_are_told_apart():
    assert [count for _, count in distinct(table([2, 0, 0], [0, 2, 0], [0, 0, 1]))] == [2, 1]
    # 10^40 + 1 and 10^40 - 1: with 20 digits their enclosures overlap
    close = distinct(table([10**40, 1], [1, 10**40]), dps=20)
    assert [count for _, count in close] == [1, 1]
    assert close[0][0][0] <= 10**40 + 1 <= close[0][0][1]


def test_ties_that_too_few_digits_cannot_prove_are_left(monkeypatch):
    monkeypatch.setattr(spectra, "MOST_DIGITS", 20)
    with pytest.raises(UndecidedError, match="are equal"):
        distinct(table([10**40, 1], [1, 10**40]), dps=20)
