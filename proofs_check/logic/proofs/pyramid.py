"""The proofs of Remark 4, corrected, and of the rate in Proposition 2, for every number of layers."""

from __future__ import annotations

from proofs_check.logic.proofs.script import Script

LOW, UP, NEXT = "W[j] W[j]'", "W[j+1]' W[j+1]", "W[j+1] W[j+1]'"
NUMBER = "d[j] - d[j+1] + 1"
PYRAMID = "1 <= j <= n-1, d[j] >= d[j+1]"
AT_J = {"r": "d[j]"}


def spectrum(p: Script) -> None:
    """The zeros of ``W[j+1]' W[j+1]``, its other eigenvalues, and the sign of those of C[j] by Weyl's inequality."""
    zeros = "1 <= j <= n-1, 1 <= i <= d[j] - d[j+1]"
    gram = {"sizes": {"r": "d[j+1]", "s": "d[j]"}, "matrices": {"A": "W[j+1]"}}
    p.instantiate("chitour.weyl.spectrum.corrected/zeros", "eig.gram-zeros", zeros, **gram)
    p.order(
        "chitour.weyl.spectrum.corrected/sign",
        "eig(C[j], i) <= 0",
        [("chitour.weyl/first",), ("chitour.weyl/second",)],
        [("1", "chitour.weyl.spectrum.corrected/zeros")],
        given=zeros,
    )
    p.instantiate("chitour.prop2.rank.corrected/rank", "eig.gram-zeros", zeros, **gram)
    p.cut("chitour.prop2.rank.corrected/widths", "pyramid")
    p.instantiate(
        "chitour.prop2.rank.corrected/least",
        "chitour.prop2.rank.corrected/rank",
        "1 <= j <= n-1, d[j+1] + 1 <= d[j]",
        indices={"i": "1"},
    )
    p.instantiate("largest number", "eig.minus", PYRAMID, sizes=AT_J, matrices={"S": "C[j]"}, indices={"i": "d[j+1]"})
    p.order(
        "chitour.prop2.index.corrected",
        f"-eig(-C[j], d[j+1]) = eig(C[j], {NUMBER})",
        zeros=[("1", "largest number")],
    )
    shifted = f"{PYRAMID}, 1 <= i <= d[j+1]"
    p.instantiate("chitour.weyl.spectrum.corrected/shifted", "eig.gram", shifted, **gram)


def remark(p: Script) -> None:
    """``C = G - K`` has eigenvalues at least those of G minus the largest of K."""
    minus, largest = f"-{LOW}", f"eig({LOW}, d[j])"
    p.instantiate("remark.largest", "eig.minus", sizes=AT_J, matrices={"S": LOW}, indices={"i": "1"})
    p.instantiate("remark.rest", "eig.least", sizes=AT_J, matrices={"S": minus})
    least = f"eig({minus}, 1)"
    p.instantiate(
        "remark.monotone",
        "eig.monotone",
        "1 <= i <= d[j]",
        sizes=AT_J,
        matrices={"S": f"{UP} + {least} I", "Q": f"{minus} - {least} I"},
    )
    p.cut("remark.compared", "remark.monotone", ["remark.rest"], "1 <= i <= d[j]")
    p.instantiate("remark.shift", "eig.shift", "1 <= i <= d[j]", sizes=AT_J, matrices={"S": UP}, scalars={"u": least})
    p.matrices("remark.sum", f"{UP} - {LOW} = C[j]", zeros=[("I", "C", "I")])
    p.add(
        "remark.same",
        "congruence",
        of="remark.sum",
        function="eig",
        first=f"{UP} - {LOW}",
        second="C[j]",
        place="i",
        given="1 <= j <= n-1, 1 <= i <= d[j]",
    )
    p.order(
        "remark.each",
        f"eig({UP}, i) - {largest} <= eig(C[j], i)",
        [("remark.compared",)],
        [("1", "remark.shift"), ("1", "remark.same"), ("1", "remark.largest")],
        given="1 <= j <= n-1, 1 <= i <= d[j]",
    )
    gram = {"sizes": {"r": "d[j+1]", "s": "d[j]"}, "matrices": {"A": "W[j+1]"}, "indices": {"i": "1"}}
    p.instantiate("gram.first", "eig.gram", PYRAMID, **gram)
    p.instantiate("remark.at", "remark.each", PYRAMID, indices={"i": NUMBER})
    p.order(
        "chitour.remark4.corrected",
        f"eig({NEXT}, 1) - {largest} <= eig(C[j], {NUMBER})",
        [("remark.at",)],
        [("1", "gram.first")],
        given=PYRAMID,
    )


