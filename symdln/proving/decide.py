"""Answers a question: searches for proofs and for counterexamples take turns until the time is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from symdln.errors import InputError, shown
from symdln.proving.answer import Answer, Tried
from symdln.proving.clock import Clock, OutOfTimeError
from symdln.proving.language import read
from symdln.proving.polynomials import Word
from symdln.proving.proof import Proof, verify
from symdln.proving.question import Question
from symdln.proving.refute import MOST_SIZE, Counterexample, Refuter
from symdln.proving.search import Attempt, attempt

BUDGET, MOST_BUDGET = 10.0, 86_400.0
FIRST_LOOKS, FIRST_DRAWS, GROWTH = 4000, 100, 4  # the first round of each search, and the factor of the next ones
MOST_PSEUDO_INVERSES = 4
DRAWS_BESIDE_A_PROOF = 30

Plan = tuple[str, bool, tuple[tuple[str, Word], ...]]
"""The attempt in words, whether it uses the rules of real matrices, and the pseudo-inverses that it introduces."""


def prove(question: str, *, budget: float = BUDGET, progress: Callable[[str], None] | None = None) -> Answer:
    """Look for a proof of a statement about matrices of any size, and for exact matrices that refute it.

    ``question`` is a text such as ``"A: m x n; A' A = 0 |- A = 0"``; the page on proofs describes the language.
    ``budget`` is the largest number of seconds to spend; ``progress`` is called with a sentence every two seconds.  A
    proof is multiplied out before it is returned, a counterexample evaluated from the question's text.  ``InputError``,
    with the position, for a question that cannot be read.

    >>> from symdln import prove
    >>> prove("A: m x n; A' A = 0 |- A = 0").verdict
    'proved'
    >>> prove("A B: n sym |- sym A B").verdict
    'refuted'
    """
    if isinstance(budget, bool) or not isinstance(budget, (int, float)) or not 0 < budget <= MOST_BUDGET:
        raise InputError(f"the budget {shown(budget)} cannot be used; pass seconds between 0 and {MOST_BUDGET:.0f}.")
    return _Session(read(question), budget, progress).answer()


class _Session:
    def __init__(self, question: Question, budget: float, progress: Callable[[str], None] | None):
        self.question, self.doing = question, ""
        self.clock = Clock(
            budget, report=progress and (lambda seconds: progress(f"{self.doing}, {seconds:.0f} s so far."))
        )
        self.refuter = Refuter(question)
        self.plans: list[Plan] = list(_plans(question))
        self.last: dict[str, Attempt] = {}
        self.contradictory = False

    def answer(self) -> Answer:
        looks, draws = FIRST_LOOKS, FIRST_DRAWS
        while not self.clock.is_over():
            plans = self.plans[:2] if looks == FIRST_LOOKS else self.plans
            for number, plan in enumerate(plans):
                proof = self._attempt(plan, looks)
                if proof is not None:
                    return self._proved(proof)
                if number < 2:  # after the algebra and after the rules of real matrices, before pseudo-inverses
                    found = self._refute(draws)
                    if found is not None:
                        return self._finished("refuted", counterexample=found)
            if self.refuter.is_too_large and all(one.exhausted for one in self.last.values()):
                break  # a longer search can give nothing else
            looks, draws = GROWTH * looks, GROWTH * draws
        return self._finished("open")

    def _attempt(self, plan: Plan, looks: int) -> Proof | None:
        what, real, pseudo_inverses = plan
        last = self.last.get(what)
        if self.clock.is_over() or (last is not None and last.exhausted):
            return None
        self.doing = f"Searching for a proof by {what}"
        clock = Clock(within=self.clock, looks=looks)
        one = self.last[what] = attempt(self.question, clock, real=real, pseudo_inverses=pseudo_inverses)
        self.contradictory |= one.contradictory
        if one.proof is None:
            return None
        try:
            verify(one.proof, self.clock)
        except OutOfTimeError:
            return None
        return one.proof

    def _refute(self, draws: int) -> Counterexample | None:
        if self.clock.is_over():
            return None
        self.doing = "Looking for a counterexample"
        return self.refuter.search(self.clock, draws)

    def _proved(self, proof: Proof) -> Answer:
        """Check some random exact instances too: a claim that fails there would be a fault of this program."""
        found = self.refuter.search(self.clock, DRAWS_BESIDE_A_PROOF)
        if found is not None:
            raise AssertionError(f"a proof and a counterexample were found for {self.question.text!r}")
        return self._finished("proved", proof=proof)

    def _finished(self, verdict, proof: Proof | None = None, counterexample: Counterexample | None = None) -> Answer:
        tried = [Tried(what, _result(self.last[what])) for what, _, _ in self.plans if what in self.last]
        if self.refuter.is_too_large:
            tried.append(Tried("random exact matrices", "none, for a size is too large"))
        else:
            met = f"{self.refuter.met} of {self.refuter.tried} draws met the hypotheses"
            failed = "no claim failed at them" if counterexample is None else "a claim failed at one of them"
            tried.append(Tried(f"random exact matrices of sizes 1 to {MOST_SIZE}", f"{met}, and {failed}"))
        return Answer(
            self.question,
            verdict,
            proof,
            counterexample,
            tuple(tried),
            self.contradictory,
            self.refuter.met,
            self.clock.elapsed(),
        )


def _result(one: Attempt) -> str:
    if one.proof is not None:
        return "a proof was found"
    if one.complete:
        return f"{one.elements} equations follow in this way, and no combination of them gives the claims"
    return f"stopped after {one.elements} equations"


def _plans(question: Question) -> Iterator[Plan]:
    yield "sums of multiples of the hypotheses", False, ()
    yield "sums of squares and one-sided inverses as well", True, ()
    words = _candidates(question)[:MOST_PSEUDO_INVERSES]
    names = _new_names(question, len(words))
    pairs = list(zip(names, words, strict=True))
    for name, word in pairs:
        yield f"the pseudo-inverse of {' '.join(word)}", True, ((name, word),)
    if len(pairs) > 1:
        yield "all these pseudo-inverses together", True, tuple(pairs[:3])


def _new_names(question: Question, count: int) -> list[str]:
    a = question.alphabet
    taken = {*a.shapes, *a.scalars, *a.sizes}
    names = (f"Z{number}" for number in range(1, count + len(taken) + 1))
    return [name for name in names if name not in taken][:count]


def _candidates(question: Question) -> list[Word]:
    """Products u with u' u or u u' in a hypothesis or a claim, the most frequent first."""
    alphabet, count = question.alphabet, {}
    known = {word for made in question.made.values() for _, word in made.polynomial}
    for one in (*question.hypotheses, *question.claims):
        for _, word in one.polynomial:
            for u in _gram_factors(alphabet, word):
                u = alphabet.reverse(u) if u[0].endswith("'") else u
                count[u] = count.get(u, 0) + 1
    return sorted((u for u in count if u not in known), key=lambda u: (-count[u], -len(u), u))


def _gram_factors(alphabet, word: Word) -> Iterator[Word]:
    """Every u with u' u inside the word."""
    for middle, (a, b) in enumerate(pairwise(word), start=1):
        if a != alphabet.turn(b):
            continue
        longest = min(middle, len(word) - middle)
        for length in range(1, longest + 1):
            u = word[middle : middle + length]
            if alphabet.reverse(u) != word[middle - length : middle]:
                break
            yield u
