"""The loss of a small network as a polynomial of sympy in the entries of its layers, and its derivatives by sympy.

Nothing here shares a formula with :mod:`symdln.landscape.calculus`: the layers are multiplied out entry by entry, the
loss is a sum of squares by its definition, and sympy differentiates.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy
from sympy import QQ
from sympy.polys.rings import PolyElement, PolyRing

from symdln.errors import InputError
from symdln.symbolic.limits import check_terms

MOST_DERIVED = 600_000
"""Terms of the loss times weights: the Hessian is derived up to this number, in at most a minute."""
Polynomials = list[list[PolyElement]]


class SymbolicNetwork:
    """A network whose weights are symbols: ``w1_12`` is entry (1, 2) of W_1, and ``w1_1_2`` where a width is above 9.

    Build it with :func:`symbolic_network`.  All properties are expanded expressions and matrices of sympy.

    >>> network = symbolic_network(widths=(1, 1, 1))
    >>> network.loss
    s_1**2/2 - s_1*w1_11*w2_11 + w1_11**2*w2_11**2/2
    >>> network.gradient[0]
    Matrix([[-s_1*w2_11 + w1_11*w2_11**2]])
    >>> network.depth, network.parameters, network.symbols, network.invariants
    (2, 2, (w1_11, w2_11), (Matrix([[-w1_11**2 + w2_11**2]]),))
    >>> network.hessian[0, 1], network.critical_equations[1]
    (-s_1 + 2*w1_11*w2_11, Eq(-s_1*w1_11 + w1_11**2*w2_11, 0))

    The same as elements of sympy's polynomial ring ``network.ring``, and the loss of given layers:

    >>> len(network.loss_polynomial), network.gradient_polynomials[1].as_expr()
    (3, -s_1*w1_11 + w1_11**2*w2_11)
    >>> network.hessian_polynomials[0, 0].as_expr(), network.invariant_polynomials[0][0][0].as_expr()
    (w2_11**2, -w1_11**2 + w2_11**2)
    >>> network.loss_of(network.ring, [[[1]], [[3]]]).as_expr()                # (3 - s_1)^2 / 2
    s_1**2/2 - 3*s_1 + 9/2
    """

    def __init__(
        self,
        widths: tuple[int, ...],
        Sxx: Any,
        Syx: Any,
        trace_Syy: Any,
        loss_factor: Fraction,
        data: Sequence[str] = (),
    ):
        self.widths, self.loss_factor = widths, loss_factor
        self.shapes = tuple(zip(widths[1:], widths[:-1], strict=True))
        self.moments = Sxx, Syx, trace_Syy
        self.has_white_inputs = _is_diagonal(Sxx)
        check_terms(widths, is_diagonal=self.has_white_inputs)
        self._data = tuple(data)
        self.names = entry_names(self.shapes, "w")
        self.ring = PolyRing([*self.names, *data], QQ)
        self.layers = self._layers_of(self.ring, self.ring.gens)

    def _layers_of(self, ring: PolyRing, values: Sequence[Any]) -> list[Polynomials]:
        left = iter(values)
        return [[[next(left) for _ in range(columns)] for _ in range(rows)] for rows, columns in self.shapes]

    @property
    def depth(self) -> int:
        """H, the number of weight matrices."""
        return len(self.shapes)

    @property
    def parameters(self) -> int:
        """N, the number of weights."""
        return len(self.names)

    @property
    def symbols(self) -> tuple[sympy.Symbol, ...]:
        """The weights in the order of the Hessian: layer by layer from W_1 on, each layer row by row."""
        return tuple(self.ring.symbols[: self.parameters])  # type: ignore[arg-type]

    # -- polynomials ---------------------------------------------------------------------------------------------------

    @cached_property
    def loss_polynomial(self) -> PolyElement:
        """The loss as an element of ``ring``."""
        return self.loss_of(self.ring, self.layers)

    def loss_of(self, ring: PolyRing, layers: Sequence[Polynomials]) -> PolyElement:
        """``f (tr(P Sxx P^T) - 2 tr(P Sxy) + tr Syy)`` for layers over any ring that has the data's symbols."""
        Sxx, Syx, trace = self.moments
        P = layers[0]
        for layer in layers[1:]:
            P = multiplied(layer, P, ring)
        total = _element(ring, trace)
        inputs = range(self.widths[0])
        for i, row in enumerate(P):
            for a in inputs:
                total += -2 * _element(ring, Syx[i][a]) * row[a]
                for b in inputs:
                    if Sxx[a][b]:
                        total += _element(ring, Sxx[a][b]) * row[a] * row[b]
        return total * QQ(self.loss_factor.numerator, self.loss_factor.denominator)

    @cached_property
    def gradient_polynomials(self) -> list[PolyElement]:
        """The derivatives of the loss by every weight, by sympy."""
        return [self.loss_polynomial.diff(x) for x in self.ring.gens[: self.parameters]]

    @cached_property
    def hessian_polynomials(self) -> dict[tuple[int, int], PolyElement]:
        """The second derivatives (a, b), a <= b, by sympy."""
        if len(self.loss_polynomial) * self.parameters > MOST_DERIVED:
            raise InputError(
                f"The Hessian of a loss with {len(self.loss_polynomial):,} terms in {self.parameters} weights takes "
                "sympy minutes; choose smaller widths, or symdln.hessian at a point."
            )
        weights = self.ring.gens[: self.parameters]
        return {
            (a, b): first.diff(weights[b])
            for a, first in enumerate(self.gradient_polynomials)
            for b in range(a, self.parameters)
        }

    # -- expressions ---------------------------------------------------------------------------------------------------

    @property
    def loss(self) -> sympy.Expr:
        """The loss, expanded."""
        return self.loss_polynomial.as_expr()

    @property
    def gradient(self) -> tuple[sympy.Matrix, ...]:
        """The derivatives of the loss by W_1, ..., W_H, in their shapes."""
        left = iter(self.gradient_polynomials)
        return tuple(sympy.Matrix(r, c, [next(left).as_expr() for _ in range(r * c)]) for r, c in self.shapes)

    @property
    def hessian(self) -> sympy.Matrix:
        """The N x N Hessian in the order of :attr:`symbols`."""
        entries = self.hessian_polynomials
        return sympy.Matrix(self.parameters, self.parameters, lambda a, b: entries[min(a, b), max(a, b)].as_expr())

    @property
    def critical_equations(self) -> tuple[Any, ...]:
        """The equations of critical points, one for each weight."""
        zero = sympy.Integer(0)
        return tuple(sympy.Equality(entry.as_expr(), zero, evaluate=False) for entry in self.gradient_polynomials)

    @cached_property
    def invariants(self) -> tuple[sympy.Matrix, ...]:
        """``W_{j+1}^T W_{j+1} - W_j W_j^T`` for j = 1, ..., H - 1."""
        return tuple(
            sympy.Matrix([[x.as_expr() for x in row] for row in table]) for table in self.invariant_polynomials
        )

    @cached_property
    def invariant_polynomials(self) -> list[Polynomials]:
        """The invariants as elements of ``ring``."""
        found = []
        for lower, upper in itertools.pairwise(self.layers):
            left = multiplied(list(map(list, zip(*upper, strict=True))), upper, self.ring)
            right = multiplied(lower, list(map(list, zip(*lower, strict=True))), self.ring)
            found.append([[x - y for x, y in zip(a, b, strict=True)] for a, b in zip(left, right, strict=True)])
        return found

    @cached_property
    def invariant_derivatives(self) -> tuple[sympy.Matrix, ...]:
        """The derivatives of the invariants along ``W' = -grad L``, expanded: matrices of zeros, as found by sympy.

        >>> symbolic_network(widths=(1, 2, 1)).invariant_derivatives
        (Matrix([
        [0, 0],
        [0, 0]]),)
        """
        return tuple(
            sympy.Matrix([[self._along_flow(x).as_expr() for x in row] for row in table])
            for table in self.invariant_polynomials
        )

    def _along_flow(self, polynomial: PolyElement) -> PolyElement:
        weights = self.ring.gens[: self.parameters]
        slopes = zip(weights, self.gradient_polynomials, strict=True)
        zero: Any = self.ring.zero
        derivative: Any = sum((-polynomial.diff(x) * slope for x, slope in slopes), zero)
        return derivative

    def lambdified(self, what: str = "loss") -> Any:
        """``"loss"``, ``"gradient"`` or ``"hessian"`` as a function of all weights, one argument each, then the
        symbols of the data, in numpy.

        >>> symbolic_network(widths=(1, 1, 1)).lambdified("loss")(1.0, 2.0, 3.0)      # (2 - 3)^2 / 2
        0.5
        """
        expressions = {
            "loss": lambda: self.loss,
            "gradient": lambda: [entry.as_expr() for entry in self.gradient_polynomials],
            "hessian": lambda: self.hessian,
        }
        if what not in expressions:
            raise InputError(f"There is no {what!r} to be lambdified; choose {', '.join(map(repr, expressions))}.")
        return sympy.lambdify(self.ring.symbols, expressions[what](), modules="numpy", cse=True)


