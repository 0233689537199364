"""The proofs of the theory "shift": the block-shift matrix of the layers."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

STEP = "0 <= j <= n-1"


def columns(p: Script) -> None:
    """``A J[j] = J[j+1] W[j+1]`` and ``A J[n] = 0``; ``J[j+1]' A = W[j+1] J[j]'``."""
    # Part[k] J[j] = 0 for k <= j, and J[j+1] W[j+1] from k = j + 1 on; likewise for rows
    p.instantiate("Part k", "Part.step", "0 <= k <= n-1", indices={"j": "k"})
    given = "0 <= k, k+1 <= j, j <= n"
    p.instantiate("other below", "J.other", given, indices={"i": "k"})
    p.matrices("early base", "Part[0] J[j] = 0", zeros=[("I", "Part.first", "J[j]")], given="0 <= j <= n")
    p.assume("early hypothesis", "Part[k] J[j] = 0")
    p.matrices("early step", "Part[k+1] J[j] = 0", zeros=[
        ("I", "Part k", "J[j]"), ("I", "early hypothesis", "I"), ("J[k+1] W[k+1]", "other below", "I")],
        given=given)  # fmt: skip
    p.induction("early", "k", "Part[k] J[j] = 0", "early base", "early step", low="0", high="j",
                given="0 <= k <= j, j <= n")  # fmt: skip
    p.instantiate("at j", "early", "0 <= j <= n", indices={"k": "j"})
    p.matrices("late base", "Part[j+1] J[j] = J[j+1] W[j+1]", zeros=[
        ("I", "Part.step", "J[j]"), ("I", "at j", "I"), ("J[j+1] W[j+1]", "J.unit", "I")], given=STEP)  # fmt: skip
    p.assume("late hypothesis", "Part[k] J[j] = J[j+1] W[j+1]")
    given = "0 <= j, j+1 <= k, k <= n-1"
    p.instantiate("other above", "J.other", given, indices={"i": "j", "j": "k"})
    p.matrices("late step", "Part[k+1] J[j] = J[j+1] W[j+1]", zeros=[
        ("I", "Part k", "J[j]"), ("I", "late hypothesis", "I"), ("J[k+1] W[k+1]", "other above'", "I")],
        given=given)  # fmt: skip
    p.induction("late", "k", "Part[k] J[j] = J[j+1] W[j+1]", "late base", "late step", low="j+1", high="n",
                given="0 <= j, j+1 <= k, k <= n")  # fmt: skip
    p.instantiate("late at n", "late", STEP, indices={"k": "n"})
    p.matrices("A J", "A1 J[j] = J[j+1] W[j+1]", zeros=[("I", "A1", "J[j]"), ("I", "late at n", "I")], given=STEP)
    p.instantiate("last at n", "at j", "n >= 0", indices={"j": "n"})
    p.matrices("A J n", "A1 J[n] = 0", zeros=[("I", "A1", "J[n]"), ("I", "last at n", "I")], given="n >= 0")


def rows(p: Script) -> None:
    """``J[j+1]' A = W[j+1] J[j]'``."""
    given = "0 <= k, k <= j-1, j <= n-1"
    p.instantiate("row other below", "J.other", given, indices={"i": "k+1", "j": "j+1"})
    p.matrices("row early base", "J[j+1]' Part[0] = 0", zeros=[("J[j+1]'", "Part.first", "I")], given=STEP)
    p.assume("row early hypothesis", "J[j+1]' Part[k] = 0")
    p.matrices("row early step", "J[j+1]' Part[k+1] = 0", zeros=[
        ("J[j+1]'", "Part k", "I"), ("I", "row early hypothesis", "I"), ("I", "row other below'", "W[k+1] J[k]'")],
        given=given)  # fmt: skip
    p.induction("row early", "k", "J[j+1]' Part[k] = 0", "row early base", "row early step", low="0", high="j",
                given="0 <= k <= j, j <= n-1")  # fmt: skip
    p.instantiate("row at j", "row early", STEP, indices={"k": "j"})
    p.instantiate("unit next", "J.unit", STEP, indices={"j": "j+1"})
    p.matrices(
        "row late base",
        "J[j+1]' Part[j+1] = W[j+1] J[j]'",
        zeros=[("J[j+1]'", "Part.step", "I"), ("I", "row at j", "I"), ("I", "unit next", "W[j+1] J[j]'")],
        given=STEP,
    )
    p.assume("row late hypothesis", "J[j+1]' Part[k] = W[j+1] J[j]'")
    given = "0 <= j, j+1 <= k, k <= n-1"
    p.instantiate("row other above", "J.other", given, indices={"i": "j+1", "j": "k+1"})
    p.matrices("row late step", "J[j+1]' Part[k+1] = W[j+1] J[j]'", zeros=[
        ("J[j+1]'", "Part k", "I"), ("I", "row late hypothesis", "I"), ("I", "row other above", "W[k+1] J[k]'")],
        given=given)  # fmt: skip
    p.induction("row late", "k", "J[j+1]' Part[k] = W[j+1] J[j]'", "row late base", "row late step", low="j+1",
                high="n", given="0 <= j, j+1 <= k, k <= n")  # fmt: skip
    p.instantiate("row late at n", "row late", STEP, indices={"k": "n"})
    p.matrices(
        "J A", "J[j+1]' A1 = W[j+1] J[j]'", zeros=[("J[j+1]'", "A1", "I"), ("I", "row late at n", "I")], given=STEP
    )


def powers(p: Script) -> None:
    """``A^j J[0] = J[j] U[j]``, ``J[n]' A^(n-j) = V[j] J[j]'`` and ``A^n J[j] = 0`` for j >= 1."""
    fact = "A1^{1} J[0] = J[{0}] U[{0}]"
    p.matrices("up base", fact.format("0", "0"), zeros=[("J[0]", "U.first", "I")], given="n >= 0")
    p.assume("up hypothesis", fact.format("j", "j"), "j >= 0")
    p.matrices(
        "up step",
        fact.format("j+1", "(j+1)"),
        zeros=[("A1", "up hypothesis", "I"), ("I", "A J", "U[j]"), ("J[j+1]", "U.step", "I")],
        given=STEP,
    )
    p.induction("up", "j", fact.format("j", "j"), "up base", "up step", low="0", high="n", given="0 <= j <= n")
    back = "J[n]' A1^(n-{1}) = V[{0}] J[{0}]'"
    p.matrices("back base", back.format("n", "n"), zeros=[("I", "V.last", "J[n]'")], given="n >= 0")
    p.assume("back hypothesis", back.format("j+1", "j-1"), STEP)
    p.matrices("back step", back.format("j", "j"), zeros=[
        ("I", "back hypothesis", "A1"), ("V[j+1]", "J A", "I"), ("I", "V.step", "J[j]'")], given=STEP)  # fmt: skip
    p.induction("back", "j", back.format("j", "j"), "back base", "back step", low="0", high="n", direction="down",
                given="0 <= j <= n")  # fmt: skip
    through = "A1^(n-{1}) J[{0}] = J[n] V[{0}]"
    p.matrices("through base", through.format("n", "n"), zeros=[("J[n]", "V.last", "I")], given="n >= 0")
    p.assume("through hypothesis", through.format("j+1", "j-1"), STEP)
    p.matrices("through step", through.format("j", "j"), zeros=[
        ("A1^(n-j-1)", "A J", "I"), ("I", "through hypothesis", "W[j+1]"), ("J[n]", "V.step", "I")],
        given=STEP)  # fmt: skip
    p.induction("through all", "j", through.format("j", "j"), "through base", "through step", low="0", high="n",
                direction="down", given="0 <= j <= n")  # fmt: skip
    p.matrices("dead", "A1^n J[j] = 0", zeros=[
        ("A1^j", "through all", "I"), ("A1^(j-1)", "A J n", "V[j]")], given="1 <= j <= n")  # fmt: skip
    p.instantiate("dead next", "dead", STEP, indices={"j": "j+1"})
    p.instantiate("up at n", "up", "n >= 1", indices={"j": "n"})
    whole = "A1^n Frame[{0}] = J[n] U[n] J[0]'"
    p.matrices("whole base", whole.format("0"), zeros=[("A1^n", "Frame.first", "I"), ("I", "up at n", "J[0]'")],
               given="n >= 1")  # fmt: skip
    p.assume("whole hypothesis", whole.format("j"), "n >= 1")
    p.matrices("whole step", whole.format("j+1"), zeros=[
        ("A1^n", "Frame.step", "I"), ("I", "whole hypothesis", "I"), ("I", "dead next", "J[j+1]'")],
        given=STEP)  # fmt: skip
    p.induction("whole", "j", whole.format("j"), "whole base", "whole step", low="0", high="n",
                given="0 <= j <= n, n >= 1")  # fmt: skip
    p.instantiate("whole at n", "whole", "n >= 1", indices={"j": "n"})
    p.matrices("wendin.block/power", "A1^n = J[n] U[n] J[0]'", zeros=[
        ("I", "whole at n", "I"), ("A1^n", "Frame.all", "I")], given="n >= 1")  # fmt: skip
    p.matrices("wendin.block/nilpotent", "A1^(n+1) = 0", zeros=[
        ("A1", "wendin.block/power", "I"), ("I", "A J n", "U[n] J[0]'")], given="n >= 1")  # fmt: skip


def flow(p: Script) -> None:
    """Each summand of the printed rate is the velocity of one layer, in its place."""
    p.matrices("force", "E1 - A1^n = J[n] F J[0]'", zeros=[
        ("I", "E1", "I"), ("I", "wendin.block/power", "I")], given="n >= 1")  # fmt: skip
    p.instantiate("back next", "back", STEP, indices={"j": "j+1"})
    p.cut("up here", "up", given=STEP)
    p.matrices("summand", "(A1^(n-j-1))' (E1 - A1^n) (A1^j)' = J[j+1] (V[j+1]' F U[j]') J[j]'", zeros=[
        ("(A1^(n-j-1))'", "force", "(A1^j)'"), ("I", "back next'", "F J[0]' (A1^j)'"),
        ("J[j+1] V[j+1]' F", "up here'", "I")], given=STEP)  # fmt: skip
    p.matrices("flow base", "Rate[0] = Form[0]", zeros=[("I", "Rate.first", "I"), ("I", "Form.first", "I")])
    p.assume("flow hypothesis", "Rate[j] = Form[j]")
    p.matrices("flow step", "Rate[j+1] = Form[j+1]", zeros=[
        ("I", "Rate.step", "I"), ("I", "Form.step", "I"), ("I", "flow hypothesis", "I"), ("I", "summand", "I")],
        given=STEP)  # fmt: skip
    p.induction("flow", "j", "Rate[j] = Form[j]", "flow base", "flow step", low="0", high="n")
    p.instantiate("wendin.block/flow", "flow", "n >= 1", indices={"j": "n"})


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "shift", after those of the theory "traces"."""
    p = Script("shift", before)
    for part in (columns, rows, powers, flow):
        part(p)
    return p
