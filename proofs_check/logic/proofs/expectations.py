"""The proofs of the theories "random" and "gaussian": expectations in networks with random weights."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

STEP, LAYER = "0 <= j <= n-1", "1 <= j <= n"
NORM, FOURTH, LAST = "tr(U[{0}]' U[{0}])", "tr(V[{0}]' V[{0}] V[{0}]' V[{0}])", "tr(y' V[{0}] V[{0}]' y)"
SQUARE = "tr(V[{0}]' V[{0}])^2"


def contract(p: Script, name: str, product: str, letter: str, given: str = "") -> str:
    """The mean of a product over one letter, by pairings."""
    return p.add(name, "contract", product=product, letter=letter, given=given)


def average(p: Script, name: str, of: str, times: str = "", given: str = "") -> str:
    """The mean of a multiple of what is 0, or of what is >= 0."""
    return p.add(name, "average", of=of, times=times, given=given)


def equal_means(p: Script, name: str, left: str, right: str, zeros: list, given: str) -> str:
    """``mean(left) = mean(right)`` for two matrices that are equal, by their traces; ``zeros`` show that they are."""
    p.matrices(f"{name} words", f"{left} = {right}", zeros=zeros, given=given)
    p.trace(f"{name} trace", f"{name} words")
    return average(p, name, f"{name} trace", given=given)


def moments(p: Script) -> None:
    """``E |U_j|^2 = (var d)^j |x|^2`` and ``E |V_j' y|^2 = (var d)^(n-j) |y|^2``."""
    equal_means(p, "norm up", "U[j+1]' U[j+1]", "U[j]' W[j+1]' W[j+1] U[j]", [
        ("U[j+1]'", "U.step", "I"), ("I", "U.step'", "W[j+1] U[j]")], STEP)  # fmt: skip
    contract(p, "norm over W", "tr(U[j]' W[j+1]' W[j+1] U[j])", "W[j+1]", STEP)
    fact = "mean(" + NORM + ") = var^{0} width^{0} tr(x' x)"
    equal_means(p, "norm at 0", "U[0]' U[0]", "x' x", [("U[0]'", "U.first", "I"), ("I", "U.first'", "x")], "n >= 0")
    p.order("norms base", fact.format("0"), zeros=[("1", "norm at 0")], given="n >= 0")
    p.assume("norms hypothesis", fact.format("j"), "j >= 0")
    p.order("norms step", fact.format("(j+1)").replace("[(j+1)]", "[j+1]"), zeros=[
        ("1", "norm up"), ("1", "norm over W"), ("var width", "norms hypothesis")], given=STEP)  # fmt: skip
    p.induction("norms", "j", fact.format("j"), "norms base", "norms step", low="0", high="n", given="0 <= j <= n")

    equal_means(p, "last down", "y' V[j] V[j]' y", "y' V[j+1] W[j+1] W[j+1]' V[j+1]' y", [
        ("y'", "V.step", "V[j]' y"), ("y' V[j+1] W[j+1]", "V.step'", "y")], STEP)  # fmt: skip
    contract(p, "last over W", "tr(y' V[j+1] W[j+1] W[j+1]' V[j+1]' y)", "W[j+1]", STEP)
    last = "mean(" + LAST + ") = var^(n-{1}) width^(n-{1}) tr(y' y)"
    equal_means(p, "last at n", "y' V[n] V[n]' y", "y' y", [
        ("y'", "V.last", "V[n]' y"), ("y'", "V.last'", "y")], "n >= 0")  # fmt: skip
    p.order("lasts base", last.format("n", "n"), zeros=[("1", "last at n")], given="n >= 0")
    p.assume("lasts hypothesis", last.format("j+1", "j-1"), STEP)
    p.order("lasts step", last.format("j", "j"), zeros=[
        ("1", "last down"), ("1", "last over W"), ("var width", "lasts hypothesis")], given=STEP)  # fmt: skip
    p.induction("lasts", "j", last.format("j", "j"), "lasts base", "lasts step", low="0", high="n", direction="down",
                given="0 <= j <= n")  # fmt: skip


