"""Weights over a number field for a problem over the same field: calculus, ranks, class and inertia, all exact."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NoReturn, cast

from symdln.algebra.algebraic_numbers import element_text, minimal, read_matrices
from symdln.algebra.eigenvalue import Eigenvalue
from symdln.algebra.inertia import Inertia
from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import Element, FieldMatrix
from symdln.algebra.over_fields import counts_of_eigenvalues, inertia_over_field
from symdln.algebra.rational import to_fmpq
from symdln.errors import InputError
from symdln.landscape.algebraic_frame import lifted
from symdln.landscape.certified_point import CertifiedPoint
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, NOT_CRITICAL, STRICT, selects_the_best
from symdln.landscape.shared import shared
from symdln.landscape.signature import dimension_from_kind, named_strings, order_from_kind
from symdln.landscape.strings import String

if TYPE_CHECKING:
    from symdln.algebraic.problem import AlgebraicProblem

ZERO = Eigenvalue(Fraction(0), (0, 1), 0, 1, Fraction(0), Fraction(0))


class AlgebraicPoint(CertifiedPoint):
    """Weights ``(W_1, ..., W_H)`` for an :class:`AlgebraicProblem`; immutable, everything else derived.

    ``weights`` are matrices over the field of the problem, or lists of numbers as :meth:`AlgebraicPoint.of` reads them.
    The inertia comes by two routes: path ranks and the order of the eigenvalues, and the signs of the characteristic
    polynomial of the Hessian over the field (or, for large ones, :attr:`certified_inertia`).

    >>> from symdln.algebraic import AlgebraicProblem
    >>> problem = AlgebraicProblem.canonical(("1 + sqrt(2)",), (1, 1, 1))       # L = 1/2 (b a - 1 - sqrt 2)^2
    >>> point = AlgebraicPoint.of(problem, [[["sqrt(1 + sqrt(2))"]], [["sqrt(1 + sqrt(2))"]]])
    >>> point.field.degree, point.is_critical, point.label, str(point.inertia_by_hessian)
    (4, True, 'global minimiser', '(n+, n-, n0) = (1, 0, 1)')
    >>> point.loss_value.text(), point.offending is None, point.algebraic.field == point.field
    ('0', True, True)
    >>> zero = AlgebraicPoint.of(problem, [[[0]], [["sqrt(2)"]]])                 # dL/da = (b a - 1 - sqrt 2) b
    >>> zero.label, zero.offending[:3], zero.offending[3].text(), zero.texts()[0]
    ('not critical', (1, 1, 1), '-3.41421...', [['0']])
    >>> point.dimension                                                          # a curve: b a = 1 + sqrt 2
    1
    """

    def __init__(self, problem: AlgebraicProblem, weights: Sequence[FieldMatrix]):
        super().__init__(cast("Any", problem), weights)
        if self.field != problem.field:
            raise InputError("problem and weights lie over different number fields; build the point by of().")

    @classmethod
    def of(cls, problem: AlgebraicProblem, weights: Sequence[Any]) -> AlgebraicPoint:
        """The point of weights that are lists of rows of algebraic numbers; the field grows where it must.

        Raises ``InputError`` for entries that are not numbers or do not fit, ``UndecidedError`` for too large a field.
        """
        if len(weights) != problem.depth:
            raise InputError(f"{len(weights)} matrices were passed for {problem.depth} layers; pass W_1, ..., W_H.")
        named = [(f"W_{j}", weight) for j, weight in enumerate(weights, 1)]
        reader, layers = read_matrices(named, problem.field)
        theta = reader.element((0, problem.field.theta))
        return cls(problem.over(reader.field, theta), layers)

    def __reduce__(self) -> tuple[Any, ...]:
        return AlgebraicPoint, (self.problem, self.weights)

    @property
    def algebraic(self) -> AlgebraicProblem:
        """The problem, over the field of the point."""
        return cast("Any", self.problem)

    def lifted(self, matrix: Matrix | FieldMatrix) -> FieldMatrix:
        """A rational matrix over the field of the point; one over the field stays as it is."""
        return lifted(self.field, matrix)

    @shared
    def loss(self) -> Element:  # type: ignore[override]
        """``f (tr(P Sxx P^T) - 2 tr(P Sxy) + tr Syy)``, an element of the field."""
        problem, P = self.algebraic, self.end_to_end
        difference = (P @ problem.Sxx - problem.Syx - problem.Syx) @ P.T
        return (difference.trace() + problem.Syy.trace()) * to_fmpq(problem.loss_factor)

    @shared
    def loss_value(self) -> Eigenvalue:
        """The loss as a root of its minimal polynomial over the rationals, with ``text()`` and enclosures."""
        return minimal(self.field, self.loss)

    @shared
    def offending(self) -> tuple[int, int, int, Eigenvalue] | None:
        """(layer, row, column, value) of the first gradient entry that is not zero, 1-based; None if all are zero."""
        for layer, block in enumerate(self.gradient, 1):
            for place, value in enumerate(block.entries):
                if value:
                    row, column = divmod(place, block.shape[1])
                    return layer, row + 1, column + 1, minimal(self.field, value)
        return None

    # -- theory --------------------------------------------------------------------------------------------------------

    @shared
    def selection(self) -> tuple[int, ...]:  # type: ignore[override]
        """The selection S: ``P Sxx P^T`` has the selected eigenvalues of Sigma and zeros, counted between rationals."""
        self._require_critical()
        problem, P = self.algebraic, self.end_to_end
        nonzero = [value for value in problem.spectrum if not value.is_zero]
        counts = counts_of_eigenvalues(P @ problem.Sxx @ P.T, [*nonzero, ZERO])
        kept = [*counts[:-1], *[0] * (len(problem.spectrum) - len(nonzero))]
        if sum(kept) != self.rank:
            raise AssertionError(f"the eigenvalues of P Sxx P^T are not all selected ones; please report {self!r}.")
        return problem.selection_of_counts(kept)

    @shared
    def label(self) -> str:
        """The class, by the selection and the sign of ``n_-`` in the inertia theorem."""
        if not self.is_critical:
            return NOT_CRITICAL
        if selects_the_best(self.problem, self.selection):
            return GLOBAL_MINIMISER
        return STRICT if self.inertia_by_ranks.negative else NON_STRICT

    @property
    def strings(self) -> dict[String, int]:
        """The strings that occur, with their multiplicities."""
        return named_strings(self.problem.depth, self.multiplicities)

    @property
    def order(self) -> int | None:
        """The order of the saddle; None at a global minimiser."""
        return order_from_kind(self.problem, self.selection, self.multiplicities)

    @property
    def dimension(self) -> int:
        """The dimension of the set of all critical points of this kind."""
        return dimension_from_kind(self.problem, self.selection, self.multiplicities)

    @shared
    def inertia_by_hessian(self) -> Inertia:
        """The inertia of the exact Hessian, by the signs of its characteristic polynomial; at any weights."""
        return inertia_over_field(self.hessian)

    @property
    def inertia(self) -> Inertia:
        """By ranks at critical points, by the Hessian elsewhere."""
        return self.inertia_by_ranks if self.is_critical else self.inertia_by_hessian

    def power_sum(self, counts: Sequence[int], exponent: int) -> NoReturn:
        """Not formed over a number field; :attr:`selection` counts eigenvalues instead."""
        raise InputError("Power sums of eigenvalues are formed for problems with rational moments only.")

    def critical_value(self, selection: Sequence[int]) -> NoReturn:
        """See ``problem.critical_value``, which decides it exactly."""
        raise InputError("Call problem.critical_value(selection), which decides the value exactly.")

    def texts(self) -> list[list[list[str]]]:
        """The weights as polynomials in the generator t of the field, W_1 first."""
        return [[[element_text(v) for v in W.row(i)] for i in range(W.shape[0])] for W in self.weights]
