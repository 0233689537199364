"""The proofs of the theory "critical": Lemma 3.2 and what follows from it, for blocks of any size."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script
from proofs_check.logic.proofs.sums import at_most, one_summand, whole_matrix

Q = "R W11"
PAIR, EACH = "1 <= i, i+1 <= j, j <= dy", "1 <= i <= dy"
SYMMETRIC = "chitour.lemma3.2.selection/symmetric"


def products(p: Script) -> None:
    """``R W12 = 0`` and the relations (21) of ``Q = R W11`` with SY."""
    p.matrices("square is zero", "(R W12)' R W12 = 0", zeros=[("W12'", "critical.second", "I")])
    p.trace("trace is zero", "square is zero")
    p.order("norm is zero", "tr((R W12)' R W12) <= 0", zeros=[("1", "trace is zero")])
    p.instantiate("no range", "norm.definite", sizes={"r": "dy", "s": "rest"}, matrices={"A": "R W12"})
    p.cut("R W12", "no range", ["norm is zero"])
    p.matrices("first", f"R' SY = R' {Q}", zeros=[("I", "critical.first", "I"), ("R'", "M", "I")])
    p.matrices("QtS", f"({Q})' SY = ({Q})' {Q}", zeros=[("W11'", "first", "I")])
    p.matrices("SQ", f"SY {Q} = ({Q})' SY", zeros=[("I", "QtS'", "I"), ("I", "QtS", "I")])
    p.matrices(
        "M W11 Z",
        "M W11' Middle' = 0",
        zeros=[("I", "critical.last", "I"), ("I", "R W12", "W12' Middle'")],
    )
    p.matrices("SQt", f"SY ({Q})' = {Q} ({Q})'", zeros=[
        ("I", "M W11 Z", "W'"), ("I", "M", f"({Q})'"), ("M W11'", "R'", "I")])  # fmt: skip
    p.matrices("QS", f"{Q} SY = SY ({Q})'", zeros=[("I", "SQt'", "I"), ("I", "SQt", "I")])


def selection(p: Script) -> None:
    """DW is symmetric, idempotent, commutes with ``SY^2`` and so is diagonal."""
    name = "chitour.lemma3.2.selection"
    p.matrices("SY DW", f"SY DW = {Q}", zeros=[("SY", "DW", "I"), ("I", "SYinverse", Q)])
    p.matrices(f"{name}/equation", f"{Q} = SY DW", zeros=[("I", "SY DW", "I")])
    p.matrices("SYinverse SY", "SYinverse SY = I", zeros=[("I", "SYinverse'", "I")])
    p.matrices(
        f"{name}/symmetric",
        "DW = DW'",
        zeros=[
            ("I", "DW", "I"),
            ("I", "DW'", "I"),
            ("SYinverse", "QS", "SYinverse"),
            (f"SYinverse {Q}", "SYinverse", "I"),
            ("I", "SYinverse SY", f"({Q})' SYinverse"),
        ],
    )
    p.matrices(
        "idempotent",
        "DW DW = DW",
        zeros=[
            ("DW", f"{name}/symmetric", "I"),
            ("I", "DW", "DW'"),
            (f"SYinverse {Q}", "DW'", "I"),
            ("SYinverse", "SQt", "SYinverse"),
            ("I", "SYinverse SY", f"({Q})' SYinverse"),
            ("I", "DW'", "I"),
            ("I", f"{name}/symmetric", "I"),
        ],
    )
    p.matrices(
        "commutes with square",
        "DW SY SY = SY SY DW",
        zeros=[
            ("I", "DW", "SY SY"),
            ("SYinverse", "QS", "SY"),
            ("I", "SYinverse SY", f"({Q})' SY"),
            ("I", "SQ", "I"),
            ("SY", "SY DW", "I"),
        ],
    )
    p.instantiate("value j", "diagonal", PAIR, indices={"i": "j"})
    p.matrices(
        f"{name}/diagonal",
        "e[i]' DW e[j] = 0",
        zeros=[
            ("gap[i, j]", "e[i]'", "commutes with square", "e[j]"),
            ("gap[i, j]", "e[i]' DW SY", "value j", "I"),
            ("gap[i, j] sv[j]", "e[i]' DW", "value j", "I"),
            ("gap[i, j]", "I", "diagonal'", "SY DW e[j]"),
            ("gap[i, j] sv[i]", "I", "diagonal'", "DW e[j]"),
        ],
        scalar_zeros=[("distinct", "e[i]' DW e[j]")],
        given=PAIR,
    )
    p.matrices(
        "diagonal below",
        "e[j]' DW e[i] = 0",
        zeros=[("I", f"{name}/diagonal'", "I"), ("e[j]'", f"{name}/symmetric", "e[i]")],
        given=PAIR,
    )


def columns(p: Script) -> None:
    """``DW e[i] = e[i] e[i]' DW e[i]``, by adding up the unit vectors before i, i itself, and those behind it."""
    name = "chitour.lemma3.2.selection"
    one_summand(p, "sum", "sum[{0}] DW e[i]", "e[i] e[i]' DW e[i]", "sum", ("I", "DW e[i]"), [],
                (f"{name}/diagonal", "diagonal below"), ("1", "e[k+1]", "I"))  # fmt: skip
    p.matrices(
        "column",
        "DW e[i] = e[i] e[i]' DW e[i]",
        zeros=[("I", "sum all", "I"), ("I", "sum.all", "DW e[i]")],
        given=EACH,
    )
    p.matrices(
        f"{name}/entries",
        "e[i]' DW e[i] e[i]' DW e[i] = e[i]' DW e[i]",
        zeros=[("e[i]' DW", "column", "I"), ("e[i]'", "idempotent", "e[i]")],
        given=EACH,
    )
    p.matrices(
        "SY DW column",
        "SY DW e[i] = sv[i] DW e[i]",
        zeros=[("SY", "column", "I"), ("I", "diagonal", "e[i]' DW e[i]"), ("sv[i]", "I", "column", "I")],
        given=EACH,
    )
    p.matrices(
        "kept column",
        "R' e[i] = R' DW e[i]",
        zeros=[
            ("inverse[i]", "R'", "diagonal", "I"),
            ("inverse[i]", "I", "first", "e[i]"),
            ("inverse[i]", "R'", "SY DW", "e[i]"),
            ("inverse[i]", "R'", "SY DW column", "I"),
        ],
        scalar_zeros=[("invertible", "R' e[i]"), ("invertible", "R' DW e[i]")],
        given=EACH,
    )


