"""Networks with biases and weight decay on the weights: the reduction to the decayed loss of the centred data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from symdln.algebra.inertia import Inertia
from symdln.algebra.matrix import Matrix
from symdln.biases.point import BiasedPoint, critical_point_of
from symdln.biases.problem import BiasedProblem
from symdln.decay import DecayedKind, DecayedPoint, DecayedProblem
from symdln.decay.modes import checked_decays
from symdln.decay.point import label_by_hessian
from symdln.errors import InputError
from symdln.landscape.classification import NOT_CRITICAL
from symdln.landscape.shared import shared


@dataclass(frozen=True)
class DecayedBiasedProblem:
    """Minimise ``f sum_i ||N(x_i) - y_i||^2 + 1/2 sum_j lam_j ||W_j||_F^2`` over weights and biases; biases do not
    decay.

    With an output bias the loss is that of the decayed problem for the centred data plus ``f m ||gamma||^2``, in the
    coordinates of the reduction (docs/biases.md), since the decay does not depend on the biases.  So kinds, classes and
    values are those of ``centred``.  ``decay`` is one positive number, or one for each layer.

    >>> problem = DecayedBiasedProblem.of(BiasedProblem.from_data([[0, 2]], [[0, 4]], hidden=(1,)), 1)
    >>> [(str(kind), kind.label, kind.inertia.negative) for kind in problem.kinds()]  # Sxx = 2 and Syx = 4, centred
    [('nothing used', 'strict saddle', 1), ('large 0', 'global minimiser', 0)]
    >>> [str(problem.inertia(kind)) for kind in problem.kinds()]           # and a zero and a plus for the two biases
    ['(n+, n-, n0) = (2, 1, 1)', '(n+, n-, n0) = (3, 0, 1)']
    >>> str(problem.centred.problem.Syx), [str(kind) for kind in problem.centred.kinds()]
    ('[4]', ['nothing used', 'large 0'])
    """

    problem: BiasedProblem
    decays: tuple[Fraction, ...]

    @classmethod
    def of(cls, problem: BiasedProblem, decay: Any) -> DecayedBiasedProblem:
        """The problem with this decay; ``InputError`` for decays that are not positive or too few."""
        return cls(problem, checked_decays(decay, problem.depth))

    @shared
    def centred(self) -> DecayedProblem:
        """The decayed problem without biases for the centred data."""
        return DecayedProblem(self.problem.centred, self.decays)

    def kinds(self) -> Iterator[DecayedKind]:
        """The kinds of critical points: those of the centred problem.

        ``InputError`` without an output bias, and for data without a known list.
        """
        self.problem.needs_output_bias()
        return self.centred.kinds()

    def inertia(self, kind: DecayedKind) -> Inertia:
        """The inertia at all critical points of a kind: that of the centred problem, d_y positive eigenvalues for the
        output bias, and a zero for each entry of the hidden biases.
        """
        self.problem.needs_output_bias()
        return kind.inertia + self.problem.inertia_of_biases


class DecayedBiasedPoint(BiasedPoint):
    """Weights and biases for a :class:`DecayedBiasedProblem`: loss, gradient and Hessian with the decay.

    >>> problem = DecayedBiasedProblem.of(BiasedProblem.from_data([[0, 2]], [[0, 4]], hidden=(1,)), 1)
    >>> point = DecayedBiasedPoint(problem, [[[0]], [[0]]], [[3], [2]])
    >>> str(point.loss), point.is_critical, point.label, str(point.inertia_by_hessian)
    ('4', True, 'strict saddle', '(n+, n-, n0) = (2, 1, 1)')
    """

    decayed: DecayedBiasedProblem
    plain: BiasedPoint

    def __init__(self, decayed: DecayedBiasedProblem, weights: Sequence[Any], biases: Sequence[Any]):
        super().__init__(decayed.problem, weights, biases)
        self.__dict__.update(decayed=decayed, plain=BiasedPoint(decayed.problem, self.weights, self.biases))

    @property
    def _parts(self) -> tuple[Any, ...]:
        return self.decayed, self.weights, self.biases

    def __reduce__(self) -> tuple[Any, ...]:
        return DecayedBiasedPoint, self._parts

    @shared
    def loss(self) -> Fraction:  # type: ignore[override]
        """The loss without decay plus ``1/2 sum_j lam_j ||W_j||^2``."""
        layers = zip(self.decayed.decays, self.weights, strict=True)
        return self.plain.loss + sum((decay * W.norm_squared() for decay, W in layers), Fraction(0)) / 2

    @shared
    def gradient(self) -> tuple[tuple[Matrix, Matrix | None], ...]:  # type: ignore[override]
        """The gradient without decay plus ``lam_j W_j`` in the derivative by W_j."""
        layers = zip(self.plain.gradient, self.decayed.decays, self.weights, strict=True)
        return tuple((by_weight + decay * W, by_bias) for (by_weight, by_bias), decay, W in layers)

    @shared
    def hessian(self) -> Matrix:  # type: ignore[override]
        """The Hessian without decay plus ``lam_j`` on the diagonal at the entries of W_j."""
        table, place = flint.fmpq_mat(self.plain.hessian.flint), 0
        for decay, W, b in zip(self.decayed.decays, self.weights, self.biases, strict=True):
            rows, columns = W.shape
            for i in range(place, place + rows * columns):
                table[i, i] += flint.fmpq(decay.numerator, decay.denominator)
            place += rows * columns + (0 if b is None else rows)
        return Matrix.from_flint(table)

    @shared
    def centred(self) -> DecayedPoint:  # type: ignore[override]
        """The same weights as a point of the decayed centred problem."""
        return DecayedPoint(self.decayed.centred, self.weights)

    @shared
    def inertia_by_centred(self) -> Inertia:  # type: ignore[override]
        """The inertia at a critical point from the theorem for the decayed centred problem; for an output bias."""
        if not self.is_critical:
            raise InputError("the gradient does not vanish here, so the theorem says nothing; use inertia_by_hessian.")
        self.problem.needs_output_bias()
        return self.centred.inertia_by_theorem + self.problem.inertia_of_biases

    @shared
    def label(self) -> str:  # type: ignore[override]
        """The class: with an output bias that of the centred point; without, what first and second order decide."""
        if not self.is_critical:
            return NOT_CRITICAL
        return self.centred.label if self.problem.has_output_bias else label_by_hessian(self.inertia_by_hessian)


def critical_point_with_decay(
    decayed: DecayedBiasedProblem, point: DecayedPoint, hidden: Sequence[Any] = ()
) -> DecayedBiasedPoint:
    """The critical point over one of the decayed centred problem: hidden biases as given (0 by default), and the output
    bias that makes the mean residual vanish.

    >>> import symdln as dln
    >>> problem = DecayedBiasedProblem.of(BiasedProblem.from_data([[0, 2]], [[0, 4]], hidden=(1,)), 1)
    >>> zero = DecayedPoint(problem.centred, [[[0]], [[0]]])
    >>> point = critical_point_with_decay(problem, zero)           # the output bias is the mean target
    >>> point.is_critical, str(point.biases[1])
    (True, '[2]')
    """
    found = critical_point_of(decayed.problem, point.plain, hidden)
    return DecayedBiasedPoint(decayed, found.weights, found.biases)
