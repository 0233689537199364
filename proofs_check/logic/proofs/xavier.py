"""The proof of the theory "xavier": Bernoulli's inequality, and powers of the factors of the bound of Theorem 9."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

NAME = "lucchi.xavier"


def power(p: Script, name: str, fact: str, base: dict, step: dict, given: str = "n >= 0") -> None:
    """The fact, with a place for n, by induction from 0 on; the step may use ``NAME hypothesis``."""
    p.order(f"{name} base", fact.format("0"), **base)
    p.assume(f"{name} hypothesis", fact.format("n"), given)
    p.order(f"{name} step", fact.format("(n+1)"), **step, given=given)
    p.induction(f"{name}", "n", fact.format("n"), f"{name} base", f"{name} step", low="0")


def form(p: Script) -> None:
    """``variance^n width^n = square^n``, and the term with rho."""
    p.assume("scaled", "variance width = square")
    power(p, "scaled powers", "variance^{0} width^{0} = square^{0}", {}, {"zeros": [
        ("variance width", "scaled powers hypothesis"), ("square^n", "scaled")]})  # fmt: skip
    left = "variance^n width^n"
    p.order(f"{NAME}/form", "variance^(2 n) width^n ratio^n width^n = square^(2 n) ratio^n", zeros=[
        (f"{left} ratio^n", "scaled powers"), ("square^n ratio^n", "scaled powers")], given="n >= 0")  # fmt: skip


def ratio(p: Script) -> None:
    """``1 <= ratio^n <= 1 + 2 n 3^n part``."""
    p.assume("ratio", "ratio = 1 + 2 part")
    p.assume("part>=0", "part >= 0")
    p.assume("part<=1", "part <= 1")
    p.assume("three", "three = 3")
    power(p, f"{NAME}/least", "ratio^{0} >= 1", {}, {
        "products": [("part>=0", f"{NAME}/least hypothesis"), (f"{NAME}/least hypothesis",), ("part>=0",)],
        "zeros": [("ratio^n", "ratio")]})  # fmt: skip
    power(p, "3^n>=0", "three^{0} >= 0", {"squares": ["1"]}, {
        "products": [("3^n>=0 hypothesis",)], "zeros": [("three^n", "three")]})  # fmt: skip
    power(p, "3^n>=1", "three^{0} >= 1", {}, {
        "products": [("3^n>=1 hypothesis",), ("one>=0",)], "zeros": [("three^n", "three")]})  # fmt: skip
    fact = "ratio^{0} - 1 <= 2 real{0} three^{0} part".replace("real{0}", "real({0})")
    h = f"{NAME}/limit hypothesis"
    power(p, f"{NAME}/limit", fact, {}, {
        "products": [
            (h,), (h, "part>=0"), ("3^n>=0", "part>=0", "part<=1", "index n"), ("3^n>=1", "part>=0"),
            ("3^n>=0", "part>=0", "index n"), ("3^n>=0", "part>=0"), ("part>=0",)],
        "zeros": [("ratio^n", "ratio"), ("real(n) three^n part", "three"), ("three^n part", "three")]})  # fmt: skip


def dominates(p: Script) -> None:
    """The term with rho is at least a times that with gamma, as soon as the width is large."""
    p.assume("inverse", "variance inverse = 1")
    p.assume("square>=0", "square >= 0")
    p.assume("rho>=0", "rho >= 0")
    p.assume("large", "3 gamma a <= rho width square^n", "n >= 0")
    power(
        p, "square^n>=0", "square^{0} >= 0", {"squares": ["1"]}, {"products": [("square^n>=0 hypothesis", "square>=0")]}
    )
    p.instantiate("square^(n-1)>=0", "square^n>=0", "n >= 1", indices={"n": "n-1"})
    p.instantiate("scaled powers before", "scaled powers", "n >= 1", indices={"n": "n-1"})
    p.order("inverse square", "inverse square = real(width)", zeros=[("inverse", "scaled"), ("width", "inverse")])
    first, second = "2/3 rho inverse variance^(2 n) width^n ratio^n width^n", "a (2 gamma variance^(n-1) width^(n-1))"
    p.order(
        "first term",
        f"{first} = 2/3 rho width square^(2 n - 1) ratio^n",
        zeros=[("rho inverse", f"{NAME}/form"), ("rho square^(2 n - 1) ratio^n", "inverse square")],
        given="n >= 1",
    )
    p.order("second term", f"{second} = 2 a gamma square^(n-1)", zeros=[("a gamma", "scaled powers before")])
    p.order(
        "width rho",
        "rho width square^(2 n - 1) >= 0",
        [("rho>=0", "index width", "square^n>=0", "square^(n-1)>=0")],
        given="n >= 1",
    )
    p.order(f"{NAME}/dominates", f"{second} <= {first}", [
        ("width rho", f"{NAME}/least"), ("large", "square^(n-1)>=0")], [("1", "first term"), ("1", "second term")],
        given="n >= 1")  # fmt: skip


def limits(p: Script) -> None:
    """Bernoulli's inequality for the square and its inverse, and what it says of powers below 1."""
    p.assume("more>=0", "more >= 0")
    p.assume("square", "square = 1 + more")
    p.assume("short", "square (1 + more) = 1")
    above = f"{NAME}/above"
    power(p, above, "1 + 2 real({0}) more <= square^(2 {0})", {}, {
        "products": [(f"{above} hypothesis",), (f"{above} hypothesis", "more>=0"),
                     (f"{above} hypothesis", "more>=0", "more>=0"), ("more>=0", "more>=0", "index n"),
                     ("more>=0", "more>=0", "more>=0", "index n"), ("more>=0", "more>=0")],
        "zeros": [("square^(2 n) square", "square"), ("square^(2 n) (1 + more)", "square")]})  # fmt: skip
    below = f"{NAME}/below"
    p.order("square^2n>=0", "square^(2 n) >= 0", squares=["square^n"], given="n >= 0")
    power(
        p,
        below,
        "square^(2 {0}) (1 + 2 real({0}) more) <= 1",
        {},
        {
            "products": [
                (f"{below} hypothesis",),
                ("square^2n>=0", "square>=0", "square>=0", "more>=0", "more>=0", "index n"),
                ("square^2n>=0", "square>=0", "square>=0", "more>=0", "more>=0"),
                ("square^2n>=0", "square>=0", "square>=0", "more>=0", "more>=0", "more>=0", "index n"),
            ],
            "zeros": [
                ("square^(2 n) (1 + 2 real(n) more)", "short"),
                ("square^(2 n) (1 + 2 real(n) more) square (1 + more)", "short"),
            ],
        },
    )
    p.assume("is 1", "square = 1")
    stable = f"{NAME}/stable"
    power(p, stable, "square^(2 {0}) = 1", {}, {"zeros": [
        ("1", f"{stable} hypothesis"), ("square^(2 n)", "is 1"), ("square^(2 n) square", "is 1")]})  # fmt: skip


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "xavier", after those of the theory "traces"."""
    p = Script("xavier", before)
    p.order("one>=0", "1 + 0 three >= 0", squares=["1"])
    for part in (form, ratio, dominates, limits):
        part(p)
    return p
