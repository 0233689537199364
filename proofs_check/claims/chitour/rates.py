"""Section 2.2, the proof of Proposition 2 and Remark 4: how fast the residual decreases, and eigenvalues that bound
it.
"""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.claim import claim
from proofs_check.claims.chitour.eigenvalues import (
    Term,
    compare,
    compare_products,
    nth,
    sign,
    sum_of_products_is_at_most,
)
from proofs_check.claims.chitour.network_words import DEPTHS, IN_WORDS, Layers, depth_of
from proofs_check.claims.chitour.weight_grids import derived, on_grids, pyramidal
from proofs_check.claims.chitour.words import WordCase, same
from proofs_check.hypotheses import Hypothesis, Level
from proofs_check.outcome import Outcome, all_of, at_most, equal, fails, holds, is_true
from proofs_check.source import CHITOUR
from symdln.algebra.eigenvalue import Eigenvalue
from symdln.algebra.words import Expression, norm_squared, trace

TRACE_INEQUALITY = "tr(A A^T B B^T) >= lambda_min(A A^T) tr(B B^T) (chitour.trace-inequality)"
WEYL = "Weyl: lambda_i(A) + lambda_1(B) <= lambda_i(A + B) <= lambda_i(A) + lambda_n(B)"
SAME_SPECTRUM = "A^T A and A A^T have the same non-zero eigenvalues with the same multiplicities"
GRAM = "A A^T >= 0"
Subject = dln.Point | WordCase

in_words = derived("derivation by layers", DEPTHS, IN_WORDS)


def upper(point: dln.Point, k: int) -> dln.Matrix:
    """``W_{k+1}^T W_{k+1}``, of size d_k."""
    return point.weights[k].T @ point.weights[k]


def lower(point: dln.Point, k: int) -> dln.Matrix:
    """``W_k W_k^T``, of size d_k."""
    return point.weights[k - 1] @ point.weights[k - 1].T


def invariant(point: dln.Point, k: int) -> dln.Matrix:
    """``C_k = W_{k+1}^T W_{k+1} - W_k W_k^T``."""
    return upper(point, k) - lower(point, k)


def invariants(point: dln.Point) -> range:
    """The indices 1, ..., H of the C_k."""
    return range(1, point.problem.depth)


def least_on_row_space(point: dln.Point, k: int) -> Term:
    """``lambda_{d_k - d_{k+1} + 1}(C_k)``, the eigenvalue of which the proof takes the product; needs
    ``d_k >= d_{k+1}``.
    """
    d = point.problem.widths
    return invariant(point, k), d[k] - d[k + 1] + 1


def decrease(point: dln.Point) -> Fraction:
    """``- 1/2 d||M||^2/dt = ||grad L||^2``, as L is half the square of M."""
    return sum((gradient.norm_squared() for gradient in point.gradient), Fraction(0))


def residual_squared(point: dln.Point) -> Fraction:
    """``||M||^2`` in the reduced problem."""
    return (point.problem.Syx - point.end_to_end).norm_squared()


def has_positive_invariants(point: dln.Point) -> bool:
    """Whether every C_j has at least d_{j+1} positive eigenvalues."""
    d = point.problem.widths
    for k in invariants(point):
        C = invariant(point, k)
        if sum(sign(nth(C, i)) > 0 for i in range(1, d[k] + 1)) < d[k + 1]:
            return False
    return True


positive_invariants = Hypothesis(
    "C_j has d_{j+1} positive eigenvalues",
    r"C_j \text{ has at least } d_{j+1} \text{ positive eigenvalues for } j = 1, \dots, H",
    has_positive_invariants,
    Level.CASE,
)
PROP_2 = (pyramidal, positive_invariants)


# -- (11) and (12) -----------------------------------------------------------------------------------------------------


@claim(
    "chitour.dissipation",
    source=CHITOUR.at("proof of Prop. 2, eq. (11)"),
    statement=r"\frac{d\|M\|_F^2}{dt} \le -2 \sum_{j=1}^{H+1} \prod_{k=1}^{j-1} \lambda_{\min}(W_k^\mathsf{T} W_k) "
    r"\prod_{l=j+1}^{H+1} \lambda_{\min}(W_l W_l^\mathsf{T}) \|M\|_F^2",
    over=in_words,
    axioms=(TRACE_INEQUALITY,),
)
def dissipation(subject: Subject) -> Outcome:
    """The squared residual decreases at least as fast as the sum over the layers of two products of least eigenvalues
    says.
    """
    if isinstance(subject, dln.Point):
        return decreases(subject, [bounds_of(subject, j) for j in range(1, subject.problem.depth + 1)])
    layers = Layers(depth_of(subject))
    steps = [stripped(layers, j) for j in range(1, layers.depth + 1)]
    total = sum(
        (-2 * norm_squared(velocity(layers, j)) for j in range(1, layers.depth + 1)), trace(layers.M @ layers.M.T) * 0
    )
    return all_of(same(layers.rate(norm_squared(layers.M)), total, "d||M||^2/dt"), *steps)


