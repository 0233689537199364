"""From syntax trees to terms and facts: the meaning of each name, and the fit of sizes.

Python's standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass

from proofs_check.logic import syntax
from proofs_check.logic.chance import Chance, DependentLetter, RandomLetter
from proofs_check.logic.indices import Index, RefusedError, index_atom, minus, need, plus, whole
from proofs_check.logic.motion import Motion, Time
from proofs_check.logic.syntax import Declaration, DependsText, MotionText, RandomText, Relation, Tree
from proofs_check.logic.terms import (
    IDENTITY,
    Fact,
    Matrix,
    MatrixLetter,
    Scalar,
    Substitution,
    add,
    add_matrices,
    at_least_zero,
    atom_scalar,
    check_shape,
    constant,
    equality,
    freeze,
    is_symmetric,
    letter_matrix,
    matrix_power,
    multiply,
    multiply_matrices,
    nonnegative,
    of_index,
    power,
    scale,
    semidefinite,
    trace_of,
    transpose,
    zero,
)


@dataclass(frozen=True)
class Value:
    """The meaning of a tree: an index term, a scalar, or a matrix, whose shape is None while only ``I`` is known."""

    index: Index | None = None
    scalar: Scalar | None = None
    matrix: Matrix | None = None
    shape: tuple[Index, Index] | None = None

    def as_scalar(self) -> Scalar:
        if self.scalar is not None:
            return self.scalar
        if self.index is None:
            raise RefusedError("there is a matrix where a number is expected")
        return of_index(self.index)

    def as_index(self) -> Index:
        if self.index is None:
            raise RefusedError("an index term (linear in indices and sizes, with whole numbers) is expected")
        return self.index


class Meanings:
    """The meaning of texts with given declarations; every name must be declared."""

    def __init__(self, declarations: tuple[Declaration, ...]):
        self.names: dict[str, Declaration] = {}
        self.chance = Chance()
        for one in declarations:
            need(one.name not in self.names, f"{one.name} is declared twice")
            self.names[one.name] = one
            self._check_parameters(one)

    def _check_parameters(self, one: Declaration) -> None:
        for parameter in one.parameters:
            known = self.names.get(parameter)
            variable = known is not None and known.kind == "index" and not known.fixed
            need(variable, f"{parameter}, an index of {one.name}, is not declared as an index variable")
        for tree in (one.rows, one.cols) if one.kind == "matrix" else ():
            size = self.index(tree)
            need(size[0] == 0 and len(size[1]) == 1, f"a size of {one.name} is not a declared size")
            need(
                isinstance(size[1][0][0], tuple) and size[1][0][1] == 1, f"a size of {one.name} is not a declared size"
            )
            loose = {name for name in _variables(size) if not self.names[name].fixed}
            need(loose <= set(one.parameters), f"a size of {one.name} depends on an index that {one.name} lacks")

    def time(self, motions: tuple[MotionText, ...], still: tuple[str, ...]) -> Time:
        """The motions of a theory; variables that are not fixed and letters that are declared still do not move."""
        found: dict[str, Motion] = {}
        for one in motions:
            known = self.names.get(one.name)
            fits = known is not None and known.fixed and known.parameters == one.parameters
            need(fits and one.name not in found, f"the motion of {one.name} does not fit its declaration")
            assert known is not None
            found[one.name] = self._motion(known, one)
        for name in still:
            need(name in self.names and name not in found, f"{name} is not declared, or moves")
        variables = {one.name for one in self.names.values() if not one.fixed}
        return Time(found, frozenset(still) | variables)

    def _motion(self, known: Declaration, one: MotionText) -> Motion:
        bounds = self._bounds(one.range)
        if known.kind == "scalar":
            rate, start = (self.value(tree).as_scalar() for tree in (one.rate, one.start))
            return Motion(one.parameters, rate, start, bounds)
        need(known.kind == "matrix", f"{one.name} is neither a matrix nor a scalar")
        rows, cols = self.index(known.rows), self.index(known.cols)
        rate, start = (check_shape(_as_matrix(self.value(tree)), rows, cols) for tree in (one.rate, one.start))
        fits = not known.symmetric or (is_symmetric(rate) and is_symmetric(start))
        need(fits, f"{one.name} is symmetric, and its rate or its start is not")
        return Motion(one.parameters, rate, start, bounds)

    def randomise(
        self, random: tuple[RandomText, ...], depends: tuple[DependsText, ...], sure: tuple[str, ...]
    ) -> None:
        """Take the random letters from a theory's text; only then may a mean be read."""
        found: dict[str, RandomLetter] = {}
        functions: dict[str, DependentLetter] = {}
        for name in sure:
            need(name in self.names and self.names[name].fixed, f"{name}, which is sure, is not declared as fixed")
        for one in random:
            self._check_random(one, {*sure, *found})
            variance = self.value(one.variance).as_scalar()
            found[one.name] = RandomLetter(one.parameters, variance, one.gaussian, self._bounds(one.range))
        for one in depends:
            self._check_random(one, {*sure, *found, *functions})
            need(one.on in found and len(found[one.on].parameters) == 1, f"{one.on} is not random, with one index")
            ends = self.index(one.low), self.index(one.high)
            functions[one.name] = DependentLetter(one.parameters, one.on, *ends, self._bounds(one.range))
        self.chance = Chance(found, functions, frozenset(sure))
        need(all(self.chance.is_sure(one.variance) for one in found.values()), "a variance is random")

    def _check_random(self, one: RandomText | DependsText, taken: set[str]) -> None:
        known = self.names.get(one.name)
        fits = known is not None and known.fixed and known.kind == "matrix" and known.parameters == one.parameters
        need(fits and one.name not in taken, f"the line on {one.name} does not fit its declaration")
        assert known is not None
        need(isinstance(one, DependsText) or not known.symmetric, f"the entries of {one.name} are not independent")

    def _bounds(self, relations: tuple[Relation, ...]) -> tuple[Index, ...]:
        facts = list(map(self.fact, relations))
        need(all(fact.kind == "index" for fact in facts), "a range of indices is expected")
        return tuple(fact.body for fact in facts)

    # -- texts -------------------------------------------------------------------------------------------------------

    def statement(self, text: str) -> tuple[frozenset[Fact], Fact]:
        """The hypotheses and the conclusion of a statement."""
        tree = syntax.statement(text)
        return frozenset(map(self.fact, tree.hypotheses)), self.fact(tree.conclusion)

    def facts(self, text: str) -> tuple[Fact, ...]:
        return tuple(map(self.fact, syntax.relations(text)))

    def index_facts(self, text: str) -> frozenset[Fact]:
        found = self.facts(text)
        need(all(fact.kind == "index" for fact in found), f"only facts about indices are expected: {text!r}")
        return frozenset(found)

    def scalar_text(self, text: str) -> Scalar:
        return self.value(syntax.expression(text)).as_scalar()

    def index_text(self, text: str) -> Index:
        return self.index(syntax.expression(text))

    def matrix_text(self, text: str, rows: Index, cols: Index) -> Matrix:
        """A matrix of this shape, from which ``I`` takes its size."""
        return check_shape(_as_matrix(self.value(syntax.expression(text))), rows, cols)

    # -- trees -------------------------------------------------------------------------------------------------------

    def fact(self, relation: Relation) -> Fact:
        left, right = self.value(relation.left), self.value(relation.right)
        if relation.sign == "<=":
            left, right = right, left
        if left.matrix is not None or right.matrix is not None:
            return self._matrix_fact(left, relation.sign, right)
        if relation.sign != "=" and left.index is not None and right.index is not None:
            return at_least_zero(minus(left.index, right.index))
        need(relation.sign != "psd", "only a matrix is psd")
        difference = add(left.as_scalar(), right.as_scalar(), -1)
        return zero(difference) if relation.sign == "=" else nonnegative(difference)

    def _matrix_fact(self, left: Value, sign: str, right: Value) -> Fact:
        need(sign in ("=", "psd"), "matrices are compared by = and psd only")
        difference = _add_values(left, right, -1)
        if difference.shape is None or difference.matrix is None:
            raise RefusedError("the size of I is not known; write I[size]")
        rows, cols = difference.shape
        if sign == "=":
            return equality(difference.matrix, rows, cols)
        need(rows == cols, "a psd matrix must be square")
        return semidefinite(difference.matrix, rows)

    def index(self, tree: Tree) -> Index:
        return self.value(tree).as_index()

    def value(self, tree: Tree) -> Value:
        match tree:
            case ("number", number):
                whole_number = number.denominator == 1
                return Value(index=whole(int(number))) if whole_number else Value(scalar=constant(number))
            case ("name", name, arguments):
                return self._name(name, tuple(self.index(one) for one in arguments))
            case ("call", function, arguments):
                return self._call(function, arguments)
            case ("add", left, right):
                return _add_values(self.value(left), self.value(right), 1)
            case ("subtract", left, right):
                return _add_values(self.value(left), self.value(right), -1)
            case ("multiply", left, right):
                return _multiply_values(self.value(left), self.value(right))
            case ("power", base, exponent):
                return _power_value(self.value(base), self.index(exponent))
            case ("transpose", inner):
                value = self.value(inner)
                if value.matrix is None:
                    raise RefusedError("only a matrix can be transposed")
                shape = None if value.shape is None else (value.shape[1], value.shape[0])
                return Value(matrix=transpose(value.matrix), shape=shape)
        raise RefusedError(f"{tree!r} is not a tree")

    def _name(self, name: str, indices: tuple[Index, ...]) -> Value:
        if name == "I":
            need(len(indices) <= 1, "I has more than one size")
            return Value(matrix=IDENTITY, shape=(indices[0], indices[0]) if indices else None)
        known = self.names.get(name)
        if known is None:
            raise RefusedError(f"{name} is not declared")
        need(len(indices) == len(known.parameters), f"{name} has {len(known.parameters)} indices, not {len(indices)}")
        if known.kind == "index":
            return Value(index=index_atom(name))
        if known.kind == "size":
            return Value(index=index_atom((name, indices)))
        if known.kind == "scalar":
            return Value(scalar=atom_scalar(("scalar", name, indices)))
        return self._letter(known, indices)

    def _letter(self, known: Declaration, indices: tuple[Index, ...]) -> Value:
        at = Substitution(indices=dict(zip(known.parameters, indices, strict=True)))
        rows, cols = at.index(self.index(known.rows)), at.index(self.index(known.cols))
        letter = MatrixLetter(known.name, indices, False, rows, cols, known.symmetric)
        return Value(matrix=letter_matrix(letter), shape=(rows, cols))

    def _call(self, function: str, arguments: tuple[Tree, ...]) -> Value:
        value = self.value(arguments[0])
        if function == "mean":
            return Value(scalar=self.chance.mean(value.as_scalar()))
        if function == "real":
            return Value(scalar=of_index(value.as_index()))
        if value.matrix is None or value.shape is None:
            raise RefusedError(f"{function} needs a matrix of known size; write I[size]")
        rows, cols = value.shape
        if function == "norm":
            return Value(scalar=atom_scalar(("norm", freeze(value.matrix), rows, cols)))
        need(rows == cols, f"{function} needs a square matrix")
        if function == "tr":
            return Value(scalar=trace_of(value.matrix, rows))
        need(is_symmetric(value.matrix), "eig needs a symmetric matrix")
        return Value(scalar=atom_scalar(("eig", freeze(value.matrix), rows, self.index(arguments[1]))))


