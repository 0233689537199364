"""The proofs of the theory "squares": convexity and minima of squared losses, and the remarks on the variance."""

from __future__ import annotations

from proofs_check.logic.proofs.script import Script

RESIDUAL = "L R X - Y"


def squared(matrix: str) -> str:
    """The squared norm of a matrix, as a text."""
    return f"tr(({matrix})' ({matrix}))"


def square(p: Script, name: str, matrix: str, size: str) -> str:
    """``tr(F' F) >= 0`` for the matrix F, which has ``size`` rows."""
    p.matrices(f"{name} psd", f"({matrix})' ({matrix}) psd", [((), matrix, f"I {size}")])
    return p.trace(name, f"{name} psd")


def convex(p: Script, name: str, first: str, second: str, half: str = "") -> None:
    """The gap of convexity between the residuals F and G is ``u (1 - u) tr((F - G)' (F - G))``."""
    gap = square(p, f"{name} gap", f"{first} - ({second})", "dy")
    mixed = f"u ({first}) + (1 - u) ({second})"
    p.order(
        name,
        f"{half} {squared(mixed)} <= {half} u {squared(first)} + {half} (1 - u) {squared(second)}",
        [("u>=0", "u<=1", gap)],
    )


def minimal(p: Script, name: str, other: str, equation: tuple[str, str], multipliers: tuple[str, str]) -> None:
    """``tr(F' F) <= tr(G' G)`` for ``F = L R X - Y``, as ``tr(F' (G - F))`` is a multiple of an equation."""
    gap = square(p, f"{name} gap", f"{other} - ({RESIDUAL})", "dy")
    before, after = multipliers
    left, right = equation
    p.assume(f"{name} equation", f"{left} = {right}")
    p.matrices(
        f"{name} words", f"({before}) ({left} - {right}) ({after}) = 0", zeros=[(before, f"{name} equation", after)]
    )
    p.trace(f"{name} cross", f"{name} words")
    p.order(name, f"{squared(RESIDUAL)} <= {squared(other)}", [(gap,)], [("1", f"{name} cross")])


def converse(p: Script, name: str, moved: str, direction: str, rows: str, bound: str, cauchy: str) -> None:
    """``direction = 0``: the moved residual gives ``-2 u g + u^2 q >= 0``, where g is the squared norm of the direction
    and ``q <= bound g``, which is the theorem ``cauchy``.
    """
    g, root = squared(direction), bound.replace("^2", "")
    p.assume(f"{name} inverse", f"u (1 + {bound}) = 1")
    p.assume(f"{name} minimum", f"{squared(RESIDUAL)} <= {squared(moved)}")
    square(p, f"{name} g>=0", direction, rows)
    p.order(f"{name} c>=0", f"1 + {bound} >= 0", squares=["1", root])
    p.order(f"{name} u>=0", "u >= 0", squares=["u", f"u {root}"], zeros=[("u", f"{name} inverse")])
    p.order(
        f"{name} small",
        f"{g} <= 0",
        [
            (f"{name} minimum", f"{name} c>=0"),
            (f"{name} u>=0", f"{name} u>=0", cauchy, f"{name} c>=0"),
            (f"{name} u>=0", f"{name} g>=0"),
        ],
        [(g, f"{name} inverse"), (f"u {bound} {g}", f"{name} inverse")],
    )


