"""The proofs of the growth bound and of the inequality behind Proposition 1, for every number of layers n >= 2.

With ``h = max(1, g)`` every polynomial with nonnegative coefficients is at most its value at 1 times a power of h, and
``h^(n-1) <= 1 + g^(n-1)``.
"""

from __future__ import annotations

from proofs_check.logic.proofs.script import Script

HIDDEN = "1 <= j <= n-1"
LAYER = "1 <= j <= n"


def powers_of_h(p: Script) -> None:
    """``h^m >= 0`` and ``h^m <= 1 + g^m`` for m >= 1."""
    p.order("h>=0", "h >= 0", [("h.one",)], squares=["1"])
    p.instantiate("h^m cut", "power", scalars={"a": "h"})
    p.cut("h^m>=0", "h^m cut", ["h>=0"])
    p.matrices("last gram", "W[n]' W[n] psd", [((), "W[n]", "I d[n]")])
    p.trace("last gram trace", "last gram")
    p.order("g>=0", "g >= 0", [("last gram trace",)], [("1", "g")])
    p.instantiate("g^m cut", "power", scalars={"a": "g"})
    p.cut("g^m>=0", "g^m cut", ["g>=0"])

    p.order("above base", "h^0 >= g^0")
    p.assume("above hypothesis", "h^m >= g^m", "m >= 0")
    p.order("above step", "h^(m+1) >= g^(m+1)", [("h>=0", "above hypothesis"), ("g^m>=0", "h.g")], given="m >= 0")
    p.induction("h^m>=g^m", "m", "h^m >= g^m", "above base", "above step", low="0")

    for name, fact, zeros in (
        ("either m", "(h - 1) (h^{0} - g^{0}) = 0", [("h", "either m hypothesis"), ("g^m", "h.either")]),
        ("either", "(h^{0} - 1) (h^l - g^l) = 0", [("h", "either hypothesis"), ("1", "either l")]),
    ):
        if name == "either":
            p.instantiate("either l", "either m", "l >= 0", indices={"m": "l"})
        extra = ", l >= 0" if name == "either" else ""
        p.order(f"{name} base", fact.format("0"), given=extra[2:])
        p.assume(f"{name} hypothesis", fact.format("m"), "m >= 0" + extra)
        p.order(f"{name} step", fact.format("(m+1)"), zeros=zeros, given="m >= 0" + extra)
        p.induction(name, "m", fact.format("m"), f"{name} base", f"{name} step", low="0")
    p.instantiate("either at m", "either", "m >= 0", indices={"l": "m"})
    p.order(
        "h^m bound",
        "h^m <= 1 + g^m",
        [("g^m>=0", "h^m>=g^m")],
        [("1", "either at m")],
        ["1 + g^m - h^m"],
        given="m >= 0",
    )


