"""The proof of the theory "values": critical values, weights that have them, and a global minimiser, at every depth."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs import paths
from proofs_check.logic.proofs.script import Script
from proofs_check.logic.proofs.sums import one_summand, summed

T, SPAN, LOSS = "Xplus X", "(Selected Selected')", "(Path[n, 0] X - Y)"
EACH, PAIR = "1 <= i <= d[n]", "1 <= i, i+1 <= j, j <= d[n]"
BEST = "Selected' Y Xplus"


def projections(p: Script) -> None:
    """``T = Xplus X`` is the projector on the rows of X."""
    p.matrices("T Xt", f"{T} X' = X'", zeros=[("I", "xplus'", "I"), ("I", "xplus.right", "X'")])
    p.matrices("T T", f"{T} {T} = {T}", zeros=[("Xplus", "xplus", "I")])


def commuting(p: Script) -> None:
    """``W_n ... W_1 X = Projector Y T``, and the projector commutes with Sigma."""
    given, P = "n >= 1", "Projector"
    p.instantiate("raw 1", "critical", given, indices={"j": "1"})
    p.instantiate("raw n", "critical", given, indices={"j": "n"})
    p.instantiate("none 0", "path.none", indices={"i": "0"})
    p.instantiate("none n", "path.none", indices={"i": "n"})
    p.instantiate("last of 0", "last of i", given, indices={"i": "0"})
    p.instantiate("first of 0", "first of j", given, indices={"j": "0"})
    p.matrices("critical first", f"Path[n, 1]' {LOSS} X' = 0", zeros=[
        ("I", "raw 1", "I"), (f"Path[n, 1]' {LOSS} X'", "none 0'", "I")], given=given)  # fmt: skip
    p.matrices("critical last", f"{LOSS} X' Path[n, 0]' = 0", zeros=[
        (f"{LOSS} X'", "last of 0'", "I"), ("I", "raw n", "W[n]'"),
        ("I", "none n'", f"{LOSS} X' Path[n-1, 0]' W[n]'")], given=given)  # fmt: skip
    p.matrices("symmetric", f"{P}' = {P}", zeros=[("I", "projector'", "I"), ("I", "rplus.left", "I"),
                                                  ("I", "projector", "I")])  # fmt: skip
    p.matrices("idempotent", f"{P} {P} = {P}", zeros=[
        ("I", "projector", P), ("Path[n, 1] Rplus", "projector", "I"), ("I", "rplus", "Rplus"),
        ("I", "projector", "I")])  # fmt: skip
    p.matrices("projected", f"{P} {LOSS} {T} = 0", zeros=[
        ("I", "symmetric", f"{LOSS} {T}"), ("I", "projector'", f"{LOSS} {T}"), ("Rplus'", "critical first", "Xplus'"),
        (f"Rplus' Path[n, 1]' {LOSS}", "xplus.right", "I")], given=given)  # fmt: skip
    p.matrices("in range", f"{P} Path[n, 0] = Path[n, 0]", zeros=[
        ("I", "projector", "Path[n, 0]"), ("Path[n, 1] Rplus", "first of 0", "I"), ("I", "rplus", "W[1]"),
        ("I", "first of 0", "I")], given=given)  # fmt: skip
    p.matrices("product", f"Path[n, 0] X = {P} Y {T}", zeros=[
        ("I", "projected", "I"), ("I", "in range", f"X {T}"), ("Path[n, 0]", "xplus", "I")], given=given)  # fmt: skip
    p.matrices("Y T Yt", f"Y {T} {T} Y' = Sigma", zeros=[("Y", "T T", "Y'"), ("I", "sigma", "I")])
    p.matrices("to the left", f"Sigma {P} = {P} Sigma {P}", zeros=[
        ("I", "sigma", P), (f"Y {T} Y'", "symmetric", "I"), ("Y", "xplus.right", f"Y' {P}'"),
        ("Y", "product'", "I"), ("I", "critical last", "I"), ("Path[n, 0] X", "product'", "I"),
        ("I", "product", f"({T})' Y' {P}'"), (f"{P} Y {T}", "xplus.right", f"Y' {P}'"),
        (P, "Y T Yt", f"{P}'"), (f"{P} Sigma", "symmetric", "I")], given=given)  # fmt: skip
    p.matrices("commute", f"Sigma {P} = {P} Sigma", zeros=[
        ("I", "to the left", "I"), ("I", "to the left'", "I"), ("I", "symmetric", "Sigma"),
        ("I", "symmetric", f"Sigma {P}'"), (f"{P} Sigma", "symmetric", "I")], given=given)  # fmt: skip


def columns(p: Script) -> None:
    """``Projector e[i] = e[i] e[i]' Projector e[i]``: its other entries are 0, as the eigenvalues differ."""
    P, given = "Projector", "n >= 1"
    p.instantiate("value j", "eigenvector", PAIR, indices={"i": "j"})
    p.matrices("entries above", f"e[i]' {P} e[j] = 0", zeros=[
        ("gap[i, j]", "e[i]'", "commute", "e[j]"), ("gap[i, j]", f"e[i]' {P}", "value j", "I"),
        ("gap[i, j]", "I", "eigenvector'", f"{P} e[j]")], scalar_zeros=[("distinct", f"e[i]' {P} e[j]")],
        given=f"{PAIR}, {given}")  # fmt: skip
    p.matrices("entries below", f"e[j]' {P} e[i] = 0", zeros=[
        ("I", "entries above'", "I"), ("e[j]'", "symmetric", "e[i]")], given=f"{PAIR}, {given}")  # fmt: skip
    one_summand(p, "sum", f"sum[{{0}}] {P} e[i]", f"e[i] e[i]' {P} e[i]", "sum", ("I", f"{P} e[i]"), [],
                ("entries above", "entries below"), ("1", "e[k+1]", "I"), "d[n]")  # fmt: skip
    p.matrices("column", f"{P} e[i] = e[i] e[i]' {P} e[i]", zeros=[
        ("I", "sum all", "I"), ("I", "sum.all", f"{P} e[i]")], given=EACH)  # fmt: skip
    entry = f"e[i]' {P} e[i]"
    p.instantiate("entry one raw", "size.one", sizes={"r": "one"}, matrices={"Z": entry})
    p.cut("entry one", "entry one raw", ["one"])
    p.matrices("entry words", f"tr({entry}) {entry} = {entry}", zeros=[
        (entry, "entry one", "I"), (f"e[i]' {P}", "column", "I"), ("e[i]'", "idempotent", "e[i]")],
        given=f"{EACH}, {given}")  # fmt: skip
    p.trace("entry trace", "entry words")
    p.order("achour.values/chosen", "chosen[i]^2 = chosen[i]", zeros=[
        ("1", "entry trace"), ("chosen[i]", "chosen"), (f"tr({entry})", "chosen"), ("1", "chosen")],
        given=f"{EACH}, {given}")  # fmt: skip


