"""The order of a saddle: in closed form from its strings, and by bounds that do not use this formula.

The order is the least k for which there are a polynomial curve ``W(t)`` with ``W(0) = W`` and a > 0 with ``L(W(t)) =
L(W) - a t^k + ...``.  Along ``W + t V + t^2 U + ...`` the coefficient of t vanishes at a critical point, and that of
t^2 is half the Hessian form at V.  Without a negative eigenvalue the loss rises like t^2 unless V is in the kernel;
then the coefficient of t^3 is the cubic Taylor form at V.
"""

from __future__ import annotations

from dataclasses import dataclass

from symdln.errors import InputError
from symdln.landscape.calculus import is_critical
from symdln.landscape.classification import STRICT, label_of
from symdln.landscape.cubic_form import cubic_form_of
from symdln.landscape.descent import descent_curve
from symdln.landscape.shared import shared
from symdln.landscape.signature import multiplicities_of, order_from_kind, selection_of
from symdln.landscape.weights import Weights


@shared
def saddle_order(point: Weights) -> int | None:
    """The order of a saddle, at every depth and for all data; None at a global minimiser.

    The order is the least k such that the loss falls by at least a constant times ``rho^k`` within each small distance
    rho, and the least k with which it falls like ``t^k`` along a polynomial curve.  It is 2 exactly at strict saddles.
    The formula of :func:`symdln.strings.order.order_of_saddle`, proved in docs/saddle-order.md, is used;
    :func:`order_bounds` is a check that does not use it.  Raises ``InputError`` where the point is not critical.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical((1,), (1, 1, 1, 1))                  # L = 1/2 (abc - 1)^2
    >>> [saddle_order(dln.Point(problem, [[[a]], [[b]], [[b]]])) for a, b in ((0, 0), (1, 0), (1, 1))]
    [3, 2, None]
    """
    _require_critical(point)
    return order_from_kind(point.problem, selection_of(point), multiplicities_of(point))


@dataclass(frozen=True)
class OrderBounds:
    """``lower <= order <= upper`` with the reasons; ``upper`` is the order of the descent curve of the point.

    >>> from symdln import Point, Problem, order_bounds
    >>> bounds = order_bounds(Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]]))
    >>> bounds.lower, bounds.upper, bounds.is_exact, bounds.why_lower
    (2, 2, True, 'the gradient vanishes')
    """

    lower: int
    upper: int
    why_lower: str
    why_upper: str

    @property
    def is_exact(self) -> bool:
        """Whether both bounds agree."""
        return self.lower == self.upper


def order_bounds(point: Weights) -> OrderBounds | None:
    """Bounds for the order of a saddle from the Hessian, the cubic Taylor form and the exact loss along a curve.

    They do not use the formula of :func:`saddle_order`, and meet at every saddle up to depth 4.  None at a global
    minimiser.  Raises ``InputError`` where the point is not critical.

    >>> import symdln as dln
    >>> bounds = order_bounds(dln.Point(dln.Problem.canonical((1,), (1, 1, 1, 1)), [[[0]], [[0]], [[0]]]))
    >>> bounds.lower, bounds.upper, bounds.is_exact
    (3, 3, True)
    >>> print(bounds.why_lower)
    at W = 0 the end-to-end matrix along a curve is divisible by t^3
    """
    _require_critical(point)
    curve = descent_curve(point)
    if curve is None:
        return None
    lower, why_lower = _lower_bound(point, curve.order)
    return OrderBounds(lower, curve.order, why_lower, f"along an explicit curve the loss falls like t^{curve.order}")


def _require_critical(point: Weights) -> None:
    if not is_critical(point):
        raise InputError("only critical points have an order; look at point.gradient for what does not vanish.")


def _lower_bound(point: Weights, upper: int) -> tuple[int, str]:
    """A lower bound and its reason; where a curve of order 3 is known, the cubic form is not needed."""
    depth = point.problem.depth
    if label_of(point) == STRICT:
        return 2, "the gradient vanishes"
    if all(weight.is_zero() for weight in point.weights):
        return depth, f"at W = 0 the end-to-end matrix along a curve is divisible by t^{depth}"
    semidefinite = "the Hessian has no negative eigenvalue"
    if upper != 3 and cubic_form_of(point).vanishes:
        return 4, f"{semidefinite}, and the cubic Taylor form vanishes on its kernel"
    return 3, semidefinite
