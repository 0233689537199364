"""The derived splitting against the second-order term at critical points."""

import random

import symdln as dln
from symdln.teaching.derivations import splitting
from tests.teaching.derivations.support import random_matrix


def normal_form(D, Z):
    """The weights diag(D, Z_1), diag(I, Z_2), ..., diag(I, Z_H)."""
    return [block_diagonal(dln.Matrix.identity(D.shape[0]) if j else D, block) for j, block in enumerate(Z)]


def block_diagonal(one, two):
    (a, b), (c, d) = one.shape, two.shape
    return dln.Matrix(
        [[*(one[i, j] for j in range(b)), *([0] * d)] for i in range(a)]
        + [[*([0] * b), *(two[i, j] for j in range(d))] for i in range(c)]
    )


def test_the_three_lines_are_the_second_order_term_at_critical_points():
    """Depth 3, r = 1, rest widths 2, 2, 2, 2, E = diag(5, 0), and Z = (0, diag(0, 1), diag(0, 1)): every path of
    length 3 in the cyclic quiver vanishes, since Z_1 = 0 kills those with Z_1 and Z_3 Z_2 meets E in a zero."""
    rng = random.Random(5)
    D, E = dln.Matrix([[3]]), dln.Matrix([[5, 0], [0, 0]])
    Z = [dln.Matrix.zeros(2, 2), dln.Matrix([[0, 0], [0, 1]]), dln.Matrix([[0, 0], [0, 1]])]
    weights = normal_form(D, Z)
    problem = dln.Problem.from_moments(
        dln.Matrix.identity(3), block_diagonal(D, E), block_diagonal(D @ D, E @ E), hidden=(3, 3)
    )
    point = dln.Point(problem, weights)
    assert point.is_critical
    directions = [random_matrix(rng, 3, 3) for _ in range(3)]
    assert point.second_order(directions) == three_lines(D, E, Z, directions)


def three_lines(D, E, Z, directions):
    """The statement of the derivation `splitting`, in plain exact arithmetic."""
    H, r = len(Z), D.shape[0]
    size = Z[0].shape[0]
    identity = dln.Matrix.identity(size)

    def path(k, j):
        result = identity
        for n in range(j, k + 1):
            result = Z[n - 1] @ result
        return result

    rest, top = range(r, r + size), range(r)
    a, b = [V.block(top, top) for V in directions], [V.block(top, rest) for V in directions]
    c, e = [V.block(rest, top) for V in directions], [V.block(rest, rest) for V in directions]
    alpha, beta = [path(H, j + 1) for j in range(1, H + 1)], [path(j - 1, 1) for j in range(1, H + 1)]
    inverse = dln.Matrix([[1 / D[0, 0]]])
    s = sum((x @ D for x in a[1:]), a[0])
    p = sum((x @ y for x, y in zip(b[1:], beta[1:], strict=True)), b[0] @ beta[0])
    q = sum((x @ y for x, y in zip(alpha[1:], c[1:], strict=True)), alpha[0] @ c[0] @ inverse)
    z = sum((x @ y @ w for x, y, w in zip(alpha[1:], e[1:], beta[1:], strict=True)), alpha[0] @ e[0] @ beta[0])
    mixed = sum(
        (beta[j - 1] @ E.T @ alpha[k - 1] @ e[k - 1] @ path(k - 1, j + 1) @ e[j - 1]).trace()
        for j in range(1, H + 1)
        for k in range(j + 1, H + 1)
    )
    squares = sum((F.T @ F).trace() for F in (s, p, q @ D, z))  # pyright: ignore[reportAttributeAccessIssue]
    return squares / 2 - (p @ E.T @ q).trace() - mixed


def test_the_statement_of_the_splitting_names_the_three_lines():
    statement = splitting.derive().statement
    for piece in ("1/2 ||s||^2", "tr(p E^T q)", "tr(beta_j E^T alpha_k e_k gamma_kj e_j)"):
        assert piece in statement