def values(p: Script) -> None:
    """The size of S, and the critical value."""
    P, given = "Projector", "n >= 1"
    p.order("entry count", f"tr(e[i]' {P} e[i]) = chosen[i]", zeros=[("1", "chosen")], given=EACH)
    summed(p, "counted", P, "count", "entry count", "d[n]")
    p.matrices("weighted words", f"e[i]' {P} Sigma e[i] = lam[i] e[i]' {P} e[i]", zeros=[
        (f"e[i]' {P}", "eigenvector", "I")], given=EACH)  # fmt: skip
    p.trace("weighted trace", "weighted words")
    p.order("entry total", f"tr(e[i]' {P} Sigma e[i]) = chosen[i] lam[i]", zeros=[
        ("1", "weighted trace"), ("lam[i]", "chosen")], given=EACH)  # fmt: skip
    summed(p, "added", f"{P} Sigma", "total", "entry total", "d[n]")
    p.matrices(
        "square words",
        "Path[n, 0] X X' Path[n, 0]' - Y X' Path[n, 0]' = 0",
        zeros=[("I", "critical last", "I")],
        given=given,
    )
    p.matrices("mixed words", f"Y X' Path[n, 0]' = Sigma {P}", zeros=[
        ("Y", "product'", "I"), ("Y", "xplus.right", f"Y' {P}'"), ("I", "sigma", f"{P}'"),
        ("Sigma", "symmetric", "I")], given=given)  # fmt: skip
    p.trace("square", "square words")
    p.trace("mixed", "mixed words")
    p.order("achour.values/value", f"tr({LOSS}' {LOSS}) = tr(Y' Y) - total[d[n]]",
            zeros=[("1", "square"), ("1", "mixed"), ("1", "added")])  # fmt: skip
    bounds(p)


