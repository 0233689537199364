"""Remark 4 of Chitour et al. (2022): bounds on the rate by eigenvalues of the weights."""

from __future__ import annotations

import math

import symdln as dln
from proofs_check.claims.chitour.parts.rates import (
    Subject,
    above_the_shift,
    has_positive_invariants,
    in_words,
    invariants,
    least_on_row_space,
    lower,
    the_sum,
)
from proofs_check.facts.eigenvalues import compare, nth
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import depth_at_least
from proofs_check.language.outcome import Outcome, all_of, is_true, text
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.formal import formal_at_point
from proofs_check.networks.layers import depth_of
from proofs_check.scopes.weight_grids import on_grids, pyramidal


def bounds_of_remark_4(point: dln.Point, details: Details) -> Given:
    B, V = nth(lower(point, 2), 1).lower, nth(lower(point, 1), 1).upper
    return at(point, A=B - V, B=B, V=V)


@claim(
    "chitour.remark4",
    source=CHITOUR.at("Remark 4"),
    statement=r"\lambda_{d_l - d_{l+1} + 1}(C_l) \ge \lambda_1(W_{l+1} W_{l+1}^\mathsf{T}) - \lambda_1(W_l "
    r"W_l^\mathsf{T}), "
    r"\; 1 \le l \le H",
    over=on_grids,
    assuming=(depth_at_least(2), pyramidal),
    made_precise="lambda_1 is the least eigenvalue, as the proof of Prop. 2 defines it",
    certify=bounds_of_remark_4,
    grade=Grade.SLIP,
)
def remark_4(point: dln.Point) -> Outcome:
    """The eigenvalue of C_l is at least the least one of W_{l+1} W_{l+1}^T minus the least one of W_l W_l^T."""
    return all_of(*(remark_4_at(point, k, 1) for k in invariants(point)))


@claim(
    "chitour.remark4.corrected",
    source=CHITOUR.at("Remark 4"),
    statement=r"\lambda_{d_l - d_{l+1} + 1}(C_l) \ge \lambda_1(W_{l+1} W_{l+1}^\mathsf{T}) - \lambda_{d_l}(W_l "
    r"W_l^\mathsf{T}), \; 1 \le l \le H",
    over=in_words,
    assuming=(pyramidal,),
    corrects="chitour.remark4",
    formal=(
        (
            "eig(W[j+1] W[j+1]', 1) - eig(W[j] W[j]', d[j]) <= eig(C[j], d[j] - d[j+1] + 1) if 1 <= j <= n-1, d[j] "
            ">= d[j+1]"
        ),
    ),
    proof=logic("chitour.remark4.corrected"),
)
def remark_4_corrected(subject: Subject) -> Outcome:
    """The eigenvalue of C_l is at least the least one of W_{l+1} W_{l+1}^T minus the largest one of W_l W_l^T."""
    if isinstance(subject, dln.Point):
        by_layers = (remark_4_at(subject, k, subject.problem.widths[k]) for k in invariants(subject))
        return all_of(*by_layers, formal_at_point("chitour.remark4.corrected", subject))
    return all_of(the_sum(subject), *(above_the_shift(subject, k) for k in range(1, depth_of(subject))))


def remark_4_at(point: dln.Point, k: int, number: int) -> Outcome:
    """The inequality with the eigenvalue of this number subtracted."""
    term, B, V = least_on_row_space(point, k), lower(point, k + 1), lower(point, k)
    otherwise = (
        f"for l = {k}, C_l is {text(term[0])}, W_{{l+1}} W_{{l+1}}^T is {text(B)} and W_l W_l^T is {text(V)}: "
        f"eigenvalue number {term[1]} of the first is less than number 1 of the second minus "
        f"number {number} of the third"
    )
    holding = compare([term, (V, number)], [(B, 1)]) >= 0
    return is_true(holding, f"the inequality holds for l = {k}", otherwise=otherwise, C=term[0])


@claim(
    "chitour.remark4.choice",
    source=CHITOUR.at("Remark 4"),
    statement=r"\text{for given } W_l \text{ one can choose } W_{l+1} \text{ recursively so that the right-hand side "
    r"is "
    r"positive, and so meet the assumptions of Prop. 2}",
    over=on_grids,
    assuming=(pyramidal,),
    made_precise="given any W_1 of the grid, the choice W_{l+1} = t [I 0] with the least integer t > ||W_l||_F",
)
def remark_4_choice(point: dln.Point) -> Outcome:
    """Multiples of [I 0] make both the printed and the corrected right-hand side positive, and meet the assumptions of
    Proposition 2.
    """
    chosen, outcomes = [point.weights[0]], []
    for shape in point.problem.shapes[1:]:
        square = chosen[-1].norm_squared()
        t = math.isqrt(math.floor(square)) + 1
        outcomes.append(is_true((t - 1) ** 2 <= square < t**2, "t is the least integer above ||W_l||", t=t))
        chosen.append(dln.Matrix.diagonal([t] * shape[0], shape))
    moved = dln.Point(point.problem, chosen)
    outcomes.append(is_true(has_positive_invariants(moved), "the assumptions of Prop. 2 are met", weights=chosen))
    for k in invariants(moved):
        for number in (1, lower(moved, k).shape[0]):
            positive = compare([(lower(moved, k + 1), 1)], [(lower(moved, k), number)]) > 0
            outcomes.append(is_true(positive, f"lambda_1(W_{k + 1} W_{k + 1}^T) > lambda_{number}(W_{k} W_{k}^T)"))
    return all_of(*outcomes)
