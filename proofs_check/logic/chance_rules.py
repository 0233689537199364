"""The three rules about means.  Each rule's first sentence says why it is sound.  Python's standard library only."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from proofs_check.logic.chance import Chance
from proofs_check.logic.indices import need
from proofs_check.logic.rules import Facts, Theorem, make
from proofs_check.logic.terms import MatrixLetter, Monomial, Scalar, add, multiply, nonnegative, zero


def average(theorem: Theorem, factor: Scalar | None, chance: Chance, given: Facts = frozenset()) -> Theorem:
    """A number that is 0 at all outcomes, and its multiples, have the mean 0; one that is >= 0 at all has a mean >= 0.

    The hypotheses contain only sure letters, so that they hold at all outcomes if they hold at one.
    """
    fact = theorem.conclusion
    need(fact.kind in ("zero", "ge"), "a theorem about a number is needed")
    need(fact.kind == "zero" or factor is None, "a multiple of what is >= 0 may be negative")
    need(all(chance.is_sure(h) for h in theorem.hypotheses), "a hypothesis may hold at one outcome and not at another")
    value = fact.scalar if factor is None else multiply(fact.scalar, factor)
    made = (zero if fact.kind == "zero" else nonnegative)(chance.mean(value))
    return make(theorem.hypotheses, made, [theorem], given, [] if factor is None else [factor])


def separate(first: Scalar, second: Scalar, chance: Chance, given: Facts = frozenset()) -> Theorem:
    """The mean of a product of independent numbers is the product of their means."""
    known = frozenset(fact.body for fact in given)
    need(chance.are_independent(first, second, known), "the factors are not known to be independent")
    product = multiply(chance.mean(first), chance.mean(second))
    return make(given, zero(add(chance.mean(multiply(first, second)), product, -1)), (), given, [first, second])


def contract(monomial: Monomial, letter: MatrixLetter, chance: Chance, given: Facts = frozenset()) -> Theorem:
    """The mean may be taken over one letter first, if all others are independent of it; where the entries of the letter
    have mean 0 and are independent it is a sum over pairings.
    """
    known = frozenset(fact.body for fact in given)
    left = chance.contracted(monomial, letter, known)
    whole: Scalar = {monomial: Fraction(1)}
    return make(given, zero(add(chance.mean(whole), chance.mean(left), -1)), (), given, [whole, left])


RULES: dict[str, Callable[..., Theorem]] = {"average": average, "separate": separate, "contract": contract}
