"""Exact real spectra: order, multiplicity, enclosures, digits shown, and exact comparisons of sums of eigenvalues."""

import itertools
import math
import random
from fractions import Fraction

import flint
import mpmath
import pytest

from symdln.algebra.matrix import Matrix
from symdln.algebra.spectrum import (
    compare_sums,
    spectrum_of,
    square_roots_of,
    sum_enclosure,
    sum_value,
    sums_of_subsets_distinct,
)
from symdln.errors import InputError, UndecidedError


def with_polynomial(*factors: list[int]) -> Matrix:
    """The companion matrix of the product of monic polynomials with these ascending coefficients."""
    product = math.prod((flint.fmpz_poly(factor) for factor in factors), start=flint.fmpz_poly([1]))
    size = product.degree()
    last = [-int(value) for value in product.coeffs()[:size]]
    return Matrix([[int(j == i - 1) if j < size - 1 else last[i] for j in range(size)] for i in range(size)])


SQUARE_ROOTS = with_polynomial([1, 0, -10, 0, 1])  # the four numbers +-sqrt 2 +-sqrt 3
HEPTAGON = with_polynomial([-1, 6, -5, 1])  # (2 cos(pi k/7))^2 for k = 1, 2, 3: irreducible, sum 5, product 1


def random_gram(rng: random.Random) -> Matrix:
    """``B^T B / q`` for a small integer B: semidefinite, often singular, at times with a repeated eigenvalue."""
    rows, size = rng.randint(1, 5), rng.randint(1, 5)
    B = Matrix.from_entries(rows, size, [rng.randint(-1, 2) for _ in range(rows * size)])
    return B.T @ B * Fraction(1, rng.randint(1, 5))


def test_rational_eigenvalues_are_exact_and_in_order():
    spectrum = spectrum_of(Matrix([[2, 1, 0, 0], [1, 2, 0, 0], [0, 0, 1, 0], [0, 0, 0, "-1/2"]]))  # 3, 1, 1, -1/2
    assert [(x.value, x.multiplicity) for x in spectrum] == [(3, 1), (1, 2), (Fraction(-1, 2), 1)]
    assert all(x.is_rational and x.lower == x.upper == x.value == x.enclosure(5)[0] for x in spectrum)
    assert [x.factor for x in spectrum] == [(-3, 1), (-1, 1), (1, 2)]


def test_irrational_eigenvalues_by_hand():
    high, low = spectrum_of(Matrix([[2, 1], [1, 1]]))  # x^2 - 3x + 1: (3 +- sqrt 5) / 2
    assert (high.factor, high.root, low.factor, low.root) == ((1, -3, 1), 0, (1, -3, 1), 1)
    assert high.value is low.value is None
    assert not high.is_zero
    assert (2 * high.lower - 3) ** 2 < 5 < (2 * high.upper - 3) ** 2
    assert (3 - 2 * low.upper) ** 2 < 5 < (3 - 2 * low.lower) ** 2
    assert 0 < low.lower < low.upper < high.lower


def test_zero_is_exactly_zero():
    spectrum = spectrum_of(Matrix([[1, 1, 1]] * 3))  # 3, 0, 0
    assert [(x.value, x.multiplicity, x.is_zero) for x in spectrum] == [(3, 1, False), (0, 2, True)]
    assert spectrum_of(Matrix.zeros(0, 0)) == ()


@pytest.mark.parametrize("seed", range(60))
def test_the_spectrum_is_that_of_an_independent_high_precision_solver(seed):
    A = random_gram(random.Random(seed))
    spectrum = spectrum_of(A)
    with mpmath.workdps(40):
        entries = [[mpmath.mpf(x.numerator) / x.denominator for x in row] for row in A.rows()]
        expected = sorted(mpmath.eigsy(mpmath.matrix(entries), eigvals_only=True), reverse=True)
        found = [x for x in spectrum for _ in range(x.multiplicity)]
        assert len(found) == len(expected)
        for x, value in zip(found, expected, strict=True):
            low, high = x.enclosure(30)
            assert abs(mpmath.mpf(low.numerator) / low.denominator - value) < mpmath.mpf(10) ** -25
            assert abs(mpmath.mpf(high.numerator) / high.denominator - value) < mpmath.mpf(10) ** -25