def _variables(term: Index) -> set[str]:
    """The index variables of a term, also those in the indices of sizes."""
    found: set[str] = set()
    for atom, _ in term[1]:
        found |= {atom} if isinstance(atom, str) else set().union(*map(_variables, atom[1]))
    return found


def _as_matrix(value: Value) -> Matrix:
    if value.matrix is not None:
        return value.matrix
    need(value.index == whole(0), "there is a number where a matrix is expected; write 2 I for twice the identity")
    return {}


def _add_values(left: Value, right: Value, times: int) -> Value:
    if left.matrix is None and right.matrix is None:
        if left.index is not None and right.index is not None:
            return Value(index=plus(left.index, right.index, times))
        return Value(scalar=add(left.as_scalar(), right.as_scalar(), times))
    shape = left.shape or right.shape
    matrix = add_matrices(_as_matrix(left), _as_matrix(right), times)
    if shape is not None:
        check_shape(matrix, *shape)
    need(not (left.shape and right.shape) or left.shape == right.shape, "matrices of different sizes are added")
    return Value(matrix=matrix, shape=shape)


def _multiply_values(left: Value, right: Value) -> Value:
    if left.matrix is not None and right.matrix is not None:
        need(not (left.shape and right.shape) or left.shape[1] == right.shape[0], "sizes do not fit in a product")
        ends = (left.shape or right.shape, right.shape or left.shape)
        shape = (ends[0][0], ends[1][1]) if ends[0] and ends[1] else None
        return Value(matrix=multiply_matrices(left.matrix, right.matrix), shape=shape)
    if left.matrix is not None or right.matrix is not None:
        matrix, number = (left, right) if left.matrix is not None else (right, left)
        return Value(matrix=scale(_as_matrix(matrix), number.as_scalar()), shape=matrix.shape)
    if left.index is not None and right.index is not None:
        first, second = (left.index, right.index) if not left.index[1] else (right.index, left.index)
        if not first[1]:
            return Value(index=plus(whole(0), second, first[0]))
    return Value(scalar=multiply(left.as_scalar(), right.as_scalar()))


def _power_value(base: Value, exponent: Index) -> Value:
    if base.matrix is None:
        return Value(scalar=power(base.as_scalar(), exponent))
    need(base.shape is None or base.shape[0] == base.shape[1], "only a square matrix has powers")
    return Value(matrix=matrix_power(base.matrix, exponent), shape=base.shape)
