"""The proof of the theory "shallow": two layers, where every saddle has a direction of negative curvature."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script
from proofs_check.logic.proofs.sums import at_most

T, P, PI, Q = "Xplus X", "(W2 W1 X)", "(W2 Wplus)", "(U2 Uplus)"
K, B, U = "(I - Wplus W2)", f"(Wplus (I - {Q}))", f"((I - {PI}) {Q})"
CURVED = f"E {T} (E {T})'"
"""``E T (E T)'`` with the projector T on the rows of X; it is ``E T E'``."""


def projectors(p: Script) -> None:
    """What the pseudo-inverses and the equations of a critical point give."""
    p.matrices("T Xt", f"{T} X' = X'", zeros=[("I", "X.plus'", "I"), ("I", "X.right", "X'")])
    p.matrices("T T", f"{T} {T} = {T}", zeros=[("Xplus", "X.plus", "I")])
    p.matrices("W2' E T", f"W2' E {T} = 0", zeros=[("I", "critical.first", "Xplus'"), ("W2' E", "X.right", "I")])
    p.matrices("E T Pt", f"E {T} {P}' = 0", zeros=[("E", "T Xt", "W1' W2'"), ("I", "critical.second", "W2'")])
    p.matrices("Pi E T", f"{PI} E {T} = 0", zeros=[("Wplus'", "W2' E T", "I"), ("I", "W.left", f"E {T}")])
    p.matrices("Pi P", f"{PI} {P} = {P}", zeros=[("I", "W.plus", "W1 X")])
    p.matrices("Pi Pi", f"{PI} {PI} = {PI}", zeros=[("I", "W.plus", "Wplus")])
    p.matrices("Q Q", f"{Q} {Q} = {Q}", zeros=[("I", "U.plus", "Uplus")])
    p.matrices("curved psd", f"{CURVED} psd", [((), f"(E {T})'", "I f")])
    p.matrices("C", f"{CURVED} = E {T} E'", zeros=[(f"E {T}", "X.right", "E'"), ("E", "T T", "E'")])


def pairs(p: Script) -> None:
    """The second derivatives along ``V1 = z w' E X^+, V2 = -w z' W2' W2``, and at a kernel vector z of W2."""
    p.instantiate("entry w", "size.one", sizes={"r": "one"}, matrices={"Z": "w' w"})
    p.cut("w' w", "entry w", ["one"])
    p.instantiate("entry z", "size.one", sizes={"r": "one"}, matrices={"Z": "z' W2' W2 z"})
    p.cut("z' G z", "entry z", ["one"])
    p.instantiate("entry k", "size.one", sizes={"r": "one"}, matrices={"Z": "z' z"})
    p.cut("z' z", "entry k", ["one"])
    p.instantiate("raw", "no.descent", matrices={"V1": "z w' E Xplus", "V2": "-w z' W2' W2"})
    for name, entry, left, right in (
        ("first", "w' w", f"{P}' W2 z", f"z' W2' {P}"),
        ("second", "z' G z", f"({T})' E' w", f"w' E {T}"),
        ("third", "z' G z", "E' w", f"w' E {T}"),
        ("kernel", "z' z", "E' w", f"w' E {T}"),
    ):
        inner = {"w' w": "w' w", "z' G z": "z' W2' W2 z", "z' z": "z' z"}[entry]
        goal = f"{left} {inner} {right} - tr({inner}) {left} {right} = 0"
        p.matrices(f"{name} words", goal, zeros=[(left, entry, right)])
        p.trace(name, f"{name} words")
    p.matrices("mixed words", f"W2 z w' W2 z w' E {T} {P}' = 0", zeros=[("W2 z w' W2 z w'", "E T Pt", "I")])
    p.trace("mixed", "mixed words")
    p.matrices("T out words", f"w' {CURVED} w = w' E {T} E' w", zeros=[("w'", "C", "w")])
    p.trace("T out", "T out words")
    p.order(
        "pair",
        f"tr(z' W2' W2 z) tr(w' {CURVED} w) <= tr(w' w) tr(z' W2' {P} {P}' W2 z)",
        [("raw",)],
        [("1", "first"), ("1", "second"), ("1", "third"), ("1", "mixed"), ("tr(z' W2' W2 z)", "T out")],
    )
    c, n = f"(tr(z' z) tr(w' {CURVED} w))", "tr((w z' W1 X)' (w z' W1 X))"
    p.assume("in kernel", "W2 z = 0")
    p.instantiate("raw kernel", "no.descent", matrices={"V1": f"-({n} + 1) (z w' E Xplus)", "V2": f"{c} (w z')"})
    p.matrices("z drops 1", f"w z' W1 X (W2 z w' E {T})' = 0", zeros=[(f"w z' W1 X ({T})' E' w", "in kernel'", "I")])
    p.trace("drops 1", "z drops 1")
    p.matrices("z drops 2", f"W2 z w' E {T} (W2 z w' E {T})' = 0", zeros=[
        (f"W2 z w' E {T} ({T})' E' w", "in kernel'", "I")])  # fmt: skip
    p.trace("drops 2", "z drops 2")
    p.matrices("n psd", "(w z' W1 X)' (w z' W1 X) psd", [((), "w z' W1 X", "I dy")])
    p.trace("n>=0", "n psd")
    p.order("c^2>=0", f"{c}^2 >= 0", squares=[c])
    p.order(
        "c^2 small",
        f"{c}^2 <= 0^2",
        [("raw kernel",), ("c^2>=0", "n>=0")],
        [
            (f"{c} ({n} + 1)", "drops 1"),
            (f"({n} + 1)^2", "drops 2"),
            (f"{c} ({n} + 1)", "kernel"),
            (f"{c} ({n} + 1) tr(z' z)", "T out"),
        ],
    )
    p.order("0>=0", "0 tr(w' w) >= 0", squares=["0"])
    p.instantiate("c root", "real.square-root", scalars={"a": c, "b": "0"})
    p.cut("kernel pair", "c root", ["0>=0", "c^2 small"])


