"""The proofs of the theory "trajectory": trajectories are bounded, and the residual decays."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

HIDDEN, LAYER = "1 <= j <= n-1", "1 <= j <= n"
PYRAMID = "1 <= j <= n-1, d[j] >= d[j+1]"
NUMBER = "d[j] - d[j+1] + 1"


def invariants(p: Script) -> None:
    """The C[j] do not move, so ``|W_j|^2 - |W_n|^2`` does not either."""
    gram = "W[j+1]' W[j+1] - W[j] W[j]'"
    p.matrices(
        "no rate",
        "dW[j+1]' W[j+1] + W[j+1]' dW[j+1] - dW[j] W[j]' - W[j] dW[j]' = 0",
        zeros=[("I", "chitour.invariant", "I")],
    )
    p.constant("kept", gram, "no rate", HIDDEN)
    constants = "chitour.prop1.bounded/constants"
    p.matrices(constants, "C[j] = C0[j]", zeros=[("I", "C", "I"), ("I", "C0", "I"), ("I", "kept", "I")])
    p.trace("kept trace", "kept")
    fact = "tr(W[{0}]' W[{0}]) - tr(W[n]' W[n]) = tr(W0[{0}]' W0[{0}]) - tr(W0[n]' W0[n])"
    p.order("kept layers.base", fact.format("n"), given="n >= 1")
    p.assume("kept layers.hypothesis", fact.format("j+1"))
    p.order(
        "kept layers.down", fact.format("j"), zeros=[("1", "kept layers.hypothesis"), ("1", "kept trace")], given=HIDDEN
    )
    p.induction("kept layers", "j", fact.format("j"), "kept layers.base", "kept layers.down", low="1", high="n",
                direction="down", given=LAYER)  # fmt: skip
    p.start("g at the start", "g", "n >= 1")


def bounded(p: Script) -> None:
    """Where g is at least the bound it does not grow, so it stays below; and with it all layers."""
    p.assume("g>=bound", "g >= bound")
    p.order("g>=K2 there", "g >= K2", [("g>=bound",), ("bound.K2",)])
    p.cut("g decreases there", "g decreases", ["g>=K2 there"])
    p.order(
        "g does not grow",
        "0 - dg >= 0",
        [("g decreases there",), ("gamma.nonnegative", "g>=K2 there")],
        given="n >= 2",
    )
    p.order("start below", "bound - g0 >= 0", [("bound.g",)])
    last = "chitour.prop1.bounded/last"
    p.barrier(last, "g", "bound", "g does not grow", "start below", "n >= 2")
    p.order(
        "chitour.prop1.bounded/layers",
        "tr(W[j]' W[j]) <= bound - g0 + tr(W0[j]' W0[j])",
        [(last,)],
        [("1", "kept layers"), ("1", "g"), ("1", "g at the start")],
        given=f"{LAYER}, n >= 2",
    )


def rate_at_start(p: Script) -> None:
    """``start[1] = bar[1]``: the eigenvalues of C[j] are those of C0[j]."""
    value = "eig({0}[j], " + NUMBER + ")"
    p.add("same eigenvalue", "congruence", of="chitour.prop1.bounded/constants", function="eig", first="C[j]",
          second="C0[j]", place=NUMBER, given=PYRAMID)  # fmt: skip
    fact = "start[{0}] = bar[{0}]"
    p.order("start.base", fact.format("n"), zeros=[("1", "start.last"), ("1", "bar.last")])
    p.assume("start.hypothesis", fact.format("j+1"))
    p.order(
        "start.with pyramid",
        fact.format("j"),
        zeros=[
            ("1", "start.step"),
            ("1", "bar.step"),
            (value.format("C0"), "start.hypothesis"),
            ("bar[j+1]", "same eigenvalue"),
        ],
        given=PYRAMID,
    )
    p.cut("start.down", "start.with pyramid", ["pyramid"], HIDDEN)
    p.induction("start", "j", fact.format("j"), "start.base", "start.down", low="1", high="n", direction="down",
                given=LAYER)  # fmt: skip
    name = "chitour.prop2.corrected"
    p.instantiate(f"{name}/rate", "start", "n >= 1", indices={"j": "1"})
    p.order(
        f"{name}/positive",
        "product[1] start[1] = 1",
        zeros=[("1", "chitour.prop2.alpha/positive"), ("product[1]", f"{name}/rate")],
        given="n >= 1",
    )
    p.cut(f"{name}/sign", "chitour.prop2.alpha/sign")


def decay(p: Script) -> None:
    """``(|M| grow)^2`` does not grow."""
    square = "tr(M' M) grow^2"
    p.matrices("dM words", "M' dM = -M' dU[n]", zeros=[("M'", "dM", "I")])
    p.trace("dM trace", "dM words")
    p.order("grow^2", "grow^2 >= 0", squares=["grow"])
    p.order(
        "square does not grow",
        "0 - 2 tr(M' dM) grow^2 - 2 start[1] tr(M' M) grow^2 >= 0",
        [("grow^2", "rate with bar")],
        [
            ("grow^2", "dM trace"),
            ("grow^2", "rate"),
            ("tr(M' M) grow^2", "chitour.prop2.corrected/rate"),
        ],
        given="n >= 1",
    )
    p.order("square start", "tr(M0' M0) - tr(M0' M0) >= 0", given="n >= 1")
    p.barrier("square", square, "tr(M0' M0)", "square does not grow", "square start", "n >= 1")
    sizes = {"r": "d[n]", "s": "d[0]"}
    for name in ("M", "M0"):
        p.instantiate(f"norm {name}", "norm.frobenius", sizes=sizes, matrices={"A": name})
    p.instantiate("norm M0>=0", "norm.nonnegative", sizes=sizes, matrices={"A": "M0"})
    p.order(
        "norm square",
        "(norm(M) grow)^2 <= norm(M0)^2",
        [("square",)],
        [("grow^2", "norm M"), ("1", "norm M0")],
        given="n >= 1",
    )
    p.instantiate("norm root", "real.square-root", scalars={"a": "norm(M) grow", "b": "norm(M0)"})
    p.cut("chitour.prop2.corrected/decay", "norm root", ["norm M0>=0", "norm square"], "n >= 1")


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "trajectory", after those of the theory "chitour"."""
    p = Script("trajectory", before)
    for part in (invariants, bounded, rate_at_start, decay):
        part(p)
    return p
