"""A regression problem for a deep linear network: widths, data moments and their consequences by linear algebra."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Self

import flint

from symdln.algebra.matrix import Matrix
from symdln.algebra.spectrum import Eigenvalue, spectrum_of, square_roots_of, sum_value
from symdln.algebra.square_roots import rational_root, square_of
from symdln.errors import InputError, NotRationalError, shown
from symdln.landscape.checks import HALF, check_moments, checked_factor, checked_widths, listed
from symdln.landscape.shared import shared
from symdln.landscape.values import critical_values_of


@dataclass(frozen=True)
class CriticalValue:
    """A value that the loss takes at its critical points, with the selection ``S`` of singular values kept there.

    ``selection`` holds 0-based positions in the decreasing list of singular values; inside a group of equal singular
    values only their number matters and the first positions stand for it.  ``value`` is exact, or None where it is
    irrational; ``lower <= true value <= upper`` always.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> [(value.selection, str(value.value)) for value in problem.critical_values()]
    [((), '2'), ((0,), '0')]
    """

    selection: tuple[int, ...]
    value: Fraction | None
    lower: Fraction
    upper: Fraction

    def __float__(self) -> float:
        return float((self.lower + self.upper) / 2)


@dataclass(frozen=True)
class Regression:
    """Widths ``(d_0, ..., d_H)``, the moments ``Sxx = X X^T``, ``Syx = Y X^T``, ``Syy = Y Y^T`` and the factor f of
    the loss ``f ||W_H ... W_1 X - Y||_F^2``: all of :class:`symdln.Problem` except its list of kinds.
    """

    widths: tuple[int, ...]
    Sxx: Matrix
    Syx: Matrix
    Syy: Matrix
    loss_factor: Fraction = HALF
    samples: int | None = None

    # -- building ------------------------------------------------------------------------------------------------------

    @classmethod
    def canonical(cls, singular_values: Sequence[Any], widths: Sequence[int], *, loss_factor: Any = HALF) -> Self:
        """``X = I`` and ``Y`` the ``d_H x d_0`` matrix with the singular values on its diagonal (missing ones are
        zero).

        A value that is the square root of a rational q, such as ``"sqrt(3)"`` or ``sympy.sqrt(3)``, enters by the input
        of squared length 1/q with the target 1: the moments are rational, and the singular values of the whitened
        problem are those passed.  Weight decay sees the difference to X = I; with it take
        :meth:`symdln.decay.DecayedSpectrum.of_singular_values`.
        """
        checked = checked_widths(widths)
        squares = [square_of(value) for value in listed(singular_values, "singular_values")]
        most = min(checked[0], checked[-1])
        if len(squares) > most:
            raise InputError(
                f"{len(squares)} singular values were passed, but widths {checked} leave room for "
                f"min(d_0, d_H) = {most}; "
                "pass fewer values or wider ends."
            )
        roots = [rational_root(square) for square in squares]
        lengths = [1 if root is not None else 1 / square for root, square in zip(roots, squares, strict=True)]
        Sxx = Matrix.diagonal([*lengths, *[1] * (checked[0] - len(lengths))])
        Syx = Matrix.diagonal([1 if root is None else root for root in roots], (checked[-1], checked[0]))
        Syy = Matrix.diagonal(squares, (checked[-1], checked[-1]))
        return cls(checked, Sxx, Syx, Syy, checked_factor(loss_factor), checked[0])

    @classmethod
    def from_data(
        cls,
        X: Any,
        Y: Any,
        hidden: Sequence[int],
        *,
        loss_factor: Any = HALF,
        exactly: bool = False,
        tolerance: Any = None,
    ) -> Self:
        """The problem of data ``X`` (``d_x x m``) and ``Y`` (``d_y x m``), columns being samples, and the hidden
        widths.
        """
        X = Matrix(X, exactly=exactly, tolerance=tolerance, name="X")
        Y = Matrix(Y, exactly=exactly, tolerance=tolerance, name="Y")
        if X.shape[1] != Y.shape[1]:
            raise InputError(
                f"X has {X.shape[1]} columns and Y has {Y.shape[1]}, but columns are samples and must be as many; "
                "transpose your arrays if rows are samples."
            )
        widths = checked_widths((X.shape[0], *listed(hidden, "hidden"), Y.shape[0]))
        return cls(widths, X @ X.T, Y @ X.T, Y @ Y.T, checked_factor(loss_factor), X.shape[1])

    @classmethod
    def from_moments(
        cls,
        Sxx: Any,
        Syx: Any,
        Syy: Any,
        hidden: Sequence[int],
        *,
        loss_factor: Any = HALF,
        exactly: bool = False,
        tolerance: Any = None,
    ) -> Self:
        """The problem of moments ``Sxx = X X^T``, ``Syx = Y X^T`` and ``Syy = Y Y^T`` that some real data have.

        Raises ``InputError`` unless Sxx and Syy are symmetric and positive semidefinite, the image of Syx^T lies in
        that of Sxx, and ``Syy - Syx Sxx^+ Sxy`` is positive semidefinite.
        """
        named = (("Sxx", Sxx), ("Syx", Syx), ("Syy", Syy))
        Sxx, Syx, Syy = (Matrix(moment, exactly=exactly, tolerance=tolerance, name=name) for name, moment in named)
        check_moments(Sxx, Syx, Syy)
        widths = checked_widths((Sxx.shape[0], *listed(hidden, "hidden"), Syy.shape[0]))
        return cls(widths, Sxx, Syx, Syy, checked_factor(loss_factor))

    def __getstate__(self) -> dict[str, Any]:
        """The state that is pickled and copied: the fields, without values computed from them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    # -- sizes ---------------------------------------------------------------------------------------------------------

    @shared
    def depth(self) -> int:
        """H, the number of weight matrices."""
        return len(self.widths) - 1

    @property
    def input_width(self) -> int:
        """d_x = d_0."""
        return self.widths[0]

    @property
    def output_width(self) -> int:
        """d_y = d_H."""
        return self.widths[-1]

    @property
    def hidden(self) -> tuple[int, ...]:
        """The hidden widths ``(d_1, ..., d_{H-1})``."""
        return self.widths[1:-1]

    @property
    def least_width(self) -> int:
        """The least of all widths, the largest rank of a product."""
        return min(self.widths)

    @shared
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """The shapes ``(d_j, d_{j-1})`` of ``W_1, ..., W_H``."""
        return tuple(zip(self.widths[1:], self.widths[:-1], strict=True))

    @shared
    def parameters(self) -> int:
        """N, the number of weights.  Hessians order them layer by layer from W_1 on, each layer row by row."""
        return sum(rows * columns for rows, columns in self.shapes)

    # -- data ----------------------------------------------------------------------------------------------------------

    @shared
    def Sxy(self) -> Matrix:
        """``X Y^T``, the transpose of Syx."""
        return self.Syx.T

    @shared
    def data_rank(self) -> int:
        """rank X = rank Sxx."""
        return self.Sxx.rank()

    @shared
    def cross_rank(self) -> int:
        """rank Sxy: the number of nonzero singular values."""
        return self.Syx.rank()

    @shared
    def Sxx_pseudoinverse(self) -> Matrix:
        """``Sxx^+``, the Moore-Penrose inverse."""
        return self.Sxx.pseudoinverse()

    @shared
    def sigma(self) -> Matrix:
        """``Sigma = Syx Sxx^+ Sxy``, whose eigenvalues are the squared singular values of the whitened problem."""
        return self.Syx @ self.Sxx_pseudoinverse @ self.Sxy

    @shared
    def sigma_kernel(self) -> Matrix:
        """A basis of ker Sigma."""
        return self.sigma.nullspace()

    @shared
    def spectrum(self) -> tuple[Eigenvalue, ...]:
        """The distinct eigenvalues of Sigma in decreasing order, with multiplicities; order and ties are exact.

        They are the squares of the singular values, zero included; see :attr:`singular_values`.
        """
        return spectrum_of(self.sigma)

    @shared
    def singular_values(self) -> tuple[Eigenvalue, ...]:
        """The nonzero singular values ``s_0 >= s_1 >= ...`` of the whitened problem, one for each position of a
        selection, known exactly: roots of the nonzero eigenvalues in :attr:`spectrum`.
        """
        roots = square_roots_of(self.spectrum)
        return tuple(roots[k] for k in self.positions)

    @shared
    def eigenspaces(self) -> dict[tuple[int, ...], Matrix]:
        """Bases of ``ker p(Sigma)`` for the irreducible factors p of the characteristic polynomial, by the coefficients
        of p.
        """
        return {factor: _value_at(self.sigma, factor).nullspace() for factor in {v.factor for v in self.spectrum}}

    @shared
    def input_basis(self) -> Matrix:
        """A basis of im Sxx: columns of Sxx."""
        return self.Sxx.column_basis()

    @shared
    def unreached_inputs(self) -> Matrix:
        """A basis of the part of im Sxx that is orthogonal, in the whitened metric, to the image of Sxy."""
        return self.input_basis @ (self.Syx @ self.Sxx_pseudoinverse @ self.input_basis).nullspace()

    @shared
    def positions(self) -> tuple[int, ...]:
        """For each nonzero singular value in decreasing order, the index of its square in :attr:`spectrum`."""
        return tuple(
            index for index, value in enumerate(self.spectrum) if not value.is_zero for _ in range(value.multiplicity)
        )

    @shared
    def integer_moments(self) -> tuple[flint.fmpz_mat, flint.fmpz_mat, int]:
        """``(s Sxx, s Syx, s)`` with a positive integer ``s`` that clears all denominators."""
        top, bottom = self.Sxx.cleared, self.Syx.cleared
        scale = top[1] * bottom[1]
        return top[0] * bottom[1], bottom[0] * top[1], scale

    # -- selections and values -----------------------------------------------------------------------------------------

    def selections(self) -> Iterator[tuple[int, ...]]:
        """Every selection S of at most ``min(widths)`` nonzero singular values, by size and then S, one for each
        sub-multiset; at depth 1, where every critical point is a global minimiser, only that of all nonzero values.

        They come one at a time; :attr:`selection_numbers` says how many there are.
        """
        groups = [
            tuple(group) for _, group in itertools.groupby(range(len(self.positions)), key=lambda i: self.positions[i])
        ]
        for size in range(self.least_rank, self.best_rank + 1):
            yield from _sub_multisets(groups, size)

    @shared
    def selection_numbers(self) -> tuple[int, ...]:
        """How many selections there are of each size 0, 1, ..., :attr:`best_rank`: the coefficients of the product of
        ``1 + x + ... + x^m`` over the nonzero eigenvalues of Sigma, m being the multiplicity.
        """
        product = flint.fmpz_poly([1])
        for value in self.spectrum:
            if not value.is_zero:
                product *= flint.fmpz_poly([1] * (value.multiplicity + 1))
        return tuple(int(product[n]) if n >= self.least_rank else 0 for n in range(self.best_rank + 1))

    def selection_place(self, selection: Sequence[int]) -> int:
        """How many selections of the same size come before this one in :meth:`selections`."""
        counts = [n for v, n in zip(self.spectrum, self.selection_counts(selection), strict=True) if not v.is_zero]
        sizes = [value.multiplicity for value in self.spectrum if not value.is_zero]
        left, before = sum(counts), 0
        for k, count in enumerate(counts):  # those that agree so far, and take more of this group, come earlier
            rest = flint.fmpz_poly([1])
            for size in sizes[k + 1 :]:
                rest *= flint.fmpz_poly([1] * (size + 1))
            before += sum(int(rest[left - n]) for n in range(count + 1, min(sizes[k], left) + 1))
            left -= count
        return before

    def has_rational_points(self, selection: Sequence[int]) -> bool:
        """Whether critical points with this selection may have rational weights; if not, none of them has.

        They may if and only if conjugate eigenvalues of Sigma are selected equally often: then ``U_S U_S^T`` can be
        chosen rational.
        """
        counts = self.selection_counts(self.checked_selection(selection))
        return len({(v.factor, n) for v, n in zip(self.spectrum, counts, strict=True)}) == len(
            {v.factor for v in self.spectrum}
        )

    def critical_value(self, selection: Sequence[int]) -> CriticalValue:
        """The loss at every critical point with selection S: ``f (tr Syy - sum of s_i^2 over i in S)``.

        For an irrational value the rational bounds ``lower`` and ``upper`` are rigorous.
        """
        selection = self.checked_selection(selection)
        total, kept = self.Syy.trace(), self._kept(selection)
        if kept is not None:
            exact = self.loss_factor * (total - kept)
            return CriticalValue(selection, exact, exact, exact)
        bounds = [self.spectrum[self.positions[i]].enclosure(15) for i in selection]
        low = self.loss_factor * (total - sum(upper for _, upper in bounds))
        high = self.loss_factor * (total - sum(lower for lower, _ in bounds))
        return CriticalValue(selection, None, low, high)

    def critical_values(self, limit: int | None = None) -> tuple[CriticalValue, ...]:
        """All critical values with their selections, largest first, or the ``limit`` largest; equal values are
        neighbours.

        Exactly these values are taken (see the kinds of :meth:`kinds`).  The order is decided exactly.
        Raises ``InputError`` where more than 65,536 are to be listed at once and no limit is passed.

        >>> from symdln import Problem
        >>> wide = Problem.canonical(range(1, 41), (40, 20, 40))  # 618,679,078,298 critical values
        >>> [value.selection for value in wide.critical_values(limit=4)]  # the squares kept: none, 1, 4 and 1 + 4
        [(), (39,), (38,), (38, 39)]
        """
        return critical_values_of(self, limit)

    def _kept(self, selection: Sequence[int]) -> Fraction | None:
        """The sum of the selected eigenvalues where it is rational."""
        values = [self.spectrum[self.positions[i]].value for i in selection]
        rational_ones = [value for value in values if value is not None]
        return (
            sum(rational_ones, Fraction(0))
            if len(rational_ones) == len(values)
            else sum_value(self.spectrum, selection)
        )

    def selection_counts(self, selection: Sequence[int]) -> tuple[int, ...]:
        """How often each eigenvalue of :attr:`spectrum` is selected."""
        counts = [0] * len(self.spectrum)
        for i in selection:
            counts[self.positions[i]] += 1
        return tuple(counts)

    def selection_of_counts(self, counts: Sequence[int]) -> tuple[int, ...]:
        """The selection that takes ``counts[k]`` copies of eigenvalue k, the first positions of each group."""
        first = {index: self.positions.index(index) for index in set(self.positions)}
        return tuple(sorted(first[index] + n for index, count in enumerate(counts) for n in range(count)))

    def checked_selection(self, selection: Sequence[int]) -> tuple[int, ...]:
        """The selection in its standard form; ``InputError`` when a position does not exist or there are too many."""
        passed = listed(selection, "the selection")
        available = range(len(self.positions))
        if len(set(passed)) != len(passed) or any(isinstance(i, bool) or i not in available for i in passed):
            raise InputError(
                f"{shown(passed)} is not a selection; pass distinct positions of the {len(available)} nonzero singular "
                "values, 0 being the largest."
            )
        chosen = sorted(int(i) for i in passed)
        if len(chosen) > self.least_width:
            raise InputError(
                f"a product through widths {self.widths} has rank at most {self.least_width}, "
                f"but {len(chosen)} positions were selected."
            )
        if len(chosen) < self.least_rank:
            raise InputError(
                f"Without hidden layers every critical point selects all {self.least_rank} nonzero singular values, "
                f"but {shown(passed)} was passed."
            )
        return self.selection_of_counts(self.selection_counts(chosen))

    @property
    def best_rank(self) -> int:
        """The rank of the product at a global minimiser: ``min(least width, rank Sxy)``."""
        return min(self.least_width, self.cross_rank)

    @property
    def least_rank(self) -> int:
        """The least rank of the product at a critical point: 0 with hidden layers, and ``rank Sxy`` without."""
        return 0 if self.hidden else self.cross_rank

    @shared
    def constant(self) -> Fraction:
        """The part of the loss that no linear map removes: ``f (tr Syy - tr Sigma)``."""
        return self.loss_factor * (self.Syy.trace() - self.sigma.trace())

    # -- reductions ----------------------------------------------------------------------------------------------------

    def reduced(self) -> Self:
        """The same problem without the input directions that the data never use, so that Sxx is invertible.

        With N a basis of the image of Sxx, ``X = N X'`` and ``W_1' = W_1 N``: losses, critical points, ``n_+``
        and ``n_-`` agree, and n_0 drops by ``d_1 (d_x - rank X)``.
        """
        if self.data_rank == self.input_width:
            return self
        if self.data_rank == 0:
            raise InputError("Sxx is zero, so no input direction is left; the loss is constant.")
        basis = self.Sxx.column_basis()
        left = (basis.T @ basis).inverse() @ basis.T
        widths = (self.data_rank, *self.widths[1:])
        return type(self)(widths, left @ self.Sxx @ left.T, self.Syx @ left.T, self.Syy, self.loss_factor, self.samples)

    def canonical_form(self) -> Self:
        """The canonical problem with the same singular values: same selections, strings, ``n_+`` and ``n_-``.

        Critical values drop by :attr:`constant` and n_0 by ``d_1 (d_x - rank X)``, as in :meth:`reduced`.  This is
        the reduction of Chitour et al. (2022), eq. (2)-(3).  Raises ``NotRationalError`` when a singular value is
        irrational, and ``InputError`` when Sxx is zero; nothing else in symdln needs this form.
        """
        if self.data_rank == 0:
            raise InputError("Sxx is zero, so no input direction is left; the loss is constant.")
        roots = [root.value for root in self.singular_values]
        if None in roots:
            raise NotRationalError(
                "A singular value of this problem is irrational, so its canonical form has no rational entries."
            )
        return type(self).canonical(roots, (self.data_rank, *self.widths[1:]), loss_factor=self.loss_factor)


def _sub_multisets(groups: Sequence[tuple[int, ...]], size: int) -> Iterator[tuple[int, ...]]:
    """The selections of ``size`` positions that take the first of each group of equal singular values, in order."""
    if size == 0:
        yield ()
    elif groups:
        room = sum(map(len, groups[1:]))
        for n in range(min(size, len(groups[0])), max(0, size - room) - 1, -1):
            for rest in _sub_multisets(groups[1:], size - n):
                yield (*groups[0][:n], *rest)


def _value_at(matrix: Matrix, coefficients: Sequence[int]) -> Matrix:
    """The polynomial with these coefficients (constant term first) evaluated at a square matrix."""
    identity = Matrix.identity(matrix.shape[0])
    value = identity * coefficients[-1]
    for coefficient in reversed(coefficients[:-1]):
        value = value @ matrix + identity * coefficient
    return value
