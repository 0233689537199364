"""The formal statements of the theory "saddles" at exact points of reduced problems.

Notations:

    MOST_LAYERS          the depth up to which they are evaluated
    NO_EXTREMUM          what they say of weights with r < d_y: there are smaller and larger values nearby
    IS_MINIMUM           what they say of weights with r = d_y where the gradient by the first layer vanishes
    READ_NEARBY          how the claims read them
    formal_at_saddles    whether they are true at a point
"""

from __future__ import annotations

import symdln as dln
from proofs_check.language.outcome import Outcome, holds
from proofs_check.language.sharing import shared
from proofs_check.logic.saddle_layers import SaddleLayers
from proofs_check.networks.formal_letters import MOST_WEIGHTS, formal_at_letters

MOST_LAYERS = 3
NO_EXTREMUM = (
    "1/2 tr((Sigma - OtherV[0])' (Sigma - OtherV[0])) <= 1/2 tr(M' M) - 1/2 tau slope if 1 <= top <= n-1, tau slope >= "
    "tau^2 bend",
    "1/2 tr((Sigma - OtherV[0])' (Sigma - OtherV[0])) >= 1/2 tr(M' M) - tau slope if 1 <= top <= n-1",
    "slope^2 tr((RightSigma low)' RightSigma low)^2 >= step^(2 top) if 1 <= top <= n-1",
    "tr((Other[top+1] - W[top+1])' (Other[top+1] - W[top+1])) = tau^2 tr((Onto low)' Onto low) if 1 <= top <= n-1",
    "tr((Other[j] - W[j])' (Other[j] - W[j])) = step^2 if 2 <= j <= top, 1 <= top <= n-1",
    "tr((Other[1] - W[1])' (Other[1] - W[1])) = step^2 tr((low' M)' low' M) if 1 <= top <= n-1",
    "Other[j] = W[j] if top+2 <= j <= n",
)


IS_MINIMUM = "1/2 tr(M' M) <= 1/2 tr((Sigma - Product)' (Sigma - Product)) if V[1]' M = 0, V[1] Inverse = I, n >= 1"


READ_NEARBY = (
    "in the formal statement weights with r < d_y, critical or not, have explicit weights Other nearby, for all "
    "numbers step and tau, with a smaller loss for small tau of one sign and a larger one for the other; low is a "
    "vector of length 1 that shows the rank below d_y"
)


@shared
def _layers(point: dln.Point) -> SaddleLayers:
    return SaddleLayers(point.weights, point.problem.Syx)


def formal_at_saddles(id: str, point: dln.Point) -> Outcome:
    """Whether the formal statements are true at a point with few weights in two or three layers, for one step and tau.

    They are left out where the vectors in the kernels have no small rational length.
    """
    if point.problem.parameters > MOST_WEIGHTS or point.problem.depth > MOST_LAYERS:
        return holds("the formal statements are evaluated at smaller points")
    layers = _layers(point)
    if not layers.full and not layers.near:
        return holds("the vectors of the formal statement have irrational lengths here")
    return formal_at_letters(id, layers.valuation, layers.n + 1)
