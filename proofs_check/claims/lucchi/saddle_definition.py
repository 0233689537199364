"""Definition 3 of Lucchi's lecture, and the saddles of Theorem 8."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.lucchi.parts.deep import NO_HYPOTHESIS, hidden_rank
from proofs_check.facts.extrema import ECKART_YOUNG, critical_above_minimum
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, NoCertificateError, at
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import LUCCHI_DEEP as LUCCHI
from proofs_check.networks.formal_letters import formal_at_minimum
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import on_general_data


def with_lower_point(point: dln.Point, details: Details) -> Given:
    curve = point.descent_curve
    if curve is None:
        raise NoCertificateError("no curve was found along which the loss falls")
    return at(point, points={"q": dln.Point(point.problem, curve.weights(curve.reach))})


def is_indefinite(point: dln.Point) -> Outcome:
    inertia = point.inertia_by_hessian
    otherwise = f"the Hessian has {inertia.positive} positive and {inertia.negative} negative eigenvalues"
    both = inertia.positive > 0 and inertia.negative > 0
    return is_true(both, "the Hessian is indefinite", otherwise=otherwise, inertia=inertia)


@claim(
    "lucchi.saddle-definition",
    source=LUCCHI.at("Definition 3 with Theorem 8, 3."),
    statement=(
        r"\nabla \mathcal{L}(\mathbf{W}) = 0, \mathbf{W} \text{ no global minimum} \Rightarrow "
        r"\nabla^2 \mathcal{L}(\mathbf{W}) \text{ has both positive and negative eigenvalues}"
    ),
    over=every_critical_point(),
    assuming=(critical_above_minimum,),
    made_precise=f'{NO_HYPOTHESIS}; "saddle point" as in Definition 3',
    axioms=(ECKART_YOUNG,),
    certify=with_lower_point,
    grade=Grade.FALSE,
)
def saddle_definition(point: dln.Point) -> Outcome:
    """With saddles as in Definition 3, every critical point that is not a global minimum is a saddle."""
    return is_indefinite(point)


saddle_definition_general = on_general_data(saddle_definition)


@claim(
    "lucchi.saddle-definition.corrected",
    source=LUCCHI.at("Definition 3 with Theorem 8, 3. and 4."),
    statement=(
        r"\nabla \mathcal{L}(\mathbf{W}) = 0, \mathbf{W} \text{ no global minimum}, \operatorname{rank}(\mathbf{W}_H "
        r"\cdots \mathbf{W}_2) \ge p "
        r"\Rightarrow \nabla^2 \mathcal{L}(\mathbf{W}) \text{ has both positive and negative eigenvalues}"
    ),
    over=every_critical_point(),
    assuming=(critical_above_minimum, hidden_rank),
    made_precise="under the hypothesis of Theorem 8, 4., which every point meets for one hidden layer",
    axioms=(ECKART_YOUNG,),
    corrects="lucchi.saddle-definition",
    formal="tr((Path[n, 0] X - Y)' (Path[n, 0] X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y)) if n >= 2, Path[n-1, 1] = "
    "Hidden Rest, Hiddenleft Hidden = I, Rest Restright = I, W2 = W[n] Hidden, W1 = Rest W[1]",
    proof=logic("lucchi.saddle-definition.corrected"),
)
def saddle_definition_corrected(point: dln.Point) -> Outcome:
    """Where W_H...W_2 has rank p, a critical point that is not a global minimum has an indefinite Hessian."""
    return all_of(is_indefinite(point), formal_at_minimum("lucchi.saddle-definition.corrected", point))


saddle_definition_corrected_general = on_general_data(saddle_definition_corrected)
