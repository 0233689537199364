"""Theorem 7 of Lucchi's lecture: two layers have no spurious minima."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.lucchi.parts.two_layers import TWO_LAYERS, Sxx_invertible
from proofs_check.facts.extrema import ECKART_YOUNG, SECOND_ORDER, critical_above_minimum, is_no_local_minimum
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import on_problem
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import LUCCHI_TWO_LAYERS as LUCCHI
from proofs_check.networks.formal_letters import formal_at_pair
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import on_general_data

Sxy_full_rank = on_problem(
    "Sxy of full rank",
    r"\Sigma_{xy} \text{ of full rank}",
    lambda problem: problem.cross_rank == min(problem.input_width, problem.output_width),
)


Sigma_full_rank = on_problem(
    "Sigma of full rank",
    r"\Sigma_{yx} \Sigma_{xx}^{-1} \Sigma_{xy} \text{ of full rank}",
    lambda problem: problem.sigma.rank() == problem.output_width,
)


@claim(
    "lucchi.thm7",
    source=LUCCHI.at("Theorem 7"),
    statement=(
        r"\Sigma_{\mathbf{xx}}, \Sigma_{\mathbf{xy}}, \Sigma = \Sigma_{\mathbf{yx}} \Sigma_{\mathbf{xx}}^{-1} "
        r"\Sigma_{\mathbf{xy}} \text{ full rank} "
        r"\Rightarrow \text{any local minimum is global and other critical points are saddle points}"
    ),
    over=every_critical_point(),
    assuming=(*TWO_LAYERS, Sxx_invertible, Sxy_full_rank, Sigma_full_rank, critical_above_minimum),
    made_precise=(
        "saddle points are those of Definition 3 (indefinite Hessian); the subscript printed as xx^{-1} is read as "
        "Sxx^{-1}; eigenvalues of Sigma may "
        "repeat, as nothing is said of them. The theorem says it the other way round: a local extremum, and a "
        "critical point with a semidefinite Hessian, has the least loss"
    ),
    axioms=(ECKART_YOUNG, SECOND_ORDER),
    formal="tr((W2 W1 X - Y)' (W2 W1 X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y))",
    proof=logic("lucchi.thm7"),
)
def theorem_7(point: dln.Point) -> Outcome:
    """With data of full rank, every critical point but the global minima is a saddle: its Hessian is indefinite."""
    inertia = point.inertia_by_hessian
    return all_of(
        is_no_local_minimum(point),
        is_true(inertia.positive > 0 and inertia.negative > 0, "the Hessian is indefinite", inertia=inertia),
        formal_at_pair("lucchi.thm7", point),
    )


theorem_7_general = on_general_data(theorem_7)
