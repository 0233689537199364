"""How Chitour et al. (2022) deduce (8) from (7): by adding up and taking the trace."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.rates import in_words, invariant, invariants
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import depth_at_least, not_of_words
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.formal import formal_at_point
from proofs_check.networks.layers import LayerWords, depth_of
from proofs_check.networks.words import WordCase, same
from symdln.algebra.words import norm_squared, trace

PLACE = CHITOUR.at("end of the proof of Lemma 2.3")
Subject = dln.Point | WordCase


@claim(
    "chitour.summed-invariant",
    source=PLACE,
    statement=r"\sum_{i=j}^{H+1} \operatorname{tr} \text{ of equation } i \text{ of (7) gives } \|W_{j+1}\|_F^2 = "
    r"\|W_1\|_F^2 + c_{j+1}",
    over=in_words,
    assuming=(not_of_words(depth_at_least(2)),),
    ill_formed="(7) has the equations 1, ..., H and none with the number H + 1; read with the equations j, ..., H, "
    "whose sum compares the last layer with layer j, not layer j + 1 with the first",
    grade=Grade.MISPRINT,
)
def summed_invariant(subject: Subject) -> Outcome:
    """The traces of the equations j, ..., H of (7) add up to ||W_{H+1}||^2 - ||W_j||^2."""
    last = subject.problem.depth - 1 if isinstance(subject, dln.Point) else depth_of(subject) - 1
    return all_of(*(adds_up(subject, j, last) for j in range(1, last + 1)))


@claim(
    "chitour.summed-invariant.corrected",
    source=PLACE,
    statement=r"\sum_{i=1}^{j} \operatorname{tr} C_i = \|W_{j+1}\|_F^2 - \|W_1\|_F^2, \; 1 \le j \le H",
    over=in_words,
    formal=("sumC[j+1] = tr(W[j+1]' W[j+1]) - tr(W[1]' W[1]) if 1 <= j <= n-1",),
    proof=logic("chitour.summed-invariant.corrected"),
    corrects="chitour.summed-invariant",
)
def summed_invariant_corrected(subject: Subject) -> Outcome:
    """The traces of the equations 1, ..., j of (7) add up to ||W_{j+1}||^2 - ||W_1||^2, which is (8)."""
    last = subject.problem.depth - 1 if isinstance(subject, dln.Point) else depth_of(subject) - 1
    sums = (adds_up(subject, 1, j) for j in range(1, last + 1))
    if isinstance(subject, dln.Point):
        return all_of(*sums, formal_at_point("chitour.summed-invariant.corrected", subject))
    return all_of(*sums)


def adds_up(subject: Subject, first: int, last: int) -> Outcome:
    """``tr C_first + ... + tr C_last = ||W_{last+1}||^2 - ||W_first||^2``."""
    what = f"the sum of the traces of C_{first} to C_{last}"
    if isinstance(subject, dln.Point):
        W = subject.weights
        total = sum(invariant(subject, k).trace() for k in invariants(subject) if first <= k <= last)
        return equal(total, W[last].norm_squared() - W[first - 1].norm_squared(), what)
    layers = LayerWords(depth_of(subject))
    traces = [trace(layers.invariant(k)) for k in range(first, last + 1)]
    total = traces[0]
    for each in traces[1:]:
        total = total + each
    return same(total, norm_squared(layers.weight(last + 1)) - norm_squared(layers.weight(first)), what)