def factors(p: Script) -> None:
    """Theorems 4 and 5, with converses."""
    p.assume("u>=0", "u >= 0")
    p.assume("u<=1", "u <= 1")
    convex(p, "lucchi.thm4/convex", RESIDUAL, "L T X - Y")
    convex(p, "lucchi.thm5/convex", RESIDUAL, "K R X - Y")
    minimal(p, "lucchi.thm4/minimal", "L T X - Y", ("L' L R X X'", "L' Y X'"), ("(T - R)'", "I"))
    minimal(p, "lucchi.thm5/minimal", "K R X - Y", ("L R X X' R'", "Y X' R'"), ("I", "(K - L)'"))

    name, direction = "lucchi.thm4.converse", "L' (L R X - Y) X'"
    p.instantiate("outer", "product.square", sizes={"r": "dy", "s": "p", "t": "f"},
                  matrices={"A": "L", "D": f"{direction} X"})  # fmt: skip
    p.instantiate("inner", "product.square", sizes={"r": "p", "s": "dx", "t": "f"},
                  matrices={"A": direction, "D": "X"})  # fmt: skip
    p.instantiate("norm of step", "norm.frobenius", sizes={"r": "dy", "s": "f"}, matrices={"A": f"L {direction} X"})
    p.instantiate("norm of direction", "norm.frobenius", sizes={"r": "p", "s": "dx"}, matrices={"A": direction})
    p.order("norm of L", "norm(L)^2 >= 0", squares=["norm(L)"])
    bound = "norm(L)^2 norm(X)^2"
    p.order(
        "cauchy 4",
        f"{squared(f'L {direction} X')} <= {bound} {squared(direction)}",
        [("outer",), ("norm of L", "inner")],
        [("1", "norm of step"), (bound, "norm of direction")],
    )
    moved = f"L (R - u {direction}) X - Y"
    converse(p, name, moved, direction, "p", bound, "cauchy 4")
    p.instantiate("definite 4", "norm.definite", sizes={"r": "p", "s": "dx"}, matrices={"A": direction})
    p.cut(name, "definite 4", [f"{name} small"])

    name, direction = "lucchi.thm5.converse", "(L R X - Y) X' R'"
    p.instantiate("outer 5", "product.square", sizes={"r": "dy", "s": "p", "t": "f"},
                  matrices={"A": direction, "D": "R X"})  # fmt: skip
    p.instantiate("step 5", "norm.frobenius", sizes={"r": "dy", "s": "f"}, matrices={"A": f"{direction} R X"})
    p.instantiate("direction 5", "norm.frobenius", sizes={"r": "dy", "s": "p"}, matrices={"A": direction})
    bound = "norm(R X)^2"
    p.order(
        "cauchy 5",
        f"{squared(f'{direction} R X')} <= {bound} {squared(direction)}",
        [("outer 5",)],
        [("1", "step 5"), (bound, "direction 5")],
    )
    converse(p, name, f"(L - u {direction}) R X - Y", direction, "dy", bound, "cauchy 5")
    p.instantiate("definite 5", "norm.definite", sizes={"r": "dy", "s": "p"}, matrices={"A": direction})
    p.cut(name, "definite 5", [f"{name} small"])


def least_squares(p: Script) -> None:
    """Remark 5: ``V = Y X' N`` has ``(Y - V X) X' = 0``."""
    convex(p, "chitour.least-squares.unique/convex", "Y - W X", "Y - V X", "1/2")
    p.assume("inverse", "X X' N = I")
    best, gap = "Y - Y X' N X", "(W - Y X' N) X"
    square(p, "least gap", gap, "dy")
    p.matrices("symmetric", "N = N'", zeros=[("N'", "inverse", "I"), ("I", "inverse'", "N")])
    p.matrices("inverse too", "N X X' = I", zeros=[("I", "inverse'", "I"), ("I", "symmetric", "X X'")])
    p.matrices("least words", f"(W - Y X' N)' ({best}) X' = 0", zeros=[("(W - Y X' N)' Y X'", "inverse too", "I")])
    p.trace("least cross", "least words")
    p.order(
        "chitour.least-squares.unique/optimal",
        f"1/2 {squared(best)} <= 1/2 {squared('Y - W X')}",
        [("least gap",)],
        [("1", "least cross")],
    )
    p.assume("as small", f"1/2 {squared('Y - W X')} <= 1/2 {squared(best)}")
    p.order("no gap", f"{squared(gap)} <= 0", [("as small",)], [("1", "least cross")])
    p.instantiate("definite", "norm.definite", sizes={"r": "dy", "s": "f"}, matrices={"A": gap})
    p.cut("same values", "definite", ["no gap"])
    p.matrices(
        "chitour.least-squares.unique/only",
        "W = Y X' N",
        zeros=[("I", "same values", "X' N"), ("W - Y X' N", "inverse", "I")],
    )