def whole(p: Script) -> None:
    """``R' = R' DW``, ``SY DW = DW SY`` and the trace of DW."""
    name = "chitour.lemma3.2.selection"
    whole_matrix(p, f"{name}/kept", "R'", "R' DW", "kept column")
    p.matrices(
        "commuting column",
        "SY DW e[i] = DW SY e[i]",
        zeros=[("I", "SY DW column", "I"), ("DW", "diagonal", "I")],
        given=EACH,
    )
    whole_matrix(p, "SY DW SY", "SY DW", "DW SY", "commuting column")
    p.assume("R is zero", "R = 0")
    p.matrices(f"{name}/none", "DW = 0", zeros=[("I", "DW", "I"), ("SYinverse", "R is zero", "W11")])

    outer, inner = "SYinverse Columns", "Rows W11"
    p.matrices("DW R", "R = DW R", zeros=[("I", f"{name}/kept'", "I"), ("I", f"{name}/symmetric'", "R")])
    p.matrices("factors", f"DW = {outer} {inner}", zeros=[("I", "DW", "I"), ("SYinverse", "rank", "W11")])
    p.matrices(
        "range",
        f"Columns = {outer} {inner} Columns",
        zeros=[
            ("I", "rank", "RightInverse"),
            ("Columns", "rank.rows", "I"),
            ("I", "DW R", "RightInverse"),
            ("DW", "rank", "RightInverse"),
            ("DW Columns", "rank.rows", "I"),
            ("I", "factors", "Columns"),
        ],
    )
    p.matrices(
        "one side",
        f"LeftInverse {outer} ({inner} Columns) = I",
        zeros=[("LeftInverse", "range", "I"), ("I", "rank.columns", "I")],
    )
    p.instantiate("other side axiom", "inverse.sides",
                  matrices={"Z": f"LeftInverse {outer}", "Zinv": f"{inner} Columns"}, sizes={"r": "rk"})  # fmt: skip
    p.cut("other side", "other side axiom", ["one side"])
    p.matrices(
        "inner columns",
        f"{inner} Columns = {inner} {outer} {inner} Columns",
        zeros=[(inner, "range", "I")],
    )
    p.matrices(
        "ones",
        f"{inner} {outer} = I",
        zeros=[
            ("I", "other side", "I"),
            ("I", "inner columns", f"LeftInverse {outer}"),
            (f"{inner} {outer}", "other side", "I"),
        ],
    )
    p.trace("ones trace", "ones")
    p.trace("factors trace", "factors")
    p.order(f"{name}/ones", "tr(DW) = real(rk)", zeros=[("1", "factors trace"), ("1", "ones trace")])


