"""Sums over unit vectors: traces, whole matrices and single summands, by induction on the number of summands.

Notations:

    summed        a trace is the sum of given summands
    at_most       an inequality between two traces, from the same at every unit vector
    whole_matrix  two matrices are equal if their columns are
    one_summand   a sum of which only one summand is not zero
"""

from __future__ import annotations

from collections.abc import Sequence

from proofs_check.logic.proofs.script import Item, Script


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


def at_most(p: Script, name: str, at: str, frame: str, unit: str, first: tuple[str, str],
            second: tuple[str, str] | None, extra: str) -> None:  # fmt: skip
    """``alpha tr(F) <= beta tr(H)`` from the same with ``unit_i' F unit_i``, for (alpha, F) and (beta, H)."""
    size = {"sum": "dy", "part": "dh"}[frame]

    def fact(text: str) -> str:
        left = f"({first[0]}) tr(({first[1]}) {text})"
        return f"{left} <= " + (f"({second[0]}) tr(({second[1]}) {text})" if second else "0")

    forms = [one for one in (first, second) if one]
    zeros: dict[str, list[tuple[str, str]]] = {"base": [], "step": [], "end": []}
    for k, (weight, form) in enumerate(forms):
        for part, line, goal in (
            ("base", f"{frame}.first", f"({form}) {frame}[0] = 0"),
            ("step", f"{frame}.step", f"({form}) ({frame}[i+1] - {frame}[i] - {unit}[i+1] {unit}[i+1]') = 0"),
            ("end", f"{frame}.all", f"({form}) ({frame}[{size}] - I) = 0"),
        ):
            p.matrices(f"{name} {part} {k} words", goal, zeros=[(form, line, "I")])
            p.trace(f"{name} {part} {k}", f"{name} {part} {k} words")
            zeros[part].append((weight, f"{name} {part} {k}"))
    p.order(f"{name} base", fact(f"{frame}[0]"), zeros=zeros["base"], given=extra)
    p.assume(f"{name} hypothesis", fact(f"{frame}[i]"))
    p.instantiate(f"{name} next", at, matrices={}, indices={"i": "i+1"}, given="")
    p.order(f"{name} step", fact(f"{frame}[i+1]"), [(f"{name} hypothesis",), (f"{name} next",)], zeros["step"],
            given=f"0 <= i <= {size}-1")  # fmt: skip
    p.induction(f"{name} all", "i", fact(f"{frame}[i]"), f"{name} base", f"{name} step", low="0", high=size)
    p.instantiate(f"{name} at end", f"{name} all", indices={"i": size})
    p.order(name, fact("I"), [(f"{name} at end",)], zeros["end"])


def whole_matrix(p: Script, name: str, left: str, right: str, column: str) -> None:
    """``left = right`` from ``left e[i] = right e[i]`` for all i, which is the theorem ``column``."""
    fact = f"{left} sum[{{0}}] = {right} sum[{{0}}]"
    p.matrices(f"{name} base", fact.format("0"), zeros=[(left, "sum.first", "I"), (right, "sum.first", "I")])
    p.assume(f"{name} hypothesis", fact.format("i"))
    p.instantiate(f"{name} next", column, "0 <= i <= dy-1", indices={"i": "i+1"})
    p.matrices(
        f"{name} step",
        fact.format("i+1"),
        zeros=[
            (left, "sum.step", "I"),
            (right, "sum.step", "I"),
            ("I", f"{name} hypothesis", "I"),
            ("I", f"{name} next", "e[i+1]'"),
        ],
        given="0 <= i <= dy-1",
    )
    p.induction(f"{name} all", "i", fact.format("i"), f"{name} base", f"{name} step", low="0", high="dy")
    p.instantiate(f"{name} at dy", f"{name} all", indices={"i": "dy"})
    p.matrices(
        name, f"{left} = {right}", zeros=[("I", f"{name} at dy", "I"), (left, "sum.all", "I"), (right, "sum.all", "I")]
    )


def one_summand(p: Script, name: str, total: str, value: str, line: str, around: tuple[str, str], own: Sequence[Item],
                others: tuple[str, str], weight: tuple[str, str, str], size: str = "dy") -> None:  # fmt: skip
    """``total[size] = value`` for 1 <= i <= size, where of the summands only number i is not zero.

    ``total`` is a text with ``{0}`` for the number of summands, of a letter ``line`` that the theory defines by its
    first value and its steps, and of what stands ``around`` it.  ``own`` makes ``value`` of the summand number i.  The
    two theorems ``others``, about the indices i < j, say with a ``weight`` (number, U, V) that the summands before
    number i and behind it are zero.
    """
    letter, turn = line.removesuffix("'"), "'" if line.endswith("'") else ""
    each, before, behind = f"1 <= i <= {size}", f"0 <= k, k+2 <= i, i <= {size}", f"1 <= i, i <= k, k+1 <= {size}"
    none, some = f"{total} = 0", f"{total} = {value}"
    p.instantiate(f"{name} k", f"{letter}.step", f"0 <= k <= {size}-1", indices={"i": "k"})
    p.instantiate(f"{name} i", f"{letter}.step", each, indices={"i": "i-1"})
    p.instantiate(f"{name} other before", others[0].removesuffix("'"), before, indices={"i": "k+1", "j": "i"})
    p.instantiate(f"{name} other behind", others[1].removesuffix("'"), behind, indices={"j": "k+1"})

    def step(side: str, other: str) -> list[Item]:
        zero = (*weight[:2], f"{name} other {side}" + ("'" if other.endswith("'") else ""), weight[2])
        return [(around[0], f"{name} k{turn}", around[1]), ("I", f"{name} {side} hypothesis", "I"), zero]

    p.matrices(f"{name} before base", none.format("0"), zeros=[(around[0], f"{letter}.first{turn}", around[1])],
               given=each)  # fmt: skip
    p.assume(f"{name} before hypothesis", none.format("k"), f"0 <= k, {each}")
    p.matrices(f"{name} before step", none.format("k+1"), zeros=step("before", others[0]), given=before)
    p.induction(f"{name} before", "k", none.format("k"), f"{name} before base", f"{name} before step", low="0",
                high="i-1", given=f"0 <= k, k+1 <= i, {each}")  # fmt: skip
    p.instantiate(f"{name} before i", f"{name} before", each, indices={"k": "i-1"})
    p.matrices(f"{name} behind base", some.format("i"), zeros=[
        (around[0], f"{name} i{turn}", around[1]), ("I", f"{name} before i", "I"), *own], given=each)  # fmt: skip
    p.assume(f"{name} behind hypothesis", some.format("k"), behind)
    p.matrices(f"{name} behind step", some.format("k+1"), zeros=step("behind", others[1]), given=behind)
    p.induction(f"{name} behind", "k", some.format("k"), f"{name} behind base", f"{name} behind step", low="i",
                high=size, given=f"1 <= i, i <= k, k <= {size}")  # fmt: skip
    p.instantiate(f"{name} all", f"{name} behind", each, indices={"k": size})