def bounds(p: Script) -> None:
    """``tr(Projector) <= d[j]`` for j >= 1, as W_n ... W_2 goes through the layer j, and d[n] <= d[0]."""
    P, given = "Projector", "1 <= j <= n"
    M = "(Path[n, j] Mid[j])"
    p.instantiate("through j", "Path composed", given, indices={"l": "n", "i": "1"})
    p.matrices("M R", f"{M} Path[n, 1] = Path[n, 1]", zeros=[
        (M, "through j", "I"), ("I", "mid", "Path[j, 1]"), ("I", "through j", "I")], given=given)  # fmt: skip
    p.matrices("M P", f"{M} {P} = {P}", zeros=[
        (M, "projector", "I"), ("I", "M R", "Rplus"), ("I", "projector", "I")], given=given)  # fmt: skip
    p.matrices("P M", f"{P} {M} = {P}", zeros=[
        ("I", "symmetric", M), (f"{P}'", "mid.left", "I"), ("I", "M P'", "I"), ("I", "symmetric", "I")],
        given=given)  # fmt: skip
    p.matrices("M M", f"{M} {M} = {M}", zeros=[("I", "mid", "Mid[j]")], given=given)
    p.matrices("rest psd", f"({M} - {P})' ({M} - {P}) psd", [((), f"{M} - {P}", "I d[n]")])
    p.matrices("rest words", f"({M} - {P})' ({M} - {P}) = {M} - {P}", zeros=[
        ("I", "mid.left", f"({M} - {P})"), ("I", "symmetric", f"({M} - {P})"), ("I", "M M", "I"), ("I", "M P", "I"),
        ("I", "P M", "I"), ("I", "idempotent", "I")], given=given)  # fmt: skip
    p.trace("rest", "rest psd")
    p.trace("rest trace", "rest words")
    N = "(Mid[j] Path[n, j])"
    p.matrices("N words", f"(I - {N})' (I - {N}) = I - {N}", zeros=[
        ("I", "mid.right", f"(I - {N})"), ("Mid[j]", "mid", "I")], given=given)  # fmt: skip
    p.matrices("N psd", f"(I - {N})' (I - {N}) psd", [((), f"I - {N}", "I d[j]")])
    p.trace("N", "N psd")
    p.trace("N trace", "N words")
    p.order("achour.values/size", "count[d[n]] <= real(d[j])", [("rest",), ("N",)], [
        ("1", "counted"), ("1", "rest trace"), ("1", "N trace")], given=given)  # fmt: skip
    p.instantiate("size by n", "achour.values/size", "n >= 1", indices={"j": "n"})
    p.order("size by input", "count[d[n]] <= real(d[0])", [("size by n",), ("index d[0] - d[n]",)],
            given="n >= 1, d[n] <= d[0]")  # fmt: skip
    p.cut("achour.values/size-input", "size by input", ["wide"])


