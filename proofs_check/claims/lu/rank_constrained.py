"""Lu and Kawaguchi (2017): local minima of the deep loss, and of the loss over matrices of bounded rank."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.extrema import ECKART_YOUNG, SECOND_ORDER, has_least_loss, is_no_local_minimum
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_is, is_critical, on_problem
from proofs_check.language.outcome import Outcome, holds
from proofs_check.language.sources import LU
from proofs_check.scopes.critical_points import every_critical_point

full_row_rank = on_problem(
    "X of full row rank", r"\operatorname{rank} X = d_x", lambda problem: problem.Sxx.rank() == problem.input_width
)
WORDS = "stated in our words after a summary, for squares; p is the least width. For squares the hypothesis is not used"


def least_or_no_minimum(point: dln.Point) -> Outcome:
    """The product has the least loss of all matrices of rank at most p, or the point is not a local minimum."""
    if has_least_loss(point):
        return holds("the product has the least loss of all matrices of rank at most p")
    return is_no_local_minimum(point)


@claim(
    "lu.rank-constrained.deep",
    source=LU.at("abstract, the first main result"),
    statement=r"W \text{ a local minimum of } \|W_H \cdots W_1 X - Y\|^2 \Rightarrow W_H \cdots W_1 \text{ a local "
    r"minimum of } \|R X - Y\|^2 \text{ over } \operatorname{rank} R \le p",
    over=every_critical_point(),
    assuming=(full_row_rank, is_critical),
    made_precise=WORDS,
    axioms=(ECKART_YOUNG, SECOND_ORDER),
    written=written.RANK_CONSTRAINED,
)
def deep(point: dln.Point) -> Outcome:
    """The product of the layers at a local minimum is a minimum over matrices of bounded rank."""
    return least_or_no_minimum(point)


@claim(
    "lu.rank-constrained.shallow",
    source=LU.at("abstract, the second main result"),
    statement=r"\text{Every local minimum of } \|R X - Y\|^2 \text{ over } \operatorname{rank} R \le p \text{ is "
    r"global}",
    over=every_critical_point(),
    assuming=(full_row_rank, depth_is(2), is_critical),
    made_precise=f"{WORDS}. A local minimum R = A B over matrices gives a local minimum (A, B) of two layers of hidden "
    "width p, as the product is continuous; so in scope the critical points of two layers",
    axioms=(ECKART_YOUNG, SECOND_ORDER),
    written=written.RANK_CONSTRAINED,
)
def shallow(point: dln.Point) -> Outcome:
    """Every local minimum over matrices of bounded rank is global."""
    return least_or_no_minimum(point)
