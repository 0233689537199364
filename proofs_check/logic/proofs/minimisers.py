"""The proof of the theory "minimisers": the printed form of all global minimisers, in both directions."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

NAME, SPAN, Q = "achour.global-minimisers", "(Selected Selected')", "(U2 Uplus)"


def hypotheses(p: Script) -> None:
    """What "values" assumes of the eigenvectors."""
    p.matrices("large enough", "Selected' Sigma Selected - least I psd", [
        ((), "I", "above"), (("delta.sign",), "I", "I rank")])  # fmt: skip


def made(p: Script) -> None:
    """``Reach[j] = Top[j] Dual[0] + Rest[j]``, and Rest[n] = 0 as Free[k] = 0 at the narrow layer."""
    given, fact = "1 <= j, j+1 <= n", "Reach[{0}] = Top[{0}] Dual[0] + Rest[{0}]"
    p.instantiate("made 1", "made", "n >= 1", indices={"j": "1"})
    for name in ("reach", "rest"):
        p.instantiate(f"{name} 1", f"{name}.next", "n >= 1", indices={"j": "0"})
        p.cut(f"{name} j", f"{name}.next", given=given)
    p.matrices("reached base", fact.format("1"), zeros=[
        ("I", "reach 1", "I"), ("Made[1]", "reach.first", "I"), ("I", "made 1", "I"), ("I", "rest 1", "I"),
        ("Free[1]", "rest.first", "I")], given="n >= 1")  # fmt: skip
    p.instantiate("rest before", "rest.next", "1 <= j <= n", indices={"j": "j-1"})
    p.matrices("dual rest", "Dual[j] Rest[j] = 0", zeros=[
        ("Dual[j]", "rest before", "I"), ("I", "free", "Rest[j-1]")], given="1 <= j <= n")  # fmt: skip
    p.instantiate("made next", "made", given, indices={"j": "j+1"})
    p.assume("reached hypothesis", fact.format("j"))
    p.matrices(
        "reached step",
        fact.format("j+1"),
        zeros=[
            ("I", "reach j", "I"),
            ("I", "made next", "Reach[j]"),
            ("(Top[j+1] Dual[j] + Free[j+1])", "reached hypothesis", "I"),
            ("Top[j+1]", "dual", "Dual[0]"),
            ("Top[j+1]", "dual rest", "I"),
            ("I", "free.right", "Dual[0]"),
            ("I", "rest j", "I"),
        ],
        given=given,
    )
    p.induction("reached", "j", fact.format("j"), "reached base", "reached step", low="1", high="n")
    p.instantiate("reached n", "reached", "n >= 1", indices={"j": "n"})
    narrow(p)


def narrow(p: Script) -> None:
    """At the narrow layer Dual is square, so that Free and the rest of the product are 0; the theorem follows."""
    given = "1 <= thin, thin <= n"
    p.instantiate("dual at thin", "dual", given, indices={"j": "thin"})
    p.instantiate("square raw", "inverse.wide", sizes={"r": "rank", "s": "d[thin]"},
                  matrices={"A": "Dual[thin]", "Ainv": "Top[thin]"})  # fmt: skip
    p.cut("square dual", "square raw", ["dual at thin", "narrow"], given)
    p.instantiate("free at thin", "free", given, indices={"j": "thin"})
    p.instantiate("rest to thin", "rest.next", given, indices={"j": "thin-1"})
    p.matrices("rest thin", "Rest[thin] = 0", zeros=[
        ("I", "rest to thin", "I"), ("I", "square dual", "Free[thin] Rest[thin-1]"),
        ("Top[thin]", "free at thin", "Rest[thin-1]")], given=given)  # fmt: skip
    above = "1 <= thin, thin <= j, j+1 <= n"
    p.instantiate("rest up", "rest.next", above)
    p.assume("rest hypothesis", "Rest[j] = 0")
    p.matrices("rest step", "Rest[j+1] = 0", zeros=[("I", "rest up", "I"), ("Free[j+1]", "rest hypothesis", "I")],
               given=above)  # fmt: skip
    p.induction("rest all", "j", "Rest[j] = 0", "rest thin", "rest step", low="thin", high="n")
    p.instantiate("no rest", "rest all", given, indices={"j": "n"})
    kept = "Selected (Selected' Y Xplus)"
    p.matrices("made product", f"Reach[n] = {kept}", zeros=[
        ("I", "reached n", "I"), ("I", "no rest", "I"), ("I", "top.last", "Dual[0]"), ("Selected", "dual.first", "I")],
        given=given)  # fmt: skip
    p.matrices("made as raised", "Reach[n] = Raise[n]", zeros=[
        ("I", "made product", "I"), ("I", "achour.minimiser-exists/form", "I")])  # fmt: skip
    first, second, third = "(Reach[n] X - Y)", "(Raise[n] X - Y)", "(Path[n, 0] X - Y)"
    for name, of, one, other, words in (("made loss", "made as raised", first, second, "X"),
                                        ("cut loss", "cut", "(U2 U1 X - Y)", third, "X")):  # fmt: skip
        p.matrices(f"{name} words", f"{one}' {one} = {other}' {other}", zeros=[
            (f"{one}'", of, words), ("X'", f"{of}'", other)])  # fmt: skip
        p.trace(name, f"{name} words")
    p.cut("least of all", "achour.minimiser-exists/least", ["orthonormal", "least.sign", "large enough", "below"])
    p.order("only", f"tr({first}' {first}) <= tr({third}' {third})", [("least of all",)],
            [("1", "made loss"), ("1", "cut loss")], given=given)  # fmt: skip
    p.cut(f"{NAME}/only", "only", ["narrow.low", "narrow.high"])


OTHER, Z, T = f"(I - {Q})", "(U2 U1 X)", "Xplus X"


def unique(p: Script) -> None:
    """A product with the least loss is ``Selected Selected' Y Xplus``."""
    meets = f"(Selected' {OTHER})' Selected' {OTHER}"
    p.matrices("strict psd", f"{OTHER}' ({SPAN} Sigma {SPAN} - (least + delta) {SPAN}) {OTHER} psd", [
        ((), f"Selected' {OTHER}", "above")])  # fmt: skip
    p.trace("strict", "strict psd")
    p.cut("not above", "Q below", ["below"])
    zeros = [
        "cross",
        "cross turned trace",
        "cross Q trace",
        "own",
        "own turned trace",
        "own twice trace",
        "Q above once",
        "Q below once",
        "split",
        "sum trace",
        "cut loss",
        "achour.values.attained/value",
    ]
    apart = f"({Z} - {Q} Y {T})"
    p.cut("isometry trace too", "isometry trace", ["orthonormal"])
    p.order("both gaps", f"tr({apart} {apart}') + delta tr({meets}) <= 0",
            [("minimum",), ("strict",), ("not above",), ("rank", "least.sign")],
            [*(("1", name) for name in zeros), ("least", "rank trace"), ("least", "isometry trace too")],
            given="n >= 1")  # fmt: skip
    p.matrices("meets psd", f"{meets} psd", [((), f"Selected' {OTHER}", "I rank")])
    p.trace("meets>=0", "meets psd")
    p.order("no gap", f"tr({apart} {apart}') <= 0", [("both gaps",), ("delta.sign", "meets>=0")])
    p.order("delta gap", f"delta tr({meets}) <= 0", [("both gaps",), ("apart>=0",)])
    p.order("deltainverse square", "deltainverse^2 >= 0", squares=["deltainverse"])
    p.order("deltainverse>=0", "deltainverse >= 0", [("deltainverse square", "delta.sign")],
            [("deltainverse", "delta.inverse")])  # fmt: skip
    p.order("no meeting", f"tr({meets}) <= 0", [("delta gap", "deltainverse>=0")], [(f"tr({meets})", "delta.inverse")])
    p.instantiate("inside raw", "norm.definite", sizes={"r": "rank", "s": "d[n]"}, matrices={"A": f"Selected' {OTHER}"})
    p.cut("inside", "inside raw", ["no meeting"])
    p.instantiate("fits raw", "norm.definite", sizes={"r": "f", "s": "d[n]"}, matrices={"A": f"{apart}'"})
    p.cut("fits", "fits raw", ["no gap"])
    differ = f"({Q} - {SPAN})"
    p.matrices("differ words", f"{differ}' {differ} = {Q} - Selected Selected'", zeros=[
        ("I", "uplus.left", differ), ("I", "Q Q", "I"), ("Selected", "inside", "I"), ("I", "inside'", "Selected'"),
        ("I", "uplus.left", SPAN), ("Selected", "orthonormal", "Selected'")])  # fmt: skip
    p.trace("differ", "differ words")
    p.order("same space trace", f"tr({differ}' {differ}) <= 0", [("rank",)], [
        ("1", "differ"), ("1", "rank trace"), ("1", "isometry trace too")])  # fmt: skip
    p.instantiate("same space raw", "norm.definite", sizes={"r": "d[n]", "s": "d[n]"}, matrices={"A": differ})
    p.cut("same space", "same space raw", ["same space trace"])
    p.matrices("least product", f"Path[n, 0] = {SPAN} Y Xplus", zeros=[
        ("Path[n, 0]", "inputs", "I"), ("I", "cut", "X Xplus"), ("I", "fits'", "Xplus"),
        ("I", "same space", f"Y {T} Xplus"), (f"{SPAN} Y Xplus", "inputs", "I")])  # fmt: skip


