"""The Gauss-Newton matrix and its relatives at any point, critical or not: exact, any depth, widths and data.

With ``L = f ||P X - Y||^2``, ``P = W_H ... W_1``, ``A_j = W_H ... W_{j+1}`` and ``B_j = W_{j-1} ... W_1`` the
derivative of P by entry (c, d) of W_j is ``A_j e_c (B_j^T e_d)^T``.  These derivatives are the rows of the matrix J of
shape ``(N, d_H d_0)``, and

    Gauss-Newton matrix   2f J (I (x) Sxx) J^T, with block (j, k) = 2f (A_j^T A_k) (x) (B_j Sxx B_k^T)
    functional part       the Hessian of <2f (P Sxx - Syx), W_H ... W_1> with the first factor held fixed

add up to the Hessian.  Parameters are ordered layer by layer from W_1 on, each layer row by row; see
:func:`in_column_order` for the other order.
"""

from __future__ import annotations

import itertools
from typing import Any

import flint

from symdln.algebra.matrix import Matrix, hstack, vstack
from symdln.errors import InputError
from symdln.landscape.point import as_point
from symdln.landscape.problem import Problem


def product_jacobian(problem: Problem, weights: Any) -> Matrix:
    """J, the derivative of the product P: shape ``(N, d_H d_0)``, entries of P row by row.

    >>> problem = Problem.canonical((1,), (1, 1, 1))
    >>> print(product_jacobian(problem, [[[2]], [[3]]]))            # P = b a, at a = 2 and b = 3
    [3]
    [2]
    """
    point = as_point(problem, weights)
    rows = []
    for j, shape in enumerate(problem.shapes, start=1):
        A, B = point.product(problem.depth, j + 1), point.product(j - 1, 1)
        rows += [(A.column(c) @ B.row(d)).entries() for c in range(shape[0]) for d in range(shape[1])]
    return Matrix(rows)


def ggn(problem: Problem, weights: Any) -> Matrix:
    """The generalised Gauss-Newton matrix ``2f J (I (x) Sxx) J^T``, of shape ``(N, N)``: never indefinite.

    It is the Hessian of the loss with P replaced by its linear part at the point, and the Fisher matrix of a Gaussian
    model ``y = P x + noise`` whose negative log likelihood is the loss, that is with variance ``1 / (2f)``, summed over
    the samples.  Raises ``InputError`` for weights of other shapes.

    >>> problem = Problem.canonical((2,), (1, 1, 1))                 # L = 1/2 (b a - 2)^2
    >>> print(ggn(problem, [[[1]], [[3]]]))                          # (b, a)^T (b, a)
    [9  3]
    [3  1]
    """
    J, blocks = product_jacobian(problem, weights), range(problem.output_width)
    size = problem.input_width
    moved = hstack([J.block(range(problem.parameters), range(i * size, (i + 1) * size)) @ problem.Sxx for i in blocks])
    return (moved @ J.T) * (2 * problem.loss_factor)


def functional_part(problem: Problem, weights: Any) -> Matrix:
    """The part of the Hessian that comes from the residual, of shape ``(N, N)``: the Hessian minus :func:`ggn`.

    Block (j, k) for j < k has the entry ``M[b, c] R[d, a]`` at row (c, d) and column (a, b), with ``M = W_{k-1} ...
    W_{j+1}`` and ``R = 2f B_j (P Sxx - Syx)^T A_k``.  Its diagonal blocks are zero, since P is linear in each layer.

    >>> problem = Problem.canonical((2,), (1, 1, 1))
    >>> print(functional_part(problem, [[[1]], [[3]]]))              # the residual b a - 2 is 1
    [0  1]
    [1  0]
    """
    point, depth = as_point(problem, weights), problem.depth
    residual = (point.end_to_end @ problem.Sxx - problem.Syx) * (2 * problem.loss_factor)
    blocks: dict[tuple[int, int], Matrix] = {}
    for j, k in itertools.combinations(range(1, depth + 1), 2):
        inner = point.product(k - 1, j + 1)
        outer = point.product(j - 1, 1) @ residual.T @ point.product(depth, k + 1)
        blocks[j, k] = _crossed(inner, outer)
        blocks[k, j] = blocks[j, k].T
    sizes = [rows * columns for rows, columns in problem.shapes]
    layers = range(1, depth + 1)
    zero = {j: Matrix.zeros(sizes[j - 1], sizes[j - 1]) for j in layers}
    return vstack([hstack([zero[j] if j == k else blocks[j, k] for k in layers]) for j in layers])


