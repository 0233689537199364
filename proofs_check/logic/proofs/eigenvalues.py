"""Eigenvalues from the spectral theorem and the theorem of Courant and Fischer, for every size.

The least eigenvalue, eigenvalues of psd matrices, Weyl's monotonicity, shifts, minus signs and Gram matrices.
"""

from __future__ import annotations

from proofs_check.logic.proofs.script import Script

INSIDE = "1 <= i <= r"
FROM_I, UP_TO_I = {"span": "r + 1 - i"}, {"span": "i"}
"""The sizes of the frames of eigenvectors of the eigenvalues from number i on, and up to it."""


def frames(p: Script) -> None:
    """What is assumed of a frame of eigenvectors."""
    p.assume("span", "Span' Span = I")
    p.assume("span kept", "S Span = Span Span' S Span")
    p.assume("span top", "Span' S Span - b I psd")
    p.assume("span bottom", "b I - Span' S Span psd")
    p.matrices("span full", "Span' Span - 1 I psd", zeros=[("I", "span", "I")])
    p.order("span 1>=0", "1/2 + 1/2 >= 0", squares=["1"])
    p.instantiate("inverse.sides", "inverse.wide", sizes={"s": "r"}, matrices={"A": "Z", "Ainv": "Zinv"})


def compared(p: Script, name: str, top: bool, to: tuple[str, str], value: str, more: str = "") -> None:
    """An eigenvalue of another matrix from a frame for S; ``to`` is that matrix with the bound.

    It is bounded from below if the last word of the name is "above"; then b becomes ``value``, an eigenvalue of S.
    """
    other, bound = to
    above = name.endswith("above")
    p.instantiate(f"{name} raw", "eig.above" if above else "eig.below", matrices={"S": other},
                  scalars={"a": "1", "b": bound})  # fmt: skip
    sign = "" if above else "-"
    form = f"{sign}(Span' ({other}) Span - ({bound}) Span' Span) psd"
    congruences = [((), "I", "span top" if top else "span bottom"), *([((), "Span", more)] if more else [])]
    p.matrices(f"{name} form", form, congruences, [("b", "I", "span", "I"), ("u", "I", "span", "I")])
    p.cut(f"{name} bound", f"{name} raw", [f"{name} form", "span full", "span 1>=0"])
    sizes = FROM_I if above else UP_TO_I
    p.instantiate(f"{name} at", f"{name} bound", INSIDE, sizes=sizes, scalars={"b": value})
    p.choose(name, f"{name} at", "eig.top" if top else "eig.bottom", INSIDE, sizes=sizes)


def simple(p: Script) -> None:
    """Weyl's monotonicity, shifts and minus signs."""
    here, there = "eig(S, i)", "eig(S, r + 1 - i)"
    p.assume("span Q psd", "Q psd")
    compared(p, "monotone above", True, ("S + Q", "b"), here, "span Q psd")
    p.order("eig.monotone", "eig(S, i) <= eig(S + Q, i)", [("monotone above",)])
    compared(p, "shift above", True, ("S + u I", "b + u"), here)
    compared(p, "shift below", False, ("S + u I", "b + u"), here)
    equal(p, "eig.shift", "eig(S + u I, i)", "eig(S, i) + u", "shift below", "shift above")
    compared(p, "minus below", True, ("-S", "-b"), there)
    compared(p, "minus above", False, ("-S", "-b"), there)
    equal(p, "eig.minus", "eig(-S, i)", f"-{there}", "minus below", "minus above")


def equal(p: Script, name: str, left: str, right: str, below: str, above: str) -> None:
    """``left = right`` from ``left <= right`` and ``left >= right``."""
    p.order(f"{name} <=", f"{left} <= {right}", [(below,)])
    p.order(f"{name} >=", f"{right} <= {left}", [(above,)])
    p.instantiate(f"{name} raw", "real.equal", INSIDE, scalars={"a": left, "b": right})
    p.cut(name, f"{name} raw", [f"{name} <=", f"{name} >="])


def signs(p: Script) -> None:
    """``S - eig(S, 1) I psd``, and eigenvalues of psd matrices are not negative."""
    p.instantiate("span sides", "inverse.wide", sizes={"r": "span", "s": "r"},
                  matrices={"A": "Span'", "Ainv": "Span"})  # fmt: skip
    p.assume("span turned", "Span Span' = I")
    p.matrices("least form", "S - b I psd", [((), "Span'", "span top")], [
        ("I", "span turned", "S"), ("Span Span' S", "span turned", "I"), ("b", "I", "span turned", "I")])  # fmt: skip
    p.cut("least framed", "least form", ["span sides"])
    p.instantiate("least at", "least framed", sizes={"span": "r"}, scalars={"b": "eig(S, 1)"})
    p.choose("eig.least", "least at", "eig.top", sizes={"span": "r"})

    p.assume("span given psd", "S psd")
    p.matrices("span bound psd", "b I[span] psd", [((), "I", "span bottom"), ((), "Span", "span given psd")])
    p.trace("span bound trace", "span bound psd")
    p.order("span>=1", "real(span) >= 1", [("index span-1",)])
    p.instantiate("span bound cancel", "real.cancel", scalars={"a": "real(span)"})
    p.cut("span bound>=0", "span bound cancel", ["span>=1", "span bound trace"])
    p.instantiate("nonnegative at", "span bound>=0", INSIDE, sizes=UP_TO_I, scalars={"b": "eig(S, i)"})
    p.choose("eig.nonnegative", "nonnegative at", "eig.bottom", INSIDE, sizes=UP_TO_I)


