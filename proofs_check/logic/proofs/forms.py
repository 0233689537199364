"""The proofs of the theory "forms": the second-order part of the loss at a critical point of one hidden layer."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script


def squared(matrix: str) -> str:
    """The squared norm of a matrix, as a text."""
    return f"tr(({matrix})' ({matrix}))"


B1 = "A1inv DY"
P1, Q1 = "U1 beta U1' + U1 del1 U2' + U2 eps' U1'", "U1 gam + U2 e2 C2"
OUTER_V = "(U1 (a1 V1 + a2 V2) + U2 (e1 V1 + e2 V2))"


def products(p: Script) -> None:
    """The products of blocks, in the new variables."""
    p.matrices("M", "SY - W2 W11 = U2 EY U2'", zeros=[
        ("I", "SY", "I"), ("I", "W2", "W11"), ("U1 A1 V1", "W11", "I"), ("U1 A1", "V11", f"{B1} U1'"),
        ("U1 A1", "V12", "B2 U1'"), ("U1", "A1inv", "DY U1'")])  # fmt: skip
    p.matrices("M turned", "(SY - W2 W11)' = U2 EY U2'", zeros=[("I", "M'", "I")])
    p.matrices("W2 W12", "W2 W12 = 0", zeros=[
        ("I", "W2", "W12"), ("U1 A1 V1", "W12", "I"), ("U1 A1", "V12", "C2")])  # fmt: skip
    b, d = "(V1' b1 + V2' b2)", "(V1' d1 + V2' d2)"
    p.matrices("W2 w11", f"W2 w11 = U1 (beta - a1 {B1} - a2 B2) U1' + U1 del1 U2'", zeros=[
        ("I", "W2", "w11"), ("U1 A1 V1", "w11", "I"), ("U1 A1", "V11", "b1 U1'"), ("U1 A1", "V12", "b2 U1'"),
        ("U1 A1", "V11", "d1 U2'"), ("U1 A1", "V12", "d2 U2'"), ("U1", "b1", "U1'"), ("U1", "d1", "U2'")])  # fmt: skip
    p.matrices("w2 W11", f"w2 W11 = U1 (a1 {B1} + a2 B2) U1' + U2 eps' U1'", zeros=[
        ("I", "w2", "W11"), (OUTER_V, "W11", "I"), ("U1 a1", "V11", f"{B1} U1'"), ("U1 a1", "V12", "B2 U1'"),
        ("U1 a2", "V12'", f"{B1} U1'"), ("U1 a2", "V22", "B2 U1'"), ("U2 e1", "V11", f"{B1} U1'"),
        ("U2 e1", "V12", "B2 U1'"), ("U2 e2", "V12'", f"{B1} U1'"), ("U2 e2", "V22", "B2 U1'"),
        ("U2", "e1", "U1'")])  # fmt: skip
    p.matrices("P1", f"W2 w11 + w2 W11 = {P1}", zeros=[("I", "W2 w11", "I"), ("I", "w2 W11", "I")])
    p.matrices("Q1", f"W2 w12 + w2 W12 = {Q1}", zeros=[
        ("I", "W2", "w12"), ("U1 A1 V1", "w12", "I"), ("U1 A1", "V11", "c1"), ("U1 A1", "V12", "c2"),
        ("I", "w2", "W12"), (OUTER_V, "W12", "I"), ("U1 a1", "V12", "C2"), ("U1 a2", "V22", "C2"),
        ("U2 e1", "V12", "C2"), ("U2 e2", "V22", "C2"), ("U1", "c1", "I")])  # fmt: skip
    p.matrices("e d", "e1 d1 + e2 d2 = eps' DYinv del1 + e2 del2", zeros=[
        ("e2", "d2", "I"), ("I", "e1", "DYinv A1 d1"), ("e1 A1inv", "DYinv", "A1 d1"),
        ("e1", "other side", "d1"), ("eps' DYinv", "d1", "I")])  # fmt: skip
    p.matrices(
        "U2 w w U2",
        "U2' w2 w11 U2 = eps' DYinv del1 + e2 del2",
        zeros=[
            ("U2'", "w2", "w11 U2"),
            ("I", "U12'", "(a1 V1 + a2 V2) w11 U2"),
            ("I", "U22", "(e1 V1 + e2 V2) w11 U2"),
            ("(e1 V1 + e2 V2)", "w11", "U2"),
            (f"(e1 V1 + e2 V2) {b}", "U12", "I"),
            (f"(e1 V1 + e2 V2) {d}", "U22", "I"),
            ("e1", "V11", "d1"),
            ("e1", "V12", "d2"),
            ("e2", "V12'", "d1"),
            ("e2", "V22", "d2"),
            ("I", "e d", "I"),
        ],
    )


def expansion(p: Script) -> None:
    """The loss in powers of the step."""
    p.instantiate("sides", "inverse.sides", sizes={"r": "rr"}, matrices={"Z": "A1", "Zinv": "A1inv"})
    p.cut("other side", "sides", ["A1inv"])
    products(p)
    for name, long in (("P1", P1), ("Q1", Q1)):
        p.matrices(f"{name} square words", f"({'W2 w11 + w2 W11' if name == 'P1' else 'W2 w12 + w2 W12'})' "
                   f"({'W2 w11 + w2 W11' if name == 'P1' else 'W2 w12 + w2 W12'}) = ({long})' ({long})",
                   zeros=[("I", f"{name}'", "W2 w11 + w2 W11" if name == "P1" else "W2 w12 + w2 W12"),
                          (f"({long})'", name, "I")])  # fmt: skip
        p.trace(f"{name} square", f"{name} square words")
    forms = {
        "p": (f"({P1})' ({P1})",
              "U1 beta' beta U1' + U1 beta' del1 U2' + U2 del1' beta U1' + U2 del1' del1 U2' + U1 eps eps' U1'",
              [("U1 beta'", "U11", "beta U1'"), ("U1 beta'", "U11", "del1 U2'"), ("U2 del1'", "U11", "beta U1'"),
               ("U2 del1'", "U11", "del1 U2'"), ("U1 beta'", "U12", "eps' U1'"), ("U2 del1'", "U12", "eps' U1'"),
               ("U1 eps", "U12'", "beta U1'"), ("U1 eps", "U12'", "del1 U2'"), ("U1 eps", "U22", "eps' U1'")]),
        "q": (f"({Q1})' ({Q1})", "gam' gam + (e2 C2)' e2 C2",
              [("gam'", "U11", "gam"), ("gam'", "U12", "e2 C2"), ("C2' e2'", "U12'", "gam"),
               ("C2' e2'", "U22", "e2 C2")]),
    }  # fmt: skip
    for name, (left, right, zeros) in forms.items():
        p.matrices(f"{name} words", f"{left} = {right}", zeros=zeros)
        p.trace(f"{name} form", f"{name} words")
    for name, words, zeros in (
        ("beta", "beta' beta U1' U1 - beta' beta", ("beta' beta", "U11", "I")),
        ("mixed", "beta' del1 U2' U1", ("beta' del1", "U12'", "I")),
        ("del", "del1' del1 U2' U2 - del1' del1", ("del1' del1", "U22", "I")),
        ("eps", "eps eps' U1' U1 - eps eps'", ("eps eps'", "U11", "I")),
    ):  # fmt: skip
        p.matrices(f"{name} words", f"{words} = 0", zeros=[zeros])
        p.trace(f"{name} trace", f"{name} words")
    p.matrices("flat words", f"(SY - W2 W11)' (W2 w11 + w2 W11) = U2 EY U2' ({P1})", zeros=[
        ("I", "M turned", "W2 w11 + w2 W11"), ("U2 EY U2'", "P1", "I")])  # fmt: skip
    p.trace("flat", "flat words")
    p.matrices("flat 0 words", "U2 EY U2' U1 beta U1' = 0", zeros=[("U2 EY", "U12'", "beta U1'")])
    p.matrices("flat 3 words", "U2 EY U2' U1 del1 U2' = 0", zeros=[("U2 EY", "U12'", "del1 U2'")])
    p.matrices("flat 4 words", "EY U2' U2 eps' U1' U2 = 0", zeros=[("EY U2' U2 eps'", "U12", "I")])
    for k in (0, 3, 4):
        p.trace(f"flat {k}", f"flat {k} words")
    p.matrices("curved words", "(SY - W2 W11)' w2 w11 = U2 EY U2' w2 w11", zeros=[("I", "M turned", "w2 w11")])
    p.trace("curved", "curved words")
    p.matrices("curved 2 words", "EY U2' w2 w11 U2 = EY eps' DYinv del1 + EY e2 del2", zeros=[
        ("EY", "U2 w w U2", "I")])  # fmt: skip
    p.trace("curved 2", "curved 2 words")
    for name, second in (("none 1", "W2 w12 + w2 W12"), ("none 2", "w2 w12")):
        p.matrices(f"{name} words", f"(W2 W12)' ({second}) = 0", zeros=[("I", "W2 W12'", second)])
        p.trace(name, f"{name} words")
    moved, rest = "(SY - (W2 + step w2) (W11 + step w11))", "((W2 + step w2) (W12 + step w12))"
    form = ("1/2 (tr(beta' beta) + tr(gam' gam) + tr(del1' del1) + tr(eps' eps) + tr((e2 C2)' e2 C2)) "
            "- tr(EY eps' DYinv del1) - tr(EY e2 del2)")  # fmt: skip
    names = ("P1 square", "Q1 square", "p form", "q form", "beta trace", "mixed trace", "del trace", "eps trace",
             "curved", "curved 2", "none 2")  # fmt: skip
    p.order(
        "chitour.prop5.splitting.form/form",
        f"1/2 {squared(moved)} + 1/2 {squared(rest)} = 1/2 {squared('SY - W2 W11')} + 1/2 tr((W2 W12)' W2 W12) "
        f"+ step^2 ({form}) + step^3 (tr((W2 w11 + w2 W11)' w2 w11) + tr((W2 w12 + w2 W12)' w2 w12)) "
        "+ step^4 (1/2 tr((w2 w11)' w2 w11) + 1/2 tr((w2 w12)' w2 w12))",
        zeros=[("step^2", name) for name in names]
        + [("step", name) for name in ("flat", "flat 0", "flat 3", "flat 4", "none 1")],
    )


def empty(p: Script) -> None:
    """Remark 7."""
    p.matrices("chitour.remark7/first", "Vo (Vo' do Uo') Uo = do", zeros=[
        ("I", "Vo", "do Uo' Uo"), ("do", "Uo", "I")])  # fmt: skip
    p.matrices("chitour.remark7/second", "Uo' (Uo eo Vo) Vo' = eo", zeros=[
        ("I", "Uo", "eo Vo Vo'"), ("eo", "Vo", "I")])  # fmt: skip
    moved, rest = "(So - step Uo eo Vo (step Vo' do Uo'))", "(step Uo eo Vo (Vo' Co + step Vo' co))"
    p.matrices("o inner", "Uo eo Vo Vo' = Uo eo", zeros=[("Uo eo", "Vo", "I")])
    for name, left, right, zeros in (
        ("o first", f"{moved}' {moved}", "(Uo (Eo - step^2 eo do) Uo')' (Uo (Eo - step^2 eo do) Uo')", [
            (f"{moved}'", "So", "I"), ("step^2", f"{moved}'", "o inner", "do Uo'"),
            ("I", "So'", "Uo (Eo - step^2 eo do) Uo'"),
            ("step^2", "Uo do'", "o inner'", "Uo (Eo - step^2 eo do) Uo'")]),
        ("o second", f"{rest}' {rest}", "(step Uo eo (Co + step co))' (step Uo eo (Co + step co))", [
            ("step", f"{rest}'", "o inner", "(Co + step co)"),
            ("step", "(Co + step co)'", "o inner'", "step Uo eo (Co + step co)")]),
        ("o third", "So' So", "Uo Eo Eo Uo'", [("So", "So", "I"), ("I", "So", "Uo Eo Uo'"),
                                                ("Uo Eo", "Uo", "Eo Uo'")]),
        ("o turned", "(Uo (Eo - step^2 eo do) Uo')' (Uo (Eo - step^2 eo do) Uo')",
         "Uo (Eo - step^2 eo do)' (Eo - step^2 eo do) Uo'",
         [("Uo (Eo - step^2 eo do)'", "Uo", "(Eo - step^2 eo do) Uo'")]),
        ("o cyclic", "(Eo - step^2 eo do)' (Eo - step^2 eo do) Uo' Uo", "(Eo - step^2 eo do)' (Eo - step^2 eo do)",
         [("(Eo - step^2 eo do)' (Eo - step^2 eo do)", "Uo", "I")]),
        ("o again", "Eo Eo Uo' Uo", "Eo Eo", [("Eo Eo", "Uo", "I")]),
        ("o last", "(Uo eo (Co + step co))' Uo eo (Co + step co)", "(eo (Co + step co))' eo (Co + step co)",
         [("(eo (Co + step co))'", "Uo", "eo (Co + step co)")]),
    ):  # fmt: skip
        p.matrices(f"{name} words", f"{left} = {right}", zeros=zeros)
        p.trace(name, f"{name} words")
    p.order(
        "chitour.remark7/form",
        f"1/2 {squared(moved)} + 1/2 tr(({rest})' {rest[1:-1]}) = 1/2 tr(So' So) "
        "+ step^2 (1/2 tr((eo Co)' eo Co) - tr(Eo eo do)) + step^3 tr((eo Co)' eo co) "
        "+ step^4 (1/2 tr((eo do)' eo do) + 1/2 tr((eo co)' eo co))",
        zeros=[("1", name) for name in ("o first", "o second", "o third", "o turned", "o cyclic", "o again")]
        + [("step^2", "o last")],
    )


def copied(p: Script) -> None:
    """(31) for r = 0."""
    p.cut("chitour.prop5.splitting.form/empty", "chitour.remark7/form")


def entries(p: Script) -> None:
    """Q_1 as a sum over the entries of ``del1`` and ``eps``: first over the columns, then over the rows."""
    p.instantiate("one is 1 raw", "size is 1", sizes={"r": "one"})
    p.cut("one is 1", "one is 1 raw", ["one"])
    f, g = "row[i]'", "column[j+1]"
    here = "1 <= i <= rr, 0 <= j <= kk-1"
    x, y = f"tr({f} del1 {g})", f"tr({f} eps {g})"
    for name, block in (("x", "del1"), ("y", "eps")):
        p.instantiate(
            f"{name} raw", "size.one", "i >= 0, j >= -1", sizes={"r": "one"}, matrices={"Z": f"{f} {block} {g}"}
        )
        p.cut(f"{name} entry", f"{name} raw", ["one"])
    p.instantiate("EY next", "EY.diagonal", "0 <= j <= kk-1", indices={"j": "j+1"})
    for name, left, right, first, second in (
        ("xx", "del1", "del1", "x", "x"), ("yy", "eps", "eps", "y", "y"), ("yx", "eps EY", "del1", "y", "x")
    ):  # fmt: skip
        value = {"xx": f"{x}^2", "yy": f"{y}^2", "yx": f"Ev[j+1] {y} {x}"}[name]
        a, b = {"x": x, "y": y}[first], f"({f} {right} {g})'"
        weight = "Ev[j+1]" if name == "yx" else "1"
        zeros = [(weight, "I", f"{first} entry", b), (f"{weight} {a}", "I", f"{second} entry'", "I")]
        zeros += [("1", f"{f} eps", "EY next", b)] if name == "yx" else []
        p.matrices(f"{name} words", f"{f} {left} {g} {b} = {value} I", zeros=zeros, given=here)
        p.trace(f"{name} value", f"{name} words")
        turned = f"({f} {right})'"
        for part, line, goal in (
            ("first", "columns.first", f"{f} {left} columns[0] {turned} = 0"),
            ("step", "columns.step", f"{f} {left} (columns[j+1] - columns[j] - {g} {g}') {turned} = 0"),
            ("all", "columns.all", f"{f} {left} (columns[kk] - I) {turned} = 0"),
        ):
            p.matrices(f"{name} {part} words", goal, zeros=[(f"{f} {left}", line, turned)])
            p.trace(f"{name} {part}", f"{name} {part} words")

    def form(middle: str) -> str:
        return (f"1/2 (tr({f} del1 {middle} ({f} del1)') + tr({f} eps {middle} ({f} eps)')) "
                f"- Dinv[i] tr({f} eps EY {middle} ({f} del1)')")  # fmt: skip

    def both(part: str) -> list[tuple[str, str]]:
        return [("1", f"xx {part}"), ("1", f"yy {part}"), ("Dinv[i]", f"yx {part}")]

    fact = "{0} = Cell[i, {1}]"
    p.order("cells base", fact.format(form("columns[0]"), "0"), zeros=[*both("first"), ("1", "Cell.first")],
            given="1 <= i <= rr")  # fmt: skip
    p.assume("cells hypothesis", fact.format(form("columns[j]"), "j"))
    p.order("cells step", fact.format(form("columns[j+1]"), "j+1"), zeros=[
        ("1", "cells hypothesis"), *both("step"), *both("value"), ("1", "Cell.step"),
        (f"{x}^2", "one is 1"), (f"{y}^2", "one is 1"), (f"Dinv[i] Ev[j+1] {x} {y}", "one is 1")],
        given=here)  # fmt: skip
    p.induction("cells", "j", fact.format(form("columns[j]"), "j"), "cells base", "cells step", low="0", high="kk",
                given="1 <= i <= rr")  # fmt: skip
    p.instantiate("cells at kk", "cells", "1 <= i <= rr", indices={"j": "kk"})
    p.order("row form", fact.format(form("I"), "kk"), zeros=[("1", "cells at kk"), *both("all")], given="1 <= i <= rr")


def rows_added(p: Script) -> None:
    """The rows added up."""
    p.instantiate("row form next", "row form", "0 <= i <= rr-1", indices={"i": "i+1"})
    p.instantiate("DY next", "DY.diagonal", "0 <= i <= rr-1", indices={"i": "i+1"})
    p.matrices("DY words", "eps EY del1' (DYinv row[i+1] - Dinv[i+1] row[i+1]) row[i+1]' = 0", zeros=[
        ("eps EY del1'", "DY next", "row[i+1]'")], given="0 <= i <= rr-1")  # fmt: skip
    p.trace("DY value", "DY words")
    for name, words in (("dd", "del1 del1'"), ("ee", "eps eps'"), ("ed", "eps EY del1' DYinv")):
        for part, line, goal in (
            ("first", "rows.first", f"{words} rows[0] = 0"),
            ("step", "rows.step", f"{words} (rows[i+1] - rows[i] - row[i+1] row[i+1]') = 0"),
            ("all", "rows.all", f"{words} (rows[rr] - I) = 0"),
        ):
            p.matrices(f"{name} {part} words", goal, zeros=[(words, line, "I")])
            p.trace(f"{name} {part}", f"{name} {part} words")

    def whole(middle: str) -> str:
        return f"1/2 (tr(del1 del1' {middle}) + tr(eps eps' {middle})) - tr(eps EY del1' DYinv {middle})"

    def sums(part: str) -> list[tuple[str, str]]:
        return [("1", f"dd {part}"), ("1", f"ee {part}"), ("1", f"ed {part}")]

    fact = "{0} = Total[{1}]"
    p.order("rows base", fact.format(whole("rows[0]"), "0"), zeros=[*sums("first"), ("1", "Total.first")])
    p.assume("rows hypothesis", fact.format(whole("rows[i]"), "i"))
    p.order("rows step", fact.format(whole("rows[i+1]"), "i+1"), zeros=[
        ("1", "rows hypothesis"), *sums("step"), ("1", "Total.step"), ("1", "row form next"), ("1", "DY value")],
        given="0 <= i <= rr-1")  # fmt: skip
    p.induction("rows sum", "i", fact.format(whole("rows[i]"), "i"), "rows base", "rows step", low="0", high="rr")
    p.instantiate("rows at rr", "rows sum", indices={"i": "rr"})
    p.order("chitour.prop5.q1/sum", fact.format("1/2 (tr(del1' del1) + tr(eps' eps)) - tr(EY eps' DYinv del1)", "rr"),
            zeros=[("1", "rows at rr"), *sums("all")])  # fmt: skip


def diagonal(p: Script) -> None:
    """(32) as a sum over the entries, and the signs of one form."""
    p.assume("c>=1", "Ev[j] Dinv[i] >= 1", "1 <= i <= rr, 1 <= j <= kk")
    both = "1 <= i <= rr, 1 <= j <= kk"
    pair = "(1/2 px px' + 1/2 py py' - 1/2 Ev[j] Dinv[i] (px py' + py px'))"
    for name, sign in (("minus", "-"), ("plus", "+")):
        other = "+" if sign == "-" else "-"
        p.matrices(
            f"chitour.prop5.q1/{name}",
            f"{pair} (px {sign} py) = 1/2 (1 {other} Ev[j] Dinv[i]) (px {sign} py)",
            zeros=[(c, v, line, "I") for c in ("1", "Ev[j] Dinv[i]") for v in ("px", "py")
                   for line in ("px", "py", "pxy", "pxy'")],
            given=both,
        )  # fmt: skip
    p.order("chitour.prop5.q1/first-sign", "1/2 (1 + Ev[j] Dinv[i]) >= 1/2", [("Ev.sign", "Dinv.sign")], given=both)
    p.order("chitour.prop5.q1/nonzero", "1/2 (1 - Ev[j] Dinv[i]) (2 Dv[i] gap[i, j]) = 1",
            zeros=[("1", "apart"), ("Ev[j] gap[i, j]", "Dinv")], given=both)  # fmt: skip
    p.order("chitour.prop5.q1/second-sign", "1/2 (1 - Ev[j] Dinv[i]) <= 0", [("c>=1",)])


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "forms", after those of the theory "traces"."""
    p = Script("forms", before)
    for part in (expansion, empty, copied, entries, rows_added, diagonal):
        part(p)
    return p
