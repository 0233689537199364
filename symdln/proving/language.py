"""Reads questions such as ``A: m x n; A' A = 0 |- A = 0``; what cannot be read is refused with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from symdln.errors import InputError, cut
from symdln.proving.polynomials import ONE, Alphabet, Polynomial, Shape, plus, times
from symdln.proving.question import (
    Equation,
    MadeMatrix,
    Question,
    declare_letter,
    declare_made,
    equation,
    letter_value,
)

MOST_CHARACTERS, MOST_DEPTH, MOST_TERMS, MOST_LETTERS, MOST_POWER, MOST_DIGITS = 10_000, 50, 2000, 400, 100, 40

FLAGS = ("sym", "orth", "proj", "col")
RESERVED = {*FLAGS, "scalar", "inv", "pinv", "tr", "I", "zero", "commute", "with"}

_TOKEN = re.compile(r"[ \t\r]*(?:(?P<number>\d+)|(?P<name>[^\W\d]\w*)|(?P<sign>\|-|⊢|:=|[-+*@/()^'=:;,\n]))")
_EXAMPLE = "A: m x n; A' A = 0 |- A = 0"
_UNKNOWN: Shape = ("", "")  # of the identity, which fits every square size


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Value:
    """A polynomial with its shape; a scalar has none, and may hold traces."""

    polynomial: Polynomial
    shape: Shape | None

    @property
    def has_traces(self) -> bool:
        return self.shape is None and any(word for _, word in self.polynomial)


def read(text: str) -> Question:
    """The question that the text asks.

    Declarations and hypotheses stand before ``|-``, claims behind it, with ``;``, ``,`` or ends of lines between them.
    ``InputError`` with the character's position for whatever cannot be read, and for sizes that do not fit.

    >>> question = read("A: m x n; B: n x m; A B A = A |- sym A B")
    >>> [one.text for one in question.hypotheses], question.claims[0].shape
    (['A B A = A'], ('m', 'm'))
    """
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"there is no question to read; write one like {_EXAMPLE!r}.")
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"the question has {len(text)} characters; at most {MOST_CHARACTERS} are read.")
    return _Reader(text).question()


class _Reader:
    """A recursive descent over the tokens of a question."""

    def __init__(self, text: str):
        self.text = text
        self.tokens = list(self._tokens())
        self.place, self.depth = 0, 0
        self.alphabet = Alphabet()
        self.abbreviations: dict[str, Value] = {}
        self.hypotheses: list[Equation] = []
        self.made: dict[str, MadeMatrix] = {}
        self.kinds: dict[str, str] = {}

    def _tokens(self):
        place, end = 0, len(self.text.rstrip())
        while place < end:
            found = _TOKEN.match(self.text, place)
            if found is None:
                rest = self.text[place:end].lstrip(" \t\r")
                at = end - len(rest) + 1
                raise InputError(f"the character {rest[:1]!r} at position {at} has no meaning in a question.")
            kind = str(found.lastgroup)
            token = "|-" if found[kind] == "⊢" else found[kind]
            yield Token(kind, token, found.start(kind), found.end(kind))
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

    # -- statements ----------------------------------------------------------------------------------------------------

    def question(self) -> Question:
        self._statements(self._left_statement, "|-")
        if self.token.text != "|-":
            raise InputError(f"the question has no '|-' before its claims; write one like {_EXAMPLE!r}.")
        self.take()
        claims: list[Equation] = []
        self._statements(lambda: claims.extend(self.equations()), "")
        if self.token.kind != "end":
            self.refuse("a second '|-' cannot be read")
        if not claims:
            raise InputError(f"the question claims nothing behind '|-'; write a claim there, as in {_EXAMPLE!r}.")
        return Question(self.text, self.alphabet, tuple(self.hypotheses), tuple(claims), self.made, self.kinds)

    def _statements(self, read_one: Callable[[], None], stop: str) -> None:
        while True:
            while self.token.text in {";", ",", "\n"}:
                self.take()
            if self.token.kind == "end" or self.token.text == "|-" or self.token.text == stop:
                return
            read_one()
            if self.token.kind != "end" and self.token.text not in {";", ",", "\n", "|-"}:
                self.refuse("the statement does not continue")

    def _left_statement(self) -> None:
        count = 0
        while self.tokens[min(self.place + count, len(self.tokens) - 1)].kind == "name":
            count += 1
        if count and self.ahead(count) == ":":
            self._declaration(count)
        elif count == 1 and self.ahead(1) == ":=":
            name = self._new_name()
            self.take(":=")
            self.abbreviations[name] = self.sum()
        elif count == 1 and self.ahead(1) == "=" and self.ahead(2) in {"inv", "pinv"}:
            self._inverse()
        else:
            self.hypotheses += self.equations()

    def _new_name(self) -> str:
        token = self.take()
        if token.text in RESERVED:
            self.refuse(f"{token.text!r} is a word of the language and cannot name a matrix; choose another name", token)
        if token.text in self.known():
            self.refuse(f"{token.text!r} has a meaning already; choose another name", token)
        return token.text

    def known(self) -> list[str]:
        a = self.alphabet
        return [*a.shapes, *sorted(a.scalars), *self.abbreviations, *sorted(a.sizes)]

    def _declaration(self, count: int) -> None:
        names = [self._new_name() for _ in range(count)]
        self.take(":")
        if len(set(names)) < count:
            self.refuse("one name is declared twice")
        if self.token.text == "scalar":
            self.take()
            self.alphabet.scalars |= set(names)
            return
        shape = self._shape(names)
        flags = []
        while self.token.text in FLAGS:
            flags.append(self.take().text)
        for name in names:
            declare_letter(self.alphabet, name, shape)
            for flag in flags:
                self._flag(name, shape, flag)

    def _shape(self, names: list[str]) -> Shape:
        rows = self._size(names)
        if self.token.text != "x":
            return rows, rows
        self.take()
        return rows, self._size(names)

    def _size(self, names: list[str]) -> str:
        token = self.take()
        size = str(int(token.text)) if token.kind == "number" and len(token.text) < MOST_DIGITS else token.text
        if token.kind not in {"name", "number"} or size == "0" or size in RESERVED:
            self.refuse("a size is expected, a name or a positive number as in 'A: m x 2'", token)
        if size in names or (size in self.known() and size not in self.alphabet.sizes):
            self.refuse(f"{size!r} cannot be a size, for it names a matrix or a scalar", token)
        return size

    def _flag(self, name: str, shape: Shape, flag: str) -> None:
        if flag != "col" and shape[0] != shape[1]:
            self.refuse(f"{name} is {shape[0]} x {shape[1]}, and only square matrices are {flag!r}")
        if flag in {"sym", "proj"} and name in self.alphabet.shapes:
            self.alphabet.symmetric.add(name)
        if flag != "sym":
            self.kinds[name] = flag
        a = letter_value(self.alphabet, name)
        t, inner = self.alphabet.transposed(a), (shape[1], shape[1])
        if flag == "proj":
            self.hypotheses.append(equation(times(a, a), a, shape, f"{name} {name} = {name}"))
        if flag in {"orth", "col"}:
            self.hypotheses.append(equation(times(t, a), ONE, inner, f"{name}' {name} = I"))
        if flag == "orth":
            self.hypotheses.append(equation(times(a, t), ONE, shape, f"{name} {name}' = I"))

    def _inverse(self) -> None:
        name = self._new_name()
        self.take("=")
        kind = self.take()
        self.take("(")
        start = self.token
        value = self.sum()
        text = self._span(start)
        self.take(")")
        shape = value.shape
        if shape is None or shape == _UNKNOWN:
            self.refuse(f"{kind.text} needs a matrix of known size", start)
        if kind.text == "inv" and shape[0] != shape[1]:
            self.refuse(f"{text} is {shape[0]} x {shape[1]}, and only square matrices have an inverse; use pinv", start)
        one = MadeMatrix("inv" if kind.text == "inv" else "pinv", value.polynomial, shape, text)
        self.made[name] = one
        self.hypotheses += declare_made(self.alphabet, name, one)

    # -- equations -----------------------------------------------------------------------------------------------------

    def equations(self) -> list[Equation]:
        """``X = Y = Z``, ``zero X``, ``sym X``, ``proj X`` or ``commute X with Y``."""
        if self.token.text in {"zero", "sym", "proj", "commute"}:
            return self._property(self.take())
        first = start = self.token
        sides, texts = [self.sum()], [self._span(start)]
        while self.token.text == "=":
            self.take()
            start = self.token
            sides.append(self.sum())
            texts.append(self._span(start))
        if len(sides) < 2:
            self.refuse(f"'=' is expected behind {cut(texts[0])!r}" if self.token is not first else "'=' is expected")
        pairs = zip(sides, sides[1:], texts, texts[1:], strict=False)
        return [self._equation(a, b, f"{s} = {t}", first) for a, b, s, t in pairs]

    def _equation(self, left: Value, right: Value, text: str, at: Token) -> Equation:
        shape = self._common(left, right, at)
        if shape == _UNKNOWN:
            self.refuse("an equation of multiples of I alone has no known size; write one of scalars", at)
        return equation(left.polynomial, right.polynomial, shape, text)

    def _property(self, word: Token) -> list[Equation]:
        start = self.token
        X, text = self.sum(), self._span(start)
        if word.text == "zero":
            return [self._equation(X, Value({}, None), f"{text} = 0", start)]
        t = text if text.isidentifier() or _is_bracketed(text) else f"({text})"
        if word.text == "commute":
            self.take("with")
            start = self.token
            Y, other = self.sum(), self._span(start)
            o = other if other.isidentifier() or _is_bracketed(other) else f"({other})"
            return [self._equation(self._times(X, Y, start), self._times(Y, X, start), f"{t} {o} = {o} {t}", start)]
        found = [self._equation(self._turned(X), X, f"{t}' = {text}", start)]
        if word.text == "proj":
            found.append(self._equation(self._times(X, X, start), X, f"{t} {t} = {text}", start))
        return found

    def _span(self, start: Token) -> str:
        """The text from a token up to the place that has been read."""
        return " ".join(self.text[start.start : self.tokens[self.place - 1].end].split())

    def _common(self, left: Value, right: Value, at: Token) -> Shape | None:
        """The shape of a sum or an equation."""
        a, b = left.shape, right.shape
        if a == b:
            return a
        for one, other in ((left, b), (right, a)):
            if one.shape is None and not one.polynomial:
                return other  # 0 fits every shape
            if one.shape is None and other == ("1", "1") and not one.has_traces:
                return other
            if one.shape == _UNKNOWN and other is not None and other[0] == other[1]:
                return other
        if a is None or b is None:
            self.refuse("a scalar and a matrix cannot be added or equated; write t I for t times the identity", at)
        one, other = (" x ".join(shape) if shape != _UNKNOWN else "a multiple of I" for shape in (a, b))
        self.refuse(f"the sizes {one} and {other} differ", at)

    # -- expressions ---------------------------------------------------------------------------------------------------

    def sum(self) -> Value:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise InputError(f"brackets are nested more than {MOST_DEPTH} deep in the question; write it flatter.")
        start = self.token
        total: Value | None = None
        while total is None or self.token.text in {"+", "-"}:
            sign = 1
            while self.token.text in {"+", "-"}:
                sign *= -1 if self.take().text == "-" else 1
            term = self.product()
            term = Value({m: sign * c for m, c in term.polynomial.items()}, term.shape)
            if total is None:
                total = term
            else:
                shape = self._common(total, term, start)
                total = Value(plus(total.polynomial, term.polynomial), shape)
        self.depth -= 1
        return total

    def product(self) -> Value:
        value = self.factor()
        while True:
            at = self.token
            if at.text in {"*", "@"}:
                self.take()
                value = self._times(value, self.factor(), at)
            elif at.text == "/":
                self.take()
                value = self._divided(value)
            elif (at.kind in {"name", "number"} and at.text != "with") or at.text == "(":
                value = self._times(value, self.factor(), at)
            else:
                return value

    def _divided(self, value: Value) -> Value:
        at, number = self.token, self._number()
        if not number:
            self.refuse("a division by zero cannot be read", at)
        return Value({m: c / number for m, c in value.polynomial.items()}, value.shape)

    def _number(self) -> Fraction:
        token = self.token
        if token.kind != "number":
            self.refuse("a number is expected")
        if len(token.text) > MOST_DIGITS:
            raise InputError(f"a number of {len(token.text)} digits is not read; at most {MOST_DIGITS} are.")
        self.take()
        return Fraction(int(token.text))

    def _times(self, left: Value, right: Value, at: Token) -> Value:
        if len(left.polynomial) * len(right.polynomial) > MOST_TERMS:
            self.refuse(f"a product has more than {MOST_TERMS} terms; name a factor instead of writing it out", at)
        if (left.has_traces and right.shape is not None) or (right.has_traces and left.shape is not None):
            self.refuse("a trace is multiplied with a matrix; traces occur in linear equations of scalars only", at)
        if left.has_traces and right.has_traces:
            self.refuse("two traces are multiplied; equations must be linear in traces", at)
        shape = self._product_shape(left.shape, right.shape, at)
        polynomial = times(left.polynomial, right.polynomial)
        if any(len(word) + len(scalars) > MOST_LETTERS for scalars, word in polynomial):
            self.refuse(f"a product has more than {MOST_LETTERS} factors", at)
        return Value(polynomial, shape)

    def _product_shape(self, a: Shape | None, b: Shape | None, at: Token) -> Shape | None:
        if a is None or b is None:
            return a or b
        if a == _UNKNOWN or b == _UNKNOWN:
            return a if b == _UNKNOWN else b
        if a[1] != b[0]:
            self.refuse(f"a matrix of size {a[0]} x {a[1]} is multiplied with one of size {b[0]} x {b[1]}", at)
        return a[0], b[1]

    def factor(self) -> Value:
        value = self.atom()
        while True:
            if self.token.text == "'":
                self.take()
                value = self._turned(value)
            elif self.token.text == "^":
                self.take()
                value = self._power(value)
            else:
                return value

    def _turned(self, value: Value) -> Value:
        if value.shape is None:
            return value
        return Value(self.alphabet.transposed(value.polynomial), value.shape[::-1])

    def _power(self, value: Value) -> Value:
        at = self.token
        if at.text == "T":
            self.take()
            return self._turned(value)
        power = self._number()
        if power > MOST_POWER:
            self.refuse(f"a power above {MOST_POWER} is not read", at)
        if value.shape is not None and value.shape[0] != value.shape[1]:
            self.refuse(f"a matrix of size {value.shape[0]} x {value.shape[1]} has no powers", at)
        result = Value(ONE, value.shape)
        for _ in range(int(power)):
            result = self._times(result, value, at)
        return result

    def atom(self) -> Value:
        token = self.token
        if token.kind == "number":
            number = self._number()
            return Value({m: number for m in ONE} if number else {}, None)
        if token.text == "(":
            self.take()
            value = self.sum()
            self.take(")")
            return value
        if token.kind != "name":
            self.refuse("a matrix, a scalar or a bracket is missing")
        self.take()
        return self._trace() if token.text == "tr" else self._named(token)

    def _trace(self) -> Value:
        at = self.take("(")
        value = self.sum()
        self.take(")")
        if value.shape is None or value.shape == _UNKNOWN:
            self.refuse("tr needs a matrix of known size; the trace of the identity of size n is n", at)
        if value.shape[0] != value.shape[1]:
            self.refuse(f"tr is taken of a matrix of size {value.shape[0]} x {value.shape[1]}, which is not square", at)
        return Value(self.alphabet.trace(value.polynomial, value.shape[0]), None)

    def _named(self, token: Token) -> Value:
        name = token.text
        if name == "I":
            return Value(ONE, _UNKNOWN)
        if name in self.abbreviations:
            return self.abbreviations[name]
        if name in self.alphabet.one_by_one:
            return Value(letter_value(self.alphabet, name), ("1", "1"))
        if name in self.alphabet.shapes:
            return Value(letter_value(self.alphabet, name), self.alphabet.shapes[name])
        if name in self.alphabet.scalars or name in self.alphabet.sizes:
            return Value({((name,), ()): Fraction(1)}, None)
        known = ", ".join(self.known()[:30]) or "none yet"
        self.refuse(f"{name!r} was not declared before (declared: {known})", token)


def _is_bracketed(text: str) -> bool:
    """Whether the text is one bracket."""
    return text.startswith("(") and text.endswith(")") and text.count("(") == 1
