"""Section 2.2, Lemma 2.4 and Proposition 1: explicit polynomials and constants that keep every trajectory bounded,
so that it converges.

With ``g = ||W_{H+1}||^2``, ``F_k(m) = tr(V_k (W_k W_k^T)^m V_k^T)`` and ``V_k = W_{H+1} ... W_{k+1}``, the trace of
Lemma 2.4 is F_1(1), and (7) takes F_k(k) to F_{k+1}(k+1) but for words with at least one C_k, whose traces are at most

    E_k(g) = ((x_{k+1} + c_k)^k - x_{k+1}^k) x_{k+1} ... x_{H+1},    x_j = g + tau_j >= ||W_j||^2,

where ``c_k >= ||C_k||`` and ``tau_j = max(0, -tr C_j - ... - tr C_H)``.  So P = Q = E_1 + ... + E_H will do.

Notations:

    Subject            a point, or a case in words
    in_words           the scope of points and derivations by layers
    x                  x_j = g + tau_j as a polynomial in g
    Bounds             gamma_0, P = Q, K_1 and K_2 at a point, all rational
    last_norm          g = ||W_{H+1}||^2
    growth_rate        dg/dt = -2 <W_{H+1}, grad L>
    x_of               x_j = g + tau_j with letters
    tail               x_{k+1} ... x_{H+1}, a bound of tr(A)
    MOST               the largest number in the symbolic cases, by the size of the scope
    gram_grid          all square matrices of some sizes with entries in a set
    gamma_0            min(1/2, k^(1-l))
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property, reduce

import flint

import symdln as dln
from proofs_check.claims.chitour.parts.rates import invariant
from proofs_check.networks.layers import DEPTHS, IN_WORDS, LayerWords
from proofs_check.networks.words import WordCase
from proofs_check.scopes.weight_grids import derived
from symdln.algebra.words import Scalar, scalar

Subject = dln.Point | WordCase


in_words = derived("bounds by layers", DEPTHS, IN_WORDS, ones=((2, 2, 2, 2), (3, 3, 3, 3), (2, 2, 2, 2, 2)))


def x(values: dict[int, Fraction], j: int) -> flint.fmpq_poly:
    """``x_j = g + tau_j`` as a polynomial in g."""
    return _poly(values[j], 1)


def _poly(*coefficients: Fraction | int) -> flint.fmpq_poly:
    """The polynomial with these coefficients, from the constant one up."""
    return flint.fmpq_poly([flint.fmpq(Fraction(c).numerator, Fraction(c).denominator) for c in coefficients])


def _number(value: flint.fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


class Bounds:
    """gamma_0, P = Q, K_1 and K_2 for the invariants, the target and the widths of a point, all of them rational."""

    def __init__(self, point: dln.Point):
        self.depth = n = point.problem.depth
        self.d_y = point.problem.output_width
        C = {k: invariant(point, k) for k in range(1, n)}
        self.c = {k: _absolute_sum(C[k]) for k in C}
        traces = {k: C[k].trace() for k in C}
        self.tau = {j: max(Fraction(0), -sum((traces[i] for i in range(j, n)), Fraction(0))) for j in range(1, n + 1)}
        self.sigma = _absolute_sum(point.problem.Syx)

    @cached_property
    def gamma(self) -> Fraction:
        """gamma_0 of ``chitour.trace-power`` for the matrix ``W_{H+1} W_{H+1}^T`` of size d_y and the power H + 1."""
        return gamma_0(self.d_y, self.depth)

    @cached_property
    def P(self) -> flint.fmpq_poly:
        return sum((self.step(k) for k in range(1, self.depth)), _poly(0))

    def step(self, k: int) -> flint.fmpq_poly:
        """``E_k(g)``."""
        upper = x(self.tau, k + 1)
        tail = reduce(lambda left, j: left * x(self.tau, j), range(k + 1, self.depth + 1), _poly(1))
        return ((upper + _poly(self.c[k])) ** k - upper**k) * tail

    @cached_property
    def norm(self) -> flint.fmpq_poly:
        """A bound of degree H for the norm of the product: ``(x_1 + x_2)/2 (1 + x_3)/2 ... (1 + x_{H+1})/2``."""
        first = (x(self.tau, 1) + x(self.tau, 2)) / 2
        return reduce(lambda left, j: left * (_poly(1) + x(self.tau, j)) / 2, range(3, self.depth + 1), first)

    @cached_property
    def K_1(self) -> Fraction:
        """The sum of the coefficients of ``2 P + 2 sigma B``, each of which goes with a power ``g^i <= 1 + g^H``."""
        return _number((2 * self.P + self.norm * (2 * flint.fmpq(self.sigma.numerator, self.sigma.denominator)))(1))

    @cached_property
    def K_2(self) -> Fraction:
        """Beyond this, dg/dt is negative."""
        return max(Fraction(1), self.K_1 / self.gamma)


def _absolute_sum(matrix: dln.Matrix) -> Fraction:
    """The sum of the absolute values of the entries: a rational bound for the Frobenius norm."""
    return sum((abs(entry) for entry in matrix.entries()), Fraction(0))


def last_norm(point: dln.Point) -> Fraction:
    """``g = ||W_{H+1}||^2``."""
    return point.weights[-1].norm_squared()


def growth_rate(point: dln.Point) -> Fraction:
    """``dg/dt = -2 <W_{H+1}, grad L>``."""
    return -2 * point.weights[-1].inner(point.gradient[-1])


def x_of(layers: LayerWords, j: int) -> Scalar:
    """``x_j = g + tau_j``, with ``tau_{H+1} = 0``."""
    return scalar("g") if j == layers.depth else scalar("g") + scalar(f"tau_{j}")


def tail(layers: LayerWords, k: int) -> Scalar:
    """``x_{k+1} ... x_{H+1}``, a bound of tr(A) by the norms of the layers."""
    return reduce(lambda left, j: left * x_of(layers, j), range(k + 1, layers.depth + 1), Scalar(1))


MOST = {"small": 3, "default": 5, "large": 7}


def gram_grid(sizes: tuple[int, ...], entries: tuple[int, ...]) -> Iterator[dln.Matrix]:
    """All square matrices of these sizes with entries in a set."""
    for size in sizes:
        for values in itertools.product(entries, repeat=size * size):
            yield dln.Matrix.from_entries(size, size, values)


def gamma_0(k: int, power: int) -> Fraction:
    """``min(1/2, k^(1-l))``: the constant of print is to be below 1, which ``k^(1-l)`` is not for k = 1 or l = 1."""
    return min(Fraction(1, 2), Fraction(1, k ** (power - 1)))