def frames(p: Script) -> None:
    """What ``U1 U1' = DW`` and ``U2 U2' = I - DW`` say of S, M and R."""
    p.assume("ones frame", "U1 U1' = DW")
    p.assume("ones unit", "U1' U1 = I")
    p.assume("zeros frame", "U2 U2' = I - DW")
    p.assume("zeros unit", "U2' U2 = I")
    p.matrices("keep", "DW U1 = U1", zeros=[("I", "ones frame", "U1"), ("U1", "ones unit", "I")])
    p.matrices("drop", "DW U2 = 0", zeros=[("I", "zeros frame", "U2"), ("U2", "zeros unit", "I")])
    p.matrices("M D", "M = SY - SY DW", zeros=[("I", "M", "I"), ("I", "SY DW", "I")])
    p.matrices("M' D", "M' = SY - DW SY", zeros=[("I", "M D'", "I"), ("I", SYMMETRIC, "SY")])
    p.matrices("U2 R", "U2' R = 0", zeros=[("U2'", "DW R", "I"), ("I", "drop'", "R"), ("U2'", SYMMETRIC, "R")])
    p.matrices(
        "U1 S U2",
        "U1' SY U2 = 0",
        zeros=[
            ("I", "keep'", "SY U2"),
            ("U1'", SYMMETRIC, "SY U2"),
            ("U1'", "SY DW SY", "U2"),
            ("U1' SY", "drop", "I"),
        ],
    )
    p.matrices(
        "Z W11 M",
        "Middle W11 (SY - DW SY) = 0",
        zeros=[("I", "M W11 Z'", "I"), ("Middle W11", "M' D", "I")],
    )
    p.matrices(
        "Z W11",
        "Middle W11 (I - DW) = 0",
        zeros=[
            ("I", "Z W11 M", "SYinverse"),
            ("Middle W11", "SYinverse", "I"),
            ("Middle W11 DW", "SYinverse", "I"),
        ],
    )
    p.matrices("Z W11 U2", "Middle W11 U2 = 0", zeros=[("I", "Z W11", "U2"), ("Middle W11", "drop", "I")])


def residual(p: Script) -> None:
    """The blocks of M, S and DW."""
    name = "chitour.lemma3.2.residual.corrected"
    for part, left, right, block in (
        ("upper", "U1", "U1", ""),
        ("turned", "U2", "U1", ""),
        ("mixed", "U1", "U2", ""),
        ("lower", "U2", "U2", " - U2' SY U2"),
    ):
        kept = "keep" if right == "U1" else "drop"
        more = [("I", "U1 S U2", "I")] if part == "mixed" else []
        p.matrices(
            f"{name}/{part}",
            f"{left}' M {right}{block} = 0",
            zeros=[(f"{left}'", "M D", right), (f"{left}' SY", kept, "I"), *more],
        )
    p.cut(f"{name}/target", "U1 S U2")
    p.matrices(f"{name}/ones", "U1' DW U1 = I", zeros=[("U1'", "keep", "I"), ("I", "ones unit", "I")])
    p.cut(f"{name}/zeros", "drop")


