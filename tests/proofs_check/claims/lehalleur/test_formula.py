"""The claims ``lehalleur.formula``: cases by hand."""

from proofs_check.claims.lehalleur import formula


def test_m_of_the_widths_less_the_rank() -> None:
    # (2, 2, 4), r = 2: m = 2 by 8 >= 8, and the formula is -1; the rest (0, 0, 2) has m = 1 and codimension 0
    assert formula.value((2, 2, 4), 2, 2) == -1
    assert formula.any_rank.at(((2, 2, 4), 2)).fails
    assert formula.any_rank_corrected.at(((2, 2, 4), 2)).holds
    # (1, 1, 1): S = 3 and m = 2 give 3 - 2 * 2 = -1, and there are two components
    assert formula.lower_index((1, 1, 1)) == (2, -1)
    assert formula.index.at((1, 1, 1)).fails
