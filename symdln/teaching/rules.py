"""The rules of a derivation that keep the value of a formula, each by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symdln.algebra.display import InNotebooks
from symdln.algebra.words import (
    Expression,
    Scalar,
    Symbol,
    cyclic_rotation,
    jacobian,
    product,
    substitute,
    transpose_in_trace,
)
from symdln.algebra.words import expand as expand_term
from symdln.errors import InputError
from symdln.teaching.formulas import (
    ONE,
    Block,
    Definitions,
    Formula,
    Stage,
    Term,
    Values,
    formula_of,
    letters,
    opened_values,
)


@dataclass(frozen=True)
class Rule:
    """A way to rewrite a formula.

    ``rewrite(before, definitions, **arguments)`` writes the formula after the step.  ``on_values(values, definitions,
    **arguments)`` gives, from normal forms alone, the value after the step; ``None`` for a rule that keeps the value.

    >>> A, B = Symbol("A", "m", "n"), Symbol("B", "n", "m")
    >>> rule = RULES["norm as trace"]
    >>> print(rule.meaning, ":", rule.rewrite(Formula((Term((A,), form="norm"),)), {}), rule.keeps_value)
    ||F||^2 = tr(F^T F) : tr(A^T A) True
    >>> RULES["product rule"].keeps_value                                          # it differentiates
    False
    """

    name: str
    meaning: str
    rewrite: Callable[..., Stage]
    on_values: Callable[..., Values] | None = None

    @property
    def keeps_value(self) -> bool:
        """Whether the formula after the step has the value of the one before."""
        return self.on_values is None


RULES: dict[str, Rule] = {}


def rule(name: str, meaning: str, on_values: Callable[..., Values] | None = None) -> Callable[..., Any]:
    """Register the decorated rewriting under its name."""

    def register(rewrite: Callable[..., Stage]) -> Callable[..., Stage]:
        RULES[name] = Rule(name, meaning, rewrite, on_values)
        return rewrite

    return register


@dataclass(frozen=True)
class KnownEquation(InNotebooks):
    r"""``left = right``, an axiom or the result of an earlier part of the derivation; ``reason`` says which.

    >>> A, B = Symbol("A", "m", "n"), Symbol("B", "n", "m")
    >>> given = KnownEquation(A, B.T, "given")
    >>> print(given, given.T, given.reversed, sep=", ")
    A = B^T, A^T = B, B^T = A
    >>> given.same_as(KnownEquation(B, A.T, "")), given.same_as(KnownEquation(A, A, "")), given.T.reason
    (True, False, 'given, transposed')
    >>> print(given.latex(), given.fits)
    A = B^\top True
    """

    left: Expression
    right: Expression
    reason: str

    @property
    def T(self) -> KnownEquation:
        """The equation with both sides transposed."""
        return KnownEquation(self.left.T, self.right.T, f"{self.reason}, transposed")

    @property
    def reversed(self) -> KnownEquation:
        """The equation with its sides exchanged."""
        return KnownEquation(self.right, self.left, self.reason)

    def __str__(self) -> str:
        return f"{self.left} = {self.right}"

    def latex(self) -> str:
        """The equation in LaTeX."""
        return f"{self.left.latex()} = {self.right.latex()}"

    def same_as(self, other: KnownEquation) -> bool:
        """Whether both equations agree, possibly with sides exchanged or transposed."""
        sides = {self.left, self.right}
        return sides == {other.left, other.right} or sides == {other.left.T, other.right.T}


# -- traces and norms --------------------------------------------------------------------------------------------------


@rule("norm as trace", "||F||^2 = tr(F^T F)")
def norm_as_trace(before: Formula, definitions: Definitions, *, term: int | None = None) -> Formula:
    def turn(one: Term) -> Term:
        return replace(one, factors=(*(f.T for f in reversed(one.factors)), *one.factors), form="trace")

    return change(before, _chosen(before, term, "norm"), lambda one: [turn(one)])


@rule("trace as norm", "tr(F^T F) = ||F||^2")
def trace_as_norm(before: Formula, definitions: Definitions, *, term: int | None = None) -> Formula:
    def turn(one: Term) -> Term:
        half, odd = divmod(len(one.factors), 2)
        if odd or product(*one.factors[half:]) != product(*one.factors[:half]).T:
            raise InputError(f"{one} is not written as tr(F^T F), so it is not a squared norm at sight.")
        return replace(one, factors=one.factors[half:], form="norm")

    return change(before, _chosen(before, term, "trace"), lambda one: [turn(one)])


@rule("cyclic rotation", "tr(F_1 ... F_n) = tr(F_{m+1} ... F_n F_1 ... F_m)")
def rotate(before: Formula, definitions: Definitions, *, term: int | None = None, by: int = 1) -> Formula:
    places = _chosen(before, term, "trace")
    return change(before, places, lambda one: [one.like(cyclic_rotation(one.written, by))])


@rule("transpose under trace", "tr(F_1 ... F_n) = tr(F_n^T ... F_1^T)")
def transpose(before: Formula, definitions: Definitions, *, term: int | None = None) -> Formula:
    places = _chosen(before, term, "trace")
    return change(before, places, lambda one: [one.like(transpose_in_trace(one.written))])


# -- sums and brackets -------------------------------------------------------------------------------------------------


@rule("expand", "sums inside a product are multiplied out")
def expand(before: Formula, definitions: Definitions, *, term: int | None = None) -> Formula:
    return change(before, _chosen(before, term), lambda one: [one.like(part) for part in expand_term(one.written)])


@rule("drop brackets", "(F_1 F_2) F_3 = F_1 F_2 F_3")
def drop_brackets(before: Formula, definitions: Definitions, *, term: int | None = None) -> Formula:
    return change(before, _chosen(before, term), lambda one: [replace(one, factors=letters(*one.factors))])


@rule("collect", "like terms are added, in normal form")
def collect(before: Formula, definitions: Definitions) -> Formula:
    parts = [formula_of(value, over).terms for over, value in opened_values(before.values, {}).items()]
    return Formula(tuple(term for terms in parts for term in terms), before.shape)


@rule("add like terms", "terms that are written alike are added")
def add_like_terms(before: Formula, definitions: Definitions) -> Formula:
    sums: dict[tuple, Scalar] = {}
    for one in before.terms:
        key = (one.factors, one.form, one.over)
        sums[key] = sums.get(key, Scalar(0)) + one.coefficient
    terms = [Term(factors, c, form, over) for (factors, form, over), c in sums.items() if c]
    return Formula(tuple(terms), before.shape)


# -- opaque products ---------------------------------------------------------------------------------------------------


@rule("open", "an opaque symbol is replaced by the product that it stands for")
def open_symbol(
    before: Formula, definitions: Definitions, *, symbols: Sequence[Symbol], place: int | None = None
) -> Formula:
    """Everywhere, or only in the factor at ``place``."""
    images = {symbol: _definition(symbol, definitions) for symbol in symbols}

    def turn(one: Term) -> list[Term]:
        if one.form == "scalar":
            return [one]
        spliced: list[Expression] = []
        for number, factor in enumerate(one.factors):
            image = substitute(factor, images) if place in (None, number) else factor
            spliced += letters(image) if image != factor and _is_letter(factor) else [image]
        without_units = [factor for factor in spliced if not _is_unit(factor)] or spliced[:1]
        return [replace(one, factors=tuple(without_units))]

    return change(before, range(len(before.terms)), turn)


@rule("close", "a product is replaced by the opaque symbol that stands for it")
def close_symbol(before: Formula, definitions: Definitions, *, symbols: Sequence[Symbol]) -> Formula:
    after = before
    for symbol in symbols:
        image = _definition(symbol, definitions)
        closed = change(after, range(len(after.terms)), lambda one, s=symbol, i=image: [_close_in(one, s, i)])
        if closed == after:
            raise InputError(f"{image} does not stand in {before}, so {symbol.name} cannot be written for it.")
        after = closed
    return after


def _close_in(one: Term, symbol: Symbol, image: Expression) -> Term:
    factors, place = list(one.factors), 0
    while place < len(factors):
        for end in range(len(factors), place, -1):
            whole = product(*factors[place:end])
            if whole in (image, image.T):
                factors[place:end] = [symbol if whole == image else symbol.T]
                break
        else:
            factors[place] = _close_sum(factors[place], symbol, image)
        place += 1
    return replace(one, factors=tuple(factors))


def _close_sum(factor: Expression, symbol: Symbol, image: Expression) -> Expression:
    """A factor that is a sum with the terms of the image among its own."""
    for sum_, closed in ((image, symbol), (image.T, symbol.T)):
        if len(sum_.terms) > 1 and set(sum_.terms) <= set(factor.terms):
            return factor - sum_ + closed
    return factor


@rule("recognise", "the whole sum is a multiple of the product that a symbol stands for")
def recognise(before: Formula, definitions: Definitions, *, symbol: Symbol, coefficient: Scalar) -> Formula:
    _definition(symbol, definitions)
    return Formula((Term((symbol,), ONE * coefficient),), before.shape)


@rule("use an equation", "one side of a known equation is replaced by the other")
def use_equation(
    before: Formula, definitions: Definitions, *, equation: KnownEquation, term: int = 0, start: int = 0
) -> Formula:
    def turn(one: Term) -> list[Term]:
        for end in range(start + 1, len(one.factors) + 1):
            if product(*one.factors[start:end]) == equation.left:
                return _put(one, start, end, equation.right)
        raise InputError(f"{equation.left} does not stand at place {start + 1} of {one}.")

    return change(before, [term], turn)


def _put(one: Term, start: int, end: int, right: Expression) -> list[Term]:
    if not right:
        return []
    middle = [factor for factor in letters(right) if not _is_unit(factor)]
    factors = (*one.factors[:start], *middle, *one.factors[end:]) or (right,)
    return [replace(one, factors=factors)]


# -- Kronecker products ------------------------------------------------------------------------------------------------


@rule("read off the block", "vec(L V R) = (L ⊗ R^T) vec V, row by row")
def read_off_block(before: Formula, definitions: Definitions, *, direction: Symbol) -> Block:
    value = before.values.get("")
    if not isinstance(value, Expression):
        raise InputError(f"{before} is not a matrix that is linear in {direction.name}.")
    return Block(jacobian(value, direction), direction)


# -- parts -------------------------------------------------------------------------------------------------------------


def change(before: Formula, places: Sequence[int], turn: Callable[[Term], list[Term]]) -> Formula:
    """The formula with the terms at these places replaced by their images under ``turn``."""
    chosen = set(places)
    terms = [part for place, one in enumerate(before.terms) for part in (turn(one) if place in chosen else [one])]
    return Formula(tuple(terms), before.shape)


def _chosen(before: Formula, term: int | None, form: str | None = None) -> Sequence[int]:
    """The named place, or all places of that form."""
    if term is not None:
        if not 0 <= term < len(before.terms):
            raise InputError(f"{before} has {len(before.terms)} terms; there is no term {term + 1}.")
        if form is not None and before.terms[term].form != form:
            raise InputError(f"the term {before.terms[term]} is not a {form}.")
        return [term]
    return [place for place, one in enumerate(before.terms) if form in (None, one.form) and one.form != "scalar"]


def _definition(symbol: Symbol, definitions: Definitions) -> Expression:
    if symbol not in definitions:
        raise InputError(f"{symbol.name} does not stand for a product here.")
    return definitions[symbol]


def _is_letter(factor: Expression) -> bool:
    terms = factor.terms
    return len(terms) == 1 and len(terms[0][0]) == 1 and terms[0][1] == 1


def _is_unit(factor: Expression) -> bool:
    terms = factor.terms
    return len(terms) == 1 and not terms[0][0] and terms[0][1] == 1
