"""Gradient descent as it is run, in exact rational numbers: its points, and the exact steps that lower the loss."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import flint

from symdln.algebra.rational import rational, to_fmpq
from symdln.errors import InputError, shown
from symdln.landscape.point import Point, as_point
from symdln.landscape.problem import Problem

MOST_BITS = 200_000
_REFINEMENT = Fraction(1, 2**40)


def exact_descent(problem: Problem, weights: Any, step: Any, steps: int) -> tuple[Point, ...]:
    """The points ``W, W - step grad L(W), ...`` of ``steps`` steps, exactly.

    Numerators and denominators grow ``2 H - 1`` times longer in each step; where an entry has more than 200,000 bits,
    ``InputError`` says after how many steps.

    >>> problem = Problem.canonical((1,), (1, 1, 1))
    >>> [str(point.loss) for point in exact_descent(problem, [[[1]], [["1/2"]]], "1/2", 2)]     # (ab - 1)^2 / 2
    ['1/8', '25/2048', '1177225/34359738368']
    """
    size = checked_step(step)
    if not isinstance(steps, int) or isinstance(steps, bool) or steps < 0:
        raise InputError(f"steps must be a whole number, 0 or more, but {shown(steps)} was passed.")
    points = [as_point(problem, weights)]
    for count in range(steps):
        points.append(points[-1].moved(points[-1].gradient, -size))
        if any(entry.denominator.bit_length() > MOST_BITS for layer in points[-1].weights for entry in layer.entries()):
            raise InputError(
                f"after {count + 1} of {steps} exact steps an entry has more than {MOST_BITS} bits; take fewer steps, "
                "or symdln.numeric.descend."
            )
    return tuple(points)


def checked_step(step: Any) -> Fraction:
    """The step size as a positive rational number."""
    size = rational(step)
    if size <= 0:
        raise InputError(f"the step must be positive, but {size} was passed.")
    return size


def loss_along_gradient(problem: Problem, weights: Any) -> tuple[Fraction, ...]:
    """The coefficients of ``L(W - eta grad L(W))`` as a polynomial in eta, of degree at most 2 H, from the constant on.

    >>> problem = Problem.canonical((1,), (1, 1))               # 1/2 (w - 1)^2 at w = 0: 1/2 (1 - eta)^2
    >>> [str(c) for c in loss_along_gradient(problem, [[[0]]])]
    ['1/2', '-1', '1/2']
    """
    point = as_point(problem, weights)
    nodes = range(2 * problem.depth + 1)
    values = [point.moved(point.gradient, -eta).loss for eta in nodes]
    total, basis = flint.fmpq_poly([0]), flint.fmpq_poly([1])
    differences = list(values)
    for k in nodes:  # Newton's form: the divided differences at 0, 1, 2, ...
        total += basis * to_fmpq(differences[0])
        basis *= flint.fmpq_poly([-k, 1])
        differences = [(b - a) / (k + 1) for a, b in itertools.pairwise(differences)]
    return tuple(Fraction(int(c.p), int(c.q)) for c in total.coeffs())


def decreasing_steps(problem: Problem, weights: Any) -> tuple[Fraction, Fraction]:
    """An interval around the least step at which descent no longer lowers the loss: all smaller ones lower it.

    It is the least positive root of ``(L(W - eta G) - L(W)) / eta``, isolated exactly by Sturm's theorem and narrowed
    to a relative width below 2^-30.  Raises ``InputError`` at a critical point, where no step changes the loss.

    >>> problem = Problem.canonical((1,), (1, 1))               # 1/2 (w - 1)^2: the steps below 2 lower the loss
    >>> low, high = decreasing_steps(problem, [[[0]]])
    >>> low <= 2 <= high, float(high - low) < 1e-8
    (True, True)
    """
    point = as_point(problem, weights)
    if all(block.is_zero() for block in point.gradient):
        raise InputError("these weights are a critical point, where no step changes the loss; pass other weights.")
    change = list(loss_along_gradient(problem, point))[1:]
    sequence = _sturm(change)
    low, high = Fraction(0), Fraction(1)
    while _roots(sequence, low, high) == 0:
        low, high = high, 2 * high
    while _roots(sequence, low, high) > 1 or high - low > high * _REFINEMENT:
        middle = (low + high) / 2
        low, high = (low, middle) if _roots(sequence, low, middle) else (middle, high)
    return low, high


def _sturm(coefficients: list[Fraction]) -> list[flint.fmpq_poly]:
    whole = flint.fmpq_poly([to_fmpq(c) for c in coefficients])
    first = whole // whole.gcd(whole.derivative())  # the same roots, all simple
    sequence = [first, first.derivative()]
    while sequence[-1].degree() > 0:
        sequence.append(-(sequence[-2] % sequence[-1]))
    return sequence


def _roots(sequence: list[flint.fmpq_poly], low: Fraction, high: Fraction) -> int:
    """The number of distinct roots in ``(low, high]``."""
    return _changes(sequence, low) - _changes(sequence, high)


def _changes(sequence: list[flint.fmpq_poly], x: Fraction) -> int:
    signs = [value > 0 for poly in sequence if (value := poly(to_fmpq(x))) != 0]
    return sum(a != b for a, b in itertools.pairwise(signs))
