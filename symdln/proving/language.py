"""Reads questions such as ``A: m x n; A' A = 0 |- A = 0``: declarations, hypotheses and claims."""

from __future__ import annotations

from collections.abc import Callable

from symdln.errors import InputError, cut
from symdln.proving.expressions import MOST_DIGITS, UNKNOWN, ExpressionReader, ShapedValue, Token
from symdln.proving.polynomials import ONE, Shape, times
from symdln.proving.question import (
    Equation,
    MadeMatrix,
    Question,
    declare_letter,
    declare_made,
    equation,
    letter_value,
)

MOST_CHARACTERS = 10_000
FLAGS = ("sym", "orth", "proj", "col")
RESERVED = {*FLAGS, "scalar", "inv", "pinv", "tr", "I", "zero", "commute", "with"}
SEPARATORS = {";", ",", "\n"}
_EXAMPLE = "A: m x n; A' A = 0 |- A = 0"


def read(text: str) -> Question:
    """The question that the text asks.

    Declarations and hypotheses stand before ``|-``, claims behind it, with ``;``, ``,`` or ends of lines between them.
    ``InputError`` with the character's position for unreadable text, and for sizes that do not fit.

    >>> question = read("A: m x n; B: n x m; A B A = A |- sym A B")
    >>> [one.text for one in question.hypotheses], question.claims[0].shape
    (['A B A = A'], ('m', 'm'))
    """
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"there is no question to read; write one like {_EXAMPLE!r}.")
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"the question has {len(text)} characters; at most {MOST_CHARACTERS} are read.")
    return _QuestionReader(text).question()


class _QuestionReader(ExpressionReader):
    """The statements of a question."""

    def __init__(self, text: str):
        super().__init__(text)
        self.hypotheses: list[Equation] = []
        self.made: dict[str, MadeMatrix] = {}
        self.kinds: dict[str, str] = {}

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
            while self.token.text in SEPARATORS:
                self.take()
            if self.token.kind == "end" or self.token.text == "|-" or self.token.text == stop:
                return
            read_one()
            if self.token.kind != "end" and self.token.text not in {*SEPARATORS, "|-"}:
                self.refuse("';', ',' or '|-' is expected after a statement")

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
            self.refuse(
                f"{token.text!r} is a word of the language and cannot name a matrix; choose another name", token
            )
        if token.text in self.known():
            self.refuse(f"{token.text!r} has a meaning already; choose another name", token)
        return token.text

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
        text = self.span(start)
        self.take(")")
        shape = value.shape
        if shape is None or shape == UNKNOWN:
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
        sides, texts = [self.sum()], [self.span(start)]
        while self.token.text == "=":
            self.take()
            start = self.token
            sides.append(self.sum())
            texts.append(self.span(start))
        if len(sides) < 2:
            self.refuse(f"'=' is expected behind {cut(texts[0])!r}" if self.token is not first else "'=' is expected")
        pairs = zip(sides, sides[1:], texts, texts[1:], strict=False)
        return [self._equation(a, b, f"{s} = {t}", first) for a, b, s, t in pairs]

    def _equation(self, left: ShapedValue, right: ShapedValue, text: str, at: Token) -> Equation:
        shape = self.common(left, right, at)
        if shape == UNKNOWN:
            self.refuse("an equation of multiples of I alone has no known size; write one of scalars", at)
        return equation(left.polynomial, right.polynomial, shape, text)

    def _property(self, word: Token) -> list[Equation]:
        start = self.token
        X, text = self.sum(), self.span(start)
        if word.text == "zero":
            return [self._equation(X, ShapedValue({}, None), f"{text} = 0", start)]
        t = text if text.isidentifier() or _is_bracketed(text) else f"({text})"
        if word.text == "commute":
            self.take("with")
            start = self.token
            Y, other = self.sum(), self.span(start)
            o = other if other.isidentifier() or _is_bracketed(other) else f"({other})"
            return [self._equation(self.times(X, Y, start), self.times(Y, X, start), f"{t} {o} = {o} {t}", start)]
        found = [self._equation(self.turned(X), X, f"{t}' = {text}", start)]
        if word.text == "proj":
            found.append(self._equation(self.times(X, X, start), X, f"{t} {t} = {text}", start))
        return found


def _is_bracketed(text: str) -> bool:
    """Whether the text is one bracket."""
    return text.startswith("(") and text.endswith(")") and text.count("(") == 1
