"""The proofs of the theory "saddles": weights whose outer layers have too small a rank are no local extremum."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

TOP = "1 <= top <= n-1"
UP_TO = {"span": "i"}


def order_of_eigenvalues(p: Script) -> None:
    """``eig(S, 1) <= eig(S, i)``."""
    p.matrices("gap form", "(b - eig(S, 1)) I[span] psd", [((), "I", "span bottom"), ((), "Span", "eig.least")], [
        ("eig(S, 1)", "I", "span", "I")])  # fmt: skip
    p.trace("gap trace", "gap form")
    p.instantiate("gap cancel", "real.cancel", scalars={"a": "real(span)", "b": "b - eig(S, 1)"})
    p.cut("gap>=0", "gap cancel", ["span>=1", "gap trace"])
    p.instantiate("gap at", "gap>=0", "1 <= i <= r", sizes=UP_TO, scalars={"b": "eig(S, i)"})
    p.choose("first is least", "gap at", "eig.bottom", "1 <= i <= r", sizes=UP_TO)


def kernels(p: Script) -> None:
    """``V[j] ker[j] = 0``, as the least eigenvalue of ``V[j]' V[j]`` is 0."""
    inside = f"1 <= j <= top, {TOP}"
    p.assume("low hypothesis", "low' V[j+1] = 0")
    p.matrices("low step", "low' V[j] = 0", zeros=[("low'", "V.step", "I"), ("I", "low hypothesis", "W[j+1]")],
               given=f"0 <= j <= top-1, {TOP}")  # fmt: skip
    p.induction("low V", "j", "low' V[j] = 0", "deficient", "low step", low="0", high="top", direction="down",
                given=f"0 <= j <= top, {TOP}")  # fmt: skip
    p.instantiate("value raw", "eig.below", "one <= 1", sizes={"r": "d[n]", "span": "one"},
                  matrices={"S": "V[j] V[j]'", "Span": "low"}, scalars={"a": "1", "b": "0"})  # fmt: skip
    p.matrices("value form", "0 low' low - low' V[j] V[j]' low psd", zeros=[("I", "low V", "V[j]' low")], given=inside)
    p.matrices("low frame", "low' low - 1 I psd", zeros=[("I", "deficient.length", "I")])
    p.cut("value", "value raw", ["value form", "low frame", "span 1>=0"], f"one <= 1, {inside}")
    p.instantiate("gram at j", "eig.gram", "d[n] <= d[j], one <= 1", sizes={"r": "d[n]", "s": "d[j]"},
                  matrices={"A": "V[j]"}, indices={"i": "one"})  # fmt: skip
    place = "one + d[j] - d[n]"
    p.order("value of columns", f"eig(V[j]' V[j], {place}) <= 0", [("value",)], [("1", "gram at j")],
            given=f"d[n] <= d[j], one <= 1, {inside}")  # fmt: skip
    p.instantiate("least of V raw", "first is least", "d[n] <= d[j], one <= 1", sizes={"r": "d[j]"},
                  matrices={"S": "V[j]' V[j]"}, indices={"i": place})  # fmt: skip
    p.order("least of V", "eig(V[j]' V[j], 1) <= 0", [("least of V raw",), ("value of columns",)],
            given=f"d[n] <= d[j], one <= 1, {inside}")  # fmt: skip
    p.cut("least of V <= 0", "least of V", ["wide", "one"], inside)
    p.matrices("ker square", "(V[j] ker[j])' V[j] ker[j] = eig(V[j]' V[j], 1) ker[j]' ker[j]",
               zeros=[("ker[j]'", "ker", "I")], given="1 <= j <= top")  # fmt: skip
    p.trace("ker trace", "ker square")
    p.matrices("ker psd", "ker[j]' ker[j] psd", [((), "ker[j]", "I d[j]")])
    p.trace("ker length>=0", "ker psd")
    p.order("ker small", "tr((V[j] ker[j])' V[j] ker[j]) <= 0", [("least of V <= 0", "ker length>=0")],
            [("1", "ker trace")], given=inside)  # fmt: skip
    p.instantiate("ker definite", "norm.definite", sizes={"r": "d[n]", "s": "one"}, matrices={"A": "V[j] ker[j]"})
    p.cut("V ker", "ker definite", ["ker small"], inside)


