"""The steps of a derivation as lemmas: one lemma for each range of summation, proved by one tactic for matrix words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from symdln.algebra.words import Expression, Scalar, Symbol, product, taylor
from symdln.errors import SymdlnError
from symdln.teaching.coq.blocks import blocks
from symdln.teaching.coq.expectations import pairing
from symdln.teaching.coq.layer_sums import opened_sum
from symdln.teaching.coq.lemmas import (
    CannotExportError,
    CoqLemma,
    groups,
    in_sum,
    indices,
    summed,
    times_sign,
    variables,
)
from symdln.teaching.coq.printing import CoqPrinter, Shape, denominators
from symdln.teaching.derivation import Step
from symdln.teaching.formulas import Block, Definitions, Formula, Term, formula_of
from symdln.teaching.operations import _power_of

LARGEST_POWER = 8


def lemmas(step: Step, size_names: frozenset[str]) -> list[CoqLemma]:
    """The step as lemmas; ``CannotExportError`` says why there are none."""
    if isinstance(step.after, Block):
        return [kronecker(step, size_names)]
    before = step.before
    assert isinstance(before, Formula)
    if step.arguments.get("over"):
        return [opened_sum(step, size_names)]
    if step.rule_name == "Gaussian pairing":
        return [pairing(step, size_names)]
    if step.rule_name == "multiply blocks":
        return blocks(step, size_names)
    old, new = groups(before), groups(step.after)
    if step.arguments.get("summand"):
        old, new = {"": [t for terms in old.values() for t in terms]}, {"": list(step.after.terms)}
    ranges = list(dict.fromkeys([*old, *new])) or [""]
    parts = [StepPart(step, over, old.get(over, []), new.get(over, []), size_names) for over in ranges]
    found = [part.lemma() for part in parts]
    return found if len(found) == 1 else [replace(one, name=f"_{n}") for n, one in enumerate(found, start=1)]


@dataclass(frozen=True)
class StepPart:
    """What a step does to the terms of one range of summation."""

    step: Step
    over: str
    old: list[Term]
    new: list[Term]
    size_names: frozenset[str]

    def lemma(self) -> CoqLemma:
        """``old = new`` in the sense of the rule, under the definitions and the equation that the step uses."""
        printer = CoqPrinter(self.size_names, families=indices(self.over))
        printer.scale = denominators([self._formula(self.old), self._formula(self.new)])
        statement = WRITERS.get(self.step.rule_name, _kept)(self, printer)
        hypotheses, tactic = self._hypotheses(printer)
        symmetric = printer.symmetric(known=[s.name for s in self._definitions() if s.name in printer.symbols])
        after = self.step.after
        assert isinstance(after, Formula)
        return CoqLemma(
            variables(printer, after.shape, [*hypotheses, *symmetric], self.over), statement, in_sum(self.over, tactic)
        )

    def _formula(self, terms: Iterable[Term]) -> Formula:
        return Formula(tuple(replace(term, over="") for term in terms), next(iter(_shapes(terms)), None))

    def value(self) -> Expression | Scalar | None:
        """The normal form before the step; ``None`` for zero."""
        return self._formula(self.old).values.get("")

    @property
    def shape(self) -> Shape:
        """The shape before the step."""
        assert isinstance(self.step.before, Formula)
        return self.step.before.shape

    def sides(self, printer: CoqPrinter) -> tuple[str, str]:
        """Both sides as they are written."""
        after = self.step.after
        assert isinstance(after, Formula)
        return printer.terms(self.old, self.shape), printer.terms(self.new, after.shape)

    def _definitions(self) -> Definitions:
        no_use = self.step.rule_name == "boundary case" or "equation" in self.step.arguments
        return {} if no_use else self.step.definitions

    def _hypotheses(self, printer: CoqPrinter) -> tuple[list[str], str]:
        """The definitions of symbols that occur, the equation that is used, and the tactic."""
        if "equation" in self.step.arguments and self.old != self.new:
            return self._by_equation(printer)
        found: dict[str, str] = {}
        while todo := [s for s in self._definitions() if s.name in printer.symbols and s.name not in found]:
            for symbol in todo:
                name = printer.names("fact", f"is_{symbol.name}")
                image = printer.expression(self._definitions()[symbol])
                found[symbol.name] = f"({name} : {printer.symbol(symbol)} = {image})"
        if found and self.over:
            if self.step.rule_name in ("open", "close", "recognise"):
                raise CannotExportError("a symbol inside a sum over layers is opened or closed")
            found = {}
        return list(found.values()), "words."

    def _by_equation(self, printer: CoqPrinter) -> tuple[list[str], str]:
        equation, start = self.step.arguments["equation"], self.step.arguments.get("start", 0)
        term = self.old[self.step.arguments.get("term", 0)]
        end = _end_of(term, equation.left, start)
        name = printer.names("fact", "given")
        hypothesis = f"({name} : {printer.expression(equation.left)} = {printer.expression(equation.right)})"
        around = [f"({printer.expression(x)})" for x in term.factors[:start]]
        around += ["Z", *(f"({printer.expression(x)})" for x in term.factors[end:])]
        body = " *m ".join(around)
        body = f"\\tr ({body})" if term.form == "trace" else body
        return [hypothesis], f"intros; have used := congr1 (fun Z => {body}) {name}; words_by used."


def _end_of(term: Term, left: Expression, start: int) -> int:
    for end in range(start + 1, len(term.factors) + 1):
        try:
            if product(*term.factors[start:end]) == left:
                return end
        except SymdlnError:
            continue
    raise CannotExportError(f"{left} was not found where the step uses its equation")


def _shapes(terms: Iterable[Term]) -> Iterable[Shape]:
    for term in terms:
        value = term.value
        yield value.shape if isinstance(value, Expression) else None


# -- what the rules say ------------------------------------------------------------------------------------------------


def _kept(part: StepPart, printer: CoqPrinter) -> str:
    old, new = part.sides(printer)
    return f"{summed(part.over, old)} = {summed(part.over, new)}"


def _inserted(part: StepPart, printer: CoqPrinter) -> str:
    """The formula with the images put in is the formula after."""
    images = {s.name: f"({printer.expression(value)})" for s, value in part.step.arguments["images"].items()}
    return _put(part, printer, images)


def _put(part: StepPart, printer: CoqPrinter, images: dict[str, str]) -> str:
    printer.images = images
    old = printer.terms(part.old, part.shape)
    printer.images = {}
    after = part.step.after
    assert isinstance(after, Formula)
    return f"{summed(part.over, old)} = {summed(part.over, printer.terms(part.new, after.shape))}"


def _boundary(part: StepPart, printer: CoqPrinter) -> str:
    """The same in the special case, where sizes are equal and empty products are identities."""
    sizes: Mapping[str, Any] = part.step.arguments["sizes"]
    images = {s.name: f"({printer.expression(v)})" for s, v in part.step.arguments["images"].items()}
    printer.size_images = {old: printer.size(new) for old, new in sizes.items()}
    return _put(part, printer, images)


def _product_rule(part: StepPart, printer: CoqPrinter) -> str:
    """``f(W + t V) = f(W) + t f' + t^2 ...``, the higher terms written out."""
    if part.over:
        raise CannotExportError("a sum over layers is differentiated")
    directions: Mapping[Symbol, Expression] = part.step.arguments["directions"]
    t = printer.names("scalar", "t")
    printer.scalars["t"] = None
    images = {s.name: f"({printer.symbol(s)} + {t} *: ({printer.expression(v)}))" for s, v in directions.items()}
    here, first = part.sides(printer)
    printer.images = images
    moved = printer.terms(part.old, part.shape)
    printer.images = {}
    value, rest = part.value(), ""
    if value is not None:
        series: list[Any] = taylor(value, directions, LARGEST_POWER)
        rest = _powers(printer, t, {n: r for n, r in enumerate(series) if n >= 2 and r}, part.shape)
    return f"{moved} = {here} + {t} {times_sign(part.shape)} ({first}){rest}"


