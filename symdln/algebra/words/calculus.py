"""Derivatives along directions by the product rule, Taylor coefficients, gradients read off from the trace pairing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import factorial
from typing import TypeVar, overload

from symdln.algebra.words.expressions import Expression, Symbol, as_symbol, brief, times
from symdln.algebra.words.scalars import Atom, Monomial, Scalar, ordered_monomial, sum_scalars, word_trace
from symdln.algebra.words.substitution import Images, checked_images, symbols_of
from symdln.algebra.words.symbols import Letter, Word, transposed_word
from symdln.errors import InputError

Directions = Mapping[Symbol, Expression]
"""For every symbol that moves the direction in which it moves."""

_Terms = list[tuple[Word, Scalar]]


# -- along a direction -------------------------------------------------------------------------------------------------


@overload
def derivative(value: Expression, directions: Directions, order: int = 1) -> Expression: ...
@overload
def derivative(value: Scalar, directions: Directions, order: int = 1) -> Scalar: ...
def derivative(value: Expression | Scalar, directions: Directions, order: int = 1) -> Expression | Scalar:
    """``d^n/dt^n at t = 0 of value(W + t V)`` for ``directions = {W: V}`` and ``n = order``.

    All symbols of ``directions`` move together, and every other symbol is constant.  An opaque product does not follow
    its factors, so :func:`substitute` its value first.  A direction has the shape of its symbol (and is symmetric if
    the symbol is); it is constant itself, even if it contains symbols that move.

    >>> W, V = Symbol("W", "n", "n"), Symbol("V", "n", "n")
    >>> print(derivative(W @ W.T, {W: V}), "and", derivative(W @ W.T, {W: V}, order=2))
    V W^T + W V^T and 2 V V^T
    """
    if order != 1:
        return taylor(value, directions, order)[order] * factorial(order)
    moves = checked_images(directions, "a direction")
    if isinstance(value, Scalar):
        return _remembered([_scalar_derivative(value, moves)], value, directions, first=1)[0]
    terms: _Terms = []
    for word, coefficient in value.terms:
        terms += [(moved, times(coefficient, factor)) for moved, factor in _word_derivative(word, moves)]
        if coefficient.words() and (change := _scalar_derivative(coefficient, moves)):
            terms.append((word, change))
    return _remembered([Expression.from_terms(value.rows, value.columns, terms)], value, directions, first=1)[0]


_Value = TypeVar("_Value", Expression, Scalar)


def _remembered(found: list[_Value], value: _Value, directions: Directions, first: int = 0) -> list[_Value]:
    """Taylor coefficients number ``first`` and on, each with how it was made."""
    for n, coefficient in enumerate(found, start=first):
        coefficient.made_by = "taylor", value, dict(directions), n
    return found


def _word_derivative(word: Word, moves: Images) -> Iterator[tuple[Word, Scalar]]:
    """The product rule: each moving letter in turn is replaced by its direction."""
    for place, letter in enumerate(word):
        if letter in moves:
            for direction, coefficient in moves[letter].terms:
                yield word[:place] + direction + word[place + 1 :], coefficient


def _scalar_derivative(value: Scalar, moves: Images) -> Scalar:
    parts = []
    for rest, word in leibniz(value):
        traces = [times(c, word_trace(moved, word[0].rows)) for moved, c in _word_derivative(word, moves)]
        parts += [rest * part for part in traces]
    return sum_scalars(parts)


def leibniz(value: Scalar) -> Iterator[tuple[Scalar, Word]]:
    """Pairs ``(rest, word)`` with ``d value = sum of rest * d tr(word)``."""
    for monomial, coefficient in value.polynomial.items():
        for atom, power in monomial:
            if not isinstance(atom, str):
                yield Scalar.from_terms([(_lowered(monomial, atom), coefficient * power)]), atom


def _lowered(monomial: Monomial, atom: Atom) -> Monomial:
    """The monomial divided by one power of the atom."""
    if len(monomial) == 1 and monomial[0][1] == 1:
        return ()
    powers: Counter[Atom] = Counter(dict(monomial))
    powers[atom] -= 1
    return ordered_monomial(powers)


@overload
def taylor(value: Expression, directions: Directions, order: int) -> list[Expression]: ...
@overload
def taylor(value: Scalar, directions: Directions, order: int) -> list[Scalar]: ...
def taylor(value: Expression | Scalar, directions: Directions, order: int) -> list[Expression] | list[Scalar]:
    """The coefficients of ``t^0, ..., t^order`` in ``value(W + t V)``; no factorials are left to divide by.

    Coefficient n is ``1/n! * derivative(value, directions, n)``.  It is found by multiplying out the polynomials
    ``W + t V``, not by differentiating n times.

    >>> from symdln.algebra.words import Symbol, taylor, trace
    >>> W, V = Symbol("W", "n", "n"), Symbol("V", "n", "n")
    >>> [str(term) for term in taylor(trace(W @ W), {W: V}, 3)]
    ['tr(W W)', '2 tr(V W)', 'tr(V V)', '0']
    """
    if not isinstance(order, int) or order < 0:
        raise InputError(f"the order of an expansion is a non-negative integer, but {order!r} was passed.")
    moves = checked_images(directions, "a direction")
    if isinstance(value, Scalar):
        return _remembered(_scalar_series(value, moves, order), value, directions)
    collected: list[_Terms] = [[] for _ in range(order + 1)]
    for word, coefficient in value.terms:
        head = _scalar_series(coefficient, moves, order) if coefficient.words() else [coefficient]
        tail = _word_series(word, moves, order)
        for i, factor in enumerate(head):
            for n in range(i, order + 1):
                collected[n] += [(moved, times(factor, c)) for moved, c in tail[n - i]]
    found = [Expression.from_terms(value.rows, value.columns, terms) for terms in collected]
    return _remembered(found, value, directions)


def _word_series(word: Word, moves: Images, order: int) -> list[_Terms]:
    """The terms of each power of t in the word with ``letter + t direction`` for its moving letters."""
    series: list[_Terms] = [[((), Scalar(1))], *([] for _ in range(order))]
    for letter in word:
        still: list[_Terms] = [[((*w, letter), c) for w, c in terms] for terms in series]
        if letter in moves:
            for n in range(order):
                still[n + 1] += [(w + v, times(c, d)) for w, c in series[n] for v, d in moves[letter].terms]
        series = still
    return series


def _scalar_series(value: Scalar, moves: Images, order: int) -> list[Scalar]:
    total = [Scalar(0) for _ in range(order + 1)]
    for monomial, coefficient in value.polynomial.items():
        series = [Scalar(coefficient), *[Scalar(0)] * order]
        for atom, power in monomial:
            for _ in range(power):
                series = _cauchy(series, _atom_series(atom, moves, order))
        total = [a + b for a, b in zip(total, series, strict=True)]
    return total


def _atom_series(atom: Atom, moves: Images, order: int) -> list[Scalar]:
    if isinstance(atom, str):
        return [Scalar.atom(atom), *[Scalar(0)] * order]
    size = atom[0].rows
    series = _word_series(atom, moves, order)
    return [sum_scalars([c * word_trace(word, size) for word, c in terms]) for terms in series]


def _cauchy(left: list[Scalar], right: list[Scalar]) -> list[Scalar]:
    """The product of two polynomials in t, cut off where they are."""
    return [sum_scalars([left[i] * right[n - i] for i in range(n + 1)]) for n in range(len(left))]


# -- gradients ---------------------------------------------------------------------------------------------------------


def gradient(value: Scalar, symbol: Symbol) -> Expression:
    """The gradient by ``symbol`` for the Frobenius inner product: the unique G with ``d value = tr(G^T dW)``.

    G has the shape of the symbol.  A term ``tr(u W v)`` gives ``(v u)^T``, a term ``tr(u W^T v)`` gives ``v u``;
    products of traces leave traces in the coefficients of G.  A symmetric symbol is refused, because only the symmetric
    part of a gradient is determined along it.

    >>> from symdln.algebra.words import Symbol, gradient, norm_squared
    >>> W, X, Y = Symbol("W", "k", "d"), Symbol("X", "d", "m"), Symbol("Y", "k", "m")
    >>> E = W @ X - Y
    >>> print(gradient(norm_squared(E) / 2, W))
    W X X^T - Y X^T
    """
    letter = _moving_letter(symbol)
    terms: _Terms = []
    for rest, word in leibniz(value):
        terms += [(found, rest) for found in _word_gradient(word, letter)]
    total = Expression.from_terms(symbol.rows, symbol.columns, terms)
    total.made_by = "gradient", value, symbol
    return total


def _word_gradient(word: Word, letter: Letter) -> Iterator[Word]:
    """One word for every place of the letter in ``tr(word)``, by rotating the letter to the front."""
    for place, found in enumerate(word):
        if found == letter:
            yield transposed_word(word[place + 1 :] + word[:place])
        elif found == letter.T:
            yield word[place + 1 :] + word[:place]


def _moving_letter(symbol: Symbol) -> Letter:
    letter = as_symbol(symbol, "the variable of a gradient").letter
    if letter.symmetric:
        raise InputError(
            f"{symbol.name} is symmetric, and along symmetric directions only the symmetric part of a gradient is "
            f"determined; declare {symbol.name} without symmetric=True, or use derivative with a symmetric direction."
        )
    return letter


def read_off_gradient(form: Scalar, direction: Symbol) -> Expression:
    """The unique G with ``form = tr(G^T V)`` for a scalar that is linear in ``V = direction``.

    Applied to a derivative along ``{W: V}`` it gives the gradient by ``W``.  ``InputError`` unless every term of the
    form holds ``V`` exactly once.

    >>> from symdln.algebra.words import Symbol, read_off_gradient, trace
    >>> A, V, B = Symbol("A", "m", "k"), Symbol("V", "k", "d"), Symbol("B", "d", "m")
    >>> print(read_off_gradient(trace(A @ V @ B), V))
    A^T B^T
    """
    check_linear(form, direction)
    return gradient(form, direction)


def check_linear(form: Scalar, direction: Symbol) -> None:
    """``InputError`` unless every term of the form holds the direction exactly once."""
    pair = {_moving_letter(direction), direction.letter.T}
    for monomial, coefficient in form.terms:
        count = sum(power * sum(x in pair for x in atom) for atom, power in monomial if not isinstance(atom, str))
        if count != 1:
            term = Scalar.from_terms([(monomial, coefficient)])
            name = direction.name
            raise InputError(f"the form is not linear in {name}: its term {brief(term)} holds it {count} times.")


# -- second order ------------------------------------------------------------------------------------------------------


def hessian_form(value: Scalar, directions: Directions) -> Scalar:
    """The Hessian's quadratic form ``D^2 value[V, V] = d^2/dt^2 at t = 0 of value(W + t V)``.

    It is twice the second-order term ``taylor(value, directions, 2)[2]``.

    >>> from symdln.algebra.words import Symbol, norm_squared
    >>> W, V = Symbol("W", "m", "n"), Symbol("V", "m", "n")
    >>> hessian_form(norm_squared(W), {W: V}) == 2 * norm_squared(V)
    True
    """
    return taylor(value, directions, 2)[2] * 2


def mixed_derivative(value: Scalar, first: Directions, second: Directions) -> Scalar:
    """The Hessian's bilinear form ``D^2 value[V, U]`` for ``first = {W_j: V}`` and ``second = {W_k: U}``.

    It is symmetric in the two arguments, and with the same directions twice it is :func:`hessian_form`.  The directions
    must not contain the symbols that move, because a derivative of a derivative would move them too.

    >>> from symdln.algebra.words import Symbol, mixed_derivative, trace
    >>> W, V, U = (Symbol(name, "n", "n") for name in "WVU")
    >>> print(mixed_derivative(trace(W @ W), {W: V}, {W: U}))
    2 tr(U V)
    """
    moving = {*first, *second}
    for directions in (first, second):
        for symbol, direction in directions.items():
            if isinstance(direction, Expression) and (met := moving.intersection(symbols_of(direction))):
                name = min(found.name for found in met)
                raise InputError(
                    f"the direction {brief(direction)} of {symbol.name} contains {name}, which moves; "
                    f"use fresh symbols as directions and substitute afterwards."
                )
    return derivative(derivative(value, first), second)
