"""The proofs of the theory "zero": explicit weights of any depth."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

STEP = "1 <= j <= n-1"
VECTOR = "(Right ray[n])'"
LENGTH = "tr(Data' Right ray[n] ray[n]' Right' Data)"


def squared(matrix: str) -> str:
    """The squared norm of a matrix, as a text."""
    return f"tr(({matrix})' ({matrix}))"


def flat(p: Script) -> None:
    """``Scaled[n] = step^n P[n]``, and the loss in powers of the step."""
    fact = "Scaled[{0}] = step^{1} P[{0}]"
    p.matrices("scaled base", fact.format("0", "0"), zeros=[("I", "Scaled.first", "I"), ("I", "P.first", "I")])
    p.assume("scaled hypothesis", fact.format("j", "j"), "j >= 0")
    p.matrices("scaled step", fact.format("j+1", "(j+1)"), zeros=[
        ("I", "Scaled.step", "I"), ("step", "V[j+1]", "scaled hypothesis", "I"), ("step^(j+1)", "I", "P.step", "I"),
    ], given="0 <= j <= n-1")  # fmt: skip
    p.induction("scaled", "j", fact.format("j", "j"), "scaled base", "scaled step", low="0", high="n")
    p.instantiate("scaled at n", "scaled", "n >= 0", indices={"j": "n"})
    loss = "Scaled[n] Data - Target"
    small = "step^n P[n] Data - Target"
    p.matrices("flat words", f"({loss})' ({loss}) = ({small})' ({small})", zeros=[
        ("Data'", "scaled at n'", loss), (f"({small})'", "scaled at n", "Data")])  # fmt: skip
    p.trace("flat trace", "flat words")
    goal = (f"{squared(loss)} = tr(Target' Target) + step^3 (step^(2 n - 3) tr((P[n] Data)' P[n] Data) "
            "- 2 step^(n-3) tr(Target' P[n] Data))")  # fmt: skip
    p.order("achour.zero-nonstrict/flat", goal, zeros=[("1", "flat trace")], given="n >= 3")


def units(p: Script) -> None:
    """``tr(u' u) = 1``, and what the vector of the right inverse gives."""
    p.instantiate("one is 1 raw", "size is 1", sizes={"r": "one"})
    p.cut("one is 1", "one is 1 raw", ["one"])
    p.instantiate("unit n", "unit", "n >= 1", indices={"j": "n"})
    p.trace("unit trace", "unit n")
    p.matrices("hit words", f"ray[n] {VECTOR} Data Target' = ray[n] ray[n]'", zeros=[("ray[n] ray[n]'", "rank'", "I")])
    p.trace("hit", "hit words")
    p.matrices("long words", f"(ray[n] {VECTOR} Data)' ray[n] {VECTOR} Data = ({VECTOR} Data)' {VECTOR} Data", zeros=[
        ("Data' Right ray[n]", "unit n", f"{VECTOR} Data")])  # fmt: skip
    p.trace("long", "long words")
    p.assume("step>=0", "step >= 0")
    p.instantiate("step power", "power", scalars={"a": "step"})
    p.cut("step^m>=0", "step power", ["step>=0"])
    p.instantiate("step^n>=0", "step^m>=0", "n >= 0", indices={"m": "n"})


def line(p: Script, letter: str, sign: str) -> None:
    """``Line[j] = step^j ray[j] v'``, and with the other sign ``Flip[j]``."""
    fact = f"{letter}[{{0}}] = {sign}step^{{1}} ray[{{0}}] {VECTOR}"
    p.matrices(f"{letter} base", fact.format("1", "1"), zeros=[
        ("I", f"{letter}.first", "I"), ("step", "I", "Down.first", "I")], given="n >= 1")  # fmt: skip
    p.assume(f"{letter} hypothesis", fact.format("j", "j"), "j >= 1")
    p.matrices(f"{letter} step", fact.format("j+1", "(j+1)"), zeros=[
        ("I", f"{letter}.step", "I"), ("step", "Down[j+1]", f"{letter} hypothesis", "I"),
        ("step^(j+1)", "I", "Down.step", f"ray[j] {VECTOR}"), ("step^(j+1)", "ray[j+1]", "unit", VECTOR),
    ], given=STEP)  # fmt: skip
    p.induction(f"{letter} all", "j", fact.format("j", "j"), f"{letter} base", f"{letter} step", low="1", high="n")
    p.instantiate(f"{letter} at n", f"{letter} all", "n >= 1", indices={"j": "n"})
    loss, short = f"{letter}[n] Data - Target", f"{sign}step^n ray[n] {VECTOR} Data - Target"
    p.matrices(f"{letter} words", f"({loss})' ({loss}) = ({short})' ({short})", zeros=[
        ("Data'", f"{letter} at n'", loss), (f"({short})'", f"{letter} at n", "Data")], given="n >= 1")  # fmt: skip
    p.trace(f"{letter} trace", f"{letter} words")
    p.order(
        f"{letter} loss",
        f"{squared(loss)} = tr(Target' Target) - ({sign}2 step^n) + step^(2 n) {LENGTH}",
        zeros=[("1", f"{letter} trace"), ("step^n", "hit"), ("step^n", "unit trace"), ("step^n", "one is 1"),
               ("step^(2 n)", "long")],
        given="n >= 1",
    )  # fmt: skip


def saddle(p: Script) -> None:
    """Smaller and larger values near 0."""
    for letter, sign in (("Line", ""), ("Flip", "-")):
        line(p, letter, sign)
    p.assume("short", f"step^n {LENGTH} <= 1", "n >= 0")
    p.order("achour.zero-nonstrict/lower", f"{squared('Line[n] Data - Target')} <= tr(Target' Target) - step^n",
            [("step^n>=0", "short")], [("1", "Line loss")], given="n >= 1")  # fmt: skip
    p.matrices("length psd", "(ray[n]' Right' Data)' ray[n]' Right' Data psd", [((), "ray[n]' Right' Data", "I one")])
    p.trace("length>=0", "length psd")
    p.order("achour.zero-nonstrict/higher", f"{squared('Flip[n] Data - Target')} >= tr(Target' Target) + 2 step^n",
            [("step^n>=0", "step^n>=0", "length>=0")], [("1", "Flip loss")], given="n >= 1")  # fmt: skip
    p.cut("chitour.prop4.ii/one-hidden-layer", "zhu.shallow.strict")
    for part in ("flat", "lower", "higher"):
        p.cut(f"chitour.prop4.ii/{part}", f"achour.zero-nonstrict/{part}")


def weaker(p: Script) -> None:
    """The point with the first and the last layer 0."""
    name = "chitour.weaker-condition"
    p.instantiate("Above n-1", "Above.step", "n >= 1", indices={"j": "n-1"})
    p.matrices("Above base", "Above[n-1] = 0", zeros=[("I", "Above n-1", "I"), ("Above[n]", "Mid.last", "I")],
               given="n >= 1")  # fmt: skip
    p.assume("Above hypothesis", "Above[j+1] = 0")
    p.matrices("Above down", "Above[j] = 0", zeros=[("I", "Above.step", "I"), ("I", "Above hypothesis", "Mid[j+1]")],
               given="0 <= j <= n-1")  # fmt: skip
    p.induction("Above all", "j", "Above[j] = 0", "Above base", "Above down", low="0", high="n-1", direction="down")
    p.instantiate("Below 1", "Below.step", "n >= 1", indices={"j": "0"})
    p.matrices("Below base", "Below[1] = 0", zeros=[("I", "Below 1", "I"), ("I", "Mid.first", "Below[0]")],
               given="n >= 1")  # fmt: skip
    p.assume("Below hypothesis", "Below[j] = 0")
    p.matrices("Below up", "Below[j+1] = 0", zeros=[("I", "Below.step", "I"), ("Mid[j+1]", "Below hypothesis", "I")],
               given=STEP)  # fmt: skip
    p.induction("Below all", "j", "Below[j] = 0", "Below base", "Below up", low="1", high="n")
    p.instantiate("Below n-1", "Below all", "2 <= j <= n", indices={"j": "j-1"})
    gradient = "Above[j]' (Target - Below[n] Data) Data' Below[j-1]' = 0"
    p.matrices("not last", gradient, zeros=[("I", "Above all'", "(Target - Below[n] Data) Data' Below[j-1]'")],
               given="1 <= j, j <= n-1, n >= 3")  # fmt: skip
    p.matrices("last", gradient, zeros=[("Above[j]' (Target - Below[n] Data) Data'", "Below n-1'", "I")],
               given="j >= n, j <= n, n >= 3")  # fmt: skip
    p.cases(f"{name}/critical", "j <= n-1", "not last", "last", given="1 <= j <= n, n >= 3")
    p.instantiate("Between at 2", "Between.step", "n >= 3", indices={"j": "1"})
    p.instantiate("Mid at 2", "Mid", "n >= 3", indices={"j": "2"})
    fact = "Between[{0}] = ray[{0}] ray[1]'"
    p.matrices("Between base", fact.format("2"), zeros=[
        ("I", "Between at 2", "I"), ("I", "Mid at 2", "Between[1]"), ("ray[2] ray[1]'", "Between.first", "I")],
        given="n >= 3")  # fmt: skip
    p.assume("Between hypothesis", fact.format("j"))
    p.instantiate("Mid next", "Mid", "1 <= j <= n-2", indices={"j": "j+1"})
    p.matrices("Between up", fact.format("j+1"), zeros=[
        ("I", "Between.step", "I"), ("I", "Mid next", "Between[j]"), ("ray[j+1] ray[j]'", "Between hypothesis", "I"),
        ("ray[j+1]", "unit", "ray[1]'")], given="2 <= j <= n-2")  # fmt: skip
    p.induction("Between all", "j", fact.format("j"), "Between base", "Between up", low="2", high="n-1")
    p.instantiate(f"{name}/between", "Between all", "n >= 3", indices={"j": "n-1"})
    p.matrices(f"{name}/rank", "Mid[n] Between[n-1] = 0", zeros=[("I", "Mid.last", "Between[n-1]")], given="n >= 3")
    p.cut(f"{name}/lengths", "unit", given=STEP)
    p.cut(f"{name}/less", "wide")
    first, last = f"(step ray[1] {VECTOR})", "(step ray[n] ray[n-1]')"
    loss, short = f"{last} Between[n-1] {first} Data - Target", f"step^2 ray[n] {VECTOR} Data - Target"
    p.instantiate("unit n-1", "unit", "n >= 1", indices={"j": "n-1"})
    p.instantiate("unit 1", "unit", "n >= 1", indices={"j": "1"})
    p.matrices("through", f"{last} Between[n-1] {first} = step^2 ray[n] {VECTOR}", zeros=[
        ("step^2", "ray[n] ray[n-1]'", f"{name}/between", f"ray[1] {VECTOR}"),
        ("step^2", "ray[n]", "unit n-1", f"ray[1]' ray[1] {VECTOR}"), ("step^2", "ray[n]", "unit 1", VECTOR)],
        given="n >= 3")  # fmt: skip
    p.matrices("through words", f"({loss})' ({loss}) = ({short})' ({short})", zeros=[
        ("Data'", "through'", loss), (f"({short})'", "through", "Data")], given="n >= 3")  # fmt: skip
    p.trace("through trace", "through words")
    p.order(f"{name}/negative", f"{squared(loss)} = tr(Target' Target) - 2 step^2 + step^4 {LENGTH}",
            zeros=[("1", "through trace"), ("step^2", "hit"), ("step^2", "unit trace"), ("step^2", "one is 1"),
                   ("step^4", "long")], given="n >= 3")  # fmt: skip


def neither(p: Script) -> None:
    """Neither convex nor concave: the loss is a quadratic in the product a b."""
    fact = "Top[{0}] ray[2] = ray[{0}]"
    p.matrices("Top base", fact.format("2"), zeros=[("I", "Top.first", "ray[2]")], given="n >= 2")
    p.assume("Top hypothesis", fact.format("j"))
    p.matrices("Top up", fact.format("j+1"), zeros=[
        ("I", "Top.step", "ray[2]"), ("ray[j+1] ray[j]'", "Top hypothesis", "I"), ("ray[j+1]", "unit", "I")],
        given="2 <= j <= n-1")  # fmt: skip
    p.induction("Top all", "j", fact.format("j"), "Top base", "Top up", low="2", high="n")
    p.instantiate("Top at n", "Top all", "n >= 2", indices={"j": "n"})
    p.instantiate("unit at 1", "unit", "n >= 1", indices={"j": "1"})
    p.instantiate("unit at 0", "unit", "n >= 0", indices={"j": "0"})
    outer = "ray[n] ray[0]' Data"
    p.matrices("outer words", f"({outer})' {outer} = (ray[0]' Data)' ray[0]' Data", zeros=[
        ("Data' ray[0]", "unit n", "ray[0]' Data")])  # fmt: skip
    p.trace("outer", "outer words")
    values = {}
    for a, b in ((1, 1), (1, -1), (2, 0), (0, 2), (0, -2), (-1, 1), (0, 1)):
        loss = f"Top[n] ({b} ray[2] ray[1]') ({a} ray[1] ray[0]') Data - Target"
        values[a, b] = squared(loss)
        c = a * b
        short = f"{c} {outer} - Target"
        if c:
            p.matrices(
                f"product {a} {b}",
                f"Top[n] ({b} ray[2] ray[1]') ({a} ray[1] ray[0]') = {c} ray[n] ray[0]'",
                zeros=[("Top[n] ray[2]", "unit at 1", "ray[0]'"), ("I", "Top at n", "ray[0]'")],
                given="n >= 2",
            )
            p.matrices(f"words {a} {b}", f"({loss})' ({loss}) = ({short})' ({short})", zeros=[
                ("Data'", f"product {a} {b}'", loss), (f"({short})'", f"product {a} {b}", "Data")],
                given="n >= 2")  # fmt: skip
            p.trace(f"loss {a} {b}", f"words {a} {b}")
    p.assume("convex 1", f"{values[1, 1]} <= 1/2 {values[2, 0]} + 1/2 {values[0, 2]}")
    p.assume("convex 2", f"{values[1, -1]} <= 1/2 {values[2, 0]} + 1/2 {values[0, -2]}")
    p.assume("concave", f"1/2 {values[-1, 1]} + 1/2 {values[1, 1]} <= {values[0, 1]}")
    p.matrices("seen words", "ray[0]' Data (ray[0]' Inverse' Data)' = I", zeros=[
        ("ray[0]'", "inputs", "ray[0]"), ("I", "unit at 0", "I")], given="n >= 1")  # fmt: skip
    p.trace("seen", "seen words")
    p.instantiate("seen bound", "norm.cauchy-schwarz", sizes={"r": "points", "s": "one"},
                  matrices={"A": "(ray[0]' Data)'", "B": "(ray[0]' Inverse' Data)'"})  # fmt: skip
    p.instantiate("seen norm", "norm.frobenius", sizes={"r": "points", "s": "one"},
                  matrices={"A": "(ray[0]' Data)'"})  # fmt: skip
    norm, other = "norm((ray[0]' Data)')", "norm((ray[0]' Inverse' Data)')"
    p.order("seen product", f"{norm} {other} >= 1", [("seen bound",)], [("1", "seen"), ("1", "one is 1")],
            given="n >= 1")  # fmt: skip
    p.order("other square", f"{other}^2 >= 0", squares=[other])
    length = "tr((ray[0]' Data)' ray[0]' Data)"
    for name, premises, losses in (
        ("not-convex", ("convex 1", "convex 2"), ((1, 1), (1, -1))), ("not-concave", ("concave",), ((-1, 1), (1, 1)))
    ):  # fmt: skip
        p.order(f"{name} small", f"{length} <= 0", [(one,) for one in premises],
                [("1", f"loss {a} {b}") for a, b in losses] + [("1", "outer")], given="n >= 2")  # fmt: skip
        p.order(f"kawaguchi.thm2.3.i/{name}", "1/2 <= 0", [("seen product", "seen product"), ("seen product",),
                (f"{name} small", "other square")], [(f"{other}^2", "seen norm")], given="n >= 2")  # fmt: skip


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "zero", after those of the theories "traces" and "shallow"."""
    p = Script("zero", before)
    for part in (flat, units, saddle, weaker, neither):
        part(p)
    return p
