"""Writes the result of a completion as the steps of a proof, with only those elements that the claims need."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from symdln.proving.completion import Completion, GivenFact, Part, Root, Source, Swapped
from symdln.proving.proof import Combination, ProofTerm, Squares, Step, Swap, Terms
from symdln.proving.question import Question


class Writer:
    """The steps of a proof as they are needed; a fact's number counts the hypotheses first."""

    def __init__(self, question: Question, completion: Completion):
        self.completion = completion
        self.steps: list[Step] = []
        self.count = len(question.hypotheses)
        self._numbers: dict[object, int] = {}

    def add(self, step: Step) -> int:
        """Append a step; return the number of its first result."""
        self.steps.append(step)
        number = self.count
        self.count += len(step.results())
        return number

    def terms(self, parts: Iterable[Part], factor: Fraction | int = 1) -> Terms:
        """The parts as terms, after the steps for all elements that they need; equal products are collected."""
        parts = list(parts)
        self._write_needed(source for _, _, _, source, _ in parts)
        total: dict[tuple, Fraction] = {}
        for c, scalars, left, source, right in parts:
            number, transposed, own = self._fact(source)
            word = self.completion.word
            key = scalars, word(left), number, transposed, word(right)
            total[key] = total.get(key, Fraction(0)) + factor * c * own
        return tuple(ProofTerm(c, *key) for key, c in total.items() if c)

    def _write_needed(self, sources: Iterable[Source]) -> None:
        """Write the elements below these sources, the oldest first: each is made of older ones."""
        needed: set[int] = set()
        stack = list(sources)
        while stack:
            source = stack.pop()
            if isinstance(source, (Root, Swapped)):
                stack.append(source.source)
            elif isinstance(source, int) and source not in needed and source not in self._numbers:
                needed.add(source)
                stack += [part[3] for part in self.completion.elements[source].parts]
        for number in sorted(needed):
            self._write_element(number)

    def _write_element(self, number: int) -> None:
        element = self.completion.elements[number]
        if self._alias(number) is not None:
            return
        terms = self.terms(element.parts)
        step = Combination(terms, self.completion.decoded(element.polynomial), element.shape)
        self._numbers[number] = self.add(step)

    def _alias(self, number: int) -> tuple[Source, Fraction] | None:
        """The source and the factor of an element that is only a multiple of its source."""
        parts = self.completion.elements[number].parts
        c, scalars, left, source, right = parts[0]
        if len(parts) == 1 and not scalars and not left and not right:
            return source, c
        return None

    def _fact(self, source: Source) -> tuple[int, bool, Fraction]:
        """The number of the fact, whether it is transposed, and the factor."""
        if isinstance(source, GivenFact):
            return source.number, source.transposed, Fraction(1)
        if isinstance(source, int):
            alias = self._alias(source)
            if alias is None:
                return self._numbers[source], False, Fraction(1)
            number, transposed, factor = self._fact(alias[0])
            return number, transposed, factor * alias[1]
        if isinstance(source, Root):
            key = "squares", source.source, source.squares
            if key not in self._numbers:
                self._numbers[key] = self._write_squares(source)
            return self._numbers[key] + source.place, False, Fraction(1)
        if source not in self._numbers:
            self._numbers[source] = self._write_swap(source)
        return self._numbers[source], False, Fraction(1)

    def _source_terms(self, source: Source, factor: Fraction) -> Terms:
        number, transposed, own = self._fact(source)
        return (ProofTerm(factor * own, (), (), number, transposed, ()),)

    def _write_squares(self, root: Root) -> int:
        decoded = self.completion.decoded
        squares = tuple((c, decoded(dict(p)), shape) for c, p, shape in root.squares)
        return self.add(Squares(self._source_terms(root.source, root.factor), squares, root.size))

    def _write_swap(self, swapped: Swapped) -> int:
        word = self.completion.word
        terms = self._source_terms(swapped.source, 1 / swapped.factor)
        return self.add(Swap(terms, word(swapped.u), word(swapped.v), swapped.size))
