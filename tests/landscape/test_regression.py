"""Data, spectra, selections, critical values and reductions: by hand, by floats, and counted without listing."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

import symdln as dln
from symdln.landscape import values
from symdln.landscape.frames import output_basis
from tests.landscape.support import canonical_problems, error_of, general_problems, turned

LIMITED = (
    lambda: dln.Problem.canonical((5, 4, 3), (3, 3, 3)),  # 5^2 = 4^2 + 3^2
    lambda: dln.Problem.canonical((3, 3, 2, 2, 2, 1), (6, 4, 6)),
    lambda: dln.Problem.canonical((4, 4, 4, 4), (5, 2, 4)),
    lambda: dln.Problem.canonical((7, 5, 5, 1, 0), (5, 5, 5, 5)),
    lambda: dln.Problem.canonical(("sqrt(3)", "sqrt(2)", 1), (3, 3, 3)),  # 3 = 2 + 1
    lambda: golden(),
)

# -- sizes and data ----------------------------------------------------------------------------------------------------


def test_canonical_problem_by_hand():
    # X = I_3, Y = [diag(3, 2) 0]: Sxx = I, Syx = Y, Syy = diag(9, 4) = Sigma; W_1 is 2x3 and W_2 is 2x2, 10 weights.
    problem = dln.Problem.canonical((3, 2), (3, 2, 2))
    assert (problem.widths, problem.depth, problem.hidden, problem.least_width) == ((3, 2, 2), 2, (2,), 2)
    assert (problem.input_width, problem.output_width, problem.shapes, problem.parameters) == (
        3,
        2,
        ((2, 3), (2, 2)),
        10,
    )
    assert problem.Sxx == dln.Matrix.identity(3)
    assert problem.Syx == dln.Matrix([[3, 0, 0], [0, 2, 0]]) == problem.Sxy.T
    assert problem.Syy == problem.sigma == dln.Matrix([[9, 0], [0, 4]])
    assert (problem.data_rank, problem.cross_rank, problem.loss_factor, problem.samples) == (3, 2, Fraction(1, 2), 3)
    assert [(value.value, value.multiplicity) for value in problem.spectrum] == [(9, 1), (4, 1)]
    assert (problem.positions, problem.constant, problem.best_rank) == ((0, 1), 0, 2)


def test_moments_of_data_by_hand():
    # X = [[1, 0]], Y = [[1, 1], [1, -1]]: Sxx = 1, Syx = (1, 1)^T, Syy = 2 I, Sigma = [[1, 1], [1, 1]] with
    # eigenvalues 2, 0. The best linear map is P = (1, 1)^T; the second sample costs 1/2 (1 + 1) = 1, which is the
    # constant.
    problem = dln.Problem.from_data([[1, 0]], [[1, 1], [1, -1]], (2,))
    assert (problem.Sxx, problem.Syx, problem.Syy) == tuple(map(dln.Matrix, ([[1]], [[1], [1]], [[2, 0], [0, 2]])))
    assert [(value.value, value.multiplicity) for value in problem.spectrum] == [(2, 1), (0, 1)]
    assert (problem.constant, problem.samples) == (1, 2)
    assert [(value.selection, value.value) for value in problem.critical_values()] == [((), 2), ((0,), 1)]


def test_data_and_their_moments_give_the_same_landscape():
    problem = dln.Problem.from_data([[2, 1], [1, 0]], [[0, 3]], (2,))
    other = dln.Problem.from_moments([[5, 2], [2, 1]], [[3, 0]], [[9]], (2,))
    assert (problem.Sxx, problem.Syx, problem.Syy) == (other.Sxx, other.Syx, other.Syy)
    assert (problem.samples, other.samples) == (2, None)
    assert problem.critical_values() == other.critical_values()


def test_sigma_uses_the_pseudoinverse():
    # Sxx = diag(4, 0), Syx = (6, 0): Sigma = 36 / 4 = 9.
    problem = dln.Problem.from_data([[2], [0]], [[3]], (1,))
    assert problem.sigma == dln.Matrix([[9]])
    assert (problem.data_rank, problem.cross_rank) == (1, 1)


def test_turned_data_have_the_singular_values_they_were_built_from():
    assert [value.value for value in turned((2, 1), (2,)).spectrum] == [4, 1]


# -- selections and values ---------------------------------------------------------------------------------------------


def test_critical_values_of_widths_222_with_spectrum_2_1_by_hand():
    # L = 1/2 |W_2 W_1 - diag(2, 1)|^2: nothing fitted 1/2 (4 + 1), only s = 1 fitted 4/2, only s = 2 fitted 1/2, all
    # fitted 0.
    values = dln.Problem.canonical((2, 1), (2, 2, 2)).critical_values()
    assert [(value.selection, value.value) for value in values] == [
        ((), Fraction(5, 2)),
        ((1,), 2),
        ((0,), Fraction(1, 2)),
        ((0, 1), 0),
    ]


def test_a_narrow_layer_limits_selections_and_the_loss_factor_scales_values():
    values = dln.Problem.canonical((2, 1), (2, 1, 2), loss_factor=1).critical_values()
    assert [(value.selection, value.value) for value in values] == [((), 5), ((1,), 4), ((0,), 1)]


def test_singular_values_may_come_in_any_order():
    problem = dln.Problem.canonical((1, 2), (2, 2, 2))
    assert problem.critical_value((0,)).value == Fraction(1, 2)  # position 0 is the larger one, 2


def test_tied_singular_values_give_one_selection_for_each_number_of_them():
    problem = dln.Problem.canonical((2, 2, 1), (3, 3, 3))
    assert list(problem.selections()) == [(), (0,), (2,), (0, 1), (0, 2), (0, 1, 2)]
    assert problem.checked_selection((1,)) == (0,)
    assert problem.checked_selection([2, 1]) == (0, 2)
    assert problem.critical_value((1, 2)) == problem.critical_value((0, 2))


def test_zero_singular_values_are_never_selected():
    assert list(dln.Problem.canonical((1, 0), (2, 2, 2)).selections()) == [(), (0,)]


@pytest.mark.parametrize("problem", [*canonical_problems((2,), 3), *general_problems()], ids=lambda p: str(p.widths))
def test_selections_are_all_submultisets_that_fit(problem):
    # Brute force over all subsets of positions, taking first positions inside a tie.
    group = problem.positions
    subsets = (S for n in range(len(group) + 1) for S in itertools.combinations(range(len(group)), n))
    standard = [
        S
        for S in subsets
        if len(S) <= problem.least_width and all(i - 1 in S for i in S if i and group[i - 1] == group[i])
    ]
    assert list(problem.selections()) == sorted(standard, key=lambda S: (len(S), S))


def test_few_selections_of_many_singular_values_take_no_time():
    # 2^40 subsets, of which 1 + 40 have at most one element.
    assert len(dln.Problem.canonical(range(1, 41), (40, 1, 40)).critical_values()) == 41


def test_too_many_critical_values_are_refused_and_selections_stay_available():
    problem = dln.Problem.canonical(range(1, 18), (17, 17, 17))  # 2^17 subsets
    assert "There are 131,072 critical values for 17 singular values, and at most 65,536 are listed" in error_of(
        problem.critical_values
    )
    assert next(problem.selections()) == ()


def test_the_largest_of_very_many_values_by_hand():
    # The value is 1/2 (sum of all squares - kept ones), so the least sums of squares come first:
    # nothing, 1, 4, 1 + 4, 9, 1 + 9, 4 + 9, 1 + 4 + 9, 16; position 39 holds the singular value 1, 38 holds 2, ...
    problem = dln.Problem.canonical(range(1, 41), (40, 3, 40))
    wide = dln.Problem.canonical(range(1, 41), (40, 40, 40))
    first = [(), (39,), (38,), (38, 39), (37,), (37, 39), (37, 38), (37, 38, 39), (36,)]
    assert [value.selection for value in wide.critical_values(limit=9)] == first
    assert [value.selection for value in problem.critical_values(limit=9)] == first
    total = sum(n * n for n in range(1, 41))
    assert [value.value for value in wide.critical_values(limit=5)] == [
        Fraction(total - kept, 2) for kept in (0, 1, 4, 5, 9)
    ]


@pytest.mark.parametrize("number", range(len(LIMITED)))
def test_the_largest_values_are_the_first_of_all(number, monkeypatch):
    """The queue beside the sorted list, at ties, repeated, zero and irrational values and a narrow layer."""
    problem = LIMITED[number]()
    whole = problem.critical_values()
    monkeypatch.setattr(values, "MOST_SELECTIONS", 0)
    for limit in (1, 2, len(whole) // 2, len(whole), len(whole) + 5):
        assert problem.critical_values(limit=limit) == whole[:limit]


@pytest.mark.parametrize("limit", [0, -1, True, 2.0, "3"])
def test_a_limit_that_is_no_number_of_values_is_refused(limit):
    assert "pass a whole number from 1 on" in error_of(lambda: golden().critical_values(limit))


def test_equal_values_of_different_selections_are_neighbours():
    # 5^2 = 4^2 + 3^2, so S = {5} and S = {4, 3} have the value 1/2 (50 - 25).
    values = dln.Problem.canonical((5, 4, 3), (3, 3, 3)).critical_values()
    equal = [i for i, value in enumerate(values) if value.value == Fraction(25, 2)]
    assert [values[i].selection for i in equal] == [(0,), (1, 2)]
    assert equal[1] == equal[0] + 1
    assert [value.value for value in values] == sorted((value.value for value in values), reverse=True)


def golden(hidden=(2,)) -> dln.Problem:
    return dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden)


def test_irrational_values_have_rigorous_enclosures():
    # Sigma = [[2, 1], [1, 1]] has eigenvalues (3 +- sqrt 5)/2 and trace 3: values 3/2, (3 + sqrt 5)/4, (3 - sqrt
    # 5)/4, 0.
    nothing, small, large, everything = golden().critical_values()
    assert (nothing.value, everything.value, small.value, large.value) == (Fraction(3, 2), 0, None, None)
    assert (small.selection, large.selection) == ((1,), (0,))
    for value, sign in ((small, 1), (large, -1)):
        # (4 v - 3)^2 = 5 at the end points brackets the root of the right sign.
        low, high = sorted(sign * (4 * end - 3) for end in (value.lower, value.upper))
        assert 0 < low**2 < 5 < high**2
        assert value.upper - value.lower < Fraction(1, 10**12)
        assert float(value) == pytest.approx((3 + sign * 5**0.5) / 4, rel=1e-12)


def test_a_rational_sum_of_irrational_eigenvalues_is_recognised():
    # Sigma = [[3, 1], [1, 1]] + [[4, 1], [1, 2]] (direct sum) has eigenvalues 2 +- sqrt 2 and 3 +- sqrt 2, in
    # decreasing order 3 + q, 2 + q, 3 - q, 2 - q; tr Sigma = 10 = tr Syy.  {3 + q, 2 - q} and {2 + q, 3 - q} sum to
    # 5, so the value is 5/2, although neither selection is closed under conjugation.
    sigma = dln.Matrix([[3, 1, 0, 0], [1, 1, 0, 0], [0, 0, 4, 1], [0, 0, 1, 2]])
    problem = dln.Problem.from_moments(sigma.inverse(), dln.Matrix.identity(4), sigma, (2,))
    assert problem.critical_value((0, 3)).value == problem.critical_value((1, 2)).value == Fraction(5, 2)
    assert problem.critical_value((0, 2)).value == 2  # (3 + q) + (3 - q) = 6
    assert problem.critical_value((0, 1)).value is None


@pytest.mark.parametrize("seed", range(5))
def test_values_agree_with_floating_singular_values(seed):
    rng = np.random.default_rng(seed)
    X, Y = rng.integers(-3, 4, (3, 4)), rng.integers(-3, 4, (2, 4))
    problem = dln.Problem.from_data(X, Y, (2,))
    s = np.linalg.svd(Y @ np.linalg.pinv(X) @ X, compute_uv=False)
    for value in problem.critical_values():
        expected = (np.sum(Y * Y) - sum(s[i] ** 2 for i in value.selection)) / 2
        assert float(value) == pytest.approx(expected, abs=1e-9)


# -- reductions --------------------------------------------------------------------------------------------------------


def test_reduced_by_hand():
    # One sample X = (1, 2)^T: only the input direction (1, 2) is used; with X = N X', N = (1, 2)^T, the reduced
    # sample is 1.
    problem = dln.Problem.from_data([[1], [2]], [[3]], (2,))
    reduced = problem.reduced()
    assert (reduced.widths, reduced.Sxx, reduced.Syx, reduced.Syy) == (
        (1, 2, 1),
        dln.Matrix([[1]]),
        dln.Matrix([[3]]),
        dln.Matrix([[9]]),
    )
    assert dln.Problem.canonical((2,), (1, 1, 1)).reduced() == dln.Problem.canonical((2,), (1, 1, 1))


@pytest.mark.parametrize("problem", [p for p in general_problems() if p.data_rank > 0], ids=lambda p: str(p.widths))
def test_reduced_and_canonical_form_keep_what_they_document(problem):
    reduced = problem.reduced()
    fewer = problem.widths[1] * (problem.input_width - problem.data_rank)
    assert reduced.data_rank == reduced.input_width == problem.data_rank
    assert reduced.critical_values() == problem.critical_values()
    forms = [reduced] + (
        [problem.canonical_form()] if all(value.is_rational for value in problem.spectrum) and _squares(problem) else []
    )
    for other in forms:
        shift = problem.constant - other.constant
        for kind, image in zip(problem.kinds(), other.kinds(), strict=True):
            assert (kind.selection, kind.multiplicities, kind.label) == (
                image.selection,
                image.multiplicities,
                image.label,
            )
            one, two = kind.inertia, image.inertia
            assert (one.positive, one.negative, one.zero) == (two.positive, two.negative, two.zero + fewer)
            value = problem.critical_value(kind.selection).value
            assert value is None or other.critical_value(kind.selection).value == value - shift
            if value is not None and len(forms) == 2:
                assert image.representative(1).inertia_by_hessian == two


def _squares(problem: dln.Problem) -> bool:
    return all(
        value.value is not None
        and Fraction(*(round(n**0.5) for n in value.value.as_integer_ratio())) ** 2 == value.value
        for value in problem.spectrum
    )


def test_restricting_the_first_layer_is_the_reduction_of_points():
    # W_1' = W_1 N with N = (1, 2)^T: same loss everywhere, same signs at a critical point.
    problem = dln.Problem.from_data([[1], [2]], [[3]], (2,))
    W = [[[1, 1], [0, 5]], [["1/2", "1/4"]]]  # P X = 1/2 * 3 + 1/4 * 10 = 4
    restricted = [dln.Matrix(W[0]) @ dln.Matrix([[1], [2]]), W[1]]
    assert dln.loss(problem, W) == dln.loss(problem.reduced(), restricted) == Fraction(1, 2)


def test_canonical_form_keeps_a_subtracted_constant_and_refuses_irrational_values():
    problem = turned((2, 1), (2,))
    assert problem.canonical_form() == dln.Problem.canonical((2, 1), (2, 2, 2))
    with pytest.raises(dln.NotRationalError, match="A singular value of this problem is irrational"):
        golden().canonical_form()
    with pytest.raises(dln.NotRationalError):
        dln.Problem.from_data([[1, 0]], [[1, 1], [1, -1]], (2,)).canonical_form()  # s = sqrt 2


def test_singular_values_stand_at_the_positions_of_selections_and_have_the_spectrum_for_squares():
    assert [s.value for s in dln.Problem.canonical((2, 3, 0, 2), (4, 1, 5)).singular_values] == [3, 2, 2]
    # [[1, 1], [1, 0]] is symmetric with eigenvalues (1 +- sqrt 5) / 2, whose absolute values are its singular values
    first, second = golden().singular_values
    assert (first.factor, second.factor) == ((-1, -1, 1), (-1, 1, 1))  # x^2 - x - 1 and x^2 + x - 1
    assert (first.text(), second.text()) == ("1.61803...", "0.618033...")
    for problem in (golden(), turned((2, 1), (2,)), dln.Problem.from_data([[1, 2, 0]], [[0, 1, 1], [3, 1, 1]], (2,))):
        assert len(problem.singular_values) == problem.cross_rank
        for root, k in zip(problem.singular_values, problem.positions, strict=True):
            low, high = root.enclosure(20)
            square = problem.spectrum[k]
            assert low**2 <= square.upper
            assert square.lower <= high**2
            assert abs(float(root) ** 2 - float(square)) < 1e-12 * float(square)


# -- counted, not listed -----------------------------------------------------------------------------------------------

COUNTED = [
    dln.Problem.canonical((3, 2, 2, 1, 1, 1), (6, 4, 6)),
    dln.Problem.canonical((2, 2, 0), (3, 3, 3)),
    dln.Problem.canonical((3, 2), (3, 2)),
    dln.Problem.from_data([[1, 0], [0, 1]], [[0, 0], [0, 0]], (2,)),
    golden(),
]


@pytest.mark.parametrize("problem", COUNTED, ids=str)
def test_selections_are_counted_by_size_and_placed_without_being_listed(problem):
    listed = list(problem.selections())
    by_size = {size: [S for S in listed if len(S) == size] for size in range(problem.best_rank + 1)}
    assert problem.selection_numbers == tuple(len(found) for found in by_size.values())
    for found in by_size.values():
        assert [problem.selection_place(S) for S in found] == list(range(len(found)))


def test_huge_numbers_of_selections_are_counted_at_once():
    # 60 distinct singular values and a hidden width of 30: the binomial coefficients (60 over k) for k = 0, ..., 30
    problem = dln.Problem.canonical(range(1, 61), (60, 30, 60))
    assert problem.selection_numbers == tuple(math.comb(60, k) for k in range(31))
    # the last one of size 30 is {30, ..., 59}
    assert problem.selection_place(range(30, 60)) == math.comb(60, 30) - 1


@pytest.mark.parametrize("problem", [golden(), turned((2, 1), (2,)), *general_problems()[:6]], ids=str)
def test_selections_with_rational_points_are_those_that_have_a_rational_basis(problem):
    for selection in problem.selections():
        try:
            output_basis(problem, selection)
        except dln.NotRationalError:
            assert not problem.has_rational_points(selection)
        else:
            assert problem.has_rational_points(selection)