def products(p: Script) -> None:
    """``OtherV[j] = V[j] + tau low Row[j]`` for j from 1 to top, and ``OtherV[0]``."""
    p.matrices("same base", "OtherV[n] = V[n]", zeros=[("I", "OtherV.last", "I"), ("I", "V.last", "I")])
    p.assume("same hypothesis", "OtherV[j+1] = V[j+1]")
    p.instantiate("Other above j", "Other.above", "top+1 <= j <= n-1", indices={"j": "j+1"})
    p.matrices("same step", "OtherV[j] = V[j]", zeros=[
        ("I", "OtherV.step", "I"), ("I", "V.step", "I"), ("I", "same hypothesis", "Other[j+1]"),
        ("V[j+1]", "Other above j", "I")], given=f"top+1 <= j <= n-1, {TOP}")  # fmt: skip
    p.induction("same", "j", "OtherV[j] = V[j]", "same base", "same step", low="top+1", high="n", direction="down",
                given=f"top+1 <= j <= n, {TOP}")  # fmt: skip
    p.instantiate("same at top", "same", TOP, indices={"j": "top+1"})
    p.instantiate("OtherV at top", "OtherV.step", TOP, indices={"j": "top"})
    p.instantiate("V at top", "V.step", TOP, indices={"j": "top"})
    fact = "OtherV[j] = V[j] + tau low Row[j]"
    p.matrices("other base", "OtherV[top] = V[top] + tau low Row[top]", zeros=[
        ("I", "OtherV at top", "I"), ("I", "same at top", "Other[top+1]"), ("V[top+1]", "Other.top", "I"),
        ("I", "V at top", "I"), ("tau", "I", "onto", "low ker[top]'"), ("tau", "low", "Row.top", "I")],
        given=TOP)  # fmt: skip
    p.assume("other hypothesis", "OtherV[j+1] = V[j+1] + tau low Row[j+1]")
    low = f"1 <= j <= top-1, {TOP}"
    p.instantiate("Other in the middle", "Other.middle", "1 <= j <= top-1", indices={"j": "j+1"})
    p.instantiate("V ker next", "V ker", low, indices={"j": "j+1"})
    p.matrices("other step", fact, zeros=[
        ("I", "OtherV.step", "I"), ("I", "other hypothesis", "Other[j+1]"), ("I", "V.step", "I"),
        ("V[j+1] + tau low Row[j+1]", "Other in the middle", "I"), ("turn[j]", "I", "V ker next", "ker[j]'"),
        ("tau", "low", "Row.step", "I")], given=low)  # fmt: skip
    p.induction("other", "j", fact, "other base", "other step", low="1", high="top", direction="down",
                given=f"1 <= j <= top, {TOP}")  # fmt: skip
    for name, of in (("other at 1", "other"), ("V ker 1", "V ker"), ("hit 1", "hit")):
        p.instantiate(name, of, TOP, indices={"j": "1"})
    for name, of in (("OtherV 0", "OtherV.step"), ("V 0", "V.step")):
        p.instantiate(name, of, TOP, indices={"j": "0"})
    p.instantiate("entry raw", "size.one", sizes={"r": "one"}, matrices={"Z": "Row[j] ker[j]"})
    p.cut("entry", "entry raw", ["one"])
    p.instantiate("entry 1", "entry", indices={"j": "1"})
    p.matrices("product", "OtherV[0] = V[0] + tau low Move", zeros=[
        ("I", "OtherV 0", "I"), ("I", "other at 1", "Other[1]"), ("V[1] + tau low Row[1]", "Other.first", "I"),
        ("I", "V 0", "I"), ("shift", "I", "V ker 1", "low' M"), ("tau shift", "low", "entry 1", "low' M"),
        ("tau", "low", "Move", "I")], scalar_zeros=[("hit 1", "tau shift low low' M")], given=TOP)  # fmt: skip