def dominated_layers(p: Script) -> None:
    """``x <= sx h``, ``y <= sy h`` and ``y^m - x^m <= (sy^m - sx^m) h^(m-1)``."""
    p.order("sx>=0", "sx[j] >= 0", [("tau.nonnegative",)], [("1", "sx")], ["1"])
    p.order(
        "x small",
        "x[j] <= sx[j] h",
        [("h.g",), ("tau.nonnegative", "h.one")],
        [("1", "x"), ("h", "sx")],
        given=LAYER,
    )
    p.instantiate("sx next>=0", "sx>=0", HIDDEN, indices={"j": "j+1"})
    p.instantiate("x next small", "x small", HIDDEN, indices={"j": "j+1"})
    p.instantiate("norm.C>=0", "norm.nonnegative", sizes={"r": "d[j]", "s": "d[j]"}, matrices={"A": "C[j]"})
    p.order("c>=0", "c[j] >= 0", [("c.bound",), ("norm.C>=0",)])
    p.instantiate("sy at j", "sy", indices={"k": "j"})
    p.order("sy>=0", "sy[j] >= 0", [("sx next>=0",), ("c>=0",)], [("1", "sy at j")], given=HIDDEN)
    p.order(
        "y small",
        "y[j] <= sy[j] h",
        [("x next small",), ("c>=0", "h.one")],
        [("1", "y at j"), ("h", "sy at j")],
        given=HIDDEN,
    )

    for name, letter, nonnegative in (("x power>=0", "x[j+1]", "x next>=0"), ("sx power>=0", "sx[j+1]", "sx next>=0")):
        p.instantiate(f"{name} cut", "power", scalars={"a": letter})
        p.cut(name, f"{name} cut", [nonnegative])
    fact = "x[j+1]^{0} <= sx[j+1]^{0} h^{0}"
    p.order("x power.base", fact.format("0"))
    p.assume("x power.hypothesis", fact.format("m"), "m >= 0")
    p.order(
        "x power.step",
        fact.format("(m+1)"),
        [("sx next>=0", "h>=0", "x power.hypothesis"), ("x power>=0", "x next small")],
        given=f"m >= 0, {HIDDEN}",
    )
    p.induction("x power small", "m", fact.format("m"), "x power.base", "x power.step", low="0")

    gap = "sy[j]^{0} - sx[j+1]^{0}"
    p.order("sD.base", gap.format("1") + " >= 0", [("c>=0",)], [("1", "sy at j")], given=HIDDEN)
    p.assume("sD.hypothesis", gap.format("m") + " >= 0", "m >= 1")
    p.order(
        "sD.step",
        gap.format("(m+1)") + " >= 0",
        [("sy>=0", "sD.hypothesis"), ("c>=0", "sx power>=0")],
        [("sx[j+1]^m", "sy at j")],
        given=f"m >= 1, {HIDDEN}",
    )
    p.induction("sD>=0", "m", gap.format("m") + " >= 0", "sD.base", "sD.step", low="1")

    p.instantiate(
        "D norm", "norm.nonnegative", "m >= 1", sizes={"r": "d[j]", "s": "d[j]"}, matrices={"A": "K[j]^m - G[j]^m"}
    )
    p.order("D>=0", "y[j]^m - x[j+1]^m >= 0", [("powers differ",), ("D norm",)])
    fact = "y[j]^{0} - x[j+1]^{0} <= (sy[j]^{0} - sx[j+1]^{0}) h^({0}-1)"
    p.order("D.base", fact.format("1"), zeros=[("1", "y at j"), ("1", "sy at j")], given=HIDDEN)
    p.assume("D.hypothesis", fact.format("m"), "m >= 1")
    p.order(
        "D.step",
        fact.format("(m+1)"),
        [("sy>=0", "h>=0", "D.hypothesis"), ("D>=0", "y small"), ("c>=0", "x power small")],
        [("x[j+1]^m", "y at j"), ("sx[j+1]^m h^m", "sy at j")],
        given=f"m >= 1, {HIDDEN}",
    )
    p.induction("D small", "m", fact.format("m"), "D.base", "D.step", low="1")


