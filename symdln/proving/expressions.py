"""Reads matrix expressions such as ``(A B)' - 2 t I``; an unreadable expression is refused with the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from symdln.errors import InputError, cut
from symdln.proving.polynomials import ONE, Alphabet, Polynomial, Shape, flipped, plus, times
from symdln.proving.question import letter_value

MOST_DEPTH, MOST_TERMS, MOST_LETTERS, MOST_POWER, MOST_DIGITS = 50, 2000, 400, 100, 40
UNKNOWN: Shape = ("", "")  # of a multiple of the identity, which fits every square size

MADE_BEFORE = {
    "inv": "give the inverse a letter before |-, such as N = inv(A), and use the letter",
    "pinv": "give the pseudo-inverse a letter before |-, such as G = pinv(A), and use the letter",
    "orth": "it is a kind of matrix, as in U: n orth; claim U' U = I instead",
}
"""Words with a fixed place in a question, and the advice where they stand elsewhere."""
NO_PART = {"det": "determinants", "rank": "ranks", "norm": "norms", "exp": "exponentials", "sqrt": "roots"}
"""Words of mathematics that are no part of a question; each may be declared as a letter."""
LONG_WORDS = {"⊢": "|-", "symmetric": "sym", "orthogonal": "orth"}
INEQUALITY = "; a question consists of equations, and inequalities can be stated in the logic (docs/logic.md)"
_TOKEN = re.compile(r"[ \t\r]*(?:(?P<number>\d+)|(?P<name>[^\W\d]\w*)|(?P<sign>\|-|⊢|:=|[-+*@/()^'=:;,\n]))")


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class ShapedValue:
    """A polynomial with its shape; a scalar has none, and may hold traces."""

    polynomial: Polynomial
    shape: Shape | None

    @property
    def is_one_by_one_scalar(self) -> bool:
        """Whether this is a number as a matrix of size 1 x 1; as a factor it acts like a scalar."""
        return self.shape == ("1", "1") and not any(word for _, word in self.polynomial)

    @property
    def has_traces(self) -> bool:
        return self.shape is None and any(word for _, word in self.polynomial)


class ExpressionReader:
    """A recursive descent over the tokens of a text, for its expressions."""

    def __init__(self, text: str):
        self.text = text
        self.tokens = list(self._tokens())
        self.place, self.depth = 0, 0
        self.alphabet = Alphabet()
        self.abbreviations: dict[str, ShapedValue] = {}

    def _tokens(self) -> Iterator[Token]:
        place, end = 0, len(self.text.rstrip())
        while place < end:
            found = _TOKEN.match(self.text, place)
            if found is None:
                rest = self.text[place:end].lstrip(" \t\r")
                at = end - len(rest) + 1
                advice = INEQUALITY if rest[:1] in "<>≤≥" else ""
                raise InputError(f"the character {rest[:1]!r} at position {at} has no meaning in a question{advice}.")
            kind = str(found.lastgroup)
            yield Token(kind, LONG_WORDS.get(found[kind], found[kind]), found.start(kind), found.end(kind))
            place = found.end()
        yield Token("end", "", end, end)

    # -- tokens --------------------------------------------------------------------------------------------------------

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def ahead(self, by: int) -> str:
        return self.tokens[min(self.place + by, len(self.tokens) - 1)].text

    def take(self, text: str | None = None) -> Token:
        token = self.token
        if text is not None and token.text != text:
            self.refuse(f"{text!r} is expected", token)
        self.place += token.kind != "end"
        return token

    def refuse(self, message: str, token: Token | None = None) -> NoReturn:
        token = token or self.token
        what = f"{token.text!r} " if token.text.strip() else ""
        where = f"at position {token.start + 1}" if token.kind != "end" else "at the end"
        raise InputError(f"{message} {where}" + (f", where {what}stands" if what else "") + f", of {cut(self.text)!r}.")

    def span(self, start: Token) -> str:
        """The text from a token up to the place that has been read."""
        return " ".join(self.text[start.start : self.tokens[self.place - 1].end].split())

    def known(self) -> list[str]:
        a = self.alphabet
        return [*a.shapes, *sorted(a.scalars), *self.abbreviations, *sorted(a.sizes)]

    # -- shapes --------------------------------------------------------------------------------------------------------

    def common(self, left: ShapedValue, right: ShapedValue, at: Token) -> Shape | None:
        """The shape of a sum or an equation."""
        a, b = left.shape, right.shape
        if a == b:
            return a
        for one, other in ((left, b), (right, a)):
            if one.shape is None and not one.polynomial:
                return other  # 0 fits every shape
            if one.shape is None and other == ("1", "1") and not one.has_traces:
                return other
            if one.shape == UNKNOWN and other is not None and other[0] == other[1]:
                return other
        if a is None or b is None:
            self.refuse("a scalar and a matrix cannot be added or equated; write t I for t times the identity", at)
        one, other = (" x ".join(shape) if shape != UNKNOWN else "a multiple of I" for shape in (a, b))
        self.refuse(f"the sizes {one} and {other} differ", at)

    # -- expressions ---------------------------------------------------------------------------------------------------

    def sum(self) -> ShapedValue:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise InputError(f"brackets are nested more than {MOST_DEPTH} deep in the question; write it flatter.")
        start = self.token
        total: ShapedValue | None = None
        while total is None or self.token.text in {"+", "-"}:
            sign = 1
            while self.token.text in {"+", "-"}:
                sign *= -1 if self.take().text == "-" else 1
            term = self.product()
            term = ShapedValue({m: sign * c for m, c in term.polynomial.items()}, term.shape)
            if total is None:
                total = term
            else:
                shape = self.common(total, term, start)
                total = ShapedValue(plus(total.polynomial, term.polynomial), shape)
        self.depth -= 1
        return total

    def product(self) -> ShapedValue:
        value = self.factor()
        while True:
            at = self.token
            if at.text in {"*", "@"}:
                self.take()
                value = self.times(value, self.factor(), at)
            elif at.text == "/":
                self.take()
                value = self._divided(value)
            elif (at.kind in {"name", "number"} and at.text != "with") or at.text == "(":
                value = self.times(value, self.factor(), at)
            else:
                return value

    def _divided(self, value: ShapedValue) -> ShapedValue:
        at, number = self.token, self._number()
        if not number:
            self.refuse("a division by zero cannot be read", at)
        return ShapedValue({m: c / number for m, c in value.polynomial.items()}, value.shape)

    def _number(self) -> Fraction:
        token = self.token
        if token.kind != "number":
            self.refuse("a number is expected")
        if len(token.text) > MOST_DIGITS:
            raise InputError(f"a number of {len(token.text)} digits is not read; at most {MOST_DIGITS} are.")
        self.take()
        return Fraction(int(token.text))

    def times(self, left: ShapedValue, right: ShapedValue, at: Token) -> ShapedValue:
        if len(left.polynomial) * len(right.polynomial) > MOST_TERMS:
            self.refuse(f"a product has more than {MOST_TERMS} terms; name a factor instead of writing it out", at)
        if (left.has_traces and right.shape is not None) or (right.has_traces and left.shape is not None):
            self.refuse("a trace is multiplied by a matrix; traces occur in linear equations of scalars only", at)
        if left.has_traces and right.has_traces:
            self.refuse("two traces are multiplied; equations must be linear in traces", at)
        a, b = (None if value.is_one_by_one_scalar else value.shape for value in (left, right))
        shape = self._product_shape(a, b, at) if a or b else left.shape or right.shape
        polynomial = times(left.polynomial, right.polynomial)
        if any(len(word) + len(scalars) > MOST_LETTERS for scalars, word in polynomial):
            self.refuse(f"a product has more than {MOST_LETTERS} factors", at)
        return ShapedValue(polynomial, shape)

    def _product_shape(self, a: Shape | None, b: Shape | None, at: Token) -> Shape | None:
        if a is None or b is None:
            return a or b
        if a == UNKNOWN or b == UNKNOWN:
            return a if b == UNKNOWN else b
        if a[1] != b[0]:
            self.refuse(f"a matrix of size {a[0]} x {a[1]} is multiplied with one of size {b[0]} x {b[1]}", at)
        return a[0], b[1]

    def factor(self) -> ShapedValue:
        value, powered = self.atom(), False
        while True:
            if self.token.text == "'":
                self.take()
                value = self.turned(value)
            elif self.token.text == "^":
                self.take()
                turned = self.token.text == "T"
                if powered and not turned:
                    self.refuse("two powers in a row need brackets, such as (a^2)^3: there is a second one")
                powered, value = powered or not turned, self._power(value)
            else:
                return value

    def turned(self, value: ShapedValue) -> ShapedValue:
        if value.shape is None:
            return value
        return ShapedValue(self.alphabet.transposed(value.polynomial), flipped(value.shape))

    def _power(self, value: ShapedValue) -> ShapedValue:
        at = self.token
        if at.text == "T":
            self.take()
            return self.turned(value)
        power = self._number()
        if power > MOST_POWER:
            self.refuse(f"a power above {MOST_POWER} is not read", at)
        if value.shape is not None and value.shape[0] != value.shape[1]:
            self.refuse(f"a matrix of size {value.shape[0]} x {value.shape[1]} has no powers", at)
        result = ShapedValue(ONE, value.shape)
        for _ in range(int(power)):
            result = self.times(result, value, at)
        return result

    def atom(self) -> ShapedValue:
        token = self.token
        if token.kind == "number":
            number = self._number()
            return ShapedValue(dict.fromkeys(ONE, number) if number else {}, None)
        if token.text == "(":
            self.take()
            value = self.sum()
            self.take(")")
            return value
        if token.kind != "name":
            self.refuse("a matrix, a scalar or a bracket is missing")
        self.take()
        return self._trace() if token.text == "tr" else self._named(token)

    def _trace(self) -> ShapedValue:
        at = self.take("(")
        value = self.sum()
        self.take(")")
        if value.shape is None or value.shape == UNKNOWN:
            self.refuse("tr needs a matrix of known size; the trace of the identity of size n is n", at)
        if value.shape[0] != value.shape[1]:
            self.refuse(f"tr is taken of a matrix of size {value.shape[0]} x {value.shape[1]}, which is not square", at)
        return ShapedValue(self.alphabet.trace(value.polynomial, value.shape[0]), None)

    def _named(self, token: Token) -> ShapedValue:
        name = token.text
        if name == "I":
            return ShapedValue(ONE, UNKNOWN)
        if name in self.abbreviations:
            return self.abbreviations[name]
        if name in self.alphabet.one_by_one:
            return ShapedValue(letter_value(self.alphabet, name), ("1", "1"))
        if name in self.alphabet.shapes:
            return ShapedValue(letter_value(self.alphabet, name), self.alphabet.shapes[name])
        if name in self.alphabet.scalars or name in self.alphabet.sizes:
            return ShapedValue({((name,), ()): Fraction(1)}, None)
        if name in MADE_BEFORE:
            self.refuse(f"{name!r} stands inside of an expression; {MADE_BEFORE[name]}", token)
        known = ", ".join(self.known()[:30]) or "none yet"
        if name in NO_PART:
            self.refuse(f"{name!r} is not declared, and the language has no {NO_PART[name]} (docs/prove.md),", token)
        self.refuse(f"{name!r} is not declared (declared: {known}); write '{cut(name)}: m x n' before its use,", token)
