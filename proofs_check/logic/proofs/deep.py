"""The proof of the theory "deep", first part: an extremum at which no layer cuts the product into factors of full rank.

Near the layers a step is made between kernel vectors of neighbouring layers; the product does not change, but the loss
could go down (or up), unless the residual is orthogonal to the data (or there are no data).
"""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs import curved, paths
from proofs_check.logic.proofs.script import Script

NAMES = curved.SIZES | {"kind": "1"}
LOSS, OTHER = "(Path[n, 0] X - Y)", "(Way[n, 0] X - Y)"
CLAIM = f"tr({LOSS}' {LOSS}) <= tr({OTHER}' {OTHER})"
LOW = "0 <= j, j + 2 <= first"
HIGH = "first <= j, j + 1 <= n, n <= full"
GRADIENT = f"{LOSS} X' Chain[0]"


def powers(p: Script) -> None:
    """``back^m step^m = 1``, and powers of the step are not negative."""
    p.order("power base", "step^0 >= 0", squares=["1"])
    p.assume("power hypothesis", "step^m >= 0", "m >= 0")
    p.order("power next", "step^(m+1) >= 0", [("power hypothesis", "step.sign")], given="m >= 0")
    p.induction("power>=0", "m", "step^m >= 0", "power base", "power next", low="0")
    p.order("back base", "back^0 step^0 = 1")
    p.assume("back hypothesis", "back^m step^m = 1", "m >= 0")
    p.order("back next", "back^(m+1) step^(m+1) = 1", zeros=[("back step", "back hypothesis"), ("1", "step.inverse")],
            given="m >= 0")  # fmt: skip
    p.induction("power inverse", "m", "back^m step^m = 1", "back base", "back next", low="0")


def lower(p: Script) -> None:
    """Below the layer ``first``: the product stays, and ``tr(Lower[j]' Chain[j]) >= step^(first-1-j)``."""
    p.instantiate("near j+1", "near.lower", LOW, indices={"j": "j+1"})
    p.instantiate("kernel j+1", "lower.kernel", LOW, indices={"j": "j+1"})
    p.instantiate("below j+1", "below.next", LOW)
    fact = "Path[n, j] Below[j] = Path[n, 0]"
    p.matrices("kept base", "Path[n, 0] Below[0] = Path[n, 0]", zeros=[("Path[n, 0]", "below.first", "I")])
    p.assume("kept hypothesis", fact)
    p.matrices("kept next", "Path[n, j+1] Below[j+1] = Path[n, 0]", zeros=[
        ("Path[n, j+1]", "below j+1", "I"), ("Path[n, j+1]", "near j+1", "Below[j]"),
        ("step", "I", "kernel j+1", "Lower[j]' Below[j]"), ("I", "first of j", "Below[j]"),
        ("I", "kept hypothesis", "I")], given=LOW + ", first <= n")  # fmt: skip
    p.induction("kept below", "j", fact, "kept base", "kept next", low="0", high="first-1")
    fact = "Below[j]' Chain[j] = Chain[0]"
    p.matrices("chain base", "Below[0]' Chain[0] = Chain[0]", zeros=[("I", "below.first'", "Chain[0]")])
    p.assume("chain hypothesis", fact)
    p.matrices("chain step", "Below[j+1]' Chain[j+1] = Chain[0]", zeros=[
        ("I", "below j+1'", "Chain[j+1]"), ("Below[j]'", "near j+1'", "Chain[j+1]"),
        ("Below[j]'", "chain.next", "I"), ("I", "chain hypothesis", "I")], given=LOW)  # fmt: skip
    p.induction("chain", "j", fact, "chain base", "chain step", low="0", high="first-1")
    fact = "tr(Lower[j]' Chain[j]) >= step^(first-1-j)"
    p.instantiate("last lower unit", "lower.unit", "first >= 1", indices={"j": "first-1"})
    p.matrices("pairing base words", "Lower[first-1]' Chain[first-1] = I", zeros=[
        ("Lower[first-1]'", "chain.last", "I"), ("I", "last lower unit", "I")], given="first >= 1")  # fmt: skip
    p.trace("pairing base trace", "pairing base words")
    p.order("pairing base", "tr(Lower[first-1]' Chain[first-1]) >= step^0", [("index one - 1",)],
            [("1", "pairing base trace")])  # fmt: skip
    p.assume("pairing hypothesis", "tr(Lower[j+1]' Chain[j+1]) >= step^(first-2-j)", "first-2-j >= 0")
    p.cut("lower.unit in range", "lower.unit", given=LOW)
    p.matrices(
        "pairing words",
        "Lower[j]' Chain[j] = Lower[j]' W[j+1]' Chain[j+1] + step Lower[j+1]' Chain[j+1]",
        zeros=[("Lower[j]'", "chain.next", "I"), ("step", "I", "lower.unit in range", "Lower[j+1]' Chain[j+1]")],
        given=LOW,
    )
    p.trace("pairing trace", "pairing words")
    p.order("pairing next", fact, [("lower.side",), ("step.sign", "pairing hypothesis")], [("1", "pairing trace")],
            given=LOW)  # fmt: skip
    p.induction("lower pairing", "j", fact, "pairing base", "pairing next", low="0", high="first-1", direction="down")


