"""The claims ``bartlett.identity``: cases by hand."""

from fractions import Fraction

from proofs_check.claims.bartlett.identity import modes, negative, path, positive, symmetric


def test_one_number_by_hand() -> None:
    # depth 2, target -1, step 1/4: w = 1, gradient w (w^2 + 1) = 2, so w = 1/2, and L = (1/4 + 1)^2 / 2 = 25/32
    first, second, *_ = path(((-1,), 2, "1/4"))
    assert (first.loss, second.weights[0][0, 0], second.loss) == (2, Fraction(1, 2), Fraction(25, 32))
    assert negative.at(((-1,), 2, "1/4")).holds


def test_odd_depth_and_a_long_step_reach_the_target() -> None:
    # depth 3: w = 1, gradient w^2 (w^3 + 1) = 2, so the step 1 leads to -1, whose cube is the target
    assert list(path(((-1,), 3, "1")))[1].loss == 0
    assert negative.at(((-1,), 3, "1")).fails


def test_symmetric_layers() -> None:
    assert symmetric.at(((2, -1), 3, "1/10")).holds


def test_a_positive_mode_by_hand() -> None:
    # depth 2, target 4, step 1/100: w = 1, gradient w (w^2 - 4) = -3, so w = 103/100 and w^2 = 10609/10000
    case = ((4,), 2, "1/100")
    assert modes(case, list(path(case))[1]) == [Fraction(10609, 10000)]
    assert positive.at(case).holds
    assert positive.at(((4,), 2, "1")).fails  # the step 1 leads to 4, whose square is beyond the target
