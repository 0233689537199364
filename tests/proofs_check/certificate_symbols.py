"""Whether the statements of a certificate with indeterminates are true, by sympy's derivatives and substitution.

What holds for all values of the letters is an identity of polynomials; what fails, fails as one.
"""

import itertools
from typing import Any

import certificate_truth
import sympy

import symdln as dln
from symdln.algebra.inertia import inertia_of


def entry(text: Any) -> sympy.Expr:
    named = isinstance(text, str) and text[:1].isalpha()
    return sympy.Symbol(text) if named else sympy.Rational(str(text))


def matrix(rows: Any) -> sympy.Matrix:
    return sympy.Matrix([[entry(text) for text in row] for row in rows])


def expectation(law: dict[str, Any], value: sympy.Expr) -> sympy.Expr:
    """The mean over atoms; for Gaussians the derivatives of exp(v s^2 / 2) at 0."""
    if "atoms" in law:
        listed = [value.subs({entry(k): entry(x) for k, x in atom.items()}) for atom in law["atoms"]]
        return sum(listed, sympy.Integer(0)) / len(listed)
    s = sympy.Symbol("generating")
    for letter, variance in law["gaussian"].items():
        polynomial = sympy.Poly(value, entry(letter))
        function = sympy.exp(entry(variance) * s**2 / 2)
        value = sum(c * sympy.diff(function, s, n).subs(s, 0) for (n,), c in polynomial.terms())
    return value