def upper(p: Script) -> None:
    """Above the layer ``first``: the product stays, and ``tr(Upper[j]' Rise[j]) >= step^(j-first)``."""
    p.instantiate("near above", "near.upper", HIGH, indices={"j": "j+1"})
    p.cut("upper kernel", "upper.kernel", given=HIGH)
    p.cut("above j", "above.next", given=HIGH)
    p.instantiate("path above", "path.next", HIGH + ", 0 <= first", indices={"i": "0"})
    p.cut("rise j", "rise.next", given=HIGH)
    fact = "Above[j] Path[j, 0] = Path[n, 0]"
    p.matrices("held base", "Above[n] Path[n, 0] = Path[n, 0]", zeros=[("I", "above.last", "Path[n, 0]")])
    p.assume("held hypothesis", "Above[j+1] Path[j+1, 0] = Path[n, 0]")
    p.matrices("held next", fact, zeros=[
        ("I", "above j", "Path[j, 0]"), ("Above[j+1]", "near above", "Path[j, 0]"),
        ("step", "Above[j+1] Upper[j+1]", "upper kernel", "I"), ("Above[j+1]", "path above", "I"),
        ("I", "held hypothesis", "I")], given=HIGH + ", 0 <= first")  # fmt: skip
    p.induction("kept above", "j", fact, "held base", "held next", low="first", high="n", direction="down")
    fact = "Above[j] Rise[j] = Rise[n]"
    p.matrices("rise base", "Above[n] Rise[n] = Rise[n]", zeros=[("I", "above.last", "Rise[n]")])
    p.assume("rise hypothesis", "Above[j+1] Rise[j+1] = Rise[n]")
    p.matrices("rise step", fact, zeros=[
        ("I", "above j", "Rise[j]"), ("Above[j+1]", "near above", "Rise[j]"), ("Above[j+1]", "rise j", "I"),
        ("I", "rise hypothesis", "I")], given=HIGH)  # fmt: skip
    p.induction("rise", "j", fact, "rise base", "rise step", low="first", high="n", direction="down")
    fact = "tr(Upper[j]' Rise[j]) >= step^(j-first)"
    p.instantiate("first upper unit", "upper.unit", "first <= full", indices={"j": "first"})
    p.matrices("growth base words", "Upper[first]' Rise[first] = I", zeros=[
        ("Upper[first]'", "rise.first", "I"), ("I", "first upper unit", "I")], given="first <= full")  # fmt: skip
    p.trace("growth base trace", "growth base words")
    p.order(
        "growth base", "tr(Upper[first]' Rise[first]) >= step^0", [("index one - 1",)], [("1", "growth base trace")]
    )
    p.assume("growth hypothesis", fact, "j - first >= 0")
    p.instantiate("next upper unit", "upper.unit", HIGH, indices={"j": "j+1"})
    p.matrices("growth words", "Upper[j+1]' Rise[j+1] = Upper[j+1]' W[j+1] Rise[j] + step Upper[j]' Rise[j]", zeros=[
        ("Upper[j+1]'", "rise j", "I"), ("step", "I", "next upper unit", "Upper[j]' Rise[j]")], given=HIGH)  # fmt: skip
    p.trace("growth trace", "growth words")
    p.cut("upper side", "upper.side", given=HIGH)
    p.order("growth next", "tr(Upper[j+1]' Rise[j+1]) >= step^(j+1-first)",
            [("upper side",), ("step.sign", "growth hypothesis")], [("1", "growth trace")], given=HIGH)  # fmt: skip
    p.induction("upper pairing", "j", fact, "growth base", "growth next", low="first", high="n")


