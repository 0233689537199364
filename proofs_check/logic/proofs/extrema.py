"""The proof of the theory "extrema": two layers have local extrema and semidefinite Hessians only at the minimum."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs import shallow
from proofs_check.logic.proofs.script import Script

PRODUCT, RESIDUAL, OTHER = "(W2 W1 X)", "(W2 W1 X - Y)", "(U2 U1 X - Y)"
FIRST, SECOND = "(V2 W1 X + W2 V1 X)", "(V2 V1 X)"
FORM = f"(tr({FIRST}' {FIRST}) + 2 tr(E' V2 V1 X))"
CLAIM = f"tr({RESIDUAL}' {RESIDUAL}) <= tr({OTHER}' {OTHER})"


def curvature(p: Script) -> None:
    """The lowest coefficient along ``W + u V``: the second derivatives have one sign."""
    p.instantiate("along", "extremum", matrices={"V1": "u V1", "V2": "u V2"})
    p.matrices("same E", f"E - {RESIDUAL} = 0", zeros=[("I", "E", "I")])
    p.lowest("slope", "along", "u", 1, [("reach", "reach.sign")])
    gradient(p, "first", "W2' E X'", {"r": "dh", "s": "dx"}, "V1", ("W2'", "X'"))
    gradient(p, "second", "E X' W1'", {"r": "dy", "s": "dh"}, "V2", ("I", "X' W1'"))
    for name, words, zeros in (
        ("linear 2", f"{RESIDUAL} X' W1' V2' = 0", [("I", "critical.second", "V2'"), ("I", "E", "X' W1' V2'")]),
        ("linear 1", f"X {RESIDUAL}' W2 V1 = 0", [("I", "critical.first'", "V1"), ("X", "E'", "W2 V1")]),
        ("mixed E", f"(E - {RESIDUAL})' {SECOND} = 0", [("I", "same E'", SECOND)]),
    ):
        p.matrices(f"{name} words", words, zeros=zeros)
        p.trace(name, f"{name} words")
    p.order(
        "along too",
        f"side (u^2 {FORM} + 2 kind u^3 tr({FIRST}' {SECOND}) + kind u^4 tr({SECOND}' {SECOND})) >= 0",
        [("along",)],
        [("side kind u", "linear 1"), ("side kind u", "linear 2"), ("side kind u^2", "mixed E")],
    )
    p.lowest("curved", "along too", "u", 2, [("reach", "reach.sign")])


def gradient(p: Script, name: str, G: str, sizes: dict[str, str], along: str, ends: tuple[str, str]) -> None:
    """``G = 0`` for the gradient G by a layer: downhill for kind = 1, where the loss is compared, and given for 0."""
    still = "V2" if along == "V1" else "V1"
    p.instantiate(f"down {name}", "slope", matrices={along: f"-side {G}", still: "0"})
    p.matrices(f"down E {name} words", f"({G})' {ends[0]} (E - {RESIDUAL}) {ends[1]} = 0",
               zeros=[(f"({G})' {ends[0]}", "same E", ends[1])])  # fmt: skip
    p.trace(f"down E {name}", f"down E {name} words")
    p.matrices(f"given {name} words", f"(1 - kind) (({G})' {G}) = 0", zeros=[(f"({G})'", f"equation.{name}", "I")])
    p.trace(f"given {name}", f"given {name} words")
    p.order(f"no {name}", f"tr(({G})' {G}) <= 0", [(f"down {name}",)],
            [("kind side^2", f"down E {name}"), ("kind", f"down E {name}"), ("1", f"given {name}"),
             (f"kind tr(({G})' {G})", "side")])  # fmt: skip
    p.instantiate(f"gradient {name} raw", "norm.definite", sizes=sizes, matrices={"A": G})
    p.cut(f"critical.{name}", f"gradient {name} raw", [f"no {name}"])


def minimum(p: Script) -> None:
    """Upwards it is the theorem about points without a direction of negative curvature."""
    p.assume("up", "side >= 0")
    p.order("no.descent", f"{FORM} >= 0", [("up", "curved")], [(FORM, "side")])
    shallow.proofs(p)


def maximum(p: Script) -> None:
    """Downwards the product is 0, and no other product fits better."""
    p.assume("down", "0 >= side")
    p.order("opposed", f"{FORM} <= 0", [("down", "curved")], [(FORM, "side")])
    p.instantiate("opposed last", "opposed", matrices={"V1": "0", "V2": "W2"})
    p.order("no product trace", f"tr({PRODUCT}' {PRODUCT}) <= 0", [("opposed last",)])
    p.instantiate("no product raw", "norm.definite", sizes={"r": "dy", "s": "f"}, matrices={"A": PRODUCT})
    p.cut("no product", "no product raw", ["no product trace"])
    p.instantiate("opposed other", "opposed", matrices={"V1": "-U1", "V2": "U2"})
    moved = "(U2 W1 X - W2 U1 X)"
    zeros = []
    for name, words, of in (
        ("no cross", f"(U2 U1 X)' {PRODUCT} = 0", [("(U2 U1 X)'", "no product", "I")]),
        ("no target", f"Y' {PRODUCT} = 0", [("Y'", "no product", "I")]),
        ("no square", f"{PRODUCT}' {PRODUCT} = 0", [(f"{PRODUCT}'", "no product", "I")]),
        ("other E", f"(E - {RESIDUAL})' U2 U1 X = 0", [("I", "same E'", "U2 U1 X")]),
    ):
        p.matrices(f"{name} words", words, zeros=of)
        p.trace(name, f"{name} words")
        zeros.append(("1", name))
    for name, of in (("moved", moved), ("other product", "(U2 U1 X)")):
        p.matrices(f"{name} psd", f"{of}' {of} psd", [((), of, "I dy")])
        p.trace(f"{name}>=0", f"{name} psd")
    p.order("maximum", CLAIM, [("opposed other",), ("moved>=0",), ("other product>=0",)], zeros)


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "extrema", after those of the theory "traces"."""
    p = Script("extrema", before)
    curvature(p)
    minimum(p)
    maximum(p)
    p.cases("lucchi.thm7", "side >= 0", "zhu.shallow.strict", "maximum")
    p.cut("baldi.critical.saddles", "lucchi.thm7")
    p.cut("nouiehed.two-layers", "lucchi.thm7")
    return p
