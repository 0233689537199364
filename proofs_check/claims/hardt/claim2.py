"""Claim 2.3 of Hardt and Ma (2017): the risk is a squared distance, and a constant."""

from __future__ import annotations

from proofs_check.facts.residual_layers import RESIDUAL_SCOPE, Residual, network
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.proofs import matrices
from proofs_check.language.sources import HARDT

QUESTION = (
    "P R: e x b; X: b x n; Z: e x n; X Z' = 0 |- tr((P X - R X - Z)' (P X - R X - Z)) = tr((P - R) X X' (P - R)') + "
    "tr(Z' Z)"
)


@claim(
    "hardt.claim2.3",
    source=HARDT.at("Claim 2.3, eq. (2.4)"),
    statement=r"y = R x + \xi: \; f(A) = \|((I + A_\ell) \cdots (I + A_1) - R) \Sigma^{1/2}\|_F^2 + C",
    over=RESIDUAL_SCOPE,
    made_precise="for samples X with noise Z that is uncorrelated with them, X Z^T = 0, and Sigma = X X^T; C is tr Z^T "
    "Z "
    "(in the proof it is printed as E x x^T)",
    proof=matrices(QUESTION),
)
def risk(case: Residual) -> Outcome:
    """The loss is the squared distance of the product from the target in the metric of the inputs, and a constant."""
    point = network(case)
    P = point.end_to_end
    E = P - (P if case.fitted else 0 * P)
    return equal(point.loss, (E @ point.problem.Sxx @ E.T).trace() + case.size, "the loss, and the two terms")