def dominated_sums(p: Script) -> None:
    """``X[j] <= sX[j] h^(n-j)``, ``E[j] <= sE[j] h^(n-1)`` and ``P[n] <= sP[n] h^(n-1)``."""
    p.instantiate("sx at n", "sx>=0", "n >= 1", indices={"j": "n"})
    p.instantiate("x small at n", "x small", "n >= 1", indices={"j": "n"})
    p.instantiate("sX at j", "sX.step", indices={"k": "j"})
    p.order("sX.base", "sX[n-1] >= 0", [("sx at n",)], [("1", "sX.last")])
    p.assume("sX.hypothesis", "sX[j+1] >= 0")
    p.order("sX.down", "sX[j] >= 0", [("sX.hypothesis", "sx next>=0")], [("1", "sX at j")], given="1 <= j <= n-2")
    p.induction("sX>=0", "j", "sX[j] >= 0", "sX.base", "sX.down", low="1", high="n-1", direction="down", given=HIDDEN)
    p.instantiate("sX next>=0", "sX>=0", "1 <= j <= n-2", indices={"j": "j+1"})
    p.instantiate("h^(n-j-1)>=0", "h^m>=0", HIDDEN, indices={"m": "n-j-1"})
    fact = "X[{0}] <= sX[{0}] h^(n-{0})"
    p.order(
        "X small.base",
        "X[n-1] <= sX[n-1] h",
        [("x small at n",)],
        [("1", "X.last"), ("h", "sX.last")],
    )
    p.assume("X small.hypothesis", "X[j+1] <= sX[j+1] h^(n-j-1)", HIDDEN)
    p.order(
        "X small.step",
        fact.format("j"),
        [("sX next>=0", "h^(n-j-1)>=0", "x next small"), ("x next>=0", "X small.hypothesis")],
        [("1", "X at j"), ("h^(n-j)", "sX at j")],
        given="1 <= j <= n-2",
    )
    p.induction(
        "X small",
        "j",
        fact.format("j"),
        "X small.base",
        "X small.step",
        low="1",
        high="n-1",
        direction="down",
        given=HIDDEN,
    )

    p.instantiate("sD at j", "sD>=0", HIDDEN, indices={"m": "j"})
    p.instantiate("D at j", "D small", HIDDEN, indices={"m": "j"})
    p.instantiate("h^(j-1)>=0", "h^m>=0", HIDDEN, indices={"m": "j-1"})
    p.instantiate("sE at j", "sE", indices={"k": "j"})
    p.order("sE>=0", "sE[j] >= 0", [("sD at j", "sX>=0")], [("1", "sE at j")], given=HIDDEN)
    p.order(
        "E small",
        "E[j] <= sE[j] h^(n-1)",
        [("sD at j", "h^(j-1)>=0", "X small"), ("X>=0", "D at j")],
        [("1", "E at j"), ("h^(n-1)", "sE at j")],
        given=HIDDEN,
    )
    p.instantiate("sP at j", "sP.step", indices={"k": "j"})
    p.order("sP.base", "sP[1] >= 0", zeros=[("1", "sP.first")])
    p.assume("sP.hypothesis", "sP[j] >= 0")
    p.order("sP.up", "sP[j+1] >= 0", [("sP.hypothesis",), ("sE>=0",)], [("1", "sP at j")], given=HIDDEN)
    p.induction("sP>=0", "j", "sP[j] >= 0", "sP.base", "sP.up", low="1", high="n", given=LAYER)
    p.instantiate("sP>=0 at n", "sP>=0", "n >= 1", indices={"j": "n"})
    fact = "P[{0}] <= sP[{0}] h^(n-1)"
    p.order("P small.base", fact.format("1"), zeros=[("1", "P.first"), ("h^(n-1)", "sP.first")], given="n >= 1")
    p.assume("P small.hypothesis", fact.format("j"), "n >= 1")
    p.order(
        "P small.step",
        fact.format("j+1"),
        [("P small.hypothesis",), ("E small",)],
        [("1", "P at j"), ("h^(n-1)", "sP at j")],
        given=HIDDEN,
    )
    p.induction("P small", "j", fact.format("j"), "P small.base", "P small.step", low="1", high="n", given=LAYER)
    p.instantiate("P small at n", "P small", "n >= 1", indices={"j": "n"})


