"""Critical points with algebraic weights: by hand, against the rational route and the theorem, and planted faults."""

import itertools
import random

import flint
import pytest

import symdln as dln
from symdln import InputError, Matrix, Point, Problem, UndecidedError
from symdln.algebra.number_field import FieldMatrix, NumberField, side_by_side
from symdln.landscape.algebraic_frame import adjoined_roots, algebraic_basis
from symdln.landscape.certified_point import CertifiedPoint
from tests.landscape.support import general_problems, is_galois_closed

GOLDEN = [[1, 1], [1, 0]]  # Sigma = Y Y^T = [[2, 1], [1, 1]]: eigenvalues (3 +- sqrt 5) / 2
FIELD = NumberField((-1, -1, 1), 0)  # theta = (1 + sqrt 5) / 2, theta^2 = theta + 1, an eigenvalue of Y


def golden(*hidden):
    return Problem.from_data(Matrix.identity(2), GOLDEN, hidden)


def of(rows, field=FIELD):
    entries = [value + flint.fmpq_poly([0]) for row in rows for value in row]
    return FieldMatrix(field, (len(rows), len(rows[0])), entries)


# -- by hand -----------------------------------------------------------------------------------------------------------


def by_hand(field=FIELD, index=0):
    """u = (theta, 1) has Y u = (theta + 1, theta) = theta u and |u|^2 = theta + 2, so P = theta u u^T / (theta + 2)
    selects the eigenvalue theta^2 = theta + 1 of Sigma.  1 / (theta + 2) = (3 - theta) / 5, as
    (theta + 2) (3 - theta) = 6 + theta - theta^2 = 5; so theta / (theta + 2) = (2 theta - 1) / 5.
    """
    theta = field.theta
    factor = (2 * theta - 1) * flint.fmpq(1, 5)
    first, second = of([[theta, 1]], field), of([[theta], [1]], field).scaled(factor)
    return CertifiedPoint(golden(1), [first, second], {index: theta + 1})


def test_the_largest_golden_singular_value_by_hand():
    point = by_hand()
    assert point.is_critical
    assert (point.rank, point.selection) == (1, (0,))
    # L = 1/2 (tr Syy - theta^2) = 1/2 (3 - theta - 1)
    assert point.loss == (2 - FIELD.theta) * flint.fmpq(1, 2) == point.critical_value((0,))
    # r^2 + r (d_x - r) + r (d_y - r) - inv = 1 + 1 + 1 - 0 positive; the fourth direction rescales W_1 against W_2
    assert point.certified_inertia.inertia == point.inertia_by_ranks == dln.Inertia(3, 0, 1)
    assert point.certified_inertia.verify(point.hessian)


def test_the_same_formulas_at_the_other_root_select_the_other_singular_value():
    point = by_hand(NumberField((-1, -1, 1), 1), 1)
    assert (point.is_critical, point.selection) == (True, (1,))
    assert point.certified_inertia.inertia == point.inertia_by_ranks == dln.Inertia(2, 1, 1)  # one inversion


def test_zero_weights_by_hand():
    # W = 0 at depth 2: the Hessian is that of -tr(V_2 V_1 Sxy), rank Sxy = 2 and d_1 = 1: n_+ = n_- = 2
    point = CertifiedPoint(golden(1), [of([[0, 0]]), of([[0], [0]])])
    assert point.certified_inertia.inertia == point.inertia_by_ranks == dln.Inertia(2, 2, 0)
    assert point.selection == ()


def test_the_kind_has_the_point_by_hand():
    kind = next(golden(1).kinds((0,)))
    with pytest.raises(dln.NotRationalError):
        kind.representative()
    point = kind.certified_representative()
    assert (point.field.degree, point.field.modulus) == (2, (1, -3, 1))  # x^2 - 3 x + 1, the factor of Sigma
    # one of the two conjugates has to be told apart, and it is the unselected one: 3 - (theta + 1) = 2 - theta
    assert (set(point.roots), point.field.root) == ({1}, 1)
    lifted = [FIELD.reduced(entry(2 - FIELD.theta)) for entry in point.end_to_end.entries]
    assert lifted == list(by_hand().end_to_end.entries)


# -- the rational route ------------------------------------------------------------------------------------------------

RATIONAL = [
    kind for problem in general_problems() for kind in itertools.islice(problem.kinds(), 12) if is_galois_closed(kind)
]