@claim(
    "chitour.dissipation.first",
    source=CHITOUR.at("proof of Prop. 2, eq. (12)"),
    statement=r"\frac{d\|M\|_F^2}{dt} \le -2 \alpha(t) \|M\|_F^2, \; \alpha(t) = \prod_{l=2}^{H+1} "
    r"\lambda_{\min}(W_l W_l^\mathsf{T}) \ge 0",
    over=in_words,
    assuming=(pyramidal,),
    axioms=(TRACE_INEQUALITY, GRAM),
)
def dissipation_first(subject: Subject) -> Outcome:
    """The squared residual decreases at least at the rate that the layers after the first give."""
    if isinstance(subject, dln.Point):
        first = bounds_of(subject, 1)
        nonnegative = all(sign(factor) >= 0 for factor in first)
        return all_of(is_true(nonnegative, "every factor of alpha(t) is at least 0"), decreases(subject, [first]))
    layers = Layers(depth_of(subject))
    rest = sum(
        (norm_squared(velocity(layers, j)) for j in range(2, layers.depth + 1)), trace(layers.M @ layers.M.T) * 0
    )
    dropped = layers.rate(norm_squared(layers.M)) + 2 * norm_squared(velocity(layers, 1))
    return all_of(same(dropped, -2 * rest, "d||M||^2/dt without the term j = 1"), stripped(layers, 1))


def bounds_of(point: dln.Point, j: int) -> list[Eigenvalue]:
    """The least eigenvalues in the j-th term of (11)."""
    before = [nth(upper(point, k - 1), 1) for k in range(1, j)]
    return before + [nth(lower(point, k), 1) for k in range(j + 1, point.problem.depth + 1)]


def decreases(point: dln.Point, products: list[list[Eigenvalue]]) -> Outcome:
    """Whether ``||grad L||^2 >= (sum of the products) ||M||^2``."""
    square = residual_squared(point)
    if square == 0:
        return holds("M = 0")
    kept = [product for product in products if not any(factor.is_zero for factor in product)]
    ratio = decrease(point) / square
    if not kept:
        return at_most(Fraction(0), ratio, "no term is left")
    return is_true(sum_of_products_is_at_most(kept, ratio), f"the sum of the products is at most {ratio}")


def velocity(layers: Layers, j: int) -> Expression:
    """(6): ``[(Pi W)_{j+1}^{H+1}]^T M [(Pi W)_1^{j-1}]^T``."""
    return layers.product(j + 1, layers.depth).T @ layers.M @ layers.product(1, j - 1).T


def stripped(layers: Layers, j: int) -> Outcome:
    """Take one layer after the other off ``||dW_j/dt||^2`` until ``||M||^2`` is left; each time the square of what is
    left is multiplied by the least eigenvalue that the trace inequality names: of ``W_l W_l^T`` on the left,
    ``W_k^T W_k`` on the right.
    """
    outcomes, last, first = [], j, j
    rest = velocity(layers, j)
    while last < layers.depth:
        last += 1
        W, K = layers.weight(last), layers.product(last + 1, layers.depth).T @ layers.M @ layers.product(1, j - 1).T
        outcomes.append(same(norm_squared(rest), trace(W @ W.T @ K @ K.T), f"RHS_{j} and W_{last}"))
        rest = K
    while first > 1:
        first -= 1
        W, K = layers.weight(first), layers.M @ layers.product(1, first - 1).T
        outcomes.append(same(norm_squared(rest), trace(W.T @ W @ K.T @ K), f"RHS_{j} and W_{first}"))
        rest = K
    return all_of(*outcomes, same(rest, layers.M, f"what is left of RHS_{j}"))


# -- eigenvalues -------------------------------------------------------------------------------------------------------


@claim(
    "chitour.weyl",
    source=CHITOUR.at("proof of Prop. 2"),
    statement=r"\lambda_i(W_{l+1}^\mathsf{T} W_{l+1}) \ge \lambda_i(C_l) + \lambda_{\min}(W_l W_l^\mathsf{T}) \ge "
    r"\lambda_i(C_l), \; l = 1, \dots, H",
    over=in_words,
    axioms=(WEYL, GRAM),
)
def weyl(subject: Subject) -> Outcome:
    """The eigenvalues of W_{l+1}^T W_{l+1} are at least those of C_l plus the least one of W_l W_l^T, and so at least
    those of C_l.
    """
    if isinstance(subject, dln.Point):
        return all_of(*(weyl_at(subject, k, i) for k in invariants(subject) for i in _numbers(subject, k)))
    return the_sum(subject)


