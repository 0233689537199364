"""Flat minima: numbers by hand."""

from proofs_check.facts.flat_minima import above, is_flattest, least, minimum


def test_two_numbers() -> None:
    # widths (1, 2, 1), t = 2: W_1 = (2, 0)^T, W_2 = (2, 0), eigenvalues 8 and 0: above 8 none, equal to 8 one
    case = ((1, 2, 1), 2, "none")
    assert least(case) == 8
    assert above(minimum(case), least(case)) == (0, 1)
    assert above(minimum(case), least(case) - 1) == (1, 0)
    assert is_flattest(case)
    assert not is_flattest(((1, 2, 1), 2, "scaled"))