def test_rational_kinds_come_out_as_by_the_rational_route():
    assert len(RATIONAL) > 60
    for kind in RATIONAL:
        aligned, mixed = kind.certified_representative(), kind.certified_representative(3)
        assert aligned.field.degree == 1
        for point in (aligned, mixed):
            weights = [Matrix.from_flint(weight.regular().flint) for weight in point.weights]
            rational = Point(kind.problem, weights)
            assert rational.is_critical
            assert point.certified_inertia.inertia == rational.inertia_by_hessian == kind.inertia
            assert (point.selection, point.multiplicities) == (rational.selection, rational.multiplicities)
            assert point.hessian.regular() == rational.hessian
            assert point.pivots == rational.pivots


def test_rational_points_over_a_larger_field():
    """Losses, gradients and Hessians of exact rational points, critical or not, as by :class:`Point`, lifted."""
    for kind in RATIONAL[::7]:
        point = kind.representative(2)
        for rational in (
            point,
            point.moved([Matrix([[i + 2 * j for j in range(n)] for i in range(m)]) for m, n in kind.problem.shapes]),
        ):
            lifted = CertifiedPoint(kind.problem, [FieldMatrix.lift(FIELD, weight) for weight in rational.weights])
            assert lifted.loss == flint.fmpq(rational.loss.numerator, rational.loss.denominator)
            assert all(a == FieldMatrix.lift(FIELD, b) for a, b in zip(lifted.gradient, rational.gradient, strict=True))
            assert lifted.hessian == FieldMatrix.lift(FIELD, rational.hessian)
            assert lifted.is_critical is rational.is_critical
            assert lifted.certify().inertia == rational.inertia_by_hessian
            assert lifted.path_ranks == rational.path_ranks


# -- the theorem -------------------------------------------------------------------------------------------------------

IRRATIONAL = {
    "golden, depth 2": golden(2),
    "golden, depth 3": golden(2, 2),
    "golden and 1": Problem.from_data(Matrix.identity(3), [[1, 1, 0], [1, 0, 0], [0, 0, 1]], (2,)),
    "golden and 1, loss without 1/2": Problem.from_data(
        Matrix.identity(3), [[1, 1, 0], [1, 0, 0], [0, 0, 1]], (1, 2), loss_factor=1
    ),
    "golden twice": Problem.from_data(
        Matrix.identity(4), [[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 0]], (2,)
    ),
    "singular Sxx": Problem.from_data([[1, 0], [0, 1], [1, 1]], GOLDEN, (1, 1)),
    "d_x < d_y": Problem.from_data([[1, 1, 0], [0, 1, 0]], [[1, 1, 0], [0, 1, 1], [0, 0, 1]], (2,)),
    "cubic, general Sxx": Problem.from_data([[1, 1, 0], [0, 1, 2], [0, 0, 1]], [[0, 1, 0], [1, 0, 2], [0, 2, 1]], (2,)),
    "cyclic cubic, depth 3": Problem.from_data(Matrix.identity(3), [[1, 1, 0], [0, 1, 1], [0, 0, 1]], (1, 1)),
}


@pytest.mark.parametrize("problem", IRRATIONAL.values(), ids=IRRATIONAL)
def test_the_theorem_holds_at_every_kind_without_rational_points(problem):
    kinds = [kind for kind in problem.kinds() if not is_galois_closed(kind)]
    assert kinds
    for kind in kinds:
        for seed in (None, 1):
            point = kind.certified_representative(seed)
            assert point.is_critical
            assert (point.selection, point.multiplicities) == (kind.selection, kind.multiplicities)
            assert point.certified_inertia.inertia == point.inertia_by_ranks == kind.inertia
            assert point.loss == point.critical_value(kind.selection)
            value = problem.critical_value(kind.selection)
            low, high = point.field.bounds(point.loss)
            assert low <= value.upper
            assert value.lower <= high


def test_one_of_two_equal_conjugates():
    """Depth 3, where strings carry unselected eigenvectors into W_1 and W_3."""
    problem = Problem.from_data(Matrix.identity(4), [[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 0]], (2, 2))
    field, roots = adjoined_roots(problem, (0,))
    for kind in problem.kinds((0,)):
        point = kind.certified_representative(2)
        assert (point.selection, point.multiplicities) == (kind.selection, kind.multiplicities)
        assert point.certified_inertia.inertia == kind.inertia
    for seed in range(4):
        basis = algebraic_basis(problem, (0,), field, roots, random.Random(seed))
        assert (basis.selected.T @ basis.unselected).is_zero()
        assert side_by_side(field, 4, [basis.selected, basis.unselected]).rank() == 4


