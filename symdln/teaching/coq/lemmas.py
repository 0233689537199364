"""One lemma of Coq, and the steps that cannot be written as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symdln.algebra.words import Size
from symdln.errors import SymdlnError
from symdln.teaching.coq.printing import CoqPrinter, Shape
from symdln.teaching.formulas import Formula, Term

RING = "(F : comRingType)"
SUMS = {
    "j": (r"\sum_(j < H)",),
    "j>=2": (r"\sum_(1 <= j < H)",),
    "k>=2": (r"\sum_(1 <= k < H)",),
    "j<k": (r"\sum_(k < H)", r"\sum_(j < k)"),
    "2<=j<k": (r"\sum_(1 <= k < H)", r"\sum_(1 <= j < k)"),
}
"""The ranges of summation; layers are counted from 0 in Coq, so j >= 2 becomes 1 <= j."""


class CannotExportError(SymdlnError):
    """A step for which there is no way into Coq here; the message says why."""


@dataclass(frozen=True)
class CoqLemma:
    """A statement with its variables, and its proof."""

    variables: str
    statement: str
    proof: str
    name: str = ""

    def text(self, name: str) -> str:
        """The lemma as Coq reads it; ``name`` and, if it has one, the name of this part."""
        return f"Lemma {name}{self.name} {self.variables} :\n  {self.statement}.\nProof. {self.proof} Qed."


def groups(formula: Formula) -> dict[str, list[Term]]:
    """The terms of a formula by their range of summation."""
    found: dict[str, list[Term]] = {}
    for term in formula.terms:
        found.setdefault(term.over, []).append(term)
    return found


def indices(over: str) -> tuple[str, ...]:
    """The indices of a range, outer sums first."""
    return () if not over else tuple(index for index in ("k", "j") if index in over)


def summed(over: str, body: str) -> str:
    """The sum over the range of what is written."""
    return f"{' '.join(SUMS[over])} ({body})" if over else body


def in_sum(over: str, tactic: str) -> str:
    """A proof of an equation between sums from one between summands."""
    return "".join(f"apply: eq_bigr => {index} _; " for index in indices(over)) + tactic


def variables(printer: CoqPrinter, shape: Shape, more: Sequence[str] = (), over: str = "") -> str:
    """The ring, the depth where a sum is written, and what occurs."""
    parts = [RING, "(H : nat)" if over else "", printer.binders(shape), *more]
    return " ".join(part for part in parts if part)


def times_sign(shape: tuple[Size, Size] | None) -> str:
    """How a scalar stands before a value."""
    return "*" if shape is None else "*:"
