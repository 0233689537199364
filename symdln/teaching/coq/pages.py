"""A derivation as one file for Coq."""

from __future__ import annotations

from dataclasses import dataclass

from symdln.algebra.coq_text import COMPILE, HEADER, comment
from symdln.algebra.words import Expression
from symdln.errors import SymdlnError
from symdln.teaching.coq.steps import lemmas
from symdln.teaching.derivation import Derivation
from symdln.teaching.formulas import Formula

MODULES = "definitions words kronecker gaussian blocks flow layer_sums"
READING = (
    "Each step is a lemma over every commutative ring; one with fractions is multiplied by their common denominator. "
    "A differentiation is a polynomial expansion in t; a step that uses an equation has it as a hypothesis. "
    "A sum over the layers is a sum of Coq, with layers counted from 0. "
    "That the steps of a part follow each other is checked by symdln, not here."
)


@dataclass(frozen=True)
class CoqExport:
    """The text of the file, how many lemmas it holds, and a sentence for each step that is not in it."""

    text: str
    count: int
    missing: tuple[str, ...]


def export(derivation: Derivation) -> CoqExport:
    """The derivation for Coq.

    >>> from symdln.teaching import derive
    >>> one = export(derive("balancedness"))
    >>> one.count, one.missing
    (17, ())
    """
    sizes = frozenset(_sizes(derivation))
    blocks, missing, count = [], [], 0
    for number, step in derivation.steps:
        name = f"{derivation.name.replace('-', '_')}_{number.replace('.', '_')}"
        try:
            found = lemmas(step, sizes)
        except SymdlnError as error:
            missing.append(f"Step {number} ({step.rule_name}) is not exported: {str(error).rstrip('.')}.")
            continue
        count += len(found)
        blocks.append(comment(f"{number} [{step.rule_name}] {step.before} -> {step.after}"))
        blocks += [lemma.text(name) for lemma in found]
    head = comment(
        f"{derivation.title}. Made by symdln derive {derivation.name} --format coq.\n   {READING}\n   {COMPILE}"
    )
    left_out = [comment(sentence) for sentence in missing]
    text = "\n".join([head, HEADER.format(modules=MODULES), *blocks, *left_out]) + "\n"
    return CoqExport(text, count, tuple(missing))


def _sizes(derivation: Derivation) -> set[str]:
    """The names of all sizes, which may occur as scalars."""
    found = {size for symbol in derivation.symbols() for size in symbol.shape if isinstance(size, str)}
    for _, step in derivation.steps:
        for stage in (step.before, step.after):
            factors = [f for term in stage.terms for f in term.factors] if isinstance(stage, Formula) else []
            found |= {size for f in factors if isinstance(f, Expression) for size in f.shape if isinstance(size, str)}
    return found
