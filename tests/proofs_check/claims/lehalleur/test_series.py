"""The claims ``lehalleur.series``: cases by hand."""

from proofs_check.claims.lehalleur import series


def test_series_of_two_widths_of_one() -> None:
    # P_1^2 = 1 + 2 q + 3 q^2 + ...; rank 1 gives P_1 and rank 0 gives q P_1^2
    assert series.total.at((1, 1)).holds
    assert series.by_orbits((1, 1), 1, 3) == [1, 1, 1, 1]
    assert series.by_orbits((1, 1), 0, 3) == [0, 1, 2, 3]
    # (1 - q^2) P_2 = P_1, and the printed product from 2 to 1 is empty
    assert series.shift.at(series.Shift((2, 2), 1, 2)).fails
    assert series.shift_corrected.at(series.Shift((2, 2), 1, 2)).holds
    # the coefficient of x in the product of 1/(1 - x q^s) over s >= 1 has no constant term, and P_1 has
    assert series.pochhammer.at(1).fails
