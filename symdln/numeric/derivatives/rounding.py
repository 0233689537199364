"""A bound, entry by entry, for the rounding errors of the fast path.

Every result is a sum of monomials in the weights and the moments.  In floating arithmetic with unit roundoff ``u =
2^-53`` each monomial is multiplied by a product of factors ``1 + delta``, ``|delta| <= u``, one for every rounding it
passes through; so if no monomial meets more than m roundings, and nothing under- or overflows,

    |computed - exact| <= gamma_m (sum of the absolute values of the monomials),      gamma_m = m u / (1 - m u)

(Higham, Accuracy and Stability of Numerical Algorithms, Lemma 3.1).  The sum on the right is the same function of
``|W|`` and of the moments ``|Sxx|``, ``-|Syx|``, ``|Syy|``, where all signs agree.

*Counting.*  Let w be the largest width.  A matrix product with inner size n rounds a monomial at most n times, in any
order of summation and with or without fused multiply-add; n <= w unless said otherwise.  Moments, loss factor,
residual, scaling, and the product and sum of two terms round at most 6 times; they are the 6 below.

* Hessian, first term: (H - j) + (H - k) products in A_j, A_k, one for A_j^T A_k, (j - 1) + (k - 1) in B_j, B_k, two
  for B_j Sxx B_k^T: at most 2H + 1.  Second term: H for P Sxx, (k - j - 1) + (j - 1) + (H - k) in M_kj, B_j, A_k,
  two for B_j G^T A_k: at most 2H.  So ``m = (2H + 1) w + 6``.
* Gradient E_j B_j^T: H for P Sxx, H - j back, j - 1 in B_j, one for the last: ``m = 2H w + 6``.
* Hessian-vector product: P' takes H - 1 steps of two products and their sum, Sxx one product; the steps back and
  those in B_j are H - 1 together, each at most two products and a sum, and so is the last: ``m = 2 (H - 1)(w + 1) +
  w + (w + 1) + 6 = 2H (w + 1) + 5``.
* Loss: P twice, H - 1 products each, Sxx one, and a sum of d_H d_0 <= w^2 terms: ``m = 2H w + w^2 + 6``.

Weights that were themselves rounded (from rationals, say) add one rounding for each of the at most 2H weights in a
monomial: ``inputs_rounded=True``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from symdln.errors import InputError
from symdln.numeric.derivatives.batch import NumericProblem, checked_batch
from symdln.numeric.derivatives.calculus import gradient, hessian_vector_product, loss
from symdln.numeric.derivatives.hessians import hessian

UNIT = 2.0**-53
Quantity = Literal["loss", "gradient", "hessian", "hessian_vector_product"]


def unit_bound(problem: NumericProblem, quantity: Quantity, *, inputs_rounded: bool = False) -> float:
    """``gamma_m``, the error relative to the sum of absolute values; m is derived in the head of this module.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))
    >>> round(unit_bound(problem, "gradient") / UNIT, 6)                     # 2 H w + 6 units at H = 2, w = 1
    10.0
    """
    H, w = problem.depth, max(problem.widths)
    counts = {
        "loss": 2 * H * w + w * w + 6,
        "gradient": 2 * H * w + 6,
        "hessian": (2 * H + 1) * w + 6,
        "hessian_vector_product": 2 * H * (w + 1) + 5,
    }
    if quantity not in counts:
        raise InputError(f"quantity={quantity!r} is unknown; use one of {', '.join(counts)}.")
    m = counts[quantity] + (2 * H if inputs_rounded else 0)
    return m * UNIT / (1 - m * UNIT)


def rounding_bound(
    problem: NumericProblem,
    quantity: Quantity,
    weights: Sequence[Any],
    direction: Sequence[Any] | None = None,
    *,
    inputs_rounded: bool = False,
) -> Any:
    """A bound for ``|computed - exact|``, entry by entry, in the shape of the quantity.

    *Exact* is the value for the exact problem that the moments were rounded from, at the weights passed, or with
    ``inputs_rounded`` at any weights that round to them.  The bound is itself computed in floats; a second ``gamma``
    covers that.

    >>> import symdln as dln
    >>> from symdln.numeric import loss
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))
    >>> weights = [[[0.1]], [[0.3]]]
    >>> exact = dln.loss(dln.Problem.canonical((2,), (1, 1, 1)), [dln.Matrix(W, exactly=True) for W in weights])
    >>> error = abs(dln.rational(float(loss(problem, weights)), exactly=True) - exact)
    >>> bool(error <= rounding_bound(problem, "loss", weights) < 1e-14)
    True
    """
    batch = checked_batch(problem, weights)
    sizes = [abs(layer[0] if batch.single else layer) for layer in batch.layers]
    factor = unit_bound(problem, quantity, inputs_rounded=inputs_rounded)
    factor *= 1 + 4 * factor
    if quantity == "loss":
        return factor * loss(problem.magnitude, sizes)
    if quantity == "hessian":
        return factor * hessian(problem.magnitude, sizes)
    if quantity == "gradient":
        return [factor * layer for layer in gradient(problem.magnitude, sizes)]
    if direction is None:
        raise InputError("the bound of a Hessian-vector product needs the direction.")
    moves = checked_batch(problem, direction, name="direction")
    lengths = [abs(layer[0] if moves.single else layer) for layer in moves.layers]
    return [factor * layer for layer in hessian_vector_product(problem.magnitude, sizes, lengths)]
