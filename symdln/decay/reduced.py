"""The inertia at a critical point for any data, from a matrix of the size of the tangent space of rank-rho matrices.

docs/decay.md, section 6: with the frames of the layers known, the Hessian splits, and only one part depends on the
data, a form on triples (p, q, r) of sizes rho x rho, rho x (d_0 - rho), (d_H - rho) x rho.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from symdln.algebra.inertia import Inertia, inertia_of
from symdln.algebra.matrix import Matrix


def reduced_form(depth: int, decay: Fraction, roots: Sequence[Fraction], moment: Matrix, rest: Matrix) -> Matrix:
    """The symmetric matrix of ``Hess f`` at P on the tangent space of ``{rank P = rho}``, for ``f = 1/2``.

    ``moment`` is S in the frame at the input, ``rest`` the block Y_22 in the frames; coordinates are p row by row, q
    row by row, r row by row.

    For H = 3 and lam = 14 a network of widths 1 has ``f = 1/2 P^2 - Y P + 21 P^(2/3)``, and f'' = 1 - 14/3 at P = 1:

    >>> print(reduced_form(3, Fraction(14), [Fraction(1)], Matrix([[1]]), Matrix.zeros(0, 0)))
    [-11/3]
    """
    rho, d_0 = len(roots), moment.shape[0]
    columns, rows = d_0 - rho, rest.shape[0]
    size = rho * rho + rho * columns + rows * rho
    table = [[Fraction(0)] * size for _ in range(size)]

    def add(i: int, j: int, value: Fraction) -> None:
        table[i][j] += value
        table[j][i] += value  # 2 x^2 on the diagonal: the Hessian of x^2

    def p(a: int, b: int) -> int:
        return rho * a + b

    def q(a: int, c: int) -> int:
        return rho * rho + columns * a + c

    def r(c: int, a: int) -> int:
        return rho * rho + rho * columns + rho * c + a

    top = [[p(a, b) for b in range(rho)] + [q(a, c) for c in range(columns)] for a in range(rho)]
    for row in [*top, *([r(c, a) for a in range(rho)] for c in range(rows))]:
        for k, i in enumerate(row):
            for m, j in enumerate(row):
                add(i, j, moment[k, m] / 2)
    for a, w in enumerate(roots):
        mu, sigma = decay * w ** (2 - depth), w**depth
        add(p(a, a), p(a, a), -decay * Fraction(depth - 2, 2 * depth) * w ** (2 - 2 * depth))
        for i in [*(q(a, c) for c in range(columns)), *(r(c, a) for c in range(rows))]:
            add(i, i, mu / (2 * sigma))
        for c in range(rows):
            for m in range(columns):
                add(r(c, a), q(a, m), -rest[c, m] / sigma)
        for b in range(a):
            _add_pair(add, depth, decay, (w, roots[b]), (p(a, b), p(b, a)))
    return Matrix(table) if size else Matrix.zeros(0, 0)


def _add_pair(add, depth: int, decay: Fraction, roots: tuple[Fraction, Fraction], places: tuple[int, int]) -> None:
    """``(p_ab - p_ba)^2 (mu_a + mu_b) / (4 (sigma_a + sigma_b)) + (p_ab + p_ba)^2 (mu_a - mu_b) / (4 (sigma_a -
    sigma_b))``, with the limit of the second quotient where the roots agree.
    """
    u, v = roots
    mu, nu, sigma, tau = decay * u ** (2 - depth), decay * v ** (2 - depth), u**depth, v**depth
    apart = (mu + nu) / (4 * (sigma + tau))
    limit = -decay * Fraction(depth - 2, 4 * depth) * u ** (2 - 2 * depth)
    together = limit if u == v else (mu - nu) / (4 * (sigma - tau))
    i, j = places
    for place in places:
        add(place, place, apart + together)
    add(i, j, 2 * (together - apart))


def reduced_inertia(
    widths: Sequence[int], decay: Fraction, roots: Sequence[Fraction], moment: Matrix, rest: Matrix
) -> Inertia:
    """The inertia of the whole Hessian from the reduced form (Theorem A): ``f = 1/2``, equal decays or their mean.

    >>> from fractions import Fraction as F
    >>> reduced_inertia((1, 1, 1, 1), F(14), [F(1)], Matrix([[1]]), Matrix.zeros(0, 0))
    Inertia(positive=2, negative=1, zero=0)
    """
    depth, rho, hidden = len(widths) - 1, len(roots), widths[1:-1]
    rotations = (depth - 1) * rho * (rho - 1) // 2 + rho * sum(width - rho for width in hidden)
    form = reduced_form(depth, decay, roots, moment, rest)
    found = inertia_of(form) if form.shape[0] else Inertia(0, 0, 0)
    parts = found + Inertia(rotations + (depth - 1) * rho, 0, rotations)
    unused = sum((a - rho) * (b - rho) for a, b in pairwise(widths))
    if depth > 2:
        return parts + Inertia(unused, 0, 0)
    block = _unused_at_depth_two(decay, rest)
    spare = widths[1] - rho
    return parts + Inertia(spare * block.positive, spare * block.negative, spare * block.zero)


def _unused_at_depth_two(decay: Fraction, rest: Matrix) -> Inertia:
    """The inertia of ``[[lam I, -Y_22^T], [-Y_22, lam I]]``: the contribution of one spare hidden unit."""
    rows, columns = rest.shape
    size = rows + columns
    table = [[decay if i == j else Fraction(0) for j in range(size)] for i in range(size)]
    for i in range(rows):
        for j in range(columns):
            table[j][columns + i] = table[columns + i][j] = -rest[i, j]
    return inertia_of(Matrix(table)) if size else Inertia(0, 0, 0)
