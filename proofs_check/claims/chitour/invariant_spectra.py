"""Section 2.2, the end of the proof of Proposition 2: eigenvalues of the invariants that bound the rate from below."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.rates import (
    GRAM,
    PROP_2,
    Subject,
    decreases,
    dissipation_first,
    in_words,
    invariant,
    invariants,
    least_on_row_space,
    lower,
    number_on_row_space,
    upper,
)
from proofs_check.facts.eigenvalues import compare, compare_products, nth, sign
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, fails, is_true
from proofs_check.language.source import CHITOUR
from proofs_check.networks.layers import Layers, depth_of
from proofs_check.networks.words import WordCase, same
from proofs_check.scopes.weight_grids import on_grids, pyramidal
from symdln.algebra.words import Scalar, scalar

WEYL = "Weyl: lambda_i(A) + lambda_1(B) <= lambda_i(A + B) <= lambda_i(A) + lambda_n(B)"
SAME_SPECTRUM = "A^T A and A A^T have the same non-zero eigenvalues with the same multiplicities"
RANK = "rank A^T A <= number of rows of A"
SINGULAR = "the least eigenvalue of A >= 0 with rank below its size is 0"
MONOTONE = "a product of positive numbers grows with each of them"

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
    over=in_words,
    assuming=(pyramidal,),
    axioms=(WEYL, GRAM, SAME_SPECTRUM),
    corrects="chitour.weyl.spectrum",
)
def weyl_spectrum_corrected(subject: Subject) -> Outcome:
    """The same with the range i = 1, ..., d_{l+1} of the shift."""
    if isinstance(subject, dln.Point):
        return all_of(*(spectrum_at(subject, k) for k in invariants(subject)))
    return all_of(the_sum(subject), *(shifted_spectrum(subject, k) for k in range(1, depth_of(subject))))


def shifted_spectrum(case: WordCase, k: int) -> Outcome:
    """``W_{l+1}^T W_{l+1}`` has the eigenvalues of ``W_{l+1} W_{l+1}^T`` and, to fill its size, ``d_l - d_{l+1}``
    zeros; none is negative, so the zeros come first, and number i of the one is number ``i + d_l - d_{l+1}`` of the
    other up to the last.  By Weyl's inequality and ``W_l W_l^T >= 0``, ``lambda_i(C_l)`` is at most that of the sum.
    """
    W, shift = Layers(depth_of(case)).weight(k + 1), size(k) - size(k + 1)
    return all_of(
        equal((W.T @ W).rows, f"d_{k}", "size of W_{l+1}^T W_{l+1}"),
        equal((W @ W.T).rows, f"d_{k + 1}", "size of W_{l+1} W_{l+1}^T"),
        same(shift + size(k + 1), size(k), "the zeros and the eigenvalues above them"),
        same(size(k + 1) + shift, size(k), "the last number"),
    )


def size(k: int) -> Scalar:
    """The width d_k as a symbol."""
    return scalar(f"d_{k}")


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
    assuming=PROP_2,
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
    over=in_words,
    assuming=(pyramidal,),
    made_precise="immediate from the two axioms, once W_{l+1} has d_{l+1} rows and its Gram matrix the size d_l",
    axioms=(RANK, SINGULAR),
    corrects="chitour.prop2.rank",
)
def prop_2_rank_corrected(subject: Subject) -> Outcome:
    """It is the other Gram matrix of size d_l, W_{l+1}^T W_{l+1}, that has rank at most d_{l+1}; its least eigenvalues
    are the factors of the terms of (11) with j > l + 1.
    """
    if isinstance(subject, dln.Point):
        return all_of(*(singular(subject, k, upper(subject, k), f"W_{k + 1}^T W_{k + 1}") for k in invariants(subject)))
    layers = Layers(depth_of(subject))
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
    outcome = at_most(matrix.rank(), bound, f"rank of {name}")
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
    axioms=(WEYL, GRAM, SAME_SPECTRUM, MONOTONE),
)
def prop_2_alpha(subject: Subject) -> Outcome:
    """The product of the least eigenvalues of the W_{l+1} W_{l+1}^T is at least that of the eigenvalues of the C_l with
    number d_l - d_{l+1} + 1, which is positive.
    """
    if isinstance(subject, dln.Point):
        return alpha_at(subject)
    return all_of(the_sum(subject), *(factor_of_alpha(subject, k) for k in range(1, depth_of(subject))))


def factor_of_alpha(case: WordCase, k: int) -> Outcome:
    """``0 < lambda_n(C_l) <= lambda_n(W_{l+1}^T W_{l+1}) = lambda_1(W_{l+1} W_{l+1}^T)``, ``n = d_l - d_{l+1} + 1``.

    The n-th of d_l eigenvalues is the d_{l+1}-th from the largest, so the hypothesis makes it positive; the inequality
    is Weyl's; and above the shift, ``chitour.weyl.spectrum.corrected``, number n is the first.
    """
    return all_of(above_the_shift(case, k), counted_from_the_largest(k))


def above_the_shift(case: WordCase, k: int) -> Outcome:
    """Number ``d_l - d_{l+1} + 1`` of ``W_{l+1}^T W_{l+1}`` is the least eigenvalue of ``W_{l+1} W_{l+1}^T``."""
    number, shift = number_on_row_space(size(k), size(k + 1)), size(k) - size(k + 1)
    return all_of(shifted_spectrum(case, k), same(number - shift, Scalar(1), "the number above the shift"))


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
    assuming=PROP_2,
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
    over=in_words,
    assuming=(pyramidal,),
    corrects="chitour.prop2.index",
)
def prop_2_index_corrected(subject: Subject) -> Outcome:
    """It is the d_{l+1}-th from the largest, so it is the one that d_{l+1} positive eigenvalues make positive."""
    if isinstance(subject, dln.Point):
        return from_the_largest(subject)
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
        **where,
    )


@claim(
    "chitour.prop2.corrected",
    source=CHITOUR.at("Prop. 2"),
    statement=r"\|M(t)\|_F \le e^{-\alpha t} \|M(0)\|_F, \; \alpha = \prod_{l=1}^{H} \lambda_{d_l - d_{l+1} + "
    r"1}(C_l) > 0",
    over=in_words,
    assuming=PROP_2,
    made_precise="d||M||^2/dt <= -2 alpha ||M||^2 at all weights that meet the hypotheses, with alpha > 0",
    axioms=(
        "Gronwall: f' <= -c f gives f(t) <= e^{-ct} f(0)",
        "the C_l are constant along the flow (chitour.invariant), so the hypotheses and alpha are",
        "a trajectory exists for all times, as it is bounded (chitour.prop1.bounded)",
        *dissipation_first.axioms,
        WEYL,
        SAME_SPECTRUM,
        MONOTONE,
    ),
    corrects="chitour.prop2",
)
def prop_2_corrected(subject: Subject) -> Outcome:
    """Under the hypotheses the residual decays exponentially, at least at the rate of the product of the d_{l+1}-th
    largest eigenvalues of the C_l.
    """
    if not isinstance(subject, dln.Point):
        return all_of(dissipation_first.check(subject), prop_2_alpha.check(subject))
    alpha = [nth(*least_on_row_space(subject, k)) for k in invariants(subject)]
    return all_of(is_true(all(sign(factor) > 0 for factor in alpha), "alpha > 0"), decreases(subject, [alpha]))