def sums(p: Script) -> None:
    """The pairs summed over unit vectors: ``tr(F) SE <= tr(U'U) SP`` and ``tr(K' K) tr(Q' E T E' Q) <= 0``."""
    form, other = f"{B}' W2' W2 {B}", f"{B}' W2' {P} {P}' W2 {B}"
    p.instantiate("pair at", "pair", matrices={"z": f"{B} e[i]"})
    at_most(p, "over z", "pair at", "sum", "e", (f"tr(w' {CURVED} w)", form), ("tr(w' w)", other), "")
    p.instantiate("pairs at", "over z", matrices={"w": f"{U} e[i]"})
    at_most(p, "key", "pairs at", "sum", "e", (f"tr({form})", f"{U}' {CURVED} {U}"), (f"tr({other})", f"{U}' {U}"), "")
    p.instantiate("kernel at raw", "kernel pair", matrices={"z": f"{K} h[i]"})
    p.matrices("K in kernel", f"W2 {K} h[i] = 0", zeros=[("I", "W.plus", "h[i]")])
    p.cut("kernel at", "kernel at raw", ["K in kernel"])
    at_most(p, "over k", "kernel at", "part", "h", (f"tr(w' {CURVED} w)", f"{K}' {K}"), None, "")
    p.instantiate("kernels at", "over k", matrices={"w": f"{Q} e[i]"})
    at_most(p, "kernel key", "kernels at", "sum", "e", (f"tr({K}' {K})", f"{Q}' {CURVED} {Q}"), None, "")