def losses(p: Script) -> None:
    """The loss at the other weights, a polynomial in tau."""
    loss, short = "(Sigma - OtherV[0])", "(M - tau low Move)"
    p.matrices("residual", f"{loss} = {short}", zeros=[("I", "product", "I"), ("I", "M", "I")], given=TOP)
    p.matrices("square words", f"{loss}' {loss} = {short}' {short}", zeros=[
        ("I", "residual'", loss), (f"{short}'", "residual", "I")], given=TOP)  # fmt: skip
    p.trace("square", "square words")
    p.matrices("bend words", "(low Move)' low Move = Move' Move", zeros=[("Move'", "deficient.length", "Move")])
    p.trace("bend trace", "bend words")
    p.matrices("slope words", "Move M' low = Row[1] W[1] M' low + shift hit[1] low' M M' low", zeros=[
        ("I", "Move", "M' low")])  # fmt: skip
    p.trace("slope trace", "slope words")
    value = f"1/2 tr({loss}' {loss})"
    zeros = [("1", "square"), ("tau^2", "bend trace"), ("tau", "slope trace"), ("tau", "rise"), ("tau", "slope"),
             ("tau shift hit[1]", "gain"), ("tau^2", "bend")]  # fmt: skip
    p.order("loss", f"{value} = 1/2 tr(M' M) - tau slope + 1/2 tau^2 bend", zeros=zeros, given=TOP)
    p.assume("tau small", "tau slope >= tau^2 bend")
    name = "chitour.prop4.iii.saddle"
    p.order(f"{name}/lower", f"{value} <= 1/2 tr(M' M) - 1/2 tau slope", [("tau small",)], [("1", "loss")], given=TOP)
    p.matrices("bend psd", "Move' Move psd", [((), "Move", "I one")])
    p.trace("bend trace>=0", "bend psd")
    p.order("bend>=0", "bend >= 0", [("bend trace>=0",)], [("1", "bend")])
    p.order("tau^2>=0", "tau^2 >= 0", squares=["tau"])
    p.order(f"{name}/higher", f"{value} >= 1/2 tr(M' M) - tau slope", [("tau^2>=0", "bend>=0")], [("1", "loss")],
            given=TOP)  # fmt: skip


