"""Certain signs of spectra: never beyond the exact inertia, and not idle."""

from fractions import Fraction

import flint
import numpy as np
import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.numeric import Landscape, NumericProblem, inertia_by_spectrum, numerical_classes
from tests.numeric.support import WIDTHS, floats, random_layers, random_problem, stacked

PROBLEMS = [
    dln.Problem.canonical((3, 2), (2, 2, 2, 2)),
    dln.Problem.canonical((3, 3, 0), (3, 2, 3)),
    dln.Problem.from_data([[1, 2], [0, 1]], [[6, -4], [8, 3]], hidden=(2, 1), loss_factor=1),
]


def float_points(points):
    return stacked([[layer.to_numpy() for layer in point.weights] for point in points])


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: str(problem.widths))
def test_counts_never_exceed_the_exact_inertia_and_agree_with_the_rank_route(problem):
    points = [kind.representative(number) for number, kind in enumerate(problem.kinds())]
    W, numeric = float_points(points), NumericProblem.of(problem)
    signs = inertia_by_spectrum(numeric, W, backward_error=2.0**-52)  # covers that the exact weights were rounded
    ranks = numerical_classes(Landscape.of(problem), W)
    assert (signs.positive + signs.negative + signs.undecided == problem.parameters).all()
    found = 0
    for i, point in enumerate(points):
        exact = point.inertia_by_hessian
        assert signs.positive[i] <= exact.positive
        assert signs.negative[i] <= exact.negative
        assert signs.positive[i] <= ranks.inertia[i, 0]
        assert signs.negative[i] <= ranks.inertia[i, 1]
        found += (signs.positive[i], signs.negative[i]) == (exact.positive, exact.negative)
    assert found >= 0.9 * len(points)  # disguises are mild: nearly every non-zero eigenvalue is beyond the bound


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_the_bound_covers_the_exact_eigenvalues(widths):
    # Exactly many eigenvalues of the exact Hessian lie below x as H - x I has negative ones, so an eigenvalue is
    # within the bound of the computed one if the counts at both ends of the interval say so.
    exact = random_problem(widths, 0)
    problem, W = NumericProblem.of(exact), random_layers(exact, 1)
    given = floats(W)
    signs = inertia_by_spectrum(problem, given, backward_error=2.0**-52)
    hessian = dln.Point(exact, W).hessian
    shift = Fraction(float(signs.bound[0]))
    size = problem.parameters
    identity = dln.Matrix.identity(size)
    above = dln.inertia_of(hessian - identity * (2 * shift)).positive
    below = dln.inertia_of(hessian + identity * (2 * shift)).negative
    assert above <= signs.positive[0] <= dln.inertia_of(hessian).positive
    assert below <= signs.negative[0] <= dln.inertia_of(hessian).negative


def test_an_eigenvalue_within_the_bound_is_undecided():
    # 1/2 (ab - 1)^2 at (1, 1 + t): the Hessian [[b^2, 2ab - 1], [2ab - 1, a^2]] has determinant b^2 - (2b - 1)^2
    # = -(b - 1)(3b - 1) = -2t + O(t^2), and trace near 2: its second eigenvalue is near -t.
    problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1)))
    W = [np.ones((3, 1, 1)), 1 + np.array([1e-3, 1e-9, 1e-9])[:, None, None]]
    signs = inertia_by_spectrum(problem, W, backward_error=np.array([1e-8, 0.0, 1e-8]))
    assert signs.negative.tolist() == [1, 1, 0]
    assert signs.undecided.tolist() == [0, 0, 1]
    assert signs.positive.tolist() == [1, 1, 1]


def test_the_eigensolver_stays_within_its_share_at_a_known_spectrum():
    # Q diag(k) Q^T with a rational reflection Q has the eigenvalues k.
    size = 24
    v = flint.fmpq_mat(size, 1, [1 + i % 5 for i in range(size)])
    Q = flint.fmpq_mat(flint.fmpz_mat(size, size, [int(i == j) for i in range(size) for j in range(size)]))
    Q = Q - (v * v.transpose()) * (flint.fmpq(2) / (v.transpose() * v)[0, 0])
    D = flint.fmpq_mat(size, size, [(i - 11) if i == j else 0 for i in range(size) for j in range(size)])
    A = dln.Matrix.from_flint(Q * D * Q).to_numpy()
    gap = abs(np.linalg.eigvalsh(A) - np.arange(-11, size - 11)).max()
    assert gap <= 4 * size * 2.0**-53 * np.linalg.norm(A)


def test_what_is_refused():
    problem = NumericProblem.of(PROBLEMS[0])
    W = [np.ones(shape) for shape in problem.shapes]
    for wrong in (-1, 1, "x", [1e-9, 1e-9], float("nan")):
        with pytest.raises(InputError, match="backward_error must be a number from 0 to below 1"):
            inertia_by_spectrum(problem, W, backward_error=wrong)
    W[0][0, 0] = np.nan
    with pytest.raises(InputError, match="is nan"):
        inertia_by_spectrum(problem, W)


def test_one_point_out_of_range_is_undecided_alone():
    problem = NumericProblem.of(PROBLEMS[0])
    rng = np.random.default_rng(0)
    W = [rng.normal(size=(5, *shape)) for shape in problem.shapes]
    before = inertia_by_spectrum(problem, W)
    for bad in (1e200, 2.0**1023, np.nan, np.inf):
        spoilt = [layer.copy() for layer in W]
        for layer in spoilt:
            layer[2] *= bad / abs(layer[2]).max()
        signs = inertia_by_spectrum(problem, spoilt, backward_error=1e-12)
        assert signs.undecided[2] == problem.parameters
        assert np.delete(signs.negative, 2).tolist() == np.delete(before.negative, 2).tolist()
    spoilt = [layer.copy() for layer in W]
    for layer in spoilt:
        layer[2] = 5e-324
    assert inertia_by_spectrum(problem, spoilt).undecided[2] == problem.parameters  # at depth 3 it vanishes at 0
