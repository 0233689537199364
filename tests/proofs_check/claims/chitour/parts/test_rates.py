"""Section 2.2, the end of the proof of Proposition 2: eigenvalues of the invariants that bound the rate from below."""

from __future__ import annotations

from proofs_check.claims.chitour.parts import rates
from proofs_check.networks.layers import LayerWords
from proofs_check.networks.words import same
from symdln.algebra.words import norm_squared, trace


def test_stripping_in_the_wrong_order_is_no_identity() -> None:
    layers = LayerWords(3)
    W, K = layers.weight(2), layers.product(3, 3).T @ layers.M
    first = norm_squared(rates.velocity(layers, 1))
    assert same(first, trace(W @ W.T @ K @ K.T), "W_2 first").holds
    assert same(first, 2 * trace(W @ W.T @ K @ K.T), "twice").fails
