"""The claims ``lehalleur.program``: cases by hand."""

from fractions import Fraction

from proofs_check.claims.lehalleur import program


def test_the_program_at_2_2_3() -> None:
    # G = e_1^2 + e_1 e_2 + e_2^2 + e_2 on (0, 2), (1, 1), (2, 0): 6, 4, 4
    assert [program.goal((2, 2, 3), e) for e in ((0, 2), (1, 1), (2, 0))] == [6, 4, 4]
    assert program.minimum.at((3, 2, 2)).holds
    # (1, 1, 1): m = 2, S = 3, s = (0, 0), and its projection to x + y = 1 is (1/2, 1/2)
    assert program.projection((1, 1, 1)) == [Fraction(1, 2), Fraction(1, 2)]
    assert program.projected.at((1, 1, 1)).fails