def traces(p: Script) -> None:
    """``tr(U' U) <= tr(F) + tr(K' K)``, and the two sides of the key inequality in terms of Q."""
    p.matrices("K words", f"{K}' {K} = I - Wplus W2", zeros=[
        ("I", "W.right", "(I - Wplus W2)"), ("Wplus", "W.plus", "I")])  # fmt: skip
    p.trace("tr K", "K words")
    p.matrices("F words", f"{B}' W2' W2 {B} = (I - {Q}) {PI} (I - {Q})", zeros=[
        (f"(I - {Q})'", "W.left", f"{PI} (I - {Q})"), (f"(I - {Q})'", "Pi Pi", f"(I - {Q})"),
        ("I", "U.left", f"{PI} (I - {Q})")])  # fmt: skip
    p.trace("tr F", "F words")
    p.matrices("Q twice words", f"{PI} {Q} {Q} = {PI} {Q}", zeros=[(PI, "Q Q", "I")])
    p.trace("Q twice", "Q twice words")
    p.matrices("U words", f"{U}' {U} = {Q} (I - {PI}) {Q}", zeros=[
        ("I", "U.left", f"(I - {PI})' (I - {PI}) {Q}"), (Q, "W.left", f"(I - {PI}) {Q}"),
        (Q, "Pi Pi", Q)])  # fmt: skip
    p.trace("tr U", "U words")
    p.trace("tr Q Q", "Q Q")
    p.matrices("Q bound psd", "(I - Uplus U2)' (I - Uplus U2) psd", [((), "I - Uplus U2", "I dh")])
    p.trace("Q bound raw", "Q bound psd")
    p.matrices("Q bound words", "(Uplus U2)' Uplus U2 = Uplus U2", zeros=[
        ("I", "U.right", "Uplus U2"), ("Uplus", "U.plus", "I")])  # fmt: skip
    p.trace("Q bound trace", "Q bound words")
    p.order(
        "b<=a+k",
        f"tr({U}' {U}) <= tr({B}' W2' W2 {B}) + tr({K}' {K})",
        [("Q bound raw",)],
        [("1", name) for name in ("tr K", "tr F", "Q twice", "tr U", "tr Q Q", "Q bound trace")],
    )
    p.matrices("SE words", f"{U}' {CURVED} {U} = {Q}' {CURVED} {Q}", zeros=[
        (f"{Q}'", "W.left", f"{CURVED} {U}"), (f"{Q}'", "Pi E T", f"(E {T})' {U}"),
        (f"{Q}' E {T}", "Pi E T'", Q), (f"{Q}' {CURVED}", "W.left", Q)])  # fmt: skip
    p.trace("SE", "SE words")
    p.matrices("SP words", f"{B}' W2' {P} {P}' W2 {B} = (I - {Q})' {P} {P}' (I - {Q})", zeros=[
        (f"(I - {Q})'", "W.left", f"{P} {P}' {PI} (I - {Q})"), (f"(I - {Q})'", "Pi P", f"{P}' {PI} (I - {Q})"),
        (f"(I - {Q})' {P}", "Pi P'", f"(I - {Q})"), (f"(I - {Q})' {P} {P}'", "W.left", f"(I - {Q})")])  # fmt: skip
    p.trace("SP", "SP words")


def compared(p: Script) -> None:
    """From the traces to ``SE <= SP``: a lemma about numbers, with a = tr F, b = tr U'U, u = tr K'K, v = SE, gamma = SP
    and c0 = tr(E T E').
    """
    for name, fact in (
        ("key", "a v <= b gamma"), ("sum", "b <= a + u"), ("kernel", "u v <= 0"), ("bound", "v <= c0 b"),
        ("v>=0", "v >= 0"), ("gamma>=0", "gamma >= 0"), ("c0>=0", "c0 >= 0"), ("larger", "v - gamma >= 0"),
        ("smaller", "gamma - v >= 0"),
    ):  # fmt: skip
        p.assume(f"n {name}", fact)
    d = "(v - gamma)"
    p.order("n a d v", f"a {d} v <= 0", [("n key", "n v>=0"), ("n sum", "n gamma>=0", "n v>=0"),
                                         ("n kernel", "n gamma>=0")])  # fmt: skip
    p.order(
        "n d v v",
        f"{d} v^2 <= 0",
        [
            ("n bound", "n v>=0", "n larger"),
            ("n sum", "n c0>=0", "n larger", "n v>=0"),
            ("n a d v", "n c0>=0"),
            ("n kernel", "n c0>=0", "n larger"),
        ],
    )
    p.order("n fourth", f"({d}^2)^2 <= 0^2", [("n d v v", "n larger"),
            ("n larger", "n larger", "n gamma>=0", "n v>=0"),
            ("n larger", "n larger", "n gamma>=0", "n larger")])  # fmt: skip
    p.order("n 0", "0 a >= 0", squares=["0"])
    p.instantiate("n root", "real.square-root", scalars={"a": f"{d}^2", "b": "0"})
    p.cut("n square", "n root", ["n 0", "n fourth"])
    p.order("n square too", f"{d}^2 <= 0^2", [("n square",)])
    p.instantiate("n root 2", "real.square-root", scalars={"a": d, "b": "0"})
    p.cut("n if larger", "n root 2", ["n 0", "n square too"])
    p.order("n if larger 2", "v <= gamma", [("n if larger",)])
    p.order("n if smaller", "v <= gamma", [("n smaller",)])
    p.cases("numbers", "v - gamma >= 0", "n if larger 2", "n if smaller")