def product_norm(p: Script) -> None:
    """``norm(U[j]) <= q[j]`` for 2 <= j <= n, as ``norm(W) <= (1 + x)/2``."""

    def submultiplicative(name: str, rows: str, middle: str, left: str, right: str, given: str = "") -> str:
        sizes = {"r": rows, "s": middle, "t": "d[0]"}
        return p.instantiate(name, "submultiplicative", given, sizes=sizes, matrices={"A": left, "D": right})

    for name, place, size, other in (("W1", "1", "d[1]", "d[0]"), ("W2", "2", "d[2]", "d[1]")):
        p.instantiate(f"x of {name}", "x bounds", "n >= 2", indices={"j": place})
        p.instantiate(f"norm.{name}", "norm.frobenius", sizes={"r": size, "s": other}, matrices={"A": f"W[{place}]"})
    p.instantiate("U one", "U.step", "n >= 1", indices={"j": "0"})
    p.instantiate("U two", "U.step", "n >= 2", indices={"j": "1"})
    p.matrices(
        "U of two",
        "U[2] = W[2] W[1]",
        zeros=[("I", "U two", "I"), ("W[2]", "U one", "I"), ("W[2] W[1]", "U.first", "I")],
    )
    p.add("U norm two", "congruence", of="U of two", function="norm", first="U[2]", second="W[2] W[1]")
    p.order(
        "U small.base",
        "norm(U[2]) <= q[2]",
        [(submultiplicative("W2 W1", "d[2]", "d[1]", "W[2]", "W[1]"),), ("x of W1",), ("x of W2",)],
        [("1", "U norm two"), ("1", "q.first"), ("1", "norm.W1"), ("1", "norm.W2")],
        ["norm(W[1]) - norm(W[2])"],
        given="n >= 2",
    )
    p.order("norm.W small", "norm(W[j+1]) <= 1/2 (1 + x[j+1])", [("x next",)], [("1", "norm.W")], ["1 - norm(W[j+1])"])
    p.add("U norm", "congruence", of="U.step", function="norm", first="U[j+1]", second="W[j+1] U[j]")
    p.instantiate("norm.U>=0", "norm.nonnegative", sizes={"r": "d[j]", "s": "d[0]"}, matrices={"A": "U[j]"})
    p.assume("U small.hypothesis", "norm(U[j]) <= q[j]")
    p.order("half", "1/2 (1 + x[j+1]) >= 0", [("x next>=0",)], squares=["1"])
    p.order(
        "U small.step",
        "norm(U[j+1]) <= q[j+1]",
        [
            (submultiplicative("W U", "d[j+1]", "d[j]", "W[j+1]", "U[j]"),),
            ("norm.U>=0", "norm.W small"),
            ("half", "U small.hypothesis"),
        ],
        [("1", "U norm"), ("1", "q.step")],
        given="2 <= j <= n-1",
    )
    p.induction(
        "U small", "j", "norm(U[j]) <= q[j]", "U small.base", "U small.step", low="2", high="n", given="2 <= j <= n"
    )
    p.instantiate("U small at n", "U small", "n >= 2", indices={"j": "n"})


def dominated_norm(p: Script) -> None:
    """``0 <= q[j] <= sq[j] h^(j-1)`` for 2 <= j <= n."""
    inside, whole = "2 <= j <= n-1", "2 <= j <= n"
    for place in ("1", "2"):
        p.instantiate(f"x small at {place}", "x small", "n >= 2", indices={"j": place})
        p.instantiate(f"sx at {place}", "sx>=0", "n >= 2", indices={"j": place})
    p.order("sq.base", "sq[2] >= 0", [("sx at 1",), ("sx at 2",)], [("1", "sq.first")], given="n >= 2")
    p.assume("sq.hypothesis", "sq[j] >= 0")
    p.order(
        "sq.up",
        "sq[j+1] >= 0",
        [("sq.hypothesis",), ("sq.hypothesis", "sx next>=0")],
        [("1", "sq.step")],
        given=inside,
    )
    p.induction("sq>=0", "j", "sq[j] >= 0", "sq.base", "sq.up", low="2", high="n", given=whole)
    fact = "q[{0}] <= sq[{0}] h^({0}-1)"
    p.order(
        "q small.base",
        fact.format("2"),
        [("x small at 1",), ("x small at 2",)],
        [("1", "q.first"), ("h", "sq.first")],
        given="n >= 2",
    )
    p.assume("q small.hypothesis", fact.format("j"), "j >= 1")
    p.order("one more", "1 + x[j+1] <= (1 + sx[j+1]) h", [("h.one",), ("x next small",)])
    p.order(
        "q small.step",
        "q[j+1] <= sq[j+1] h^j",
        [("sq>=0", "h^(j-1)>=0", "one more"), ("half", "q small.hypothesis")],
        [("1", "q.step"), ("h^j", "sq.step")],
        given=inside,
    )
    p.induction("q small", "j", fact.format("j"), "q small.base", "q small.step", low="2", high="n", given=whole)
    p.instantiate("q small at n", "q small", "n >= 2", indices={"j": "n"})
    p.instantiate("sq>=0 at n", "sq>=0", "n >= 2", indices={"j": "n"})


