"""Jacobians and Hessian blocks as sums of Kronecker products, for vectors of matrices taken row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from symdln.algebra.display import InNotebooks
from symdln.algebra.matrix import Matrix
from symdln.algebra.words.calculus import check_linear, gradient, leibniz
from symdln.algebra.words.evaluation import Assignment
from symdln.algebra.words.expressions import Expression, Symbol, as_symbol, brief, size_latex
from symdln.algebra.words.scalars import Scalar, join_terms, reduced_word, with_coefficient
from symdln.algebra.words.symbols import Letter, Size, Word, transposed_word, word_key
from symdln.errors import InputError


@dataclass(frozen=True)
class KroneckerTerm(InNotebooks):
    """``coefficient * (left ⊗ right)``, times the commutation matrix ``K(r, c)`` where ``transposed``.

    Row by row, ``vec(L V R) = (L ⊗ R^T) vec V`` and ``vec(L V^T R) = (L ⊗ R^T) K(r, c) vec V`` for V of shape
    ``(r, c)``, with ``K(r, c) vec V = vec(V^T)``.  So ``left`` is L and ``right`` is the transpose of R.

    >>> A, V = Symbol("A", "m", "c"), Symbol("V", "r", "c")
    >>> term, = jacobian(A @ V.T, V).terms
    >>> print(term, "acts on", term.variable_shape)
    (A ⊗ I(r)) K(r, c) acts on ('r', 'c')
    >>> print(term.latex())
    \\bigl(A \\otimes I_{r}\\bigr) K_{r,c}

    For ``A = (2, 3)`` and V of shape (2, 2) the entries of ``A V^T`` are ``2 v_11 + 3 v_12`` and ``2 v_21 + 3 v_22``:

    >>> term.evaluate({A: [[2, 3]], "r": 2}).texts()
    [['2', '3', '0', '0'], ['0', '0', '2', '3']]
    >>> term.evaluate_numpy({A: np.array([[2.0, 3.0]]), "r": 2}).tolist()
    [[2.0, 3.0, 0.0, 0.0], [0.0, 0.0, 2.0, 3.0]]
    """

    coefficient: Scalar
    left: Expression
    right: Expression
    transposed: bool

    @property
    def variable_shape(self) -> tuple[Size, Size]:
        """The shape ``(r, c)`` of the matrix V on whose vector the term acts."""
        shape = (self.left.columns, self.right.columns)
        return (shape[1], shape[0]) if self.transposed else shape

    def __str__(self) -> str:
        r, c = self.variable_shape
        body = f"{_bracketed(str(self.left))} ⊗ {_bracketed(str(self.right))}"
        return with_coefficient(str(self.coefficient), f"({body}) K({r}, {c})" if self.transposed else body, " ")

    def evaluate(self, assignment: Mapping[Any, Any]) -> Matrix:
        """The exact matrix; the assignment as in :func:`~symdln.algebra.words.evaluate`."""
        return _exact_value(self, Assignment.exact(assignment))

    def evaluate_numpy(self, assignment: Mapping[Any, Any]) -> np.ndarray:
        """The matrix in numpy; the assignment as in :func:`~symdln.algebra.words.evaluate_numpy`."""
        return _numpy_value(self, Assignment.numpy(assignment))

    def latex(self) -> str:
        """The term in LaTeX, with the commutation matrix as ``K_{r,c}``."""
        r, c = map(size_latex, self.variable_shape)
        body = rf"{_bracketed(self.left.latex())} \otimes {_bracketed(self.right.latex())}"
        shown = rf"\bigl({body}\bigr) K_{{{r},{c}}}" if self.transposed else body
        return with_coefficient(self.coefficient.latex(), shown, r"\, ")


@dataclass(frozen=True)
class KroneckerSum(InNotebooks):
    """A matrix that maps ``vec V`` to ``vec F``, both row by row, as a sum of :class:`KroneckerTerm`.

    ``value_shape`` is the shape of F, ``variable_shape`` that of V.  Terms are collected by left or by right factors,
    whichever leaves fewer, so the same linear map of words always has the same terms and ``==`` compares the maps.

    >>> A, B, V = Symbol("A", "n", "n"), Symbol("B", "n", "n"), Symbol("V", "n", "n")
    >>> total = jacobian(A @ V + V @ B, V)
    >>> print(total, "|", total.latex())
    A ⊗ I(n) + I(n) ⊗ B^T | A \\otimes I_{n} + I_{n} \\otimes B^\\top

    For A and B diagonal with (1, 2) and (10, 20) the entry ``v_ij`` is multiplied by ``a_i + b_j``:

    >>> total.evaluate({A: [[1, 0], [0, 2]], B: [[10, 0], [0, 20]]}) == Matrix.diagonal([11, 21, 12, 22])
    True
    >>> total.evaluate_numpy({A: np.diag([1.0, 2.0]), B: np.diag([10.0, 20.0])}).diagonal().tolist()
    [11.0, 21.0, 12.0, 22.0]
    """

    value_shape: tuple[Size, Size]
    variable_shape: tuple[Size, Size]
    terms: tuple[KroneckerTerm, ...]

    def __str__(self) -> str:
        return join_terms([str(term) for term in self.terms])

    def latex(self) -> str:
        """The sum in LaTeX, with the commutation matrix as ``K_{r,c}``."""
        return join_terms([term.latex() for term in self.terms])

    def evaluate(self, assignment: Mapping[Any, Any]) -> Matrix:
        """The exact matrix, of shape ``(entries of F, entries of V)``; the assignment as in :func:`evaluate`."""
        values = Assignment.exact(assignment)
        total = Matrix.zeros(*self._sizes(values))
        return sum((_exact_value(term, values) for term in self.terms), total)

    def evaluate_numpy(self, assignment: Mapping[Any, Any]) -> np.ndarray:
        """The same matrix from numpy arrays without batch axes; the assignment as in :func:`evaluate_numpy`."""
        values = Assignment.numpy(assignment)
        parts = [_numpy_value(term, values) for term in self.terms]
        return sum(parts[1:], parts[0]) if parts else np.zeros(self._sizes(values))

    def _sizes(self, values: Assignment) -> tuple[int, int]:
        (a, b), (c, d) = values.shape(self.value_shape), values.shape(self.variable_shape)
        return a * b, c * d


def jacobian(expression: Expression, symbol: Symbol) -> KroneckerSum:
    """The matrix J with ``vec dF = J vec dW`` for ``F = expression``, ``W = symbol`` and vectors taken row by row.

    Raises ``InputError`` if the coefficients of F contain traces of W, whose part of J is not a Kronecker product.  The
    1 x 1 factor of ``(p W q) u v``, a column u times a row v, is allowed: its part is ``(u p) dW (q v)``.

    >>> from symdln.algebra.words import Symbol, jacobian
    >>> A, W, B = Symbol("A", "m", "k"), Symbol("W", "k", "d"), Symbol("B", "d", "n")
    >>> print(jacobian(A @ W @ B, W))
    A ⊗ B^T
    """
    letter = as_symbol(symbol, "the variable of a jacobian").letter
    if letter.symmetric:
        raise InputError(f"{symbol.name} is symmetric, so its entries are not free; declare it without symmetric=True.")
    pairs: dict[bool, _Pairs] = {False: [], True: []}
    for word, coefficient in expression.terms:
        for head, moving, tail, factor in _moving(word, coefficient, expression.rows, letter):
            for place, found in enumerate(moving):
                if found == letter or found == letter.T:
                    u, a = reduced_word(head + moving[:place])
                    v, b = reduced_word(transposed_word(moving[place + 1 :] + tail))
                    pairs[found != letter].append((u, v, factor * a * b))
    (m, n), (r, c) = expression.shape, symbol.shape
    plain = [KroneckerTerm(*term, False) for term in _collected(pairs[False], (m, r), (n, c))]
    turned = [KroneckerTerm(*term, True) for term in _collected(pairs[True], (m, c), (n, r))]
    return KroneckerSum(expression.shape, symbol.shape, (*plain, *turned))


def _moving(word: Word, coefficient: Scalar, rows: Size, letter: Letter) -> Iterator[tuple[Word, Word, Word, Scalar]]:
    """``(head, moving, tail, factor)``: the differential of the term is the sum of ``factor * head d(moving) tail``.

    A 1 x 1 factor of the coefficient goes where the word passes through the size 1.
    """
    yield (), word, (), coefficient
    sizes = [rows, *(each.columns for each in word)]
    for rest, traced in leibniz(coefficient):
        if letter in traced or letter.T in traced:
            if traced[0].rows != 1 or 1 not in sizes:
                raise InputError(
                    f"the coefficient {brief(coefficient)} depends on {letter}: no sum of Kronecker products."
                )
            at = sizes.index(1)
            yield word[:at], traced, word[at:], rest


_Pairs = list[tuple[Word, Word, Scalar]]
_Shape = tuple[Size, Size]


def _collected(pairs: _Pairs, left: _Shape, right: _Shape) -> list[tuple[Scalar, Expression, Expression]]:
    """The sum of ``coefficient * (u ⊗ v)`` with few terms: collected by left or by right factors."""
    by_left = _by_first(pairs, left, right)
    if len(by_left) <= 1:
        return by_left
    by_right = _by_first([(v, u, value) for u, v, value in pairs], right, left)
    return [(value, u, v) for value, v, u in by_right] if len(by_right) < len(by_left) else by_left


def _by_first(pairs: _Pairs, first: _Shape, second: _Shape) -> list[tuple[Scalar, Expression, Expression]]:
    """``(coefficient, word, sum)`` for every word in the first place, in a fixed order."""
    grouped: dict[Word, list[tuple[Word, Scalar]]] = {}
    for u, v, value in pairs:
        grouped.setdefault(u, []).append((v, value))
    collected = []
    for word in sorted(grouped, key=word_key):
        if total := Expression.from_terms(*second, grouped[word]):
            coefficient, rest = _factored(total)
            collected.append((coefficient, Expression.from_terms(*first, [(word, Scalar(1))]), rest))
    return collected


def _factored(expression: Expression) -> tuple[Scalar, Expression]:
    """The first coefficient and the rest, if all coefficients are rational multiples of it; else 1 and all."""
    terms = expression.terms
    first = terms[0][1]
    ratios = [_ratio(value, first) for _, value in terms]
    if None in ratios:
        return Scalar(1), expression
    scaled = [(word, Scalar(ratio)) for (word, _), ratio in zip(terms, ratios, strict=True)]
    return first, Expression.from_terms(expression.rows, expression.columns, scaled)


def _ratio(value: Scalar, unit: Scalar) -> Fraction | None:
    (monomial, coefficient), polynomial = unit.terms[0], value.polynomial
    if monomial not in polynomial:
        return None
    ratio = polynomial[monomial] / coefficient
    return ratio if len(polynomial) == 1 == len(unit.terms) or unit * ratio == value else None


def kronecker_blocks(form: Scalar, rows: Symbol, columns: Symbol) -> KroneckerSum:
    """The matrix B with ``form = vec(V)^T B vec(U)`` for a form bilinear in ``V = rows`` and ``U = columns``.

    ``tr(V^T L U R)`` reads as ``L ⊗ R^T`` and ``tr(V^T L U^T R)`` as ``(L ⊗ R^T) K(r, c)`` with ``(r, c)`` the shape
    of U.  Applied to :func:`mixed_derivative` it gives a block of the Hessian.

    >>> from symdln.algebra.words import Symbol, trace, kronecker_blocks
    >>> V, U = Symbol("V", "k", "d"), Symbol("U", "k", "d")
    >>> S, M = Symbol("S", "d", "d", symmetric=True), Symbol("M", "k", "d")
    >>> print(kronecker_blocks(trace(V.T @ U @ S), V, U))
    I(k) ⊗ S
    >>> print(kronecker_blocks(trace(V.T @ M @ U.T @ M), V, U))
    (M ⊗ M^T) K(k, d)
    """
    check_linear(form, rows)
    check_linear(form, columns)
    return jacobian(gradient(form, rows), columns)


def hessian_blocks(value: Scalar, symbols: Sequence[Symbol]) -> dict[tuple[int, int], KroneckerSum]:
    """All blocks of the Hessian, ``blocks[j, k]`` with ``D^2 value[V_j, V_k] = vec(V_j)^T blocks[j, k] vec(V_k)``.

    Positions count from 0 in the order of ``symbols``; vectors are taken row by row.

    >>> from symdln.algebra.words import norm_squared
    >>> V, W, Y = Symbol("V", "k", "r"), Symbol("W", "r", "d"), Symbol("Y", "k", "d")
    >>> blocks = hessian_blocks(norm_squared(V @ W - Y) / 2, [V, W])
    >>> print(blocks[0, 0], "|", blocks[0, 1])
    I(k) ⊗ (W W^T) | V ⊗ W + ((V W - Y) ⊗ I(r)) K(r, d)
    """
    gradients = [gradient(value, symbol) for symbol in symbols]
    return {(j, k): jacobian(G, symbol) for j, G in enumerate(gradients) for k, symbol in enumerate(symbols)}


# -- values ------------------------------------------------------------------------------------------------------------


def _exact_kronecker(left: Matrix, right: Matrix) -> Matrix:
    (a, b), (c, d) = left.shape, right.shape
    x, y = left.flint.entries(), right.flint.entries()
    entries = [x[i * b + j] * y[k * d + n] for i in range(a) for k in range(c) for j in range(b) for n in range(d)]
    return Matrix.from_entries(a * c, b * d, entries)


def _exact_value(term: KroneckerTerm, values: Assignment) -> Matrix:
    table = _exact_kronecker(values.matrix(term.left), values.matrix(term.right))
    if term.transposed:
        table = table.block(range(table.shape[0]), _transposition(*values.shape(term.variable_shape)))
    return table * values.scalar(term.coefficient)


def _numpy_value(term: KroneckerTerm, values: Assignment) -> np.ndarray:
    left, right = values.matrix(term.left), values.matrix(term.right)
    if left.ndim > 2 or right.ndim > 2:
        raise InputError("a Kronecker product takes no batch axes; evaluate the matrices of the batch one by one.")
    table = np.kron(left, right)
    if term.transposed:
        table = table[:, _transposition(*values.shape(term.variable_shape))]
    return table * values.scalar(term.coefficient)


def _transposition(rows: int, columns: int) -> list[int]:
    """For each entry of V, row by row, its place in ``vec(V^T)``: ``T K(r, c) = T[:, places]``."""
    return [j * rows + i for i in range(rows) for j in range(columns)]


# -- texts -------------------------------------------------------------------------------------------------------------


def _bracketed(text: str) -> str:
    return f"({text})" if " " in text else text
