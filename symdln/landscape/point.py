"""A point of weight space: exact weights for one problem, with all computed values as attributes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symdln.errors import InputError
from symdln.landscape import calculus, classification, descent, signature
from symdln.landscape.cubic_form import cubic_form_of
from symdln.landscape.learning import learning_coefficient_of, volume_exponent_of
from symdln.landscape.saddle_order import saddle_order
from symdln.landscape.string_basis import string_basis_of
from symdln.landscape.strings import String
from symdln.landscape.weights import Weights, checked_weights

if TYPE_CHECKING:
    from symdln.landscape.problem import Problem


class Point(Weights):
    """Weights ``(W_1, ..., W_H)`` of shapes ``(d_j, d_{j-1})`` for a problem; immutable, everything else derived and
    computed once.

    ``weights`` accepts whatever :class:`symdln.Matrix` accepts, layer by layer.  The attributes from ``rank`` on exist
    only at critical points and raise ``InputError`` elsewhere, except the inertia by the Hessian and the class.

    >>> from symdln import Point, Problem
    >>> problem = Problem.canonical(singular_values=(2,), widths=(1, 1, 1))
    >>> point = Point(problem, [[[0]], [[0]]])       # W = 0 at depth 2: L = 1/2 (b a - 2)^2
    >>> str(point.loss), point.label, str(point.inertia)
    ('2', 'strict saddle', '(n+, n-, n0) = (1, 1, 0)')

    Derivatives, and the loss along lines and curves:

    >>> point.is_critical, [str(block) for block in point.gradient], point.hessian   # d^2 L / da db = -2
    (True, ['[0]', '[0]'], Matrix([[0, -2], [-2, 0]]))
    >>> up = [[[1]], [[1]]]                                    # L(0 + t up) = 1/2 (t^2 - 2)^2 = 2 - 2 t^2 + ...
    >>> str(point.directional(up)), str(point.second_order(up)), str(point.moved(up, step=1).loss)
    ('0', '-2', '1/2')
    >>> point.descent_curve.sign, point.ascent_curve.sign, point.second_order(point.descent_direction) < 0
    (-1, 1, True)

    What the theory reads off, and the two routes to the inertia:

    >>> point.rank, point.selection, [str(string) for string in point.strings], point.path_ranks[2, 1]
    (0, (), ['1', '2-0'], 1)
    >>> point.inertia_by_ranks == point.inertia_by_hessian, point.is_tightened, point.is_global_minimiser
    (True, False, False)
    >>> point.end_to_end, point.product(1, 1), point.weights
    (Matrix([[0]]), Matrix([[0]]), (Matrix([[0]]), Matrix([[0]])))
    >>> point.multiplicities, len(point.pivots), point.path_spans[2, 1].rank, sum(point.string_basis.multiplicities)
    ((0, 0, 1, 0, 0, 1), 1, 1, 2)
    >>> point.cubic_form.size, point.fits, point.latex()[:7]                 # the Hessian has no kernel
    (0, True, 'W_{1} =')

    The integers in which it is computed, and what they are divided by:

    >>> half = Point(problem, [[["1/2"]], [[3]]])
    >>> half.integer_weights, half.denominators, half.denominator, half.integer_product(2, 1)
    (([1], [3]), (2, 1), 2, [3])
    >>> half.integer_hessian                             # the Hessian [[9, 1], [1, 1/4]], scaled from both sides
    [9, 2]
    [2, 1]
    """

    loss = calculus.loss_of
    gradient = calculus.gradient_of
    hessian = calculus.hessian_of
    integer_hessian = calculus.integer_hessian
    is_critical = calculus.is_critical

    path_ranks = signature.path_ranks
    path_spans = signature.path_spans
    rank = signature.product_rank
    selection = signature.selection_of
    multiplicities = signature.multiplicities_of
    inertia = signature.inertia_at
    inertia_by_ranks = signature.inertia_by_ranks
    inertia_by_hessian = signature.inertia_by_hessian

    pivots = classification.pivots_of
    is_tightened = classification.is_tightened
    is_global_minimiser = classification.is_global_minimiser
    label = classification.label_of

    string_basis = string_basis_of
    order = saddle_order
    learning_coefficient = learning_coefficient_of
    volume_exponent = volume_exponent_of
    cubic_form = cubic_form_of
    descent_direction = descent.descent_direction
    descent_curve = descent.descent_curve
    ascent_curve = descent.ascent_curve

    @property
    def strings(self) -> dict[String, int]:
        """The strings that occur, with their multiplicities."""
        return signature.named_strings(self.problem.depth, self.multiplicities)

    def directional(self, direction: Sequence[Any]) -> Fraction:
        """``d/dt L(W + t V)`` at t = 0."""
        return calculus.expansion(self, direction)[1]

    def second_order(self, direction: Sequence[Any]) -> Fraction:
        """``H_W(V)``, the coefficient of t^2 in ``L(W + t V)``: half the Hessian form."""
        return calculus.second_order_of(self, direction)

    def moved(self, direction: Sequence[Any], step: Any = 1) -> Point:
        """The point ``W + step V``."""
        moves = checked_weights(self.problem, direction, name="direction")
        return Point(self.problem, [weight + step * move for weight, move in zip(self.weights, moves, strict=True)])


def as_point(problem: Problem, weights: Any) -> Point:
    """``weights`` as a point of ``problem``; a Point of the same problem is returned as it is, with cached values."""
    if isinstance(weights, Point):
        if weights.problem != problem:
            raise InputError("the point passed belongs to another problem; pass its weights (point.weights) instead.")
        return weights
    return Point(problem, weights)
