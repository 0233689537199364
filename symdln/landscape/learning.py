"""Learning coefficients at minima, and volume exponents at saddles: exact, each with the theorem that it rests on.

The learning coefficient lambda of the loss at a minimum W and its order m say how the volume of weights near W with a
loss of at most ``L(W) + e`` shrinks: like ``e^lambda (log 1/e)^(m-1)``.  It belongs to the *point*: along one fibre
of the product it may vary, and it is never replaced by the coefficient of the fibre.  docs/learning-coefficients.md has
the theorem and its proof.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction

from symdln.errors import InputError
from symdln.landscape.calculus import integer_residual, is_critical
from symdln.landscape.classification import GLOBAL_MINIMISER, STRICT, label_of
from symdln.landscape.shared import shared
from symdln.landscape.signature import (
    dimension_from_kind,
    inertia_by_ranks,
    multiplicities_of,
    path_ranks,
    product_rank,
    selection_of,
)
from symdln.landscape.weights import Weights
from symdln.strings.singularity import Profile, Ranks, aoyagi, least_cost

FITTED = (
    "half the least codimension of the pieces of the fibre through the point: theorem with a proof by hand, which no "
    "machine has checked, in docs/learning-coefficients.md"
)
MORSE_BOTT = "half the rank of the Hessian, which is the codimension of the set of minima (Morse-Bott)"


@dataclass(frozen=True)
class LearningCoefficient:
    """The learning coefficient of the loss at one minimum, with its reasons.

    ``value`` is lambda and ``basis`` says why.  ``order`` is the order m where a theorem gives it, with
    ``order_basis``, else both are None.  ``lower = max(C, n_+) / 2 <= value = upper`` are bounds by other means: C the
    codimension of the whole fibre, n_+ the rank of the Hessian, ``upper`` half the codimension at the point.
    ``of_fibre`` is Aoyagi's number, the least value that any point with the same product has; None where the minima do
    not fit the linear regression.  ``components`` pieces of least codimension ``codimension`` pass through the point.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> dln.Point(problem, [[[1]], [[2]]]).learning_coefficient.value  # b a = 2 is a smooth curve
    Fraction(1, 2)
    """

    value: Fraction
    order: int | None
    basis: str
    order_basis: str | None
    lower: Fraction
    upper: Fraction
    of_fibre: Fraction | None
    codimension: int
    components: int


@dataclass(frozen=True)
class VolumeExponent:
    """The rate at which the volume of ``{|L - L(W)| < e}`` near a saddle shrinks: ``e^value (log 1/e)^(order - 1)``.

    ``value`` and ``order`` are None where no theorem here gives them; ``basis`` gives the reasons.  A
    saddle is not a minimum, so this is not a learning coefficient: no posterior concentrates there.

    >>> from symdln import Point, Problem
    >>> zero = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])     # near 0, |L - L(0)| is about |2 a b|
    >>> str(zero.volume_exponent.value), zero.volume_exponent.order         # |a b| < e has volume 4 e log(1/e) + ...
    ('1', 2)
    """

    value: Fraction | None
    order: int | None
    basis: str


@shared
def residual_widths(point: Weights) -> Profile:
    """``(rank X - r, d_1 - r, ..., d_H - r)``: the widths without the r strings from input to output."""
    problem, r = point.problem, product_rank(point)
    return tuple(width - r for width in (problem.data_rank, *problem.widths[1:]))


@shared
def residual_ranks(point: Weights) -> dict[tuple[int, int], int]:
    """The ranks of ``W_l ... W_{i+1}`` less r, by (i, l), those from the input with Sxx on the right."""
    depth, r, ranks = point.problem.depth, product_rank(point), path_ranks(point)
    pairs = ((i, end) for i in range(depth) for end in range(i + 1, depth + 1) if end - i < depth)
    return {(i, end): ranks[i, end - i] - r for i, end in pairs}


@shared
def learning_coefficient_of(point: Weights) -> LearningCoefficient:
    """The learning coefficient of the loss at a global minimiser; ``InputError`` elsewhere.

    Where the gradient of the loss by the product vanishes (``P Sxx = Syx``: the point is fitted, whatever the remaining
    noise) it is ``1/2 [r (rank X + d_H - r) + C]`` with C the least codimension, at the point, of weights whose product
    vanishes, for the residual widths and ranks; elsewhere half the rank of the Hessian.  It does not change with the
    loss factor, nor with the data, as long as ``rank X`` and the point are the same.

    >>> import symdln as dln
    >>> problem = dln.Problem.from_moments([[1]], [[0]], [[1]], hidden=(1,))          # L = 1/2 (a^2 b^2 + 1)
    >>> for weights in ([[[0]], [[0]]], [[[0]], [[3]]]):
    ...     found = dln.Point(problem, weights).learning_coefficient
    ...     print(found.value, found.order, found.of_fibre)
    1/2 2 1/2
    1/2 1 1/2
    """
    if not is_critical(point) or label_of(point) != GLOBAL_MINIMISER:
        what = label_of(point) if is_critical(point) else "not critical"
        raise InputError(
            f"Learning coefficients are those of global minimisers, and this point is: {what}; "
            + ("saddles have point.volume_exponent." if is_critical(point) else "look at point.gradient.")
        )
    return _unfitted(point) if any(integer_residual(point).entries()) else _fitted(point)


def _unfitted(point: Weights) -> LearningCoefficient:
    """At such a point the product has the least width as rank, and the loss is Morse-Bott along the set of minima."""
    positive = inertia_by_ranks(point).positive
    dimension = dimension_from_kind(point.problem, selection_of(point), multiplicities_of(point))
    if positive + dimension != point.problem.parameters:
        raise AssertionError(f"the Hessian of a minimum is degenerate across the minima; please report {point!r}")
    half = Fraction(positive, 2)
    return LearningCoefficient(half, 1, MORSE_BOTT, MORSE_BOTT, half, half, None, positive, 1)


def _fitted(point: Weights) -> LearningCoefficient:
    problem, r = point.problem, product_rank(point)
    given = (problem.data_rank, *problem.widths[1:])
    regular = r * (given[0] + given[-1] - r)
    local = least_cost(residual_widths(point), residual_ranks(point))
    codimension, positive = regular + local.codimension, inertia_by_ranks(point).positive
    value, of_fibre = Fraction(codimension, 2), aoyagi(given, r)[0]
    order, why = _order(point, codimension == positive)
    lower = max(of_fibre, Fraction(positive, 2))
    return LearningCoefficient(value, order, FITTED, why, lower, value, of_fibre, codimension, local.components)


def _order(point: Weights, smooth: bool) -> tuple[int | None, str | None]:
    """The order where a theorem gives it, with the theorem."""
    if smooth:
        return 1, "the Hessian has rank 2 lambda, so by the splitting lemma nothing but squares is left"
    widths, ranks = without_invertible_layers(residual_widths(point), residual_ranks(point))
    if not any(ranks.values()):
        return aoyagi(widths)[1], "Aoyagi's theorem at zero residual weights"
    if len(widths) == 3:
        first, second = ranks[0, 1], ranks[1, 2]
        reduced = (widths[0] - first, widths[1] - first - second, widths[2] - second)
        return aoyagi(reduced)[1], "Aoyagi's theorem after a reduction to zero residual weights, at depth 2"
    return None, None


def without_invertible_layers(widths: Profile, ranks: Ranks) -> tuple[Profile, dict[tuple[int, int], int]]:
    """Widths and ranks without the invertible layers, which are changes of basis of their neighbours.

    >>> without_invertible_layers((2, 1, 1, 2), {(0, 1): 0, (1, 2): 1, (2, 3): 0, (0, 2): 0, (1, 3): 0})
    ((2, 1, 2), {(0, 1): 0, (1, 2): 0})
    """
    vertices = list(range(len(widths)))
    for before, after in itertools.pairwise(range(len(widths))):
        if len(vertices) > 2 and widths[before] == widths[after] == ranks.get((before, after), 0):
            vertices.remove(after)
    depth = len(vertices) - 1
    pairs = ((i, k) for i, k in itertools.combinations(range(depth + 1), 2) if (i, k) != (0, depth))
    return tuple(widths[v] for v in vertices), {(i, k): ranks.get((vertices[i], vertices[k]), 0) for i, k in pairs}


# -- saddles -----------------------------------------------------------------------------------------------------------


@shared
def volume_exponent_of(point: Weights) -> VolumeExponent:
    """The exponent of the volume of ``{|L - L(W)| < e}`` near a saddle; ``InputError`` if the point is not a saddle.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical((1,), (1, 1, 1))                              # L = 1/2 (a b - 1)^2
    >>> found = dln.Point(problem, [[[0]], [[0]]]).volume_exponent                    # like |a b| < e: e log 1/e
    >>> str(found.value), found.order
    ('1', 2)
    """
    if not is_critical(point) or label_of(point) == GLOBAL_MINIMISER:
        what = label_of(point) if is_critical(point) else "not critical"
        hint = "point.learning_coefficient is there for minima" if is_critical(point) else "look at point.gradient"
        raise InputError(f"Volume exponents are those of saddles, and this point is: {what}; {hint}.")
    return _strict(point) if label_of(point) == STRICT else _non_strict(point)


def _strict(point: Weights) -> VolumeExponent:
    """n_- >= 1 forces n_+ >= 1, since the trace of the Hessian is that of the Gauss-Newton matrix."""
    inertia = inertia_by_ranks(point)
    if inertia.rank >= 3:
        return VolumeExponent(Fraction(1), 1, "both signs and at least three squares, by the splitting lemma")
    dimension = dimension_from_kind(point.problem, selection_of(point), multiplicities_of(point))
    if dimension == inertia.zero:
        return VolumeExponent(Fraction(1), 2, "x^2 - y^2 and nothing else: the kernel is tangent to the saddles")
    return VolumeExponent(Fraction(1), None, "x^2 - y^2 and a rest, whose vanishing is not decided: order 1 or 2")


def _non_strict(point: Weights) -> VolumeExponent:
    problem, inertia = point.problem, inertia_by_ranks(point)
    if inertia.positive >= 2:
        return VolumeExponent(Fraction(1), 1, "at least two positive squares: a ring of width e has an area of order e")
    ends = min(problem.input_width, problem.output_width)
    if any(not layer.is_zero() for layer in point.weights) or problem.cross_rank != ends:
        return VolumeExponent(None, None, "no theorem for at most one positive square here; the exponent is at most 1")
    if set(problem.widths) == {1}:
        return VolumeExponent(Fraction(1), problem.depth, "a monomial of degree H times a function that is not zero")
    rest = problem.widths[1:] if problem.cross_rank == problem.output_width else problem.widths[:-1]
    if least_cost(rest).codimension > 1:
        return VolumeExponent(
            Fraction(1), 1, "integration over one end layer; the rest vanishes in codimension above 1"
        )
    return VolumeExponent(Fraction(1), None, "integration over one end layer; logarithms may remain")


__all__ = ["LearningCoefficient", "VolumeExponent", "learning_coefficient_of", "volume_exponent_of"]