def rate(p: Script) -> None:
    """``L[1] >= bar[1] > 0`` and ``rate <= -2 bar[1] |M|^2``."""
    hidden, layer, value = "1 <= j <= n-1", "1 <= j <= n", f"eig(C[j], {NUMBER})"
    for part in ("first", "second"):
        p.instantiate(f"weyl {part} at", f"chitour.weyl/{part}", PYRAMID, indices={"i": NUMBER})
    p.order(
        "factor with pyramid",
        f"eig({NEXT}, 1) >= {value}",
        [("weyl first at",), ("weyl second at",)],
        [("1", "gram.first")],
    )
    p.order("inverse square", f"{value}^2 >= 0", squares=[value], given=PYRAMID)
    p.order(
        "value with pyramid",
        f"{value} >= 0",
        [("positive.sign", "inverse square")],
        [(value, "positive.inverse")],
        given=PYRAMID,
    )
    fact = "bar[{0}] >= 0"
    p.order("bar.base", fact.format("n"), squares=["1"], zeros=[("1", "bar.last")])
    p.assume("bar.hypothesis", fact.format("j+1"))
    p.order("bar.with pyramid", fact.format("j"), [("bar.hypothesis", "value with pyramid")], [("1", "bar.step")])
    p.cut("bar.down", "bar.with pyramid", ["pyramid"], hidden)
    ends = {"low": "1", "high": "n", "direction": "down", "given": layer}
    p.induction("bar>=0", "j", fact.format("j"), "bar.base", "bar.down", **ends)
    p.instantiate("bar next>=0", "bar>=0", hidden, indices={"j": "j+1"})

    fact = "L[{0}] >= bar[{0}]"
    p.order("rate.base", fact.format("n"), zeros=[("1", "L.last"), ("1", "bar.last")])
    p.assume("rate.hypothesis", fact.format("j+1"))
    p.order(
        "rate.with pyramid",
        fact.format("j"),
        [("tall.least", "rate.hypothesis"), ("bar next>=0", "factor with pyramid")],
        [("1", "L.step"), ("1", "bar.step")],
        given=PYRAMID,
    )
    p.cut("rate.down", "rate.with pyramid", ["pyramid"], hidden)
    p.induction("rate.all", "j", fact.format("j"), "rate.base", "rate.down", **ends)
    p.instantiate("chitour.prop2.alpha/bound", "rate.all", "n >= 1", indices={"j": "1"})

    for name, fact, base, down in (
        (
            "positive",
            "product[{0}] bar[{0}] = 1",
            [("bar[n]", "product.last"), ("1", "bar.last")],
            [
                ("bar[j]", "product.step"),
                ("product[j+1] inverse[j]", "bar.step"),
                ("product[j+1] bar[j+1]", "positive.inverse"),
                ("1", "positive hypothesis"),
            ],
        ),
        ("sign", "product[{0}] >= 0", [("1", "product.last")], [("1", "product.step")]),
    ):
        squares = ["1"] if name == "sign" else []
        factors = [("sign hypothesis", "positive.sign")] if name == "sign" else []
        p.order(f"{name} base", fact.format("n"), zeros=base, squares=squares)
        p.assume(f"{name} hypothesis", fact.format("j+1"))
        p.order(f"{name} with pyramid", fact.format("j"), factors, down, given=PYRAMID)
        p.cut(f"{name} down", f"{name} with pyramid", ["pyramid"], hidden)
        p.induction(f"{name} all", "j", fact.format("j"), f"{name} base", f"{name} down", **ends)
        p.instantiate(f"chitour.prop2.alpha/{name}", f"{name} all", "n >= 1", indices={"j": "1"})

    p.matrices("M psd", "M' M psd", [((), "M", "I d[n]")])
    p.trace("M trace", "M psd")
    p.order(
        "rate with bar",
        "rate <= -2 bar[1] tr(M' M)",
        [("chitour.dissipation.first/rate",), ("M trace", "chitour.prop2.alpha/bound")],
    )


def proofs(p: Script) -> None:
    """All steps."""
    spectrum(p)
    remark(p)
    rate(p)