def built(p: Script) -> None:
    """``Raise[j] = Frame[j] Selected' Y Xplus`` and ``Drop[j] Frame[j] = Selected``."""
    p.cut("isometry", "frame", ["few"], "1 <= j, j+1 <= n")
    fact = f"Raise[{{0}}] = Frame[{{0}}] {BEST}"
    p.instantiate("raise 1", "raise.next", "n >= 1", indices={"j": "0"})
    p.matrices(
        "raised base",
        fact.format("1"),
        zeros=[("I", "raise 1", "I"), ("Built[1]", "raise.first", "I"), ("I", "built.first", "I")],
        given="n >= 1",
    )
    p.assume("raised hypothesis", fact.format("j"))
    p.matrices("raised step", fact.format("j+1"), zeros=[
        ("I", "raise.next", "I"), ("I", "built.next", "Raise[j]"), ("Frame[j+1] Frame[j]'", "raised hypothesis", "I"),
        ("Frame[j+1]", "isometry", BEST)], given="1 <= j <= n-1")  # fmt: skip
    p.induction("raised", "j", fact.format("j"), "raised base", "raised step", low="1", high="n")
    p.instantiate("raised n", "raised", "n >= 1", indices={"j": "n"})
    p.matrices("achour.minimiser-exists/form", f"Raise[n] = Selected ({BEST})", zeros=[
        ("I", "raised n", "I"), ("I", "frame.last", BEST)])  # fmt: skip
    p.matrices("dropped base", "Drop[n] Frame[n] = Selected", zeros=[
        ("I", "drop.last", "Frame[n]"), ("I", "frame.last", "I")])  # fmt: skip
    p.assume("dropped hypothesis", "Drop[j+1] Frame[j+1] = Selected")
    p.matrices(
        "dropped step",
        "Drop[j] Frame[j] = Selected",
        zeros=[
            ("I", "drop.next", "Frame[j]"),
            ("Drop[j+1]", "built.next", "Frame[j]"),
            ("Drop[j+1] Frame[j+1]", "isometry", "I"),
            ("I", "dropped hypothesis", "I"),
        ],
        given="1 <= j <= n-1",
    )
    p.induction("dropped", "j", "Drop[j] Frame[j] = Selected", "dropped base", "dropped step", low="1", high="n",
                direction="down")  # fmt: skip


def attained(p: Script) -> None:
    """The built weights are critical and have the value."""
    product, loss = "achour.minimiser-exists/form", "(Raise[n] X - Y)"
    p.matrices("residual", f"{loss} X' = {SPAN} Y X' - Y X'", zeros=[
        ("I", product, "X X'"), (f"{SPAN} Y", "T Xt", "I")])  # fmt: skip
    p.instantiate("drop 1", "drop.next", "n >= 2", indices={"j": "1"})
    p.instantiate("built 2", "built.next", "n >= 2", indices={"j": "1"})
    p.instantiate("dropped 2", "dropped", "n >= 2", indices={"j": "2"})
    p.matrices(
        "drop first",
        "Drop[1] = Selected Frame[1]'",
        zeros=[("I", "drop 1", "I"), ("Drop[2]", "built 2", "I"), ("I", "dropped 2", "Frame[1]'")],
        given="n >= 2",
    )
    p.matrices("achour.values.attained/critical-first", f"Drop[1]' {loss} X' Raise[0]' = 0", zeros=[
        ("I", "drop first'", f"{loss} X' Raise[0]'"), ("Frame[1] Selected'", "residual", "Raise[0]'"),
        ("Frame[1]", "selected'", "Y X' Raise[0]'")], given="n >= 2")  # fmt: skip
    p.instantiate("raised before", "raised", "2 <= j <= n", indices={"j": "j-1"})
    turned = f"({BEST})' Frame[j-1]'"
    p.matrices("Sigma turned", "Y X' Xplus' Y' = Sigma", zeros=[("Y", "xplus.right", "Y'"), ("I", "sigma", "I")])
    p.matrices("achour.values.attained/critical", f"Drop[j]' {loss} X' Raise[j-1]' = 0", zeros=[
        (f"Drop[j]' {loss} X'", "raised before'", "I"), ("Drop[j]'", "residual", turned),
        (f"Drop[j]' ({SPAN} - I)", "Sigma turned", "Selected Frame[j-1]'"),
        (f"Drop[j]' ({SPAN} - I)", "selected.eigen", "Frame[j-1]'"),
        ("Drop[j]'", "selected", "Eigenvalues Frame[j-1]'")], given="2 <= j <= n")  # fmt: skip
    p.matrices("value words", f"{loss} {loss}' = {SPAN} Sigma {SPAN} - {SPAN} Sigma - Sigma {SPAN} + Y Y'", zeros=[
        ("I", product, f"X {loss}'"), (f"({SPAN} Y {T} - Y) X'", f"{product}'", "I"),
        (f"{SPAN} Y", "T Xt", f"Xplus' Y' {SPAN}"), (SPAN, "Sigma turned", SPAN), ("I", "Sigma turned", SPAN),
        (SPAN, "sigma", "I")])  # fmt: skip
    p.trace("value trace", "value words")
    p.matrices("twice words", f"{SPAN} {SPAN} Sigma = {SPAN} Sigma", zeros=[("I", "selected", "Selected' Sigma")])
    p.trace("twice", "twice words")
    p.order("achour.values.attained/value", f"tr({loss}' {loss}) = tr(Y' Y) - tr(Selected' Sigma Selected)",
            zeros=[("1", "value trace"), ("1", "twice")])  # fmt: skip