def form(p: Script) -> None:
    """The layers in terms of their products."""
    given, kept = "0 <= j <= n", "Selected' Y Xplus"
    each = "1 <= j <= n"
    p.instantiate("base n", "base", "n >= 1", indices={"j": "n"})
    p.instantiate("cobase 0", "cobase", "n >= 1", indices={"j": "0"})
    p.instantiate("cobase n", "cobase", "n >= 1", indices={"j": "n"})
    p.matrices("base at n", "Base[n] = Selected", zeros=[
        ("I", "base n", "I"), ("I", "least product", "Start"), ("Selected", "onto", "I")], given="n >= 1")  # fmt: skip
    p.matrices(
        "cobase at 0",
        f"Cobase[0] = {kept}",
        zeros=[("I", "cobase 0", "I"), ("Selected'", "least product", "I"), ("I", "orthonormal", kept)],
        given="n >= 1",
    )
    p.matrices("cobase at n", "Cobase[n] = Selected'", zeros=[("I", "cobase n", "I"), ("Selected'", "none n", "I")])
    p.instantiate("whole through j", "Path composed", given, indices={"l": "n", "i": "0"})
    p.matrices("dual of j", "Cobase[j] Base[j] = I", zeros=[
        ("I", "cobase", "Base[j]"), ("Selected' Path[n, j]", "base", "I"), ("Selected'", "whole through j", "Start"),
        ("Selected'", "least product", "Start"), ("I", "orthonormal", f"{kept} Start"), ("I", "onto", "I")],
        given=f"{given}, n >= 1")  # fmt: skip
    p.instantiate("cobase before", "cobase", each, indices={"j": "j-1"})
    p.instantiate("first before", "first of j", each, indices={"j": "j-1"})
    p.cut("cobase here", "cobase", given=each)
    p.matrices("cobase step", "Cobase[j] W[j] = Cobase[j-1]", zeros=[
        ("I", "cobase here", "W[j]"), ("Selected'", "first before", "I"), ("I", "cobase before", "I")],
        given=each)  # fmt: skip
    p.matrices(
        "free of j",
        "Cobase[j] Loose[j] = 0",
        zeros=[("Cobase[j]", "loose", "I"), ("I", "cobase step", "I"), ("I", "dual of j", "Cobase[j-1]")],
        given=each,
    )
    both = "0 <= j, j+1 <= n"
    p.instantiate("loose next", "loose", both, indices={"j": "j+1"})
    p.instantiate("path next 0", "path.next", both, indices={"i": "0"})
    p.instantiate("base next", "base", both, indices={"j": "j+1"})
    p.cut("base here", "base", given=both)
    p.matrices("right of j", "Loose[j+1] Base[j] = 0", zeros=[
        ("I", "loose next", "Base[j]"), ("W[j+1]", "base here", "I"), ("I", "path next 0", "Start"),
        ("I", "base next", "I"), ("Base[j+1]", "dual of j", "I")], given=both)  # fmt: skip
    p.matrices(f"{NAME}/form", "W[j] = Base[j] Cobase[j-1] + Loose[j]", zeros=[("I", "loose", "I")], given=each)
    for name, of, some in (
        ("base", "base at n", ""),
        ("cobase", "cobase at 0", ""),
        ("cobase-last", "cobase at n", ""),
        ("dual", "dual of j", given),
        ("free", "free of j", each),
        ("free-right", "right of j", both),
    ):
        p.add(f"{name} ranged", "cut", of=of, given=", ".join(filter(None, (some, "1 <= thin, thin <= n"))))
        p.cut(f"{NAME}/{name}", f"{name} ranged", ["narrow.low", "narrow.high"], some)


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "minimisers", after those of the theory "values"."""
    p = Script("minimisers", before)
    for part in (hypotheses, made, unique, form):
        part(p)
    return p
