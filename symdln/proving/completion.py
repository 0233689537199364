"""Completion in the path algebra: consequences of equations by two-sided multiplication, each with its origin.

A word is a path in the graph whose vertices are the sizes and whose arrows are the matrices and their transposes; the
scalars commute with it.  Every element is a sum of c s l (f) r over facts or earlier elements f, and keeps that sum.
Words are encoded as strings, one character per letter, so that a factor is found by ``str.find``.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from symdln.proving.clock import Clock
from symdln.proving.polynomials import Alphabet, Polynomial, Shape, flipped, without
from symdln.proving.question import Equation, Question

Encoded = tuple[str, tuple[str, ...]]
"""A monomial: the word as a string, then the scalars."""

EncodedPolynomial = dict[Encoded, Fraction]
MOST_DEGREE, MOST_ELEMENTS, MOST_TERMS = 40, 1500, 3000


@dataclass(frozen=True)
class GivenFact:
    """A fact from outside: a hypothesis of the given number, or its transpose."""

    number: int
    transposed: bool


@dataclass(frozen=True)
class Root:
    """``p = 0`` because ``factor`` times a source is a sum of squares of this size that contains ``p' p``."""

    source: Source
    factor: Fraction
    size: str | None
    squares: tuple[tuple[Fraction, tuple[tuple[Encoded, Fraction], ...], Shape | None], ...]
    place: int


@dataclass(frozen=True)
class Swapped:
    """``v u = I`` for square matrices because a source is ``factor * (u v - I)``."""

    source: Source
    factor: Fraction
    u: str
    v: str
    size: str


Source = int | GivenFact | Root | Swapped
"""The number of an element, or a source outside the completion."""

Part = tuple[Fraction, tuple[str, ...], str, Source, str]
"""``c s l (source) r``: one term of the sum that makes an element."""


@dataclass(frozen=True)
class Element:
    """A monic polynomial that is zero, its leading monomial, and the sum that equals it."""

    polynomial: EncodedPolynomial
    lead: Encoded
    shape: Shape | None
    parts: tuple[Part, ...]


