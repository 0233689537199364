"""Lemma 2.4 of Hardt and Ma (2017): the gradient by a residual layer, with the transposed layers in another order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import symdln as dln
from proofs_check.facts import written_papers as written
from proofs_check.facts.one_layer import derivatives_agree
from proofs_check.facts.residual_layers import network, residuals
from proofs_check.language.claim import claim
from proofs_check.language.given import Details, Given, at
from proofs_check.language.grade import Grade
from proofs_check.language.hypotheses import on_problem
from proofs_check.language.outcome import Outcome
from proofs_check.language.scope import cases
from proofs_check.language.sources import HARDT
from proofs_check.language.verdict import Verdict

PLACE = HARDT.at("Lemma 2.4, eq. (2.5)")


def points(size: str, seed: int) -> Iterator[dln.Point]:
    """Residual layers with tau = 1/2, the target 0."""
    for case in residuals("small", seed):
        if not case.fitted:
            yield network(case)


POINTS = cases(
    "residual layers as points",
    points,
    sentence="one to three layers of size 1 or 2, each the identity plus half a matrix of norm 0 or 1 out of a list, "
    "at "
    "most two different ones at depth 3, with inputs of covariance (1) or diag(1, 4) and targets that are noise",
    strength=Verdict.VERIFIED,
)


def agrees(point: dln.Point, printed: bool) -> Outcome:
    """The formula for each layer against differences of the loss; ``printed`` takes the transposes in that order."""
    problem = point.problem
    transposes, one = [W.T for W in point.weights], dln.Matrix.identity(problem.input_width)
    error = point.end_to_end @ problem.Sxx - problem.Syx  # E Sigma, as Y X^T = R Sigma
    formulas = []
    for i in range(problem.depth):
        after, before = transposes[i + 1 :], transposes[:i]
        if printed:  # (I + A_l^T) ... (I + A_{i+1}^T) on the left, (I + A_{i-1}^T) ... (I + A_1^T) on the right
            after, before = after[::-1], before[::-1]
        left = reduce(lambda A, B: A @ B, [*after, one])
        right = reduce(lambda A, B: A @ B, [one, *before])
        formulas.append((2 * problem.loss_factor) * (left @ error @ right))
    return derivatives_agree(point, formulas)


square = on_problem("square layers", r"d_0 = d_1 = \dots = d_\ell", lambda problem: len(set(problem.widths)) == 1)


def three_layers(point: dln.Point, details: Details) -> Given:
    """The problem and the weights."""
    return at(point)


@claim(
    "hardt.lemma2.4",
    source=PLACE,
    statement=r"\frac{\partial f}{\partial A_i} = 2 (I + A_\ell^\mathsf{T}) \cdots (I + A_{i+1}^\mathsf{T}) E \Sigma "
    r"(I + "
    r"A_{i-1}^\mathsf{T}) \cdots (I + A_1^\mathsf{T}), \quad E = (I + A_\ell) \cdots (I + A_1) - R",
    over=POINTS,
    assuming=(square,),
    certify=three_layers,
    grade=Grade.MISPRINT,
)
def gradient(point: dln.Point) -> Outcome:
    """The gradient of the risk by a residual layer, with the transposed layers in the order of the layers."""
    return agrees(point, printed=True)


@claim(
    "hardt.lemma2.4.corrected",
    source=PLACE,
    statement=r"\frac{\partial f}{\partial A_i} = 2 (I + A_{i+1}^\mathsf{T}) \cdots (I + A_\ell^\mathsf{T}) E \Sigma "
    r"(I + "
    r"A_1^\mathsf{T}) \cdots (I + A_{i-1}^\mathsf{T})",
    over=POINTS,
    assuming=(square,),
    made_precise="transposing a product turns the order of its factors; for up to two layers, and where the layers "
    "commute, the printed order is right too, and the norms that are used do not depend on it",
    written=written.LAYER_GRADIENT,
    corrects="hardt.lemma2.4",
)
def gradient_corrected(point: dln.Point) -> Outcome:
    """The gradient of the risk by a residual layer, with the transposed layers in the opposite order."""
    return agrees(point, printed=False)
