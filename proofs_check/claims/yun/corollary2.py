"""Corollary 2.3 of Yun, Sra and Jadbabaie (2018): residual layers, without a condition on the determinant."""

from __future__ import annotations

from proofs_check.facts.residual_layers import RESIDUAL_SCOPE, Residual, formal_at_residual, gap, network
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.sources import YUN


@claim(
    "yun.corollary2.3",
    source=YUN.at("Corollary 2.3"),
    statement=r"\sigma_{\max}(W_i) < 1 \text{ for all } i \Rightarrow \text{any critical point of } \tfrac12 "
    r"\mathbb{E} "
    r"\|(I + W_{H+1}) \cdots (I + W_1) x - y\|^2 \text{ is a global minimum}",
    over=RESIDUAL_SCOPE,
    made_precise="for samples in place of the expectation; det R > 0 is not assumed, as the corollary stresses, and "
    "nor is "
    "that the covariance of x is invertible. The largest of finitely many norms below 1 is the tau of the formal "
    "statement",
    formal="tr((Front[n] X - Y)' (Front[n] X - Y)) <= tr((Rival X - Y)' (Rival X - Y)) if n >= 1",
    proof=logic("hardt.residual.critical"),
)
def residual_layers(case: Residual) -> Outcome:
    """Critical points with residual layers of norm below 1 are global minima, whatever the target."""
    point = network(case)
    return all_of(
        equal(point.is_critical, gap(point) == 0, "whether it is critical, and whether its loss is the least"),
        formal_at_residual(case._replace(fitted=True)),
    )
