"""The proofs of the theory "relu": the squared norms of all layers of a ReLU network have the same rate."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

INSIDE = "1 <= j <= n, samples >= 0"
NEXT = "1 <= j <= n-1"
NAME = "chitour.remark3.relu"


def rates(p: Script) -> None:
    """``tr(W_j' dW_j)`` is the same number for neighbours, sample by sample."""
    sample = f"{NEXT}, 0 <= k <= samples-1"
    for part, of, place in (("Below next", "Below.step", "j"), ("Above next", "Above.step", "j"),
                            ("Part here", "Part.step", "j"), ("Part there", "Part.step", "j+1")):  # fmt: skip
        k = "k" if part.startswith("Part") else "k+1"
        p.instantiate(part, of, sample, indices={"j": place, "k": k})
    p.instantiate("start there", "Part.first", NEXT, indices={"j": "j+1"})
    p.matrices("output", "Above[j+1, k+1] W[j+1] Below[j, k+1] = Above[j, k+1] W[j] Below[j-1, k+1]", zeros=[
        ("Above[j+1, k+1] W[j+1]", "Below next", "I"), ("I", "Above next", "W[j] Below[j-1, k+1]")],
        given=sample)  # fmt: skip
    p.matrices("paired output", "Force[k+1]' Above[j+1, k+1] W[j+1] Below[j, k+1] = Force[k+1]' Above[j, k+1] W[j] "
               "Below[j-1, k+1]", zeros=[("Force[k+1]'", "output", "I")], given=sample)  # fmt: skip
    p.trace("paired", "paired output")
    for place, part in (("j", "here"), ("j+1", "there")):
        outer, before = f"W[{place}]'", "j-1" if place == "j" else "j"
        p.matrices(f"sum {part}", f"{outer} Part[{place}, k+1] = {outer} Part[{place}, k] + {outer} "
                   f"Above[{place}, k+1]' Force[k+1] Below[{before}, k+1]'",
                   zeros=[(outer, f"Part {part}", "I")], given=sample)  # fmt: skip
        p.trace(f"sum trace {part}", f"sum {part}")
        first = "Part.first" if place == "j" else "start there"
        p.matrices(f"empty {part}", f"{outer} Part[{place}, 0] = 0", zeros=[(outer, first, "I")], given=NEXT)
        p.trace(f"empty trace {part}", f"empty {part}")
    fact = "tr(W[j+1]' Part[j+1, {0}]) = tr(W[j]' Part[j, {0}])"
    p.order("samples base", fact.format("0"), zeros=[("1", "empty trace there"), ("1", "empty trace here")], given=NEXT)
    p.assume("samples hypothesis", fact.format("k"))
    p.order("samples step", fact.format("k+1"), zeros=[
        ("1", "sum trace there"), ("1", "sum trace here"), ("1", "samples hypothesis"), ("1", "paired")],
        given=sample)  # fmt: skip
    p.induction("all samples", "k", fact.format("k"), "samples base", "samples step", low="0", high="samples",
                given=f"0 <= k <= samples, {NEXT}")  # fmt: skip
    p.instantiate("at all samples", "all samples", f"{NEXT}, samples >= 0", indices={"k": "samples"})
    p.instantiate("dW next", "dW", NEXT, indices={"j": "j+1"})
    for place, part, of in (("j", "here", "dW"), ("j+1", "there", "dW next")):
        p.matrices(f"rate words {part}", f"W[{place}]' dW[{place}] = W[{place}]' Part[{place}, samples]",
                   zeros=[(f"W[{place}]'", of, "I")], given=NEXT)  # fmt: skip
        p.trace(f"rate trace {part}", f"rate words {part}")
    p.order("neighbours", "tr(W[j+1]' dW[j+1]) = tr(W[j]' dW[j])", zeros=[
        ("1", "rate trace there"), ("1", "rate trace here"), ("1", "at all samples")],
        given=f"{NEXT}, samples >= 0")  # fmt: skip
    fact = "tr(W[{0}]' dW[{0}]) = tr(W[1]' dW[1])"
    p.order("rates base", fact.format("1"))
    p.assume("rates hypothesis", fact.format("j"))
    p.order("rates step", fact.format("j+1"), zeros=[("1", "neighbours"), ("1", "rates hypothesis")],
            given=f"{NEXT}, samples >= 0")  # fmt: skip
    p.induction(f"{NAME}/rates", "j", fact.format("j"), "rates base", "rates step", low="1", high="n", given=INSIDE)


def norms(p: Script) -> None:
    """The differences of the squared norms stand still."""
    p.order("no change", "2 tr(W[j]' dW[j]) - 2 tr(W[1]' dW[1]) = 0", zeros=[("2", f"{NAME}/rates")], given=INSIDE)
    p.constant("kept", "tr(W[j]' W[j]) - tr(W[1]' W[1])", "no change", INSIDE)
    p.order(f"{NAME}/norms", "tr(W[j]' W[j]) - tr(W[1]' W[1]) = tr(W0[j]' W0[j]) - tr(W0[1]' W0[1])",
            zeros=[("1", "kept")], given=INSIDE)  # fmt: skip


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "relu", after those of the theory "traces"."""
    p = Script("relu", before)
    rates(p)
    norms(p)
    return p
