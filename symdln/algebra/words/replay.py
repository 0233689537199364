"""The value of an expression by the operations that made it: a second route, which knows nothing of normal forms."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from symdln.algebra.matrix import Matrix
from symdln.algebra.words.evaluation import Assignment
from symdln.algebra.words.expressions import Expression, Symbol
from symdln.algebra.words.scalars import Scalar
from symdln.algebra.words.symbols import Letter

Value = Expression | Scalar
SIZES, ENTRIES = (2, 3), (-4, 4)
"""Numbers for named sizes and entries; 1 x 1 matrices commute, so that much would hold by chance."""


def replay(value: Value, assignment: Mapping[Any, Any]) -> Matrix | Fraction:
    """The exact value for an assignment as :func:`~symdln.algebra.words.evaluate` takes it, operation by operation.

    Every product, sum, transpose and trace is repeated on the matrices, derivatives and gradients by interpolating the
    value along the direction; so it equals what :func:`~symdln.algebra.words.evaluate` finds for the normal form, if
    that is sound.  What was made in another way (rewritten, substituted, read off) is taken from its normal form.

    >>> from symdln.algebra.words import Symbol, gradient, trace
    >>> A, X = Symbol("A", "n", "n"), Symbol("X", "n", "n")
    >>> replay(gradient(trace(A @ X @ X), X), {A: [[2]], X: [[3]]}) == Matrix([[12]])
    True
    """
    return _Replay(assignment).value(value)


def disagreement(value: Value, seed: int = 0) -> str | None:
    """Where replay and normal form disagree at random integer matrices of random small sizes, in words; else None.

    The value itself is compared, and every value inside it that relations rewrote, as it was before the rewriting.

    >>> from symdln.algebra.words import trace
    >>> a, b = Symbol("a", 1, 1), Symbol("b", 1, 1)
    >>> disagreement(trace(a @ b)) is None
    True
    >>> wrong = trace(a @ b)
    >>> wrong.made_by = "sum", a, b                                    # as if the product were a sum
    >>> "and by its operations" in disagreement(wrong)
    True
    """
    for part in (value, *rewritten_parts(value)):
        assignment = random_assignment((part,), seed)
        play = _Replay(assignment)
        by_operations, by_normal_form = play.value(part), play.by_normal_form(part)
        if by_operations != by_normal_form:
            at = ", ".join(f"{_name(key)} = {_text(entry)}" for key, entry in assignment.items())
            return (
                f"{part} has the value {_text(by_normal_form)}, and by its operations {_text(by_operations)}, at {at}"
            )
    return None


def agree_everywhere_looked(left: Value, right: Value, seeds: Iterable[int] = (0, 1, 2)) -> bool:
    """Whether two values of one kind agree at random matrices for all the seeds.

    >>> from symdln.algebra.words import trace
    >>> A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    >>> agree_everywhere_looked(trace(A @ B), trace(B @ A)), agree_everywhere_looked(A @ B, B @ A)
    (True, False)
    """
    for seed in seeds:
        play = _Replay(random_assignment((left, right), seed))
        if play.value(left) != play.value(right):
            return False
    return True


def random_assignment(values: tuple[Value, ...], seed: int) -> dict[Any, Any]:
    """Integer matrices of random sizes 2 and 3 for all symbols of the values, and numbers for all scalars and sizes.

    >>> S, x = Symbol("S", "n", "n", symmetric=True), Symbol("x", "n", 1)
    >>> found = random_assignment((S @ x,), seed=0)
    >>> found["n"] in (2, 3), found[S].shape == (found["n"], found["n"]), found[S].is_symmetric(), found[x].shape[1]
    (True, True, True, 1)
    """
    symbols, names = _leaves(values)
    rng = random.Random(seed)
    sizes = {size: rng.randint(*SIZES) for size in sorted(_named_sizes(symbols))}
    assignment: dict[Any, Any] = {}
    for letter in sorted(symbols, key=lambda letter: letter.key):
        rows, columns = (sizes[size] if isinstance(size, str) else size for size in (letter.rows, letter.columns))
        entries = [[rng.randint(*ENTRIES) for _ in range(columns)] for _ in range(rows)]
        if letter.symmetric:
            entries = [[entries[min(i, j)][max(i, j)] for j in range(columns)] for i in range(rows)]
        flat = [entry for row in entries for entry in row]
        assignment[Symbol.of_letter(letter)] = Matrix.from_entries(rows, columns, flat)
    for name in sorted(names):
        assignment[name] = sizes.get(name) or rng.randint(*SIZES)
    return assignment


def operands(value: Value) -> Iterator[Value]:
    """What the value was made of, in the order of the operands; nothing for a value that no operation made.

    >>> A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    >>> [str(one) for one in operands(A @ B + A)], list(operands(A))
    (['A B', 'A'], [])
    """
    for operand in (value.made_by or ())[1:]:
        if isinstance(operand, (Expression, Scalar)):
            yield operand
        elif isinstance(operand, dict):
            for symbol, direction in operand.items():
                yield symbol
                yield direction


def rewritten_parts(value: Value) -> list[Value]:
    """The values from which rewritten ones inside the value came.

    >>> from symdln.algebra.words import identity, rewrite
    >>> U = Symbol("U", "n", "n")
    >>> rewritten_parts(rewrite(U.T @ U, {U.T @ U: identity("n")}) + U)
    [<U^T U: n x n>]
    """
    return [node.made_by[1] for node in nodes((value,)) if node.made_by and node.made_by[0] == "rewritten"]


def nodes(values: Iterable[Value]) -> list[Value]:
    """The values, and all that went into them, each object once.

    >>> A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    >>> sorted(str(node) for node in nodes([A @ B + A]))
    ['A', 'A B', 'A B + A', 'B']
    """
    seen: dict[int, Value] = {}
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if id(value) not in seen:
            seen[id(value)] = value
            waiting += operands(value)
    return list(seen.values())


def _leaves(values: tuple[Value, ...]) -> tuple[set[Letter], set[str]]:
    """The letters, untransposed, and the names of scalars and sizes in the values and in all that they were made of."""
    letters: set[Letter] = set()
    names: set[str] = set()
    taken_as_they_are = (node for node in nodes(values) if _is_leaf(node))
    for value in (*values, *taken_as_they_are):
        if isinstance(value, Expression):
            letters |= value.letters()
            names |= {size for size in value.shape if isinstance(size, str)}
        scalars = [value] if isinstance(value, Scalar) else [coefficient for _, coefficient in value.terms]
        for atom in (atom for each in scalars for atom in each.atoms()):
            if isinstance(atom, str):
                names.add(atom)
            else:
                letters |= set(atom)
    return {letter.T if letter.transposed else letter for letter in letters}, names


def _is_leaf(value: Value) -> bool:
    """Whether a value is taken from its normal form."""
    return value.made_by is None or value.made_by[0] in ("rewritten", "substituted")


def _named_sizes(letters: Iterable[Letter]) -> set[str]:
    return {size for letter in letters for size in (letter.rows, letter.columns) if isinstance(size, str)}


class _Replay:
    """Values at one assignment; every operand is computed once."""

    def __init__(self, assignment: Mapping[Any, Any]):
        self.assignment = dict(assignment)
        self.leaves = Assignment.exact(self.assignment)
        self._known: dict[int, tuple[Value, Any]] = {}  # holds the operand, so that its id stays its own

    def value(self, value: Value) -> Any:
        waiting = [value]
        while waiting:
            node = waiting[-1]
            due = [] if _is_leaf(node) else [each for each in _plain_operands(node) if id(each) not in self._known]
            if due:
                waiting += due
                continue
            waiting.pop()
            if id(node) not in self._known:
                self._known[id(node)] = node, self._made(node)
        return self._known[id(value)][1]

    def by_normal_form(self, value: Value) -> Any:
        return self.leaves.matrix(value) if isinstance(value, Expression) else self.leaves.scalar(value)

    def _of(self, value: Value) -> Any:
        return self._known[id(value)][1]

    def _made(self, node: Value) -> Any:
        if _is_leaf(node) or node.made_by is None:
            return self.by_normal_form(node)
        operation, *made_of = node.made_by
        if operation == "taylor":
            return self._along(*made_of)
        if operation == "gradient":
            return self._gradient(*made_of)
        first, *others = (self._of(each) for each in made_of)
        if operation == "transpose":
            return first.T
        if operation == "trace":
            return first.trace()
        if operation == "negative":
            return -first
        for other in others:
            if operation == "sum":
                first = first + other
            elif operation == "product" and isinstance(node, Expression):
                first = first @ other
            else:
                first = first * other
        return first

    def _along(self, value: Value, directions: Mapping[Symbol, Expression], order: int) -> Any:
        """The coefficient of t^order of the value at W + t V, a polynomial in t."""
        moves = {symbol: _Replay(self.assignment).value(direction) for symbol, direction in directions.items()}
        weights = _weights(degree_in(value, moves), order)
        total: Any = None
        for t, weight in enumerate(weights):
            if weight:
                moved = {symbol: self.leaves.matrix(symbol) + V * t for symbol, V in moves.items()}
                term = _Replay({**self.assignment, **moved}).value(value) * weight
                total = term if total is None else total + term
        if total is not None:
            return total
        return Matrix.zeros(*self.leaves.shape(value.shape)) if isinstance(value, Expression) else Fraction(0)

    def _gradient(self, value: Scalar, symbol: Symbol) -> Matrix:
        """Entry by entry."""
        rows, columns = self.leaves.shape(symbol.shape)
        weights = _weights(degree_in(value, (symbol,)), 1)
        at, entries = self.leaves.matrix(symbol), []
        for place in range(rows * columns):
            unit = Matrix.from_entries(rows, columns, [int(k == place) for k in range(rows * columns)])
            points = ((t, weight) for t, weight in enumerate(weights) if weight)
            moved = ((_Replay({**self.assignment, symbol: at + unit * t}).value(value), weight) for t, weight in points)
            entries.append(sum((found * weight for found, weight in moved), Fraction(0)))
        return Matrix.from_entries(rows, columns, entries)


def _plain_operands(value: Value) -> tuple[Value, ...]:
    """The operands whose values at this very assignment are needed."""
    made_by = value.made_by or ("",)
    return () if made_by[0] in ("taylor", "gradient") else made_by[1:]


def degree_in(value: Value, symbols: Iterable[Symbol]) -> int:
    """A bound of the degree of the value in the entries of these symbols, from the operations that made it.

    >>> from symdln.algebra.words import trace
    >>> A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    >>> degree_in(trace(A @ B @ A), [A]), degree_in(A @ B - A @ B, [A])        # the normal form 0 is not looked at
    (2, 1)
    """
    letters = {symbol.letter for symbol in symbols}
    degrees: dict[int, int] = {}
    waiting = [value]
    while waiting:
        node = waiting[-1]
        inside = _bounding_operands(node)
        due = [each for each in inside if id(each) not in degrees]
        if due:
            waiting += due
            continue
        waiting.pop()
        if not inside:
            degrees[id(node)] = _letters_in(node, letters)
        else:
            found = [degrees[id(each)] for each in inside]
            together = node.made_by is not None and node.made_by[0] in ("product", "scaled")
            degrees[id(node)] = sum(found) if together else max(found)
    return degrees[id(value)]


def _bounding_operands(value: Value) -> tuple[Value, ...]:
    """The operands that bound the degree; a leaf, and what derivatives leave, are bounded by their own words."""
    made_by = value.made_by
    return () if made_by is None or made_by[0] in ("rewritten", "substituted", "taylor", "gradient") else made_by[1:]


def _letters_in(value: Value, letters: set[Letter]) -> int:
    def within(word: Iterable[Letter]) -> int:
        return sum(letter in letters or letter.T in letters for letter in word)

    def count(scalar: Scalar) -> int:
        degrees = (
            sum(power * within(atom) for atom, power in monomial if not isinstance(atom, str))
            for monomial in scalar.polynomial
        )
        return max(degrees, default=0)

    if isinstance(value, Scalar):
        return count(value)
    return max((within(word) + count(factor) for word, factor in value.terms), default=0)


def _weights(degree: int, order: int) -> list[Fraction]:
    """Numbers w with ``sum w_t f(t)`` the coefficient of ``x^order`` of f, for polynomials f up to this degree."""
    weights = []
    for t in range(degree + 1):
        basis = [Fraction(1)]
        for other in range(degree + 1):
            if other != t:
                shifted, scale = [Fraction(0), *basis], Fraction(1, t - other)
                basis = [(a - other * b) * scale for a, b in zip(shifted, [*basis, Fraction(0)], strict=True)]
        weights.append(basis[order] if order <= degree else Fraction(0))
    return weights


def _name(key: Any) -> str:
    return key if isinstance(key, str) else key.name


def _text(value: Any) -> str:
    return str(value.texts()) if isinstance(value, Matrix) else str(value)