def _powers(printer: CoqPrinter, t: str, parts: Mapping[int, Any], shape: Shape) -> str:
    sign = times_sign(shape)
    return "".join(f" + {t} ^+ {n} {sign} ({printer.terms(formula_of(r).terms, shape)})" for n, r in parts.items())


def _read_off(part: StepPart, printer: CoqPrinter) -> str:
    """What is read off is the gradient: the form is its inner product with every direction."""
    direction = part.step.arguments["direction"]
    old, new = part.sides(printer)
    return f"{old} = \\tr (({new})^T *m {printer.symbol(direction)})"


def _coefficient(part: StepPart, printer: CoqPrinter) -> str:
    """The formula is t^n times its coefficient plus the terms of other powers, written out."""
    name, power = part.step.arguments["name"], part.step.arguments["power"]
    printer.scalars[name] = None
    t, sign = printer.names("scalar", name), times_sign(part.shape)
    old, new = part.sides(printer)
    value = part.value()
    others = {} if value is None else {n: _power_of(value, name, n) for n in range(LARGEST_POWER + 1) if n != power}
    rest = _powers(printer, t, {n: r for n, r in others.items() if r}, part.shape)
    return f"{old} = {t} ^+ {power} {sign} ({new}){rest}"


def _multiplied(part: StepPart, printer: CoqPrinter) -> str:
    left, right = part.step.arguments.get("left", ()), part.step.arguments.get("right", ())
    old, new = part.sides(printer)
    whole = " *m ".join([*(f"({printer.expression(x)})" for x in left), f"({old})"])
    return f"{' *m '.join([whole, *(f'({printer.expression(x)})' for x in right)])} = {new}"


def _trace(part: StepPart, printer: CoqPrinter) -> str:
    old, new = part.sides(printer)
    return f"\\tr ({old}) = {new}"


WRITERS: dict[str, Callable[[StepPart, CoqPrinter], str]] = {
    "insert": _inserted,
    "boundary case": _boundary,
    "product rule": _product_rule,
    "read off the gradient": _read_off,
    "take the coefficient": _coefficient,
    "multiply": _multiplied,
    "take the trace": _trace,
}


def kronecker(step: Step, size_names: frozenset[str]) -> CoqLemma:
    """The vector of the matrix, row by row, is the sum of Kronecker products times the vector of the direction."""
    before, after = step.before, step.after
    assert isinstance(before, Formula)
    assert isinstance(after, Block)
    printer = CoqPrinter(size_names)
    printer.scale = denominators([before])
    direction = printer.symbol(after.direction)
    parts = []
    for term in after.kronecker.terms:
        body = f"kron ({printer.expression(term.left)}) ({printer.expression(term.right)})"
        if term.transposed:
            body = f"({body} *m swap F {' '.join(f'({printer.size(size)})' for size in term.variable_shape)})"
        coefficient = term.coefficient * printer.scale
        parts.append(body if coefficient == 1 else f"({printer.scalar(coefficient)}) *: {body}")
    old = printer.terms(before.terms, before.shape)
    statement = f"vec ({old}) = ({' + '.join(parts)}) *m vec {direction}"
    return CoqLemma(variables(printer, before.shape, printer.symmetric()), statement, "kron_block.")
