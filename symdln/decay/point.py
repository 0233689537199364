"""Exact weights for a problem with decay: loss, gradient, Hessian, inertia by two routes, kind and class."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import flint

from symdln.algebra.eigenvalue import Eigenvalue
from symdln.algebra.inertia import Inertia, inertia_of
from symdln.algebra.matrix import Matrix
from symdln.decay.kinds import DecayedKind
from symdln.decay.problem import WHITE, DecayedProblem
from symdln.errors import InputError
from symdln.landscape.classification import GLOBAL_MINIMISER, NOT_CRITICAL
from symdln.landscape.point import Point
from symdln.landscape.shared import shared

UNDECIDED = "undecided"
"""The label of a critical point that no theorem here decides: no negative eigenvalue, and data without a list."""


class DecayedPoint:
    """Weights ``(W_1, ..., W_H)`` of shapes ``(d_j, d_{j-1})`` for a :class:`DecayedProblem`; immutable.

    Parameters are ordered layer by layer, each layer row by row, as everywhere.  ``kind`` and ``inertia_by_theorem``
    exist at critical points for data with a known list, and raise ``InputError`` elsewhere.

    >>> import symdln as dln
    >>> decayed = DecayedProblem(dln.Problem.canonical((15,), (1, 1, 1, 1)), decay=14)
    >>> point = DecayedPoint(decayed, [[[1]], [[1]], [[1]]])     # 1/2 (cba - 15)^2 + 7 (a^2 + b^2 + c^2)
    >>> point.is_critical, str(point.kind), point.label, str(point.inertia)
    (True, 'small 0', 'strict saddle', '(n+, n-, n0) = (2, 1, 0)')
    >>> str(point.loss), [str(G) for G in point.gradient], [str(W) for W in point.weights]      # 1/2 14^2 + 7 3
    ('119', ['[0]', '[0]', '[0]'], ['[1]', '[1]', '[1]'])
    >>> print(point.hessian)                                     # (cb)^2 + 14 and c (2 cba - 15)
    [ 15  -13  -13]
    [-13   15  -13]
    [-13  -13   15]
    >>> point.inertia_by_hessian == point.inertia_by_theorem
    True
    """

    decayed: DecayedProblem
    plain: Point

    def __init__(
        self, decayed: DecayedProblem, weights: Sequence[Any], *, exactly: bool = False, tolerance: Any = None
    ):
        plain = Point(decayed.problem, weights, exactly=exactly, tolerance=tolerance)
        self.__dict__.update(decayed=decayed, plain=plain)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a point never changes, so {name} cannot be set; build a new DecayedPoint.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DecayedPoint) and self.decayed == other.decayed and self.weights == other.weights

    def __hash__(self) -> int:
        return hash((self.decayed, self.weights))

    def __reduce__(self) -> tuple[Any, ...]:
        return DecayedPoint, (self.decayed, self.weights)

    def __repr__(self) -> str:
        return f"DecayedPoint({self.decayed!r}, {list(self.weights)!r})"

    @property
    def weights(self) -> tuple[Matrix, ...]:
        """``W_1, ..., W_H``."""
        return self.plain.weights

    # -- calculus ------------------------------------------------------------------------------------------------------

    @shared
    def loss(self) -> Fraction:
        """``f ||P X - Y||^2 + 1/2 sum_j lam_j ||W_j||^2``."""
        layers = zip(self.decayed.decays, self.weights, strict=True)
        return self.plain.loss + sum((decay * W.norm_squared() for decay, W in layers), Fraction(0)) / 2

    @shared
    def gradient(self) -> tuple[Matrix, ...]:
        """The plain gradient plus ``lam_j W_j``, layer by layer."""
        layers = zip(self.plain.gradient, self.decayed.decays, self.weights, strict=True)
        return tuple(G + decay * W for G, decay, W in layers)

    @shared
    def hessian(self) -> Matrix:
        """The exact N x N Hessian: the plain one plus ``lam_j`` on the diagonal of layer j."""
        table = flint.fmpq_mat(self.plain.hessian.flint)
        sizes = [rows * columns for rows, columns in self.decayed.problem.shapes]
        diagonal = [decay for decay, size in zip(self.decayed.decays, sizes, strict=True) for _ in range(size)]
        for i, decay in enumerate(diagonal):
            table[i, i] += flint.fmpq(decay.numerator, decay.denominator)
        return Matrix.from_flint(table)

    @shared
    def is_critical(self) -> bool:
        """Whether the gradient of the decayed loss vanishes."""
        return all(block.is_zero() for block in self.gradient)

    # -- theory --------------------------------------------------------------------------------------------------------

    @shared
    def kind(self) -> DecayedKind:
        """The kind of a critical point, by exact inertias of matrices of the size of the rank; no root is isolated.

        On the image of the product P the symmetric matrices T P^T and T T^T (T the target; for an autoencoder P and S)
        commute.  The sign of ``(2H-2) t - (H-2)`` says which root is taken, and shifts by rationals that separate the
        values say for which value.
        """
        if not self.is_critical:
            raise InputError("only critical points have a kind; look at point.gradient for what does not vanish.")
        spectrum, depth = self.decayed.spectrum, self.decayed.problem.depth
        values, roots = self._forms()
        basis = self.plain.end_to_end.column_basis()
        sign = (2 * depth - 2) * roots - (depth - 2) * values
        counts = _counts_above(basis, sign, values, spectrum.values, depth)
        used = []
        previous = (0, 0)
        for large, small in counts:
            used.append((large - previous[0], small - previous[1]))
            previous = large, small
        return DecayedKind(spectrum, tuple(used))

    def _forms(self) -> tuple[Matrix, Matrix]:
        """Symmetric matrices on the image of P with the eigenvalues x and x t of the used modes."""
        problem, P = self.decayed.problem, self.plain.end_to_end
        if self.decayed.data_kind == WHITE:
            target = problem.Syx * (1 / problem.Sxx[0, 0])
            return target @ target.T, target @ P.T
        return problem.Sxx, problem.Sxx @ P

    @shared
    def inertia_by_theorem(self) -> Inertia:
        """The inertia by the theorem: by comparisons, from the kind."""
        return self.kind.inertia

    @shared
    def inertia_by_hessian(self) -> Inertia:
        """The inertia of the exact Hessian, at any weights."""
        return inertia_of(self.hessian)

    @shared
    def inertia(self) -> Inertia:
        """By the theorem at critical points of data with a known list, else by the Hessian."""
        known = self.decayed.data_kind is not None and self.decayed.problem.depth > 1
        return self.inertia_by_theorem if known and self.is_critical else self.inertia_by_hessian

    @shared
    def label(self) -> str:
        """The class: not critical, global minimiser, local minimum, strict saddle or non-strict saddle.

        For data without a known list: a strict saddle, a local minimum (positive definite Hessian), or undecided.
        """
        if not self.is_critical:
            return NOT_CRITICAL
        if self.decayed.problem.depth == 1:
            return GLOBAL_MINIMISER
        if self.decayed.data_kind is not None:
            return self.kind.label
        return label_by_hessian(self.inertia_by_hessian)


def label_by_hessian(inertia: Inertia) -> str:
    """The class of a critical point by first and second order: strict saddle, local minimum, or undecided.

    >>> label_by_hessian(Inertia(2, 1, 0)), label_by_hessian(Inertia(3, 0, 0)), label_by_hessian(Inertia(2, 0, 1))
    ('strict saddle', 'local minimum (perhaps global)', 'undecided')
    """
    if inertia.negative:
        return "strict saddle"
    return UNDECIDED if inertia.zero else "local minimum (perhaps global)"


def _counts_above(
    basis: Matrix, sign: Matrix, form: Matrix, values: Sequence[Eigenvalue], depth: int
) -> list[tuple[int, int]]:
    """For each of the decreasing values, how many used modes have a value at least as large, at (large or double,
    small) roots: counted above a rational that separates it from the next one.
    """
    found = []
    for place, value in enumerate(values):
        between = (value.lower + values[place + 1].upper) / 2 if place + 1 < len(values) else value.lower - 1
        found.append(_above(basis, sign, form, between, depth))
    return found


def _above(basis: Matrix, sign: Matrix, values: Matrix, threshold: Fraction, depth: int) -> tuple[int, int]:
    """(large or double, small) modes with a value above a rational that is not a value.

    Let a, b be the numbers of modes above and below with a positive sign, c, e those with a negative one.  The inertias
    of the sign, of the shifted values and of their product give a + b, c + e, a + e, b + c; a double mode has sign 0.
    """
    shifted = values - threshold * Matrix.identity(values.shape[0])
    above = inertia_of(basis.T @ shifted @ basis).positive if basis.shape[1] else 0
    if depth == 2 or not basis.shape[1]:
        return above, 0
    product = sign @ shifted
    mixed = inertia_of(basis.T @ product @ basis)
    signs = inertia_of(basis.T @ sign @ basis)
    # a - c = (a + e) - (c + e); the modes above are a + c + doubles above; c = small ones above
    difference = mixed.positive - signs.negative
    doubles_above = _doubles_above(basis, sign, shifted)
    small = (above - doubles_above - difference) // 2
    return above - small, small


def _doubles_above(basis: Matrix, sign: Matrix, shifted: Matrix) -> int:
    """How many used modes of sign 0 have a value above the threshold: the inertia on the kernel of the sign."""
    kernel = (basis.T @ sign @ basis).nullspace()
    if not kernel.shape[1]:
        return 0
    inside = basis @ kernel
    return inertia_of(inside.T @ shifted @ inside).positive
