"""The proofs of the trace inequalities, for every size and every power."""

from __future__ import annotations

from proofs_check.logic.proofs import eigenvalues
from proofs_check.logic.proofs.script import Script


def powers(p: Script) -> None:
    """``a^m >= 0``, and ``1 <= h`` style facts about powers of reals."""
    p.assume("a>=0", "a >= 0")
    p.order("a^0>=0", "a^0 >= 0", squares=["1"])
    p.assume("power.hypothesis", "a^m >= 0", "m >= 0")
    p.order("power.step", "a^(m+1) >= 0", [("a>=0", "power.hypothesis")])
    p.induction("power", "m", "a^m >= 0", "a^0>=0", "power.step", low="0")


def ones(p: Script) -> None:
    """``r = 1`` as a real number from ``r <= 1``."""
    p.instantiate("one.entry", "size.one", matrices={"Z": "I"})
    p.trace("one.square", "one.entry")
    p.order("one.large", "real(r) >= 1", [("index r-1",)])
    p.order("one.product", "real(r) (1 - real(r)) >= 0", zeros=[("1", "one.square")])
    p.instantiate("one.cancel", "real.cancel", scalars={"a": "real(r)", "b": "1 - real(r)"})
    p.cut("one.gap", "one.cancel", ["one.large", "one.product"])
    p.order("one.small", "real(r) <= 1", [("one.gap",)])
    p.instantiate("one.equal", "real.equal", scalars={"a": "real(r)", "b": "1"})
    p.cut("size is 1", "one.equal", ["one.small", "one.large"])


def norms(p: Script) -> None:
    """The triangle inequality, submultiplicativity and ``norm(-A) = norm(A)`` from inner products."""
    p.instantiate("norm.sum", "norm.frobenius", matrices={"A": "A + B"})
    p.instantiate("norm.B", "norm.frobenius", matrices={"A": "B"})
    p.instantiate("norm.B>=0", "norm.nonnegative", matrices={"A": "B"})
    p.order(
        "triangle.square",
        "norm(A + B)^2 <= (norm(A) + norm(B))^2",
        [("norm.cauchy-schwarz",)],
        [("1", "norm.sum"), ("1", "norm.B"), ("1", "norm.frobenius")],
    )
    p.order("triangle.right", "norm(A) + norm(B) >= 0", [("norm.nonnegative",), ("norm.B>=0",)])
    p.instantiate("triangle.root", "real.square-root", scalars={"a": "norm(A + B)", "b": "norm(A) + norm(B)"})
    p.cut("triangle", "triangle.root", ["triangle.right", "triangle.square"])

    p.matrices("gram psd", "A' A psd", [((), "A", "I r")])
    p.instantiate("gram.trace", "psd.trace-dominates", sizes={"r": "s"}, matrices={"S": "A' A"})
    p.cut("gram dominated", "gram.trace", ["gram psd"])
    p.matrices("product.psd", "D' (tr(A' A) I - A' A) D psd", [((), "D", "gram dominated")])
    p.trace("product.trace", "product.psd")
    p.instantiate("norm.D", "norm.frobenius", sizes={"r": "s", "s": "t"}, matrices={"A": "D"})
    p.instantiate("norm.D>=0", "norm.nonnegative", sizes={"r": "s", "s": "t"}, matrices={"A": "D"})
    p.instantiate("norm.A D", "norm.frobenius", sizes={"s": "t"}, matrices={"A": "A D"})
    p.order(
        "product.square",
        "norm(A D)^2 <= (norm(A) norm(D))^2",
        [("product.trace",)],
        [("1", "norm.A D"), ("norm(A)^2", "norm.D"), ("tr(D' D)", "norm.frobenius")],
    )
    p.order("product.right", "norm(A) norm(D) >= 0", [("norm.nonnegative", "norm.D>=0")])
    p.instantiate("product.root", "real.square-root", scalars={"a": "norm(A D)", "b": "norm(A) norm(D)"})
    p.cut("submultiplicative", "product.root", ["product.right", "product.square"])

    p.instantiate("norm.-A", "norm.frobenius", matrices={"A": "-A"})
    p.order("minus.square", "norm(-A)^2 <= norm(A)^2", zeros=[("1", "norm.-A"), ("1", "norm.frobenius")])
    p.instantiate("minus.root", "real.square-root", scalars={"a": "norm(-A)", "b": "norm(A)"})
    p.cut("minus.norm", "minus.root", ["norm.nonnegative", "minus.square"])


def bound(p: Script) -> None:
    """``|tr(S Z)| <= norm(Z) tr(S)`` for psd S."""
    p.assume("S psd", "S psd")
    p.instantiate("bound.product", "psd.trace-product", matrices={"S": "tr(S) I - S", "Q": "S"})
    p.cut("bound.square of trace", "bound.product", ["psd.trace-dominates"])
    p.trace("tr S >= 0", "S psd")
    p.instantiate("norm.S", "norm.frobenius", sizes={"s": "r"}, matrices={"A": "S"})
    p.order("bound.square", "norm(S)^2 <= tr(S)^2", [("bound.square of trace",)], [("1", "norm.S")])
    p.instantiate("bound.root", "real.square-root", scalars={"a": "norm(S)", "b": "tr(S)"})
    p.cut("bound.small", "bound.root", ["tr S >= 0", "bound.square"])
    p.instantiate("bound.inner", "norm.cauchy-schwarz", sizes={"s": "r"}, matrices={"A": "S", "B": "Z"})
    p.instantiate("norm.Z>=0", "norm.nonnegative", sizes={"s": "r"}, matrices={"A": "Z"})
    p.order(
        "chitour.trace-bound/upper",
        "tr(S Z) <= norm(Z) tr(S)",
        [("bound.inner",), ("norm.Z>=0", "bound.small")],
    )
    p.instantiate("bound.minus", "chitour.trace-bound/upper", matrices={"Z": "-Z"})
    p.instantiate("norm.-Z", "minus.norm", sizes={"s": "r"}, matrices={"A": "Z"})
    p.order(
        "chitour.trace-bound/lower",
        "-norm(Z) tr(S) <= tr(S Z)",
        [("bound.minus",), ("tr S >= 0", "norm.-Z")],
    )


