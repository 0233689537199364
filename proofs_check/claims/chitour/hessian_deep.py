"""The Hessian at a critical point of any depth, in the proof of Proposition 4 iii) of Chitour et al. (2022)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from operator import matmul

import symdln as dln
from proofs_check.claims.chitour.parts.notation import SECTION_3, below_full_rank, blocks
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import is_critical
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.sharing import shared
from proofs_check.language.sources import CHITOUR
from proofs_check.logic.variations import VariedLayers
from proofs_check.networks.formal import formal_at_variation
from proofs_check.scopes.critical_points import every_critical_point

Layers = Sequence[dln.Matrix]
DIRECTIONS = 2
MOST = 6
"""The most weights at which the formal statement is evaluated too."""
WITH = (
    f"{DIRECTIONS} directions w with all entries from -2 to 2, and their sum: H_W(w) is the exact second-order "
    "part of the loss"
)


def form(pairs: str) -> str:
    return (
        rf"H_W(w) = -\sum_{{{pairs}}} \operatorname{{tr}}(W_{{H+1}} Q^2_{{j,k}} W_{{1,1}} M^\mathsf{{T}}) - \sum_j "
        r"\operatorname{tr}(w_{H+1} Q^1_j W_{1,1} M^\mathsf{T}) - \sum_j \operatorname{tr}(W_{H+1} Q^1_j w_{1,1} "
        r"M^\mathsf{T}) - \operatorname{tr}(w_{H+1} Z w_{1,1} M^\mathsf{T}) + \tfrac12 \|\sum_j W_{H+1} Q^1_j W_{1,1} "
        r"+ w_{H+1} Z W_{1,1} + R w_{1,1}\|_F^2 + \tfrac12 \|W_{H+1} \sum_j Q^1_j W_{1,2} + w_{H+1} Z W_{1,2} + R "
        r"w_{1,2}\|_F^2"
    )


AT = (*SECTION_3, is_critical, below_full_rank)
FORMAL = (
    (
        "HW = 0 - tr(W[n] Z2[n-1] W[1] J1 Mb') - tr(w[n] Z1[n-1] W[1] J1 Mb') - tr(W[n] Z1[n-1] w[1] J1 Mb') - "
        "tr(w[n] Z0[n-1] w[1] J1 Mb') + 1/2 tr((W[n] Z1[n-1] W[1] J1 + w[n] Z0[n-1] W[1] J1 + Through w[1] J1)' "
        "(W[n] Z1[n-1] W[1] J1 + w[n] Z0[n-1] W[1] J1 + Through w[1] J1)) + 1/2 tr((W[n] Z1[n-1] W[1] J2 + w[n] "
        "Z0[n-1] W[1] J2 + Through w[1] J2)' (W[n] Z1[n-1] W[1] J2 + w[n] Z0[n-1] W[1] J2 + Through w[1] J2)) if "
        "n >= 2, Through' Through W[1] J2 = 0"
    ),
    "L0 + step Delta + step^2 HW - step^3 Third <= Lmoved if n >= 2",
    "Lmoved <= L0 + step Delta + step^2 HW + step^3 Third if n >= 2",
)


@claim(
    "chitour.hessian-deep",
    source=CHITOUR.at("proof of Prop. 4 iii), the Hessian at a critical point"),
    statement=form(r"j \ne k \ge 2"),
    over=every_critical_point(),
    assuming=AT,
    ill_formed="for j > k no Q^2_{j,k} is defined, as in chitour.prop3.second; read over the pairs j < k",
    made_precise=WITH,
    formal=FORMAL,
    proof=logic("chitour.hessian-deep.corrected"),
    grade=Grade.MISPRINT,
)
def hessian_deep(point: dln.Point) -> Outcome:
    """At a critical point of any depth the terms with R W_{1,2} drop out of H_W(w), and the printed form is left."""
    return is_the_form_and_formal(point)


@claim(
    "chitour.hessian-deep.corrected",
    source=CHITOUR.at("proof of Prop. 4 iii), the Hessian at a critical point"),
    statement=form(r"2 \le j < k \le H"),
    over=every_critical_point(),
    assuming=AT,
    made_precise=WITH,
    corrects="chitour.hessian-deep",
    formal=FORMAL,
    proof=logic("chitour.hessian-deep.corrected"),
)
def hessian_deep_corrected(point: dln.Point) -> Outcome:
    """With the sum over the pairs j < k, H_W(w) is the printed form at every critical point of any depth."""
    return is_the_form_and_formal(point)


@shared
def is_the_form_and_formal(point: dln.Point) -> Outcome:
    """The printed form in two ways: by its matrices, and at few weights by the formal statement."""
    if point.problem.parameters > MOST:
        return is_the_form(point)
    v = [w * Fraction(1, 2 * w.shape[0] * w.shape[1]) for w in next(directions(point.problem))]
    layers = VariedLayers(point.weights, point.problem.Syx, v, Fraction(1, 2))
    formal = formal_at_variation("chitour.hessian-deep.corrected", layers)
    return all_of(is_the_form(point), formal)


def is_the_form(point: dln.Point) -> Outcome:
    """A quadratic form on the span of two w is known by its values at these and at their sum."""
    first, second = directions(point.problem)
    both = [a + b for a, b in zip(first, second, strict=True)]
    return all_of(*(equal(point.second_order(w), printed(point, w), "H_W(w)") for w in (first, second, both)))


def directions(problem: dln.Problem) -> Iterator[list[dln.Matrix]]:
    """Fixed directions without zero blocks."""
    for n in range(1, DIRECTIONS + 1):
        numbers = itertools.count(n)
        yield [
            dln.Matrix.from_entries(*shape, [(next(numbers) * (n + 2)) % 5 - 2 for _ in range(shape[0] * shape[1])])
            for shape in problem.shapes
        ]


def printed(point: dln.Point, w: Layers) -> Fraction:
    """The printed form, with the sum over j < k."""
    b, W, H = blocks(point), point.weights, point.problem.depth - 1
    w_11, w_12 = w[0].block(range(w[0].shape[0]), range(b.d_y)), w[0].block(range(w[0].shape[0]), range(b.d_y, b.d_x))
    first = dln.Matrix.zeros(*b.Z.shape)
    second = dln.Matrix.zeros(*b.Z.shape)
    for j in range(2, H + 1):
        first += inner(W, w, (j,))
        for k in range(j + 1, H + 1):
            second += inner(W, w, (j, k))
    crossing = W[-1] @ second @ b.W_11 + w[-1] @ first @ b.W_11 + W[-1] @ first @ w_11 + w[-1] @ b.Z @ w_11
    squares = (
        W[-1] @ first @ b.W_11 + w[-1] @ b.Z @ b.W_11 + b.R @ w_11,
        W[-1] @ first @ b.W_12 + w[-1] @ b.Z @ b.W_12 + b.R @ w_12,
    )
    return sum((square.norm_squared() / 2 for square in squares), -(crossing @ b.M.T).trace())


def inner(W: Layers, w: Layers, places: tuple[int, ...]) -> dln.Matrix:
    """``W_H ... W_2`` with w in these places: Q^1_j and Q^2_{j,k}."""
    layers = [w[j - 1] if j in places else W[j - 1] for j in range(len(W) - 1, 1, -1)]
    return reduce(matmul, layers)
