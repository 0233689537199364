"""Section 2: the first variation of the loss, the gradient flow (6), and what the flow keeps, Lemma 2.3.

Notations:

    norms_are_kept  the squared norms of two marked layers differ by a constant along the flow
"""

from __future__ import annotations

from proofs_check.language.outcome import Outcome, is_true
from proofs_check.networks.words import MarkedChain
from symdln.algebra import words
from symdln.algebra.words import Scalar, derivative


def norms_are_kept(chain: MarkedChain, marked: str, loss: Scalar | None = None) -> Outcome:
    """Whether the squared norms of two marked layers differ by a constant along the flow of a loss."""
    other, first = chain.W
    rate = derivative(words.norm_squared(other) - words.norm_squared(first), chain.flows(loss))
    return is_true(rate == 0, f"||W_{{j+1}}||^2 - ||W_1||^2 is constant for {marked}", rate=str(rate))