def _crossed(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix with entry ``inner[b, c] outer[d, a]`` at row (c, d) and column (a, b)."""
    M, R = inner.flint.tolist(), outer.flint.tolist()
    width_b, width_c = inner.shape
    width_d, width_a = outer.shape
    places = itertools.product(range(width_c), range(width_d), range(width_a), range(width_b))
    entries = [M[b][c] * R[d][a] for c, d, a, b in places]
    return Matrix.from_flint(flint.fmpq_mat(width_c * width_d, width_a * width_b, entries))


def ntk(problem: Problem, weights: Any, X: Any) -> Matrix:
    """The neural tangent kernel on the inputs X (``d_0 x m``): ``sum_j A_j A_j^T (x) X^T B_j^T B_j X``.

    It is the Gram matrix of the derivatives of the outputs by the weights, of shape ``(d_H m, d_H m)``, outputs first:
    entry ((i, n), (k, l)) belongs to output i of sample n and output k of sample l.  For the data of the problem
    ``2f`` times it has the nonzero eigenvalues of :func:`ggn`.  Raises ``InputError`` for an X of another height.

    >>> problem = Problem.canonical((2,), (1, 1, 1))
    >>> print(ntk(problem, [[[1]], [[3]]], [[1, 2]]))                # 10 x^T x
    [10  20]
    [20  40]
    """
    point, inputs = as_point(problem, weights), Matrix(X, name="X")
    if inputs.shape[0] != problem.input_width:
        raise InputError(
            f"X has shape {inputs.shape}, but its columns must be inputs of width {problem.input_width}; transpose it "
            "if rows are samples."
        )
    total = Matrix.zeros(problem.output_width * inputs.shape[1], problem.output_width * inputs.shape[1])
    for j in range(1, problem.depth + 1):
        A, B = point.product(problem.depth, j + 1), point.product(j - 1, 1) @ inputs
        total = total + kronecker(A @ A.T, B.T @ B)
    return total


def kronecker_factors(problem: Problem, weights: Any) -> tuple[tuple[Matrix, Matrix], ...]:
    """For each layer j the pair ``(2f A_j^T A_j, B_j Sxx B_j^T)``, of shapes ``(d_j, d_j)`` and ``(d_{j-1}, d_{j-1})``.

    Block (j, j) of the Gauss-Newton matrix, and of the Hessian, is the Kronecker product of the two in this order
    (rows of W_j first), and in the other order where entries are ordered column by column.  So K-FAC with exact Fisher
    ("type 2") is exact on the diagonal blocks of a linear network; blocks of two different layers are not zero.

    >>> problem = Problem.canonical((2,), (1, 1, 1))
    >>> [(str(left), str(right)) for left, right in kronecker_factors(problem, [[[1]], [[3]]])]
    [('[9]', '[1]'), ('[1]', '[1]')]
    """
    point, factor = as_point(problem, weights), 2 * problem.loss_factor
    factors = []
    for j in range(1, problem.depth + 1):
        A, B = point.product(problem.depth, j + 1), point.product(j - 1, 1)
        factors.append(((A.T @ A) * factor, B @ problem.Sxx @ B.T))
    return tuple(factors)


def sample_gradients(problem: Problem, weights: Any, X: Any, Y: Any) -> Matrix:
    """The gradients of ``f ||P x_n - y_n||^2`` as columns: shape ``(N, m)`` for m samples.

    The columns add up to the gradient of the loss.  Raises ``InputError`` unless X and Y have the problem's moments.

    >>> problem = Problem.from_data([[1, 2]], [[1, 3]], (1,))        # at a = b = 1: errors 0 and -1
    >>> print(sample_gradients(problem, [[[1]], [[1]]], [[1, 2]], [[1, 3]]))
    [0  -2]
    [0  -2]
    """
    point, factor = as_point(problem, weights), 2 * problem.loss_factor
    inputs, targets = _data_of(problem, X, Y)
    errors = (point.end_to_end @ inputs - targets) * factor
    rows = []
    for j in range(1, problem.depth + 1):
        left = point.product(problem.depth, j + 1).T @ errors  # column n: A_j^T times the error of sample n
        right = point.product(j - 1, 1) @ inputs
        rows += [
            [a * b for a, b in zip(above, beside, strict=True)] for above in left.rows() for beside in right.rows()
        ]
    return Matrix(rows)


def empirical_fisher(problem: Problem, weights: Any, X: Any, Y: Any) -> Matrix:
    """The sum over the samples of ``g_n g_n^T``, g_n being the gradient of sample n: shape ``(N, N)``.

    It differs from :func:`ggn`: it is zero if all samples are fitted.  Raises ``InputError`` as
    :func:`sample_gradients` does.

    >>> problem = Problem.from_data([[1, 1]], [[1, 3]], (1,))        # at a = b = 1: errors 0 and -2
    >>> print(empirical_fisher(problem, [[[1]], [[1]]], [[1, 1]], [[1, 3]]))
    [4  4]
    [4  4]
    """
    gradients = sample_gradients(problem, weights, X, Y)
    return gradients @ gradients.T


def fisher_of_samples(problem: Problem, weights: Any, X: Any) -> tuple[Matrix, ...]:
    """For each column x_n of X the Fisher matrix ``2f J (I (x) x_n x_n^T) J^T`` of the Gaussian model of :func:`ggn`.

    They add up to :func:`ggn`, and each has rank at most d_H.  Raises ``InputError`` unless ``X X^T = Sxx``.

    >>> problem = Problem.from_data([[1, 2]], [[1, 3]], (1,))
    >>> first, second = fisher_of_samples(problem, [[[1]], [[1]]], [[1, 2]])
    >>> print(second)                                                # x^2 (b, a)^T (b, a) at x = 2, a = b = 1
    [4  4]
    [4  4]
    >>> first + second == ggn(problem, [[[1]], [[1]]])
    True
    """
    inputs = Matrix(X, name="X")
    _check_moment("X X^T", inputs @ inputs.T, "Sxx", problem.Sxx)
    J, found = product_jacobian(problem, weights), []
    size, everything = problem.input_width, range(problem.parameters)
    for n in range(inputs.shape[1]):
        x = inputs.column(n)
        blocks = (J.block(everything, range(i * size, (i + 1) * size)) for i in range(problem.output_width))
        outputs = hstack([block @ x for block in blocks])
        found.append((outputs @ outputs.T) * (2 * problem.loss_factor))
    return tuple(found)


# -- helpers -----------------------------------------------------------------------------------------------------------


def kronecker(left: Matrix, right: Matrix) -> Matrix:
    """``left (x) right``: entry ((a, i), (b, k)) is ``left[a, b] right[i, k]``.

    >>> print(kronecker(Matrix([[1, 2]]), Matrix([[1], [3]])))
    [1  2]
    [3  6]
    """
    L, R = left.flint.tolist(), right.flint.tolist()
    entries = [x * y for above in L for beside in R for x in above for y in beside]
    rows, columns = left.shape[0] * right.shape[0], left.shape[1] * right.shape[1]
    return Matrix.from_flint(flint.fmpq_mat(rows, columns, entries))


def column_order(problem: Problem) -> list[int]:
    """For each parameter, W_1 first and each matrix column by column, its place in the order row by row.

    >>> column_order(Problem.canonical((1,), (2, 1, 1)))             # W_1 is a row, W_2 a number
    [0, 1, 2]
    """
    order: list[int] = []
    for rows, columns in problem.shapes:
        start = len(order)
        order += [start + i * columns + j for j in range(columns) for i in range(rows)]
    return order


def in_column_order(problem: Problem, matrix: Matrix) -> Matrix:
    """An ``N x N`` matrix of this package with the entries of each layer ordered column by column (vec) instead.

    Raises ``InputError`` for a matrix of another shape.

    >>> problem = Problem.canonical((1,), (2, 2, 1))                 # W_1 is 2 x 2: its entries 1 and 2 change places
    >>> row_by_row = Matrix([[i if i == j else 0 for j in range(6)] for i in range(6)])
    >>> [int(value) for value in diagonal(in_column_order(problem, row_by_row))]
    [0, 2, 1, 3, 4, 5]
    """
    size = problem.parameters
    if matrix.shape != (size, size):
        raise InputError(
            f"A matrix of shape {matrix.shape} was passed, but widths {problem.widths} have {size} weights."
        )
    order = column_order(problem)
    return matrix.block(order, order)


def diagonal(matrix: Matrix) -> tuple[Any, ...]:
    """The diagonal of a square matrix.  That of the Hessian is that of the Gauss-Newton matrix, at every point.

    >>> [int(value) for value in diagonal(Matrix([[2, 1], [1, 3]]))]
    [2, 3]
    """
    if matrix.shape[0] != matrix.shape[1]:
        raise InputError(f"A matrix of shape {matrix.shape} has no diagonal of all its rows; pass a square one.")
    return tuple(matrix[i, i] for i in range(matrix.shape[0]))


def _data_of(problem: Problem, X: Any, Y: Any) -> tuple[Matrix, Matrix]:
    inputs, targets = Matrix(X, name="X"), Matrix(Y, name="Y")
    if inputs.shape[1] != targets.shape[1]:
        raise InputError(
            f"X has {inputs.shape[1]} columns and Y has {targets.shape[1]}, but columns are samples: pass as many."
        )
    _check_moment("X X^T", inputs @ inputs.T, "Sxx", problem.Sxx)
    _check_moment("Y X^T", targets @ inputs.T, "Syx", problem.Syx)
    return inputs, targets


def _check_moment(name: str, found: Matrix, expected: str, moment: Matrix) -> None:
    if found != moment:
        raise InputError(f"{name} is not the {expected} of this problem; pass the data that the problem was made of.")
