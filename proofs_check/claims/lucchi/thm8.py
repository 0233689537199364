"""Theorem 8 of Lucchi's lecture: deep linear networks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import symdln as dln
from proofs_check.claims.lucchi.parts.deep import NO_HYPOTHESIS, hidden_rank
from proofs_check.facts.extrema import (
    ECKART_YOUNG,
    SECOND_ORDER,
    critical_above_minimum,
    is_no_local_maximum,
    is_no_local_minimum,
)
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import depth_at_least, on_problem
from proofs_check.language.outcome import Outcome, all_of, fails, holds, is_true, undecided
from proofs_check.language.proofs import logic
from proofs_check.language.sources import LUCCHI_DEEP as LUCCHI
from proofs_check.networks.formal_letters import formal_at_minimum
from proofs_check.scopes.critical_points import every_critical_point, every_problem
from proofs_check.scopes.general_data import general_problems, on_general_data
from symdln.algebra.matrix import Matrix

THEOREM = "Theorem 8"


USUAL_SENSE = (
    "a saddle is a critical point that is neither a local minimum nor a local maximum, "
    "shown by Hessian signs or exact curves"
)


data_not_zero = on_problem("X != 0", r"X \neq 0", lambda problem: not problem.Sxx.is_zero())


MINIMAL = "tr((Path[n, 0] X - Y)' (Path[n, 0] X - Y)) <= tr((Way[n, 0] X - Y)' (Way[n, 0] X - Y))"


def rank_one_points(problem: dln.Problem) -> Iterator[dln.Point]:
    """Points at which every layer is 0 or 1 in one entry: (1, i) for W_1, (i, 1) for W_{H+1} and (1, 1) between."""
    for i in range(problem.input_width):
        for k in range(problem.output_width):
            for scales in itertools.product((1, 0), repeat=problem.depth):
                places = [(0, i), *((0, 0) for _ in range(problem.depth - 2)), (k, 0)]
                yield dln.Point(
                    problem,
                    [_single(shape, at, a) for shape, at, a in zip(problem.shapes, places, scales, strict=True)],
                )


def _single(shape: tuple[int, int], place: tuple[int, int], value: int) -> Matrix:
    rows, columns = shape
    return Matrix.from_entries(
        rows, columns, [value * ((row, column) == place) for row in range(rows) for column in range(columns)]
    )


def is_not_convex_nor_concave(problem: dln.Problem) -> Outcome:
    if problem.Sxx.is_zero():
        return fails(
            "X = 0, so the loss is constant: convex and concave", loss=problem.loss_factor * problem.Syy.trace()
        )
    if problem.depth == 1:
        return fails("with one layer the loss is a square of a linear map, so it is convex")
    positive = negative = False
    for point in rank_one_points(problem):
        inertia = point.inertia_by_hessian
        positive, negative = positive or inertia.positive > 0, negative or inertia.negative > 0
        if positive and negative:
            return holds("the Hessian has a negative eigenvalue at one point and a positive one at one")
    return undecided("no point was found with a negative, or none with a positive, eigenvalue of the Hessian")


@claim(
    "lucchi.thm8.1",
    source=LUCCHI.at(f"{THEOREM}, 1."),
    statement=r"\mathcal{L} \text{ is non-convex and non-concave}",
    over=general_problems(),
    made_precise=NO_HYPOTHESIS,
    axioms=(
        "a twice differentiable function is convex (concave) only if its Hessian has no negative (positive) "
        "eigenvalue anywhere",
    ),
    grade=Grade.MISSING,
    literal=True,
)
def theorem_8_1(problem: dln.Problem) -> Outcome:
    """The loss is neither convex nor concave."""
    return is_not_convex_nor_concave(problem)


@claim(
    "lucchi.thm8.1.corrected",
    source=LUCCHI.at(f"{THEOREM}, 1."),
    statement=r"X \neq 0 \Rightarrow \mathcal{L} \text{ is non-convex and non-concave}",
    over=general_problems(),
    assuming=(
        depth_at_least(2),
        data_not_zero,
    ),
    axioms=(
        "a twice differentiable function is convex (concave) only if its Hessian has no negative (positive) "
        "eigenvalue anywhere",
    ),
    corrects="lucchi.thm8.1",
)
def theorem_8_1_corrected(problem: dln.Problem) -> Outcome:
    """If some input is not zero, the loss is neither convex nor concave."""
    return is_not_convex_nor_concave(problem)


theorem_8_1_every_problem = replace(
    theorem_8_1_corrected, id="lucchi.thm8.1.corrected.every-problem", over=every_problem(), corrects=None
)


@claim(
    "lucchi.thm8.2",
    source=LUCCHI.at(f"{THEOREM}, 2."),
    statement=r"\text{Every local minimum is a global minimum}",
    over=every_critical_point(),
    assuming=(critical_above_minimum,),
    made_precise=f"{NO_HYPOTHESIS}; the cases are critical points, as every local minimum is one; the theorem names "
    "the weights near a local minimum with which it compares the loss, and says that they are near",
    axioms=(ECKART_YOUNG, SECOND_ORDER),
    formal=(
        "tr((Near[j] - W[j])' (Near[j] - W[j])) <= reach if 1 <= j, j + 1 <= first",
        "tr((Near[j] - W[j])' (Near[j] - W[j])) <= reach if first + 1 <= j, j <= n, n <= full",
        "tr((far Upper[first] Lower[first-1]')' far Upper[first] Lower[first-1]') <= reach if far^2 <= reach",
        f"{MINIMAL} if side >= 0",
    ),
    proof=logic("lucchi.thm8.2"),
)
def theorem_8_2(point: dln.Point) -> Outcome:
    """A critical point that is not a global minimum is not a local minimum."""
    return all_of(is_no_local_minimum(point), formal_at_minimum("lucchi.thm8.2", point))


theorem_8_2_general = on_general_data(theorem_8_2)


@claim(
    "lucchi.thm8.3",
    source=LUCCHI.at(f"{THEOREM}, 3."),
    statement=r"\text{Every critical point that is not a global minimum is a saddle point}",
    over=every_critical_point(),
    assuming=(critical_above_minimum,),
    made_precise=f"{NO_HYPOTHESIS}; {USUAL_SENSE}; the theorem says it the other way round, that a local extremum has "
    "the least loss",
    axioms=(ECKART_YOUNG, SECOND_ORDER),
    formal=MINIMAL,
    proof=logic("lucchi.thm8.3"),
)
def theorem_8_3(point: dln.Point) -> Outcome:
    """A critical point that is not a global minimum is neither a local minimum nor a local maximum."""
    return all_of(is_no_local_minimum(point), is_no_local_maximum(point), formal_at_minimum("lucchi.thm8.3", point))


theorem_8_3_general = on_general_data(theorem_8_3)


@claim(
    "lucchi.thm8.4",
    source=LUCCHI.at(f"{THEOREM}, 4."),
    statement=(
        r"\operatorname{rank}(\mathbf{W}_H \mathbf{W}_{H-1} \cdots \mathbf{W}_2) \ge p \Rightarrow "
        r"\text{the Hessian at any saddle point has at least one negative eigenvalue}"
    ),
    over=every_critical_point(),
    assuming=(critical_above_minimum, hidden_rank),
    made_precise=f"{NO_HYPOTHESIS}; {USUAL_SENSE}, and these are the critical points above the minimum (Theorem 8.3)",
    axioms=(ECKART_YOUNG,),
    formal="tr((Path[n, 0] X - Y)' (Path[n, 0] X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y)) if n >= 2, Path[n-1, 1] = "
    "Hidden Rest, Hiddenleft Hidden = I, Rest Restright = I, W2 = W[n] Hidden, W1 = Rest W[1]",
    proof=logic("lucchi.thm8.4"),
)
def theorem_8_4(point: dln.Point) -> Outcome:
    """If W_H...W_2 has rank p, the least hidden width, the Hessian at a saddle has a negative eigenvalue."""
    inertia = point.inertia_by_hessian
    return all_of(
        is_true(inertia.negative > 0, "the Hessian has a negative eigenvalue", inertia=inertia),
        formal_at_minimum("lucchi.thm8.4", point),
    )


theorem_8_4_general = on_general_data(theorem_8_4)
