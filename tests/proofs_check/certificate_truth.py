"""Whether the statements of a certificate are true, by symdln and so by other code than the kernel's.

Letters stand for one rational number each; a statement about all values of letters is asked for these alone.
"""

import itertools
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.chitour.parts.lemma3 import permutation_matrices
from proofs_check.claims.chitour.parts.notation import reduced
from symdln.algebra.inertia import inertia_of
from symdln.algebra.matrix import hstack, vstack

LETTERS = {letter: Fraction(2 * k + 3, k + 2) * (-1) ** k for k, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
HOLDS = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
}


def number(text: Any) -> Fraction:
    return LETTERS[text] if text in LETTERS else Fraction(text)


def matrix(rows: Any) -> dln.Matrix:
    return dln.Matrix([[number(entry) for entry in row] for row in rows])


class Truth:
    """The objects of a certificate as symdln's, and what is true of them."""

    def __init__(self, given: dict[str, Any], let: dict[str, Any] | None = None):
        problem = given["problem"]
        moments = [matrix(problem[name]) for name in ("Sxx", "Syx", "Syy")]
        # the moments as they are: what has been tampered with need not belong to any data
        self.problem = dln.Problem(tuple(problem["widths"]), *moments, Fraction(problem["loss_factor"]))  # pyright: ignore[reportCallIssue]
        self.points = {
            name: dln.Point(self.problem, [matrix(weight) for weight in point])
            for name, point in given.get("points", {}).items()
        }
        self.values = {
            name: matrix(value) if isinstance(value, list) else number(value)
            for name, value in given.get("values", {}).items()
        }
        for name, term in (let or {}).items():
            self.values[name] = self.term(term)

    def term(self, term: Any) -> Any:
        if not isinstance(term, list):
            return self.values[term] if term in self.values else number(term)
        name, *arguments = term
        if name == "matrix":
            return matrix(arguments[0])
        if name in ("W", "product", "loss", "gradient", "hessian", "form"):
            return self.at_point(name, self.points[arguments[0]], arguments[1:])
        if name == "data":
            return self.moment(arguments[0])
        if name in ("depth", "least-width", "parameters"):
            return {
                "parameters": self.problem.parameters,
                "depth": self.problem.depth,
                "least-width": self.problem.least_width,
            }[name]
        return self.combined(name, [self.term(argument) for argument in arguments])

    def at_point(self, name: str, point: dln.Point, rest: list[Any]) -> Any:
        if name == "form":
            entries = [entry for weight in self.points[rest[0]].weights for entry in weight.entries()]
            v = dln.Matrix([[entry] for entry in entries])
            return (v.T @ point.hessian @ v)[0, 0]
        numbers = [int(self.term(argument)) for argument in rest]
        return {
            "W": lambda: point.weights[numbers[0] - 1],
            "product": lambda: point.product(*numbers),
            "loss": lambda: point.loss,
            "gradient": lambda: point.gradient[numbers[0] - 1],
            "hessian": lambda: point.hessian,
        }[name]()

    def moment(self, name: str) -> Any:
        problem = self.problem
        if name == "factor":
            return problem.loss_factor
        if name != "joint":
            return getattr(problem, name)
        return vstack([hstack([problem.Sxx, problem.Sxy]), hstack([problem.Syx, problem.Syy])])

    def combined(self, name: str, values: list[Any]) -> Any:
        if name in ("+", "*"):
            total = values[0]
            for value in values[1:]:
                matrices = isinstance(total, dln.Matrix) and isinstance(value, dln.Matrix)
                total = total + value if name == "+" else total @ value if matrices else total * value
            return total
        first = values[0]
        return {
            "-": lambda: first - values[1],
            "^": lambda: first ** int(values[1]),
            "T": lambda: first.T,
            "trace": lambda: first.trace(),
            "entry": lambda: first[int(values[1]) - 1, int(values[2]) - 1],
            "width": lambda: self.problem.widths[int(first)],
            "eye": lambda: dln.Matrix.diagonal([1] * int(values[2]), (int(first), int(values[1]))),
            "rank": lambda: first.rank(),
            "positive": lambda: inertia_of(first).positive,
            "negative": lambda: inertia_of(first).negative,
            "zero": lambda: inertia_of(first).zero,
        }[name]()

    def holds(self, fact: dict[str, Any]) -> bool:
        """Whether the statement of a fact is true."""
        kind = fact["kind"]
        if kind in ("gradient-zero", "gradient-nonzero"):
            return self.points[fact["at"]].is_critical is (kind == "gradient-zero")
        if kind in ("descent-curve", "ascent-curve"):
            return self.moves(kind, self.points[fact["at"]])
        if kind == "inertia":
            found = inertia_of(self.term(fact["of"]))
            return (found.positive, found.negative, found.zero) == tuple(
                fact[name] for name in ("positive", "negative", "zero")
            )
        if kind == "value-comparison":
            return HOLDS[fact["relation"]](self.term(fact["left"]), self.term(fact["right"]))
        if kind == "widths":
            return list(self.problem.widths) == fact["are"]
        if kind == "reduced-problem":
            named = ("chitour.1", "chitour.2", "chitour.3", "chitour.4")
            return reduced.met_by(self.problem) and all(self.problem.satisfies(name) for name in named)
        if kind == "every-permutation":
            return self.for_every_permutation(fact)
        pairs = fact["pairs"] if kind == "some-failure" else [[fact["left"], fact["right"]]]
        same = all(self.term(left) == self.term(right) for left, right in pairs)
        return same is (kind == "identity")

    def moves(self, kind: str, point: dln.Point) -> bool:
        """By the class of the point, not by a curve."""
        if not point.is_critical:
            return True  # along or against the gradient
        if kind == "ascent-curve":
            return not self.problem.Sxx.is_zero()
        return not point.is_global_minimiser

    def for_every_permutation(self, fact: dict[str, Any]) -> bool:
        found = []
        for U in permutation_matrices(int(self.term(fact["size"]))):
            self.values[fact["name"]] = U
            found.append(self.holds({"kind": "some-failure", "pairs": fact["pairs"]}))
        del self.values[fact["name"]]
        return all(found)


def leaves(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to all numbers and texts in JSON data."""
    if isinstance(data, dict):
        return list(itertools.chain.from_iterable(leaves(value, (*path, name)) for name, value in data.items()))
    if isinstance(data, list):
        return list(itertools.chain.from_iterable(leaves(value, (*path, i)) for i, value in enumerate(data)))
    return [path]
