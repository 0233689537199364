"""Equation (3) of Lucchi's lecture: three derivatives of traces."""

from __future__ import annotations

from proofs_check.claims.lucchi.parts.sizes import Sizes, algebra, all_sizes
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.sources import LUCCHI_TWO_LAYERS

two_sizes = all_sizes("d", "p")


@claim(
    "lucchi.trace-derivatives",
    source=LUCCHI_TWO_LAYERS.at("Theorem 4, proof, eq. (3)"),
    statement=(
        r"\frac{\partial}{\partial \mathbf{B}} \operatorname{tr}[\mathbf{ABC}] = \mathbf{A}^\top \mathbf{C}^\top, \; "
        r"\frac{\partial}{\partial \mathbf{B}} \operatorname{tr}[\mathbf{C} \mathbf{B}^\top \mathbf{A}^\top] = "
        r"\mathbf{A}^\top \mathbf{C}, \; \frac{\partial}{\partial \mathbf{B}} \operatorname{tr}[\mathbf{ABC} "
        r"\mathbf{B}^\top \mathbf{A}^\top] = \mathbf{A}^\top \mathbf{AB} \mathbf{C}^\top + \mathbf{A}^\top \mathbf{ABC}"
    ),
    over=two_sizes,
    made_precise="A is d x p and B p x d as in (1); C is any d x d matrix, symmetric or not",
)
def trace_derivatives(sizes: Sizes) -> Outcome:
    """The derivatives by B of three traces, in which B occurs once or twice, are the printed ones."""
    d, p = sizes
    work = algebra({"A": ("d", "p"), "B": ("p", "d"), "C": ("d", "d")}, {"d": d, "p": p})
    A, B, C = work["A"], work["B"], work["C"]
    return all_of(
        equal(work.gradient(work.trace(A @ B @ C), B), A.T @ C.T, "d tr[ABC]"),
        equal(work.gradient(work.trace(C @ B.T @ A.T), B), A.T @ C, "d tr[C B^T A^T]"),
        equal(
            work.gradient(work.trace(A @ B @ C @ B.T @ A.T), B), A.T @ A @ B @ C.T + A.T @ A @ B @ C, "d tr[ABCB^TA^T]"
        ),
    )
