"""The proof of Lemma 2.4 for every number of layers n >= 2, with an explicit polynomial P = Q.

With ``F(k) = tr(V[k] K[k]^k V[k]')`` the product is F(1), the last layer F(n), and ``|F(k) - F(k+1)| <= E[k]``, by
``V[k] G[k]^k V[k]' = V[k+1] K[k+1]^(k+1) V[k+1]'`` and ``|K^m - G^m| <= y^m - x^m`` for ``K = G - C``.
"""

from __future__ import annotations

from proofs_check.logic.proofs.script import Script

HIDDEN = "1 <= j <= n-1"
AT_J = {"r": "d[j]", "s": "d[j]", "t": "d[j]"}


def layer_norms(p: Script) -> None:
    """``|W[j]|^2 = g - T[j] <= x[j]``, and ``|G[j]| <= x[j+1]``."""
    norm = "tr(W[{0}]' W[{0}]) = g - T[{0}]"
    p.order("layers.base", norm.format("n"), zeros=[("1", "g"), ("1", "T.last")])
    p.assume("layers.hypothesis", norm.format("j+1"))
    p.trace("C.trace", "C")
    p.order(
        "layers.step",
        norm.format("j"),
        zeros=[("1", "layers.hypothesis"), ("1", "C.trace"), ("1", "T.step")],
        given=HIDDEN,
    )
    p.induction(
        "layers",
        "j",
        norm.format("j"),
        "layers.base",
        "layers.step",
        low="1",
        high="n",
        direction="down",
        given="1 <= j <= n",
    )
    p.order("x bounds", "x[j] >= tr(W[j]' W[j])", [("tau.bound",)], [("1", "layers"), ("1", "x")], given="1 <= j <= n")
    p.matrices("W'W psd", "W[j]' W[j] psd", [((), "W[j]", "I d[j]")])
    p.trace("W'W trace", "W'W psd")
    p.order("x>=0", "x[j] >= 0", [("x bounds",), ("W'W trace",)])
    p.instantiate("x next", "x bounds", HIDDEN, indices={"j": "j+1"})
    p.instantiate("x next>=0", "x>=0", HIDDEN, indices={"j": "j+1"})

    next_layer = {"r": "d[j+1]", "s": "d[j]"}
    p.instantiate("norm.W", "norm.frobenius", sizes=next_layer, matrices={"A": "W[j+1]"})
    p.instantiate("norm.W'", "norm.frobenius", sizes={"r": "d[j]", "s": "d[j+1]"}, matrices={"A": "W[j+1]'"})
    p.instantiate(
        "norm.W'W",
        "submultiplicative",
        sizes={"r": "d[j]", "s": "d[j+1]", "t": "d[j]"},
        matrices={"A": "W[j+1]'", "D": "W[j+1]"},
    )
    p.add("norm.G", "congruence", of="G", function="norm", first="G[j]", second="W[j+1]' W[j+1]", given=HIDDEN)
    p.order(
        "G bound",
        "norm(G[j]) <= x[j+1]",
        [("x next",), ("norm.W'W",)],
        [("1", "norm.G"), ("1", "norm.W"), ("1", "norm.W'")],
        ["norm(W[j+1]) - norm(W[j+1]')"],
        given=HIDDEN,
    )


