"""The proofs of the theory "decay": from three layers on zero is a strict local minimum, which need not be global."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

STEP = "0 <= j <= n-1"
PAIR = "norm(V[2]) norm(V[1])"


def products(p: Script) -> None:
    """``norm(P[j]) <= radius norm(V[2]) norm(V[1])`` for j >= 3."""
    for j in (1, 2):
        p.instantiate(f"V{j}>=0", "norm.nonnegative", "n >= 3", sizes={"r": f"d[{j}]", "s": f"d[{j - 1}]"},
                      matrices={"A": f"V[{j}]"})  # fmt: skip
    for j in (0, 1, 2):
        p.instantiate(f"P at {j + 1}", "P.step", "n >= 3", indices={"j": str(j)})
    p.matrices(
        "P 3",
        "P[3] = V[3] V[2] V[1]",
        zeros=[
            ("I", "P at 3", "I"),
            ("V[3]", "P at 2", "I"),
            ("V[3] V[2]", "P at 1", "I"),
            ("V[3] V[2] V[1]", "P.first", "I"),
        ],
        given="n >= 3",
    )
    p.add("P 3 norm", "congruence", of="P 3", function="norm", first="P[3]", second="V[3] V[2] V[1]", given="n >= 3")
    at = {"sizes": {"r": "d[3]", "s": "d[2]", "t": "d[0]"}}
    p.instantiate("three", "submultiplicative", "n >= 3", **at, matrices={"A": "V[3]", "D": "V[2] V[1]"})
    p.instantiate("two", "submultiplicative", "n >= 3", sizes={"r": "d[2]", "s": "d[1]", "t": "d[0]"},
                  matrices={"A": "V[2]", "D": "V[1]"})  # fmt: skip
    p.instantiate("V3>=0", "norm.nonnegative", "n >= 3", sizes={"r": "d[3]", "s": "d[2]"}, matrices={"A": "V[3]"})
    p.instantiate("near at 3", "near", "n >= 3", indices={"j": "3"})
    fact = f"norm(P[{{0}}]) <= radius {PAIR}"
    p.order(
        "small base",
        fact.format("3"),
        [("three",), ("V3>=0", "two"), ("near at 3", "V2>=0", "V1>=0")],
        [("1", "P 3 norm")],
        given="n >= 3",
    )
    p.assume("small hypothesis", fact.format("j"), "3 <= j <= n-1")
    p.add("P norm", "congruence", of="P.step", function="norm", first="P[j+1]", second="V[j+1] P[j]",
          given="3 <= j <= n-1")  # fmt: skip
    p.instantiate("more", "submultiplicative", "3 <= j <= n-1", sizes={"r": "d[j+1]", "s": "d[j]", "t": "d[0]"},
                  matrices={"A": "V[j+1]", "D": "P[j]"})  # fmt: skip
    p.instantiate("P>=0", "norm.nonnegative", "3 <= j <= n-1", sizes={"r": "d[j]", "s": "d[0]"}, matrices={"A": "P[j]"})
    p.instantiate("near next", "near", "3 <= j <= n-1", indices={"j": "j+1"})
    p.order("small step", fact.format("j+1"), [
        ("more",), ("near next", "P>=0"), ("radius.one", "P>=0"), ("small hypothesis",)], [("1", "P norm")],
        given="3 <= j <= n-1")  # fmt: skip
    p.induction("small", "j", fact.format("j"), "small base", "small step", low="3", high="n",
                given="3 <= j <= n, n >= 3")  # fmt: skip
    p.instantiate("small at n", "small", "n >= 3", indices={"j": "n"})


def sums(p: Script) -> None:
    """``Sum[n] >= low (|V_1|^2 + |V_2|^2)``."""
    for j in (0, 1):
        p.instantiate(f"Sum at {j + 1}", "Sum.step", "n >= 3", indices={"j": str(j)})
        p.instantiate(f"low at {j + 1}", "low", "n >= 3", indices={"j": str(j + 1)})
    for j in ("1", "2", "j+1"):
        given = "n >= 3" if j in "12" else "2 <= j <= n-1"
        p.matrices(f"V {j} psd", f"V[{j}]' V[{j}] psd", [((), f"V[{j}]", f"I d[{j}]")], given=given)
        p.trace(f"V {j}", f"V {j} psd")
    p.instantiate("low next", "low", "2 <= j <= n-1", indices={"j": "j+1"})
    first = "low (tr(V[1]' V[1]) + tr(V[2]' V[2]))"
    fact = f"Sum[{{0}}] >= {first}"
    p.order("Sum base", fact.format("2"), [("low at 1", "V 1"), ("low at 2", "V 2")],
            [("1", "Sum at 1"), ("1", "Sum at 2"), ("1", "Sum.first")], given="n >= 3")  # fmt: skip
    p.assume("Sum hypothesis", fact.format("j"))
    p.order("Sum up", fact.format("j+1"), [("Sum hypothesis",), ("low next", "V j+1"), ("low.sign", "V j+1")],
            [("1", "Sum.step")], given="2 <= j <= n-1, n >= 3")  # fmt: skip
    p.induction("Sum all", "j", fact.format("j"), "Sum base", "Sum up", low="2", high="n", given="2 <= j <= n, n >= 3")
    p.instantiate("Sum at n", "Sum all", "n >= 3", indices={"j": "n"})


def strict(p: Script) -> None:
    """The mixed term is at most a quarter of the decay."""
    products(p)
    sums(p)
    p.instantiate("mixed", "norm.cauchy-schwarz", "n >= 3", sizes={"r": "d[n]", "s": "d[0]"},
                  matrices={"A": "Y X'", "B": "P[n]"})  # fmt: skip
    p.instantiate("data>=0", "norm.nonnegative", "n >= 3", sizes={"r": "d[n]", "s": "d[0]"}, matrices={"A": "Y X'"})
    p.matrices("fit psd", "(P[n] X)' P[n] X psd", [((), "P[n] X", "I d[n]")], given="n >= 3")
    p.trace("fit", "fit psd")
    for j in (1, 2):
        p.instantiate(f"frobenius {j}", "norm.frobenius", "n >= 3", sizes={"r": f"d[{j}]", "s": f"d[{j - 1}]"},
                      matrices={"A": f"V[{j}]"})  # fmt: skip
    p.order("mean", f"norm(V[1])^2 + norm(V[2])^2 >= 2 {PAIR}", squares=["norm(V[1]) - norm(V[2])"], given="n >= 3")
    p.order(
        "ziyin.zero.deep/strict",
        "1/2 tr((P[n] X - Y)' (P[n] X - Y)) + 1/2 Sum[n] >= 1/2 tr(Y' Y) + 1/4 Sum[n]",
        [("fit",), ("mixed",), ("small at n", "data>=0"), ("radius.small", "V2>=0", "V1>=0"), ("mean", "low.sign"),
         ("Sum at n",)],
        [("low", "frobenius 1"), ("low", "frobenius 2")],
        given="n >= 3",
    )  # fmt: skip
    p.cut("mehta.regularised/strict", "ziyin.zero.deep/strict")


def bad(p: Script) -> None:
    """``Chain[n] = u_n u_0'`` and ``Length[n] = n``."""
    p.instantiate("one is 1 raw", "size is 1", sizes={"r": "one"})
    p.cut("one is 1", "one is 1 raw", ["one"])
    p.instantiate("unit next", "unit", STEP, indices={"j": "j+1"})
    full = "Chain[{0}] = unit[{0}] unit[0]'"
    p.instantiate("Chain at 1", "Chain.step", "n >= 1", indices={"j": "0"})
    p.matrices("full base", full.format("1"), zeros=[
        ("I", "Chain at 1", "I"), ("unit[1] unit[0]'", "Chain.first", "I")], given="n >= 1")  # fmt: skip
    p.assume("full hypothesis", full.format("j"))
    p.matrices("full step", full.format("j+1"), zeros=[
        ("I", "Chain.step", "I"), ("unit[j+1] unit[j]'", "full hypothesis", "I"), ("unit[j+1]", "unit", "unit[0]'")],
        given="1 <= j <= n-1")  # fmt: skip
    p.induction("full", "j", full.format("j"), "full base", "full step", low="1", high="n")
    p.instantiate("full at n", "full", "n >= 1", indices={"j": "n"})
    layer = "(unit[j+1] unit[j]')"
    p.matrices("layer words", f"{layer}' {layer} = unit[j] unit[j]'", zeros=[("unit[j]", "unit next", "unit[j]'")],
               given=STEP)  # fmt: skip
    p.trace("layer", "layer words")
    p.trace("unit trace", "unit")
    length = "Length[{0}] = real({0})"
    p.order("Length base", length.format("0"), zeros=[("1", "Length.first")])
    p.assume("Length hypothesis", length.format("j"))
    p.order("Length step", length.format("j+1"), zeros=[
        ("1", "Length.step"), ("1", "layer"), ("1", "unit trace"), ("1", "one is 1"), ("1", "Length hypothesis")],
        given=STEP)  # fmt: skip
    p.induction("Length", "j", length.format("j"), "Length base", "Length step", low="0", high="n")
    p.instantiate("Length at n", "Length", "n >= 0", indices={"j": "n"})
    p.instantiate("unit at n", "unit", "n >= 0", indices={"j": "n"})
    p.instantiate("unit at 0", "unit", "n >= 0", indices={"j": "0"})
    goal = "(1 + mu) unit[n] unit[0]'"
    ends = "unit[n] unit[0]'"
    p.matrices(
        "miss words",
        f"(Chain[n] - {goal})' (Chain[n] - {goal}) = (mu {ends})' (mu {ends})",
        zeros=[("I", "full at n'", f"(Chain[n] - {goal})"), ("mu", f"({ends})'", "full at n", "I")],
        given="n >= 1",
    )
    p.trace("miss", "miss words")
    p.matrices("ends words", f"({ends})' {ends} = unit[0] unit[0]'", zeros=[("unit[0]", "unit at n", "unit[0]'")],
               given="n >= 0")  # fmt: skip
    p.trace("ends", "ends words")
    p.trace("unit 0", "unit at 0")
    p.order(
        "ziyin.zero.deep/bad",
        f"1/2 tr((Chain[n] - {goal})' (Chain[n] - {goal})) + 1/2 mu Length[n] + mu = 1/2 tr(({goal})' ({goal}))",
        zeros=[("1", "miss"), ("mu", "Length at n"), ("1", "mu"),
               *((c, name) for name in ("ends", "unit 0", "one is 1") for c in ("1", "mu", "mu^2"))],
        given="n >= 1",
    )  # fmt: skip
    p.cut("mehta.regularised/bad", "ziyin.zero.deep/bad")


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "decay", after those of the theory "traces"."""
    p = Script("decay", before)
    strict(p)
    bad(p)
    return p
