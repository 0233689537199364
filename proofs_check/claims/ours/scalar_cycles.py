"""Cycles of period two of descent on scalar layers: beyond 2 / lambda_max, and why all layers have one modulus."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from math import gcd, prod

import flint

import symdln as dln
from proofs_check.claims.ours.descent_imbalance import OURS_FLOW
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from symdln.algebra.rational import to_fmpq
from symdln.dynamics import Cycle, exact_descent, scalar_cycles

Pair = tuple[int, int, int]
"""``(p, q, n)``: the cycle a = p / n, b = q / n with 0 < p < q, so eta = 1 / (a b) and s = a^2 + b^2 - a b."""

MOST = {"small": 5, "default": 6, "large": 12}


def pairs(size: str, seed: int) -> Iterator[Pair]:
    for q in range(2, MOST[size] + 1):
        yield from ((p, q, n) for p, n in itertools.product(range(1, q), (1, 2)) if gcd(p, q) == 1)


class TwoSteps:
    """Two steps of descent from ``(a, a)`` and their derivative, exactly, for L = 1/2 (w_2 w_1 - s)^2."""

    def __init__(self, pair: Pair):
        p, q, n = pair
        self.a, self.b = Fraction(p, n), Fraction(q, n)
        self.eta, self.s = 1 / (self.a * self.b), self.a**2 + self.b**2 - self.a * self.b
        self.c = self.eta * self.s
        self.problem = dln.Problem.canonical((self.s,), (1, 1, 1))
        self.points = exact_descent(self.problem, [[[self.a]], [[self.a]]], self.eta, 2)

    def visited(self) -> list[Fraction]:
        """Both weights at the start, after one step and after two."""
        return [self.a, self.a, self.b, self.b, self.a, self.a]

    def derivative(self) -> dln.Matrix:
        """The product of ``I - eta Hessian`` over both points."""
        first, second = (dln.Matrix.identity(2) - self.eta * point.hessian for point in self.points[:2])
        return second @ first

    def positive_cycles(self) -> list[Cycle]:
        """Those that root isolation finds, which knows nothing of the formulas."""
        return [cycle for cycle in scalar_cycles(self.s, self.eta) if cycle.low[0] > 0]


def multipliers(c: Fraction) -> tuple[Fraction, Fraction]:
    """Along the line of equal layers, and across it."""
    return 9 - 2 * (1 + c) ** 2, 3 - 2 * c


def is_stable(c: Fraction) -> bool:
    """``1 < c < sqrt 5 - 1``."""
    return c > 1 and (1 + c) ** 2 < 5


@claim(
    "ours.scalar-cycles",
    source=OURS.at(OURS_FLOW),
    statement=r"L = \tfrac12 (w_2 w_1 - s)^2, \; c = \eta s: \; \text{descent has a cycle } a \ne b > 0, \, w_1 = w_2, "
    r"\text{ if and only if } c > 1; \; a b = 1 / \eta, \; a^2 + b^2 = s + 1 / \eta, \text{ multipliers } "
    r"9 - 2 (1 + c)^2 \text{ and } 3 - 2 c, \text{ stable for } 1 < c < \sqrt5 - 1",
    over=cases(
        "rational cycles",
        pairs,
        sentence=lambda size: (
            f"all cycles a = p / n, b = q / n with coprime p < q up to {MOST[size]} and n = 1, 2, at which the step "
            "and the target are rational: two steps, their exact derivative, and all cycles by isolation of roots; "
            "and half of 1 / s as a step, which has none"
        ),
        strength=Verdict.VERIFIED,
        fields=("p", "q", "n"),
    ),
    made_precise="s > 0; eta = 1 / s is 2 / lambda_max at the balanced minimum; stable means that both multipliers "
    "have modulus below 1, and the cycle then attracts a neighbourhood in the plane of all weights",
    written=written.SCALAR_CYCLES,
)
def cycles(pair: Pair) -> Outcome:
    """Beyond the edge of stability two balanced scalar layers have one cycle of two steps, stable in a known range."""
    exact = TwoSteps(pair)
    along, across = multipliers(exact.c)
    D = exact.derivative()
    found = exact.positive_cycles()
    below = [cycle for cycle in scalar_cycles(exact.s, 1 / (2 * exact.s)) if cycle.low[0] > 0]
    return all_of(
        equal([point.weights[j][0, 0] for point in exact.points for j in (0, 1)], exact.visited(), "the points"),
        equal(D @ dln.Matrix([[1], [1]]), along * dln.Matrix([[1], [1]]), "the multiplier along the line"),
        equal(D @ dln.Matrix([[1], [-1]]), across * dln.Matrix([[1], [-1]]), "the multiplier across the line"),
        equal((len(found), len(below)), (1, 0), "numbers of cycles beyond 1 / s, and at half of it"),
        is_true(
            found[0].low[0] <= exact.a <= found[0].low[1] and found[0].high[0] <= exact.b <= found[0].high[1],
            "isolation of roots finds this cycle",
        ),
        equal(found[0].is_stable, is_stable(exact.c), "whether the cycle is stable"),
    )


Chain = tuple[int, int, int]
"""``(N, p, q)``: N layers, and the cycle a = p, b = q of equal layers, which gives the step and the target."""


def chains(size: str, seed: int) -> Iterator[Chain]:
    depths = (2, 3) if size == "small" else (2, 3, 4)
    yield from ((depth, p, q) for depth in depths for p, q in ((1, 2), (2, 3), (3, 5)))


class EqualLayers:
    """The step and the target with ``g(a) = b``, ``g(b) = a``: two linear equations in eta and eta s."""

    def __init__(self, chain: Chain):
        self.N, p, q = chain
        self.a, self.b = Fraction(p), Fraction(q)
        there = (self.b - self.a) / self.a ** (self.N - 1)  # = eta s - eta a^N
        back = (self.a - self.b) / self.b ** (self.N - 1)  # = eta s - eta b^N
        self.eta = (there - back) / (self.b**self.N - self.a**self.N)
        self.s = there / self.eta + self.a**self.N

    def path(self, weights: list[Fraction], target: Fraction) -> list[list[Fraction]]:
        """The weights, and those after one and two steps."""
        problem = dln.Problem.from_data([[1]], [[target]], (1,) * (self.N - 1))
        points = exact_descent(problem, [[[weight]] for weight in weights], self.eta, 2)
        return [[layer[0, 0] for layer in point.weights] for point in points]


def target_of(signs: tuple[int, ...], s: Fraction) -> Fraction:
    """The target at which layers with these signs go round the cycle of equal layers with the target s."""
    return prod(signs) * s


def unbalanced_sum_squared(s: Fraction, eta: Fraction) -> Fraction:
    """The only value of (a + b)^2 that elimination may find: at minimisers with ``eta (a^2 + b^2) = 2``, all fixed."""
    return 2 * s + 2 / eta


def unbalanced_resultant(s: Fraction, eta: Fraction) -> flint.fmpq_mpoly:
    """What elimination leaves of the equations of period two for ``a b != s`` and ``|a| != |b|``, a polynomial in P.

    In P = (a + b)^2 and Q = (a - b)^2 a step multiplies a + b by 1 - x and a - b by 1 + x, x = eta ((P - Q) / 4 - s).
    """
    ring = flint.fmpq_mpoly_ctx.get(("P", "Q"), "lex")
    P, Q = ring.gens()
    rate, one = to_fmpq(eta), ring.from_dict({(0, 0): 1})

    def x_at(first: flint.fmpq_mpoly, second: flint.fmpq_mpoly) -> flint.fmpq_mpoly:
        return (first - second) * (rate / 4) - one * (rate * to_fmpq(s))

    x = x_at(P, Q)
    y = x_at(P * (one - x) ** 2, Q * (one + x) ** 2)
    returns = (divmod((one - x) * (one - y) - one, x), divmod((one + x) * (one + y) - one, x))
    assert all(rest == 0 for _, rest in returns)  # at x = 0 the point is fixed
    return returns[0][0].resultant(returns[1][0], "Q")


def only_root(chain: EqualLayers) -> Outcome:
    """The resultant has one root P, complex ones included: that at minimisers."""
    _, factors = unbalanced_resultant(chain.s, chain.eta).factor()
    ring = factors[0][0].context()
    expected = ring.gens()[0] - to_fmpq(unbalanced_sum_squared(chain.s, chain.eta))
    monic = [factor / factor.leading_coefficient() for factor, _ in factors]
    return is_true(monic == [expected], "elimination finds minimisers only")


@claim(
    "ours.scalar-cycles.balanced",
    source=OURS.at(OURS_FLOW),
    statement=r"L = \ell(w_N \cdots w_1), \, N \ge 2: \text{ at every cycle of period two of descent } |w_1| = \cdots "
    r"= |w_N|; \text{ for } L = \tfrac12 (w_N \cdots w_1 - s)^2 \text{ it is, up to signs, one of equal layers with "
    r"the target } \pm s",
    over=cases(
        "chains with signs",
        chains,
        sentence="three rational cycles of equal layers each at depth 2, 3 and 4 (small scope: 2 and 3): all patterns "
        "of signs go round them for the target with the sign of the pattern; chains in which one layer is 1/2, 3/2 or "
        "2 times as large do not return after two steps; and for two layers with each step and target a resultant, "
        "which finds all unequal points",
        strength=Verdict.VERIFIED,
        fields=("depth", "p", "q"),
    ),
    made_precise="l is differentiable, steps are equal and positive, a cycle consists of two different points; the "
    "target of the equal layers is -s where an odd number of layers has the sign minus",
    written=written.BALANCED_CYCLES,
)
def balanced(chain: Chain) -> Outcome:
    """At every cycle of two steps of scalar layers, of any depth and loss, all layers have the same modulus."""
    exact = EqualLayers(chain)
    outcomes = []
    for signs in itertools.product((1, -1), repeat=exact.N):
        ends = [[sign * value for sign in signs] for value in (exact.a, exact.b)]
        path = exact.path(ends[0], target_of(signs, exact.s))
        outcomes.append(equal(path, [*ends, ends[0]], "the cycle with signs"))
    for share in (Fraction(1, 2), Fraction(3, 2), Fraction(2)):
        path = exact.path([exact.a] * (exact.N - 1) + [share * exact.a], exact.s)
        outcomes.append(
            equal(len(set(map(tuple, path))), 3, "different points, as unequal layers move and do not return")
        )
    return all_of(*outcomes, only_root(exact))
