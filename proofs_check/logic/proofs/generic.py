"""The proofs of the theory "generic": targets with different positive singular values are open and dense."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script
from proofs_check.logic.proofs.sums import one_summand

NAME = "chitour.assumption3.generic"
HERE, THERE = "Y X' N X Y'", "Y1 X' N X Y1'"
INSIDE = "1 <= i <= r"
EACH, NEXT = "1 <= i <= dy", "0 <= i <= dy-1"


def perturbed(p: Script) -> None:
    """``|eig(S + Q, i) - eig(S, i)| <= a`` if ``norm(Q) <= a`` and a is positive, as ``2 a (a I - Q)`` is
    ``(a I - Q)^2 + (a^2 I - Q^2)``.
    """
    p.assume("size of Q", "norm(Q) <= a")
    p.assume("b is inverse", "b a = 1")
    p.assume("b>=0", "b >= 0")
    p.instantiate("Q norm", "norm.frobenius", sizes={"s": "r"}, matrices={"A": "Q"})
    p.instantiate("Q norm>=0", "norm.nonnegative", sizes={"s": "r"}, matrices={"A": "Q"})
    p.order("Q small", "a^2 - tr(Q Q) >= 0", [("size of Q", "size of Q"), ("size of Q", "Q norm>=0"),
            ("size of Q", "Q norm>=0")], [("1", "Q norm")])  # fmt: skip
    p.matrices("Q square psd", "Q Q psd", [((), "Q", "I r")])
    p.instantiate("Q dominated raw", "psd.trace-dominates", matrices={"S": "Q Q"})
    p.cut("Q dominated", "Q dominated raw", ["Q square psd"])
    for sign in ("-", "+"):
        p.matrices(f"a{sign}Q", f"a I {sign} Q psd", [
            (("b>=0",), f"a I {sign} Q", "I r"), (("b>=0",), "I", "Q dominated"), (("b>=0", "Q small"), "I", "I r")],
            scalar_zeros=[("b is inverse", "a I"), ("b is inverse", "Q")])  # fmt: skip
    p.instantiate("rise raw", "eig.monotone", INSIDE, matrices={"Q": "a I + Q"})
    p.instantiate("rise shift", "eig.shift", INSIDE, matrices={"S": "S + Q"}, scalars={"u": "a"})
    p.cut("rise cut", "rise raw", ["a+Q"])
    p.order("perturbed above", "eig(S, i) <= eig(S + Q, i) + a", [("rise cut",)], [("1", "rise shift")], given=INSIDE)
    p.instantiate("fall raw", "eig.monotone", INSIDE, matrices={"S": "S + Q", "Q": "a I - Q"})
    p.instantiate("fall shift", "eig.shift", INSIDE, scalars={"u": "a"})
    p.cut("fall cut", "fall raw", ["a-Q"])
    p.order("perturbed below", "eig(S + Q, i) <= eig(S, i) + a", [("fall cut",)], [("1", "fall shift")], given=INSIDE)


def opened(p: Script) -> None:
    """The eigenvalues at a target near Y."""
    p.assume("gap inverse", "inverseapart apart = 1")
    p.assume("gap inverse>=0", "inverseapart >= 0")
    p.order("quarter", "(4 inverseapart) (1/4 apart) = 1", zeros=[("1", "gap inverse")])
    p.order("four>=0", "4 inverseapart >= 0", [("gap inverse>=0",)])
    for side in ("above", "below"):
        p.instantiate(f"near {side} raw", f"perturbed {side}", EACH, sizes={"r": "dy"},
                      matrices={"S": HERE, "Q": f"{THERE} - {HERE}"},
                      scalars={"a": "1/4 apart", "b": "4 inverseapart"})  # fmt: skip
        p.cut(f"near {side}", f"near {side} raw", ["quarter", "four>=0"])
    p.instantiate("near next", "near above", "1 <= i, i+1 <= dy", indices={"i": "i+1"})
    p.instantiate("near first", "near above", indices={"i": "1"})
    p.assume("gap here", f"eig({HERE}, i+1) >= eig({HERE}, i) + apart", "1 <= i, i+1 <= dy")
    p.assume("least here", f"eig({HERE}, 1) >= apart")
    p.order(f"{NAME}/open", f"eig({THERE}, i+1) >= eig({THERE}, i) + 1/2 apart",
            [("near next",), ("near below",), ("gap here",)], given="1 <= i, i+1 <= dy")  # fmt: skip
    p.instantiate(
        "moved size>=0", "norm.nonnegative", sizes={"r": "dy", "s": "dy"}, matrices={"A": f"{THERE} - {HERE}"}
    )
    p.assume("moved size <=", f"norm({THERE} - {HERE}) <= 1/4 apart")
    p.order(f"{NAME}/open-least", f"eig({THERE}, 1) >= 1/2 apart", [
        ("near first",), ("least here",), ("moved size>=0",), ("moved size <=",)])  # fmt: skip


def nearness(p: Script) -> None:
    """``norm(A A' - B B') <= g (g + 2 norm(B))`` with ``g = norm(A - B)``."""
    p.instantiate("turned raw", "norm.frobenius", sizes={"r": "s", "s": "r"}, matrices={"A": "A'"})
    p.order("turned square", "norm(A')^2 <= norm(A)^2", zeros=[("1", "turned raw"), ("1", "norm.frobenius")])
    p.instantiate("turned root", "real.square-root", scalars={"a": "norm(A')", "b": "norm(A)"})
    p.cut("turned", "turned root", ["norm.nonnegative", "turned square"])
    change, start = "(Y1 - Y) V", "Y V"
    at = {"r": "dy", "s": "dx"}
    p.instantiate("change norm", "submultiplicative", sizes={"r": "dy", "s": "f", "t": "dx"},
                  matrices={"A": "Y1 - Y", "D": "V"})  # fmt: skip
    for name, one in (("change", change), ("start", start)):
        p.instantiate(f"{name} turned", "turned", sizes=at, matrices={"A": one})
        p.instantiate(f"{name}>=0", "norm.nonnegative", sizes=at, matrices={"A": one})
    square = {"r": "dy", "s": "dx", "t": "dy"}
    pairs = {"both": (change, f"({change})'"), "front": (change, f"({start})'"), "back": (start, f"({change})'")}
    for name, (one, other) in pairs.items():
        p.instantiate(f"{name} product", "submultiplicative", sizes=square, matrices={"A": one, "D": other})
    words = {name: f"{one} {other}" for name, (one, other) in pairs.items()}
    p.instantiate("two parts", "triangle", sizes={"r": "dy", "s": "dy"},
                  matrices={"A": words["front"], "B": words["back"]})  # fmt: skip
    p.instantiate("three parts", "triangle", sizes={"r": "dy", "s": "dy"},
                  matrices={"A": words["both"], "B": f"{words['front']} + {words['back']}"})  # fmt: skip
    p.matrices("moved words", f"{THERE} - {HERE} = {words['both']} + {words['front']} + {words['back']}", zeros=[
        ("Y1", "V.range", "Y1'"), ("Y", "V.range", "Y'")])  # fmt: skip
    p.add("moved norm", "congruence", function="norm", first=f"{THERE} - {HERE}",
          second=f"{words['both']} + {words['front']} + {words['back']}", of="moved words")  # fmt: skip
    step = "norm(Y1 - Y) norm(V)"
    for name, one, sizes in (("target", "Y1 - Y", {"r": "dy", "s": "f"}), ("V", "V", {"r": "f", "s": "dx"})):
        p.instantiate(f"{name} length>=0", "norm.nonnegative", sizes=sizes, matrices={"A": one})
    p.order("step norm>=0", f"{step} >= 0", [("target length>=0", "V length>=0")])
    p.order(f"{NAME}/open-near", f"norm({THERE} - {HERE}) <= {step} ({step} + 2 norm(Y V))", [
        ("three parts",), ("two parts",), ("both product",), ("front product",), ("back product",),
        ("change>=0", "change turned"), ("change>=0", "start turned"), ("start>=0", "change turned"),
        ("change norm", "change>=0"), ("change norm", "step norm>=0"), ("change norm", "start>=0")],
        [("1", "moved norm")])  # fmt: skip


def side(p: Script, name: str, vectors: tuple[str, str], turn: str, unit: str, other: str) -> None:
    """``v[i]' Rise[dy] = i image[i]'`` for one of the two kinds of vectors, or the same for ``Rise[dy]'``."""
    v, image = vectors
    one_summand(p, name, f"{v}[i]' Rise[{{0}}]{turn}", f"real(i) {image}[i]'", f"Rise{turn}", (f"{v}[i]'", "I"),
                [("real(i)", "I", unit, f"{image}[i]'")], (f"{other}'", other),
                ("real(k+1)", "I", f"{image}[k+1]'"))  # fmt: skip