def derivative(p: Script) -> None:
    """``dg = 2 tr(Sigma' U[n]) - 2 tr(V[0]' V[0])``."""
    p.instantiate("dW last", "dW", "n >= 1", indices={"j": "n"})
    p.instantiate("U last", "U.step", "n >= 1", indices={"j": "n-1"})
    p.matrices(
        "dg.words",
        "dW[n] W[n]' = (Sigma - U[n]) U[n]'",
        zeros=[
            ("I", "dW last", "W[n]'"),
            ("I", "V.last'", "M U[n-1]' W[n]'"),
            ("M", "U last'", "I"),
            ("I", "M", "U[n]'"),
        ],
    )
    p.trace("dg.trace", "dg.words")
    fact = "V[{0}] U[{0}] = V[0]"
    p.matrices("VU.base", fact.format("0"), zeros=[("V[0]", "U.first", "I")])
    p.assume("VU.hypothesis", fact.format("j"))
    p.matrices(
        "VU.step",
        fact.format("j+1"),
        zeros=[("V[j+1]", "U.step", "I"), ("I", "V.step", "U[j]"), ("I", "VU.hypothesis", "I")],
    )
    p.induction("VU", "j", fact.format("j"), "VU.base", "VU.step", low="0", high="n")
    p.instantiate("VU at n", "VU", "n >= 1", indices={"j": "n"})
    p.matrices("U is V", "U[n] = V[0]", zeros=[("I", "VU at n", "I"), ("I", "V.last", "U[n]")])
    p.matrices("U is V squared", "U[n]' U[n] = V[0]' V[0]", zeros=[("U[n]'", "U is V", "I"), ("I", "U is V'", "V[0]")])
    p.trace("U is V trace", "U is V squared")
    sizes = {"r": "d[n]", "s": "d[0]"}
    p.instantiate("inner", "norm.cauchy-schwarz", sizes=sizes, matrices={"A": "Sigma", "B": "U[n]"})
    p.instantiate("norm.Sigma>=0", "norm.nonnegative", sizes=sizes, matrices={"A": "Sigma"})
    p.instantiate("norm.U[n]>=0", "norm.nonnegative", sizes=sizes, matrices={"A": "U[n]"})
    p.order("sigma>=0", "sigma >= 0", [("sigma.bound",), ("norm.Sigma>=0",)])
    p.order(
        "first term",
        "tr(Sigma' U[n]) <= sigma q[n]",
        [("inner",), ("norm.U[n]>=0", "sigma.bound"), ("sigma>=0", "U small at n")],
    )