def start(p: Script) -> None:
    """Where the proof of Theorem 9 starts."""
    gradient = "O' O M R X X' R' - O' Y X' R'"
    p.order(
        "lucchi.thm9.start/gradient",
        f"1/2 {squared('O (M + u C) R X - Y')} = 1/2 {squared('O M R X - Y')} + u tr(C' ({gradient})) "
        f"+ 1/2 u^2 {squared('O C R X')}",
    )
    square(p, "sum of parts", gradient.replace("-", "+"), "q")
    first, second = gradient.split(" - ")
    p.order(
        "lucchi.thm9.start/bound",
        f"{squared(gradient)} <= 2 {squared(first)} + 2 {squared(second)}",
        [("sum of parts",)],
    )


FIRST, SECOND, RATIO = "2/3 w u v^(2 n) d^n e^n", "2 w v^(n-1) d^(n-1)", "1/3 d v^n e^n"
INVERSE = "(1/2 x u^(n-1) y^(n-1))"


def powers_are_inverse(p: Script, first: str, second: str) -> None:
    """``first^m second^m = 1`` from ``first second = 1``."""
    name = f"{first}{second}"
    p.assume(f"{name} inverse", f"{first} {second} = 1")
    fact = f"{first}^{{0}} {second}^{{0}} = 1"
    p.order(f"{name} base", fact.format("0"))
    p.assume(f"{name} hypothesis", fact.format("m"), "m >= 0")
    p.order(
        f"{name} step",
        fact.format("(m+1)"),
        zeros=[(f"{first} {second}", f"{name} hypothesis"), ("1", f"{name} inverse")],
        given="m >= 0",
    )
    p.induction(f"{name} powers", "m", fact.format("m"), f"{name} base", f"{name} step", low="0")
    p.instantiate(f"{name} at n-1", f"{name} powers", "n >= 1", indices={"m": "n-1"})


def signs(p: Script) -> None:
    """Signs of powers, and ``e = d + 2 >= 0``."""
    p.assume("e", "e = real(d) + 2")
    p.order("d>=0", "real(d) >= 0", [("index d",)])
    p.order("e>=0", "e >= 0", [("index d",)], [("1", "e")], ["1"])
    p.assume("v>=0", "v >= 0")
    for letter, text in (("y", "y"), ("u", "u"), ("v", "v"), ("e", "e"), ("d", "real(d)")):
        if letter == "y":
            p.assume("y>=0", "y >= 0")
        p.instantiate(f"{letter}^m", "power", scalars={"a": text})
        p.cut(f"{letter}^m>=0", f"{letter}^m", [f"{letter}>=0"])
    for letter in "ved":
        p.instantiate(f"{letter}^n>=0", f"{letter}^m>=0", "n >= 0", indices={"m": "n"})
    for letter in "yuvd":
        p.instantiate(f"{letter}^(n-1)>=0", f"{letter}^m>=0", "n >= 1", indices={"m": "n-1"})
    p.assume("w>=0", "w >= 0")
    p.assume("x>=0", "x >= 0")
    p.order("second>=0", f"{SECOND} >= 0", [("w>=0", "v^(n-1)>=0", "d^(n-1)>=0")])
    p.order("inverse>=0", f"{INVERSE} >= 0", [("x>=0", "u^(n-1)>=0", "y^(n-1)>=0")])


def second_is_invertible(p: Script) -> None:
    """``SECOND INVERSE = 1``."""
    p.assume("w inverse", "w x = 1")
    powers_are_inverse(p, "u", "v")
    powers_are_inverse(p, "d", "y")
    p.order(
        "second inverse",
        f"{SECOND} {INVERSE} = 1",
        zeros=[
            ("v^(n-1) d^(n-1) u^(n-1) y^(n-1)", "w inverse"),
            ("d^(n-1) y^(n-1)", "uv at n-1"),
            ("1", "dy at n-1"),
        ],
        given="n >= 1",
    )
    p.order(
        "ratio",
        f"{FIRST} = {SECOND} ({RATIO})",
        zeros=[("w v^(2 n - 1) d^n e^n", "uv inverse")],
        given="n >= 1",
    )