def the_sum(case: WordCase) -> Outcome:
    """``W_{l+1}^T W_{l+1} = C_l + W_l W_l^T``, of which the inequality speaks."""
    layers = Layers(depth_of(case))
    outcomes = []
    for k in range(1, layers.depth):
        W, V = layers.weight(k + 1), layers.weight(k)
        outcomes.append(same(W.T @ W, layers.invariant(k) + V @ V.T, f"C_{k} and the two Gram matrices"))
    return all_of(*outcomes)


def _numbers(point: dln.Point, k: int) -> range:
    return range(1, point.problem.widths[k] + 1)


def weyl_at(point: dln.Point, k: int, i: int) -> Outcome:
    A, C, B = upper(point, k), invariant(point, k), lower(point, k)
    return all_of(
        is_true(compare([(A, i)], [(C, i), (B, 1)]) >= 0, "the first inequality", l=k, i=i),
        is_true(compare([(C, i), (B, 1)], [(C, i)]) >= 0, "the second inequality", l=k, i=i),
    )


SPECTRUM = (
    r"\lambda_i(W_{l+1}^\mathsf{T} W_{l+1}) = 0, \; \lambda_i(C_l) \le 0 \text{ for } i = 1, \dots, d_l - d_{l+1}; \; "
    r"\lambda_{i + d_l - d_{l+1}}(W_{l+1}^\mathsf{T} W_{l+1}) = \lambda_i(W_{l+1} W_{l+1}^\mathsf{T}) \text{ for } "
)


@claim(
    "chitour.weyl.spectrum",
    source=CHITOUR.at("proof of Prop. 2"),
    statement=SPECTRUM + r"i = 1, \dots, d_{j+1}",
    over=on_grids,
    assuming=(pyramidal,),
    ill_formed="in the range of the shift, i = 1, ..., d_{j+1}, nothing says what j is; read as l, as two lines below",
)
def weyl_spectrum(point: dln.Point) -> Outcome:
    """W_{l+1}^T W_{l+1} has at least d_l - d_{l+1} zero eigenvalues, where those of C_l are not positive, and above
    these it has the eigenvalues of W_{l+1} W_{l+1}^T.
    """
    return all_of(*(spectrum_at(point, k) for k in invariants(point)))


@claim(
    "chitour.weyl.spectrum.corrected",
    source=CHITOUR.at("proof of Prop. 2"),
    statement=SPECTRUM + r"i = 1, \dots, d_{l+1}",
    over=on_grids,
    assuming=(pyramidal,),
    corrects="chitour.weyl.spectrum",
)
def weyl_spectrum_corrected(point: dln.Point) -> Outcome:
    """The same with the range i = 1, ..., d_{l+1} of the shift."""
    return all_of(*(spectrum_at(point, k) for k in invariants(point)))


def spectrum_at(point: dln.Point, k: int) -> Outcome:
    A, C, B = upper(point, k), invariant(point, k), lower(point, k + 1)
    shift = point.problem.widths[k] - point.problem.widths[k + 1]
    outcomes = []
    for i in range(1, shift + 1):
        outcomes.append(is_true(nth(A, i).is_zero, "lambda_i(W_{l+1}^T W_{l+1}) = 0", l=k, i=i))
        outcomes.append(is_true(sign(nth(C, i)) <= 0, "lambda_i(C_l) <= 0", l=k, i=i))
    for i in range(1, point.problem.widths[k + 1] + 1):
        outcomes.append(is_true(compare([(A, i + shift)], [(B, i)]) == 0, "the shifted eigenvalues agree", l=k, i=i))
    return all_of(*outcomes)


# -- ranks, alpha, and the number of the eigenvalue --------------------------------------------------------------------


@claim(
    "chitour.prop2.rank",
    source=CHITOUR.at("proof of Prop. 2, between (11) and (12)"),
    statement=r"\operatorname{rank} W_l W_l^\mathsf{T} \le d_{l+1} \le d_l \; (1 \le l \le H+1); \; \lambda_{\min}(W_l "
    r"W_l^\mathsf{T}) = 0 \text{ as soon as } d_{l+1} < d_l",
    over=on_grids,
    assuming=(pyramidal,),
    made_precise="for l = 1, ..., H, as there is no d_{H+2}",
)
def prop_2_rank(point: dln.Point) -> Outcome:
    """W_l W_l^T has rank at most d_{l+1}, so its least eigenvalue is zero as soon as d_{l+1} < d_l."""
    return all_of(*(singular(point, k, lower(point, k), f"W_{k} W_{k}^T") for k in invariants(point)))