def slopes(p: Script) -> None:
    """``slope^2 >= step^(2 top) gain^2`` from ``hit[j]^2 >= step^(2 top - 2 j)``."""
    p.instantiate("one is 1 raw", "size is 1", sizes={"r": "one"})
    p.cut("one is 1", "one is 1 raw", ["one"])
    p.matrices("hit top words", "Row[top] ker[top] = ker[top]' ker[top]", zeros=[("I", "Row.top", "ker[top]")])
    p.trace("hit top trace", "hit top words")
    p.trace("ker unit", "ker.length")
    p.instantiate("ker unit top", "ker unit", TOP, indices={"j": "top"})
    p.instantiate("hit at top", "hit", TOP, indices={"j": "top"})
    p.order("hit top", "hit[top] = 1", zeros=[("1", "hit at top"), ("1", "hit top trace"), ("1", "ker unit top"),
            ("1", "one is 1")], given=TOP)  # fmt: skip
    p.order("hit base", "hit[top]^2 >= step^(2 top - 2 top)", zeros=[("hit[top] + 1", "hit top")], given=TOP)
    low = f"1 <= j <= top-1, {TOP}"
    p.instantiate("hit next", "hit", low, indices={"j": "j+1"})
    p.matrices("hit words", "Row[j] ker[j] = Row[j+1] W[j+1] ker[j] + turn[j] Row[j+1] ker[j+1] ker[j]' ker[j]",
               zeros=[("I", "Row.step", "ker[j]")], given=low)  # fmt: skip
    p.matrices("hit short", "Row[j+1] ker[j+1] ker[j]' ker[j] = Row[j+1] ker[j+1]",
               zeros=[("Row[j+1] ker[j+1]", "ker.length", "I")], given=low)  # fmt: skip
    p.trace("hit trace", "hit words")
    p.trace("hit short trace", "hit short")
    through = "tr(Row[j+1] W[j+1] ker[j])"
    p.order("hit sum", f"hit[j] = {through} + turn[j] hit[j+1]", zeros=[
        ("1", "hit"), ("1", "hit trace"), ("turn[j]", "hit short trace"), ("turn[j]", "hit next")],
        given=low)  # fmt: skip
    p.assume("hit hypothesis", "hit[j+1]^2 >= step^(2 top - 2 (j+1))", "j+1 <= top")
    p.order("step^2>=0", "step^2 >= 0", squares=["step"])
    p.order("hit step", "hit[j]^2 >= step^(2 top - 2 j)", [("turn.sign",), ("step^2>=0", "hit hypothesis")], [
        (f"hit[j] + {through} + turn[j] hit[j+1]", "hit sum"), ("hit[j+1]^2", "turn")], [through],
        given=low)  # fmt: skip
    p.induction("hits", "j", "hit[j]^2 >= step^(2 top - 2 j)", "hit base", "hit step", low="1", high="top",
                direction="down", given=f"1 <= j <= top, {TOP}")  # fmt: skip
    p.instantiate("hits at 1", "hits", TOP, indices={"j": "1"})
    p.order("gain^2>=0", "gain^2 >= 0", squares=["gain"])
    p.matrices("gain psd", "(low' M)' low' M psd", [((), "low' M", "I one")])
    p.trace("gain trace>=0", "gain psd")
    p.order("gain>=0", "gain >= 0", [("gain trace>=0",)], [("1", "gain")])
    p.order("slope square", "slope^2 >= step^(2 top) gain^2",
            [("shift.sign", "gain>=0"), ("step^2>=0", "gain^2>=0", "hits at 1")],
            [("slope + rise + shift hit[1] gain", "slope"), ("hit[1]^2 gain^2", "shift")], ["rise"],
            given=TOP)  # fmt: skip


def gains(p: Script) -> None:
    """``1 <= gain \\|RightSigma low\\|^2``, and how near the other weights are."""
    name = "chitour.prop4.iii.saddle"
    p.instantiate("low at 0", "low V", TOP, indices={"j": "0"})
    p.matrices("seen words", "low' M RightSigma low = I", zeros=[
        ("low'", "M", "RightSigma low"), ("I", "low at 0", "RightSigma low"), ("low'", "full.target", "low"),
        ("I", "deficient.length", "I")], given=TOP)  # fmt: skip
    p.trace("seen", "seen words")
    sizes = {"r": "d[0]", "s": "one"}
    p.instantiate("seen bound", "norm.cauchy-schwarz", sizes=sizes,
                  matrices={"A": "(low' M)'", "B": "RightSigma low"})  # fmt: skip
    p.instantiate("gain norm", "norm.frobenius", sizes=sizes, matrices={"A": "(low' M)'"})
    p.instantiate("Right norm", "norm.frobenius", sizes=sizes, matrices={"A": "RightSigma low"})
    first, second = "norm((low' M)')", "norm(RightSigma low)"
    p.order("norms", f"{first} {second} >= 1", [("seen bound",)], [("1", "seen"), ("1", "one is 1")], given=TOP)
    p.order("gain bound", "gain tr((RightSigma low)' RightSigma low) >= 1", [("norms", "norms"), ("norms",)], [
        ("tr((RightSigma low)' RightSigma low)", "gain"), ("tr((RightSigma low)' RightSigma low)", "gain norm"),
        (f"{first}^2", "Right norm")], given=TOP)  # fmt: skip
    length = "tr((RightSigma low)' RightSigma low)"
    p.order("length^2>=0", f"{length}^2 >= 0", squares=[length])
    p.order("step^(2 top)>=0", "step^(2 top) >= 0", squares=["step^top"], given="top >= 0")
    p.order(f"{name}/slope", f"slope^2 {length}^2 >= step^(2 top)", [
        ("slope square", "length^2>=0"), ("step^(2 top)>=0", "gain bound", "gain bound"),
        ("step^(2 top)>=0", "gain bound")], given=TOP)  # fmt: skip