def powers_of_invariants(p: Script) -> None:
    """``|C G^m| <= c x^m`` and ``|K^m - G^m| <= y^m - x^m``."""

    def nonnegative(name: str, matrix: str, given: str = "") -> str:
        return p.instantiate(name, "norm.nonnegative", given, sizes=AT_J, matrices={"A": matrix})

    p.order("CG.base", "norm(C[j]) <= c[j]", [("c.bound",)])
    p.assume("CG.hypothesis", "norm(C[j] G[j]^m) <= c[j] x[j+1]^m", "m >= 0")
    p.instantiate("CG.product", "submultiplicative", "m >= 0", sizes=AT_J, matrices={"A": "C[j] G[j]^m", "D": "G[j]"})
    p.order(
        "CG.step",
        "norm(C[j] G[j]^(m+1)) <= c[j] x[j+1]^(m+1)",
        [("CG.hypothesis", "x next>=0"), (nonnegative("CG>=0", "C[j] G[j]^m", "m >= 0"), "G bound"), ("CG.product",)],
        given=f"m >= 0, {HIDDEN}",
    )
    p.induction(
        "CG", "m", "norm(C[j] G[j]^m) <= c[j] x[j+1]^m", "CG.base", "CG.step", low="0", given=f"m >= 0, {HIDDEN}"
    )

    p.instantiate("y at j", "y", indices={"k": "j"})
    p.instantiate("norm.-C", "minus.norm", sizes=AT_J, matrices={"A": "C[j]"})
    p.matrices(
        "K from G", "G[j] - C[j] = K[j]", zeros=[("I", "C", "I"), ("I", "G", "I"), ("I", "K", "I")], given=HIDDEN
    )
    p.matrices("K - G", "K[j] - G[j] = -C[j]", zeros=[("I", "K from G", "I")])
    p.add("norm.K", "congruence", of="K from G", function="norm", first="G[j] - C[j]", second="K[j]")
    p.add("norm.K-G", "congruence", of="K - G", function="norm", first="K[j] - G[j]", second="-C[j]")
    p.instantiate("norm.G-C", "triangle", sizes=AT_J, matrices={"A": "G[j]", "B": "-C[j]"})
    p.order(
        "K bound",
        "norm(K[j]) <= y[j]",
        [("norm.G-C",), ("norm.-C",), ("G bound",), ("c.bound",)],
        [("1", "norm.K"), ("1", "y at j")],
        given=HIDDEN,
    )
    p.order("y>=0", "y[j] >= 0", [("K bound",), (nonnegative("norm.K>=0", "K[j]"),)])

    gap = "norm(K[j]^{0} - G[j]^{0}) <= y[j]^{0} - x[j+1]^{0}"
    p.order(
        "differ.base", gap.format("1"), [("norm.-C",), ("c.bound",)], [("1", "norm.K-G"), ("1", "y at j")], given=HIDDEN
    )
    p.assume("differ.hypothesis at j", gap.format("m"), "m >= 1")
    rest = "K[j] (K[j]^m - G[j]^m)"
    p.matrices(
        "differ.split",
        f"K[j]^(m+1) - G[j]^(m+1) = {rest} - C[j] G[j]^m",
        zeros=[("I", "K - G", "G[j]^m")],
        given=f"m >= 1, {HIDDEN}",
    )
    p.add(
        "differ.norm",
        "congruence",
        of="differ.split",
        function="norm",
        first="K[j]^(m+1) - G[j]^(m+1)",
        second=f"{rest} - C[j] G[j]^m",
    )
    p.instantiate("differ.triangle", "triangle", "m >= 1", sizes=AT_J, matrices={"A": rest, "B": "-C[j] G[j]^m"})
    p.instantiate(
        "differ.product", "submultiplicative", "m >= 1", sizes=AT_J, matrices={"A": "K[j]", "D": "K[j]^m - G[j]^m"}
    )
    p.instantiate("differ.minus", "minus.norm", "m >= 1", sizes=AT_J, matrices={"A": "C[j] G[j]^m"})
    p.order(
        "differ.step at j",
        gap.format("(m+1)"),
        [
            ("y>=0", "differ.hypothesis at j"),
            ("K bound", nonnegative("differ>=0", "K[j]^m - G[j]^m", "m >= 1")),
            ("differ.product",),
            ("differ.triangle",),
            ("differ.minus",),
            ("CG",),
        ],
        [("1", "differ.norm"), ("x[j+1]^m", "y at j")],
        given=f"m >= 1, {HIDDEN}",
    )
    p.induction(
        "powers differ", "m", gap.format("m"), "differ.base", "differ.step at j", low="1", given=f"m >= 1, {HIDDEN}"
    )