class SymbolicTruth(certificate_truth.Truth):
    """As its parent, with sympy's matrices and expressions."""

    def __init__(self, given: dict[str, Any], let: dict[str, Any] | None = None):
        self.laws, problem = given.get("laws", {}), given.get("problem")
        if problem is not None:
            self.widths, self.factor = problem["widths"], entry(problem["loss_factor"])
            self.moments = {name: matrix(problem[name]) for name in ("Sxx", "Syx", "Syy")}
        self.points = {name: [matrix(W) for W in point] for name, point in given.get("points", {}).items()}
        self.values = {
            name: matrix(value) if isinstance(value, list) else entry(value)
            for name, value in given.get("values", {}).items()
        }
        for name, term in (let or {}).items():
            self.values[name] = self.term(term)

    def loss(self, layers: list[sympy.Matrix]) -> sympy.Expr:
        P = self.product(layers, len(layers), 1)
        m = self.moments
        return self.factor * (m["Syy"] - P * m["Syx"].T - m["Syx"] * P.T + P * m["Sxx"] * P.T).trace()

    def product(self, layers: list[sympy.Matrix], last: int, first: int) -> sympy.Matrix:
        result = sympy.eye(self.widths[first - 1])
        for layer in layers[first - 1 : last]:
            result = layer * result
        return result

    def derivatives(self, layers: list[sympy.Matrix], order: int) -> Any:
        """The gradient by layers, or the Hessian, by differentiation with letters for all weights."""
        fresh = [sympy.Matrix(*W.shape, sympy.symbols(f"W{j}_:{len(W)}")) for j, W in enumerate(layers)]
        letters = [x for W in fresh for x in W]
        at = dict(zip(letters, [x for W in layers for x in W], strict=True))
        loss = self.loss(fresh)
        if order == 2:
            return sympy.hessian(loss, letters).subs(at, simultaneous=True)
        return [W.applyfunc(lambda x: sympy.diff(loss, x)).subs(at, simultaneous=True) for W in fresh]

    def term(self, term: Any) -> Any:
        if not isinstance(term, list):
            return self.values[term] if term in self.values else entry(term)
        name, *rest = term
        if name in ("depth", "least-width", "parameters"):
            sizes = {
                "depth": lambda: len(self.widths) - 1,
                "least-width": lambda: min(self.widths),
                "parameters": lambda: sum(m * n for m, n in itertools.pairwise(self.widths)),
            }
            return sympy.Integer(sizes[name]())
        if term == ["data", "factor"]:
            return self.factor
        if name == "data":
            return self.joint() if rest[0] == "joint" else self.moments[rest[0]]
        if name in ("W", "product", "loss", "gradient", "hessian", "form", "free"):
            return self.at_weights(name, self.points[rest[0]], rest[1:])
        if name == "E":
            return expectation(rest[0] if isinstance(rest[0], dict) else self.laws[rest[0]], self.term(rest[1]))
        if name == "d":
            return sympy.diff(self.term(rest[0]), sympy.Symbol(rest[1]))
        if name == "at":
            replaced = {sympy.Symbol(letter): self.term(value) for letter, value in rest[1].items()}
            return self.term(rest[0]).subs(replaced, simultaneous=True)
        if name == "matrix":
            return matrix(rest[0])
        return self.of_values(name, [self.term(each) for each in rest])

    def joint(self) -> sympy.Matrix:
        m = self.moments
        return sympy.Matrix.vstack(sympy.Matrix.hstack(m["Sxx"], m["Syx"].T), sympy.Matrix.hstack(m["Syx"], m["Syy"]))

    def at_weights(self, name: str, layers: list[sympy.Matrix], rest: list[Any]) -> Any:
        if name == "form":
            v = sympy.Matrix([x for W in self.points[rest[0]] for x in W])
            return (v.T * self.derivatives(layers, 2) * v)[0, 0]
        if name == "free":
            return sympy.Integer(sum(x.is_Symbol for W in layers for x in W))  # pyright: ignore[reportAttributeAccessIssue]
        numbers = [int(self.term(each)) for each in rest]
        return {
            "W": lambda: layers[numbers[0] - 1],
            "product": lambda: self.product(layers, *numbers),
            "loss": lambda: self.loss(layers),
            "gradient": lambda: self.derivatives(layers, 1)[numbers[0] - 1],
            "hessian": lambda: self.derivatives(layers, 2),
        }[name]()

    def of_values(self, name: str, values: list[Any]) -> Any:
        if name in ("+", "*"):
            result = values[0]
            for value in values[1:]:
                result = result + value if name == "+" else result * value
            return result
        first = values[0]
        return {
            "-": lambda: first - values[1],
            "^": lambda: first ** int(values[1]),
            "T": lambda: first.T,
            "trace": lambda: first.trace(),
            "entry": lambda: first[int(values[1]) - 1, int(values[2]) - 1],
            "width": lambda: sympy.Integer(self.widths[int(first)]),
            "eye": lambda: truncated_identity(*map(int, values)),
            "degree": lambda: sympy.Integer(total_degree(first)),
            "rank": lambda: sympy.Integer(first.rank()),
            "positive": lambda: sympy.Integer(rational(first).positive),
            "negative": lambda: sympy.Integer(rational(first).negative),
            "zero": lambda: sympy.Integer(rational(first).zero),
        }[name]()

    def holds(self, fact: dict[str, Any]) -> bool:
        kind = fact["kind"]
        if kind in ("gradient-zero", "gradient-nonzero"):
            gradient = self.derivatives(self.points[fact["at"]], 1)
            return all(vanishes(W) for W in gradient) is (kind == "gradient-zero")
        if kind == "inertia":
            found = rational(self.term(fact["of"]))
            stated = (fact["positive"], fact["negative"], fact["zero"])
            return (found.positive, found.negative, found.zero) == stated
        if kind == "value-comparison":
            left, right = (sympy.expand(self.term(fact[side])) for side in ("left", "right"))
            return bool(certificate_truth.HOLDS[fact["relation"]](left, right))
        if kind == "widths":
            return self.widths == fact["are"]
        if kind == "reduced-problem":
            return self.is_reduced()
        pairs = fact["pairs"] if kind == "some-failure" else [[fact["left"], fact["right"]]]
        same = all(vanishes(self.term(left) - self.term(right)) for left, right in pairs)
        return same is (kind == "identity")

    def is_reduced(self) -> bool:
        m, (n, k) = self.moments, (self.widths[0], self.widths[-1])
        S = [m["Syx"][i, i] for i in range(k)]
        target = sympy.Matrix(k, n, lambda i, j: S[i] if i == j else 0)
        sums = [sum(x**2 for x in chosen) for r in range(k + 1) for chosen in itertools.combinations(S, r)]
        return (
            (m["Sxx"], m["Syx"], m["Syy"], self.factor)
            == (sympy.eye(n), target, target * target.T, sympy.Rational(1, 2))
            and min(S) > 0
            and min(self.widths) == k
            and len(set(sums)) == len(sums)
        )


def total_degree(value: sympy.Expr) -> int:
    """The degree in all letters; 0 for every constant, 0 among them."""
    expanded = sympy.expand(value)
    return sympy.Poly(expanded, *expanded.free_symbols).total_degree() if expanded.free_symbols else 0


def truncated_identity(m: int, n: int, r: int) -> sympy.Matrix:
    return sympy.Matrix([[int(i == j < r) for j in range(n)] for i in range(m)])


def vanishes(value: Any) -> bool:
    entries = list(value) if isinstance(value, sympy.MatrixBase) else [value]
    return all(sympy.expand(x) == 0 for x in entries)


def rational(value: sympy.Matrix) -> Any:
    return inertia_of(dln.Matrix([[str(x) for x in value.row(i)] for i in range(value.rows)]))