def slope(p: Script) -> None:
    """At ``far`` the product is ``Path[n, 0] + far Rise[n] Chain[0]'``; what an extremum says of the loss along it."""
    ends = "n <= full, 1 <= first <= n"
    p.instantiate("kept at first", "kept below", "first >= 1", indices={"j": "first-1"})
    p.instantiate("chain at first", "chain", "first >= 1", indices={"j": "first-1"})
    p.instantiate("kept up", "kept above", ends, indices={"j": "first"})
    p.instantiate("rise at first", "rise", ends, indices={"j": "first"})
    p.instantiate("first of first", "first of j", "1 <= first <= n", indices={"j": "first-1"})
    p.instantiate("through first", "Path composed", "0 <= first <= n", indices={"l": "n", "j": "first", "i": "0"})
    p.matrices("W first", "W[first] Below[first-1] = Path[first, 0]", zeros=[
        ("I", "first.inverse", "W[first] Below[first-1]"), ("Left", "first of first", "Below[first-1]"),
        ("Left", "kept at first", "I"), ("Left", "through first", "I"), ("I", "first.inverse", "Path[first, 0]")],
        given="1 <= first <= n")  # fmt: skip
    near = "Above[first] (W[first] + far Upper[first] Lower[first-1]') Below[first-1]"
    moved = "(Path[n, 0] + far Rise[n] Chain[0]')"
    p.matrices("product near", f"{near} = {moved}", zeros=[
        ("Above[first]", "W first", "I"), ("I", "kept up", "I"),
        ("far", "Above[first]", "rise.first", "Lower[first-1]' Below[first-1]"),
        ("far", "I", "rise at first", "Lower[first-1]' Below[first-1]"),
        ("far", "Rise[n]", "chain.last'", "Below[first-1]"), ("far", "Rise[n]", "chain at first'", "I")],
        given=ends)  # fmt: skip
    p.matrices(
        "loss near words",
        f"({near} X - Y)' ({near} X - Y) = ({moved} X - Y)' ({moved} X - Y)",
        zeros=[(f"({near} X - Y)'", "product near", "X"), ("X'", "product near'", f"({moved} X - Y)")],
        given=ends,
    )
    p.trace("loss near", "loss near words")
    linear, square = f"tr({LOSS}' Rise[n] Chain[0]' X)", "tr((Rise[n] Chain[0]' X)' Rise[n] Chain[0]' X)"
    p.order("along far", f"side (2 far {linear} + far^2 {square}) >= 0", [("extremum.near",)], [("side", "loss near")])
    p.lowest("slope up", "along far", "far", 1, [("reach", "reach.sign")])
    p.instantiate("along back", "along far", scalars={"far": "-far"})
    p.lowest("slope down", "along back", "far", 1, [("reach", "reach.sign")])
    p.instantiate("no slope raw", "real.equal", scalars={"a": f"2 side {linear}", "b": "0"})
    p.order("slope<=0", f"2 side {linear} <= 0", [("slope down",)])
    p.order("slope>=0", f"0 <= 2 side {linear}", [("slope up",)])
    p.cut("no slope side", "no slope raw", ["slope<=0", "slope>=0"])
    p.order("no slope", f"{linear} = 0", zeros=[("side", "no slope side"), (linear, "side")])
    p.order("along far too", f"side far^2 {square} >= 0", [("along far",)], [("side far", "no slope")])
    p.lowest("bent", "along far too", "far", 2, [("reach", "reach.sign")])


