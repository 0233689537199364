"""The formal statements about critical values, explicit weights and curves of saddles at exact points.

Notations:

    eigenvectors            orthonormal eigenvectors of Sigma by decreasing eigenvalue, if they are rational
    formal_at_value         whether the statement on critical values is true at a point
    value_letters           the letters lam, chosen, count and total of a selection
    Built                   the weights W with a given selection, built explicitly, and what they are built from
    formal_at_selections    whether the statement on attained values is true at the built weights
    minimiser_letters       the letters of the statement on all minimisers
    formal_at_minimisers    whether that statement is true at points
    asked_at_letters        whether letters meet the definitions and hypotheses of a theorem, which is true there
    formal_on_curve         whether the statement on curves of saddles is true at a point of a curve
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.sharing import shared
from proofs_check.networks.formal_letters import (
    FEW_WEIGHTS,
    LEFT_OUT,
    MOST_WEIGHTS,
    data_of,
    defined_at_letters,
    factorisation,
    formal_at_letters,
    layer_letters,
    meets_definitions,
    product,
    speaks_at_letters,
)
from symdln.algebra.matrix import hstack


@shared
def eigenvectors(problem: dln.Problem) -> dln.Matrix | None:
    """U: orthonormal eigenvectors of Sigma by decreasing eigenvalue; None where they are irrational."""
    columns = []
    for eigenvalue in problem.spectrum:
        if eigenvalue.value is None or eigenvalue.multiplicity > 1:
            return None
        vector = (problem.sigma - dln.Matrix.identity(problem.output_width) * eigenvalue.value).nullspace()
        length = _root(vector.norm_squared())
        if length is None:
            return None
        columns.append(vector * (1 / length))
    return hstack(columns)


def _root(square: Fraction) -> Fraction | None:
    root = Fraction(math.isqrt(square.numerator), math.isqrt(square.denominator))
    return root if root * root == square else None


def formal_at_value(id: str, point: dln.Point) -> Outcome:
    """The formal statement at a critical point: S is its selection.  It is about distinct eigenvalues."""
    problem = point.problem
    values = [problem.spectrum[k].value for k in problem.positions]
    data = data_of(problem) if problem.parameters <= FEW_WEIGHTS and None not in values else None
    if data is None or len(set(values)) < problem.output_width:
        return LEFT_OUT
    letters = layer_letters(point, point, data) | value_letters(values, point.selection)
    return asked_at_letters(id, letters, max(problem.depth, problem.output_width))


def asked_at_letters(id: str, letters: dict[str, Any], most: int) -> Outcome:
    """Whether the letters are what the theorem speaks of, and its statements are true there."""
    return all_of(defined_at_letters(id, letters, most), formal_at_letters(id, letters, most))


def value_letters(values: Sequence[Fraction | None], selection: Sequence[int]) -> dict[str, Any]:
    """The letters lam, gap, chosen, count and total for the eigenvalues and the places in S, from 0 on."""

    def lam(i: int) -> Fraction:
        return Fraction(values[i - 1] or 0)

    def gap(i: int, j: int) -> Fraction:
        return 1 / (lam(i) - lam(j))

    def chosen(i: int) -> int:
        return int(i - 1 in selection)

    def count(i: int) -> int:
        return sum(chosen(k) for k in range(1, i + 1))

    def total(i: int) -> Fraction:
        return sum((chosen(k) * lam(k) for k in range(1, i + 1)), Fraction(0))

    return {"lam": lam, "gap": gap, "chosen": chosen, "count": count, "total": total}


class Built:
    """The letters of weights that keep the eigenvectors in S, and of other weights with a product U2 U1."""

    def __init__(self, problem: dln.Problem, S: Sequence[int], U: dln.Matrix, data: tuple[dln.Matrix, dln.Matrix]):
        self.problem, self.n, self.widths, (self.X, self.Y) = problem, problem.depth, problem.widths, data
        self.rank, eigenvalues = max(len(S), 1), [problem.spectrum[k].value for k in range(len(problem.spectrum))]
        if S:
            self.selected = hstack([U.column(i) for i in S])
            self.values = dln.Matrix.diagonal([eigenvalues[i] for i in S])
        else:
            self.selected, self.values = dln.Matrix.zeros(self.widths[-1], 1), dln.Matrix.zeros(1, 1)
        self.rest = [value for i, value in enumerate(eigenvalues) if i not in S]
        self.Xplus = self.X.pseudoinverse()

    def d(self, j: int) -> int:
        return self.widths[j] if 0 <= j <= self.n else 1

    def frame(self, j: int) -> dln.Matrix:
        if j == self.n:
            return self.selected
        return dln.Matrix.diagonal([1] * min(self.d(j), self.rank), (self.d(j), self.rank))

    def built(self, j: int) -> dln.Matrix:
        if j == 1:
            return self.frame(1) @ self.selected.T @ self.Y @ self.Xplus
        return self.frame(j) @ self.frame(j - 1).T

    def letters(self, other: dln.Matrix) -> dict[str, Any]:
        U2, U1 = factorisation(other)
        return {
            **{"n": self.n, "d": self.d, "X": self.X, "Y": self.Y, "Xplus": self.Xplus, "Sigma": self.problem.sigma},
            **{"rank": self.rank, "Selected": self.selected, "Eigenvalues": self.values, "Frame": self.frame},
            **{"Built": self.built, "U2": U2, "U1": U1, "Uplus": U2.pseudoinverse()},
            "Raise": lambda j: product([self.built(k) for k in range(1, j + 1)], self.d(0)),
            "Drop": lambda j: product([self.built(k) for k in range(j + 1, self.n + 1)], self.d(j)),
            "least": max([value or Fraction(0) for value in self.rest], default=Fraction(0)),
        }


def formal_at_selections(id: str, problem: dln.Problem, best: bool = False) -> Outcome:
    """The formal statement for the weights of every S, or of the largest eigenvalues, if eigenvectors are rational."""
    U = eigenvectors(problem) if problem.parameters <= MOST_WEIGHTS else None
    data = data_of(problem) if U is not None else None
    if U is None or data is None:
        return LEFT_OUT
    most = problem.least_width
    every = itertools.chain(*(itertools.combinations(range(problem.output_width), k) for k in range(most + 1)))
    found = []
    for S in [tuple(range(most))] if best else every:
        built = Built(problem, S, U, data)
        entries = [(3 * k) % 5 - 2 for k in range(problem.input_width * most)]
        first = dln.Matrix.from_entries(most, problem.input_width, entries)
        last = dln.Matrix.diagonal([1] * most, (problem.output_width, most))
        found.append(asked_at_letters(id, built.letters(last @ first), problem.depth))
    return all_of(*found)


def minimiser_letters(problem: dln.Problem, point: dln.Point, built: Built) -> dict[str, Any]:
    """The letters of all global minimisers, for one of them and for the weights ``built`` as the printed form."""
    X, Y, n, r = built.X, built.Y, problem.depth, problem.least_width
    known = layer_letters(point, point, (X, Y)) | built.letters(point.end_to_end)
    path, d, kept = known["Path"], known["d"], built.selected.T @ Y @ built.Xplus
    start, values = kept.pseudoinverse(), [value.value for value in problem.spectrum]
    least = Fraction(values[r] or 0) if r < len(values) else Fraction(0)
    delta = Fraction(values[r - 1] or 0) - least

    def base(j: int) -> dln.Matrix:
        return path(j, 0) @ start

    def cobase(j: int) -> dln.Matrix:
        return built.selected.T @ path(n, j)

    def free(j: int) -> dln.Matrix:
        return dln.Matrix.zeros(d(j), d(j - 1))

    def dual(j: int) -> dln.Matrix:
        return kept if j == 0 else built.frame(j).T

    more = {
        **{"thin": problem.widths.index(r, 1), "delta": delta, "deltainverse": 1 / delta, "least": least},
        **{"Start": start, "Top": built.frame, "Dual": dual, "Free": free, "Made": built.built},
        **{"Reach": known["Raise"], "Base": base, "Cobase": cobase},
        "Rest": lambda j: product([free(k) for k in range(1, j + 1)], d(0)),
        "Loose": lambda j: known["W"](j) - base(j) @ cobase(j - 1),
    }
    return known | more


def formal_at_minimisers(id: str, problem: dln.Problem, points: Iterable[dln.Point]) -> Outcome:
    """The formal statement at global minimisers, where eigenvectors are rational."""
    U = eigenvectors(problem) if problem.parameters <= FEW_WEIGHTS else None
    data = data_of(problem) if U is not None else None
    if U is None or data is None:
        return LEFT_OUT
    built = Built(problem, tuple(range(problem.least_width)), U, data)
    return all_of(*(asked_at_letters(id, minimiser_letters(problem, point, built), problem.depth) for point in points))


def formal_on_curve(id: str, point: dln.Point, layer: int, t: Fraction) -> Outcome:
    """The formal statement for ``W_j -> t W_j, W_{j+1} -> W_{j+1} / t`` at the hidden layer j, in one direction."""
    problem = point.problem
    data = data_of(problem) if problem.parameters <= FEW_WEIGHTS else None
    if data is None:
        return LEFT_OUT
    letters = layer_letters(point, point, data)
    d, W = letters["d"], letters["W"]

    def direction(j: int) -> dln.Matrix:
        return dln.Matrix.from_entries(d(j), d(j - 1), [(j + 2 * k) % 3 - 1 for k in range(d(j) * d(j - 1))])

    def change(j: int, power: int = 1) -> dln.Matrix:
        return dln.Matrix.identity(d(j)) * (t**power if j == layer else Fraction(1))

    def changed(of: Callable[[int], dln.Matrix]) -> Callable[[int], dln.Matrix]:
        return lambda j: change(j) @ of(j) @ change(j - 1, -1)

    def along(first: Callable[[int], dln.Matrix], second: Callable[[int], dln.Matrix]) -> Callable[[int], dln.Matrix]:
        return lambda j: product([first(k) + Fraction(1, 2) * second(k) for k in range(1, j + 1)], d(0))

    moved, turned = changed(W), changed(direction)
    more = {
        **{"V": direction, "Moved": moved, "Turned": turned, "line": Fraction(1, 2), "scale": t, "back": 1 / t},
        **{"Change": change, "Back": lambda j: change(j, -1)},
        **{"Along": along(W, direction), "Beside": along(moved, turned)},
    }
    known, most = letters | more, problem.depth
    found = [meets_definitions(id, known, most)]
    # the last two statements say that a layer that stays the same is zero, with the inverse of scale - 1 or back - 1
    for number, j, inverse in ((2, layer, 1 / (t - 1)), (3, layer + 1, 1 / (1 / t - 1))):
        known["inverse"] = inverse
        speaks, zero = speaks_at_letters(id, number, known, most), W(j).is_zero()
        found.append(equal(speaks, zero, "whether the statement on a layer speaks, and whether the layer is zero"))
        found.append(formal_at_letters(id, known, most))
    return all_of(*found)
