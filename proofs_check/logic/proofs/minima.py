"""The proof of the theory "minima": a product with no larger loss than the least squares solution is that solution."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script

BEST = "Y X' N"


def other_weights(p: Script) -> None:
    """``Product[j] = J[j] Y X' N`` for j >= 1, so ``Product[n] = Y X' N``."""
    fact = f"Product[{{0}}] = J[{{0}}] {BEST}"
    p.cut("isometry", "J", ["wide"], "1 <= j <= n")
    p.instantiate("Product at 0", "Product.step", "n >= 1", indices={"j": "0"})
    p.matrices(
        "Product base",
        fact.format("1"),
        zeros=[("I", "Product at 0", "I"), ("Other[1]", "Product.first", "I"), ("I", "Other.first", "I")],
        given="n >= 1",
    )
    p.assume("Product hypothesis", fact.format("j"))
    p.matrices(
        "Product next",
        fact.format("j+1"),
        zeros=[
            ("I", "Product.step", "I"),
            ("I", "Other.step", "Product[j]"),
            ("J[j+1] J[j]'", "Product hypothesis", "I"),
            ("J[j+1]", "isometry", BEST),
        ],
        given="1 <= j <= n-1",
    )
    p.induction("Product", "j", fact.format("j"), "Product base", "Product next", low="1", high="n")
    p.instantiate("Product at n", "Product", "n >= 1", indices={"j": "n"})
    p.matrices("other product", f"Product[n] = {BEST}", zeros=[("I", "Product at n", "I"), ("I", "J.last", BEST)])


def solution(p: Script) -> None:
    """The gap of the losses is the squared norm of ``(U[n] - Y X' N) X``."""
    gap, best = f"(U[n] - {BEST}) X", f"(Y - {BEST} X)"
    p.matrices("symmetric", "N = N'", zeros=[("N'", "inverse", "I"), ("I", "inverse'", "N")])
    p.matrices("inverse too", "N X X' = I", zeros=[("I", "inverse'", "I"), ("I", "symmetric", "X X'")])
    p.matrices("cross", f"(U[n] - {BEST})' {best} X' = 0", zeros=[(f"(U[n] - {BEST})' Y X'", "inverse too", "I")],
               given="n >= 0")  # fmt: skip
    p.trace("cross trace", "cross")
    p.matrices(
        "other square",
        f"(Y - Product[n] X)' (Y - Product[n] X) = {best}' {best}",
        zeros=[("(Y - Product[n] X)'", "other product", "X"), ("X'", "other product'", best)],
        given="n >= 1",
    )
    p.trace("other trace", "other square")
    p.order("no gap", f"tr(({gap})' {gap}) <= 0", [("minimum",)], [("1", "cross trace"), ("1", "other trace")])
    p.instantiate("definite", "norm.definite", "n >= 0", sizes={"r": "d[n]", "s": "f"}, matrices={"A": gap})
    p.cut("same values", "definite", ["no gap"], "n >= 1")
    p.matrices(
        "chitour.least-squares",
        f"U[n] = {BEST}",
        zeros=[("I", "same values", "X' N"), (f"U[n] - {BEST}", "inverse", "I")],
        given="n >= 1",
    )


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "minima", after those of the theory "traces"."""
    p = Script("minima", before)
    other_weights(p)
    solution(p)
    return p
