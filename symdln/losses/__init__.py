"""Other losses of the product ``P = W_H ... W_1`` at a point: masked, weighted, measured, and any polynomial one.

Exact loss, gradient, Hessian, inertia and invariants, and the class as far as first and second order decide it; no list
of critical points is promised.

>>> from symdln.losses import LossPoint, masked
>>> loss = masked([[1, 0], [1, 1]], [[2, 0], [1, 3]])                      # the entry (1, 2) is not seen
>>> point = LossPoint(loss, (2, 1, 2), [[[0, 0]], [[0], [0]]])
>>> str(point.loss), point.is_critical, point.label, str(point.inertia)
('7', True, 'strict saddle', '(n+, n-, n0) = (2, 2, 0)')
"""

from symdln.losses.loss import Loss, PolynomialLoss, QuadraticLoss, masked, measured, weighted
from symdln.losses.point import LossPoint

__all__ = ["Loss", "LossPoint", "PolynomialLoss", "QuadraticLoss", "masked", "measured", "weighted"]
