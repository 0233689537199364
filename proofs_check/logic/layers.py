"""Formal statements about layers at exact weights, for the instance checks of claims.

All letters get their values from the weights by closed formulas, not by the theory's recursions; the flow is minus the
gradient of the loss by symdln's calculus, and derivatives along it are found by interpolation.  Where a theory speaks
of a trajectory, the weights are those at its start.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache, cached_property, partial, reduce
from typing import Any

import flint

import symdln as dln
from proofs_check.logic import replay, syntax
from proofs_check.logic.evaluate import Evaluator, at_digits, eigenvalue, rational, sign
from proofs_check.logic.formal import FormalTheorem
from symdln.errors import InputError


class Layers:
    """Weights W[1], ..., W[n] and a target; tau, c, gamma0, sigma and K2 are the least rational values, plus slack."""

    theory = "trajectory"

    def __init__(self, weights: Sequence[dln.Matrix], target: dln.Matrix, slack: Fraction = Fraction(0)):
        self.weights, self.target, self.slack = list(weights), target, slack
        self.n = len(weights)
        self.widths = (weights[0].shape[1], *(W.shape[0] for W in weights))

    @classmethod
    def of_point(cls, point: dln.Point) -> Layers:
        """The layers of a point of a problem in reduced form, where Sxx is the identity and Syx the target."""
        problem = point.problem
        if problem.Sxx != dln.Matrix.identity(problem.Sxx.shape[0]):
            raise InputError("The theory is about reduced problems; pass a point of a problem with Sxx = I.")
        return cls(point.weights, problem.Syx)

    def W(self, j: int) -> dln.Matrix:
        """The layer; outside of 1..n, where the theory says nothing, a matrix of ones."""
        if 1 <= j <= self.n:
            return self.weights[j - 1]
        return dln.Matrix.from_entries(self.d(j), self.d(j - 1), [1] * (self.d(j) * self.d(j - 1)))

    def d(self, j: int) -> int:
        return self.widths[j] if 0 <= j <= self.n else 1

    def product(self, last: int, first: int) -> dln.Matrix:
        """``W[last] ... W[first]``; the identity of size d[last] if last < first."""
        return reduce(lambda total, j: total @ self.W(j), range(last, first - 1, -1), dln.Matrix.identity(self.d(last)))

    def V(self, j: int) -> dln.Matrix:
        return self.product(self.n, j + 1) if j <= self.n else dln.Matrix.zeros(self.d(self.n), self.d(j))

    def U(self, j: int) -> dln.Matrix:
        return self.product(j, 1) if j >= 0 else dln.Matrix.zeros(self.d(j), self.d(0))

    def C(self, j: int) -> dln.Matrix:
        return self.W(j + 1).T @ self.W(j + 1) - self.W(j) @ self.W(j).T

    def M(self) -> dln.Matrix:
        return self.target - self.product(self.n, 1)

    def dW(self, j: int) -> dln.Matrix:
        """Minus the gradient of the loss, by symdln's calculus; outside of 1..n zero."""
        if not 1 <= j <= self.n:
            return dln.Matrix.zeros(self.d(j), self.d(j - 1))
        if self.n == 1:
            return self.target - self.weights[0]
        d_x = self.widths[0]
        problem = dln.Problem.from_data(dln.Matrix.identity(d_x), self.target, hidden=self.widths[1:-1])
        return -dln.Point(problem, self.weights).gradient[j - 1]

    def dU(self, j: int) -> dln.Matrix:
        total = dln.Matrix.zeros(self.d(j), self.d(0))
        for i in range(1, min(j, self.n) + 1):
            total = total + self.product(j, i + 1) @ self.dW(i) @ self.product(i - 1, 1)
        return total

    def F(self, j: int) -> dln.Matrix:
        """``sum over i <= j of V_i V_i^T M U_{i-1}^T U_{i-1}``, from the gradients."""
        total = dln.Matrix.zeros(self.d(self.n), self.d(0))
        for i in range(1, j + 1):
            total = total + self.V(i) @ self.dW(i) @ self.U(i - 1)
        return total

    def RHS(self, j: int) -> Fraction:
        return sum((self.dW(i).norm_squared() for i in range(1, j + 1)), Fraction(0))

    def inner(self, j: int) -> dln.Matrix:
        """``K_j = [(\\Pi W)_{j+2}^{H+1}]^T M [(\\Pi W)_1^{j-1}]^T``; outside of 1..n-1 zero."""
        if not 1 <= j < self.n:
            return dln.Matrix.zeros(self.d(j + 1), self.d(j - 1))
        return self.V(j + 1).T @ self.M() @ self.U(j - 1).T

    def derivative(self, value: Callable[[Layers], Fraction], degree: int) -> Fraction:
        """The derivative at t = 0 of a polynomial in t along W + t dW, from its values at degree + 1 numbers."""
        steps = [self.dW(j) for j in range(1, self.n + 1)]
        total = flint.fmpq_poly([0])
        for t in range(degree + 1):
            moved = [W + D * t for W, D in zip(self.weights, steps, strict=True)]
            at_t = value(Layers(moved, self.target))
            term = flint.fmpq_poly([flint.fmpq(at_t.numerator, at_t.denominator)])
            for other in range(degree + 1):
                if other != t:
                    term = term * flint.fmpq_poly([flint.fmpq(-other, t - other), flint.fmpq(1, t - other)])
            total += term
        return Fraction(int(total[1].p), int(total[1].q))

    # -- numbers -------------------------------------------------------------------------------------------------------

    def g(self) -> Fraction:
        return self.W(self.n).norm_squared()

    def T(self, j: int) -> Fraction:
        return sum((self.C(i).trace() for i in range(j, self.n)), Fraction(0))

    def sumC(self, j: int) -> Fraction:
        return sum((self.C(i).trace() for i in range(1, j)), Fraction(0))

    def tau(self, j: int) -> Fraction:
        return max(Fraction(0), -self.T(j)) + self.slack

    def c(self, j: int) -> Fraction:
        return sum(map(abs, self.C(j).entries()), Fraction(0)) + self.slack

    def sigma(self) -> Fraction:
        return sum(map(abs, self.target.entries()), Fraction(0)) + self.slack

    def gamma0(self) -> Fraction:
        return Fraction(1, self.widths[-1] ** (self.n - 1)) / (1 + self.slack)

    def x(self, j: int, g: Any = None) -> Any:
        return (self.g() if g is None else g) + self.tau(j)

    def y(self, k: int, g: Any = None) -> Any:
        return self.x(k + 1, g) + self.c(k)

    def X(self, k: int, g: Any = None) -> Any:
        return reduce(lambda total, j: total * self.x(j, g), range(k + 1, self.n + 1), Fraction(1))

    def E(self, k: int, g: Any = None) -> Any:
        return (self.y(k, g) ** k - self.x(k + 1, g) ** k) * self.X(k, g)

    def P(self, j: int, g: Any = None) -> Any:
        return sum((self.E(k, g) for k in range(1, j)), Fraction(0))

    def q(self, j: int, g: Any = None) -> Any:
        first = (self.x(1, g) + self.x(2, g)) / 2
        return reduce(lambda total, i: total * (1 + self.x(i, g)) / 2, range(3, j + 1), first)

    def at_one(self, name: str, j: int) -> Fraction:
        """x, y, X, E, P or q at g = 1."""
        return getattr(self, name)(j, Fraction(1))

    def K1(self) -> Fraction:
        return 2 * self.P(self.n, Fraction(1)) + 2 * self.sigma() * self.q(self.n, Fraction(1))

    def K2(self) -> Fraction:
        return max(Fraction(1), self.K1() / self.gamma0()) + self.slack

    def least(self, matrix: dln.Matrix) -> Any:
        return eigenvalue([[rational(entry) for entry in row] for row in matrix.rows()], 1)

    def L(self, j: int) -> Any:
        factors = [self.least(self.W(i) @ self.W(i).T) for i in range(j + 1, self.n + 1)]
        return reduce(lambda total, factor: total * factor, factors, rational(1))

    def R(self, j: int) -> Any:
        factors = [self.least(self.W(i).T @ self.W(i)) for i in range(1, j + 1)]
        return reduce(lambda total, factor: total * factor, factors, rational(1))

    def on_row_space(self, j: int) -> Any:
        """``lambda_{d_j - d_{j+1} + 1}(C_j)``; zero where d_j < d_{j+1} or j is not in 1..n-1."""
        if not (1 <= j < self.n and self.d(j) >= self.d(j + 1)):
            return rational(0)
        rows = [[rational(entry) for entry in row] for row in self.C(j).rows()]
        return eigenvalue(rows, self.d(j) - self.d(j + 1) + 1)

    def bar(self, j: int) -> Any:
        return reduce(lambda total, k: total * self.on_row_space(k), range(j, self.n), rational(1))

    def inverse(self, j: int) -> Any:
        value = self.on_row_space(j)
        return rational(1) / value if sign(value) else rational(0)

    def product_of_inverses(self, j: int) -> Any:
        return reduce(lambda total, k: total * self.inverse(k), range(j, self.n), rational(1))

    def alpha(self, j: int) -> Any:
        return sum((self.R(i - 1) * self.L(i) for i in range(1, j + 1)), rational(0))

    @cached_property
    def valuation(self) -> dict[str, Callable[..., Any]]:
        one = Fraction(1)
        letters = {
            "n": lambda: self.n,
            "d": self.d,
            "W": self.W,
            "V": self.V,
            "U": self.U,
            "C": self.C,
            "G": lambda j: self.W(j + 1).T @ self.W(j + 1),
            "K": lambda j: self.W(j) @ self.W(j).T,
            "Sigma": lambda: self.target,
            "M": self.M,
            "dW": self.dW,
            "dU": self.dU,
            "g": self.g,
            "h": lambda: max(one, self.g()),
            "rate": lambda: self.derivative(lambda at: at.M().norm_squared(), 2 * self.n),
            "dg": lambda: self.derivative(lambda at: at.g(), 2),
            "dM": lambda: -self.dU(self.n),
            "F": self.F,
            "RHS": self.RHS,
            "Inner": self.inner,
            "W0": self.W,
            "C0": self.C,
            "M0": self.M,
            "g0": self.g,
            "bound": lambda: max(self.g(), self.K2()) + self.slack,
            "start": self.bar,
            "grow": lambda: one,
            **{
                name: getattr(self, name)
                for name in ("T", "sumC", "tau", "c", "sigma", "gamma0", "K1", "K2", "L", "R", "alpha")
            },
            "gammaH": lambda: Fraction(1, 2 * self.widths[-1] ** (self.n - 1)),
            "RightSigma": self.target.pseudoinverse,
            "bar": self.bar,
            "inverse": self.inverse,
            "product": self.product_of_inverses,
            **{name: getattr(self, name) for name in ("x", "y", "X", "E", "P", "q")},
            **{f"s{name}": partial(self.at_one, name) for name in ("x", "y", "X", "E", "P", "q")},
        }
        return remembered(letters)