def conclusion(p: Script) -> None:
    """``SE <= SP``, and from it the claim."""
    p.instantiate("dominated raw", "psd.trace-dominates", sizes={"r": "dy"}, matrices={"S": CURVED})
    p.cut("dominated", "dominated raw", ["curved psd"])
    p.matrices("c psd", f"{U}' (tr({CURVED}) I - {CURVED}) {U} psd", [((), U, "dominated")])
    p.trace("bounded", "c psd")
    p.matrices("q psd", f"{Q}' {CURVED} {Q} psd", [((), Q, "curved psd")])
    p.trace("SE>=0", "q psd")
    p.matrices("p psd", f"(I - {Q})' {P} {P}' (I - {Q}) psd", [((), f"{P}' (I - {Q})", "I f")])
    p.trace("SP>=0", "p psd")
    p.trace("c0>=0", "curved psd")
    a, b, k = f"tr({B}' W2' W2 {B})", f"tr({U}' {U})", f"tr({K}' {K})"
    se, sp = f"tr({Q}' {CURVED} {Q})", f"tr((I - {Q})' {P} {P}' (I - {Q}))"
    p.order("key traces", f"{a} {se} <= {b} {sp}", [("key",)], [(a, "SE"), (b, "SP")])
    p.order("bounded traces", f"{se} <= tr({CURVED}) {b}", [("bounded",)], [("1", "SE")])
    p.order("kernel traces", f"{k} {se} <= 0", [("kernel key",)])
    p.instantiate("compared raw", "numbers", scalars={"a": a, "b": b, "u": k, "v": se, "gamma": sp,
                                                      "c0": f"tr({CURVED})"})  # fmt: skip
    p.cut("compared", "compared raw", ["key traces", "b<=a+k", "kernel traces", "bounded traces", "SE>=0", "SP>=0",
                                       "c0>=0"])  # fmt: skip
    off_data(p)
    in_range(p)
    split_of_target(p)
    final(p)


REST, OFF, Z = f"(I - {Q})", f"(I - {T})", "(U2 U1 X - Y)"


def off_data(p: Script) -> None:
    """Both losses have the same part off the rows of X."""
    off, z = OFF, Z
    p.matrices("P off", f"{P} {off} = 0", zeros=[("W2 W1", "X.plus", "I")])
    p.matrices("Z off", f"U2 U1 X {off} = 0", zeros=[("U2 U1", "X.plus", "I")])
    p.matrices("off P", f"{off} {P}' = 0", zeros=[("I", "T Xt", "W1' W2'")])
    p.matrices("off Z", f"{off} (U2 U1 X)' = 0", zeros=[("I", "T Xt", "U1' U2'")])
    p.matrices("E off words", f"E {off} E' = Y {off} Y'", zeros=[
        ("I", "E", f"{off} E'"), (f"({P} - Y) {off}", "E'", "I"), ("I", "P off", f"({P} - Y)'"),
        ("Y", "off P", "I")])  # fmt: skip
    p.trace("E off", "E off words")
    p.matrices("z off words", f"{z} {off} {z}' = Y {off} Y'", zeros=[("I", "Z off", f"{z}'"), ("Y", "off Z", "I")])
    p.trace("z off", "z off words")


