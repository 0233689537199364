"""The proof of the theory "residual": with residual layers of norm below 1 critical points are global minima."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

N = "(Front[n] X - Y) X'"


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "residual", after those of the theory "traces"."""
    p = Script("residual", before)
    strip(p)
    convex(p)
    return p


def strip(p: Script) -> None:
    """``N Front[j+1]' = 0`` gives ``N Front[j]' = 0``: with L = N Front[j]' we have L = -L Res', so |L| <= tau |L|."""
    fact = f"{N} Front[{{0}}]' = 0"
    row = f"{N} Front[j]'"
    p.cut("strip base", "critical")
    p.assume("strip hypothesis", fact.format("j+1"), "0 <= j <= n-1")
    p.matrices("row", f"{row} (I + Res[j+1])' = 0", zeros=[
        ("I", "strip hypothesis", "I"), (N, "Front.step'", "I")], given="0 <= j <= n-1")  # fmt: skip
    square = f"{row} ({row})'"
    p.matrices("row square", f"{square} = {row} Res[j+1]' Res[j+1] ({row})'", zeros=[
        ("I", "row", f"({row})'"), (f"{row} Res[j+1]'", "row'", "I")], given="0 <= j <= n-1")  # fmt: skip
    p.trace("row trace", "row square")
    p.instantiate("next norm", "norm.bound", "0 <= j <= n-1", indices={"j": "j+1"})
    p.matrices("row bound", f"{row} (tau^2 I - Res[j+1]' Res[j+1]) ({row})' psd", [((), f"({row})'", "next norm")],
               given="0 <= j <= n-1")  # fmt: skip
    p.trace("row bound trace", "row bound")
    p.matrices("row psd", f"{square} psd", [((), f"({row})'", "I width")])
    p.trace("row>=0", "row psd")
    p.order("row small", f"tr(({row})' {row}) <= 0", [("row bound trace", "gap.sign"), ("row>=0", "tau.sign")],
            [("gap", "row trace"), (f"(1 + tau) tr(({row})' {row})", "gap.inverse")],
            given="0 <= j <= n-1")  # fmt: skip
    p.instantiate("row definite", "norm.definite", "n >= 0, j >= 0", sizes={"r": "width", "s": "width"},
                  matrices={"A": row})  # fmt: skip
    p.cut("strip down", "row definite", ["row small"], "0 <= j <= n-1")
    p.induction("strip", "j", fact.format("j"), "strip base", "strip down", low="0", high="n-1", direction="down",
                given="0 <= j <= n-1")  # fmt: skip
    p.instantiate("strip at 0", "strip", "n >= 1", indices={"j": "0"})
    p.matrices("no gradient", f"{N} = 0", zeros=[("I", "strip at 0", "I"), (N, "Front.first'", "I")], given="n >= 1")


def convex(p: Script) -> None:
    """The gap to any matrix is a square."""
    moved = "(Rival - Front[n])"
    p.matrices("cross words", f"(Front[n] X - Y) X' {moved}' = 0", zeros=[("I", "no gradient", f"{moved}'")],
               given="n >= 1")  # fmt: skip
    p.trace("cross", "cross words")
    p.matrices("gap psd", f"({moved} X)' {moved} X psd", [((), f"{moved} X", "I width")], given="n >= 0")
    p.trace("gap>=0", "gap psd")
    p.order("hardt.residual.critical", "tr((Front[n] X - Y)' (Front[n] X - Y)) <= tr((Rival X - Y)' (Rival X - Y))",
            [("gap>=0",)], [("1", "cross")], given="n >= 1")  # fmt: skip