ENDS = "n <= full, 1 <= first, first <= n"
W, PAIR, GROWTH = "Lower[0]", "tr(Lower[0]' Chain[0])", "tr(Upper[n]' Rise[n])"
CURVE, DATA = "tr(Chain[0]' Form Chain[0])", "tr(Chain[0]' X X' Chain[0])"


def signs(p: Script) -> None:
    """The side is 1 if it is not negative and -1 if it is not positive, and what a positive factor hides."""
    p.order("1+side>=0", "1 + side >= 0", [], [("1", "side")], ["1 + side"])
    p.order("1-side>=0", "1 - side >= 0", [], [("1", "side")], ["1 - side"])
    for name, fact, factor in (("up", "side >= 0", "1-side>=0"), ("down", "0 >= side", "1+side>=0")):
        p.assume(f"is {name}", fact)
        p.order(f"is {name} 1", "side >= 1" if name == "up" else "side <= -1", [(f"is {name}", factor)],
                [("1", "side")])  # fmt: skip
    p.order("back square", "(back^m)^2 >= 0", squares=["back^m"], given="m >= 0")
    p.order("back>=0", "back^m >= 0", [("back square", "power>=0")], [("back^m", "power inverse")], given="m >= 0")
    p.assume("hidden sign", "step^m a <= 0", "m >= 0")
    p.order("sign", "a <= 0", [("hidden sign", "back>=0")], [("a", "power inverse")], given="m >= 0")
    p.assume("hidden sign twice", "(step^m)^2 a <= 0", "m >= 0")
    p.order("sign twice", "a <= 0", [("hidden sign twice", "back square")],
            [("a", "power inverse"), ("a back^m step^m", "power inverse")], given="m >= 0")  # fmt: skip


def squared(p: Script, name: str, value: str, bound: str, at_least: str, given: str) -> None:
    """``value^2 >= bound^2`` for value >= bound >= 0."""
    p.order(
        name, f"{value}^2 >= ({bound})^2", [(at_least, f"{name} sign")], squares=[f"{value} - {bound}"], given=given
    )


def gradient(p: Script) -> None:
    """Upwards the gradient along Chain[0] is 0: the loss is stationary along ``far`` and Rise[n] meets Upper[n]."""
    m = "n - first"
    p.instantiate("growth", "upper pairing", ENDS, indices={"j": "n"})
    p.matrices("slope words", f"Chain[0]' X {LOSS}' Rise[n] = slope Upper[n]' Rise[n]",
               zeros=[("I", "upper.last'", "Rise[n]")])  # fmt: skip
    p.trace("slope trace", "slope words")
    p.order("slope^2>=0", "slope^2 >= 0", squares=["slope"])
    p.order("slope hidden", f"step^({m}) slope^2 <= 0", [("slope^2>=0", "growth")],
            [("slope", "slope trace"), ("slope", "no slope")], given=ENDS)  # fmt: skip
    p.instantiate("slope raw", "sign", ENDS, indices={"m": m}, scalars={"a": "slope^2"})
    p.cut("slope^2<=0", "slope raw", ["slope hidden"])
    p.instantiate("last upper unit", "upper.unit", ENDS, indices={"j": "n"})
    p.matrices("gradient words", f"({GRADIENT})' {GRADIENT} = slope^2 I", zeros=[
        (f"({GRADIENT})'", "upper.last", "I"), ("slope", "I", "upper.last'", "Upper[n]"),
        ("slope^2", "I", "last upper unit", "I")], given=ENDS)  # fmt: skip
    p.trace("gradient trace", "gradient words")
    p.order("no gradient", f"tr(({GRADIENT})' {GRADIENT}) <= 0", [("slope^2<=0", "index one")],
            [("1", "gradient trace")], given=ENDS)  # fmt: skip