def inequality(p: Script) -> None:
    """``tr(A' A D D') >= eig(A' A, 1) tr(D D')``, the trace of ``D' (A' A - eig(A' A, 1) I) D``."""
    p.instantiate("gram shifted", "eig.least", sizes={"r": "s"}, matrices={"S": "A' A"})
    p.matrices("inequality.psd", "D' (A' A - eig(A' A, 1) I) D psd", [((), "D", "gram shifted")])
    p.trace("chitour.trace-inequality", "inequality.psd")


def trace_power_upper(p: Script) -> None:
    """``tr(S^l) <= tr(S)^l`` by ``tr(S^(l+1)) <= tr(S) tr(S^l)``."""
    p.instantiate("S^l psd", "psd.power", "l >= 0", indices={"m": "l"})
    p.instantiate("upper.product", "psd.trace-product", "l >= 0", matrices={"S": "tr(S) I - S", "Q": "S^l"})
    p.cut("upper.one factor", "upper.product", ["psd.trace-dominates", "S^l psd"])
    p.assume("upper.hypothesis", "tr(S^l) <= tr(S)^l", "l >= 1")
    p.order(
        "upper.step",
        "tr(S^(l+1)) <= tr(S)^(l+1)",
        [("tr S >= 0", "upper.hypothesis"), ("upper.one factor",)],
        given="l >= 1",
    )
    p.order("upper.base", "tr(S) <= tr(S)")
    p.induction(
        "chitour.trace-power/upper", "l", "tr(S^l) <= tr(S)^l", "upper.base", "upper.step", low="1", given="l >= 1"
    )


def trace_power_lower(p: Script) -> None:
    """``(r S - t I) (r^m S^m - t^m I)`` is psd, t = tr(S); its trace is the step from one power to the next."""
    gap = "(r S - tr(S) I) (r^{0} S^{0} - tr(S)^{0} I) psd"
    p.instantiate("size.power", "power", scalars={"a": "real(r)"})
    p.order("size>=0", "real(r) >= 0", [("index r",)])
    p.cut("r^m>=0", "size.power", ["size>=0"])
    p.assume("gap.hypothesis", gap.format("m"), "m >= 0")
    p.matrices(
        "gap.step",
        gap.format("(m+1)"),
        [(("tr S >= 0",), "I", "gap.hypothesis"), (("r^m>=0",), "r S - tr(S) I", "psd.power")],
        given="m >= 0",
    )
    p.matrices("gap.base", gap.format("0"))
    p.induction("gap", "m", gap.format("m"), "gap.base", "gap.step", low="0")
    p.instantiate("gap.next", "gap", "m >= 0", indices={"m": "m+1"})
    p.trace("gap.trace", "gap.next")
    p.assume("lower.hypothesis", "r tr(S)^(m+1) <= r^(m+1) tr(S^(m+1))", "m >= 0")
    p.order(
        "lower.step",
        "r tr(S)^(m+2) <= r^(m+2) tr(S^(m+2))",
        [("tr S >= 0", "lower.hypothesis"), ("gap.trace",)],
        given="m >= 0",
    )
    p.order("lower.base", "r tr(S) <= r tr(S)")
    p.induction("lower.times r", "m", "r tr(S)^(m+1) <= r^(m+1) tr(S^(m+1))", "lower.base", "lower.step", low="0")
    p.instantiate(
        "lower.cancel", "real.cancel", "m >= 0", scalars={"a": "real(r)", "b": "r^m tr(S^(m+1)) - tr(S)^(m+1)"}
    )
    p.order("size>=1", "real(r) >= 1", [("index r - 1",)])
    p.order(
        "lower.product",
        "r (r^m tr(S^(m+1)) - tr(S)^(m+1)) >= 0",
        [("lower.times r",)],
        given="m >= 0",
    )
    p.cut("lower.power", "lower.cancel", ["size>=1", "lower.product"])
    p.assume("gamma>=0", "gamma >= 0")
    p.assume("gamma small", "gamma r^m <= 1", "m >= 0")
    p.instantiate("S^(m+1) psd", "psd.power", "m >= 0", indices={"m": "m+1"})
    p.trace("S^(m+1) trace", "S^(m+1) psd")
    p.order(
        "chitour.trace-power/lower",
        "gamma tr(S)^(m+1) <= tr(S^(m+1))",
        [("gamma>=0", "lower.power"), ("gamma small", "S^(m+1) trace")],
        given="m >= 0",
    )


def script() -> Script:
    """All steps of the theory "traces"."""
    p = Script("traces")
    eigenvalues.proofs(p)
    powers(p)
    ones(p)
    norms(p)
    bound(p)
    inequality(p)
    trace_power_upper(p)
    trace_power_lower(p)
    return p
