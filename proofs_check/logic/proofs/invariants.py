"""The proofs of Lemma 2.3: what the flow keeps, for every number of layers."""

from __future__ import annotations

from proofs_check.logic.proofs.script import Script


def proofs(p: Script) -> None:
    """``W[j+1]' dW[j+1] = V[j]' M U[j]' = dW[j] W[j]'``, and the sum with its transpose; the trace for the norms."""
    hidden = "1 <= j <= n-1"
    p.instantiate("flow of the next layer", "dW", "0 <= j <= n-1", indices={"j": "j+1"})
    p.instantiate("product up to j", "U.step", "1 <= j <= n", indices={"j": "j-1"})
    p.matrices(
        "one side is kept",
        "W[j+1]' dW[j+1] = dW[j] W[j]'",
        zeros=[
            ("W[j+1]'", "flow of the next layer", "I"),
            ("I", "V.step'", "M U[j]'"),
            ("I", "dW", "W[j]'"),
            ("V[j]' M", "product up to j'", "I"),
        ],
        given=hidden,
    )
    p.matrices(
        "chitour.invariant",
        "dW[j+1]' W[j+1] + W[j+1]' dW[j+1] = dW[j] W[j]' + W[j] dW[j]'",
        zeros=[("I", "one side is kept", "I"), ("I", "one side is kept'", "I")],
    )
    fact = "2 tr(W[{0}]' dW[{0}]) = 2 tr(W[1]' dW[1])"
    p.trace("trace is kept", "one side is kept")
    p.order("norms.base", fact.format("1"))
    p.assume("norms.hypothesis", fact.format("j"))
    p.order("norms.step", fact.format("j+1"), zeros=[("1", "norms.hypothesis"), ("1", "trace is kept")], given=hidden)
    p.induction(
        "chitour.invariant.norms/derivative", "j", fact.format("j"), "norms.base", "norms.step", low="1", high="n"
    )
    _sum(p, hidden)


def _sum(p: Script, hidden: str) -> None:
    """``tr C_1 + ... + tr C_j`` telescopes, by induction."""
    fact = "sumC[{0}] = tr(W[{0}]' W[{0}]) - tr(W[1]' W[1])"
    p.trace("trace of C", "C")
    p.order("sum.base", fact.format("1"), zeros=[("1", "sumC.first")])
    p.assume("sum.hypothesis", fact.format("j"))
    p.order(
        "sum.step",
        fact.format("j+1"),
        zeros=[("1", "sum.hypothesis"), ("1", "sumC.step"), ("1", "trace of C")],
        given=hidden,
    )
    p.induction("sum of traces", "j", fact.format("j"), "sum.base", "sum.step", low="1", high="n")
    p.instantiate("chitour.summed-invariant.corrected", "sum of traces", hidden, indices={"j": "j+1"})