def split(p: Script) -> None:
    """Equation (19) in blocks."""
    name = "chitour.split-equations"
    p.matrices("Q' D", "W11' R' = DW SY", zeros=[
        ("I", "SY DW'", "I"), ("I", SYMMETRIC, "SY")])  # fmt: skip
    for part, frame in (("first", [("Middle W11", "zeros frame", "W11' Middle' W' U1")]), ("full", [])):
        if part == "full":
            p.assume("no zeros", "U1 U1' = I")
            frame = [("Middle W11", "no zeros", "W11' Middle' W' U1")]
        other = " + W11 U2 (W11 U2)'" if part == "first" else ""
        gram = [("Middle W11", "ones frame", "W11' Middle' W' U1")] if part == "first" else []
        p.matrices(
            f"{name}/{part}",
            f"Middle W11 U1 (U1' SY U1) = Middle (W11 U1 (W11 U1)'{other}) Middle' (U1' W)'",
            zeros=[
                ("Middle W11", "ones frame", "SY U1"),
                *gram,
                *frame,
                ("Middle W11 W11'", "R'", "U1"),
                ("Middle W11", "Q' D", "U1"),
            ],
        )
    p.matrices(
        f"{name}/second",
        "Middle W11 U2 (U2' SY U2) = 0",
        zeros=[("Middle W11", "zeros frame", "SY U2"), ("I", "Z W11 M", "U2")],
    )


def reduced(p: Script) -> None:
    """The blocks of ``R W11``, and inverses."""
    p.matrices(
        "D_Y inverse",
        "U1' SY U1 (U1' SYinverse U1) = I",
        zeros=[
            ("U1' SY", "ones frame", "SYinverse U1"),
            ("U1'", "SY DW SY", "SYinverse U1"),
            ("U1' DW", "SYinverse", "U1"),
            ("U1'", "keep", "I"),
            ("I", "ones unit", "I"),
        ],
    )
    p.matrices("D_Y", "U1' R W11 U1 = U1' SY U1", zeros=[("U1'", "SY DW", "U1"), ("U1' SY", "keep", "I")])
    p.matrices(
        "left inverse",
        "U1' SYinverse U1 U1' R (W11 U1) = I",
        zeros=[("U1' SYinverse U1", "D_Y", "I"), ("I", "D_Y inverse'", "I")],
    )
    p.matrices(
        "right inverse",
        "U1' R (W11 U1 (U1' SYinverse U1)) = I",
        zeros=[("I", "D_Y", "U1' SYinverse U1"), ("I", "D_Y inverse", "I")],
    )
    p.matrices("other", "U1' R W11 U2 = 0", zeros=[("U1'", "SY DW", "U2"), ("U1' SY", "drop", "I")])
    p.matrices("last", "U1' R W12 = 0", zeros=[("U1'", "R W12", "I")])
    name = "chitour.reduced-blocks"
    p.instantiate("value at j", "diagonal", PAIR, indices={"i": "j"})
    p.matrices(
        f"{name}/diagonal",
        "e[i]' SY e[j] = 0",
        zeros=[("e[i]'", "value at j", "I"), ("sv[j]", "I", "unit.other", "I")],
        given=PAIR,
    )
    p.matrices("zero rows", "U2' W Middle = 0", zeros=[("I", "U2 R", "I"), ("U2'", "R", "I")])
    p.matrices("last block", "U1' W Middle W12 = 0", zeros=[("I", "last", "I"), ("U1'", "R", "W12")])
    p.matrices("first block", "U1' W Middle W11 U1 = U1' SY U1", zeros=[("I", "D_Y", "I"), ("U1'", "R", "W11 U1")])
    p.assume("one hidden layer", "Zleft Middle = I")
    p.matrices("free of zeros", "W11 U2 = 0", zeros=[("Zleft", "Z W11 U2", "I"), ("I", "one hidden layer", "W11 U2")])
    p.matrices("R U2", "R' U2 = 0", zeros=[("I", "U2 R'", "I")])
    shallow = "chitour.critical-shallow.corrected"
    for goal, of in (
        (f"{name}/product", "D_Y"),
        (f"{name}/invertible", "D_Y inverse"),
        (f"{name}/other", "other"),
        (f"{name}/left-inverse", "left inverse"),
        (f"{name}/last", "last"),
        (f"{shallow}/product", "D_Y"),
        (f"{shallow}/left-inverse", "left inverse"),
        (f"{shallow}/right-inverse", "right inverse"),
        (f"{shallow}/zero", "free of zeros"),
        (f"{shallow}/last", "last"),
        (f"{shallow}/rows", "U2 R"),
    ):
        p.cut(goal, of)