def data(p: Script) -> None:
    """Downwards the data along Chain[0] are 0: the second derivative along ``far`` is not positive."""
    m, rise = "n - first", "tr(Rise[n]' Rise[n])"
    p.instantiate("rise one raw", "size.one", sizes={"r": "one"}, matrices={"Z": "Rise[n]' Rise[n]"})
    p.cut("rise one", "rise one raw", ["one"])
    p.matrices("bent words", f"X' Chain[0] Rise[n]' Rise[n] Chain[0]' X = {rise} X' Chain[0] Chain[0]' X",
               zeros=[("X' Chain[0]", "rise one", "Chain[0]' X")])  # fmt: skip
    p.trace("bent trace", "bent words")
    bent = "Rise[n] Chain[0]' X"
    p.matrices("bent psd", f"({bent})' {bent} psd", [((), bent, "I dy")])
    p.trace("bent square>=0", "bent psd")
    across = f"(Rise[n] - {GROWTH} Upper[n])"
    p.matrices("across psd", f"{across}' {across} psd", [((), across, "I dy")])
    p.trace("across>=0", "across psd")
    p.trace("upper unit trace", "last upper unit")
    p.order("growth^2>=0", f"{GROWTH}^2 >= 0", squares=[GROWTH])
    p.order("rise large raw", f"{rise} >= {GROWTH}^2", [("across>=0",), ("growth^2>=0", "index 1 - one")],
            [(f"{GROWTH}^2", "upper unit trace")], given=ENDS + ", one <= 1")  # fmt: skip
    p.cut("rise large", "rise large raw", ["one"])
    p.instantiate("growth square sign", "power>=0", ENDS, indices={"m": m})
    squared(p, "growth square", GROWTH, f"step^({m})", "growth", ENDS)
    p.matrices("data psd", "Chain[0]' X X' Chain[0] psd", [((), "X' Chain[0]", "I f")])
    p.trace("data>=0", "data psd")
    p.order("data hidden", f"(step^({m}))^2 {DATA} <= 0",
            [("bent",), ("is down 1", "bent square>=0"), ("rise large", "data>=0"),
             ("growth square", "data>=0")], [("1", "bent trace")], given=ENDS)  # fmt: skip
    p.instantiate("data raw", "sign twice", ENDS, indices={"m": m}, scalars={"a": DATA})
    p.cut("no data", "data raw", ["data hidden"])


def largest(p: Script) -> None:
    """The largest eigenvalue of Form is at most 0."""
    p.matrices("form psd", "Form psd", [(("1+side>=0",), f"{LOSS} X'", "I dy"), (("1-side>=0",), "X'", "I f")],
               [("I", "form", "I")])  # fmt: skip
    p.matrices("curve words", f"Chain[0]' Form Chain[0] = 1/2 (1 + side) ({GRADIENT})' {GRADIENT} + 1/2 (1 - side) "
               "Chain[0]' X X' Chain[0]", zeros=[("Chain[0]'", "form", "Chain[0]")])  # fmt: skip
    p.trace("curve", "curve words")
    p.matrices("gradient psd", f"({GRADIENT})' {GRADIENT} psd", [((), GRADIENT, "I dy")])
    p.trace("gradient>=0", "gradient psd")
    p.order("curve up", f"{CURVE} <= 0", [("no gradient", "1+side>=0"), ("is up 1", "data>=0")], [("1", "curve")],
            given=ENDS)  # fmt: skip
    p.order("curve down", f"{CURVE} <= 0", [("no data", "1-side>=0"), ("is down 1", "gradient>=0")], [("1", "curve")],
            given=ENDS)  # fmt: skip
    p.cases("curve<=0", "side >= 0", "curve up", "curve down")
    p.instantiate("first unit", "lower.unit", "1 <= first", indices={"j": "0"})
    p.matrices("deflated", f"Form - level {W} {W}' psd", [((), f"I - {W} {W}'", "form psd")], [
        ("I", "lower.first", f"{W}'"), (W, "lower.first'", "I"), (f"{W} {W}'", "lower.first", f"{W}'"),
        ("level", W, "first unit", f"{W}'")], given="1 <= first")  # fmt: skip
    p.matrices("deflated at chain", f"Chain[0]' (Form - level {W} {W}') Chain[0] psd", [((), "Chain[0]", "deflated")])
    p.trace("deflated trace", "deflated at chain")
    p.instantiate("pair one raw", "size.one", sizes={"r": "one"}, matrices={"Z": f"{W}' Chain[0]"})
    p.cut("pair one", "pair one raw", ["one"])
    p.matrices("pair words", f"Chain[0]' {W} {W}' Chain[0] = {PAIR} Chain[0]' {W}",
               zeros=[(f"Chain[0]' {W}", "pair one", "I")])  # fmt: skip
    p.trace("pair trace", "pair words")
    p.instantiate("pairing", "lower pairing", "1 <= first", indices={"j": "0"})
    p.instantiate("pair square sign", "power>=0", "1 <= first", indices={"m": "first-1"})
    squared(p, "pair square", PAIR, "step^(first-1)", "pairing", "1 <= first")
    p.matrices("level words", f"{W}' Form {W} = level I", zeros=[
        (f"{W}'", "lower.first", "I"), ("level", "I", "first unit", "I")], given="1 <= first")  # fmt: skip
    p.trace("level trace", "level words")
    p.matrices("level psd", f"{W}' Form {W} psd", [((), W, "form psd")])
    p.trace("level psd trace", "level psd")
    p.order("level times", "real(one) level >= 0", [("level psd trace",)], [("1", "level trace")], given="1 <= first")
    p.order("one>=1", "real(one) >= 1", [("index one - 1",)])
    p.instantiate("level raw", "real.cancel", scalars={"a": "real(one)", "b": "level"})
    p.cut("level>=0", "level raw", ["one>=1", "level times"])
    p.order("level hidden", "(step^(first-1))^2 level <= 0",
            [("pair square", "level>=0"), ("deflated trace",), ("curve<=0",)], [("level", "pair trace")],
            given=ENDS)  # fmt: skip
    p.instantiate("level sign", "sign twice", "1 <= first", indices={"m": "first-1"}, scalars={"a": "level"})
    p.cut("level<=0", "level sign", ["level hidden"], ENDS)