class FlowLayers(Layers):
    """The same for the theory "flows" at a point, with the loss of its problem and weight decay ``lam``."""

    theory = "flows"

    def __init__(self, point: dln.Point, decay: Fraction = Fraction(0)):
        super().__init__(point.weights, point.problem.Syx)
        self.point, self.decay = point, decay

    def M(self) -> dln.Matrix:
        """Minus the gradient of the loss by the product."""
        problem = self.point.problem
        return 2 * problem.loss_factor * (problem.Syx - self.point.end_to_end @ problem.Sxx)

    def dW(self, j: int) -> dln.Matrix:
        """Minus the gradient of the loss by a layer, and the decay; outside of 1..n zero."""
        if not 1 <= j <= self.n:
            return dln.Matrix.zeros(self.d(j), self.d(j - 1))
        return -self.point.gradient[j - 1] - self.decay * self.W(j)

    def allowed(self, j: int) -> Any:
        """``sum over i >= j of lambda_max(C_i) - tr C_i``."""
        total = rational(0)
        for i in range(max(j, 1), self.n):
            rows = [[rational(entry) for entry in row] for row in self.C(i).rows()]
            total = total + eigenvalue(rows, self.d(i)) - rational(self.C(i).trace())
        return total

    def outer(self) -> dln.Matrix:
        """``W_n W_n^T``, of which ``P P^T`` is the n-th power for balanced layers."""
        return self.W(self.n) @ self.W(self.n).T

    def within(self) -> dln.Matrix:
        """``W_1^T W_1``, of which ``P^T P`` is the n-th power for balanced layers."""
        return self.W(1).T @ self.W(1)

    def sums(self, j: int) -> dln.Matrix:
        total = dln.Matrix.zeros(self.d(self.n), self.d(0))
        for i in range(j):
            total = total + power(self.outer(), self.n - i - 1) @ self.M() @ power(self.within(), i)
        return total

    @cached_property
    def valuation(self) -> dict[str, Callable[..., Any]]:
        letters = {
            "F": self.M,
            "lam": lambda: self.decay,
            "grow": lambda: Fraction(1),
            "shrink": lambda: Fraction(1),
            "Outer": self.outer,
            "Within": self.within,
            "Sum": self.sums,
            "Allow": self.allowed,
        }
        return super().valuation | remembered(letters)


