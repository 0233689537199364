"""Mulayoff, Michaeli (2020): the flattest minima of deep linear networks."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts import flat_minima, written
from proofs_check.facts.flat_minima import Changed
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import MULAYOFF
from proofs_check.language.verdict import Verdict

WORDS = (
    "white inputs, and minima that meet the best linear map, whose largest singular value is s_1, with the singular "
    "vectors u and v; flattest says that the largest eigenvalue of the Hessian is the least of all such minima"
)
OVER = cases(
    "minima in other hidden bases",
    flat_minima.minima,
    sentence="balanced minima of depth 2 and 3, and the same with the first hidden layer turned, scaled, sheared, or "
    "changed in the second singular direction alone",
    strength=Verdict.VERIFIED,
    fields=("widths", "t", "change of basis"),
)
flattest = Hypothesis("flattest", r"\lambda_{\max}(\nabla^2 L(W)) \text{ least}", flat_minima.is_flattest)


def signal(case: Changed) -> list[dln.Matrix]:
    """``W_j ... W_1 v`` for all j, v the top right singular vector, which is the first unit vector."""
    found = [dln.Matrix.identity(case[0][0]).column(0)]
    for W in flat_minima.minimum(case).weights:
        found.append(W @ found[-1])
    return found


@claim(
    "mulayoff.flat.value",
    source=MULAYOFF.at("the least sharpness of all minima"),
    statement=r"\min_{W_N \cdots W_1 = P^*} \lambda_{\max}(\nabla^2 L(W)) = 2 f N s_1^{2 - 2/N}",
    over=OVER,
    in_print=False,
    made_precise=f"stated in our words, the theorem was not at hand; {WORDS}; f = 1/2 in scope",
    written=written.FLAT_MINIMA,
)
def value(case: Changed) -> Outcome:
    """The least sharpness of a minimum follows from the largest singular value and the depth."""
    more, same = flat_minima.above(flat_minima.minimum(case), flat_minima.least(case))
    balanced = case[2] in ("none", "rotation")
    return all_of(
        is_true(more + same > 0, "some eigenvalue is at least the bound"),
        is_true(more == 0 or not balanced, "no eigenvalue at a balanced minimum is above it"),
    )


@claim(
    "mulayoff.flat.gain",
    source=MULAYOFF.at("abstract, nearly balanced networks"),
    statement=r"W \text{ flattest} \Rightarrow \|W_j \cdots W_1 v\| = s_1^{j/N}",
    over=OVER,
    assuming=(flattest,),
    made_precise="the abstract says that the gain up to a layer does not change drastically from layer to layer; for "
    f"the signal v of largest gain it grows by exactly the same factor in each; {WORDS}",
    written=written.FLAT_MINIMA,
)
def gain(case: Changed) -> Outcome:
    """At a flattest minimum each layer multiplies the signal of largest gain by the same factor."""
    norms = [x.norm_squared() for x in signal(case)]
    return equal(norms, [case[1] ** (2 * j) for j in range(len(norms))], "the squared norms of the signal")


@claim(
    "mulayoff.flat.coupled",
    source=MULAYOFF.at("abstract, coupled layers"),
    statement=r"W \text{ flattest} \Rightarrow W_j q_{j-1} = s_1^{1/N} q_j, \; W_j^\mathsf{T} q_j = s_1^{1/N} q_{j-1} "
    r"\text{ with unit vectors } q_0 = v, \dots, q_N = u",
    over=OVER,
    assuming=(flattest,),
    made_precise=f"so q_j is a left singular vector of W_j and a right one of W_(j+1), as the abstract says; {WORDS}",
    written=written.FLAT_MINIMA,
)
def coupled(case: Changed) -> Outcome:
    """At a flattest minimum a left singular vector of each layer is a right singular vector of the next one."""
    root, found = case[1], signal(case)
    units = [x * (1 / dln.Matrix([[root**j]])[0, 0]) for j, x in enumerate(found)]
    outcomes = [equal([x.norm_squared() for x in units], [1] * len(units), "the squared norms of the unit vectors")]
    for j, W in enumerate(flat_minima.minimum(case).weights):
        outcomes.append(equal(W @ units[j], root * units[j + 1], f"layer {j + 1} on its right singular vector"))
        outcomes.append(equal(W.T @ units[j + 1], root * units[j], f"transposed layer {j + 1} on its left one"))
    return all_of(*outcomes)
