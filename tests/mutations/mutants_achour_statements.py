"""False neighbours of the smaller statements of the sources: blocks, strata, the Hessian at every depth, remarks."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts.classes import exact_class
from proofs_check.language.outcome import Outcome, equal
from symdln.landscape.classification import GLOBAL_MINIMISER
from tests.mutations.planting import Planting

plant = Planting()


# -- blocks at a critical point ----------------------------------------------------------------------------------------


@plant("achour.minimiser-exists", "W = 0 is one")
def zero_is_one(problem: dln.Problem) -> Outcome:
    zero = dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])
    return equal(exact_class(zero), GLOBAL_MINIMISER, "the class of W = 0")