def large(p: Script) -> None:
    """``v^2 >= d e`` gives ``v e >= 5``, so ``v^n e^n >= 5``, and the ratio is at least 5/3."""
    p.assume("large", "v^2 >= d e")
    powers = [("index d-1",) * k for k in (1, 2, 3, 4)]
    tail = "e^2 + e (real(d) + 2) + (real(d) + 2)^2"
    p.order("large square", "5^2 <= (v e)^2", [("e>=0", "e>=0", "large"), *powers], [(f"d ({tail})", "e")], ["1"])
    p.order("v e>=0", "v e >= 0", [("v>=0", "e>=0")])
    p.instantiate("large root", "real.square-root", scalars={"a": "5", "b": "v e"})
    p.cut("v e>=5", "large root", ["v e>=0", "large square"])
    p.assume("large hypothesis", "v^m e^m >= 5", "m >= 1")
    p.order(
        "large step",
        "v^(m+1) e^(m+1) >= 5",
        [("large hypothesis", "v e>=0"), ("v e>=5",)],
        squares=["1"],
        given="m >= 1",
    )
    p.induction("large powers", "m", "v^m e^m >= 5", "v e>=5", "large step", low="1")
    p.instantiate("large at n", "large powers", "n >= 1", indices={"m": "n"})
    p.order(
        "lucchi.remark-large-sigma.implication/larger",
        f"3/2 ({SECOND}) <= {FIRST}",
        [
            ("second>=0", "large at n"),
            ("second>=0", "index d-1", "v^n>=0", "e^n>=0"),
            ("second>=0",),
        ],
        [("1", "ratio")],
        given="n >= 1",
    )


def remarks(p: Script) -> None:
    """The theorems on the two terms of the bound."""
    signs(p)
    second_is_invertible(p)
    large(p)
    name = "lucchi.remark-large-sigma"
    for goal, of in (("implication/positive", "second inverse"), ("corrected/inverse", "second inverse"),
                     ("implication/sign", "second>=0"), ("corrected/sign", "second>=0"),
                     ("corrected/inverse-sign", "inverse>=0")):  # fmt: skip
        p.cut(f"{name}.{goal}", of)
    p.assume("z difference", f"z ({FIRST} - {SECOND}) = 1", "n >= 1")
    p.order(
        f"{name}.corrected/if",
        f"z ({SECOND}) ({RATIO} - 1) = 1",
        zeros=[("1", "z difference"), ("z", "ratio")],
        given="n >= 1",
    )
    p.assume("z ratio", f"z ({RATIO} - 1) = 1", "n >= 1")
    p.order(
        f"{name}.corrected/only-if",
        f"z {INVERSE} ({FIRST} - {SECOND}) = 1",
        zeros=[
            (f"z {INVERSE}", "ratio"),
            (f"{SECOND} {INVERSE}", "z ratio"),
            ("1", "second inverse"),
        ],
        given="n >= 1",
    )
    p.assume("v<=1", "v <= 1")
    p.order("v^0<=1", "v^0 <= 1")
    p.assume("v^m hypothesis", "v^m <= 1", "m >= 0")
    p.order("v^m step", "v^(m+1) <= 1", [("v>=0", "v^m hypothesis"), ("v<=1",)], given="m >= 0")
    p.induction("v^m<=1", "m", "v^m <= 1", "v^0<=1", "v^m step", low="0")
    p.instantiate("v^(n-1)<=1", "v^m<=1", "n >= 1", indices={"m": "n-1"})
    p.assume("small", "rho v d e^n <= 3 gamma a", "n >= 0")
    p.assume("rho>=0", "rho >= 0")
    p.order(
        "lucchi.remark-small-sigma",
        "2/3 rho u v^(2 n) d^n e^n <= a (2 gamma v^(n-1) d^(n-1))",
        [("small", "v^(n-1)>=0", "d^(n-1)>=0"), ("rho>=0", "v^n>=0", "d^n>=0", "e^n>=0", "v^(n-1)<=1")],
        [("rho v^(2 n - 1) d^n e^n", "uv inverse")],
        given="n >= 1",
    )


