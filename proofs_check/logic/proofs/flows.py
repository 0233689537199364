"""The proofs of the theory "flows": what a gradient flow keeps, and the flow of the product of balanced layers."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

HIDDEN, STEP = "1 <= j <= n-1", "0 <= j <= n-1"
CHANGE = "dW[j+1]' W[j+1] + W[j+1]' dW[j+1] - dW[j] W[j]' - W[j] dW[j]'"
C, C0 = "(W[j+1]' W[j+1] - W[j] W[j]')", "(W0[j+1]' W0[j+1] - W0[j] W0[j]')"


def rates(p: Script) -> None:
    """``W[j+1]' dW[j+1] - dW[j] W[j]' = -lam C_j``, and the sum with its transpose."""
    p.instantiate("dW next", "dW", STEP, indices={"j": "j+1"})
    p.instantiate("U up to j", "U.step", "1 <= j <= n", indices={"j": "j-1"})
    p.matrices(
        "one side",
        f"W[j+1]' dW[j+1] - dW[j] W[j]' = -lam {C}",
        zeros=[
            ("W[j+1]'", "dW next", "I"),
            ("I", "V.step'", "F U[j]'"),
            ("I", "dW", "W[j]'"),
            ("V[j]' F", "U up to j'", "I"),
        ],
        given=HIDDEN,
    )
    rate = "chitour.remark3.regularised.corrected/rate"
    p.matrices(rate, f"{CHANGE} = -2 lam {C}", zeros=[("I", "one side", "I"), ("I", "one side'", "I")])
    p.assume("no change", f"{CHANGE} = 0", HIDDEN)
    p.matrices(
        "chitour.remark3.regularised.corrected/constant",
        f"lam {C} = 0",
        zeros=[("I", rate, "I"), ("I", "no change", "I")],
    )


def invariants(p: Script) -> None:
    """``grow C_j`` stands still and ``shrink grow = 1``; without decay C_j itself stands still."""
    rate = "chitour.remark3.regularised.corrected/rate"
    p.matrices("weighted rate", f"2 lam grow {C} + grow ({CHANGE}) = 0", zeros=[("grow", "I", rate, "I")])
    p.constant("weighted", f"grow {C}", "weighted rate", HIDDEN)
    p.order("clock rate", "0 = 0")
    p.constant("clock", "shrink grow", "clock rate")
    decay = "chitour.remark3.regularised.corrected/decay"
    p.matrices(decay, f"{C} = shrink {C0}", zeros=[("shrink", "I", "weighted", "I")], scalar_zeros=[("clock", C)])
    p.assume("balanced start", "W0[j+1]' W0[j+1] = W0[j] W0[j]'", HIDDEN)
    p.matrices(
        "ours.balance.decay",
        "W[j+1]' W[j+1] = W[j] W[j]'",
        zeros=[("I", decay, "I"), ("shrink", "I", "balanced start", "I")],
    )

    p.assume("lam = 0", "lam = 0")
    p.matrices("no rate", f"{CHANGE} = 0", zeros=[("I", rate, "I")], scalar_zeros=[("lam = 0", C)])
    step = "(W[{0}] + a dW[{0}])"
    p.matrices(
        "ours.descent-imbalance",
        f"{step.format('j+1')}' {step.format('j+1')} - {step.format('j')} {step.format('j')}' = "
        "W[j+1]' W[j+1] - W[j] W[j]' + a^2 (dW[j+1]' dW[j+1] - dW[j] dW[j]')",
        zeros=[("a", "I", "no rate", "I")],
    )
    invariant = p.constant("chitour.remark3.cross-entropy/invariant", C, "no rate", HIDDEN)
    p.trace("invariant trace", invariant)
    fact = "tr(W[{0}]' W[{0}]) - tr(W[1]' W[1]) = tr(W0[{0}]' W0[{0}]) - tr(W0[1]' W0[1])"
    p.order("norms base", fact.format("1"))
    p.assume("norms hypothesis", fact.format("j"))
    p.order("norms step", fact.format("j+1"), zeros=[("1", "norms hypothesis"), ("1", "invariant trace")], given=HIDDEN)
    norms = "chitour.remark3.cross-entropy/norms"
    p.induction(norms, "j", fact.format("j"), "norms base", "norms step", low="1", high="n")
    p.cut("chitour.invariant.norms", norms)


def grams(p: Script) -> None:
    """For balanced layers ``V[j] V[j]' = K[n]^(n-j)`` and ``U[j]' U[j] = G[0]^j``."""
    p.cut("balanced always with lam", "ours.balance.decay", ["balanced"], HIDDEN)
    same = "balanced always with lam"
    p.instantiate("K next", "K", STEP, indices={"j": "j+1"})
    p.matrices(
        "K next is G", "V[j+1] K[j+1] V[j+1]' = V[j] V[j]'",
        zeros=[("V[j+1]", "K next", "V[j+1]'"), ("I", "V.step", "V[j]'"), ("V[j+1] W[j+1]", "V.step'", "I")],
    )  # fmt: skip

    fact = "K[n] V[{0}] = V[{0}] K[{0}]"
    p.matrices(
        "commute base", fact.format("n"), zeros=[("K[n]", "V.last", "I"), ("I", "V.last", "K[n]")], given="n >= 1"
    )
    p.assume("commute hypothesis", fact.format("j+1"), STEP)
    p.matrices(
        "commute step",
        fact.format("j"),
        zeros=[
            ("K[n]", "V.step", "I"),
            ("I", "commute hypothesis", "W[j+1]"),
            ("V[j+1]", "K next", "W[j+1]"),
            ("V[j+1] W[j+1]", same, "I"),
            ("I", "V.step", "K[j]"),
            ("V[j+1] W[j+1]", "K", "I"),
        ],
        given=HIDDEN,
    )
    p.induction("commute", "j", fact.format("j"), "commute base", "commute step", low="1", high="n", direction="down",
                given="1 <= j <= n")  # fmt: skip
    p.instantiate("commute next", "commute", STEP, indices={"j": "j+1"})
    fact = "V[{0}] V[{0}]' = K[n]^(n-({0}))"
    p.matrices("outer base", fact.format("n"), zeros=[("I", "V.last", "V[n]'"), ("I", "V.last'", "I")], given="n >= 1")
    p.assume("outer hypothesis", fact.format("j+1"), STEP)
    p.matrices(
        "outer step",
        fact.format("j"),
        zeros=[
            ("I", "K next is G", "I"),
            ("I", "commute next", "V[j+1]'"),
            ("K[n]", "outer hypothesis", "I"),
        ],
        given=STEP,
    )
    p.induction("outer grams", "j", fact.format("j"), "outer base", "outer step", low="0", high="n", direction="down",
                given="0 <= j <= n, n >= 1")  # fmt: skip

    p.instantiate("G first", "G", "n >= 1", indices={"j": "0"})
    fact = "W[{0}+1]' W[{0}+1] U[{0}] = U[{0}] G[0]"
    p.matrices(
        "within commute base",
        fact.format("0"),
        zeros=[("W[1]' W[1]", "U.first", "I"), ("I", "U.first", "G[0]"), ("I", "G first", "I")],
        given="n >= 1",
    )
    p.instantiate("same next", same, "0 <= j <= n-2", indices={"j": "j+1"})
    p.assume("within commute hypothesis", fact.format("j"), STEP)
    p.matrices(
        "within commute step",
        fact.format("j+1"),
        zeros=[
            ("I", "same next", "U[j+1]"),
            ("W[j+1] W[j+1]'", "U.step", "I"),
            ("W[j+1]", "within commute hypothesis", "I"),
            ("I", "U.step", "G[0]"),
        ],
        given="0 <= j <= n-2",
    )
    p.induction("within commute", "j", fact.format("j"), "within commute base", "within commute step", low="0",
                high="n-1", given=STEP)  # fmt: skip
    fact = "U[{0}]' U[{0}] = G[0]^({0})"
    p.matrices("within base", fact.format("0"), zeros=[("U[0]'", "U.first", "I"), ("I", "U.first'", "I")])
    p.assume("within hypothesis", fact.format("j"), "j >= 0")
    p.matrices(
        "within step",
        fact.format("j+1"),
        zeros=[
            ("U[j+1]'", "U.step", "I"),
            ("I", "U.step'", "W[j+1] U[j]"),
            ("U[j]'", "within commute", "I"),
            ("I", "within hypothesis", "G[0]"),
        ],
        given=STEP,
    )
    p.induction("within grams", "j", fact.format("j"), "within base", "within step", low="0", high="n")


def roots(p: Script) -> None:
    """``Outer = K[n]`` and ``Within = G[0]``: psd roots are unique."""
    p.instantiate("outer at 0", "outer grams", "n >= 1", indices={"j": "0"})
    p.instantiate("within at n", "within grams", "n >= 1", indices={"j": "n"})
    fact = "V[{0}] U[{0}] = V[0]"
    p.matrices("VU base", fact.format("0"), zeros=[("V[0]", "U.first", "I")])
    p.assume("VU hypothesis", fact.format("j"))
    p.matrices(
        "VU step",
        fact.format("j+1"),
        zeros=[("V[j+1]", "U.step", "I"), ("I", "V.step", "U[j]"), ("I", "VU hypothesis", "I")],
    )
    p.induction("VU", "j", fact.format("j"), "VU base", "VU step", low="0", high="n")
    p.instantiate("VU at n", "VU", "n >= 1", indices={"j": "n"})
    p.matrices("U is V", "U[n] = V[0]", zeros=[("I", "VU at n", "I"), ("I", "V.last", "U[n]")])
    p.instantiate("K last", "K", "n >= 1", indices={"j": "n"})
    p.matrices("K psd", "K[n] psd", [((), "W[n]'", "I d[n-1]")], [("I", "K last", "I")], given="n >= 1")
    p.matrices("G psd", "G[0] psd", [((), "W[1]", "I d[1]")], [("I", "G first", "I")], given="n >= 1")
    p.matrices(
        "outer powers",
        "Outer^n = K[n]^n",
        zeros=[("I", "outer", "I"), ("I", "outer at 0", "I"), ("I", "U is V", "U[n]'"), ("V[0]", "U is V'", "I")],
        given="n >= 1",
    )
    p.matrices(
        "within powers", "Within^n = G[0]^n", zeros=[("I", "within", "I"), ("I", "within at n", "I")], given="n >= 1"
    )
    for name, size, root, gram, psd, of in (
        ("outer root", "d[n]", "Outer", "K[n]", "K psd", "outer"),
        ("within root", "d[0]", "Within", "G[0]", "G psd", "within"),
    ):
        p.instantiate(f"{name} axiom", "psd.root", "n >= 1", sizes={"r": size}, indices={"m": "n"},
                      matrices={"S": root, "Q": gram})  # fmt: skip
        p.cut(name, f"{name} axiom", [f"{of}.psd", psd, f"{of} powers"], "n >= 1")


def product(p: Script) -> None:
    """``V[j] dU[j] = Sum[j]``: one more layer adds ``V[j+1] V[j+1]' F U[j]' U[j]``."""
    p.instantiate("outer next", "outer grams", STEP, indices={"j": "j+1"})
    for name, first, second, root in (
        ("outer", "Outer", "K[n]", "outer root"),
        ("within", "Within", "G[0]", "within root"),
    ):
        fact = f"{first}^{{0}} = {second}^{{0}}"
        p.matrices(f"{name} power base", fact.format("0"), given="n >= 1")
        p.assume(f"{name} power hypothesis", fact.format("m"), "m >= 0")
        p.matrices(
            f"{name} power step",
            fact.format("(m+1)"),
            zeros=[(first, f"{name} power hypothesis", "I"), ("I", root, f"{second}^m")],
            given="m >= 0, n >= 1",
        )
        p.induction(f"{name} power", "m", fact.format("m"), f"{name} power base", f"{name} power step", low="0")
    p.instantiate("outer power at", "outer power", STEP, indices={"m": "n-j-1"})
    p.instantiate("within power at", "within power", STEP, indices={"m": "j"})
    fact = "V[{0}] dU[{0}] = Sum[{0}]"
    p.matrices("Sum base", fact.format("0"), zeros=[("V[0]", "dU.first", "I"), ("I", "Sum.first", "I")])
    p.assume("Sum hypothesis", fact.format("j"), STEP)
    p.matrices(
        "Sum with lam",
        fact.format("j+1"),
        zeros=[
            ("V[j+1]", "dU.step", "I"),
            ("V[j+1]", "dW next", "U[j]"),
            ("I", "V.step", "dU[j]"),
            ("I", "Sum hypothesis", "I"),
            ("I", "Sum.step", "I"),
            ("I", "outer next", "F U[j]' U[j]"),
            ("K[n]^(n-j-1) F", "within grams", "I"),
            ("I", "outer power at", "F G[0]^j"),
            ("Outer^(n-j-1) F", "within power at", "I"),
        ],
        scalar_zeros=[("no.decay", "V[j+1] W[j+1] U[j]")],
        given=STEP,
    )
    p.induction("Sum", "j", fact.format("j"), "Sum base", "Sum with lam", low="0", high="n")
    p.instantiate("Sum at n", "Sum", "n >= 1", indices={"j": "n"})
    p.matrices("arora.end-to-end", "dU[n] = Sum[n]", zeros=[("I", "Sum at n", "I"), ("I", "V.last", "dU[n]")])


def largest(p: Script) -> None:
    """``A' A`` and ``A A'`` have the same largest eigenvalue, and ``eig(S, top) I - S`` is psd."""
    goal = "eig(A' A, s) = eig(A A', r)"
    p.instantiate("top wide", "eig.gram", "s >= r", indices={"i": "r"})
    p.instantiate("top tall raw", "eig.gram", "r >= s", sizes={"r": "s", "s": "r"}, matrices={"A": "A'"},
                  indices={"i": "s"})  # fmt: skip
    p.order("top tall", goal, zeros=[("1", "top tall raw")], given="r >= s")
    p.cut("top tall enough", "top tall", given="s <= r-1")
    p.cases("top", "s >= r", "top wide", "top tall enough")
    p.instantiate("least of -S", "eig.least", matrices={"S": "-S"})
    p.instantiate("minus at 1", "eig.minus", indices={"i": "1"})
    p.matrices("below top", "eig(S, r) I - S psd", [((), "I", "least of -S")], scalar_zeros=[("minus at 1", "I[r]")])
    p.instantiate("raised", "eig.monotone", "1 <= i <= r", matrices={"Q": "eig(Q, r) I - Q"})
    p.instantiate("below top Q", "below top", matrices={"S": "Q"})
    p.cut("raised by Q", "raised", ["below top Q"])
    p.instantiate("shifted", "eig.shift", "1 <= i <= r", matrices={"S": "S - Q"}, scalars={"u": "eig(Q, r)"})
    p.order("weyl top", "eig(S, i) <= eig(S - Q, i) + eig(Q, r)", [("raised by Q",)], [("1", "shifted")],
            given="1 <= i <= r")  # fmt: skip


def alignment(p: Script) -> None:
    """From the last layer, one row, downwards by Weyl's inequality."""
    last = "W[n] W[n]'"
    p.instantiate("row raw", "size.one", sizes={"r": "d[n]"}, matrices={"Z": last})
    p.assume("row small", "d[n] <= 1")
    p.add("row eig", "congruence", of="row raw", function="eig", first=last, second=f"tr({last}) I", place="d[n]")
    p.instantiate("zero shift", "eig.shift", sizes={"r": "d[n]"}, matrices={"S": "0 I"}, scalars={"u": f"tr({last})"},
                  indices={"i": "d[n]"})  # fmt: skip
    p.matrices("zero psd", "0 I[d[n]] psd")
    p.instantiate("zero eig raw", "eig.nonnegative", sizes={"r": "d[n]"}, matrices={"S": "0 I"}, indices={"i": "d[n]"})
    p.cut("zero eig", "zero eig raw", ["zero psd"])
    fact = "tr(W[{0}]' W[{0}]) - eig(W[{0}] W[{0}]', d[{0}]) <= Allow[{0}]"
    p.order("align base", fact.format("n"), [("zero eig",)],
            [("1", "row eig"), ("1", "zero shift"), ("1", "Allow.last")], given="d[n] <= 1")  # fmt: skip
    p.assume("align hypothesis", fact.format("j+1"), STEP)
    p.cut("kept C", "chitour.remark3.cross-entropy/invariant", ["no.decay"])
    p.trace("kept trace", "kept C")
    p.add("kept eig", "congruence", of="kept C", function="eig", first=C, second=C0, place="d[j]", given=HIDDEN)
    up = "W[j+1]' W[j+1]"
    p.instantiate("align weyl", "weyl top", sizes={"r": "d[j]"}, matrices={"S": up, "Q": C}, indices={"i": "d[j]"})
    p.instantiate("align top", "top", sizes={"r": "d[j+1]", "s": "d[j]"}, matrices={"A": "W[j+1]"})
    p.order(
        "align step",
        fact.format("j"),
        [("align hypothesis",), ("align weyl",)],
        [("1", "kept trace"), ("1", "kept eig"), ("1", "align top"), ("1", "Allow.step")],
        given=HIDDEN,
    )
    p.induction("ji.alignment", "j", fact.format("j"), "align base", "align step", low="1", high="n", direction="down",
                given="d[n] <= 1, 1 <= j <= n")  # fmt: skip


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "flows", after those of the theory "traces"."""
    p = Script("flows", before)
    for part in (rates, invariants, grams, roots, product, largest, alignment):
        part(p)
    return p
