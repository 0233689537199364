"""The first question on the slide "The landscape problem" of Achour et al. (2025)."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.achour.parts.formal_values import formal_at_selections
from proofs_check.facts.extrema import has_least_loss
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, is_true, undecided
from proofs_check.language.proofs import logic
from proofs_check.language.sources import ACHOUR_SLIDES
from proofs_check.scopes.critical_points import every_problem
from proofs_check.scopes.general_data import has_rational_points


@claim(
    "achour.minimiser-exists",
    source=ACHOUR_SLIDES.at('slide "The landscape problem"'),
    statement=r"\text{does a global minimizer exist?} \quad \exists \mathbf{W}: \; L(\mathbf{W}) = "
    r"\min_{\operatorname{rank} M \le \min_j d_j} \|M X - Y\|_F^2",
    over=every_problem(),
    made_precise="the slide asks; the answer yes is exhibited, with the least loss over all matrices of the rank that "
    "the network allows",
    axioms=("Eckart-Young: the least loss over matrices of rank at most k keeps the k largest singular values",),
    formal=(
        "tr((Raise[n] X - Y)' (Raise[n] X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y)) if n >= 1, Selected' Selected = I, "
        "least >= 0, Selected' Sigma Selected - least I psd, least (I - Selected Selected') - (I - Selected Selected') "
        "Sigma (I - Selected Selected') psd",
        "Raise[n] = Selected (Selected' Y Xplus) if n >= 1",
    ),
    proof=logic("achour.minimiser-exists"),
)
def minimiser_exists(problem: dln.Problem) -> Outcome:
    """A global minimizer exists, at every depth and with every bottleneck."""
    best = tuple(range(problem.best_rank))
    if not has_rational_points(problem, best):
        return undecided("the point that keeps the largest singular values is not rational")
    point = next(problem.kinds(best)).representative()
    least = is_true(has_least_loss(point), "the point that keeps the largest singular values has the least loss")
    return all_of(least, formal_at_selections("achour.minimiser-exists", problem, best=True))
