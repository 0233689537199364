"""A trajectory that is no faster than a power of t, Chitour et al. (2022), before Proposition 2."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.verdict import Verdict

LARGEST = {"small": 5, "default": 8, "large": 12}


def depths(size: str, seed: int) -> Iterator[tuple[int]]:
    yield from ((n,) for n in range(3, LARGEST[size] + 1))


@claim(
    "chitour.polynomial-rate",
    source=CHITOUR.at("after the proof of Prop. 1"),
    statement=r"\text{the rate of convergence is only polynomial, of the type } t^{-\alpha}; \; d_j = 1, \; "
    r"\Sigma_Y = 1, \; W_{H+1} \cdots W_1 = -x^{H+1}, \; |W_j| = x: \; x' = -x^H (1 + x^{H+1}), \; "
    r"x(t) \sim ((H - 1) t)^{-1/(H-1)}",
    over=cases(
        "chains of one unit",
        depths,
        sentence="the depths 3 to 8 (small: to 5; large: to 12), all widths 1, and every start -x, x > 0, by a "
        "polynomial identity in x that holds at more points than its degree",
        strength=Verdict.PROVED,
        fields=("n",),
    ),
    made_precise="print has it for gradient systems in general; it is attained in this class for H >= 2, on the way to "
    "the saddle W = 0, from every balanced start whose product is negative",
    axioms=("two polynomials of degree less than m that agree at m points are equal",),
    prose=(
        "the weights x or -x stay such along the flow, by uniqueness",
        "so x falls, (x^{-(H-1)})' = (H - 1)(1 + x^{H+1}) lies between H - 1 and (H - 1)(1 + x(0)^{H+1}) and tends to "
        "H - 1: by the mean value theorem x^{-(H-1)} / t tends to H - 1",
    ),
)
def polynomial_rate(case: tuple[int]) -> Outcome:
    """From balanced weights with a negative product and a positive target the flow reaches W = 0 like a power of t."""
    (n,) = case
    return all_of(*(moves_as_stated(n, Fraction(x)) for x in range(1, 2 * n + 1)))


def moves_as_stated(n: int, x: Fraction) -> Outcome:
    """Every velocity is ``-x^{n-1} (1 + x^n)`` times its sign: degree 2 n - 1 in x, asked at 2 n points."""
    problem = dln.Problem.canonical([1], (1,) * (n + 1))
    signs = [-1 if j > 0 or n % 2 else 1 for j in range(n)]
    point = dln.Point(problem, [dln.Matrix([[sign * x]]) for sign in signs])
    speeds = [-sign * gradient[0, 0] for sign, gradient in zip(signs, point.gradient, strict=True)]
    return all_of(
        equal(point.end_to_end[0, 0], -(x**n), "the product"),
        *(equal(speed, -(x ** (n - 1)) * (1 + x**n), "the rate of |W_j|") for speed in speeds),
    )