def multiplied(left: Polynomials, right: Polynomials, ring: PolyRing) -> Polynomials:
    """The product of two matrices, entry by entry."""
    columns = list(zip(*right, strict=True))
    zero: Any = ring.zero
    product: Any = [
        [sum((x * y for x, y in zip(row, column, strict=True)), zero) for column in columns] for row in left
    ]
    return product


def entry_names(shapes: Sequence[tuple[int, int]], letter: str) -> list[str]:
    """Names of all entries, layer by layer and row by row."""
    gap = "" if max(max(shape) for shape in shapes) < 10 else "_"
    return [
        f"{letter}{j}_{r}{gap}{c}"
        for j, (rows, columns) in enumerate(shapes, 1)
        for r in range(1, rows + 1)
        for c in range(1, columns + 1)
    ]


def _is_diagonal(Sxx: Any) -> bool:
    return not any(x for i, row in enumerate(Sxx) for j, x in enumerate(row) if i != j)


def _element(ring: PolyRing, value: Any) -> PolyElement:
    """A number, or the polynomial of the data by its powers of symbols, in a ring."""
    if isinstance(value, Fraction):
        return ring.ground_new(QQ(value.numerator, value.denominator))
    if isinstance(value, sympy.Expr):
        return ring.from_expr(value)
    return ring.ground_new(QQ(value))


