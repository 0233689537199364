"""Sympy's answers at given rational weights of a small network: derivatives, signature, ranks, selection, value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import sympy
from sympy import QQ, ZZ, Poly
from sympy.polys.matrices import DomainMatrix
from sympy.polys.rings import PolyElement, PolyRing

from symdln.errors import InputError
from symdln.symbolic.expansions import flat_weights
from symdln.symbolic.network import SymbolicNetwork, symbolic_network

MOST_WEIGHTS = 60
"""The size beyond which the characteristic polynomial of a Hessian takes sympy more than a minute."""


@lru_cache(maxsize=8)
def network_for(problem: Any) -> SymbolicNetwork:
    """The symbolic network of a problem, derived once for the last few problems."""
    return symbolic_network(problem)


class SymbolicPoint:
    """Sympy's answers at one point: its polynomials, derived for all weights, evaluated at these.

    ``point`` is a ``Point`` of symdln with rational weights; only its numbers are read.

    >>> from symdln import Point, Problem
    >>> problem = Problem.canonical((2,), (1, 1, 1))                           # L = 1/2 (b a - 2)^2
    >>> point = SymbolicPoint(Point(problem, [[[3]], [[1]]]))                  # (b, a); b^2, 2 a b - 2 and a^2
    >>> str(point.loss), list(map(str, point.gradient)), [list(map(str, row)) for row in point.hessian]
    ('1/2', ['1', '3'], [['1', '4'], ['4', '9']])
    >>> point.signature(), point.end_to_end, point.invariant_slopes()          # 9 - 16 < 0; b^2 - a^2 stays
    ((1, 1, 0), Matrix([[3]]), [Fraction(0, 1)])
    >>> W_1, W_2 = Point(problem, [[[3]], [[1]]]).weights
    >>> [str(c) for c in point.coefficients_along([[W_1, W_2], [W_2]])]        # a = 3 + t, b = 1: (1 + t)^2 / 2 - 1/2
    ['0', '1', '1/2']
    >>> minimum, zero = (SymbolicPoint(Point(problem, [[[a]], [[b]]])) for a, b in ((2, 1), (0, 0)))
    >>> minimum.selected_counts(), minimum.selects_the_best, zero.selected_counts(), zero.selects_the_best
    ((1,), True, (0,), False)
    >>> zero.path_ranks()                                                      # only Sxx, Sxy and identities are not 0
    {(0, 0): 1, (0, 1): 0, (1, 0): 1, (1, 1): 0, (2, 0): 1, (2, 1): 1}
    """

    def __init__(self, point: Any):
        self.network = network_for(point.problem)
        self.weights = flat_weights(self.network, point)

    def _value(self, polynomial: PolyElement) -> Fraction:
        return _value_of(_terms(polynomial), *self._integers)

    @cached_property
    def _integers(self) -> tuple[list[int], int]:
        """The weights times their least common denominator, and the denominator."""
        clear = math.lcm(*(value.denominator for value in self.weights))
        return [int(value * clear) for value in self.weights], clear

    @property
    def loss(self) -> Fraction:
        """The loss."""
        return self._value(self.network.loss_polynomial)

    @property
    def gradient(self) -> list[Fraction]:
        """The gradient, in the order of the Hessian."""
        return [_value_of(entry, *self._integers) for entry in _gradient_terms(self.network)]

    @property
    def hessian(self) -> list[list[Fraction]]:
        """The Hessian."""
        terms = _hessian_terms(self.network)
        entries = {place: _value_of(entry, *self._integers) for place, entry in terms.items()}
        places = range(self.network.parameters)
        return [[entries[min(a, b), max(a, b)] for b in places] for a in places]

    def coefficients_along(self, layers: Sequence[Sequence[Any]]) -> list[Fraction]:
        """The coefficients of ``L(W(t)) - L(W(0))``, from t^0 up to the largest possible degree, for layers
        ``W_j(t)``, each the matrices of its powers of t.
        """
        ring = PolyRing(["t"], QQ)
        t = ring.gens[0]
        powers = [t**k for k in range(max(len(terms) for terms in layers))]
        moving: Any = [
            [
                [
                    sum((_element(term[r, c]) * power for term, power in zip(terms, powers, strict=False)), ring.zero)
                    for c in range(terms[0].shape[1])
                ]
                for r in range(terms[0].shape[0])
            ]
            for terms in layers
        ]
        loss = self.network.loss_of(ring, moving)
        change = [Fraction(0)] * (2 * sum(len(terms) - 1 for terms in layers) + 1)
        for (power,), c in loss.terms():
            change[power] = Fraction(int(c.numerator), int(c.denominator))
        return [Fraction(0), *change[1:]]

    def invariant_slopes(self) -> list[Fraction]:
        """The derivatives of the invariants along ``W' = -grad L`` at this point: sympy's derivatives of the
        invariants, and of the loss, evaluated and multiplied.
        """
        slopes = [-x for x in self.gradient]
        return [
            sum((_value_of(terms, *self._integers) * slopes[place] for place, terms in entry), Fraction(0))
            for entry in _invariant_terms(self.network)
        ]

    def signature(self) -> tuple[int, int, int]:
        """``(n_+, n_-, n_0)`` by Descartes' rule on sympy's characteristic polynomial, all of whose roots are real."""
        return signature_of(self.hessian)

    @property
    def end_to_end(self) -> sympy.Matrix:
        """``P = W_H ... W_1``."""
        product = self._layers[0]
        for layer in self._layers[1:]:
            product = layer * product
        return product

    @property
    def _layers(self) -> list[sympy.Matrix]:
        left = iter(self.weights)
        return [_matrix([[next(left) for _ in range(c)] for _ in range(r)]) for r, c in self.network.shapes]

    def path_ranks(self) -> dict[tuple[int, int], int]:
        """The ranks of all paths of length below H, keyed as in ``Point.path_ranks``."""
        layers, depth = self._layers, self.network.depth
        Sxx, Syx = _matrix(self.network.moments[0]), _matrix(self.network.moments[1])
        arrows = [*layers, Syx.T]
        found = {}
        for start in range(depth + 1):
            product = Sxx if start == 0 else sympy.eye(layers[start - 1].rows)
            for length in range(depth):
                found[start, length] = _rank(product)
                product = arrows[(start + length) % (depth + 1)] * product
        return found

    def selected_counts(self) -> tuple[int, ...]:
        """How often each distinct nonzero eigenvalue of Sigma is selected at a critical point, largest first."""
        if any(self.gradient):
            raise InputError("a selection exists at critical points only, and the gradient of this point is not zero.")
        factors = _spectrum(self.network)
        P, Sxx = self.end_to_end, _matrix(self.network.moments[0])
        left = _charpoly(P * Sxx * P.T)
        times = {}
        for factor in {factor for factor, _, _ in factors}:
            times[factor], divided = 0, left
            while True:
                divided, rest = divided.div(factor)
                if not rest.is_zero:
                    break
                times[factor] += 1
        return tuple(times[factor] for factor, _, _ in factors)

    @property
    def selects_the_best(self) -> bool:
        """Whether the selection is that of a global minimiser: the largest singular values, as many as fit."""
        left = min(self.network.widths)
        best = []
        for _, _, multiplicity in _spectrum(self.network):
            best.append(min(left, multiplicity))
            left -= best[-1]
        return self.selected_counts() == tuple(best)


def signature_of(matrix: Sequence[Sequence[Fraction]]) -> tuple[int, int, int]:
    """The numbers of positive, negative and zero eigenvalues of a symmetric matrix, by sympy and Descartes' rule.

    A polynomial with real roots alone has as many positive ones as its coefficients change signs.

    >>> from fractions import Fraction
    >>> signature_of([[Fraction(0), Fraction(1)], [Fraction(1), Fraction(0)]])
    (1, 1, 0)
    """
    size = len(matrix)
    if size > MOST_WEIGHTS:
        raise InputError(
            f"The Hessian has size {size}, and sympy takes characteristic polynomials up to {MOST_WEIGHTS} here; "
            'use method "ranks" or "hessian".'
        )
    clear = math.lcm(*(x.denominator for row in matrix for x in row))
    table = DomainMatrix([[ZZ(int(x * clear)) for x in row] for row in matrix], (size, size), ZZ)
    coefficients = [int(c) for c in table.charpoly()]
    zero = next(k for k, c in enumerate(reversed(coefficients)) if c)
    signs = [c > 0 for c in coefficients if c]
    positive = sum(a != b for a, b in pairwise(signs))
    return positive, size - zero - positive, zero


Terms = tuple[list[tuple[int, tuple[int, ...]]], int]
"""The terms of a polynomial, each its coefficient and the places of its variables, and the common denominator."""


def _terms(polynomial: PolyElement) -> Terms:
    clear = math.lcm(*(int(c.denominator) for c in polynomial.coeffs())) if polynomial else 1
    return [
        (int(c * clear), tuple(place for place, power in enumerate(monomial) for _ in range(power)))
        for monomial, c in polynomial.terms()
    ], clear


@lru_cache(maxsize=8)
def _gradient_terms(network: SymbolicNetwork) -> list[Terms]:
    return [_terms(entry) for entry in network.gradient_polynomials]


@lru_cache(maxsize=8)
def _invariant_terms(network: SymbolicNetwork) -> list[list[tuple[int, Terms]]]:
    """For every entry of an invariant its derivatives that are not zero, each with the place of the weight."""
    weights = network.ring.gens[: network.parameters]
    entries = (entry for table in network.invariant_polynomials for row in table for entry in row)
    derived = ([(place, entry.diff(w)) for place, w in enumerate(weights)] for entry in entries)
    return [[(place, _terms(slope)) for place, slope in slopes if slope] for slopes in derived]


@lru_cache(maxsize=8)
def _hessian_terms(network: SymbolicNetwork) -> dict[tuple[int, int], Terms]:
    return {place: _terms(entry) for place, entry in network.hessian_polynomials.items()}


def _value_of(terms: Terms, numerators: Sequence[int], denominator: int) -> Fraction:
    """The value at weights with one denominator, added up in integers over its highest power."""
    listed, clear = terms
    degree = max((len(places) for _, places in listed), default=0)
    total = 0
    for coefficient, places in listed:
        for place in places:
            coefficient *= numerators[place]
        total += coefficient * denominator ** (degree - len(places))
    return Fraction(total, clear * denominator**degree)


def _element(value: Fraction) -> Any:
    return QQ(value.numerator, value.denominator)


def _rational(value: Any) -> Any:
    return sympy.Rational(value.numerator, value.denominator)


def _matrix(rows: Any) -> sympy.Matrix:
    return sympy.Matrix([[_rational(x) for x in row] for row in rows])


def _rank(matrix: sympy.Matrix) -> int:
    return DomainMatrix.from_Matrix(matrix).convert_to(QQ).rank()


def _charpoly(matrix: sympy.Matrix) -> Poly:
    x = sympy.Symbol("x")
    coefficients = DomainMatrix.from_Matrix(matrix).convert_to(QQ).charpoly()
    return Poly([QQ.to_sympy(c) for c in coefficients], x, domain=QQ)


@lru_cache(maxsize=64)
def _spectrum(network: SymbolicNetwork) -> tuple[tuple[Poly, Any, int], ...]:
    """(irreducible factor, root, multiplicity) of the nonzero eigenvalues of ``Syx Sxx^+ Sxy``, largest first."""
    Sxx, Syx = _matrix(network.moments[0]), _matrix(network.moments[1])
    _, factors = _charpoly(Syx * Sxx.pinv() * Syx.T).factor_list()
    roots = [(factor, root, times) for factor, times in factors for root in factor.real_roots() if root != 0]
    return tuple(sorted(roots, key=lambda entry: entry[1], reverse=True))
