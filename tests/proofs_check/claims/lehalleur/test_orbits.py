"""The claims ``lehalleur.orbits``: cases by hand."""

from proofs_check.claims.lehalleur import orbits
from proofs_check.claims.lehalleur.parts.quiver import laces


def test_a_lace_diagram_by_hand() -> None:
    # [0, 1] and [1, 1] at widths (1, 2): the vector at 0 goes to the first of the two at 1
    (A,) = laces(1, {(0, 1): 1, (1, 1): 1})
    assert A.rows() == ((1,), (0,))


def test_counts_of_kostant_partitions() -> None:
    # widths (2, 2, 2): six with m_02 = 0, three with m_02 = 1, those of (1, 1, 1) without [0, 2], and one with m_02 = 2
    assert orbits.count.at((2, 2, 2)).fails
    assert orbits.count_corrected.at((2, 2, 2)).holds
    assert orbits.rank_patterns.at(((1, 1), (-1,))).fails  # r_01 = -1
