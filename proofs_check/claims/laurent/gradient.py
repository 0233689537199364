"""Laurent and von Brecht (2018): at a local minimum the gradient of the loss by the product vanishes."""

from __future__ import annotations

from proofs_check.claims.laurent.convex_loss import convex_loss, wide
from proofs_check.claims.laurent.parts.setting import ABSTRACT
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome
from proofs_check.language.sources import LAURENT
from proofs_check.language.subjects import Subject


@claim(
    "laurent.gradient",
    source=LAURENT.at("the theorem behind the abstract"),
    statement=r"f \text{ differentiable}, \; \min(d_1, \dots, d_{H-1}) \ge \min(d_0, d_H), \; W \text{ a local minimum "
    r"of } f(W_H \cdots W_1) \Rightarrow \nabla f(W_H \cdots W_1) = 0",
    over=convex_loss.over,
    assuming=(wide,),
    made_precise=f"{ABSTRACT}; f need not be convex, and in the second route it is; the theorem was not at hand",
    in_print=False,
    prose=tuple(step for step in convex_loss.prose if "global minimum" not in step),
)
def gradient(subject: Subject) -> Outcome:
    """Without a bottleneck, the gradient of any differentiable loss by the product vanishes at every local minimum."""
    return convex_loss.check(subject)