def gradient(p: Script) -> None:
    """``E |grad_j|^2 = var E |U|^4 E |V' V|^2 + E |U|^2 E |V' y|^2``, of which the bound is twice."""
    u = "U[j-1]"
    p.instantiate("entry raw", "size.one", LAYER, sizes={"r": "one"}, matrices={"Z": f"{u}' {u}"})
    p.cut("entry", "entry raw", ["one"])
    force = f"(V[j] W[j] {u} - y)"
    parts = {
        "a": f"V[j]' V[j] W[j] {u} {u}' {u} {u}' W[j]' V[j]' V[j]",
        "b": f"V[j]' V[j] W[j] {u} {u}' {u} y' V[j]",
        "c": f"V[j]' y {u}' {u} y' V[j]",
    }
    p.matrices("square words", f"grad[j] grad[j]' = V[j]' {force} {u}' {u} {force}' V[j]", zeros=[
        ("I", "grad", "grad[j]'"), (f"V[j]' {force} {u}'", "grad'", "I")], given=LAYER)  # fmt: skip
    p.trace("square trace", "square words")
    average(p, "square", "square trace", given=LAYER)
    contract(p, "a over W", f"tr({parts['a']})", "W[j]", LAYER)
    contract(p, "b over W", f"tr({parts['b']})", "W[j]", LAYER)
    p.matrices("fourth words", f"{u}' {u} {u}' {u} = tr({u}' {u}) {u}' {u}", zeros=[("I", "entry", f"{u}' {u}")],
               given=LAYER)  # fmt: skip
    p.trace("fourth trace", "fourth words")
    average(p, "fourth", "fourth trace", FOURTH.format("j"), LAYER)
    p.matrices("target words", f"{parts['c']} = tr({u}' {u}) V[j]' y y' V[j]", zeros=[("V[j]' y", "entry", "y' V[j]")],
               given=LAYER)  # fmt: skip
    p.trace("target trace", "target words")
    average(p, "target", "target trace", given=LAYER)
    p.add("apart 4", "separate", first=f"tr({u}' {u})^2", second=FOURTH.format("j"), given=LAYER)
    p.add("apart 2", "separate", first=f"tr({u}' {u})", second=LAST.format("j"), given=LAYER)
    p.instantiate("norms below", "norms", LAYER, indices={"j": "j-1"})
    p.instantiate("lasts here", "lasts", LAYER)
    p.order(
        "exact",
        f"mean(tr(grad[j]' grad[j])) = var mean(tr({u}' {u})^2) mean({FOURTH.format('j')}) "
        "+ var^(n-1) width^(n-1) tr(x' x) tr(y' y)",
        zeros=[
            ("1", "square"),
            ("1", "a over W"),
            ("1", "b over W"),
            ("var", "fourth"),
            ("1", "target"),
            ("var", "apart 4"),
            ("1", "apart 2"),
            (f"mean({LAST.format('j')})", "norms below"),
            ("var^(j-1) width^(j-1) tr(x' x)", "lasts here"),
        ],
        given=LAYER,
    )


def signs(p: Script) -> None:
    """The parts of the exact value are not negative."""
    u = "U[j-1]"
    p.assume("var>=0", "var >= 0")
    p.order("square of norm", f"tr({u}' {u})^2 >= 0", squares=[f"tr({u}' {u})"])
    average(p, "U>=0", "square of norm", given=LAYER)
    p.matrices("V psd", "(V[j]' V[j])' V[j]' V[j] psd", [((), "V[j]' V[j]", "I width")], given="0 <= j <= n")
    p.trace("V>=0 trace", "V psd")
    average(p, "V>=0", "V>=0 trace", given="0 <= j <= n")
    for letter in "xy":
        p.matrices(f"{letter} psd", f"{letter}' {letter} psd", [((), letter, "I width")])
        p.trace(f"{letter}>=0", f"{letter} psd")
    p.instantiate("var^m raw", "power", scalars={"a": "var"})
    p.cut("var^m>=0", "var^m raw", ["var>=0"])
    p.order("d>=0", "real(width) >= 0", [("index width",)])
    p.instantiate("d^m raw", "power", scalars={"a": "real(width)"})
    p.cut("d^m>=0", "d^m raw", ["d>=0"])
    for letter in ("var", "d"):
        p.instantiate(f"{letter}^(n-1)>=0", f"{letter}^m>=0", "n >= 1", indices={"m": "n-1"})


def lemmas(p: Script) -> None:
    """Lemmas 10 and 13, and Corollary 11."""
    contract(p, "lucchi.lemma10.fixed", "tr((La G Rb)' La G Rb)", "G")
    moments(p)
    p.cut("lucchi.corollary11", "norms")
    gradient(p)
    signs(p)
    bound = ("2 var mean(tr(U[j-1]' U[j-1])^2) mean(tr((V[j]' V[j])' V[j]' V[j])) "
             "+ 2 var^(n-1) width^(n-1) tr(x' x) tr(y' y)")  # fmt: skip
    p.order("lucchi.lemma13", f"mean(tr(grad[j]' grad[j])) <= {bound}",
            [("var>=0", "U>=0", "V>=0"), ("var^(n-1)>=0", "d^(n-1)>=0", "x>=0", "y>=0")], [("1", "exact")],
            given=LAYER)  # fmt: skip


