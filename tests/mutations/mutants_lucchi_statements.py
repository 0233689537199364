"""False neighbours of the smaller statements of the sources: blocks, strata, the Hessian at every depth, remarks."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.lucchi.parts.sizes import algebra
from proofs_check.language.outcome import Outcome, equal
from tests.mutations.planting import Planting

plant = Planting()


# -- blocks at a critical point ----------------------------------------------------------------------------------------


@plant("lucchi.lemma13.brace.corrected", "sigma^4 d^3, as by Lemma 10")
def by_lemma_10(sizes: Any) -> Outcome:
    (d,) = sizes
    work = algebra({"W": (d, d)}, {"d": d})
    W, n = work["W"], work.number(d)
    return equal(work.expect(work.norm(W.T @ W), W, gaussian=True), work.variance**2 * n**3, "E||W^T W||^2")
