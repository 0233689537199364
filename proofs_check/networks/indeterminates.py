"""Networks whose weights and targets are indeterminates: matrices of integer polynomials, for identities at named
sizes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any

import flint

from proofs_check.language.outcome import Outcome, fails, holds
from proofs_check.networks.polynomials import PolynomialMatrix, inner

Widths = tuple[int, ...]


class Network:
    """Weights ``W_1, ..., W_{H+1}`` of indeterminates for widths ``(d_x, d_1, ..., d_H, d_y)`` in the reduced problem.

    The target is a full matrix of indeterminates, or with ``diagonal`` the paper's ``[S_Y 0]``.  With ``varied`` there
    are variations ``w_1, ..., w_{H+1}`` too.  ``blank`` names entries (layer, row, column), all from 0, that are
    zero.
    """

    def __init__(
        self,
        widths: Widths,
        *,
        diagonal: bool = False,
        varied: bool = False,
        blank: frozenset[tuple[int, int, int]] = frozenset(),
    ):
        self.widths, self.H = widths, len(widths) - 2
        d_x, d_y = widths[0], widths[-1]
        shapes = [(rows, columns) for columns, rows in itertools.pairwise(widths)]
        names = [f"w{k}_{i}_{j}" for k, (n, m) in enumerate(shapes, 1) for i in range(n) for j in range(m)]
        names += [f"s_{i}_{j}" for i in range(d_y) for j in range(d_x)]
        if varied:
            names += [f"v{k}_{i}_{j}" for k, (n, m) in enumerate(shapes, 1) for i in range(n) for j in range(m)]
        context = flint.fmpz_mpoly_ctx.get(names, "degrevlex")
        letters = dict(zip(names, context.gens(), strict=True))
        zero = context.constant(0)

        def matrix(letter: str, shape: tuple[int, int], kept: Any) -> PolynomialMatrix:
            n, m = shape
            rows = tuple(
                tuple(letters[f"{letter}_{i}_{j}"] if kept(i, j) else zero for j in range(m)) for i in range(n)
            )
            return PolynomialMatrix(zero, shape, rows)

        self.W = [
            matrix(f"w{k + 1}", shape, lambda i, j, k=k: (k, i, j) not in blank) for k, shape in enumerate(shapes)
        ]
        self.w = [matrix(f"v{k}", shape, lambda i, j: True) for k, shape in enumerate(shapes, 1)] if varied else []
        self.target = matrix("s", (d_y, d_x), lambda i, j: i == j or not diagonal)
        self.zero, self.one = zero, context.constant(1)

    def product(self, first: int, last: int) -> PolynomialMatrix:
        """The paper's ``(Pi W)_first^last = W_last ... W_first``, 1-based; the identity if last < first."""
        if last < first:
            size = self.widths[last]
            rows = tuple(tuple(self.one if i == j else self.zero for j in range(size)) for i in range(size))
            return PolynomialMatrix(self.zero, (size, size), rows)
        matrix = self.W[first - 1]
        for k in range(first, last):
            matrix = self.W[k] @ matrix
        return matrix

    @cached_property
    def residual(self) -> PolynomialMatrix:
        """``Sigma_Y - W_{H+1} ... W_1``, the paper's M of (5)."""
        return self.target - self.product(1, self.H + 1)

    @cached_property
    def twice_loss(self) -> Any:
        """``2 L(W) = ||Sigma_Y - W_{H+1} ... W_1||^2`` as one polynomial."""
        return sum((entry * entry for row in self.residual.rows for entry in row), self.zero)

    @cached_property
    def twice_gradient(self) -> list[PolynomialMatrix]:
        """The derivatives of ``2 L``, the expanded polynomial, by the entries of W_1, ..., W_{H+1}, one by one."""
        return [W.derivative(self.twice_loss) for W in self.W]

    @cached_property
    def twice_first_variation(self) -> Any:
        """``2 D L(W)[w]``: the derivatives of 2 L, each times the entry of w."""
        return self.along_w(self.twice_loss)

    @cached_property
    def twice_second_derivative(self) -> Any:
        """``2 D^2 L(W)[w, w]``, differentiated entry by entry."""
        return self.along_w(self.twice_first_variation)

    def along_w(self, polynomial: Any) -> Any:
        """The derivative of a polynomial along w."""
        pairs = zip(self.W, self.w, strict=True)
        return sum((inner(W.derivative(polynomial), w) for W, w in pairs), self.zero)


def small_values(polynomial: Any) -> dict[str, int]:
    """Values for all indeterminates at which a nonzero polynomial does not vanish: as many zeros as possible, else
    1, 2, ...
    """
    values: dict[str, int] = {}
    rest = polynomial
    for name in polynomial.context().names():
        values[name] = next(n for n in itertools.count() if rest.subs({name: n}) != 0)
        rest = rest.subs({name: values[name]})
    return values


def polynomials_agree(left: Any, right: Any, what: str, network: Network, times: int = 1, *, but: str = "") -> Outcome:
    """Holds if two polynomials are equal; otherwise the sentence and the details give weights at which they differ.

    ``what`` names a quantity; both sides are its multiples by ``times``, so that they have no fractions.  If ``but``
    names the right side, the sentence says that ``what`` is one value, but ``but`` is another.
    """
    if left == right:
        return holds(f"{what}: equal as polynomials")
    values = small_values(left - right)

    def number(entry: Any) -> int:
        return int(entry(*values.values()))

    def at(matrix: PolynomialMatrix) -> list[list[int]]:
        return [[number(entry) for entry in row] for row in matrix.rows]

    a, b = Fraction(number(left), times), Fraction(number(right), times)
    where = {"W": [at(W) for W in network.W], "w": [at(w) for w in network.w], "target": at(network.target)}
    if but:
        return fails(f"{what} is {a}, but {but} is {b}", widths=network.widths, **where)
    listed = ", ".join(f"{name} = {values}" for name, values in where.items())
    return fails(f"{what}, at {listed}: {a} is not equal to {b}", widths=network.widths, **where)


def doubled(matrix: PolynomialMatrix) -> PolynomialMatrix:
    """Twice the matrix, to compare with derivatives of 2 L."""
    return matrix + matrix


def every_widths(size: str, seed: int = 0, *, ordered: bool = False) -> Iterator[Widths]:
    """All widths up to 2 at depth 2 to 4, and beyond the small scope up to 3; smallest networks first.

    With ``ordered`` only those with ``d_x >= d_y`` and no hidden width below d_y (Assumption 1).
    """
    most = 2 if size == "small" else 3
    every = [widths for depth in (2, 3, 4) for widths in itertools.product(range(1, most + 1), repeat=depth + 1)]
    kept = [widths for widths in every if not ordered or min(widths) == widths[-1]]
    yield from sorted(kept, key=lambda widths: (sum(a * b for a, b in itertools.pairwise(widths)), widths))