@pytest.mark.parametrize("seed", range(60))
def test_intervals_are_disjoint_decreasing_and_isolate_by_a_change_of_sign(seed):
    spectrum = spectrum_of(random_gram(random.Random(seed)))
    assert all(left.lower > right.upper for left, right in itertools.pairwise(spectrum))
    for x in spectrum:
        polynomial = flint.fmpq_poly(list(x.factor))
        ends = [polynomial(flint.fmpq(end.numerator, end.denominator)) for end in (x.lower, x.upper)]
        assert ends == [0, 0] if x.is_rational else ends[0] * ends[1] < 0
        assert x.is_zero or x.lower * x.upper > 0


def decimals(value: Fraction) -> int:
    """The number of decimal places of a number that has finitely many."""
    return next(n for n in range(200) if (value * 10**n).denominator == 1)


def test_intervals_end_in_short_decimals_rounded_outward():
    # (3 +- sqrt 5) / 2 = 2.618..., 0.38196...: clear of each other, integers are enough above; below, not 0 but 0.3
    high, low = spectrum_of(Matrix([[2, 1], [1, 1]]))
    assert (high.lower, high.upper) == (2, 3)
    assert (low.lower, low.upper) == (Fraction("0.3"), Fraction("0.4"))
    # 2.6180339887498..., 0.3819660112501... to six digits: the seventh decimal down and up
    assert high.enclosure(6) == (Fraction("2.6180339"), Fraction("2.6180340"))
    assert low.enclosure(6) == (Fraction("0.3819660"), Fraction("0.3819661"))


@pytest.mark.parametrize("digits", [0, 1, 6, 15, 40])
@pytest.mark.parametrize("seed", range(10))
def test_enclosures_are_short_and_hold_the_eigenvalue(seed, digits):
    for x in spectrum_of(random_gram(random.Random(seed))):
        low, high = x.enclosure(digits)
        assert high - low < Fraction(1, 10**digits)
        assert x.lower <= low <= high <= x.upper
        if not x.is_rational:
            polynomial = flint.fmpq_poly(list(x.factor))
            ends = [polynomial(flint.fmpq(end.numerator, end.denominator)) for end in (low, high)]
            assert ends[0] * ends[1] < 0
            ends_of_isolation = max(decimals(x.lower), decimals(x.upper))
            assert max(decimals(low), decimals(high)) <= max(digits + 1, ends_of_isolation)


@pytest.mark.parametrize("seed", range(40))
def test_square_roots_are_the_singular_values_of_an_independent_solver(seed):
    rng = random.Random(seed)
    rows, size = rng.randint(1, 4), rng.randint(1, 4)
    B = Matrix.from_entries(rows, size, [rng.randint(-2, 2) for _ in range(rows * size)])
    roots = square_roots_of(spectrum_of(B @ B.T))
    assert all(left.lower > right.upper for left, right in itertools.pairwise(roots))
    with mpmath.workdps(40):
        entries = mpmath.matrix([[mpmath.mpf(int(x)) for x in row] for row in B.rows()])
        expected = sorted(mpmath.svd_r(entries, compute_uv=False), reverse=True)
        expected += [mpmath.mpf(0)] * (rows - len(expected))
        found = [x for x in roots for _ in range(x.multiplicity)]
        assert len(found) == len(expected)
        for x, value in zip(found, expected, strict=True):
            low, high = x.enclosure(25)
            assert abs(mpmath.mpf(low.numerator) / low.denominator - value) < mpmath.mpf(10) ** -18
            assert x.is_zero == (abs(value) < mpmath.mpf(10) ** -18)
            assert low**2 <= high**2
    for x in roots:  # each is a root of its own irreducible factor, and positive unless it is zero
        polynomial = flint.fmpq_poly(list(x.factor))
        ends = [polynomial(flint.fmpq(end.numerator, end.denominator)) for end in (x.lower, x.upper)]
        assert ends == [0, 0] if x.is_rational else ends[0] * ends[1] < 0 < x.lower


def test_square_roots_by_hand_and_close_neighbours():
    # 4/9 and 2: 2/3 and sqrt 2, a root of x^2 - 2; and a square that is rational next to one that is not
    two, third = square_roots_of(spectrum_of(Matrix.diagonal([2, "4/9"])))
    assert (third.value, two.value, two.factor, two.root) == (Fraction(2, 3), None, (-2, 0, 1), 0)
    gap = Fraction(1, 10**40)
    first, second = square_roots_of(spectrum_of(Matrix.diagonal([2 + gap, 2])))
    assert second.lower**2 < 2 < second.upper**2 < first.lower**2 < 2 + gap < first.upper**2
    with pytest.raises(InputError, match=r"^-1 is negative, so it is not the square of a singular value\.$"):
        square_roots_of(spectrum_of(Matrix([[-1]])))