class Completion:
    """A growing list of consequences of some equations; :meth:`step` makes the next one."""

    def __init__(self, question: Question, clock: Clock):
        self.alphabet: Alphabet = question.alphabet
        self.clock = clock
        self.code: dict[str, str] = {}
        self.name: dict[str, str] = {}
        self.rows: dict[str, str] = {}
        self.columns: dict[str, str] = {}
        self._encode_letters(question)
        self._turned = {ord(c): self.code[self.alphabet.turn(x)] for c, x in self.name.items()}
        self.elements: list[Element] = []
        self.active: list[int] = []
        self.queue: list[tuple[int, int, tuple]] = []
        self.count = 0
        self.skipped = False  # whether an element was too large to be kept

    def _encode_letters(self, question: Question) -> None:
        """Encode the letters; matrices made from others are the largest, so that they are eliminated first."""
        plain = [name for name in self.alphabet.shapes if name not in question.made]
        for name in [*plain, *(name for name in self.alphabet.shapes if name in question.made)]:
            for letter in (name,) if name in self.alphabet.symmetric else (name, name + "'"):
                code = chr(0x100 + len(self.code))
                self.code[letter], self.name[code] = code, letter
                self.rows[code], self.columns[code] = self.alphabet.shape(letter)

    # -- encoding ------------------------------------------------------------------------------------------------------

    def encoded(self, polynomial: Polynomial) -> EncodedPolynomial:
        return {("".join(map(self.code.__getitem__, word)), s): c for (s, word), c in polynomial.items()}

    def decoded(self, polynomial: EncodedPolynomial) -> Polynomial:
        return {(s, self.word(word)): c for (word, s), c in polynomial.items()}

    def word(self, encoded: str) -> tuple[str, ...]:
        return tuple(map(self.name.__getitem__, encoded))

    def reverse(self, word: str) -> str:
        return word.translate(self._turned)[::-1]

    @staticmethod
    def key(monomial: Encoded) -> tuple[int, str, int, tuple[str, ...]]:
        """Longer words are larger, then later letters, then more scalars."""
        word, scalars = monomial
        return len(word), word, len(scalars), scalars

    def lead(self, polynomial: EncodedPolynomial) -> Encoded:
        return max(polynomial, key=self.key)

    # -- facts from outside --------------------------------------------------------------------------------------------

    def add(self, polynomial: EncodedPolynomial, shape: Shape | None, source: Source, delay: int = 0) -> None:
        """Queue a polynomial that is zero; the smallest come first."""
        if polynomial:
            part: Part = (Fraction(1), (), "", source, "")
            self._push(self.key(self.lead(polynomial))[0] + delay, ("fact", polynomial, shape, part))

    def add_hypotheses(self, facts: tuple[Equation, ...]) -> None:
        """Queue matrix equations with their transposes, and equations of scalars without traces."""
        for number, fact in enumerate(facts):
            if fact.shape is None and any(word for _, word in fact.polynomial):
                continue
            self.add(self.encoded(fact.polynomial), fact.shape, GivenFact(number, False))
            if fact.shape is not None:
                turned = self.encoded(self.alphabet.transposed(fact.polynomial))
                self.add(turned, flipped(fact.shape), GivenFact(number, True))

    def _push(self, degree: int, what: tuple) -> None:
        self.count += 1
        heapq.heappush(self.queue, (degree, self.count, what))

    # -- reduction -----------------------------------------------------------------------------------------------------

    def reduce(self, polynomial: EncodedPolynomial, shape: Shape | None, parts: list[Part]) -> EncodedPolynomial:
        """The remainder after subtracting multiples of active elements; they are appended to ``parts`` with -c."""
        rest, done = dict(polynomial), {}
        while rest:
            self.clock.check()
            if len(rest) > 4 * MOST_TERMS:
                return {**rest, **done}  # too large to continue, but equal to the polynomial
            m = self.lead(rest)
            hit = self._divisor(m, shape)
            if hit is None:
                done[m] = rest.pop(m)
                continue
            number, at, scalars = hit
            element, c = self.elements[number], rest[m]
            left, right = m[0][:at], m[0][at + len(element.lead[0]) :]
            _subtract(rest, element.polynomial, c, scalars, left, right)
            parts.append((-c, scalars, left, number, right))
        return done

    def _divisor(self, monomial: Encoded, shape: Shape | None) -> tuple[int, int, tuple[str, ...]] | None:
        word, scalars = monomial
        for number in self.active:
            element = self.elements[number]
            at = self._place(element, word, shape)
            if at >= 0:
                rest = without(scalars, element.lead[1])
                if rest is not None:
                    return number, at, rest
        return None

    def _place(self, element: Element, word: str, shape: Shape | None) -> int:
        """Where the leading word of the element occurs in the word; -1 if it does not."""
        if element.lead[0]:
            return word.find(element.lead[0])
        if element.shape is None:
            return 0
        vertices = [self.rows[x] for x in word] + [self.columns[word[-1]]] if word else list(shape or ())[:1]
        return vertices.index(element.shape[0]) if element.shape[0] in vertices else -1

    # -- new elements --------------------------------------------------------------------------------------------------

    def step(self) -> int | None:
        """Take the next one of the queue; return the number of the new element, or ``None`` if it gives nothing new."""
        self.clock.check()
        _, _, what = heapq.heappop(self.queue)
        if what[0] == "fact":
            return self._insert(what[1], what[2], [what[3]])
        _, i, j, (left_i, right_i, left_j, right_j), forced = what
        if not forced and (i not in self.active or j not in self.active):
            return None
        a, b = self.elements[i], self.elements[j]
        s, t = _cofactors(a.lead[1], b.lead[1])
        polynomial: EncodedPolynomial = {}
        _subtract(polynomial, a.polynomial, Fraction(-1), s, left_i, right_i)
        _subtract(polynomial, b.polynomial, Fraction(1), t, left_j, right_j)
        word = left_i + a.lead[0] + right_i
        shape = (self.rows[word[0]], self.columns[word[-1]]) if word else a.shape or b.shape
        return self._insert(
            polynomial, shape, [(Fraction(1), s, left_i, i, right_i), (Fraction(-1), t, left_j, j, right_j)]
        )

    def _insert(self, polynomial: EncodedPolynomial, shape: Shape | None, parts: list[Part]) -> int | None:
        rest = self.reduce(polynomial, shape, parts)
        if not rest:
            return None
        if len(rest) > MOST_TERMS:
            self.skipped = True
            return None
        lead = self.lead(rest)
        c = rest[lead]
        monic = {m: value / c for m, value in rest.items()}
        number = len(self.elements)
        self.elements.append(Element(monic, lead, shape, tuple((p[0] / c, *p[1:]) for p in parts)))
        self.active.append(number)
        self._pair_with_all(number)
        return number

    def _pair_with_all(self, number: int) -> None:
        new = self.elements[number]
        for k in list(self.active):
            self.clock.check()
            old = self.elements[k]
            divisible = k != number and new.lead[0] in old.lead[0] and without(old.lead[1], new.lead[1]) is not None
            if divisible and new.lead[0]:
                self.active.remove(k)
            for i, j in [(number, k), (k, number)] if k != number else [(k, k)]:
                for placement in self._placements(i, j):
                    degree = len(placement[0]) + len(self.elements[i].lead[0]) + len(placement[1])
                    if degree <= MOST_DEGREE:
                        self._push(degree, ("pair", i, j, placement, divisible))
                    else:
                        self.skipped = True

    def _placements(self, i: int, j: int) -> Iterator[tuple[str, str, str, str]]:
        """How the leading words of two elements overlap: the parts to the left and right of each in the common word."""
        a, b = self.elements[i].lead[0], self.elements[j].lead[0]
        for o in range(1, min(len(a), len(b))):
            if a[-o:] == b[:o]:
                yield "", b[o:], a[:-o], ""
        if i == j or (a == b and i < j):
            return
        if not b:
            shared = set(self.elements[i].lead[1]) & set(self.elements[j].lead[1])
            at = self._place(self.elements[j], a, self.elements[i].shape) if shared else -1
            if at >= 0:
                yield "", "", a[:at], a[at:]
            return
        at = a.find(b)
        while at >= 0:
            yield "", "", a[:at], a[at + len(b) :]
            at = a.find(b, at + 1)


def _subtract(
    target: EncodedPolynomial,
    polynomial: EncodedPolynomial,
    c: Fraction,
    scalars: tuple[str, ...],
    left: str,
    right: str,
) -> None:
    """``target -= c * scalars * left (polynomial) right``, in place."""
    for (word, s), d in polynomial.items():
        m = left + word + right, tuple(sorted(s + scalars)) if s and scalars else s or scalars
        value = target.get(m, 0) - c * d
        if value:
            target[m] = value
        else:
            target.pop(m, None)


def _cofactors(s: tuple[str, ...], t: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two products by which ``s`` and ``t`` become their least common multiple."""
    to_s, to_t = list(t), list(s)
    for name in s:
        if name in to_s:
            to_s.remove(name)
    for name in t:
        if name in to_t:
            to_t.remove(name)
    return tuple(to_s), tuple(to_t)