def dense(p: Script) -> None:
    """The singular values at the targets beside Y."""
    p.cut("left in range", "left", ["outputs"], EACH)
    p.cut("right in range", "right", ["outputs"], EACH)
    p.cut("q unit", "q.unit", ["outputs"], EACH)
    p.cut("q apart", "q.other", ["outputs"], "1 <= i, i+1 <= j, j <= dy")
    side(p, "rows", ("out", "inn"), "", "u.unit", "u.other")
    side(p, "columns", ("inn", "out"), "'", "q unit", "q apart")
    size = "(s0[i] + step real(i))"
    p.matrices(
        "beside words", "Beside V = Y V + step Rise[dy]", zeros=[("I", "Beside", "V"), ("step Rise[dy]", "V", "I")]
    )
    p.matrices("beside right", f"(Beside V)' out[i] = {size} inn[i]", zeros=[
        ("I", "beside words'", "out[i]"), ("I", "right in range", "I"), ("step", "I", "rows all'", "I")],
        given=EACH)  # fmt: skip
    p.matrices("beside left", f"Beside V inn[i] = {size} out[i]", zeros=[
        ("I", "beside words", "inn[i]"), ("I", "left in range", "I"), ("step", "I", "columns all'", "I")],
        given=EACH)  # fmt: skip
    p.matrices(f"{NAME}/dense-values", f"Beside X' N X Beside' out[i] = {size}^2 out[i]", zeros=[
        ("Beside", "V.range", "Beside' out[i]"), ("Beside V", "beside right", "I"), (size, "I", "beside left", "I")],
        given=EACH)  # fmt: skip
    p.cut(f"{NAME}/dense-unit", "u.unit")
    p.cut(f"{NAME}/dense-other", "u.other")