def flat(p: Script, name: str, level: str) -> None:
    """``tr(Form) <= 0`` where the largest eigenvalue is not positive."""
    if "level of form" not in p.replay.steps:
        p.trace("level of form", "level")
    p.order(name, "tr(Form) <= 0", [("level of form",), (level, "index d[0]")])


def fits(p: Script) -> None:
    """Where all layers below and above have such vectors: upwards the residual is orthogonal to the data."""
    flat(p, "flat", "level<=0")
    p.trace("form trace", "form")
    square = f"tr(({LOSS} X')' {LOSS} X')"
    p.matrices("data square psd", "X X' psd", [((), "X'", "I f")])
    p.trace("data square>=0", "data square psd")
    p.matrices("residual psd", f"({LOSS} X')' {LOSS} X' psd", [((), f"{LOSS} X'", "I dy")])
    p.trace("residual>=0", "residual psd")
    p.order("no residual trace", f"{square} <= 0", [("flat",), ("is up 1", "residual>=0"),
            ("1-side>=0", "data square>=0")], [("1", "form trace")], given=ENDS)  # fmt: skip
    p.instantiate("no residual raw", "norm.definite", sizes={"r": "d[n]", "s": "d[0]"}, matrices={"A": f"{LOSS} X'"})
    p.cut("no residual", "no residual raw", ["no residual trace"])
    between = "(Way[n, 0] - Path[n, 0])"
    p.matrices("convex words", f"X {LOSS}' {between} = 0", zeros=[("I", "no residual'", between)])
    p.trace("convex", "convex words")
    p.matrices("convex psd", f"({between} X)' {between} X psd", [((), f"{between} X", "I dy")])
    p.trace("convex>=0", "convex psd")
    p.order("fitted", CLAIM, [("convex>=0",)], [("1", "convex")])


def script(before: tuple[replay.Step, ...]) -> Script:
    """The steps of this part, after those of the theory "traces"."""
    p = Script("deep", before, NAMES)
    paths.compose(p)
    paths.compose(p, "Way", "way")
    paths.last_layers(p)
    for part in (powers, lower, upper, slope, signs, gradient, data, largest, fits):
        part(p)
    return p
