"""The rules of a derivation that change the value: differentiate, insert, specialise, take expectations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product as every
from typing import Any

from symdln.algebra.moments import word_expectation
from symdln.algebra.words import (
    Expression,
    Scalar,
    Symbol,
    derivative,
    identity,
    product,
    product_rule,
    read_off_gradient,
    substitute,
    symbols_of,
    trace,
)
from symdln.algebra.words.symbols import Letter, Size, Word
from symdln.errors import InputError
from symdln.teaching.formulas import (
    Definitions,
    Formula,
    Term,
    Values,
    add,
    formula_of,
    letters,
    opened,
    opened_values,
)
from symdln.teaching.rules import change, rule

# -- derivatives -------------------------------------------------------------------------------------------------------


def _derived(values: Values, definitions: Definitions, *, directions: Mapping, over: str = "") -> Values:
    moves: Any = {symbol: opened(direction, definitions) for symbol, direction in directions.items()}
    if over and set(values) - {""}:
        raise InputError("a formula that is already summed over layers is not summed over layers again.")
    return {over or key: _along(value, moves) for key, value in values.items()}


def _along(value: Any, moves: Any) -> Any:
    return derivative(value, moves)


@rule("product rule", "each factor that moves is differentiated in turn", _derived)
def differentiate(before: Formula, definitions: Definitions, *, directions: Mapping, over: str = "") -> Formula:
    """The derivative along ``directions``; with ``over`` the directions are those of one layer, and all are summed."""
    terms = []
    for one in before.terms:
        parts = product_rule(one.written, directions)
        terms += [replace(one.like(part), over=over or one.over) for part in parts]
    return Formula(tuple(terms), before.shape)


def _read_off(values: Values, definitions: Definitions, *, direction: Symbol) -> Values:
    return {over: read_off_gradient(_scalar(value), direction) for over, value in values.items()}


@rule("read off the gradient", "tr(G^T V) for all V determines G", _read_off)
def read_off(before: Formula, definitions: Definitions, *, direction: Symbol) -> Formula:
    """``tr(F_1 ... F_m V) -> (F_1 ... F_m)^T``: V must stand last in every term."""
    terms = []
    for one in before.terms:
        if one.form != "trace" or one.factors[-1] != direction or len(one.factors) < 2:
            raise InputError(f"{one} is not written as tr(F {direction.name}); rotate {direction.name} to the end.")
        if any(direction in symbols_of(factor) for factor in one.factors[:-1]):
            raise InputError(f"{one} holds {direction.name} twice, so it is not linear in it.")
        factors = tuple(factor.T for factor in reversed(one.factors[:-1]))
        terms.append(replace(one, factors=factors, form="product"))
    return Formula(tuple(terms), direction.shape)


# -- substitutions -----------------------------------------------------------------------------------------------------


def _inserted(values: Values, definitions: Definitions, *, images: Mapping, over: str = "") -> Values:
    if not over:
        return {key: substitute(value, images) for key, value in values.items()}
    result: Values = {}
    for key, value in values.items():
        gone = substitute(value, {symbol: symbol * 0 for symbol in images})
        if linear := substitute(value - gone, images):  # type: ignore[operator]
            result[over] = linear
        if gone:
            result[key] = gone
    return result


@rule("insert", "a symbol is replaced by its known value", _inserted)
def insert(before: Formula, definitions: Definitions, *, images: Mapping, over: str = "") -> Formula:
    """Insert the images; with ``over``, a symbol that occurs linearly becomes the sum of its images."""

    def turn(one: Term) -> list[Term]:
        held = [factor for factor in one.factors if any(symbol in images for symbol in symbols_of(factor))]
        if over and len(held) > 1:
            raise InputError(f"{one} is not linear in the symbol that is replaced by a sum.")
        factors: list[Expression] = []
        for factor in one.factors:
            image = substitute(factor, images)
            factors += [image] if factor == image or len(image.terms) != 1 else letters(image)
        kept = tuple(factors)
        if not product(*kept):
            return []
        return [replace(one, factors=kept, over=over if over and held else one.over, coefficient=one.coefficient)]

    return change(before, range(len(before.terms)), lambda one: turn(one) if one.form != "scalar" else [one])


def special_definitions(
    definitions: Definitions, *, sizes: Mapping[str, Size], images: Mapping, summand: bool = False
) -> Definitions:
    """The definitions in the boundary case."""
    put = {resized(symbol, sizes): image for symbol, image in images.items()}
    return {
        _symbol(resized(symbol, sizes)): substitute(resized(image, sizes), put)
        for symbol, image in definitions.items()
        if symbol not in images
    }


def _special(
    values: Values, definitions: Definitions, *, sizes: Mapping[str, Size], images: Mapping, summand: bool = False
) -> Values:
    put = {resized(symbol, sizes): image for symbol, image in images.items()}
    if summand and len(values) > 1:
        raise InputError("a formula with several ranges of summation has no single summand.")
    return {"" if summand else over: substitute(resized(value, sizes), put) for over, value in values.items()}


@rule("boundary case", "the first or last layer, or neighbours: an empty product is the identity", _special)
def specialise(
    before: Formula, definitions: Definitions, *, sizes: Mapping[str, Size], images: Mapping, summand: bool = False
) -> Formula:
    """The formula in the boundary case; with ``summand``, only the summand of this layer in a sum over layers."""
    put = {resized(symbol, sizes): image for symbol, image in images.items()}

    def turn(one: Term) -> Term:
        factors = [substitute(resized(factor, sizes), put) for factor in one.factors]
        kept = [factor for factor in factors if factor != identity(factor.rows)] or factors[:1]
        over = "" if summand else one.over
        return Term(tuple(kept), substitute(resized(one.coefficient, sizes), put), one.form, over)

    shape = None if before.shape is None else tuple(_size(size, sizes) for size in before.shape)
    return Formula(tuple(turn(one) for one in before.terms), shape)  # type: ignore[arg-type]


def resized(value: Any, sizes: Mapping[str, Size]) -> Any:
    """The value with sizes renamed, since a statement for all sizes holds where two of them are equal."""
    if isinstance(value, Scalar):
        return Scalar.from_terms(
            (tuple((_resized_atom(atom, sizes), power) for atom, power in monomial), number)
            for monomial, number in value.terms
        )
    if isinstance(value, Symbol):
        return Symbol.of_letter(_resized_letter(value.letter, sizes))
    rows, columns = (_size(size, sizes) for size in value.shape)
    terms = [(_resized_word(word, sizes), resized(coefficient, sizes)) for word, coefficient in value.terms]
    return Expression.from_terms(rows, columns, terms)


def _size(size: Size, sizes: Mapping[str, Size]) -> Size:
    return sizes.get(size, size) if isinstance(size, str) else size


def _resized_atom(atom: str | Word, sizes: Mapping[str, Size]) -> Any:
    return sizes.get(atom, atom) if isinstance(atom, str) else _resized_word(atom, sizes)


def _resized_word(word: Word, sizes: Mapping[str, Size]) -> Word:
    return tuple(_resized_letter(letter, sizes) for letter in word)


def _resized_letter(letter: Letter, sizes: Mapping[str, Size]) -> Letter:
    plain = letter.T if letter.transposed else letter
    rows, columns = (_size(size, sizes) for size in (plain.rows, plain.columns))
    moved = Letter(plain.name, rows, columns, plain.symmetric, plain.latex)
    return moved.T if letter.transposed else moved


def _symbol(value: Any) -> Symbol:
    assert isinstance(value, Symbol)
    return value


# -- coefficients, factors, traces -------------------------------------------------------------------------------------


def _coefficient(values: Values, definitions: Definitions, *, name: str, power: int) -> Values:
    return {over: add([_power_of(value, name, power)]) for over, value in values.items()}


def _power_of(value: Expression | Scalar, name: str, power: int) -> Expression | Scalar:
    if isinstance(value, Expression):
        terms = [(word, _scalar(_power_of(coefficient, name, power))) for word, coefficient in value.terms]
        return Expression.from_terms(value.rows, value.columns, terms)
    kept = []
    for monomial, number in value.terms:
        if dict(monomial).get(name, 0) == power:
            kept.append((tuple(factor for factor in monomial if factor[0] != name), number))
    return Scalar.from_terms(kept)


@rule("take the coefficient", "the coefficient of one power of t", _coefficient)
def take_coefficient(before: Formula, definitions: Definitions, *, name: str, power: int) -> Formula:
    """Every term must be multiplied out, so that powers of the scalar stand in the coefficients alone."""
    terms = []
    for one in before.terms:
        if any(name in coefficient.atoms() for factor in one.factors for _, coefficient in factor.terms):
            raise InputError(f"{one} is not multiplied out, so its power of {name} does not stand in front.")
        if part := _power_of(one.coefficient, name, power):
            terms.append(replace(one, coefficient=_scalar(part)))
    return Formula(tuple(terms), before.shape)


def _multiplied(values: Values, definitions: Definitions, *, left: Sequence = (), right: Sequence = ()) -> Values:
    return {over: product(*left, value, *right) for over, value in values.items()}  # type: ignore[arg-type]


@rule("multiply", "the whole is multiplied from the left or from the right", _multiplied)
def multiply(before: Formula, definitions: Definitions, *, left: Sequence = (), right: Sequence = ()) -> Formula:
    terms = tuple(replace(one, factors=(*left, *one.factors, *right)) for one in before.terms)
    if before.shape is None:
        raise InputError(f"{before} is a scalar and is not multiplied by matrices.")
    shape = (left[0].rows if left else before.shape[0], right[-1].columns if right else before.shape[1])
    return Formula(terms, shape)


def _trace_of(values: Values, definitions: Definitions) -> Values:
    return {over: trace(value) for over, value in values.items() if isinstance(value, Expression)}


@rule("take the trace", "the trace of a sum is the sum of the traces", _trace_of)
def take_trace(before: Formula, definitions: Definitions) -> Formula:
    return Formula(tuple(replace(one, form="trace") for one in before.terms), None)


# -- expectations ------------------------------------------------------------------------------------------------------


def _expected(values: Values, definitions: Definitions, *, symbol: Symbol, variance: Scalar) -> Values:
    """The expectation of the opened normal form, in one step."""
    return {over: word_expectation(_scalar(value), symbol, variance, gaussian=True) for over, value in values.items()}


@rule("Gaussian pairing", "E[W_ia W_jb] = sigma^2 delta_ij delta_ab, summed over all pairings (Isserlis)", _expected)
def gaussian_pairing(before: Formula, definitions: Definitions, *, symbol: Symbol, variance: Scalar) -> Formula:
    """The expectation of every term as it stands; like terms are added."""
    parts = [word_expectation(_scalar(one.value), symbol, variance, gaussian=True) for one in before.terms]
    values = opened_values({"": sum(parts, Scalar(0))}, {})
    return Formula(tuple(term for value in values.values() for term in formula_of(value).terms), None)


# -- blocks ------------------------------------------------------------------------------------------------------------

Table = Sequence[Sequence[Expression]]
"""The blocks of a matrix: ``((X_11, X_12), (X_21, X_22))``."""


def _block_values(
    values: Values, definitions: Definitions, *, tables: Mapping[Symbol, Table], place: tuple[int, int] | None = None
) -> Values:
    """Sums over all paths of block indices through every word."""
    return {over: _block_value(value, tables, place) for over, value in values.items()}


def _block_value(value: Expression | Scalar, tables: Mapping[Symbol, Table], place: tuple[int, int] | None) -> Any:
    if isinstance(value, Scalar):
        parts: list[Any] = []
        for monomial, number in value.terms:
            traces = [atom for atom, _ in monomial if not isinstance(atom, str)]
            if len(traces) != 1 or dict(monomial)[traces[0]] != 1:
                raise InputError(f"{value} is not a sum of single traces, so it is not multiplied out by blocks.")
            rest = Scalar.from_terms([(tuple(factor for factor in monomial if isinstance(factor[0], str)), number)])
            parts += [rest * trace(path) for i in (0, 1) for path in _paths(traces[0], tables, i, i)]
        return sum(parts, Scalar(0))
    if place is None:
        raise InputError(f"a block of {value} must be named by its row and column.")
    parts = [coefficient * path for word, coefficient in value.terms for path in _paths(word, tables, *place)]
    return sum(parts[1:], parts[0])


def _paths(word: Word, tables: Mapping[Symbol, Table], row: int, column: int) -> list[Expression]:
    found = []
    for inner in every((0, 1), repeat=len(word) - 1):
        stations = (row, *inner, column)
        found.append(product(*(_entry(x, tables, a, b) for x, a, b in zip(word, stations, stations[1:], strict=False))))
    return found


def _entry(letter: Letter, tables: Mapping[Symbol, Table], row: int, column: int) -> Expression:
    table = tables[Symbol.of_letter(letter)]
    return table[column][row].T if letter.transposed else table[row][column]


@rule("multiply blocks", "(X Y)_ab = X_a1 Y_1b + X_a2 Y_2b", _block_values)
def multiply_blocks(
    before: Formula, definitions: Definitions, *, tables: Mapping[Symbol, Table], place: tuple[int, int] | None = None
) -> Formula:
    """One block of a product, or all of a trace or squared norm, by multiplying 2 x 2 tables from the left."""
    terms: list[Term] = []
    for one in before.terms:
        table = _table_of(one.factors[0], tables)
        for factor in one.factors[1:]:
            table = _table_product(table, _table_of(factor, tables))
        terms += _block_terms(one, table, place)
    shape = None if place is None else terms[0].value.shape if terms else before.shape  # type: ignore[union-attr]
    return Formula(tuple(terms), shape)


def _block_terms(one: Term, table: Table, place: tuple[int, int] | None) -> list[Term]:
    if one.form == "norm":
        return [replace(one, factors=letters(block)) for row in table for block in row if block]
    if one.form == "trace":
        blocks = [table[0][0], table[1][1]]
    elif place is not None:
        blocks = [table[place[0]][place[1]]]
    else:
        raise InputError(f"a block of {one} must be named by its row and column.")
    return [
        replace(one, factors=term.factors, coefficient=one.coefficient * term.coefficient)
        for block in blocks
        for term in formula_of(block).terms
    ]


def _table_of(factor: Expression, tables: Mapping[Symbol, Table]) -> Table:
    terms = factor.terms
    if len(terms) != 1 or len(terms[0][0]) != 1 or terms[0][1] != 1:
        raise InputError(f"the factor {factor} is not a single symbol, so it has no blocks here.")
    letter = terms[0][0][0]
    return [[_entry(letter, tables, a, b) for b in (0, 1)] for a in (0, 1)]


def _table_product(left: Table, right: Table) -> Table:
    return [[product(left[a][0], right[0][b]) + product(left[a][1], right[1][b]) for b in (0, 1)] for a in (0, 1)]


def _scalar(value: Expression | Scalar) -> Scalar:
    if not isinstance(value, Scalar):
        raise InputError(f"{value} is a matrix; the rule needs a scalar, such as a trace.")
    return value
