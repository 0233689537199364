"""The second half of Remark 1 of Chitour et al. (2022): data of deficient rank are those of a smaller problem."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import is_critical
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.sources import CHITOUR
from proofs_check.scopes.general_data import general_critical_points
from symdln.algebra.matrix import hstack, vstack


@claim(
    "chitour.reduced-data",
    source=CHITOUR.at("Remark 1, second half"),
    statement=r"X = E X', \; E \text{ of full column rank}: \; L_X(W_1, W_2, \dots) = L_{X'}(W_1 E, W_2, \dots), \; "
    r"\nabla L_X = 0 \Leftrightarrow \nabla L_{X'} = 0, \; n_\pm \text{ agree}, \; n_0 \text{ grows by } "
    r"d_1 (d_x - d_x')",
    over=general_critical_points(),
    assuming=(is_critical,),
    made_precise="one linearly dependent input, the sum of all the others, is added to the data of every point; the "
    "first layer is one of those with W_1 E = W_1'. Reduced is said of the landscape: the gradient flow agrees only "
    "for E^T E = I, chitour.reduction.flow",
    written=written.REDUCTIONS,
)
def reduced_data(point: dln.Point) -> Outcome:
    """With a linearly dependent input the critical points have the same values, classes and inertia, and d_1 more zero
    eigenvalues.
    """
    there = with_a_dependent_input(point)
    here, found = point.inertia_by_hessian, there.inertia_by_hessian
    return all_of(
        equal(there.loss, point.loss, "loss"),
        is_true(there.is_critical, "the point is critical for the larger data too"),
        equal((found.positive, found.negative), (here.positive, here.negative), "n_+ and n_-"),
        equal(found.zero, here.zero + point.problem.widths[1], "n_0, and n_0 + d_1"),
    )


def with_a_dependent_input(point: dln.Point) -> dln.Point:
    """``X = E X'`` with ``E = [I; 1 ... 1]``, and ``W_1 = [W_1' - n 1^T, n]`` for the column n of ones."""
    problem = point.problem
    d_x, d_1 = problem.widths[:2]
    ones = dln.Matrix.from_entries(1, d_x, [1] * d_x)
    n = dln.Matrix.from_entries(d_1, 1, [1] * d_1)
    E = vstack([dln.Matrix.identity(d_x), ones])
    larger = dln.Problem.from_moments(
        E @ problem.Sxx @ E.T,
        problem.Syx @ E.T,
        problem.Syy,
        problem.hidden,
        loss_factor=problem.loss_factor,
    )
    return dln.Point(larger, [hstack([point.weights[0] - n @ ones, n]), *point.weights[1:]])
