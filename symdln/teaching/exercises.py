"""Exercises: derivations with blank steps, and the grading of a learner's answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from symdln.algebra.words import Expression, Scalar, trace, zero
from symdln.errors import InputError
from symdln.teaching.derivation import Derivation, Step
from symdln.teaching.derivations import derive
from symdln.teaching.formulas import Formula, values_text
from symdln.teaching.parser import parse

FORMAT = "symdln exercise 1"
BLANK = ""


@dataclass(frozen=True)
class StepAnswer:
    """A learner's answer for one step, and whether it is right.

    ``verdict`` is "right", "blank", "unchanged", "wrong" or "unreadable"; ``message`` says more: for a wrong
    answer the difference ``answer - right answer`` in normal form.

    >>> answer = check_answer(derive("gradient"), "1.9", "A_j' E X'")          # the factor B_j' is missing
    >>> answer.number, answer.written, answer.verdict
    ('1.9', "A_j' E X'", 'wrong')
    """

    number: str
    written: str
    verdict: str
    message: str

    def __str__(self) -> str:
        return f"{self.number}  {self.verdict}: {self.message}"


def exercise(derivation: Derivation) -> dict[str, Any]:
    """The derivation as data in which chosen steps are blank, to be filled in and given to :func:`check_exercise`.

    >>> data = exercise(derive("gradient", depth=2))
    >>> [line["after"] for line in data["steps"] if line.get("step") in ("1.2", "1.3")]              # given, and blank
    ['1/2 tr((X^T W_1^T W_2^T - Y^T) (W_2 W_1 X - Y))', '']
    """
    lines = []
    for number, step in derivation.steps:
        part, place = number.split(".")
        if place == "1":
            one = derivation.parts[int(part) - 1]
            lines.append({"part": one.title, "wanted": one.subject, "start": str(step.before)})
        lines.append(_line(number, step))
    return {
        "format": FORMAT,
        "derivation": derivation.name,
        "depth": derivation.depth,
        "statement": derivation.statement,
        "how_to": "Fill in every empty 'after', like A_j^T (P Sxx - Syx) B_j^T, 1/2 tr(F G) or ||F||^2; where 'over' "
        "names layers, write the summand only.",
        "steps": lines,
    }


def _line(number: str, step: Step) -> dict[str, Any]:
    line: dict[str, Any] = {"step": number, "rule": step.rule_name, "hint": step.sentence}
    over = ranges_of(step)
    if over:
        line["over"] = over
    line["after"] = BLANK if is_question(step) else str(step.after)
    return line


def is_question(step: Step) -> bool:
    """Whether the step is left blank: it is marked, and its result is one formula without Kronecker products."""
    return step.question and isinstance(step.after, Formula) and len({term.over for term in step.after.terms}) <= 1


def ranges_of(step: Step) -> str:
    """The layers over which the result of a question is summed, such as "j<k"; "" for no sum."""
    if not is_question(step) or not isinstance(step.after, Formula):
        return ""
    return next((term.over for term in step.after.terms if term.over), "")


def questions(derivation: Derivation) -> dict[str, Step]:
    """The steps that an exercise leaves blank, by number.

    >>> asked = questions(derive("gradient", depth=2))
    >>> list(asked)[:4], asked["1.8"].rule_name
    (['1.3', '1.5', '1.8', '1.9'], 'cyclic rotation')
    """
    return {number: step for number, step in derivation.steps if is_question(step)}


def check_exercise(data: Any) -> tuple[Derivation, list[StepAnswer]]:
    """The derivation that the data belong to, and a verdict on each answer; ``InputError`` for other data.

    An answer is right if it equals the result of the rule on the line before, as an identity in matrices of all sizes;
    it need not be written as in the derivation.

    >>> data = exercise(derive("gradient", depth=2))
    >>> for line in data["steps"]:
    ...     if line.get("step") == "1.9":                                      # the gradient of tr(X E^T W_2 V_1)
    ...         line["after"] = "W_2' E X'"
    >>> [(answer.number, answer.verdict) for answer in check_exercise(data)[1]][:4]
    [('1.3', 'blank'), ('1.5', 'blank'), ('1.8', 'blank'), ('1.9', 'right')]
    """
    derivation = _derivation_of(data)
    written = {}
    for line in data["steps"]:
        if isinstance(line, dict) and "step" in line:
            written[str(line["step"])] = line.get("after", BLANK)
    asked = questions(derivation)
    if unknown := [number for number in written if number not in dict(derivation.steps)]:
        raise InputError(f"{derivation.name} has no step {unknown[0]}; its blank steps are {', '.join(asked)}.")
    return derivation, [_answer(derivation, number, step, written.get(number, BLANK)) for number, step in asked.items()]


def check_answer(derivation: Derivation, number: str, written: str) -> StepAnswer:
    """The verdict on an answer to one question; ``InputError`` for a number that no question has.

    >>> print(check_answer(derive("gradient"), "1.9", "A_j' E X' B_j'"))
    1.9  right: an identity with the line before; the derivation writes A_j^T E X^T B_j^T.
    """
    asked = questions(derivation)
    if number not in asked:
        raise InputError(f"{derivation.name} has no blank step {number!r}; its blank steps are {', '.join(asked)}.")
    return _answer(derivation, number, asked[number], written)


def _derivation_of(data: Any) -> Derivation:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError(
            f'this is not an exercise: its "format" must be "{FORMAT}", as `symdln derive --exercise` writes it.'
        )
    depth, name = data.get("depth"), data.get("derivation")
    if not isinstance(name, str) or not (depth is None or isinstance(depth, int)):
        raise InputError('an exercise names its "derivation", and its "depth" is an integer or null.')
    if not isinstance(data.get("steps"), list):
        raise InputError('an exercise has a list of "steps".')
    return derive(name, depth)


def _answer(derivation: Derivation, number: str, step: Step, written: Any) -> StepAnswer:
    if written is None or (isinstance(written, str) and not written.strip()):
        return StepAnswer(number, "", "blank", f"not answered yet; the rule is: {step.rule_name}.")
    if not isinstance(written, str):
        return StepAnswer(number, str(written), "unreadable", f"an answer is a text in quotes, but {written!r} is not.")
    try:
        value = parse(written, derivation.vocabulary(number), scalars_of(derivation))
        return _judged(number, step, written, _like(value, step))
    except InputError as error:
        return StepAnswer(number, written, "unreadable", str(error))


def _like(value: Expression | Scalar, step: Step) -> Expression | Scalar:
    """The value, where a plain 0 may stand for a zero matrix, and a 1 x 1 matrix for a scalar."""
    if step.after.shape is None and isinstance(value, Expression) and value.shape == (1, 1):
        return trace(value)
    if step.after.shape is not None and isinstance(value, Scalar) and not value:
        return zero(*step.after.shape)
    return value


def _judged(number: str, step: Step, written: str, value: Expression | Scalar) -> StepAnswer:
    shape = value.shape if isinstance(value, Expression) else None
    if shape != step.after.shape:
        return StepAnswer(
            number, written, "wrong", f"it is {_kind(shape)}, but the step gives {_kind(step.after.shape)}."
        )
    over = ranges_of(step)
    if _bare(written) == _bare(str(step.before)):
        return StepAnswer(number, written, "unchanged", f"it repeats the line before; the rule is: {step.rule_name}.")
    gap = step.gap({over: value} if value else {})
    if gap:
        shown = values_text(gap)
        return StepAnswer(number, written, "wrong", f"it differs from the rule's result by {shown}, in normal form.")
    return StepAnswer(
        number, written, "right", f"an identity with the line before; the derivation writes {step.after}."
    )


def _bare(text: str) -> str:
    """The text without spaces and without the marks of sums over layers, as an answer writes the summand only."""
    return "".join(re.sub(r"sum_\{[^}]*\}", "", text).split())


def _kind(shape: Any) -> str:
    return "a scalar" if shape is None else f"a {shape[0]} x {shape[1]} matrix"


def scalars_of(derivation: Derivation) -> set[str]:
    """The names of the scalars that occur."""
    found: set[str] = set()
    for _, step in derivation.steps:
        for value in [*step.before.values.values(), *step.after.values.values()]:
            parts = [value] if isinstance(value, Scalar) else [coefficient for _, coefficient in value.terms]
            found |= {atom for part in parts for atom in part.atoms() if isinstance(atom, str)}
    return found