def gram(p: Script) -> None:
    """``A' Span`` is a frame for ``A' A`` if Span is one of eigenvectors of ``A A'``: eigenvalues of A A' and A' A."""
    row, column, square = "A A'", "A' A", "Span' A A' Span"
    for part in ("span kept", "span top"):
        p.instantiate(f"{part} of rows", part, matrices={"S": row})
    p.assume("span b>=0", "b >= 0")
    p.instantiate("gram eig raw", "eig.above", sizes={"r": "s"}, matrices={"S": column, "Span": "A' Span"},
                  scalars={"a": "b"})  # fmt: skip
    p.matrices(
        "gram eig form",
        f"Span' {row} {row} Span - b {square} psd",
        [((), f"({square} - b I)", "I span"), (("span b>=0",), "I", "span top of rows")],
        [(f"Span' {row}", "span kept of rows", "I")],
    )
    p.cut("gram eig bound", "gram eig raw", ["gram eig form", "span top of rows", "span b>=0"])
    value, other, inside = f"eig({row}, i)", f"eig({column}, i + s - r)", "1 <= i <= r, r + 1 - i <= s"
    p.matrices("gram row psd", f"{row} psd", [((), "A'", "I s")])
    p.instantiate("gram value raw", "eig.nonnegative", matrices={"S": row})
    p.cut("gram value>=0", "gram value raw", ["gram row psd"])
    p.instantiate("gram eig at", "gram eig bound", inside, sizes=FROM_I, scalars={"b": value})
    p.choose("gram eig chosen", "gram eig at", "eig.top", inside, sizes=FROM_I, matrices={"S": row})
    p.cut("gram eig one", "gram eig chosen", ["gram value>=0"])
    wide = "s >= r, 1 <= i <= r"
    turned = {"sizes": {"r": "s", "s": "r"}, "matrices": {"A": "A'"}}
    p.instantiate("gram eig two", "gram eig one", wide, **turned, indices={"i": "i + s - r"})
    small = f"({value} - {other})"
    p.order("gram eig square", f"{small}^2 <= 0^2", [("gram eig one",), ("gram eig two",)], given=wide)
    p.order("gram 0>=0", "0 a >= 0", squares=["0"])
    for name, first, second in (("over", value, other), ("under", other, value)):
        p.order(f"gram eig square {name}", f"({first} - {second})^2 <= 0^2", [("gram eig square",)])
        p.instantiate(f"gram eig root {name}", "real.square-root", wide, scalars={"a": f"{first} - {second}", "b": "0"})
        p.cut(f"gram eig {name}", f"gram eig root {name}", [f"gram eig square {name}", "gram 0>=0"])
        p.order(f"gram eig {name} half", f"{first} <= {second}", [(f"gram eig {name}",)])
    p.instantiate("gram eig raw equal", "real.equal", wide, scalars={"a": other, "b": value})
    p.cut("eig.gram", "gram eig raw equal", ["gram eig under half", "gram eig over half"])

    p.instantiate("rank raw", "size.wide", sizes={"r": "s"}, matrices={"Span": "A' Span"}, scalars={"a": "b"})
    p.cut("rank bound", "rank raw", ["span top of rows"])
    low = "1 <= i <= r - s"
    p.instantiate("rank at", "rank bound", low, sizes=FROM_I, scalars={"b": value})
    p.choose("rank chosen", "rank at", "eig.top", low, sizes=FROM_I, matrices={"S": row})
    p.order("rank none", f"{value} <= 0", [("rank chosen",)])
    p.order("rank some", f"0 a <= {value}", [("gram value>=0",)], given=low)
    p.instantiate("rank equal", "real.equal", low, scalars={"a": value, "b": "0"})
    p.cut("rank zeros", "rank equal", ["rank none", "rank some"])
    p.instantiate("eig.gram-zeros", "rank zeros", "1 <= i <= s - r", **turned)


def proofs(p: Script) -> None:
    """All steps."""
    frames(p)
    simple(p)
    signs(p)
    gram(p)
