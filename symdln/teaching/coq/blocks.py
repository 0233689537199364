"""Products of 2 x 2 tables of blocks, as statements about MathComp's block matrices."""

from __future__ import annotations

from typing import Any

from symdln.algebra.words import Expression, symbols_of
from symdln.teaching.coq.lemmas import CannotExportError, CoqLemma, groups, indices, summed, variables
from symdln.teaching.coq.printing import CoqPrinter, denominators
from symdln.teaching.derivation import Step
from symdln.teaching.formulas import Formula

PLACES = {(0, 0): "ulsubmx", (0, 1): "ursubmx", (1, 0): "dlsubmx", (1, 1): "drsubmx"}
TACTIC = (
    "rewrite /norm2 ?tr_block_mx ?mulmx_block ?block_mxKul ?block_mxKur ?block_mxKdl ?block_mxKdr "
    "?mxtrace_block; words."
)


def blocks(step: Step, size_names: frozenset[str]) -> list[CoqLemma]:
    """One block of a product, or all of a trace or squared norm; over a sum, block by block."""
    before, after = step.before, step.after
    assert isinstance(before, Formula)
    assert isinstance(after, Formula)
    old, new = groups(before), groups(after)
    if len(old) != 1 or not set(new) <= set(old):
        raise CannotExportError("blocks are multiplied in several sums at once")
    (over, terms), place = next(iter(old.items())), step.arguments.get("place")
    printer = CoqPrinter(size_names, families=indices(over))
    printer.scale = denominators([before, after])
    for symbol, table in step.arguments["tables"].items():
        if any(symbol in symbols_of(factor) for term in terms for factor in term.factors):
            printer.images[symbol.name] = _table(printer, table)
    value = summed(over, printer.terms(terms, before.shape))
    right = summed(over, printer.terms([t for ts in new.values() for t in ts], after.shape))
    left = value if place is None else f"{PLACES[tuple(place)]} ({value})"
    put = "".join(f"block_sum; apply: eq_bigr => {index} _; " for index in indices(over))
    lemma = CoqLemma(variables(printer, after.shape, printer.symmetric(), over), f"{left} = {right}", f"{put}{TACTIC}")
    return [lemma]


def _table(printer: CoqPrinter, table: Any) -> str:
    """A matrix of four blocks; its sizes are sums, which the blocks give."""
    (a, b), (c, d) = ((_block(printer, x) for x in row) for row in table)
    return f"(block_mx {a} {b} {c} {d})"


def _block(printer: CoqPrinter, value: Expression) -> str:
    return f"({printer.expression(value)} : {printer.matrices(*value.shape)})"
