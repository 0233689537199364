"""The proofs of (11), (12) and of Weyl's inequality for the invariants, for every number of layers."""

from __future__ import annotations

from proofs_check.logic.proofs.script import Script

LAYER = "1 <= j <= n"


def least_eigenvalues(p: Script) -> None:
    """``A' A - eig(A' A, 1) I`` is psd and the eigenvalue >= 0, for ``W[j+1]`` and for ``W[j+1]'``."""
    for name, size, other, matrix in (("wide", "d[j]", "d[j+1]", "W[j+1]"), ("tall", "d[j+1]", "d[j]", "W[j+1]'")):
        gram = f"{matrix}' {matrix}" if name == "wide" else "W[j+1] W[j+1]'"
        p.matrices(f"{name}.gram", f"{gram} psd", [((), matrix, f"I {other}")])
        p.instantiate(f"{name}.shifted", "eig.least", sizes={"r": size}, matrices={"S": gram})
        p.instantiate(f"{name}.eig", "eig.nonnegative", sizes={"r": size}, matrices={"S": gram}, indices={"i": "1"})
        p.cut(f"{name}.least", f"{name}.eig", [f"{name}.gram"])


def outside(p: Script) -> None:
    """``V[j] V[j]' - L[j] I`` is psd and ``L[j] >= 0``: strip one layer."""
    fact = "V[{0}] V[{0}]' - L[{0}] I psd"
    p.matrices(
        "outside.base",
        fact.format("n"),
        zeros=[("I", "V.last", "V[n]'"), ("I", "V.last'", "I")],
        scalar_zeros=[("L.last", "I")],
    )
    p.assume("outside.hypothesis", fact.format("j+1"))
    p.matrices(
        "outside.step",
        fact.format("j"),
        [((), "V[j+1]'", "tall.shifted"), (("tall.least",), "I", "outside.hypothesis")],
        [("I", "V.step", "V[j]'"), ("V[j+1] W[j+1]", "V.step'", "I")],
        [("L.step", "I")],
    )
    p.induction("outside", "j", fact.format("j"), "outside.base", "outside.step", low="0", high="n", direction="down")
    p.order("L.base", "L[n] >= 0", squares=["1"], zeros=[("1", "L.last")])
    p.assume("L.hypothesis", "L[j+1] >= 0")
    p.order("L.down", "L[j] >= 0", [("L.hypothesis", "tall.least")], [("1", "L.step")])
    p.induction("L>=0", "j", "L[j] >= 0", "L.base", "L.down", low="0", high="n", direction="down")
    p.instantiate("chitour.dissipation.first/sign", "L>=0", "n >= 1", indices={"j": "1"})


def inside(p: Script) -> None:
    """``U[j]' U[j] - R[j] I`` is psd and ``R[j] >= 0``."""
    fact = "U[{0}]' U[{0}] - R[{0}] I psd"
    p.matrices(
        "inside.base",
        fact.format("0"),
        zeros=[("U[0]'", "U.first", "I"), ("I", "U.first'", "I")],
        scalar_zeros=[("R.first", "I")],
    )
    p.assume("inside.hypothesis", fact.format("j"))
    p.matrices(
        "inside.step",
        fact.format("j+1"),
        [((), "U[j]", "wide.shifted"), (("wide.least",), "I", "inside.hypothesis")],
        [("U[j+1]'", "U.step", "I"), ("I", "U.step'", "W[j+1] U[j]")],
        [("R.step", "I")],
    )
    p.induction("inside", "j", fact.format("j"), "inside.base", "inside.step", low="0", high="n")
    p.order("R.base", "R[0] >= 0", squares=["1"], zeros=[("1", "R.first")])
    p.assume("R.hypothesis", "R[j] >= 0")
    p.order("R.up", "R[j+1] >= 0", [("R.hypothesis", "wide.least")], [("1", "R.step")])
    p.induction("R>=0", "j", "R[j] >= 0", "R.base", "R.up", low="0", high="n")


def one_term(p: Script) -> None:
    """``tr(dW[j]' dW[j]) >= R[j-1] L[j] tr(M' M)``."""
    p.instantiate("inside before", "inside", LAYER, indices={"j": "j-1"})
    p.instantiate("R before", "R>=0", LAYER, indices={"j": "j-1"})
    p.matrices("term.inner", "V[j]' M (U[j-1]' U[j-1] - R[j-1] I) M' V[j] psd", [((), "M' V[j]", "inside before")])
    p.matrices("term.outer", "M' (V[j] V[j]' - L[j] I) M psd", [((), "M", "outside")])
    p.trace("term.inner trace", "term.inner")
    p.trace("term.outer trace", "term.outer")
    p.matrices(
        "term.square",
        "dW[j]' dW[j] = (V[j]' M U[j-1]')' V[j]' M U[j-1]'",
        zeros=[("dW[j]'", "dW", "I"), ("I", "dW'", "V[j]' M U[j-1]'")],
    )
    p.trace("term.square trace", "term.square")
    p.order(
        "term",
        "tr(dW[j]' dW[j]) >= R[j-1] L[j] tr(M' M)",
        [("term.inner trace",), ("R before", "term.outer trace")],
        [("1", "term.square trace")],
        given=LAYER,
    )
    p.instantiate("term next", "term", "0 <= j <= n-1", indices={"j": "j+1"})