def minimiser(p: Script) -> None:
    """No product of rank at most s has a smaller loss: the s largest eigenvalues have the largest sum."""
    Q, R = "(U2 Uplus)", f"(I - {SPAN})"
    Z = "(U2 U1 X)"
    p.assume("isometry s", "Selected' Selected = I")
    p.assume("least sign", "least >= 0")
    p.assume("large", "Selected' Sigma Selected - least I psd")
    p.assume("small", f"least {R} - {R} Sigma {R} psd")
    p.matrices("Q Q", f"{Q} {Q} = {Q}", zeros=[("I", "uplus", "Uplus")])
    p.matrices("Q Z", f"{Q} {Z} = {Z}", zeros=[("I", "uplus", "U1 X")])
    p.matrices("Z T", f"{Z} {T} = {Z}", zeros=[("U2 U1", "xplus", "I")])
    apart = f"({Z} - {Q} Y {T})"
    p.matrices("apart psd", f"{apart} {apart}' psd", [((), f"{apart}'", "I f")])
    p.trace("apart>=0", "apart psd")
    p.matrices("cross words", f"{Z} ({Q} Y {T})' = {Z} Y' {Q}'", zeros=[
        (Z, "xplus.right", f"Y' {Q}'"), ("I", "Z T", f"Y' {Q}'")])  # fmt: skip
    p.matrices("cross turned", f"{Z} Y' {Q}' - {Z} Y' {Q} = 0", zeros=[(f"{Z} Y'", "uplus.left", "I")])
    p.trace("cross turned trace", "cross turned")
    p.matrices("cross Q", f"{Q} {Z} Y' = {Z} Y'", zeros=[("I", "Q Z", "Y'")])
    p.trace("cross Q trace", "cross Q")
    p.trace("cross", "cross words")
    p.matrices("own words", f"{Q} Y {T} ({Q} Y {T})' = {Q} Sigma {Q}'", zeros=[
        (f"{Q} Y {T}", "xplus.right", f"Y' {Q}'"), (f"{Q} Y", "T T", f"Y' {Q}'"), (Q, "sigma", f"{Q}'")])  # fmt: skip
    p.trace("own", "own words")
    p.matrices("own turned", f"{Q} Sigma ({Q}' - {Q}) = 0", zeros=[(f"{Q} Sigma", "uplus.left", "I")])
    p.trace("own turned trace", "own turned")
    p.matrices("own twice", f"{Q} {Q} Sigma = {Q} Sigma", zeros=[("I", "Q Q", "Sigma")])
    p.trace("own twice trace", "own twice")
    p.order("fitted at best", f"tr({Z}' {Z}) - 2 tr({Z} Y') + tr({Q} Sigma) >= 0", [("apart>=0",)], [
        ("1", name) for name in ("cross", "cross turned trace", "cross Q trace", "own", "own turned trace",
                                 "own twice trace")])  # fmt: skip
    kept(p, Q, R)


