"""Reads statements about matrices of any size: every hypothesis and claim becomes a polynomial p, and says p = 0.

Only the standard library is used, and nothing of the prover: the two readers are compared by tests.  A polynomial is a
sum of rational numbers times scalars times words, a word being a product of letters A and their transposes A'; in an
equation of scalars a word stands for its trace, and words with equal traces by tr(u v) = tr(v u) and tr(w') = tr(w) are
one.  A 1 x 1 matrix is a scalar: it commutes and equals its transpose.  All arithmetic is limited before it is done.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

MOST_CHARACTERS, MOST_NESTING, MOST_DIGITS, MOST_BITS = 10_000, 50, 40, 20_000
MOST_FACTORS, MOST_TERMS, MOST_WORK = 400, 20_000, 20_000_000

Polynomial = dict[tuple[tuple[str, ...], tuple[str, ...]], Fraction]  # scalars, word -> coefficient
Shape = tuple[str, str] | None  # None is an equation of scalars, in which a word stands for its trace
Value = tuple[Polynomial, Shape]
ANY = ("", "")  # the shape of a multiple of I whose size is not known
ONE: Polynomial = {((), ()): Fraction(1)}
TOKEN = re.compile(r"[ \t\r]*(\d+|[^\W\d]\w*|\|-|⊢|:=|[-+*@/()^'=:;,\n])")
LONG_WORDS = {"⊢": "|-", "symmetric": "sym", "orthogonal": "orth"}
WORDS = {"sym", "orth", "proj", "col", "scalar", "inv", "pinv", "tr", "I", "zero", "commute", "with"}


class MatrixProofRefusedError(Exception):
    """The question cannot be read, or the certificate does not settle it; the message is one sentence."""


def need(condition: Any, message: str) -> None:
    if not condition:
        raise MatrixProofRefusedError(f"{message}.")


class Algebra:
    """Letters with their shapes, and arithmetic whose total work is limited."""

    def __init__(self) -> None:
        self.shapes: dict[str, tuple[str, str]] = {}
        self.names: dict[str, Value] = {}  # of matrices, scalars, sizes and abbreviations
        self.symmetric: set[str] = set()
        self.scalars: set[str] = set()
        self.sizes: set[str] = set()
        self.work = 0

    def add(self, p: Polynomial, q: Polynomial, factor: Fraction | int = 1) -> Polynomial:
        self.work += len(p)
        total = dict(p)
        for key, c in q.items():
            total[key] = value = total.get(key, Fraction(0)) + factor * c
            bits = value.numerator.bit_length() + value.denominator.bit_length()
            need(bits <= MOST_BITS, "a number is too long")
            self.work += 1 + len(key[0]) + len(key[1]) + bits // 64
            if not value:
                del total[key]
        need(len(total) <= MOST_TERMS, f"a polynomial has more than {MOST_TERMS} terms")
        need(self.work <= MOST_WORK, f"checking takes more than {MOST_WORK} operations")
        return total

    def mul(self, p: Polynomial, q: Polynomial) -> Polynomial:
        need(len(p) * len(q) <= MOST_TERMS, f"a product has more than {MOST_TERMS} terms")
        total: Polynomial = {}
        for (s, u), a in p.items():
            for t, w in q:
                need(len(s) + len(t) + len(u) + len(w) <= MOST_FACTORS, f"a product has over {MOST_FACTORS} factors")
            total = self.add(total, {(tuple(sorted(s + t)), u + w): a * b for (t, w), b in q.items()})
        return total

    def turn(self, letter: str) -> str:
        return letter if letter in self.symmetric else letter[:-1] if letter.endswith("'") else letter + "'"

    def reverse(self, word: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self.turn, word[::-1]))

    def transpose(self, value: Value) -> Value:
        p, shape = value
        return ({(s, self.reverse(w)): c for (s, w), c in p.items()}, (shape[1], shape[0])) if shape else value

    def trace(self, p: Polynomial, size: str) -> Polynomial:
        """Words up to rotation and transposition; the trace of the identity is its size."""
        total: Polynomial = {}
        for (s, word), c in p.items():
            self.work += 2 * len(word) ** 2
            if not word and size.isdecimal():
                c = c * int(size)
            elif not word:
                s = tuple(sorted((*s, size)))
            least = min((w[k:] + w[:k] for w in (word, self.reverse(word)) for k in range(len(w))), default=())
            total = self.add(total, {(s, least): c})
        return total

    def shape(self, word: tuple[str, ...]) -> Shape:
        """Rows and columns of a product, whose sizes must fit; None for the empty product."""
        found = []
        for letter in word:
            name = letter.removesuffix("'")
            need(name in self.shapes and letter in (name, self.turn(name)), f"{letter[:80]!r} is not a matrix")
            found.append(self.shapes[name] if letter == name else self.shapes[name][::-1])
        need(all(a[1] == b[0] for a, b in pairwise(found)), f"the sizes in {' '.join(word)[:80]!r} do not fit")
        return (found[0][0], found[-1][1]) if found else None

    def declare(self, name: str, shape: tuple[str, str]) -> None:
        """A matrix; one of size 1 x 1 is a scalar."""
        fresh = re.fullmatch(r"[^\W\d]\w*", name) and name not in WORDS and name not in self.names
        need(fresh, f"the name {name[:80]!r} cannot be used")
        for size in shape:
            need(size not in self.names or size in self.sizes, f"{size[:80]!r} is not a size")
            if not size.isdecimal():
                self.sizes.add(size)
                self.names[size] = {((size,), ()): Fraction(1)}, None
        need(name not in self.sizes, f"{name[:80]!r} is a size")
        one = shape == ("1", "1")
        self.names[name] = {((name,), ()) if one else ((), (name,)): Fraction(1)}, shape
        if one:
            self.scalars.add(name)
        else:
            self.shapes[name] = shape

    def made(self, name: str, kind: str, value: Value) -> list[Value]:
        """The equations of the inverse or the pseudo-inverse, whose name is new."""
        shape = value[1]
        need(shape and shape != ANY and (kind == "pinv" or shape[0] == shape[1]), f"this {kind} cannot be read")
        rows, columns = shape or ANY
        self.declare(name, (columns, rows))
        b = self.names[name]
        ab, ba = self.times(value, b), self.times(b, value)
        if kind == "inv":
            return [self.equal(ba, (ONE, ANY)), self.equal(ab, (ONE, ANY))]
        pairs = [(self.times(ab, value), value), (self.times(ba, b), b)]
        return [self.equal(x, y) for x, y in [*pairs, (self.transpose(ab), ab), (self.transpose(ba), ba)]]

    def times(self, left: Value, right: Value) -> Value:
        (p, a), (q, b) = left, right
        traced = [shape is None and any(word for _, word in f) for f, shape in (left, right)]
        need(not all(traced) and not (traced[0] and b) and not (traced[1] and a), "a trace is multiplied by a matrix")
        one = [shape == ("1", "1") and not any(word for _, word in f) for f, shape in (left, right)]
        if one[0] or one[1]:  # a 1 x 1 matrix without words is a scalar
            return self.mul(p, q), (b or a) if one[0] else (a or b)
        need(not a or not b or ANY in (a, b) or a[1] == b[0], f"the sizes {a} and {b} do not fit")
        shape = a or b if not (a and b) else b if a == ANY else a if b == ANY else (a[0], b[1])
        return self.mul(p, q), shape

    def common(self, left: Value, right: Value) -> Shape:
        """The shape of a sum: 0 fits everything, I every square, a number 1 x 1 matrices."""
        if left[1] == right[1]:
            return left[1]
        for (p, shape), (_, other) in ((left, right), (right, left)):
            if shape is None and (not p or (other == ("1", "1") and not any(word for _, word in p))):
                return other
            if shape == ANY and other is not None and other[0] == other[1]:
                return other
        raise MatrixProofRefusedError(f"the shapes {left[1]} and {right[1]} differ.")

    def equal(self, left: Value, right: Value) -> Value:
        """``left - right``; an equation of 1 x 1 matrices without words is one of scalars."""
        shape = self.common(left, right)
        need(shape != ANY, "an equation of multiples of I has no size")
        p = self.add(left[0], right[0], -1)
        return p, None if shape == ("1", "1") and not any(word for _, word in p) else shape


class QuestionReader(Algebra):
    """The facts and claims of a question, by recursive descent over its text."""

    def __init__(self, text: Any):
        super().__init__()
        need(isinstance(text, str) and len(text) <= MOST_CHARACTERS, "the question is not a text of readable length")
        self.tokens, place = [], 0
        while place < len(text.rstrip()):
            found = TOKEN.match(text, place)
            need(found, f"the question has no meaning at position {place + 1}")
            self.tokens.append(LONG_WORDS.get(found[1], found[1]))  # type: ignore[index]
            place = found.end()  # type: ignore[union-attr]
        self.at = self.depth = 0
        self.facts: list[Value] = []
        self.claims: list[Value] = []
        while self.next_statement():
            self.statement()
        self.take("|-")
        while self.next_statement():
            self.claims += self.equations()
        need(self.claims and not self.peek(), "the question does not end with claims")

    def peek(self, by: int = 0) -> str:
        return self.tokens[self.at + by] if self.at + by < len(self.tokens) else ""

    def take(self, wanted: str | None = None) -> str:
        token = self.peek()
        need(token and wanted in (None, token), f"the question has {token[:80]!r} where {wanted!r} is expected")
        self.at += 1
        return token

    def next_statement(self) -> bool:
        """Go to the next statement, if there is one before ``|-`` or the end."""
        ended = not self.at or self.tokens[self.at - 1] == "|-" or self.peek() in ("", ";", ",", "\n", "|-")
        need(ended, f"a statement does not continue with {self.peek()[:80]!r}")
        while self.peek() in (";", ",", "\n"):
            self.at += 1
        return self.peek() not in ("", "|-")

    def statement(self) -> None:
        count = 0
        while re.match(r"[^\W\d]", self.peek(count)):
            count += 1
        follows, then = self.peek(count), self.peek(count + 1)
        if count and follows == ":":
            self.declaration([self.take() for _ in range(count)])
        elif count == 1 and follows == ":=":
            name, _ = self.take(), self.take()
            need(name not in self.names and name not in WORDS, f"the name {name[:80]!r} cannot be used")
            self.names[name] = self.sum()
        elif count == 1 and follows == "=" and then in ("inv", "pinv"):
            name, _, kind, _ = (self.take() for _ in range(4))
            need(self.tokens[self.at - 1] == "(" and name not in self.names, f"this {kind} cannot be read")
            value = self.sum()
            self.take(")")
            self.facts += self.made(name, kind, value)
        else:
            self.facts += self.equations()

    def declaration(self, names: list[str]) -> None:
        self.take(":")
        if self.peek() == "scalar":
            self.take()
            for name in names:
                self.declare(name, ("1", "1"))
                self.names[name] = self.names[name][0], None
            return
        rows = columns = self.size(names)
        if self.peek() == "x":
            self.take()
            columns = self.size(names)
        flags = []
        while self.peek() in ("sym", "orth", "proj", "col"):
            flags.append(self.take())
        for name in names:
            self.declare(name, (rows, columns))
            for flag in flags:
                need(rows == columns or flag == "col", f"{name[:80]} is not square")
                if flag in ("sym", "proj") and name in self.shapes:
                    self.symmetric.add(name)
                a, b = self.names[name], self.transpose(self.names[name])
                self.facts += [self.equal(self.times(a, a), a)] if flag == "proj" else []
                self.facts += [self.equal(self.times(b, a), (ONE, ANY))] if flag in ("orth", "col") else []
                self.facts += [self.equal(self.times(a, b), (ONE, ANY))] if flag == "orth" else []

    def size(self, names: list[str]) -> str:
        size = self.take()
        size = str(int(size)) if size.isdecimal() and len(size) < MOST_DIGITS else size
        need(
            re.fullmatch(r"\w+", size) and size != "0" and size not in {*names, *WORDS}, f"{size[:80]!r} is not a size"
        )
        return size

    def equations(self) -> list[Value]:
        word = self.peek()
        if word not in ("zero", "sym", "proj", "commute"):
            sides = [self.sum()]
            while self.peek() == "=":
                self.take()
                sides.append(self.sum())
            need(len(sides) > 1, "a statement has no '='")
            return [self.equal(a, b) for a, b in pairwise(sides)]
        self.take()
        x = self.sum()
        if word == "commute":
            self.take("with")
            y = self.sum()
            return [self.equal(self.times(x, y), self.times(y, x))]
        first = [self.equal(x, ({}, None)) if word == "zero" else self.equal(self.transpose(x), x)]
        return [*first, self.equal(self.times(x, x), x)] if word == "proj" else first

    def sum(self) -> Value:
        self.depth += 1
        need(self.depth <= MOST_NESTING, "the question is nested too deeply")
        total: Value | None = None
        while total is None or self.peek() in ("+", "-"):
            sign = 1
            while self.peek() in ("+", "-"):
                sign *= -1 if self.take() == "-" else 1
            term = self.product()
            shape = term[1] if total is None else self.common(total, term)
            total = self.add({} if total is None else total[0], term[0], sign), shape
        self.depth -= 1
        return total

    def product(self) -> Value:
        value = self.factor()
        while True:
            token = self.peek()
            if token == "/":
                self.take()
                number = self.number()
                need(number, "the question divides by zero")
                value = self.add({}, value[0], Fraction(1, number)), value[1]
            elif token in ("*", "@", "(") or (re.match(r"\w", token) and token != "with"):
                self.at += token in ("*", "@")
                value = self.times(value, self.factor())
            else:
                return value

    def number(self) -> int:
        token = self.take()
        need(token.isdecimal() and len(token) <= MOST_DIGITS, "a number is missing or too long")
        return int(token)

    def factor(self) -> Value:
        value, powered = self.atom(), False
        while self.peek() in ("'", "^"):
            if self.take() == "'":
                value = self.transpose(value)
            elif self.peek() == "T":
                self.take()
                value = self.transpose(value)
            else:
                need(not powered, "two powers in a row need brackets")
                powered, power, base = True, self.number(), value
                need(power <= 100 and (not value[1] or value[1][0] == value[1][1]), "a power cannot be read")
                value = ONE, value[1]
                for _ in range(power):
                    value = self.times(value, base)
        return value

    def atom(self) -> Value:
        token = self.take()
        if token.isdecimal():
            self.at -= 1
            number = self.number()
            return ({((), ()): Fraction(number)} if number else {}), None
        if token in ("tr", "("):
            if token == "tr":
                self.take("(")
            p, shape = self.sum()
            self.take(")")
            if token == "(":
                return p, shape
            need(shape and shape != ANY and shape[0] == shape[1], "tr needs a square matrix of known size")
            return self.trace(p, (shape or ANY)[0]), None
        need(token == "I" or token in self.names, f"{token[:80]!r} was not declared")
        return (ONE, ANY) if token == "I" else self.names[token]