@claim(
    "chitour.prop2.rank.corrected",
    source=CHITOUR.at("proof of Prop. 2, between (11) and (12)"),
    statement=r"\operatorname{rank} W_{l+1}^\mathsf{T} W_{l+1} \le d_{l+1} \le d_l \; (1 \le l \le H); \; "
    r"\lambda_{\min}(W_{l+1}^\mathsf{T} W_{l+1}) = 0 \text{ as soon as } d_{l+1} < d_l",
    over=on_grids,
    assuming=(pyramidal,),
    corrects="chitour.prop2.rank",
)
def prop_2_rank_corrected(point: dln.Point) -> Outcome:
    """It is the other Gram matrix of size d_l, W_{l+1}^T W_{l+1}, that has rank at most d_{l+1}; its least eigenvalues
    are the factors of the terms of (11) with j > l + 1.
    """
    return all_of(*(singular(point, k, upper(point, k), f"W_{k + 1}^T W_{k + 1}") for k in invariants(point)))


def singular(point: dln.Point, k: int, matrix: dln.Matrix, name: str) -> Outcome:
    """Rank at most d_{k+1}, and least eigenvalue 0 if that is below d_k."""
    size, bound = point.problem.widths[k], point.problem.widths[k + 1]
    outcome = at_most(matrix.rank(), bound, f"rank of {name}")
    if bound == size:
        return outcome
    return all_of(outcome, is_true(nth(matrix, 1).is_zero, f"lambda_min({name}) = 0 as {bound} < {size}"))


@claim(
    "chitour.prop2.alpha",
    source=CHITOUR.at("end of the proof of Prop. 2"),
    statement=r"\alpha(t) \ge \alpha := \prod_{l=1}^{H} \lambda_{d_l - d_{l+1} + 1}(C_l) > 0",
    over=on_grids,
    assuming=PROP_2,
    made_precise="at any weights that meet the hypotheses: the C_l stay what they are, so every point of a "
    "trajectory is "
    "one",
)
def prop_2_alpha(point: dln.Point) -> Outcome:
    """The product of the least eigenvalues of the W_{l+1} W_{l+1}^T is at least that of the eigenvalues of the C_l with
    number d_l - d_{l+1} + 1, which is positive.
    """
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
    assuming=(pyramidal,),
    made_precise='"the k-smallest" eigenvalue: the k-th one from the smallest on',
)
def prop_2_index(point: dln.Point) -> Outcome:
    """The eigenvalue number d_l - d_{l+1} + 1 of C_l is the d_{l+1}-th from the smallest."""
    d = point.problem.widths
    return all_of(*(same_eigenvalue(point, k, d[k + 1]) for k in invariants(point)))


@claim(
    "chitour.prop2.index.corrected",
    source=CHITOUR.at("end of the proof of Prop. 2"),
    statement=r"\lambda_{d_l - d_{l+1} + 1}(C_l) \text{ is the } d_{l+1}\text{-th largest eigenvalue of } C_l",
    over=on_grids,
    assuming=(pyramidal,),
    corrects="chitour.prop2.index",
)
def prop_2_index_corrected(point: dln.Point) -> Outcome:
    """It is the d_{l+1}-th from the largest, so it is the one that d_{l+1} positive eigenvalues make positive."""
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
        compare([term], [(term[0], number)]) == 0, f"eigenvalues {term[1]} and {number} of C_{k} agree", **where
    )


@claim(
    "chitour.prop2.corrected",
    source=CHITOUR.at("Prop. 2"),
    statement=r"\|M(t)\|_F \le e^{-\alpha t} \|M(0)\|_F, \; \alpha = \prod_{l=1}^{H} \lambda_{d_l - d_{l+1} + "
    r"1}(C_l) > 0",
    over=on_grids,
    assuming=PROP_2,
    made_precise="d||M||^2/dt <= -2 alpha ||M||^2 at all weights that meet the hypotheses, with alpha > 0",
    axioms=(
        "Gronwall: f' <= -c f gives f(t) <= e^{-ct} f(0)",
        "the C_l are constant along the flow (chitour.invariant), so the hypotheses and alpha are",
        "a trajectory converges (chitour.prop1); with M -> 0 its limit is a global minimum",
    ),
    corrects="chitour.prop2",
)
def prop_2_corrected(point: dln.Point) -> Outcome:
    """Under the hypotheses the residual decays exponentially, at least at the rate of the product of the d_{l+1}-th
    largest eigenvalues of the C_l.
    """
    alpha = [nth(*least_on_row_space(point, k)) for k in invariants(point)]
    return all_of(is_true(all(sign(factor) > 0 for factor in alpha), "alpha > 0"), decreases(point, [alpha]))
