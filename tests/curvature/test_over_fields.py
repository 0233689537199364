"""Curvature at algebraic points: against the certified Hessian, by sums, ranks and balls, and in floats."""

import flint
import numpy as np
import pytest

import symdln as dln
from symdln.algebra.matrix import Matrix
from symdln.curvature import over_fields
from symdln.errors import InputError
from symdln.numeric import NumericProblem
from symdln.numeric import gradient as float_gradient

X = Matrix([[1, 0, 1], [0, 1, 1]])
Y = Matrix([[1, 1, 0], [1, 0, 2]])
PROBLEM = dln.Problem.from_data(X, Y, hidden=(2,), loss_factor="1/3")
DEEP = dln.Problem.from_data(X, Y, hidden=(1, 2))


@pytest.fixture(scope="module", params=[PROBLEM, DEEP], ids=["depth 2", "depth 3"])
def points(request):
    kinds = [kind for kind in request.param.kinds() if kind.rank == 1]
    found = [kind.certified_representative() for kind in kinds[:3]]
    assert all(point.field.degree > 1 for point in found)
    return found


def floats(matrix):
    with flint.ctx.workprec(128):
        return np.array([[float(x.mid()) for x in row] for row in matrix.enclosure(128).tolist()])


def test_the_two_parts_add_up_to_the_hessian(points):
    for point in points:
        gauss_newton, rest = over_fields.ggn(point), over_fields.functional_part(point)
        assert gauss_newton + rest == point.hessian
        assert gauss_newton.is_symmetric()
        assert not rest.is_zero()
        assert rest.trace() == 0


def test_factors_are_the_diagonal_blocks_of_both(points):
    for point in points:
        start, hessian = 0, floats(point.hessian)
        for left, right in over_fields.kronecker_factors(point):
            block = np.kron(floats(left), floats(right))
            size = len(block)
            assert np.allclose(hessian[start : start + size, start : start + size], block, atol=1e-14)
            start += size


def test_fisher_matrices_of_samples_add_up_and_have_the_rank_of_the_outputs(points):
    for point in points:
        first, *rest = over_fields.fisher_of_samples(point, X)
        total = first
        for one in rest:
            total = total + one
        assert total == over_fields.ggn(point)
        assert first.rank() <= point.problem.output_width


def test_sample_gradients_add_up_to_zero_and_agree_with_floats(points):
    """At a critical point; each column is the gradient for that sample alone, by symdln's float gradient."""
    for point in points:
        gradients = over_fields.sample_gradients(point, X, Y)
        ones = point.lifted(Matrix([[1]] * 3))
        assert (gradients @ ones).is_zero()
        W = [floats(layer) for layer in point.weights]
        for n in range(3):
            sample = dln.Problem.from_data(
                [[x] for x in X.column(n).entries()], [[y] for y in Y.column(n).entries()],
                point.problem.hidden, loss_factor=point.problem.loss_factor,
            )  # fmt: skip
            expected = np.concatenate([g.ravel() for g in float_gradient(NumericProblem.of(sample), W)])
            assert np.allclose(floats(gradients)[:, n], expected, atol=1e-13)
        fisher = over_fields.empirical_fisher(point, X, Y)
        assert np.allclose(floats(fisher), floats(gradients) @ floats(gradients).T, atol=1e-13)


def test_the_kernel_of_samples_has_the_spectrum_of_the_gauss_newton_matrix(points):
    """2f times the NTK and the GGN are Gram matrices of one matrix and its transpose: equal traces of all powers."""
    for point in points:
        factor = 2 * point.problem.loss_factor
        gauss_newton = over_fields.ggn(point)
        kernel = over_fields.ntk(point, X).scaled(flint.fmpq_poly([flint.fmpq(factor.numerator, factor.denominator)]))
        left, right = gauss_newton, kernel
        for _ in range(3):
            assert left.trace() == right.trace()
            left, right = left @ gauss_newton, right @ kernel
        assert gauss_newton.rank() == kernel.rank()


def test_other_data_get_one_sentence(points):
    with pytest.raises(InputError, match="is not the Sxx of the problem"):
        over_fields.fisher_of_samples(points[0], X * 2)
    with pytest.raises(InputError, match="is not the Syx of the problem"):
        over_fields.sample_gradients(points[0], X, Y * 2)
