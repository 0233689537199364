"""The value of a formal statement at numbers and matrices: the second route to what the rules prove.

It walks the syntax tree with rational arithmetic and takes norms and eigenvalues that are irrational as enclosures
(python-flint) from the exact algebra of symdln.  It shares the grammar with the checker, and neither its terms nor its
rules.  An answer is True, False, or None where enclosures do not tell; only True and False say anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from proofs_check.logic.indices import RefusedError
from proofs_check.logic.syntax import Relation, Sequent, Tree
from symdln.algebra.inertia import inertia_of
from symdln.algebra.matrix import Matrix
from symdln.algebra.spectrum import spectrum_of
from symdln.errors import UndecidedError

DIGITS = 60
Number = flint.fmpq | flint.arb
Rows = list[list[Number]]
Valuation = Mapping[str, Callable[..., Any]]
"""For every name a function of its indices: a whole number, a fraction (or enclosure), or a matrix of symdln."""


@dataclass(frozen=True)
class Multiple:
    """A multiple of the identity whose size is not known yet."""

    factor: Number


def rational(value: Any) -> Number:
    """A Python number as a number of flint; an enclosure is left alone."""
    if isinstance(value, flint.arb):
        return value
    fraction = Fraction(int(value.p), int(value.q)) if isinstance(value, flint.fmpq) else Fraction(value)
    return flint.fmpq(fraction.numerator, fraction.denominator)


def sign(value: Number) -> int | None:
    """-1, 0 or 1, or None for an enclosure that has 0 inside and more."""
    if isinstance(value, flint.fmpq):
        return (value > 0) - (value < 0)
    if value > 0:
        return 1
    if value < 0:
        return -1
    return 0 if value.is_zero() else None


class Evaluator:
    """Statements at one valuation; ``outcomes`` are valuations with their probabilities, over which a mean is taken."""

    def __init__(self, valuation: Valuation, outcomes: Sequence[tuple[Fraction, Valuation]] = ()):
        self.valuation, self.outcomes = valuation, outcomes

    def statement(self, statement: Sequent) -> bool | None:
        """True also where a hypothesis is false; None where a hypothesis or the conclusion is not decided."""
        if not self.hypotheses(statement):
            return None if self.hypotheses(statement) is None else True
        return self.holds(statement.conclusion)

    def hypotheses(self, statement: Sequent) -> bool | None:
        """Whether all hypotheses hold; they are tried in order, so a range may guard an index."""
        for hypothesis in statement.hypotheses:
            answer = self.holds(hypothesis)
            if not answer:
                return answer
        return True

    def holds(self, relation: Relation) -> bool | None:
        with flint.ctx.workdps(DIGITS):
            try:
                return self._holds(relation)
            except UndecidedError:
                return None

    def _holds(self, relation: Relation) -> bool | None:
        left, right = self.value(relation.left), self.value(relation.right)
        difference = _add(left, right, -1)
        if relation.sign == "psd":
            return is_semidefinite(difference)
        entries = [entry for row in difference for entry in row] if isinstance(difference, list) else [difference]
        signs = [sign(entry) for entry in entries]
        if relation.sign == "=":
            if any(one in (1, -1) for one in signs):
                return False
            return None if None in signs else True
        wrong = -1 if relation.sign == ">=" else 1
        return None if signs[0] is None else signs[0] != wrong

    def whole(self, tree: Tree) -> int:
        value = self.value(tree)
        if not isinstance(value, flint.fmpq) or value.q != 1:
            raise RefusedError("an index is not a whole number")
        return int(value.p)

    def value(self, tree: Tree) -> Any:
        """A number, a matrix as rows, or a multiple of the identity of unknown size."""
        match tree:
            case ("number", number):
                return rational(number)
            case ("name", "I", ()):
                return Multiple(rational(1))
            case ("name", "I", (size,)):
                return _identity(self.whole(size), rational(1))
            case ("name", name, arguments):
                return _known(self.valuation[name](*(self.whole(one) for one in arguments)))
            case ("add", left, right):
                return _add(self.value(left), self.value(right), 1)
            case ("subtract", left, right):
                return _add(self.value(left), self.value(right), -1)
            case ("multiply", left, right):
                return _multiply(self.value(left), self.value(right))
            case ("power", base, exponent):
                return _power(self.value(base), self.whole(exponent))
            case ("transpose", inner):
                return [list(column) for column in zip(*self.value(inner), strict=True)]
            case ("call", function, arguments):
                return self._call(function, arguments)
        raise RefusedError(f"{tree!r} is not a tree")

    def _call(self, function: str, arguments: Sequence[Tree]) -> Number:
        if function == "mean":
            parts = [rational(chance) * Evaluator(one).value(arguments[0]) for chance, one in self.outcomes]
            return sum(parts, rational(0))
        value = self.value(arguments[0])
        if function == "real":
            return value
        if function == "tr":
            return sum((value[i][i] for i in range(len(value))), rational(0))
        if function == "norm":
            return square_root(sum((entry * entry for row in value for entry in row), rational(0)))
        return eigenvalue(value, self.whole(arguments[1]))


def _known(value: Any) -> Any:
    if isinstance(value, Matrix):
        return [[rational(entry) for entry in row] for row in value.rows()]
    return value if isinstance(value, list) else rational(value)


def _identity(size: int, factor: Number) -> Rows:
    return [[factor if i == k else rational(0) for k in range(size)] for i in range(size)]


def _add(left: Any, right: Any, times: int) -> Any:
    if isinstance(left, Multiple) and isinstance(right, Multiple):
        return Multiple(left.factor + times * right.factor)
    if isinstance(left, list) or isinstance(right, list):
        left, right = (_sized(one, other) for one, other in ((left, right), (right, left)))
        pairs = zip(left, right, strict=True)
        return [[x + times * y for x, y in zip(row, other, strict=True)] for row, other in pairs]
    if isinstance(left, Multiple) or isinstance(right, Multiple):
        raise RefusedError("a number and a matrix are added")
    return left + times * right


def _sized(value: Any, other: Any) -> Rows:
    """The number 0 and multiples of the identity take the size of the other matrix."""
    if isinstance(value, Multiple):
        return _identity(len(other), value.factor)
    if not isinstance(value, list):
        if value != 0:
            raise RefusedError("a number and a matrix are added")
        return [[rational(0)] * len(row) for row in other]
    return value


def _multiply(left: Any, right: Any) -> Any:
    if isinstance(left, list) and isinstance(right, list):
        columns = list(zip(*right, strict=True))
        if len(left[0]) != len(right):
            raise RefusedError("the sizes do not fit in a product")
        return [
            [sum((x * y for x, y in zip(row, column, strict=True)), rational(0)) for column in columns] for row in left
        ]
    if isinstance(left, Multiple) or isinstance(right, Multiple):
        first, second = (left, right) if isinstance(left, Multiple) else (right, left)
        if isinstance(second, Multiple):
            return Multiple(first.factor * second.factor)
        return _multiply(first.factor, second) if isinstance(second, list) else Multiple(first.factor * second)
    if isinstance(left, list) or isinstance(right, list):
        matrix, factor = (left, right) if isinstance(left, list) else (right, left)
        return [[entry * factor for entry in row] for row in matrix]
    return left * right


def _power(base: Any, exponent: int) -> Any:
    if exponent < 0:
        raise RefusedError("an exponent is negative")
    total = Multiple(rational(1)) if isinstance(base, list) else rational(1)
    for _ in range(exponent):
        total = _multiply(total, base)
    return _sized(total, base) if isinstance(base, list) else total


def square_root(value: Number) -> Number:
    """Exact if the number is the square of a rational, an enclosure otherwise."""
    if isinstance(value, flint.fmpq):
        top, bottom = value.p.isqrt(), value.q.isqrt()
        if top * top == value.p and bottom * bottom == value.q:
            return flint.fmpq(top, bottom)
    with flint.ctx.workdps(DIGITS):
        return flint.arb(value).sqrt()


def eigenvalue(rows: Rows, place: int) -> Number:
    """The eigenvalue at a place of a symmetric rational matrix, from the smallest on; refused beyond its size."""
    if not 1 <= place <= len(rows):
        raise RefusedError(f"a matrix of size {len(rows)} has no eigenvalue number {place}")
    found = [one for one in spectrum_of(_exact(rows)) for _ in range(one.multiplicity)][::-1][place - 1]
    if found.value is not None:
        return rational(found.value)
    low, high = found.enclosure(DIGITS)
    with flint.ctx.workdps(DIGITS + 20):
        return flint.arb(rational(low)).union(flint.arb(rational(high)))


def is_semidefinite(rows: Rows) -> bool | None:
    """Exactly for a rational matrix; for enclosures False if a principal minor of size 1 or 2 is < 0, else None."""
    if all(isinstance(entry, flint.fmpq) for row in rows for entry in row):
        return inertia_of(_exact(rows)).negative == 0
    size = range(len(rows))
    minors = [rows[i][i] * rows[k][k] - rows[i][k] * rows[k][i] for i in size for k in range(i)]
    return False if any(sign(value) == -1 for value in (*(rows[i][i] for i in size), *minors)) else None


def _exact(rows: Rows) -> Matrix:
    entries = [entry for row in rows for entry in row if isinstance(entry, flint.fmpq)]
    if len(entries) != len(rows) * len(rows[0]):
        raise UndecidedError("an eigenvalue of a matrix that is known by enclosures only")
    return Matrix.from_flint(flint.fmpq_mat(len(rows), len(rows[0]), entries))
