r"""Convergence to the best approximation of rank p, where a hidden layer of width p keeps the product off the target.

Let ``Sxx = R R^T`` with R of full column rank, ``T = P* R`` the target, ``W_H ... W_1 = A B`` with A and B on either
side of a layer of width p, ``Q = A B R`` and ``E = Q - T``.  With orthonormal bases U and V of the image of Q and of
that of ``Q^T``, put ``u >= ||U^T E||``, ``v >= ||E V||``, ``e >= ||E||_op``, ``t >= ||T||_op``.  If
``g = (sigma_p(Q) - u)^2 - e^2 > 0``, then

    ||E||^2 - sum_{i > p} sigma_i(T)^2  <=  c (||U^T E||^2 + ||E V||^2),    c = 1 + (t^2 + e^2) / g,

and so, with f the loss factor, l the excess over the least loss, lambda the least positive eigenvalue of Sxx,

    ||grad L||^2  >=  2 m l,   m = (2 f / c) min(lambda sigma_p(W_k ... W_2)^2 sigma_p(A)^2,
                                               sigma_p(W_{H-1} ... W_{k+1})^2 sigma_p(B R)^2),

where an empty product counts as the identity.  The proofs are on the page on the flow of the documentation.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import flint

from symdln.dynamics.balls import (
    Ball,
    Balls,
    ball,
    balls,
    inverse_root,
    least_eigenvalue,
    moved,
    norm,
    operator_norm,
    shift_to_positive,
    upper,
)
from symdln.landscape.problem import Problem


class BottleneckBounds:
    """The data of a problem whose narrowest hidden layer, with number ``place``, is narrower than both ends."""

    def __init__(self, problem: Problem, least: Ball):
        self.factor, self.least = ball(problem.loss_factor), least
        hidden = problem.widths[1:-1]
        self.rank = min(hidden)
        self.place = hidden.index(self.rank) + 1
        self.root, self.target = rooted(problem)
        self.norm_root, self.norm_target = operator_norm(self.root), operator_norm(self.target)

    def at(self, centre: Sequence[Balls]) -> _LocalBottleneck:
        """The quantities that are computed once for all balls around one centre."""
        return _LocalBottleneck(self, list(centre))


def is_narrow(problem: Problem) -> bool:
    """Whether a hidden layer keeps the rank of ``P Sxx`` below that of a general target."""
    return problem.depth > 1 and min(problem.widths[1:-1]) < min(problem.output_width, problem.data_rank)


def rooted(problem: Problem) -> tuple[Balls, Balls]:
    """R with ``Sxx = R R^T`` of full column rank, and ``T = P* R``, from independent columns J of Sxx.

    With ``Sxx[J, J] = L L^T`` these are ``R = Sxx[:, J] L^-T`` and ``T = Syx[:, J] L^-T``.
    """
    chosen = problem.Sxx.column_positions()
    inner = problem.Sxx.block(chosen, chosen)
    outer, target = (matrix.block(range(matrix.shape[0]), chosen) for matrix in (problem.Sxx, problem.Syx))
    turned = inverse_root(balls(inner))  # L^-T
    return balls(outer) * turned, balls(target) * turned


class _Spread(NamedTuple):
    """A number at the centre, and the sizes of the layers that bound how far it moves."""

    value: Ball
    sizes: list[Ball]
    scale: Ball

    def above(self, rho: Ball) -> Ball:
        return upper(self.value + self.scale * moved(self.sizes, rho))

    def below(self, rho: Ball) -> Ball:
        return self.value - self.scale * moved(self.sizes, rho)


class _LocalBottleneck:
    """The bounds in balls around one centre."""

    def __init__(self, data: BottleneckBounds, centre: list[Balls]):
        self.data, k, one = data, data.place, flint.arb(1)
        sizes = [operator_norm(layer) for layer in centre]
        A, B = _product(centre[k:]), _product(centre[:k]) * data.root
        E = A * B - data.target
        gram_A, gram_B = A.transpose() * A, B * B.transpose()
        L = inverse_root(gram_A).inv().transpose()
        self.sigma_A = _Spread(least_eigenvalue(gram_A).sqrt(), sizes[k:], one)
        self.sigma_B = _Spread(least_eigenvalue(gram_B).sqrt(), sizes[:k], data.norm_root)
        self.sigma_Q = _Spread(least_eigenvalue(L.transpose() * gram_B * L).sqrt(), sizes, data.norm_root)
        self.inner = _Spread(_least_singular(centre[1:k], wide=True), sizes[1:k], one)
        self.outer = _Spread(_least_singular(centre[k:-1], wide=False), sizes[k:-1], one)
        self.E = _Spread(upper(shift_to_positive(-(E * E.transpose())).sqrt()), sizes, data.norm_root)
        self.AE, self.EB = norm(A.transpose() * E), norm(E * B.transpose())
        self.size_A, self.size_B = operator_norm(A), operator_norm(B)

    def along(self, rho: Ball) -> tuple[Ball, Ball] | None:
        """Bounds of ``||U^T E||`` and ``||E V||`` within ``rho``, from ``A^T E`` and ``E (B R)^T``."""
        moved_E, E = self.E.above(rho) - self.E.value, self.E.above(rho)
        found = []
        for at_centre, size, sigma in ((self.AE, self.size_A, self.sigma_A), (self.EB, self.size_B, self.sigma_B)):
            least = sigma.below(rho)
            if not least > 0:
                return None
            # A^T E moves by A_c^T (E - E_c) + (A - A_c)^T E
            change = size * moved_E + sigma.scale * moved(sigma.sizes, rho) * E
            found.append(upper((at_centre + change) / least))
        return found[0], found[1]

    def comparison(self, rho: Ball) -> Ball | None:
        """The number c within ``rho``, or None where the gap is not proved."""
        along = self.along(rho)
        if along is None:
            return None
        e, least = self.E.above(rho), self.sigma_Q.below(rho) - along[0]
        gap = least**2 - e**2
        if not (least > 0 and gap > 0):
            return None
        return upper(1 + (self.data.norm_target**2 + e**2) / gap)

    def excess(self, radius: Ball) -> Ball | None:
        """A bound of the excess at all weights within ``radius``."""
        c, along = self.comparison(radius), self.along(radius)
        if c is None or along is None:
            return None
        return upper(self.data.factor * c * (along[0] ** 2 + along[1] ** 2))

    def rate(self, rho: Ball) -> Ball | None:
        """m within ``rho``."""
        c = self.comparison(rho)
        sides = [spread.below(rho) for spread in (self.inner, self.sigma_A, self.outer, self.sigma_B)]
        if c is None or not all(side > 0 for side in sides):
            return None
        inner, A, outer, B = sides
        first, second = self.data.least * (inner * A) ** 2, (outer * B) ** 2
        rate = (2 * self.data.factor / c * first.min(second)).lower()
        return rate if rate > 0 else None


def _product(layers: list[Balls]) -> Balls:
    return reduce(lambda product, layer: layer * product, layers)


def _least_singular(layers: list[Balls], *, wide: bool) -> Ball:
    """A lower bound of the least singular value of a product that is wide, or tall; 1 for no layers."""
    if not layers:
        return flint.arb(1)
    C = _product(layers)
    return least_eigenvalue(C * C.transpose() if wide else C.transpose() * C).sqrt()
