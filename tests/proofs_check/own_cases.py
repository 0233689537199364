"""Claims over cases of their own: a named tuple with a Point, a tuple with a Point in it; and a trivial one."""

from fractions import Fraction
from typing import NamedTuple

import proofs_check as pc
import symdln as dln

OWN = pc.own_source("own", "Cases of my own", year=2025)


class Step(NamedTuple):
    """A point, the step size, and a name."""

    point: dln.Point
    size: Fraction
    name: str


def point(entry):
    return dln.Point(dln.Problem.canonical([2], (1, 1, 1)), [[[entry]], [[1]]])


def steps(size, seed):
    for entry in (2, 1, 0):
        yield Step(point(entry), Fraction(1, 3), "one third")


def pairs(size, seed):
    for entry in (2, 1, 0):
        yield (point(entry), (entry, Fraction(1, 2)), dln.Matrix([[entry]]))


def zeros(size, seed):
    for width in (1, 2, 3):
        problem = dln.Problem.canonical([1], (1, width, 1))
        yield dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])


def over(make):
    return pc.cases(make.__name__, make, sentence=f"three {make.__name__}", strength=pc.Verdict.VERIFIED)


@pc.claim("own.step", source=OWN.at("1"), statement=r"\nabla L = 0", over=over(steps))
def step(case):
    """The point is critical."""
    return pc.equal(case.point.gradient[0][0, 0] * case.size, 0, f"gradient times {case.name}")


@pc.claim("own.pair", source=OWN.at("2"), statement=r"\nabla L = 0", over=over(pairs))
def pair(case):
    """The point is critical, and half of the entry is at most 1/2."""
    found, (entry, half), matrix = case
    return pc.equal(found.gradient[0][0, 0] * entry * half, matrix[0, 0] - 2, "gradient")


decayed = pc.on_point("W decayed", "W = 0", lambda point: all(layer.is_zero() for layer in point.weights))


@pc.claim("own.zero", source=OWN.at("3"), statement=r"P = 0", over=over(zeros), assuming=(decayed,))
def zero(case):
    """The product is zero."""
    return pc.is_true(case.end_to_end.is_zero(), "the product is zero")
