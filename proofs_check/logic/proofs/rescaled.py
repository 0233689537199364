"""The proof of the theory "rescaled": a change of the hidden layers keeps the loss along every line."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

NAME, EACH = "achour.large-sets", "1 <= j <= n"


def line(p: Script) -> None:
    """``Beside[j] = Change[j] Along[j]`` for all j."""
    fact, given = "Beside[{0}] = Change[{0}] Along[{0}]", "0 <= j, j+1 <= n"
    p.matrices("base", fact.format("0"), zeros=[
        ("I", "beside.first", "I"), ("I", "change.first", "Along[0]"), ("I", "along.first", "I")])  # fmt: skip
    p.assume("hypothesis", fact.format("j"))
    for name in ("moved", "turned"):
        p.instantiate(f"{name} next", name, given, indices={"j": "j+1"})
    p.cut("inverse j", "change.inverse", given=given)
    both = "Change[j+1] (W[j+1] + line V[j+1])"
    p.matrices("step", fact.format("j+1"), zeros=[
        ("I", "beside.next", "I"), ("I", "moved next", "Beside[j]"), ("line", "I", "turned next", "Beside[j]"),
        (f"{both} Back[j]", "hypothesis", "I"), (both, "inverse j", "Along[j]"), ("Change[j+1]", "along.next", "I")],
        given=given)  # fmt: skip
    p.induction("all", "j", fact.format("j"), "base", "step", low="0", high="n")
    p.instantiate("at n", "all", "n >= 1", indices={"j": "n"})
    p.matrices("same product", "Beside[n] = Along[n]", zeros=[("I", "at n", "I"), ("I", "change.last", "Along[n]")])
    one, other = "(Beside[n] X - Y)", "(Along[n] X - Y)"
    p.matrices("same words", f"{one}' {one} = {other}' {other}", zeros=[
        (f"{one}'", "same product", "X"), ("X'", "same product'", other)])  # fmt: skip
    p.trace("same", "same words")
    p.order(f"{NAME}/line", f"tr({one}' {one}) = tr({other}' {other})", zeros=[("1", "same")])


def moves(p: Script) -> None:
    """Directions are changed back, and a layer that is not 0 changes by a factor that is not 1."""
    p.cut("inverse here", "change.inverse", given=EACH)
    p.instantiate("inverse before", "change.inverse", EACH, indices={"j": "j-1"})
    p.matrices(f"{NAME}/onto", "Back[j] Turned[j] Change[j-1] = V[j]", zeros=[
        ("Back[j]", "turned", "Change[j-1]"), ("I", "inverse here", "V[j] Back[j-1] Change[j-1]"),
        ("V[j]", "inverse before", "I")], given=EACH)  # fmt: skip
    p.assume("still", "Moved[j] = W[j]")
    for name, first, last, factor in (("moves", "scale I", "I", "scale"), ("moves-next", "I", "back I", "back")):
        p.assume(f"{name} above", f"Change[j] = {first}")
        p.assume(f"{name} below", f"Back[j-1] = {last}")
        p.assume(f"{name} factor", f"({factor} - 1) inverse = 1")
        p.matrices(f"{NAME}/{name}", "W[j] = 0", zeros=[
            ("inverse", "I", "still", "I"), ("inverse", "I", "moved", "I"),
            ("inverse", "I", f"{name} above", "W[j] Back[j-1]"),
            ("inverse", f"({first}) W[j]", f"{name} below", "I")],
            scalar_zeros=[(f"{name} factor", "W[j]")], given=EACH)  # fmt: skip


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "rescaled", after those of the theory "traces"."""
    p = Script("rescaled", before)
    line(p)
    moves(p)
    return p
