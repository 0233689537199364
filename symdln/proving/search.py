"""One search for a proof: completion, which reduces the claims, and equations that suffice for them, on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from symdln.proving import traces
from symdln.proving.clock import Clock, OutOfTimeError
from symdln.proving.completion import (
    MOST_ELEMENTS,
    Completion,
    EncodedPolynomial,
    GivenFact,
    Part,
    Root,
    Source,
    Swapped,
)
from symdln.proving.polynomials import ONE, Polynomial, Shape, Word, flipped, plus, times
from symdln.proving.proof import Proof, ProofTerm, Squares, Swap, Terms
from symdln.proving.question import Equation, Question
from symdln.proving.real import inverse_splits, sum_of_squares
from symdln.proving.writer import Writer

MOST_SQUARED = 400  # terms of a claim multiplied with its transpose


@dataclass
class Way:
    """An equation that suffices for a claim: the claim itself, or one from which named steps lead to it."""

    steps: tuple[tuple[str, int], ...]
    equation: Equation
    rest: EncodedPolynomial
    parts: list[Part] = field(default_factory=list)
    found: list[Part] | None = None


@dataclass(frozen=True)
class Attempt:
    """The result of one search."""

    proof: Proof | None
    complete: bool  # whether every consequence was generated, so that no sum of the hypotheses' multiples is the claim
    exhausted: bool  # whether a longer search of this kind would do the same
    contradictory: bool  # whether the hypotheses imply 1 = 0, or I = 0 for some size
    elements: int


def attempt(
    question: Question, clock: Clock, *, real: bool, pseudo_inverses: tuple[tuple[str, Word], ...] = ()
) -> Attempt:
    """Search until the clock is over; ``real`` allows the steps that hold for real matrices of finite size only."""
    question = question.with_pseudo_inverses(pseudo_inverses)
    search = _Search(question, clock, real)
    complete = exhausted = False
    try:
        complete = search.run()
        exhausted = True
        proof = search.proof(pseudo_inverses) if search.is_done() else None
    except OutOfTimeError:
        proof = None
    elements = search.completion.elements
    contradictory = any(not e.lead[0] and not e.lead[1] for e in elements)
    return Attempt(proof, complete and proof is None, exhausted, contradictory, len(elements))


class _Search:
    def __init__(self, question: Question, clock: Clock, real: bool):
        self.question, self.clock, self.real = question, clock, real
        self.completion = Completion(question, clock)
        self.completion.add_hypotheses(question.hypotheses)
        if real:
            for number, fact in enumerate(question.hypotheses):
                self._consequences(fact.polynomial, fact.shape, GivenFact(number, False))
        self.claims = [list(self._ways(claim)) for claim in question.claims]
        self.new = 0

    # -- sufficient equations ------------------------------------------------------------------------------------------

    def _ways(self, claim: Equation) -> Iterator[Way]:
        yield self._way((), claim)
        if not self.real or not claim.polynomial or len(claim.polynomial) ** 2 > MOST_SQUARED:
            return
        if claim.shape is None and any(word for _, word in claim.polynomial):
            return
        square = _square(self.question, claim)
        yield self._way((("square", 0),), square)
        if claim.shape is None:
            return
        yield self._way((("cosquare", 0),), _square(self.question, _turned(self.question, claim)))
        if len(square.polynomial) ** 2 <= MOST_SQUARED:
            yield self._way((("square", 0), ("square", 0)), _square(self.question, square))
        if any(fact.shape is None and any(w for _, w in fact.polynomial) for fact in self.question.hypotheses):
            yield self._way((("trace", 0),), _traced(self.question, square))
        for _, u, v in inverse_splits(self.question.alphabet, claim.polynomial, claim.shape):
            yield self._way((("swap", len(u)),), Equation(_unit(v + u), claim.shape, ""))

    def _way(self, steps: tuple[tuple[str, int], ...], equation: Equation) -> Way:
        return Way(steps, equation, self.completion.encoded(equation.polynomial))

    # -- the loop ------------------------------------------------------------------------------------------------------

    def run(self) -> bool:
        """Take steps until all claims are proved or nothing is left; return whether nothing is left."""
        completion = self.completion
        self._look(widely=False)
        while not self.is_done() and completion.queue and len(completion.elements) < MOST_ELEMENTS:
            number = completion.step()
            if number is None:
                continue
            element = completion.elements[number]
            if self.real:
                self._consequences(completion.decoded(element.polynomial), element.shape, number)
            self.new += 1
            self._look(widely=False)
        if not self.is_done():
            self.new = len(completion.elements)
            self._look(widely=True)
        return not completion.queue and not completion.skipped

    def is_done(self) -> bool:
        return all(any(way.found is not None for way in ways) for ways in self.claims)

    def _look(self, *, widely: bool) -> None:
        """Reduce the open claims; equations of traces, which cost more, only after some more elements or at the end."""
        often = self.new >= 1 + len(self.completion.elements) // 4 or not self.completion.queue
        for ways in self.claims:
            for way in ways:
                if any(other.found is not None for other in ways):
                    break
                if way.equation.shape is not None:
                    way.rest = self.completion.reduce(way.rest, way.equation.shape, way.parts)
                    if not way.rest:
                        way.found = [(-part[0], *part[1:]) for part in way.parts]
                elif often or widely or not way.rest:
                    goal, facts = way.equation.polynomial, self.question.hypotheses
                    way.found = traces.combination(self.completion, facts, goal, widely=widely)
        if often:
            self.new = 0

    def _consequences(self, polynomial: Polynomial, shape: Shape | None, source: Source) -> None:
        """Queue the consequences of an equation for real matrices of finite size."""
        alphabet, completion = self.question.alphabet, self.completion
        for sign in (1, -1):
            signed = {m: sign * c for m, c in polynomial.items()}
            squares = sum_of_squares(alphabet, signed, shape)
            coded = tuple((c, tuple(completion.encoded(root).items()), s) for c, root, s in squares)
            size = None if shape is None else shape[1]
            for place, (_, root, root_shape) in enumerate(coded):
                completion.add(dict(root), root_shape, Root(source, Fraction(sign), size, coded, place))
        for c, u, v in inverse_splits(alphabet, polynomial, shape):
            coded_u, coded_v = ("".join(map(completion.code.__getitem__, word)) for word in (u, v))
            swapped = Swapped(source, c, coded_u, coded_v, shape[0] if shape else "")
            completion.add(completion.encoded(_unit(v + u)), shape, swapped)

    # -- the proof -----------------------------------------------------------------------------------------------------

    def proof(self, pseudo_inverses: tuple[tuple[str, Word], ...]) -> Proof:
        writer = Writer(self.question, self.completion)
        claims = []
        for claim, ways in zip(self.question.claims, self.claims, strict=True):
            way = next(way for way in ways if way.found is not None)
            claims.append(_closed(self.question, writer, claim, way.steps, writer.terms(way.found or [])))
        return Proof(self.question, pseudo_inverses, tuple(writer.steps), tuple(claims))


# -- equations that suffice, and the steps back ------------------------------------------------------------------------


def _unit(word: Word) -> Polynomial:
    return plus({((), word): Fraction(1)}, ONE, -1)


def _turned(question: Question, claim: Equation) -> Equation:
    polynomial = question.alphabet.transposed(claim.polynomial)
    return Equation(polynomial, None if claim.shape is None else flipped(claim.shape), "")


def _square(question: Question, claim: Equation) -> Equation:
    """``p' p`` for the claim ``p = 0``."""
    polynomial = times(_turned(question, claim).polynomial, claim.polynomial)
    return Equation(polynomial, None if claim.shape is None else (claim.shape[1], claim.shape[1]), "")


def _traced(question: Question, square: Equation) -> Equation:
    size = square.shape[0] if square.shape else ""
    return Equation(question.alphabet.trace(square.polynomial, size), None, "")


def _closed(
    question: Question, writer: Writer, claim: Equation, steps: tuple[tuple[str, int], ...], terms: Terms
) -> Terms:
    """Append the steps that lead from the equation that was proved to the claim; the terms of the claim."""
    if not steps:
        return terms
    kind, place = steps[0]
    if kind == "swap":
        ((c, u, v),) = [one for one in inverse_splits(question.alphabet, claim.polynomial, claim.shape)
                        if len(one[1]) == place]  # fmt: skip
        number = writer.add(Swap(terms, v, u, claim.shape[0] if claim.shape else ""))
        return (ProofTerm(c, (), (), number, False, ()),)
    base = _turned(question, claim) if kind == "cosquare" else claim
    inner = _square(question, base)
    if kind != "trace":
        terms = _closed(question, writer, inner, steps[1:], terms)
    size = None if kind == "trace" or inner.shape is None else inner.shape[0]
    number = writer.add(Squares(terms, ((Fraction(1), base.polynomial, base.shape),), size))
    return (ProofTerm(Fraction(1), (), (), number, kind == "cosquare", ()),)
