"""Derivations: parts of steps that chain, each step a named rule that can be replayed and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import symdln.teaching.operations as operations
from symdln.algebra.words import Expression, Scalar, Symbol, symbols_of, zero
from symdln.errors import InputError, SymdlnError
from symdln.teaching.formulas import (
    Definitions,
    Formula,
    Stage,
    Values,
    difference,
    opened_values,
    values_text,
)
from symdln.teaching.rules import RULES, KnownEquation, Rule


@dataclass(frozen=True)
class Step:
    """``before -> after`` by the rule of this name with these arguments.

    ``definitions`` say what the opaque symbols stand for before the step, and ``definitions_after`` after it; they
    differ only in a boundary case.  ``question`` marks a step that an exercise may leave blank.

    >>> from symdln.teaching import derive
    >>> step = dict(derive("gradient", depth=2).steps)["1.8"]
    >>> print(step.before, "=", step.replay(), "by", step.rule.name)
    tr(E^T W_2 V_1 X) = tr(X E^T W_2 V_1) by cyclic rotation
    >>> print(step.expected_values()[""])                                      # with E = W_2 W_1 X - Y, in normal form
    tr(V_1 X X^T W_1^T W_2^T W_2) - tr(V_1 X Y^T W_2)
    >>> step.check(), step.gap(step.before.values)                             # a rotation keeps the value
    ([], {})
    """

    rule_name: str
    arguments: Mapping[str, Any]
    before: Stage
    after: Stage
    sentence: str
    definitions: Definitions
    definitions_after: Definitions
    question: bool = False

    @property
    def rule(self) -> Rule:
        """The rule of this name; ``InputError`` where there is none."""
        if self.rule_name not in RULES:
            raise InputError(f"there is no rule called {self.rule_name!r}; the rules are {', '.join(sorted(RULES))}.")
        return RULES[self.rule_name]

    def replay(self) -> Stage:
        """The result of the rule applied to ``before``."""
        return self.rule.rewrite(self.before, self.definitions, **self.arguments)

    def expected_values(self) -> Values:
        """The required normal form after the step, with opaque products opened, by normal forms alone."""
        values = opened_values(self.before.values, self.definitions)
        if self.rule.on_values is not None:
            values = self.rule.on_values(values, self.definitions, **self.arguments)
            return opened_values(values, self.definitions_after)
        if "equation" in self.arguments:  # the sides agree by the equation, not as words
            return opened_values(self._by_equation(), self.definitions)
        return values

    def _by_equation(self) -> Values:
        """``before + c u (right - left) v``, where ``c u left v`` is the term that changes."""
        equation: KnownEquation = self.arguments["equation"]
        assert isinstance(self.before, Formula)
        term = self.before.terms[self.arguments.get("term", 0)]
        start = self.arguments.get("start", 0)
        tail = len(term.factors) - start
        for length in range(1, tail + 1):
            ends = term.factors[:start], term.factors[start + length :]
            try:
                old = replace(term, factors=(*ends[0], equation.left, *ends[1]))
                new = replace(term, factors=(*ends[0], equation.right, *ends[1]))
            except SymdlnError:
                continue
            if old.value == term.value:
                gap = difference({term.over: new.value}, {term.over: old.value})
                return difference(self.before.values, difference({}, gap))
        raise InputError(f"{equation.left} does not stand in {term} where the step says.")

    def check(self) -> list[str]:
        """The faults of the step, in sentences; empty if it holds."""
        try:
            faults = [] if self.replay() == self.after else [f"the rule gives {self.replay()}, not {self.after}."]
            if self._definitions_after() != self.definitions_after:
                faults.append("the opaque symbols after the step are not defined as the rule requires.")
            if gap := self.gap(self.after.values):
                faults.append(f"the two sides differ in normal form by {values_text(gap)}.")
        except SymdlnError as error:
            return [f"the rule does not apply: {error}"]
        return faults

    def gap(self, values: Values) -> Values:
        """The given value minus the required one; empty if the step holds with the given value."""
        return difference(opened_values(values, self.definitions_after), self.expected_values())

    def _definitions_after(self) -> Definitions:
        if self.rule_name != "boundary case":
            return self.definitions
        return operations.special_definitions(self.definitions, **self.arguments)


@dataclass(frozen=True)
class DerivationPart:
    """A chain of steps from ``start`` to ``result``, which is the wanted ``subject``.

    ``goal`` is the result by another route (the calculus on normal forms), ``conclusion`` is what its form shows at
    sight: that it is zero, or has no negative or no positive value, as a sum of squared norms.

    >>> from symdln.teaching import derive
    >>> part = derive("balancedness").parts[1]
    >>> print(part.subject, ":", part.start, "->", part.result)
    dC_j/dt : W_k^T W_k - W_j W_j^T -> 0
    >>> part.check()
    []
    >>> replace(part, steps=part.steps[1:]).check(), replace(part, steps=part.steps[::2]).check()[0]
    ([], 'step 2 does not start where step 1 ends.')
    """

    title: str
    subject: str
    subject_latex: str
    steps: tuple[Step, ...]
    goal: Values | None = None
    conclusion: str = ""

    @property
    def start(self) -> Stage:
        """The formula before the first step."""
        return self.steps[0].before

    @property
    def result(self) -> Stage:
        """The formula after the last step."""
        return self.steps[-1].after

    def check(self) -> list[str]:
        """The faults of the part, in sentences that name the step."""
        faults = [f"step {n}: {fault}" for n, step in enumerate(self.steps, start=1) for fault in step.check()]
        for n, (one, two) in enumerate(zip(self.steps, self.steps[1:], strict=False), start=1):
            if one.after != two.before or one.definitions_after != two.definitions:
                faults.append(f"step {n + 1} does not start where step {n} ends.")
        faults += self._missed_goal()
        if not self._concludes():
            faults.append(f"{self.result} is not {self.conclusion} at sight.")
        return faults

    def _missed_goal(self) -> list[str]:
        if self.goal is None:
            return []
        definitions = self.steps[-1].definitions_after
        try:
            found, goal = opened_values(self.result.values, definitions), opened_values(self.goal, definitions)
            gap = difference(found, goal)
        except SymdlnError as error:
            return [f"the result cannot be compared with the result of differentiation: {error}"]
        return [f"the result differs from the result of differentiation by {values_text(gap)}."] if gap else []

    def _concludes(self) -> bool:
        if not self.conclusion:
            return True
        if not isinstance(self.result, Formula):
            return False
        if self.conclusion == "zero":
            return not self.result.terms
        sign = 1 if self.conclusion == "nonnegative" else -1
        return all(
            term.form == "norm" and term.coefficient.is_constant and term.coefficient.value * sign > 0
            for term in self.result.terms
        )


def single_matrix(stage: Stage) -> Expression:
    """The matrix that a formula consists of, if it has no sums over layers."""
    values = stage.values
    if not values and stage.shape is not None:
        return zero(*stage.shape)
    (over, value) = next(iter(values.items()))
    if over or len(values) > 1 or not isinstance(value, Expression):
        raise InputError(f"{stage} is not a single matrix, so it is not a side of an equation.")
    return value


@dataclass(frozen=True)
class Derivation:
    """A statement, its assumptions, and the parts that derive it.

    ``depth`` is ``None`` where the layers are symbolic, and the statement holds for every depth in ``holds_for``;
    with a number it is written out for that depth.

    >>> from symdln.teaching import derive
    >>> derivation = derive("gradient", depth=2)
    >>> number, step = derivation.steps[7]
    >>> print(number, step.rule_name, derivation.check())
    1.8 cyclic rotation []
    >>> [symbol.name for symbol in derivation.symbols()]
    ['E', 'P', 'Sxx', 'Syx', 'V_1', 'V_2', 'W_1', 'W_2', 'X', 'Y']
    >>> [symbol.name for symbol in derivation.vocabulary("1.8")]               # those of its part
    ['E', 'P', 'Sxx', 'Syx', 'V_1', 'W_1', 'W_2', 'X', 'Y']
    """

    name: str
    title: str
    statement: str
    source: str
    holds_for: str
    axioms: tuple[str, ...]
    parts: tuple[DerivationPart, ...]
    depth: int | None = None
    equations: tuple[KnownEquation, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def steps(self) -> tuple[tuple[str, Step], ...]:
        """All steps with their numbers ``part.step``, from 1.1."""
        return tuple(
            (f"{p}.{s}", step)
            for p, part in enumerate(self.parts, start=1)
            for s, step in enumerate(part.steps, start=1)
        )

    def check(self) -> list[str]:
        """Every fault of every step, in sentences; an empty list says that the derivation is sound.

        Every step is replayed and compared in normal form, steps chain, results are compared with differentiation by
        another route, and every equation that is used is an axiom or the result of an earlier part.
        """
        faults = []
        known = list(self.equations)
        for number, part in enumerate(self.parts, start=1):
            faults += [f"part {number}, {fault}" for fault in part.check()]
            faults += [f"part {number}, {fault}" for fault in _unknown_equations(part, known)]
            known += _shown_by(part)
        return faults

    def symbols(self) -> tuple[Symbol, ...]:
        """The symbols that occur; in a boundary case a name may recur with another size."""
        found = {symbol for _, step in self.steps for symbol in _symbols(step)}
        return tuple(sorted(found, key=lambda symbol: symbol.letter.key))

    def vocabulary(self, number: str) -> tuple[Symbol, ...]:
        """The symbols for writing the result of a step, one for each name, preferably with the sizes of that step."""
        place = int(number.split(".")[0]) - 1
        step = dict(self.steps)[number]
        others = [symbol for other in self.parts[place].steps for symbol in _symbols(other)]
        known: dict[str, Symbol] = {}
        for symbol in [*_stage_symbols(step.after), *_definition_symbols(step.definitions_after), *others]:
            known.setdefault(symbol.name, symbol)
        return tuple(known[name] for name in sorted(known))


def _unknown_equations(part: DerivationPart, known: Sequence[KnownEquation]) -> Iterator[str]:
    for number, step in enumerate(part.steps, start=1):
        equation = step.arguments.get("equation")
        if isinstance(equation, KnownEquation) and not any(equation.same_as(one) for one in known):
            yield f"step {number}: {equation} is neither an axiom nor shown before."


def _shown_by(part: DerivationPart) -> list[KnownEquation]:
    """The equation ``start = result`` of a part whose steps all keep the value and name single matrices."""
    if any(not step.rule.keeps_value for step in part.steps):
        return []
    try:
        return [KnownEquation(single_matrix(part.start), single_matrix(part.result), "shown")]
    except InputError:
        return []


def _symbols(step: Step) -> list[Symbol]:
    stages = [*_stage_symbols(step.after), *_stage_symbols(step.before)]
    return [*stages, *_definition_symbols(step.definitions)]


def _stage_symbols(stage: Stage) -> list[Symbol]:
    values: list[Expression | Scalar] = list(stage.values.values())
    if isinstance(stage, Formula):
        values += [factor for term in stage.terms for factor in term.factors]
    return sorted({symbol for value in values for symbol in symbols_of(value)}, key=lambda symbol: symbol.letter.key)


def _definition_symbols(definitions: Definitions) -> list[Symbol]:
    return [*definitions, *(symbol for image in definitions.values() for symbol in symbols_of(image))]


class Chain:
    """Builds a part step by step; every formula results from its rule applied to the one before.

    >>> from symdln.algebra.words import Symbol, norm_squared
    >>> from symdln.teaching import Term
    >>> A, B = Symbol("A", "m", "n"), Symbol("B", "n", "p")
    >>> first = Chain("A norm", "||A B||^2", Formula((Term((A, B), form="norm"),)))
    >>> part = first.then("norm as trace", "By definition.").part(goal=norm_squared(A @ B))
    >>> print(part.start, "=", part.result, part.check())
    ||A B||^2 = tr(B^T A^T A B) []
    >>> print(Chain.after(part, "norm as trace", "Rotated").then("cyclic rotation", "Move B^T.", by=1).stage)
    tr(A^T A B B^T)
    """

    def __init__(
        self,
        title: str,
        subject: str,
        start: Stage,
        definitions: Definitions | None = None,
        *,
        latex: str | None = None,
    ):
        self.title, self.subject, self.latex = title, subject, subject if latex is None else latex
        self.stage, self.definitions = start, dict(definitions or {})
        self.steps: list[Step] = []

    def then(self, rule_name: str, sentence: str, *, ask: bool = False, **arguments: Any) -> Chain:
        """Apply a rule; ``ask`` marks the step as one to leave blank in an exercise.

        A rewriting that changes nothing, such as bringing an empty product to the front, is not a step.
        """
        step = Step(rule_name, arguments, self.stage, self.stage, sentence, self.definitions, self.definitions, ask)
        after = step.rule.rewrite(self.stage, self.definitions, **arguments)
        if step.rule.keeps_value and after == self.stage:
            return self
        step = replace(step, after=after, definitions_after=step._definitions_after())
        self.steps.append(step)
        self.stage, self.definitions = after, dict(step.definitions_after)
        return self

    @classmethod
    def after(cls, part: DerivationPart, rule_name: str, title: str, subject: str = "", *, latex: str = "") -> Chain:
        """A chain that starts where the last step by this rule of another part ends."""
        step = next(step for step in reversed(part.steps) if step.rule_name == rule_name)
        names = (subject or part.subject), (latex or part.subject_latex)
        return cls(title, names[0], step.after, step.definitions_after, latex=names[1])

    def part(self, goal: Expression | Scalar | Values | None = None, conclusion: str = "") -> DerivationPart:
        """The finished part; ``goal`` is its result by another route."""
        values = {"": goal} if isinstance(goal, (Expression, Scalar)) else goal
        return DerivationPart(self.title, self.subject, self.latex, tuple(self.steps), values, conclusion)
