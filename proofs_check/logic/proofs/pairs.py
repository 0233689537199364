"""The proofs of the theory "pairs": two layers along the flow, scalars and matrices."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

SUM = "(w1^2 + w2^2)"
GAP = "(w1 w2 - goal)"


def root_of(p: Script, name: str, small: str, large: str, sign: str, squares: str) -> None:
    """``small <= large`` from the sign of ``large`` and ``small^2 <= large^2``."""
    p.instantiate(f"{name} raw", "real.square-root", scalars={"a": small, "b": large})
    p.cut(name, f"{name} raw", [sign, squares])


def scalars(p: Script) -> None:
    """The conserved number, the speed, and the decay."""
    p.order("still", "0 = 0")
    p.constant("tarmoun.imbalance/kept", "w2^2 - w1^2", "still")
    p.order("sum>=0", f"{SUM} >= 0", squares=["w1", "w2"])
    p.assume("root>=0", "root >= 0")
    p.assume("root square", "root^2 = (w2^2 - w1^2)^2 + 4 (w1 w2)^2")
    p.order("root small", f"root^2 <= {SUM}^2", zeros=[("1", "root square")])
    p.order("root large", f"{SUM}^2 <= root^2", zeros=[("1", "root square")])
    root_of(p, "root<=sum", "root", SUM, "sum>=0", "root small")
    root_of(p, "sum<=root", SUM, "root", "root>=0", "root large")
    p.instantiate("root raw", "real.equal", scalars={"a": "root", "b": SUM})
    p.cut("root", "root raw", ["root<=sum", "sum<=root"])
    p.order(
        "tarmoun.imbalance/velocity",
        "(goal - w1 w2) w2 w2 + w1 (goal - w1 w2) w1 = (goal - w1 w2) root",
        zeros=[("goal - w1 w2", "root")],
    )
    p.order("rate small", f"rate^2 <= {SUM}^2", squares=["w1 w2"],
            zeros=[("1", "rate.square"), ("w20^2 - w10^2 + w2^2 - w1^2", "tarmoun.imbalance/kept")])  # fmt: skip
    root_of(p, "rate<=sum", "rate", SUM, "sum>=0", "rate small")
    p.order("weight", f"({GAP} grow)^2 >= 0", squares=[f"{GAP} grow"])
    slope = f"2 {GAP} grow^2 ((goal - w1 w2) w2 w2 + w1 (goal - w1 w2) w1) + 2 rate {GAP}^2 grow^2"
    p.order("falls", f"-({slope}) >= 0", [("weight", "rate<=sum")])
    p.order("at start", "(w10 w20 - goal)^2 - (w10 w20 - goal)^2 1^2 >= 0", squares=["0"])
    p.barrier("weighted", f"{GAP}^2 grow^2", "(w10 w20 - goal)^2", "falls", "at start")
    p.assume("near", f"near^2 = {GAP}^2")
    p.assume("start>=0", "start >= 0")
    p.assume("start is", "start^2 = (w10 w20 - goal)^2")
    p.order("near square", "(near grow)^2 <= start^2", [("weighted",)], [("grow^2", "near"), ("1", "start is")])
    p.instantiate("decay raw", "real.square-root", scalars={"a": "near grow", "b": "start"})
    p.cut("tarmoun.imbalance/decay", "decay raw", ["start>=0", "near square"])


DW1, DW2 = "W2' (Goal - W2 W1)", "(Goal - W2 W1) W1'"
DROWS = f"(Jx ({DW1})' + Jy {DW2})"
CUBE = "(Flow Rows - 1/2 Rows Rows' Rows)"
Y, Y0 = "(Back Rows Rows' Back')", "(Rows0 Rows0')"


def flow(p: Script) -> None:
    """The imbalance stands still, and with it the rows of Q' are those of F Q - 1/2 Q Q' Q."""
    p.matrices("no change", f"({DW2})' W2 + W2' {DW2} - {DW1} W1' - W1 ({DW1})' = 0")
    p.constant("kept", "W2' W2 - W1 W1'", "no change")
    p.matrices("gram", "Rows' Rows = W1 W1' + W2' W2", zeros=[
        ("I", "Rows'", "Rows"), ("W1 Jx' + W2' Jy'", "Rows", "I"), ("W1", "blocks.x", "W1'"),
        ("W2'", "blocks.y", "W2"), ("W1", "blocks.xy", "W2"), ("W2'", "blocks.xy'", "W1'")])  # fmt: skip
    p.matrices("balanced now", "W2' W2 - W1 W1' = lam I", zeros=[("I", "kept", "I"), ("I", "balanced", "I")])
    p.matrices("Flow Rows", "Flow Rows = -1/2 lam Jx W1' + Jx Goal' W2 + Jy Goal W1' + 1/2 lam Jy W2", zeros=[
        ("I", "Flow", "Rows"), ("(-1/2 lam Jx Jx' + Jx Goal' Jy' + Jy Goal Jx' + 1/2 lam Jy Jy')", "Rows", "I"),
        ("lam", "Jx", "blocks.x", "W1'"), ("lam", "Jx", "blocks.xy", "W2"), ("Jx Goal'", "blocks.xy'", "W1'"),
        ("Jx Goal'", "blocks.y", "W2"), ("Jy Goal", "blocks.x", "W1'"), ("Jy Goal", "blocks.xy", "W2"),
        ("lam", "Jy", "blocks.xy'", "W1'"), ("lam", "Jy", "blocks.y", "W2")])  # fmt: skip
    p.matrices("domine.riccati/flow", f"{DROWS} = {CUBE}", zeros=[
        ("I", "Flow Rows", "I"), ("I", "Rows", "Rows' Rows"), ("Jx W1' + Jy W2", "gram", "I"),
        ("Jx W1'", "balanced now", "I"), ("Jy W2", "balanced now", "I"), ("I", "Flow Rows", "I")])  # fmt: skip
    p.matrices(
        "square rate",
        f"{DROWS} Rows' + Rows {DROWS}' = Flow Rows Rows' + Rows Rows' Flow - Rows Rows' Rows Rows'",
        zeros=[("I", "domine.riccati/flow", "Rows'"), ("Rows", "domine.riccati/flow'", "I")],
    )


def exponential(p: Script) -> None:
    """``Back Exp = I = Exp Back``, and Exp is symmetric."""
    p.matrices("back rate", "-Back Flow Exp + Back Flow Exp = 0")
    p.constant("Back Exp", "Back Exp", "back rate")
    p.instantiate("sides", "inverse.sides", sizes={"r": "both"}, matrices={"Z": "Back", "Zinv": "Exp"})
    p.cut("Exp Back", "sides", ["Back Exp"])
    p.matrices("turn rate", "-Back Flow Flow Exp + Back Flow Flow Exp = 0")
    p.constant("turn", "Back Flow Exp", "turn rate")
    p.matrices("commute", "Flow Back = Back Flow", zeros=[("I", "turn", "Back"), ("Back Flow", "Exp Back", "I")])
    p.matrices("even rate", "Exp' Flow Back - Exp' Back Flow = 0", zeros=[("Exp'", "commute", "I")])
    p.constant("even", "Exp' Back", "even rate")
    p.matrices("symmetric", "Exp' = Exp", zeros=[("I", "even", "Exp"), ("Exp'", "Back Exp", "I")])


def solution(p: Script) -> None:
    """``Y (I + K Y0) = Y0`` for ``Y = Back Q Q' Back'``, as the difference solves a linear equation from 0."""
    p.matrices("Y rate", f"-Back Flow Rows Rows' Back' + Back ({DROWS} Rows' + Rows {DROWS}') Back' "
               f"- Back Rows Rows' Flow Back' = -{Y} Exp Exp {Y}",
               zeros=[("Back", "square rate", "Back'"), ("Back Rows Rows'", "Exp Back", "Rows Rows' Back'"),
                      ("Back Rows Rows'", "Exp Back'", "Exp Back Rows Rows' Back'"),
                      (f"{Y}", "symmetric", f"Exp {Y}")])  # fmt: skip
    p.matrices("inverse rate", f"Left {Y} Exp Exp Lower - Left {Y} Exp Exp Lower = 0")
    p.constant("Left Lower", "Left Lower", "inverse rate")
    p.instantiate("sides 2", "inverse.sides", sizes={"r": "both"}, matrices={"Z": "Left", "Zinv": "Lower"})
    p.cut("Lower Left", "sides 2", ["Left Lower"])
    d = f"({Y} + {Y} Integral {Y0} - {Y0})"
    drate = (f"(-Back Flow Rows Rows' Back' + Back ({DROWS} Rows' + Rows {DROWS}') Back' "
             "- Back Rows Rows' Flow Back')")  # fmt: skip
    p.matrices("D rate", f"Left {Y} Exp Exp {d} + Left ({drate} (I + Integral {Y0}) + {Y} Exp Exp {Y0}) = 0",
               zeros=[("Left", "Y rate", f"(I + Integral {Y0})")])  # fmt: skip
    p.constant("Left D", f"Left {d}", "D rate")
    p.matrices("D", f"{d} = 0", zeros=[("Lower", "Left D", "I"), ("I", "Lower Left", d)])
    p.matrices("Y", f"{Y} = Rows0 Inner Rows0'", zeros=[
        ("I", "D", "(I - Integral Rows0 Inner Rows0')"),
        (f"{Y} Integral Rows0", "Inner", "Rows0'"), ("Rows0", "Inner", "Rows0'")])  # fmt: skip
    p.matrices("domine.riccati/solution", "Rows Rows' = Exp Rows0 Inner Rows0' Exp", zeros=[
        ("Exp", "Y", "Exp"), ("I", "Exp Back", "Rows Rows' Back' Exp"), ("Rows Rows'", "Exp Back'", "I"),
        ("Rows Rows' Back'", "symmetric", "I")])  # fmt: skip


def nonsingular(p: Script) -> None:
    """The integral is positive semidefinite, by its derivative."""
    form = "tr(z' Rows0' Integral Rows0 z)"
    p.matrices("speed psd", "(Exp Rows0 z)' Exp Rows0 z psd", [((), "Exp Rows0 z", "I both")])
    p.trace("speed", "speed psd")
    p.matrices("speed words", "(Exp Rows0 z)' Exp Rows0 z = z' Rows0' Exp Exp Rows0 z",
               zeros=[("z' Rows0'", "symmetric", "Exp Rows0 z")])  # fmt: skip
    p.trace("speed trace", "speed words")
    p.order("grows", "tr(z' Rows0' Exp Exp Rows0 z) >= 0", [("speed",)], [("1", "speed trace")])
    p.order("none at first", "0 tr(z' z) >= 0", squares=["0"])
    p.barrier("form>=0", f"-{form}", "0", "grows", "none at first")
    p.assume("in kernel", "(I + Rows0' Integral Rows0) z = 0")
    p.matrices("kernel words", "z' z + z' Rows0' Integral Rows0 z = 0", zeros=[("z'", "in kernel", "I")])
    p.trace("kernel trace", "kernel words")
    p.order("z small", "tr(z' z) <= 0", [("form>=0",)], [("1", "kernel trace")])
    p.instantiate("z definite", "norm.definite", sizes={"r": "dh", "s": "one"}, matrices={"A": "z"})
    p.cut("domine.riccati/nonsingular", "z definite", ["z small"])


def balanced(p: Script) -> None:
    """The same for lam = 0."""
    p.assume("lam = 0", "lam = 0")
    p.matrices("fukumizu.riccati/operator", "Flow = Jx Goal' Jy' + Jy Goal Jx'", zeros=[("I", "Flow", "I")],
               scalar_zeros=[("lam = 0", "Jx Jx'"), ("lam = 0", "Jy Jy'")])  # fmt: skip
    p.matrices("fukumizu.riccati/flow", f"{DROWS} = (Jx Goal' Jy' + Jy Goal Jx') Rows - 1/2 Rows Rows' Rows",
               zeros=[("I", "domine.riccati/flow", "I"), ("I", "fukumizu.riccati/operator", "Rows")])  # fmt: skip
    for part in ("solution", "nonsingular"):
        p.cut(f"fukumizu.riccati/{part}", f"domine.riccati/{part}")


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "pairs", after those of the theory "traces"."""
    p = Script("pairs", before)
    for part in (scalars, flow, exponential, solution, nonsingular, balanced):
        part(p)
    return p
