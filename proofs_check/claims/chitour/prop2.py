"""Proposition 2 of Chitour et al. (2022): exponential convergence, with its rate."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.chitour.dissipation import dissipation_first
from proofs_check.claims.chitour.parts.rates import (
    Subject,
    above_the_shift,
    decreases,
    has_positive_invariants,
    in_words,
    invariant,
    invariants,
    least_on_row_space,
    lower,
    number_on_row_space,
    size,
    the_sum,
    upper,
)
from proofs_check.facts.eigenvalues import compare, compare_products, nth, sign
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import Hypothesis, Level, depth_at_least, not_of_words
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, fails, is_true, text
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import CHITOUR
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at_point
from proofs_check.networks.layers import LayerWords, depth_of
from proofs_check.networks.words import WordCase, same
from proofs_check.scopes.weight_grids import on_grids, pyramidal, white_inputs


def between_eigenvalues(point: dln.Point, details: Details) -> Given:
    """B between the eigenvalues of C_1 with the printed number and with that of the proof."""
    C, proof = least_on_row_space(point, 1)
    smaller, larger = nth(C, point.problem.widths[2]), nth(C, proof)
    return at(point, B=(smaller.upper + larger.lower) / 2)


def two_trajectories(branches: Any, details: Details) -> Given:
    """The starts of two components, the target of the first, and the limit of the second."""
    (A1, B1, P1, Q1), (A2, B2, P2, Q2) = branches
    return at(None, A1=A1, B1=B1, S1=P1 * Q1, A2=A2, B2=B2, P2=P2, Q2=Q2)


def trajectory(branches: Any, details: Details) -> Given:
    """The start (A, B) and the limit (P, Q) of one component."""
    ((A, B, P, Q),) = branches
    return at(None, A=A, B=B, P=P, Q=Q)


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
    fields="(a, b, p, q) of each component",
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


def moved(trajectory: Trajectory) -> dict[str, str]:
    """Start and limit of the flow in words."""

    def weights(first: int) -> str:
        numbers = [", ".join(str(branch[k]) for branch in trajectory) for k in (first, first + 1)]
        return " and ".join(f"W_{j} = diag({listed})" for j, listed in enumerate(numbers, 1))

    return {"at": f"the flow from {weights(0)}", "limit": weights(2)}


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
    certify=trajectory,
    grade=Grade.FALSE,
    literal=True,
)
def prop_2(trajectory: Trajectory) -> Outcome:
    """The residual tends to zero at a rate equal to the product of the d_{j+1}-smallest eigenvalues of the C_j."""
    confirm(trajectory)
    printed, proof = number_printed(trajectory), number_in_proof(trajectory)
    exact = rate(trajectory)
    readings = printed if exact == printed else proof
    return equal(exact, readings, "the rate of ||M||", but="the product of the eigenvalues", **moved(trajectory))


@claim(
    "chitour.prop2.printed-index",
    source=CHITOUR.at("Prop. 2"),
    statement=r"\text{the rate is at least the product of all the } d_{j+1}\text{-th smallest eigenvalues of } C_j",
    over=exactly,
    made_precise="the printed number of the eigenvalue, with the rate read as a bound from below",
    certify=two_trajectories,
    grade=Grade.MISPRINT,
)
def prop_2_printed_index(trajectory: Trajectory) -> Outcome:
    """The rate is at least the product of the d_{j+1}-th smallest eigenvalues of the C_j."""
    confirm(trajectory)
    what = "the product of the printed eigenvalues"
    return at_most(number_printed(trajectory), rate(trajectory), what, but="the rate of ||M||", **moved(trajectory))


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


def _positive_invariants(subject: Subject) -> bool:
    """A derivation takes the hypothesis for itself, so it is always asked."""
    return not isinstance(subject, dln.Point) or has_positive_invariants(subject)


positive_invariants = Hypothesis(
    "C_j has d_{j+1} positive eigenvalues",
    r"C_j \text{ has at least } d_{j+1} \text{ positive eigenvalues for } j = 1, \dots, H",
    _positive_invariants,
    Level.CASE,
)


PROP_2 = (pyramidal, positive_invariants)
PROP_2_FLOW = (white_inputs, *PROP_2)
"""The flow is that of the reduced problem; what is said of the weights alone needs no such hypothesis."""


@claim(
    "chitour.prop2.rank",
    source=CHITOUR.at("proof of Prop. 2, between (11) and (12)"),
    statement=r"\operatorname{rank} W_l W_l^\mathsf{T} \le d_{l+1} \le d_l \; (1 \le l \le H+1); \; \lambda_{\min}(W_l "
    r"W_l^\mathsf{T}) = 0 \text{ as soon as } d_{l+1} < d_l",
    over=on_grids,
    assuming=(depth_at_least(2), *PROP_2),
    made_precise="for l = 1, ..., H, as there is no d_{H+2}",
    grade=Grade.SLIP,
)
def prop_2_rank(point: dln.Point) -> Outcome:
    """W_l W_l^T has rank at most d_{l+1}, so its least eigenvalue is zero as soon as d_{l+1} < d_l."""
    return all_of(*(singular(point, k, lower(point, k), f"W_{k} W_{k}^T") for k in invariants(point)))


@claim(
    "chitour.prop2.rank.corrected",
    source=CHITOUR.at("proof of Prop. 2, between (11) and (12)"),
    statement=r"\operatorname{rank} W_{l+1}^\mathsf{T} W_{l+1} \le d_{l+1} \le d_l \; (1 \le l \le H); \; "
    r"\lambda_{\min}(W_{l+1}^\mathsf{T} W_{l+1}) = 0 \text{ as soon as } d_{l+1} < d_l",
    over=in_words,
    assuming=(pyramidal,),
    made_precise="that the rank is at most d_{l+1} is said by d_l - d_{l+1} eigenvalues 0 of the symmetric matrix",
    corrects="chitour.prop2.rank",
    formal=(
        "eig(W[j+1]' W[j+1], i) = 0 if 1 <= j <= n-1, 1 <= i <= d[j] - d[j+1]",
        "d[j+1] <= d[j] if 1 <= j <= n-1",
        "eig(W[j+1]' W[j+1], 1) = 0 if 1 <= j <= n-1, d[j+1] + 1 <= d[j]",
    ),
    proof=logic("chitour.prop2.rank.corrected"),
)
def prop_2_rank_corrected(subject: Subject) -> Outcome:
    """It is the other Gram matrix of size d_l, W_{l+1}^T W_{l+1}, that has rank at most d_{l+1}; its least eigenvalues
    are the factors of the terms of (11) with j > l + 1.
    """
    if isinstance(subject, dln.Point):
        by_layers = (singular(subject, k, upper(subject, k), f"W_{k + 1}^T W_{k + 1}") for k in invariants(subject))
        return all_of(*by_layers, formal_at_point("chitour.prop2.rank.corrected", subject))
    layers = LayerWords(depth_of(subject))
    return all_of(
        *(equal(layers.weight(k + 1).rows, f"d_{k + 1}", f"rows of W_{k + 1}") for k in range(1, layers.depth)),
        *(
            equal(layers.weight(k + 1).T.rows, f"d_{k}", f"size of its Gram matrix, k = {k}")
            for k in range(1, layers.depth)
        ),
    )


def singular(point: dln.Point, k: int, matrix: dln.Matrix, name: str) -> Outcome:
    """Rank at most d_{k+1}, and least eigenvalue 0 if that is below d_k."""
    size, bound = point.problem.widths[k], point.problem.widths[k + 1]
    outcome = all_of(
        equal(
            (size, bound), (matrix.shape[0], point.weights[k].shape[0]), f"the size of {name}, the rows of W_{k + 1}"
        ),
        at_most(matrix.rank(), bound, f"the rank of {name}", but=f"d_{k + 1}"),
    )
    if bound == size:
        return outcome
    return all_of(outcome, is_true(nth(matrix, 1).is_zero, f"lambda_min({name}) = 0 as {bound} < {size}"))


@claim(
    "chitour.prop2.alpha",
    source=CHITOUR.at("end of the proof of Prop. 2"),
    statement=r"\alpha(t) \ge \alpha := \prod_{l=1}^{H} \lambda_{d_l - d_{l+1} + 1}(C_l) > 0",
    over=in_words,
    assuming=PROP_2,
    made_precise="at any weights that meet the hypotheses: the C_l stay what they are, so every point of a "
    "trajectory is "
    "one",
    formal=(
        "L[1] >= bar[1] if n >= 1",
        "product[1] bar[1] = 1 if n >= 1",
        "product[1] >= 0 if n >= 1",
    ),
    proof=logic("chitour.prop2.alpha"),
)
def prop_2_alpha(subject: Subject) -> Outcome:
    """The product of the least eigenvalues of the W_{l+1} W_{l+1}^T is at least that of the eigenvalues of the C_l with
    number d_l - d_{l+1} + 1, which is positive.
    """
    if isinstance(subject, dln.Point):
        return all_of(alpha_at(subject), formal_at_point("chitour.prop2.alpha", subject))
    return all_of(the_sum(subject), *(factor_of_alpha(subject, k) for k in range(1, depth_of(subject))))


def factor_of_alpha(case: WordCase, k: int) -> Outcome:
    """``0 < lambda_n(C_l) <= lambda_n(W_{l+1}^T W_{l+1}) = lambda_1(W_{l+1} W_{l+1}^T)``, ``n = d_l - d_{l+1} + 1``.

    The n-th of d_l eigenvalues is the d_{l+1}-th from the largest, so the hypothesis makes it positive; the inequality
    is Weyl's; and above the shift, ``chitour.weyl.spectrum.corrected``, number n is the first.
    """
    return all_of(above_the_shift(case, k), counted_from_the_largest(k))


def alpha_at(point: dln.Point) -> Outcome:
    """The inequality at exact weights."""
    alpha = [nth(*least_on_row_space(point, k)) for k in invariants(point)]
    along = [nth(lower(point, k + 1), 1) for k in invariants(point)]
    if any(sign(factor) <= 0 for factor in alpha):
        return fails("a factor of alpha is not positive")
    if any(sign(factor) <= 0 for factor in along):
        return fails("alpha(t) is not positive")
    return is_true(compare_products(along, alpha) >= 0, "alpha(t) >= alpha")


@claim(
    "chitour.prop2.index",
    source=CHITOUR.at("end of the proof of Prop. 2"),
    statement=r"\lambda_{d_l - d_{l+1} + 1}(C_l) \text{ is the } d_{l+1}\text{-smallest eigenvalue of } C_l",
    over=on_grids,
    assuming=(depth_at_least(2), *PROP_2),
    made_precise='"the k-smallest" eigenvalue: the k-th one from the smallest on',
    certify=between_eigenvalues,
    grade=Grade.MISPRINT,
)
def prop_2_index(point: dln.Point) -> Outcome:
    """The eigenvalue number d_l - d_{l+1} + 1 of C_l is the d_{l+1}-th from the smallest."""
    d = point.problem.widths
    return all_of(*(same_eigenvalue(point, k, d[k + 1]) for k in invariants(point)))


@claim(
    "chitour.prop2.index.corrected",
    source=CHITOUR.at("end of the proof of Prop. 2"),
    statement=r"\lambda_{d_l - d_{l+1} + 1}(C_l) \text{ is the } d_{l+1}\text{-th largest eigenvalue of } C_l",
    over=in_words,
    assuming=(
        not_of_words(depth_at_least(2)),
        pyramidal,
    ),
    corrects="chitour.prop2.index",
    made_precise="the k-th largest eigenvalue of C is minus the k-th smallest of -C",
    formal="-eig(-C[j], d[j+1]) = eig(C[j], d[j] - d[j+1] + 1) if 1 <= j <= n-1, d[j] >= d[j+1]",
    proof=logic("chitour.prop2.index.corrected"),
)
def prop_2_index_corrected(subject: Subject) -> Outcome:
    """It is the d_{l+1}-th from the largest, so it is the one that d_{l+1} positive eigenvalues make positive."""
    if isinstance(subject, dln.Point):
        return all_of(from_the_largest(subject), formal_at_point("chitour.prop2.index.corrected", subject))
    return all_of(*(counted_from_the_largest(k) for k in range(1, depth_of(subject))))


def counted_from_the_largest(k: int) -> Outcome:
    """Of d_l numbers in order the n-th is the ``(d_l - n + 1)``-th from the last."""
    number = number_on_row_space(size(k), size(k + 1))
    return same(size(k) - number + 1, size(k + 1), f"the number from the largest on, l = {k}")


def from_the_largest(point: dln.Point) -> Outcome:
    """The same at exact weights, by the eigenvalues of -C_l."""
    d = point.problem.widths
    outcomes = []
    for k in invariants(point):
        negated, number = -invariant(point, k), d[k + 1]  # the largest of C are the smallest of -C
        total = compare([least_on_row_space(point, k), (negated, number)], [])
        outcomes.append(equal(total, 0, f"sign of the eigenvalue and minus the {number}-th largest of C_{k}"))
    return all_of(*outcomes)


def same_eigenvalue(point: dln.Point, k: int, number: int) -> Outcome:
    """Whether the eigenvalue of the proof is the eigenvalue of this number."""
    term = least_on_row_space(point, k)
    where = {"C": term[0], "printed": number, "proof": term[1]}
    return is_true(
        compare([term], [(term[0], number)]) == 0,
        f"the eigenvalues number {term[1]} and number {number} of C_{k} agree",
        otherwise=f"C_{k} is {text(term[0])}: its eigenvalue number {term[1]}, counted from the smallest, is not its "
        f"eigenvalue number {number}, the d_{k + 1}-th",
        **where,
    )


@claim(
    "chitour.prop2.corrected",
    source=CHITOUR.at("Prop. 2"),
    statement=r"\|M(t)\|_F \le e^{-\alpha t} \|M(0)\|_F, \; \alpha = \prod_{l=1}^{H} \lambda_{d_l - d_{l+1} + "
    r"1}(C_l) > 0",
    over=in_words,
    assuming=PROP_2_FLOW,
    made_precise="at every time at which the trajectory exists, if the hypotheses hold at the start; as the C_l do not "
    "move, they hold at all times with the same alpha. At exact weights d||M||^2/dt <= -2 alpha ||M||^2 is checked",
    corrects="chitour.prop2",
    formal=(
        "norm(M) grow <= norm(M0) if n >= 1",
        "start[1] = bar[1] if n >= 1",
        "product[1] start[1] = 1 if n >= 1",
        "product[1] >= 0 if n >= 1",
    ),
    proof=logic("chitour.prop2.corrected"),
)
def prop_2_corrected(subject: Subject) -> Outcome:
    """Under the hypotheses the residual decays exponentially, at least at the rate of the product of the d_{l+1}-th
    largest eigenvalues of the C_l.
    """
    if not isinstance(subject, dln.Point):
        return all_of(dissipation_first.check(subject), prop_2_alpha.check(subject))
    alpha = [nth(*least_on_row_space(subject, k)) for k in invariants(subject)]
    return all_of(
        is_true(all(sign(factor) > 0 for factor in alpha), "alpha > 0"),
        decreases(subject, [alpha]),
        formal_at_point("chitour.prop2.corrected", subject),
    )
