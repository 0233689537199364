"""Formal statements of claims at exact weights and matrices: the second route to a replayed proof."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from functools import cache, partial
from typing import Any

import symdln as dln
from proofs_check.language.outcome import Outcome, all_of, fails, holds, undecided
from proofs_check.language.sharing import shared
from proofs_check.logic import syntax, theorem
from proofs_check.logic.evaluate import Evaluator, at_digits
from proofs_check.logic.layers import FlowLayers, Layers, answers
from proofs_check.logic.variations import VariedLayers

NO_DECAY = Fraction(0)
TRUE_HERE = holds("the formal statement is true here")
SILENT_HERE = holds("the formal statement says nothing here, since its hypotheses are not met")


@shared
def layers_of(point: dln.Point) -> Layers:
    """The weights and the target of a point; of the data only the target of a reduced problem has a meaning there."""
    return Layers(point.weights, point.problem.Syx)


@cache
def assumptions_of(id: str) -> tuple[str, ...]:
    """The assumptions that the proof of a theorem names, as texts."""
    return tuple(line.text for line in theorem(id).assumptions())


@cache
def definitions_of(id: str) -> tuple[str, ...]:
    """The definitions that the proof of a theorem uses, as texts."""
    return tuple(line.text for line in theorem(id).uses("definition"))


def formal_at_point(id: str, point: dln.Point, decay: Fraction = NO_DECAY, **constants: Any) -> Outcome:
    """Holds if every formal statement of the theorem is true at the point, or left open by enclosures.

    The sentence says so if no hypotheses of them are met, so that they say nothing about the point.

    A statement about flows is evaluated for the flow of the point's loss with the weight decay ``decay``.

    ``constants`` are the claim's own values for letters of the theory such as gamma0.  The outcome is undecided if they
    or the weights violate an assumption of the theorem, for then its proof says nothing about them.
    """
    layers = FlowLayers(point, decay) if theorem(id).theory == FlowLayers.theory else layers_of(point)
    return formal_at_layers(id, layers, **constants)


def formal_at_layers(id: str, layers: Layers, **constants: Any) -> Outcome:
    """The same at layers of the theory's kind."""
    formal, speaks = theorem(id), False
    for text in assumptions_of(id):
        if False in answers(text, layers, **constants):
            return undecided(f"the theorem assumes that {text}, which is false here", weights=layers.weights)
    for part in formal.parts:
        found = answers(part.text, layers, **constants)
        if False in found:
            return fails(f"the formal statement {part.text} is false here", weights=layers.weights)
        speaks = speaks or bool(found)
    return TRUE_HERE if speaks else SILENT_HERE


def same_constant(formal: Fraction, own: Fraction, name: str) -> Outcome:
    """Undecided unless the claim's constant is that of the formal statement, since the proof is about that one."""
    if formal == own:
        return holds(f"{name} is that of the formal statement")
    return undecided(f"{name} is {own}, and in the formal statement {formal}: the proof is one of another statement")


def formal_at_variation(id: str, layers: VariedLayers) -> Outcome:
    """The same for a theorem about the loss at ``W + step w``."""
    speaks = False
    for part in theorem(id).parts:
        found = answers(part.text, layers)
        if False in found:
            return fails(f"the formal statement {part.text} is false here", weights=layers.weights)
        speaks = speaks or bool(found)
    return TRUE_HERE if speaks else SILENT_HERE


@cache
def formal_at_variations(id: str) -> Outcome:
    """The formal statement at small integer weights and a target [S 0], with variations and steps of several sizes."""
    rng, found = random.Random(14), []

    def matrix(rows: int, columns: int, scale: Fraction) -> dln.Matrix:
        entries = [rng.randint(-2, 2) * scale for _ in range(rows * columns)]
        return dln.Matrix.from_entries(rows, columns, entries)

    for widths in ((1, 1), (2, 1), (1, 2, 1), (2, 1, 2), (3, 2, 2), (2, 2, 1), (1, 1, 1, 1), (2, 2, 2, 2)):
        shapes = [(widths[j], widths[j - 1]) for j in range(1, len(widths))]
        target = dln.Matrix.diagonal(range(1, widths[-1] + 1), (widths[-1], widths[0]))
        weights = [matrix(*shape, Fraction(1)) for shape in shapes]
        variation = [matrix(*shape, Fraction(1, 12)) for shape in shapes]
        found.append(formal_at_variation(id, VariedLayers(weights, target, variation, Fraction(rng.randint(1, 4), 4))))
    return all_of(*found)


@at_digits
def formal_at(id: str, **values: Any) -> Outcome:
    """The same for a theorem about single matrices, whose letters have these values."""
    speaks = False
    for part in theorem(id).parts:
        statement, evaluator = syntax.statement(part.text), Evaluator(_functions(values))
        if evaluator.hypotheses(statement):
            if evaluator.conclusion(statement) is False:
                return fails(f"the formal statement {part.text} is false here", **values)
            speaks = True
    return TRUE_HERE if speaks else SILENT_HERE


def speaks_at(id: str, first: int | None = None, /, **values: Any) -> Outcome:
    """Whether no hypothesis of its statements is false at these values, so that each of them says something there.

    Of each statement only the first hypotheses are evaluated, if their number is given.  An equation between irrational
    values, such as squares of norms, may be undecided where it holds; where it is false, this is found.
    """
    for part in theorem(id).parts:
        statement, evaluator = syntax.statement(part.text), Evaluator(_functions(values))
        if any(evaluator.holds(hypothesis) is False for hypothesis in statement.hypotheses[:first]):
            return fails(f"the hypotheses of {part.text} do not hold here", **values)
    return holds("the hypotheses of the formal statement hold here")


def _functions(values: dict[str, Any]) -> dict[str, Callable[..., Any]]:
    return {name: partial(_itself, value) for name, value in values.items()}


def _itself(value: Any) -> Any:
    return value