def distances(p: Script) -> None:
    """The singular values differ, and the target is near."""
    size = "(s0[i] + step real(i))"
    p.assume("step>=0", "step >= 0")
    p.order(f"{NAME}/dense-least", f"{size}^2 >= step^2", [
        ("s0.sign", "s0.sign"), ("s0.sign", "step>=0", "index i"), ("step>=0", "step>=0", "index i-1", "index i-1"),
        ("step>=0", "step>=0", "index i-1")], given=EACH)  # fmt: skip
    inner = "1 <= i <= dy-1"
    p.order(f"{NAME}/dense-apart", f"(s0[i+1] + step real(i+1))^2 >= {size}^2 + step^2", [
        ("s0.order", "s0.order"), ("s0.order", "s0.sign"), ("s0.order", "step>=0", "index i"), ("s0.order", "step>=0"),
        ("s0.sign", "step>=0"), ("step>=0", "step>=0", "index i")], given=inner)  # fmt: skip
    p.instantiate("rows before next", "rows before", NEXT, indices={"i": "i+1", "k": "i"})
    p.instantiate("u next", "u.unit", NEXT, indices={"i": "i+1"})
    p.instantiate("q next", "q unit", NEXT, indices={"i": "i+1"})
    p.instantiate("one is 1 raw", "size is 1", sizes={"r": "one"})
    p.cut("one is 1", "one is 1 raw", ["one"])
    fact = "tr(Rise[{0}]' Rise[{0}]) = total[{0}]"
    p.matrices("length base words", "Rise[0]' Rise[0] = 0", zeros=[("Rise[0]'", "Rise.first", "I")])
    p.trace("length base trace", "length base words")
    p.order("length base", fact.format("0"), zeros=[("1", "length base trace"), ("1", "total.first")])
    p.assume("length hypothesis", fact.format("i"))
    added = "real(i+1) out[i+1] inn[i+1]'"
    p.matrices("length words", "Rise[i+1]' Rise[i+1] = Rise[i]' Rise[i] + real(i+1)^2 inn[i+1] inn[i+1]'", zeros=[
        ("I", "Rise.step'", "Rise[i+1]"), (f"(Rise[i] + {added})'", "Rise.step", "I"),
        ("real(i+1)", "I", "rows before next'", "inn[i+1]'"), ("real(i+1)", "inn[i+1]", "rows before next", "I"),
        ("real(i+1)^2", "inn[i+1]", "u next", "inn[i+1]'")], given=NEXT)  # fmt: skip
    p.trace("length trace", "length words")
    p.trace("q trace", "q next")
    p.order("length step", fact.format("i+1"), zeros=[
        ("1", "length trace"), ("1", "length hypothesis"), ("1", "total.step"), ("real(i+1)^2", "q trace"),
        ("real(i+1)^2", "one is 1")], given=NEXT)  # fmt: skip
    p.induction("lengths", "i", fact.format("i"), "length base", "length step", low="0", high="dy")
    p.instantiate("length at dy", "lengths", indices={"i": "dy"})
    p.matrices("distance words", "(Beside - Y)' (Beside - Y) = step^2 V Rise[dy]' Rise[dy] V'", zeros=[
        ("I", "Beside'", "(Beside - Y)"), ("step V Rise[dy]'", "Beside", "I")])  # fmt: skip
    p.trace("distance trace", "distance words")
    p.matrices("distance turned words", "Rise[dy]' Rise[dy] V' V = Rise[dy]' Rise[dy]", zeros=[
        ("Rise[dy]' Rise[dy]", "V", "I")])  # fmt: skip
    p.trace("distance turned", "distance turned words")
    p.order(f"{NAME}/dense-near", "tr((Beside - Y)' (Beside - Y)) = step^2 total[dy]", zeros=[
        ("1", "distance trace"), ("step^2", "distance turned"), ("step^2", "length at dy")])  # fmt: skip


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "generic", after those of the theory "traces"."""
    p = Script("generic", before)
    for part in (perturbed, opened, nearness, dense, distances):
        part(p)
    return p
