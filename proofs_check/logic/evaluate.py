"""The value of a formal statement at numbers and matrices: the second route to what the rules prove.

It makes a function of every syntax tree, with rational arithmetic, and takes norms and eigenvalues that are irrational
as enclosures (python-flint) from the exact algebra of symdln.  A matrix of rationals is FLINT's, one with an enclosure
in it a list of rows.  It shares the grammar with the checker, and neither its terms nor its rules.  An answer is True,
False, or None where enclosures do not decide; None says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import flint

from proofs_check.logic.indices import RefusedError
from proofs_check.logic.syntax import Relation, Sequent, Tree
from symdln.algebra.inertia import inertia_of
from symdln.algebra.matrix import Matrix
from symdln.algebra.spectrum import spectrum_of
from symdln.errors import UndecidedError

DIGITS = 60
Number = flint.fmpq | flint.arb
NUMBERS = frozenset({int, flint.fmpq, flint.arb})
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
Rows = list[list[Number]]
Exact = flint.fmpq_mat
Valuation = Mapping[str, Callable[..., Any]]
"""For every name a function of its indices: a whole number, a fraction (or enclosure), or a matrix of symdln."""


MEAN = "mean"
"""The key of the outcomes in a valuation, which is the name of a function and so never that of a letter."""


@dataclass(frozen=True)
class Multiple:
    """A multiple of the identity whose size is not known yet."""

    factor: Number


def rational(value: Any) -> Number:
    """A Python number as a number of flint; an enclosure is left alone."""
    if isinstance(value, (flint.fmpq, flint.arb)):
        return value
    if isinstance(value, int):
        return flint.fmpq(value)
    fraction = value if isinstance(value, Fraction) else Fraction(value)
    return flint.fmpq(fraction.numerator, fraction.denominator)


def sign(value: Number | int) -> int | None:
    """-1, 0 or 1, or None for an enclosure that has 0 inside and more."""
    if not isinstance(value, flint.arb):
        return (value > 0) - (value < 0)
    if value > 0:
        return 1
    if value < 0:
        return -1
    return 0 if value.is_zero() else None


def at_digits(function: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """The function with enclosures of DIGITS digits; to set them once around many statements saves time."""

    @wraps(function)
    def precise(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        if flint.ctx.dps == DIGITS:
            return function(*args, **kwargs)
        with flint.ctx.workdps(DIGITS):
            return function(*args, **kwargs)

    return precise


class Evaluator:
    """Statements at one valuation; ``outcomes`` are valuations with their probabilities, over which a mean is taken."""

    def __init__(self, valuation: Valuation, outcomes: Sequence[tuple[Fraction, Valuation]] = ()):
        self.valuation = {**valuation, MEAN: lambda: outcomes} if outcomes else valuation

    def statement(self, statement: Sequent) -> bool | None:
        """True also where a hypothesis is false; None where a hypothesis or the conclusion is not decided."""
        met = self.hypotheses(statement)
        if not met:
            return None if met is None else True
        return self.holds(statement.conclusion)

    def conclusion(self, statement: Sequent) -> bool | None:
        """Whether the conclusion holds; the caller knows that the hypotheses do."""
        return self.holds(statement.conclusion)

    def hypotheses(self, statement: Sequent) -> bool | None:
        """Whether all hypotheses hold; they are tried in order, so a range may guard an index."""
        for hypothesis in statement.hypotheses:
            answer = self.holds(hypothesis)
            if not answer:
                return answer
        return True

    @at_digits
    def holds(self, relation: Relation) -> bool | None:
        try:
            return self._holds(relation)
        except UndecidedError:
            return None

    def _holds(self, relation: Relation) -> bool | None:
        left, right = compiled(relation.left)(self.valuation), compiled(relation.right)(self.valuation)
        difference = _add(left, right, -1)
        if relation.sign == "psd":
            return is_semidefinite(difference)
        if relation.sign == "=" and isinstance(difference, Exact):
            return not any(difference.entries())
        signs = [sign(entry) for entry in _entries(difference)]
        if relation.sign == "=":
            if 1 in signs or -1 in signs:
                return False
            return None if None in signs else True
        wrong = -1 if relation.sign == ">=" else 1
        return None if signs[0] is None else signs[0] != wrong


# -- trees as functions of a valuation ---------------------------------------------------------------------------------


Compiled = Callable[[Valuation], Any]
"""A number (a whole one as an int), a matrix, or a multiple of the identity of unknown size."""
MOST_COMPILED = 16384
_compiled: dict[int, tuple[Tree, Compiled]] = {}


def compiled(tree: Tree) -> Compiled:
    """The value of a tree as a function of the valuation, made once for each tree, which is found by its identity."""
    found = _compiled.get(id(tree))
    if found is None:
        if len(_compiled) >= MOST_COMPILED:
            _compiled.clear()
        found = _compiled[id(tree)] = tree, _compile(tree)
    return found[1]


def _compile(tree: Tree) -> Compiled:
    match tree:
        case ("number", number):
            return _constant(int(number) if number.denominator == 1 else rational(number))
        case ("name", "I", ()):
            return _constant(Multiple(rational(1)))
        case ("name", "I", (size,)):
            index = _index(size)
            return lambda known: Matrix.identity(index(known)).flint
        case ("name", name, arguments):
            return _letter(name, tuple(map(_index, arguments)))
        case ("add", left, right):
            one, other = _compile(left), _compile(right)
            return lambda known: _add(one(known), other(known), 1)
        case ("subtract", left, right):
            one, other = _compile(left), _compile(right)
            return lambda known: _add(one(known), other(known), -1)
        case ("multiply", left, right):
            one, other = _compile(left), _compile(right)
            return lambda known: _multiply(one(known), other(known))
        case ("power", base, exponent):
            one, index = _compile(base), _index(exponent)
            return lambda known: _power(one(known), index(known))
        case ("transpose", inner):
            one = _compile(inner)
            return lambda known: _transpose(one(known))
        case ("call", "mean", (inner,)):
            return _mean(_compile(inner))
        case ("call", function, arguments):
            one, indices = _compile(arguments[0]), tuple(map(_index, arguments[1:]))
            return lambda known: _call(function, one(known), *(index(known) for index in indices))
    raise RefusedError(f"{tree!r} is not a tree")


def _constant(value: Any) -> Compiled:
    return lambda known: value


def _letter(name: str, indices: tuple[Callable[[Valuation], int], ...]) -> Compiled:
    if not indices:
        return lambda known: _known(known[name]())
    return lambda known: _known(known[name](*[index(known) for index in indices]))


def _mean(one: Compiled) -> Compiled:
    def mean(known: Valuation) -> Number:
        if MEAN not in known:
            raise RefusedError("a mean is taken without given outcomes")
        return sum((rational(chance) * one(outcome) for chance, outcome in known[MEAN]()), flint.fmpq(0))

    return mean


def _index(tree: Tree) -> Callable[[Valuation], int]:
    """The value of a tree that must be a whole number."""
    value = _compile(tree)

    def whole(known: Valuation) -> int:
        found = value(known)
        if isinstance(found, int):
            return found
        if not isinstance(found, flint.fmpq) or found.q != 1:
            raise RefusedError("an index is not a whole number")
        return int(found.p)

    return whole


def _call(function: str, value: Any, *places: int) -> Number:
    if function == "real":
        return value
    if function == "tr":
        if _height(value) != _columns(value):
            raise RefusedError("a matrix that is not square has no trace")
        return sum(_entries(value)[:: _columns(value) + 1], flint.fmpq(0))
    if function == "norm":
        return square_root(sum((entry * entry for entry in _entries(value)), flint.fmpq(0)))
    return eigenvalue(value, *places)


# -- the operations ----------------------------------------------------------------------------------------------------


def _known(value: Any) -> Any:
    if isinstance(value, Matrix):
        return value.flint
    return value if isinstance(value, (int, list)) else rational(value)


def _rows(value: Exact | Rows) -> Rows:
    return value if isinstance(value, list) else [list(row) for row in value.tolist()]


def _entries(value: Any) -> list[Number]:
    """The entries of a matrix row by row, or a number alone."""
    if isinstance(value, Exact):
        return list(value.entries())
    return [entry for row in value for entry in row] if isinstance(value, list) else [value]


def _columns(matrix: Exact | Rows) -> int:
    return len(matrix[0]) if isinstance(matrix, list) else matrix.ncols()


def _height(matrix: Exact | Rows) -> int:
    return len(matrix) if isinstance(matrix, list) else matrix.nrows()


def _transpose(matrix: Exact | Rows) -> Exact | Rows:
    return [list(column) for column in zip(*matrix, strict=True)] if isinstance(matrix, list) else matrix.transpose()


def _is_matrix(value: Any) -> bool:
    return isinstance(value, (Exact, list))


def _add(left: Any, right: Any, times: int) -> Any:
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return left + right if times == 1 else left - right
    if _is_matrix(left) or _is_matrix(right):
        left, right = (_sized(one, other) for one, other in ((left, right), (right, left)))
        if isinstance(left, Exact) and isinstance(right, Exact):
            return left + right if times == 1 else left - right
        pairs = zip(_rows(left), _rows(right), strict=True)
        return [[x + times * y for x, y in zip(row, other, strict=True)] for row, other in pairs]
    if isinstance(left, Multiple) and isinstance(right, Multiple):
        return Multiple(left.factor + times * right.factor)
    if isinstance(left, Multiple) or isinstance(right, Multiple):
        raise RefusedError("a number and a matrix are added")
    return left + right if times == 1 else left - right


def _sized(value: Any, other: Any) -> Exact | Rows:
    """The number 0 and multiples of the identity take the size of the other matrix."""
    if isinstance(value, Multiple):
        return _scaled(Matrix.identity(_height(other)).flint, value.factor)
    if not _is_matrix(value):
        if value != 0:
            raise RefusedError("a number and a matrix are added")
        return Exact(_height(other), _columns(other))
    return value


def _scaled(matrix: Exact | Rows, factor: Number) -> Exact | Rows:
    if isinstance(matrix, Exact) and not isinstance(factor, flint.arb):
        return matrix * factor
    return [[entry * factor for entry in row] for row in _rows(matrix)]


def _multiply(left: Any, right: Any) -> Any:
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return left * right
    if _is_matrix(left) and _is_matrix(right):
        return _product(left, right)
    if isinstance(left, Multiple) or isinstance(right, Multiple):
        first, second = (left, right) if isinstance(left, Multiple) else (right, left)
        if isinstance(second, Multiple):
            return Multiple(first.factor * second.factor)
        return _scaled(second, first.factor) if _is_matrix(second) else Multiple(first.factor * second)
    if _is_matrix(left) or _is_matrix(right):
        return _scaled(left, right) if _is_matrix(left) else _scaled(right, left)
    return left * right


def _product(left: Exact | Rows, right: Exact | Rows) -> Exact | Rows:
    if _columns(left) != _height(right):
        raise RefusedError("the sizes do not fit in a product")
    if isinstance(left, Exact) and isinstance(right, Exact):
        return left * right
    columns = list(zip(*_rows(right), strict=True))
    return [
        [sum((x * y for x, y in zip(row, column, strict=True)), flint.fmpq(0)) for column in columns]
        for row in _rows(left)
    ]


def _power(base: Any, exponent: int) -> Any:
    if exponent < 0:
        raise RefusedError("an exponent is negative")
    total = Multiple(rational(1)) if _is_matrix(base) else 1
    for _ in range(exponent):
        total = _multiply(total, base)
    return _sized(total, base) if _is_matrix(base) else total


def square_root(value: Number) -> Number:
    """Exact if the number is the square of a rational, an enclosure otherwise."""
    if isinstance(value, flint.fmpq):
        top, bottom = value.p.isqrt(), value.q.isqrt()
        if top * top == value.p and bottom * bottom == value.q:
            return flint.fmpq(top, bottom)
    with flint.ctx.workdps(DIGITS):
        return flint.arb(value).sqrt()


def eigenvalue(matrix: Exact | Rows, place: int) -> Number:
    """The eigenvalue at a place of a symmetric rational matrix, from the smallest on; refused beyond its size."""
    if not 1 <= place <= _height(matrix):
        raise RefusedError(f"a matrix of size {_height(matrix)} has no eigenvalue number {place}")
    found = [one for one in spectrum_of(_exact(matrix)) for _ in range(one.multiplicity)][::-1][place - 1]
    if found.value is not None:
        return rational(found.value)
    low, high = found.enclosure(DIGITS)
    with flint.ctx.workdps(DIGITS + 20):
        return flint.arb(rational(low)).union(flint.arb(rational(high)))


def is_semidefinite(matrix: Exact | Rows) -> bool | None:
    """Exactly for a rational matrix; for enclosures False if a principal minor of size 1 or 2 is < 0, else None."""
    if isinstance(matrix, Exact) or all(isinstance(entry, flint.fmpq) for entry in _entries(matrix)):
        return inertia_of(_exact(matrix)).negative == 0
    size = range(len(matrix))
    minors = [matrix[i][i] * matrix[k][k] - matrix[i][k] * matrix[k][i] for i in size for k in range(i)]
    return False if any(sign(value) == -1 for value in (*(matrix[i][i] for i in size), *minors)) else None


def _exact(matrix: Exact | Rows) -> Matrix:
    if isinstance(matrix, Exact):
        return Matrix.from_flint(matrix)
    entries = [entry for entry in _entries(matrix) if isinstance(entry, flint.fmpq)]
    if len(entries) != _height(matrix) * _columns(matrix):
        raise UndecidedError("an eigenvalue of a matrix that is known by enclosures only")
    return Matrix.from_flint(Exact(_height(matrix), _columns(matrix), entries))
