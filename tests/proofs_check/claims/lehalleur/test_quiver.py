"""The claims ``lehalleur`` on orbits, ranks of products, series, the program and the formulas: cases by hand."""

from fractions import Fraction

from proofs_check.claims.lehalleur import formula, orbits, product_rank, program, series
from proofs_check.claims.lehalleur.parts.quiver import codimension_by_stabiliser, laces, largest, partitions


def test_two_layers_of_width_one() -> None:
    # (a, b) with b a = 0: the orbits are a = b = 0, of codimension 2, and a = 0 or b = 0 alone, of codimension 1
    kinds = [orbit for orbit in partitions((1, 1, 1)) if not orbit.get((0, 2), 0)]
    assert sorted(codimension_by_stabiliser((1, 1, 1), orbit) for orbit in kinds) == [1, 1, 2]
    assert len(largest((1, 1, 1), 0)) == 2
    assert product_rank.components.at((1, 1, 1)).fails
    assert product_rank.closure.at((1, 1)).fails


def test_a_lace_diagram_by_hand() -> None:
    # [0, 1] and [1, 1] at widths (1, 2): the vector at 0 goes to the first of the two at 1
    (A,) = laces(1, {(0, 1): 1, (1, 1): 1})
    assert A.rows() == ((1,), (0,))


def test_counts_of_kostant_partitions() -> None:
    # widths (2, 2, 2): six with m_02 = 0, three with m_02 = 1, those of (1, 1, 1) without [0, 2], and one with m_02 = 2
    assert orbits.count.at((2, 2, 2)).fails
    assert orbits.count_corrected.at((2, 2, 2)).holds
    assert orbits.rank_patterns.at(((1, 1), (-1,))).fails  # r_01 = -1


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


def test_the_program_at_2_2_3() -> None:
    # G = e_1^2 + e_1 e_2 + e_2^2 + e_2 on (0, 2), (1, 1), (2, 0): 6, 4, 4
    assert [program.goal((2, 2, 3), e) for e in ((0, 2), (1, 1), (2, 0))] == [6, 4, 4]
    assert program.minimum.at((3, 2, 2)).holds
    # (1, 1, 1): m = 2, S = 3, s = (0, 0), and its projection to x + y = 1 is (1/2, 1/2)
    assert program.projection((1, 1, 1)) == [Fraction(1, 2), Fraction(1, 2)]
    assert program.projected.at((1, 1, 1)).fails


def test_m_of_the_widths_less_the_rank() -> None:
    # (2, 2, 4), r = 2: m = 2 by 8 >= 8, and the formula is -1; the rest (0, 0, 2) has m = 1 and codimension 0
    assert formula.value((2, 2, 4), 2, 2) == -1
    assert formula.any_rank.at(((2, 2, 4), 2)).fails
    assert formula.any_rank_corrected.at(((2, 2, 4), 2)).holds
    # (1, 1, 1): S = 3 and m = 2 give 3 - 2 * 2 = -1, and there are two components
    assert formula.lower_index((1, 1, 1)) == (2, -1)
    assert formula.index.at((1, 1, 1)).fails
