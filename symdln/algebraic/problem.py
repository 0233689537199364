"""A problem whose moments lie in a real number field: spectrum, critical values and kinds, decided exactly."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, cast

import flint

from symdln.algebra.algebraic_numbers import minimal, read_matrices
from symdln.algebra.eigenvalue import START_BITS, Eigenvalue, real_roots
from symdln.algebra.field_extension import MOST_DEGREE, field_with
from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import Element, FieldMatrix, NumberField, side_by_side
from symdln.algebra.over_fields import (
    inertia_over_field,
    nullspace,
    pivot_columns,
    pseudoinverse_of_symmetric,
    spectrum_over_field,
)
from symdln.algebra.sums import sum_enclosure, sum_value
from symdln.algebraic.kind import AlgebraicKind
from symdln.errors import InputError, shown
from symdln.landscape.assumptions import assumption, every_assumption
from symdln.landscape.checks import HALF, checked_factor, checked_widths, listed
from symdln.landscape.kinds import count_kinds, count_kinds_by, every_kind
from symdln.landscape.problem import Problem
from symdln.landscape.regression import CriticalValue, Regression
from symdln.landscape.shared import shared

DIGITS = 15


@dataclass(frozen=True)
class AlgebraicProblem(Regression):
    """As :class:`symdln.Problem`, with moments ``Sxx``, ``Syx``, ``Syy`` over one real number field.

    Entries are whatever :class:`symdln.algebra.algebraic_numbers.FieldReader` reads.  The inertia theorem and the list
    of kinds hold for all real data and need only ranks, the order of the eigenvalues of ``Sigma = Syx Sxx^+ Sxy`` and
    their ties; here these are decided in the field.  Raises ``UndecidedError`` where its degree is above 24.

    >>> problem = AlgebraicProblem.from_data([["sqrt(2)", 1], [0, 1]], [["1 + sqrt(2)", 1], [1, "sqrt(3)"]], (1,))
    >>> problem.field.degree, [value.text() for value in problem.spectrum]
    (4, ['9.79502...', '1.03340...'])
    >>> [(kind.selection, kind.label, kind.inertia.negative) for kind in problem.kinds()]
    [((), 'strict saddle', 2), ((0,), 'global minimiser', 0), ((1,), 'strict saddle', 1)]
    >>> problem.rational() is None, problem.samples_needed, problem.total.factor     # tr Syy = 8 + 2 sqrt 2
    (True, 2, (56, -16, 1))
    >>> str(problem.constant_value().value), problem.field_of((0,))[0].degree        # X is invertible, so Y is met
    ('0', 8)
    >>> plain = Problem.canonical((2,), (1, 1, 1))
    >>> over = AlgebraicProblem.of(plain).over(problem.field, problem.field.theta)
    >>> over.rational() == plain, over.field == problem.field
    (True, True)
    >>> AlgebraicProblem.of_checked((1, 1, 1), [over.Sxx] * 3, plain.loss_factor, 1).rational().Syy
    Matrix([[1]])
    """

    if TYPE_CHECKING:  # entries that are rational in a Regression lie in the field here
        Sxx: FieldMatrix  # type: ignore[assignment]
        Syx: FieldMatrix  # type: ignore[assignment]
        Syy: FieldMatrix  # type: ignore[assignment]

    # -- building ------------------------------------------------------------------------------------------------------

    @classmethod
    def canonical(  # type: ignore[override]
        cls, singular_values: Sequence[Any], widths: Sequence[int], *, loss_factor: Any = HALF
    ) -> AlgebraicProblem:
        """``X = I`` and ``Y`` with these singular values on its diagonal, such as ``"1 + sqrt(2)"``.

        >>> problem = AlgebraicProblem.canonical(("1 + sqrt(2)", "cbrt(2)"), (2, 2, 2))
        >>> [value.text() for value in problem.singular_values]
        ['2.41421...', '1.25992...']
        """
        checked = checked_widths(widths)
        values = listed(singular_values, "singular_values")
        most = min(checked[0], checked[-1])
        if len(values) > most:
            raise InputError(
                f"{len(values)} singular values were passed, but widths {checked} leave room for "
                f"min(d_0, d_H) = {most}; pass fewer values or wider ends."
            )
        given = [*values, *[0] * (most - len(values))]
        _, (numbers,) = read_matrices((("the singular values", [given]),))
        field, zero = numbers.field, flint.fmpq_poly([0])
        if any(field.sign(value) < 0 for value in numbers.entries):
            raise InputError(f"singular values are never negative, but {shown(values)} were passed.")
        places = itertools.product(range(checked[-1]), range(checked[0]))
        Y = FieldMatrix(field, (checked[-1], checked[0]), (numbers[0, i] if i == j else zero for i, j in places))
        identity = FieldMatrix.lift(field, Matrix.identity(checked[0]))
        return cls.of_checked(checked, (identity, Y, Y @ Y.T), checked_factor(loss_factor), checked[0])

    @classmethod
    def from_data(  # type: ignore[override]
        cls, X: Any, Y: Any, hidden: Sequence[int], *, loss_factor: Any = HALF, field: NumberField | None = None
    ) -> AlgebraicProblem:
        """The problem of data ``X`` (``d_x x m``) and ``Y`` (``d_y x m``), columns being samples.

        With ``field``, the letter t in texts stands for its generator.
        """
        _, (X, Y) = read_matrices((("X", X), ("Y", Y)), field)
        if X.shape[1] != Y.shape[1]:
            raise InputError(
                f"X has {X.shape[1]} columns and Y has {Y.shape[1]}, but columns are samples and must be as many; "
                "transpose your arrays if rows are samples."
            )
        widths = checked_widths((X.shape[0], *listed(hidden, "hidden"), Y.shape[0]))
        moments = X @ X.T, Y @ X.T, Y @ Y.T
        return cls.of_checked(widths, moments, checked_factor(loss_factor), X.shape[1])

    @classmethod
    def from_moments(  # type: ignore[override]
        cls, Sxx: Any, Syx: Any, Syy: Any, hidden: Sequence[int], *,
        loss_factor: Any = HALF, field: NumberField | None = None,
    ) -> AlgebraicProblem:  # fmt: skip
        """The problem of moments that some real data have; ``InputError`` unless the joint moment matrix is symmetric
        and positive semidefinite.
        """
        _, (Sxx, Syx, Syy) = read_matrices((("Sxx", Sxx), ("Syx", Syx), ("Syy", Syy)), field)
        for name, moment in (("Sxx", Sxx), ("Syy", Syy)):
            if not moment.is_symmetric():
                raise InputError(f"{name} must be a symmetric matrix, but the {_by(moment)} matrix passed is not.")
        if Syx.shape != (Syy.shape[0], Sxx.shape[0]):
            raise InputError(
                f"Syx must have shape (d_y, d_x) = ({Syy.shape[0]}, {Sxx.shape[0]}), but {Syx.shape} was passed."
            )
        if inertia_over_field(_joint(Sxx, Syx, Syy)).negative:
            raise InputError(
                "the moments [[Sxx, Sxy], [Syx, Syy]] must be positive semidefinite together; no data have these "
                "moments."
            )
        widths = checked_widths((Sxx.shape[0], *listed(hidden, "hidden"), Syy.shape[0]))
        return cls.of_checked(widths, (Sxx, Syx, Syy), checked_factor(loss_factor), None)

    @classmethod
    def of(cls, problem: Problem) -> AlgebraicProblem:
        """A problem with rational moments as a problem over the rational numbers."""
        moments = [FieldMatrix.lift(NumberField(), moment) for moment in (problem.Sxx, problem.Syx, problem.Syy)]
        return cls.of_checked(problem.widths, moments, problem.loss_factor, problem.samples)

    @classmethod
    def of_checked(
        cls, widths: Sequence[int], moments: Sequence[FieldMatrix], loss_factor: Fraction, samples: int | None
    ) -> AlgebraicProblem:
        """The problem of moments over one field that are known to be those of data: Sxx, Syx and Syy."""
        Sxx, Syx, Syy = cast("Any", moments)
        return cls(tuple(widths), Sxx, Syx, Syy, loss_factor, samples)

    @property
    def field(self) -> NumberField:
        """The number field of the moments."""
        return self.Sxx.field

    def rational(self) -> Problem | None:
        """The same problem as a :class:`symdln.Problem` if all moments are rational, else None."""
        moments = (self.Sxx, self.Syx, self.Syy)
        if any(entry.degree() > 0 for moment in moments for entry in moment.entries):
            return None
        Sxx, Syx, Syy = (Matrix.from_entries(*M.shape, [entry[0] for entry in M.entries]) for M in moments)
        return Problem(self.widths, Sxx, Syx, Syy, self.loss_factor, self.samples)

    def over(self, field: NumberField, image: Element) -> AlgebraicProblem:
        """The same problem over a larger field, in which the generator of this one is ``image``."""

        def lifted(matrix: FieldMatrix) -> FieldMatrix:
            return FieldMatrix(field, matrix.shape, (field.reduced(entry(image)) for entry in matrix.entries))

        found = replace(self, **{name: lifted(getattr(self, name)) for name in ("Sxx", "Syx", "Syy")})
        found.__dict__["spectrum"] = self.spectrum  # the same real numbers
        return found

    # -- data ----------------------------------------------------------------------------------------------------------

    @shared
    def Sxx_pseudoinverse(self) -> FieldMatrix:  # type: ignore[override]
        """``Sxx^+``, the Moore-Penrose inverse."""
        return pseudoinverse_of_symmetric(self.Sxx)

    @shared
    def sigma(self) -> FieldMatrix:  # type: ignore[override]
        """``Sigma = Syx Sxx^+ Sxy``, over the field."""
        return self.Syx @ self.Sxx_pseudoinverse @ self.Syx.T

    @shared
    def sigma_kernel(self) -> FieldMatrix:  # type: ignore[override]
        """A basis of ker Sigma."""
        return nullspace(self.sigma)

    @shared
    def spectrum(self) -> tuple[Eigenvalue, ...]:  # type: ignore[override]
        """The distinct eigenvalues of Sigma in decreasing order, with multiplicities; order and ties are exact."""
        return spectrum_over_field(self.sigma)

    @shared
    def input_basis(self) -> FieldMatrix:  # type: ignore[override]
        """A basis of im Sxx: columns of Sxx."""
        return self.Sxx.columns(pivot_columns(self.Sxx))

    @shared
    def unreached_inputs(self) -> FieldMatrix:  # type: ignore[override]
        """A basis of the part of im Sxx that is orthogonal, in the whitened metric, to the image of Sxy."""
        return self.input_basis @ nullspace(self.Syx @ self.Sxx_pseudoinverse @ self.input_basis)

    @property
    def samples_needed(self) -> int:
        """The least number of samples of data with these moments: the rank of all moments together."""
        return _joint(self.Sxx, self.Syx, self.Syy).rank()

    @shared
    def total(self) -> Eigenvalue:
        """``tr Syy``, as a root of its minimal polynomial."""
        return minimal(self.field, self.Syy.trace())

    @shared
    def constant(self) -> Fraction:  # type: ignore[override]
        """The part of the loss that no linear map removes; ``InputError`` where it is irrational, see
        :meth:`constant_value`.
        """
        found = self.constant_value()
        if found.value is None:
            raise InputError("The loss that no linear map removes is irrational here; constant_value() has bounds.")
        return found.value

    # -- values --------------------------------------------------------------------------------------------------------

    def critical_value(self, selection: Sequence[int]) -> CriticalValue:
        """The loss at every critical point with selection S: ``f (tr Syy - sum of s_i^2 over i in S)``.

        Whether it is rational is decided exactly; else the bounds are rigorous.
        """
        selection = self.checked_selection(selection)
        return self._value(selection, selection)

    def constant_value(self) -> CriticalValue:
        """``f (tr Syy - tr Sigma)``, the part of the loss that no linear map removes, with the selection of all."""
        everything = tuple(range(len(self.positions)))
        return self._value(everything, everything)

    def _value(self, kept: Sequence[int], name: tuple[int, ...]) -> CriticalValue:
        """``-f`` times the sum of the kept eigenvalues and of ``- tr Syy``, which joins the list as one more."""
        numbers = (*self.spectrum, _negative(self.total))
        places = [*kept, sum(value.multiplicity for value in self.spectrum)]
        exact, factor = sum_value(numbers, places), self.loss_factor
        if exact is not None:
            return CriticalValue(name, -factor * exact, -factor * exact, -factor * exact)
        low, high = sum_enclosure(numbers, places, DIGITS)
        return CriticalValue(name, None, -factor * high, -factor * low)

    def field_of(
        self, selection: Sequence[int], most_degree: int = MOST_DEGREE
    ) -> tuple[NumberField, Element, tuple[Element, ...]]:
        """The field of the moments and of the selected eigenvalues, with the old generator and the distinct selected
        eigenvalues as elements of it; ``UndecidedError`` for a larger degree.
        """
        counts = self.selection_counts(selection)
        return field_with(
            self.field, [value for value, count in zip(self.spectrum, counts, strict=True) if count], most_degree
        )

    # -- kinds ---------------------------------------------------------------------------------------------------------

    def kinds(self, selection: Sequence[int] | None = None, **wishes: Any) -> Iterator[AlgebraicKind]:
        """Every kind of critical point (of one selection), in the order and with the options of
        :meth:`symdln.Problem.kinds`.
        """
        problem = cast("Problem", self)  # the list needs ranks, positions and widths alone
        for kind in every_kind(problem, selection, **wishes):
            yield AlgebraicKind(problem, kind.selection, kind.multiplicities)

    def count_kinds(self, selection: Sequence[int] | None = None) -> int:
        """The number of kinds, by recursion and without listing them."""
        return count_kinds(cast("Problem", self), selection)

    def count_kinds_by(self, what: str) -> dict[Any, int]:
        """How many kinds have each ``"class"``, ``"order"`` or ``"index"``, without listing them."""
        return count_kinds_by(cast("Problem", self), what)

    @shared
    def assumptions(self) -> Mapping[str, bool | None]:
        """Which assumptions of the sources this problem satisfies, as :attr:`symdln.Problem.assumptions`."""
        return MappingProxyType(every_assumption(self))

    def satisfies(self, name: str) -> bool:
        """Whether the named assumption holds."""
        return assumption(name).holds(self)

    # -- methods that need rational moments ----------------------------------------------------------------------------

    def has_rational_points(self, selection: Sequence[int]) -> NoReturn:
        """Not decided over a number field: raises ``InputError``."""
        raise InputError(
            "Rational points are searched for only if the moments are rational; these lie in a number field of degree "
            f"{self.field.degree}, and kind.certified_representative() has a point over a number field."
        )

    @property
    def integer_moments(self) -> NoReturn:  # type: ignore[override]
        """Only for rational moments: raises ``InputError``."""
        raise _irrational("integer_moments")

    @property
    def eigenspaces(self) -> NoReturn:  # type: ignore[override]
        """Only for rational moments: raises ``InputError``."""
        raise _irrational("eigenspaces")

    def reduced(self) -> NoReturn:
        """Only for rational moments: raises ``InputError``."""
        raise _irrational("reduced()")

    def canonical_form(self) -> AlgebraicProblem:
        """The canonical problem with the same singular values, over a field that holds them."""
        if self.data_rank == 0:
            raise InputError("Sxx is zero, so no input direction is left; the loss is constant.")
        widths = (self.data_rank, *self.widths[1:])
        return AlgebraicProblem.canonical(self.singular_values, widths, loss_factor=self.loss_factor)

    def __hash__(self) -> int:
        return hash((self.widths, self.loss_factor, self.samples))


def _irrational(name: str) -> InputError:
    return InputError(
        f"{name} needs rational moments, and those of an AlgebraicProblem lie in a number field; its points are built "
        "by symdln.AlgebraicPoint.of(problem, weights)."
    )


def _negative(value: Eigenvalue) -> Eigenvalue:
    """Minus a number: a root of its polynomial in -x."""
    degree = len(value.factor) - 1
    factor = tuple(c * (-1) ** (degree - k) for k, c in enumerate(value.factor))
    roots = len(real_roots(value.factor, START_BITS))
    exact = None if value.value is None else -value.value
    return Eigenvalue(exact, factor, roots - 1 - value.root, 1, -value.upper, -value.lower)


def _joint(Sxx: FieldMatrix, Syx: FieldMatrix, Syy: FieldMatrix) -> FieldMatrix:
    """``[[Sxx, Sxy], [Syx, Syy]]``."""
    top = side_by_side(Sxx.field, Sxx.shape[0], [Sxx, Syx.T])
    bottom = side_by_side(Sxx.field, Syy.shape[0], [Syx, Syy])
    entries = (*top.entries, *bottom.entries)
    size = Sxx.shape[0] + Syy.shape[0]
    return FieldMatrix(Sxx.field, (size, size), entries)


def _by(matrix: FieldMatrix | Matrix) -> str:
    return f"{matrix.shape[0]}x{matrix.shape[1]}"