def test_eigenvalues_that_differ_beyond_double_precision_are_told_apart():
    gap = Fraction(1, 10**40)
    spectrum = spectrum_of(Matrix.diagonal([2, 2 + gap, 2]))
    assert [(x.value, x.multiplicity) for x in spectrum] == [(2 + gap, 1), (2, 2)]
    # a rational eigenvalue within 10^-40 of the irrational sqrt 2, on the side that integers tell
    near = Fraction(math.isqrt(2 * 10**80), 10**40)
    spectrum = spectrum_of(Matrix([[0, 2, 0], [1, 0, 0], [0, 0, near]]))  # sqrt 2, near, -sqrt 2
    assert near**2 < 2
    assert [x.value for x in spectrum] == [None, near, None]
    # the roots of x^2 - 2n x + n^2 - 2 are n +- sqrt 2: two close pairs from two factors, 10^20 away from zero
    n = 10**20
    spectrum = spectrum_of(with_polynomial([n * n - 2, -2 * n, 1], [n * n - 3, -2 * n, 1]))
    assert [(x.factor[0], x.root) for x in spectrum] == [(n * n - 3, 0), (n * n - 2, 0), (n * n - 2, 1), (n * n - 3, 1)]


def test_enclosures_are_as_narrow_as_asked_and_contain_the_eigenvalue():
    golden = spectrum_of(Matrix([[1, 1], [1, 0]]))[0]
    for digits in (-1, 0, 1, 20, 100, 1000):
        low, high = golden.enclosure(digits)
        assert high - low < Fraction(10) ** -digits
        assert (2 * low - 1) ** 2 < 5 < (2 * high - 1) ** 2  # (1 + sqrt 5) / 2


def test_the_precision_of_flint_is_left_as_it_was():
    before = flint.ctx.prec
    spectrum_of(HEPTAGON)[0].enclosure(200)
    assert flint.ctx.prec == before


@pytest.mark.parametrize(
    ("matrix", "digits", "texts"),
    [
        (Matrix([[2, 0], [0, 1]]), 6, ["2", "1"]),
        (Matrix([["-7/3"]]), 6, ["-7/3"]),
        (Matrix([[0, 2], [1, 0]]), 6, ["1.41421...", "-1.41421..."]),
        (Matrix([[0, 2], [1, 0]]), 1, ["1...", "-1..."]),
        (Matrix([[0, 20000], [1, 0]]), 2, ["141...", "-141..."]),  # 141.42: digits before the point are never cut
        (Matrix([[0, "2/1000000"], [1, 0]]), 3, ["0.00141...", "-0.00141..."]),
        (Matrix([["123456789012345/3"]]), 6, ["41152263004115"]),
        (Matrix([["100000000000000/3"]]), 6, ["33333333333333..."]),
        (Matrix([["1/30000000000000"]]), 3, ["0.0000000000000333..."]),
        (Matrix([["19999999/10000000000"]]), 3, ["0.00199..."]),  # cut, not rounded
    ],
)
def test_only_certain_digits_are_shown(matrix, digits, texts):
    assert [x.text(digits) for x in spectrum_of(matrix)] == texts


def test_long_runs_of_digits_are_those_of_mpmath():
    with mpmath.workdps(60):
        expected = str(mpmath.sqrt(2))[:51]
    assert spectrum_of(Matrix([[0, 2], [1, 0]]))[0].text(50) == expected + "..."


def test_floats_are_correctly_rounded():
    spectrum = spectrum_of(SQUARE_ROOTS)
    with mpmath.workdps(50):
        expected = sorted(
            (float(s * mpmath.sqrt(2) + t * mpmath.sqrt(3)) for s in (1, -1) for t in (1, -1)), reverse=True
        )
    assert [float(x) for x in spectrum] == expected


@pytest.mark.parametrize(
    ("matrix", "sentence"),
    [
        (Matrix([[1, 2]]), "square matrices, but a 1x2 matrix"),
        (Matrix([[0, -1], [1, 0]]), r"not real \(roots of x\^2 \+ 1\)"),
        (with_polynomial([-2, 0, 0, 1]), "not real"),  # x^3 - 2 has one real root of three
    ],
)
def test_matrices_without_a_real_spectrum_are_refused_with_a_sentence(matrix, sentence):
    with pytest.raises(InputError, match=sentence):
        spectrum_of(matrix)