def in_range(p: Script) -> None:
    """The residual of the other weights, outside of the range of Q, is that of the target."""
    rest, z = REST, Z
    p.matrices("z T words", f"{z} {T} ({z} {T})' = {z} {T} {z}'", zeros=[
        (f"{z} {T}", "X.right", f"{z}'"), (z, "T T", f"{z}'")])  # fmt: skip
    p.trace("z T", "z T words")
    p.matrices("z psd", f"{Q} {z} {T} ({Q} {z} {T})' psd", [((), f"({Q} {z} {T})'", "I f")])
    p.trace("z>=0", "z psd")
    p.matrices("Qt Q", f"{Q}' {Q} = {Q}", zeros=[("I", "U.left", Q), ("I", "Q Q", "I")])
    p.matrices("z Q words", f"{z} {T} ({z} {T})' ({Q}' {Q} - {Q}) = 0", zeros=[(f"{z} {T} ({z} {T})'", "Qt Q", "I")])
    p.trace("z Q", "z Q words")
    p.matrices("Z rest", f"(U2 U1 X)' {rest} = 0", zeros=[("X' U1' U2'", "U.left", "I"), ("X' U1'", "U.plus'", "I")])
    p.matrices(
        "rest z words",
        f"{rest} {z} {T} ({z} {T})' = {rest} Y {T} (Y {T})' - {rest} Y {T} (U2 U1 X {T})'",
        zeros=[("I", "U.plus", f"U1 X {T} ({z} {T})'")],
    )
    p.trace("rest z", "rest z words")
    p.matrices("rest Z words", f"Y {T} (U2 U1 X {T})' {rest} = 0", zeros=[(f"Y {T} ({T})'", "Z rest", "I")])
    p.trace("rest Z", "rest Z words")


def split_of_target(p: Script) -> None:
    """The target outside of the range of Q, and the two sides of the inequality."""
    rest = REST
    p.matrices("Y T", f"Y {T} = {P} - E {T}", zeros=[("I", "E", T), ("I", "P off", "I")])
    p.matrices("Y split words", f"{rest} Y {T} (Y {T})' = {rest} {P} {P}' + {rest} {CURVED}", zeros=[
        (rest, "Y T", f"(Y {T})'"), (f"{rest} ({P} - E {T})", "Y T'", "I"),
        (rest, "E T Pt", "I"), (rest, "E T Pt'", "I")])  # fmt: skip
    p.trace("Y split", "Y split words")
    p.matrices("Q Qt", f"{Q} {Q}' = {Q}", zeros=[(Q, "U.left", "I"), ("I", "Q Q", "I")])
    p.matrices("SE Q words", f"{CURVED} ({Q} {Q}' - {Q}) = 0", zeros=[(CURVED, "Q Qt", "I")])
    p.trace("SE Q", "SE Q words")
    p.matrices("SP Q words", f"{P} {P}' ({rest} {rest}' - {rest}) = 0", zeros=[
        (f"{P} {P}'", "Q Qt", "I"), (f"{P} {P}'", "U.left", "I")])  # fmt: skip
    p.trace("SP Q", "SP Q words")


def final(p: Script) -> None:
    """The claim."""
    z = Z
    p.trace("C trace", "C")
    p.matrices("E words", f"E' E = ({P} - Y)' ({P} - Y)", zeros=[("I", "E'", "E"), (f"({P} - Y)'", "E", "I")])
    p.trace("E E", "E words")
    p.order(
        "zhu.shallow.strict",
        f"tr(({P} - Y)' ({P} - Y)) <= tr({z}' {z})",
        [("compared",), ("z>=0",)],
        [
            ("1", name)
            for name in (
                "E off",
                "z off",
                "z T",
                "z Q",
                "rest z",
                "rest Z",
                "Y split",
                "SE Q",
                "SP Q",
                "C trace",
                "E E",
            )
        ],
    )


def proofs(p: Script) -> None:
    """The steps from the line or step ``no.descent`` on, in any theory of two layers."""
    for part in (projectors, pairs, sums, traces, compared, conclusion):
        part(p)


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "shallow", after those of the theory "traces"."""
    p = Script("shallow", before)
    proofs(p)
    return p
