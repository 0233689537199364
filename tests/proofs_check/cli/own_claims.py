"""A claim file of a user: a false claim, one whose check raises, cases that are tuples, one met nowhere, a slow one."""

import time
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import proofs_check as pc
import symdln as dln

MINE = pc.own_source("mine", "My lemmas")
VERIFIED = pc.Verdict.VERIFIED


@pc.claim(
    "mine.strict",
    source=MINE.at("Lemma 1"),
    statement="n_- > 0",
    over=pc.every_critical_point(),
    assuming=(pc.critical_above_minimum,),
)
def strict(point: dln.Point) -> pc.Outcome:
    """Every saddle is strict."""
    return pc.is_true(point.inertia_by_ranks.negative > 0, "some eigenvalue is negative")


@pc.claim("mine.raises", source=MINE.at("Lemma 2"), statement="1/0", over=pc.every_critical_point())
def raises(point: dln.Point) -> pc.Outcome:
    """Divides by zero at depth 2."""
    return pc.holds() if 1 / (point.problem.depth - 2) else pc.fails("unreachable")


class Pair(NamedTuple):
    a: int
    b: Fraction


def pairs(size: str, seed: int) -> Sequence[Pair]:
    return [Pair(1, Fraction(1, 2)), Pair(2, Fraction(1, 3))]


@pc.claim(
    "mine.pairs",
    source=MINE.at("Lemma 3"),
    statement="a b = 1/2",
    over=pc.cases("pairs", pairs, sentence="two pairs", strength=VERIFIED, count=2),
)
def product(pair: Pair) -> pc.Outcome:
    """The product is a half."""
    return pc.equal(pair.a * pair.b, Fraction(1, 2), "product")


def numbered(size: str, seed: int) -> Sequence[tuple[int, dln.Point]]:
    problem = dln.Problem.canonical((3,), (1, 1, 1))
    return [(number, dln.Point(problem, [dln.Matrix([[number]]), dln.Matrix([[1]])])) for number in (1, 2)]


@pc.claim(
    "mine.tuples",
    source=MINE.at("Lemma 4"),
    statement="n < 2",
    over=pc.cases("tuples", numbered, sentence="two tuples", strength=VERIFIED, count=2),
)
def at_most_one(case: tuple[int, dln.Point]) -> pc.Outcome:
    """The number is at most 1."""
    return pc.at_most(case[0], 1, "number")


@pc.claim(
    "mine.vacuous",
    source=MINE.at("Lemma 5"),
    statement="0 = 1",
    over=pc.every_critical_point(),
    assuming=(pc.depth_at_least(9),),
)
def vacuous(point: dln.Point) -> pc.Outcome:
    """Nothing in scope is so deep."""
    return pc.fails("unreachable")


@pc.claim(
    "mine.slow",
    source=MINE.at("Lemma 6"),
    statement="0 = 0",
    over=pc.cases("slow", lambda size, seed: [1], sentence="one slow case", strength=VERIFIED, count=1),
)
def slow(number: int) -> pc.Outcome:
    """Takes more than a second a case."""
    time.sleep(2)
    return pc.holds()


@pc.claim("mine.true", source=MINE.at("Lemma 7"), statement="n_- <= N", over=pc.every_critical_point())
def true(point: dln.Point) -> pc.Outcome:
    """No more negative eigenvalues than weights."""
    return pc.at_most(point.inertia_by_ranks.negative, point.problem.parameters, "negative eigenvalues")
