"""Reasons for survivors that a machine can establish: from the place of a change, and from the values at the cases.

A reason says what is so, and no more: that a change is equivalent at the cases, or asks for no more, is not a proof
that it is equivalent.  What fits none of these needs a sentence by a person in ``survivors.toml``.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from proofs_check.language.claim import Claim
from tests.mutations.asserted import Altered, altered, met
from tests.mutations.exchange import functions_in, is_own, named_in
from tests.mutations.mechanical import Measured, Mutant, Values, looked, values_at, values_at_cases

NOT_NEEDED = Path(__file__).with_name("not_shown_needed.toml")
FEWEST = 5
"""So many evaluations, with two values among them at least, say that a change is the same at the cases."""
ENDS = ("fails", "undecided")


def reason(mutant: Mutant, values: Values) -> str:
    """The first reason that holds; empty where none does."""
    return next((sentence for sentence, holds in REASONS.items() if holds(mutant, values)), "")


def of_a_hypothesis(mutant: Mutant, values: Values) -> bool:
    """Whether only hypotheses are changed, and of each claim one that is not shown to be needed."""
    for claim in mutant.claims:
        if _check_is_changed(mutant, claim):
            return False
        touched = [
            hypothesis.name
            for hypothesis in claim.assuming
            if any(function in mutant.codes for function in _below([hypothesis.predicate], mutant.statement.file))
        ]
        if not touched or not all((name, claim.id) in _not_shown_needed() for name in touched):
            return False
    return True


def where_it_fails(mutant: Mutant, values: Values) -> bool:
    """Whether no case reaches the change, and it stands in a branch that ends in a failure, or is undecided."""
    if values.measured is not Measured.NOT_REACHED:
        return False
    for outer in _around(mutant):
        body = getattr(outer, "body", None)
        last = body[-1] if isinstance(outer, ast.If) and isinstance(body, list) else outer
        if isinstance(last, ast.Return) and isinstance(last.value, ast.Call) and _called(last.value) in ENDS:
            return True
    return False


def a_condition_of_failure(mutant: Mutant, values: Values) -> bool:
    """Whether it is a condition, false at every case before and after, under which the check says that it fails."""
    if not values.only(False):
        return False
    for outer in _around(mutant):
        if isinstance(outer, ast.If) and isinstance(outer.body[-1], ast.Return):
            value = outer.body[-1].value
            return isinstance(value, ast.Call) and _called(value) in ENDS
    return False


def true_before_and_after(mutant: Mutant, values: Values) -> bool:
    return values.only(True)


def same_though_it_varies(mutant: Mutant, values: Values) -> bool:
    return values.measured is Measured.SAME_VALUE and values.evaluations >= FEWEST and values.different > 1


def same_and_constant(mutant: Mutant, values: Values) -> bool:
    return values.measured is Measured.SAME_VALUE and values.evaluations >= FEWEST


def of_a_printed_statement(mutant: Mutant, values: Values) -> bool:
    """Whether no case of a true claim reaches it, and cases of a refuted one do."""
    if values.measured is not Measured.NOT_REACHED:
        return False
    return values_at(mutant, [looked(claim.id) for claim in mutant.refuted]).measured is not Measured.NOT_REACHED


def same_where_it_stands(mutant: Mutant, values: Values) -> bool:
    """Whether its value differs, and that of the whole expression around it varies and never differs.

    Ranks and signs are left out: they are the same for many matrices, so they say little of the one that is changed.
    """
    if values.measured is not Measured.DIFFERS or any(map(_says_little, ast.walk(mutant.widened.node))):
        return False
    return same_though_it_varies(mutant, values_at_cases(mutant.widened))


def at_fewer_cases(mutant: Mutant, values: Values) -> bool:
    """Whether only hypotheses are changed, and every case that meets them after the change met them before."""
    if values.measured is not Measured.DIFFERS or any(_check_is_changed(mutant, claim) for claim in mutant.claims):
        return False
    return met(mutant, changed=True) < met(mutant, changed=False)


def only_sides_of_inequalities(mutant: Mutant, values: Values) -> bool:
    """Whether of all that is asserted only sides of inequalities read otherwise."""
    return values.measured is Measured.DIFFERS and altered(mutant) == {Altered.INEQUALITY}


def of_a_sample(mutant: Mutant, values: Values) -> bool:
    """Whether the change is in what chooses samples: a statement about seeds, trials or random numbers."""
    names = {
        str(getattr(node, "id", getattr(node, "arg", "")))
        for outer in _around(mutant)
        if isinstance(outer, (ast.stmt, ast.Lambda, ast.comprehension))
        for node in (_own_nodes(outer) if isinstance(outer, (ast.For, ast.FunctionDef)) else ast.walk(outer))
    }
    return bool(names & {"seed", "seeds", "rng", "random", "TRIALS", "trial", "trials"})


def of_made_numbers(mutant: Mutant, values: Values) -> bool:
    """Whether it is in a formula, modulo a number, by which the entries of a sample of matrices are made."""
    if values.measured is not Measured.DIFFERS:
        return False
    outer = [mutant.node, *_around(mutant)]
    modulo = any(isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mod) for part in outer) or any(
        isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mod) for part in ast.walk(mutant.node)
    )
    made = any(isinstance(part, ast.Call) and _called(part) == "from_entries" for part in outer)
    return made and modulo and any(isinstance(part, (ast.ListComp, ast.GeneratorExp)) for part in outer)


def of_an_inequality(mutant: Mutant, values: Values) -> bool:
    """Whether it stands in a side of an inequality that is asserted or compared."""
    if values.measured is not Measured.DIFFERS:
        return False
    orders = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
    return any(
        (isinstance(outer, ast.Call) and _called(outer) in ("at_most", "is_nonnegative"))
        or (isinstance(outer, ast.Compare) and any(isinstance(op, orders) for op in outer.ops))
        for outer in (mutant.node, *_around(mutant))
    )


def one_place_more_or_less(mutant: Mutant, values: Values) -> bool:
    """Whether it is the end of a range or of a slice."""
    if values.measured is not Measured.DIFFERS:
        return False
    inside = (mutant.node, *_around(mutant))
    return mutant.change.kind in ("range", "slice") or any(
        isinstance(outer, ast.Slice) or (isinstance(outer, ast.Call) and _called(outer) == "range") for outer in inside
    )


def of_a_mark(mutant: Mutant, values: Values) -> bool:
    """Whether a mark of a case, a name in capitals or a text, chooses here which of several words are compared."""
    node = mutant.node
    marks = [part for part in ast.walk(node) if isinstance(part, ast.Name) and part.id.isupper()]
    texts = [part for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return mutant.change.kind == "comparison" and isinstance(node, ast.Compare) and bool(marks or texts)


REASONS: dict[str, Callable[[Mutant, Values], bool]] = {
    "It changes only hypotheses that nothing shows to be needed (not_shown_needed.toml).": of_a_hypothesis,
    "It stands in what is said where the claim fails, which no case reaches.": where_it_fails,
    "It is a condition of failure that is false at every case, before and after.": a_condition_of_failure,
    "It is a condition that is true at every case, before and after: it asks for no more than holds.": (
        true_before_and_after
    ),
    "Its value varies from case to case and is the same before and after: at the cases the change is equivalent.": (
        same_though_it_varies
    ),
    "It is the same constant before and after at every case: at the cases the change is equivalent.": same_and_constant,
    "It chooses another sample, at which the claim holds as well.": of_a_sample,
    "It is in a formula for the entries of a sample, modulo a number: the claim holds at the other entries too.": (
        of_made_numbers
    ),
    "It is a side of an inequality, which holds with room to spare at the cases.": of_an_inequality,
    "It is the end of a range: one place more or less is asked, and the claim holds there too.": one_place_more_or_less,
    "A mark chooses which of several words are compared; exchanged, the others are, and they agree as well.": of_a_mark,
    "It serves a printed statement that is refuted: cases of that reach it, and no case of a true claim does.": (
        of_a_printed_statement
    ),
    "Its value differs, and that of the whole expression around it varies and is the same before and after.": (
        same_where_it_stands
    ),
    "Of all that is asserted it changes only sides of inequalities, which hold with room to spare at the cases.": (
        only_sides_of_inequalities
    ),
    "It makes a hypothesis stricter: every case that meets it after the change met it before, and fewer do.": (
        at_fewer_cases
    ),
}


# -- where a change stands ---------------------------------------------------------------------------------------------


def _around(mutant: Mutant) -> Iterator[ast.AST]:
    """What the changed node stands in, from the inside out."""
    parents = {child: node for node in ast.walk(mutant.statement.tree) for child in ast.iter_child_nodes(node)}
    node: ast.AST = mutant.node
    while node in parents:
        node = parents[node]
        yield node


def _says_little(outer: ast.AST) -> bool:
    name = outer.attr if isinstance(outer, ast.Attribute) else ""
    return name in ("rank", "is_zero", "is_symmetric", "is_critical") or "inertia" in name


def _own_nodes(statement: ast.AST) -> Iterator[ast.AST]:
    """The nodes of the head of a loop or a function."""
    heads = [statement.args] if isinstance(statement, ast.FunctionDef) else []
    heads += [statement.target, statement.iter] if isinstance(statement, ast.For) else []
    for head in heads:
        yield from ast.walk(head)


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", None) or getattr(call.func, "attr", "")


def _check_is_changed(mutant: Mutant, claim: Claim) -> bool:
    return any(function in mutant.codes for function in _below([claim.check], claim.check.__code__.co_filename))


def _below(values: list[object], module: object) -> set[object]:
    """The functions of the module and its parts that these can call."""
    found: set[object] = set()
    left: list[object] = list(values)
    while left:
        for function in functions_in(left.pop()):
            if function not in found and is_own(Path(function.__code__.co_filename), Path(str(module))):
                found.add(function)
                left.extend(named_in(function))
    return found


@cache
def _not_shown_needed() -> frozenset[tuple[str, str]]:
    answers = tomllib.loads(NOT_NEEDED.read_text(encoding="utf-8"))
    return frozenset((name, id) for names in answers.values() for name, ids in names.items() for id in ids)
