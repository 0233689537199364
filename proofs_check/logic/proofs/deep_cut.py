"""The proof of the theory "deep", second part: a product cut into two factors of full rank, and the conclusions."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs import deep, extrema
from proofs_check.logic.proofs.deep import CLAIM, ENDS, LOSS, OTHER, W, flat
from proofs_check.logic.proofs.script import Script

WL, WR = "J Path[full, first] Left", "Right J'"
CUT = "full + 1 <= n, 1 <= first, first <= full"


def two_factors(p: Script) -> None:
    """Where Path[full, 0] has a right inverse, Path[n, full] has a left inverse: two factors of full rank."""
    indices = {"l": "n", "j": "full", "i": "0"}
    p.instantiate("n full 0", "Path composed", CUT, indices=indices)
    p.instantiate("full first 0", "Path composed", CUT, indices={"l": "full", "j": "first", "i": "0"})
    p.instantiate("n first 0", "Path composed", CUT, indices={"l": "n", "j": "first", "i": "0"})
    p.matrices("left inverse", "Path[full, first] Left Path[n, full] = I", zeros=[
        ("Path[full, first] Left Path[n, full]", "full.inverse", "I"),
        ("Path[full, first] Left", "n full 0", "Right"), ("Path[full, first] Left", "n first 0", "Right"),
        ("Path[full, first]", "first.inverse", "Path[first, 0] Right"), ("I", "full first 0", "Right"),
        ("I", "full.inverse", "I")], given=CUT)  # fmt: skip
    p.matrices("left", f"{WL} W2 = I", zeros=[
        (WL, "cut.above", "I"), ("J", "left inverse", "J'"), ("I", "width", "I")], given=CUT)  # fmt: skip
    p.matrices("right", f"W1 {WR} = I", zeros=[
        ("I", "cut.below", WR), ("J", "full.inverse", "J'"), ("I", "width", "I")], given=CUT)  # fmt: skip
    p.matrices("product", "W2 W1 = Path[n, 0]", zeros=[
        ("I", "cut.above", "W1"), ("Path[n, full] J'", "cut.below", "I"),
        ("Path[n, full]", "width.too", "Path[full, 0]"), ("I", "n full 0", "I")], given=CUT)  # fmt: skip
    p.instantiate("way full", "Way composed", CUT, indices=indices)
    p.matrices("other product", "U2 U1 = Way[n, 0]", zeros=[
        ("I", "other.above", "U1"), ("Way[n, full] J'", "other.below", "I"),
        ("Way[n, full]", "width.too", "Way[full, 0]"), ("I", "way full", "I")], given=CUT)  # fmt: skip


def ends(p: Script) -> None:
    """The two factors are an extremum: their variations are some of the last and of the first layer."""
    last, first = f"V2 {WL} W[n]", f"W[1] {WR} V1"
    p.instantiate("ends", "extremum.ends", matrices={"Vlast": last, "Vfirst": first})
    p.instantiate("last of 1", "last of i", CUT, indices={"i": "1"})
    p.instantiate("first of 0", "first of j", CUT, indices={"j": "0"})
    moved, wanted = f"((W[n] + {last}) Path[n-1, 1] (W[1] + {first}))", "((W2 + V2) (W1 + V1))"
    more, right = f"(I + V2 {WL})", f"(I + {WR} V1)"
    p.matrices("ends product", f"{moved} = {wanted}", zeros=[
        (more, "last of 1", f"W[1] {right}"), (more, "first of 0", right), (more, "product", right),
        ("V2", "left", f"W1 {right}"), ("(W2 + V2)", "right", "V1")], given=CUT)  # fmt: skip
    for name, of, by, words in (("ends loss", "ends product", moved, wanted),
                                ("cut loss", "product", "Path[n, 0]", "(W2 W1)")):  # fmt: skip
        first_part, second = f"({by} X - Y)", f"({words} X - Y)"
        p.matrices(f"{name} words", f"{first_part}' {first_part} = {second}' {second}", zeros=[
            (f"{first_part}'", of, "X"), ("X'", f"{of}'", second)], given=CUT)  # fmt: skip
        p.trace(name, f"{name} words")
    cut = "(W2 W1 X - Y)"
    p.order("extremum", f"side (tr(({wanted} X - Y)' ({wanted} X - Y)) - tr({cut}' {cut})) >= 0", [("ends",)],
            [("side", "ends loss"), ("side", "cut loss")], given=CUT)  # fmt: skip
    p.matrices("equation.first", "0 W2' E X' = 0")
    p.matrices("equation.second", "0 E X' W1' = 0")
    extrema.curvature(p)


def cut_up(p: Script) -> None:
    """Upwards it is the theorem about two factors."""
    extrema.minimum(p)
    other = "(U2 U1 X - Y)"
    p.matrices("other loss words", f"{OTHER}' {OTHER} = {other}' {other}", zeros=[
        (f"{OTHER}'", "other product", "X"), ("X'", "other product'", other)], given=CUT)  # fmt: skip
    p.trace("other loss", "other loss words")
    p.order("cut up", CLAIM, [("zhu.shallow.strict",)], [("1", "cut loss"), ("1", "other loss")], given=CUT)


def cut_down(p: Script) -> None:
    """Downwards the first factor may move along Lower[0], so that the data vanish there."""
    move = f"J Upper[full] {W}'"
    p.instantiate("curved first", "curved", matrices={"V2": "0", "V1": move})
    moved = f"(W2 {move} X)"
    p.matrices("moved psd", f"{moved}' {moved} psd", [((), moved, "I dy")])
    p.trace("moved>=0", "moved psd")
    p.order("not moved trace", f"tr({moved}' {moved}) <= 0", [("curved first",), ("is down 1", "moved>=0")])
    p.instantiate("not moved raw", "norm.definite", sizes={"r": "d[n]", "s": "f"}, matrices={"A": moved})
    p.cut("not moved", "not moved raw", ["not moved trace"])
    p.instantiate("full upper unit", "upper.unit", CUT, indices={"j": "full"})
    p.matrices("no data at first", f"{W}' X = 0", zeros=[
        (f"Upper[full]' J' {WL}", "not moved", "I"), ("Upper[full]' J'", "left", f"{move} X"),
        ("Upper[full]'", "width.too", f"Upper[full] {W}' X"), ("I", "full upper unit", f"{W}' X")],
        given=CUT)  # fmt: skip
    p.matrices("form at first words", f"{W}' Form {W} = 1/2 (1 + side) {W}' X {LOSS}' {LOSS} X' {W}", zeros=[
        (f"{W}'", "form", W), ("(1 - side)", "I", "no data at first", f"X' {W}")], given=CUT)  # fmt: skip
    p.trace("form at first", "form at first words")
    p.matrices("first residual psd", f"{W}' X {LOSS}' {LOSS} X' {W} psd", [((), f"{LOSS} X' {W}", "I dy")])
    p.trace("first residual>=0", "first residual psd")
    p.order("minus level times", "real(one) (-level) >= 0", [("is down 1", "first residual>=0")],
            [("1", "form at first"), ("1", "level trace")], given=CUT)  # fmt: skip
    p.instantiate("minus level raw", "real.cancel", scalars={"a": "real(one)", "b": "-level"})
    p.cut("minus level", "minus level raw", ["one>=1", "minus level times"])
    p.order("cut level", "level <= 0", [("minus level",)])
    flat(p, "cut flat", "cut level")


def no_data(p: Script, name: str, flat: str, given: str) -> None:
    """``X = 0`` from ``tr(Form) <= 0`` downwards."""
    p.order(f"{name} trace", "tr(X' X) <= 0", [(flat,), ("is down 1", "data square>=0"), ("1+side>=0", "residual>=0")],
            [("1", "form trace")], given=given)  # fmt: skip
    p.instantiate(f"{name} raw", "norm.definite", sizes={"r": "d[0]", "s": "f"}, matrices={"A": "X"})
    p.cut(name, f"{name} raw", [f"{name} trace"])


def conclusions(p: Script) -> None:
    """The theorems."""
    no_data(p, "no data 1", "flat", ENDS)
    no_data(p, "no data 2", "cut flat", CUT)
    p.cases("maximum raw", "full >= n", "no data 1", "no data 2", "1 <= first, first <= full, first <= n")
    p.cut("achour.no-spurious/maximum", "maximum raw", ["first.low", "full.low", "first.high"])
    p.cases("minimum raw", "full >= n", "fitted", "cut up", "1 <= first, first <= full, first <= n")
    p.cut("lucchi.thm8.2/minimum", "minimum raw", ["first.low", "full.low", "first.high"])
    p.matrices("empty words", f"{LOSS}' {LOSS} = {OTHER}' {OTHER}", zeros=[
        (f"{LOSS}' (Path[n, 0] - Way[n, 0])", "achour.no-spurious/maximum", "I"),
        ("I", "achour.no-spurious/maximum'", f"(Path[n, 0] - Way[n, 0])' {OTHER}")])  # fmt: skip
    p.trace("empty", "empty words")
    p.order("nothing to fit", CLAIM, zeros=[("1", "empty")])
    p.cases("lucchi.thm8.3", "side >= 0", "lucchi.thm8.2/minimum", "nothing to fit")
    for name in ("achour.no-spurious/minimum", "kawaguchi.thm2.3.iii", "nouiehed.linear.lemma8"):
        p.cut(name, "lucchi.thm8.3")
    p.cut("kawaguchi.thm2.3.ii", "lucchi.thm8.2/minimum")


def nearness(p: Script) -> None:
    """The weights at which the loss is compared are within reach: a product of unit vectors has the norm 1."""
    for name, size, left, right, change, given in (
        ("near-lower", "step", "Lower[j]", "Lower[j-1]", "(Near[j] - W[j])", "1 <= j, j + 1 <= first"),
        ("near-upper", "step", "Upper[j]", "Upper[j-1]", "(Near[j] - W[j])", "first + 1 <= j, j <= n, n <= full"),
        ("near-first", "far", "Upper[first]", "Lower[first-1]", "far Upper[first] Lower[first-1]'",
         "1 <= first, first <= full"),
    ):  # fmt: skip
        line = left[:5].lower() + ".unit"
        p.instantiate(f"{name} left unit", line, given, indices={"j": left[6:-1]})
        last = "lower.unit" if right.startswith("Lower") else line
        p.instantiate(f"{name} right unit", last, given, indices={"j": right[6:-1]})
        rank_one = f"{size} {left} {right}'"
        near = [] if name == "near-first" else [(f"{change}'", name.replace("-", "."), "I"),
                                                ("I", f"{name.replace('-', '.')}'", rank_one)]  # fmt: skip
        p.matrices(f"{name} words", f"({change})' {change} = {size}^2 {right} {right}'", zeros=[
            *near, (f"{size}^2", right, f"{name} left unit", f"{right}'")], given=given)  # fmt: skip
        p.trace(f"{name} trace", f"{name} words")
        p.trace(f"{name} unit trace", f"{name} right unit")
        p.order(f"{name} square", f"{size}^2 >= 0", squares=[size])
        if name == "near-first":
            p.assume("near-first small", "far^2 <= reach")
        small = "near-first small" if name == "near-first" else "step.small"
        p.order(f"{name} raw", f"tr(({change})' {change}) <= reach",
                [(small,), (f"{name} square", "index 1 - one")],
                [("1", f"{name} trace"), (f"{size}^2", f"{name} unit trace")], given=f"{given}, one <= 1")  # fmt: skip
        lines = ["one", "first.low", "full.low"] if name == "near-first" else ["one"]
        p.cut(f"lucchi.thm8.2/{name}", f"{name} raw", lines)


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "deep", after those of the theory "traces"."""
    p = deep.script(before)
    for part in (two_factors, ends, cut_up, cut_down, conclusions, nearness):
        part(p)
    return p