def rest_of_identity(p: Script) -> None:
    """``tr((I - DW)' (I - DW)) = dy - rk``, at most ``tr(SYinverse^2) tr(M' M)``."""
    keep, name = "(I - DW)' (I - DW)", "chitour.lemma3.2.selection"
    p.matrices("rest words", f"{keep} = I - DW", zeros=[
        ("I", f"{name}/symmetric", "(I - DW)"), ("I", "idempotent", "I")])  # fmt: skip
    p.trace("rest trace", "rest words")
    p.matrices("SYinverse M", "SYinverse M = I - DW", zeros=[
        ("SYinverse", "M D", "I"), ("I", "SYinverse SY", "(I - DW)")])  # fmt: skip
    p.matrices("rest of M words", f"{keep} = (SYinverse M)' SYinverse M", zeros=[
        ("I", "SYinverse M'", "SYinverse M"), ("(I - DW)'", "SYinverse M", "I")])  # fmt: skip
    p.trace("rest of M", "rest of M words")
    p.instantiate("M bound", "product.square", sizes={"r": "dy", "s": "dy", "t": "dy"},
                  matrices={"A": "SYinverse", "D": "M"})  # fmt: skip
    p.instantiate("norm of SYinverse", "norm.frobenius", sizes={"r": "dy", "s": "dy"}, matrices={"A": "SYinverse"})
    p.instantiate("norm of M", "norm.frobenius", sizes={"r": "dy", "s": "dy"}, matrices={"A": "M"})
    p.instantiate("norm of SYinverse M", "norm.frobenius", sizes={"r": "dy", "s": "dy"},
                  matrices={"A": "SYinverse M"})  # fmt: skip
    bound = "tr(SYinverse SYinverse) tr(M' M)"
    p.order("kept part", f"tr({keep}) <= {bound}", [("M bound",)], [
        ("1", "rest of M"), ("1", "norm of SYinverse M"), ("norm(M)^2", "norm of SYinverse"),
        ("tr(SYinverse SYinverse)", "norm of M")])  # fmt: skip
    p.order("far", f"{bound} >= 1", [("kept part",), ("index dy-rk-1",)],
            [("1", "rest trace"), ("1", f"{name}/ones")], given="rk + 1 <= dy")  # fmt: skip
    p.matrices("DW if none", "I - DW = I", zeros=[("I", f"{name}/none", "I")])
    p.trace("DW none trace", "DW if none")
    p.order("far if none", f"{bound} >= 1", [("kept part",), ("index dy-1",)],
            [("1", "rest trace"), ("1", "DW none trace")])  # fmt: skip


def descent(p: Script) -> None:
    """``|Z x|^2 |M|^2 = 0`` where ``R x = 0``, from the direction ``w2 = c y (Z x)'``, ``w11 = (N + 1) x y' M``."""
    p.instantiate("entry raw", "size.one", sizes={"r": "one"}, matrices={"Z": "(Middle x)' Middle x"})
    p.cut("Zx entry", "entry raw", ["one"])
    p.assume("R x", "R x = 0")
    c = "(tr((Middle x)' Middle x) tr(y' M M' y))"
    up = "y (Middle x)' Middle"
    n = f"(tr(({up} W11)' {up} W11) + tr(({up} W12)' {up} W12))"
    p.instantiate("descent raw", "no.descent", matrices={
        "w2": f"{c} (y (Middle x)')", "w11": f"({n} + 1) (x y' M)", "w12": "0"})  # fmt: skip
    for name, words in (("drop 1", f"({up} W11)' R x y' M"), ("drop 2", "(R x y' M)' R x y' M")):
        p.matrices(f"{name} words", f"{words} = 0", zeros=[(words.partition(" R x")[0], "R x", "y' M")])
        p.trace(name, f"{name} words")
    p.matrices("pair words", "M' y (Middle x)' Middle x y' M = tr((Middle x)' Middle x) M' y y' M", zeros=[
        ("M' y", "Zx entry", "y' M")])  # fmt: skip
    p.trace("pair", "pair words")
    for name, matrix in (("n 1", f"{up} W11"), ("n 2", f"{up} W12")):
        p.matrices(f"{name} psd", f"({matrix})' ({matrix}) psd", [((), matrix, "I dy")])
        p.trace(f"{name}>=0", f"{name} psd")
    p.order("c^2>=0", f"{c}^2 >= 0", squares=[c])
    p.order("c^2 small", f"{c}^2 <= 0^2", [("descent raw",), ("c^2>=0", "n 1>=0"), ("c^2>=0", "n 2>=0")], [
        (f"{c} ({n} + 1)", "drop 1"), (f"({n} + 1)^2", "drop 2"), (f"{c} ({n} + 1)", "pair")])  # fmt: skip
    p.order("0>=0", "0 tr(y' y) >= 0", squares=["0"])
    p.instantiate("c root", "real.square-root", scalars={"a": c, "b": "0"})
    p.cut("c<=0", "c root", ["0>=0", "c^2 small"])
    length = "tr((Middle x)' Middle x)"
    p.instantiate("descent at", "c<=0", matrices={"y": "e[i]"})
    at_most(p, "descent", "descent at", "sum", "e", (length, "M M'"), None, "")
    p.matrices("length psd", "(Middle x)' Middle x psd", [((), "Middle x", "I dh")])
    p.trace("length>=0", "length psd")
    p.order("S^2>=0", "tr(SYinverse SYinverse) >= 0", zeros=[("1", "norm of SYinverse")],
            squares=["norm(SYinverse)"])  # fmt: skip
    p.instantiate("no length raw", "norm.definite", sizes={"r": "dh", "s": "one"}, matrices={"A": "Middle x"})
    for part, far in (("positive", "far"), ("zero", "far if none")):
        p.order(f"no length {part}", f"{length} <= 0", [("descent", "S^2>=0"), ("length>=0", far)])
        p.cut(f"chitour.prop4.iii.rank/{part}", "no length raw", [f"no length {part}"])


