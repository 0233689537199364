"""Traces summed over an orthonormal frame: the letters sum[i] of the theories "strata" and "values"."""

from __future__ import annotations

from proofs_check.logic.proofs.script import Script


def summed(p: Script, name: str, matrix: str, total: str, entry: str, size: str = "dy") -> None:
    """``tr(matrix) = total[size]`` from ``e[i]' matrix e[i]``, whose trace is the summand number i."""
    fact = f"tr({matrix} sum[{{0}}]) = {total}[{{0}}]"
    p.matrices(f"{name} base words", f"{matrix} sum[0] = 0", zeros=[(matrix, "sum.first", "I")])
    p.trace(f"{name} base trace", f"{name} base words")
    p.order(f"{name} base", fact.format("0"), zeros=[("1", f"{name} base trace"), ("1", f"{total}.first")])
    p.assume(f"{name} hypothesis", fact.format("i"))
    p.matrices(f"{name} step words", f"{matrix} sum[i+1] = {matrix} sum[i] + {matrix} e[i+1] e[i+1]'", zeros=[
        (matrix, "sum.step", "I")], given=f"0 <= i <= {size}-1")  # fmt: skip
    p.trace(f"{name} step trace", f"{name} step words")
    p.instantiate(f"{name} next", entry, f"0 <= i <= {size}-1", indices={"i": "i+1"})
    p.order(f"{name} step", fact.format("i+1"), zeros=[
        ("1", f"{name} step trace"), ("1", f"{name} hypothesis"), ("1", f"{name} next"), ("1", f"{total}.step")],
        given=f"0 <= i <= {size}-1")  # fmt: skip
    p.induction(f"{name} all", "i", fact.format("i"), f"{name} base", f"{name} step", low="0", high=size)
    p.instantiate(f"{name} at last", f"{name} all", indices={"i": size})
    p.matrices(f"{name} whole words", f"{matrix} sum[{size}] = {matrix}", zeros=[(matrix, "sum.all", "I")])
    p.trace(f"{name} whole", f"{name} whole words")
    p.order(name, f"tr({matrix}) = {total}[{size}]", zeros=[("1", f"{name} at last"), ("1", f"{name} whole")])
