"""The order of a saddle: exact bounds, with their reasons.

The order is the least k for which there are a polynomial curve ``W(t)`` with ``W(0) = W`` and a > 0 with ``L(W(t)) =
L(W) - a t^k + ...``.  Along ``W + t V + t^2 U + ...`` the coefficient of t vanishes at a critical point, and that of
t^2 is half the Hessian form at V.  Without a negative eigenvalue the loss rises like t^2 unless V is in the kernel;
then the coefficient of t^3 is the cubic Taylor form at V.
"""

from __future__ import annotations

from dataclasses import dataclass

from symdln.errors import InputError
from symdln.landscape.calculus import is_critical
from symdln.landscape.classification import GLOBAL_MINIMISER, STRICT, label_of
from symdln.landscape.cubic_form import cubic_form_of
from symdln.landscape.descent import descent_curve
from symdln.landscape.weights import Weights


@dataclass(frozen=True)
class OrderBounds:
    """``lower <= order <= upper``; ``upper`` is the order of the descent curve of the point, None where none is known.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical((1,), (1, 1, 1, 1))                  # L = 1/2 (abc - 1)^2
    >>> bounds = saddle_order(dln.Point(problem, [[[0]], [[0]], [[0]]]))
    >>> bounds.lower, bounds.upper, bounds.is_exact
    (3, 3, True)
    >>> print(bounds.why_lower)
    at W = 0 the end-to-end matrix along a curve is divisible by t^3
    """

    lower: int
    upper: int | None
    why_lower: str
    why_upper: str

    @property
    def is_exact(self) -> bool:
        """Whether both bounds agree."""
        return self.lower == self.upper


def saddle_order(point: Weights) -> OrderBounds | None:
    """Bounds for the order of a saddle; None at a global minimiser.  ``InputError`` where the point is not critical."""
    if not is_critical(point):
        raise InputError("only critical points have an order; look at point.gradient for what does not vanish.")
    if label_of(point) == GLOBAL_MINIMISER:
        return None
    curve = descent_curve(point)
    lower, why_lower = _lower_bound(point, None if curve is None else curve.order)
    if curve is None:
        return OrderBounds(lower, None, why_lower, "no curve was found along which the loss falls")
    return OrderBounds(lower, curve.order, why_lower, f"along an explicit curve the loss falls like t^{curve.order}")


def _lower_bound(point: Weights, upper: int | None) -> tuple[int, str]:
    """A lower bound and its reason; where a curve of order 3 is known, nothing is to be asked of the cubic form."""
    depth = point.problem.depth
    if label_of(point) == STRICT:
        return 2, "the gradient vanishes"
    if all(weight.is_zero() for weight in point.weights):
        return depth, f"at W = 0 the end-to-end matrix along a curve is divisible by t^{depth}"
    semidefinite = "the Hessian has no negative eigenvalue"
    if upper != 3 and cubic_form_of(point).vanishes:
        return 4, f"{semidefinite}, and the cubic Taylor form vanishes on its kernel"
    return 3, semidefinite