def kept(p: Script, Q: str, R: str) -> None:
    """``tr(Q Sigma) <= tr(Selected' Sigma Selected)`` for the projector Q of rank at most `rank`."""
    other = f"(I - {Q})"
    p.matrices("selected left", f"{SPAN} Sigma {SPAN} = Sigma {SPAN}", zeros=[
        (SPAN, "selected.eigen", "Selected'"), ("I", "selected", "Eigenvalues Selected'"),
        ("I", "selected.eigen", "Selected'")])  # fmt: skip
    p.matrices("above psd", f"{SPAN} Sigma {SPAN} - least {SPAN} psd", [((), "Selected'", "large")])
    p.matrices("Q above psd", f"{other}' ({SPAN} Sigma {SPAN} - least {SPAN}) {other} psd", [
        ((), other, "above psd")])  # fmt: skip
    p.matrices("Q below psd", f"{Q}' (least {R} - {R} Sigma {R}) {Q} psd", [((), Q, "small")])
    for name, outer in (("above", other), ("below", Q)):
        form = {"above": f"({SPAN} Sigma {SPAN} - least {SPAN})", "below": f"(least {R} - {R} Sigma {R})"}[name]
        p.trace(f"Q {name}", f"Q {name} psd")
        p.matrices(f"Q {name} words", f"{form} {outer} {outer}' = {form} {outer}", zeros=[
            (f"{form} {outer}", "uplus.left", "I"), (form, "Q Q", "I")])  # fmt: skip
        p.trace(f"Q {name} once", f"Q {name} words")
    p.matrices("split words", f"(Sigma - {SPAN} Sigma {SPAN} - {R} Sigma {R}) {Q} = 0", zeros=[
        ("I", "selected left", Q), ("I", "selected left'", Q)])  # fmt: skip
    p.trace("split", "split words")
    N = "(Uplus U2)"
    p.matrices("N words 2", f"(I - {N})' (I - {N}) = I - {N}", zeros=[
        ("I", "uplus.right", f"(I - {N})"), ("Uplus", "uplus", "I")])  # fmt: skip
    p.matrices("N psd 2", f"(I - {N})' (I - {N}) psd", [((), f"I - {N}", "I rank")])
    p.trace("rank", "N psd 2")
    p.trace("rank trace", "N words 2")
    p.matrices("sum words", f"{SPAN} Sigma {SPAN} = Sigma {SPAN}", zeros=[("I", "selected left", "I")])
    p.trace("sum trace", "sum words")
    p.trace("isometry trace", "isometry s")
    p.order("largest sum", f"tr({Q} Sigma) <= tr(Selected' Sigma Selected)",
            [("Q above",), ("Q below",), ("rank", "least sign")],
            [("least", "rank trace"), ("1", "Q above once"), ("1", "Q below once"), ("1", "split"), ("1", "sum trace"),
             ("least", "isometry trace")])  # fmt: skip
    loss, other = "(Raise[n] X - Y)", "(U2 U1 X - Y)"
    p.order("achour.minimiser-exists/least", f"tr({loss}' {loss}) <= tr({other}' {other})",
            [("largest sum",), ("fitted at best",)], [("1", "achour.values.attained/value")])  # fmt: skip


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "values", after those of the theory "traces"."""
    p = Script("values", before)
    paths.compose(p)
    paths.last_layers(p)
    for part in (projections, commuting, columns, values, built, attained, minimiser):
        part(p)
    return p