def saddles(p: Script) -> None:
    """Remark 6: for ``rk >= dy`` DW is the identity and the loss is 0."""
    positive = "positive (tr(M' M) + tr((R W12)' R W12)) = 1"
    p.assume("positive loss", positive)
    p.order("rest small", "tr((I - DW)' (I - DW)) <= 0", [("index rk-dy",)],
            [("1", "rest trace"), ("1", "chitour.lemma3.2.selection/ones")], given="dy <= rk")  # fmt: skip
    p.instantiate("DW is I raw", "norm.definite", sizes={"r": "dy", "s": "dy"}, matrices={"A": "I - DW"})
    p.cut("DW is I", "DW is I raw", ["rest small"])
    p.matrices("M is 0", "M' M = 0", zeros=[("M'", "M D", "I"), ("M' SY", "DW is I", "I")])
    p.trace("M trace", "M is 0")
    p.matrices("last words", "(R W12)' R W12 = 0", zeros=[("(R W12)'", "R W12", "I")])
    p.trace("last trace", "last words")
    p.order("1 is 0", "1/2 = 0", zeros=[("1", "positive loss"), ("positive", "M trace"), ("positive", "last trace")],
            given="dy <= rk")  # fmt: skip
    p.matrices("anything", "0 I[r] = I[r]", scalar_zeros=[("1 is 0", "I[r]")], given="dy <= rk")
    p.instantiate("anything at dy", "anything", "dy <= rk", sizes={"r": "rk+1", "s": "dy"})
    p.instantiate("size raw", "size.inverse", "dy <= rk", sizes={"r": "rk+1", "s": "dy"}, matrices={"A": "0"})
    p.cut("rank if large", "size raw", ["anything at dy"])
    p.assume("rank if small", "rk + 1 <= dy")
    p.cases("chitour.remark6/rank", "rk >= dy", "rank if large", "rank if small")
    p.assume("rank below rz", "rk + 1 <= rz")
    p.cut("rank below rz too", "rank below rz", given="rk + 1 <= dy, dy <= rz")
    p.cut("chitour.remark6/order", "rank below rz too", ["chitour.remark6/rank"], "dy <= rz")
    p.assume("1<=rz", "1 <= rz")
    p.cut("chitour.remark6/none", "1<=rz", given="dy <= rz")


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "critical", after those of the theory "traces"."""
    p = Script("critical", before)
    for part in (
        products,
        selection,
        columns,
        whole,
        frames,
        residual,
        split,
        reduced,
        rest_of_identity,
        descent,
        saddles,
    ):
        part(p)
    return p