def added(p: Script) -> None:
    """``tr(M' V[j+1] dU[j+1]) - tr(M' V[j] dU[j]) = tr(dW[j+1]' dW[j+1])``."""
    p.instantiate("dW next", "dW", "0 <= j <= n-1", indices={"j": "j+1"})
    p.matrices(
        "added.words",
        "M' V[j+1] dU[j+1] - M' V[j] dU[j] = M' V[j+1] dW[j+1] U[j]",
        zeros=[("M' V[j+1]", "dU.step", "I"), ("M'", "V.step", "dU[j]")],
    )
    p.matrices("added.square", "dW[j+1] dW[j+1]' = V[j+1]' M U[j]' dW[j+1]'", zeros=[("I", "dW next", "dW[j+1]'")])
    p.trace("added.words trace", "added.words")
    p.trace("added.square trace", "added.square")
    p.matrices("added.start", "M' V[0] dU[0] = 0", zeros=[("M' V[0]", "dU.first", "I")])
    p.trace("added.start trace", "added.start")
    p.matrices("added.end", "M' V[n] dU[n] = M' dU[n]", zeros=[("M'", "V.last", "dU[n]")])
    p.trace("added.end trace", "added.end")
    for name in ("words", "square"):
        p.instantiate(f"added.{name} first", f"added.{name} trace", "n >= 1", indices={"j": "0"})


def sums(p: Script) -> None:
    """The sum of all terms, and the term j = 1 alone."""
    fact = "tr(M' V[{0}] dU[{0}]) >= alpha[{0}] tr(M' M)"
    p.order("whole.base", fact.format("0"), zeros=[("1", "added.start trace"), ("tr(M' M)", "alpha.first")])
    p.assume("whole.hypothesis", fact.format("j"))
    p.order(
        "whole.step",
        fact.format("j+1"),
        [("whole.hypothesis",), ("term next",)],
        [("1", "added.words trace"), ("1", "added.square trace"), ("tr(M' M)", "alpha.step")],
    )
    p.induction("whole", "j", fact.format("j"), "whole.base", "whole.step", low="0", high="n")
    p.instantiate("whole at n", "whole", "n >= 1", indices={"j": "n"})
    p.order(
        "chitour.dissipation",
        "rate <= -2 alpha[n] tr(M' M)",
        [("whole at n",)],
        [("1", "rate"), ("1", "added.end trace")],
        given="n >= 1",
    )
    fact = "tr(M' V[{0}] dU[{0}]) >= L[1] tr(M' M)"
    p.instantiate("term first", "term", "n >= 1", indices={"j": "1"})
    p.order(
        "first.base",
        fact.format("1"),
        [("term first",)],
        [
            ("1", "added.words first"),
            ("1", "added.square first"),
            ("1", "added.start trace"),
            ("L[1] tr(M' M)", "R.first"),
        ],
        given="n >= 1",
    )
    p.matrices("first.square", "dW[j+1]' dW[j+1] psd", [((), "dW[j+1]", "I d[j+1]")])
    p.trace("first.square trace", "first.square")
    p.assume("first.hypothesis", fact.format("j"))
    p.order(
        "first.step",
        fact.format("j+1"),
        [("first.hypothesis",), ("first.square trace",)],
        [("1", "added.words trace"), ("1", "added.square trace")],
        given="1 <= j <= n-1",
    )
    p.induction("first", "j", fact.format("j"), "first.base", "first.step", low="1", high="n", given="1 <= j <= n")
    p.instantiate("first at n", "first", "n >= 1", indices={"j": "n"})
    p.order(
        "chitour.dissipation.first/rate",
        "rate <= -2 L[1] tr(M' M)",
        [("first at n",)],
        [("1", "rate"), ("1", "added.end trace")],
        given="n >= 1",
    )


def weyl(p: Script) -> None:
    """Monotonicity and shift: ``G = (C + eig(K, 1) I) + (K - eig(K, 1) I)``."""
    low, up, place = "W[j] W[j]'", "W[j+1]' W[j+1]", "1 <= i <= d[j]"
    shift = f"eig({low}, 1)"
    p.instantiate("weyl.rest", "eig.least", sizes={"r": "d[j]"}, matrices={"S": low})
    p.instantiate("weyl.shift", "eig.shift", place, sizes={"r": "d[j]"}, matrices={"S": "C[j]"}, scalars={"u": shift})
    p.instantiate(
        "weyl.monotone",
        "eig.monotone",
        place,
        sizes={"r": "d[j]"},
        matrices={"S": f"C[j] + {shift} I", "Q": f"{low} - {shift} I"},
    )
    p.cut("weyl.compared", "weyl.monotone", ["weyl.rest"], place)
    p.matrices("weyl.sum", f"C[j] + {low} = {up}", zeros=[("I", "C", "I")])
    p.add(
        "weyl.same",
        "congruence",
        of="weyl.sum",
        function="eig",
        first=f"C[j] + {low}",
        second=up,
        place="i",
        given=place,
    )
    given = f"1 <= j <= n-1, {place}"
    p.order(
        "chitour.weyl/first",
        f"eig(C[j], i) + {shift} <= eig({up}, i)",
        [("weyl.compared",)],
        [("1", "weyl.shift"), ("1", "weyl.same")],
        given=given,
    )
    p.matrices("weyl.gram", f"{low} psd", [((), "W[j]'", "I d[j-1]")])
    p.instantiate("weyl.eig", "eig.nonnegative", sizes={"r": "d[j]"}, matrices={"S": low}, indices={"i": "1"})
    p.cut("weyl.least", "weyl.eig", ["weyl.gram"])
    p.order("chitour.weyl/second", f"eig(C[j], i) <= eig(C[j], i) + {shift}", [("weyl.least",)], given=given)


def proofs(p: Script) -> None:
    """All steps."""
    for part in (least_eigenvalues, outside, inside, one_term, added, sums, weyl):
        part(p)