def near(p: Script) -> None:
    """How near the other weights are."""
    middle = f"2 <= j <= top, {TOP}"
    p.instantiate("ker unit at top", "ker.length", TOP, indices={"j": "top"})
    p.instantiate("ker unit at 1", "ker.length", TOP, indices={"j": "1"})
    p.instantiate("ker unit before", "ker.length", middle, indices={"j": "j-1"})
    p.instantiate("turn before", "turn", middle, indices={"j": "j-1"})
    for part, place, line, left, right, unit, given in (
        ("top", "top+1", "Other.top", "Onto low", "ker[top]", "ker unit at top", TOP),
        ("middle", "j", "Other.middle", "ker[j]", "ker[j-1]", "ker unit before", middle),
        ("first", "1", "Other.first", "(low' M)'", "ker[1]", "ker unit at 1", TOP),
    ):
        moved = f"(Other[{place}] - W[{place}])"
        number = {"top": "tau", "middle": "turn[j-1]", "first": "shift"}[part]
        change = f"{number} {left} {right}'" if part != "first" else f"{number} {right} {left}'"
        p.matrices(f"{part} words", f"{moved}' {moved} = ({change})' {change}", zeros=[
            ("I", f"{line}'", moved), (f"({change})'", line, "I")], given=given)  # fmt: skip
        p.trace(f"{part} trace", f"{part} words")
        p.matrices(f"{part} kept", f"{left} {right}' {right} ({left})' = {left} ({left})'", zeros=[
            (left, unit, f"({left})'")], given=given)  # fmt: skip
        p.trace(f"{part} kept trace", f"{part} kept")
        total, more = {
            "top": ("tau^2 tr((Onto low)' Onto low)", []),
            "middle": ("step^2", [("turn[j-1]^2", "ker unit"), ("turn[j-1]^2", "one is 1"), ("1", "turn before")]),
            "first": ("step^2 tr((low' M)' low' M)", [("tr((low' M)' low' M)", "shift")]),
        }[part]
        p.order(f"chitour.prop4.iii.saddle/near-{part}", f"tr({moved}' {moved}) = {total}",
                zeros=[("1", f"{part} trace"), (f"{number}^2", f"{part} kept trace"), *more], given=given)  # fmt: skip
    p.cut("chitour.prop4.iii.saddle/near-rest", "Other.above")


