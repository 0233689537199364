"""Losses of a matrix P: value, gradient and second derivatives, exactly."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import flint

from symdln.algebra.matrix import Matrix, vstack
from symdln.algebra.rational import rational
from symdln.errors import InputError, shown
from symdln.landscape.checks import HALF

MOST_TEXT = 2000
_NO_POWER = r"\*\*|\^(?!\s*\d{1,2}(?!\d|\s*\^))"


class Loss(ABC):
    """A function l of a ``rows x columns`` matrix P.  Second derivatives are ordered row by row.

    A loss has ``shape``, the pair (rows, columns), and four answers at a rational matrix of this shape:

    >>> loss: Loss = masked([[1, 0]], [[3, 5]])                                    # 1/2 (p11 - 3)^2
    >>> P = Matrix([[1, 7]])
    >>> str(loss.value(P)), loss.gradient(P).texts(), loss.hessian(P).texts(), loss.least
    ('2', [['-2', '0']], [['1', '0'], ['0', '0']], Fraction(0, 1))
    """

    shape: tuple[int, int]

    @abstractmethod
    def value(self, P: Matrix) -> Fraction:
        """``l(P)``."""

    @abstractmethod
    def gradient(self, P: Matrix) -> Matrix:
        """The matrix of the derivatives by the entries of P."""

    @abstractmethod
    def hessian(self, P: Matrix) -> Matrix:
        """The symmetric matrix of second derivatives, of size rows times columns."""

    @property
    def least(self) -> Fraction | None:
        """A known lower bound of l, such as 0 for a sum of squares; else None."""
        return None


@dataclass(frozen=True)
class QuadraticLoss(Loss):
    """``f ||C vec(P) - y||^2`` with ``vec`` row by row: masked, weighted and measured losses are of this form.

    Build it by :func:`masked`, :func:`weighted` or :func:`measured`.

    >>> loss, P = measured([[[1, 1]]], [3]), Matrix([[0, 1]])                      # 1/2 (p11 + p12 - 3)^2
    >>> str(loss.C), str(loss.y), str(loss.value(P)), loss.least
    ('[1  1]', '[3]', '2', Fraction(0, 1))
    >>> loss.gradient(P).texts(), loss.hessian(P).texts()
    ([['-2', '-2']], [['1', '1'], ['1', '1']])
    """

    shape: tuple[int, int]
    C: Matrix
    y: Matrix
    factor: Fraction = HALF

    def _residual(self, P: Matrix) -> Matrix:
        return self.C @ _vec(P) - self.y

    def value(self, P: Matrix) -> Fraction:
        return self.factor * self._residual(P).norm_squared()

    def gradient(self, P: Matrix) -> Matrix:
        flat = 2 * self.factor * (self.C.T @ self._residual(P))
        return Matrix.from_entries(*self.shape, flat.entries())

    def hessian(self, P: Matrix) -> Matrix:
        return 2 * self.factor * (self.C.T @ self.C)

    @property
    def least(self) -> Fraction | None:
        return Fraction(0)


def masked(mask: Any, target: Any, *, loss_factor: Any = HALF) -> QuadraticLoss:
    """``f sum of (P_ij - Y_ij)^2`` over the entries that are seen: matrix completion.  ``mask`` holds 0 and 1.

    >>> loss = masked([[1, 0]], [[3, 5]])
    >>> str(loss.value(Matrix([[1, 7]]))), loss.gradient(Matrix([[1, 7]])).texts()
    ('2', [['-2', '0']])
    """
    seen = Matrix(mask, name="mask")
    if any(entry not in (0, 1) for entry in seen.entries()):
        raise InputError("a mask holds 0 (not seen) and 1 (seen) only; for other weights use weighted().")
    return weighted(seen, target, loss_factor=loss_factor)


def weighted(weights: Any, target: Any, *, loss_factor: Any = HALF) -> QuadraticLoss:
    """``f sum of (m_ij (P_ij - Y_ij))^2``: each residual times its own rational weight.

    >>> str(weighted([[2, 1]], [[1, 1]]).value(Matrix([[0, 0]])))          # 1/2 (4 + 1)
    '5/2'
    """
    scales, Y = Matrix(weights, name="weights"), Matrix(target, name="target")
    if scales.shape != Y.shape:
        raise InputError(f"the weights have shape {scales.shape} and the target {Y.shape}; pass equal shapes.")
    C = Matrix.diagonal(scales.entries())
    return QuadraticLoss(Y.shape, C, C @ _vec(Y), _positive(loss_factor))


def measured(measurements: Sequence[Any], values: Sequence[Any], *, loss_factor: Any = HALF) -> QuadraticLoss:
    """``f sum_k (<M_k, P> - y_k)^2`` for matrices M_k of the shape of P: matrix sensing.

    >>> str(measured([[[1, 0], [0, 1]]], [3]).value(Matrix([[1, 5], [5, 1]])))   # 1/2 (tr P - 3)^2
    '1/2'
    """
    matrices = [Matrix(M, name=f"measurement {k}") for k, M in enumerate(measurements, 1)]
    if not matrices or len(matrices) != len(values):
        raise InputError(
            f"{len(matrices)} measurements and {len(values)} values were passed; pass as many, at least one."
        )
    if len({M.shape for M in matrices}) > 1:
        raise InputError(f"the measurements have the shapes {sorted({M.shape for M in matrices})}; they must be equal.")
    C = vstack([_vec(M).T for M in matrices])
    y = Matrix.from_entries(len(values), 1, [rational(value) for value in values])
    return QuadraticLoss(matrices[0].shape, C, y, _positive(loss_factor))


class PolynomialLoss(Loss):
    """Any polynomial in the entries ``p11, p12, ...`` of P with rational coefficients, as a text.

    >>> loss = PolynomialLoss("(p11 - 1)^4 + 2*p11*p12", (1, 2))
    >>> loss.gradient(Matrix([[3, 1]])).texts()                            # 4 (p11 - 1)^3 + 2 p12, and 2 p11
    [['34', '6']]
    >>> str(loss.value(Matrix([[3, 1]]))), loss.hessian(Matrix([[3, 1]])).texts(), loss.least           # 12 (p11 - 1)^2
    ('22', [['48', '2'], ['2', '0']], None)
    """

    def __init__(self, text: str, shape: tuple[int, int]):
        rows, columns = shape
        if min(rows, columns) < 1:
            raise InputError(f"the shape {shape} has no entries; pass positive numbers of rows and columns.")
        if max(rows, columns) > 9:
            raise InputError(
                f"the shape {shape} has no names p11, p12, ... for its entries; at most 9 rows and columns."
            )
        self.text, self.shape = text, (rows, columns)
        names = [f"p{i}{j}" for i in range(1, rows + 1) for j in range(1, columns + 1)]
        self._context: Any = flint.fmpq_mpoly_ctx.get(names, "degrevlex")
        self.polynomial = self._read(text, names)

    def _read(self, text: str, names: Sequence[str]) -> Any:
        """The polynomial, by sympy's parser on a restricted alphabet; ``InputError`` for anything else."""
        import re

        import sympy

        if isinstance(text, str) and (len(text) > MOST_TEXT or re.search(_NO_POWER, text)):
            raise InputError(
                f"{shown(text)} is too long ({MOST_TEXT} characters are read) or has an exponent other than a number "
                "below 100; write powers like p11^4."
            )
        pieces = re.findall(r"[A-Za-z_]\w*|\d+|[-+*/^()\s]|.", text) if isinstance(text, str) else ["?"]
        for piece in pieces:
            if piece not in names and not re.fullmatch(r"\d+|[-+*/^()\s]", piece):
                raise InputError(
                    f"{shown(piece)} does not belong in a polynomial of {', '.join(names)}; use + - * / ^."
                )
        try:
            parsed = sympy.Poly(sympy.sympify(text.replace("^", "**")), *sympy.symbols(names), domain="QQ")
        except (sympy.SympifyError, sympy.PolynomialError, TypeError, SyntaxError, ValueError):
            raise InputError(
                f"{shown(text)} is not a polynomial with rational coefficients; write one like (p11 - 1)^2."
            ) from None
        terms = {exponents: flint.fmpq(int(c.p), int(c.q)) for exponents, c in parsed.terms()}
        return self._context.from_dict(terms)

    @cached_property
    def _first(self) -> list[Any]:
        return [self.polynomial.derivative(k) for k in range(self.shape[0] * self.shape[1])]

    def _at(self, polynomial: Any, P: Matrix) -> flint.fmpq:
        return polynomial(*P.flint.entries())

    def value(self, P: Matrix) -> Fraction:
        return _fraction(self._at(self.polynomial, P))

    def gradient(self, P: Matrix) -> Matrix:
        return Matrix.from_entries(*self.shape, [self._at(part, P) for part in self._first])

    def hessian(self, P: Matrix) -> Matrix:
        size = len(self._first)
        return Matrix.from_entries(
            size, size, [self._at(part.derivative(k), P) for part in self._first for k in range(size)]
        )


def _vec(P: Matrix) -> Matrix:
    """The entries row by row, as a column."""
    rows, columns = P.shape
    return Matrix.from_entries(rows * columns, 1, P.flint.entries())


def _positive(value: Any) -> Fraction:
    factor = rational(value)
    if factor <= 0:
        raise InputError(f"loss_factor={value} must be positive: 1/2 and 1 are the usual conventions.")
    return factor


def _fraction(value: Any) -> Fraction:
    value = flint.fmpq(value)
    return Fraction(int(value.p), int(value.q))
