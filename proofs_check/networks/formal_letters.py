"""Formal statements at exact points whose letters get their values here: two layers, explicit weights, residual layers.

A problem is given by its moments; :func:`data_of` finds exact data with these moments.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from math import isqrt
from typing import Any

import symdln as dln
from proofs_check.language.outcome import Outcome, all_of, fails, holds, undecided
from proofs_check.language.sharing import shared
from proofs_check.logic import syntax, theorem
from proofs_check.logic.evaluate import Evaluator, at_digits
from proofs_check.logic.layers import free_indices, once
from proofs_check.networks.formal import SILENT_HERE, TRUE_HERE, assumptions_of, definitions_of
from symdln.algebra.matrix import hstack

MOST_WEIGHTS, FEW_WEIGHTS = 8, 6
LEFT_OUT = holds("the formal statement is evaluated at cases of at most 8 weights with small exact data")
Letters = Mapping[str, Any]


@at_digits
def formal_at_letters(
    id: str, letters: Letters, most: int = 0, outcomes: Sequence[tuple[Fraction, Letters]] = ()
) -> Outcome:
    """Whether the formal statements of a theorem hold where its letters have these values, functions of their indices.

    Free indices run from 0 to ``most``; means are taken over ``outcomes``, values of all letters with probabilities.
    A statement with a letter of unknown value is left out.  The sentence says so if the hypotheses of no statement are
    met, for any values of the free indices.  The outcome is undecided if an assumption of the proof is
    false there.
    """
    known = _functions(letters)
    drawn = [(chance, _functions(values)) for chance, values in outcomes]
    formal = theorem(id)
    for text in assumptions_of(id):
        if _some_false(text, formal.theory, known, most, drawn):
            return undecided(f"the theorem assumes that {text}, which is false here")
    stated = [part.text for part in formal.parts if names_of(part.text, formal.theory) <= set(known)]
    for text in stated:
        if _some_false(text, formal.theory, known, most, drawn):
            return fails(f"the formal statement {text} is false here")
    if not stated:
        return undecided("no formal statement was evaluated")
    speaks = any(next(_where_it_speaks(text, formal.theory, known, most, drawn), None) for text in stated)
    return TRUE_HERE if speaks else SILENT_HERE


def _functions(letters: Letters) -> dict[str, Callable[..., Any]]:
    """The letters as functions of their indices, each value computed once."""
    return {name: once(value) if callable(value) else _constant(value) for name, value in letters.items()}


def _constant(value: Any) -> Callable[[], Any]:
    return lambda: value


def _some_false(
    text: str, name: str, known: Mapping[str, Callable[..., Any]], most: int, drawn: Sequence[tuple[Fraction, Any]]
) -> bool:
    if not names_of(text, name) <= set(known):
        return False
    statement = syntax.statement(text)
    return any(each.statement(statement) is False for each in _where_it_speaks(text, name, known, most, drawn))


def _where_it_speaks(
    text: str, name: str, known: Mapping[str, Callable[..., Any]], most: int, drawn: Sequence[tuple[Fraction, Any]]
) -> Iterator[Evaluator]:
    """The values of the free indices at which the hypotheses of a statement hold."""
    statement, free = syntax.statement(text), free_indices(text, name)
    for values in itertools.product(range(most + 1), repeat=len(free)):
        indices = {index: _constant(k) for index, k in zip(free, values, strict=True)}
        evaluator = Evaluator({**known, **indices}, [(chance, {**one, **indices}) for chance, one in drawn])
        if evaluator.hypotheses(statement):
            yield evaluator


def defined_at_letters(id: str, letters: Letters, most: int = 0) -> Outcome:
    """Whether the letters meet the definitions that the proof of a theorem uses, and, for some values of the free
    indices, the hypotheses of each of its statements.
    """
    found = meets_definitions(id, letters, most)
    for number, part in enumerate(theorem(id).parts):
        if found.holds and not speaks_at_letters(id, number, letters, most):
            return fails(f"the letters do not meet the hypotheses of {part.text}")
    return found


def meets_definitions(id: str, letters: Letters, most: int = 0) -> Outcome:
    """Whether the letters meet the definitions that the proof of a theorem uses; one with a letter of unknown value is
    left out.
    """
    known, theory = _functions(letters), theorem(id).theory
    for text in definitions_of(id):
        if _some_false(text, theory, known, most, ()):
            return fails(f"the letters do not meet the definition {text}")
    return holds("the letters meet the definitions")


def speaks_at_letters(id: str, number: int, letters: Letters, most: int = 0) -> bool:
    """Whether the hypotheses of a statement of a theorem hold for some values of the free indices."""
    formal = theorem(id)
    places = _where_it_speaks(formal.parts[number].text, formal.theory, _functions(letters), most, ())
    return next(places, None) is not None


def speaking_at(id: str, letters: Letters) -> tuple[str, ...]:
    """The names of the statements of a theorem, without its id, whose letters are known and whose hypotheses hold.

    >>> speaking_at("lucchi.xavier", {"n": 1, "square": 1})
    ('stable',)
    """
    known, formal = _functions(letters), theorem(id)
    return tuple(
        part.name.removeprefix(f"{id}/")
        for part in formal.parts
        if names_of(part.text, formal.theory) <= set(known) and Evaluator(known).hypotheses(syntax.statement(part.text))
    )


@cache
def names_of(text: str, name: str) -> frozenset[str]:
    """The letters of a statement of a theory, without its index variables."""
    found: set[str] = set()

    def walk(tree: Any) -> None:
        if isinstance(tree, tuple):
            if len(tree) == 3 and tree[0] == "name" and tree[1] != "I":
                found.add(tree[1])
            for part in tree:
                walk(part)

    statement = syntax.statement(text)
    walk((tuple(statement.conclusion), *map(tuple, statement.hypotheses)))
    return frozenset(found) - frozenset(free_indices(text, name))


LARGEST_SQUARE = 100_000


@cache
def four_squares(number: int) -> tuple[int, ...]:
    """Whole numbers whose squares add up to a number >= 0, at most four of them (Lagrange).

    >>> four_squares(7)
    (2, 1, 1, 1)
    """
    for count in range(5):
        found = _squares(number, count, isqrt(number))
        if found is not None:
            return found
    raise ArithmeticError(f"{number} is not a sum of four squares")


def _squares(rest: int, count: int, largest: int) -> tuple[int, ...] | None:
    if count == 0:
        return () if rest == 0 else None
    for root in range(min(largest, isqrt(rest)), 0, -1):
        found = _squares(rest - root * root, count - 1, root)
        if found is not None:
            return (root, *found)
    return None


@shared
def data_of(problem: dln.Problem) -> tuple[dln.Matrix, dln.Matrix] | None:
    """Exact X and Y with the moments Sxx and Syx of a problem, or None where they would be large.

    ``Sxx = sum of d l l^T`` by elimination with rational d >= 0, each a sum of at most four squares.
    """
    size, rest = problem.input_width, problem.Sxx
    columns: list[dln.Matrix] = []
    for k in range(size):
        pivot = Fraction(rest[k, k])
        if pivot == 0:
            continue
        number = pivot.numerator * pivot.denominator
        if number > LARGEST_SQUARE:
            return None
        column = rest.column(k) * (1 / pivot)
        columns += [column * Fraction(root, pivot.denominator) for root in four_squares(number)]
        rest = rest - pivot * (column @ column.T)
    if not columns:
        return dln.Matrix.zeros(size, 1), dln.Matrix.zeros(problem.output_width, 1)
    X = hstack(columns)
    return X, problem.Syx @ problem.Sxx_pseudoinverse @ X


def unit(size: int, place: int = 0) -> dln.Matrix:
    """A unit vector as a column."""
    return dln.Matrix.identity(size).column(place)


# -- two layers --------------------------------------------------------------------------------------------------------


def pair_letters(best: dln.Point, other: dln.Point, data: tuple[dln.Matrix, dln.Matrix]) -> dict[str, Any]:
    """The letters of "shallow" and "extrema" but ``kind``: a minimum, and other weights, to which V leads."""
    X, Y = data
    (W1, W2), (U1, U2) = best.weights, other.weights
    reach = 1 + (U1 - W1).norm_squared() + (U2 - W2).norm_squared()
    return {
        **{"W1": W1, "W2": W2, "U1": U1, "U2": U2, "V1": U1 - W1, "V2": U2 - W2},
        **{"X": X, "Y": Y, "E": W2 @ W1 @ X - Y, "side": 1, "reach": reach, "inverse": 1 / reach},
    }


def formal_at_pair(id: str, point: dln.Point) -> Outcome:
    """The formal statement at a global minimiser of the problem, against the point: its negation at the point.

    The theorem says that without negative curvature a critical point is a minimum.  It is used in the other direction,
    so it is evaluated where its hypotheses hold: at the critical point that keeps the largest singular values.
    The hypotheses are evaluated for the variation that leads to the point, in the theory "extrema" for both kinds.
    """
    problem = point.problem
    if problem.depth != 2:
        return holds("the formal statement is about two layers")
    if problem.parameters > MOST_WEIGHTS:
        return LEFT_OUT
    best = tuple(range(problem.best_rank))
    data = data_of(problem) if problem.has_rational_points(best) else None
    if data is None:
        return LEFT_OUT
    letters = pair_letters(next(problem.kinds(best)).representative(), point, data)
    kinds = (0, 1) if theorem(id).theory == "extrema" else (0,)
    return all_of(*(formal_at_letters(id, {**letters, "kind": kind}) for kind in kinds))


# -- explicit weights of any depth -------------------------------------------------------------------------------------


def product(factors: Sequence[dln.Matrix], size: int) -> dln.Matrix:
    """``factors[-1] ... factors[0]``; the identity of the size if there are none."""
    total = dln.Matrix.identity(size)
    for factor in factors:
        total = factor @ total
    return total


class ExplicitWeights:
    """The letters of the theory "zero" for the widths of a problem and exact data with its moments."""

    def __init__(self, problem: dln.Problem, data: tuple[dln.Matrix, dln.Matrix]):
        self.n, self.widths, (self.X, self.Y) = problem.depth, problem.widths, data
        self.Sxx, right = problem.Sxx, problem.Syx.pseudoinverse()
        self.right = right if problem.Syx @ right == dln.Matrix.identity(self.widths[-1]) else None
        length = 1 if self.right is None else (self.X.T @ self.right @ self.ray(self.n)).norm_squared()
        self.step = 1 / max(Fraction(4), 1 + length)

    def d(self, j: int) -> int:
        return self.widths[j] if 0 <= j <= self.n else 1

    def ray(self, j: int) -> dln.Matrix:
        return unit(self.d(j))

    def chain(self, j: int) -> dln.Matrix:
        """``u_j u_{j-1}^T``."""
        return self.ray(j) @ self.ray(j - 1).T

    def direction(self, j: int) -> dln.Matrix:
        """Any direction: small integers."""
        rows, columns = self.d(j), self.d(j - 1)
        return dln.Matrix.from_entries(rows, columns, [(j + 2 * k) % 3 - 1 for k in range(rows * columns)])

    def down(self, j: int) -> dln.Matrix:
        if j == 1 and self.right is not None:
            return self.ray(1) @ (self.right @ self.ray(self.n)).T
        return self.chain(j) if 1 <= j <= self.n else dln.Matrix.zeros(self.d(j), self.d(j - 1))

    def mid(self, j: int) -> dln.Matrix:
        return self.chain(j) if 2 <= j < self.n else dln.Matrix.zeros(self.d(j), self.d(j - 1))

    def up_to(self, layer: Callable[[int], dln.Matrix], first: int, sign: int = 1) -> Callable[[int], dln.Matrix]:
        """``j -> sign layer(j) ... layer(first + 1)``, from the width d[first] on."""
        return lambda j: sign * product([layer(i) for i in range(first + 1, j + 1)], self.d(first))

    def letters(self) -> dict[str, Any]:
        scaled = {name: (lambda j, of=of: self.step * of(j)) for name, of in (("V", self.direction), ("D", self.down))}
        found: dict[str, Any] = {
            **{"n": self.n, "d": self.d, "Data": self.X, "Target": self.Y},
            **{"Inverse": self.Sxx.pseudoinverse(), "ray": self.ray, "step": self.step},
            **{"V": self.direction, "P": self.up_to(self.direction, 0), "Scaled": self.up_to(scaled["V"], 0)},
            **{"Mid": self.mid, "Below": self.up_to(self.mid, 0), "Between": self.up_to(self.mid, 1)},
            "Above": lambda j: product([self.mid(i) for i in range(j + 1, self.n + 1)], self.d(j)),
            "Top": self.up_to(self.chain, 2),
        }
        if self.right is not None:
            found |= {"Right": self.right, "Down": self.down, "Line": self.up_to(scaled["D"], 0)}
            found |= {"Flip": self.up_to(scaled["D"], 0, -1)}
        return found


def formal_at_weights(id: str, problem: dln.Problem, letters: Letters = {}) -> Outcome:  # noqa: B006 - only read
    """The formal statement about explicit weights, for the widths and the target of a problem."""
    small = problem.parameters <= 2 * MOST_WEIGHTS and problem.data_rank == problem.input_width
    data = data_of(problem) if small else None
    if data is None:
        return LEFT_OUT
    return formal_at_letters(id, {**ExplicitWeights(problem, data).letters(), **letters}, problem.depth + 1)


# -- layers of any depth -----------------------------------------------------------------------------------------------


def layer_letters(point: dln.Point, other: dln.Point, data: tuple[dln.Matrix, dln.Matrix]) -> dict[str, Any]:
    """The letters of "layers" with other weights: the products Path[j, i] and Way[j, i], variations of two layers."""
    n, widths, (X, Y) = point.problem.depth, point.problem.widths, data

    def d(j: int) -> int:
        return widths[j] if 0 <= j <= n else 1

    def layer(weights: Sequence[dln.Matrix]) -> Callable[[int], dln.Matrix]:
        return lambda j: weights[j - 1] if 1 <= j <= n else dln.Matrix.zeros(d(j), d(j - 1))

    def path(weights: Sequence[dln.Matrix]) -> Callable[[int, int], dln.Matrix]:
        return lambda j, i: product([layer(weights)(k) for k in range(i + 1, j + 1)], d(i))

    last, first = other.weights[-1] - point.weights[-1], other.weights[0] - point.weights[0]
    reach = 1 + last.norm_squared() + first.norm_squared()
    return {
        **{"n": n, "d": d, "X": X, "Y": Y, "W": layer(point.weights), "Other": layer(other.weights)},
        **{"Path": path(point.weights), "Way": path(other.weights), "Vlast": last, "Vfirst": first},
        **{"side": 1, "reach": reach, "inverse": 1 / reach},
    }


def factorisation(matrix: dln.Matrix) -> tuple[dln.Matrix, dln.Matrix]:
    """Two factors of full rank of a matrix that is not zero."""
    columns: list[dln.Matrix] = []
    for k in range(matrix.shape[1]):
        if hstack([*columns, matrix.column(k)]).rank() > len(columns):
            columns.append(matrix.column(k))
    left = hstack(columns)
    return left, left.pseudoinverse() @ matrix


def formal_at_minimum(id: str, point: dln.Point) -> Outcome:
    """The formal statement for layers of any depth at a global minimiser, against the point: its negation at the point.

    A theorem about a hidden product of full rank is evaluated at a global minimiser that has one, cut at the narrowest
    hidden layer; the theorems about extrema say the same of the product, and are evaluated once.
    """
    if theorem(id).theory == "deep":
        return _at_minimum(point)
    problem, data = point.problem, _small_data(point.problem)
    if data is None:
        return LEFT_OUT
    n, width = problem.depth, min(problem.hidden)
    k = 1 + problem.hidden.index(width)
    found = (kind.representative() for kind in problem.kinds(range(problem.best_rank)))
    minimum = next((one for one in found if one.product(n - 1, 2).rank() == width), None)
    if minimum is None:
        return LEFT_OUT
    letters = layer_letters(minimum, point, data)
    path, way = letters["Path"], letters["Way"]
    cut = {"W2": path(n, k), "W1": path(k, 0), "Rest": path(k, 1), "U2": way(n, k), "U1": way(k, 0)}
    hidden = {"Hidden": path(n - 1, k), "Hiddenleft": path(n - 1, k).pseudoinverse()}
    return formal_at_letters(id, {**letters, **cut, **hidden, "Restright": path(k, 1).pseudoinverse()}, n)


@shared
def _at_minimum(point: dln.Point) -> Outcome:
    problem, data = point.problem, _small_data(point.problem)
    if data is None:
        return LEFT_OUT
    best = next(problem.kinds(range(problem.best_rank))).representative()
    letters = layer_letters(best, point, data)
    return all_of(*(formal_at_letters(id, letters, 1) for id in ("lucchi.thm8.2", "lucchi.thm8.3")))


def _small_data(
    problem: dln.Problem, rank: int | None = None, most: int = FEW_WEIGHTS
) -> tuple[dln.Matrix, dln.Matrix] | None:
    """Exact data of a problem with few weights and a hidden layer whose best product of a rank is rational."""
    rank = problem.best_rank if rank is None else rank
    small = problem.depth >= 2 and problem.parameters <= most
    return data_of(problem) if small and problem.has_rational_points(tuple(range(rank))) else None


def formal_at_rank(id: str, point: dln.Point) -> Outcome:
    """The formal statement at a point without negative curvature, against the best product of its rank.

    Saddles of this kind whose product is not zero have more weights than the others.
    """
    problem, r = point.problem, point.end_to_end.rank()
    data = _small_data(problem, r, 2 * MOST_WEIGHTS if r else FEW_WEIGHTS)
    if data is None:
        return LEFT_OUT
    other = next(problem.kinds(range(r))).representative()
    letters = layer_letters(point, other, data)
    if r:
        (W2, W1), (U2, U1) = factorisation(point.end_to_end), factorisation(other.end_to_end)
        letters |= {"W2": W2, "W1": W1, "U2": U2, "U1": U1}
        letters |= {"Wleft": W2.pseudoinverse(), "Wright": W1.pseudoinverse()}
    return formal_at_letters(id, letters, problem.depth)
