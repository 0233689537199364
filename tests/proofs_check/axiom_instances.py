"""Finds axioms that are as strong as a theorem that is proved from them: the conclusion is one with terms put in."""

from __future__ import annotations

from typing import Any

from proofs_check.logic import syntax
from proofs_check.logic.formal import FormalTheorem
from proofs_check.logic.reading import Meanings
from proofs_check.logic.replay import theory
from proofs_check.logic.syntax import Line


def instances_of_axioms(theorem: FormalTheorem) -> list[tuple[Line, Line]]:
    """The parts whose conclusion is that of an axiom in their proof, with terms for its variables, and the axiom.

    Conditions of the axiom that are about indices are left aside; the others must be hypotheses of the part.
    """
    reading = theory(theorem.theory).reading
    names = reading.names
    variables = frozenset(name for name, letter in names.items() if not letter.fixed)
    axioms = theorem.uses("axiom")
    return [(one, axiom) for one in theorem.parts for axiom in axioms if _is_instance(one, axiom, variables, reading)]


def _is_instance(part: Line, axiom: Line, variables: frozenset[str], reading: Meanings) -> bool:
    stated, known = syntax.statement(part.text), syntax.statement(axiom.text)
    conditions = [one for one in known.hypotheses if reading.fact(one).kind != "index"]
    for conclusion in (stated.conclusion, _turned(stated.conclusion)):
        terms: dict[str, Any] = {}
        if _matches(tuple(known.conclusion), tuple(conclusion), variables, terms):
            given = [tuple(one) for one in stated.hypotheses]
            if all(_put(tuple(one), terms) in given for one in conditions):
                return True
    return False


def _turned(relation: Any) -> Any:
    """The relation with its sides exchanged."""
    signs = {"<=": ">=", ">=": "<="}
    return relation._replace(left=relation.right, sign=signs.get(relation.sign, relation.sign), right=relation.left)


def _matches(pattern: Any, tree: Any, variables: frozenset[str], terms: dict[str, Any]) -> bool:
    """Whether the tree is the pattern with terms for its variables, which are then in ``terms``."""
    if isinstance(pattern, tuple) and len(pattern) == 3 and pattern[0] == "name" and pattern[1] in variables:
        return terms.setdefault(pattern[1], tree) == tree
    if isinstance(pattern, tuple) and isinstance(tree, tuple) and len(pattern) == len(tree):
        return all(_matches(one, other, variables, terms) for one, other in zip(pattern, tree, strict=True))
    return pattern == tree


def _put(pattern: Any, terms: dict[str, Any]) -> Any:
    if isinstance(pattern, tuple) and len(pattern) == 3 and pattern[0] == "name" and pattern[1] in terms:
        return terms[pattern[1]]
    return tuple(_put(part, terms) for part in pattern) if isinstance(pattern, tuple) else pattern