def remembered(letters: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """The letters, the value of each computed once for its indices."""
    return {name: once(value) for name, value in letters.items()}


def once(function: Callable[..., Any]) -> Callable[..., Any]:
    """``functools.cache`` without its wrapping, which costs more than most of these values."""
    values: dict[tuple[int, ...], Any] = {}

    def value(*indices: int) -> Any:
        if indices not in values:
            values[indices] = function(*indices)
        return values[indices]

    return value


def power(matrix: dln.Matrix, exponent: int) -> dln.Matrix:
    """The power of a square matrix; the identity for exponents below 1."""
    return reduce(lambda total, _: total @ matrix, range(exponent), dln.Matrix.identity(matrix.shape[0]))


# -- statements --------------------------------------------------------------------------------------------------------


@cache
def free_indices(text: str, theory: str) -> tuple[str, ...]:
    """The index variables of a statement."""
    found: set[str] = set()
    statement, names = syntax.statement(text), replay.theory(theory).reading.names

    def walk(tree: Any) -> None:
        if isinstance(tree, tuple):
            if len(tree) == 3 and tree[0] == "name":
                known = names.get(tree[1])
                if known is not None and known.kind == "index" and not known.fixed:
                    found.add(tree[1])
            for part in tree:
                walk(part)

    walk((tuple(statement.conclusion), *map(tuple, statement.hypotheses)))
    return tuple(sorted(found))


@at_digits
def answers(text: str, layers: Layers, **changed: Any) -> list[bool | None]:
    """The answers of a statement at these layers, for all values of its index variables that meet the hypotheses.

    ``changed`` gives other values to letters without indices.
    """
    statement, found = syntax.statement(text), []
    names = free_indices(text, layers.theory)
    valuation = layers.valuation | {name: partial(_itself, value) for name, value in changed.items()}
    evaluator = Evaluator(valuation)
    for values in itertools.product(range(max(layers.n, *layers.widths) + 2), repeat=len(names)):
        valuation.update({name: partial(_itself, value) for name, value in zip(names, values, strict=True)})
        if evaluator.hypotheses(statement):
            found.append(evaluator.holds(statement.conclusion))
    return found


def _itself(value: Any) -> Any:
    return value


def meets_assumptions(theorem: FormalTheorem, layers: Layers) -> bool:
    """Whether all assumptions of the proof hold at these layers; otherwise the theorem says nothing about them."""
    return all(answer is not False for line in theorem.uses("assumption") for answer in answers(line.text, layers))


def at_layers(theorem: FormalTheorem, layers: Layers) -> Counter[bool | None]:
    """How often the formal statement is true, false and not decided (None), over all its parts and indices.

    >>> from proofs_check.logic import theorem
    >>> layers = Layers([dln.Matrix.identity(2)] * 3, dln.Matrix.zeros(2, 2))
    >>> at_layers(theorem("chitour.lemma2.4.explicit"), layers)
    Counter({True: 2})
    """
    return Counter(answer for part in theorem.parts for answer in answers(part.text, layers))
