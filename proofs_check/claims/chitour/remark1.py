"""Remark 1 of Chitour et al. (2022): when the loss can reach 0."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.assumptions import Sxx_invertible, factored, least_squares
from proofs_check.facts.extrema import ECKART_YOUNG, value_of
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least, on_problem
from proofs_check.language.outcome import Outcome, all_of, equal, holds, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.formal import formal_at_point
from proofs_check.scopes.critical_points import every_problem

full_target = on_problem(
    "bar Y of rank d_y <= d_x",
    r"\operatorname{rank} \bar Y = d_y \le d_x",
    lambda problem: problem.cross_rank == problem.output_width <= problem.input_width,
)


@claim(
    "chitour.remark1.zero",
    source=CHITOUR.at("Remark 1"),
    statement=r"\text{the last part of Assumption 1, } \min(d_1, \ldots, d_H) \ge d_y, \text{ is required if one wants "
    r"to reach the value zero for the effective loss}",
    over=every_problem(),
    assuming=(depth_at_least(2), Sxx_invertible, full_target),
    made_precise="the effective loss reaches zero for a reduced target bar Y of rank d_y (for others fewer widths do) "
    "only if every hidden width is at least d_y. Beside the theorem it is checked that with such widths the weights "
    "(I, ..., I, [W_LS; 0]) reach it",
    axioms=(ECKART_YOUNG,),
    formal="d[n] <= d[j] if tr(M' M) <= 0, 1 <= j <= n-1",
    proof=logic("chitour.remark1.zero"),
)
def zero_is_reached(problem: dln.Problem) -> Outcome:
    """The effective loss reaches 0 for a target of full rank only if every hidden width is at least d_y."""
    wide = min(problem.hidden) >= problem.output_width
    reached = value_of(problem, range(problem.best_rank)) == problem.constant
    only_if = is_true(wide or not reached, "zero is reached only if min d_i >= d_y", widths=problem.widths)
    if not wide:
        return all_of(only_if, formally(dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])))
    point = factored(problem, least_squares(problem))
    reaches = equal(point.loss, problem.constant, "loss at (I, ..., I, [W_LS; 0]), and the constant part")
    return all_of(only_if, reaches, formally(point))


def formally(point: dln.Point) -> Outcome:
    """The formal statement, which is about a reduced problem, where Sxx = I."""
    reduced = point.problem.Sxx == dln.Matrix.identity(point.problem.input_width)
    return formal_at_point("chitour.remark1.zero", point) if reduced else holds("the statement is about Sxx = I")
