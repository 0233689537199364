"""Proofs as data: every step is a sum of multiples of known facts, and :func:`verify` multiplies all of it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symdln.proving.clock import Clock
from symdln.proving.notation import TEXT
from symdln.proving.polynomials import ONE, Polynomial, Shape, Word, plus, times
from symdln.proving.question import Equation, Question
from symdln.proving.real import Square

FORMAT = "matrix proof 1"


@dataclass(frozen=True)
class ProofTerm:
    """``coefficient * scalars * left (fact) right``, the fact transposed if so marked.

    >>> from symdln import prove
    >>> [(term,)] = prove("A: m x n; B: n x k; A B = 0 |- B' A' = 0").proof.claims          # the hypothesis transposed
    >>> term.fact, term.transposed, str(term.coefficient)
    (0, True, '1')
    """

    coefficient: Fraction
    scalars: tuple[str, ...]
    left: Word
    fact: int
    transposed: bool
    right: Word


Terms = tuple[ProofTerm, ...]


@dataclass(frozen=True)
class Combination:
    """The sum of the terms is the polynomial, so the polynomial is zero.

    >>> step = Combination((), {((), ("A",)): Fraction(1)}, ("m", "n"))
    >>> [fact.shape for fact in step.results()]
    [('m', 'n')]
    """

    terms: Terms
    polynomial: Polynomial
    shape: Shape | None

    def results(self) -> list[Equation]:
        """The equation that the step proves."""
        return [_fact(self.polynomial, self.shape)]


@dataclass(frozen=True)
class Squares:
    """The sum of the terms is a sum of squares with positive weights, so every root is zero (real matrices).

    >>> from symdln import prove
    >>> [step] = prove("A: m x n; A' A = 0 |- A = 0").proof.steps
    >>> type(step).__name__, [fact.polynomial for fact in step.results()]                    # A = 0
    ('Squares', [{((), ('A',)): Fraction(1, 1)}])
    """

    terms: Terms
    squares: tuple[Square, ...]
    size: str | None  # of the matrices p' p; None for an equation of scalars and traces

    def results(self) -> list[Equation]:
        """The equations that the step proves: every root is zero."""
        return [_fact(root, shape) for _, root, shape in self.squares]


@dataclass(frozen=True)
class Swap:
    """The sum of the terms is ``u v - I`` with square u and v, so ``v u = I`` (matrices of finite size).

    >>> from symdln import prove
    >>> [step] = prove("A: n x n; B: n x n; A B = I |- B A = I").proof.steps
    >>> step.u, step.v, [fact.polynomial for fact in step.results()]                         # B A - I = 0
    (('A',), ('B',), [{((), ('B', 'A')): Fraction(1, 1), ((), ()): Fraction(-1, 1)}])
    """

    terms: Terms
    u: Word
    v: Word
    size: str

    def results(self) -> list[Equation]:
        """The equation that the step proves: ``v u - I = 0``."""
        return [_fact(plus({((), self.v + self.u): Fraction(1)}, ONE, -1), (self.size, self.size))]


Step = Combination | Squares | Swap
RULES = {Combination: "combination", Squares: "squares", Swap: "swap"}


def _fact(polynomial: Polynomial, shape: Shape | None) -> Equation:
    return Equation(polynomial, shape, "")


@dataclass(frozen=True)
class Proof:
    """The question (with names for pseudo-inverses), the steps, and for every claim the terms that add up to it.

    >>> from symdln import prove
    >>> proof = prove("A: m x n; A' A = 0 |- A = 0").proof
    >>> proof.rules(), proof.used_hypotheses(), [fact.text for fact in proof.facts()]     # one made by the step
    (['combination', 'squares'], [0], ["A' A = 0", ''])
    >>> len(list(proof.all_terms()))                                                         # of one step and one claim
    2
    """

    question: Question
    pseudo_inverses: tuple[tuple[str, Word], ...]
    steps: tuple[Step, ...]
    claims: tuple[Terms, ...]

    def facts(self) -> list[Equation]:
        """All hypotheses, then the results of the steps, in the order of the numbers in terms."""
        return [*self.question.hypotheses, *(one for step in self.steps for one in step.results())]

    def used_hypotheses(self) -> list[int]:
        """The numbers of the hypotheses that occur in some term."""
        used = {term.fact for terms in self.all_terms() for term in terms}
        return sorted(n for n in used if n < len(self.question.hypotheses))

    def all_terms(self) -> Iterator[Terms]:
        """The terms of every step in their order, and then those of every claim."""
        yield from (step.terms for step in self.steps)
        yield from self.claims

    def rules(self) -> list[str]:
        """The names of the rules that occur, ``combination`` always."""
        found = {RULES[type(step)] for step in self.steps} | {"combination"}
        found |= {"pseudo-inverse"} if self.pseudo_inverses else set()
        return [name for name in ("combination", "squares", "swap", "pseudo-inverse") if name in found]


# -- checking by multiplication ----------------------------------------------------------------------------------------


class WrongProofError(Exception):
    """A proof whose terms do not add up; for a proof that was found this means that the search has a fault."""


def verify(proof: Proof, clock: Clock | None = None) -> None:
    """Multiply out every step and every claim of the proof, without the data of the search that found it.

    >>> from dataclasses import replace
    >>> from symdln import prove
    >>> proof = prove("A: m x n; B: n x k; A B = 0 |- B' A' = 0").proof
    >>> verify(proof)                                                                        # no error
    >>> verify(replace(proof, claims=((replace(proof.claims[0][0], coefficient=Fraction(2)),),)))
    Traceback (most recent call last):
    symdln.proving.proof.WrongProofError: the terms add up to 2 B' A', not to B' A'
    """
    question = proof.question
    facts = list(question.hypotheses)
    for step in proof.steps:
        if isinstance(step, Combination):
            expected, scalar = step.polynomial, step.shape is None
        elif isinstance(step, Squares):
            expected, scalar = _sum_of(question, step), step.size is None
        else:
            expected, scalar = plus({((), step.u + step.v): Fraction(1)}, ONE, -1), False
        _compare(expand(question, step.terms, facts, scalar=scalar, clock=clock), expected)
        facts += step.results()
    for claim, terms in zip(question.claims, proof.claims, strict=True):
        _compare(expand(question, terms, facts, scalar=claim.shape is None, clock=clock), claim.polynomial)


def _compare(found: Polynomial, expected: Polynomial) -> None:
    if plus(found, expected, -1):
        raise WrongProofError(f"the terms add up to {TEXT.polynomial(found)}, not to {TEXT.polynomial(expected)}")


def _sum_of(question: Question, step: Squares) -> Polynomial:
    total: Polynomial = {}
    for weight, root, shape in step.squares:
        if weight <= 0:
            raise WrongProofError("a square has a weight that is not positive")
        square = times(root if shape is None else question.alphabet.transposed(root), root)
        if step.size is None and shape is not None:
            square = question.alphabet.trace(square, shape[1])
        total = plus(total, square, weight)
    return total


def expand(
    question: Question, terms: Terms, facts: list[Equation], *, scalar: bool, clock: Clock | None = None
) -> Polynomial:
    """The sum of the terms; in an equation of scalars each term that is a matrix stands for its trace.

    >>> from symdln import prove
    >>> proof = prove("A: m x n; B: n x k; A B = 0 |- B' A' = 0").proof
    >>> expand(proof.question, proof.claims[0], proof.facts(), scalar=False)
    {((), ("B'", "A'")): Fraction(1, 1)}
    """
    alphabet, total = question.alphabet, {}
    for term in terms:
        if clock is not None:
            clock.check()
        fact = facts[term.fact]
        p, shape = fact.polynomial, fact.shape
        if term.transposed and shape is not None:
            p, shape = alphabet.transposed(p), shape[::-1]
        p = times(times({(term.scalars, term.left): term.coefficient}, p), {((), term.right): Fraction(1)})
        word = term.left + term.right
        if shape is None and word and any(w for _, w in fact.polynomial):
            raise WrongProofError("an equation of traces is multiplied by a matrix")
        if scalar and (shape is not None or word):
            ends = alphabet.ends(term.left) or shape or alphabet.ends(term.right)
            if ends is None:
                raise WrongProofError("a term has no size")
            p = alphabet.trace(p, ends[0])
        total = plus(total, p)
    return total


# -- data --------------------------------------------------------------------------------------------------------------


def certificate(proof: Proof) -> dict[str, Any]:
    """The proof as data for JSON; it is bound to the text of its question.

    >>> from symdln import prove
    >>> found = certificate(prove("A: m x n; B: n x k; A B = 0 |- B' A' = 0").proof)
    >>> found["format"], found["steps"], found["claims"][0][0]["transposed"]
    ('matrix proof 1', [], True)
    """
    return {
        "format": FORMAT,
        "question": proof.question.text,
        "pseudo_inverses": [{"name": name, "of": " ".join(word)} for name, word in proof.pseudo_inverses],
        "steps": [_step_data(step) for step in proof.steps],
        "claims": [_terms_data(terms) for terms in proof.claims],
    }


def _step_data(step: Step) -> dict[str, Any]:
    data: dict[str, Any] = {"rule": RULES[type(step)], "terms": _terms_data(step.terms)}
    if isinstance(step, Combination):
        return {**data, "result": _polynomial_data(step.polynomial), "shape": _shape_data(step.shape)}
    if isinstance(step, Swap):
        return {**data, "u": " ".join(step.u), "v": " ".join(step.v)}
    squares = [
        {"weight": str(c), "root": _polynomial_data(root), "shape": _shape_data(shape)}
        for c, root, shape in step.squares
    ]
    return {**data, "size": step.size, "squares": squares}


def _terms_data(terms: Terms) -> list[dict[str, Any]]:
    return [
        {
            "coefficient": str(t.coefficient),
            "scalars": " ".join(t.scalars),
            "left": " ".join(t.left),
            "fact": t.fact,
            "transposed": t.transposed,
            "right": " ".join(t.right),
        }
        for t in terms
    ]


def _polynomial_data(polynomial: Polynomial) -> list[list[str]]:
    return [[str(c), " ".join(scalars), " ".join(word)] for (scalars, word), c in polynomial.items()]


def _shape_data(shape: Shape | None) -> list[str] | None:
    return None if shape is None else list(shape)