def powers(p: Script) -> None:
    """The fourth moments of the norm below a layer."""
    p.assume("e0", "e0 = real(width) + 2")
    equal = "tr(U[j]' W[j+1]' W[j+1] U[j])"
    p.order(
        "U square",
        f"{NORM.format('j+1')}^2 = {equal}^2",
        zeros=[(f"{NORM.format('j+1')} + {equal}", "norm up trace")],
        given=STEP,
    )
    average(p, "U square mean", "U square", given=STEP)
    contract(p, "U over W", f"{equal}^2", "W[j+1]", STEP)
    p.instantiate("one is 1 raw", "size is 1", sizes={"r": "one"})
    p.cut("one is 1", "one is 1 raw", ["one"])
    p.instantiate("entry up raw", "size.one", "0 <= j <= n", sizes={"r": "one"}, matrices={"Z": "U[j]' U[j]"})
    p.cut("entry up", "entry up raw", ["one"])
    p.matrices("fourth up words", "U[j]' U[j] U[j]' U[j] = tr(U[j]' U[j]) U[j]' U[j]", zeros=[
        ("I", "entry up", "U[j]' U[j]")], given="0 <= j <= n")  # fmt: skip
    p.trace("fourth up trace", "fourth up words")
    average(p, "fourth up", "fourth up trace", given="0 <= j <= n")
    fact = "mean(" + NORM + "^2) = var^(2 {1}) width^{1} e0^{1} tr(x' x)^2"
    p.order("U at 0 square", f"{NORM.format('0')}^2 = tr(x' x)^2",
            zeros=[(f"{NORM.format('0')} + tr(x' x)", "norm at 0 trace")], given="n >= 0")  # fmt: skip
    average(p, "U at 0", "U at 0 square", given="n >= 0")
    p.order("U base", fact.format("0", "0"), zeros=[("1", "U at 0")], given="n >= 0")
    p.assume("U hypothesis", fact.format("j", "j"), "j >= 0")
    p.order("U up", fact.format("j+1", "(j+1)"), zeros=[
        ("1", "U square mean"), ("1", "U over W"), ("var^2 width", "fourth up"), ("var^2 width e0", "U hypothesis"),
        (f"var^2 width mean({NORM.format('j')}^2)", "e0")], given=STEP)  # fmt: skip
    p.induction("U fourth", "j", fact.format("j", "j"), "U base", "U up", low="0", high="n", given="0 <= j <= n")


def grams(p: Script) -> None:
    """``E (tr S)^2`` and ``E tr S^2`` for ``S = V_j' V_j``, over one more layer and at the last."""
    inner, next_up = "W[j+1]' V[j+1]' V[j+1] W[j+1]", "V[j]' V[j]"
    p.matrices("gram down", f"{next_up} = {inner}", zeros=[
        ("V[j]'", "V.step", "I"), ("I", "V.step'", "V[j+1] W[j+1]")], given=STEP)  # fmt: skip
    p.matrices("gram square", f"{next_up} {next_up} = {inner} {inner}", zeros=[
        ("I", "gram down", next_up), (inner, "gram down", "I")], given=STEP)  # fmt: skip
    p.trace("gram square trace", "gram square")
    average(p, "q down", "gram square trace", given=STEP)
    contract(p, "q over W", f"tr({inner} {inner})", "W[j+1]", STEP)
    p.trace("gram trace", "gram down")
    p.order("p square", f"{SQUARE.format('j')} = tr({inner})^2", zeros=[
        (f"tr({next_up}) + tr({inner})", "gram trace")], given=STEP)  # fmt: skip
    average(p, "p down", "p square", given=STEP)
    contract(p, "p over W", f"tr({inner})^2", "W[j+1]", STEP)
    p.matrices("gram last", "V[n]' V[n] = I", zeros=[("V[n]'", "V.last", "I"), ("I", "V.last'", "I")], given="n >= 0")
    p.matrices("gram last square", "V[n]' V[n] V[n]' V[n] = I", zeros=[
        ("I", "gram last", "V[n]' V[n]"), ("I", "gram last", "I")], given="n >= 0")  # fmt: skip
    p.trace("gram last trace", "gram last")
    p.trace("gram last square trace", "gram last square")
    p.order("p last square", f"{SQUARE.format('n')} = real(width)^2", zeros=[
        ("tr(V[n]' V[n]) + width", "gram last trace")], given="n >= 0")  # fmt: skip
    average(p, "p last", "p last square", given="n >= 0")
    average(p, "q last", "gram last square trace", given="n >= 0")


