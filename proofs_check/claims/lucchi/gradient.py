"""The gradient by a layer for one sample, Lucchi's lecture, "Setting"."""

from __future__ import annotations

from proofs_check.claims.lucchi.parts.sizes import NETWORKS, Network3, SplitNetwork, networks
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import LUCCHI_SETTING
from proofs_check.language.verdict import Verdict

every_layer = cases("symbols", networks, sentence=NETWORKS, strength=Verdict.PROVED, fields=("d", "depth", "k"))


@claim(
    "lucchi.gradient",
    source=LUCCHI_SETTING.at("Setting, gradient norm"),
    statement=(
        r"\frac{\partial \ell}{\partial \mathbf{W}^k} = [\mathbf{W}^{k+1:L} \boldsymbol{\delta}] \cdot "
        r"[\mathbf{W}^{k-1:1} \mathbf{x}]^\top = \mathbf{W}^{k+1:L} [\mathbf{W}^{L:1} \mathbf{x} \mathbf{x}^\top - "
        r"\mathbf{y} \mathbf{x}^\top] \mathbf{W}^{1:k-1}"
    ),
    over=every_layer,
    made_precise="W^{k+1:L} is the transposed product as defined, W^{1:k-1} likewise, and products of no layers are I",
)
def gradient(case: Network3) -> Outcome:
    """The gradient by a layer is the backward vector times the transposed forward vector, and so is the second form."""
    net = SplitNetwork(case)
    B, W, Q, x, y = net.B, net.W, net.Q, net.x, net.y
    first = B.T @ net.delta @ (Q @ x).T
    second = B.T @ (B @ W @ Q @ x @ x.T - y @ x.T) @ Q.T
    of_twice_loss = net.algebra.gradient(net.algebra.norm(y - B @ W @ Q @ x), W)
    return all_of(
        equal(of_twice_loss, first + first, "2 dl/dW^k, first form"),
        equal(of_twice_loss, second + second, "2 dl/dW^k, second form"),
    )
