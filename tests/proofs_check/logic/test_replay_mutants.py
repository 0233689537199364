"""Mechanical mutants of the theory and of the proofs are refused; what is accepted is listed with a reason."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache

import pytest
from logic_mutants import mutants

from proofs_check.logic import replay, syntax
from proofs_check.logic.indices import RefusedError
from proofs_check.logic.syntax import Line

THEORY = replay.theory("chitour")
SHIPPED = replay.shipped("chitour")
STEPS = replay.steps("chitour")
DECLARATIONS = tuple(THEORY.reading.names.values())
PARTS = [line for line in THEORY.lines.values() if line.role in syntax.GOALS]
LINES = [line for line in THEORY.lines.values() if line.role not in syntax.GOALS]

ABOVE = THEORY.lines["eig.above"].text
WIDE = THEORY.lines["size.wide"].text
STILL_ENOUGH = {
    "norm(Z) >= 0": "the square letter Z is the only one whose norm the trace bound needs to be >= 0",
    ABOVE.replace("a (eig", "b (eig"): "eigenvalues of A' A are compared with those of A A' at a = b",
    ABOVE.replace("- b) >=", "- a) >="): "eigenvalues of A' A are compared with those of A A' at a = b",
    WIDE.replace("a <= 0", "b <= 0"): "the number a is called b in the proof",
    "a <= (2 b) if b >= 0, a^2 <= b^2": "eigenvalues of A' A and A A' are shown to be equal by it at b = 0",
    "a = (2 b) if a <= b, b <= a": "eigenvalues are shown to be 0 by it at b = 0",
    "tr(A' B) <= norm(A) norm(Z)": "with square A, B and Z of one size the trace bound uses it for B = Z only",
}
"""Mutants of a conclusion from which a theorem still follows, with the reason."""


@cache
def used(part: str) -> frozenset[str]:
    return replay.check(SHIPPED, THEORY.lines[part]).uses


def accepted(line: Line, text: str) -> list[str] | None:
    """The theorems that are proved with a line of another text; None if the text has no meaning or the same one.

    Steps that do not use the line are taken as they are.
    """
    theory = copy.copy(THEORY)
    theory.lines = {**THEORY.lines, line.name: line._replace(text=text)}
    theory._theorems = {}
    try:
        if said(theory, line.name) == said(THEORY, line.name):
            return None
    except RefusedError:
        return None
    proofs = replay.Replay(theory, STEPS)
    proofs._made = {name: made for name, made in SHIPPED._made.items() if line.name not in made.uses}
    return [part.name for part in PARTS if line.name in used(part.name) and passes(proofs, part)]


def said(theory: replay.Theory, name: str) -> object:
    """The meaning of a line, also of one that says that something exists; refused if it has none."""
    if theory.lines[name].role == "existence":
        made, facts, letters = theory.existence(name)
        return made.hypotheses, set(facts), letters
    made = theory.line(name)
    return made.hypotheses, made.conclusion


def passes(proofs: replay.Replay, part: Line) -> bool:
    try:
        replay.check(proofs, part)
    except RefusedError:
        return False
    return True


def changed_conclusions(line: Line) -> Iterator[str]:
    """Mutants of what a line says; an index variable in place of another makes a stronger line and is left out."""
    conclusion, condition, hypotheses = line.text.partition(" if ")
    swapped = {conclusion[:k] + new + conclusion[k + 1 :] for k in range(len(conclusion)) for new in "ijklm"}
    return (made + condition + hypotheses for made in mutants(conclusion, DECLARATIONS) if made not in swapped)


def test_no_mutant_of_a_line_is_accepted():
    tried = 0
    for line in LINES:
        for text in changed_conclusions(line):
            found = accepted(line, text)
            tried += found is not None
            assert not found or text in STILL_ENOUGH, (line.name, text, found)
    assert tried >= 700


def test_the_mutants_that_are_still_enough_are():
    lines = {line.text: line for line in LINES}
    assert accepted(lines["norm(A) >= 0"], "norm(Z) >= 0") == ["chitour.trace-bound/upper"]
    bound = ["chitour.trace-bound/upper", "chitour.trace-bound/lower"]
    assert accepted(lines["tr(A' B) <= norm(A) norm(B)"], "tr(A' B) <= norm(A) norm(Z)") == bound


SIDES = {"chitour.lemma2.4/lower", "chitour.lemma2.4/upper"}
LEMMA_2_4 = SIDES | {f"chitour.lemma2.4.explicit/{side}" for side in ("lower", "upper")}
NARROWER = [
    ("tau.bound", "1 <= j", "2 <= j", LEMMA_2_4),
    ("x", "1 <= j", "2 <= j", LEMMA_2_4),
    ("dW", "1 <= j", "2 <= j", {"chitour.growth-bound"}),
    ("dW", "1 <= j", "n <= j", {"chitour.growth-bound"}),
    ("tau.nonnegative", "1 <= j", "2 <= j", SIDES | {"chitour.lemma2.4/coefficients"}),
    ("V.step", "0 <= j", "1 <= j", {"chitour.invariant", "chitour.residual-flow/inner"}),
    ("V.step", "j <= n-1", "j <= n-2", set()),
    ("U.step", "0 <= j", "1 <= j", set()),
    ("C", "1 <= j", "2 <= j", set()),
    ("C", "j <= n-1", "j <= n-2", set()),
    ("K", "1 <= j", "2 <= j", set()),
    ("K", "j <= n", "j <= n-1", set()),
    ("c.bound", "1 <= j", "2 <= j", set()),
    ("E", "1 <= k", "2 <= k", set()),
    ("P.step", "k <= n-1", "k <= n-2", set()),
    ("X.step", "k <= n-2", "k <= n-3", set()),
    ("L.step", "0 <= j", "1 <= j", {"chitour.prop2.alpha/bound"}),
    ("alpha.step", "j <= n-1", "j <= n-2", set()),
    ("q.step", "2 <= j", "3 <= j", set()),
    ("psd.power", "m >= 0", "m >= 2", set()),
    ("eig.top", "span <= r", "span <= r - 1", set()),
    ("eig.below", "span <= r", "span <= r - 1", {"chitour.weyl.spectrum.corrected/sign"}),
]


@pytest.mark.parametrize(("name", "old", "new", "enough"), NARROWER)
def test_a_narrower_range_proves_only_what_does_not_need_the_rest(name: str, old: str, new: str, enough: set[str]):
    """Lemma 2.4 does not need tau[1] or x[1], growth of the last layer only dW[n], the invariants no V[0]; the sign of
    an eigenvalue of C_l is about those below number d_l - d_{l+1}."""
    line = THEORY.lines[name]
    assert old in line.text
    found = accepted(line, line.text.replace(old, new))
    assert found is not None
    assert set(found) == enough


def test_no_hypothesis_of_a_line_is_put_in_without_being_needed():
    """A line that gets a further hypothesis proves nothing any more, as the theorem would have it too."""
    for line in LINES:
        joint = ", " if " if " in line.text else " if "
        assert accepted(line, line.text + joint + "gamma >= 7") == [], line.name


def test_no_mutant_of_a_goal_is_accepted():
    """A step whose goal is changed is refused, or makes another theorem, on which the rest does not build."""
    needed = [step for step in STEPS if step["rule"] in ("order", "matrices")]
    tried = 0
    for place, step in enumerate(needed):
        for k, goal in enumerate(mutants(step["goal"], DECLARATIONS)):
            if (place + k) % 5:
                continue
            same = SHIPPED.get(step["name"]).conclusion
            if meaning(goal) in (None, same):
                continue
            tried += 1
            steps = tuple({**one, "goal": goal} if one is step else one for one in STEPS)
            proofs = replay.Replay(THEORY, steps)
            proofs._made = {name: SHIPPED.get(name) for name in before(step["name"])}
            if makes(proofs, step["name"]):
                built = [part.name for part in PARTS if step["name"] in builds_on(part.name) and passes(proofs, part)]
                assert not built, (step["name"], goal, built)
    assert tried >= 300


@cache
def builds_on(name: str) -> frozenset[str]:
    """The steps that the step of a name refers to, directly or not, and itself."""
    step = next((one for one in STEPS if one["name"] == name), None)
    if step is None:
        return frozenset()
    below = [builds_on(one) for one in texts(list(step.values())[1:]) if one != name]
    return frozenset({name}).union(*below)


def texts(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield from (thing, thing.removesuffix("'"))
    elif isinstance(thing, list | dict):
        for part in thing.values() if isinstance(thing, dict) else thing:
            yield from texts(part)


def meaning(goal: str) -> object:
    try:
        return THEORY.reading.statement(goal)[1]
    except RefusedError:
        return None


def before(name: str) -> list[str]:
    names = [step["name"] for step in STEPS]
    return names[: names.index(name)]


def makes(proofs: replay.Replay, name: str) -> bool:
    try:
        proofs.get(name)
    except RefusedError:
        return False
    return True


def test_no_step_with_a_premise_less_is_accepted():
    """Leaving out one summand of an order or matrices step breaks it."""
    tried = 0
    for step in STEPS:
        for key in ("products", "zeros", "squares", "congruences", "scalar_zeros"):
            for k in range(len(step.get(key, []))):
                tried += 1
                less = {**step, key: [*step[key][:k], *step[key][k + 1 :]]}
                proofs = replay.Replay(THEORY, tuple(less if one is step else one for one in STEPS))
                proofs._made = {name: SHIPPED.get(name) for name in before(step["name"])}
                assert not makes(proofs, step["name"]), (step["name"], json.dumps(less))
    assert tried >= 300
