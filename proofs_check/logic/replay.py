"""Theories as text, proofs as data, and their replay by the rules: only what is replayed counts.

A theory is the text of ``theories/NAME.txt`` (with the textbook facts before it), its proofs are the steps of
``proofs/NAME.json``.  A step names a rule and, as text, all its arguments; it may refer to lines of the
theory and to earlier steps.  Python's standard library only.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from proofs_check.logic import chance_rules, choice_rules, rules, syntax
from proofs_check.logic.indices import Index, RefusedError, need
from proofs_check.logic.reading import Meanings
from proofs_check.logic.rules import Theorem
from proofs_check.logic.syntax import Line
from proofs_check.logic.terms import Fact, Substitution

FOLDER = Path(__file__).parent
CHAINS = {
    "traces": ("textbook", "traces"),
    "squares": ("textbook", "traces", "squares"),
    "critical": ("textbook", "traces", "critical"),
    "strata": ("textbook", "traces", "critical", "strata"),
    "sorted": ("textbook", "traces", "critical", "strata", "sorted"),
    "shallow": ("textbook", "traces", "two-layers", "shallow"),
    "zero": ("textbook", "traces", "two-layers", "shallow", "zero"),
    "curved": ("textbook", "traces", "layers", "cut", "curved"),
    "rescaled": ("textbook", "traces", "layers", "rescaled"),
    "minimisers": ("textbook", "traces", "layers", "values", "minimisers"),
    "xavier": ("textbook", "traces", "xavier"),
    "values": ("textbook", "traces", "layers", "values"),
    "deep": ("textbook", "traces", "layers", "cut", "deep"),
    "extrema": ("textbook", "traces", "two-layers", "extrema"),
    "residual": ("textbook", "traces", "residual"),
    "pairs": ("textbook", "traces", "pairs"),
    "forms": ("textbook", "traces", "forms"),
    "random": ("textbook", "traces", "random"),
    "gaussian": ("textbook", "traces", "gaussian"),
    "autoencoder": ("textbook", "traces", "autoencoder"),
    "corner": ("textbook", "traces", "corner"),
    "decay": ("textbook", "traces", "decay"),
    "shift": ("textbook", "traces", "shift"),
    "minima": ("textbook", "traces", "minima"),
    "generic": ("textbook", "traces", "generic"),
    "saddles": ("textbook", "traces", "saddles"),
    "flows": ("textbook", "traces", "flows"),
    "relu": ("textbook", "traces", "relu"),
    "chitour": ("textbook", "traces", "chitour"),
    "expansion": ("textbook", "traces", "chitour", "expansion"),
    "trajectory": ("textbook", "traces", "chitour", "trajectory"),
}
"""The theories that have theorems, each with the texts that it consists of, in order."""
Step = dict[str, Any]


class Theory:
    """Declarations and lines of one or more theory texts, read in order."""

    def __init__(self, *texts: str):
        parts = [syntax.theory_text(text) for text in texts]
        self.reading = Meanings(tuple(one for part in parts for one in part.declarations))
        motions = tuple(one for part in parts for one in part.motions)
        self.time = self.reading.time(motions, tuple(name for part in parts for name in part.still))
        chances = [(part.random, part.depends, part.sure) for part in parts]
        self.reading.randomise(*(tuple(one for each in some for one in each) for some in zip(*chances, strict=True)))
        self.lines: dict[str, Line] = {}
        for line in (one for part in parts for one in part.lines):
            need(line.name not in self.lines, f"two lines are called {line.name}")
            self.lines[line.name] = line
        self._theorems: dict[str, Theorem] = {}

    def line(self, name: str) -> Theorem:
        """An axiom, a definition or an assumption as a theorem; a line that is to be proved is refused."""
        if name not in self._theorems:
            line = self.lines[name]
            need(line.role not in syntax.GOALS, f"{name} is still to be proved")
            need(line.role != "existence", f"{name} says that something exists; only the rule choose takes it")
            self._theorems[name] = rules.axiom(name, *self.reading.statement(line.text))
        return self._theorems[name]

    def existence(self, name: str) -> tuple[Theorem, tuple[Fact, ...], tuple[str, ...]]:
        """A line that says that something exists: its facts as a theorem that assumes them, the facts, the letters."""
        need(name in self.lines and self.lines[name].role == "existence", f"{name} does not say that something exists")
        line = syntax.existence(self.lines[name].text)
        facts = tuple(map(self.reading.fact, line.facts))
        for letter in line.witnesses:
            self.variable(letter, "matrix")
        conditions = frozenset(map(self.reading.fact, line.hypotheses))
        need(not conditions & set(facts), f"{name} assumes what it says of {', '.join(line.witnesses)}")
        assumed = conditions | frozenset(facts)
        return rules.axiom(name, assumed, facts[0]), facts, line.witnesses

    def variable(self, name: str, kind: str) -> str:
        """The name itself, refused unless it is a variable of this kind; a letter that the theory fixes is not one."""
        known = self.reading.names.get(name)
        need(known is not None and known.kind == kind and not known.fixed, f"{name} is not a variable of kind {kind}")
        return name


def text_of(name: str) -> str:
    return (FOLDER / "theories" / f"{name}.txt").read_text(encoding="utf-8")


@cache
def theory(name: str) -> Theory:
    """The theory of this name, with the texts that it builds on."""
    return Theory(*map(text_of, CHAINS[name]))


@cache
def steps(name: str) -> tuple[Step, ...]:
    """The steps that are shipped for a theory, after those for the theories that it builds on."""
    files = [FOLDER / "proofs" / f"{part}.json" for part in CHAINS[name]]
    return tuple(step for file in files if file.exists() for step in json.loads(file.read_text(encoding="utf-8")))


@cache
def shipped(name: str) -> Replay:
    """The replay of the steps that are shipped for a theory, in which each step is made once."""
    return Replay(theory(name), steps(name))


class Replay:
    """The theorems of a list of steps, made on request; a step may use only lines and earlier steps."""

    def __init__(self, theory: Theory, steps: tuple[Step, ...]):
        self.theory, self.reading = theory, theory.reading
        self.steps: dict[str, tuple[int, Step]] = {}
        self._made: dict[str, Theorem] = {}
        self._cited: dict[str, frozenset[str]] = {}
        for step in steps:
            self.add(step)

    def add(self, step: Step) -> None:
        name = step.get("name")
        need(isinstance(name, str) and name not in self.steps, f"two steps are called {name}")
        taken = name in self.theory.lines and self.theory.lines[str(name)].role not in syntax.GOALS
        need(not taken, f"the step {name} has the name of a line of the theory")
        self.steps[str(name)] = (len(self.steps), step)

    def get(self, name: str, before: int | None = None) -> Theorem:
        """The theorem of a step or a line; ``before`` is the place of the requesting step."""
        if name not in self.steps:
            need(name in self.theory.lines, f"there is no step or line called {name}")
            return self.theory.line(name)
        place, step = self.steps[name]
        need(before is None or place < before, f"{name} is used before it is made")
        if name not in self._made:
            try:
                self._made[name] = self._run(place, step)
            except RefusedError as refusal:
                raise RefusedError(f"{refusal} (step {name})") from None
            except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError, RecursionError) as fault:
                raise RefusedError(f"the step {name} is not written as a step: {fault!r}") from None
        return self._made[name]

    def cited(self, name: str) -> frozenset[str]:
        """The lines that a step may rest on: those named in it, and in the steps named in it; nothing is replayed.

        A letter of a text that has the name of a line counts as its name, so this may be more than the theorem uses.
        """
        if name not in self.steps:
            return frozenset({name} & self.theory.lines.keys())
        if name not in self._cited:
            place, step = self.steps[name]
            named = {text for text in _texts(step) if self._stands_before(text, place)}
            self._cited[name] = frozenset().union(*map(self.cited, named))
        return self._cited[name]

    def _stands_before(self, name: str, place: int) -> bool:
        return self.steps[name][0] < place if name in self.steps else name in self.theory.lines

    def made(self) -> list[Step]:
        """The steps that have been made so far, in their order."""
        return [step for name, (_, step) in self.steps.items() if name in self._made]

    def _run(self, place: int, step: Step) -> Theorem:
        step = {key: value for key, value in step.items() if key != "name"}
        rule = step.pop("rule")
        need(any(rule in some.RULES for some in (rules, chance_rules, choice_rules)), f"there is no rule {rule!r}")
        given = self.reading.index_facts(step.pop("given", ""))
        made = getattr(self, f"_{rule}")(place, given, step)
        need(not step, f"the rule {rule} does not know {', '.join(step)}")
        return made

    def _fact(self, text: str) -> Fact:
        hypotheses, fact = self.reading.statement(text)
        need(not hypotheses, "a goal is one fact")
        return fact

    # -- one method for each rule: from texts to terms ---------------------------------------------------------------

    def _assume(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        return rules.assume(self._fact(step.pop("fact")), given)

    def _trace(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        return rules.trace(self.get(step.pop("of"), place), given)

    def _cut(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        premises = [self.get(name, place) for name in step.pop("by", [])]
        return rules.cut(self.get(step.pop("of"), place), premises, given)

    def _cases(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        first, second = (self.get(step.pop(key), place) for key in ("first", "second"))
        return rules.cases(self._fact(step.pop("split")), first, second, given)

    def _instantiate(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        theorem = self.get(step.pop("of"), place)
        return rules.instantiate(theorem, self._replaced(step), given)

    def _replaced(self, step: Step) -> Substitution:
        read, variable = self.reading, self.theory.variable
        by = Substitution(
            {variable(k, "index"): read.index_text(text) for k, text in step.pop("indices", {}).items()},
            {variable(k, "size"): read.index_text(text) for k, text in step.pop("sizes", {}).items()},
            {variable(k, "scalar"): read.scalar_text(text) for k, text in step.pop("scalars", {}).items()},
        )
        replaced = {}
        for name, text in step.pop("matrices", {}).items():
            letter = read.names[variable(name, "matrix")]
            rows, cols = by.index(read.index(letter.rows)), by.index(read.index(letter.cols))
            replaced[name] = read.matrix_text(text, rows, cols)
        return replace(by, matrices=replaced)

    def _choose(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        theorem, line = self.get(step.pop("of"), place), self.theory.existence(step.pop("line"))
        return choice_rules.choose(theorem, *line, self._replaced(step), given)

    def _lowest(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        variable, power = self.theory.variable(step.pop("variable"), "scalar"), step.pop("power")
        need(type(power) is int and power >= 0, "the power is not a whole number >= 0")
        pairs = [(self.get(one, place), self.get(other, place)) for one, other in step.pop("positive", [])]
        return choice_rules.lowest(self.get(step.pop("of"), place), variable, power, pairs, given)

    def _order(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        products = [(_weight(w), [self._factor(one, place) for one in some]) for w, some in step.pop("products", [])]
        zeros = [(self.reading.scalar_text(text), self.get(name, place)) for text, name in step.pop("zeros", [])]
        squares = [(_weight(weight), self.reading.scalar_text(text)) for weight, text in step.pop("squares", [])]
        return rules.order(self._fact(step.pop("goal")), products, zeros, squares, given)

    def _factor(self, text: str, place: int) -> Theorem | Index:
        """A theorem by its name, or ``index TERM``."""
        return self.reading.index_text(text[6:]) if text.startswith("index ") else self.get(text, place)

    def _matrices(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        goal, read = self._fact(step.pop("goal")), self.reading
        congruences, zeros, scalar_zeros = [], [], []
        for weight, numbers, u, inner in step.pop("congruences", []):
            middle = read.index_text(inner[2:]) if inner.startswith("I ") else self.get(inner, place)
            size = middle.of_kind("psd").rows if isinstance(middle, Theorem) else middle
            factors = [self.get(name, place) for name in numbers]
            congruences.append((_weight(weight), factors, read.matrix_text(u, size, goal.rows), middle))
        for scalar, u, name, v in step.pop("zeros", []):
            turned = name.endswith("'")
            theorem = self.get(name.removesuffix("'"), place)
            fact = theorem.of_kind("eq")
            rows, cols = (fact.cols, fact.rows) if turned else (fact.rows, fact.cols)
            left, right = read.matrix_text(u, goal.rows, rows), read.matrix_text(v, cols, goal.cols)
            zeros.append((read.scalar_text(scalar), left, theorem, turned, right))
        for name, matrix in step.pop("scalar_zeros", []):
            scalar_zeros.append((self.get(name, place), read.matrix_text(matrix, goal.rows, goal.cols)))
        return rules.matrices(goal, congruences, zeros, scalar_zeros, given)

    def _congruence(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        theorem, read = self.get(step.pop("of"), place), self.reading
        fact = theorem.of_kind("eq")
        first, second = (read.matrix_text(step.pop(key), fact.rows, fact.cols) for key in ("first", "second"))
        position = step.pop("place", None)
        where = None if position is None else read.index_text(position)
        return rules.congruence(step.pop("function"), first, second, theorem, where, given)

    def _induction(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        variable = self.theory.variable(step.pop("variable"), "index")
        low, high = (
            None if (text := step.pop(k, None)) is None else self.reading.index_text(text) for k in ("low", "high")
        )
        base, following = (self.get(step.pop(key), place) for key in ("base", "step"))
        upwards = step.pop("direction", "up") == "up"
        return rules.induction(variable, self._fact(step.pop("fact")), base, following, low, high, upwards, given)

    def _start(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        return rules.start(self.get(step.pop("of"), place), self.theory.time, given)

    def _constant(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        theorem, text = self.get(step.pop("of"), place), step.pop("term")
        fact, read = theorem.conclusion, self.reading
        term = read.matrix_text(text, fact.rows, fact.cols) if fact.kind == "eq" else read.scalar_text(text)
        return rules.constant_in_time(term, theorem, self.theory.time, given)

    def _barrier(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        function, bound = (self.reading.scalar_text(step.pop(key)) for key in ("function", "bound"))
        following, first = (self.get(step.pop(key), place) for key in ("step", "first"))
        return rules.barrier(function, bound, following, first, self.theory.time, given)

    def _average(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        text = step.pop("times", None)
        factor = None if text is None else self.reading.scalar_text(text)
        return chance_rules.average(self.get(step.pop("of"), place), factor, self.reading.chance, given)

    def _separate(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        first, second = (self.reading.scalar_text(step.pop(key)) for key in ("first", "second"))
        return chance_rules.separate(first, second, self.reading.chance, given)

    def _contract(self, place: int, given: rules.Facts, step: Step) -> Theorem:
        ((monomial, value),) = self.reading.scalar_text(step.pop("product")).items()
        need(value == 1, "one product without a number is expected")
        (((letter, _),),) = self.reading.value(syntax.expression(step.pop("letter"))).matrix or {}
        return chance_rules.contract(monomial, letter, self.reading.chance, given)


def _texts(part: Any) -> Iterator[str]:
    """All texts in a step; ``NAME'`` is the transposed equation of the step NAME."""
    if isinstance(part, str):
        yield part.removesuffix("'")
    elif isinstance(part, dict):
        yield from itertools.chain.from_iterable(map(_texts, part.values()))
    elif isinstance(part, list):
        yield from itertools.chain.from_iterable(map(_texts, part))


def _weight(text: str) -> Fraction:
    need(re.fullmatch(r"-?\d{1,50}(/[1-9]\d{0,49})?", text) is not None, f"{text!r} is not a weight such as 1 or 1/2")
    return Fraction(text)


def check(replay: Replay, line: Line) -> Theorem:
    """The theorem of a line, refused unless its hypotheses and its conclusion are those of the line."""
    made = replay.get(line.name)
    hypotheses, conclusion = replay.reading.statement(line.text)
    need(made.conclusion == conclusion, f"the theorem that was made has another conclusion than {line.name}")
    need(made.hypotheses == hypotheses, f"the theorem that was made has other hypotheses than {line.name}")
    return made