def symbolic_network(problem: Any = None, *, widths: Sequence[int] | None = None) -> SymbolicNetwork:
    """The symbolic network of a ``Problem``, or of widths alone: then X = I and Y is diagonal with symbols s_1, s_2,
    ...

    Raises ``InputError`` where the loss would have more than 20,000 terms.

    >>> from symdln import Problem
    >>> symbolic_network(Problem.canonical((2,), (1, 1, 1))).loss
    w1_11**2*w2_11**2/2 - 2*w1_11*w2_11 + 2
    """
    if (problem is None) is (widths is None):
        raise InputError("Pass either a problem or widths.")
    if problem is not None:
        Sxx, Syx = ([list(row) for row in table.rows()] for table in (problem.Sxx, problem.Syx))
        trace = sum((problem.Syy[i, i] for i in range(problem.widths[-1])), Fraction(0))
        return SymbolicNetwork(tuple(problem.widths), Sxx, Syx, trace, problem.loss_factor)
    assert widths is not None
    checked = tuple(widths)
    if len(checked) < 2 or any(isinstance(d, bool) or not isinstance(d, int) or d < 1 for d in checked):
        raise InputError(f"widths must be at least two positive integers like (2, 2, 2), but {checked!r} was passed.")
    d_x, d_y = checked[0], checked[-1]
    names = [f"s_{i}" for i in range(1, min(d_x, d_y) + 1)]
    values = sympy.symbols(names)
    Sxx = [[int(a == b) for b in range(d_x)] for a in range(d_x)]
    Syx = [[values[i] if i == a else 0 for a in range(d_x)] for i in range(d_y)]
    return SymbolicNetwork(checked, Sxx, Syx, sum(s**2 for s in values), Fraction(1, 2), names)