def tails(p: Script) -> None:
    """``|V[j]|^2 <= X[j]``."""
    tail = "tr(V[{0}]' V[{0}]) <= X[{0}]"
    p.instantiate("V before last", "V.step", "n >= 1", indices={"j": "n-1"})
    p.matrices(
        "V before last is W",
        "V[n-1] = W[n]",
        zeros=[("I", "V before last", "I"), ("I", "V.last", "W[n]")],
    )
    p.matrices(
        "tails.base gram",
        "V[n-1]' V[n-1] = W[n]' W[n]",
        zeros=[("V[n-1]'", "V before last is W", "I"), ("I", "V before last is W'", "W[n]")],
    )
    p.trace("tails.base trace", "tails.base gram")
    p.instantiate("x last", "x bounds", "n >= 1", indices={"j": "n"})
    p.order(
        "tails.base",
        tail.format("n-1"),
        [("x last",)],
        [("1", "tails.base trace"), ("1", "X.last")],
        given="n >= 2",
    )
    p.instantiate("WW' dominated", "gram dominated", sizes={"r": "d[j]", "s": "d[j+1]"}, matrices={"A": "W[j+1]'"})
    p.matrices(
        "tails.inside",
        "V[j+1] (tr(W[j+1] W[j+1]') I - W[j+1] W[j+1]') V[j+1]' psd",
        [((), "V[j+1]'", "WW' dominated")],
    )
    p.trace("tails.inside trace", "tails.inside")
    p.matrices(
        "tails.gram",
        "V[j] V[j]' = V[j+1] W[j+1] W[j+1]' V[j+1]'",
        zeros=[("I", "V.step", "V[j]'"), ("V[j+1] W[j+1]", "V.step'", "I")],
    )
    p.trace("tails.gram trace", "tails.gram")
    p.instantiate("X at j", "X.step", indices={"k": "j"})
    p.matrices("V'V psd", "V[j]' V[j] psd", [((), "V[j]", "I d[n]")])
    p.trace("V'V trace", "V'V psd")
    p.instantiate("V'V next", "V'V trace", indices={"j": "j+1"})
    p.assume("tails.hypothesis", tail.format("j+1"))
    p.order(
        "tails.step",
        tail.format("j"),
        [("x next>=0", "tails.hypothesis"), ("V'V next", "x next"), ("tails.inside trace",)],
        [("1", "X at j"), ("1", "tails.gram trace")],
        given="1 <= j <= n-2",
    )
    p.induction(
        "tails", "j", tail.format("j"), "tails.base", "tails.step", low="1", high="n-1", direction="down", given=HIDDEN
    )
    p.order("X>=0", "X[j] >= 0", [("tails",), ("V'V trace",)])


def push(p: Script) -> None:
    """``V[j] G[j]^m V[j]' = V[j+1] K[j+1]^(m+1) V[j+1]'``, as ``W G^m = K^m W``."""
    through = "W[j+1] G[j]^{0} = K[j+1]^{0} W[j+1]"
    p.instantiate("K next", "K", "0 <= j <= n-1", indices={"j": "j+1"})
    p.matrices("through.base", through.format("0"))
    p.assume("through.hypothesis", through.format("m"), "m >= 0")
    p.matrices(
        "through.step",
        through.format("(m+1)"),
        zeros=[
            ("I", "through.hypothesis", "G[j]"),
            ("K[j+1]^m W[j+1]", "G", "I"),
            ("K[j+1]^m", "K next", "W[j+1]"),
        ],
        given="m >= 0, 0 <= j <= n-1",
    )
    p.induction(
        "through", "m", through.format("m"), "through.base", "through.step", low="0", given="m >= 0, 0 <= j <= n-1"
    )
    p.matrices(
        "push",
        "V[j] G[j]^m V[j]' = V[j+1] K[j+1]^(m+1) V[j+1]'",
        zeros=[
            ("I", "V.step", "G[j]^m V[j]'"),
            ("V[j+1] W[j+1] G[j]^m", "V.step'", "I"),
            ("V[j+1]", "through", "W[j+1]' V[j+1]'"),
            ("V[j+1] K[j+1]^m", "K next", "V[j+1]'"),
        ],
        given="m >= 0, 0 <= j <= n-1",
    )
    p.instantiate("push j", "push", HIDDEN, indices={"m": "j"})
    p.trace("push trace", "push j")


def one_layer(p: Script) -> None:
    """``|F(j) - F(j+1)| <= E[j]``."""
    p.instantiate("differ at j", "powers differ", HIDDEN, indices={"m": "j"})
    gap = "K[j]^j - G[j]^j"
    p.instantiate("E at j", "E", indices={"k": "j"})
    p.instantiate("differ norm>=0", "norm.nonnegative", "j >= 0", sizes=AT_J, matrices={"A": gap})
    replaced = {"sizes": {"r": "d[j]"}, "matrices": {"S": "V[j]' V[j]", "Z": gap}}
    for side, sign in (("upper", "F[j] - F[j+1]"), ("lower", "F[j+1] - F[j]")):
        p.instantiate(f"layer.{side} bound", f"chitour.trace-bound/{side}", "j >= 0", **replaced)
        p.cut(f"layer.{side} trace", f"layer.{side} bound", ["V'V psd"])
        p.order(
            f"layer.{side}",
            f"{written(sign)} <= E[j]",
            [("differ at j", "X>=0"), ("differ norm>=0", "tails"), (f"layer.{side} trace",)],
            [("1", "E at j"), ("1", "push trace")],
            given=HIDDEN,
        )


def written(text: str) -> str:
    """``F[e]`` written out."""
    for place in ("j+1", "j", "1", "n"):
        text = text.replace(f"F[{place}]", f"tr(V[{place}] K[{place}]^({place}) V[{place}]')")
    return text


