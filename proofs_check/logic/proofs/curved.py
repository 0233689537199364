"""The proof of the theory "curved": layers without a direction of negative curvature, cut into two factors."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs import extrema
from proofs_check.logic.proofs.script import Script

SIZES = {"dx": "d[0]", "dh": "width", "dy": "d[n]"}
"""The names of sizes in the text "two-layers", and those in "cut"."""
LOSS, FACTORS = "(Path[n, 0] X - Y)", "(W2 W1 X - Y)"
FORM = "(tr((V2 W1 X + W2 V1 X)' (V2 W1 X + W2 V1 X)) + 2 tr(E' V2 V1 X))"


def paths(p: Script) -> None:
    """``Path[n, i] = W[n] Path[n-1, i]`` for i < n, and ``Path[n, 0] = Path[n, 1] W[1]``."""
    for i in ("0", "1"):
        p.instantiate(f"last layer {i}", "path.next", f"n >= {i}+1", indices={"j": "n-1", "i": i})
    fact = "Path[j, 0] = Path[j, 1] W[1]"
    p.instantiate("path one", "path.next", indices={"j": "0", "i": "0"})
    p.instantiate("none 0", "path.none", indices={"i": "0"})
    p.instantiate("none 1", "path.none", indices={"i": "1"})
    p.matrices("first base", "Path[1, 0] = Path[1, 1] W[1]", zeros=[
        ("I", "path one", "I"), ("W[1]", "none 0", "I"), ("I", "none 1", "W[1]")])  # fmt: skip
    p.assume("first hypothesis", fact)
    p.instantiate("path 0", "path.next", "0 <= j", indices={"i": "0"})
    p.instantiate("path 1", "path.next", "1 <= j", indices={"i": "1"})
    p.matrices("first next", "Path[j+1, 0] = Path[j+1, 1] W[1]", zeros=[
        ("I", "path 0", "I"), ("W[j+1]", "first hypothesis", "I"), ("I", "path 1", "W[1]")],
        given="1 <= j <= n-1")  # fmt: skip
    p.induction("first layer all", "j", fact, "first base", "first next", low="1", high="n")
    p.instantiate("first layer", "first layer all", "n >= 1", indices={"j": "n"})


def factors(p: Script) -> None:
    """The equations and the form of the two factors W2 = Path[n, 1] Turn and W1 = Wleft Path[n, 0]."""
    p.assume("turn", "Path[n, 1] Turn = W2")
    p.matrices("E of layers", f"E - {LOSS} = 0", zeros=[("I", "E", "I"), ("I", "product", "X")])
    p.matrices("W1", "W1 = Wleft Path[n, 0]", zeros=[("I", "left", "W1"), ("Wleft", "product", "I")])
    p.instantiate("critical 1 raw", "critical", "n >= 1", indices={"j": "1"})
    p.instantiate("critical n raw", "critical", "n >= 1", indices={"j": "n"})
    p.matrices(
        "critical.first",
        "W2' E X' = 0",
        zeros=[
            ("I", "turn'", "E X'"),
            ("Turn' Path[n, 1]'", "E of layers", "X'"),
            ("Turn'", "critical 1 raw", "I"),
            (f"Turn' Path[n, 1]' {LOSS} X'", "none 0'", "I"),
        ],
        given="n >= 2",
    )
    p.instantiate("none n", "path.none", indices={"i": "n"})
    p.matrices("critical.second", "E X' W1' = 0", zeros=[
        ("E X'", "W1'", "I"), ("I", "E of layers", "X' Path[n, 0]' Wleft'"),
        (f"{LOSS} X'", "last layer 0'", "Wleft'"), ("I", "critical n raw", "W[n]' Wleft'"),
        ("I", "none n'", f"{LOSS} X' Path[n-1, 0]' W[n]' Wleft'")], given="n >= 2")  # fmt: skip


def form(p: Script) -> None:
    """The form of the layers along ``Vlast = V2 Wleft W[n]`` and ``Vfirst = Turn V1`` is that of the factors."""
    last, first = "V2 Wleft W[n]", "Turn V1"
    p.instantiate("along", "semidefinite", matrices={"Vlast": last, "Vfirst": first})
    p.matrices("moved last", f"{last} Path[n-1, 0] X = V2 W1 X", zeros=[
        ("V2 Wleft", "last layer 0", "X"), ("V2", "W1", "X")], given="n >= 2")  # fmt: skip
    p.matrices("moved first", f"Path[n, 1] {first} X = W2 V1 X", zeros=[("I", "turn", "V1 X")])
    p.matrices("moved both", f"{last} Path[n-1, 1] {first} X = V2 V1 X", zeros=[
        ("V2 Wleft", "last layer 1", f"{first} X"), ("V2 Wleft", "turn", "V1 X"), ("V2", "left", "V1 X")],
        given="n >= 2")  # fmt: skip
    moved, wanted = f"({last} Path[n-1, 0] X + Path[n, 1] {first} X)", "(V2 W1 X + W2 V1 X)"
    p.matrices("moved squares words", f"{moved}' {moved} = {wanted}' {wanted}", zeros=[
        (f"{moved}'", "moved last", "I"), (f"{moved}'", "moved first", "I"),
        ("I", "moved last'", wanted), ("I", "moved first'", wanted)], given="n >= 2")  # fmt: skip
    p.matrices("moved mixed words", f"{LOSS}' {last} Path[n-1, 1] {first} X = E' V2 V1 X", zeros=[
        (f"{LOSS}'", "moved both", "I"), ("I", "E of layers'", "V2 V1 X")], given="n >= 2")  # fmt: skip
    p.trace("moved squares", "moved squares words")
    p.trace("moved mixed", "moved mixed words")
    p.order("curved", f"side {FORM} >= 0", [("along",)], [("side", "moved squares"), ("side", "moved mixed")])


def conclusions(p: Script) -> None:
    """The theorems, from that about two factors."""
    p.matrices("same E", f"E - {FACTORS} = 0", zeros=[("I", "E", "I")])
    extrema.minimum(p)
    extrema.maximum(p)
    p.cases("either side", "side >= 0", "zhu.shallow.strict", "maximum")
    p.matrices("same loss words", f"{LOSS}' {LOSS} = {FACTORS}' {FACTORS}", zeros=[
        (f"{LOSS}'", "product", "X"), ("X'", "product'", FACTORS)])  # fmt: skip
    p.trace("same loss", "same loss words")
    claim = f"tr({LOSS}' {LOSS}) <= tr((U2 U1 X - Y)' (U2 U1 X - Y))"
    p.order("for layers", claim, [("either side",)], [("1", "same loss")])
    p.order("for layers up", claim, [("zhu.shallow.strict",)], [("1", "same loss")])
    p.assume("full", "Rest Restright = I")
    p.assume("through", "Path[n, 1] = W2 Rest")
    p.matrices("hidden turn", "Path[n, 1] Restright = W2", zeros=[("I", "through", "Restright"), ("W2", "full", "I")])
    p.instantiate("hidden", "for layers", matrices={"Turn": "Restright"})
    p.cut("lucchi.thm8.4", "hidden", ["hidden turn"], "n >= 2")
    p.cut("lucchi.saddle-definition.corrected", "lucchi.thm8.4")
    p.cut("kawaguchi.thm2.3.iv", "lucchi.thm8.4")
    p.assume("right", "W1 Wright = I")
    p.matrices("rank turn", "Path[n, 1] W[1] Wright = W2", zeros=[
        ("I", "first layer", "Wright"), ("I", "product", "Wright"), ("W2", "right", "I")], given="n >= 1")  # fmt: skip
    p.instantiate("ranked", "for layers up", matrices={"Turn": "W[1] Wright"})
    p.cut("achour.rank-constrained", "ranked", ["rank turn"], "n >= 2")
    p.assume("nothing", "Path[n, 0] = 0")
    p.matrices("zero product words", f"{LOSS}' {LOSS} = Y' Y", zeros=[
        (f"{LOSS}'", "nothing", "X"), ("X'", "nothing'", "-Y")])  # fmt: skip
    p.trace("zero product", "zero product words")
    p.order("achour.rank-constrained/zero", f"tr({LOSS}' {LOSS}) <= tr(Y' Y)", zeros=[("1", "zero product")])


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "curved", after those of the theory "traces"."""
    p = Script("curved", before, SIZES)
    for part in (paths, factors, form, conclusions):
        part(p)
    return p
