"""The written form of the logic: expressions, facts, statements and theory files, as syntax trees.

Multiplication is written by juxtaposition, a transpose by ``'``: ``G[j] = W[j+1]' W[j+1] if 0 <= j <= n-1``.
A tree is a tuple: ("number", q), ("name", name, arguments), ("call", function, arguments), ("add", a, b),
("subtract", a, b), ("multiply", a, b), ("power", a, exponent), ("transpose", a).  Python's standard library only.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from proofs_check.logic.indices import RefusedError, need

FUNCTIONS = {"tr": 1, "norm": 1, "eig": 2, "real": 1, "mean": 1}
RELATIONS = ("=", ">=", "<=", "psd")
MOST_CHARACTERS, MOST_DIGITS = 10_000, 1_000  # of one formula, and of a number in it
_TOKEN = re.compile(r"\s*(?:(\d+(?:/[1-9]\d*)?)|([A-Za-z][A-Za-z0-9_]*)|(>=|<=|[-+^'()\[\],=]))")

Tree = tuple[Any, ...]


class Relation(NamedTuple):
    """``left sign right``; for ``psd`` the right side is the number 0."""

    left: Tree
    sign: str
    right: Tree


class Sequent(NamedTuple):
    """A relation and the relations that are assumed for it."""

    conclusion: Relation
    hypotheses: tuple[Relation, ...]


class _Reader:
    """A reader of one text by recursive descent."""

    def __init__(self, text: str):
        most = MOST_CHARACTERS
        need(len(text) <= most, f"a formula has {len(text):,} characters, and at most {most:,} are read")
        self.text, self.tokens, self.place, place = text, [], 0, 0
        while match := _TOKEN.match(text, place):
            self.tokens.append(match.group().strip())
            place = match.end()
        if rest := text[place:].strip():
            raise RefusedError(f"{rest[:20]!r} in {text!r} cannot be read")

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        if not token or (expected and token != expected):
            raise RefusedError(f"{expected or 'something more'!r} is missing in {self.text!r}")
        self.place += 1
        return token

    def expression(self) -> Tree:
        total = ("number", Fraction(0)) if self.peek() == "-" else self.product()
        while self.peek() in ("+", "-"):
            operation = "add" if self.take() == "+" else "subtract"
            total = (operation, total, self.product())
        return total

    def product(self) -> Tree:
        total = self.factor()
        while self.peek() == "(" or (self.peek()[:1].isalnum() and self.peek() not in ("psd", "if")):
            total = ("multiply", total, self.factor())
        return total

    def factor(self) -> Tree:
        base = self.base()
        while self.peek() in ("^", "'"):
            base = ("transpose", base) if self.take() == "'" else ("power", base, self.base())
        return base

    def base(self) -> Tree:
        token = self.take()
        if token == "(":
            inner = self.expression()
            self.take(")")
            return inner
        if token[0].isdigit():
            need(len(token) <= MOST_DIGITS, f"a number has more than {MOST_DIGITS:,} digits")
            return ("number", Fraction(token))
        need(token[0].isalpha(), f"there is {token!r} where a term is expected in {self.text!r}")
        if token in FUNCTIONS:
            arguments = self.arguments("(", ")")
            need(len(arguments) == FUNCTIONS[token], f"{token} has {FUNCTIONS[token]} argument(s), see {self.text!r}")
            return ("call", token, arguments)
        return ("name", token, self.arguments("[", "]") if self.peek() == "[" else ())

    def arguments(self, opening: str, closing: str) -> tuple[Tree, ...]:
        self.take(opening)
        found = [self.expression()]
        while self.peek() == ",":
            self.take()
            found.append(self.expression())
        self.take(closing)
        return tuple(found)

    def relations(self) -> list[Relation]:
        """A relation, or several as in ``1 <= j <= n``."""
        left, found = self.expression(), []
        need(self.peek() in RELATIONS, f"a relation (=, >=, <= or psd) is missing in {self.text!r}")
        while self.peek() in RELATIONS:
            sign = self.take()
            right = ("number", Fraction(0)) if sign == "psd" else self.expression()
            found.append(Relation(left, sign, right))
            left = right
        return found

    def statement(self) -> Sequent:
        conclusion, hypotheses = self.relations(), []
        need(len(conclusion) == 1, f"one conclusion is expected in {self.text!r}")
        if self.peek() == "if":
            self.take()
            hypotheses += self.relations()
            while self.peek() == ",":
                self.take()
                hypotheses += self.relations()
        return Sequent(conclusion[0], tuple(hypotheses))

    def end(self) -> None:
        need(not self.peek(), f"{self.peek()!r} is not expected in {self.text!r}")


@lru_cache(maxsize=16384)
def expression(text: str) -> Tree:
    """The tree of an expression."""
    reader = _Reader(text)
    tree = reader.expression()
    reader.end()
    return tree


@lru_cache(maxsize=16384)
def statement(text: str) -> Sequent:
    """The tree of ``conclusion`` or ``conclusion if hypothesis, hypothesis``."""
    reader = _Reader(text)
    tree = reader.statement()
    reader.end()
    return tree


class Existence(NamedTuple):
    """There are ``witnesses`` with ``facts``, if the hypotheses hold."""

    facts: tuple[Relation, ...]
    witnesses: tuple[str, ...]
    hypotheses: tuple[Relation, ...]


def existence(text: str) -> Existence:
    """The parts of ``some LETTERS: fact, fact if hypothesis, hypothesis``."""
    match = re.fullmatch(r"some ([A-Za-z0-9_ ]+): (.+?)(?: if (.+))?", text)
    need(match is not None, f"{text!r} is not written as 'some LETTERS: facts if hypotheses'")
    assert match is not None
    return Existence(relations(match[2]), tuple(match[1].split()), relations(match[3] or ""))


@lru_cache(maxsize=4096)
def relations(text: str) -> tuple[Relation, ...]:
    """The relations of a text such as ``1 <= j <= n, m >= 0``; none for an empty text."""
    if not text.strip():
        return ()
    return statement("0 = 0 if " + text).hypotheses


# -- theory files ------------------------------------------------------------------------------------------------------


class Declaration(NamedTuple):
    """The kind of a name, "index", "size", "scalar" or "matrix"; a fixed name is never replaced."""

    name: str
    kind: str
    fixed: bool
    parameters: tuple[str, ...] = ()
    rows: Tree = ()
    cols: Tree = ()
    symmetric: bool = False


class Line(NamedTuple):
    """A named statement of a theory with the remark that stands beside it."""

    name: str
    role: str
    text: str
    remark: str


class MotionText(NamedTuple):
    """``NAME[parameters]`` moves with a rate, from a start, where the relations of ``range`` hold."""

    name: str
    parameters: tuple[str, ...]
    rate: Tree
    start: Tree
    range: tuple[Relation, ...]


class RandomText(NamedTuple):
    """``NAME[parameters]`` has independent entries with mean 0 and a variance, Gaussian or not, in a range."""

    name: str
    parameters: tuple[str, ...]
    gaussian: bool
    variance: Tree
    range: tuple[Relation, ...]


class DependsText(NamedTuple):
    """``NAME[parameters]`` is a function of ``on[low], ..., on[high]``, in a range."""

    name: str
    parameters: tuple[str, ...]
    on: str
    low: Tree
    high: Tree
    range: tuple[Relation, ...]


class TheoryText(NamedTuple):
    """A theory file: declarations in order, lines, motions, the names of fixed letters that do not move, letters that
    are random, letters that depend on them, and the names of fixed letters that are sure.
    """

    declarations: tuple[Declaration, ...]
    lines: tuple[Line, ...]
    motions: tuple[MotionText, ...]
    still: tuple[str, ...]
    random: tuple[RandomText, ...] = ()
    depends: tuple[DependsText, ...] = ()
    sure: tuple[str, ...] = ()


GOALS = ("theorem", "part")
"""The roles of lines to be proved: a whole claim, or a part of a claim whose rest is not in the language."""
ROLES = ("axiom", "existence", "definition", "assumption", *GOALS)
_DECLARATION = re.compile(r"(fixed )?(index|size|scalar|matrix|symmetric) ([^:]+)(?:: (.+) x (.+))?")
_NAME = re.compile(r"([A-Za-z][A-Za-z0-9_]*)(?:\[([a-z, ]+)\])?")
_MOTION = re.compile(r"motion ([A-Za-z][A-Za-z0-9_]*)(?:\[([a-z, ]+)\])?: (.+?) from (.+?)(?: if (.+))?")
_RANDOM = re.compile(r"(random|gaussian) ([A-Za-z][A-Za-z0-9_]*)(?:\[([a-z, ]+)\])?: variance (.+?)(?: if (.+))?")
_DEPENDS = re.compile(r"depends ([A-Za-z][A-Za-z0-9_]*)(?:\[([a-z, ]+)\])?: (\w+) from (.+?) to (.+?)(?: if (.+))?")
_LINE = re.compile(rf"({'|'.join(ROLES)}) ([A-Za-z0-9_./-]+): (.+)")


def theory_text(text: str) -> TheoryText:
    """Read a theory file: one declaration or line each, ``#`` begins a remark, an indented line continues the last."""
    declarations: list[Declaration] = []
    lines: list[Line] = []
    motions: list[MotionText] = []
    still: list[str] = []
    random: list[RandomText] = []
    depends: list[DependsText] = []
    sure: list[str] = []
    for raw in re.sub(r"\n[ \t]+(?=\S)", " ", text).splitlines():
        body, _, remark = (part.strip() for part in raw.partition("#"))
        if not body:
            continue
        if match := _LINE.fullmatch(body):
            lines.append(Line(match[2], match[1], match[3], remark))
        elif match := _MOTION.fullmatch(body):
            rate, start = expression(match[3]), expression(match[4])
            motions.append(MotionText(match[1], _parameters(match[2]), rate, start, relations(match[5] or "")))
        elif match := _RANDOM.fullmatch(body):
            kind, name, indices, variance, where = match.groups()
            random.append(
                RandomText(name, _parameters(indices), kind == "gaussian", expression(variance), relations(where or ""))
            )
        elif match := _DEPENDS.fullmatch(body):
            name, indices, on, low, high, where = match.groups()
            ends = expression(low), expression(high)
            depends.append(DependsText(name, _parameters(indices), on, *ends, relations(where or "")))
        elif body.startswith("sure "):
            sure += body.split()[1:]
        elif body.startswith("still "):
            still += body.split()[1:]
        else:
            declarations.extend(_declarations(body))
    return TheoryText(
        tuple(declarations), tuple(lines), tuple(motions), tuple(still), tuple(random), tuple(depends), tuple(sure)
    )


def _parameters(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _declarations(body: str) -> list[Declaration]:
    match = _DECLARATION.fullmatch(body)
    need(match is not None, f"{body!r} is neither a declaration nor a line of a theory")
    assert match is not None
    kind = "matrix" if match[2] == "symmetric" else match[2]
    need((kind == "matrix") == bool(match[4]), f"a matrix, and nothing else, has a shape: {body!r}")
    shape = (expression(match[4]), expression(match[5])) if match[4] else ((), ())
    found = []
    for word in re.split(r" (?![^\[]*\])", match[3].strip()):
        name = _NAME.fullmatch(word)
        need(name is not None, f"{word!r} is not a name")
        assert name is not None
        need(name[1] not in FUNCTIONS and name[1] not in ("I", "psd", "if"), f"{name[1]} has a meaning already")
        parameters = _parameters(name[2])
        need(not parameters or bool(match[1]), f"only what is fixed has indices: {body!r}")
        need(not parameters or kind != "index", f"an index variable has no indices: {body!r}")
        found.append(Declaration(name[1], kind, bool(match[1]), parameters, *shape, match[2] == "symmetric"))
    return found
