"""False neighbours of the claims on the text of Hardt and Ma (2017)."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.hardt import eq2, lemma2, thm2
from proofs_check.facts.residual_layers import Residual, network
from proofs_check.language.outcome import Outcome, at_most, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("hardt.eq2.3.corrected", "the exponent l - 1")
def half_the_exponent(case: eq2.Scalars) -> Outcome:
    bound, size = eq2.sides(case, len(case.layers) - 1, 1)
    return at_most(bound, size, "the bound", but="the squared gradient")


@plant("hardt.eq2.3.corrected", "the square of sigma_min")
def square_of_sigma(case: eq2.Scalars) -> Outcome:
    bound, size = eq2.sides(case, 2 * len(case.layers) - 2, 2)
    return at_most(bound, size, "the bound", but="the squared gradient")


plant.without("hardt.thm2.1.corrected", thm2.positive.name)


@plant("hardt.claim2.3", "without the constant")
def without_constant(case: Residual) -> Outcome:
    point = network(case)
    E = 0 * point.end_to_end if case.fitted else point.end_to_end
    return equal(point.loss, (E @ point.problem.Sxx @ E.T).trace(), "the loss")


@plant("hardt.lemma2.4.corrected", "the printed order")
def printed_order(point: dln.Point) -> Outcome:
    return lemma2.agrees(point, printed=True)
