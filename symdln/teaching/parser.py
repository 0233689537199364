"""Reads a learner's formulas: products, sums, transposes, traces and squared norms of known symbols; runs no code."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

from symdln.algebra.words import Expression, Scalar, Symbol, identity, norm_squared, product, scalar, trace
from symdln.algebra.words.scalars import Monomial
from symdln.algebra.words.symbols import Size
from symdln.errors import InputError

MOST_CHARACTERS, MOST_DEPTH, MOST_TERMS, MOST_POWER, MOST_DIGITS = 4000, 50, 2000, 24, 40
MOST_BITS, MOST_FACTORS = 14_000, 2000  # of a coefficient; of one term, as long as a formula can be when written out

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+)|(?P<norm>\|\|)|(?P<transpose>\^\s*T\b|'|\.T\b)|(?P<name>[^\W\d]\w*)|(?P<sign>[-+@*/()^,]))"
)

Value = Expression | Scalar


def _number(value: Value) -> Value:
    """A 1 x 1 matrix as a scalar; any other value as it is."""
    return trace(value) if isinstance(value, Expression) and value.shape == (1, 1) else value


class _Measure:
    """How large a value is: its terms, the bits of its longest coefficient, the factors of its longest term."""

    def __init__(self, value: Value):
        if isinstance(value, Scalar):
            parts = [(0, value.polynomial)]
        else:
            parts = [(len(word), coefficient.polynomial) for word, coefficient in value.terms]
        self.terms = sum(len(polynomial) for _, polynomial in parts)
        numbers = [number for _, polynomial in parts for number in polynomial.values()]
        self.bits = max((max(q.numerator.bit_length(), q.denominator.bit_length()) for q in numbers), default=0)
        self.factors = max(
            (letters + _factors(monomial) for letters, polynomial in parts for monomial in polynomial), default=0
        )


def _factors(monomial: Monomial) -> int:
    return sum(power * (1 if isinstance(atom, str) else len(atom)) for atom, power in monomial)


def _check_product(*measures: _Measure) -> None:
    """``InputError`` where the product of values of these sizes may be too large, before anything is multiplied."""
    if math.prod(measure.terms for measure in measures) > MOST_TERMS:
        raise InputError(f"a product may have more than {MOST_TERMS} terms when written out; write fewer brackets.")
    if sum(measure.bits for measure in measures) > MOST_BITS:
        raise InputError("a number becomes too long when it is written out; write smaller powers.")
    if sum(measure.factors for measure in measures) > MOST_FACTORS:
        raise InputError(f"a term has more than {MOST_FACTORS} factors when written out; write smaller powers.")


def parse(text: str, symbols: Iterable[Symbol], scalars: Iterable[str] = ()) -> Value:
    """The matrix or scalar that the text denotes.

    Names of ``symbols`` and ``scalars``; ``^T``, ``'`` or ``.T`` for the transpose; products by ``@``, ``*`` or space;
    ``+``, ``-``, rational coefficients such as ``1/2``; ``tr(...)``, ``||...||^2``, ``I(size)`` and powers of scalars.
    A 1 x 1 symbol is a scalar, and so is a 1 x 1 product that is added to one.
    ``InputError``, with the place, for anything else and for sizes that do not fit.

    >>> A, B = Symbol("A", "m", "n"), Symbol("B", "n", "m")
    >>> print(parse("1/2 tr(B @ A) + 1/2 tr(A' B^T)", [A, B]))
    tr(A B)
    """
    if not isinstance(text, str) or not text.strip():
        raise InputError("there is no formula to read; write one like A^T (P Sxx - Syx) B^T.")
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"a formula of {len(text)} characters is not read; at most {MOST_CHARACTERS} are.")
    reader = _FormulaReader(text, _by_name(symbols), set(scalars))
    value = reader.sum()
    reader.end()
    return value


def _by_name(symbols: Iterable[Symbol]) -> dict[str, Symbol]:
    found: dict[str, Symbol] = {}
    for symbol in symbols:
        if found.setdefault(symbol.name, symbol) != symbol:
            raise InputError(f"two different symbols are called {symbol.name}.")
    return found


class _FormulaReader:
    """A recursive descent over the tokens."""

    def __init__(self, text: str, symbols: Mapping[str, Symbol], scalars: set[str]):
        self.text, self.symbols = text, symbols
        sizes = {size for symbol in symbols.values() for size in symbol.shape if isinstance(size, str)}
        self.sizes, self.scalars = sizes, scalars | sizes
        self.tokens = list(self._tokens())
        self.place, self.depth = 0, 0
        self.norms = 0  # number of open || since the last bracket

    def _tokens(self) -> Iterable[tuple[str, str, int]]:
        place, end = 0, len(self.text.rstrip())
        while place < end:
            found = _TOKEN.match(self.text, place)
            if found is None:
                rest = self.text[place:end].lstrip()
                raise InputError(f"{rest[:1]!r} at character {end - len(rest) + 1} has no meaning in a formula.")
            kind = str(found.lastgroup)
            yield kind, found[kind], found.start(kind) + 1
            place = found.end()

    # -- tokens --------------------------------------------------------------------------------------------------------

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.place][:2] if self.place < len(self.tokens) else ("end", "")

    def _take(self, sign: str | None = None) -> str:
        kind, found = self._peek()
        if kind == "end" or (sign is not None and found != sign):
            wanted = f"{sign!r} is missing" if sign else "the formula breaks off"
            raise InputError(f"{wanted} {self._where()} of {self.text!r}.")
        self.place += 1
        return found

    def _where(self) -> str:
        return f"at character {self.tokens[self.place][2]}" if self.place < len(self.tokens) else "at the end"

    def end(self) -> None:
        """Refuse any remaining text."""
        if self.place < len(self.tokens):
            raise InputError(f"{self._peek()[1]!r} {self._where()} of {self.text!r} does not continue the formula.")

    # -- grammar -------------------------------------------------------------------------------------------------------

    def sum(self) -> Value:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise InputError(f"brackets are nested more than {MOST_DEPTH} deep.")
        total = self._product()
        while self._peek()[1] in {"+", "-"}:
            minus = self._take() == "-"
            term = self._product()
            if isinstance(total, Scalar) != isinstance(term, Scalar):
                total, term = _number(total), _number(term)
            if isinstance(total, Scalar) != isinstance(term, Scalar):
                raise InputError(f"cannot add the scalar and the matrix in {total} + {term}.")
            total = total + (term * -1 if minus else term)  # type: ignore[operator]
        self.depth -= 1
        return total

    def _product(self) -> Value:
        minus = False
        while self._peek()[1] in {"+", "-"}:
            minus ^= self._take() == "-"
        value = self._factor()
        while True:
            kind, found = self._peek()
            if found in {"@", "*"}:
                self._take()
                value = self._times(value, self._factor())
            elif found == "/":
                self._take()
                divisor = Scalar(self._divisor())
                _check_product(_Measure(value), _Measure(divisor))
                value = value / divisor.value
            elif kind in {"name", "number"} or found == "(" or (kind == "norm" and not self.norms):
                value = self._times(value, self._factor())
            else:
                return value * -1 if minus else value

    def _times(self, left: Value, right: Value) -> Value:
        _check_product(_Measure(left), _Measure(right))
        if isinstance(left, Expression) and isinstance(right, Expression):
            return product(left, right)
        return left * right  # type: ignore[operator]

    def _divisor(self) -> Fraction:
        kind, found = self._peek()
        if kind != "number":
            raise InputError(f"only a number can divide; {found!r} {self._where()} is not a number.")
        where, number = self._where(), self._number()
        if not number:
            raise InputError(f"there is a division by zero {where} of {self.text!r}.")
        return number

    def _number(self) -> Fraction:
        digits = self._take()
        if len(digits) > MOST_DIGITS:
            raise InputError(f"a number of {len(digits)} digits is not read; at most {MOST_DIGITS} are.")
        return Fraction(int(digits))

    def _factor(self) -> Value:
        powered, value = self._peek()[0] == "norm", self._atom()
        while True:
            kind, found = self._peek()
            if kind == "transpose":
                self._take()
                value = value.T if isinstance(value, Expression) else value
            elif found == "^":
                self._take()
                if powered:
                    raise InputError("two powers in a row need brackets, such as (a^2)^3.")
                powered, value = True, self._power(value)
            else:
                return value

    def _power(self, value: Value) -> Scalar:
        if not isinstance(value, Scalar):
            raise InputError(f"powers are read for scalars only, not for {value}; write the product out.")
        power = self._number() if self._peek()[0] == "number" else Fraction(-1)
        if not 0 <= power <= MOST_POWER:
            raise InputError(f"after ^ there must be T or a power from 0 to {MOST_POWER} that is not too large.")
        _check_product(*[_Measure(value)] * int(power))
        return value ** int(power)

    def _atom(self) -> Value:
        kind, found = self._peek()
        if kind == "number":
            return Scalar(self._number())
        if kind == "norm":
            return self._norm()
        if found == "(":
            return self._bracket()
        if kind != "name":
            raise InputError(f"a symbol, a number or a bracket is missing {self._where()} of {self.text!r}.")
        return self._named(self._take())

    def _bracket(self) -> Value:
        self._take("(")
        before, self.norms = self.norms, 0
        value = self.sum()
        self.norms = before
        self._take(")")
        return value

    def _norm(self) -> Scalar:
        self._take("||")
        self.norms += 1
        value = self.sum()
        self._take("||")
        self.norms -= 1
        self._take("^")
        if self._take() != "2" or not isinstance(value, Expression):
            raise InputError("a squared norm is written ||F||^2 with a matrix F.")
        _check_product(_Measure(value), _Measure(value))
        return norm_squared(value)

    def _named(self, name: str) -> Value:
        if name in self.symbols:
            return _number(self.symbols[name])
        if name == "tr" and self._peek()[1] == "(":
            value = self._bracket()
            if not isinstance(value, Expression):
                raise InputError(f"tr({value}) is the trace of a scalar; write it without tr.")
            return trace(value)
        if name == "I" and self._peek()[1] == "(":
            return self._identity()
        if name in self.scalars:
            return scalar(name)
        known = ", ".join([*self.symbols, *sorted(self.scalars)])
        raise InputError(f"{name!r} is not known here; the names are {known}, and tr, I.")

    def _identity(self) -> Expression:
        self._take("(")
        found = self._take()
        if found.isdecimal() and len(found) > MOST_DIGITS:
            raise InputError(f"a number of {len(found)} digits is not read; at most {MOST_DIGITS} are.")
        size: Size = int(found) if found.isdecimal() else found
        if size not in self.sizes and not isinstance(size, int):
            raise InputError(f"there is no size called {found!r}; the sizes are {', '.join(sorted(self.sizes))}.")
        self._take(")")
        return identity(size)