def sharpness(p: Script) -> None:
    """With ``e = eta^2 gap^2``: the fall is ``e (2 - e) imbalance^2``, and ``2 - e = (e (2 - e) + (2 - e)^2) / 2``."""
    name, e = "kreisler.scalar", "eta^2 gap^2"
    fall = f"((1 - {e}) imbalance)^2 + 4 target^2 <= imbalance^2 + 4 target^2"
    p.order(
        f"{name}/step",
        f"(second - eta gap first)^2 - (first - eta gap second)^2 = (1 - {e}) (second^2 - first^2)",
    )
    p.assume("short step", f"{e} <= 2")
    p.order("moved", f"{e} imbalance^2 >= 0", squares=["eta gap imbalance"])
    p.order(f"{name}/if", fall, [("moved", "short step")])
    p.assume("no imbalance", "imbalance = 0")
    p.order(f"{name}/balanced", fall, zeros=[(f"(2 {e} - {e} {e}) imbalance", "no imbalance")])
    p.assume("inverse imbalance", "x imbalance = 1")
    p.assume("no growth", fall)
    p.order("inverse square", "x^2 >= 0", squares=["x"])
    p.order(
        f"{name}/only-if",
        f"{e} <= 2",
        [("inverse square", "no growth")],
        [(f"(2 {e} - {e} {e}) (x imbalance + 1)", "inverse imbalance")],
        squares=[f"2 - {e}"],
    )


def sign_step(p: Script) -> None:
    """The squares of the steps cancel."""
    p.assume("sign of a", "alpha^2 = 1")
    p.assume("sign of b", "beta^2 = 1")
    p.order(
        "ours.adam-imbalance",
        "(beta other - eta mu alpha)^2 - (alpha size - eta mu beta)^2 = (beta other)^2 - (alpha size)^2 - 2 eta mu "
        "alpha beta (other - size)",
        zeros=[("eta^2 mu^2", "sign of a"), ("eta^2 mu^2", "sign of b")],
    )


def completion(p: Script) -> None:
    """``upper, lower >= 1 - root``, so ``corner last >= (1 - root)^2``, and ``last^2 <= root^2``."""
    p.assume("root>=0", "root >= 0")
    p.assume("root<=1", "root <= 1")
    p.assume("root of the loss", "root^2 = (upper - 1)^2 + (lower - 1)^2 + last^2")
    p.assume("determinant", "corner last >= upper lower")
    for one, other in (("upper", "lower"), ("lower", "upper")):
        p.order(
            f"{one} square",
            f"(1 - {one})^2 <= root^2",
            squares=[f"{other} - 1", "last"],
            zeros=[("1", "root of the loss")],
        )
        p.instantiate(f"{one} root", "real.square-root", scalars={"a": f"1 - {one}", "b": "root"})
        p.cut(f"{one} near 1", f"{one} root", ["root>=0", f"{one} square"])
    p.order(
        "corner last",
        "corner last >= (1 - root)^2",
        [("determinant",), ("upper near 1", "lower near 1"), ("root<=1", "upper near 1"), ("root<=1", "lower near 1")],
    )
    p.order("square>=0", "(1 - root)^2 >= 0", squares=["1 - root"])
    p.order(
        "observed",
        "upper lower >= (1 - root)^2",
        [("upper near 1", "lower near 1"), ("root<=1", "upper near 1"), ("root<=1", "lower near 1")],
    )
    p.order(
        "razin.completion",
        "(1 - root)^4 + (corner last - upper lower)^2 <= root^2 corner^2",
        [("square>=0", "corner last"), ("observed", "determinant"), ("observed", "observed")],
        [("corner^2", "root of the loss")],
        squares=["corner (upper - 1)", "corner (lower - 1)"],
    )


def script(before: tuple) -> Script:
    """All steps of the theory "squares", after those of the theory "traces"."""
    p = Script("squares", before)
    for part in (factors, least_squares, start, remarks, sharpness, sign_step, completion):
        part(p)
    return p
