"""The statements about strings behind the theorems of this project: decided for every depth, and looked at."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

from proofs_check.language.claim import Claim, claim
from proofs_check.language.outcome import Outcome, fails, holds, undecided
from proofs_check.language.scope import Scope, cases
from proofs_check.language.sources import OURS
from proofs_check.language.subjects import Subject
from proofs_check.language.verdict import Verdict
from proofs_check.language.written import WrittenProof
from symdln.errors import InputError
from symdln.strings.decide import HOLDS, REFUTED, decide
from symdln.strings.evaluate import counterexample
from symdln.strings.lemmas import lemma
from symdln.strings.syntax import Statement

EVERY_DEPTH = 0
"""The case of every depth, which the solver settles; the other cases are depths."""

SOLVED = importlib.util.find_spec("z3") is not None
DEEPEST = {"small": 3, "default": 4 if SOLVED else 5, "large": 7}
"""The largest depth at which every string is looked at; where the solver decides for every depth, this is a second
route.
"""

DECISION = WrittenProof(
    "docs/strings.md#how-a-statement-is-decided",
    ("z3's answer is trusted, that no depth and no strings make the negation of the statement true",),
)


def depths(size: str, seed: int) -> Iterator[int]:
    """The depths at which every string is looked at, and the question for every depth where the solver is there."""
    yield from range(2, DEEPEST[size] + 1)
    if SOLVED:
        yield EVERY_DEPTH


def covered(size: str) -> str:
    looked = f"every string of every depth from 2 to {DEEPEST[size]}, by evaluation in plain Python"
    if not SOLVED:
        return f"{looked}; z3, which decides the statement for every depth, is not installed"
    return f"{looked}; and every depth at once, decided by z3"


scope: Scope = cases(
    "strings", depths, sentence=covered, of=Subject("the strings of a depth"), strength=Verdict.VERIFIED, fields="depth"
)


def settled(statement: Statement, depth: int) -> Outcome:
    """The statement at every string of a depth, or by the solver for every depth."""
    if not isinstance(depth, int):
        raise InputError(f"{depth!r} is not a depth; pass a whole number, or 0 for every depth.")
    if depth != EVERY_DEPTH:
        values = counterexample(statement, depth)
        return holds("every string agrees") if values is None else fails("the statement fails here", **values)
    decision = decide(statement)
    if decision.status == REFUTED:
        return fails(decision.sentence, witness=str(decision.witness))
    return holds(decision.sentence) if decision.status == HOLDS else undecided(decision.sentence)


def claim_of(name: str) -> Claim:
    """The claim of a lemma or corollary, by its name."""
    stated = lemma(name)

    def check(depth: int) -> Outcome:
        return settled(stated.statement, depth)

    check.__doc__ = stated.sentence
    return claim(
        f"ours.strings.{name.replace(' ', '-')}",
        source=OURS.at(f"strings, {name}"),
        statement=rf"\text{{{stated.text}}}",
        over=scope,
        made_precise="product, square and pair are defined in docs/strings.md",
        written=DECISION if SOLVED else None,
    )(check)


S1 = claim_of("S1")
S2 = claim_of("S2")
S3 = claim_of("S3")
S3n = claim_of("S3n")
S3m = claim_of("S3m")
S4 = claim_of("S4")
S5 = claim_of("S5")
S6a = claim_of("S6a")
S6b = claim_of("S6b")
S6c = claim_of("S6c")
S6d = claim_of("S6d")
S7 = claim_of("S7")
S8 = claim_of("S8")
S9 = claim_of("S9")
S10 = claim_of("S10")
S11 = claim_of("S11")
S12 = claim_of("S12")
S13 = claim_of("S13")
S14 = claim_of("S14")
S15 = claim_of("S15")
S16 = claim_of("S16")
one_order = claim_of("one order")
gap = claim_of("gap")
pairs_close = claim_of("pairs close")
exception = claim_of("exception")
open_runs = claim_of("open runs")
