"""Reads the formulas of derivations, and computes with them: sums of rational numbers times scalars times words.

A word is a product of letters ``A`` and their transposes ``A'``; a scalar is a name, a size, or the trace of a word,
and traces that agree by ``tr(u v) = tr(v u)`` and ``tr(w') = tr(w)`` are one.  A formula may be summed over layers, and
is then given by its summand: what holds for every summand holds for the sum.  Only the standard library is used, and
nothing of the code that makes derivations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

MOST_TERMS, MOST_CHARACTERS, MOST_POWER, MOST_NESTING = 20_000, 20_000, 50, 40
Word = tuple[str, ...]
Key = tuple[tuple[Any, ...], Word]
"""Scalars, each as often as its power says, and a word; a trace stands among the scalars as a pair ("tr", word)."""
Polynomial = dict[Key, Fraction]
Shape = tuple[str, str] | None
Stage = dict[str, Polynomial]
"""For every range of summation the summand; "" is what is not summed."""


class DerivationRefusedError(Exception):
    """A derivation that cannot be read, or a step that does not hold; the message is one sentence."""


def need(condition: Any, message: str) -> None:
    if not condition:
        raise DerivationRefusedError(f"{message}.")


def entry(data: Any, key: str, kind: type) -> Any:
    need(isinstance(data, dict) and type(data.get(key)) is kind, f"the entry {key!r} is missing or of a wrong type")
    return data[key]


def is_size(text: str) -> bool:
    """Whether a text is the name of a size or a number from 1 on."""
    return text.isidentifier() or re.fullmatch(r"[1-9]\d{0,8}", text, re.ASCII) is not None


class LetterShape(NamedTuple):
    rows: str
    columns: str
    symmetric: bool = False


LetterShapes = Mapping[str, LetterShape]


def letters_of(data: Any) -> LetterShapes:
    found = {}
    need(isinstance(data, dict), "the letters of a step are missing")
    for name, one in data.items():
        good = isinstance(one, list) and len(one) == 3 and all(isinstance(x, str) for x in one[:2])
        named = name.isidentifier() and name not in ("tr", "I", "vec")
        need(good and named and type(one[2]) is bool, f"the letter {name[:40]!r} is not declared")
        need(not one[2] or one[0] == one[1], f"{name[:40]} is symmetric and not square")
        need(all(map(is_size, one[:2])), f"a size of {name[:40]} is not at least 1")
        found[name] = LetterShape(*one)
    return found


class FormulaValue(NamedTuple):
    """A polynomial with its shape; None for a scalar, and 0 fits everywhere."""

    polynomial: Polynomial
    shape: Shape


# -- arithmetic --------------------------------------------------------------------------------------------------------


def number(value: Fraction | int) -> Polynomial:
    return {((), ()): Fraction(value)} if value else {}


def scalar(atom: Any) -> Polynomial:
    return {((atom,), ()): Fraction(1)}


def add(first: Polynomial, second: Polynomial, times: Fraction | int = 1) -> Polynomial:
    """``first + times * second``."""
    total = dict(first)
    for key, value in second.items():
        total[key] = total.get(key, Fraction(0)) + times * value
    need(len(total) <= MOST_TERMS, f"a formula has more than {MOST_TERMS} terms")
    return {key: value for key, value in total.items() if value}


def multiply(first: Polynomial, second: Polynomial) -> Polynomial:
    need(len(first) * len(second) <= MOST_TERMS, f"a product has more than {MOST_TERMS} terms")
    total: Polynomial = {}
    for (s, u), x in first.items():
        for (t, w), y in second.items():
            key = (tuple(sorted(s + t, key=repr)), u + w)
            total[key] = total.get(key, Fraction(0)) + x * y
    return {key: value for key, value in total.items() if value}


class FormulaAlgebra:
    """Words in letters whose shapes are known."""

    def __init__(self, letters: LetterShapes):
        self.letters = letters

    def turn(self, letter: str) -> str:
        if self.letters[letter.removesuffix("'")].symmetric:
            return letter
        return letter[:-1] if letter.endswith("'") else letter + "'"

    def reverse(self, word: Word) -> Word:
        return tuple(map(self.turn, reversed(word)))

    def ends(self, letter: str) -> tuple[str, str]:
        """The rows and the columns of a letter or its transpose."""
        one = self.letters[letter.removesuffix("'")]
        return (one.columns, one.rows) if letter.endswith("'") else (one.rows, one.columns)

    def transpose(self, polynomial: Polynomial) -> Polynomial:
        return {(s, self.reverse(word)): value for (s, word), value in polynomial.items()}

    def turned(self, value: FormulaValue) -> FormulaValue:
        """The transpose of a value with its shape; that of a scalar is the scalar."""
        shape = (value.shape[1], value.shape[0]) if value.shape else None
        return FormulaValue(self.transpose(value.polynomial), shape)

    def trace_of_word(self, word: Word) -> Polynomial:
        """The trace of a word; where it passes through the size 1 it is a product of numbers, which are traces too."""
        cuts = [k for k, letter in enumerate(word) if self.ends(letter)[0] == "1"]
        pieces = [word[a:b] for a, b in pairwise([*cuts, cuts[0] + len(word)])] if cuts else [word]
        if cuts:
            pieces[-1] = word[cuts[-1] :] + word[: cuts[0]]
        total = number(1)
        for piece in pieces:
            turns = [w[k:] + w[:k] for w in (piece, self.reverse(piece)) for k in range(len(w))]
            total = multiply(total, scalar(("tr", min(turns))))
        return total

    def trace(self, polynomial: Polynomial, size: str) -> Polynomial:
        """The trace of a square matrix of this size."""
        total: Polynomial = {}
        for (s, word), value in polynomial.items():
            one = self.trace_of_word(word) if word else size_value(size)
            total = add(total, multiply({(s, ()): value}, one))
        return total

    def product(self, first: FormulaValue, second: FormulaValue) -> FormulaValue:
        a, b = first.shape, second.shape
        need(not a or not b or a[1] == b[0], "the sizes in a product do not fit")
        shape = (a[0], b[1]) if a and b else a or b
        return FormulaValue(multiply(first.polynomial, second.polynomial), shape)

    def substitute(
        self, polynomial: Polynomial, images: Mapping[str, FormulaValue], into: FormulaAlgebra | None = None
    ) -> Polynomial:
        """Every letter that has an image replaced by it, also in traces; the others stay, as letters of ``into``."""
        target = into or self
        total: Polynomial = {}
        for (s, word), value in polynomial.items():
            part = {((), ()): value}
            for atom in s:
                if isinstance(atom, tuple):
                    whole = self._image(atom[1], images, target)
                    need(whole.shape and whole.shape[0] == whole.shape[1], "a trace is not of a square matrix")
                    part = multiply(part, target.trace(whole.polynomial, (whole.shape or ("", ""))[0]))
                else:
                    part = multiply(part, scalar(atom))
            total = add(total, multiply(part, self._image(word, images, target).polynomial))
        return total

    def _image(self, word: Word, images: Mapping[str, FormulaValue], target: FormulaAlgebra) -> FormulaValue:
        whole = FormulaValue(number(1), None)
        for letter in word:
            image = images.get(letter.removesuffix("'"))
            if image is None:
                here = target.letters.get(letter.removesuffix("'"))
                need(here is not None, f"the letter {letter[:80]} is not known after the step")
                one = FormulaValue({((), (letter,)): Fraction(1)}, target.ends(letter))
            elif letter.endswith("'"):
                one = target.turned(image)
            else:
                one = image
            whole = target.product(whole, one)
        return whole

    def opened(self, stage: Stage, definitions: Mapping[str, FormulaValue]) -> Stage:
        """The formula with all opaque letters replaced by what they stand for, until none is left."""
        for _ in range(MOST_NESTING):
            if not any(name in definitions for polynomial in stage.values() for name in names_in(polynomial)):
                return {over: polynomial for over, polynomial in stage.items() if polynomial}
            stage = {over: self.substitute(polynomial, definitions) for over, polynomial in stage.items()}
        raise DerivationRefusedError("the definitions of the opaque letters are circular.")


def size_value(size: str) -> Polynomial:
    return number(int(size)) if size.isdecimal() else scalar(size)


def names_in(polynomial: Polynomial) -> set[str]:
    """The names of all letters that occur."""
    words = [word for _, word in polynomial] + [atom[1] for s, _ in polynomial for atom in s if isinstance(atom, tuple)]
    return {letter.removesuffix("'") for word in words for letter in word}


# -- the reader --------------------------------------------------------------------------------------------------------

_SUM = r"sum_\{(?:\d<=)?[A-Za-z]\w*(?:<[A-Za-z]\w*|>=\d)?\}"
_TOKEN = re.compile(rf"\s*({_SUM}|\|\||\d+(?:/[1-9]\d*)?|[A-Za-z]\w*|[-+^'()\[\],⊗])")


class Reader(FormulaAlgebra):
    """The formulas of a text, by recursive descent."""

    def __init__(self, text: Any, letters: LetterShapes):
        super().__init__(letters)
        need(isinstance(text, str) and len(text) <= MOST_CHARACTERS, "a formula is not a text of readable length")
        self.text, self.tokens, self.at, self.depth, place = text, [], 0, 0, 0
        while text[place:].strip():
            found = _TOKEN.match(text, place)
            need(found, f"{text[place:].strip()[:20]!r} cannot be read in a formula")
            assert found is not None
            self.tokens.append(found[1])
            place = found.end()

    def peek(self, by: int = 0) -> str:
        return self.tokens[self.at + by] if self.at + by < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.peek()
        need(token and wanted in ("", token), f"{wanted or 'something more'!r} is missing in {self.text[:80]!r}")
        self.at += 1
        return token

    def stage(self) -> tuple[Stage, Shape]:
        """A whole formula with its shape."""
        found = self.block() if self.peek() == "[" else self.sum()
        need(not self.peek(), f"{self.peek()!r} is not expected in {self.text[:80]!r}")
        return found

    def value(self) -> FormulaValue:
        """A whole formula that is not summed over layers."""
        stage, shape = self.stage()
        need(set(stage) <= {""}, "a formula is summed over layers where a single one is expected")
        return FormulaValue(stage.get("", {}), shape)

    def sum(self) -> tuple[Stage, Shape]:
        self.depth += 1
        need(self.depth <= MOST_NESTING, "a formula is nested too deeply")
        total: Stage = {}
        shape: Shape = None
        first = True
        while first or self.peek() in ("+", "-"):
            sign = -1 if self.peek() == "-" else 1
            self.at += self.peek() in ("+", "-")
            over, (polynomial, here) = self.term()
            empty = (here is None and not polynomial) or (shape is None and not any(total.values()))
            need(first or here == shape or empty, "matrices of different shapes are added")
            shape = here if here is not None or first else shape
            total[over] = add(total.get(over, {}), polynomial, sign)
            first = False
        self.depth -= 1
        return total, shape

    def term(self) -> tuple[str, FormulaValue]:
        over, value, count = "", FormulaValue(number(1), None), 0
        while self.peek() and self.peek() not in ("+", "-", ")", "]", ",", "⊗") and (self.peek() != "||" or self.opens):
            if self.peek().startswith("sum_{"):
                need(not over, "there is a sum inside a sum")
                over = self.take()[5:-1]
                continue
            value, count = self.product(value, self.factor()), count + 1
        need(count, f"a term is missing in {self.text[:80]!r}")
        return over, value

    opens = True
    """Whether the next ``||`` begins a norm."""

    def factor(self) -> FormulaValue:
        value = self.base()
        while self.peek() in ("^", "'"):
            turned = self.take() == "'" or self.peek() == "T"
            exponent = self.take() if self.tokens[self.at - 1] == "^" else "T"
            if turned:
                value = self.turned(value)
                continue
            need(exponent.isdecimal() and int(exponent) <= MOST_POWER, "a power cannot be read")
            need(not value.shape or value.shape[0] == value.shape[1], "a power is taken of a matrix that is not square")
            base, value = value, FormulaValue(number(1), value.shape)
            for _ in range(int(exponent)):
                value = self.product(value, base)
        return value

    def inside(self, closing: str) -> FormulaValue:
        stage, shape = self.sum()
        need(set(stage) <= {""}, "there is a sum over layers in brackets")
        self.take(closing)
        return FormulaValue(stage.get("", {}), shape)

    def base(self) -> FormulaValue:
        token = self.take()
        if token[0].isdigit():
            return FormulaValue(number(Fraction(token)), None)
        if token == "(":
            return self.bracket(")")
        if token == "||":
            value = self.norm()
            need((self.take(), self.take()) == ("^", "2"), "a norm is not squared")
            return value
        need(not token.startswith("sum_{"), "there is a sum over layers in a block")
        need(token[0].isalpha(), f"{token!r} is not expected in {self.text[:80]!r}")
        if token == "tr" and self.peek() == "(":
            self.take()
            value = self.bracket(")")
            need(value.shape and value.shape[0] == value.shape[1], "a trace is not of a square matrix")
            return FormulaValue(self.trace(value.polynomial, (value.shape or ("", ""))[0]), None)
        if token == "I" and self.peek() == "(":
            self.take()
            size = self.take()
            need(is_size(size) and size not in self.letters, f"{size!r} is not the size of an identity")
            self.take(")")
            return FormulaValue(number(1), (size, size))
        need(token not in ("tr", "I", "vec"), f"{token!r} is followed by no bracket in {self.text[:80]!r}")
        if token in self.letters:
            return FormulaValue({((), (token,)): Fraction(1)}, self.ends(token))
        return FormulaValue(scalar(token), None)

    def bracket(self, closing: str) -> FormulaValue:
        before, self.opens = self.opens, True
        value = self.inside(closing)
        self.opens = before
        return value

    def norm(self) -> FormulaValue:
        before, self.opens = self.opens, False
        value = self.inside("||")
        self.opens = before
        need(value.shape, "a norm is taken of a number")
        square = multiply(self.transpose(value.polynomial), value.polynomial)
        return FormulaValue(self.trace(square, (value.shape or ("", ""))[1]), None)

    # -- blocks ``[c L ⊗ R] vec(V)``, which stand for c L V R' ---------------------------------------------------------

    def block(self) -> tuple[Stage, Shape]:
        self.take("[")
        parts: list[tuple[int, FormulaValue, FormulaValue, Shape]] = []
        while not parts or self.peek() in ("+", "-"):
            sign = -1 if self.peek() == "-" else 1
            self.at += self.peek() in ("+", "-")
            parts.append((sign, *self.kronecker()))
        self.take("]")
        need((self.take(), self.take()) == ("vec", "("), "a block is not applied to a vector")
        V = self.base()
        self.take(")")
        total, shape = {}, None
        for sign, left, right, turned in parts:
            need(turned in (None, V.shape), "a transposed block has another shape than V")
            middle = self.turned(V) if turned else V
            one = self.product(self.product(left, middle), self.turned(right))
            need(shape in (None, one.shape), "matrices of different shapes are added")
            total, shape = add(total, one.polynomial, sign), one.shape
        return {"": total}, shape

    def single(self) -> FormulaValue:
        """A term that is not summed over layers."""
        over, value = self.term()
        need(not over, "there is a sum over layers in a block")
        return value

    def kronecker(self) -> tuple[FormulaValue, FormulaValue, Shape]:
        """``c L ⊗ R``, or ``c (L ⊗ R) K(r, c)``, in which V, of the shape r x c, is transposed."""
        before = FormulaValue(number(1), None)
        while self.peek()[:1].isdigit() or (self.peek()[:1].isalpha() and self.peek() not in (*self.letters, "I")):
            before = self.product(before, self.factor())
        place = self.at
        if self.peek() == "(":
            self.take()
            left = self.single()
            if self.peek() == "⊗":
                self.take()
                right = self.single()
                self.take(")")
                written = [self.take() for _ in range(6)]
                fits = written[:2] == ["K", "("] and written[3] == "," and written[5] == ")"
                need(fits, "a block is not written as a Kronecker product")
                return self.product(before, left), right, (written[2], written[4])
            self.at = place
        left = self.single()
        self.take("⊗")
        return self.product(before, left), self.single(), None