def telescope(p: Script) -> None:
    """``|F(1) - F(n)| <= P[n]``."""
    p.instantiate("P at j", "P.step", indices={"k": "j"})
    for side, difference in (("upper", "F[1] - F[{0}]"), ("lower", "F[{0}] - F[1]")):
        fact = {place: written(difference.format(place)) + f" <= P[{place}]" for place in ("1", "j", "j+1")}
        p.order(f"sum.{side} base", fact["1"], zeros=[("1", "P.first")])
        p.assume(f"sum.{side} hypothesis", fact["j"], "j >= 1")
        p.order(
            f"sum.{side} step",
            fact["j+1"],
            [(f"sum.{side} hypothesis",), (f"layer.{side}",)],
            [("1", "P at j")],
            given=HIDDEN,
        )
        p.induction(
            f"sum.{side} all",
            "j",
            fact["j"],
            f"sum.{side} base",
            f"sum.{side} step",
            low="1",
            high="n",
            given="1 <= j <= n",
        )
        p.instantiate(f"sum.{side}", f"sum.{side} all", "n >= 1", indices={"j": "n"})


def ends(p: Script) -> None:
    """``F(1) = tr(V[0]' V[0])`` and ``F(n) = tr(K[n]^n)``, which trace-power compares with ``g^n = tr(K[n])^n``."""
    p.instantiate("V first", "V.step", "n >= 1", indices={"j": "0"})
    p.instantiate("K first", "K", "n >= 1", indices={"j": "1"})
    p.matrices(
        "first end",
        "V[0] V[0]' = V[1] K[1] V[1]'",
        zeros=[("I", "V first", "V[0]'"), ("V[1] W[1]", "V first'", "I"), ("V[1]", "K first", "V[1]'")],
    )
    p.trace("first trace", "first end")
    p.matrices(
        "last end",
        "V[n] K[n]^n V[n]' = K[n]^n",
        zeros=[("I", "V.last", "K[n]^n V[n]'"), ("K[n]^n", "V.last'", "I")],
        given="n >= 1",
    )
    p.trace("last trace", "last end")
    p.instantiate("K last", "K", "n >= 1", indices={"j": "n"})
    p.matrices("K last psd", "K[n] psd", [((), "W[n]'", "I d[n-1]")], [("I", "K last", "I")])
    p.trace("K last trace", "K last")
    p.order("g is tr K", "tr(K[n]) = g", zeros=[("1", "K last trace"), ("1", "g")])
    p.assume("g^m.hypothesis", "tr(K[n])^m = g^m", "m >= 0")
    p.order(
        "g^m.step",
        "tr(K[n])^(m+1) = g^(m+1)",
        zeros=[("g", "g^m.hypothesis"), ("tr(K[n])^m", "g is tr K")],
        given="m >= 0, n >= 1",
    )
    p.order("g^m.base", "tr(K[n])^0 = g^0")
    p.induction("g^m", "m", "tr(K[n])^m = g^m", "g^m.base", "g^m.step", low="0")
    p.instantiate("g^n", "g^m", "n >= 1", indices={"m": "n"})


def close(p: Script) -> None:
    """Both inequalities of (9)."""
    last = {"sizes": {"r": "d[n]"}, "matrices": {"S": "K[n]"}}
    p.instantiate("power.upper at n", "chitour.trace-power/upper", "n >= 1", indices={"l": "n"}, **last)
    p.cut("power.upper K", "power.upper at n", ["K last psd"])
    p.order(
        "chitour.lemma2.4.explicit/upper",
        "tr(V[0]' V[0]) <= g^n + P[n]",
        [("power.upper K",), ("sum.upper",)],
        [("1", "first trace"), ("1", "last trace"), ("1", "g^n")],
        given="n >= 2",
    )
    p.instantiate(
        "power.lower at n",
        "chitour.trace-power/lower",
        "n >= 1",
        indices={"m": "n-1"},
        scalars={"gamma": "gamma0"},
        **last,
    )
    p.cut("power.lower K", "power.lower at n", ["K last psd", "gamma.nonnegative", "gamma.bound"], "n >= 1")
    p.order(
        "chitour.lemma2.4.explicit/lower",
        "gamma0 g^n - P[n] <= tr(V[0]' V[0])",
        [("power.lower K",), ("sum.lower",)],
        [("1", "first trace"), ("1", "last trace"), ("gamma0", "g^n")],
        given="n >= 2",
    )


def lemma(p: Script) -> None:
    """All steps."""
    for part in (layer_norms, powers_of_invariants, tails, push, one_layer, telescope, ends, close):
        part(p)