def test_a_text_needs_digits():
    with pytest.raises(InputError, match="digits=0"):
        spectrum_of(Matrix([[1]]))[0].text(0)


# -- sums --------------------------------------------------------------------------------------------------------------


def test_sums_of_square_roots_by_hand():
    spectrum = spectrum_of(SQUARE_ROOTS)  # a = s2 + s3 > b = s3 - s2 > -b > -a
    assert compare_sums(spectrum, [0, 3], [1, 2]) == 0  # a - a = b - b
    assert compare_sums(spectrum, [0, 3], []) == 0
    assert compare_sums(spectrum, [1], [2]) == 1
    assert compare_sums(spectrum, [2], [1]) == -1
    assert compare_sums(spectrum, [0, 0], [1, 1, 1, 1]) == 1  # 2 a - 4 b = 6 s2 - 2 s3 > 0
    assert not sums_of_subsets_distinct(spectrum)


def test_equality_across_factors_is_proved():
    # sqrt 2, sqrt 3 and sqrt 2 + sqrt 3 from three irreducible factors
    spectrum = spectrum_of(with_polynomial([-2, 0, 1], [-3, 0, 1], [1, 0, -10, 0, 1]))
    order = [round(float(x), 3) for x in spectrum]
    assert order == [3.146, 1.732, 1.414, 0.318, -0.318, -1.414, -1.732, -3.146]
    assert compare_sums(spectrum, [0], [1, 2]) == 0
    assert compare_sums(spectrum, [3], [1, 5]) == 0
    assert compare_sums(spectrum, [0, 4], [2, 2]) == 0  # a - b = 2 s2
    assert compare_sums(spectrum, [0], [1, 1]) == -1  # s2 < s3


def test_nearly_equal_sums_are_told_apart():
    gap = Fraction(1, 10**60)
    near = Matrix([[0, 2, 0, 0], [1, 0, 0, 0], [0, 0, gap, 2], [0, 0, 1, gap]])  # +-s2 and gap +- s2
    spectrum = spectrum_of(near)
    assert compare_sums(spectrum, [0], [1]) == 1
    assert compare_sums(spectrum, [0, 3], [1, 2]) == 0  # gap + s2 - s2 = s2 + gap - s2
    assert compare_sums(spectrum, [0, 2], [1, 3]) == 1  # 2 gap > 0


def test_positions_count_multiplicity():
    spectrum = spectrum_of(Matrix.diagonal([3, 1, 1, 1]))
    assert compare_sums(spectrum, [0], [1, 2, 3]) == 0
    assert compare_sums(spectrum, [1], [3]) == 0
    for outside in (4, -1):
        with pytest.raises(InputError, match=rf"no eigenvalue at position {outside}: there are 4, at positions 0 to 3"):
            compare_sums(spectrum, [outside], [0])


def test_rational_sums_of_irrational_eigenvalues_are_recognised():
    assert sum_value(spectrum_of(HEPTAGON), [0, 1, 2]) == 5
    assert sum_value(spectrum_of(HEPTAGON), [0, 1]) is None
    assert sum_value(spectrum_of(HEPTAGON), []) == 0
    spectrum = spectrum_of(SQUARE_ROOTS)
    assert sum_value(spectrum, [0, 3]) == 0  # rational although the other two roots of the factor are missing
    assert sum_value(spectrum, [0, 1]) is None  # 2 sqrt 3
    assert sum_value(spectrum_of(Matrix.diagonal(["1/2", "1/3"])), [0, 1]) == Fraction(5, 6)


def test_enclosures_of_sums():
    spectrum = spectrum_of(HEPTAGON)
    low, high = sum_enclosure(spectrum, [0, 1, 2], 30)
    assert low < 5 < high
    assert high - low < Fraction(1, 10**30)
    assert sum_enclosure(spectrum, [], 30) == (0, 0)


@pytest.mark.parametrize("seed", range(40))
def test_rational_subset_sums_agree_with_enumeration(seed):
    rng = random.Random(seed)
    values = [Fraction(rng.randint(-12, 12), rng.choice((1, 1, 2))) for _ in range(rng.randint(0, 5))]
    spectrum = spectrum_of(Matrix.diagonal(values) if values else Matrix.zeros(0, 0))
    sums = [sum(subset) for size in range(len(values) + 1) for subset in itertools.combinations(values, size)]
    assert sums_of_subsets_distinct(spectrum) == (len(set(sums)) == len(sums))


