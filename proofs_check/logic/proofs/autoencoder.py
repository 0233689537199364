"""The proof of the theory "autoencoder": with weight decay the decoder is the transpose of the encoder."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

S, Q, G, J = "X X'", "(W1 X X' W1')", "(W1 W1')", "(W1 W2)"
L = f"(lam I + {Q})"
E = "(W2' - W1)"


def relations(p: Script) -> None:
    """Balance, and what the two equations say of Q = W1 S W1', G = W1 W1' and J = W1 W2."""
    p.matrices("balance", f"W2' W2 = {G}", zeros=[
        ("laminverse", "I", "critical.first", "W1'"), ("laminverse", "W2'", "critical.second", "I")],
        scalar_zeros=[("decay", "W2' W2"), ("decay", G)])  # fmt: skip
    p.matrices("second", f"{L} W2' = W1 {S}", zeros=[("I", "critical.second'", "I")])
    p.matrices("first", f"W2' {S} = lam W1 + {G} W1 {S}", zeros=[
        ("I", "critical.first", "I"), ("I", "balance", f"W1 {S}")])  # fmt: skip
    p.matrices("L Jt", f"{L} W2' W1' = {Q}", zeros=[("I", "second", "W1'")])
    p.matrices("J turned", "W2' W1' = I - lam Resolvent", zeros=[
        ("Resolvent", "L Jt", "I"), ("I", "Resolvent", "W2' W1'"), ("I", "Resolvent", "I")])  # fmt: skip
    p.matrices("J", f"{J} = I - lam Resolvent", zeros=[("I", "J turned'", "I")])
    p.matrices("J Jt", f"{J} = W2' W1'", zeros=[("I", "J", "I"), ("I", "J turned", "I")])
    p.matrices("L J", f"{L} {J} = {Q}", zeros=[("I", "L Jt", "I"), (L, "J Jt", "I")])
    p.matrices("J L", f"{J} {L} = {Q}", zeros=[("I", "L Jt'", "I")])
    p.matrices("S mixed", f"W1 {S} W2 = {L} {G}", zeros=[("I", "second", "W2"), (L, "balance", "I")])
    p.matrices("S outer", f"W2' {S} W2 = lam {J} + {G} {L} {G}", zeros=[("I", "first", "W2"), (G, "S mixed", "I")])


def bounds(p: Script) -> None:
    """``G^2 <= J <= I``, so ``G <= I``, and with T = E' L E: ``T <= 2 lam I``."""
    f = f"(W2' - {G} W1)"
    words = [("I", "S outer", "I"), (G, "S mixed", "I"), ("I", "S mixed'", G)]
    p.matrices("J - G G psd", f"1/2 ({J} + W2' W1') - {G} {G} psd",
               [(("decay.inverse.sign",), f"X' {f}'", "I f")],
               [("laminverse", *item) for item in words] + [("1", "I", "J Jt", "I")],
               [("decay", J), ("decay", f"{G} {G}")])  # fmt: skip
    p.matrices("L psd", f"{L} psd", [(("decay.sign",), "I", "I dh"), ((), "X' W1'", "I f")])
    p.matrices("Resolvent psd", "Resolvent psd", [((), "Resolvent", "L psd")], [
        ("I", "Resolvent", "Resolvent")])  # fmt: skip
    p.matrices("G below I", f"I - {G} psd", [((), f"I - {G}", "I dh"), ((), "I", "J - G G psd"),
                                              (("decay.sign",), "I", "Resolvent psd")],
               [("I", "J", "I"), ("I", "J turned", "I")])  # fmt: skip
    square = f"{E} {E}'"
    p.matrices("E E", f"{square} = 2 {G} - {J} - W2' W1'", zeros=[("I", "balance", "I")])
    p.matrices("R - N psd", f"2 lam Resolvent - {square} psd", [((), "I", "G below I")], [
        ("I", "E E", "I"), ("I", "J", "I"), ("I", "J turned", "I")])  # fmt: skip
    t = f"({E}' {L} {E})"
    p.matrices("T T psd", f"2 lam {t} - {t} {t} psd", [((), f"{L} {E}", "R - N psd")], [
        ("lam", f"{E}' {L}", "Resolvent", E)])  # fmt: skip
    p.matrices("T psd", f"2 lam I - {t} psd", [(("decay.inverse.sign",), f"2 lam I - {t}", "I dx"),
                                                (("decay.inverse.sign",), "I", "T T psd")],
               scalar_zeros=[("decay", t), ("decay", "lam I")])  # fmt: skip


def conclusion(p: Script) -> None:
    """``tr(E S E') = -lam tr(E E') + 1/4 tr(E T E')`` is at most ``-lam/2 tr(E E')``."""
    t = f"({E}' {L} {E})"
    p.matrices("E T E psd", f"{E} (2 lam I - {t}) {E}' psd", [((), f"{E}'", "T psd")])
    p.trace("E T E", "E T E psd")
    p.matrices("E S E psd", f"{E} {S} {E}' psd", [((), f"X' {E}'", "I f")])
    p.trace("E S E", "E S E psd")
    p.matrices("E S E words", f"{E} {S} {E}' = lam {J} + {G} {L} {G} - {L} {G} - {G} {L} + {Q}", zeros=[
        ("I", "S outer", "I"), ("I", "S mixed", "I"), ("I", "S mixed'", "I")])  # fmt: skip
    k = f"({J} - {G})"
    p.matrices("E is K", f"{E} {E}' = -2 {k}", zeros=[("I", "E E", "I"), ("I", "J Jt", "I")])
    p.matrices("K L K", f"1/4 {E} {E}' {L} {E} {E}' = {k} {L} {k}", zeros=[
        ("I", "E is K", f"{L} {E} {E}'"), (f"{k} {L}", "E is K", "I")])  # fmt: skip
    p.matrices("same words", f"{E} {S} {E}' = -lam {E} {E}' + 1/4 {E} {E}' {L} {E} {E}'", zeros=[
        ("I", "E S E words", "I"), ("I", "K L K", "I"), ("lam", "I", "E is K", "I"), ("I", "J L", J),
        ("I", "J L", G), (G, "L J", "I"), ("I", "L J", "I")])  # fmt: skip
    p.trace("same", "same words")
    p.order("small", f"lam tr({E} {E}') <= 0", [("E S E",), ("E T E",)], [("1", "same")])
    p.order("none", f"tr({E}' {E}) <= 0", [("small", "decay.inverse.sign")], [(f"tr({E} {E}')", "decay")])
    p.instantiate("definite", "norm.definite", sizes={"r": "dh", "s": "dx"}, matrices={"A": E})
    p.cut("E is 0", "definite", ["none"])
    p.matrices("kunin.autoencoder.transposes", "W2 = W1'", zeros=[("I", "E is 0'", "I")])


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "autoencoder", after those of the theory "traces"."""
    p = Script("autoencoder", before)
    for part in (relations, bounds, conclusion):
        part(p)
    return p
