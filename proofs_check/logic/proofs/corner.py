"""The proofs of the theory "corner": a local minimum of the absolute loss that is not global."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

P11, P12 = "(a2 (1 + e1) + b2 y1)", "(a2 x1 + b2 z1)"
P21, P22 = "(c2 (1 + e1) + (1 + d2) y1)", "(c2 x1 + (1 + d2) z1)"
MISS = f"(1 - {P12})"


def size(number: str) -> str:
    """The absolute value of a number, as a text."""
    return f"norm({number} I[one])"


def absolute(p: Script) -> None:
    """``norm(u I)`` is at least u and -u, and at most u if u >= 0."""
    p.instantiate("one is 1 raw", "size is 1", sizes={"r": "one"})
    p.cut("one is 1", "one is 1 raw", ["one"])
    p.instantiate("square", "norm.frobenius", sizes={"r": "one", "s": "one"}, matrices={"A": "u I"})
    p.instantiate("abs>=0", "norm.nonnegative", sizes={"r": "one", "s": "one"}, matrices={"A": "u I"})
    zeros = [("1", "square"), ("u^2", "one is 1")]
    for name, sign in (("above", ""), ("below", "-")):
        p.order(f"{name} square", f"({sign}u)^2 <= {size('u')}^2", zeros=zeros)
        p.instantiate(f"{name} root", "real.square-root", scalars={"a": f"{sign}u", "b": size("u")})
        p.cut(f"{name} u", f"{name} root", ["abs>=0", f"{name} square"])
    p.order("least square", f"{size('u')}^2 <= u^2", zeros=zeros)
    p.instantiate("least root", "real.square-root", scalars={"a": size("u"), "b": "u"})
    p.assume("u>=0", "u >= 0")
    p.cut("least", "least root", ["u>=0", "least square"])


def near(p: Script) -> None:
    """``D (N - P12) >= 0`` with D = (1 + d2) (1 + e1) and N the sum of the other three."""
    absolute(p)
    for name, fact in (("e", "0 - 1/4 <= e1"), ("d", "0 - 1/4 <= d2"), ("x-", "0 - 1/4 <= x1"), ("x+", "x1 <= 1/4"),
                       ("b-", "0 - 1/4 <= b2"), ("b+", "b2 <= 1/4")):  # fmt: skip
        p.assume(name, fact)
    for name, fact, parts in (("e+x", "1 + e1 + x1", ("e", "x-")), ("e-x", "1 + e1 - x1", ("e", "x+")),
                              ("d+b", "1 + d2 + b2", ("d", "b-")), ("d-b", "1 + d2 - b2", ("d", "b+")),
                              ("1+d", "1 + d2", ("d",)), ("1+e", "1 + e1", ("e",))):  # fmt: skip
        p.order(f"{name}>=0", f"{fact} >= 0", [(one,) for one in parts], squares=["1"])
    for name, entry in (("11", P11), ("21", P21), ("22", P22), ("12", MISS)):
        for sign in ("above", "below"):
            if (sign, name) != ("below", "12"):
                p.instantiate(f"{sign} {name}", f"{sign} u", scalars={"u": entry})
    n11, n21, n22 = size(P11), size(P21), size(P22)
    total = f"({n11} + {n21} + {n22} - {P12})"
    p.order("product raw", f"(2 (1 + d2) (1 + e1)) {total} >= 0", [
        ("1+d>=0", "e-x>=0", "below 11"), ("1+d>=0", "e+x>=0", "above 11"),
        ("1+e>=0", "d-b>=0", "below 22"), ("1+e>=0", "d+b>=0", "above 22"),
        ("d-b>=0", "e+x>=0", "above 21"), ("d+b>=0", "e-x>=0", "above 21"),
        ("d-b>=0", "e-x>=0", "below 21"), ("d+b>=0", "e+x>=0", "below 21")])  # fmt: skip
    p.order("large", "2 (1 + d2) (1 + e1) >= 1", [("e", "d"), ("e",), ("d",)], squares=["1"])
    p.instantiate("cancel", "real.cancel", scalars={"a": "2 (1 + d2) (1 + e1)", "b": total})
    p.cut("enough", "cancel", ["large", "product raw"])
    p.order("laurent.non-differentiable/near", f"{n11} + {size(MISS)} + {n21} + {n22} >= 1",
            [("enough",), ("above 12",)])  # fmt: skip


def values(p: Script) -> None:
    """The loss at the corner and elsewhere."""
    p.order("0>=0", "0 real(one) >= 0", squares=["0"])
    p.order("1>=0", "1 real(one) - real(one) + 1/2 + 1/2 >= 0", squares=["1"])
    for value in "01":
        p.instantiate(f"size {value} raw", "least", scalars={"u": value})
        p.cut(f"size {value}", f"size {value} raw", [f"{value}>=0"])
    zero, one = "norm(0 I[one])", "norm(1 I[one])"
    p.order("laurent.non-differentiable/corner", f"{zero} + {one} + {zero} + {zero} <= 1", [("size 0",), ("size 1",)])
    p.order("laurent.non-differentiable/elsewhere", f"{zero} + {zero} + {zero} + {zero} <= 0", [("size 0",)])


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "corner", after those of the theory "traces"."""
    p = Script("corner", before)
    near(p)
    values(p)
    return p