def derivation_is_squarefree(matrix: Matrix) -> bool:
    """Whether no subset sum occurs twice, from a characteristic polynomial alone.

    On the exterior algebra, ``v_1 ^ ... ^ v_k -> sum_i v_1 ^ ... ^ A v_i ^ ... ^ v_k`` is linear, and its eigenvalues
    are the 2^d sums over subsets of the d eigenvalues of A.
    """
    size = matrix.shape[0]
    subsets = [subset for count in range(size + 1) for subset in itertools.combinations(range(size), count)]
    place = {subset: index for index, subset in enumerate(subsets)}
    derivation = flint.fmpq_mat(len(subsets), len(subsets))
    for subset, old, new in itertools.product(subsets, range(size), range(size)):
        if old not in subset or (new in subset and new != old):
            continue
        position = subset.index(old)
        image = [*subset[:position], new, *subset[position + 1 :]]
        swaps = sum(left > right for left, right in itertools.combinations(image, 2))
        derivation[place[tuple(sorted(image))], place[subset]] += (-1) ** swaps * matrix.flint[new, old]
    polynomial = derivation.charpoly()
    return polynomial.gcd(polynomial.derivative()).degree() == 0


IRRATIONAL = [
    (Matrix([[2, 1], [1, 1]]), True),  # (3 +- s5)/2: sums 0, two irrational ones, 3
    (Matrix([[2, 1, 0], [1, 1, 0], [0, 0, 3]]), False),  # and 3 = their sum
    (Matrix([[2, 1, 0], [1, 1, 0], [0, 0, 2]]), True),
    (HEPTAGON, True),
    (SQUARE_ROOTS, False),
    (with_polynomial([14, -8, 1], [13, -8, 1]), False),  # 4 +- s2 and 4 +- s3: both pairs sum to 8
    (with_polynomial([14, -8, 1], [22, -10, 1]), True),  # 4 +- s2 and 5 +- s3: sums 8 and 10
    (
        with_polynomial([7, -6, 1], [23, -10, 1]),
        False,
    ),  # 3 +- s2 and 5 +- s2: (3 + s2) + (5 - s2) = (3 - s2) + (5 + s2)
    (with_polynomial([-2, 0, 1]), False),  # s2 + (-s2) = 0, the empty sum
]


@pytest.mark.parametrize(("matrix", "expected"), IRRATIONAL)
def test_irrational_subset_sums_agree_with_hand_and_with_exact_algebra_on_power_sums(matrix, expected):
    assert sums_of_subsets_distinct(spectrum_of(matrix)) is expected
    assert derivation_is_squarefree(matrix) is expected


@pytest.mark.parametrize("seed", range(30))
def test_subset_sums_of_random_grams_agree_with_exact_algebra_on_power_sums(seed):
    rng = random.Random(seed)
    size = rng.randint(2, 4)
    B = Matrix.from_entries(size, size, [rng.randint(-2, 2) for _ in range(size * size)])
    A = B.T @ B
    assert sums_of_subsets_distinct(spectrum_of(A)) == derivation_is_squarefree(A)


def test_a_zero_or_repeated_eigenvalue_ties_two_sums():
    assert not sums_of_subsets_distinct(spectrum_of(Matrix.diagonal([3, 0])))
    assert not sums_of_subsets_distinct(spectrum_of(Matrix.diagonal([3, 3])))
    assert sums_of_subsets_distinct(())


def test_too_many_eigenvalues_are_not_decided():
    with pytest.raises(UndecidedError, match=r"17 eigenvalues .* 2\*\*17"):
        sums_of_subsets_distinct(spectrum_of(Matrix.diagonal([2**k for k in range(17)])))


def test_a_proof_beyond_the_limit_is_not_attempted():
    """f of degree 18 with roots 2 cos(2 pi k/37), and f(-x): a sum of twelve of the roots vanishes by mirror symmetry.

    The bound knows only the degrees, hence about binomial(18, 3)^4 > 10^11 possible conjugates.
    """
    factor = [int(value) for value in flint.fmpz_poly.cos_minpoly(37).coeffs()]
    spectrum = spectrum_of(with_polynomial(factor, [(-1) ** k * value for k, value in enumerate(factor)]))
    positions = range(0, 12, 2)
    with pytest.raises(UndecidedError, match="are needed to prove them equal"):
        compare_sums(spectrum, [*positions, *(35 - position for position in positions)], [])
    assert compare_sums(spectrum, [0, 35], []) == 0  # 18^2 conjugates at most