def test_two_of_four_conjugates_need_a_field_of_degree_twelve():
    Y = Matrix([[0, 1, 0, 0], [1, 1, 2, 0], [0, 2, 0, 1], [0, 0, 1, 3]])
    problem = Problem.from_data(Matrix.identity(4), Y, (2,))
    assert {len(value.factor) for value in problem.spectrum} == {5}
    field, roots = adjoined_roots(problem, (0, 2))
    assert (field.degree, len(roots)) == (12, 2)
    kind = next(problem.kinds((0, 2)))
    point = kind.certified_representative(disguised=False)
    assert point.is_critical
    assert point.selection == (0, 2)
    with pytest.raises(UndecidedError, match="the limit for exact ranks is 8"):
        adjoined_roots(problem, (0, 2), most_degree=8)
    # three of four are told by the one that is left out
    assert adjoined_roots(problem, (0, 1, 3))[0].degree == 4


def test_representatives_are_reproducible_and_differ_by_seed():
    kind = next(golden(2).kinds((1,)))
    first, again, other = (kind.certified_representative(seed).weights for seed in (1, 1, 2))
    assert first == again != other
    plain = kind.certified_representative(1, disguised=False, mixed=False).weights
    assert plain == kind.certified_representative().weights


# -- planted faults ----------------------------------------------------------------------------------------------------


def perturbed(point):
    """One entry of W_1 changed by 10^-30."""
    first = point.weights[0]
    entries = list(first.entries)
    entries[0] += flint.fmpq(1, 10**30)
    return CertifiedPoint(
        point.problem, [FieldMatrix(point.field, first.shape, entries), *point.weights[1:]], dict(point.roots)
    )


def test_a_perturbed_weight_is_no_critical_point():
    for kind in golden(2).kinds((0,)):
        point = perturbed(kind.certified_representative(1))
        assert not point.is_critical
        assert any(not block.is_zero() for block in point.gradient)
        for ask in (lambda point=point: point.selection, lambda point=point: point.inertia_by_ranks):
            with pytest.raises(InputError, match="not a critical point: the gradient by W_"):
                ask()


def test_a_wrong_zero_count_is_refused():
    point = next(golden(2).kinds((0,))).certified_representative(1)
    proof = point.certified_inertia
    assert proof.inertia.zero > 0
    other = perturbed(point).hessian  # as if the zeros of the perturbed point were those of the critical one
    assert other.rank() > proof.inertia.rank
    assert not proof.verify(other)
    assert proof.verify(point.hessian)


def test_a_tiny_budget_is_undecided():
    problem = Problem.from_data(Matrix.identity(2), [[1000001, 1000000], [1000000, 999998]], (2, 2))
    undecided = 0
    for kind in problem.kinds((1,)):
        point = kind.certified_representative(1)
        try:
            found = point.certify(start_bits=8, most_bits=8).inertia
        except UndecidedError:
            undecided += 1
        else:
            assert found == kind.inertia
        assert point.certify(start_bits=8).inertia == kind.inertia
    assert undecided


def test_roots_are_checked():
    theta = FIELD.theta
    weights = by_hand().weights
    with pytest.raises(InputError, match="is not eigenvalue 1"):
        CertifiedPoint(golden(1), weights, {1: theta + 1})  # this is eigenvalue 0
    with pytest.raises(InputError, match="is not eigenvalue 0"):
        CertifiedPoint(golden(1), weights, {0: theta})  # no root of the factor
    value = golden(1).spectrum[0]
    middle = (value.lower + value.upper) / 2  # in the interval, and no root
    with pytest.raises(InputError, match="is not eigenvalue 0"):
        CertifiedPoint(golden(1), weights, {0: theta * 0 + flint.fmpq(middle.numerator, middle.denominator)})
    with pytest.raises(InputError, match="unequally often"):
        _ = CertifiedPoint(golden(1), weights).selection  # conjugates that nothing tells apart
    with pytest.raises(InputError, match="differ at conjugate eigenvalues"):
        CertifiedPoint(golden(1), weights).critical_value((0,))


def test_equal_ranks_do_not_make_equal_selections():
    """Both copies of one eigenvalue, or one copy of each conjugate: two selected values, told apart by power sums."""
    problem = IRRATIONAL["golden twice"]
    both = next(problem.kinds((0, 1))).certified_representative()
    with pytest.raises(InputError, match="unequally often"):
        _ = CertifiedPoint(problem, both.weights).selection
    each = next(problem.kinds((0, 2))).representative()
    over = CertifiedPoint(problem, [FieldMatrix.lift(FIELD, weight) for weight in each.weights])
    assert over.selection == each.selection == (0, 2)


def test_what_does_not_fit_is_refused():
    point = by_hand()
    with pytest.raises(InputError, match="need matrices of shapes"):
        CertifiedPoint(golden(1), point.weights[::-1])
    with pytest.raises(InputError, match="over one number field"):
        CertifiedPoint(golden(1), [point.weights[0], of([[0], [0]], NumberField())])
    with pytest.raises(AttributeError, match="never changes"):
        point.weights = ()