def combined(p: Script) -> None:
    """Their sum with weights 1 and 2, and their difference."""
    mean_p, mean_q = "mean(" + SQUARE + ")", "mean(" + FOURTH + ")"
    total = f"{mean_p} + 2 {mean_q} = var^(2 n - 2 {{1}}) width^(n-{{1}}) e0^(n-{{1}}) width e0"
    p.order("total base", total.format("n", "n"), zeros=[("1", "p last"), ("2", "q last"), ("width", "e0")],
            given="n >= 0")  # fmt: skip
    p.assume("total hypothesis", total.format("j+1", "(j+1)"), STEP)
    above_p, above_q = mean_p.format("j+1"), mean_q.format("j+1")
    moved = [("1", "p down"), ("1", "p over W"), ("1", "q down"), ("1", "q over W")]
    p.order("total down", total.format("j", "j"), zeros=[
        *moved, ("var^2 width e0", "total hypothesis"), (f"var^2 width ({above_p} + 2 {above_q})", "e0"),
        (f"var^2 width {above_p}", "e0"), (f"var^2 width {above_q}", "e0")], given=STEP)  # fmt: skip
    p.induction("total", "j", total.format("j", "j"), "total base", "total down", low="0", high="n", direction="down",
                given="0 <= j <= n")  # fmt: skip
    gap = f"{mean_p} >= {mean_q}"
    p.order("gap base", gap.format("n"), [("index width", "index width-1")], [("1", "p last"), ("1", "q last")],
            given="n >= 0")  # fmt: skip
    p.assume("gap hypothesis", gap.format("j+1"), STEP)
    p.order("var^2>=0", "var^2 >= 0", squares=["var"])
    p.order("gap down", gap.format("j"), [("var^2>=0", "index width", "index width-1", "gap hypothesis")], moved,
            given=STEP)  # fmt: skip
    p.induction("gap pq", "j", gap.format("j"), "gap base", "gap down", low="0", high="n", direction="down",
                given="0 <= j <= n")  # fmt: skip
    p.order("q small", f"3 {mean_q.format('j')} <= var^(2 n - 2 j) width^(n-j) e0^(n-j) width e0", [("gap pq",)],
            [("1", "total")], given="0 <= j <= n")  # fmt: skip


def theorem_9(p: Script) -> None:
    """The exact value with these bounds."""
    p.assume("c var", "c var = 1")
    p.instantiate("U below", "U fourth", LAYER, indices={"j": "j-1"})
    p.order("x^4>=0", "tr(x' x)^2 >= 0", squares=["tr(x' x)"])
    p.order("e>=0", "e0 >= 0", [("index width",)], [("1", "e0")], ["1"])
    p.instantiate("e^m raw", "power", scalars={"a": "e0"})
    p.cut("e^m>=0", "e^m raw", ["e>=0"])
    for letter in ("var", "d", "e"):
        p.instantiate(f"{letter}^(j-1)>=0", f"{letter}^m>=0", LAYER, indices={"m": "j-1"})
    bound = "2/3 tr(x' x)^2 c var^(2 n) width^n e0^n + 2 var^(n-1) width^(n-1) tr(x' x) tr(y' y)"
    p.order(
        "lucchi.thm9",
        f"mean(tr(grad[j]' grad[j])) <= {bound}",
        [
            ("var>=0", "var^(j-1)>=0", "var^(j-1)>=0", "d^(j-1)>=0", "e^(j-1)>=0", "x^4>=0", "q small"),
            ("var>=0", "U>=0", "V>=0"),
            ("var^(n-1)>=0", "d^(n-1)>=0", "x>=0", "y>=0"),
        ],
        [
            ("1", "exact"),
            (f"var mean({FOURTH.format('j')})", "U below"),
            ("tr(x' x)^2 var^(2 n - 1) width^n e0^n", "c var"),
        ],
        given=LAYER,
    )


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "random", after those of the theory "traces"."""
    p = Script("random", before)
    lemmas(p)
    return p


def gaussian(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "gaussian", after those of the theory "traces"."""
    p = Script("gaussian", before)
    for part in (moments, gradient, signs, powers, grams, combined, theorem_9):
        part(p)
    return p
