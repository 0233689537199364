"""Proposition 2: the exponential rate itself, exactly, along diagonal trajectories of depth 2 with known limits."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.claims.chitour.rates import has_positive_invariants, invariant
from proofs_check.facts.eigenvalues import nth
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, at_most, equal
from proofs_check.language.scope import cases
from proofs_check.language.source import CHITOUR
from proofs_check.language.verdict import Verdict

Branch = tuple[int, int, int, int]
"""``(a, b, p, q)``: the trajectory of ``1/2 (pq - ab)^2`` from (a, b), and its limit (p, q)."""
Trajectory = tuple[Branch, ...]


def branches(most: int) -> Iterator[Branch]:
    """Starts and limits up to ``most`` with ``q^2 - p^2 = b^2 - a^2 > 0``, b and q positive, and p q positive.

    ``b^2 - a^2`` is constant and not zero, so b keeps its sign; where b > 0, ``a sqrt(a^2 + c)`` increases with a, so
    the branch holds one point with a b = p q.  As ``dM/dt = -(a^2 + b^2) M`` with ``a^2 + b^2 >= c > 0``, it is the
    limit, and the rate of M tends to ``p^2 + q^2``.
    """
    for a, b, p, q in itertools.product(range(-most, most + 1), range(1, most + 1), *[range(1, most + 1)] * 2):
        if q * q - p * p == b * b - a * a > 0:
            yield a, b, p, q


def trajectories(size: str, seed: int) -> Iterator[Trajectory]:
    """Single branches that move, then pairs with decreasing targets of which at least one moves."""
    single = sorted(branches(4 if size == "large" else 3), key=lambda branch: (sum(map(abs, branch)), branch))
    moving = [branch for branch in single if branch[:2] != branch[2:]]
    yield from ((branch,) for branch in moving)
    for first, second in itertools.product(single, repeat=2):
        if first[2] * first[3] > second[2] * second[3] and (first in moving or second in moving):
            yield first, second


exactly = cases(
    "exact rates",
    trajectories,
    sentence="diagonal trajectories of depth 2 and width 1 or 2 from integer weights up to 3 (large: 4) to integer "
    "limits "
    "up to 3 (large: 4), with b > |a| in every component",
    strength=Verdict.VERIFIED,
)


def start(trajectory: Trajectory) -> dln.Point:
    """The weights diag(a) and diag(b) in the problem with the singular values p q."""
    size = len(trajectory)
    problem = dln.Problem.canonical([p * q for _, _, p, q in trajectory], (size, size, size))
    return dln.Point(problem, [dln.Matrix.diagonal([branch[k] for branch in trajectory]) for k in (0, 1)])


def limit(trajectory: Trajectory) -> dln.Point:
    return dln.Point(
        start(trajectory).problem, [dln.Matrix.diagonal([branch[k] for branch in trajectory]) for k in (2, 3)]
    )


def rate(trajectory: Trajectory) -> Fraction:
    """``lim - 1/t log ||M(t)||``: the least ``p^2 + q^2`` of the components that move.

    Diagonal weights stay diagonal under the flow, so the components do not feel each other.
    """
    return min(Fraction(p * p + q * q) for a, b, p, q in trajectory if a * b != p * q)


def confirm(trajectory: Trajectory) -> None:
    """Raise ``ArithmeticError`` unless the limit is exact and Prop. 2 applies.

    That is: the same invariants and the same positive branch at both ends, the hypotheses met, M = 0 at the limit.
    """
    at_start, at_end = start(trajectory), limit(trajectory)
    same_branch = all(b > 0 and q > 0 for _, b, _, q in trajectory)
    if not (same_branch and has_positive_invariants(at_start) and invariant(at_start, 1) == invariant(at_end, 1)):
        raise ArithmeticError(f"{trajectory} does not meet the hypotheses of Prop. 2, or runs into another limit")
    if at_end.loss != 0:
        raise ArithmeticError(f"{trajectory} does not end where M = 0")


def number_printed(trajectory: Trajectory) -> Fraction:
    """The d_2-th smallest eigenvalue of C_1, as the proposition says."""
    return _value(trajectory, len(trajectory))


def number_in_proof(trajectory: Trajectory) -> Fraction:
    """``lambda_{d_1 - d_2 + 1}(C_1) = lambda_1(C_1)``, as the proof says."""
    return _value(trajectory, 1)


def _value(trajectory: Trajectory, number: int) -> Fraction:
    value = nth(invariant(start(trajectory), 1), number).value
    if value is None:
        raise ArithmeticError("C_1 is a diagonal matrix of integers, so its eigenvalues are rational")
    return value


@claim(
    "chitour.prop2",
    source=CHITOUR.at("Prop. 2"),
    statement=r"\text{every trajectory converges to a global minimum with an exponential rate equal to the product "
    r"of all "
    r"the } d_{j+1}\text{-smallest eigenvalue of } C_j, \; 1 \le j \le H",
    over=exactly,
    made_precise='the rate is lim -1/t log ||M(t)||_F; "the d_{j+1}-smallest" is read as the d_{j+1}-th smallest or, '
    "as in the proof, as lambda_{d_j - d_{j+1} + 1}: the claim fails where the rate is neither (for widths 1 every "
    "reading gives the same number). Read as a bound of the decay, with the eigenvalue of the proof, the proposition "
    "is chitour.prop2.corrected",
)
def prop_2(trajectory: Trajectory) -> Outcome:
    """The residual tends to zero at a rate equal to the product of the d_{j+1}-smallest eigenvalues of the C_j."""
    confirm(trajectory)
    printed, proof = number_printed(trajectory), number_in_proof(trajectory)
    exact = rate(trajectory)
    readings = printed if exact == printed else proof
    return equal(exact, readings, f"rate of ||M|| from (a, b, p, q) = {trajectory} (readings: {printed}, {proof})")


@claim(
    "chitour.prop2.printed-index",
    source=CHITOUR.at("Prop. 2"),
    statement=r"\text{the rate is at least the product of all the } d_{j+1}\text{-th smallest eigenvalues of } C_j",
    over=exactly,
    made_precise="the printed number of the eigenvalue, with the rate read as a bound from below",
)
def prop_2_printed_index(trajectory: Trajectory) -> Outcome:
    """The rate is at least the product of the d_{j+1}-th smallest eigenvalues of the C_j."""
    confirm(trajectory)
    return at_most(number_printed(trajectory), rate(trajectory), f"eigenvalue for (a, b, p, q) = {trajectory}")


@claim(
    "chitour.prop2.printed-index.corrected",
    source=CHITOUR.at("Prop. 2"),
    statement=r"\text{the rate is at least the product of all the } d_{j+1}\text{-th largest eigenvalues of } C_j",
    over=exactly,
    corrects="chitour.prop2.printed-index",
)
def prop_2_printed_index_corrected(trajectory: Trajectory) -> Outcome:
    """The rate is at least the product of the d_{j+1}-th largest eigenvalues of the C_j."""
    confirm(trajectory)
    return at_most(number_in_proof(trajectory), rate(trajectory), f"eigenvalue for (a, b, p, q) = {trajectory}")
