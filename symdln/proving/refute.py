"""Searches for small exact matrices at which the hypotheses of a question hold and a claim does not."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import flint

from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import to_fmpq
from symdln.errors import InputError
from symdln.proving import random_matrices as draw
from symdln.proving.clock import Clock
from symdln.proving.instance import Instance
from symdln.proving.language import read
from symdln.proving.polynomials import names_in, plain_name
from symdln.proving.question import Equation, Question

MOST_SIZE, MOST_POOLS, MOST_LITERAL, SIMPLER, DRAWS_A_LETTER = 3, 100, 6, 40, 6


@dataclass(frozen=True)
class Counterexample:
    """Matrices at which every hypothesis holds and the claim of this number does not."""

    instance: Instance
    claim: int

    def weight(self) -> tuple[int, int]:
        """Smaller sizes first, then shorter numbers."""
        entries = [x for M in self.instance.matrices.values() for x in M.entries()]
        return sum(self.instance.sizes.values()), sum(len(str(x)) for x in entries if x) + sum(x != 0 for x in entries)


class Refuter:
    """Draws the letters in random order; an equation that is linear in the next letter is solved for it."""

    def __init__(self, question: Question, seed: int = 0):
        self.question, self.random = question, Random(seed)
        self.alphabet = question.alphabet
        self.kinds = {**_kinds_by_equations(question), **question.kinds}
        self.base = [n for n in (*self.alphabet.shapes, *sorted(self.alphabet.scalars)) if n not in question.made]
        self.facts = [(fact, names_in(fact.polynomial) - self.alphabet.sizes) for fact in question.hypotheses]
        self.support = {name: self._support(name) for name in (*self.base, *question.made)}
        self.tried, self.met = 0, 0
        self._schedule = self.all_sizes()

    @property
    def is_too_large(self) -> bool:
        """Whether a size is a number too large for drawing."""
        return any(size.isdecimal() and int(size) > MOST_LITERAL for s in self.alphabet.shapes.values() for size in s)

    def _support(self, name: str) -> set[str]:
        """The letters that a letter was made from, down to those that are drawn."""
        if name not in self.question.made:
            return {name}
        inner = names_in(self.question.made[name].polynomial) - self.alphabet.sizes
        return set().union(*map(self._support, inner)) if inner else set()

    def all_sizes(self) -> Iterator[dict[str, int]]:
        """Sizes from 1 to 3, again and again, the small ones first and more often."""
        names = sorted(self.alphabet.sizes)
        if MOST_SIZE ** len(names) <= MOST_POOLS:
            pools = list(itertools.product(range(1, MOST_SIZE + 1), repeat=len(names)))
        else:
            pools = [tuple(self.random.randint(1, most) for _ in names) for most in (2, 3) for _ in range(MOST_POOLS)]
        pools.sort(key=lambda sizes: (max(sizes, default=1), sum(sizes)))
        equal = [sizes for size in range(1, MOST_SIZE + 1) for sizes in [(size,) * len(names)]][: 2 if names else 1]
        while True:
            for sizes in (*equal, *pools[:8], *equal, *pools[8:40], *equal, *pools[40:]):
                for _ in range(3):
                    yield dict(zip(names, sizes, strict=True))

    def search(self, clock: Clock, draws: int | None = None) -> Counterexample | None:
        """Draw until a counterexample is found, the time is over or ``draws`` draws were made.
        Once there is one, some more draws search for a simpler one.
        """
        if self.is_too_large:
            return None
        best: Counterexample | None = None
        left = math.inf if draws is None else draws
        while left > 0 and not clock.is_over():
            found = self._try(next(self._schedule), clock)
            if found is not None:
                left = SIMPLER if best is None else left
                best = found if best is None or found.weight() < best.weight() else best
            left -= 1
        return best

    def _try(self, sizes: dict[str, int], clock: Clock) -> Counterexample | None:
        self.tried += 1
        instance = self.draw(sizes, clock)
        if instance is None:
            return None
        self.met += 1
        for number, claim in enumerate(self.question.claims):
            if clock.is_over():
                return None
            if not instance.holds(claim):
                return Counterexample(instance, number) if _violates(self.question.text, instance) else None
        return None

    # -- drawing -------------------------------------------------------------------------------------------------------

    def draw(self, sizes: dict[str, int], clock: Clock) -> Instance | None:
        """Matrices of these sizes at which all hypotheses hold, or ``None`` if this draw came to a dead end."""
        instance = Instance(self.alphabet, sizes)
        order = list(self.base)
        self.random.shuffle(order)
        kinds_first = self.random.random() < 0.7
        order.sort(key=lambda name: (name not in self.alphabet.scalars, kinds_first and name not in self.kinds))
        done: set[str] = set()
        for name in order:
            if clock.is_over() or not self._choose(instance, name, done):
                return None
            done.add(name)
        fixed = (fact for fact, names in self.facts if not names)
        return instance if all(instance.holds(fact) for fact in fixed) else None

    def _choose(self, instance: Instance, name: str, done: set[str]) -> bool:
        """Give the letter a value that satisfies all equations whose letters are now known."""
        now = done | {name}
        due = [(f, names) for f, names in self.facts if names and self._depends(names, name, now)]
        linear = [f for f, names in due if _is_linear(f, name) and all(x == name or instance.knows(x) for x in names)]
        if linear and name not in self.kinds:
            return self._solve(instance, name, linear) and self._agrees(instance, now, due)
        matrices, scalars = dict(instance.matrices), dict(instance.scalars)
        for _ in range(DRAWS_A_LETTER if due else 1):
            if self._draw_one(instance, name) and self._agrees(instance, now, due):
                return True
            instance.matrices, instance.scalars = dict(matrices), dict(scalars)
        return False

    def _agrees(self, instance: Instance, known: set[str], due: list[tuple[Equation, set[str]]]) -> bool:
        """Compute the matrices that are made from known letters; return whether the equations hold."""
        made = self._make(instance, known)
        return made and all(instance.holds(f) for f, names in due if all(map(instance.knows, names)))

    def _depends(self, names: set[str], name: str, known: set[str]) -> bool:
        support = set().union(*(self.support[x] for x in names))
        return name in support and support <= known

    def _draw_one(self, instance: Instance, name: str) -> bool:
        if name in self.alphabet.scalars:
            instance.scalars[name] = self.random.choice(draw.NUMBERS)
            return True
        (rows, columns), kind, symmetric = instance.shape(name), self.kinds.get(name), name in self.alphabet.symmetric
        M: Matrix | None = None
        if kind == "proj":
            M = draw.projection(self.random, rows)
        elif kind == "row":
            M = draw.orthonormal_columns(self.random, columns, rows)
            M = M and M.T
        elif kind is not None:
            M = draw.orthonormal_columns(self.random, rows, columns)
        else:
            if instance.matrices and self.random.random() < 0.35:
                M = draw.copied(self.random, rows, columns, symmetric, list(instance.matrices.values()))
            M = draw.plain(self.random, rows, columns, symmetric) if M is None else M
        if M is not None:
            instance.matrices[name] = M
        return M is not None

    def _make(self, instance: Instance, known: set[str]) -> bool:
        """Compute the inverses and pseudo-inverses that can be computed now."""
        for name, made in self.question.made.items():
            names = names_in(made.polynomial)
            if instance.knows(name) or not self.support[name] <= known or not all(map(instance.knows, names)):
                continue
            M = instance.matrix(made.polynomial, made.shape)
            try:
                value = M.inverse() if made.kind == "inv" else M.pseudoinverse()
            except InputError:
                return False
            if name in self.alphabet.scalars:
                instance.scalars[name] = value[0, 0]
            else:
                instance.matrices[name] = value
        return True

    # -- linear equations ----------------------------------------------------------------------------------------------

    def _solve(self, instance: Instance, name: str, equations: list[Equation]) -> bool:
        """A random solution of equations that are linear in the letter."""
        if name in self.alphabet.scalars:
            places, rows, columns = [(0, 0)], 1, 1
        else:
            rows, columns = instance.shape(name)
            symmetric = name in self.alphabet.symmetric
            places = [(i, j) for i in range(rows) for j in range(columns) if not symmetric or i <= j]
        constant = self._values(instance, name, (rows, columns), {}, equations)
        table = [
            [
                x - c
                for x, c in zip(self._values(instance, name, (rows, columns), {p: 1}, equations), constant, strict=True)
            ]
            for p in places
        ]
        system = Matrix.from_entries(len(places) + 1, len(constant), [x for line in (*table, constant) for x in line]).T
        kernel = system.nullspace()
        last = len(places)
        free = [kernel.column(k) for k in range(kernel.shape[1]) if not kernel[last, k]]
        start = [kernel.column(k) for k in range(kernel.shape[1]) if kernel[last, k]]
        if not start:
            return False
        solution = start[0] * (1 / start[0][last, 0])
        for column in free:
            solution = solution + column * self.random.choice((0, 0, 1, -1, 2, 3))
        self._set(instance, name, (rows, columns), {p: solution[k, 0] for k, p in enumerate(places)})
        return True

    def _values(self, instance: Instance, name: str, shape: tuple[int, int], entries, equations) -> list[flint.fmpq]:
        """All entries of left side minus right side, with these entries of the letter and zeros elsewhere."""
        self._set(instance, name, shape, entries)
        found: list[flint.fmpq] = []
        for one in equations:
            value = instance.difference(one)
            found += value.flint.entries() if isinstance(value, Matrix) else [to_fmpq(value)]
        return found

    def _set(self, instance: Instance, name: str, shape: tuple[int, int], entries) -> None:
        if name in self.alphabet.scalars:
            instance.scalars[name] = Fraction(entries.get((0, 0), 0))
            return
        both = entries | {(j, i): x for (i, j), x in entries.items()} if name in self.alphabet.symmetric else entries
        rows, columns = shape
        listed = [both.get((i, j), 0) for i in range(rows) for j in range(columns)]
        instance.matrices[name] = Matrix.from_entries(rows, columns, listed)


def _is_linear(fact: Equation, name: str) -> bool:
    return all(
        sum(plain_name(x) == name for x in (*scalars, *word)) <= 1 for scalars, word in fact.polynomial
    )  # fmt: skip


def _kinds_by_equations(question: Question) -> dict[str, str]:
    """The letters V for which a hypothesis says V' V = I or V V' = I."""
    kinds: dict[str, str] = {}
    for fact in question.hypotheses:
        words = [word for _, word in fact.polynomial if word]
        if len(fact.polynomial) != 2 or len(words) != 1 or len(words[0]) != 2 or ((), ()) not in fact.polynomial:
            continue
        a, b = words[0]
        if a == question.alphabet.turn(b) and fact.polynomial.get(((), (a, b))) == -fact.polynomial[(), ()]:
            kinds.setdefault(plain_name(b), "row" if b.endswith("'") else "col")
    return kinds


def _violates(text: str, instance: Instance) -> bool:
    """Whether the question, read once more from its text, is false at the instance."""
    question = read(text)
    again = Instance(question.alphabet, dict(instance.sizes), dict(instance.matrices), dict(instance.scalars))
    return again.violated(question) is not None
