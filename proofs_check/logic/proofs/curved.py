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
    """The equations of the two factors W2 = Path[n, 1] Turn and W1 = Leave Path[n-1, 0]."""
    p.assume("turn", "Path[n, 1] Turn = W2")
    p.assume("leave", "Leave Path[n-1, 0] = W1")
    p.assume("both", "Leave Path[n-1, 1] Turn = I")
    p.assume("whole", "W2 W1 = Path[n, 0]")
    p.matrices("E of layers", f"E - {LOSS} = 0", zeros=[("I", "E", "I"), ("I", "whole", "X")])
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
        ("E X'", "leave'", "I"), ("I", "E of layers", "X' Path[n-1, 0]' Leave'"), ("I", "critical n raw", "Leave'"),
        ("I", "none n'", f"{LOSS} X' Path[n-1, 0]' Leave'")], given="n >= 2")  # fmt: skip


def form(p: Script) -> None:
    """The form of the layers along ``Vlast = V2 Leave`` and ``Vfirst = Turn V1`` is that of the factors."""
    last, first = "V2 Leave", "Turn V1"
    p.instantiate("along", "semidefinite", matrices={"Vlast": last, "Vfirst": first})
    p.matrices("moved last", f"{last} Path[n-1, 0] X = V2 W1 X", zeros=[("V2", "leave", "X")])
    p.matrices("moved first", f"Path[n, 1] {first} X = W2 V1 X", zeros=[("I", "turn", "V1 X")])
    p.matrices("moved both", f"{last} Path[n-1, 1] {first} X = V2 V1 X", zeros=[("V2", "both", "V1 X")])
    moved, wanted = f"({last} Path[n-1, 0] X + Path[n, 1] {first} X)", "(V2 W1 X + W2 V1 X)"
    p.matrices("moved squares words", f"{moved}' {moved} = {wanted}' {wanted}", zeros=[
        (f"{moved}'", "moved last", "I"), (f"{moved}'", "moved first", "I"),
        ("I", "moved last'", wanted), ("I", "moved first'", wanted)])  # fmt: skip
    p.matrices("moved mixed words", f"{LOSS}' {last} Path[n-1, 1] {first} X = E' V2 V1 X", zeros=[
        (f"{LOSS}'", "moved both", "I"), ("I", "E of layers'", "V2 V1 X")])  # fmt: skip
    p.trace("moved squares", "moved squares words")
    p.trace("moved mixed", "moved mixed words")
    p.order("curved", f"side {FORM} >= 0", [("along",)], [("side", "moved squares"), ("side", "moved mixed")])


def hidden(p: Script) -> None:
    """Cut at a hidden layer: Leave and Turn are one-sided inverses of the factors of W_{n-1} ... W_2."""
    p.assume("through", "Path[n-1, 1] = Hidden Rest")
    p.assume("thin", "Hiddenleft Hidden = I")
    p.assume("full", "Rest Restright = I")
    p.assume("above", "W2 = W[n] Hidden")
    p.assume("below", "W1 = Rest W[1]")
    p.matrices("hidden turn", "Path[n, 1] Restright = W2", zeros=[
        ("I", "last layer 1", "Restright"), ("W[n]", "through", "Restright"), ("W[n] Hidden", "full", "I"),
        ("I", "above", "I")], given="n >= 2")  # fmt: skip
    p.instantiate("first layer n-1", "first layer all", "n >= 2", indices={"j": "n-1"})
    p.matrices("hidden leave", "Hiddenleft Path[n-1, 0] = W1", zeros=[
        ("Hiddenleft", "first layer n-1", "I"), ("Hiddenleft", "through", "W[1]"), ("I", "thin", "Rest W[1]"),
        ("I", "below", "I")], given="n >= 2")  # fmt: skip
    p.matrices("hidden both", "Hiddenleft Path[n-1, 1] Restright = I", zeros=[
        ("Hiddenleft", "through", "Restright"), ("I", "thin", "Rest Restright"), ("I", "full", "I")])  # fmt: skip
    p.matrices("hidden whole", "W2 W1 = Path[n, 0]", zeros=[
        ("I", "above", "W1"), ("W[n] Hidden", "below", "I"), ("W[n]", "through", "W[1]"),
        ("W[n]", "first layer n-1", "I"), ("I", "last layer 0", "I")], given="n >= 2")  # fmt: skip
    p.instantiate("hidden", "for layers", matrices={"Turn": "Restright", "Leave": "Hiddenleft"})
    facts = ["hidden turn", "hidden leave", "hidden both", "hidden whole"]
    p.cut("lucchi.thm8.4", "hidden", facts, "n >= 2")
    p.cut("lucchi.saddle-definition.corrected", "lucchi.thm8.4")
    p.cut("kawaguchi.thm2.3.iv", "lucchi.thm8.4")


def ranked(p: Script) -> None:
    """Factors of full rank of the whole product: Leave is a left inverse of W2 times the last layer."""
    p.assume("right", "W1 Wright = I")
    p.matrices("rank turn", "Path[n, 1] W[1] Wright = W2", zeros=[
        ("I", "first layer", "Wright"), ("I", "product", "Wright"), ("W2", "right", "I")], given="n >= 1")  # fmt: skip
    p.matrices("rank leave", "Wleft W[n] Path[n-1, 0] = W1", zeros=[
        ("Wleft", "last layer 0", "I"), ("Wleft", "product", "I"), ("I", "left", "W1")], given="n >= 2")  # fmt: skip
    p.matrices("rank both", "Wleft W[n] Path[n-1, 1] W[1] Wright = I", zeros=[
        ("Wleft", "last layer 1", "W[1] Wright"), ("Wleft", "rank turn", "I"), ("I", "left", "I")],
        given="n >= 2")  # fmt: skip
    p.instantiate("ranked", "for layers up", matrices={"Turn": "W[1] Wright", "Leave": "Wleft W[n]"})
    p.cut("achour.rank-constrained", "ranked", ["rank turn", "rank leave", "rank both", "product"], "n >= 2")


def conclusions(p: Script) -> None:
    """The theorems, from that about two factors."""
    p.matrices("same E", f"E - {FACTORS} = 0", zeros=[("I", "E", "I")])
    extrema.minimum(p)
    extrema.maximum(p)
    p.cases("either side", "side >= 0", "zhu.shallow.strict", "maximum")
    p.matrices("same loss words", f"{LOSS}' {LOSS} = {FACTORS}' {FACTORS}", zeros=[
        (f"{LOSS}'", "whole", "X"), ("X'", "whole'", FACTORS)])  # fmt: skip
    p.trace("same loss", "same loss words")
    claim = f"tr({LOSS}' {LOSS}) <= tr((U2 U1 X - Y)' (U2 U1 X - Y))"
    p.order("for layers", claim, [("either side",)], [("1", "same loss")])
    p.order("for layers up", claim, [("zhu.shallow.strict",)], [("1", "same loss")])
    hidden(p)
    ranked(p)
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
