"""Hardt and Ma (2017): linear residual layers near the identity have no critical points but global minima."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.facts import written
from proofs_check.facts.residual_layers import (
    RESIDUAL_SCOPE,
    Residual,
    formal_at_residual,
    gap,
    least_eigenvalue,
    network,
)
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, equal
from proofs_check.language.proofs import logic
from proofs_check.language.sources import HARDT

READ = "f = ||(I + A_l)...(I + A_1) X - Y||^2, spectral norms of all A_j at most tau < 1, square layers"


@claim(
    "hardt.residual.gradient",
    source=HARDT.at("eq. (2.3), in our words"),
    statement=r"\|\nabla f(A)\|_F^2 \ge 4 l (1 - \tau)^{2l-2} \sigma_{\min}(\Sigma) (f(A) - C^*)",
    over=RESIDUAL_SCOPE,
    made_precise=f"stated in our words, the constant is ours: {READ}; Sigma = X X^T, C^* (C_opt in print) is "
    "the least loss of all "
    "linear maps",
    in_print=False,
    written=written.RESIDUAL,
)
def gradient(case: Residual) -> Outcome:
    """The squared gradient is at least a constant times the distance of the loss from the least one."""
    point, depth = network(case), len(case.layers)
    factor = 4 * depth * (1 - Fraction(case.tau)) ** (2 * depth - 2)
    size = sum((G.norm_squared() for G in point.gradient), Fraction(0))
    return at_most(factor * least_eigenvalue(point) * gap(point), size, "the bound", but="the squared gradient")


@claim(
    "hardt.residual.critical",
    source=HARDT.at("Theorem 2.2"),
    statement=r"\max_j \|A_j\| \le \tau < 1, \; \nabla f(A) = 0 \Rightarrow A \text{ is a global minimum of } f",
    over=RESIDUAL_SCOPE,
    made_precise=f"{READ}; no condition on X is needed, and of the gradient only the part by the last layer",
    formal="tr((Front[n] X - Y)' (Front[n] X - Y)) <= tr((Rival X - Y)' (Rival X - Y)) if n >= 1",
    proof=logic("hardt.residual.critical"),
)
def critical(case: Residual) -> Outcome:
    """Every critical point with all residual layers of norm below 1 is a global minimum."""
    point = network(case)
    return all_of(
        equal(point.is_critical, gap(point) == 0, "whether it is critical, and whether its loss is the least"),
        formal_at_residual(case._replace(fitted=True)),
    )
