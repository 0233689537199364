"""How many real critical points take each critical value, where the critical points are finitely many.

Hermite: in the finite-dimensional algebra of polynomials modulo ``grad L``, the signature of the form ``(f, g) ->
trace(multiplication by h f g)`` is the number of real critical points with h > 0 minus that with h < 0.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from proofs_check.facts.elimination import CriticalEquations, groebner_basis, normal_form
from symdln.algebra.eigenvalue import Eigenvalue
from symdln.algebra.inertia import inertia_of
from symdln.algebra.matrix import Matrix

MOST_DIMENSIONS = 150

Monomial = tuple[int, ...]


def real_points_by_value(equations: CriticalEquations, roots: Sequence[Eigenvalue]) -> tuple[int, ...] | None:
    """For each root of the critical polynomial, in decreasing order, how many real critical points have this value.

    None where the critical points, complex ones included, are not finitely many, or the algebra has more than
    :data:`MOST_DIMENSIONS` dimensions.
    """
    basis = groebner_basis(equations)
    monomials = standard_monomials([polynomial.monoms()[0] for polynomial in basis], len(equations.gradient))
    if monomials is None:
        return None
    algebra = QuotientAlgebra(equations, basis, monomials)
    every = algebra.signature(Matrix.identity(len(monomials)))
    counts = []
    for low, high in separating_intervals(roots):
        one = Matrix.identity(len(monomials))
        inside = (algebra.loss - one * low) @ (one * high - algebra.loss)
        counts.append((every + algebra.signature(inside)) // 2)
    return tuple(counts)


def separating_intervals(roots: Sequence[Eigenvalue]) -> Iterator[tuple[Fraction, Fraction]]:
    """For each root an interval around it that has no other root inside or at its ends."""
    middles = [(right.upper + left.lower) / 2 for left, right in itertools.pairwise(roots)]
    ends = [roots[0].upper + 1, *middles, roots[-1].lower - 1] if roots else []
    return ((low, high) for high, low in itertools.pairwise(ends))


def standard_monomials(leading: Sequence[Monomial], variables: int) -> list[Monomial] | None:
    """The monomials in the weights that no leading monomial divides, by degree; None if there are too many."""
    zero: Monomial = (0,) * (variables + 1)
    level: list[Monomial] = [] if zero in map(tuple, leading) else [zero]
    found = level
    while level:
        raised = {tuple(e + (i == k) for i, e in enumerate(m)) for m in level for k in range(variables)}
        level = sorted(m for m in raised if not any(_divides(n, m) for n in leading))
        found = found + level
        if len(found) > MOST_DIMENSIONS:
            return None
    return found


def _divides(first: Sequence[int], second: Monomial) -> bool:
    return all(a <= b for a, b in zip(first, second, strict=True))


class QuotientAlgebra:
    """The polynomials in the weights modulo ``grad L``, as matrices of multiplication in the standard monomials."""

    def __init__(self, equations: CriticalEquations, basis: Any, monomials: Sequence[Monomial]):
        self._context, self._basis, self._monomials = equations.loss.context(), basis, monomials
        letters = self._context.gens()[:-1]
        steps = [self._multiplication(letter) for letter in letters]
        self.loss = self._multiplication(equations.loss) * Fraction(1, equations.scale)
        known = {monomials[0]: Matrix.identity(len(monomials))}
        for monomial in monomials[1:]:
            k = next(i for i, power in enumerate(monomial) if power)
            known[monomial] = steps[k] @ known[tuple(e - (i == k) for i, e in enumerate(monomial))]
        self._products = [known[monomial] for monomial in monomials]
        self._traces = Matrix([[product.trace() for product in self._products]])

    def _multiplication(self, polynomial: Any) -> Matrix:
        """The matrix whose columns are the products of the polynomial and the standard monomials."""
        columns = []
        for monomial in self._monomials:
            form, scale = normal_form(polynomial * self._context.from_dict({monomial: 1}), self._basis)
            terms = {
                tuple(map(int, powers)): Fraction(int(value), int(scale)) for powers, value in form.to_dict().items()
            }
            columns.append([terms.get(other, 0) for other in self._monomials])
        return Matrix(columns).T

    def signature(self, factor: Matrix) -> int:
        """The signature of Hermite's form with h multiplying by ``factor``."""
        traces = self._traces @ factor
        rows = [(traces @ product).entries() for product in self._products]
        inertia = inertia_of(Matrix(rows))
        return inertia.positive - inertia.negative