def full_rank(p: Script) -> None:
    """``M = 0`` where r = d_y, and ``r = d_y`` where the loss is 0."""
    p.assume("first gradient", "V[1]' M = 0")
    p.assume("right inverse", "V[1] Inverse = I")
    p.matrices("no residual", "M = 0", zeros=[("I", "right inverse'", "M"), ("Inverse'", "first gradient", "I")])
    p.matrices("no square", "M' M = 0", zeros=[("M'", "no residual", "I")])
    p.trace("no loss", "no square")
    other = "(Sigma - Product)"
    p.matrices("other psd", f"{other}' {other} psd", [((), other, "I d[n]")])
    p.trace("other>=0", "other psd")
    p.order("minimum", f"1/2 tr(M' M) <= 1/2 tr({other}' {other})", [("other>=0",)], [("1", "no loss")], given="n >= 1")
    for id in ("chitour.crit-strata", "chitour.prop4.i.corrected"):
        p.cut(f"{id}/minima", "minimum")
    fact = "BestU[{0}] = J[{0}] Sigma"
    p.matrices("best base", fact.format("1"), zeros=[("I", "BestU.first", "I"), ("I", "Best.first", "I")],
               given="n >= 1")  # fmt: skip
    p.assume("best hypothesis", fact.format("j"))
    p.cut("frame", "J", ["wide"], "1 <= j <= n-1")
    p.matrices("best step", fact.format("j+1"), zeros=[
        ("I", "BestU.step", "I"), ("Best[j+1]", "best hypothesis", "I"), ("I", "Best.step", "J[j] Sigma"),
        ("J[j+1]", "frame", "Sigma")], given="1 <= j <= n-1")  # fmt: skip
    p.induction("best", "j", fact.format("j"), "best base", "best step", low="1", high="n")
    p.instantiate("best at n", "best", "n >= 1", indices={"j": "n"})
    p.matrices("best residual", "Sigma - BestU[n] = 0", zeros=[("I", "best at n", "I"), ("I", "J.last", "Sigma")],
               given="n >= 1")  # fmt: skip
    p.matrices("best square", "(Sigma - BestU[n])' (Sigma - BestU[n]) = 0", zeros=[
        ("(Sigma - BestU[n])'", "best residual", "I")], given="n >= 1")  # fmt: skip
    p.trace("best loss", "best square")
    p.assume("global", "tr(M' M) <= tr((Sigma - BestU[n])' (Sigma - BestU[n]))", "n >= 1")
    p.order("zero loss", "tr(M' M) <= 0", [("global",)], [("1", "best loss")], given="n >= 1")
    p.instantiate("M definite", "norm.definite", sizes={"r": "d[n]", "s": "d[0]"}, matrices={"A": "M"})
    p.cut("M is 0", "M definite", ["zero loss"], "n >= 1")
    p.instantiate("V at 0", "V.step", "n >= 1", indices={"j": "0"})
    p.matrices("chitour.crit-strata/converse", "V[1] (W[1] RightSigma) = I", zeros=[
        ("I", "V at 0", "RightSigma"), ("I", "M", "RightSigma"), ("I", "M is 0", "RightSigma"),
        ("I", "full.target", "I")], given="n >= 1")  # fmt: skip


def first_layer(p: Script) -> None:
    """A step of gradient descent in the first layer; and the parts that three claims share."""
    name = "chitour.prop4.i.corrected"
    p.matrices(f"{name}/first-layer", "Sigma - V[1] (W[1] + step V[1]' M) = M - step V[1] V[1]' M", zeros=[
        ("I", "M", "I"), ("I", "V at 0", "I")], given="n >= 1")  # fmt: skip
    slope, bend = "tr((V[1]' M)' V[1]' M)", "tr((V[1] V[1]' M)' V[1] V[1]' M)"
    p.assume("step>=0", "step >= 0")
    p.assume("short step", f"step {bend} <= {slope}")
    moved = "(M - step V[1] V[1]' M)"
    p.order(f"{name}/critical", f"1/2 tr({moved}' {moved}) <= 1/2 tr(M' M) - 1/2 step {slope}",
            [("step>=0", "short step")], given="n >= 1")  # fmt: skip
    for part in ("lower", "higher", "slope", "near-top", "near-middle", "near-first", "near-rest"):
        for id in ("chitour.crit-strata", "chitour.prop4.i.corrected"):
            p.cut(f"{id}/{part}", f"chitour.prop4.iii.saddle/{part}")


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "saddles", after those of the theory "traces"."""
    p = Script("saddles", before)
    for part in (order_of_eigenvalues, kernels, products, losses, slopes, gains, near, full_rank, first_layer):
        part(p)
    return p
