"""Writing a proof: steps are tried by the checker as they are written, and unknown weights are found by linear algebra.

Nothing here is trusted: what a script makes is a list of steps, and only their replay counts.  An item of a sum is
written without its weight; the rational weights that make the sum the goal are solved for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from proofs_check.logic import replay
from proofs_check.logic.indices import Index, RefusedError
from proofs_check.logic.reading import Meanings
from proofs_check.logic.terms import Fact, Matrix, Scalar, multiply, multiply_matrices, scale, transpose

Item = Sequence[str]
NO_NAMES: Mapping[str, str] = MappingProxyType({})
Vector = dict[Any, Fraction]


class Renaming:
    """Texts of a script as terms of a theory, in which some names are others."""

    def __init__(self, reading: Meanings, renamed: Mapping[str, str]):
        self.reading, self.renamed = reading, renamed

    def named(self, text: str) -> str:
        """The text with the names of the theory."""
        for name, new in self.renamed.items():
            text = re.sub(rf"\b{name}\b", new, text)
        return text

    def statement(self, text: str) -> tuple[frozenset[Fact], Fact]:
        return self.reading.statement(self.named(text))

    def scalar_text(self, text: str) -> Scalar:
        return self.reading.scalar_text(self.named(text))

    def index_text(self, text: str) -> Index:
        return self.reading.index_text(self.named(text))

    def matrix_text(self, text: str, rows: Index, cols: Index) -> Matrix:
        return self.reading.matrix_text(self.named(text), rows, cols)


class Script:
    """The steps of one theory, in order; every method adds a step, and gives its name.

    ``renamed`` are names that the script writes, with those that the theory has in their place.
    """

    def __init__(self, theory: str, before: Sequence[replay.Step] = (), renamed: Mapping[str, str] = NO_NAMES):
        self.theory = replay.theory(theory)
        self.read = Renaming(self.theory.reading, renamed)
        self.replay = replay.Replay(self.theory, tuple(before))
        self.steps: list[replay.Step] = []

    def add(self, name: str, rule: str, **arguments: Any) -> str:
        """Add a step; arguments that are empty are left out."""
        step = {
            "name": name,
            "rule": rule,
            **{key: value for key, value in arguments.items() if value not in ("", [], {}, None)},
        }
        step = json.loads(self.read.named(json.dumps(step)))
        self.replay.add(step)
        self.replay.get(name)
        self.steps.append(step)
        return name

    def text(self) -> str:
        """The JSON file: one step a line."""
        return "[\n" + ",\n".join(json.dumps(step) for step in self.steps) + "\n]\n"

    # -- rules -------------------------------------------------------------------------------------------------------

    def assume(self, name: str, fact: str, given: str = "") -> str:
        return self.add(name, "assume", fact=fact, given=given)

    def instantiate(self, name: str, of: str, given: str = "", **replaced: dict[str, str]) -> str:
        return self.add(name, "instantiate", of=of, **replaced, given=given)

    def cut(self, name: str, of: str, by: Sequence[str] = (), given: str = "") -> str:
        return self.add(name, "cut", of=of, by=list(by), given=given)

    def cases(self, name: str, split: str, first: str, second: str, given: str = "") -> str:
        return self.add(name, "cases", split=split, first=first, second=second, given=given)

    def trace(self, name: str, of: str, given: str = "") -> str:
        return self.add(name, "trace", of=of, given=given)

    def induction(self, name: str, variable: str, fact: str, base: str, step: str, **more: str) -> str:
        return self.add(name, "induction", variable=variable, fact=fact, base=base, step=step, **more)

    def start(self, name: str, of: str, given: str = "") -> str:
        return self.add(name, "start", of=of, given=given)

    def constant(self, name: str, term: str, of: str, given: str = "") -> str:
        return self.add(name, "constant", term=term, of=of, given=given)

    def barrier(self, name: str, function: str, bound: str, step: str, first: str, given: str = "") -> str:
        return self.add(name, "barrier", function=function, bound=bound, step=step, first=first, given=given)

    def choose(self, name: str, of: str, line: str, given: str = "", **replaced: dict[str, str]) -> str:
        return self.add(name, "choose", of=of, line=line, **replaced, given=given)

    def lowest(self, name: str, of: str, variable: str, power: int, positive: Sequence[Item] = (),
               given: str = "") -> str:  # fmt: skip
        pairs = [list(pair) for pair in positive]
        return self.add(name, "lowest", of=of, variable=variable, power=power, positive=pairs, given=given)

    def order(
        self,
        name: str,
        goal: str,
        products: Sequence[Item] = (),
        zeros: Sequence[Item] = (),
        squares: Sequence[str] = (),
        given: str = "",
    ) -> str:
        """``products`` are lists of factors, ``zeros`` pairs (multiplier, theorem), ``squares`` roots."""
        vectors = [*map(self._product, products), *map(self._zero, zeros), *map(self._square, squares)]
        weights = solve(vectors, self._fact(goal).scalar, name)
        first, second = len(products), len(products) + len(zeros)
        return self.add(
            name,
            "order",
            goal=goal,
            products=[[str(w), list(item)] for w, item in zip(weights[:first], products, strict=True) if w],
            zeros=[[_scaled(w, text), of] for w, (text, of) in zip(weights[first:second], zeros, strict=True) if w],
            squares=[[str(w), root] for w, root in zip(weights[second:], squares, strict=True) if w],
            given=given,
        )

    def matrices(
        self,
        name: str,
        goal: str,
        congruences: Sequence[tuple[Sequence[str], str, str]] = (),
        zeros: Sequence[Item] = (),
        scalar_zeros: Sequence[Item] = (),
        given: str = "",
    ) -> str:
        """``congruences`` are (numbers, U, theorem or "I size"), ``zeros`` (scalar, U, theorem, V) or (U, theorem, V),
        ``scalar_zeros`` (theorem, matrix).
        """
        fact = self._fact(goal)
        full = [item if len(item) == 4 else ("1", *item) for item in zeros]
        vectors = [self._congruence(item, fact) for item in congruences]
        vectors += [self._matrix_zero(item, fact) for item in full] + [self._times(item, fact) for item in scalar_zeros]
        weights = solve(vectors, _flat(fact.matrix), name)
        first, second = len(congruences), len(congruences) + len(full)
        return self.add(
            name,
            "matrices",
            goal=goal,
            congruences=[
                [str(w), list(numbers), u, inner]
                for w, (numbers, u, inner) in zip(weights[:first], congruences, strict=True)
                if w
            ],
            zeros=[
                [_scaled(w, p), u, of, v] for w, (p, u, of, v) in zip(weights[first:second], full, strict=True) if w
            ],
            scalar_zeros=[
                [of, _scaled(w, matrix)] for w, (of, matrix) in zip(weights[second:], scalar_zeros, strict=True) if w
            ],
            given=given,
        )

    # -- what an item adds, as a vector ------------------------------------------------------------------------------

    def _fact(self, text: str) -> Fact:
        return self.read.statement(text)[1]

    def _conclusion(self, name: str) -> Fact:
        return self.replay.get(name).conclusion

    def _product(self, factors: Item) -> Vector:
        total = self.read.scalar_text("1")
        for one in factors:
            value = self.read.scalar_text(f"real({one[6:]})") if one[:6] == "index " else self._conclusion(one).scalar
            total = multiply(total, value)
        return total

    def _zero(self, item: Item) -> Vector:
        return multiply(self.read.scalar_text(item[0]), self._conclusion(item[1]).scalar)

    def _square(self, root: str) -> Vector:
        value = self.read.scalar_text(root)
        return multiply(value, value)

    def _congruence(self, item: tuple[Sequence[str], str, str], goal: Fact) -> Vector:
        numbers, u, inner = item
        plain = inner.startswith("I ")
        size = self.read.index_text(inner[2:]) if plain else self._conclusion(inner).rows
        middle = self.read.matrix_text("I", size, size) if plain else self._conclusion(inner).matrix
        outer = self.read.matrix_text(u, size, goal.rows)
        value = multiply_matrices(multiply_matrices(transpose(outer), middle), outer)
        for one in numbers:
            value = scale(value, self._conclusion(one).scalar)
        return _flat(value)

    def _matrix_zero(self, item: Item, goal: Fact) -> Vector:
        scalar, u, name, v = item
        fact = self._conclusion(name.removesuffix("'"))
        middle, rows, cols = fact.matrix, fact.rows, fact.cols
        if name.endswith("'"):
            middle, rows, cols = transpose(middle), cols, rows
        left, right = self.read.matrix_text(u, goal.rows, rows), self.read.matrix_text(v, cols, goal.cols)
        return _flat(scale(multiply_matrices(multiply_matrices(left, middle), right), self.read.scalar_text(scalar)))

    def _times(self, item: Item, goal: Fact) -> Vector:
        name, matrix = item
        return _flat(scale(self.read.matrix_text(matrix, goal.rows, goal.cols), self._conclusion(name).scalar))


def _scaled(weight: Fraction, text: str) -> str:
    if weight == 1:
        return text
    return f"{weight}" if text == "1" else f"{weight} ({text})"


def _flat(matrix: dict) -> Vector:
    return {(word, monomial): value for word, scalar in matrix.items() for monomial, value in scalar.items()}


def solve(vectors: Sequence[Vector], goal: Vector, name: str = "") -> list[Fraction]:
    """Rational weights with which the vectors add up to the goal; refused if there are none."""
    pivots: dict[Any, tuple[Vector, dict[int, Fraction]]] = {}

    def reduced(vector: Vector, origin: dict[int, Fraction]) -> tuple[Vector, dict[int, Fraction]]:
        for key, (row, parts) in pivots.items():
            if key in vector:
                factor = vector[key]
                vector = _combine(vector, row, -factor)
                origin = _combine(origin, parts, -factor)
        return vector, origin

    for place, one in enumerate(vectors):
        rest, origin = reduced(dict(one), {place: Fraction(1)})
        if rest:
            key = min(rest, key=repr)
            pivots[key] = ({k: v / rest[key] for k, v in rest.items()}, {k: v / rest[key] for k, v in origin.items()})
    rest, origin = reduced(dict(goal), {})
    if rest:
        left = " + ".join(f"{value} {readable(key)}" for key, value in rest.items())
        raise RefusedError(f"{name}: no weights fit, for instance {left} is left")
    return [-origin.get(place, Fraction(0)) for place in range(len(vectors))]


def _combine(first: dict, second: dict, times: Fraction) -> dict:
    total = dict(first)
    for key, value in second.items():
        total[key] = total.get(key, Fraction(0)) + times * value
    return {key: value for key, value in total.items() if value}


def readable(thing: Any) -> str:
    """A short text of a word, a monomial or an atom, for the messages of a script."""
    if hasattr(thing, "turned"):
        places = ",".join(map(readable, thing.indices))
        return thing.name + (f"[{places}]" if places else "") + ("'" if thing.turned else "")
    if isinstance(thing, tuple) and len(thing) == 2 and isinstance(thing[0], int) and isinstance(thing[1], tuple):
        return "+".join(
            [*(f"{c if c != 1 else ''}{readable(a)}" for a, c in thing[1]), *([str(thing[0])] if thing[0] else [])]
        )
    if isinstance(thing, tuple | frozenset):
        return "(" + " ".join(map(readable, thing)) + ")"
    return str(thing)
