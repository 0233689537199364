"""The proofs of Lemma 2.3: what the flow keeps, for every number of layers."""

from __future__ import annotations

from proofs_check.logic.proofs.script import Script


def proofs(p: Script) -> None:
    """``W[j+1]' dW[j+1] = V[j]' M U[j]' = dW[j] W[j]'``, and the sum with its transpose."""
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


def residual(p: Script) -> None:
    """``V[j] dU[j] = F[j]`` by induction: one layer adds ``V[j+1] dW[j+1] U[j]``."""
    fact, step = "V[{0}] dU[{0}] = F[{0}]", "0 <= j <= n-1"
    p.matrices("F.base", fact.format("0"), zeros=[("V[0]", "dU.first", "I"), ("I", "F.first", "I")])
    p.assume("F.hypothesis", fact.format("j"))
    p.matrices(
        "F.next",
        fact.format("j+1"),
        zeros=[
            ("V[j+1]", "dU.step", "I"),
            ("V[j+1]", "flow of the next layer", "U[j]"),
            ("I", "V.step", "dU[j]"),
            ("I", "F.hypothesis", "I"),
            ("I", "F.step", "I"),
        ],
        given=step,
    )
    p.induction("F", "j", fact.format("j"), "F.base", "F.next", low="0", high="n")
    p.instantiate("F at n", "F", "n >= 1", indices={"j": "n"})
    p.matrices(
        "chitour.residual-flow/residual",
        "dM = -F[n]",
        zeros=[("I", "dM", "I"), ("I", "F at n", "I"), ("I", "V.last", "dU[n]")],
        given="n >= 1",
    )
    fact = "tr(M' F[{0}]) = RHS[{0}]"
    p.matrices("RHS.F", "M' F[0] = 0", zeros=[("M'", "F.first", "I")])
    p.trace("RHS.F trace", "RHS.F")
    p.order("RHS.base", fact.format("0"), zeros=[("1", "RHS.F trace"), ("1", "RHS.first")])
    p.assume("RHS.hypothesis", fact.format("j"))
    p.matrices("RHS.words", "M' F[j+1] - M' F[j] - M' V[j+1] V[j+1]' M U[j]' U[j] = 0", zeros=[("M'", "F.step", "I")])
    p.trace("RHS.trace", "RHS.words")
    p.order(
        "RHS.next",
        fact.format("j+1"),
        zeros=[("1", "RHS.trace"), ("1", "RHS.hypothesis"), ("1", "RHS.step")],
        given=step,
    )
    p.induction("RHS", "j", fact.format("j"), "RHS.base", "RHS.next", low="0", high="n")
    p.instantiate("RHS at n", "RHS", "n >= 1", indices={"j": "n"})
    p.matrices(
        "RHS.end", "M' dU[n] = M' F[n]", zeros=[("M'", "F at n", "I"), ("M'", "V.last", "dU[n]")], given="n >= 1"
    )
    p.trace("RHS.end trace", "RHS.end")
    p.order(
        "chitour.residual-flow/norm",
        "rate = -2 RHS[n]",
        zeros=[("1", "rate"), ("1", "RHS.end trace"), ("1", "RHS at n")],
        given="n >= 1",
    )
    half = "V[j]' M U[j-1]'"
    p.order(
        "chitour.residual-flow/trace",
        f"tr(({half})' {half}) = tr(V[j] V[j]' M U[j-1]' U[j-1] M')",
        given="1 <= j <= n",
    )
    p.matrices(
        "through next layer",
        f"{half} = W[j+1]' Inner[j]",
        zeros=[("I", "V.step'", "M U[j-1]'"), ("W[j+1]'", "Inner", "I")],
        given="1 <= j <= n-1",
    )
    p.matrices(
        "next layer squared",
        f"({half})' {half} = Inner[j]' W[j+1] W[j+1]' Inner[j]",
        zeros=[(f"({half})'", "through next layer", "I"), ("I", "through next layer'", "W[j+1]' Inner[j]")],
    )
    p.trace("next layer trace", "next layer squared")
    p.cut("chitour.residual-flow/inner", "next layer trace")


def zero_loss(p: Script) -> None:
    """``Sigma = U[n] = V[j] U[j]``, and what has a right inverse is not narrower than high."""
    fact = "V[{0}] U[{0}] = U[n]"
    p.matrices("end to end base", fact.format("n"), zeros=[("I", "V.last", "U[n]")], given="n >= 0")
    p.assume("end to end hypothesis", fact.format("j+1"))
    p.matrices("end to end down", fact.format("j"), zeros=[
        ("I", "V.step", "U[j]"), ("V[j+1]", "U.step", "I"), ("I", "end to end hypothesis", "I")],
        given="0 <= j <= n-1")  # fmt: skip
    p.induction(
        "end to end",
        "j",
        fact.format("j"),
        "end to end base",
        "end to end down",
        low="0",
        high="n",
        direction="down",
        given="0 <= j <= n",
    )
    p.instantiate("no residual raw", "norm.definite", "n >= 1", sizes={"r": "d[n]", "s": "d[0]"}, matrices={"A": "M"})
    p.matrices("factored", "V[j] (U[j] RightSigma) = I", zeros=[
        ("I", "end to end", "RightSigma"), ("I", "M", "RightSigma"), ("I", "no residual raw", "RightSigma"),
        ("I", "full.target", "I")], given="1 <= j <= n-1")  # fmt: skip
    p.instantiate("wide raw", "size.inverse", "1 <= j <= n-1", sizes={"r": "d[n]", "s": "d[j]"},
                  matrices={"A": "V[j]", "Ainv": "U[j] RightSigma"})  # fmt: skip
    p.cut("chitour.remark1.zero", "wide raw", ["factored"])