def close(p: Script) -> None:
    """The growth bound, and that g decreases where it is large."""
    p.order("K1>=0", "K1 >= 0", [("sP>=0 at n",), ("sigma>=0", "sq>=0 at n")], [("1", "K1")], given="n >= 2")
    p.instantiate("h bound", "h^m bound", "n >= 1", indices={"m": "n-1"})
    p.order(
        "chitour.growth-bound",
        "dg <= K1 (1 + g^(n-1)) - 2 gamma0 g^n",
        [
            ("chitour.lemma2.4.explicit/lower",),
            ("first term",),
            ("P small at n",),
            ("sigma>=0", "q small at n"),
            ("K1>=0", "h bound"),
        ],
        [("1", "dg"), ("1", "dg.trace"), ("1", "U is V trace"), ("h^(n-1)", "K1")],
        given="n >= 2",
    )
    p.assume("g>=K2", "g >= K2")
    p.order("g>=1", "g >= 1", [("g>=K2",), ("K2.one",)])
    p.order("g growth.base", "g^(0+1) >= g")
    p.assume("g growth.hypothesis", "g^(m+1) >= g", "m >= 0")
    p.order("g growth.step", "g^(m+2) >= g", [("g>=0", "g growth.hypothesis"), ("g>=0", "g>=1")], given="m >= 0")
    p.induction("g growth", "m", "g^(m+1) >= g", "g growth.base", "g growth.step", low="0")
    p.instantiate("g^n>=g", "g growth", "n >= 1", indices={"m": "n-1"})
    p.instantiate("g^(n-1)>=0", "g^m>=0", "n >= 1", indices={"m": "n-1"})
    p.order(
        "chitour.prop1.bounded/right-hand-side",
        "K1 (1 + g^(n-1)) - 2 gamma0 g^n <= -gamma0 (g - K2)",
        [
            ("K2.bound", "g^(n-1)>=0"),
            ("K2.bound",),
            ("gamma.nonnegative", "g^(n-1)>=0", "g>=K2"),
            ("gamma.nonnegative", "g^n>=g"),
        ],
        given="n >= 2",
    )
    right = "chitour.prop1.bounded/right-hand-side"
    p.order("g decreases", "dg <= -gamma0 (g - K2)", [("chitour.growth-bound",), (right,)], given="n >= 2")


def one_polynomial(p: Script) -> None:
    """Lemma 2.4 with ``P(z) = sP[n] (1 + z^(n-1))``, and a constant gamma_0 for it."""
    name, total = "chitour.lemma2.4", "(sP[n] + sP[n] g^(n-1))"
    p.order("P large", f"P[n] <= {total}", [("P small at n",), ("sP>=0 at n", "h bound")], given="n >= 2")
    p.order(f"{name}/lower", f"gamma0 g^n - {total} <= tr(V[0]' V[0])", [(f"{name}.explicit/lower",), ("P large",)])
    p.order(f"{name}/upper", f"tr(V[0]' V[0]) <= g^n + {total}", [(f"{name}.explicit/upper",), ("P large",)])
    p.cut(f"{name}/coefficients", "sP>=0 at n")
    p.order(f"{name}/gamma", "gammaH d[n]^(n-1) <= 1", squares=["1"], zeros=[("1", "gammaH")], given="n >= 1")
    p.order("size power base", "d[n]^0 >= 1", squares=["1"], given="")
    p.assume("size power hypothesis", "d[n]^m >= 1", "m >= 0")
    p.order(
        "size power step",
        "d[n]^(m+1) >= 1",
        [("size power hypothesis", "index d[n]-1"), ("size power hypothesis",), ("index d[n]-1",)],
        given="m >= 0",
    )
    p.induction("size power", "m", "d[n]^m >= 1", "size power base", "size power step", low="0")
    p.instantiate("size power at n-1", "size power", "n >= 1", indices={"m": "n-1"})
    p.order("d gamma", "d[n]^(n-1) gammaH >= 0", squares=["1"], zeros=[("1", "gammaH")], given="n >= 1")
    p.instantiate("gamma cancel", "real.cancel", scalars={"a": "d[n]^(n-1)", "b": "gammaH"}, given="n >= 1")
    p.cut(f"{name}/positive", "gamma cancel", ["size power at n-1", "d gamma"])
    p.order(f"{name}/less", "gammaH <= 1/2", [(f"{name}/positive", "size power at n-1")], [("1", "gammaH")],
            given="n >= 1")  # fmt: skip


def proofs(p: Script) -> None:
    """All steps."""
    for part in (
        powers_of_h,
        dominated_layers,
        dominated_sums,
        product_norm,
        dominated_norm,
        derivative,
        close,
        one_polynomial,
    ):
        part(p)
