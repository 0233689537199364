"""Two rules: for chosen letters, and for small numbers.  Each rule's first sentence says why it is sound.

Python's standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from proofs_check.logic.indices import ONE, ZERO, minus, need
from proofs_check.logic.rules import Facts, Theorem, instantiate, make, mentions
from proofs_check.logic.terms import Fact, Scalar, Substitution, add, constant, demands, multiply, nonnegative


def choose(
    theorem: Theorem,
    line: Theorem,
    facts: Sequence[Fact],
    witnesses: Sequence[str],
    by: Substitution,
    given: Facts = frozenset(),
) -> Theorem:
    """A consequence of facts about a letter holds as soon as some value of the letter has these facts, if nothing else
    that is assumed or shown mentions the letter.

    A line says that there are ``witnesses`` with ``facts`` if its own hypotheses hold; it is given as the theorem that
    the first fact follows from all facts and those hypotheses.  ``by`` replaces its other letters.
    """
    instance = instantiate(line, by, given)
    found = {by.fact(fact) for fact in facts}
    rest = theorem.hypotheses - found
    conditions = {by.fact(hypothesis) for hypothesis in line.hypotheses - frozenset(facts)}
    replaced = [*by.indices.values(), *by.sizes.values(), *map(_parts, by.scalars.values())]
    replaced += map(_parts, by.matrices.values())
    for name in witnesses:
        need(not any(name in some for some in (by.indices, by.sizes, by.scalars, by.matrices)), f"{name} is chosen")
        for thing in (*rest, *conditions, theorem.conclusion, *replaced):
            need(not mentions(thing, name), f"{name} is chosen, and more is assumed of it than the line gives")
    wanted = [term for fact in found for term in demands(fact)]
    wanted += [minus(size, ONE) for size in by.sizes.values()]
    return make(rest | conditions, theorem.conclusion, [theorem, instance], given, whole_terms=wanted)


def lowest(
    theorem: Theorem,
    variable: str,
    power: int,
    positive: Sequence[tuple[Theorem, Theorem]] = (),
    given: Facts = frozenset(),
) -> Theorem:
    """If a polynomial in t is not negative for all small t > 0, neither is its coefficient of t^m, m the lowest power:
    divided by t^m, it tends to it.

    Of t it may be assumed that ``t >= 0`` and that polynomials in t are >= 0 whose value at t = 0 is positive; this is
    shown for every such value x by theorems ``y x = 1`` and ``y >= 0``, unless x is a number.  The caller ensures that
    t is a variable.
    """
    fact = theorem.of_kind("ge")
    powers = _powers(fact.scalar, variable)
    need(all(k >= power for k in powers), f"a lower power than {power} of {variable} occurs in the polynomial")
    kept: set[Fact] = set()
    for hypothesis in theorem.hypotheses:
        if not mentions(hypothesis, variable):
            kept.add(hypothesis)
            continue
        need(hypothesis.kind == "ge", f"{variable} is assumed to be more than small")
        assumed = _powers(hypothesis.scalar, variable)
        if assumed != {1: constant(1)}:
            _need_positive(assumed.get(0, {}), positive)
    premises = [one for pair in positive for one in pair]
    for one in premises:
        kept |= one.hypotheses
    return make(kept, nonnegative(powers.get(power, {})), [theorem, *premises], given)


def _need_positive(value: Scalar, positive: Sequence[tuple[Theorem, Theorem]]) -> None:
    if set(value) == {frozenset()}:
        need(value[frozenset()] > 0, "what is assumed of the variable fails for small values")
        return
    for inverse, sign in positive:
        product = multiply(sign.of_kind("ge").scalar, value)
        if not add(add(product, constant(1), -1), inverse.of_kind("zero").scalar, -1):
            return
    need(False, "what is assumed of the variable is not shown to hold for small values")


def _powers(scalar: Scalar, variable: str) -> dict[int, Scalar]:
    """The coefficients of a polynomial in a variable, which stands in nothing else."""
    atom, found = ("scalar", variable, ()), {}
    for monomial, value in scalar.items():
        exponent = dict(monomial).get(atom, ZERO)
        need(not exponent[1], f"a symbolic power of {variable}")
        rest = monomial - {(atom, exponent)}
        need(not mentions(rest, variable), f"{variable} occurs outside of polynomials")
        found[exponent[0]] = add(found.get(exponent[0], {}), {rest: value})
    return {k: coefficient for k, coefficient in found.items() if coefficient}


def _parts(thing: Any) -> Any:
    """A term as nested tuples, in which a name can be searched."""
    if isinstance(thing, dict):
        return tuple((key, _parts(value)) for key, value in thing.items())
    return thing


RULES: dict[str, Callable[..., Theorem]] = {"choose": choose, "lowest": lowest}
