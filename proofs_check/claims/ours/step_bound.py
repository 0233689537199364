"""How long a step of descent on two layers may be so that the loss does not grow: a bound, and where it is sharp."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from math import isqrt

import symdln as dln
from proofs_check.claims.ours.descent_imbalance import OURS_FLOW
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.rational_data import orthogonal

Case = tuple[int, int, str, bool]
"""The size n of all matrices, a number that turns them, x = eta |E|, and whether W_2 is about -W_1 where n = 1."""

DIGITS = 1000


def points(size: str, seed: int) -> Iterator[Case]:
    shares = ("1/10", "1/2", "1") if size == "small" else ("1/10", "1/2", "1", "3/2", "19/10")
    for n, x in itertools.product((1, 2) if size == "small" else (1, 2, 3), shares):
        yield from ((n, turn, x, opposite) for turn in (1, 2) for opposite in (False, True))


def limit(x: Fraction) -> Fraction:
    """The largest ``eta (|W_1|^2 + |W_2|^2)`` of the statement."""
    return (2 - x) / (1 + x / 2) ** 2


def turned(n: int, number: int, largest: Fraction) -> dln.Matrix:
    """A matrix with the singular values largest, largest / 2, ..., so its operator norm is ``largest``."""
    middle = dln.Matrix.diagonal([largest / (k + 1) for k in range(n)], (n, n))
    return orthogonal(n, number) @ middle @ orthogonal(n, number + 1).T


def point_of(case: Case) -> dln.Point:
    """Weights just within the limit for the step 1, with a residual of operator norm x."""
    n, turn, share, opposite = case
    x = Fraction(share)
    half = limit(x) * DIGITS**2 / 2
    size = Fraction(isqrt(half.numerator // half.denominator), DIGITS)
    first = turned(n, turn, size)
    second = turned(n, 2 * turn, -size if opposite else size)
    residual = turned(n, turn + 3, x)
    problem = dln.Problem.from_data(dln.Matrix.identity(n), second @ first - residual, (n,))
    return dln.Point(problem, [first, second])


@claim(
    "ours.step-bound",
    source=OURS.at(OURS_FLOW),
    statement=r"L = \tfrac12 \|E\|^2, \, E = W_2 W_1 - M, \, x = \eta \|E\|_{\mathrm{op}} < 2: \; \eta \bigl("
    r"\|W_1\|_{\mathrm{op}}^2 + \|W_2\|_{\mathrm{op}}^2\bigr) \bigl(1 + \tfrac{x}{2}\bigr)^2 \le 2 - x \Rightarrow "
    r"L(W - \eta \nabla L) \le L(W)",
    over=cases(
        "points near the bound",
        points,
        sentence="square layers of size 1 to 3 (small scope: 1 and 2) with known operator norms, turned in two ways, "
        "five sizes of the residual (small scope: three), both signs, scaled to just within the bound: the exact loss",
        strength=Verdict.VERIFIED,
        fields=("n", "turn", "share", "opposite"),
    ),
    made_precise="white inputs, any widths; the weights before the step are those of the condition",
    written=written.STEP_BOUND,
)
def step_bound(case: Case) -> Outcome:
    """A step below an explicit bound in the norms of two layers and of the residual does not let the loss grow."""
    point = point_of(case)
    after = point.moved(point.gradient, Fraction(-1))
    return at_most(after.loss, point.loss, "the loss after the step")


Scalars = tuple[str, str]
"""``(a, m)``: the weights are a and +-a, the residual is +-m, and the step is 1."""

WITNESS = (Fraction(1, 4), (Fraction(1), Fraction(0)), (Fraction(4, 5), Fraction(3, 2)))
"""``W_1 = 1/4``, ``W_2 = (1, 0)^T``, ``E = (4/5, 3/2)^T`` of norm 17/10, for the step 1."""


def scalars(size: str, seed: int) -> Iterator[Scalars]:
    values = ("1/3", "2/3", "1") if size == "small" else ("1/3", "1/2", "2/3", "4/5", "1", "3/2")
    yield from itertools.product(values, ("1/10", "1/2", "1", "2", "9/4", "4"))


def never_grows(rho: Fraction, x: Fraction) -> bool:
    """The statement for the step 1."""
    return x <= 2 and rho * (2 + x) <= 4


def squared_norms(point: dln.Point) -> tuple[Fraction, Fraction]:
    """``|W_1|^2 + |W_2|^2`` and ``|E|^2`` in Frobenius norms, which of one row or column are operator norms."""
    residual = point.end_to_end @ point.problem.Sxx - point.problem.Syx
    return sum((layer.norm_squared() for layer in point.weights), Fraction(0)), residual.norm_squared()


def witness() -> dln.Point:
    first, second, residual = WITNESS
    target = [[first * q - e] for q, e in zip(second, residual, strict=True)]
    problem = dln.Problem.from_data([[1]], target, (1,))
    return dln.Point(problem, [[[first]], [[q] for q in second]])


@claim(
    "ours.step-bound.sharp",
    source=OURS.at(OURS_FLOW),
    statement=r"L = \tfrac12 (ab - s)^2, \, \varrho, m > 0: \; L \text{ does not grow at any } a, b, s \text{ with } "
    r"a^2 + b^2 = \varrho, \, |ab - s| = m \iff \eta m \le 2 \text{ and } \eta \varrho (2 + \eta m) \le 4; \text{ "
    r"with } \|W_1\|_{\mathrm{op}}^2 + \|W_2\|_{\mathrm{op}}^2 \text{ and } \|E\|_{\mathrm{op}} \text{ this does not "
    r"suffice for matrices}",
    over=cases(
        "two scalars of equal modulus",
        scalars,
        sentence="weights a and +-a with six values of a (small scope: three), residuals +-m with six values of m on "
        "both sides of the condition, exact steps of size 1; and two layers of widths 1, 1, 2 within the condition, at "
        "which the loss grows",
        strength=Verdict.VERIFIED,
        fields=("a", "m"),
    ),
    written=written.STEP_BOUND,
)
def sharp(case: Scalars) -> Outcome:
    """For two scalar layers the bound on the step has a sharp form, which is not enough for matrices."""
    a, m = map(Fraction, case)
    grows, outcomes = [], []
    for sign, residual in itertools.product((1, -1), (m, -m)):
        problem = dln.Problem.from_data([[1]], [[sign * a * a - residual]], (1,))
        point = dln.Point(problem, [[[a]], [[sign * a]]])
        grows.append(point.moved(point.gradient, Fraction(-1)).loss > point.loss)
        outcomes.append(equal(squared_norms(point), (2 * a * a, m * m), "the squared norms of layers and residual"))
    matrices, norm = witness(), Fraction(17, 10)  # (4/5)^2 + (3/2)^2 = (17/10)^2
    size, square = squared_norms(matrices)
    return all_of(
        *outcomes,
        equal(square, norm**2, "the squared norm of the residual of the matrices"),
        equal(not any(grows), never_grows(2 * a * a, m), "whether the loss grows at no point"),
        is_true(never_grows(size, norm), "the matrices meet the condition"),
        is_true(matrices.moved(matrices.gradient, Fraction(-1)).loss > matrices.loss, "the loss of the matrices grows"),
    )
